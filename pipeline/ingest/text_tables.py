"""Tables in plain text: cells that stand one below the other, or beside one another with gaps between them.

    TT                    1                       2
    Chỉ tiêu              Tổng đàn lợn            Hộ nghèo theo chuẩn mới
    Đơn vị tính           Con                     Hộ
    Kế hoạch năm 2031     11.300                  86

Of text copied from a page a cell is a line (here they stand in three columns for want of room). Rows are told by their
numbers, which rise by one and stand equally far apart. A row that lacks a cell keeps its number and its name; nothing
tells in which columns the rest of it stands, so it gets columns that no head names.

    Chỉ tiêu         ĐVT   TH 2030   KH 2031
    Tổng đàn lợn     con   9.870     11.300

Of text laid out by spaces or tabs a row is a line. Rows of as many cells, most of which end in a figure, are a table.

    TT - Tên công trình - Địa điểm - Kế hoạch vốn
    1 - Cầu Tân An - xã Tân An - 14,75

So is a row below such a head, which may go on in the next line; the sign is a dash or a bar.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from pipeline.document import Cell
from pipeline.ingest.build import RawLine

__all__ = ["with_cells"]

_HEAD = re.compile(r"(?:số )?s?tt\.?", re.IGNORECASE)
_NUMBER = re.compile(r"(\d{1,3})\.?")
_GROUP = re.compile(r"(?:[IVX]{1,5}|[A-HĐ])\.?")
_COLUMN_NUMBER = re.compile(r"\(?(?:\d{1,2}|[A-D])\)?(?: ?= ?[()\d:/+*x-]+)?")
_WIDTHS = range(3, 13)  # columns
_LONGEST_HEAD_CELL = 80  # characters
_LONGEST_CELL = 300
_MOST_WRAPPED = 2  # lines that a row may have more than its table has columns
_GAP = re.compile(r"\t+| {2,}\t*")
_ENDS_IN_A_FIGURE = re.compile(r"[<>≥≤~]? ?\d[\d.,]*(?: ?- ?\d[\d.,]*)? ?%?")
_FEWEST_ROWS = 3  # of a table without a head; with a head one less
_SIGNED_HEAD = re.compile(r"(?:số )?s?tt\.?\s+(?P<sign>[|–-])\s", re.IGNORECASE)
_SIGNED_ROW = re.compile(r"(?:(?P<number>\d{1,3})|[IVX]{1,5}|[A-HĐ])\.?\s+(?P<sign>[|–-])\s")
_SIGNS = {
    "|": re.compile(r"\s*\|\s*"),
    # Not between years: `Kế hoạch 2030 - 2031`.
    "-": re.compile(r"\s+[–-](?:\s+|$)(?!(?<=\b\d{4} [–-] )\d{4}\b)"),
}


@dataclass(frozen=True, slots=True)
class _Row:
    """The lines `start` to `end` (half-open), and whether they are a row with its number, not a group's name."""

    start: int
    end: int
    is_numbered: bool


def _rows(texts: Sequence[str], start: int, width: int) -> Iterator[_Row]:
    """The rows of a table of `width` columns whose first row begins at `start`."""
    due, at = 1, start
    while at < len(texts):
        if _GROUP.fullmatch(texts[at]):
            end = next((end for end in (at + 2, at + width) if end < len(texts) and _opens(texts[end], due)), None)
            if end is None:
                return
            due = 1 if _is_number(texts[end], 1) else due
        elif _is_number(texts[at], due):
            due += 1
            end = _end_of_row(texts, at, width, due)
        else:
            return
        if any(len(text) > _LONGEST_CELL for text in texts[at:end]):
            return
        yield _Row(at, end, is_numbered=not _GROUP.fullmatch(texts[at]))
        at = end


def _end_of_row(texts: Sequence[str], at: int, width: int, due: int) -> int:
    """Where the row that begins at `at` ends: `width` lines on, unless another count fits the row numbered `due`.

    A cell may hold that number too, so a row of another length must have a whole one behind it.
    """
    if _begins(texts, at + width, due):
        return at + width
    longer, shorter = range(at + width + 1, at + width + 1 + _MOST_WRAPPED), range(at + width - 1, at + 1, -1)
    for end in chain(longer, shorter):
        last = end + width == len(texts)
        if _begins(texts, end, due) and (last or _begins(texts, end + width, due + 1)):
            return end
    return min(at + width, len(texts))


def _begins(texts: Sequence[str], at: int, due: int) -> bool:
    """Whether a row may begin at `at`: with the number that is due, or with a group's."""
    return at < len(texts) and (_is_number(texts[at], due) or _GROUP.fullmatch(texts[at]) is not None)


def _is_number(text: str, due: int) -> bool:
    found = _NUMBER.fullmatch(text)
    return found is not None and int(found[1]) == due


def _opens(text: str, due: int) -> bool:
    """Whether a row with its number stands below a group's name; groups count on, or begin anew."""
    return _is_number(text, due) or _is_number(text, 1)


