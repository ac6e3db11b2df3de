"""Old encodings inside a Word file: every run's text put into Unicode for the DOCX reader.

    decode_runs([document_root, footnotes_root], styles_root, numbering_root)

changes the parsed XML in memory: text in `.VnTime` or `VNI-Times` becomes Vietnamese, and the soft
hyphens of a TCVN3 run become the `ư` that they are there.
"""

from collections.abc import Iterable, Iterator, Mapping

from lxml import etree

from pipeline.document import Remark
from pipeline.ingest.docx_properties import NUMBER
from pipeline.vietnamese.legacy import Encoding, Run, decode_paragraphs, encoding_of_font, is_capital_font, is_suspect

__all__ = ["decode_runs", "font_name", "legacy_remarks", "tells_of_old_encoding"]

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_P, _R, _T, _SYM, _SOFT_HYPHEN = (_W + tag for tag in ("p", "r", "t", "sym", "softHyphen"))
_PRINTED = frozenset((_T, _SYM, _SOFT_HYPHEN))
_PPR, _RPR, _FONTS, _STYLE, _VAL = (_W + name for name in ("pPr", "rPr", "rFonts", "style", "val"))
_LEVEL, _LABEL = _W + "lvl", _W + "lvlText"
_PSTYLE, _RSTYLE, _HANSI, _ASCII = (_W + name for name in ("pStyle", "rStyle", "hAnsi", "ascii"))
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def font_name(fonts: etree._Element) -> str | None:
    """What a `w:rFonts` names for letters beyond ASCII."""
    return fonts.get(_HANSI) or fonts.get(_ASCII)


def _font(properties: etree._Element | None) -> str | None:
    fonts = properties.find(_FONTS) if properties is not None else None
    return None if fonts is None else font_name(fonts)


class _Fonts:
    """Which font a style sets, its parents included, and a paragraph or run with its own properties.

    `properties` are those that a number stands for in the text (see `docx_properties`).
    """

    def __init__(self, root: etree._Element | None, properties: Mapping[str, etree._Element]) -> None:
        self._properties = properties
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

    def _properties_of(self, element: etree._Element, tag: str) -> etree._Element | None:
        number = element.get(NUMBER)
        shared = None if number is None else self._properties.get(number)
        return element.find(tag) if shared is None else shared

    def font_of_paragraph(self, paragraph: etree._Element | None) -> str | None:
        properties = None if paragraph is None else self._properties_of(paragraph, _PPR)
        style = None if properties is None else properties.find(_PSTYLE)
        name = self.default_style if style is None else style.get(_VAL)
        return self.font(name) or self.default_font

    def font_of_run(self, run: etree._Element, paragraph_font: str | None) -> str | None:
        properties = self._properties_of(run, _RPR)
        if properties is None:
            return paragraph_font
        style = properties.find(_RSTYLE)
        return _font(properties) or self.font(style.get(_VAL) if style is not None else None) or paragraph_font

    def font_of_label(self, level: etree._Element) -> str | None:
        """The font of the numbers of a level."""
        return _font(level.find(_RPR)) or self.font_of_paragraph(None)

    def runs(
        self, roots: Iterable[etree._Element]
    ) -> Iterator[tuple[etree._Element | None, etree._Element, str | None]]:
        """Each run with its paragraph and its font."""
        paragraph, paragraph_font = None, self.font_of_paragraph(None)
        for root in roots:
            for run in root.iter(_R):
                above = next(run.iterancestors(_P), None)
                if above is not paragraph:
                    paragraph, paragraph_font = above, self.font_of_paragraph(above)
                yield paragraph, run, self.font_of_run(run, paragraph_font)


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


def _labels(numbering: etree._Element | None) -> Iterator[tuple[etree._Element, etree._Element]]:
    """What numbers look like, each with its level."""
    for level in () if numbering is None else numbering.iter(_LEVEL):
        label = level.find(_LABEL)
        if label is not None:
            yield label, level


def _is_old(text: str, font: str | None) -> bool:
    """Whether a text may be another in Unicode, by its font: ASCII stays, but where the font makes capitals."""
    return encoding_of_font(font) is not None and (not text.isascii() or (is_capital_font(font) and text.strip() != ""))


def _text_in(run: etree._Element) -> str:
    """The characters of a run, a symbol or soft hyphen as one that is not in ASCII."""
    return "".join((child.text or "") if child.tag == _T else "\xad" for child in run if child.tag in _PRINTED)


def tells_of_old_encoding(
    lines: Iterable[str],
    roots: Iterable[etree._Element],
    styles: etree._Element | None,
    numbering: etree._Element | None,
    properties: Mapping[str, etree._Element],
) -> bool:
    """Whether a file needs `decode_runs`: told fast, since most files hold nothing old.

    `lines` were read from it as it is, `roots` are as for `decode_runs`, with `properties` that numbers stand for (see
    `docx_properties`). Many files have an old font for a style that no run is left with, or for a lone figure. Without
    an old font the characters of a line must make sense in an old encoding only.
    """
    places = [place for place in (*properties.values(), *roots, styles, numbering) if place is not None]
    if any(map(encoding_of_font, {font_name(named) for place in places for named in place.iter(_FONTS)})):
        fonts = _Fonts(styles, properties)
        if any(_is_old(_text_in(run), font) for _, run, font in fonts.runs(roots)):
            return True
        if any(_is_old(label.get(_VAL, ""), fonts.font_of_label(level)) for label, level in _labels(numbering)):
            return True
    odd = [[Run(line)] for line in lines if is_suspect(line)]
    return bool(decode_paragraphs(odd)[1])


def decode_runs(
    roots: Iterable[etree._Element], styles: etree._Element | None, numbering: etree._Element | None = None
) -> tuple[Encoding, ...]:
    """Put the text under `roots` into Unicode, in place; the encodings that were met, most frequent first.

    `roots` are the parsed parts that hold paragraphs, `styles` and `numbering` those parts' roots.
    """
    fonts = _Fonts(styles, {})
    texts: list[list[etree._Element]] = []
    runs: list[list[Run]] = []
    before: etree._Element | None = None
    for paragraph, run, font in fonts.runs(roots):
        if paragraph is not before or not runs:
            before = paragraph
            texts.append([])
            runs.append([])
        _spell_out_codes(run, font)
        for text in run.iterchildren(_T):
            texts[-1].append(text)
            runs[-1].append(Run(text.text or "", font))
    for label, level in _labels(numbering):
        texts.append([label])
        runs.append([Run(label.get(_VAL, ""), fonts.font_of_label(level))])
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
