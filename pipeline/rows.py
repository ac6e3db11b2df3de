"""A record as rows of flat tables: what the archive, the exports and research store and ask.

One document is one row of `documents`; what was found in it is rows of the other tables, joined by
`document`, the record's id. A find's place in its list is `ordinal`, from 0. Dates are kept as written
(`2025-09`) beside the first and the last day that they may mean.

Three columns tell one document from another, since a number alone does not:

- `documents.identity`: number, date and issuer of the document itself. Copies of one document share it, as PDF and
  Word, or from two offices; where one of the three is not printed it is the record's own id.
- `citations.cited`: the document that is meant, for the registry's rows their key (`nq:68-nq/tw:2025-05-04`); null
  where the text leaves it open, as for a number without a date that several documents have.
- `citations.repeats`: how many citations of this document mean the same `cited`, mostly 1. Where it is more, they
  are counted once: `count(*) FILTER (repeats = 1) + count(DISTINCT document) FILTER (repeats > 1)`.
"""

import calendar
import re
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from pipeline.extract.citations.bodies import known_body, one_in_country, written_out
from pipeline.extract.citations.identity import number_key
from pipeline.offices import level_of, province_now, province_of
from pipeline.records import Citation, Evidence, Header, Project, Record, Road, Target

__all__ = ["PARENT", "TABLES", "Row", "cited_document", "days_of", "rows"]

Row = dict[str, Any]

_PLACE = {"text": str, "start": int, "end": int, "page": int, "section": str, "source": str, "confidence": float}

