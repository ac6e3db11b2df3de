"""The upkeep of an archive: prove it whole, copy it, make one of a copy, give back its room.

A backup is one file, gzip over lines of JSON: a head, then for each table a line with its columns and a line for each
row, and at the end the number of rows and a hash of all before. It holds what SQLite and PostgreSQL have in common, so
an archive moves from one to the other by it; the search index is made anew.
"""

import base64
import gzip
import json
import os
import zlib
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Connection, Date, LargeBinary, Table, func, insert, inspect, literal, select, text
from sqlalchemy.exc import DatabaseError, DBAPIError

from pipeline.archive.corrections import effective
from pipeline.archive.entry import rows_of
from pipeline.archive.layout import document_of
from pipeline.archive.packing import unpack
from pipeline.archive.search_index import add_to_index, search_forms
from pipeline.archive.store import HEAD, SQLITE_FILE, Archive, is_damage, migrate, revision_of
from pipeline.archive.tables import FINDS, TABLE, Moment, Outcome
from pipeline.errors import InputError
from pipeline.records import SCHEMA_VERSION, Record

__all__ = ["backup", "check", "restore", "size_of", "vacuum"]

_AT_ONCE = 500
_HEAD = "trichyeu archive backup"


# --- check -----------------------------------------------------------------------------------


def _database(connection: Connection) -> Iterator[str]:
    """What the database itself has to say of its files."""
    if connection.dialect.name != "sqlite":
        return
    for (told,) in connection.execute(text("PRAGMA integrity_check")):
        if told != "ok":
            yield f"the file of the database: {told}"
    for row in connection.execute(text("PRAGMA foreign_key_check")):
        yield f"table {row[0]}: row {row[1]} refers to a row of {row[2]} that is not there"


def _document(connection: Connection, row: Any) -> Iterator[str]:
    """What is wrong with one document: its record against its text, its rows, its versions."""
    name = f"{row.document} ({row.name})"
    try:
        record = Record.model_validate_json(unpack(row.record))
        read = document_of(row.text, unpack(row.layout))
    except (ValidationError, zlib.error, ValueError, LookupError, TypeError) as broken:
        yield f"{name}: its record or its text cannot be read: {broken}"
        return
    if record.id != row.document or record.source.sha256[:20] != row.document.removeprefix("ty-"):
        yield f"{name}: its record is another document's, {record.id}"
    if record.text != row.text or read.text != row.text:
        yield f"{name}: its record has another text than the one that was read"
    if row.version != row.record_version or row.changed_version != row.version or row.past != row.version - 1:
        told = f"its record {row.record_version}, its changes tell of {row.changed_version}, its history of {row.past}"
        yield f"{name}: version {row.version}, {told}"
    if effective(connection, row.document, unpack(row.machine or row.record)) != unpack(row.record):
        yield f"{name}: its record is not the machine's with the corrections put in"
    kept: dict[str, list[dict[str, Any]]] = {"documents": [dict(row._mapping)]}
    kept |= {table: _finds(connection, table, row.document) for table in FINDS}
    for table, rows in rows_of(record).items():
        if not _same(rows, kept[table]):
            yield f"{name}: the rows of {table} are not those of its record"


def _same(rows: list[dict[str, Any]], kept: list[dict[str, Any]]) -> bool:
    return len(rows) == len(kept) and all(
        all(ours[name] == theirs[name] for name in ours) for ours, theirs in zip(rows, kept, strict=True)
    )


def _finds(connection: Connection, table: str, document: str) -> list[dict[str, Any]]:
    rows = TABLE[table]
    asked = select(rows).where(rows.c.document == document).order_by(*rows.primary_key.columns)
    return [dict(row._mapping) for row in connection.execute(asked)]


def _documents(connection: Connection) -> Iterator[str]:
    d, t, r, changes, history = (TABLE[name] for name in ("documents", "texts", "records", "changes", "history"))
    told = select(func.max(changes.c.version)).where(changes.c.document == d.c.document).scalar_subquery()
    past = select(func.count()).select_from(history).where(history.c.document == d.c.document).scalar_subquery()
    asked = (
        select(
            d, t.c.text, t.c.layout, r.c.record, r.c.machine, r.c.version.label("record_version"),
            told.label("changed_version"), past.label("past"),
        )
        .outerjoin_from(d, t, t.c.document == d.c.document)
        .outerjoin(r, r.c.document == d.c.document)
        .order_by(d.c.serial)
        .limit(_AT_ONCE)
    )  # fmt: skip
    last = 0
    while rows := connection.execute(asked.where(d.c.serial > last)).all():
        last = rows[-1].serial
        for row in rows:
            if row.schema != SCHEMA_VERSION:
                continue  # what another version made, another version proves
            if row.text is None or row.record is None:
                yield f"{row.document} ({row.name}): it has no {'text' if row.text is None else 'record'}"
            else:
                yield from _document(connection, row)


