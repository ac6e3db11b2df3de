"""The rows of `pipeline.rows` as Parquet files in one folder, kept up to date record by record.

    FOLDER/
        manifest.json                       layout, when it was written, and the files that count
        documents/year=2025/part-1-0.parquet
        citations/year=2025/part-1-0.parquet
        mentions/  targets/  roads/  road_sections/  projects/
        sources.parquet                     where each record came from, for the next update

One folder a table, one below it a year of the document's own date; documents without a usable date are in
`year=__HIVE_DEFAULT_PARTITION__`, which readers of Hive partitions take for null. Columns are those of `TABLES`, and

- `document_no` in every table: a whole number for each document, quicker to join by than its id;
- `citations_central` and `mentions_central` in `documents`: how many central documents it cites, in how many places;
- `copy_of` in `documents`, `document_copy_of` elsewhere: the document that this one is a copy of, null for the one
  that counts. Of copies (see `rows.identity`) the one that was no scan counts, then the one that came first;
- `document_…` in all others: what the document is, so that no question needs a join (`DOCUMENT_COLUMNS`).

Rows of `citations` are sorted in each file, those with `repeats` over 1 first and then by number, so that a reader
passes over what it does not ask for. A file never changes once the manifest names it: an update writes new files, then
the manifest, then removes old ones.
"""

import fcntl
import json
import os
import shutil
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from pipeline.errors import InputError, MissingPartError
from pipeline.rows import TABLES, Row

try:
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq
except ImportError as missing:
    raise MissingPartError("pyarrow", 'pip install "trichyeu[research]"') from missing

__all__ = ["DOCUMENT_COLUMNS", "LAYOUT", "Manifest", "OutdatedError", "Update", "read_manifest", "schema", "updating"]

LAYOUT = "trichyeu.parquet/1"
DOCUMENT_COLUMNS = (
    "doc_type", "number", "issuer", "level", "province", "province_now", "place", "date", "date_from", "date_to",
)  # fmt: skip
"""The columns of `documents` that every other table repeats as `document_<name>`."""

_TYPES = {str: pa.string(), int: pa.int64(), float: pa.float64(), date: pa.date32()}
_UNDATED = "__HIVE_DEFAULT_PARTITION__"
_ROWS_BUFFERED = 40_000
_ROWS_A_FILE = 1_000_000
_ROWS_A_GROUP = 30_000
_SMALL, _MANY = 100_000, 8
"""A table's year with more than `_MANY` files of fewer than `_SMALL` rows has them made one."""


def _copy_column(table: str) -> str:
    return "copy_of" if table == "documents" else "document_copy_of"


def schema(table: str) -> pa.Schema:
    """The columns of a table's files, in order."""
    columns = dict(TABLES[table]) | {"document_no": int}
    if table == "documents":
        columns |= {"citations_central": int, "mentions_central": int}
    else:
        columns |= {f"document_{name}": TABLES["documents"][name] for name in DOCUMENT_COLUMNS}
    columns |= {_copy_column(table): str}
    return pa.schema([(name, _TYPES[kind]) for name, kind in columns.items()])


def _all_columns() -> dict[str, dict[str, str]]:
    return {table: {field.name: str(field.type) for field in schema(table)} for table in TABLES}


class OutdatedError(InputError):
    """A folder that another version of this program wrote, with other columns."""


@dataclass(frozen=True)
class Manifest:
    """What a folder holds. `files` are paths below it, by table; `cursor` says up to where its source was read."""

    written: str
    source: str
    cursor: str | None
    generation: int
    next_no: int
    documents: int
    files: Mapping[str, tuple[str, ...]]

    @property
    def date(self) -> str:
        """The day of the last update: `2026-07-31`."""
        return self.written[:10]


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest of a folder of Parquet files, `None` where there is none."""
    path = folder / "manifest.json"
    if not path.is_file():
        return None
    try:
        content = json.loads(path.read_text("utf-8"))
    except ValueError as mistake:
        raise InputError(f"{path}: not JSON: {mistake}; remove the folder and export again") from mistake
    if content.pop("layout", None) != LAYOUT or content.pop("columns", None) != _all_columns():
        raise OutdatedError(f"{path}: written by another version; remove the folder and export again")
    return Manifest(**{**content, "files": {table: tuple(files) for table, files in content["files"].items()}})


def _write_manifest(folder: Path, manifest: Manifest) -> None:
    content = {"layout": LAYOUT, **asdict(manifest), "columns": _all_columns()}
    part = folder / ".manifest.part"
    with part.open("w", encoding="utf-8") as file:
        json.dump(content, file, ensure_ascii=False, indent=1)
        file.flush()
        os.fsync(file.fileno())
    part.replace(folder / "manifest.json")


def _year(document: Row) -> int | None:
    return document["date_from"].year if document["date_from"] else None


def _year_folder(year: int | None) -> str:
    return f"year={_UNDATED if year is None else year}"


def _read(path: Path, columns: Sequence[str] | None = None) -> pa.Table:
    """A file's own columns: the year in its path is none of them."""
    return pq.read_table(path, columns=columns and [*columns], partitioning=None)


