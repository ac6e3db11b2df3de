"""The archive's tables: one definition for SQLite and PostgreSQL.

Keys. A document is known by `document`, its record's id, which comes from its content; `serial` is a short number for
the same, given in the order of storing, and `position` one that grows with its date, for the search index and paging.
A file is known by `path` and, in a container, `member` (`""` for a file of its own); see `paths.py` for how odd names
are written.

What is kept of a document::

    documents   one row each: the columns of `rows.TABLES`, and how it stands in the archive
    texts       the cleaned text as read, and its layout, from which extraction runs again without the file
    pages       where each page lies in the text
    records     the record as it is valid now: the machine's, with the corrections of people put in
    citations, mentions, targets, roads, road_sections, projects      the record as rows, as `rows.TABLES` says
    history     every record that was valid before
    changes     the feed: a row for each version of each record, numbered in the order of commit
    corrections, conflicts      what people put right, and where a new reading disagrees with both
    links       pairs that are the same document in another file: another format, a draft
    bands       hashes by which such pairs are found
    search      the full-text index; it differs by database, see `search_index.py`

What is kept of the work::

    files       each path ever seen, with its hash and how it stands
    ledger      file x attempt x stage, each with outcome, reason and time
    runs        each call of `import`, `watch` or `refresh`, with its counts, alive or ended

Names ending in `_folded` hold the column before them as `spelling.plain` gives it (lower case, no accents, `đ` as `d`,
one dash), for filters. JSON is text, so that both databases give it back byte for byte; BLOBs are zlib (see
`packing.py`). Moments are UTC. Numbers (`serial`, `seq`, `file`, ...) are given by the one who writes, from
`store.next_number`.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Dialect,
    Double,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)

from pipeline.rows import PARENT, TABLES

__all__ = ["FINDS", "FOLDED", "TABLE", "Outcome", "RunState", "Skip", "Stage", "metadata"]


class Stage(StrEnum):
    """Where an attempt at a file was: `LOOK` decides by size, time and hash, `STORE` puts the record in."""

    LOOK = "look"
    UNPACK = "unpack"
    READ = "read"
    SEGMENT = "segment"
    EXTRACT = "extract"
    STORE = "store"


class Outcome(StrEnum):
    """How a stage of an attempt ended. All but `PASSED` (on to the next stage) end the attempt."""

    PASSED = "passed"
    IMPORTED = "imported"  # a new document; of a container: all that is in it is accounted for
    DUPLICATE = "duplicate"  # the content of a file that is in the archive already
    UNCHANGED = "unchanged"  # this file, with this content, is in the archive already
    UPDATED = "updated"  # the file has new content, or its record is a new one
    FAILED = "failed"  # the reason is one of `errors.Reason`
    SKIPPED = "skipped"  # the reason is one of `Skip`


class Skip(StrEnum):
    """Why a file was left alone."""

    BEING_WRITTEN = "still being written"
    LEFT_BEHIND = "left behind by a program"  # `~$notice.docx`, `Thumbs.db`
    FAILED_BEFORE = "failed before"  # and has not changed since
    GONE = "gone"  # it failed before, and is not there any more
    NO_OWN_TEXT = "a mail without text of its own"  # what is attached to it is there


class RunState(StrEnum):
    """How a run stands. A run whose process is gone is set to `KILLED` by the next one."""

    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"  # by Ctrl-C, --limit or an error of the whole run
    KILLED = "killed"


class Moment(TypeDecorator[datetime]):
    """An aware moment in UTC. SQLite keeps no zone, so it is taken off there and put on again."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

FOLDED: Mapping[str, tuple[str, ...]] = {
    "documents": ("number", "issuer", "title", "signatory"),
    "citations": ("number", "name", "issuer"),
    "roads": ("name",),
    "projects": ("name",),
}
"""The columns of `rows.TABLES` that are kept folded as well, as `<name>_folded`."""

FINDS = tuple(table for table in TABLES if table != "documents")
"""The tables of `rows.TABLES` that hold what was found in a document."""

_TYPES: Mapping[type, Any] = {str: Text, int: BigInteger, float: Double, date: Date}
_SERIAL = BigInteger().with_variant(Integer, "sqlite")  # SQLite's own row number is an INTEGER


def _one_of(column: str, values: type[StrEnum]) -> CheckConstraint:
    return CheckConstraint(f"{column} IN ({', '.join(repr(str(value)) for value in values)})", name=column)


def _of_document(*, primary: bool = False, index: bool = False) -> Column[str]:
    to_documents = ForeignKey("documents.document", ondelete="CASCADE")
    return Column("document", Text, to_documents, primary_key=primary, nullable=False, index=index)