def _index(connection: Connection) -> Iterator[str]:
    d = TABLE["documents"]
    if connection.dialect.name == "sqlite":
        try:
            connection.execute(text("INSERT INTO search (search) VALUES ('integrity-check')"))
        except DBAPIError as broken:
            yield f"the search index is damaged: {broken.orig}"
            return
    key = "rowid" if connection.dialect.name == "sqlite" else "position"
    indexed = set(connection.execute(text(f"SELECT {key} FROM search")).scalars())
    there = set(connection.execute(select(d.c.position)).scalars())
    if indexed != there:
        yield f"the search index lacks {len(there - indexed)} documents and has {len(indexed - there)} that are none"


def _ledger(connection: Connection) -> Iterator[str]:
    files, ledger, d, changes = (TABLE[name] for name in ("files", "ledger", "documents", "changes"))
    settled = files.c.outcome.in_((Outcome.IMPORTED, Outcome.DUPLICATE, Outcome.UPDATED))
    for path, member in connection.execute(
        select(files.c.path, files.c.member).where(settled, files.c.document.is_(None), files.c.container.is_(False))
    ):
        yield f"{member or path}: imported, but its document is not there"
    last = (ledger.c.file == files.c.file) & (ledger.c.attempt == files.c.attempts)
    for path, member in connection.execute(
        select(files.c.path, files.c.member).outerjoin_from(files, ledger, last).where(ledger.c.file.is_(None))
    ):
        yield f"{member or path}: the ledger lacks its last attempt"
    held = select(files.c.document).where(files.c.document == d.c.document)
    for document, name in connection.execute(
        select(d.c.document, d.c.name).where(d.c.superseded_by.is_(None), ~held.exists())
    ):
        yield f"{document} ({name}): no file holds it, and no other document took its place"
    first, most, count = connection.execute(
        select(func.min(changes.c.seq), func.max(changes.c.seq), func.count()).select_from(changes)
    ).one()
    if count and (first, most) != (1, count):
        yield f"the feed of changes has {count} rows, numbered {first} to {most}"


def check(archive: Archive) -> Iterator[str]:
    """Everything that is wrong with an archive, a sentence each; nothing where it is whole."""
    try:
        with archive.reading() as connection:
            for part in (_database, _documents, _ledger):
                yield from part(connection)
        with (
            archive.writing() if archive.is_sqlite else archive.reading() as connection
        ):  # FTS5 takes its check for a write
            yield from _index(connection)
    except DatabaseError as broken:
        if not is_damage(broken):
            raise
        yield f"the file of the database: {broken.orig}; nothing more can be told: restore a backup"


# --- backup ----------------------------------------------------------------------------------


def _plain(value: Any) -> Any:
    """A value of a row as JSON has it."""
    if isinstance(value, (bytes, memoryview)):
        return base64.b64encode(value).decode("ascii")
    return value.isoformat() if isinstance(value, date) else value


def _values(table: Table, columns: Sequence[str]) -> dict[str, Callable[[Any], Any]]:
    """For each of the columns what makes a value of its JSON."""
    return {
        name: base64.b64decode
        if isinstance(table.c[name].type, LargeBinary)
        else datetime.fromisoformat
        if isinstance(table.c[name].type, Moment)
        else date.fromisoformat
        if isinstance(table.c[name].type, Date)
        else lambda value: value
        for name in columns
    }


class _Hashed:
    """Lines of JSON into or out of a file, with their number and the hash of all."""

    def __init__(self) -> None:
        self.lines, self._hash = 0, sha256()

    def add(self, line: bytes) -> bytes:
        self.lines += 1
        self._hash.update(line)
        return line

    def end(self) -> dict[str, Any]:
        return {"lines": self.lines, "sha256": self._hash.hexdigest()}


