"""Which known document a citation means: resolution against the registry.

A number is not a key, since Party numbers restart with each type, committee and term. So a citation
is resolved by its written date, then its written term, then its issuer; without a date it means no
document younger than the one that cites it. A law cited by name is told by its year. What is left
open stays ambiguous, with its candidates. What is written is never overwritten.
"""

import os
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Literal

from pipeline.errors import InputError
from pipeline.extract.citations.bodies import one_in_country, same_body
from pipeline.extract.citations.identity import Cited, law_name, number_key
from pipeline.extract.citations.keys import citation_iri, citation_key
from pipeline.extract.citations.laws import LAW_TYPES
from pipeline.rules import gazetteer

__all__ = [
    "REGISTRY_FILE",
    "Known",
    "Registry",
    "Resolution",
    "identified",
    "known_documents",
    "resolve",
    "run_of",
    "same_document",
]

REGISTRY_FILE = "TRICHYEU_REGISTRY"
"""The environment variable that names a user's own rows, read after the shipped ones."""

_DATE = re.compile(r"(?:19|20)\d\d-\d\d-\d\d")
_OF_A_YEAR = re.compile(r"/(?:19|20)\d\d/")
_PARTY = re.compile(r"-[^\W\d]+/")  # `68-NQ/TW`; the State has `5/QĐ-UBND`
Status = Literal["resolved", "ambiguous", "unmatched", "conflict"]


@dataclass(frozen=True, slots=True)
class Known:
    """One row of the registry."""

    number: str
    doc_type: str
    date: str
    issuer: str | None = None
    title: str | None = None

    @property
    def key(self) -> str:
        return citation_key(self.doc_type, self.number, None, self.date, None)


@dataclass(frozen=True, slots=True)
class Resolution:
    """What the registry says to a citation; `candidates` are the keys of the rows that it may mean."""

    status: Status
    candidates: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()


def same_document(one: Known, other: Known) -> bool:
    """Whether two rows of one number are of one document."""
    alike = one.doc_type == other.doc_type and one.date == other.date
    return alike and (one_in_country(one.number) or same_body(one.issuer, other.issuer))


class Registry(dict[str, tuple[Known, ...]]):
    """Known documents by number in normal form, each number's rows by date."""

    @cached_property
    def laws(self) -> dict[tuple[str, str], tuple[Known, ...]]:
        """The laws by type and name, `("luật", "đất đai")`, each name's rows by date."""
        found: dict[tuple[str, str], list[Known]] = {}
        for row in sorted((row for rows in self.values() for row in rows), key=lambda row: row.date):
            if row.doc_type in LAW_TYPES and row.title:
                found.setdefault((row.doc_type, law_name(f"{row.doc_type} {row.title}")), []).append(row)
        return {name: tuple(rows) for name, rows in found.items()}


_REQUIRED = ("number", "type", "date")
_ALLOWED = (*_REQUIRED, "issuer", "title", "sources", "witnesses", "contradictions")


def _known(row: dict[str, Any]) -> Known:
    return Known(row["number"], row["type"], row["date"], row.get("issuer"), row.get("title"))


def _own_rows(path: Path) -> list[Known]:
    """The rows of a user's registry file, in the form of the shipped one."""
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except OSError as failure:
        raise InputError(f"{path}: cannot be read: {failure.strerror}; name a registry file") from failure
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as mistake:
        raise InputError(f"{path}: not valid TOML: {mistake}") from mistake
    rows = table.pop("document", [])
    if table or not isinstance(rows, list):
        raise InputError(f"{path}: {', '.join(table) or 'document'} is not known here; write rows as [[document]]")
    for place, row in enumerate(rows, 1):
        missing = [key for key in _REQUIRED if not isinstance(row.get(key), str) or not row[key]]
        strange = [key for key in row if key not in _ALLOWED]
        if missing or strange:
            wrong = f"{', '.join(missing)} must be text" if missing else f"{', '.join(strange)} is not known"
            raise InputError(f"{path}, row {place}: {wrong}; a row has {', '.join(_ALLOWED)}")
        if not _DATE.fullmatch(row["date"]):
            raise InputError(f"{path}, row {place}: date {row['date']!r} is not like 2025-09-03")
    return [_known(row) for row in rows]


def _by_number(rows: Iterable[Known]) -> Registry:
    """The rows by number; a row that is there already only adds the issuer and title that it lacks."""
    found: dict[str, list[Known]] = {}
    for row in rows:
        known = found.setdefault(number_key(row.number), [])
        before = next((i for i, other in enumerate(known) if same_document(other, row)), None)
        if before is None:
            known.append(row)
        else:
            old = known[before]
            known[before] = replace(old, issuer=old.issuer or row.issuer, title=old.title or row.title)
    return Registry({key: tuple(sorted(rows, key=lambda known: known.date)) for key, rows in found.items()})


@cache
def _registry(own: Path | None) -> Registry:
    return _by_number([*map(_known, gazetteer("registry")["document"]), *(_own_rows(own) if own else ())])


def known_documents(own: Path | None = None) -> Registry:
    """The shipped rows, and after them those of `own` or else of the file that `TRICHYEU_REGISTRY` names."""
    named = os.environ.get(REGISTRY_FILE)
    return _registry(own or (Path(named) if named else None))


