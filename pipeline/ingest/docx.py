"""DOCX -> Document: one pass over the XML in reading order (ECMA-376 part 1).

What the paper shows is kept: numbers that Word makes, table cells, text boxes, footnotes, tracked
insertions, content controls, non-breaking hyphens. What it does not show is dropped: deletions, hidden
text, field codes. Running heads and feet are set aside.
"""

import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from lxml import etree

from pipeline.collector import collector_paused
from pipeline.document import NO_STYLE, Cell, Document, Remark, Style
from pipeline.errors import ReadError, Reason
from pipeline.ingest.build import Origin, RawLine, RawPage, build_document
from pipeline.ingest.columns import MOTTO, is_block, unfold
from pipeline.ingest.detect import DOCX
from pipeline.ingest.docx_numbering import Label, Numbering, W, number_in
from pipeline.ingest.docx_package import MAIN, Parts, open_package
from pipeline.ingest.docx_properties import NUMBER
from pipeline.ingest.docx_styles import (
    ParagraphFormat,
    RunFormat,
    Styles,
    over,
    paragraph_format,
    run_format,
    value_of,
)
from pipeline.ingest.legacy_runs import decode_runs, legacy_remarks, tells_of_old_encoding
from pipeline.vietnamese.clean import clean_line
from pipeline.vietnamese.legacy import Encoding

__all__ = ["read_docx"]

READER_VERSION = "1"

Element = etree._Element

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"

_P, _R, _T, _TBL, _TR, _TC, _BR, _VAL = (W + tag for tag in ("p", "r", "t", "tbl", "tr", "tc", "br", "val"))
_PPR, _RPR, _IND, _NUM, _SECTION = (W + tag for tag in ("pPr", "rPr", "ind", "numPr", "sectPr"))
_PAGE_BREAK = W + "lastRenderedPageBreak"
# What `paragraph_format` and `run_format` look at, where one value says it.
_PARAGRAPH_SETTINGS = frozenset(W + tag for tag in ("pStyle", "jc", "pageBreakBefore"))
_RUN_SETTINGS = frozenset(W + tag for tag in ("rStyle", "b", "i", "sz", "vanish", "vertAlign"))

# Elements that only wrap what the paper shows.
_WRAPPERS = {
    W + tag for tag in ("ins", "moveTo", "sdtContent", "smartTag", "customXml", "hyperlink", "fldSimple", "dir", "bdo")
} | {W + "sdt", W + "ruby", W + "rubyBase", M + "oMath", M + "oMathPara"}
_DRAWN = {W + "drawing", W + "pict", W + "object", MC + "AlternateContent"}
_NOTES = {W + "footnoteReference": "footnote", W + "endnoteReference": "endnote"}
_MARKS = {_PAGE_BREAK, _BR, W + "cr", *_NOTES, *_DRAWN}  # what a run holds beside characters
_UNIT = re.compile(r"(?:^|[^\w])\w?$|m$|\d$")  # what a raised digit is part of: m2, x2, 103


@dataclass(slots=True)
class _Segment:
    """What stands on one line of a paragraph, up to a break that the writer set: its runs and their formats."""

    page: int
    texts: list[str]
    formats: list[RunFormat]

    @property
    def text(self) -> str:
        return "".join(self.texts)

    def add(self, text: str, run: RunFormat) -> None:
        self.texts.append(text)
        self.formats.append(run)


@dataclass(slots=True)
class _Paragraph:
    """A paragraph while its runs are read: `run` is the format of what says nothing, `formats` those of its runs."""

    run: RunFormat
    formats: dict[object, RunFormat]
    segments: list[_Segment]
    boxes: list[tuple[float, list[RawLine]]]
    notes: list[Element]


