"""DOCX -> Document: one pass over the XML in reading order (ECMA-376 part 1).

What the paper shows is kept: numbers that Word makes, table cells, text boxes, footnotes, tracked
insertions, content controls, non-breaking hyphens. What it does not show is dropped: deletions, hidden
text, field codes. Running heads and feet are set aside.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import PackageNotFoundError
from lxml import etree

from pipeline.document import Cell, Document, Remark, Style
from pipeline.errors import ReadError, Reason
from pipeline.ingest.build import Origin, RawLine, RawPage, build_document
from pipeline.ingest.columns import is_block, unfold
from pipeline.ingest.detect import DOCX
from pipeline.ingest.docx_numbering import Label, Numbering, W, number_in
from pipeline.ingest.docx_styles import (
    ParagraphFormat,
    RunFormat,
    Styles,
    over,
    paragraph_format,
    run_format,
)
from pipeline.ingest.legacy_runs import decode_runs, legacy_remarks
from pipeline.vietnamese.clean import clean_line

__all__ = ["read_docx"]

READER_VERSION = "1"

Element = etree._Element

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"

# Elements that only wrap what the paper shows.
_WRAPPERS = {
    W + tag for tag in ("ins", "moveTo", "sdtContent", "smartTag", "customXml", "hyperlink", "fldSimple", "dir", "bdo")
} | {W + "sdt", W + "ruby", W + "rubyBase", M + "oMath", M + "oMathPara"}
_DRAWN = {W + "drawing", W + "pict", W + "object", MC + "AlternateContent"}
_UNIT = re.compile(r"(?:^|[^\w])\w?$|m$|\d$")  # what a raised digit is part of: m2, x2, 103


@dataclass(slots=True)
class _Segment:
    """What stands on one line of a paragraph, up to a break that the writer set."""

    page: int
    texts: list[str] = field(default_factory=list)
    formats: list[tuple[int, RunFormat]] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.texts)

    def add(self, text: str, run: RunFormat) -> None:
        self.texts.append(text)
        letters = len("".join(text.split()))
        if letters:
            self.formats.append((letters, run))


@dataclass(slots=True)
class _Paragraph:
    """A paragraph while its runs are read."""

    segments: list[_Segment]
    boxes: list[tuple[float, list[RawLine]]] = field(default_factory=list)
    notes: list[Element] = field(default_factory=list)


def _style(segment: _Segment, format_: ParagraphFormat, label: Label | None) -> Style:
    """The line's style: bold or italic where nine tenths of its letters are, the size most of them have."""
    total = sum(count for count, _ in segment.formats)
    if not total:
        return Style()
    bold = sum(count for count, run in segment.formats if run.bold)
    italic = sum(count for count, run in segment.formats if run.italic)
    sizes: dict[float | None, int] = {}
    for count, run in segment.formats:
        sizes[run.size] = sizes.get(run.size, 0) + count
    left, first = format_.left, format_.first
    if label is not None:  # a list's own indent lies between the style's and the paragraph's
        left = left if left is not None else None if label.left is None else int(label.left * 20)
        first = first if first is not None else None if label.first is None else int(label.first * 20)
    return Style(
        bold=bold >= 0.9 * total,
        italic=italic >= 0.9 * total,
        size=max(sizes, key=lambda size: sizes[size]),
        align=format_.align or "left",
        indent=((left or 0) + (first or 0)) / 20,
    )


