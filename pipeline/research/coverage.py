"""What the archive holds, and how far it may be trusted."""

from collections.abc import Iterable
from typing import Any

from pipeline.research.answer import Answer
from pipeline.research.bins import By, all_bins, bin_end, bin_name, bin_sql, placed
from pipeline.research.filters import Filters
from pipeline.research.holdings import Holdings
from pipeline.research.trends import caption

__all__ = ["coverage"]

_COUNTS = (
    "count(*), count(date_from)/count(*), count(*) FILTER (date_from = date_to)/count(*), count(number_key)/count(*), "
    "count(level)/count(*), avg(ocr_confidence), sum(cited_documents)::BIGINT, "
    "sum(told)/nullif(sum(cited_documents), 0), sum(resolved)/nullif(sum(cited_documents), 0)"
)
_COLUMNS = (
    "part", "value", "documents", "dated", "to_the_day", "numbered", "level_known", "ocr_confidence", "citations",
    "told", "resolved",
)  # fmt: skip


def coverage(holdings: Holdings, filters: Filters | None = None, by: By = "year") -> Answer:
    """Documents by time, type, level, province and reader: how many there are, and what is known of them.

    `dated` is the share with a usable date, `to_the_day` with a full one; `told` the share of citations whose words
    tell which document they mean, `resolved` of those found in the registry. Times without documents have a row too.
    """
    filters, of = filters or Filters(), "document_"
    where, cited = filters.within(holdings), filters.documents(holdings, of) & filters.citations()
    holdings.connection.execute(
        "CREATE OR REPLACE TEMP TABLE covered AS SELECT documents_once.*, coalesce(told, 0) AS told, "
        "coalesce(cited_documents, 0) AS cited_documents, coalesce(resolved, 0) AS resolved "
        "FROM documents_once LEFT JOIN ("
        "SELECT document_no, count(*) AS cited_documents, count(cited) AS told, count(*) FILTER (status = 'resolved') "
        f"AS resolved FROM citations_once WHERE {cited.sql} GROUP BY document_no) "
        f"USING (document_no) WHERE {where.sql}",
        (*cited.parameters, *where.parameters),
    )
    rows: list[tuple[Any, ...]] = [("all", "", *_rounded(holdings.ask(f"SELECT {_COUNTS} FROM covered")[0]))]
    in_bins = {
        start: counts
        for start, *counts in holdings.ask(
            f"SELECT {bin_sql(by)}, {_COUNTS} FROM covered WHERE {placed(by).sql} GROUP BY ALL ORDER BY 1"
        )
    }
    if in_bins:
        first = filters.period.since or min(in_bins)
        last = filters.period.until or bin_end(max(in_bins), by)
        for start in all_bins(first, last, by):
            counts = _rounded(in_bins[start]) if start in in_bins else (0, *[None] * 5, 0, None, None)
            rows.append((by, bin_name(start, by), *counts))
    (undated, coarse) = holdings.ask(
        f"SELECT count(*) FILTER (date_from IS NULL), count(*) FILTER (date_from IS NOT NULL AND NOT {placed(by).sql}) "
        "FROM covered"
    )[0]
    for column in ("doc_type", "level", "province", "reader"):
        found = holdings.ask(f"SELECT {column}, {_COUNTS} FROM covered GROUP BY ALL ORDER BY 2 DESC, 1")
        rows += [(column, value or "not known", *_rounded(counts)) for value, *counts in found]
    notes = []
    if undated:
        notes.append(f"{undated:,} documents without a usable date are in no {by}")
    if coarse:
        notes.append(f"{coarse:,} documents whose date fits no single {by} are in none")
    if 0 in [row[2] for row in rows if row[0] == by]:
        notes.append(f"a {by} with 0 documents is one of which the archive holds nothing")
    return Answer("What the archive holds", caption(holdings, filters), _COLUMNS, tuple(rows), tuple(notes))


def _rounded(counts: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(round(value, 4) if isinstance(value, float) else value for value in counts)
