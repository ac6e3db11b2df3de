"""Versions of a record: the one that is valid, and those that were.

Every new version is one row of `changes`, and the version before goes to `history`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from pipeline.archive.inserting import insert_rows
from pipeline.archive.search_index import add_to_index, position, search_forms, take_from_index
from pipeline.archive.store import next_number
from pipeline.archive.tables import FINDS, TABLE

__all__ = ["Batch", "Rows", "Version", "find_rows", "new_version", "replace_rows"]

Rows = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Version:
    """A record as it shall be valid from now on; `machine` is null where people corrected nothing."""

    document: str
    schema: str
    extraction: str
    record: bytes
    machine: bytes | None
    rows: Mapping[str, list[dict[str, Any]]]


class Batch:
    """Rows to be inserted, by table, so that each table is written to once."""

    def __init__(self) -> None:
        self.rows: dict[str, Rows] = {}

    def add(self, table: str, rows: Iterable[dict[str, Any]]) -> None:
        self.rows.setdefault(table, []).extend(rows)

    def insert(self, connection: Connection) -> None:
        for table in TABLE:  # in the order of their definition: documents before what refers to them
            if rows := self.rows.pop(table, None):
                insert_rows(connection, TABLE[table], rows)


def find_rows(batch: Batch, rows: Mapping[str, Rows]) -> None:
    """The rows of all tables of finds."""
    for table in FINDS:
        batch.add(table, rows[table])


def new_version(connection: Connection, new: Version, cause: str, at: datetime) -> None:
    """Make `new` the valid record of its document; the one before goes to `history`."""
    records, history = TABLE["records"], TABLE["history"]
    old = connection.execute(select(records).where(records.c.document == new.document)).one()._mapping
    connection.execute(
        insert(history).values({**{c.name: old[c.name] for c in history.c if c.name != "until"}, "until": at})
    )
    version, seq = old["version"] + 1, next_number(connection, TABLE["changes"].c.seq)
    connection.execute(
        update(records)
        .where(records.c.document == new.document)
        .values(
            version=version, schema=new.schema, extraction=new.extraction, cause=cause, at=at, record=new.record,
            machine=new.machine,
        )
    )  # fmt: skip
    connection.execute(
        insert(TABLE["changes"]).values(seq=seq, document=new.document, version=version, kind="update", at=at)
    )
    d = TABLE["documents"]
    connection.execute(update(d).where(d.c.document == new.document).values(version=version, change=seq, changed_at=at))
    replace_rows(connection, new.document, new.rows)


def replace_rows(connection: Connection, document: str, rows: Mapping[str, Rows]) -> None:
    """Put the rows of a record in the place of those of the version before."""
    d, texts, (row,) = TABLE["documents"], TABLE["texts"], rows["documents"]
    old = connection.execute(select(d.c.serial, d.c.position).where(d.c.document == document)).one()
    place = position(row["date_from"], old.serial)
    if place == old.position:
        connection.execute(update(d).where(d.c.document == document).values(row))
    else:  # its date is another, and so is its place in the index
        forms = search_forms(connection.execute(select(texts.c.text).where(texts.c.document == document)).scalar_one())
        take_from_index(connection, old.position, forms)
        connection.execute(update(d).where(d.c.document == document).values({**row, "position": place}))
        add_to_index(connection, [(place, forms)])
    for table in FINDS:
        connection.execute(delete(TABLE[table]).where(TABLE[table].c.document == document))
    batch = Batch()
    find_rows(batch, rows)
    batch.insert(connection)
