"""What people put right, and how it outlives a new reading.

A correction names a field of a record by its path, and keeps the machine's value of then beside the person's::

    header.number                                        a field of the header
    citations[nghị quyết|68-NQ/TW|2025-05-04].issuer     a field of a find, which its name leads to
    roads[An Đà]                                         a whole find: person null, it goes; machine null, it is added
    targets[thu tháng 9 đạt 6.200 triệu đồng#2]          the second of that name

A find's name is what the machine gave it: of a citation its `key`, of a target its `quote`, else its `name`.

The valid record is the machine's with all valid corrections put in, and says so in its warnings. When the machine reads
anew, there are three values: what it said when the person looked, what the person said, what it says now. Where
it says what it said then, or what the person says, there is nothing to ask. Else the person's value stays, and a row
of `conflicts` asks. A find that the machine does not see any more, but in which a person put something right,
stays as well, while its words still stand in the text.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ValidationError
from sqlalchemy import Connection, insert, select, update

from pipeline.archive.entry import rows_of
from pipeline.archive.packing import pack, unpack
from pipeline.archive.store import next_number
from pipeline.archive.tables import TABLE
from pipeline.archive.versions import Version, new_version
from pipeline.errors import InputError
from pipeline.extract.quantities import amount_of
from pipeline.records import SCHEMA_VERSION, Citation, Entity, Header, Project, Record, Road, Target
from pipeline.registry import resolved_again
from pipeline.vietnamese.periods import parse_period

__all__ = [
    "Correction",
    "Merged",
    "Path",
    "correct",
    "decide",
    "effective",
    "field_type",
    "merge",
    "paths",
    "valid_corrections",
    "value_at",
    "withdraw",
]

_FINDS: Mapping[str, tuple[str, type[BaseModel]]] = {
    "citations": ("key", Citation),
    "targets": ("quote", Target),
    "roads": ("name", Road),
    "projects": ("name", Project),
    "entities.people": ("name", Entity),
    "entities.organisations": ("name", Entity),
    "entities.places": ("name", Entity),
}
"""The lists of a record, with the field that names an item, and what the item is."""

_FOLLOWED = {"value", "value_max", "unit", "period"}
"""The fields of a target that others follow from."""
_DERIVED = {"key", "status", "candidates", "reasons", "iri", "mentions", "evidence"}
_PATH = re.compile(r"(?s)(?P<kind>[a-z_]+(?:\.[a-z_]+)?)\[(?P<name>.*)\](?:\.(?P<field>\w+))?|header\.(?P<own>\w+)")
Json = Any


@dataclass(frozen=True, slots=True)
class Path:
    """The place of a value in a record; `field` is null for a whole find, `kind` is "header" for the header's own."""

    kind: str
    name: str
    field: str | None

    @staticmethod
    def of(text: str) -> "Path":
        """`Path.of("roads[An Đà].kind")`. Raises `InputError` for what is no path, or leads to what nobody sets."""
        match = _PATH.fullmatch(text)
        if match is None or (match["kind"] and match["kind"] not in _FINDS):
            raise InputError(
                f"{text}: no path; there are header.FIELD and {', '.join(f'{kind}[NAME]' for kind in _FINDS)}"
            )
        model = Header if match["own"] else _FINDS[match["kind"]][1]
        field, known = match["own"] or match["field"], [name for name in model.model_fields if name not in _DERIVED]
        if field is not None and field not in known:
            raise InputError(f"{text}: no field {field} to correct; there are: {', '.join(known)}")
        return Path(match["kind"] or "header", match["name"] or "", field)

    def whole(self) -> "Path":
        """The find that the field is one of."""
        return Path(self.kind, self.name, None)

    def __str__(self) -> str:
        if self.kind == "header":
            return f"header.{self.field}"
        return f"{self.kind}[{self.name}]" + (f".{self.field}" if self.field else "")


@dataclass(frozen=True, slots=True)
class Correction:
    """A row of `corrections`; `machine` and `person` are values, not their JSON."""

    correction: int
    path: Path
    machine: Json
    person: Json
    who: str


@dataclass(frozen=True, slots=True)
class Merged:
    """A machine's record with people's corrections put in, as JSON."""

    record: str


# --- places in a record ----------------------------------------------------------------------


def _items(record: Mapping[str, Json], kind: str) -> list[Json]:
    items: Json = record
    for step in kind.split("."):
        items = items[step]
    return list(items)


def _set_items(record: dict[str, Json], kind: str, items: list[Json]) -> None:
    *way, last = kind.split(".")
    holder = record
    for step in way:
        holder = holder[step]
    holder[last] = items