class _Reading:
    """The state of one pass: where it is, and the parts it looks things up in."""

    def __init__(self, package: "docx.document.Document") -> None:
        parts = {}
        for relation in package.part.rels.values():
            if not relation.is_external:
                parts[relation.reltype] = relation.target_part
        self.body: Element = package.element.body
        styles = _root(parts.get(RELATIONSHIP_TYPE.STYLES))
        footnotes, endnotes = (
            _root(parts.get(kind)) for kind in (RELATIONSHIP_TYPE.FOOTNOTES, RELATIONSHIP_TYPE.ENDNOTES)
        )
        texts = [root for root in (package.element, footnotes, endnotes) if root is not None]
        numbering = _root(parts.get(RELATIONSHIP_TYPE.NUMBERING))
        self.encodings = decode_runs(texts, styles, numbering)  # `.VnTime` and the like, before anything reads them
        self.styles = Styles(styles)
        self.numbering = Numbering(numbering, self.styles.lists())
        self.notes = {
            **_notes(footnotes, "footnote"),
            **_notes(endnotes, "endnote"),
        }
        self.page = 1
        self.tables = 0
        # Word leaves a mark where each printed page began; without any, the breaks that were set count.
        self.rendered = next(self.body.iter(W + "lastRenderedPageBreak"), None) is not None
        self.met_text = False

    # Blocks

    def blocks(self, parent: Element, cell: Cell | None = None, role: str = "body") -> list[RawLine]:
        """The lines of all paragraphs and tables in `parent`, in order."""
        lines: list[RawLine] = []
        carried: list[Element] = []  # paragraphs whose end was deleted: they go on in the next
        for child in parent:
            tag = child.tag
            if tag == W + "p":
                carried.append(child)
                if child.find(f"{W}pPr/{W}rPr/{W}del") is not None:
                    continue
                lines += self.paragraph(carried, cell, role)
                carried = []
            elif tag == W + "tbl":
                lines += self.table(child, role)
            elif tag in _WRAPPERS:
                lines += self.blocks(child, cell, role)
            elif tag == MC + "AlternateContent":
                lines += self.blocks(_alternative(child), cell, role)
        if carried:
            lines += self.paragraph(carried, cell, role)
        return lines

    def paragraph(self, elements: list[Element], cell: Cell | None, role: str) -> list[RawLine]:
        """The lines of one paragraph: its number, its text cut at soft breaks, boxes and notes that hang on it."""
        properties = elements[-1].find(W + "pPr")
        style_id = None if properties is None else _value(properties, "pStyle")
        style_id = style_id or self.styles.default("paragraph")
        from_style, run = self.styles.formats(style_id)
        below, run_below = self.styles.document_formats
        own = paragraph_format(properties)
        format_ = over(over(own, from_style), below)
        run = over(run, run_below)
        if format_.new_page and not self.rendered and self.met_text:
            self.page += 1
        label = self.label(own, from_style, style_id)
        paragraph = _Paragraph([_Segment(self.page)])
        for element in elements:
            self.runs(element, run, paragraph)
        lines = self.lines(paragraph, format_, label, cell, role)
        has_text = any(line.text.strip() for line in lines)
        boxes = [line for _, box in sorted(paragraph.boxes, key=lambda box: box[0]) for line in box]
        if has_text and self.met_text:
            lines += boxes
        else:  # a letterhead in text boxes hangs on an empty paragraph, or on the first one
            lines = boxes + lines
        self.met_text = self.met_text or has_text or bool(boxes)
        for note in paragraph.notes:
            lines += self.blocks(note, None, "footnote")
        section = None if properties is None else properties.find(W + "sectPr")
        if section is not None and not self.rendered and _value(section, "type") not in ("continuous", "nextColumn"):
            self.page += 1
        return lines

    def lines(
        self, paragraph: _Paragraph, format_: ParagraphFormat, label: Label | None, cell: Cell | None, role: str
    ) -> list[RawLine]:
        """One raw line a segment; what follows a soft break goes on unless its text begins something new."""
        lines: list[RawLine] = []
        for index, segment in enumerate(paragraph.segments):
            text = segment.text
            if index == 0 and label is not None and (text.strip() or (cell is not None and not label.bullet)):
                text = label.text + text.lstrip()
            joins: bool | None = False
            if index:
                joins = True if text.lstrip()[:1].islower() else None
            lines.append(
                RawLine(
                    text,
                    page=segment.page,
                    style=_style(segment, format_, label),
                    cell=cell,
                    joins=joins,
                    role=role,
                    number_level=label.level if label is not None and index == 0 else None,
                )
            )
        return lines

    def label(self, own: ParagraphFormat, from_style: ParagraphFormat, style_id: str | None) -> Label | None:
        """The number before a paragraph; a style's numbering holds unless the paragraph has its own, or number 0."""
        num_id = own.num_id if own.num_id is not None else from_style.num_id
        if num_id in (None, "0", ""):
            return None
        assert num_id is not None
        level = own.level
        if level is None and own.num_id is None:
            for style in self.styles.chain(style_id):
                level = self.numbering.level_of_style(num_id, style.get(W + "styleId"))
                if level is not None:
                    break
        if level is None:
            level = from_style.level
        return self.numbering.label(num_id, level or 0)

    # Runs

    def runs(self, parent: Element, run: RunFormat, paragraph: _Paragraph) -> None:
        """Adds what the runs in `parent` print to `paragraph`."""
        for child in parent:
            tag = child.tag
            if tag == W + "r":
                self.run(child, run, paragraph)
            elif tag in _WRAPPERS:
                self.runs(child, run, paragraph)
            elif tag == M + "r":
                paragraph.segments[-1].add("".join(t.text or "" for t in child.iter(M + "t")), run)
            elif tag == MC + "AlternateContent":
                self.runs(_alternative(child), run, paragraph)
            elif isinstance(tag, str) and tag.startswith(M):
                self.runs(child, run, paragraph)

    def run(self, element: Element, below: RunFormat, paragraph: _Paragraph) -> None:
        """Adds one run: text, breaks, symbols; boxes and notes are collected."""
        properties = element.find(W + "rPr")
        format_ = below
        if properties is not None:
            style = _value(properties, "rStyle")
            if style:
                format_ = over(self.styles.formats(style)[1], format_)
            format_ = over(run_format(properties), format_)
        segment = paragraph.segments[-1]
        for child in element:
            tag = child.tag
            if tag == W + "lastRenderedPageBreak":
                self.turn_page(paragraph)
            elif tag == W + "br" and child.get(W + "type") == "page":
                if not self.rendered:
                    self.page += 1
                paragraph.segments.append(_Segment(self.page))
            elif tag in (W + "br", W + "cr"):
                paragraph.segments.append(_Segment(self.page))
            elif tag in (W + "footnoteReference", W + "endnoteReference"):
                kind = "footnote" if tag == W + "footnoteReference" else "endnote"
                note = self.notes.pop(f"{kind} {child.get(W + 'id')}", None)  # each is read once
                if note is not None:
                    paragraph.notes.append(note)
            elif tag in _DRAWN:
                self.boxes(child, paragraph)
            elif not format_.hidden:
                text = _printed(child)
                if format_.raised and _is_note_mark(text, segment.text):
                    text = ""
                if text:
                    paragraph.segments[-1].add(text, format_)
            segment = paragraph.segments[-1]

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
        for row_index, row in enumerate(_unwrapped(element, W + "tr")):
            if row.find(f"{W}trPr/{W}del") is not None:
                continue
            page, last = self.page, self.page
            column = number_in(_value_at(row, f"{W}trPr/{W}gridBefore"), 0)
            cells: list[tuple[int, int, list[RawLine]]] = []
            for cell in _unwrapped(row, W + "tc"):
                span = number_in(_value_at(cell, f"{W}tcPr/{W}gridSpan"), 1)
                merged = cell.find(f"{W}tcPr/{W}vMerge")
                if merged is None or merged.get(W + "val") == "restart":
                    self.page = page  # the cells of a row stand beside each other
                    cells.append((column, span, self.blocks(cell, Cell(number, row_index, column), role)))
                    last = max(last, self.page)
                column += span
            self.page = last
            rows.append(cells)
        if self.is_layout(element, rows):
            return list(_column_by_column(rows))
        return [line for cells in rows for _, _, lines in cells for line in lines]

    def is_layout(self, element: Element, rows: list[list[tuple[int, int, list[RawLine]]]]) -> bool:
        """Whether a table only sets two columns side by side: few columns, no rules, and the words of a block."""
        printed = [[_printed_lines(lines) for _, _, lines in cells] for cells in rows]
        across = max((sum(map(bool, cells)) for cells in printed), default=0)
        if not 1 < across <= 3 or len(rows) > 12:
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
        before.tag == W + "tbl" or any(text.strip() for text in before.itertext(W + "t"))
        for before in table.itersiblings(preceding=True)
    )