def _term_of(date: str) -> str | None:
    """The term of congress in which a date lies: `_term_of("2017-10-25")` is `"XII"`."""
    terms: dict[str, str] = gazetteer("registry")["terms"]
    begun = [term for term, since in terms.items() if since <= date[:7]]
    return begun[-1] if begun else None


def run_of(number: str, date: str) -> str | None:
    """In which run of numbers a document lies: a term of congress of the Party, a year of the State."""
    return _term_of(date) if _PARTY.search(number) else date[:4]


def _issued_before(rows: tuple[Known, ...], citing: str | None) -> tuple[Known, ...]:
    """The rows that were there when the citing document was written, its date as precise as it is."""
    return tuple(row for row in rows if row.date[: len(citing)] <= citing) if citing else rows


def _law_by_name(cited: Cited, rows: tuple[Known, ...]) -> Resolution:
    """A law cited by its name is told by its year alone: there may be one of that name that the registry lacks."""
    if not rows:
        return Resolution("unmatched", (), ("not in the registry",))
    keys = tuple(row.key for row in rows)
    if not cited.date:
        return Resolution("ambiguous", keys, ("a law is known by this name, and no year is written",))
    left = tuple(row.key for row in rows if row.date.startswith(cited.date))
    if len(left) == 1:
        return Resolution("resolved", left, ("name", f"date {cited.date}"))
    same_year = tuple(row.key for row in rows if row.date[:4] == cited.date[:4])
    if same_year:
        return Resolution("conflict", same_year, (f"date {cited.date} is not the one known for this year",))
    return Resolution("unmatched", keys, (f"no known law of this name of {cited.date}",))


def resolve(cited: Cited, registry: Registry | None = None, citing: str | None = None) -> Resolution:
    """The row of the registry (`known_documents()` unless given) that `cited` means, if it can be told.

    `citing` is the date of the document that cites: a citation without a date means none that is younger.
    """
    known = known_documents() if registry is None else registry
    if not cited.number:
        laws = known.laws.get((cited.doc_type, law_name(cited.name)), ()) if cited.name else ()
        return _law_by_name(cited, laws if cited.date else _issued_before(laws, citing))
    rows = tuple(row for row in known.get(number_key(cited.number), ()) if row.doc_type == cited.doc_type)
    if not rows:
        return Resolution("unmatched", (), ("not in the registry",))
    local = not one_in_country(rows[0].number)
    if local:
        rows = tuple(row for row in rows if same_body(row.issuer, cited.issuer))
        if not rows:
            return Resolution("unmatched", (), ("this number is known only of other bodies",))
        if not cited.date and not cited.term:
            restart = "many bodies have this number, each anew every year or term, and no date is written"
            return Resolution("ambiguous", tuple(row.key for row in rows), (restart,))
    reasons: list[str] = []
    left = rows
    if (
        not cited.date
        and citing
        and not _OF_A_YEAR.search(cited.number)
        and len(left := _issued_before(rows, citing)) < len(rows)
    ):
        reasons.append(f"none younger than {citing}")
        if not left:
            return Resolution(
                "unmatched", tuple(row.key for row in rows), (f"all known ones are younger than {citing}",)
            )
    if cited.date:
        left = tuple(row for row in rows if row.date.startswith(cited.date))
        reasons.append(f"date {cited.date}")
        if not left:
            run = run_of(rows[0].number, cited.date)
            same_run = tuple(row.key for row in rows if run_of(row.number, row.date) == run)
            if same_run:
                return Resolution("conflict", same_run, (f"date {cited.date} is not the one known for this term",))
            return Resolution("unmatched", tuple(row.key for row in rows), (f"no known document of {cited.date}",))
    if cited.term and len(left) > 1:
        within = tuple(row for row in left if _term_of(row.date) == cited.term.split()[-1])
        left, reasons = (within, [*reasons, f"term {cited.term}"]) if within else (left, reasons)
    if cited.issuer and len(left) > 1:
        issued = tuple(row for row in left if row.issuer and same_body(row.issuer, cited.issuer))
        left, reasons = (issued, [*reasons, f"issuer {cited.issuer}"]) if issued else (left, reasons)
    keys = tuple(row.key for row in left)
    if len(left) > 1:
        return Resolution("ambiguous", keys, (*reasons, f"{len(left)} known documents have this number"))
    if cited.issuer and left[0].issuer and not same_body(left[0].issuer, cited.issuer):
        return Resolution("conflict", keys, (*reasons, f"known as of {left[0].issuer}"))
    return Resolution("resolved", keys, tuple(reasons) or ("the only known document of this number",))


def identified(cited: Cited, registry: Registry | None = None, citing: str | None = None) -> dict[str, Any]:
    """The fields of a citation that follow from its others, the registry and the citing date: key, IRI, status, why."""
    resolution = resolve(cited, registry, citing)
    return {
        "key": citation_key(cited.doc_type, cited.number, cited.name, cited.date, cited.term),
        "iri": citation_iri(cited.doc_type, cited.number, cited.date),
        "status": resolution.status,
        "candidates": resolution.candidates,
        "reasons": resolution.reasons,
    }
