"""How a document travels down: from its own date to its first citation at each level."""

from dataclasses import replace
from datetime import date
from statistics import median
from typing import Any

from pipeline.errors import InputError
from pipeline.research.answer import Answer
from pipeline.research.filters import Condition, Filters, Period
from pipeline.research.holdings import Holdings
from pipeline.research.named import Named, found
from pipeline.research.trends import caption
from pipeline.rows import days_of

__all__ = ["LEVELS", "lag"]

LEVELS = ("central", "province", "district", "commune")


def _level(holdings: Holdings, filters: Filters, one: Named, issued: date, level: str | None) -> tuple[Any, ...]:
    """One row of `lag`. Only documents dated to the day count, for a lag is in days."""

    def within(prefix: str) -> Condition:
        at = Condition(f"{prefix}level = ?", (level,)) if level else Condition(f"{prefix}level IS NULL")
        to_the_day = Condition(f"{prefix}date_from = {prefix}date_to AND {prefix}date_from >= ?", (issued,))
        return at & filters.documents(holdings, prefix) & filters.dated(prefix) & to_the_day

    where = one.condition & within("document_") & filters.citations()
    citing = holdings.ask(
        "SELECT document_date_from, document, document_number, document_issuer, page, text FROM citations_once "
        f"WHERE {where.sql} QUALIFY row_number() OVER (PARTITION BY document_no ORDER BY ordinal) = 1 "
        "ORDER BY document_date_from, document_no",
        where.parameters,
    )
    whole = within("")
    documents, first = holdings.ask(
        f"SELECT count(*), min(date_from) FROM documents_once WHERE {whole.sql}", whole.parameters
    )[0]
    shown = level or "not known"
    if not citing:
        state = "not cited" if documents else "nothing of that level since then"
        return (one.label, shown, None, None, None, 0, documents, state, None, None, None, None, None)
    days = [(row[0] - issued).days for row in citing]
    day, document, number, issuer, page, quote = citing[0]
    late = first and (first - issued).days > 31
    state = f"at most: the archive has this level only from {first}" if late else "cited"
    middle = int(median(days))
    return (
        one.label,
        shown,
        day,
        days[0],
        middle,
        len(days),
        documents,
        state,
        document,
        number,
        issuer,
        page,
        " ".join(quote.split()),
    )


def lag(holdings: Holdings, documents: tuple[str, ...], filters: Filters | None = None) -> Answer:
    """Days from a document's date to its first citation, and to the middle one, at each level.

    `at most` marks a level of which the archive holds nothing in the first month after the document's date: an earlier
    citation may have been lost. Documents that cite it and are dated before it are counted in the notes.
    """
    filters = filters or Filters()
    rows: list[tuple[Any, ...]] = []
    notes = []
    for one in found(holdings, documents):
        issued = days_of(one.date)[0]
        if not one.told:
            continue
        if not issued:
            notes.append(f"{one.label}: left out, for its own date is not known")
            continue
        rows += [_level(holdings, filters, one, issued, level) for level in LEVELS]
        unknown = _level(holdings, filters, one, issued, None)
        rows += [unknown] if unknown[5] else []
        where = one.condition & filters.documents(holdings, "document_")
        early, coarse = holdings.ask(
            "SELECT count(DISTINCT document_no) FILTER (document_date_to < ?), count(DISTINCT document_no) "
            f"FILTER (document_date_from IS DISTINCT FROM document_date_to OR document_date_from IS NULL) "
            f"FROM citations_once WHERE {where.sql}",
            (issued, *where.parameters),
        )[0]
        if early:
            notes.append(
                f"{one.label}: {early} documents that cite it are dated before it; one of the two dates is wrong"
            )
        if coarse:
            notes.append(f"{one.label}: {coarse} documents that cite it have no full date and are left out")
    if not rows and not notes:
        raise InputError(f"{', '.join(documents)}: no document with a date; give its date: NUMBER:2025-05-04")
    columns = (
        "cited", "level", "first", "days", "median_days", "citing", "documents", "state", "document", "number",
        "issuer", "page", "quote",
    )  # fmt: skip
    words = caption(holdings, replace(filters, period=Period()), "days from the cited document's date")
    return Answer("From a document to its citations", words, columns, tuple(rows), tuple(notes))
