"""From pieces of text with boxes to the lines of a page, in the order in which they are read.

Pieces on one baseline are one line. Where two columns stand side by side - the letterhead, the
recipients beside the signature - the left one comes first, then the right one. Page numbers and the
boxes that a digital signature prints are set aside. Knows nothing of PDF: OCR can use it as well.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from pipeline.document import NO_STYLE, Box, Cell, Style
from pipeline.ingest.build import RawLine
from pipeline.ingest.columns import MOTTO, RECIPIENTS
from pipeline.ingest.ruled_tables import Grid
from pipeline.vietnamese.clean import clean_line

__all__ = ["Piece", "in_rows", "lay_out", "set_running_lines_aside"]


class Piece(NamedTuple):
    """A word or a run of words on one baseline, in points from the top left corner of the page.

    `first` and `last` are the indices of its characters where the source counts them. `stamped` says
    that it came with an annotation, not with the page itself.
    """

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    first: int = 0
    last: int = 0
    stamped: bool = False

    @property
    def middle(self) -> float:
        return (self.y0 + self.y1) / 2

    @property
    def height(self) -> float:
        return self.y1 - self.y0


Row = list[Piece]
StyleOf = Callable[[Piece], Style]


# The box that a signing program prints: who signed, for whom, when. The time goes to the second.
_STAMP = re.compile(
    r"(?:Người ký|Ký bởi|Cơ quan|Thời gian ký|Ngày ký|Giờ ký|Chức vụ|Tổ chức|Email|E-mail) ?:"
    r"|Signature (?:Not Verified|Valid)|Digitally signed|Ký số|CN=|\+07[:']?00"
    r"|\d{1,2}[-./]\d{1,2}[-./]\d{4},? \d{1,2}:\d{2}:\d{2}|\d{4}[-./]\d{2}[-./]\d{2} \d{2}:\d{2}:\d{2}"
    r"|[\w.]{1,40}@[\w-]{1,40}\.",
)
_STAMP_SURE = re.compile(
    r"(?:Người ký|Ký bởi|Thời gian ký|Ngày ký|Giờ ký) ?:|Signature (?:Not Verified|Valid)|Digitally signed"
)
_PAGE_NUMBER = re.compile(r"(?:Trang )?[-–]? ?(\d{1,4})(?: ?/ ?\d{1,4})? ?[-–]?")


def in_rows(pieces: Iterable[Piece]) -> list[Row]:
    """Pieces that share a baseline, each row from left to right, rows from top to bottom."""
    rows: list[Row] = []
    middle = height = 0.0
    for piece in sorted(pieces, key=lambda piece: piece.y0 + piece.y1):
        own_middle, own_height = piece.middle, piece.height
        if rows and own_middle - middle < 0.42 * max(height, own_height):
            rows[-1].append(piece)
            if own_height > height:  # the larger letters of a row say where it stands; raised ones do not
                middle, height = own_middle, own_height
        else:
            rows.append([piece])
            middle, height = own_middle, own_height
    for row in rows:
        row.sort(key=lambda piece: piece.x0)
    return rows


def _with_stamped(rows: list[Row], stamped: Iterable[Piece]) -> list[Row]:
    """`rows` with what was stamped on the page put into the blanks; a stamp sits less true than print."""
    alone: list[Piece] = []
    for piece in stamped:
        near = [
            row
            for row in rows
            if abs(row[0].middle - piece.middle) < 0.9 * max(row[0].height, piece.height)
            and not any(other.x0 < piece.x1 - 2 and piece.x0 + 2 < other.x1 for other in row)
        ]
        if near:
            row = min(near, key=lambda row: abs(row[0].middle - piece.middle))
            row.append(piece)
            row.sort(key=lambda piece: piece.x0)
        else:
            alone.append(piece)
    return sorted(rows + in_rows(alone), key=lambda row: row[0].middle) if alone else rows


def _text(row: Sequence[Piece]) -> str:
    return " ".join(piece.text for piece in row)


def _left(row: Row) -> float:
    return row[0].x0


def _right(row: Row) -> float:
    return row[0].x1 if len(row) == 1 else max(piece.x1 for piece in row)


def _gaps(row: Row) -> list[tuple[float, int]]:
    """The gap before each piece but the first, with the piece's index."""
    return [(row[i].x0 - row[i - 1].x1, i) for i in range(1, len(row))]


