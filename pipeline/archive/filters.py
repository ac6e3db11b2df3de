"""Which documents are asked for, in the same words by `search` and `export`."""

import re
from dataclasses import dataclass
from datetime import date

from sqlalchemy import CTE, Column, ColumnElement, Connection, func, literal, or_, select

from pipeline.archive.tables import TABLE
from pipeline.errors import InputError
from pipeline.extract.citations.bodies import written_out
from pipeline.rows import days_of
from pipeline.vietnamese.spelling import nfc, plain

__all__ = ["Filter", "conditions", "doc_types", "period", "standing"]


@dataclass(frozen=True, slots=True)
class Filter:
    """All that is set must hold. Names are found with and without accents.

    Attributes:
        number: the document's own number, "14-TB/ĐU", or only its serial, "14"
        doc_type: "thông báo"
        issuer: words of the issuer's name, short forms too: "UBND tỉnh Cà Mau"
        since: "2025", "2025-09" or "2025-09-03": documents that may be of that day or a later one
        until: documents that may be of that day or an earlier one
        road: the name of a road in it
        project: words of the name of a project in it
        cites: a document that it cites: the number, words of the name, or the key, "nq:68-nq/tw:2025-05-04"
        superseded: also documents that another one has replaced in their file
    """

    number: str | None = None
    doc_type: str | None = None
    issuer: str | None = None
    since: str | None = None
    until: str | None = None
    road: str | None = None
    project: str | None = None
    cites: str | None = None
    superseded: bool = False


def _different(column: Column[str]) -> CTE:
    """The different values of a column, `value` each: from one to the next by its index, not by all rows."""
    found = select(func.min(column).label("value")).cte(f"different_{column.name}", recursive=True)
    following = select(func.min(column)).where(column > found.c.value).correlate(found).scalar_subquery()
    return found.union_all(select(following).where(found.c.value.is_not(None)))


def doc_types(connection: Connection) -> list[str]:
    """The types that the archive has documents of."""
    found = _different(TABLE["documents"].c.doc_type)
    return list(connection.execute(select(found.c.value).where(found.c.value.is_not(None))).scalars())


def _types_named(connection: Connection, name: str) -> list[str]:
    there = doc_types(connection)
    named = [kind for kind in there if plain(kind) == plain(nfc(name))]
    if not named:
        have = f"there are {', '.join(there)}" if there else "the archive is empty"
        raise InputError(f"no document of the type {name!r}; {have}")
    return named


def _numbered(column: Column[str], number: str) -> ColumnElement[bool]:
    """`5-CT/TW` finds `05-CT/TW` too, and `5` all numbers with that serial."""
    wanted = re.sub(r"^0+(?=\d)", "", "".join(plain(nfc(number)).split()))
    spellings = [zeros + wanted for zeros in ("", "0", "00")] if wanted[:1].isdigit() else [wanted]
    if not wanted.isdigit():
        return column.in_(spellings)
    signs = ("-", "/")
    return or_(column.in_(spellings), *(column.startswith(s + sign) for s in spellings for sign in signs))


def _named(column: ColumnElement[str], name: str) -> ColumnElement[bool]:
    """Whether whole words of the column are `name`."""
    padded: ColumnElement[str] = literal(" ") + column + literal(" ")
    return padded.contains(f" {' '.join(plain(nfc(name)).split())} ", autoescape=True)


def _issued_by(column: ColumnElement[str], issuer: str) -> ColumnElement[bool]:
    """The name as given, or with its short forms written out."""
    return or_(_named(column, issuer), _named(column, written_out(nfc(issuer))))


def _cites(cited: str) -> ColumnElement[bool]:
    citations = TABLE["citations"].c
    if ":" in cited:
        return or_(citations.cited == nfc(cited), citations.key == nfc(cited))
    if re.match(r"\d+\b", cited):
        return _numbered(citations.number_folded, cited)
    return or_(_numbered(citations.number_folded, cited), _named(citations.name_folded, cited))


def _day(option: str, partial: str) -> tuple[date, date]:
    first, last = days_of(partial) if re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", partial) else (None, None)
    if first is None or last is None:
        raise InputError(f"{option} {partial}: no date; write 2025, 2025-09 or 2025-09-03")
    return first, last


def period(asked: Filter) -> tuple[date | None, date | None]:
    """The first and the last day of the period that is asked for; `None` where it is open."""
    first = _day("--since", asked.since)[0] if asked.since else None
    return first, _day("--until", asked.until)[1] if asked.until else None


def standing(asked: Filter) -> list[ColumnElement[bool]]:
    """The conditions that most documents meet: of the period, and not replaced."""
    documents, (first, last) = TABLE["documents"].c, period(asked)
    found: list[ColumnElement[bool]] = []
    if not asked.superseded:
        found.append(documents.superseded_by.is_(None))
    if first:
        found.append(documents.date_to >= first)
    if last:
        found.append(documents.date_from <= last)
    return found


def _found_in(table: str, condition: ColumnElement[bool]) -> ColumnElement[bool]:
    rows = TABLE[table]
    return TABLE["documents"].c.document.in_(select(rows.c.document).where(condition))


def conditions(connection: Connection, asked: Filter) -> list[ColumnElement[bool]]:
    """The conditions that few documents meet, on `TABLE["documents"]`; each is answered from an index."""
    documents = TABLE["documents"]
    other = documents.alias()

    def by_index(condition: ColumnElement[bool]) -> ColumnElement[bool]:
        return documents.c.serial.in_(select(other.c.serial).where(condition))

    found: list[ColumnElement[bool]] = []
    if asked.number:
        found.append(by_index(_numbered(other.c.number_folded, asked.number)))
    if asked.doc_type:
        found.append(documents.c.doc_type.in_(_types_named(connection, asked.doc_type)))
    if asked.issuer:
        issuers = _different(TABLE["documents"].c.issuer_folded).c.value
        found.append(documents.c.issuer_folded.in_(select(issuers).where(_issued_by(issuers, asked.issuer))))
    if asked.road:
        names = _different(TABLE["roads"].c.name_folded).c.value  # few, each in many documents
        named = select(names).where(_named(names, asked.road))
        found.append(_found_in("roads", TABLE["roads"].c.name_folded.in_(named)))
    if asked.project:
        found.append(_found_in("projects", _named(TABLE["projects"].c.name_folded, asked.project)))
    if asked.cites:
        found.append(_found_in("citations", _cites(asked.cites)))
    return found
