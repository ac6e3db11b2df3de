"""Units that stand once for many figures: `Đơn vị tính: triệu đồng` above a table, `(ĐVT: tỷ đồng)` behind a heading.

A caption holds for the tables and lists below it, up to the next caption, annex or prose. One that speaks of a table
(`Đơn vị tính trong danh mục: triệu đồng`) holds for what its section has before it.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.document import Span
from pipeline.extract.quantities import find_unit, spelt_out
from pipeline.notice import Notice

__all__ = ["BARE_FIGURE", "UnitCaption", "find_captions", "paragraphs_from", "unit_at"]

BARE_FIGURE = re.compile(
    r"(?<=[\s:])(?P<value>\d++(?:[.,]\d+)*+)(?=\s*(?:[;,()]|\.?$|\.\s)|\s[–-]\s(?!\d))", re.MULTILINE
)
"""A figure that no unit follows."""

_SIGNS = ("ĐVT", "Đvt", "ơn vị tính", "ƠN VỊ TÍNH", "Đơn vị:", "đồng)", "đ)")  # one of them is in every caption
_CAPTION = re.compile(
    r"(?:ĐVT|Đvt|[Đđ]ơn vị(?: tính)?|ĐƠN VỊ TÍNH)"
    r"(?P<before> trong (?:danh mục|bảng|biểu|phụ lục)(?: [^\W\d]+)?)?\s?:\s?"
    r"(?P<unit>(?:1\.000 |tr\.\s?)?[^\W\d][^:;,.()\d\n]{0,18})(?=[).;,\n]|$)"
    r"|\((?P<money>(?:1\.000 |nghìn |ngàn |triệu |tr\.?\s?|tỷ |tỉ )?(?:đồng|đ))\)(?=\s?(?::|\n|$))"
)
_NEXT_PART = re.compile(r"\s*(?:PHỤ LỤC|Phụ lục|BIỂU|Nơi nhận|NƠI NHẬN)\b")
_MOST_MISSES = 3  # paragraphs that hold no figure without a unit


@dataclass(frozen=True, slots=True)
class UnitCaption:
    """A unit, and the part of the text whose figures have it where they have none of their own."""

    unit: str
    reach: Span


def _start_of_reach(caption: UnitCaption) -> int:
    return caption.reach.start


def _start(span: Span) -> int:
    return span.start


def paragraphs_from(notice: Notice, offset: int) -> Iterator[Span]:
    """The paragraph at `offset` and those behind it."""
    first = max(0, bisect_right(notice.paragraphs, offset, key=_start) - 1)
    return (notice.paragraphs[at] for at in range(first, len(notice.paragraphs)))


def _named_units(notice: Notice) -> Iterator[tuple[str, Span, bool]]:
    """The units that captions name, none that is a price, each with its caption's place and whether that comes last."""
    text = notice.flow
    if not any(sign in text for sign in _SIGNS):
        return
    for match in _CAPTION.finditer(text):
        unit = (match["money"] or match["unit"]).rstrip()
        word = spelt_out(unit)
        if "/" not in unit and find_unit(word, 0, len(word)) == 0:
            yield unit, Span(*match.span()), bool(match["before"])


def _end_of_reach(notice: Notice, start: int, limit: int, in_cells: set[int]) -> int:
    """Where a caption that ends at `start` holds no longer."""
    misses, end = 0, start
    for paragraph in paragraphs_from(notice, start):
        if paragraph.start >= limit or (paragraph.start > start and _NEXT_PART.match(notice.flow, paragraph.start)):
            break
        if paragraph.start in in_cells or BARE_FIGURE.search(
            notice.flow, max(start, paragraph.start), min(limit, paragraph.end)
        ):
            misses, end = 0, paragraph.end
        elif (misses := misses + 1) > _MOST_MISSES:
            break
    return min(end, limit)


def find_captions(notice: Notice) -> tuple[UnitCaption, ...]:
    """The units that stand once for many figures, in the order of the text, with disjoint reaches."""
    named = list(_named_units(notice))
    if not named:
        return ()
    in_cells = {line.span.start for line in notice.document.lines if line.cell is not None}
    captions: list[UnitCaption] = []
    done = 0
    for index, (unit, span, comes_last) in enumerate(named):
        if comes_last:
            section = notice.section_at(span.start)
            reach = Span(max(done, section.span.start if section else 0), span.start)
        else:
            following = named[index + 1] if index + 1 < len(named) else None
            limit = following[1].start if following else len(notice.flow)
            reach = Span(span.end, _end_of_reach(notice, span.end, limit, in_cells))
        if reach.start < reach.end:
            captions.append(UnitCaption(unit, reach))
        done = max(span.end, reach.end if not comes_last else span.end)
    return tuple(captions)


def unit_at(captions: tuple[UnitCaption, ...], offset: int) -> str | None:
    """The unit that a figure at `offset` has where it has none of its own."""
    at = bisect_right(captions, offset, key=_start_of_reach)
    return captions[at - 1].unit if at and offset < captions[at - 1].reach.end else None
