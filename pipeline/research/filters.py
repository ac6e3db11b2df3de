"""Which documents and which citations a question is about: the same filters everywhere.

Filters on the citing document (period, type, level, place, issuer) also make the whole that shares are of; filters on
the citation (relation, status, confident) do not.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from typing import Any

from pipeline.errors import InputError
from pipeline.extract.citations.relations import relation_names
from pipeline.research.holdings import Holdings
from pipeline.rows import days_of
from pipeline.vietnamese.spelling import loose

__all__ = ["CONFIDENT", "Condition", "Filters", "Period", "parse_period"]

CONFIDENT = 0.9
"""What the least sure word of a find must reach in OCR; finds in digital text always do."""

_PARTIAL = r"\d{4}(?:-\d{2}(?:-\d{2})?)?"
_PERIOD = re.compile(rf"(?P<since>{_PARTIAL})?(?:(?P<to>\.\.)(?P<until>{_PARTIAL})?)?")


@dataclass(frozen=True)
class Period:
    """From the first to the last day, both within; `None` is open. `words` are the caller's."""

    since: date | None = None
    until: date | None = None
    words: str = ""

    def __str__(self) -> str:
        return self.words or "all time"


def parse_period(words: str) -> Period:
    """`2025`, `2025-03`, `2024..2025-06`, `2025-07..` and `..2024`."""
    match = _PERIOD.fullmatch(words.strip())
    if not match or not (match["since"] or match["until"]):
        raise InputError(f"--period {words}: write 2025, 2025-03, 2024..2025-06, 2025-07.. or ..2024")
    since, until = days_of(match["since"])[0], days_of(match["until"] if match["to"] else match["since"])[1]
    wrong = (match["since"] and not since) or (match["until"] and not until)
    if wrong or (since and until and since > until):
        raise InputError(f"--period {words}: no such days; write 2025, 2025-03 or 2024..2025-06, the earlier one first")
    return Period(since, until, words.strip())


@dataclass(frozen=True)
class Condition:
    """A part of a WHERE clause with its parameters; `Condition()` holds for every row."""

    sql: str = "true"
    parameters: tuple[Any, ...] = ()

    def __and__(self, other: "Condition") -> "Condition":
        if self.sql == "true" or other.sql == "true":
            return other if self.sql == "true" else self
        return Condition(f"{self.sql} AND {other.sql}", (*self.parameters, *other.parameters))


def _one_of(column: str, values: Sequence[str]) -> Condition:
    return Condition(f"{column} IN ({', '.join('?' * len(values))})", tuple(values)) if values else Condition()


def _relation(asked: str) -> str:
    """The relation that is meant: `Căn cứ` is `căn cứ`."""
    names = relation_names()
    for name in names:
        if loose(name) == loose(asked):
            return name
    raise InputError(f"--relation {asked}: there are {', '.join(names)}")


@dataclass(frozen=True)
class Filters:
    """What a question is limited to; empty is no limit. Of several values of one filter any will do."""

    period: Period = field(default_factory=Period)
    doc_type: tuple[str, ...] = ()
    level: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    issuer: tuple[str, ...] = ()
    relation: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    confident: bool = False

    def __str__(self) -> str:
        """As captions have it: `type báo cáo; level commune`."""
        shown = {"type": self.doc_type, "level": self.level, "place": self.place, "issuer": self.issuer}
        shown |= {"relation": self.relation, "status": self.status}
        parts = [f"{name} {' or '.join(values)}" for name, values in shown.items() if values]
        return "; ".join([*parts, *(["only confident finds"] if self.confident else [])])

    def documents(self, holdings: Holdings, prefix: str = "") -> Condition:
        """Which documents are meant, their dates left aside; columns are called `prefix` + name."""
        condition = _one_of(f"{prefix}level", self.level)
        condition &= _one_of(f"{prefix}doc_type", self._written(holdings, "doc_type", "type", self.doc_type))
        condition &= _one_of(f"{prefix}issuer", self._written(holdings, "issuer", "issuer", self.issuer, within=True))
        if self.place:
            columns = ("province", "province_now", "place")
            found = {column: self._written(holdings, column, "place", self.place, unknown=False) for column in columns}
            if not any(found.values()):
                self._unknown(holdings, "province", "place", self.place[0])
            any_column = [_one_of(f"{prefix}{column}", values) for column, values in found.items() if values]
            sql = " OR ".join(part.sql for part in any_column)
            condition &= Condition(f"({sql})", tuple(value for part in any_column for value in part.parameters))
        return condition

    def citations(self) -> Condition:
        """Which citations are meant, their documents left aside."""
        condition = _one_of("relation", [_relation(asked) for asked in self.relation]) & _one_of("status", self.status)
        if self.confident:
            condition &= Condition("(confidence IS NULL OR confidence >= ?)", (CONFIDENT,))
        return condition

    def dated(self, prefix: str = "") -> Condition:
        """That a document lies wholly in the period."""
        condition = Condition(f"{prefix}date_from IS NOT NULL")
        if self.period.since:
            condition &= Condition(f"{prefix}date_from >= ? AND year >= ?", (self.period.since, self.period.since.year))
        if self.period.until:
            condition &= Condition(f"{prefix}date_to <= ? AND year <= ?", (self.period.until, self.period.until.year))
        return condition

    def within(self, holdings: Holdings, prefix: str = "") -> Condition:
        """Which documents are meant; with a period those that lie wholly in it, else dated or not."""
        condition = self.documents(holdings, prefix)
        return condition & self.dated(prefix) if self.period != Period() else condition

    def touches_period(self, prefix: str = "") -> Condition:
        """That a document may lie in the period: wholly, partly by a partial date, or of no date at all."""
        condition = Condition()
        if self.period.since:
            condition &= Condition(f"coalesce({prefix}date_to >= ?, true)", (self.period.since,))
        if self.period.until:
            condition &= Condition(f"coalesce({prefix}date_from <= ?, true)", (self.period.until,))
        return condition

    def _written(
        self,
        holdings: Holdings,
        column: str,
        name: str,
        asked: Sequence[str],
        *,
        within: bool = False,
        unknown: bool = True,
    ) -> list[str]:
        """The values of a column of documents that are what was asked, whatever their spelling."""
        if not asked:
            return []
        wanted = [loose(value) for value in asked]
        values = [
            value for (value,) in holdings.ask(f"SELECT DISTINCT {column} FROM documents WHERE {column} IS NOT NULL")
        ]
        found = [v for v in values if any(w in loose(v) if within else w == loose(v) for w in wanted)]
        if not found and unknown:
            self._unknown(holdings, column, name, asked[0])
        return found

    def _unknown(self, holdings: Holdings, column: str, name: str, asked: str) -> None:
        counts = holdings.ask(
            f"SELECT {column}, count(*) FROM documents WHERE {column} IS NOT NULL GROUP BY ALL ORDER BY 2 DESC, 1"
        )
        values = [value for value, _ in counts]
        near = get_close_matches(asked, values, 3, 0.5) or values[:5]
        here = f"there are {', '.join(near)}{', ...' if len(values) > len(near) else ''}" if near else "none is known"
        raise InputError(f"--{name} {asked}: no document in {holdings.label} has it; {here}")
