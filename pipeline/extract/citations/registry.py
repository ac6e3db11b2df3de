"""Which known document a citation means: resolution against the registry.

A number is not a key, since Party numbers restart with each type, committee and term. So a citation
is resolved by its written date, then its written term, then its issuer; what is left open stays
ambiguous, with its candidates. What is written is never overwritten.
"""

import os
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pipeline.errors import InputError
from pipeline.extract.citations.bodies import same_body
from pipeline.extract.citations.identity import Cited, number_key
from pipeline.extract.citations.keys import citation_iri, citation_key
from pipeline.rules import gazetteer

__all__ = ["REGISTRY_FILE", "Known", "Registry", "Resolution", "identified", "known_documents", "resolve", "term_of"]

REGISTRY_FILE = "TRICHYEU_REGISTRY"
"""The environment variable that names a user's own rows, read after the shipped ones."""

_DATE = re.compile(r"(?:19|20)\d\d-\d\d-\d\d")
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


Registry = dict[str, tuple[Known, ...]]
"""Known documents by number in normal form, each number's rows by date."""

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
    found: dict[str, dict[tuple[str, str], Known]] = {}
    for row in rows:
        same = found.setdefault(number_key(row.number), {})
        before = same.setdefault((row.doc_type, row.date), row)
        same[row.doc_type, row.date] = replace(
            before, issuer=before.issuer or row.issuer, title=before.title or row.title
        )
    return {key: tuple(sorted(same.values(), key=lambda known: known.date)) for key, same in found.items()}


@cache
def _registry(own: Path | None) -> Registry:
    return _by_number([*map(_known, gazetteer("registry")["document"]), *(_own_rows(own) if own else ())])


def known_documents(own: Path | None = None) -> Registry:
    """The shipped rows, and after them those of `own` or else of the file that `TRICHYEU_REGISTRY` names."""
    named = os.environ.get(REGISTRY_FILE)
    return _registry(own or (Path(named) if named else None))


def term_of(date: str) -> str | None:
    """The term of congress in which a date lies: `term_of("2017-10-25")` is `"XII"`."""
    terms: dict[str, str] = gazetteer("registry")["terms"]
    begun = [term for term, since in terms.items() if since <= date[:7]]
    return begun[-1] if begun else None


def resolve(cited: Cited, registry: Registry | None = None) -> Resolution:
    """The row of the registry (`known_documents()` unless given) that `cited` means, if it can be told."""
    rows = (known_documents() if registry is None else registry).get(number_key(cited.number or ""), ())
    rows = tuple(row for row in rows if row.doc_type == cited.doc_type)
    if not rows:
        return Resolution("unmatched", (), ("not in the registry",))
    reasons: list[str] = []
    left = rows
    if cited.date:
        left = tuple(row for row in rows if row.date.startswith(cited.date))
        reasons.append(f"date {cited.date}")
        if not left:
            term = term_of(cited.date)
            same_term = tuple(row.key for row in rows if term_of(row.date) == term)
            if same_term:
                return Resolution("conflict", same_term, (f"date {cited.date} is not the one known for this term",))
            return Resolution("unmatched", tuple(row.key for row in rows), (f"no known document of {cited.date}",))
    if cited.term and len(left) > 1:
        within = tuple(row for row in left if term_of(row.date) == cited.term.split()[-1])
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


def identified(cited: Cited, registry: Registry | None = None) -> dict[str, Any]:
    """The fields of a citation that follow from its others and the registry: key, IRI, status and why."""
    resolution = resolve(cited, registry)
    return {
        "key": citation_key(cited.doc_type, cited.number, cited.name, cited.date, cited.term),
        "iri": citation_iri(cited.doc_type, cited.number, cited.date),
        "status": resolution.status,
        "candidates": resolution.candidates,
        "reasons": resolution.reasons,
    }
