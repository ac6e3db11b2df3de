"""Records into the archive: new ones, new readings of old ones, and what follows from each.

    with archive.writing() as connection:
        changed = put(connection, entries, "read again", now)

A record that comes out as it was makes no new version. Corrections of people are merged into a new reading (see
`corrections.py`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, tuple_, update

from pipeline.archive.corrections import Merged, merge
from pipeline.archive.entry import Entry, Reading, rows_of
from pipeline.archive.likeness import Look, may_be_same, same_document, shared_runs
from pipeline.archive.packing import pack, unpack
from pipeline.archive.search_index import add_to_index, position, search_forms, take_from_index
from pipeline.archive.store import next_number
from pipeline.archive.tables import TABLE
from pipeline.archive.versions import Batch, Version, find_rows, new_version, replace_rows
from pipeline.records import Record

__all__ = ["put", "rename", "supersede"]

_MOST_IN_A_BAND = 40  # documents: more have a form in common, not a document


def _reading_row(document: str, reading: Reading) -> dict[str, Any]:
    return {
        "document": document,
        "text": reading.text,
        "layout": reading.layout,
        "reading": reading.digest,
        "words_sha256": reading.likeness.words_sha256,
        "signature": reading.likeness.signature,
    }


def _read(batch: Batch, document: str, reading: Reading) -> None:
    """What reading gave, but the row of `texts` and the index."""
    batch.add("pages", ({"document": document, **page} for page in reading.pages))
    batch.add("bands", ({"document": document, "band": band} for band in reading.likeness.bands))


def _insert_new(connection: Connection, entries: Sequence[Entry], at: datetime) -> None:
    batch = Batch()
    serial, seq = next_number(connection, TABLE["documents"].c.serial), next_number(connection, TABLE["changes"].c.seq)
    forms = []
    for offset, entry in enumerate(entries):
        if entry.reading is None:
            raise ValueError(f"{entry.document} is not in the archive, and comes without its text")
        (row,) = entry.rows["documents"]
        place = position(row["date_from"], serial + offset)
        own = {
            "serial": serial + offset,
            "position": place,
            "version": 1,
            "change": seq + offset,
            "first_at": at,
            "changed_at": at,
        }
        batch.add("documents", [{**row, **own}])
        batch.add("texts", [_reading_row(entry.document, entry.reading)])
        batch.add(
            "records",
            [
                {
                    "document": entry.document,
                    "version": 1,
                    "schema": entry.schema,
                    "extraction": entry.extraction,
                    "cause": "imported",
                    "at": at,
                    "record": entry.machine,
                }
            ],
        )
        batch.add(
            "changes",
            [{"seq": seq + offset, "document": entry.document, "version": 1, "kind": "insert", "at": at}],
        )
        find_rows(batch, entry.rows)
        _read(batch, entry.document, entry.reading)
        forms.append((place, entry.reading.forms))
    batch.insert(connection)
    add_to_index(connection, forms)


def _read_again(connection: Connection, old: Row[*tuple[Any, ...]], entry: Entry, reading: Reading) -> None:
    """Put a new reading in the place of the old one."""
    texts = TABLE["texts"]
    text = connection.execute(select(texts.c.text).where(texts.c.document == entry.document)).scalar_one()
    connection.execute(
        update(texts).where(texts.c.document == entry.document).values(_reading_row(entry.document, reading))
    )
    for table in ("pages", "bands", "links"):
        rows = TABLE[table]
        connection.execute(delete(rows).where(rows.c.document == entry.document))
    links = TABLE["links"]
    connection.execute(delete(links).where(links.c.other == entry.document, links.c.kind != "revision"))
    batch = Batch()
    _read(batch, entry.document, reading)
    batch.insert(connection)
    if text != reading.text:
        take_from_index(connection, old.position, search_forms(text))
        add_to_index(connection, [(old.position, reading.forms)])


def _replace_old(connection: Connection, old: Row[*tuple[Any, ...]], entry: Entry, cause: str, at: datetime) -> bool:
    """Whether the record of a document that is in the archive became another."""
    if entry.name != old.name:  # what a record is called is settled by all of its files, see `ledger.py`
        entry = _called(entry, old.name)
    if entry.reading is not None:
        _read_again(connection, old, entry, entry.reading)
    before = old.machine or old.record
    if unpack(entry.machine) == unpack(before):
        if entry.extraction != old.extraction:
            _made_by(connection, old, entry.extraction)
        return False
    merged = merge(connection, entry.document, unpack(before), unpack(entry.machine), at)
    new_version(connection, _version(entry, merged), cause, at)
    return True


def _made_by(connection: Connection, old: Row[*tuple[Any, ...]], extraction: str) -> None:
    """Newer code made the same record: its rows may be others all the same."""
    records = TABLE["records"]
    connection.execute(update(records).where(records.c.document == old.document).values(extraction=extraction))
    replace_rows(connection, old.document, rows_of(Record.model_validate_json(unpack(old.record))))


def _version(entry: Entry, merged: Merged | None) -> Version:
    if merged is None:
        return Version(entry.document, entry.schema, entry.extraction, entry.machine, None, entry.rows)
    record = Record.model_validate_json(merged.record)
    return Version(entry.document, entry.schema, entry.extraction, pack(merged.record), entry.machine, rows_of(record))


def _called(entry: Entry, name: str) -> Entry:
    record = _renamed(Record.model_validate_json(unpack(entry.machine)), name)
    return replace(entry, name=name, machine=pack(record.model_dump_json()), rows=rows_of(record))


def _renamed(record: Record, name: str) -> Record:
    return record.model_copy(update={"source": record.source.model_copy(update={"name": name})})


def _looks(connection: Connection, documents: Iterable[str]) -> dict[str, Look]:
    d, t = TABLE["documents"], TABLE["texts"]
    rows = connection.execute(
        select(
            *(d.c[name] for name in ("document", "media_type", "doc_type", "number", "date", "issuer", "title")),
            t.c.words_sha256,
            t.c.signature,
        )
        .join_from(d, t, d.c.document == t.c.document)
        .where(d.c.document.in_(sorted(documents)))
    )
    return {row.document: Look(**row._mapping) for row in rows}


def _words(connection: Connection, documents: Iterable[str]) -> dict[str, str]:
    """The folded words of each text."""
    texts = TABLE["texts"].c
    asked = select(texts.document, texts.text).where(texts.document.in_(sorted(documents)))
    return {row.document: search_forms(row.text)[1] for row in connection.execute(asked)}


def _link(connection: Connection, entries: Sequence[Entry]) -> None:
    """Find for each new text those that are the same document in another file."""
    bands = TABLE["bands"]
    wanted = {band for entry in entries if entry.reading for band in entry.reading.likeness.bands}
    if not wanted:
        return
    holders: dict[int, list[str]] = {}
    found = select(bands.c.band, bands.c.document).where(bands.c.band.in_(sorted(wanted)))
    for band, document in connection.execute(found.order_by(bands.c.document)):
        holders.setdefault(band, []).append(document)
    pairs = {
        (min(entry.document, other), max(entry.document, other))
        for entry in entries
        if entry.reading
        for band in entry.reading.likeness.bands
        for other in holders[band][:_MOST_IN_A_BAND]
        if other != entry.document
    }
    links = TABLE["links"]
    pairs -= {
        (document, other)
        for row in connection.execute(
            select(links.c.document, links.c.other).where(links.c.document.in_({a for pair in pairs for a in pair}))
        )
        for document, other in (tuple(row), tuple(row)[::-1])
    }
    looks = _looks(connection, {document for pair in pairs for document in pair})
    likely = sorted((one, other) for one, other in pairs if may_be_same(looks[one], looks[other]))
    words = _words(connection, {document for pair in likely for document in pair})
    rows = [
        {"document": one, "other": other, "kind": same[0], "similarity": same[1]}
        for one, other in likely
        if (same := same_document(looks[one], looks[other], words[one], words[other]))
    ]
    if rows:
        connection.execute(insert(links), rows)


def put(connection: Connection, entries: Sequence[Entry], cause: str, at: datetime) -> dict[str, bool | None]:
    """Store documents, each once; tells of each whether its record is changed, `None` where the document is new.

    `cause` is why a record that is in the archive may get a new version: "read again", "extracted again".
    """
    d, r = TABLE["documents"], TABLE["records"]
    asked = (
        select(d.c.serial, d.c.position, d.c.name, r.c.document, r.c.extraction, r.c.record, r.c.machine)
        .join_from(d, r, d.c.document == r.c.document)
        .where(d.c.document.in_([entry.document for entry in entries]))
    )
    old = {row.document: row for row in connection.execute(asked)}
    new = [entry for entry in entries if entry.document not in old]
    told: dict[str, bool | None] = dict.fromkeys((entry.document for entry in new), None)
    if new:
        _insert_new(connection, new, at)
    for entry in entries:
        if entry.document in old:
            told[entry.document] = _replace_old(connection, old[entry.document], entry, cause, at)
    _link(connection, [entry for entry in entries if entry.reading])
    return told


def rename(connection: Connection, document: str, name: str, at: datetime) -> None:
    """Call the record of a document by another of its files' names: a version of its own."""
    r = TABLE["records"]
    old = connection.execute(select(r).where(r.c.document == document)).one()
    record = _renamed(Record.model_validate_json(unpack(old.record)), name)
    machine = old.machine and pack(_renamed(Record.model_validate_json(unpack(old.machine)), name).model_dump_json())
    version = Version(document, old.schema, old.extraction, pack(record.model_dump_json()), machine, rows_of(record))
    new_version(connection, version, "renamed", at)