def _names(items: Iterable[Mapping[str, Json]], kind: str) -> list[str]:
    """The name of each item: `An Đà`, and of the second with the same `An Đà#2`."""
    names, seen = [], Counter[str]()
    for item in items:
        name = str(item[_FINDS[kind][0]])
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name}#{seen[name]}")
    return names


def _find(record: Mapping[str, Json], path: Path) -> dict[str, Json] | None:
    items = _items(record, path.kind)
    names = _names(items, path.kind)
    return items[names.index(path.name)] if path.name in names else None


def value_at(record: Mapping[str, Json], path: Path) -> Json:
    """The value in a record's JSON; `None` where there is none."""
    if path.kind == "header":
        return record["header"][path.field]
    item = _find(record, path)
    return item if item is None or path.field is None else item[path.field]


def paths(record: Mapping[str, Json]) -> Iterator[tuple[Path, Json]]:
    """Every place of a record's JSON that can be corrected, with its value, the fields of a find after it."""
    for name in Header.model_fields:
        if name not in _DERIVED:
            yield Path("header", "", name), record["header"][name]
    for kind, (_, model) in _FINDS.items():
        items = _items(record, kind)
        for name, item in zip(_names(items, kind), items, strict=True):
            yield Path(kind, name, None), item
            yield from ((Path(kind, name, each), item[each]) for each in model.model_fields if each not in _DERIVED)


def field_type(path: Path) -> Any:
    """The type of the value at a path, with the limits of the record's shape."""
    model = Header if path.kind == "header" else _FINDS[path.kind][1]
    if path.field is None:
        return model
    field = model.model_fields[path.field]
    return Annotated[field.annotation, *field.metadata] if field.metadata else field.annotation


# --- putting corrections in --------------------------------------------------------------------


def _evidence(item: Mapping[str, Json]) -> list[Mapping[str, Json]]:
    return list(item.get("mentions", ())) or [item["evidence"]]


def _stands_in(item: Mapping[str, Json], text: str) -> bool:
    return all(text[e["start"] : e["end"]] == e["text"] for e in _evidence(item))


def _shown(value: Json) -> str:
    """A value in a sentence: a whole find by its first words, what proves a field by its own."""
    if isinstance(value, dict) and ("mentions" in value or "evidence" in value):
        value = _evidence(value)[0]
    if isinstance(value, dict) and "text" in value:
        value = value["text"]
    return "nothing" if value is None else json.dumps(value, ensure_ascii=False)


def _put_in(record: dict[str, Json], correction: Correction) -> bool:
    """Put one correction into a record; whether there was a place for it."""
    path, person = correction.path, correction.person
    if path.kind == "header":
        record["header"] = {**record["header"], path.field: person}
        return True
    items = _items(record, path.kind)
    names = _names(items, path.kind)
    at = names.index(path.name) if path.name in names else None
    if path.field is not None:
        if at is None:
            return False
        items[at] = {**items[at], path.field: person}
    elif person is None:
        if at is not None:
            del items[at]
    elif not _stands_in(person, record["text"]):
        return False
    elif at is None:
        items.append(person)
    else:
        items[at] = person
    _set_items(record, path.kind, items)
    return True


def _names_anew(correction: Correction) -> bool:
    """Whether a correction changes the names that finds are found by, and so comes after the others."""
    return correction.path.field is None or correction.path.field in {name for name, _ in _FINDS.values()}


def _with(machine: str, corrections: Sequence[Correction]) -> str:
    """The machine's record with corrections put in, as JSON."""
    record = json.loads(machine)
    warnings = list(record["warnings"])
    late = [correction for correction in corrections if _names_anew(correction)]
    fields = [correction for correction in corrections if correction not in late]
    put_in = [correction for correction in fields if _put_in(record, correction)]
    _follow(record, put_in)
    put_in += [correction for correction in late if _put_in(record, correction)]
    for correction in put_in:
        what = f"{correction.path}: {_shown(correction.machine)} corrected to {_shown(correction.person)}"
        warnings.append({"code": "corrected", "message": f"{what} by {correction.who}", "span": None})
    record["warnings"] = warnings
    made = Record.model_validate(record)
    if any(correction.path.kind == "citations" for correction in corrections):
        made = _resolved(Record.model_validate_json(machine), made)
    return made.model_dump_json()


def _follow(record: dict[str, Json], corrections: Sequence[Correction]) -> None:
    """Let a target's amount follow from value and unit, and its days from its period, unless people set them too."""
    set_too = {correction.path for correction in corrections}
    for path in {path.whole() for path in set_too if path.kind == "targets" and path.field in _FOLLOWED}:
        target = _find(record, path)
        if target is None:
            continue
        named = {each.field for each in set_too if each.whole() == path}
        if named & {"value", "value_max", "unit"} and "amount" not in named:
            amount = amount_of(target["value"], target["value_max"], target["unit"])
            target["amount"] = amount and amount.model_dump()
        if "period" in named and not named & {"period_start", "period_end"}:
            period = parse_period(target["period"] or "", today=record["header"]["date"])
            target["period_start"], target["period_end"] = (period.start, period.end) if period else (None, None)


