"""Months, quarters and years: their names, their order, and which documents have a place in them."""

from datetime import date, timedelta
from math import sqrt
from typing import Literal

from pipeline.research.filters import Condition

__all__ = ["By", "all_bins", "bin_end", "bin_name", "bin_sql", "interval", "placed"]

By = Literal["month", "quarter", "year"]
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


def bin_sql(by: By, prefix: str = "") -> str:
    """The first day of a document's bin, as SQL."""
    return f"date_trunc('{by}', {prefix}date_from)::DATE"


def placed(by: By, prefix: str = "") -> Condition:
    """That all days which a document's date may mean lie in one bin: one of `2025` is in no month, but in a year."""
    return Condition(f"date_trunc('{by}', {prefix}date_from) = date_trunc('{by}', {prefix}date_to)")


def _next(start: date, by: By) -> date:
    months = start.year * 12 + start.month - 1 + _MONTHS[by]
    return date(months // 12, months % 12 + 1, 1)


def bin_end(start: date, by: By) -> date:
    """The last day of the bin that begins on `start`."""
    return _next(start, by) - timedelta(days=1)


def all_bins(first: date, last: date, by: By) -> list[date]:
    """The first days of all bins from the one that holds `first` to the one that holds `last`, none left out."""
    months = _MONTHS[by]
    start = date(first.year, (first.month - 1) // months * months + 1, 1)
    bins = []
    while start <= last:
        bins.append(start)
        start = _next(start, by)
    return bins


def bin_name(start: date, by: By) -> str:
    """`2025-09`, `2025-Q3`, `2025`."""
    if by == "year":
        return f"{start.year}"
    return f"{start.year}-Q{(start.month + 2) // 3}" if by == "quarter" else f"{start.year}-{start.month:02}"


def interval(hits: int, of: int) -> tuple[float, float]:
    """The 95 % interval of a share by Wilson's formula: `interval(0, 10)` is `(0.0, 0.278)`, not a false certainty.

    E. B. Wilson, Probable inference, the law of succession, and statistical inference, JASA 22 (1927), 209-212.
    """
    z = 1.959964
    share, extra = hits / of, z * z / of
    middle, half = share + extra / 2, z * sqrt(share * (1 - share) / of + extra / (4 * of))
    return max(0.0, (middle - half) / (1 + extra)), min(1.0, (middle + half) / (1 + extra))
