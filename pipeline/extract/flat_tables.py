"""Tables of targets that lost their lines: a head that names the columns, rows that end in as many figures.

    TT Chỉ tiêu ĐVT KH năm 2031 Ước TH 9 tháng TH/KH (%)
    1 Sản lượng lương thực tấn 53.200 41.870 78,7

gives a target of 53 200 tấn, a result of 41 870 tấn and one of 78.7 %. A head without a column of units wants a line
above it that names one (`Đơn vị tính: triệu đồng`), a unit in each column of figures, or money with its unit in the
last column, which then alone counts (`TT Công trình Quy mô Kinh phí dự kiến (triệu đồng)`). A row counts only where its
figures are as many as the columns.

    TT Xã Trồng rừng (ha) Đường thôn (km)
    1 Xã Tân An 85 12,4

Columns may be of anything, where each begins with a capital, the first alone has no figures, and two rows agree.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.document import Line, Span
from pipeline.extract.quantities import find_unit, spelt_out
from pipeline.extract.target_tables import TableFigure, column_kind, is_share, unit_of_column
from pipeline.extract.unit_captions import UnitCaption, unit_at
from pipeline.notice import Notice
from pipeline.vietnamese.numbers import NUMBER, parse_number

__all__ = ["find_flat_figures"]

_HEAD = re.compile(r"\s*(?:TT|STT|Số TT)\s(?=\S)")
_UNIT_COLUMN = re.compile(r"\s(?:ĐVT|Đơn vị tính)\s")
_NOTE = re.compile(r"\sGhi chú\s*$")
_WHEN = (
    r"(?:(?:cả |hết |đến )*(?:năm |quý |ngày |giai đoạn |vụ )?"
    r"(?:\d{1,2} tháng(?: đầu| cuối)?(?: năm)?(?: \d{4})?|(?:[\dIVX]+/){0,2}\d{4}(?:\s?-\s?\d{4})?))"
)
_COLUMN = re.compile(
    r"(?:(?:TH/KH|(?:Tỷ lệ|So sánh|So với (?:KH|kế hoạch)|Đạt)(?: [^\W\d]+){0,2})\s?\(?%\)?"
    rf"|(?:KH|Kế hoạch|Mục tiêu|Dự toán|Ước TH|Ước thực hiện|Ước đạt|TH|Thực hiện|Kết quả|Giải ngân)"
    rf"(?: vốn| giao)?(?: {_WHEN})?(?: \([^()]{{1,20}}\))?"
    rf"|Lũy kế(?: [^\W\d]+){{0,4}}(?: {_WHEN})?|Tổng mức đầu tư|(?:Năm )?\d{{4}})(?:\s|$)"
)
_WORD_OF_HEAD = re.compile(r"\([^()]*\)|\S+")
_UNIT_OF_COLUMN = re.compile(r"\s\((?P<unit>[^()\d]{1,16})\)\s*$")
_MONEY_LAST = re.compile(
    r"\s(?P<column>(?:Kinh phí|(?:KH|Kế hoạch|Nhu cầu|Mức|Tổng) vốn|Vốn|Dự toán|Số tiền)(?: [^\W\d]+){0,4}"
    r"(?: \d{4}(?: ?- ?\d{4})?)?) \((?P<unit>[^()\d]{2,16})\)\s*$"
)
_YEARS = re.compile(r"\s(?P<years>20\d\d(?:\s?[-–]\s?20\d\d)?)\s*$")
_ROW = re.compile(r"\s*\d{1,3}\.?\s(?=[^\W\d])")
_CELL = re.compile(rf"(?<=\s){NUMBER}(?=\s|$)")
_LONGEST_LINE = 300  # code points
_ROWS_THAT_AGREE, _LINES_THAT_AGREE = 2, 6
_MOST_MISSES = 3  # lines after a row that belong to none: a group's name, a sum


@dataclass(frozen=True, slots=True)
class _Columns:
    """The columns of figures of a table and, where it has no column of units, the unit of each.

    `ends_rows` where other columns may have figures before the one that is counted; `of_rows` where the columns are
    named by what they hold, and their figures are of what the rows name.
    """

    spans: tuple[Span, ...]
    units: tuple[str, ...] | None
    ends_rows: bool = False
    of_rows: bool = False


def _unit_of(text: str, column: Span, caption: str | None) -> str | None:
    """The unit that stands behind a column's name, or the one that the table has."""
    own = _UNIT_OF_COLUMN.search(text, column.start, column.end)
    if own and find_unit(spelt_out(own["unit"]), 0, len(spelt_out(own["unit"]))) == 0:
        return own["unit"]
    header = column.of(text).lower()
    return "%" if is_share(header) else unit_of_column(header, caption)


def _with_units(text: str, spans: list[Span], caption: str | None, *, of_rows: bool = False) -> _Columns | None:
    """Columns without one for units, `None` where the unit of one is not known."""
    units = tuple(unit for span in spans if (unit := _unit_of(text, span, caption)))
    return _Columns(tuple(spans), units, of_rows=of_rows) if spans and len(units) == len(spans) else None


def _of_anything(text: str, start: int, end: int) -> list[Span]:
    """The columns of a head, each from one capital to the next."""
    begun: list[int] = []
    behind_unit = True
    for word in _WORD_OF_HEAD.finditer(text, start, end):
        if word[0][0].isupper() and (behind_unit or not word[0].isupper()):  # `Đường GTNT (km)` is one
            begun.append(word.start())
        behind_unit = word[0].endswith(")")
    return [Span(a, a + len(text[a:b].rstrip())) for a, b in pairwise([*begun, end])]


