"""Notices made in a test, without a file: from paragraphs, and from the cells of a table."""

from pipeline.document import Cell, Document, Line, Page, Source, Span
from pipeline.notice import Notice
from pipeline.segment import segment


def notice_of(*paragraphs: str, table: tuple[tuple[str, ...], ...] = ()) -> Notice:
    """A notice of these paragraphs and then this table; each line of a cell is a line of its own."""
    rows: list[tuple[str, Cell | None]] = [(text, None) for text in paragraphs]
    for row, cells in enumerate(table):
        for column, cell in enumerate(cells):
            rows += [(text, Cell(0, row, column)) for text in cell.split("\n")]
    lines, start = [], 0
    for text, place in rows:
        lines.append(Line(Span(start, start + len(text)), 1, cell=place, joins=False))
        start += len(text) + 1
    text = "\n".join(text for text, _ in rows)
    source = Source("made.docx", "0" * 64, "text/plain", len(text), 1, "text", "1")
    return segment(Document(text, tuple(lines), (Page(1, Span(0, len(text)), "text"),), source))
