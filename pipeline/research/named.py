"""Which cited documents a question names. A number is not enough: `18-NQ/TW` is three documents."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.errors import InputError
from pipeline.extract.citations.identity import number_key
from pipeline.extract.citations.keys import citation_key
from pipeline.registry import known_documents
from pipeline.research.filters import Condition
from pipeline.research.holdings import Holdings

__all__ = ["CENTRAL", "Named", "cited_name", "found", "named"]

_LAW = re.compile(r"(?i)(?P<type>bộ luật|luật|pháp lệnh)\s+\S")
_DATED = re.compile(r"(?P<name>.+?)(?::(?P<date>(?:19|20)\d\d(?:-\d\d){0,2}))?")
_MOST = 12


@dataclass(frozen=True)
class Named:
    """One cited document, or (`told` is false) the citations of a number that do not tell which one they mean.

    `CENTRAL` is all central documents together, which every document has counted already.
    """

    label: str
    condition: Condition
    told: bool = True
    cited: str | None = None
    date: str | None = None


CENTRAL = Named("central documents", Condition("cited_level = 'central'"))


def cited_name(cited: str, doc_type: str | None, number: str | None, name: str | None, date: str | None) -> str:
    """`nghị quyết 68-NQ/TW (2025-05-04)`; with the issuer's words where many bodies have such a number."""
    parts = cited.split(":")
    issuer = f", {parts[3]}" if len(parts) > 3 else ""
    when = f" ({date or ''}{issuer})" if date or issuer else ""
    return f"{f'{doc_type or str()} {number}'.strip() if number else name or cited}{when}"


def _by_number(holdings: Holdings, number: str, date: str | None) -> list[Named]:
    key = number_key(number)
    labels: dict[str, tuple[str, str | None]] = {}
    for row in known_documents().get(key, ()):
        labels[row.key] = (cited_name(row.key, row.doc_type, row.number, None, row.date), row.date)
    counts = dict(holdings.ask("SELECT cited, count(*) FROM citations_once WHERE number_key = ? GROUP BY cited", [key]))
    count = counts.pop(None, 0)
    if others := [cited for cited in counts if cited not in labels]:
        for cited, doc_type, as_written, when in holdings.ask(
            "SELECT cited, min(doc_type), min(number), min(date) FROM citations_once "
            f"WHERE number_key = ? AND cited IN ({', '.join('?' * len(others))}) "
            "GROUP BY cited ORDER BY count(*) DESC, cited",
            [key, *others],
        ):
            labels[cited] = (cited_name(cited, doc_type, as_written, None, when), when)
    if date:
        labels = {cited: row for cited, row in labels.items() if (row[1] or "").startswith(date)}
    if len(labels) > _MOST:
        some = ", ".join(label for label, _ in [*labels.values()][:5])
        raise InputError(
            f"{number}: {len(labels)} documents have this number ({some}, ...); give a date: {number}:2025-03"
        )
    found = [
        Named(label, Condition("number_key = ? AND cited = ?", (key, cited)), cited=cited, date=when)
        for cited, (label, when) in labels.items()
    ]
    left_open = Condition("number_key = ? AND cited IS NULL", (key,))
    if (count and not date) or not found:
        found.append(Named(f"{number}, not told which" if labels or count else number, left_open, told=False))
    return found


def _by_name(holdings: Holdings, words: str, doc_type: str, date: str | None) -> list[Named]:
    key = citation_key(doc_type, None, words, None, None)
    rows = holdings.ask(
        "SELECT cited, mode(name), mode(date) FROM citations_once "
        "WHERE cited = ? OR starts_with(cited, ?) GROUP BY cited ORDER BY count(*) DESC, cited",
        [key, f"{key}:"],
    )
    found = [
        Named(cited_name(cited, None, None, words, when), Condition("cited = ?", (cited,)), cited=cited, date=when)
        for cited, _, when in rows
        if not date or (when or "").startswith(date)
    ]
    if not date:
        found.append(Named(f"{words}, not told which", Condition("key = ? AND cited IS NULL", (key,)), told=False))
    return found


def named(holdings: Holdings, words: str) -> list[Named]:
    """The documents that `68-NQ/TW`, `18-NQ/TW:2022`, `Luật Đất đai` or a value of the column `cited` may name.

    Those of the registry and those that the archive cites; last, what is cited by this number but left open.
    """
    match = _DATED.fullmatch(words.strip())
    if match and match["name"][0].isdigit() and re.search(r"\D", match["name"]):
        return _by_number(holdings, match["name"], match["date"])
    if match and (law := _LAW.match(match["name"])):
        return _by_name(holdings, match["name"], law["type"].lower(), match["date"])
    parts = words.split(":")
    if len(parts) > 1 and parts[1][:1].isdigit():  # as in the column `cited`
        fitting = [one for one in _by_number(holdings, parts[1], None) if one.cited == words]
        if fitting:
            return fitting
    raise InputError(f"{words}: write a number (68-NQ/TW), with its date (18-NQ/TW:2022), or a law (Luật Đất đai)")


def found(holdings: Holdings, documents: Sequence[str]) -> list[Named]:
    """All that several words name, each once."""
    return list({one.label: one for words in documents for one in named(holdings, words)}.values())