class _Setting(NamedTuple):
    """How a paragraph is set, worked out once for all that say the same.

    `own` is what it says itself, `format_` and `run` what holds in all. `run_formats`: what runs in it are, by what
    they say. `mark_deleted`: its end was deleted, it goes on in the next one. `ends_page`: a section ends with it, and
    the next begins a page.
    """

    style_id: str | None
    own: ParagraphFormat
    from_style: ParagraphFormat
    format_: ParagraphFormat
    run: RunFormat
    run_formats: dict[object, RunFormat]
    mark_deleted: bool
    ends_page: bool


@lru_cache(maxsize=1000)
def _line_style(bold: bool, italic: bool, size: float | None, align: str, indent: float) -> Style:
    """One object for all lines that look alike."""
    return Style(bold=bold, italic=italic, size=size, align=align, indent=indent)


def _style(segment: _Segment, format_: ParagraphFormat, label: Label | None) -> Style:
    """The style of a line with text: bold or italic where nine tenths of its letters are, the size most have."""
    formats = segment.formats
    if formats.count(formats[0]) == len(formats):
        bold, italic, size = bool(formats[0].bold), bool(formats[0].italic), formats[0].size
    else:
        bold, italic, size = _mostly(segment)
    left, first = format_.left, format_.first
    if label is not None:  # a list's own indent lies between the style's and the paragraph's
        left = left if left is not None else None if label.left is None else int(label.left * 20)
        first = first if first is not None else None if label.first is None else int(label.first * 20)
    return _line_style(bold, italic, size, format_.align or "left", ((left or 0) + (first or 0)) / 20)


def _mostly(segment: _Segment) -> tuple[bool, bool, float | None]:
    """Whether nine tenths of the letters are bold, whether italic, and the size that most have."""
    counts: dict[RunFormat, int] = {}
    sizes: dict[float | None, int] = {}
    for text, run in zip(segment.texts, segment.formats, strict=True):
        if letters := len("".join(text.split())):
            counts[run] = counts.get(run, 0) + letters
            sizes[run.size] = sizes.get(run.size, 0) + letters
    enough = 0.9 * sum(counts.values())
    bold = sum(count for run, count in counts.items() if run.bold)
    italic = sum(count for run, count in counts.items() if run.italic)
    return bold >= enough, italic >= enough, max(sizes, key=lambda size: sizes[size])


