"""What reading gives: one cleaned text, and where each piece of it stands on the page.

Offsets are code points in `Document.text`; spans are half-open. Pages count from 1. Boxes are in
points (1/72 inch) from the top left corner of the page.
"""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

__all__ = [
    "Aside",
    "Box",
    "Cell",
    "Document",
    "Line",
    "Page",
    "Remark",
    "Repair",
    "Source",
    "Span",
    "Style",
    "Word",
]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points: `Span(0, 3).of("Điều 5")` is `"Điề"`."""

    start: int
    end: int

    def of(self, text: str) -> str:
        return text[self.start : self.end]

    def __contains__(self, other: "Span") -> bool:
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: "Span") -> bool:
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in points from its top left corner: x0 <= x1, y0 <= y1 (downwards)."""

    x0: float
    y0: float
    x1: float
    y1: float

    @staticmethod
    def around(boxes: Iterable["Box"]) -> "Box":
        """The smallest box that holds all of `boxes` (at least one)."""
        all_boxes = tuple(boxes)
        return Box(
            min(b.x0 for b in all_boxes),
            min(b.y0 for b in all_boxes),
            max(b.x1 for b in all_boxes),
            max(b.y1 for b in all_boxes),
        )


@dataclass(frozen=True, slots=True)
class Cell:
    """A place in a table; all count from 0. A two-column letterhead is a table of its own."""

    table: int
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Style:
    """How a line is set, as far as the format tells; `None` where it does not."""

    bold: bool | None = None
    italic: bool | None = None
    size: float | None = None  # points
    align: str | None = None  # "left", "center", "right", "justify"
    indent: float | None = None  # points from the left margin of the text


NO_STYLE = Style()


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line of a page, or one paragraph of a format that has no printed lines (DOCX).

    `gap` is how many blank lines stand before it. `joins` says whether it goes on the paragraph of
    the line before: `True` and `False` where the format knows (a DOCX paragraph is `False`, what
    plainly goes on after a soft break in it `True`), `None` where it must be told from the text (PDF, text).
    `role` is "body", "footnote" or "text box". `number_level` is the level (from 0) of a number or
    bullet that the word processor made.
    """

    span: Span
    page: int
    box: Box | None = None
    style: Style = NO_STYLE
    cell: Cell | None = None
    gap: int = 0
    joins: bool | None = None
    role: str = "body"
    number_level: int | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """`width` and `height` in points, `None` where the format has no pages of its own.

    `reader` is what gave the page's text: "text layer", "ocr", "office", "text".
    """

    number: int
    span: Span
    reader: str
    width: float | None = None
    height: float | None = None
    confidence: float | None = None  # OCR: mean over its words, 0 to 1


@dataclass(frozen=True, slots=True)
class Word:
    """A word that OCR read: how sure it is (0 to 1) and what else it may be."""

    span: Span
    page: int
    box: Box
    confidence: float
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Repair:
    """A place where the text was put right, and what stood there: `"vềviệc"` for `"về việc"`."""

    span: Span
    was: str
    reason: str


@dataclass(frozen=True, slots=True)
class Aside:
    """What stood on the page but is no part of the text.

    `kind` is "running head", "running foot", "page number" or "signature stamp", on scans also "stamp"
    (an office's or a receiver's, or a signature) and "noise".
    """

    kind: str
    text: str
    page: int
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Remark:
    """What a reader of the record should know: `Remark("blank number", "the number is left blank")`.

    `code` is short and stable; `message` is a sentence; `span` is where, if it is anywhere.
    """

    code: str
    message: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """The file that was read. `name` is the file's own name; members of containers say `a.zip/b.docx`."""

    name: str
    sha256: str
    media_type: str
    bytes: int
    pages: int
    reader: str
    reader_version: str
    ocr_engine: str | None = None
    ocr_confidence: float | None = None


@dataclass(frozen=True)
class Document:
    """A text and its geometry. `"\\n".join(line.span.of(text) for line in lines) == text`.

    The text is NFC, has no blank lines, no doubled or trailing spaces, and only `"\\n"` and `" "` as
    white space. Lines and pages are in reading order and tile it.
    """

    text: str
    lines: tuple[Line, ...]
    pages: tuple[Page, ...]
    source: Source
    words: tuple[Word, ...] = ()
    repairs: tuple[Repair, ...] = ()
    asides: tuple[Aside, ...] = ()
    remarks: tuple[Remark, ...] = field(default=())

    @cached_property
    def _starts(self) -> list[int]:
        return [line.span.start for line in self.lines]

    def line_index(self, offset: int) -> int:
        """The index in `lines` of the line that holds `offset` (a line's break belongs to it)."""
        after = bisect_right(self._starts, offset)
        return after - 1 if after else 0

    def lines_of(self, span: Span) -> tuple[Line, ...]:
        """The lines that `span` touches, at least one in a document that has lines."""
        if not self.lines:
            return ()
        return self.lines[self.line_index(span.start) : self.line_index(max(span.start, span.end - 1)) + 1]

    def page_of(self, offset: int) -> int:
        """The number of the page on which `offset` stands."""
        if len(self.pages) == 1:
            return self.pages[0].number
        return self.lines[self.line_index(offset)].page if self.lines else 1

    def box_of(self, span: Span) -> Box | None:
        """The box of the lines that `span` touches on its first page; `None` without geometry."""
        if not self._has_boxes:
            return None
        lines = self.lines_of(span)
        boxes = [line.box for line in lines if line.page == lines[0].page and line.box]
        return Box.around(boxes) if boxes else None

    @cached_property
    def _has_boxes(self) -> bool:
        return any(line.box for line in self.lines)

    @cached_property
    def _word_starts(self) -> list[int]:
        return [word.span.start for word in self.words]

    def confidence_of(self, span: Span) -> float | None:
        """How sure OCR is of the least sure word in `span`; `None` where no OCR ran."""
        if not self.words:
            return None
        first = max(0, bisect_right(self._word_starts, span.start) - 1)
        last = bisect_right(self._word_starts, span.end - 1)
        return min((w.confidence for w in self.words[first:last] if w.span.overlaps(span)), default=None)
