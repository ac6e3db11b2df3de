"""Both sides of a citation: who cites a document, and what a document cites."""

from typing import Any

from pipeline.errors import InputError
from pipeline.extract.citations.identity import number_key
from pipeline.research.answer import Answer
from pipeline.research.filters import Condition, Filters
from pipeline.research.holdings import Holdings
from pipeline.research.named import found
from pipeline.research.trends import caption

__all__ = ["cited_by", "cites"]


def _one_line(text: str) -> str:
    return " ".join(text.split())


def cited_by(holdings: Holdings, documents: tuple[str, ...], filters: Filters | None = None, limit: int = 50) -> Answer:
    """The documents that cite any of `documents`, the latest first, each with its words and their page.

    A document that cites by another number's open half is listed under `not told which`. `limit` 0 lists all.
    """
    filters = filters or Filters()
    rows: list[tuple[Any, ...]] = []
    notes = []
    for one in found(holdings, documents):
        where = one.condition & filters.within(holdings, "document_") & filters.citations()
        count, mentions = holdings.ask(
            "SELECT sum(citing)::BIGINT, sum(mentions)::BIGINT FROM ("
            "SELECT count(*) AS citing, sum(mentions) AS mentions FROM citations_once "
            f"WHERE {where.sql} AND repeats = 1 "
            "UNION ALL SELECT count(DISTINCT document_no), sum(mentions) FROM citations_once "
            f"WHERE {where.sql} AND repeats > 1)",
            (*where.parameters, *where.parameters),
        )[0]
        notes.append(
            f"{one.label}: cited by {count:,} documents, {mentions or 0:,} times"
            if count
            else f"{one.label}: not cited"
        )
        listed = holdings.ask(
            f"SELECT document, document_doc_type, document_number, document_date, document_issuer, document_level, "
            f"relation, mentions, status, page, text FROM citations_once WHERE {where.sql} "
            f"ORDER BY document_date_from DESC NULLS LAST, document_no, ordinal {'LIMIT ?' if limit else ''}",
            (*where.parameters, *([limit] if limit else [])),
        )
        rows += [(one.label, *row[:-1], _one_line(row[-1])) for row in listed]
        if limit and count > limit:
            notes.append(f"the latest {limit} are listed; --limit 0 lists all")
    columns = (
        "cited",
        "document",
        "type",
        "number",
        "date",
        "issuer",
        "level",
        "relation",
        "mentions",
        "status",
        "page",
    )
    return Answer("Cited by", caption(holdings, filters), (*columns, "quote"), tuple(rows), tuple(notes))


def _of_archive(holdings: Holdings, document: str) -> Condition:
    """The documents of the archive that `document` names: a record's id, a file's name, or a number."""
    for column in ("document", "name"):
        if holdings.ask(f"SELECT 1 FROM documents WHERE {column} = ? LIMIT 1", [document]):
            return Condition(f"{column} = ?", (document,))
    number, _, date = document.partition(":")
    condition = Condition("number_key = ? AND starts_with(coalesce(date, ''), ?)", (number_key(number), date))
    if not holdings.ask(f"SELECT 1 FROM documents WHERE {condition.sql} LIMIT 1", condition.parameters):
        raise InputError(
            f"{document}: no document of this id, file name or number in {holdings.label}; "
            "`trichyeu research cited-by` asks for documents that are cited, in the archive or not"
        )
    return condition


def cites(holdings: Holdings, document: str, filters: Filters | None = None) -> Answer:
    """What a document of the archive cites, in reading order; of all documents that have the number, if several do."""
    filters = filters or Filters()
    which, cited = _of_archive(holdings, document), filters.citations()
    rows = holdings.ask(
        f"SELECT document, document_number, document_date, doc_type, number, name, date, issuer, relation, mentions, "
        f"status, page, text FROM citations WHERE document IN (SELECT document FROM documents WHERE {which.sql}) "
        f"AND {cited.sql} ORDER BY document_date_from DESC NULLS LAST, document_no, ordinal",
        (*which.parameters, *cited.parameters),
    )
    columns = (
        "document", "document_number", "document_date", "type", "number", "name", "date", "issuer", "relation",
        "mentions", "status", "page", "quote",
    )  # fmt: skip
    documents = len(holdings.ask(f"SELECT document FROM documents WHERE {which.sql}", which.parameters))
    notes = [f"{documents} documents of the archive are called {document}"] if documents > 1 else []
    found_rows = tuple((*row[:-1], _one_line(row[-1])) for row in rows)
    return Answer(f"What {document} cites", caption(holdings, filters), columns, found_rows, tuple(notes))
