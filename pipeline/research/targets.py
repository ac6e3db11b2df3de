"""One indicator over time, office by office: what was planned, and what was reached."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from pipeline.errors import InputError
from pipeline.research.answer import Answer
from pipeline.research.filters import Filters
from pipeline.research.holdings import Holdings
from pipeline.research.trends import caption
from pipeline.vietnamese.spelling import loose

__all__ = ["Figure", "figures", "targets", "targets_list"]


@dataclass(frozen=True)
class Figure:
    """One target or result. `value` is in the base unit where there is one: `6.200 triệu đồng` is 6.2e9 VND."""

    indicator: str
    office: str | None
    kind: str
    value: float
    value_max: float | None
    unit: str
    comparator: str
    period: str | None
    since: date | None
    until: date | None
    document: str
    number: str | None
    day: date | None
    dated_as: str | None
    page: int
    quote: str

    @property
    def key(self) -> tuple[str, str, str, date | None, date | None]:
        """What a plan and its result have in common."""
        return loose(self.indicator), self.office or "", self.unit, self.since, self.until


def figures(holdings: Holdings, indicator: str, filters: Filters | None = None) -> list[Figure]:
    """All targets and results whose indicator has the words of `indicator`, by period, then by date of the document."""
    filters, of = filters or Filters(), "document_"
    words = loose(indicator).split()
    if not words:
        raise InputError("name an indicator: `thu ngân sách`, `giấy chứng nhận`")
    known = [name for (name,) in holdings.ask("SELECT DISTINCT indicator FROM targets_once")]
    chosen = [name for name in known if f" {' '.join(words)} " in f" {loose(name)} "]
    if not chosen:  # the words apart, as in `thu nội địa ngân sách`
        chosen = [name for name in known if set(words) <= set(loose(name).split())]
    if not chosen:
        return []
    where = filters.within(holdings, of) & Filters(confident=filters.confident).citations()
    rows = holdings.ask(
        "SELECT indicator, document_issuer, kind, coalesce(amount, value), "
        "CASE WHEN amount IS NULL THEN value_max ELSE amount_max END, coalesce(amount_unit, unit), comparator, period, "
        "period_from, period_to, document, document_number, document_date_from, document_date, page, text "
        f"FROM targets_once WHERE indicator IN ({', '.join('?' * len(chosen))}) AND {where.sql} "
        "ORDER BY coalesce(period_to, period_from, document_date_to) NULLS LAST, "
        "document_date_from, document_no, ordinal",
        (*chosen, *where.parameters),
    )
    return [Figure(*(*row[:-1], " ".join(row[-1].split()))) for row in rows]


def _shown(figures: list[Figure]) -> Figure | None:
    """The figure of the latest document."""
    return max(figures, key=lambda one: (one.day or date.min, one.document), default=None)


def targets(holdings: Holdings, indicator: str, filters: Filters | None = None) -> Answer:
    """Plan beside result of each indicator, office, unit and period.

    Where several documents give a figure the latest counts, and `differ` says how many others say otherwise. A figure
    without a period has the date of its document and no ratio; of percentages there is a difference and no ratio.
    """
    filters = filters or Filters()
    found = figures(holdings, indicator, filters)
    groups: dict[tuple[Any, ...], list[Figure]] = defaultdict(list)
    for one in found:
        at = one.key if one.since or one.until else (*one.key, one.dated_as)
        groups[at].append(one)
    rows = []
    for group in groups.values():
        plans, results = ([one for one in group if one.kind == kind] for kind in ("target", "result"))
        plan, result = _shown(plans), _shown(results)
        either = result or plan
        assert either
        dated = either.since is not None or either.until is not None
        both = plan and result and dated and plan.value_max is None and result.value_max is None
        difference = result.value - plan.value if both and plan and result else None
        ratio = result.value / plan.value if both and plan and result and plan.value and plan.unit != "%" else None
        differ = sum(
            one.value != shown.value for shown, all_ in ((plan, plans), (result, results)) if shown for one in all_
        )
        rows.append(
            (
                either.indicator, either.office, either.period if dated else None, either.since, either.until,
                None if dated else either.dated_as, either.unit,
                plan and plan.value, plan and plan.comparator, result and result.value,
                difference, ratio and round(ratio, 4), differ,
            )
        )  # fmt: skip
    columns = (
        "indicator", "office", "period", "from", "to", "document_date", "unit", "plan", "sign", "result",
        "difference", "ratio", "differ",
    )  # fmt: skip
    notes = [f"{len(found)} figures of {len({one.document for one in found})} documents"]
    if loose_ends := sum(one.since is None and one.until is None for one in found):
        notes.append(f"{loose_ends} figures name no period that can be told: they stand at their document's date")
    return Answer(f"Indicator: {indicator}", caption(holdings, filters), columns, tuple(rows), tuple(notes))


def targets_list(holdings: Holdings, indicator: str, filters: Filters | None = None) -> Answer:
    """Every figure behind `targets` with its words."""
    filters = filters or Filters()
    rows = tuple(
        (
            one.indicator, one.office, one.kind, one.period, one.comparator, one.value, one.value_max, one.unit,
            one.document, one.number, one.dated_as, one.page, one.quote,
        )
        for one in figures(holdings, indicator, filters)
    )  # fmt: skip
    columns = (
        "indicator", "office", "kind", "period", "sign", "value", "value_max", "unit", "document", "number", "date",
        "page", "quote",
    )  # fmt: skip
    return Answer(f"Figures of: {indicator}", caption(holdings, filters), columns, rows)