def _resolved(machine: Record, made: Record) -> Record:
    """Ask the registry anew for the citations that people changed: key, status and candidates follow from the rest."""
    again = resolved_again(made).citations
    citations = tuple(old if old in machine.citations else new for old, new in zip(made.citations, again, strict=True))
    return made.model_copy(update={"citations": citations})


# --- in the archive ----------------------------------------------------------------------------


def valid_corrections(connection: Connection, document: str) -> list[Correction]:
    """The corrections of a document that count, the oldest first."""
    table = TABLE["corrections"]
    asked = select(table).where(table.c.document == document, table.c.state == "valid").order_by(table.c.correction)
    return [
        Correction(row.correction, Path.of(row.path), _value(row.machine), _value(row.person), row.who)
        for row in connection.execute(asked)
    ]


def _value(stored: str | None) -> Json:
    return None if stored is None else json.loads(stored)


def _stored(value: Json) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _add(
    connection: Connection,
    document: str,
    path: Path,
    machine: Json,
    person: Json,
    who: str,
    at: datetime,
    note: str | None,
) -> int:
    """A new correction, in the place of the valid one of the same path."""
    table = TABLE["corrections"]
    _close(connection, document, path, "replaced", at)
    number = next_number(connection, table.c.correction)
    connection.execute(
        insert(table).values(
            correction=number, document=document, path=str(path), machine=_stored(machine), person=_stored(person),
            who=who, at=at, note=note, state="valid",
        )
    )  # fmt: skip
    return number


def _close(connection: Connection, document: str, path: Path, state: str, at: datetime) -> None:
    """End the valid correction of a path, with the question that it may have raised."""
    table, conflicts = TABLE["corrections"], TABLE["conflicts"]
    valid = (table.c.document == document) & (table.c.path == str(path)) & (table.c.state == "valid")
    connection.execute(
        update(conflicts)
        .where(conflicts.c.state == "open", conflicts.c.correction.in_(select(table.c.correction).where(valid)))
        .values(state="gone", decided_at=at)
    )
    connection.execute(update(table).where(valid).values(state=state))


def _machine_json(connection: Connection, document: str) -> str:
    r = TABLE["records"]
    row = connection.execute(select(r.c.schema, r.c.record, r.c.machine).where(r.c.document == document)).one_or_none()
    if row is None:
        raise InputError(f"{document}: no such document in the archive")
    if row.schema != SCHEMA_VERSION:
        remedy = "`trichyeu archive refresh` makes it anew"
        raise InputError(f"{document}: its record has the shape {row.schema}, not {SCHEMA_VERSION}; {remedy}")
    return unpack(row.machine or row.record)


def _make_valid(connection: Connection, document: str, cause: str, at: datetime) -> None:
    """The valid record anew, from the machine's and the corrections."""
    machine, corrections = _machine_json(connection, document), valid_corrections(connection, document)
    try:
        record = _with(machine, corrections) if corrections else machine
    except ValidationError as mistake:
        first = mistake.errors()[0]
        place = ".".join(map(str, first["loc"])) or "the record"
        raise InputError(f"{document}: {place}: {first['msg']}; give another value") from mistake
    r = TABLE["records"]
    old = connection.execute(select(r).where(r.c.document == document)).one()
    if unpack(old.record) == record:
        return
    version = Version(
        document, old.schema, old.extraction, pack(record), pack(machine) if corrections else None,
        rows_of(Record.model_validate_json(record)),
    )  # fmt: skip
    new_version(connection, version, cause, at)


def correct(
    connection: Connection, document: str, path: str, value: Json, who: str, at: datetime, note: str | None = None
) -> None:
    """Put a value right: a field, or with `None` or a find's JSON a whole find.

    Raises `InputError` for a path that leads nowhere, and for a value that the record's shape does not allow.
    """
    place = Path.of(path)
    machine = json.loads(_machine_json(connection, document))
    if place.kind != "header" and _find(machine, place.whole()) is None and (place.field or value is None):
        known = _names(_items(machine, place.kind), place.kind)
        names = ", ".join(known[:10]) or "none"
        raise InputError(f"{path}: the record has no such find; there are: {names}{', ...' if len(known) > 10 else ''}")
    _add(connection, document, place, value_at(machine, place), value, who, at, note)
    _make_valid(connection, document, "corrected", at)


