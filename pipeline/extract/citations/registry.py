"""Which known document a citation means: resolution against the registry.

A number is not a key, since Party numbers restart with each type, committee and term. So a citation
is resolved by its written date, then its written term, then its issuer; what is left open stays
ambiguous, with its candidates. What is written is never overwritten.
"""

from dataclasses import dataclass
from functools import cache
from typing import Literal

from pipeline.extract.citations.identity import Cited, number_key, same_body
from pipeline.extract.citations.keys import citation_key
from pipeline.rules import gazetteer

__all__ = ["Known", "Resolution", "known_documents", "resolve"]

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


@cache
def known_documents() -> dict[str, tuple[Known, ...]]:
    """The shipped registry, by number in normal form, each number's rows by date."""
    rows: dict[str, list[Known]] = {}
    for row in gazetteer("registry")["document"]:
        known = Known(row["number"], row["type"], row["date"], row.get("issuer"), row.get("title"))
        rows.setdefault(number_key(known.number), []).append(known)
    return {key: tuple(sorted(found, key=lambda known: known.date)) for key, found in rows.items()}


def _term_of(date: str) -> str | None:
    """The term of congress in which a date lies: `_term_of("2017-10-25")` is `"XII"`."""
    terms: dict[str, str] = gazetteer("registry")["terms"]
    begun = [term for term, since in terms.items() if since <= date[:7]]
    return begun[-1] if begun else None


def resolve(cited: Cited, registry: dict[str, tuple[Known, ...]] | None = None) -> Resolution:
    """The row of the registry (the shipped one unless given) that `cited` means, if it can be told."""
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
            term = _term_of(cited.date)
            same_term = tuple(row.key for row in rows if _term_of(row.date) == term)
            if same_term:
                return Resolution("conflict", same_term, (f"date {cited.date} is not the one known for this term",))
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