_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)


def _root(part: object) -> Element | None:
    """The root element of a part, whether python-docx parsed it or left it as bytes."""
    if part is None:
        return None
    element = getattr(part, "element", None)
    return element if element is not None else etree.fromstring(part.blob, _PARSER)  # type: ignore[attr-defined]


def _notes(root: Element | None, kind: str) -> dict[str, Element]:
    """The notes that carry text; separators have a type of their own."""
    if root is None:
        return {}
    found = root.findall(W + kind)
    return {f"{kind} {note.get(W + 'id')}": note for note in found if note.get(W + "type") in (None, "normal")}


def _value(parent: Element, tag: str) -> str | None:
    child = parent.find(W + tag)
    return None if child is None else child.get(W + "val")


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
        if parent.tag == W + "p":
            break
    return 0


def _printed(element: Element) -> str:
    """The characters that one child of a run prints."""
    tag = element.tag
    if tag == W + "t":
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


def _running(package: "docx.document.Document") -> Iterator[RawLine]:
    """The running heads and feet, each once."""
    kinds = {RELATIONSHIP_TYPE.HEADER: "running head", RELATIONSHIP_TYPE.FOOTER: "running foot"}
    seen: set[tuple[str, str]] = set()
    for relation in package.part.rels.values():
        kind = kinds.get(relation.reltype)
        root = _root(relation.target_part) if kind and not relation.is_external else None
        if kind is None or root is None:
            continue
        for paragraph in root.iter(W + "p"):
            text = clean_line("".join(_printed(child) for run in paragraph.iter(W + "r") for child in run))
            is_number = bool(re.fullmatch(r"(?:Trang )?[-–]? ?\d+(?: ?/ ?\d+)? ?[-–]?", text))
            if text and (kind, text) not in seen:
                seen.add((kind, text))
                yield RawLine(text, aside="page number" if is_number else kind)


