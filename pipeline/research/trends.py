"""How often documents are cited over time.

A document is counted in the bin (month, quarter, year) that holds every day its date may mean. One without a usable
date, or whose date is too coarse, is counted apart and never dropped. Copies count once.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from pipeline.research.answer import Answer
from pipeline.research.bins import By, all_bins, bin_end, bin_name, bin_sql, interval, placed
from pipeline.research.filters import Condition, Filters
from pipeline.research.holdings import Holdings
from pipeline.research.named import CENTRAL, Named
from pipeline.rows import days_of

__all__ = ["THIN", "Point", "Split", "Trends", "caption", "trends", "trends_list"]

THIN = 10
"""A bin with fewer documents is marked: its share says little."""

State = Literal["counted", "thin", "before", "empty"]
Split = Literal["level", "doc_type", "issuer", "province", "province_now"]


@dataclass(frozen=True)
class Point:
    """One series in one bin.

    `state` is `counted`, `thin` (few documents), `before` (the cited document was not issued yet) or `empty`: the
    archive has nothing of that time. In an empty bin `citing`, `mentions` and the share are `None`, for "not cited"
    would be too much said.
    """

    series: str
    group: str | None
    start: date
    end: date
    name: str
    citing: int | None
    mentions: int | None
    documents: int
    share: float | None
    low: float | None
    high: float | None
    state: State


@dataclass(frozen=True)
class Trends:
    """The points of all series, and which bins count as thin: those of fewer documents."""

    by: By
    split: Split | None
    points: tuple[Point, ...]
    caption: str
    notes: tuple[str, ...] = field(default=())
    thin: int = THIN

    def answer(self) -> Answer:
        """As a table."""
        grouped = self.split is not None
        columns = ("series", *([self.split] if self.split else []), self.by, "citing", "mentions", "documents")
        return Answer(
            "Citations over time",
            self.caption,
            (*columns, "share", "low", "high", "state"),
            tuple(
                (
                    p.series, *([p.group] if grouped else []), p.name, p.citing, p.mentions, p.documents,
                    _round(p.share), _round(p.low), _round(p.high), p.state,
                )
                for p in self.points
            ),
            self.notes,
        )  # fmt: skip


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def caption(holdings: Holdings, filters: Filters, *more: str) -> str:
    """`records, as of 2026-07-31; 2024..2025; level commune; 812 documents`, for tables and under charts."""
    (count, copies) = holdings.ask("SELECT count(*), count(copy_of) FROM documents")[0]
    size = f"{count - copies:,} documents"
    if copies:
        size += " (1 copy left out)" if copies == 1 else f" ({copies:,} copies left out)"
    parts = [f"{holdings.label}, as of {holdings.date}", size, str(filters.period), str(filters), *more]
    return "; ".join(part for part in parts if part)


def _documents(holdings: Holdings, filters: Filters, by: By, split: Split | None) -> dict[tuple[Any, date], int]:
    where = filters.documents(holdings) & filters.dated() & placed(by)
    rows = holdings.ask(
        f"SELECT {split or 'NULL'}, {bin_sql(by)}, count(*) FROM documents_once WHERE {where.sql} GROUP BY ALL",
        where.parameters,
    )
    return {(group, start): count for group, start, count in rows}


def _citing_central(
    holdings: Holdings, filters: Filters, by: By, split: Split | None
) -> dict[tuple[Any, date], tuple[int, int]]:
    """As `_citing` of `CENTRAL` without filters on the citation, from counts that each document has."""
    where = filters.documents(holdings) & filters.dated() & placed(by) & Condition("citations_central > 0")
    rows = holdings.ask(
        f"SELECT {split or 'NULL'}, {bin_sql(by)}, count(*), sum(mentions_central)::BIGINT FROM documents_once "
        f"WHERE {where.sql} GROUP BY ALL",
        where.parameters,
    )
    return {(group, start): (citing, mentions) for group, start, citing, mentions in rows}


def _citing(
    holdings: Holdings, filters: Filters, by: By, split: Split | None, one: Named
) -> dict[tuple[Any, date], tuple[int, int]]:
    if one == CENTRAL and filters.citations() == Condition():
        return _citing_central(holdings, filters, by, split)
    of = "document_"
    where = one.condition & filters.documents(holdings, of) & filters.dated(of) & placed(by, of) & filters.citations()
    group = f"any_value(document_{split})" if split else "NULL"
    rows = holdings.ask(
        f"SELECT grouped, start, count(*), sum(mentions)::BIGINT FROM ("
        f"SELECT {group} AS grouped, any_value({bin_sql(by, of)}) AS start, sum(mentions) AS mentions "
        f"FROM citations_once WHERE {where.sql} GROUP BY document_no) GROUP BY ALL",
        where.parameters,
    )
    return {(group, start): (citing, mentions) for group, start, citing, mentions in rows}


def _apart(holdings: Holdings, filters: Filters, by: By, series: Sequence[Named]) -> list[str]:
    """Notes of the documents that may be of the period but have no bin."""
    every = filters.documents(holdings) & filters.touches_period()
    within = (filters.dated() & placed(by)).sql
    parameters = (*filters.dated().parameters, *every.parameters)
    undated, coarse = holdings.ask(
        f"SELECT count(*) FILTER (date_from IS NULL), count(*) FILTER (date_from IS NOT NULL AND NOT placed) "
        f"FROM (SELECT date_from, ({within}) AS placed FROM documents_once WHERE {every.sql})",
        parameters,
    )[0]
    notes = []
    for count, sql, what in (
        (undated, "document_date_from IS NULL", "without a usable date"),
        (coarse, "document_date_from IS NOT NULL AND NOT placed", f"whose date fits no single {by} of the period"),
    ):
        if not count:
            continue
        cited = []
        for one in series:
            of = "document_"
            where = one.condition & filters.documents(holdings, of) & filters.touches_period(of) & filters.citations()
            (citing,) = holdings.ask(
                f"SELECT count(DISTINCT document_no) FILTER ({sql}) FROM (SELECT document_no, document_date_from, "
                f"({(filters.dated(of) & placed(by, of)).sql}) AS placed FROM citations_once WHERE {where.sql})",
                (*filters.dated(of).parameters, *where.parameters),
            )[0]
            if citing:
                cited.append(f"{citing} cite {one.label}")
        notes.append(f"{count:,} documents {what} are in no bin" + (f"; of them {', '.join(cited)}" if cited else ""))
    return notes


def trends(
    holdings: Holdings,
    series: Sequence[Named],
    filters: Filters | None = None,
    by: By = "month",
    split: Split | None = None,
    thin: int = THIN,
) -> Trends:
    """How many documents cite each of `series`, bin by bin, and what share of the documents of that bin they are.

    With `split` (by level, type, issuer or province of the citing document) each group has a line of its own, and its
    share is of the group's documents.
    """
    filters = filters or Filters()
    documents = _documents(holdings, filters, by, split)
    points: list[Point] = []
    if documents:
        first = filters.period.since or min(start for _, start in documents)
        last = filters.period.until or max(bin_end(start, by) for _, start in documents)
        bins = all_bins(first, last, by)
        sizes: dict[Any, int] = defaultdict(int)
        for (group, _), count in documents.items():
            sizes[group] += count
        groups = sorted(sizes, key=lambda group: (group is None, -sizes[group], group))
        for one in series:
            citing = _citing(holdings, filters, by, split, one)
            for group in groups:
                for start in bins:
                    of = documents.get((group, start), 0)
                    hits, mentions = citing.get((group, start), (0, 0))
                    low, high = interval(hits, of) if of else (None, None)
                    points.append(
                        Point(
                            one.label,
                            (group or "not known") if split else None,
                            start,
                            bin_end(start, by),
                            bin_name(start, by),
                            hits if of else None,
                            mentions if of else None,
                            of,
                            hits / of if of else None,
                            low,
                            high,
                            _state(one, bin_end(start, by), of, thin),
                        )
                    )
    notes = [*_apart(holdings, filters, by, series), *_reading(points, thin)]
    notes += [
        f"{one.label}: citations whose words leave open which document they mean" for one in series if not one.told
    ]
    words = caption(holdings, filters, f"by {by} of the citing document")
    return Trends(by, split, tuple(points), words, tuple(notes), thin)


def _state(one: Named, end: date, documents: int, thin: int) -> State:
    issued = days_of(one.date)[0]
    if not documents:
        return "empty"
    if issued and end < issued:
        return "before"
    return "thin" if documents < thin else "counted"


def _reading(points: Sequence[Point], thin: int) -> list[str]:
    notes = []
    if points:
        notes.append("low, high: the 95 % interval of the share (Wilson)")
    else:
        notes.append("no document of the archive is of this period and these filters")
    if any(point.state == "thin" for point in points):
        notes.append(f"thin: fewer than {thin} documents")
    if any(point.state == "before" for point in points):
        notes.append("before: the cited document was not issued yet; a count there is a wrong date on one side")
    if any(point.state == "empty" for point in points):
        notes.append("empty: the archive holds nothing of that time; this does not say that nothing was cited")
    return notes


def trends_list(
    holdings: Holdings, series: Sequence[Named], filters: Filters | None = None, by: By = "month"
) -> Answer:
    """The citations behind `trends`, one row for each document that cites: as many in a bin as its `citing` says.

    Those of no bin are listed too, with none.
    """
    filters = filters or Filters()
    of = "document_"
    rows: list[tuple[Any, ...]] = []
    for one in series:
        where = one.condition & filters.documents(holdings, of) & filters.touches_period(of) & filters.citations()
        in_bin = filters.dated(of) & placed(by, of)
        found = holdings.ask(
            f"SELECT CASE WHEN {in_bin.sql} THEN {bin_sql(by, of)} END AS start, document, document_number, "
            f"document_date, document_issuer, page, text, status FROM citations_once WHERE {where.sql} "
            "QUALIFY row_number() OVER (PARTITION BY document_no ORDER BY ordinal) = 1 "
            "ORDER BY start NULLS LAST, document_date, document",
            (*in_bin.parameters, *where.parameters),
        )
        for start, *rest, quote, status in found:
            rows.append((one.label, bin_name(start, by) if start else None, *rest, " ".join(quote.split()), status))
    columns = ("series", by, "document", "number", "date", "issuer", "page", "quote", "status")
    return Answer("Documents that cite", caption(holdings, filters), columns, tuple(rows))
