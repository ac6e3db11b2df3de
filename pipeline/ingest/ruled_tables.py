"""Tables that are drawn with lines: which cell a word of a page stands in.

From the thin lines of a page come grids; a cell is as large as no line cuts it, so merged cells are
one. Knows nothing of PDF: lines are boxes in points from the top left corner.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.document import Box

__all__ = ["Grid", "find_grids"]

_THIN = 3.0  # points: thicker than that is no line but a bar or a shade
_SHORT = 8.0
_NEAR = 3.0  # how far lines of one grid may miss each other
_MOST_LINES = 400  # a page with more is a drawing


@dataclass(frozen=True, slots=True)
class Grid:
    """A drawn table: its column and row borders, and which of them are drawn where.

    `walls` has (row, column) of cells with a line on their left, `floors` of those with one on top.
    """

    columns: tuple[float, ...]
    rows: tuple[float, ...]
    walls: frozenset[tuple[int, int]]
    floors: frozenset[tuple[int, int]]

    @property
    def box(self) -> Box:
        return Box(self.columns[0], self.rows[0], self.columns[-1], self.rows[-1])

    def cell_at(self, x: float, y: float) -> tuple[int, int] | None:
        """Row and column of the cell at a place, those of its top left corner if it is merged; `None` outside."""
        column = _between(self.columns, x)
        row = _between(self.rows, y)
        if column is None or row is None:
            return None
        while column and (row, column) not in self.walls:
            column -= 1
        while row and (row, column) not in self.floors:
            row -= 1
        return row, column

    def width_of(self, cell: tuple[int, int]) -> tuple[float, float]:
        """The left and right edge of a cell."""
        row, column = cell
        end = column + 1
        while end < len(self.columns) - 1 and (row, end) not in self.walls:
            end += 1
        return self.columns[column], self.columns[end]


def _between(borders: Sequence[float], place: float) -> int | None:
    """The index of the interval that holds `place`."""
    return next((index for index in range(len(borders) - 1) if borders[index] <= place < borders[index + 1]), None)


def _distinct(values: Iterable[float]) -> list[float]:
    """`values` with those that are near each other taken as one."""
    kept: list[float] = []
    for value in sorted(values):
        if not kept or value - kept[-1] > _NEAR:
            kept.append(value)
    return kept


def _touch(a: Box, b: Box) -> bool:
    return a.x0 - _NEAR <= b.x1 and b.x0 - _NEAR <= a.x1 and a.y0 - _NEAR <= b.y1 and b.y0 - _NEAR <= a.y1


def _connected(lines: list[Box]) -> list[list[Box]]:
    """The lines in groups that hang together."""
    groups: list[list[Box]] = []
    for line in lines:
        touched = [group for group in groups if any(_touch(line, other) for other in group)]
        groups = [group for group in groups if not any(group is other for other in touched)]
        groups.append([line, *(other for group in touched for other in group)])
    return groups


def _grid(lines: list[Box]) -> Grid | None:
    """The grid that lines which hang together make, if they make two columns or more."""
    upright = [line for line in lines if line.y1 - line.y0 > line.x1 - line.x0]
    level = [line for line in lines if line.y1 - line.y0 <= line.x1 - line.x0]
    columns = _distinct((line.x0 + line.x1) / 2 for line in upright)
    rows = _distinct((line.y0 + line.y1) / 2 for line in level)
    if len(columns) < 3 or len(rows) < 2:
        return None
    walls, floors = set(), set()
    for row in range(len(rows) - 1):
        for column in range(len(columns) - 1):
            x, y = (columns[column] + columns[column + 1]) / 2, (rows[row] + rows[row + 1]) / 2
            if any(line.y0 <= y <= line.y1 and abs(line.x0 - columns[column]) <= _NEAR + 1 for line in upright):
                walls.add((row, column))
            if any(line.x0 <= x <= line.x1 and abs(line.y0 - rows[row]) <= _NEAR + 1 for line in level):
                floors.add((row, column))
    return Grid(tuple(columns), tuple(rows), frozenset(walls), frozenset(floors))


def find_grids(boxes: Iterable[Box]) -> list[Grid]:
    """The grids that the thin ones among `boxes` make, from the top of the page down."""
    lines = [box for box in boxes if _is_line(box)]
    if not 5 <= len(lines) <= _MOST_LINES:
        return []
    grids = [grid for group in _connected(lines) if len(group) >= 5 and (grid := _grid(group))]
    return sorted(grids, key=lambda grid: grid.rows[0])


def _is_line(box: Box) -> bool:
    width, height = box.x1 - box.x0, box.y1 - box.y0
    return min(width, height) < _THIN and max(width, height) > _SHORT
