"""A record as rows of flat tables: what the archive, the exports and research store and ask.

One document is one row of `documents`; what was found in it is rows of the other tables, joined by
`document`, the record's id. A find's place in its list is `ordinal`, from 0. Dates are kept as written
(`2025-09`) beside the first and the last day that they may mean.
"""

import calendar
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from pipeline.extract.citations.bodies import known_body
from pipeline.records import Citation, Evidence, Project, Record, Road, Target

__all__ = ["TABLES", "Row", "days_of", "rows"]

Row = dict[str, Any]

_PLACE = {"text": str, "start": int, "end": int, "page": int, "section": str, "source": str, "confidence": float}

TABLES: Mapping[str, Mapping[str, type]] = {
    "documents": {
        "document": str,
        "schema": str,
        "name": str,
        "sha256": str,
        "media_type": str,
        "bytes": int,
        "pages": int,
        "reader": str,
        "ocr_confidence": float,
        "system": str,
        "level": str,
        "doc_type": str,
        "number": str,
        "issuer": str,
        "parent": str,
        "place": str,
        "date": str,
        "date_from": date,
        "date_to": date,
        "title": str,
        "signatory": str,
        "signatory_title": str,
        "authority": str,
        "characters": int,
        "warnings": int,
    },
    "citations": {
        "document": str,
        "ordinal": int,
        "key": str,
        "doc_type": str,
        "number": str,
        "date": str,
        "date_from": date,
        "date_to": date,
        "issuer": str,
        "name": str,
        "term": str,
        "status": str,
        "relation": str,
        "iri": str,
        "mentions": int,
        **_PLACE,
    },
    "mentions": {"document": str, "citation": int, "ordinal": int, **_PLACE},
    "targets": {
        "document": str,
        "ordinal": int,
        "kind": str,
        "indicator": str,
        "value": float,
        "value_max": float,
        "unit": str,
        "comparator": str,
        "period": str,
        "period_from": date,
        "period_to": date,
        "amount": float,
        "amount_max": float,
        "amount_unit": str,
        **_PLACE,
    },
    "roads": {"document": str, "ordinal": int, "name": str, "kind": str, "mentions": int, **_PLACE},
    "projects": {"document": str, "ordinal": int, "name": str, "phase": str, "mentions": int, **_PLACE},
}
"""Each table's columns with their types, in order. Any but the keys may be null."""


def days_of(partial: str | None) -> tuple[date | None, date | None]:
    """The first and the last day that a partial date may mean: `2025-02` is 1 to 28 February 2025.

    `(None, None)` for no date, and for one that is in no calendar (`2025-02-30`, as a document may print).
    """
    parts = [int(part) for part in partial.split("-")] if partial else []
    try:
        match parts:
            case [year]:
                return date(year, 1, 1), date(year, 12, 31)
            case [year, month]:
                return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
            case [year, month, day]:
                return date(year, month, day), date(year, month, day)
    except ValueError:  # calendar.IllegalMonthError is one too
        return None, None
    return None, None


def _place(evidence: Evidence) -> Row:
    return {name: getattr(evidence, name) for name in _PLACE}


def _level(record: Record) -> str | None:
    """The level of the body that issued the document: central, province, district or commune."""
    for name in (record.header.issuer, record.header.parent):
        if name and (body := known_body(name)):
            return body.level
    return None


def _document(record: Record) -> Row:
    header, source = record.header, record.source
    date_from, date_to = days_of(header.date)
    return {
        "document": record.id,
        "schema": record.schema_,
        **{
            n: getattr(source, n)
            for n in ("name", "sha256", "media_type", "bytes", "pages", "reader", "ocr_confidence")
        },
        "system": header.system,
        "level": _level(record),
        **{n: getattr(header, n) for n in ("doc_type", "number", "issuer", "parent", "place", "date")},
        "date_from": date_from,
        "date_to": date_to,
        **{n: getattr(header, n) for n in ("title", "signatory", "signatory_title", "authority")},
        "characters": len(record.text),
        "warnings": len(record.warnings),
    }


def _citation(citation: Citation) -> Row:
    date_from, date_to = days_of(citation.date)
    return {
        **{n: getattr(citation, n) for n in ("key", "doc_type", "number", "date")},
        "date_from": date_from,
        "date_to": date_to,
        **{n: getattr(citation, n) for n in ("issuer", "name", "term", "status", "relation", "iri")},
        "mentions": len(citation.mentions),
        **_place(citation.mentions[0]),
    }


def _target(target: Target) -> Row:
    amount = target.amount
    return {
        **{n: getattr(target, n) for n in ("kind", "indicator", "value", "value_max", "unit", "comparator", "period")},
        "period_from": days_of(target.period_start)[0],
        "period_to": days_of(target.period_end)[1],
        "amount": amount.value if amount else None,
        "amount_max": amount.value_max if amount else None,
        "amount_unit": amount.unit if amount else None,
        **_place(target.evidence),
    }


def _road(road: Road) -> Row:
    return {"name": road.name, "kind": road.kind, "mentions": len(road.mentions), **_place(road.mentions[0])}


def _project(project: Project) -> Row:
    return {
        "name": project.name,
        "phase": project.phase,
        "mentions": len(project.mentions),
        **_place(project.mentions[0]),
    }


def rows(record: Record) -> dict[str, list[Row]]:
    """The rows of every table of `TABLES` that `record` gives, each with all of its table's columns, in order."""

    def numbered(row_of: Callable[[Any], Row], finds: tuple[Any, ...]) -> list[Row]:
        return [{"document": record.id, "ordinal": at, **row_of(find)} for at, find in enumerate(finds)]

    return {
        "documents": [_document(record)],
        "citations": numbered(_citation, record.citations),
        "mentions": [
            {"document": record.id, "citation": which, "ordinal": at, **_place(mention)}
            for which, citation in enumerate(record.citations)
            for at, mention in enumerate(citation.mentions)
        ],
        "targets": numbered(_target, record.targets),
        "roads": numbered(_road, record.roads),
        "projects": numbered(_project, record.projects),
    }