def withdraw(connection: Connection, correction: int, at: datetime) -> None:
    """Take a correction back: the machine's value is valid again."""
    table = TABLE["corrections"]
    row = connection.execute(select(table).where(table.c.correction == correction)).one_or_none()
    if row is None or row.state != "valid":
        raise InputError(f"{correction}: no valid correction of that number")
    _close(connection, row.document, Path.of(row.path), "withdrawn", at)
    _make_valid(connection, row.document, "corrected", at)


def decide(connection: Connection, conflict: int, keep: Literal["person", "machine"], who: str, at: datetime) -> None:
    """Answer an open conflict: the person's value stays, or the machine's new one takes its place."""
    conflicts, table = TABLE["conflicts"], TABLE["corrections"]
    row = connection.execute(select(conflicts).where(conflicts.c.conflict == conflict)).one_or_none()
    if row is None or row.state != "open":
        raise InputError(f"{conflict}: no open conflict of that number")
    connection.execute(
        update(conflicts).where(conflicts.c.conflict == conflict).values(state=keep, decided_by=who, decided_at=at)
    )
    values = {"machine": row.machine_after} if keep == "person" else {"state": "withdrawn"}
    connection.execute(update(table).where(table.c.correction == row.correction).values(values))
    _make_valid(connection, row.document, "corrected", at)


def effective(connection: Connection, document: str, machine: str) -> str:
    """The record that is valid where the machine's is `machine`, as JSON."""
    corrections = valid_corrections(connection, document)
    return _with(machine, corrections) if corrections else machine


# --- three ways --------------------------------------------------------------------------------


def _bare(value: Json) -> Json:
    """A find without its places, which move with the text."""
    return {k: v for k, v in value.items() if k not in _DERIVED} if isinstance(value, dict) else value


def _asks(correction: Correction, now: Json) -> bool:
    """Whether the machine's new value is a third one. A find that is to go may go on being found."""
    if correction.path.field is None and correction.path.kind != "header" and correction.person is None:
        return False
    return _bare(now) not in (_bare(correction.machine), _bare(correction.person))


def _ask(connection: Connection, document: str, correction: Correction, now: Json, at: datetime) -> None:
    """Open a conflict, or bring the open one of this correction up to date."""
    table = TABLE["conflicts"]
    values = {
        "machine_before": _stored(correction.machine), "person": _stored(correction.person),
        "machine_after": _stored(now), "at": at,
    }  # fmt: skip
    is_open = (table.c.correction == correction.correction) & (table.c.state == "open")
    if not connection.execute(update(table).where(is_open).values(values)).rowcount:
        number = next_number(connection, table.c.conflict)
        own = {"conflict": number, "document": document, "correction": correction.correction}
        connection.execute(insert(table).values(**own, path=str(correction.path), state="open", **values))


def _ask_no_more(connection: Connection, correction: Correction, at: datetime) -> None:
    table = TABLE["conflicts"]
    is_open = (table.c.correction == correction.correction) & (table.c.state == "open")
    connection.execute(update(table).where(is_open).values(state="gone", decided_at=at))


def _keep_lost(connection: Connection, document: str, lost: Path, before: str, at: datetime) -> None:
    """A find that people corrected is gone from the machine's record: from now on it is one that people added."""
    old = [c for c in valid_corrections(connection, document) if c.path.whole() == lost]
    item = value_at(json.loads(before), lost)
    then = next((c.person for c in old if c.path.field is None), item)
    person = {**then, **{c.path.field: c.person for c in old if c.path.field}}
    for correction in old:
        _close(connection, document, correction.path, "replaced", at)
    number = _add(connection, document, lost, None, person, old[-1].who, at, "the machine does not find it any more")
    _ask(connection, document, Correction(number, lost, item, person, old[-1].who), None, at)


def merge(connection: Connection, document: str, before: str, after: str, at: datetime) -> Merged | None:
    """The new machine record `after` with the corrections of people put in; `None` where there are none.

    `before` is the machine's record until now.
    """
    corrections = valid_corrections(connection, document)
    if not corrections:
        return None
    now = json.loads(after)
    lost = {
        c.path.whole() for c in corrections if c.path.field and c.path.kind != "header" and _find(now, c.path) is None
    }
    for path in sorted(lost, key=str):
        _keep_lost(connection, document, path, before, at)
    for correction in corrections:
        if correction.path.whole() in lost:
            continue
        value = value_at(now, correction.path)
        if _asks(correction, value):
            _ask(connection, document, correction, value, at)
        else:
            _ask_no_more(connection, correction, at)
    return Merged(_with(after, valid_corrections(connection, document)))
