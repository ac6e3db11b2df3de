"""Projects that have a cell or the beginning of a line to themselves.

A column whose head says `Tên dự án` holds them, and so does the second column of a table without heads below a line
that says so. A section or a bullet begins with one beside others that do, or before what is said of its progress.
"""

import re
from collections import deque
from collections.abc import Iterator

from pipeline.document import Span
from pipeline.extract.project_names import (
    INTRODUCED,
    OF_A_PLACE,
    begins_like_a_project,
    end_of_name,
    is_named,
    pattern_of,
    tidy,
    words,
)
from pipeline.notice import Notice
from pipeline.vietnamese.spelling import loose

__all__ = ["projects_at_line_starts", "projects_in_cells"]

_HEAD_ROWS = 4  # a table's head may stand below a row of titles or units
_TITLE_LINES = 4  # a table's title, a note on its decision, its unit
_BARE_HEAD = re.compile(r"Danh mục|DANH MỤC")
_GROUP_NUMBER = re.compile(r"(?:[IVX]+|[A-HĐ])\.?")
_ROW_NUMBER = re.compile(rf"\d{{1,3}}\.?|{_GROUP_NUMBER.pattern}")
_LAST_BRACKET = re.compile(r" ?\([^()\n]{2,60}\)\s*\Z")  # of a cell, so part of the name
_SHORT = 12  # words
_SEVERAL_PARTS = re.compile(r"[:;\n]")
_HAS_A_CAPITAL = re.compile(r" [A-ZĐ]")
_SET_OFF = re.compile(r"\s*(?:[:;,.(\n]|-\s|$)| (?:với )?(?:công suất|quy mô|tổng) ")
_ANOTHER = re.compile(r"(?: ?\([^()\n]{2,80}\))?; ")
_GOES_ON = re.compile(r"\s?(?:,|\(|và\s)[^.]*$")
_FARTHEST_STATUS = 200  # characters
_LABEL_ALONE = re.compile(r"[^.;:\n]{3,60}:?\n")  # `a) Giao thông:`
_COST_OR_TIME = re.compile(
    r", (?:tổng (?:mức|vốn|kinh phí)|khởi công|tiến độ|hoàn thành (?:năm|trong|trước|vào|quý))(?!\w)"
)
_CAPITAL_HEADING = re.compile(r"Đầu tư (?:bằng|từ|xây dựng)(?!\w)[^.;]{3,60}$")
_PROJECT_HEADING = re.compile(r"Dự án (?!và|đầu tư công)\w")
_HEAD_WORDS = re.compile(r"[Dd]ự án|DỰ ÁN|[Cc]ông trình|CÔNG TRÌNH")


def projects_in_cells(notice: Notice) -> Iterator[Span]:
    """The cells of the columns whose head says that they hold projects, or the line above a table without heads."""
    flow = notice.flow
    title = pattern_of("head of project rows")
    head, above = pattern_of("head of a project column"), pattern_of("line above a table of projects")
    columns: set[tuple[int, int]] = set()
    groups: set[tuple[int, int]] = set()  # rows that a letter or a roman number begins
    cells: dict[tuple[int, int, int], Span] = {}
    before = Span(0, 0)
    above_table: deque[Span] = deque(maxlen=_TITLE_LINES)
    for line in notice.document.lines:
        if (cell := line.cell) is None:
            before = line.span
            above_table.append(before)
            continue
        start, end = line.span.start, min(line.span.end, line.span.start + 80)
        if cell.column == 0 and _GROUP_NUMBER.fullmatch(flow, start, line.span.end):
            groups.add((cell.table, cell.row))
        if (cell.row, cell.column) == (0, 0) and _ROW_NUMBER.fullmatch(flow, start, line.span.end):
            if above.match(flow, before.start, before.end):
                columns.add((cell.table, 1))
        elif cell.row < _HEAD_ROWS and _HEAD_WORDS.search(flow, start, end) and head.match(loose(line.span.of(flow))):
            columns.add((cell.table, cell.column))
        elif cell.row < _HEAD_ROWS and _BARE_HEAD.fullmatch(flow, start, line.span.end):
            titles = (title.match(flow, span.start, span.end) for span in above_table)
            if any(found and found["titled"] for found in titles):  # `BIỂU PHÂN BỔ VỐN ĐẦU TƯ`
                columns.add((cell.table, cell.column))
        elif (cell.table, cell.column) in columns:
            place = (cell.table, cell.row, cell.column)
            cells[place] = Span(cells[place].start if place in cells else line.span.start, line.span.end)
    for (table, row, _), span in cells.items():
        start = span.start
        if introduced := INTRODUCED.match(flow, start, span.end):
            start = introduced.end()
        end = end_of_name(flow, start, span.end)
        if noted := _LAST_BRACKET.match(flow, end, span.end):
            end = noted.end()
        name = tidy(flow, start, _whole_name(flow, start, end, span.end))
        text = name.of(flow)
        if (table, row) in groups and (text.isupper() or not begins_like_a_project(text)):
            continue  # `II | Y tế, giáo dục`
        if is_named(text) or (begins_like_a_project(text) and OF_A_PLACE.search(text)):
            yield name


