"""Letterheads and signature blocks: two columns that are read one after the other, not across.

`UBND TỈNH X | CỘNG HÒA XÃ HỘI ...` over `SỞ Y | Độc lập ...` is one office beside one motto: the left
column's lines come first, then the right one's.
"""

import re
from collections.abc import Sequence

from pipeline.document import Cell
from pipeline.ingest.build import RawLine
from pipeline.vietnamese.clean import clean_line

__all__ = ["MOTTO", "RECIPIENTS", "is_block", "unfold"]

MOTTO = re.compile(r"C[ỘÔ]NG H[\wÕ]{1,2} XÃ HỘI|ĐẢNG CỘNG SẢN VIỆT NAM|[ĐD]ộc l[ậâ]p ?[-–—] ?Tự do")
_WRAPPED_MOTTO = re.compile(r"XÃ HỘI CHỦ NGHĨA VIỆT\s*$")
RECIPIENTS = re.compile(r"[Nn]ơi (?:nhận|gửi) ?:?|NƠI NHẬN")
_SIGNATURE = re.compile(
    r"(?:TM|T/M|KT|K/T|TL|T/L|TUQ|Q)\. ?[A-ZÀ-Ỹ]|(?:T/M|K/T|T/L) ?[A-ZÀ-Ỹ]"
    r"|(?:PHÓ )?(?:CHỦ TỊCH|GIÁM ĐỐC|BÍ THƯ|CHÁNH|TRƯỞNG|THỦ TƯỚNG|BỘ TRƯỞNG|NGƯỜI|CỤC TRƯỞNG|HIỆU TRƯỞNG)"
)
_GAP = re.compile(r" {3,}")
_BLANK_BEFORE = re.compile(r"(?:[Ss]ố|[Nn]gày|[Tt]háng|[Nn]ăm) ?:?$")  # a blank to be filled by hand follows, no gap
_LONGEST_BLANK = len(" Tháng :")
_BLANK_AFTER = re.compile(r"tháng|năm|[-/]")
_TOP = 12  # a letterhead stands among the first lines that are not blank
_BLOCK = 40  # no letterhead or signature block has more lines
_OFF_CENTRE = 12  # columns of letters by which the lines of a column may miss its centre
_SHORT = 45  # characters: a line without a gap that long is no line of the left column
_INDENT = 16  # spaces before a line that has nothing in the left column


def is_block(texts: Sequence[str]) -> bool:
    """Whether the texts of a table's cells are those of a letterhead or signature block."""
    return any(MOTTO.search(text) or RECIPIENTS.match(text) or _SIGNATURE.match(text) for text in texts)


def _halves(text: str) -> tuple[str, str] | None:
    """The two sides of a line with a wide gap (a tab counts eight spaces); the left one may be empty."""
    spaced = text.replace("\t", " " * 8).replace("\u00a0", " ").rstrip()
    body = spaced.lstrip()
    gaps = [
        (gap.end() - gap.start(), -gap.start(), gap)
        for gap in _GAP.finditer(body)
        if not _BLANK_BEFORE.search(body[max(0, gap.start() - _LONGEST_BLANK) : gap.start()])
        and not _BLANK_AFTER.match(body, gap.end())
    ]
    if gaps:
        gap = max(gaps, key=lambda row: row[:2])[2]
        return body[: gap.start()], body[gap.end() :]
    return ("", body) if len(spaced) - len(body) >= _INDENT else None


def _goes_on(line: RawLine, below: Sequence[RawLine]) -> bool:
    """Whether a line without a gap lies within a block: no blank line before it, and two sides right below."""
    return line.gap == 0 and bool(below) and below[0].cell is None and _halves(below[0].text) is not None


def _place(text: str, part: str) -> tuple[int, int]:
    """First and last column of `part` in `text`."""
    start = text.rindex(part)
    return start, start + len(part)