def _cut(row: Row, fits: Callable[[Row, Row], float]) -> int | None:
    """Where a row falls apart into two columns: at the wide gap where `fits` is least; 1 or more does not fit."""
    gaps = _gaps(row)
    if not gaps:
        return None
    usual = median(gap for gap, _ in gaps)
    wide = [i for gap, i in gaps if gap >= 12 or (gap >= 4 and (len(gaps) < 3 or gap >= 1.6 * max(usual, 2.5)))]
    best = min(wide, key=lambda i: fits(row[:i], row[i:]), default=None)
    return best if best is not None and fits(row[:best], row[best:]) < 1 else None


@dataclass(frozen=True, slots=True)
class _Block:
    """Rows `start` to `end` that stand in two columns."""

    start: int
    end: int
    left: tuple[Row, ...]
    right: tuple[Row, ...]


def _with_whole_motto(rows: list[Row], width: float) -> list[Row]:
    """`rows` with a national title that wraps before its last word (`... CHỦ NGHĨA VIỆT` / `NAM`) made one line."""
    for at, row in enumerate(rows[:12]):
        if row[-1].text.endswith("VIỆT") and MOTTO.search(_text(row)) and at + 1 < len(rows):
            below = rows[at + 1]
            last = next((piece for piece in below if piece.text == "NAM" and piece.x0 > 0.33 * width), None)
            if last is None:
                return rows
            rest = [piece for piece in below if piece is not last]
            return [*rows[:at], [*row, last], *([rest] if rest else []), *rows[at + 2 :]]
    return rows


def _letterhead(rows: list[Row], width: float) -> _Block | None:
    """The block around the national or Party title, whose column is centred on it."""
    for at, row in enumerate(rows[:12]):
        text = _text(row)
        found = MOTTO.search(text)
        if not found:
            continue
        ends = [sum(len(piece.text) + 1 for piece in row[: i + 1]) for i in range(len(row))]
        first = next(i for i, end in enumerate(ends) if end > found.start())
        if row[first].x0 < 0.33 * width:
            return None  # it stands in the middle: one column
        return _letterhead_from(rows, at, first, width)
    return None


def _letterhead_from(rows: list[Row], at: int, first: int, width: float) -> _Block:
    border = rows[at][first].x0
    centre = (border + _right(rows[at])) / 2

    def off_centre(left: Row, right: Row) -> float:
        if left[-1].x1 > centre or right[0].x0 < 0.3 * width:
            return 1
        return abs((right[0].x0 + _right(right)) / 2 - centre) / 60

    middle = (min(map(_left, rows)) + max(map(_right, rows))) / 2
    left: list[Row] = []
    right: list[Row] = []
    end = 0

    def is_left(row: Row) -> bool:
        """Whether a row belongs to the left column, and is no title that is centred on the page."""
        if _right(row) > border + 12 or _left(row) > border - 20:
            return False
        centres = [(_left(other) + _right(other)) / 2 for other in left] or [border / 2]
        centre_of_row = (_left(row) + _right(row)) / 2
        return abs(centre_of_row - median(centres)) <= abs(centre_of_row - middle)

    def is_right(row: Row) -> bool:
        """Whether a row belongs to the right column: centred in it, or a line of it that went on."""
        if _left(row) < border - 12 and not (off_centre(row[:1], row) < 1 and _left(row) > 0.38 * width):
            return False
        centre_of_row = (_left(row) + _right(row)) / 2
        return abs(centre_of_row - middle) > 12 or off_centre(row[:1], row) < 0.2

    for index, row in enumerate(rows[: at + 14]):
        if index == at:
            sides: tuple[Row, Row] | None = (row[:first], row[first:])
        elif is_left(row):
            sides = (row, [])
        elif is_right(row):
            sides = ([], row)
        else:
            cut = _cut(row, off_centre)
            sides = (row[:cut], row[cut:]) if cut is not None else None
        if sides is None:
            if index < at:
                left, right = [], []  # something else stands above the letterhead
                continue
            break
        end = index + 1
        left += [sides[0]] if sides[0] else []
        right += [sides[1]] if sides[1] else []
    start = next(i for i, row in enumerate(rows) if row[0] in [side[0] for side in (left + right)])
    return _Block(start, end, tuple(left), tuple(right))