def _whole_name(flow: str, start: int, name_end: int, end: int) -> int:
    """Where the name that begins a heading or a cell ends: with it, if only a comma or `và` seems to end the name."""
    text = flow[start:end]
    alone = len(text.split()) <= _SHORT and not _SEVERAL_PARTS.search(text)
    return end if alone and _GOES_ON.match(flow, name_end, end) else name_end


def projects_at_line_starts(notice: Notice) -> Iterator[Span]:
    """The works that begin a section or a bullet: `2. Cầu Bến Gỗ` beside `1. Dự án Chợ Tân An`, `- Kè Tân An: đã xong`.

    Without such a neighbour, a heading above that speaks of projects, or a word of progress behind the colon, it may be
    a body or a place.
    """
    flow, work, status = notice.flow, pattern_of("work that begins its line"), words().status
    about = {section.id for section in notice.sections if _HEAD_WORDS.search(section.title)}
    about |= {section.id for section in notice.sections if _CAPITAL_HEADING.match(section.title)}
    parents = {section.id: section.parent for section in notice.sections}
    labels = {s.id for s in notice.sections if _LABEL_ALONE.match(flow, s.heading.start)}
    about |= {section.parent or "" for section in notice.sections if _PROJECT_HEADING.match(section.title)}
    lines = [(s.heading.start + len(s.marker), s.heading.end, s.parent or "") for s in notice.sections]
    lines += [(b.span.start + len(b.marker), b.span.end, b.section or "") for b in notice.bullets]
    for start, end, parent in lines:
        if parent in labels and parents[parent] in about:
            parent = parents[parent] or ""  # `a) Giao thông:` below `2. Đầu tư các công trình`
        start += flow[start : start + 1] == " "
        found = work.match(flow, start, end)
        if not found:
            continue
        stop = flow.find("\n", start)
        paragraph_end = len(flow) if stop < 0 else stop
        listed = parent in about
        said = status.search(flow, start, min(paragraph_end, start + _FARTHEST_STATUS))
        if not said:
            said = _COST_OR_TIME.search(flow, start, min(paragraph_end, start + _FARTHEST_STATUS))
            if said and end_of_name(flow, start, paragraph_end) != said.start():
                said = None
        if not (listed or said):
            continue
        name_end = end_of_name(flow, start, said.start() if said else paragraph_end)
        if listed and not said and paragraph_end == end:
            name_end = _whole_name(flow, start, name_end, end)
        name = tidy(flow, start, name_end)
        if not said and not _HAS_A_CAPITAL.search(name.of(flow)):
            continue  # `Bê tông hóa 4 km đường thôn`
        if is_named(name.of(flow)) and (said or _SET_OFF.match(flow, name.end)):
            yield name
            if listed:
                yield from _others_of_line(flow, name.end, end)


def _others_of_line(flow: str, start: int, end: int) -> Iterator[Span]:
    """The works that a line goes on with: `; chợ đầu mối Bến Gỗ; Bệnh viện Nhi Mỹ Đức (thêm 70 giường)`."""
    while another := _ANOTHER.match(flow, start, end):
        name = tidy(flow, another.end(), end_of_name(flow, another.end(), end))
        if not (begins_like_a_project(name.of(flow)) and is_named(name.of(flow)) and _SET_OFF.match(flow, name.end)):
            return
        yield name
        start = name.end
