"""The most cited documents, and how their ranks change from one period to another."""

from dataclasses import replace
from typing import Any, Literal

from pipeline.registry import known_documents
from pipeline.research.answer import Answer
from pipeline.research.filters import Condition, Filters, Period
from pipeline.research.holdings import Holdings
from pipeline.research.named import Named, cited_name
from pipeline.research.trends import THIN, caption

__all__ = ["ranked", "top"]


def _count(holdings: Holdings, filters: Filters, what: Condition, table: str) -> None:
    """Make a table of each cited document with its counts and its rank; what is left open is its row without a name."""
    where = what & filters.within(holdings, "document_") & filters.citations()
    holdings.connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {table} AS WITH counted AS ("
        "SELECT cited, count(*) AS citing, count(*) AS rows, sum(mentions) AS mentions FROM citations_once "
        f"WHERE repeats = 1 AND {where.sql} GROUP BY cited UNION ALL "
        "SELECT cited, count(DISTINCT document_no), count(*), sum(mentions) FROM citations_once "
        f"WHERE repeats > 1 AND {where.sql} GROUP BY cited) "
        "SELECT cited, sum(citing)::BIGINT AS citing, sum(rows)::BIGINT AS rows, sum(mentions)::BIGINT AS mentions, "
        "rank() OVER (PARTITION BY cited IS NULL ORDER BY sum(citing) DESC) AS place FROM counted GROUP BY cited",
        (*where.parameters, *where.parameters),
    )


def _named(holdings: Holdings, cited: list[str]) -> dict[str, str]:
    """What each of these documents is called: as the registry has it, or as it is written first by the alphabet."""
    names = {
        row.key: cited_name(row.key, row.doc_type, row.number, None, row.date)
        for rows in known_documents().values()
        for row in rows
    }
    others = [which for which in cited if which not in names]
    if others:
        written = holdings.ask(
            "SELECT cited, min(doc_type), min(number), min(name), min(date) FROM citations "
            f"WHERE cited IN ({', '.join('?' * len(others))}) GROUP BY cited",
            others,
        )
        names |= {which: cited_name(which, *words) for which, *words in written}
    return names


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
    _count(holdings, filters, cited, "now")
    if against:
        _count(holdings, replace(filters, period=against), cited, "before")
    else:
        holdings.connection.execute("CREATE OR REPLACE TEMP TABLE before AS FROM now LIMIT 0")
    order = "ORDER BY {0}.place, {0}.mentions DESC, cited LIMIT ?"
    columns_asked = "cited, now.place, now.citing, now.mentions, before.place, before.citing"
    found = holdings.ask(
        f"SELECT {columns_asked} FROM now LEFT JOIN before USING (cited) WHERE cited IS NOT NULL {order.format('now')}",
        [limit],
    )
    if against:
        found += holdings.ask(
            f"SELECT {columns_asked} FROM before LEFT JOIN now USING (cited) "
            f"WHERE now.place IS NULL AND cited IS NOT NULL {order.format('before')}",
            [max(limit // 4, 1)],
        )
    names, documents = _named(holdings, [row[0] for row in found]), _size(holdings, filters)
    rows: list[tuple[Any, ...]] = []
    for which, place, citing, mentions, place_before, citing_before in found:
        share = round(citing / documents, 4) if citing and documents else None
        row = (place, names[which], citing or 0, mentions or 0, share)
        then = (place_before, citing_before or 0, _change(place, place_before)) if against else ()
        rows.append((*row, *then, which))
    beside = ("rank_before", "citing_before", "change") if against else ()
    return Answer(
        "Most cited documents",
        caption(holdings, filters, *([f"against {against}"] if against else [])),
        ("rank", "document", "citing", "mentions", "share", *beside, "cited"),
        tuple(rows),
        tuple(_notes(holdings, filters, against)),
    )


def ranked(answer: Answer) -> list[Named]:
    """The documents that have a rank in an answer of `top`, to list what cites them."""
    return [Named(row[1], Condition("cited = ?", (row[-1],))) for row in answer.rows if row[0] is not None]


def _change(place: int | None, before: int | None) -> Change:
    if place is None or before is None:
        return "gone" if place is None else "new"
    return "up" if place < before else "down" if place > before else "same"


def _size(holdings: Holdings, filters: Filters) -> int:
    where = filters.within(holdings)
    return int(holdings.ask(f"SELECT count(*) FROM documents_once WHERE {where.sql}", where.parameters)[0][0])


def _notes(holdings: Holdings, filters: Filters, against: Period | None) -> list[str]:
    ranked, left, of_all = holdings.ask(
        "SELECT count(cited), coalesce(sum(rows) FILTER (cited IS NULL), 0)::BIGINT, sum(rows)::BIGINT FROM now"
    )[0]
    notes = [f"{ranked:,} documents are cited"]
    for period in (filters.period, against):
        if period is None:
            continue
        size = _size(holdings, replace(filters, period=period))
        thin = "none" if not size else "fewer than the " + str(THIN) + " a share wants" if size < THIN else ""
        notes.append(f"documents of {period}: {size:,}" + (f" ({thin})" if thin else ""))
    if left:
        notes.append(
            f"{left:,} of {of_all:,} citations ({left / of_all:.0%}) leave open which document they mean: no rank"
        )
    return notes
