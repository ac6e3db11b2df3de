"""Plain text -> Document: Unicode or an encoding from before it; a form feed ends a page."""

import re
from itertools import pairwise

from pipeline.document import Document
from pipeline.errors import ReadError, Reason
from pipeline.ingest.build import Origin, RawLine, build_document
from pipeline.ingest.columns import unfold
from pipeline.ingest.detect import TEXT
from pipeline.ingest.markdown import is_markdown, without_marks
from pipeline.ingest.text_tables import with_cells
from pipeline.vietnamese.legacy import decode_bytes, decode_text

__all__ = ["decode", "read_text"]

READER_VERSION = "2"
_NUMBER = re.compile(r"(?:- ?)?\d{1,3}(?: ?-)?")
_PAGE_ROWS = (15, 90)  # the fewest and the most printed lines between two page numbers
_PRINTED_LINE = 160  # characters: no page is that wide

# An archive's signature stamp at the end of a dump: the office, then the time to the second with its zone.
_STAMP_TIME = re.compile(
    r"(?:Thời gian ký: ?)?\d{1,2}[-./]\d{1,2}[-./]\d{4} \d{1,2}:\d{2}:\d{2}(?: ?[+-]\d{2}:?\d{2})?"
)


def decode(name: str, data: bytes) -> str:
    """The text of `data`, or `ReadError` UNKNOWN_ENCODING."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif b"\x00" in data[:4096]:
        encoding = "utf-16-le" if data[1:4096:2].count(0) > data[:4096:2].count(0) else "utf-16-be"
    else:
        encoding = "utf-8-sig"
    try:
        return decode_text(data.decode(encoding))[0]  # lines of pasted TCVN3 or VNI are put right
    except UnicodeDecodeError as mistake:
        legacy = decode_bytes(data)
        if legacy is not None:
            return legacy[0]
        advice = f"neither Unicode (byte {mistake.start}) nor TCVN3, VNI, VISCII or Windows-1258; save it as UTF-8"
        raise ReadError(name, Reason.UNKNOWN_ENCODING, advice) from mistake


def _is_spread(rows: list[str]) -> bool:
    """Whether a blank line follows each printed line, as some dumps of PDFs have it.

    Told by sentences that run on across the blank lines; paragraphs set apart by blank lines do not.
    """
    full = [(index, row) for index, row in enumerate(rows) if row]
    pairs = [(a, b) for a, b in pairwise(full) if b[0] - a[0] > 1]
    runs_on = sum(b[1][0].islower() for a, b in pairs)
    return len(pairs) >= 4 and len(pairs) > 0.7 * len(full) and runs_on > 0.2 * len(pairs)


def _stamp(rows: list[str]) -> set[int]:
    """The indices of the rows of a signature stamp at the end: the time, and the office's name before it."""
    full = [index for index, row in enumerate(rows) if row]
    if len(full) < 3 or not _STAMP_TIME.fullmatch(rows[full[-1]]):
        return set()
    return set(full[-2:]) if rows[full[-2]].isupper() else {full[-1]}


def _page_numbers(rows: list[str], pages: list[int]) -> set[int]:
    """The indices of rows that are page numbers: at the edge of a page, or counting up a page apart."""
    full = [index for index, row in enumerate(rows) if row]
    lone = [(at, index) for at, index in enumerate(full) if _NUMBER.fullmatch(rows[index])]
    found: set[int] = set()
    if pages[-1] > 1:
        edges = {index for at, index in enumerate(full) if at in (0, len(full) - 1)}
        edges |= {i for a, b in pairwise(full) if pages[a] != pages[b] for i in (a, b)}
        return {index for _, index in lone if index in edges}
    chain: list[tuple[int, int]] = []
    for at, index in lone:
        number = int(rows[index].strip("- "))
        if chain and number == int(rows[chain[-1][1]].strip("- ")) + 1 and _PAGE_ROWS[0] <= at - chain[-1][0]:
            chain.append((at, index))
        elif number == 2 and at >= _PAGE_ROWS[0] and not chain:
            chain = [(at, index)]
    if len(chain) > 1 and all(b[0] - a[0] <= _PAGE_ROWS[1] for a, b in pairwise(chain)):
        found = {index for _, index in chain}
    return found


def _has_whole_paragraphs(rows: list[str]) -> bool:
    """Whether each row is a paragraph: many are longer than a printed line, and none goes on in the next."""
    full = [row for row in rows if row]
    long = sum(len(row) > _PRINTED_LINE for row in full)
    runs_on = sum(row[0].islower() for row in full if "|" not in row and row[1:3].rstrip()[-1:] not in (")", "."))
    return long >= max(2, 0.1 * len(full)) and runs_on <= 0.1 * len(full)


def read_text(name: str, data: bytes) -> Document:
    """The Document of a text file; its pages are what form feeds part."""
    text = decode(name, data)
    spaced: list[str] = []  # with the gaps that hold columns apart
    pages: list[int] = []
    for number, page in enumerate(text.split("\f"), 1):
        for row in page.splitlines():
            spaced.append(row)
            pages.append(number)
    rows = [" ".join(row.split()) for row in spaced]
    if not any(rows):
        raise ReadError(name, Reason.NO_TEXT, "the file holds no text")
    asides = dict.fromkeys(_page_numbers(rows, pages), "page number")
    asides |= dict.fromkeys(_stamp(rows), "signature stamp")
    less = 1 if _is_spread(rows) else 0
    joins = False if _has_whole_paragraphs(rows) else None
    lines: list[RawLine] = []
    gap = 0
    for index, (row, page_number) in enumerate(zip(rows, pages, strict=True)):
        if not row:
            gap += 1
            continue
        lines.append(RawLine(spaced[index], page_number, gap=max(0, gap - less), joins=joins, aside=asides.get(index)))
        gap = 0
    if is_markdown(rows):
        lines = list(without_marks(lines))
    return build_document(unfold(with_cells(lines)), Origin(name, data, TEXT, "text", READER_VERSION))
