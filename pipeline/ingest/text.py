"""Plain text -> Document: Unicode or an encoding from before it; a form feed ends a page."""

import re
from itertools import pairwise

from pipeline.document import Document
from pipeline.errors import ReadError, Reason
from pipeline.ingest.build import Origin, RawLine, build_document
from pipeline.vietnamese.legacy import decode_bytes, decode_text

__all__ = ["decode", "read_text"]

READER_VERSION = "1"

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


def _spread(rows: list[str]) -> bool:
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


def read_text(name: str, data: bytes) -> Document:
    """The Document of a text file; its pages are what form feeds part."""
    text = decode(name, data)
    rows: list[str] = []
    pages: list[int] = []
    for number, page in enumerate(text.split("\f"), 1):
        for row in page.splitlines():
            rows.append(" ".join(row.split()))
            pages.append(number)
    if not any(rows):
        raise ReadError(name, Reason.NO_TEXT, "the file holds no text")
    stamp = _stamp(rows)
    less = 1 if _spread(rows) else 0
    lines: list[RawLine] = []
    gap = 0
    for index, (row, page_number) in enumerate(zip(rows, pages, strict=True)):
        if not row:
            gap += 1
            continue
        aside = "signature stamp" if index in stamp else None
        lines.append(RawLine(row, page_number, gap=max(0, gap - less), aside=aside))
        gap = 0
    return build_document(lines, Origin(name, data, "text/plain", "text", READER_VERSION))
