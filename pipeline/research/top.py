"""The most cited documents, and how their ranks change from one period to another."""

from dataclasses import dataclass, replace
from typing import Any, Literal

from pipeline.research.answer import Answer
from pipeline.research.filters import Condition, Filters, Period
from pipeline.research.holdings import Holdings
from pipeline.research.named import cited_name
from pipeline.research.trends import THIN, caption

__all__ = ["Ranked", "top"]


@dataclass(frozen=True)
class Ranked:
    """How often one document is cited in a period. Equal counts have equal ranks."""

    cited: str
    name: str
    citing: int
    mentions: int
    rank: int


def _counts(holdings: Holdings, filters: Filters, what: Condition) -> dict[str, Ranked]:
    where = what & filters.within(holdings, "document_") & filters.citations()
    rows = holdings.ask(
        f"WITH found AS (FROM citations_once WHERE cited IS NOT NULL AND {where.sql}), counted AS ("
        "SELECT cited, count(*) AS citing, sum(mentions) AS mentions FROM found WHERE repeats = 1 GROUP BY cited "
        "UNION ALL "
        "SELECT cited, count(DISTINCT document_no), sum(mentions) FROM found WHERE repeats > 1 GROUP BY cited) "
        "SELECT cited, sum(citing)::BIGINT AS citing, sum(mentions)::BIGINT AS mentions FROM counted GROUP BY cited",
        where.parameters,
    )
    order = sorted(rows, key=lambda row: (-row[1], -row[2], row[0]))
    ranked: dict[str, Ranked] = {}
    rank, last = 0, None
    for at, (cited, citing, mentions) in enumerate(order, 1):
        rank, last = (rank, last) if citing == last else (at, citing)
        ranked[cited] = Ranked(cited, "", citing, mentions, rank)
    return ranked


def _named(holdings: Holdings, ranked: list[str]) -> dict[str, str]:
    if not ranked:
        return {}
    rows = holdings.ask(
        "SELECT cited, mode(doc_type), mode(number), mode(name), mode(date) FROM citations "
        f"WHERE cited IN ({', '.join('?' * len(ranked))}) GROUP BY cited",
        ranked,
    )
    return {cited: cited_name(cited, *words) for cited, *words in rows}


Change = Literal["new", "gone", "up", "down", "same"]


def top(
    holdings: Holdings,
    filters: Filters | None = None,
    cited: Condition | None = None,
    against: Period | None = None,
    limit: int = 20,
) -> Answer:
    """The documents that most others cite; with `against`, beside their rank in that other period.

    `new` were not cited then, `gone` are not cited any more (the most cited of them, after the others). Citations that
    do not tell which document they mean are counted in the notes and have no rank.
    """
    filters, cited = filters or Filters(), cited or Condition()
    now = _counts(holdings, filters, cited)
    before = _counts(holdings, replace(filters, period=against), cited) if against else {}
    chosen = [*now][:limit]
    gone = [which for which in before if which not in now][: max(limit // 4, 1)] if against else []
    names = _named(holdings, [*chosen, *gone])
    documents = _size(holdings, filters)
    rows: list[tuple[Any, ...]] = []
    for which in [*chosen, *gone]:
        one, other = now.get(which), before.get(which)
        share = round(one.citing / documents, 4) if one and documents else None
        row: tuple[Any, ...] = (
            one and one.rank,
            names[which],
            one.citing if one else 0,
            one.mentions if one else 0,
            share,
        )
        if against:
            row += (other and other.rank, other.citing if other else 0, _change(one, other))
        rows.append((*row, which))
    beside = ("rank_before", "citing_before", "change") if against else ()
    return Answer(
        "Most cited documents",
        caption(holdings, filters, *([f"against {against}"] if against else [])),
        ("rank", "document", "citing", "mentions", "share", *beside, "cited"),
        tuple(rows),
        tuple(_notes(holdings, filters, cited, against, len(now))),
    )


def _change(one: Ranked | None, other: Ranked | None) -> Change:
    if not one or not other:
        return "new" if one else "gone"
    return "up" if one.rank < other.rank else "down" if one.rank > other.rank else "same"


def _size(holdings: Holdings, filters: Filters) -> int:
    where = filters.within(holdings)
    return int(holdings.ask(f"SELECT count(*) FROM documents_once WHERE {where.sql}", where.parameters)[0][0])


def _notes(holdings: Holdings, filters: Filters, cited: Condition, against: Period | None, ranked: int) -> list[str]:
    notes = [f"{ranked:,} documents are cited"]
    for period in (filters.period, against):
        if period is None:
            continue
        size = _size(holdings, replace(filters, period=period))
        thin = "none" if not size else "fewer than the " + str(THIN) + " a share wants" if size < THIN else ""
        notes.append(f"documents of {period}: {size:,}" + (f" ({thin})" if thin else ""))
    where = cited & filters.within(holdings, "document_") & filters.citations()
    left, of_all = holdings.ask(
        f"SELECT count(*) FILTER (cited IS NULL), count(*) FROM citations_once WHERE {where.sql}", where.parameters
    )[0]
    if left:
        notes.append(
            f"{left:,} of {of_all:,} citations ({left / of_all:.0%}) leave open which document they mean: no rank"
        )
    return notes