def _signature(rows: list[Row], width: float) -> list[_Block]:
    """The blocks that a line `Nơi nhận:` on the left begins, with the signature on the right."""
    blocks: list[_Block] = []
    for at, row in enumerate(rows):
        if RECIPIENTS.match(_text(row)) and _left(row) < 0.35 * width and (not blocks or at >= blocks[-1].end):
            blocks.append(_signature_at(rows, at, width))
    return blocks


def _signature_at(rows: list[Row], at: int, width: float) -> _Block:
    middle = 0.45 * width

    def straddles(left: Row, right: Row) -> float:
        return 0.0 if right[0].x0 >= 0.4 * width and left[-1].x1 <= 0.62 * width else 1.0

    start = at
    while start and _left(rows[start - 1]) >= middle and rows[start][0].y0 - rows[start - 1][0].y1 < 30:
        start -= 1
    left: list[Row] = []
    right: list[Row] = []
    end = start
    for row in rows[start:]:
        cut = None
        if _left(row) >= middle:
            right.append(row)
        elif _right(row) <= 0.55 * width:
            left.append(row)
        elif (cut := _cut(row, straddles)) is not None:
            left.append(row[:cut])
            right.append(row[cut:])
        elif _right(row) <= 0.65 * width:
            left.append(row)
        else:
            break
        end += 1
    return _Block(start, end, tuple(left), tuple(right))


