"""The feed of changes: every version of every record once, in the order in which it became valid.

    for change in feed(archive, since=cursor):
        ...
        cursor = change.cursor      # kept by the reader, with what it did

Numbers are given by the one who writes, and one writes at a time until its commit (`Archive.writing`): whoever has
seen change 17 has seen all before it, on PostgreSQL too, and none is missed while others write. Each change has the
record as it was at that version, also where a later one is valid by now.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, func, select

from pipeline.archive.contents import last_change
from pipeline.archive.packing import unpack
from pipeline.archive.store import Archive
from pipeline.archive.tables import TABLE
from pipeline.errors import InputError

__all__ = ["Change", "feed"]

_AT_ONCE = 100  # records in memory, and of one moment


@dataclass(frozen=True, slots=True)
class Change:
    """A version of a record. `cause` is `imported`, `read again`, `extracted again`, `corrected`, `renamed` or
    `took a file's place`;
    `corrected` tells that a person's values are in it, which its warnings name; `supersedes` are the documents whose
    place in their file it took."""

    cursor: int
    kind: str
    document: str
    version: int
    at: datetime
    cause: str
    corrected: bool
    supersedes: tuple[str, ...]
    record: str

    def line(self, record: str | None = None) -> str:
        """One line of JSON; `record` takes the place of its own, as in an older shape."""
        head = {
            "cursor": self.cursor, "kind": self.kind, "document": self.document, "version": self.version,
            "at": self.at.isoformat(), "cause": self.cause, "corrected": self.corrected,
            "supersedes": list(self.supersedes),
        }  # fmt: skip
        return f'{json.dumps(head, ensure_ascii=False)[:-1]}, "record": {record or self.record}}}'


def _after(connection: Connection, cursor: int, count: int) -> list[Change]:
    """The first changes after a cursor."""
    c, r, h, d = (TABLE[name] for name in ("changes", "records", "history", "documents"))
    asking = (
        select(
            *(c.c[name] for name in ("seq", "kind", "document", "version", "at")),
            func.coalesce(r.c.cause, h.c.cause).label("cause"),
            func.coalesce(r.c.record, h.c.record).label("record"),
            func.coalesce(r.c.machine, h.c.machine).is_not(None).label("corrected"),
        )
        .join_from(c, r, and_(r.c.document == c.c.document, r.c.version == c.c.version), isouter=True)
        .join(h, and_(h.c.document == c.c.document, h.c.version == c.c.version), isouter=True)
        .where(c.c.seq > cursor)
        .order_by(c.c.seq)
        .limit(count)
    )
    rows = connection.execute(asking).all()
    replaced: dict[str, list[str]] = {}
    gone = select(d.c.superseded_by, d.c.document).where(d.c.superseded_by.in_([row.document for row in rows]))
    for new, old in connection.execute(gone.order_by(d.c.document)):
        replaced.setdefault(new, []).append(old)
    return [
        Change(
            cursor=row.seq,
            kind=row.kind,
            document=row.document,
            version=row.version,
            at=row.at,
            cause=row.cause,
            corrected=row.corrected,
            supersedes=tuple(replaced.get(row.document, ())),
            record=unpack(row.record),
        )
        for row in rows
    ]


def feed(archive: Archive, since: int = 0, limit: int | None = None) -> Iterator[Change]:
    """The changes after `since`, up to now or to a number of them. Nothing is held open between two pieces."""
    with archive.reading() as connection:
        newest = last_change(connection)
    if not 0 <= since <= newest:
        raise InputError(
            f"--since {since}: the archive has changes up to {newest}; a higher cursor is another archive's, or from "
            "before it was restored: read it anew, from --since 0"
        )
    left = limit
    while left is None or left > 0:
        with archive.reading() as connection:
            changes = _after(connection, since, _AT_ONCE if left is None else min(left, _AT_ONCE))
        yield from changes
        if not changes:
            return
        since = changes[-1].cursor
        left = None if left is None else left - len(changes)