def _stated_again(connection: Connection, document: str, cause: str, at: datetime) -> None:
    """A version of a record as it is, for what is new about its document and stands outside of it."""
    r = TABLE["records"]
    old = connection.execute(select(r).where(r.c.document == document)).one()
    rows = rows_of(Record.model_validate_json(unpack(old.record)))
    new_version(connection, Version(document, old.schema, old.extraction, old.record, old.machine, rows), cause, at)


def supersede(connection: Connection, pairs: Iterable[tuple[str, str]], at: datetime) -> None:
    """Note of each pair that the file that held the first now holds the second, unless another file still holds it.

    Where the second was in the archive before, as when a file goes back to what it held, no import tells of it: it
    gets a version of its own, so that the feed does.
    """
    d, links, files = TABLE["documents"], TABLE["links"], TABLE["files"]
    for old, new in pairs:
        held = select(files.c.file).where(files.c.document == old).limit(1)
        if old == new or connection.execute(held).first():
            continue
        words = _words(connection, (old, new))
        imported_now = select(d.c.document).where(d.c.document == new, d.c.changed_at == at)
        if connection.execute(imported_now).first() is None:
            _stated_again(connection, new, "took a file's place", at)
        connection.execute(update(d).where(d.c.document == old).values(superseded_by=new))
        connection.execute(update(d).where(d.c.document == new).values(superseded_by=None))
        connection.execute(delete(links).where(tuple_(links.c.document, links.c.other).in_([(old, new), (new, old)])))
        similarity = shared_runs(words[old], words[new])
        connection.execute(insert(links).values(document=old, other=new, kind="revision", similarity=similarity))
