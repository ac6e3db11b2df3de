"""HTML -> Document: pages of portals, and HTML that calls itself .doc.

Nothing is fetched and nothing is run: links, pictures, frames and scripts are passed over. Fonts are
followed (`<font face>`, `style`, simple style sheets), since old pages are in TCVN3 or VNI.
"""

import re
from dataclasses import dataclass, field

from lxml import etree

from pipeline.document import Cell, Document, Style
from pipeline.errors import ReadError, Reason
from pipeline.ingest.build import Origin, RawLine, build_document
from pipeline.ingest.detect import HTML
from pipeline.ingest.legacy_runs import legacy_remarks
from pipeline.vietnamese.legacy import Encoding, Run, decode_bytes, decode_paragraphs

__all__ = ["read_html"]

READER_VERSION = "1"

_BLOCK_NAMES = """
    address article aside blockquote body caption center dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6
    header hr li main nav ol p pre section table tbody td tfoot th thead tr ul
"""
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_HIDDEN = frozenset(
    {
        *("head", "script", "style", "noscript", "template", "iframe", "object", "select", "textarea", "xml", "title"),
        "del",  # what Word writes for a tracked deletion
    }
)
_BOLD = frozenset({"b", "strong", "h1", "h2", "h3", "h4", "h5", "h6", "th"})
_ITALIC = frozenset({"i", "em"})
_BLANK = re.compile(r"[ \t\r\n\f]+")
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{2,30})", re.IGNORECASE)
_RULE = re.compile(r"([^{}]{1,500})\{([^{}]{0,5000})\}")
_FAMILY = re.compile(r"font-family\s*:\s*[\"']?([^;,\"'}]{1,60})", re.IGNORECASE)
_NOT_SHOWN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all", re.IGNORECASE)
_ALIGNED = re.compile(r"text-align\s*:\s*(left|center|right|justify)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Setting:
    """What an element hands down to those inside it."""

    font: str | None = None
    bold: bool = False
    italic: bool = False
    align: str | None = None
    hidden: bool = False
    keeps_blanks: bool = False


@dataclass(slots=True)
class _Table:
    number: int
    row: int = -1
    column: int = -1


@dataclass(slots=True)
class _List:
    """An `ol` or `ul` and where its numbers are."""

    kind: str | None
    number: int = 0


@dataclass(slots=True)
class _Paragraph:
    runs: list[Run]
    bold: bool
    italic: bool
    align: str | None
    cell: Cell | None
    joins: bool | None
    level: int | None
    marker: str


@dataclass(slots=True)
class _Walk:
    """The paragraphs met so far, and the one being filled."""

    fonts: dict[str, str]
    done: list[_Paragraph] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    setting_of_runs: list[_Setting] = field(default_factory=list)
    tables: list[_Table] = field(default_factory=list)
    lists: list[_List] = field(default_factory=list)
    table_count: int = 0
    after_break: bool = False
    marker: str = ""
    level: int | None = None

    def add(self, text: str | None, setting: _Setting) -> None:
        if not text or setting.hidden:
            return
        if setting.keeps_blanks:
            first, *rest = text.split("\n")
            self._append(first, setting)
            for line in rest:
                self.end_line()
                self._append(line, setting)
        else:
            self._append(_BLANK.sub(" ", text), setting)

    def _append(self, text: str, setting: _Setting) -> None:
        self.runs.append(Run(text, setting.font))
        self.setting_of_runs.append(setting)

    def end_line(self) -> None:
        """What `<br>` does: the next line may or may not go on the paragraph."""
        self.end_paragraph()
        self.after_break = True

    def end_paragraph(self) -> None:
        filled = [setting for run, setting in zip(self.runs, self.setting_of_runs, strict=True) if run.text.strip()]
        if filled:
            table = self.tables[-1] if self.tables else None
            in_cell = table is not None and table.column >= 0 and table.row >= 0
            self.done.append(
                _Paragraph(
                    runs=self.runs,
                    bold=all(setting.bold for setting in filled),
                    italic=all(setting.italic for setting in filled),
                    align=filled[0].align,
                    cell=Cell(table.number, table.row, table.column) if table and in_cell else None,
                    joins=None if self.after_break else False,
                    level=self.level,
                    marker=self.marker,
                )
            )
            self.marker, self.level = "", None
        elif self.after_break:  # a blank line, which the builder counts
            self.done.append(_Paragraph([], False, False, None, None, False, None, ""))
        self.runs, self.setting_of_runs, self.after_break = [], [], False

    def open(self, tag: str, element: etree._Element) -> None:
        """What an element does before its text: begin a table, a row, a list item."""
        if tag == "table":
            self.tables.append(_Table(self.table_count))
            self.table_count += 1
        elif tag == "tr" and self.tables:
            self.tables[-1].row += 1
            self.tables[-1].column = -1
        elif tag in ("td", "th") and self.tables:
            self.tables[-1].column += 1
        elif tag in ("ol", "ul"):
            start = element.get("start", "1")
            kind = element.get("type", "1") if tag == "ol" else None
            self.lists.append(_List(kind, int(start) - 1 if start.isascii() and start.isdigit() else 0))
        elif tag == "li" and self.lists:
            self.lists[-1].number += 1
            self.marker = _marker(self.lists[-1])
            self.level = len(self.lists) - 1

    def close(self, tag: str) -> None:
        if tag == "table" and self.tables:
            self.tables.pop()
        elif tag in ("ol", "ul") and self.lists:
            self.lists.pop()


_ROMAN = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL")),
    *((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)


def _roman(number: int) -> str:
    written = ""
    for value, letters in _ROMAN:
        written += letters * (number // value)
        number %= value
    return written


def _marker(items: _List) -> str:
    """What a browser prints before a list item: `"3. "`, `"c. "`, `"iii. "`, `"• "`."""
    if items.kind is None:
        return "• "
    number = min(items.number, 3999)
    if items.kind in "aA":
        letter = chr(ord("a") + (number - 1) % 26)
        return f"{letter.upper() if items.kind == 'A' else letter}. "
    if items.kind in "iI":
        return f"{_roman(number) if items.kind == 'I' else _roman(number).lower()}. "
    return f"{number}. "


def _style_sheet(root: etree._Element) -> dict[str, str]:
    """Tag and class names (`p`, `.MsoNormal`) -> font, of the simple rules in the page's style sheets."""
    fonts: dict[str, str] = {}
    for element in root.iter("style"):
        for selectors, body in _RULE.findall(element.text or ""):
            family = _FAMILY.search(body)
            if not family or selectors.lstrip().startswith("@"):
                continue
            for selector in selectors.replace("<!--", "").split(","):
                name = selector.strip().rpartition(" ")[2]
                fonts[name[name.find(".") :] if "." in name else name.lower()] = family[1].strip()
    return fonts


def _inside(element: etree._Element, tag: str, outer: _Setting, fonts: dict[str, str]) -> _Setting:
    """The setting of what stands in `element`."""
    style = element.get("style") or ""
    face = _FAMILY.search(style)
    classes = (element.get("class") or "").split()
    font = (
        (face[1].strip() if face else None)
        or (element.get("face") or "").partition(",")[0].strip()
        or next((fonts["." + name] for name in classes if "." + name in fonts), None)
        or fonts.get(tag)
        or outer.font
    )
    aligned = _ALIGNED.search(style)
    align = aligned[1].lower() if aligned else (element.get("align") or "").lower()
    return _Setting(
        font=font,
        bold=outer.bold or tag in _BOLD,
        italic=outer.italic or tag in _ITALIC,
        align="center"
        if tag == "center"
        else align
        if align in ("left", "center", "right", "justify")
        else outer.align,
        hidden=outer.hidden or tag in _HIDDEN or bool(_NOT_SHOWN.search(style)),
        keeps_blanks=outer.keeps_blanks or tag == "pre",
    )


def _paragraphs(root: etree._Element) -> list[_Paragraph]:
    walk = _Walk(_style_sheet(root))
    settings = [_Setting()]
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        tag = element.tag.lower() if isinstance(element.tag, str) else None
        if event in ("comment", "pi"):
            walk.add(element.tail, settings[-1])
        elif event == "start" and tag is not None:
            settings.append(_inside(element, tag, settings[-1], walk.fonts))
            if tag in _BLOCKS:
                walk.end_paragraph()
                walk.open(tag, element)
            elif tag == "br":
                walk.end_line()
            walk.add(element.text, settings[-1])
        elif event == "end" and tag is not None:
            settings.pop()
            if tag in _BLOCKS:
                walk.end_paragraph()
                walk.close(tag)
            walk.add(element.tail, settings[-1])
    walk.end_paragraph()
    return walk.done


def _decode(data: bytes, charset: str | None) -> str:
    """The page's characters; legacy codes stay as Windows-1252 shows them, until their font is known."""
    if data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")) or b"\x00" in data[:1024]:
        unicode_text = decode_bytes(data)
        if unicode_text is not None:
            return unicode_text[0]
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass  # whatever the page says of itself, this it is not
    declared = _CHARSET.search(data[:8192])
    asked = (charset or (declared[1].decode() if declared else "")).lower()
    return data.decode("cp1258" if asked in ("windows-1258", "cp1258") else "cp1252", "replace")


def _lines(paragraphs: list[_Paragraph]) -> tuple[list[RawLine], tuple[Encoding, ...]]:
    texts, encodings = decode_paragraphs([paragraph.runs for paragraph in paragraphs])
    lines = [
        RawLine(
            paragraph.marker + "".join(runs).strip(),
            style=Style(bold=paragraph.bold, italic=paragraph.italic, align=paragraph.align),
            cell=paragraph.cell,
            joins=paragraph.joins,
            number_level=paragraph.level,
        )
        for paragraph, runs in zip(paragraphs, texts, strict=True)
    ]
    return lines, encodings


def read_html(name: str, data: bytes, charset: str | None = None) -> Document:
    """The Document of a page; `charset` is what its carrier says of it, if there is one."""
    text = _decode(data, charset).replace("\x00", "")
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, recover=True, huge_tree=False)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as broken:
        raise ReadError(name, Reason.DAMAGED, f"the page cannot be parsed ({broken}); save it again") from broken
    lines, encodings = _lines(_paragraphs(root)) if root is not None else ([], ())
    if not any(line.text.strip() for line in lines):
        raise ReadError(name, Reason.NO_TEXT, "the page holds no text")
    origin = Origin(name, data, HTML, "html", READER_VERSION)
    return build_document(lines, origin, remarks=tuple(legacy_remarks(encodings)))