def _clusters(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Stamped pieces that stand together: the lines of one box."""
    clusters: list[list[Piece]] = []
    for row in in_rows(pieces):
        parts = [[row[0]]]
        for before, piece in pairwise(row):
            if piece.x0 - before.x1 > 2 * piece.height:
                parts.append([])
            parts[-1].append(piece)
        for part in parts:
            x0, x1, y0 = part[0].x0, part[-1].x1, min(piece.y0 for piece in part)
            near = [
                cluster
                for cluster in clusters
                if y0 - max(piece.y1 for piece in cluster) < 1.2 * part[0].height
                and x0 < max(piece.x1 for piece in cluster) + 5
                and x1 > min(piece.x0 for piece in cluster) - 5
            ]
            if near:
                near[-1].extend(part)
            else:
                clusters.append(list(part))
    return clusters


def _without_stamps(pieces: list[Piece], page: int) -> tuple[list[Piece], list[RawLine]]:
    """The pieces without those of signature boxes, and the boxes' lines, set aside.

    A number or a date that was stamped into its blank is part of the text and stays.
    """
    asides: list[RawLine] = []
    gone: set[Piece] = set()
    for cluster in _clusters([piece for piece in pieces if piece.stamped]):
        text = _text(cluster)
        if _STAMP.search(text):
            gone.update(cluster)
            asides += [_aside(row, page, "signature stamp") for row in in_rows(cluster)]
    rest = [piece for piece in pieces if piece not in gone] if gone else pieces
    if not _STAMP_SURE.search(_text(rest)):
        return rest, asides
    for row in in_rows(rest):
        if _STAMP_SURE.match(_text(row)) or (_STAMP.match(_text(row)) and gone and abs(row[0].x0 - max(gone)[1]) < 3):
            gone.update(row)
            asides.append(_aside(row, page, "signature stamp"))
    return [piece for piece in rest if piece not in gone], asides


def _box(row: Sequence[Piece]) -> Box:
    if len(row) == 1:
        return Box(*(round(edge, 2) for edge in row[0][1:5]))
    _, x0, y0, x1, y1, *_ = zip(*row, strict=True)
    return Box(round(min(x0), 2), round(min(y0), 2), round(max(x1), 2), round(max(y1), 2))


def _aside(row: Sequence[Piece], page: int, kind: str) -> RawLine:
    return RawLine(_text(row), page, _box(row), aside=kind)


def _page_number(rows: list[Row], height: float) -> Row | None:
    """The row that holds the page's number: alone at the very top or bottom."""
    for row in rows[:1] + rows[-1:]:
        at_edge = row[0].y1 < 0.11 * height or row[0].y0 > 0.89 * height
        if at_edge and _PAGE_NUMBER.fullmatch(clean_line(_text(row))):
            return row
    return None


def _joined(row: Sequence[Piece]) -> str:
    """The text of a row; what was stamped into a blank goes with the sign after it: `Số: 3298/SXD`."""
    text = row[0].text
    for before, piece in pairwise(row):
        text += ("" if before.stamped and piece.text[0] in "/-" else " ") + piece.text
    return text


@dataclass(frozen=True, slots=True)
class _Measures:
    """What a page's lines are measured by: its text margins and the distance of its lines."""

    left: float
    right: float
    leading: float
    is_centred: bool = False  # a column of a block whose lines are centred in it


def _quantile(values: list[float], share: float) -> float:
    return sorted(values)[int(share * (len(values) - 1))]


def _measures(rows: list[Row], width: float) -> _Measures:
    full = [row for row in rows if _right(row) - _left(row) > 0.55 * width] or rows
    tops = [row[0].y1 for row in rows]
    steps = [b - a for a, b in pairwise(tops) if 4 < b - a < 40]
    return _Measures(
        _quantile([_left(row) for row in full], 0.1),
        _quantile([_right(row) for row in full], 0.7),
        median(steps) if steps else 16.0,
    )


def _column(rows: Sequence[Row], page: _Measures) -> _Measures:
    """The measures of one column of a block."""
    if not rows:
        return page
    left, right = min(map(_left, rows)), max(map(_right, rows))
    centred = sum(abs((_left(row) - left) - (right - _right(row))) < 8 for row in rows)
    return _Measures(left, right, page.leading, centred > 0.6 * len(rows))


def _set(style: Style, row: Row, measures: _Measures) -> Style:
    """`style` with alignment and indent, as the row's place between the margins tells them."""
    before, after = _left(row) - measures.left, measures.right - _right(row)
    width = measures.right - measures.left
    if abs(before - after) < 14 and (before > 20 or measures.is_centred):
        align = "center"
    elif before > 0.4 * width and after < 14:
        align = "right"
    else:
        align = "justify" if after < 3 else "left"
    return Style(style.bold, style.italic, style.size, align, round(max(0.0, before), 1))


Cells = dict[tuple[int, int], list[Piece]]


def _apart(pieces: list[Piece], grids: Sequence[Grid]) -> tuple[list[Piece], list[tuple[Grid, Cells]]]:
    """The pieces that stand in no grid, and each grid that holds words with the pieces of its cells."""
    rest: list[Piece] = []
    cells_of: list[Cells] = [{} for _ in grids]
    for piece in pieces:
        for grid, cells in zip(grids, cells_of, strict=True):
            place = grid.cell_at((piece.x0 + piece.x1) / 2, piece.middle)
            if place is not None:
                cells.setdefault(place, []).append(piece)
                break
        else:
            rest.append(piece)
    return rest, [(grid, cells) for grid, cells in zip(grids, cells_of, strict=True) if cells]


_BEGINS = re.compile(r"[-+•*–] |\(?(?:\d{1,3}|[a-zđ]{1,2}|[IVX]{1,5})[.)]")


def _grid_lines(grid: Grid, cells: Cells, page: int, table: int, style_of: StyleOf) -> list[RawLine]:
    """The lines of a drawn table, row by row and cell by cell; a line that fills its cell goes on in the next."""
    lines: list[RawLine] = []
    for place, pieces in sorted(cells.items()):
        left, right = grid.width_of(place)
        measures = _Measures(left, right, 16.0)
        filled = False
        for index, row in enumerate(in_rows(pieces)):
            text = _joined(row)
            joins = (True if filled and not _BEGINS.match(text) else None) if index else False
            style = _set(style_of(row[0]), row, measures)
            lines.append(RawLine(text, page, _box(row), style, Cell(table, *place), joins=joins))
            filled = _right(row) - _left(row) > 0.75 * (right - left)
    return lines


def lay_out(
    pieces: list[Piece],
    page: int,
    size: tuple[float, float],
    *,
    table: int = 0,
    grids: Sequence[Grid] = (),
    goes_on: bool = False,
    style_of: StyleOf = lambda _: NO_STYLE,
) -> list[RawLine]:
    """The lines of one page in reading order, with what is set aside at the end.

    `size` is the page's width and height; `table` numbers the first table, be it a two-column block or one
    of the drawn `grids`, whose words must come one by one; a grid is read cell by cell. `goes_on` says
    that the page before ended within a signature block, which may go on here.
    """
    width, height = size
    pieces, asides = _without_stamps(pieces, page)
    pieces, in_grids = _apart(pieces, grids)
    rows = in_rows(piece for piece in pieces if not piece.stamped)
    rows = _with_stamped(rows, [piece for piece in pieces if piece.stamped])
    number = _page_number(rows, height) if len(rows) > 1 or in_grids else None
    if number is not None:
        rows = [row for row in rows if row is not number]
        asides.append(_aside(number, page, "page number"))
    if not rows and not in_grids:
        return asides
    rows = _with_whole_motto(rows, width)
    letterhead = _letterhead(rows, width)  # on later pages, that of an attached document
    rest = [_signature_at(rows, 0, width)] if goes_on else []
    if rest and not (rest[0].left and rest[0].right):
        rest = []  # one column only: nothing to put in order
    blocks = ([letterhead] if letterhead else rest) + _signature(rows, width)
    blocks = [block for index, block in enumerate(blocks) if not index or block.start >= blocks[index - 1].end]
    measures = _measures(rows, width) if rows else _Measures(0.0, width, 16.0)
    lines: list[RawLine] = []
    waiting = list(in_grids)

    def add(row: Row, above: Row | None, cell: Cell | None, measures: _Measures) -> None:
        step = row[0].y1 - above[0].y1 if above else 0.0
        gap = max(0, round(step / measures.leading) - 1) if above else 0
        style = _set(style_of(row[0]), row, measures)
        lines.append(RawLine(_joined(row), page, _box(row), style, cell, gap))

    def add_grids_above(y: float) -> None:
        nonlocal table
        while waiting and waiting[0][0].rows[0] < y:
            grid, cells = waiting.pop(0)
            lines.extend(_grid_lines(grid, cells, page, table, style_of))
            table += 1

    at = 0
    for block in [*blocks, None]:
        end = block.start if block else len(rows)
        for index in range(at, end):
            add_grids_above(rows[index][0].middle)
            add(rows[index], rows[index - 1] if index else None, None, measures)
        add_grids_above(rows[end][0].middle if block else float("inf"))
        if block is None:
            break
        for column, side in enumerate((block.left, block.right)):
            above = rows[block.start - 1] if block.start else None
            column_measures = _column(side, measures)
            for index, row in enumerate(side):
                add(row, above, Cell(table, index, column), column_measures)
                above = row
        at = block.end
        table += 1
    return lines + asides


_DIGITS = re.compile(r"\d+")


def set_running_lines_aside(lines: list[RawLine], heights: dict[int, float]) -> list[RawLine]:
    """`lines` with those set aside that stand at the edge of most pages, alike but for a number."""
    if len(heights) < 3:
        return lines
    pages_of: dict[tuple[str, str], set[int]] = {}
    edges: list[str | None] = []
    for line in lines:
        edge = None
        if line.box is not None and line.aside is None:
            height = heights.get(line.page, 842.0)
            edge = "head" if line.box.y1 < 0.1 * height else "foot" if line.box.y0 > 0.9 * height else None
        edges.append(edge)
        if edge:
            pages_of.setdefault((edge, _DIGITS.sub("#", clean_line(line.text))), set()).add(line.page)
    done: list[RawLine] = []
    for line, edge in zip(lines, edges, strict=True):
        if edge and len(pages_of[edge, _DIGITS.sub("#", clean_line(line.text))]) >= max(3, 0.5 * len(heights)):
            line = RawLine(line.text, line.page, line.box, aside=f"running {edge}")
        done.append(line)
    return done
