"""What people put right, and what waits for them: the questions that new readings raised. See `corrections.py`."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import Connection, select

from pipeline.archive.corrections import Path, field_type, paths
from pipeline.archive.packing import unpack
from pipeline.archive.tables import TABLE
from pipeline.errors import InputError

__all__ = ["Conflict", "Corrected", "conflicts", "corrections_of", "value_of", "values"]

Json = Any


@dataclass(frozen=True, slots=True)
class Conflict:
    """A question: the machine said `before`, a person said `person`, and a new reading says `after`."""

    conflict: int
    document: str
    number: str | None
    path: str
    before: Json
    person: Json
    after: Json
    who: str
    at: datetime
    state: str
    decided_by: str | None
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class Corrected:
    """A correction: what the machine had, what the person says; `state` is valid, replaced or withdrawn."""

    correction: int
    document: str
    path: str
    machine: Json
    person: Json
    who: str
    at: datetime
    note: str | None
    state: str


def _value(stored: str | None) -> Json:
    return None if stored is None else json.loads(stored)


def conflicts(connection: Connection, document: str | None = None, *, decided: bool = False) -> list[Conflict]:
    """The open questions, the oldest first; with `decided` those too that were answered."""
    c, p, d = (TABLE[name] for name in ("conflicts", "corrections", "documents"))
    asking = (
        select(c, p.c.who, d.c.number)
        .join_from(c, p, c.c.correction == p.c.correction)
        .join(d, c.c.document == d.c.document)
        .order_by(c.c.conflict)
    )
    if document:
        asking = asking.where(c.c.document == document)
    if not decided:
        asking = asking.where(c.c.state == "open")
    return [
        Conflict(
            **{name: getattr(row, name) for name in ("conflict", "document", "number", "path", "who", "at", "state")},
            before=_value(row.machine_before),
            person=_value(row.person),
            after=_value(row.machine_after),
            decided_by=row.decided_by,
            decided_at=row.decided_at,
        )
        for row in connection.execute(asking)
    ]


def corrections_of(connection: Connection, document: str | None = None, *, ended: bool = False) -> list[Corrected]:
    """The valid corrections of a document or of all, the oldest first; with `ended` those too that are not valid."""
    c = TABLE["corrections"]
    asking = select(c).order_by(c.c.correction)
    if document:
        asking = asking.where(c.c.document == document)
    if not ended:
        asking = asking.where(c.c.state == "valid")
    same = ("correction", "document", "path", "who", "at", "note", "state")
    return [
        Corrected(**{name: getattr(row, name) for name in same}, machine=_value(row.machine), person=_value(row.person))
        for row in connection.execute(asking)
    ]


def values(connection: Connection, document: str) -> list[tuple[str, Json]]:
    """Every path of a document's record that can be corrected, with its valid value."""
    r = TABLE["records"].c
    packed = connection.execute(select(r.record).where(r.document == document)).scalar_one_or_none()
    if packed is None:
        raise InputError(f"{document}: no such document in the archive; `trichyeu search` prints the ids")
    return [(str(path), value) for path, value in paths(json.loads(unpack(packed)))]


def value_of(path: str, text: str) -> Json:
    """What was typed as a value of the path's type: `14-TB/ĐU` for a number, `6200` for a figure, else JSON.

    `value_of("header.number", "14-TB/ĐU")` is `"14-TB/ĐU"`. Raises `InputError` for what the field cannot be.
    """
    kind = TypeAdapter[Json](field_type(Path.of(path)))
    mistakes = []
    for reads in (kind.validate_python, kind.validate_json):
        try:
            return json.loads(kind.dump_json(reads(text)))
        except ValidationError as mistake:
            mistakes.append(mistake)
    first = mistakes[0].errors()[0]
    told = "write 2025, 2025-09 or 2025-09-03" if first["type"] == "string_pattern_mismatch" else first["msg"]
    raise InputError(f"{path}: {text}: {told}") from mistakes[0]
