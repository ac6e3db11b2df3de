"""What is asked: Parquet files behind a connection to DuckDB, brought up to date from their source first.

A source is a folder of Parquet files that `trichyeu research export` wrote, or a folder of records. Of records the
Parquet files are kept in a hidden folder within, and each question first reads the records that are new or changed.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from pipeline.errors import InputError, MissingPartError
from pipeline.parquet import Manifest, read_manifest, updating
from pipeline.registry import record_files, stored_record
from pipeline.rows import TABLES, rows

try:
    import duckdb
    import pyarrow as pa
except ImportError as missing:
    raise MissingPartError("duckdb", 'pip install "trichyeu[research]"') from missing

__all__ = ["VIEWS", "Holdings", "open_holdings", "refresh"]

KEPT_IN = ".parquet"
"""The folder within a folder of records that holds their Parquet files."""

_MEMORY = "1500MB"

VIEWS = {
    "documents": "every document, copies too",
    "citations": "one row for each document that a document cites: whom, how often, and the first words that do",
    "mentions": "one row for each place that cites; `citation` is the ordinal of its row in `citations`",
    "targets": "targets and results",
    "roads": "roads",
    "projects": "projects",
    "documents_once": "documents without copies: what all counts are of",
    "citations_once": "citations of documents_once",
    "targets_once": "targets of documents_once",
}
"""The views that questions and `trichyeu research sql` ask, with what each holds."""


@dataclass
class Holdings:
    """An open folder of Parquet files. `label` is how captions call it."""

    connection: "duckdb.DuckDBPyConnection"
    manifest: Manifest
    label: str

    @cached_property
    def date(self) -> str:
        """The day of the archive, for captions."""
        return self.manifest.date

    def ask(self, query: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """The rows that a query gives."""
        return self.connection.execute(query, [*parameters]).fetchall()


def _sources(entries: Sequence[tuple[str, int, int, str | None]]) -> "pa.Table":
    columns: list[list[Any]] = [list(column) for column in zip(*entries, strict=True)] or [[], [], [], []]
    shape = pa.schema(
        [("path", pa.string()), ("size", pa.int64()), ("mtime_ns", pa.int64()), ("document", pa.string())]
    )
    return pa.Table.from_arrays(
        [pa.array(values, field.type) for values, field in zip(columns, shape, strict=True)], schema=shape
    )


def refresh(records: Path, folder: Path) -> Manifest:
    """Bring `folder` up to date with a folder of records, reading only those whose file changed since."""
    paths = record_files(records)
    with updating(folder, "records") as update:
        before = update.old_sources()
        known = {row["path"]: row for row in before.to_pylist()} if before is not None else {}
        entries: list[tuple[str, int, int, str | None]] = []
        for path in paths:
            name, facts = str(path.relative_to(records)), path.stat()
            old = known.get(name)
            if old and (old["size"], old["mtime_ns"]) == (facts.st_size, facts.st_mtime_ns):
                document = old["document"]
            else:
                record = stored_record(path)
                document = record.id if record else None
                if record:
                    update.put(rows(record))
            entries.append((name, facts.st_size, facts.st_mtime_ns, document))
        held = {document for *_, document in entries if document}
        if not held:
            raise InputError(f"{records}: no records here; name the folder that `trichyeu extract --out` wrote")
        update.drop({row["document"] for row in known.values() if row["document"]} - held)
        update.sources = _sources(entries)
    manifest = read_manifest(folder)
    assert manifest  # written just now
    return manifest


def _create_views(connection: "duckdb.DuckDBPyConnection", folder: Path, manifest: Manifest) -> None:
    for table in TABLES:
        files = [str(folder / file) for file in manifest.files[table]]
        if files:
            listed = ", ".join("'" + file.replace("'", "''") + "'" for file in files)
            source = f"read_parquet([{listed}], hive_partitioning = true, hive_types = {{'year': INTEGER}})"
            connection.execute(f"CREATE VIEW {table} AS FROM {source}")
        else:
            connection.register("nothing", _nothing(table))
            connection.execute(f"CREATE TABLE {table} AS FROM nothing")
            connection.unregister("nothing")
    for table in ("documents", "citations", "targets"):
        copy = "copy_of" if table == "documents" else "document_copy_of"
        connection.execute(f"CREATE VIEW {table}_once AS FROM {table} WHERE {copy} IS NULL")


def _nothing(table: str) -> "pa.Table":
    from pipeline.parquet import schema

    return schema(table).append(pa.field("year", pa.int32())).empty_table()


@contextmanager
def open_holdings(source: Path) -> Iterator[Holdings]:
    """Open a folder of Parquet files, or of records, whose Parquet files are first brought up to date."""
    folder, manifest = source, read_manifest(source)
    if manifest is None:
        folder = source / KEPT_IN
        manifest = refresh(source, folder)
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": _MEMORY,
        "autoinstall_known_extensions": False,
        "parquet_metadata_cache": True,  # a listed file never changes
    }
    with duckdb.connect(config=config) as connection:
        _create_views(connection, folder, manifest)
        yield Holdings(connection, manifest, source.resolve().name)