class _Reading:
    """The state of one pass: where it is, and the parts it looks things up in."""

    def __init__(self, parts: dict[str, Element], properties: dict[str, Element]) -> None:
        self.properties = properties
        body = parts[MAIN].find(W + "body")
        if body is None:
            raise KeyError("body")
        self.body: Element = body
        styles, numbering, footnotes, endnotes = (
            parts.get(kind) for kind in ("styles", "numbering", "footnotes", "endnotes")
        )
        self.styles = Styles(styles)
        self.numbering = Numbering(numbering, self.styles.lists)
        self.notes = {
            **_notes(footnotes, "footnote"),
            **_notes(endnotes, "endnote"),
        }
        # What settings mean, by what is written: most of a document's are alike.
        self._settings: dict[object, _Setting] = {}
        self._run_formats: dict[RunFormat, dict[object, RunFormat]] = {}
        self._extents: dict[str | None, tuple[int, bool]] = {}
        self.page = 1
        self.tables = 0
        # Word leaves a mark where each printed page began; without any, the breaks that were set count.
        self.rendered = next(self.body.iter(_PAGE_BREAK), None) is not None
        self.met_text = False

    # Blocks

    def all_lines(self, letterhead: Element | None) -> list[RawLine]:
        """The lines of the body, below those of a letterhead that stands in a head."""
        above = [] if letterhead is None else self.blocks(letterhead)
        return above + self.blocks(self.body)

    def blocks(self, parent: Element, cell: Cell | None = None, role: str = "body") -> list[RawLine]:
        """The lines of all paragraphs and tables in `parent`, in order."""
        lines: list[RawLine] = []
        carried: list[Element] = []  # paragraphs whose end was deleted: they go on in the next
        setting: _Setting | None = None
        for child in parent:
            tag = child.tag
            if tag == _P:
                carried.append(child)
                setting = self.setting(child)
                if not setting.mark_deleted:
                    lines += self.paragraph(carried, setting, cell, role)
                    carried = []
            elif tag == _TBL:
                lines += self.table(child, role)
            elif tag in _WRAPPERS:
                lines += self.blocks(child, cell, role)
            elif tag == MC + "AlternateContent":
                lines += self.blocks(_alternative(child), cell, role)
        if carried and setting:
            lines += self.paragraph(carried, setting, cell, role)
        return lines

    def setting(self, paragraph: Element) -> _Setting:
        """How a paragraph is set, by its `pPr`, which comes first in it."""
        number = paragraph.get(NUMBER)
        known = self._settings.get(number)
        if known is not None:
            return known
        properties = self.properties_of(paragraph, _PPR)
        said: list[object] = []
        for child in () if properties is None else properties:
            tag = child.tag
            if tag in _PARAGRAPH_SETTINGS:
                said.append((tag, child.get(_VAL)))
            elif tag == _IND:
                said.append((tag, *child.items()))
            elif tag == _NUM:
                said.append((tag, *((part.tag, part.get(_VAL)) for part in child)))
            elif tag == _SECTION:
                said.append((tag, value_of(child, "type")))
            elif tag == _RPR and len(child) and child.find(W + "del") is not None:
                said.append("deleted")
        key = tuple(said)
        setting = self._settings.get(key)
        if setting is None:
            setting = self._settings[key] = self._setting(properties)
        if number in self.properties:
            self._settings[number] = setting
        return setting

    def properties_of(self, element: Element, tag: str) -> Element | None:
        """What a number in an element stands for, else its first child, if its tag is that of properties."""
        known = self.properties.get(element.get(NUMBER, ""))
        first = element[0] if known is None and len(element) else None
        return first if first is not None and first.tag == tag else known

    def _setting(self, properties: Element | None) -> _Setting:
        style_id = None if properties is None else value_of(properties, "pStyle")
        style_id = style_id or self.styles.default("paragraph")
        from_style, run = self.styles.formats(style_id)
        below, run_below = self.styles.document_formats
        own = paragraph_format(properties)
        section = None if properties is None else properties.find(_SECTION)
        run = over(run, run_below)
        return _Setting(
            style_id,
            own,
            from_style,
            format_=over(over(own, from_style), below),
            run=run,
            run_formats=self._run_formats.setdefault(run, {}),
            mark_deleted=properties is not None and properties.find(f"{_RPR}/{W}del") is not None,
            ends_page=section is not None and value_of(section, "type") not in ("continuous", "nextColumn"),
        )

    def paragraph(self, elements: list[Element], setting: _Setting, cell: Cell | None, role: str) -> list[RawLine]:
        """The lines of one paragraph: its number, its text cut at soft breaks, boxes and notes that hang on it."""
        if setting.format_.new_page and not self.rendered and self.met_text:
            self.page += 1
        label = self.label(setting)
        paragraph = _Paragraph(setting.run, setting.run_formats, [_Segment(self.page, [], [])], [], [])
        for element in elements:
            self.runs(element, paragraph)
        lines = self.lines(paragraph, setting.format_, label, cell, role)
        has_text = any(line.text.strip() for line in lines)
        if paragraph.boxes:
            boxes = [line for _, box in sorted(paragraph.boxes, key=lambda box: box[0]) for line in box]
            # A letterhead in text boxes hangs on an empty paragraph, or on the first one.
            lines = lines + boxes if has_text and self.met_text else boxes + lines
        self.met_text = self.met_text or has_text or bool(paragraph.boxes)
        for note in paragraph.notes:
            lines += self.blocks(note, None, "footnote")
        if setting.ends_page and not self.rendered:
            self.page += 1
        return lines

    def lines(
        self, paragraph: _Paragraph, format_: ParagraphFormat, label: Label | None, cell: Cell | None, role: str
    ) -> list[RawLine]:
        """One raw line a segment; what follows a soft break goes on unless its text begins something new."""
        lines: list[RawLine] = []
        for index, segment in enumerate(paragraph.segments):
            text = segment.text
            style = NO_STYLE if not text or text.isspace() else _style(segment, format_, label)
            if index == 0 and label is not None and (text.strip() or (cell is not None and not label.bullet)):
                text = label.text + text.lstrip()
            joins: bool | None = False
            if index:
                joins = True if text.lstrip()[:1].islower() else None
            lines.append(
                RawLine(
                    text,
                    page=segment.page,
                    style=style,
                    cell=cell,
                    joins=joins,
                    role=role,
                    number_level=label.level if label is not None and index == 0 else None,
                )
            )
        return lines

    def label(self, setting: _Setting) -> Label | None:
        """The number before a paragraph; a style's numbering holds unless the paragraph has its own, or number 0."""
        own, from_style = setting.own, setting.from_style
        num_id = own.num_id if own.num_id is not None else from_style.num_id
        if num_id is None or num_id in ("0", ""):
            return None
        level = own.level
        if level is None and own.num_id is None:
            for style in self.styles.chain(setting.style_id):
                level = self.numbering.level_of_style(num_id, style.get(W + "styleId"))
                if level is not None:
                    break
        if level is None:
            level = from_style.level
        return self.numbering.label(num_id, level or 0)

    # Runs

    def runs(self, parent: Element, paragraph: _Paragraph) -> None:
        """Adds what the runs in `parent` print to `paragraph`."""
        for child in parent:
            tag = child.tag
            if tag == _R:
                self.run(child, paragraph)
            elif tag in _WRAPPERS:
                self.runs(child, paragraph)
            elif tag == M + "r":
                paragraph.segments[-1].add("".join(t.text or "" for t in child.iter(M + "t")), paragraph.run)
            elif tag == MC + "AlternateContent":
                self.runs(_alternative(child), paragraph)
            elif isinstance(tag, str) and tag.startswith(M):  # an entity that was not resolved has no name
                self.runs(child, paragraph)

    def run(self, element: Element, paragraph: _Paragraph) -> None:
        """Adds one run: its characters in its format, which comes first in it, and its marks."""
        number = element.get(NUMBER)
        format_ = paragraph.run if number is None else paragraph.formats.get(number) or self.numbered(number, paragraph)
        segment = paragraph.segments[-1]
        for child in element:
            tag = child.tag
            if tag == _T:
                text = child.text or ""
            elif tag == _RPR:
                format_ = self.run_format(child, paragraph)
                continue
            elif tag in _MARKS:
                self.mark(child, paragraph)
                segment = paragraph.segments[-1]
                continue
            else:
                text = _printed(child)
            if text and not format_.hidden and not (format_.raised and _is_note_mark(text, segment.text)):
                segment.texts.append(text)
                segment.formats.append(format_)

    def numbered(self, number: str, paragraph: _Paragraph) -> RunFormat:
        """The format of a run whose properties have a number."""
        properties = self.properties.get(number)
        known = paragraph.run if properties is None else self.run_format(properties, paragraph)
        paragraph.formats[number] = known
        return known

    def run_format(self, properties: Element, paragraph: _Paragraph) -> RunFormat:
        """What an `rPr` makes of the format of its paragraph."""
        key = tuple((child.tag, child.get(_VAL)) for child in properties if child.tag in _RUN_SETTINGS)
        if key not in paragraph.formats:
            below = paragraph.run
            style = value_of(properties, "rStyle")
            if style:
                below = over(self.styles.formats(style)[1], below)
            paragraph.formats[key] = over(run_format(properties), below)
        return paragraph.formats[key]

    def mark(self, element: Element, paragraph: _Paragraph) -> None:
        """Takes in what a run holds beside characters: a break, the place of a note, a drawing with its boxes."""
        tag = element.tag
        if tag == _PAGE_BREAK:
            self.turn_page(paragraph)
        elif tag in _DRAWN:
            self.boxes(element, paragraph)
        elif tag in _NOTES:
            note = self.notes.pop(f"{_NOTES[tag]} {element.get(W + 'id')}", None)  # each is read once
            if note is not None:
                paragraph.notes.append(note)
        else:
            if element.get(W + "type") == "page" and not self.rendered:
                self.page += 1
            paragraph.segments.append(_Segment(self.page, [], []))

    def turn_page(self, paragraph: _Paragraph) -> None:
        """A printed page ends here; a line that has no text yet stands on the next one."""
        self.page += 1
        if not paragraph.segments[-1].text.strip():
            paragraph.segments[-1].page = self.page

    def boxes(self, element: Element, paragraph: _Paragraph) -> None:
        """Collects the text boxes in a drawing; of two alternatives one is read."""
        if element.tag == MC + "AlternateContent":
            element = _alternative(element)
        if element.tag == W + "txbxContent":
            lines = self.blocks(element, None, "text box")
            if any(clean_line(line.text) for line in lines):
                paragraph.boxes.append((_across(element), lines))
            return
        for child in element:
            if isinstance(child.tag, str):
                self.boxes(child, paragraph)

    # Tables

    def table(self, element: Element, role: str) -> list[RawLine]:
        """The lines of a table row by row; those of a letterhead or signature block column by column."""
        number = self.tables
        self.tables += 1
        rows: list[list[tuple[int, int, list[RawLine]]]] = []
        for row_index, row in enumerate(_unwrapped(element, _TR)):
            if row.find(f"{W}trPr/{W}del") is not None:
                continue
            page, last = self.page, self.page
            column = number_in(_value_at(row, f"{W}trPr/{W}gridBefore"), 0)
            cells: list[tuple[int, int, list[RawLine]]] = []
            for cell in _unwrapped(row, _TC):
                span, goes_on = self.extent(cell)
                if not goes_on:
                    self.page = page  # the cells of a row stand beside each other
                    cells.append((column, span, self.blocks(cell, Cell(number, row_index, column), role)))
                    last = max(last, self.page)
                column += span
            self.page = last
            rows.append(cells)
        if self.is_layout(element, rows):
            return list(_column_by_column(rows))
        return [line for cells in rows for _, _, lines in cells for line in lines]

    def extent(self, cell: Element) -> tuple[int, bool]:
        """How many columns a cell takes, and whether it only goes on the one above it."""
        number = cell.get(NUMBER)
        extent = self._extents.get(number)
        if extent is None:
            extent = _extent(self.properties_of(cell, W + "tcPr"))
            if number in self.properties:
                self._extents[number] = extent
        return extent

    def is_layout(self, element: Element, rows: list[list[tuple[int, int, list[RawLine]]]]) -> bool:
        """Whether a table only sets two columns side by side: few columns, no rules, and the words of a block."""
        if len(rows) > 12:
            return False
        printed = [[_printed_lines(lines) for _, _, lines in cells] for cells in rows]
        across = max((sum(map(bool, cells)) for cells in printed), default=0)
        if not 1 < across <= 3:
            return False
        heads = [line for cells in printed for cell in cells for line in cell[:6]]
        return is_block(heads) or (_is_first(element) and not self.has_rules(element))

    def has_rules(self, element: Element) -> bool:
        """Whether a table has printed rules, by itself or through its style."""
        borders = element.find(f"{W}tblPr/{W}tblBorders")
        if borders is None:
            for style in self.styles.chain(_value_at(element, f"{W}tblPr/{W}tblStyle")):
                borders = style.find(f"{W}tblPr/{W}tblBorders")
                if borders is not None:
                    break
        return borders is not None and any(edge.get(W + "val") not in ("none", "nil") for edge in borders)


