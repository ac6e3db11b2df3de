"""What is stored of one document, made ready where it is read, so that the one who writes has only to insert."""

from dataclasses import dataclass
from typing import Any

from pipeline.archive.layout import layout_of
from pipeline.archive.likeness import Likeness, likeness_of
from pipeline.archive.packing import pack
from pipeline.archive.search_index import SearchForms, search_forms
from pipeline.archive.tables import FOLDED
from pipeline.document import Document
from pipeline.records import Record
from pipeline.rows import Row, rows
from pipeline.vietnamese.spelling import plain

__all__ = ["Entry", "Reading", "entry_of", "rows_of"]

Rows = dict[str, list[Row]]


@dataclass(frozen=True, slots=True)
class Reading:
    """A Document's text, and what follows from it alone."""

    text: str
    layout: bytes
    digest: str  # of the code that read it
    forms: SearchForms
    likeness: Likeness
    pages: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One document for the archive. `reading` is null where the stored text was extracted again."""

    document: str
    sha256: str
    name: str
    schema: str
    extraction: str  # digest of the rules and the code that found what is in the record
    machine: bytes  # the record, packed
    rows: Rows
    reading: Reading | None


def rows_of(record: Record) -> Rows:
    """The rows of a record, each with the folded forms of its table."""
    made = rows(record)
    for table, names in FOLDED.items():
        for row in made[table]:
            for name in names:
                row[f"{name}_folded"] = None if row[name] is None else plain(row[name])
    return made


def _pages(document: Document) -> tuple[dict[str, Any], ...]:
    return tuple(
        {
            "number": page.number,
            "start": page.span.start,
            "end": page.span.end,
            "reader": page.reader,
            "width": page.width,
            "height": page.height,
            "confidence": page.confidence,
        }
        for page in document.pages
    )


def entry_of(record: Record, extraction: str, document: Document | None = None, reading: str = "") -> Entry:
    """A record ready to be stored; with the Document where it was read just now."""
    forms = search_forms(record.text) if document else ("", "")
    return Entry(
        document=record.id,
        sha256=record.source.sha256,
        name=record.source.name,
        schema=record.schema_,
        extraction=extraction,
        machine=pack(record.model_dump_json()),
        rows=rows_of(record),
        reading=Reading(
            text=document.text,
            layout=pack(layout_of(document)),
            digest=reading,
            forms=forms,
            likeness=likeness_of(forms[1]),
            pages=_pages(document),
        )
        if document
        else None,
    )
