"""Plain SQL over the views of `holdings`, and what their columns mean."""

import duckdb

from pipeline.errors import InputError
from pipeline.research.answer import Answer
from pipeline.research.holdings import VIEWS, Holdings

__all__ = ["COLUMNS", "ask", "views"]

COLUMNS = {
    "document": "the record's id; joins all views",
    "document_no": "the same as a whole number, quicker to join by",
    "identity": "what copies of one document share: type, number, date, issuer; else the record's id",
    "citations_central": "how many central documents it cites",
    "mentions_central": "in how many places it does",
    "copy_of": "the document that this one is a copy of; null for the one that counts",
    "document_copy_of": "the same, of the document that holds the find",
    "year": "of the document's own date; null without a usable one",
    "date": "as printed: 2025, 2025-09 or 2025-09-03",
    "date_from": "the first day that the date may mean",
    "date_to": "the last day that the date may mean",
    "level": "of the office: central, province, district, commune",
    "province": "of the office, as it was called at the time",
    "province_now": "the same since the mergers of 1 July 2025",
    "number_key": "the number without separators, leading zeros and case: 68nqtw; null for a blank serial",
    "key": "the cited document's normal form: type, number or name, date or term as written",
    "cited": "the document that is meant, in the registry or by its words; null where they leave it open",
    "cited_level": "of the cited document's issuer",
    "repeats": "how many citations of this document mean the same `cited`; count those over 1 once",
    "status": "resolved, ambiguous, unmatched or conflict, against the registry",
    "mentions": "in how many places",
    "ordinal": "place in the record's list, from 0",
    "citation": "the ordinal of the citation that this mention is of",
    "road": "the ordinal of the road that this is a part of",
    "owner": "who builds it, as printed",
    "text": "the words that prove it, of the first mention",
    "start": "offset of these words in the record's text",
    "end": "offset behind them",
    "confidence": "of the least sure word; null without OCR",
    "amount": "value in its base unit (VND, m2, m, ...)",
    "characters": "length of the text",
    "warnings": "how many the record has",
}
"""What a column means where its name does not say it."""


def views(holdings: Holdings) -> Answer:
    """Every view with its columns."""
    rows = []
    for view, what in VIEWS.items():
        for name, kind, *_ in holdings.ask(f"DESCRIBE {view}"):
            rows.append((view, name, kind.lower(), COLUMNS.get(name, "")))
        rows.append((view, "", "", what))
    order = {view: at for at, view in enumerate(VIEWS)}
    rows.sort(key=lambda row: (order[row[0]], row[1] != ""))
    shown = [row for row in rows if not row[0].endswith("_once") or not row[1]]
    return Answer("Views", holdings.label, ("view", "column", "type", "what"), tuple(shown))


def ask(holdings: Holdings, query: str) -> Answer:
    """The answer to a query of the caller's own."""
    try:
        cursor = holdings.connection.execute(query)
    except duckdb.Error as mistake:
        raise InputError(
            f"{str(mistake).splitlines()[0]}; `trichyeu research sql SOURCE` prints the views"
        ) from mistake
    columns = tuple(name for name, *_ in cursor.description or ())
    return Answer("SQL", f"{holdings.label}, as of {holdings.date}", columns, tuple(cursor.fetchall()))
