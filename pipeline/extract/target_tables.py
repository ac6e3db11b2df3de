"""Tables of targets: a column that names the indicators, a column of units, columns of plans and of results.

    TT | Chỉ tiêu             | Đơn vị tính | Kế hoạch năm 2031 | Ước thực hiện
    1  | Tổng thu ngân sách   | tỷ đồng     | 1.250             | 940,5

gives a target of 1250 tỷ đồng and a result of 940.5. A table counts only where its header says which column is
which; a cell counts only where it is a figure and nothing else.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.document import Span
from pipeline.extract.unit_captions import UnitCaption, unit_at
from pipeline.notice import Notice
from pipeline.vietnamese.numbers import NUMBER, parse_number, parse_range

__all__ = ["TableFigure", "column_kind", "find_table_figures", "is_share", "unit_of_column"]

_INDICATOR = re.compile(r"^(?:tên |các |nội dung |danh mục )?(?:chỉ tiêu|mục tiêu|tiêu chí|nội dung)")
# Columns of works, whose figures are named by the heads of their columns: `Kế hoạch vốn (triệu đồng)` of `Chợ Tân An`.
_WORKS = re.compile(r"^(?:tên |danh mục )?(?:các )?(?:dự án|công trình|hạng mục)")
_UNIT = re.compile(r"^(?:đơn vị(?: tính)?|đvt)\b")
_UNIT_IN_HEADER = re.compile(r"\s*\((?P<unit>[^()\d]{1,16})\)\s*$|\s*(?P<share>%)\s*$")
_PLAN = re.compile(r"kế hoạch|\bkh\b|mục tiêu|dự toán|chỉ tiêu|nghị quyết|phấn đấu|giao|giai đoạn|đến năm")
_DONE = re.compile(r"thực hiện|^giải ngân|\bth\b|ước|đạt được|lũy kế|đã ")
_OUTCOME = re.compile(r"kết quả|năm \d{4}|^\d{4}$|quý |tháng |số lượng|giá trị")
_SHARE = re.compile(r"%|tỷ lệ|so sánh")
_OTHER = re.compile(r"thời gian|tiến độ|địa điểm|số lượng|khởi công|hoàn thành|quy mô|năng lực")  # than money
_MEASURE = re.compile(r"chiều |diện tích|\bsố (?!vốn|tiền|thu|chi)")  # in no unit of money
_UNIT_IN_NAME = re.compile(r"\(([^()]{1,24})\)\s*$")
_FIGURE = re.compile(
    rf"(?P<compare>≥|≤|>|<|~|trên|dưới|từ|khoảng|ít nhất|tối thiểu|tối đa|không quá)?\s*"
    rf"(?P<value>{NUMBER}(?:\s?%?\s?(?:-|đến)\s?{NUMBER})?)(?:/\d{{1,3}})?\s*"
    r"(?P<unit>%|(?!trở)[^\W\d_]\D{0,20}?)?\s*(?P<more>trở lên)?(?: và (?:tăng|giảm) dần)?"
)
_SEVERAL = re.compile(r"\s*;\s*")
_COMPARATORS = {
    "≥": ">=", ">": ">=", "trên": ">=", "ít nhất": ">=", "tối thiểu": ">=",
    "≤": "<=", "<": "<=", "dưới": "<=", "tối đa": "<=", "không quá": "<=",
    "~": "~", "khoảng": "~",
}  # fmt: skip
_NAMES_A_PERIOD = re.compile(r"[Nn]ăm|[Gg]iai đoạn|[Qq]uý|[Tt]háng|\d{4}")
_ROW_NUMBER = re.compile(r"[IVX]+|\d+(?:\.\d+)*\.?|[A-Za-zđĐ]\.?")
_MOST_HEADER_ROWS = 3


@dataclass(frozen=True, slots=True)
class TableFigure:
    """A figure of a table. `kind` is target or result, `None` where its column leaves it open.

    `column` is the header above it, `group` the line across the table above it (`I. Đến năm 2030`).
    """

    indicator: str
    value: float
    value_max: float | None
    unit: str
    comparator: str
    kind: str | None
    column: Span | None
    group: Span | None
    quote: Span


@dataclass(frozen=True, slots=True)
class _Cell:
    span: Span
    text: str


_Row = dict[int, _Cell]


def _tables(notice: Notice) -> Iterator[list[_Row]]:
    """The tables of a notice, each a list of rows, each with its cells by column."""
    tables: dict[int, dict[int, dict[int, Span]]] = {}
    for line in notice.document.lines:
        if line.cell is None:
            continue
        row = tables.setdefault(line.cell.table, {}).setdefault(line.cell.row, {})
        held = row.get(line.cell.column)
        row[line.cell.column] = Span(held.start, line.span.end) if held else line.span
    for rows in tables.values():
        yield [
            {column: _Cell(span, " ".join(span.of(notice.flow).split())) for column, span in rows[number].items()}
            for number in sorted(rows)
        ]


def _headers(rows: list[_Row]) -> tuple[dict[int, str], int]:
    """The header of each column, in small letters, and how many rows the headers take."""
    headers: dict[int, str] = {}
    for depth, row in enumerate(rows[:_MOST_HEADER_ROWS]):
        if depth and (_ROW_NUMBER.fullmatch(row[min(row)].text) or _has_figures(row)):
            return headers, depth
        for column, cell in row.items():
            headers[column] = f"{headers.get(column, '')} {cell.text.lower()}".strip()
    return headers, min(len(rows), _MOST_HEADER_ROWS)


def _has_figures(row: _Row) -> bool:
    """Whether any cell but the first, which numbers the rows, is a figure."""
    return any(_figure(cell.text) for column, cell in row.items() if column > min(row))


def _figure(text: str) -> re.Match[str] | None:
    return _FIGURE.fullmatch(text)


def _figures(text: str) -> tuple[re.Match[str], ...]:
    """The figures of a cell, none if it holds anything else: two in `≤ 3 Đông Nam Á; ≤ 50 thế giới`."""
    found = [_figure(part) for part in _SEVERAL.split(text)]
    return tuple(match for match in found if match) if all(found) else ()


def is_share(header: str) -> bool:
    """Whether a column holds shares, whatever the unit of its rows: `tỷ lệ (%)`."""
    return _SHARE.search(header) is not None


def unit_of_column(header: str, caption: str | None) -> str | None:
    """The unit of a column whose cells and header have none: that of the table, unless it holds something else."""
    if is_share(header):
        return "%" if caption else None
    if caption and caption.endswith(("đồng", "đ")) and _MEASURE.search(header):
        return None
    return None if _OTHER.search(header) else caption


def column_kind(header: str) -> str | None:
    """`"target"`, `"result"`, `"open"` where the header only names a period, `None` for no column of figures."""
    if _DONE.search(header) or _SHARE.search(header):
        return "result"
    if _PLAN.search(header):
        return "target"
    return "open" if _OUTCOME.search(header) else None


@dataclass(frozen=True, slots=True)
class _Layout:
    """What the header of a table says: the text and place of each column's header, and which column is which.

    `of_works`: the rows are works, and the headers say what is measured and in what unit. `caption` is the unit that
    stands once for the table.
    """

    headers: dict[int, str]
    places: dict[int, Span]
    name: int
    unit: int | None
    of_works: bool
    caption: str | None


def _row_figures(row: _Row, layout: _Layout, group: Span | None) -> Iterator[TableFigure]:
    headers, name, unit = layout.headers, layout.name, layout.unit
    indicator = row.get(name)
    if indicator is None or len(indicator.text) < 3:
        return
    printed = row[unit].text if unit is not None and unit in row else ""
    in_name = _UNIT_IN_NAME.search(indicator.text) if not printed else None
    if in_name:
        printed = in_name[1]
    for column, cell in sorted(row.items()):
        header = headers.get(column, "")
        kind = column_kind(header)
        if not kind or column in (name, unit) or column < name:
            continue
        if layout.of_works:
            yield from _figures_of_work(indicator, cell, header, kind, layout.caption, layout.places.get(column))
            continue
        for match in _figures(cell.text):
            both = parse_range(match["value"])
            value, value_max = both or (parse_number(match["value"]), None)
            beside = (match["unit"] or "").strip()
            of_column = "%" if is_share(header) else "" if printed else unit_of_column(header, layout.caption) or ""
            # `≤ 3 Đông Nam Á` beside a column of units says among whom, not in what unit.
            among = beside if printed and beside != "%" else ""
            own = printed if among or (beside == "%" and printed.startswith("%")) else beside or of_column or printed
            if value is None or not own:
                continue
            named = _UNIT_IN_NAME.sub("", indicator.text) if in_name and own == printed else indicator.text
            yield TableFigure(
                indicator=f"{named.strip(' -+:;')} {among}".strip(),
                value=value,
                value_max=value_max,
                unit=own,
                comparator="range"
                if both
                else ">="
                if match["more"]
                else _COMPARATORS.get(match["compare"] or "", "="),
                kind=None if kind == "open" else kind,
                column=layout.places.get(column),
                group=group,
                quote=Span(min(indicator.span.start, cell.span.start), max(indicator.span.end, cell.span.end)),
            )


def _figures_of_work(
    name: _Cell, cell: _Cell, header: str, kind: str, caption: str | None, place: Span | None
) -> Iterator[TableFigure]:
    """The figure of a work in a column whose header ends with its unit, or which has the unit of the table."""
    own = _UNIT_IN_HEADER.search(header)
    unit = own["unit"] or own["share"] if own else unit_of_column(header, caption)
    figure = _figure(cell.text)
    value = parse_number(figure["value"]) if unit and figure else None
    if unit and value is not None:
        yield TableFigure(
            indicator=f"{header[: own.start()].strip() if own else header} {name.text}",
            value=value,
            value_max=None,
            unit=unit,
            comparator="=",
            kind=None if kind == "open" else kind,
            column=place,
            group=None,
            quote=Span(min(name.span.start, cell.span.start), max(name.span.end, cell.span.end)),
        )


def find_table_figures(notice: Notice, captions: tuple[UnitCaption, ...] = ()) -> Iterator[TableFigure]:
    """The figures of all tables of targets, row by row; `captions` are the units that stand once for many figures."""
    for rows in _tables(notice):
        if len(rows) < 2:
            continue
        headers, depth = _headers(rows)
        name = next((column for column, header in headers.items() if _INDICATOR.match(header)), None)
        unit = next((column for column, header in headers.items() if _UNIT.match(header)), None)
        of_works = name is None
        if of_works and unit is None:
            name = next((column for column, header in headers.items() if _WORKS.match(header)), None)
        if name is None:
            continue
        places = {column: cell.span for row in rows[:depth] for column, cell in row.items()}
        caption = unit_at(captions, min(cell.span.start for cell in rows[0].values()))
        layout = _Layout(headers, places, name, unit, of_works, caption)
        group: Span | None = None
        for row in rows[depth:]:
            filled = [cell for cell in row.values() if cell.text]
            across = filled and not _has_figures(row) and len({cell.text for cell in filled}) <= 2
            if across and _NAMES_A_PERIOD.search(filled[-1].text):
                group = Span(filled[0].span.start, filled[-1].span.end)
            yield from _row_figures(row, layout, group)
