"""An archive's records in the formats that others work with.

    with open_archive("archive/") as archive:
        export(archive, "xlsx", Path("notices.xlsx"), Filter(since="2025"))

What is written is of one moment, whatever others store meanwhile, and appears whole or not at all (`whole.py`).
Documents come in the order of their ids, so that the same records give the same bytes however they came in.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Literal, get_args

from sqlalchemy import ColumnElement, Connection

from pipeline.archive import Archive
from pipeline.archive.contents import CORRECTIONS, choose, corrections, count, last_change, records, table_rows
from pipeline.archive.filters import Filter
from pipeline.errors import InputError
from pipeline.exports.sheets import Sheet, write_csv, write_xlsx
from pipeline.exports.spans import write_docbin, write_labelstudio
from pipeline.exports.whole import whole_file, whole_folder
from pipeline.rows import TABLES, Row
from pipeline.shapes import in_shape, named

__all__ = ["Exported", "Format", "export"]

Format = Literal["ndjson", "json", "csv", "xlsx", "parquet", "labelstudio", "docbin"]
FORMATS: tuple[Format, ...] = get_args(Format)
_OF_RECORDS = ("ndjson", "json", "labelstudio", "docbin")


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: documents, the newest change that is in it, and what the reader should know."""

    documents: int
    change: int
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class _Source:
    """The chosen documents at one moment."""

    connection: Connection
    chosen: list[ColumnElement[bool]]
    schema: str | None
    older: int = field(default=0)  # records of a shape older than the one that was asked for

    def records(self) -> Iterator[str]:
        """The JSON of each record, as stored or in the shape that was asked for."""
        for _, text in records(self.connection, self.chosen):
            if self.schema is None:
                yield text
                continue
            record = in_shape(json.loads(text), self.schema)
            self.older += record["schema"] != self.schema
            yield json.dumps(record, ensure_ascii=False, separators=(",", ":"))

    def sheets(self) -> Iterator[Sheet]:
        for table, columns in TABLES.items():
            yield Sheet(table, columns, table_rows(self.connection, table, self.chosen))
        yield Sheet("corrections", CORRECTIONS, corrections(self.connection, self.chosen))

    def by_document(self) -> Iterator[dict[str, list[Row]]]:
        """The rows of each document, by table: all tables are gone through side by side."""
        streams = {name: table_rows(self.connection, name, self.chosen) for name in TABLES if name != "documents"}
        ahead = {name: next(stream, None) for name, stream in streams.items()}
        for document in table_rows(self.connection, "documents", self.chosen):
            rows: dict[str, list[Row]] = {"documents": [document]}
            for name, stream in streams.items():
                rows[name] = []
                while (row := ahead[name]) is not None and row["document"] == document["document"]:
                    rows[name].append(row)
                    ahead[name] = next(stream, None)
            yield rows


def _ndjson(source: _Source, path: Path) -> list[str]:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(f"{text}\n" for text in source.records())
    return []


def _json(source: _Source, path: Path) -> list[str]:
    """A list with one record a line."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        found = source.records()
        first = next(found, None)
        file.write("[" if first is None else f"[\n{first}")
        file.writelines(f",\n{text}" for text in found)
        file.write("]\n" if first is None else "\n]\n")
    return []


def _xlsx(source: _Source, path: Path) -> list[str]:
    return write_xlsx(path, source.sheets())[1]


def _labelstudio(source: _Source, path: Path) -> list[str]:
    write_labelstudio(path, source.records())
    return []


def _csv(source: _Source, folder: Path) -> list[str]:
    write_csv(folder, source.sheets())
    return []


def _parquet(source: _Source, folder: Path) -> list[str]:
    """As research writes it: one folder a table, below it one a year."""
    from pipeline.parquet import updating

    with updating(folder, "archive") as update:
        for rows in source.by_document():
            update.put(rows)
        update.cursor = str(last_change(source.connection))
    (folder / ".lock").unlink(missing_ok=True)
    return []


def _docbin(source: _Source, folder: Path) -> list[str]:
    inside = write_docbin(folder, source.records())
    return [f"{inside} spans begin or end inside a token and were widened to it"] if inside else []


_FILES: Mapping[str, Callable[[_Source, Path], list[str]]] = {
    "ndjson": _ndjson, "json": _json, "xlsx": _xlsx, "labelstudio": _labelstudio,
}  # fmt: skip
_FOLDERS: Mapping[str, Callable[[_Source, Path], list[str]]] = {"csv": _csv, "parquet": _parquet, "docbin": _docbin}


def _nothing_missing(format: Format) -> None:  # noqa: A002  # the option's name
    """Raise `MissingPartError` before anything is read or written."""
    if format == "parquet":
        import pipeline.parquet  # noqa: F401


def export(
    archive: Archive,
    format: Format,  # noqa: A002  # the option's name
    out: Path,
    asked: Filter,
    words: str = "",
    schema: str | None = None,
) -> Exported:
    """Write the documents that a filter and the words of a query choose.

    `schema` names an older shape of the record (`1.0`), for the formats that are made of records. `ndjson`, `json`,
    `xlsx` and `labelstudio` are a file each, `csv`, `parquet` and `docbin` a folder with `export.json`, which
    tells what was asked for.
    """
    if schema is not None and format not in _OF_RECORDS:
        raise InputError(f"--schema {schema}: {format} has tables, which have no shape of the record; leave it out")
    shape = None if schema is None else named(schema)
    _nothing_missing(format)
    with archive.reading() as connection:
        change = last_change(connection)
        source = _Source(connection, choose(connection, asked, words), shape)
        documents = count(connection, source.chosen)
        if format in _FILES:
            with whole_file(out) as part:
                notes = _FILES[format](source, part)
        else:
            asked_for = {name: value for name, value in {"words": words, **asdict(asked)}.items() if value}
            mark = {"format": format, "documents": documents, "change": change, "asked": asked_for, "schema": shape}
            with whole_folder(out, mark) as part:
                notes = _FOLDERS[format](source, part)
    if source.older:
        notes.append(f"{source.older} records are of an older shape than {shape} and stay so; extract them again")
    return Exported(documents, change, tuple(notes))