def _column_by_column(rows: list[list[tuple[int, int, list[RawLine]]]]) -> Iterator[RawLine]:
    """Left column of all rows, then the next; a row that holds one cell over the whole width stands between."""
    width = max((column + span for cells in rows for column, span, _ in cells), default=0)
    sides: dict[int, list[RawLine]] = {}

    def flush() -> Iterator[RawLine]:
        for side in sorted(sides):
            yield from sides[side]
        sides.clear()

    for cells in rows:
        if len(cells) == 1 and cells[0][1] >= width > 1:
            yield from flush()
            yield from cells[0][2]
            continue
        for index, (column, span, lines) in enumerate(cells):
            side = index if len(cells) == 2 else round(2 * (column + span / 2) / max(1, width) - 0.5)
            sides.setdefault(side if len(cells) == 2 else max(0, side), []).extend(lines)
    yield from flush()


def _printed_lines(lines: Iterable[RawLine]) -> list[str]:
    """The lines of a cell that print something."""
    return [text for line in lines if (text := clean_line(line.text))]


def _is_first(table: Element) -> bool:
    """Whether no text and no table stands before `table`."""
    return not any(
        before.tag == _TBL or any(text.strip() for text in before.itertext(_T))
        for before in table.itersiblings(preceding=True)
    )


