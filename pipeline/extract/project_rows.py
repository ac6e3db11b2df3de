"""Projects in tables that lost their lines: `3 Trạm bơm Tân An Công ty Bình Hòa 2024-2026 96.200 12.400`.

A text layer gives an annex so, one row in a line or two and no sign between the columns. A head that says
what the rows are (`TT Danh mục dự án Chủ đầu tư ...`) opens such a table; a row begins with its number, and
its name ends where the next column begins: an owner, a year, an amount, a decision.
"""

import re
from collections.abc import Iterator

from pipeline.document import Line, Span
from pipeline.extract.project_names import (
    OF_A_PLACE,
    begins_like_a_project,
    is_named,
    pattern_of,
    tidy,
)
from pipeline.notice import Notice

__all__ = ["projects_in_rows"]

_LONGEST_HEAD = 3  # lines
_LONGEST_ROW = 4
_MOST_WORDS = 45  # of a name
_ROW = re.compile(r"\s*\|?\s*\d{1,3}(?:\.\d{1,2})?[.)]?\s*[|-]?\s+(?=[^\W\d_])")
_ENDS_IN_A_FIGURE = re.compile(r" \d[\d.,]*\s*$")  # as rows below a title must, which may be a list's too


def projects_in_rows(notice: Notice) -> Iterator[tuple[Span | None, Span]]:
    """The rows of tables whose head says that they hold projects, each with its project's name, and their heads."""
    lines = [line for line in notice.document.lines if line.cell is None]
    head, group = pattern_of("head of project rows"), pattern_of("line between project rows")
    flow = notice.flow
    lines_left, in_head, titled, number = 0, False, False, 0
    while number < len(lines):
        span = lines[number].span
        if opened := head.match(flow, span.start, lines[min(number + _LONGEST_HEAD, len(lines)) - 1].span.end):
            lines_left, in_head, titled = _LONGEST_HEAD, True, bool(opened["titled"])
            if not titled:  # a title may open a list too
                yield None, span
        elif lines_left and (row := _ROW.match(flow, span.start, span.end)):
            count = _lines_of_row(flow, lines, number, group)
            whole = Span(span.start, lines[number + count - 1].span.end)
            if not titled or _ENDS_IN_A_FIGURE.search(flow, max(whole.start, whole.end - 20), whole.end):
                yield _name(flow, row.end(), whole.end), whole
            lines_left, in_head = 1, False
            number += count - 1
        elif lines_left and group.match(flow, span.start, span.end):
            in_head = False
        elif lines_left:  # a line of the head; behind it any other ends the table
            if in_head and not titled:
                yield None, span
            lines_left -= 1
        number += 1


def _lines_of_row(flow: str, lines: list[Line], first: int, group: re.Pattern[str]) -> int:
    """How many lines the row has that begins with line `first`."""
    for count in range(1, _LONGEST_ROW):
        if first + count == len(lines):
            return count
        span = lines[first + count].span
        if _ROW.match(flow, span.start, span.end) or group.match(flow, span.start, span.end):
            return count
    return _LONGEST_ROW


def _name(flow: str, start: int, end: int) -> Span | None:
    """The project's name, up to where the next column begins."""
    for column in pattern_of("column behind a project").finditer(flow, start, end):
        said = flow[start : column.start()]
        if column["capital"] and not is_named(said):
            continue
        end = column.start()
        break
    span = tidy(flow, start, end)
    text = span.of(flow)
    if not 2 < len(text.split()) <= _MOST_WORDS or not begins_like_a_project(text):
        return None
    return span if is_named(text) or OF_A_PLACE.search(text) else None
