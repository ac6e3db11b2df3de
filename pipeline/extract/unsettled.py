"""What of targets and results stays as written because nothing settles it: amounts, periods, figures.

A figure that is wrong is worse than one that is missing, so nothing is guessed; the reader is told instead.
"""

import re
from collections.abc import Iterable, Iterator

from pipeline.notice import Notice
from pipeline.records import Remark, Target
from pipeline.rules import gazetteer
from pipeline.vietnamese.numbers import parse_number, split_power

__all__ = ["find_unsettled"]

_MOST = 20  # of a kind in one document: a table of such units tells the same each time
_CALENDAR = re.compile(r"tháng \d|quý [ivx\d]|\d{1,2}/\d{1,2}(?!\d)|ngày \d", re.IGNORECASE)
_FIGURE = re.compile(
    # Begins with a digit, so that the search jumps from digit to digit; without a dot or comma any figure is read.
    r"(?P<figure>[0-9](?<![\w.,/-]\d)\d*(?:[.,]\d+)+)"
    r"(?=\s?(?:(?:nghìn|ngàn|triệu|tỷ|tỉ) |(?:đồng|USD|ha|km|tấn|m2|m3)\b|%))"
)


def find_unsettled(notice: Notice, targets: Iterable[Target]) -> tuple[Remark, ...]:
    """A remark for each amount, period and figure that could not be normalised."""
    targets = tuple(targets)
    kinds = (_amounts(targets), _periods(targets), _figures(notice))
    return tuple(remark for kind in kinds for remark, _ in zip(kind, range(_MOST), strict=False))


def _amounts(targets: Iterable[Target]) -> Iterator[Remark]:
    """Units of measure whose size differs from place to place: `15 sào`."""
    without_base = {unit for unit, base in gazetteer("units")["measures"].items() if not base}
    for target in targets:
        _, unit = split_power(target.unit.lower())
        if target.amount is None and unit in without_base:
            yield Remark(
                code="amount not normalised",
                message=f"{target.value:g} {target.unit}: the unit has no one size; take it as written",
                span=(target.evidence.start, target.evidence.end),
            )


def _periods(targets: Iterable[Target]) -> Iterator[Remark]:
    """Days, months and quarters of a year that neither the text nor the date of the document settles."""
    for target in targets:
        settled = target.period_start or target.period_end
        if target.period and not settled and _CALENDAR.search(target.period):
            yield Remark(
                code="period not settled",
                message=f"{target.period}: neither the text nor the date of the document tells the year",
                span=(target.evidence.start, target.evidence.end),
            )


def _figures(notice: Notice) -> Iterator[Remark]:
    """Figures in a notation that can be read in two ways or in none: `8,032.1 tỷ đồng`."""
    for match in _FIGURE.finditer(notice.flow):
        if parse_number(match["figure"]) is None:
            yield Remark(
                code="figure not read",
                message=f"{match['figure']}: dots and commas stand as in no number; take it as written",
                span=match.span("figure"),
            )