def _extent(properties: Element | None) -> tuple[int, bool]:
    """How many columns a `tcPr` says that its cell takes, and whether the cell only goes on the one above it."""
    span, goes_on = 1, False
    for child in () if properties is None else properties:
        if child.tag == W + "gridSpan":
            span = number_in(child.get(_VAL), 1)
        elif child.tag == W + "vMerge":
            goes_on = child.get(_VAL) != "restart"
    return span, goes_on


def _notes(root: Element | None, kind: str) -> dict[str, Element]:
    """The notes that carry text; separators have a type of their own."""
    if root is None:
        return {}
    found = root.findall(W + kind)
    return {f"{kind} {note.get(W + 'id')}": note for note in found if note.get(W + "type") in (None, "normal")}


def _value_at(parent: Element, path: str) -> str | None:
    child = parent.find(path)
    return None if child is None else child.get(W + "val")


def _alternative(element: Element) -> Element:
    """One of the alternatives for one thing: the choice, which Word prints, else the fallback."""
    choice = element.find(MC + "Choice")
    if choice is not None and (len(choice) or element.find(MC + "Fallback") is None):
        return choice
    fallback = element.find(MC + "Fallback")
    return element if fallback is None else fallback


def _unwrapped(parent: Element, tag: str) -> Iterator[Element]:
    """The rows of a table or cells of a row, also those in content controls."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _unwrapped(child, tag)


def _across(box: Element) -> float:
    """Which column of the page a text box stands in, in steps of 120 points; 0 where it is not said."""
    for parent in box.iterancestors():
        if parent.tag in (WP + "anchor", WP + "inline"):
            offset = parent.find(f"{WP}positionH/{WP}posOffset")
            return int(offset.text or 0) // 1_524_000 if offset is not None else 0
        style = parent.get("style")
        if style:
            margin = re.search(r"margin-left:(-?[\d.]+)pt", style)
            if margin:
                return float(margin[1]) // 120
        if parent.tag == _P:
            break
    return 0


def _printed(element: Element) -> str:
    """The characters that one child of a run prints."""
    tag = element.tag
    if tag == _T:
        return element.text or ""
    if tag in (W + "tab", W + "ptab"):
        return "\t"
    if tag == W + "noBreakHyphen":
        return "-"
    if tag == W + "sym":
        code = element.get(W + "char", "")
        return chr(int(code, 16)) if re.fullmatch(r"[0-9A-Fa-f]{2,4}", code) else ""
    return ""


def _is_note_mark(text: str, before: str) -> bool:
    """Whether raised digits are a note's mark (`hiệu lực` with a raised 3), not part of a unit (`km2`)."""
    return bool(re.fullmatch(r"[\[(]?\d{1,3}[\])]?", text.strip())) and not _UNIT.search(before.rstrip())