def _in_page_order(lines: Iterable[RawLine]) -> Iterator[RawLine]:
    """Lines whose page never goes back: a left column may end on a later page than the right one begins."""
    page = 1
    for line in lines:
        page = max(page, line.page)
        yield line if line.page == page else replace(line, page=page)


_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, PackageNotFoundError, etree.XMLSyntaxError),
    *(KeyError, ValueError, EOFError, NotImplementedError),  # what the packing of a part may raise too
    *(AttributeError, TypeError),  # python-docx on relationships and content types that are not what they should be
)


def read_docx(name: str, data: bytes) -> Document:
    """The Document of a Word file; pages are those that Word last printed, where it left marks of them."""
    try:
        package = docx.Document(io.BytesIO(data))
        reading = _Reading(package)
    except _BROKEN as broken:
        advice = f"the file cannot be opened ({type(broken).__name__}); get it again from where it came"
        raise ReadError(name, Reason.DAMAGED, advice) from broken
    lines = list(_in_page_order(unfold(reading.blocks(reading.body), reading.tables)))
    if not any(clean_line(line.text) for line in lines):
        raise ReadError(name, Reason.NO_TEXT, "the file holds no text; if it holds pictures of pages, save it as PDF")
    lines += _running(package)
    remarks = list(legacy_remarks(reading.encodings))
    if next(reading.body.iter(W + "altChunk"), None) is not None:
        remarks.append(Remark("embedded part", "a part in another format is embedded in the file and was not read"))
    pages = [RawPage(number, "office") for number in range(1, max(line.page for line in lines) + 1)]
    return build_document(lines, Origin(name, data, DOCX, "docx", READER_VERSION), pages, remarks)
