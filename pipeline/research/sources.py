"""Parquet files brought up to date from where records are kept: a folder of them, or an archive.

Only what is new or changed is read: of a folder the files whose size or time changed, of an archive the documents whose
version did. Documents that are there no more, or that the archive has replaced, are taken out.
"""

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pipeline.archive.store import is_archive, open_archive
from pipeline.errors import InputError, MissingPartError, name_in_text
from pipeline.parquet import Manifest, OutdatedError, Update, read_manifest, updating
from pipeline.records import Record
from pipeline.registry import record_files, stored_record
from pipeline.rows import rows

try:
    import pyarrow as pa
except ImportError as missing:
    raise MissingPartError("pyarrow", 'pip install "trichyeu[research]"') from missing

__all__ = ["refresh"]

_BATCH = 500
_NO_RECORDS = "{}: no records here; name the folder that `trichyeu extract --out` wrote"


def refresh(source: str, folder: Path, *, kept: bool = False) -> Manifest:
    """Bring the Parquet files in `folder` up to date with a folder of records or an archive.

    `kept` says that the folder is the program's own: if another version wrote it, it is written anew.
    """
    if kept:
        try:
            read_manifest(folder)
        except OutdatedError:
            shutil.rmtree(folder)
    if is_archive(source):
        with updating(folder, "archive") as update:
            _from_archive(source, update)
    else:
        paths = record_files(Path(source))
        if not paths:
            raise InputError(_NO_RECORDS.format(source))
        with updating(folder, "records") as update:
            _from_records(Path(source), paths, update)
    manifest = read_manifest(folder)
    assert manifest  # written just now
    return manifest


def _table(columns: Sequence[tuple[str, Any]], entries: Sequence[tuple[Any, ...]]) -> "pa.Table":
    values = zip(*entries, strict=True) if entries else ([] for _ in columns)
    schema = pa.schema([*columns])
    return pa.Table.from_arrays(
        [pa.array([*of], kind) for of, (_, kind) in zip(values, columns, strict=True)], schema=schema
    )


def _from_records(records: Path, paths: Sequence[Path], update: Update) -> None:
    before = update.old_sources()
    known = {row["path"]: row for row in before.to_pylist()} if before is not None else {}
    entries: list[tuple[str, int, int, str | None]] = []
    for path in paths:
        name, facts = name_in_text(str(path.relative_to(records))), path.stat()
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
        raise InputError(_NO_RECORDS.format(records))
    update.drop({row["document"] for row in known.values() if row["document"]} - held)
    columns = [("path", pa.string()), ("size", pa.int64()), ("mtime_ns", pa.int64()), ("document", pa.string())]
    update.sources = _table(columns, entries)


def _from_archive(location: str, update: Update) -> None:
    from sqlalchemy import func, select

    from pipeline.archive.packing import unpack
    from pipeline.archive.tables import TABLE

    documents, records, changes = TABLE["documents"], TABLE["records"], TABLE["changes"]
    before = update.old_sources()
    known = {row["document"]: row["version"] for row in before.to_pylist()} if before is not None else {}
    with open_archive(location) as archive, archive.reading() as connection:
        live = select(documents.c.document, documents.c.version).where(documents.c.superseded_by.is_(None))
        entries = [(row.document, row.version) for row in connection.execute(live.order_by(documents.c.serial))]
        changed = [document for document, version in entries if known.get(document) != version]
        for at in range(0, len(changed), _BATCH):
            wanted = changed[at : at + _BATCH]
            found = connection.execute(
                select(records.c.document, records.c.record).where(records.c.document.in_(wanted))
            )
            packed = {row.document: row.record for row in found}
            for document in wanted:
                update.put(rows(Record.model_validate_json(unpack(packed[document]))))
        update.cursor = str(connection.execute(select(func.coalesce(func.max(changes.c.seq), 0))).scalar_one())
    if not entries:
        raise InputError(f"{location}: no documents here yet; `trichyeu import` puts them in")
    update.drop(known.keys() - {document for document, _ in entries})
    update.sources = _table([("document", pa.string()), ("version", pa.int64())], entries)