def _letterhead(parts: Sequence[tuple[str, Element]]) -> Element | None:
    """The head of the first page, where a template puts the letterhead into it."""
    heads = (root for kind, root in parts if kind == "header")
    return next((root for root in heads if MOTTO.search("".join(text.text or "" for text in root.iter(_T)))), None)


def _with_text(parts: Parts) -> list[Element]:
    """The roots of the parts whose text is read: the letterhead's, the main one and those of notes."""
    by_kind = dict(parts)
    roots = (_letterhead(parts), *(by_kind.get(kind) for kind in (MAIN, "footnotes", "endnotes")))
    return [root for root in roots if root is not None]


def _running(parts: Sequence[tuple[str, Element]]) -> Iterator[RawLine]:
    """The running heads and feet, each once."""
    kinds = {"header": "running head", "footer": "running foot"}
    seen: set[tuple[str, str]] = set()
    letterhead = _letterhead(parts)
    for part, root in parts:
        kind = kinds.get(part)
        if kind is None or root is letterhead:
            continue
        for paragraph in root.iter(_P):
            text = clean_line("".join(_printed(child) for run in paragraph.iter(_R) for child in run))
            is_number = bool(re.fullmatch(r"(?:Trang )?[-–]? ?\d+(?: ?/ ?\d+)? ?[-–]?", text))
            if text and (kind, text) not in seen:
                seen.add((kind, text))
                yield RawLine(text, aside="page number" if is_number else kind)