def _columns(text: str, line: Span, caption: str | None) -> _Columns | None:
    """What the head of a table says, `None` where a line is none; `caption` is the unit named above it."""
    head = _HEAD.match(text, line.start, line.end)
    if head is None:
        return None
    note = _NOTE.search(text, line.start, line.end)
    end = note.start() if note else line.end
    last = _MONEY_LAST.search(text, head.end(), end)
    if last and find_unit(spelt_out(last["unit"]), 0, len(spelt_out(last["unit"]))) == 0:
        return _Columns((Span(*last.span("column")),), (last["unit"],), ends_rows=True)
    own = _UNIT_COLUMN.search(text, head.end(), end)
    at = own.end() if own else next((m.start() for m in _COLUMN.finditer(text, head.end() + 1, end)), end)
    spans = []
    while at < end and (column := _COLUMN.match(text, at, end)):
        spans.append(Span(at, column.end()))
        at = column.end()
    if own:
        return _Columns(tuple(spans), None) if spans and at == end else None
    if at == end and (known := _with_units(text, spans, caption)):
        return known
    return _with_units(text, _of_anything(text, head.end(), end)[1:], caption, of_rows=True)


def _cells(text: str, row: Span, columns: _Columns) -> list[re.Match[str]] | None:
    """The figures that end a row, one for each column; `None` where there are more or fewer.

    The last column, which compares the others, may be empty: `7 Tỷ lệ hộ dùng nước sạch % 96,5 95,8`.
    """
    cells: list[re.Match[str]] = []
    for cell in _CELL.finditer(text, row.start, row.end):
        if cells and text[cells[-1].end() : cell.start()].strip():
            cells = []
        cells.append(cell)
    if not cells or text[cells[-1].end() : row.end].strip():
        return None
    if columns.ends_rows:
        return cells
    missing = len(columns.spans) - len(cells)
    compared = missing == 1 and len(cells) > 1 and is_share(columns.spans[-1].of(text).lower())
    return cells if not missing or compared else None


def _money_of_row(text: str, start: int, cell: re.Match[str], columns: _Columns) -> Iterator[TableFigure]:
    """The money that ends a row, for the years before it: `1 Cầu Tân An 2031 - 2032 9.800`.

    What else the row has is read as prose, so the figure's cell alone is quoted.
    """
    (column,) = columns.spans
    years = _YEARS.search(text, start, cell.start())
    name = text[start : years.start() if years else cell.start()]
    value = parse_number(cell[0])
    if value is not None and columns.units:
        header = column.of(text).lower()
        yield TableFigure(
            indicator=" ".join(f"{header} {name}".split()),
            value=value,
            value_max=None,
            unit=columns.units[0],
            comparator="=",
            kind=_decided(column_kind(header)),
            column=column,
            group=Span(*years.span("years")) if years else None,
            quote=Span(*cell.span()),
        )


def _decided(kind: str | None) -> str | None:
    """The kind of figure that a column holds, where its head decides that."""
    return None if kind == "open" else kind


def _figures(text: str, row: Span, start: int, columns: _Columns) -> Iterator[TableFigure]:
    """The figures of a row whose name begins at `start`."""
    cells = _cells(text, row, columns)
    if cells is None:
        return
    if columns.ends_rows:
        yield from _money_of_row(text, start, cells[-1], columns)
        return
    name_end = cells[0].start()
    units = columns.units
    if units is None:
        at = find_unit(text, start, len(text[:name_end].rstrip()))
        if at is None:
            return
        units, name_end = (text[at:name_end].strip(),) * len(columns.spans), at
    if len(cells) < len(columns.spans) and units[0] != "%":
        return
    name = " ".join(text[start:name_end].split())
    for cell, column, unit in zip(cells, columns.spans, units, strict=False):
        header = column.of(text).strip().lower()
        kind, value = column_kind(header), parse_number(cell[0])
        if (kind or columns.of_rows) and value is not None:
            of_column = "%" if is_share(header) else unit
            named = f"{_UNIT_OF_COLUMN.sub('', header)} {name}" if columns.of_rows else name
            yield TableFigure(named, value, None, of_column, "=", _decided(kind), column, None, row)


def _agree(text: str, below: Sequence[Line], columns: _Columns) -> bool:
    """Whether two of the next rows have as many figures as there are columns."""
    rows = [line.span for line in below if _ROW.match(text, line.span.start, line.span.end)][:_ROWS_THAT_AGREE]
    return len(rows) == _ROWS_THAT_AGREE and all(
        len(_cells(text, row, columns) or ()) == len(columns.spans) for row in rows
    )


def find_flat_figures(notice: Notice, captions: tuple[UnitCaption, ...] = ()) -> Iterator[TableFigure]:
    """The figures of all tables of targets whose rows are lines of text."""
    text = notice.flow
    if "TT " not in text:
        return  # no column of numbers, which begins the head of a table
    columns: _Columns | None = None
    begun: int | None = None  # where a row begins that goes on in the next line
    misses = 0
    lines = notice.document.lines
    for index, line in enumerate(lines):
        span = line.span
        if line.cell is not None or span.end - span.start > _LONGEST_LINE:
            columns, begun = None, None
            continue
        if found := _columns(text, span, unit_at(captions, span.start)):
            agreed = not found.of_rows or _agree(text, lines[index + 1 : index + 1 + _LINES_THAT_AGREE], found)
            columns, begun, misses = found if agreed else None, None, 0
        elif columns:
            numbered = _ROW.match(text, span.start, span.end)
            start = span.start if numbered else begun
            figures: list[TableFigure] = []
            if start is not None and (name := numbered or _ROW.match(text, start, span.end)):
                figures = list(_figures(text, Span(start, span.end), name.end(), columns))
            misses = 0 if figures or numbered else misses + 1
            begun = None if figures else start
            columns = columns if misses <= _MOST_MISSES else None
            yield from figures