def _sides(text: str, edge: int, centre: float, *, is_signature: bool) -> tuple[str, str] | None:
    """The two sides of a line set by spaces, by where it stands: the right column begins near `edge`.

    The lines of the right column are centred on one another, at `centre`; a line that fits neither
    column ends the block.
    """
    spaced = text.rstrip()
    start = len(spaced) - len(spaced.lstrip())
    found: tuple[float, str, str] | None = None
    for gap in _GAP.finditer(spaced, start):
        off = abs((gap.end() + len(spaced)) / 2 - centre)
        if gap.start() <= edge + 2 and off <= _OFF_CENTRE and (found is None or off < found[0]):
            found = (off, spaced[: gap.start()], spaced[gap.end() :])
    if found:
        return found[1], found[2]
    if start >= edge - _OFF_CENTRE and abs((start + len(spaced)) / 2 - centre) <= _OFF_CENTRE - 4:
        return "", spaced
    longest = edge + (16 if is_signature else 2)  # beside an empty right column a recipient may be longer
    if start < edge - 10 and len(spaced) <= longest and not _GAP.search(spaced, start):
        return spaced, ""
    return None


def _block(lines: Sequence[RawLine], start: int, table: int) -> tuple[list[RawLine], int]:
    """The lines of a block that begins at `start`, left column first, and where it ends."""
    left: list[RawLine] = []
    right: list[RawLine] = []
    end = at = start
    row = 0
    first = _halves(lines[start].text) or ("", "")
    by_place = "\t" not in lines[start].text
    edge, last = _place(lines[start].text.rstrip(), first[1]) if by_place else (0, 0)
    is_signature = bool(RECIPIENTS.match(clean_line(first[0])))
    while at < min(len(lines), start + _BLOCK):
        line = lines[at]
        at += 1
        if not line.text.strip():
            continue
        halves = None
        if line.cell or line.words or line.page != lines[start].page:
            break
        if by_place and row and "\t" not in line.text:
            halves = _sides(line.text, edge, (edge + last) / 2, is_signature=is_signature)
            if halves is not None and not halves[1] and not is_signature and line.gap:
                halves = None  # after a blank line the title begins, not the left column again
        else:
            halves = _halves(line.text)
            if halves is None and len(line.text.strip()) < _SHORT and _goes_on(line, lines[at : at + 1]):
                halves = (line.text, "")
        if halves is None or (row and RECIPIENTS.match(clean_line(halves[0]))):
            break
        for column, (side, text) in enumerate(zip((left, right), halves, strict=True)):
            if clean_line(text):
                side.append(line._replace(text=text, cell=Cell(table, row, column)))
        row += 1
        end = at
    return left + right, end


def unfold(lines: Sequence[RawLine], table: int = 0) -> list[RawLine]:
    """`lines` with a letterhead and recipients that share lines, set by tabs or spaces, put column after column.

    `"UBND TỈNH X      CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"` gives two lines. `table` numbers their cells.
    """
    done: list[RawLine] = []
    at = full = 0
    while at < len(lines):
        line = lines[at]
        full += bool(line.text.strip())
        halves = None
        if line.cell is None and not line.words and ("   " in line.text or "\t" in line.text):
            halves = _halves(line.text)
        if (
            halves
            and halves[0]
            and ((full <= _TOP and MOTTO.search(clean_line(halves[1]))) or RECIPIENTS.match(clean_line(halves[0])))
        ):
            block, at = _block(lines, at, table)
            done += block
            table += 1
        else:
            done.append(line)
            at += 1
    return _with_whole_motto(done)


def _with_whole_motto(lines: list[RawLine]) -> list[RawLine]:
    """`lines` with a national title that wraps before its last word made one line."""
    for at, line in enumerate(lines[:-1]):
        if _WRAPPED_MOTTO.search(line.text) and clean_line(lines[at + 1].text) == "NAM":
            return [*lines[:at], line._replace(text=line.text.rstrip() + " NAM"), *lines[at + 2 :]]
    return lines
