"""Old encodings inside a Word file: every run's text put into Unicode for the DOCX reader.

    decode_runs([document_root, footnotes_root], styles_root, numbering_root)

changes the parsed XML in memory: text in `.VnTime` or `VNI-Times` becomes Vietnamese, and the soft
hyphens of a TCVN3 run become the `ư` that they are there.
"""

from collections.abc import Iterable, Iterator

from lxml import etree

from pipeline.document import Remark
from pipeline.vietnamese.legacy import Encoding, Run, decode_paragraphs, encoding_of_font, is_suspect

__all__ = ["decode_runs", "font_name", "legacy_remarks", "tells_of_old_encoding"]

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_P, _R, _T, _SYM, _SOFT_HYPHEN = (_W + tag for tag in ("p", "r", "t", "sym", "softHyphen"))
_RPR, _FONTS, _STYLE, _VAL = _W + "rPr", _W + "rFonts", _W + "style", _W + "val"
_PSTYLE, _RSTYLE, _HANSI, _ASCII = (_W + name for name in ("pStyle", "rStyle", "hAnsi", "ascii"))
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def font_name(fonts: etree._Element) -> str | None:
    """What a `w:rFonts` names for letters beyond ASCII."""
    return fonts.get(_HANSI) or fonts.get(_ASCII)


def _font(properties: etree._Element | None) -> str | None:
    fonts = properties.find(_FONTS) if properties is not None else None
    return None if fonts is None else font_name(fonts)


class _Styles:
    """Which font a style sets, its parents included."""

    def __init__(self, root: etree._Element | None) -> None:
        self.fonts: dict[str, str | None] = {}
        self.parents: dict[str, str] = {}
        self.default_style = ""
        self.default_font: str | None = None
        if root is None:
            return
        self.default_font = _font(root.find(f"{_W}docDefaults/{_W}rPrDefault/{_RPR}"))
        for style in root.iterchildren(_STYLE):
            name = style.get(_W + "styleId", "")
            self.fonts[name] = _font(style.find(_RPR))
            parent = style.find(_W + "basedOn")
            if parent is not None:
                self.parents[name] = parent.get(_VAL, "")
            if style.get(_W + "type") == "paragraph" and style.get(_W + "default") in ("1", "true"):
                self.default_style = name

    def font(self, style: str | None) -> str | None:
        seen = set()
        while style and style not in seen:
            seen.add(style)
            if self.fonts.get(style):
                return self.fonts[style]
            style = self.parents.get(style)
        return None

    def font_of_paragraph(self, paragraph: etree._Element | None) -> str | None:
        style = paragraph.find(f"{_W}pPr/{_PSTYLE}") if paragraph is not None else None
        name = self.default_style if style is None else style.get(_VAL)
        return self.font(name) or self.default_font

    def font_of_run(self, run: etree._Element, paragraph_font: str | None) -> str | None:
        properties = run.find(_RPR)
        if properties is None:
            return paragraph_font
        style = properties.find(_RSTYLE)
        return _font(properties) or self.font(style.get(_VAL) if style is not None else None) or paragraph_font


def _spell_out_codes(run: etree._Element, font: str | None) -> None:
    """Make text of what stands for a code in a legacy run: a soft hyphen is 0xAD, a symbol its number.

    Neighbouring texts become one: `n`, soft hyphen, `íc` is the word `n\xadíc` (nước).
    """
    before: etree._Element | None = None
    for child in list(run):
        if child.tag == _SOFT_HYPHEN and encoding_of_font(font):
            child.text = "\xad"
        elif child.tag == _SYM and encoding_of_font(child.get(_W + "font")):
            child.text = chr(int(child.get(_W + "char", "F020"), 16) & 0xFF)
        elif child.tag != _T:
            before = None
            continue
        if before is None:
            child.tag, before = _T, child
            child.attrib.clear()
        else:
            before.text = (before.text or "") + (child.text or "")
            run.remove(child)


def _paragraph_of(run: etree._Element) -> etree._Element | None:
    return next(run.iterancestors(_P), None)


def tells_of_old_encoding(
    lines: Iterable[str], fonts: Iterable[str | None], styles: etree._Element | None, used: Iterable[str]
) -> bool:
    """Whether `lines`, read from a file as it is, need `decode_runs`: told fast, since most files hold nothing old.

    `fonts` are those that its runs name and `used` the styles that its paragraphs and runs have; Word keeps old
    styles that nothing uses. Without an old font the characters of a line must make sense in an old encoding only.
    """
    if any(map(encoding_of_font, fonts)):
        return True
    if styles is not None and any(encoding_of_font(font_name(fonts)) for fonts in styles.iter(_FONTS)):
        known = _Styles(styles)
        if any(map(encoding_of_font, (known.default_font, *map(known.font, (known.default_style, *used))))):
            return True
    odd = [[Run(line)] for line in lines if is_suspect(line)]
    return bool(decode_paragraphs(odd)[1])


def decode_runs(
    roots: Iterable[etree._Element], styles: etree._Element | None, numbering: etree._Element | None = None
) -> tuple[Encoding, ...]:
    """Put the text under `roots` into Unicode, in place; the encodings that were met, most frequent first.

    `roots` are the parsed parts that hold paragraphs, `styles` and `numbering` those parts' roots.
    """
    known_styles = _Styles(styles)
    texts: list[list[etree._Element]] = []
    runs: list[list[Run]] = []
    paragraph: etree._Element | None = None
    paragraph_font: str | None = None
    for root in roots:
        for run in root.iter(_R):
            if _paragraph_of(run) is not paragraph or not runs:
                paragraph = _paragraph_of(run)
                paragraph_font = known_styles.font_of_paragraph(paragraph)
                texts.append([])
                runs.append([])
            font = known_styles.font_of_run(run, paragraph_font)
            _spell_out_codes(run, font)
            for text in run.iterchildren(_T):
                texts[-1].append(text)
                runs[-1].append(Run(text.text or "", font))
    levels = [] if numbering is None else list(numbering.iter(_W + "lvl"))
    for level in levels:
        label = level.find(_W + "lvlText")
        if label is not None:
            texts.append([label])
            runs.append([Run(label.get(_VAL, ""), _font(level.find(_RPR)) or known_styles.font_of_paragraph(None))])
    decoded, encodings = decode_paragraphs(runs)
    for elements, strings in zip(texts, decoded, strict=True):
        for element, string in zip(elements, strings, strict=True):
            if element.tag == _T:
                element.text = string
                element.set(_SPACE, "preserve")
            else:
                element.set(_VAL, string)
    return encodings


def legacy_remarks(encodings: Iterable[Encoding]) -> Iterator[Remark]:
    """What a reader of the record should know of a text that was not in Unicode."""
    for encoding in encodings:
        yield Remark("legacy encoding", f"text in {encoding} was put into Unicode")