def _columns(table: str) -> list[Column[Any]]:
    """The columns of `rows.TABLES`, `document` apart, each with its folded one."""
    keys = ("ordinal", PARENT.get(table))
    columns: list[Column[Any]] = []
    for name, kind in TABLES[table].items():
        if name == "document":
            continue
        columns.append(Column(name, _TYPES[kind], nullable=name not in keys))
        if name in FOLDED.get(table, ()):
            columns.append(Column(f"{name}_folded", Text))
    return columns


Table(
    "documents",
    metadata,
    Column("serial", _SERIAL, primary_key=True, autoincrement=False),
    Column("document", Text, nullable=False, unique=True),
    Column("position", BigInteger, nullable=False, unique=True),  # `search_index.position(date_from, serial)`
    *_columns("documents"),
    Column("version", Integer, nullable=False),  # of its record, from 1
    Column("change", BigInteger, nullable=False),  # the row of `changes` that tells of this version
    Column("first_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("superseded_by", Text),  # the document that took its place in the file that held it; null for a current one
    Index(None, "number_folded"),
    Index(None, "doc_type", "date_from"),
    Index(None, "issuer_folded", "date_from"),
    Index(None, "date_from"),
    Index(None, "bytes"),
)
Table(
    "texts",
    metadata,
    _of_document(primary=True),
    Column("text", Text, nullable=False),  # `Document.text`, which every offset counts in
    Column("layout", LargeBinary, nullable=False),  # the rest of the Document, packed
    Column("reading", Text, nullable=False),  # digest of the code that read it
    Column("words_sha256", Text, nullable=False, index=True),  # of its words, folded: equal in other formats too
    Column("signature", LargeBinary, nullable=False),  # of its runs of words: how like two texts are
)
Table(
    "pages",
    metadata,
    _of_document(),
    Column("number", Integer, nullable=False),
    Column("start", BigInteger, nullable=False),
    Column("end", BigInteger, nullable=False),
    Column("reader", Text, nullable=False),
    Column("width", Double),
    Column("height", Double),
    Column("confidence", Double),
    PrimaryKeyConstraint("document", "number"),
)
Table(
    "records",
    metadata,
    _of_document(primary=True),
    Column("version", Integer, nullable=False),
    Column("schema", Text, nullable=False),  # `trichyeu.record/1.0`
    Column("extraction", Text, nullable=False),  # digest of the rules and the code that found what is in it
    Column(
        "cause", Text, nullable=False
    ),  # of this version: imported, read again, extracted again, corrected, renamed, took a file's place
    Column("at", Moment, nullable=False),
    Column("record", LargeBinary, nullable=False),  # the JSON that is valid now, packed
    Column("machine", LargeBinary),  # the machine's own JSON, packed, where people corrected it; else null
)
for _find in FINDS:
    _keys = ("document", PARENT[_find], "ordinal") if _find in PARENT else ("document", "ordinal")
    Table(_find, metadata, _of_document(), *_columns(_find), PrimaryKeyConstraint(*_keys))
Index(None, metadata.tables["citations"].c.key)
Index(None, metadata.tables["citations"].c.cited)
Index(None, metadata.tables["citations"].c.number_folded)
Index(None, metadata.tables["citations"].c.name_folded)
Index(None, metadata.tables["roads"].c.name_folded)
Index(None, metadata.tables["projects"].c.name_folded)
Table(
    "history",
    metadata,
    _of_document(),
    Column("version", Integer, nullable=False),
    Column("schema", Text, nullable=False),
    Column("extraction", Text, nullable=False),
    Column("cause", Text, nullable=False),
    Column("at", Moment, nullable=False),  # from when it was valid
    Column("until", Moment, nullable=False),
    Column("record", LargeBinary, nullable=False),
    Column("machine", LargeBinary),
    PrimaryKeyConstraint("document", "version"),
)
Table(
    "changes",
    metadata,
    Column("seq", _SERIAL, primary_key=True, autoincrement=False),  # without a gap, visible in this order
    Column("document", Text, ForeignKey("documents.document"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("at", Moment, nullable=False),
    CheckConstraint("kind IN ('insert', 'update')", name="kind"),
    UniqueConstraint("document", "version"),
)
Table(
    "corrections",
    metadata,
    Column("correction", _SERIAL, primary_key=True, autoincrement=False),
    _of_document(),
    Column("path", Text, nullable=False),  # `header.number`; see `corrections.py`
    Column("machine", Text),  # JSON: what the machine had found when the person looked; null where it had nothing
    Column("person", Text),  # JSON: what the person says; null where the find is to go
    Column("who", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("note", Text),
    Column("state", Text, nullable=False),
    CheckConstraint("state IN ('valid', 'replaced', 'withdrawn')", name="state"),
    Index(
        "uq_corrections_valid",
        "document",
        "path",
        unique=True,
        sqlite_where=text("state = 'valid'"),
        postgresql_where=text("state = 'valid'"),
    ),
)
Table(
    "conflicts",
    metadata,
    Column("conflict", _SERIAL, primary_key=True, autoincrement=False),
    _of_document(index=True),
    Column("correction", BigInteger, ForeignKey("corrections.correction", ondelete="CASCADE"), nullable=False),
    Column("path", Text, nullable=False),
    Column("machine_before", Text),  # JSON, each of the three
    Column("person", Text),
    Column("machine_after", Text),
    Column("at", Moment, nullable=False),
    Column("state", Text, nullable=False),
    Column("decided_by", Text),
    Column("decided_at", Moment),
    CheckConstraint("state IN ('open', 'person', 'machine', 'gone')", name="state"),
    Index(
        "uq_conflicts_open",
        "correction",
        unique=True,
        sqlite_where=text("state = 'open'"),
        postgresql_where=text("state = 'open'"),
    ),
)
Table(
    "links",
    metadata,
    _of_document(),  # of a pair, the id that sorts first; of a revision, the older one
    Column("other", Text, ForeignKey("documents.document", ondelete="CASCADE"), nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("similarity", Double, nullable=False),  # of their runs of words, 0 to 1
    CheckConstraint("kind IN ('format', 'copy', 'draft', 'revision')", name="kind"),
    PrimaryKeyConstraint("document", "other"),
)
Table(
    "bands",
    metadata,
    Column("band", BigInteger, nullable=False),
    _of_document(index=True),
    PrimaryKeyConstraint("band", "document"),
    sqlite_with_rowid=False,
)
Table(
    "runs",
    metadata,
    Column("run", _SERIAL, primary_key=True, autoincrement=False),
    Column("command", Text, nullable=False),
    Column("words", Text, nullable=False),  # JSON list: the paths of the call
    Column("version", Text, nullable=False),  # of trichyeu
    Column("reading", Text, nullable=False),
    Column("extraction", Text, nullable=False),
    Column("host", Text, nullable=False),
    Column("pid", Integer, nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),  # when it last said that it is alive
    Column("ended_at", Moment),
    Column("state", Text, nullable=False),
    Column("total", BigInteger),  # files to look at; null while they are being counted
    *(Column(str(outcome), BigInteger, nullable=False) for outcome in Outcome if outcome != Outcome.PASSED),
    _one_of("state", RunState),
)
Table(
    "files",
    metadata,
    Column("file", _SERIAL, primary_key=True, autoincrement=False),
    Column("path", Text, nullable=False),
    Column("member", Text, nullable=False),
    Column("container", Boolean, nullable=False),
    Column("bytes", BigInteger),
    Column("mtime_ns", BigInteger),
    Column("sha256", Text),
    Column("document", Text, ForeignKey("documents.document", ondelete="SET NULL"), index=True),
    Column("attempts", Integer, nullable=False),
    Column("outcome", Text, nullable=False),  # how it stands: of the last attempt that looked at its content
    Column("reason", Text),
    Column("detail", Text),
    Column("last_outcome", Text, nullable=False),  # of the last attempt of all
    Column("first_run", BigInteger, ForeignKey("runs.run"), nullable=False),
    Column("last_run", BigInteger, ForeignKey("runs.run"), nullable=False),
    UniqueConstraint("path", "member"),
    Index(None, "outcome", "reason"),
    Index(None, "sha256"),
    _one_of("outcome", Outcome),
)
Table(
    "ledger",
    metadata,
    Column("file", BigInteger, nullable=False),
    Column("attempt", Integer, nullable=False),  # from 1
    Column("stage", Text, nullable=False),
    Column("run", BigInteger, ForeignKey("runs.run"), nullable=False),
    Column("outcome", Text, nullable=False),
    Column("reason", Text),
    Column("detail", Text),  # the message, with what to do
    Column("at", Moment, nullable=False),
    Column("seconds", Double, nullable=False),
    PrimaryKeyConstraint("file", "attempt", "stage"),
    ForeignKeyConstraint(["file"], ["files.file"], ondelete="CASCADE"),
    Index(None, "run", "outcome"),
    _one_of("stage", Stage),
    _one_of("outcome", Outcome),
)

TABLE: Mapping[str, Table] = metadata.tables
"""Each table by its name: `TABLE["documents"].c.serial`."""