def _in_page_order(lines: Iterable[RawLine]) -> Iterator[RawLine]:
    """Lines whose page never goes back: a left column may end on a later page than the right one begins."""
    page = 1
    for line in lines:
        page = max(page, line.page)
        yield line if line.page == page else line._replace(page=page)


_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, etree.XMLSyntaxError),
    *(KeyError, ValueError, EOFError, NotImplementedError),  # what the packing of a part may raise too
)


def _paragraphs(lines: Iterable[RawLine]) -> list[str]:
    """The texts of whole paragraphs, soft breaks as spaces."""
    texts: list[str] = []
    for line in lines:
        if line.joins is False:
            texts.append(line.text)
        else:
            texts[-1] += " " + line.text
    return texts


def _read(data: bytes) -> tuple[Parts, list[RawLine], tuple[Encoding, ...]]:
    """The parts, the lines, and the old encodings in which these were: such a file is read again, put into Unicode."""
    parts, properties = open_package(data)
    reading = _Reading(dict(parts), properties)
    lines = reading.all_lines(_letterhead(parts))
    encodings: tuple[Encoding, ...] = ()
    styles, numbering = (dict(parts).get(kind) for kind in ("styles", "numbering"))
    if tells_of_old_encoding(_paragraphs(lines), _with_text(parts), styles, numbering, properties):
        parts, _ = open_package(data, sharing=False)  # each run with its own font
        by_kind = dict(parts)
        encodings = decode_runs(_with_text(parts), by_kind.get("styles"), by_kind.get("numbering"))
        if encodings:
            reading = _Reading(by_kind, {})
            lines = reading.all_lines(_letterhead(parts))
    return parts, list(_in_page_order(unfold(lines, reading.tables))), encodings


@collector_paused()
def read_docx(name: str, data: bytes) -> Document:
    """The Document of a Word file; pages are those that Word last printed, where it left marks of them."""
    try:
        parts, lines, encodings = _read(data)
    except _BROKEN as broken:
        advice = f"the file cannot be opened ({type(broken).__name__}); get it again from where it came"
        raise ReadError(name, Reason.DAMAGED, advice) from broken
    if not any(clean_line(line.text) for line in lines):
        raise ReadError(name, Reason.NO_TEXT, "the file holds no text; if it holds pictures of pages, save it as PDF")
    lines += _running(parts)
    remarks = list(legacy_remarks(encodings))
    if next(parts[0][1].iter(W + "altChunk"), None) is not None:
        remarks.append(Remark("embedded part", "a part in another format is embedded in the file and was not read"))
    pages = [RawPage(number, "office") for number in range(1, max(line.page for line in lines) + 1)]
    return build_document(lines, Origin(name, data, DOCX, "docx", READER_VERSION), pages, remarks)
