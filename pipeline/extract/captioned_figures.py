"""Figures of lists whose unit stands in a caption: words say what each is, and nothing behind it says its unit.

    THU NGÂN SÁCH QUÝ I (ĐVT: triệu đồng)
    - Xã Tân An: dự toán 1.250, thực hiện 402, đạt 32,2%
    - Trạm bơm Bến Gỗ: TMĐT: 9.800; KH vốn: 4.120

gives 1250, 402 and 4120 triệu đồng. Years and numbers in names are no figures, what works cost in all (`TMĐT`) is no
target.
"""

import re
from collections.abc import Iterator

from pipeline.document import Span
from pipeline.extract.target_tables import TableFigure, column_kind
from pipeline.extract.unit_captions import BARE_FIGURE, UnitCaption, paragraphs_from
from pipeline.notice import Notice
from pipeline.rules import gazetteer
from pipeline.vietnamese.numbers import parse_number

__all__ = ["find_captioned_figures"]

_MARKER = re.compile(r"\s*(?:(?:[-+*•·–]|\(?\d{1,3}[.)]|\d{1,2}(?:\.\d{1,2})+|[a-zđ][.)]|[IVX]+\.)\s)?\s*")
_DIVIDES = re.compile(r"[;,()]|\.\s|(?<!\w)(?:và|trong đó)\s")
_WORDS = re.compile(r"[^\W\d_]+")
_NOT_SOUGHT = re.compile(
    r"tổng mức|tmđt|quy mô|diện tích|chiều dài|\bdài\b|thời gian|khởi công|ngày|\bsố (?!vốn|tiền|thu|chi|kinh|dư|nộp)"
    r"|\blần\b|biên chế|tỷ lệ|\bkm\b|cùng kỳ|năm trước"
)
_MONEY = re.compile(r"(?:đồng|đ)$")
_YEARS = range(1900, 2101)
_SMALL = 100  # a whole number below it behind a name may be part of that: `Cầu Bến Gỗ 2`


def _rows(notice: Notice) -> dict[int, Span]:
    """By where a cell begins the cell that names its row: the second, the first being the row's number."""
    names: dict[tuple[int, int], Span] = {}
    rows: dict[int, Span] = {}
    cells = [(line.cell, line.span) for line in notice.document.lines if line.cell is not None]
    for cell, span in cells:
        if cell.column == 1:
            held = names.get((cell.table, cell.row))
            names[cell.table, cell.row] = Span(held.start, span.end) if held else span
    for cell, span in cells:
        if cell.column > 1 and (name := names.get((cell.table, cell.row))):
            rows[span.start] = name
    return rows


def _may_be_a_number(words: str, digits: str) -> bool:
    """Whether a figure right behind these words may number what they name: `Cầu Bến Gỗ 2`, `năm 2031`."""
    last = _WORDS.findall(words)[-1]
    small = digits.isdecimal() and int(digits) < _SMALL and last[0].isupper()
    return small or last.lower() in gazetteer("units")["numbered"]["words"]


def _in_paragraph(notice: Notice, start: int, end: int, unit: str, row: Span | None) -> Iterator[TableFigure]:
    """The figures of `text[start:end]` which have words of their own, with what stands before a colon above these."""
    text = notice.flow
    marker = _MARKER.match(text, start, end)
    at = marker.end() if marker else start
    listed = at > start
    head = ""
    for match in BARE_FIGURE.finditer(text, start, end):
        before = text[at : match.start()]
        at = match.end()
        above, colon, words = before.rpartition(":")
        if colon:
            head = above.rpartition(";")[2].strip(" ,.-–")
        label = _DIVIDES.split(words)[-1].strip(" -–")
        listed = listed or bool(colon)
        value = parse_number(match["value"])
        named = label or (head if colon else "")
        if not listed or value is None or not _WORDS.search(named) or named[-1].isdecimal():
            continue
        if match["value"].isdecimal() and value in _YEARS:
            continue
        if label and _may_be_a_number(label, match["value"]):
            continue
        said = named.lower()
        kind = column_kind(said)
        if _NOT_SOUGHT.search(said) or not (_MONEY.search(unit) or kind or not label):
            continue
        first, second = (label, head) if kind and label else (head, label)
        name = " ".join(row.of(text).split()) if row else ""
        quote = match.start() - len(before) + before.rfind(named)
        yield TableFigure(
            indicator=" ".join(f"{first} {second} {name}".split()),
            value=value,
            value_max=None,
            unit=unit,
            comparator="=",
            kind=None if kind == "open" else kind,
            column=None,
            group=None,
            quote=Span(quote, match.end()),
        )


def find_captioned_figures(notice: Notice, captions: tuple[UnitCaption, ...]) -> Iterator[TableFigure]:
    """The figures without a unit of their own in what the captions hold for, other than whole cells and rows."""
    if not captions:
        return
    rows = _rows(notice)
    in_cells = {line.span.start for line in notice.document.lines if line.cell is not None}
    for caption in captions:
        for paragraph in paragraphs_from(notice, caption.reach.start):
            if paragraph.start >= caption.reach.end:
                break
            if paragraph.end <= caption.reach.start:
                continue
            start = max(caption.reach.start, paragraph.start)
            if paragraph.start in in_cells and ":" not in paragraph.of(notice.flow):
                continue
            end = min(caption.reach.end, paragraph.end)
            yield from _in_paragraph(notice, start, end, caption.unit, rows.get(paragraph.start))
