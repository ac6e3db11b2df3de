"""What an archive holds, streamed in one order that does not depend on how it came in: by the documents' ids.

    with archive.reading() as connection:
        chosen = choose(connection, Filter(doc_type="thông báo"), "nghi quyet")
        for document, json_text in records(connection, chosen): ...

All of it is as it is valid now: the machine's, with the corrections of people put in.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select

from pipeline.archive.filters import Filter, conditions, standing
from pipeline.archive.packing import unpack
from pipeline.archive.search import holds, parse_query
from pipeline.archive.tables import TABLE
from pipeline.rows import TABLES, Row

__all__ = ["CORRECTIONS", "choose", "corrections", "count", "last_change", "records", "table_rows"]

Chosen = Sequence[ColumnElement[bool]]
_AT_ONCE = 500  # rows, of records or of a table, in memory

CORRECTIONS = {
    "document": str, "path": str, "machine": str, "person": str, "who": str, "at": datetime, "note": str,
}  # fmt: skip
"""The columns of `corrections`; `machine` and `person` are JSON."""


def choose(connection: Connection, asked: Filter, words: str = "") -> list[ColumnElement[bool]]:
    """The conditions on `TABLE["documents"]` that a filter and the words of a query make."""
    query = parse_query(words)
    text = [holds(connection, query)] if query.parts else []
    return [*standing(asked), *conditions(connection, asked), *text]


def count(connection: Connection, chosen: Chosen) -> int:
    documents = TABLE["documents"]
    return connection.execute(select(func.count()).select_from(documents).where(*chosen)).scalar_one()


def last_change(connection: Connection) -> int:
    """The number of the newest row of `changes`: what follows it is not in what is read here."""
    newest: int | None = connection.execute(select(func.max(TABLE["changes"].c.seq))).scalar()
    return newest or 0


def _stream(connection: Connection, asking: Any) -> Iterator[Any]:
    return iter(connection.execute(asking, execution_options={"yield_per": _AT_ONCE}))


def records(connection: Connection, chosen: Chosen) -> Iterator[tuple[str, str]]:
    """Each record as JSON, with its document's id."""
    r, d = TABLE["records"], TABLE["documents"]
    asking = select(r.c.document, r.c.record).join_from(r, d, r.c.document == d.c.document).where(*chosen)
    for document, packed in _stream(connection, asking.order_by(r.c.document)):
        yield document, unpack(packed)


def table_rows(connection: Connection, table: str, chosen: Chosen) -> Iterator[Row]:
    """The rows of one of `rows.TABLES`, each with its columns in order."""
    rows, d = TABLE[table], TABLE["documents"]
    names = list(TABLES[table])
    asking = select(*(rows.c[name] for name in names)).where(*chosen)
    if table == "documents":
        asking = asking.order_by(d.c.document)
    else:
        asking = asking.join_from(rows, d, rows.c.document == d.c.document).order_by(*rows.primary_key.columns)
    for row in _stream(connection, asking):
        yield dict(zip(names, row, strict=True))


def corrections(connection: Connection, chosen: Chosen) -> Iterator[dict[str, str | date | None]]:
    """The valid corrections of people, each with the machine's value beside it."""
    c, d = TABLE["corrections"], TABLE["documents"]
    asking = select(*(c.c[name] for name in CORRECTIONS)).join_from(c, d, c.c.document == d.c.document)
    asking = asking.where(c.c.state == "valid", *chosen).order_by(c.c.document, c.c.path)
    for row in _stream(connection, asking):
        yield dict(zip(CORRECTIONS, row, strict=True))