def _table(texts: Sequence[str], start: int, widths: Sequence[int], fewest: int) -> tuple[int, list[_Row]] | None:
    """The width that makes the most rows whole, and these rows."""
    best: tuple[int, int, list[_Row]] | None = None
    for width in widths:
        whole = broken = 0
        rows = []
        for row in _rows(texts, start, width):
            is_whole = row.end - row.start == width
            whole += row.is_numbered and is_whole
            broken += row.is_numbered and not is_whole
            if broken > whole + 1:
                break
            rows.append(row)
        if whole >= fewest and (best is None or whole > best[0]):
            best = (whole, width, rows)
    return best[1:] if best else None


def _head(texts: Sequence[str], start: int) -> int | None:
    """Where the head that begins at `start` ends, and the first row begins."""
    if not _HEAD.fullmatch(texts[start]):
        return None
    for at in range(start + 1, min(len(texts), start + _WIDTHS.stop)):
        if _is_number(texts[at], 1) or _GROUP.fullmatch(texts[at]) or texts[at] == "(1)":
            return at if at - start in _WIDTHS else None
        if len(texts[at]) > _LONGEST_HEAD_CELL:
            return None
    return None


def _column_numbers(texts: Sequence[str], start: int, width: int) -> bool:
    """Whether the columns are numbered from `start` on: `(1) (2) (3)`, `A B 1 2`."""
    numbers = texts[start : start + width]
    return len(numbers) == width and all(map(_COLUMN_NUMBER.fullmatch, numbers))


def _places(row: _Row, width: int) -> list[int]:
    """The column of each line of a row."""
    surplus = row.end - row.start - width
    if surplus >= 0:
        return [0, *[1] * (surplus + 1), *range(2, width)]
    return [0, 1, *range(width, width + row.end - row.start - 2)]


