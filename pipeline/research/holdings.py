"""What is asked: Parquet files behind a connection to DuckDB, brought up to date from their source first.

A source is a folder of Parquet files that `trichyeu research export` wrote, a folder of records, or an archive. Of the
last two the Parquet files are kept in a hidden folder within, and each question first takes what is new or changed.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from pipeline.archive.store import is_url
from pipeline.errors import InputError, MissingPartError
from pipeline.parquet import Manifest, read_manifest, schema
from pipeline.research.sources import refresh
from pipeline.rows import TABLES

try:
    import duckdb
    import pyarrow as pa
except ImportError as missing:
    raise MissingPartError("duckdb", 'pip install "trichyeu[research]"') from missing

__all__ = ["VIEWS", "Holdings", "open_holdings"]

KEPT_IN = ".parquet"
"""The folder within a folder of records or an archive that holds the Parquet files."""

_MEMORY = "1500MB"

VIEWS = {
    "documents": "every document, copies too",
    "citations": "one row for each document that a document cites: whom, how often, and the first words that do",
    "mentions": "one row for each place that cites; `citation` is the ordinal of its row in `citations`",
    "targets": "targets and results",
    "roads": "roads",
    "road_sections": "parts of roads that a text speaks of; `road` is the ordinal of its row in `roads`",
    "projects": "projects, with the place and the owner as printed",
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
    return schema(table).append(pa.field("year", pa.int32())).empty_table()


@contextmanager
def open_holdings(source: str | Path) -> Iterator[Holdings]:
    """Open Parquet files, or those of a folder of records or an archive, which are first brought up to date."""
    if is_url(str(source)):
        raise InputError("export the archive first, `trichyeu research export URL FOLDER`, and ask the folder")
    folder = Path(source)
    label, manifest = folder.resolve().name, read_manifest(folder)
    if manifest is None:
        folder = folder / KEPT_IN
        manifest = refresh(str(source), folder, kept=True)
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": _MEMORY,
        "autoinstall_known_extensions": False,
        "parquet_metadata_cache": True,  # a listed file never changes
    }
    with duckdb.connect(config=config) as connection:
        _create_views(connection, folder, manifest)
        yield Holdings(connection, manifest, label)