TABLES: Mapping[str, Mapping[str, type]] = {
    "documents": {
        "document": str,
        "identity": str,
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
        "province": str,
        "province_now": str,
        "doc_type": str,
        "number": str,
        "number_key": str,
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
        "cited": str,
        "cited_level": str,
        "repeats": int,
        "doc_type": str,
        "number": str,
        "number_key": str,
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
    "road_sections": {"document": str, "road": int, "ordinal": int, **_PLACE},
    "projects": {
        "document": str,
        "ordinal": int,
        "name": str,
        "phase": str,
        "place": str,
        "owner": str,
        "mentions": int,
        **_PLACE,
    },
}
"""Each table's columns with their types, in order. Any but the keys may be null."""

PARENT: Mapping[str, str] = {"mentions": "citation", "road_sections": "road"}
"""The tables whose rows belong to a find, with the column that holds its ordinal: theirs begins anew with each."""


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


def _number_key(number: str | None) -> str | None:
    """A number in normal form, `None` for a blank serial: `TB/ĐU` tells no document from another."""
    return number_key(number) if number and number[0].isdigit() else None


def _identity(header: Header) -> str | None:
    """What copies of one document have in common, `None` where number, date or issuer is not printed."""
    number = _number_key(header.number)
    if not number or not header.date or not header.issuer:
        return None
    offices = (written_out(name) for name in (header.issuer, header.parent) if name)
    return ":".join((header.doc_type or "", number, header.date, *offices))


_YEAR_IN_NUMBER = re.compile(r"/(?:19|20)\d\d/")


def cited_document(citation: Citation) -> str | None:
    """The document that `citation` means, `None` where its words do not tell.

    By the registry if it is resolved there; a law of one year and a yearly number are, whatever day is written. Else a
    yearly number of a central body is enough (`118/2025/NĐ-CP`), also that of a technical standard
    (`QCVN 01:2019/BCT`); a law needs its year, by which it goes whatever day is written (`luật:đất đai:2024`); any
    other number its whole date, and one that every commune has also its issuer's words.
    """
    by_name = not citation.number and citation.key.startswith(_LAWS)
    of_a_year = by_name or _YEAR_IN_NUMBER.search(citation.number or "")
    if citation.status == "resolved" or (citation.status == "conflict" and of_a_year and len(citation.candidates) == 1):
        return citation.candidates[0]
    if citation.status != "unmatched":
        return None
    code = citation.key.partition(":")[0]
    if not citation.number:
        if not citation.date or not citation.key.startswith(_LAWS):
            return None
        return citation.key.removesuffix(citation.date) + citation.date[:4]
    number = re.sub(r"^0+(?=\d)", "", written_out(citation.number))
    if one_in_country(citation.number) and _YEAR_IN_NUMBER.search(citation.number):
        return f"{code}:{number}"
    if _STANDARD.match(citation.number):
        return f"{code}:{number.replace(' ', '')}"
    if not number[0].isdigit() or not citation.date or len(citation.date) < len("2025-01-01"):
        return None
    if one_in_country(citation.number):
        return f"{code}:{number}:{citation.date}"
    return f"{code}:{number}:{citation.date}:{written_out(citation.issuer)}" if citation.issuer else None


_STANDARD = re.compile(r"[TQ]CVN ?[\d-]+ ?: ?\d{4}(?!\d)")
_LAWS = ("luật:", "bộ luật:", "pl:")


def _cited_level(citation: Citation) -> str | None:
    """The level of the body that issued the cited document, by its number or else by the issuer as written."""
    number = citation.number or ""
    if citation.key.startswith(_LAWS) or _STANDARD.match(number) or one_in_country(number):
        return "central"
    body = known_body(citation.issuer) if citation.issuer else None
    return body.level if body else None


def _document(record: Record) -> Row:
    header, source = record.header, record.source
    date_from, date_to = days_of(header.date)
    return {
        "document": record.id,
        "identity": _identity(header) or record.id,
        "schema": record.schema_,
        **{
            n: getattr(source, n)
            for n in ("name", "sha256", "media_type", "bytes", "pages", "reader", "ocr_confidence")
        },
        "system": header.system,
        "level": level_of(header),
        "province": (province := province_of(header)),
        "province_now": province_now(province),
        **{n: getattr(header, n) for n in ("doc_type", "number")},
        "number_key": _number_key(header.number),
        **{n: getattr(header, n) for n in ("issuer", "parent", "place", "date")},
        "date_from": date_from,
        "date_to": date_to,
        **{n: getattr(header, n) for n in ("title", "signatory", "signatory_title", "authority")},
        "characters": len(record.text),
        "warnings": len(record.warnings),
    }


def _citation(citation: Citation, repeats: Counter[str | None]) -> Row:
    date_from, date_to = days_of(citation.date)
    return {
        "key": citation.key,
        "cited": (cited := cited_document(citation)),
        "cited_level": _cited_level(citation),
        "repeats": repeats[cited] if cited else 1,
        **{n: getattr(citation, n) for n in ("doc_type", "number")},
        "number_key": _number_key(citation.number),
        "date": citation.date,
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
        "place": project.place and project.place.text,
        "owner": project.owner and project.owner.text,
        "mentions": len(project.mentions),
        **_place(project.mentions[0]),
    }


def rows(record: Record) -> dict[str, list[Row]]:
    """The rows of every table of `TABLES` that `record` gives, each with all of its table's columns, in order."""

    def numbered(row_of: Callable[[Any], Row], finds: tuple[Any, ...]) -> list[Row]:
        return [{"document": record.id, "ordinal": at, **row_of(find)} for at, find in enumerate(finds)]

    repeats = Counter(map(cited_document, record.citations))
    return {
        "documents": [_document(record)],
        "citations": numbered(lambda citation: _citation(citation, repeats), record.citations),
        "mentions": [
            {"document": record.id, "citation": which, "ordinal": at, **_place(mention)}
            for which, citation in enumerate(record.citations)
            for at, mention in enumerate(citation.mentions)
        ],
        "targets": numbered(_target, record.targets),
        "roads": numbered(_road, record.roads),
        "road_sections": [
            {"document": record.id, "road": which, "ordinal": at, **_place(part)}
            for which, road in enumerate(record.roads)
            for at, part in enumerate(road.sections)
        ],
        "projects": numbered(_project, record.projects),
    }