def _find(texts: Sequence[str]) -> Iterator[list[tuple[int, int, int]]]:
    """The tables, each as its lines with their rows and columns."""
    at = 0
    while at < len(texts):
        head = _head(texts, at)
        width = head - at if head is not None else 0
        first = at if head is None else head + width * _column_numbers(texts, head, width)
        table = None
        if head is not None:
            table = _table(texts, first, (width,), _FEWEST_ROWS - 1)
        elif _is_number(texts[at], 1) or _GROUP.fullmatch(texts[at]):
            table = _table(texts, at, _WIDTHS, _FEWEST_ROWS)
        if table is None:
            at += 1
            continue
        width, rows = table
        lines = [(index, (index - at) // width, (index - at) % width) for index in range(at, first)]
        before = (first - at) // width
        for number, row in enumerate(rows, before):
            places = _places(row, width) if row.is_numbered else range(row.end - row.start)
            lines += [(index, number, column) for index, column in zip(range(row.start, row.end), places, strict=True)]
        yield lines
        at = rows[-1].end


def _gapped(lines: Sequence[RawLine]) -> Iterator[tuple[int, int]]:
    """Where tables whose cells gaps part begin and end (half-open)."""
    counts = [len(_parts(line)) if _GAP.search(line.text) and not (line.cell or line.aside) else 0 for line in lines]
    start = 0
    while start < len(lines):
        end = start + 1
        while end < len(lines) and counts[end] == counts[start] and not lines[end].gap:
            end += 1
        if counts[start] in _WIDTHS and end - start >= _FEWEST_ROWS:
            rows = [_parts(line) for line in lines[start:end]]
            figures = sum(_ENDS_IN_A_FIGURE.fullmatch(row[-1]) is not None for row in rows[1:])
            if 2 * figures > len(rows) - 1 and all(len(cell) <= _LONGEST_HEAD_CELL for row in rows for cell in row):
                yield start, end
        start = end


@dataclass(frozen=True, slots=True)
class _Piece:
    """What a line has of a cell; one that `opens` is the first of its cell."""

    line: int
    text: str
    opens: bool


def _pieces(lines: Sequence[RawLine], start: int, end: int, sign: re.Pattern[str]) -> list[_Piece]:
    """The pieces of a row that takes the lines `start` to `end`; behind a sign that ends a line a new cell opens."""
    pieces: list[_Piece] = []
    opens = True
    for index in range(start, end):
        texts = sign.split(lines[index].text.strip().strip("|").strip())
        for place, text in enumerate(texts, 1):
            if text or place < len(texts):
                pieces.append(_Piece(index, text, opens))
            opens = True
        opens = not texts[-1]
    return pieces


def _signed_row(lines: Sequence[RawLine], start: int, width: int, sign: re.Pattern[str]) -> list[_Piece]:
    """The pieces of the row that begins at `start`, with the lines that it needs to be whole."""
    pieces = _pieces(lines, start, start + 1, sign)
    for end in range(start + 2, min(start + 2 + _MOST_WRAPPED, len(lines) + 1)):
        if sum(piece.opens for piece in pieces) >= width or _SIGNED_ROW.match(lines[end - 1].text.strip()):
            break
        longer = _pieces(lines, start, end, sign)
        if sum(piece.opens for piece in longer) == width:
            return longer
    return pieces


def _in_columns(pieces: Sequence[_Piece], width: int) -> list[tuple[_Piece, int]]:
    """The pieces of a row with their columns; what is too much is of the name: `1 - Đường A - B - xã C - 52`."""
    cells = sum(piece.opens for piece in pieces)
    if cells == width - 1:
        for index, piece in enumerate(pieces):  # `1 - Lệ phí trước bạ: 6.200 - 6.500`
            name, colon, figure = piece.text.rpartition(": ")
            if colon and index and _ENDS_IN_A_FIGURE.fullmatch(figure):
                parted = [_Piece(piece.line, name, piece.opens), _Piece(piece.line, figure, opens=True)]
                return _in_columns([*pieces[:index], *parted, *pieces[index + 1 :]], width)
    places = _places(_Row(0, cells, is_numbered=True), width) if cells > 1 else [0]
    opened = -1
    placed: list[tuple[_Piece, int]] = []
    for piece in pieces:
        opened += piece.opens
        column = places[opened]
        if placed and placed[-1][1] == column and placed[-1][0].line == piece.line:
            last = placed.pop()[0]
            piece = _Piece(piece.line, f"{last.text} - {piece.text}", last.opens)
        placed.append((piece, column))
    return placed


def _signed(lines: Sequence[RawLine]) -> Iterator[tuple[int, int, list[list[tuple[_Piece, int]]]]]:
    """Where tables whose cells a sign parts begin and end (half-open), and their rows."""
    at = 0
    while at < len(lines):
        head = _SIGNED_HEAD.match(lines[at].text.strip())
        if head is None or lines[at].cell or lines[at].aside:
            at += 1
            continue
        sign = _SIGNS["|" if head["sign"] == "|" else "-"]
        titles = _pieces(lines, at, at + 1, sign)
        width = len(titles)
        rows = [[(piece, column) for column, piece in enumerate(titles)]]
        numbered, end, next_line = 0, at + 1, at + 1
        while width in _WIDTHS and next_line < len(lines):
            row = _SIGNED_ROW.match(lines[next_line].text.strip())
            if row:
                pieces = _signed_row(lines, next_line, width, sign)
                numbered += row["number"] is not None and len(pieces) > 1
                rows.append(_in_columns(pieces, width))
                end = next_line = pieces[-1].line + 1
            elif next_line == end:
                next_line += 1  # the name of a group
            else:
                break
        if numbered >= _FEWEST_ROWS - 1:
            yield at, end, rows
            at = end
        else:
            at += 1


def _parts(line: RawLine) -> list[str]:
    return [part.strip() for part in _GAP.split(line.text.strip()) if part.strip()]


def with_cells(lines: Sequence[RawLine], table: int = 0) -> list[RawLine]:
    """`lines` with the cells of their tables, which count from `table`; blank lines stay as they are.

    `TT`, `Tên dự án`, `Vốn`, `1`, `Cầu Tân An`, `96.200`, `2`, ... gives `Cầu Tân An` the cell (0, 1, 1);
    `1  Cầu Tân An  96.200` in a table becomes three lines.
    """
    lines, table = _with_signed(lines, table)
    done: list[RawLine] = []
    at = 0
    for start, end in _gapped(lines):
        done += lines[at:start]
        for row, line in enumerate(lines[start:end]):
            for column, part in enumerate(_parts(line)):
                gap = 0 if column else line.gap
                done.append(line._replace(text=part, cell=Cell(table, row, column), joins=False, gap=gap))
        table, at = table + 1, end
    return _with_stacked(done + list(lines[at:]), table)


def _with_signed(lines: Sequence[RawLine], table: int) -> tuple[list[RawLine], int]:
    """`lines` with the cells of tables whose cells a sign parts, and the number that the next table gets."""
    done: list[RawLine] = []
    at = 0
    for start, end, rows in _signed(lines):
        cells: dict[int, list[RawLine]] = {index: [] for index in range(start, end)}
        for row, pieces in enumerate(rows):
            for piece, column in pieces:
                if not piece.text:
                    continue
                line, of_line = lines[piece.line], cells[piece.line]
                cell, gap = Cell(table, row, column), 0 if of_line else line.gap
                of_line.append(line._replace(text=piece.text, cell=cell, joins=not piece.opens, gap=gap))
        done += lines[at:start]
        for index, of_line in cells.items():
            done += of_line or [lines[index]]  # the name of a group is no row
        table, at = table + 1, end
    return [*done, *lines[at:]], table


def _with_stacked(lines: Sequence[RawLine], table: int) -> list[RawLine]:
    """`lines` with the cells of tables whose cells stand one below the other."""
    done = list(lines)
    full = [index for index, line in enumerate(lines) if line.text.strip() and not line.cell and not line.aside]
    texts = [" ".join(lines[index].text.split()) for index in full]
    for number, cells in enumerate(_find(texts), table):
        before = None
        for at, row, column in cells:
            cell = Cell(number, row, column)
            done[full[at]] = done[full[at]]._replace(cell=cell, joins=cell == before)
            before = cell
    return done