class Update:
    """One update of a folder: `put` records' rows, `drop` documents, and all of it counts when it is published.

    Made by `updating`; a document that is put again takes the place of what the folder had of it.
    """

    def __init__(self, folder: Path, source: str) -> None:
        self._folder = folder
        self._old = read_manifest(folder) or Manifest("", source, None, 0, 1, 0, dict.fromkeys(TABLES, ()))
        if self._old.source != source:
            raise InputError(f"{folder}: written from {self._old.source}, not {source}; export into another folder")
        self._staging = folder / ".new"
        self._buffer: dict[tuple[str, int | None], list[Row]] = defaultdict(list)
        self._buffered = 0
        self._staged: dict[tuple[str, int | None], list[tuple[Path, int]]] = defaultdict(list)
        self._put: set[str] = set()
        self._dropped: set[str] = set()
        self._next_no = self._old.next_no
        self._next_part = 0
        self.cursor = self._old.cursor
        self.sources: pa.Table | None = None
        self._remove_unlisted()

    @property
    def old(self) -> Manifest:
        """What the folder held before this update; `generation` is 0 for a new one."""
        return self._old

    def old_sources(self) -> pa.Table | None:
        """The table that the last update left in `sources`."""
        path = self._folder / "sources.parquet"
        return pq.read_table(path) if self._old.generation and path.is_file() else None

    def put(self, tables: Mapping[str, Sequence[Row]]) -> None:
        """Take the rows of one record, as `rows(record)` gives them. The first of two records of one id counts."""
        (document,) = tables["documents"]
        if document["document"] in self._put:
            return
        self._put.add(document["document"])
        no, year = self._next_no, _year(document)
        self._next_no += 1
        beside = {f"document_{name}": document[name] for name in DOCUMENT_COLUMNS} | {"document_no": no}
        central = [row["mentions"] for row in tables["citations"] if row["cited_level"] == "central"]
        counts = {"citations_central": len(central), "mentions_central": sum(central)}
        self._buffer["documents", year].append({**document, "document_no": no, **counts})
        for table in TABLES:
            if table != "documents" and tables[table]:
                self._buffer[table, year].extend({**row, **beside} for row in tables[table])
                self._buffered += len(tables[table])
        if self._buffered >= _ROWS_BUFFERED:
            self._flush()

    def drop(self, documents: Iterable[str]) -> None:
        """Take these documents out, unless they are put as well."""
        self._dropped.update(documents)

    def append(self, table: str, year: int | None, content: pa.Table) -> None:
        """Take rows that are columns already, of documents that the folder does not have."""
        path = self._staging / f"{self._next_part}.parquet"
        self._next_part += 1
        path.parent.mkdir(exist_ok=True)
        pq.write_table(content.cast(schema(table)), path, compression="zstd")
        self._staged[table, year].append((path, content.num_rows))

    def _flush(self) -> None:
        for (table, year), rows in self._buffer.items():
            self.append(table, year, pa.Table.from_pylist(rows, schema(table)))
        self._buffer.clear()
        self._buffered = 0

    def _remove_unlisted(self) -> None:
        """Take away what an update that was killed left behind."""
        shutil.rmtree(self._staging, ignore_errors=True)
        listed = {self._folder / file for files in self._old.files.values() for file in files}
        for table in TABLES:
            for file in (self._folder / table).glob("year=*/*.parquet"):
                if file not in listed:
                    file.unlink()

    def _known(self, columns: Sequence[str]) -> pa.Table:
        """These columns of the documents that stay, old ones first."""
        nothing = schema("documents").empty_table().select(columns)
        old = pa.concat_tables(
            [nothing, *(_read(self._folder / file, columns) for file in self._old.files["documents"])]
        )
        new = [
            _read(path, columns)
            for (table, _), parts in self._staged.items()
            if table == "documents"
            for path, _ in parts
        ]
        return pa.concat_tables([self._without_gone(old), *new])

    def _without_gone(self, content: pa.Table) -> pa.Table:
        """The old rows that stay."""
        gone = pa.array(self._put | self._dropped, pa.string())
        return content.filter(pc.invert(pc.is_in(content["document"], gone)))

    def _copies(self, known: pa.Table) -> dict[str, str]:
        """Each document that is a copy, with the one that counts for it."""
        counts = known.group_by("identity").aggregate([("document", "count")])
        shared = counts.filter(pc.greater(counts["document_count"], 1))["identity"]
        alike: dict[str, list[tuple[bool, int, str]]] = defaultdict(list)
        for row in known.filter(pc.is_in(known["identity"], shared.combine_chunks())).to_pylist():
            scanned = row["ocr_confidence"] is not None
            alike[row["identity"]].append((scanned, row["document_no"], row["document"]))
        return {copy: min(group)[2] for group in alike.values() for *_, copy in sorted(group)[1:]}

    def publish(self) -> Manifest:
        """Write what was taken, and let it count. Nothing is written where nothing changed."""
        self._flush()
        known = self._known(["document", "identity", "ocr_confidence", "document_no", "copy_of"])
        if not self._staged and known.num_rows == self._old.documents and self._old.generation:
            manifest = self._old
            if self.cursor != manifest.cursor:
                manifest = replace(manifest, cursor=self.cursor)
                _write_manifest(self._folder, manifest)
        else:
            manifest = self._settled(known)
            _write_manifest(self._folder, manifest)
        if self.sources is not None:
            pq.write_table(self.sources, self._folder / ".sources.part", compression="zstd")
            (self._folder / ".sources.part").replace(self._folder / "sources.parquet")
        self._old = manifest
        self._remove_unlisted()
        return manifest

    def _settled(self, known: pa.Table) -> Manifest:
        copies = self._copies(known)
        before = dict(zip(known["document"].to_pylist(), known["copy_of"].to_pylist(), strict=True))
        moved = {document for document, copy_of in before.items() if copies.get(document) != copy_of}
        touched = pa.array(moved | self._put | self._dropped, pa.string())
        old: dict[tuple[str, str], list[str]] = defaultdict(list)
        for table, files in self._old.files.items():
            for file in files:
                old[table, file.split("/")[1]].append(file)
        partitions = {(table, _year_folder(year)): (table, year) for table, year in self._staged}
        files_now: dict[str, list[str]] = {table: [] for table in TABLES}
        for table, folder in sorted({*old, *partitions}):
            staged = [path for path, _ in self._staged.get(partitions.get((table, folder), ("", None)), ())]
            files_now[table] += self._partition(table, folder, old[table, folder], staged, touched, copies)
        return Manifest(
            written=datetime.now(UTC).isoformat(timespec="seconds"),
            source=self._old.source,
            cursor=self.cursor,
            generation=self._old.generation + 1,
            next_no=self._next_no,
            documents=known.num_rows,
            files={table: tuple(files) for table, files in files_now.items()},
        )

    def _partition(
        self, table: str, folder: str, old: list[str], staged: list[Path], touched: pa.Array, copies: Mapping[str, str]
    ) -> list[str]:
        """The files of one table's year from now on: those that stay, and new ones in place of those that do not."""
        stay, again = [], []
        sizes = {file: pq.read_metadata(self._folder / file).num_rows for file in old}
        crowded = sum(size < _SMALL for size in sizes.values()) + bool(staged) > _MANY
        for file, size in sizes.items():
            documents = _read(self._folder / file, ["document"])["document"]
            if (crowded and size < _SMALL) or pc.any(pc.is_in(documents, touched)).as_py():
                again.append(file)
            else:
                stay.append(file)
        written: list[str] = []
        batch: list[pa.Table] = []

        def write() -> None:
            content = pa.concat_tables(batch)
            batch.clear()
            if not content.num_rows:
                return
            content = _with_copies(table, content, copies)
            by_number = [("repeats", "descending"), ("number_key", "ascending"), ("cited", "ascending")]
            order = by_number if table == "citations" else []
            content = content.sort_by([*order, ("document_no", "ascending")])
            name = f"{table}/{folder}/part-{self._old.generation + 1}-{len(written)}.parquet"
            (self._folder / name).parent.mkdir(parents=True, exist_ok=True)
            pq.write_table(content, self._folder / name, compression="zstd", row_group_size=_ROWS_A_GROUP)
            written.append(name)

        for path, is_old in [*((self._folder / file, True) for file in again), *((path, False) for path in staged)]:
            batch.append(self._without_gone(_read(path)) if is_old else _read(path))
            if sum(part.num_rows for part in batch) >= _ROWS_A_FILE:
                write()
        if batch:
            write()
        return [*stay, *written]


def _with_copies(table: str, content: pa.Table, copies: Mapping[str, str]) -> pa.Table:
    """`content` with its column of copies set anew."""
    keys, values = pa.array(copies, pa.string()), pa.array(copies.values(), pa.string())
    found = values.take(pc.index_in(content["document"].combine_chunks(), keys))
    column = _copy_column(table)
    return content.set_column(content.schema.get_field_index(column), pa.field(column, pa.string()), found)


@contextmanager
def updating(folder: Path, source: str) -> Iterator[Update]:
    """An `Update` of `folder`, published at the end; where the body fails, the folder is as it was.

    `source` says what the rows come from (`"records"`, `"archive"`), and never changes for one folder.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / ".lock").open("w")
    except OSError as failure:
        raise InputError(f"{folder}: cannot be written: {failure.strerror}; export into another folder") from failure
    strangers = [entry.name for entry in folder.iterdir() if not entry.name.startswith(".")]
    if strangers and not read_manifest(folder):
        raise InputError(f"{folder}: holds other files ({strangers[0]}); export into a folder of its own")
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        update = Update(folder, source)
        yield update
        update.publish()