def backup(archive: Archive, file: Path) -> int:
    """Copy all of an archive, as it is at this moment, into a file; gives the number of documents.

    Others may go on writing meanwhile. The file appears under its name when it is whole.
    """
    part, hashed, documents = file.with_name(f".{file.name}.part"), _Hashed(), 0

    def line(value: Any) -> bytes:
        return hashed.add(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")

    try:
        with part.open("wb") as raw:
            with gzip.GzipFile("", "wb", 1, raw, mtime=0) as out, archive.reading() as connection:
                out.write(line({_HEAD: HEAD}))
                for name, table in TABLE.items():
                    out.write(line({"table": name, "columns": [column.name for column in table.c]}))
                    rows = connection.execution_options(yield_per=_AT_ONCE).execute(
                        select(table).order_by(*table.primary_key.columns)
                    )
                    for row in rows:
                        out.write(line([_plain(value) for value in row]))
                        documents += name == "documents"
                out.write(json.dumps(hashed.end()).encode() + b"\n")
            raw.flush()
            os.fsync(raw.fileno())
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
    return documents


def _tables_of(file: Path, first: bytes) -> str:
    """The migration that a backup's tables are at, by its first line."""
    content = json.loads(first)
    revision = content.get(_HEAD) if isinstance(content, dict) else None
    if not isinstance(revision, str):
        raise InputError(f"{file}: no backup of an archive; take another")
    if revision > HEAD:
        raise InputError(f"{file}: made by a newer trichyeu (tables {revision}); restore it with that version")
    return revision


def _fill(connection: Connection, lines: Iterator[bytes], file: Path) -> None:
    hashed, table, values = _Hashed(), TABLE["documents"], dict[str, Callable[[Any], Any]]()
    rows = list[dict[str, Any]]()

    def write() -> None:
        if rows:
            connection.execute(insert(table), rows)
            rows.clear()

    for line in lines:
        content = json.loads(line)
        if isinstance(content, dict) and "sha256" in content:
            write()
            if content != hashed.end():
                raise InputError(f"{file}: damaged: its hash is another than its last line says; take another backup")
            return
        hashed.add(line)
        if isinstance(content, list):
            made = zip(values.items(), content, strict=True)
            rows.append({name: None if value is None else make(value) for (name, make), value in made})
            if len(rows) >= _AT_ONCE:
                write()
        elif "table" in content:
            write()
            table = TABLE[content["table"]]
            values = _values(table, content["columns"])
    raise InputError(f"{file}: cut short; take another backup")


def _index_again(connection: Connection) -> int:
    d, t = TABLE["documents"], TABLE["texts"]
    asked = select(d.c.position, t.c.text).join_from(d, t, d.c.document == t.c.document).order_by(d.c.position)
    last, count = -1, 0
    while rows := connection.execute(asked.where(d.c.position > last).limit(_AT_ONCE)).all():
        add_to_index(connection, [(place, search_forms(words)) for place, words in rows])
        last, count = rows[-1].position, count + len(rows)
    return count


def _is_empty(archive: Archive) -> bool:
    with archive.reading() as connection:
        there = inspect(connection).get_table_names()
        return not any(
            connection.execute(select(literal(1)).select_from(table).limit(1)).first()
            for name, table in TABLE.items()
            if name in there
        )


def restore(archive: Archive, file: Path) -> int:
    """Fill a new archive from a backup; gives the number of documents. All of it or nothing.

    The backup of an older version is filled into its tables, which are then brought up to date.
    """
    try:
        with gzip.open(file, "rb") as lines:
            first = next(iter(lines), b"")
            revision = _tables_of(file, first)
            if revision_of(archive) is None or _is_empty(archive):
                migrate(archive, revision)
            else:
                raise InputError(f"{archive.location}: there is an archive here already; restore into a new place")
            with archive.writing() as connection:
                _fill(connection, chain([first], lines), file)
                count = _index_again(connection)
    except FileNotFoundError as missing:
        raise InputError(f"{file}: no such file") from missing
    except (OSError, EOFError, ValueError, LookupError) as broken:
        raise InputError(f"{file}: no backup, or a damaged one ({broken}); take another") from broken
    migrate(archive)
    return count


# --- room ------------------------------------------------------------------------------------


def size_of(archive: Archive) -> int:
    """The bytes that an archive takes on its disk."""
    if archive.is_sqlite:
        return sum(file.stat().st_size for file in Path(archive.location).glob(f"{SQLITE_FILE}*"))
    with archive.reading() as connection:
        return int(connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one())


def vacuum(archive: Archive) -> None:
    """Give back what deleted rows took, and bring the database's statistics up to date."""
    if archive.is_sqlite:
        with archive.writing() as connection:
            connection.execute(text("INSERT INTO search (search) VALUES ('optimize')"))
    with archive.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if archive.is_sqlite:
            for statement in ("VACUUM", "ANALYZE", "PRAGMA wal_checkpoint(TRUNCATE)"):
                connection.exec_driver_sql(statement)
        else:
            connection.exec_driver_sql("VACUUM (ANALYZE)")
