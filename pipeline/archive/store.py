"""Opening an archive: a folder with an SQLite file, or a PostgreSQL database by its URL.

    with open_archive("archive/", create=True) as archive:      # or "postgresql://user@host/name"
        with archive.reading() as connection:     # sees one moment, blocks nobody
            ...
        with archive.writing() as connection:     # alone; whole or not at all
            ...

`writing` lets one writer in at a time (SQLite by itself, PostgreSQL by an advisory lock that ends with the
transaction), so numbers of `changes` become visible in their order, and what was asked inside stays true
until the commit. Keep it short: gather first, write then.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Column, Connection, Engine, create_engine, event, func, inspect, make_url, select, text
from sqlalchemy.exc import ArgumentError, DatabaseError, NoSuchModuleError, OperationalError

from pipeline.errors import InputError, MissingPartError

__all__ = [
    "HEAD",
    "SQLITE_FILE",
    "Archive",
    "connected",
    "is_archive",
    "is_damage",
    "is_url",
    "migrate",
    "next_number",
    "open_archive",
    "revision_of",
]

SQLITE_FILE = "archive.sqlite"
HEAD = "0002"
"""The newest migration: the shape of the tables that this code works with."""

_WRITERS = 0x7472_6963_6879  # the advisory lock of PostgreSQL that writers take: "trichy"
_WAIT_SECONDS = 120  # for another writer, before it counts as stuck
_MIGRATIONS = Path(__file__).parent / "migrations"
_ADVICE = {
    "readonly": "; who reads it must be allowed to write into its folder too: change that, or copy the folder",
    "malformed": "; `trichyeu archive check` tells more; restore a backup into a new place",
    "not a database": "; restore a backup into a new place",
    "is full": "; make room and give the same call again: what is stored is kept",
}
"""What to do, by words of SQLite's message."""


@dataclass(frozen=True)
class Archive:
    """An open archive. `location` is as the caller named it, without a password."""

    location: str
    engine: Engine

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees the archive as it is at its first question, whatever others write meanwhile."""
        with self.engine.connect() as connection:
            if not self.is_sqlite:
                connection = connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            with connection.begin():
                yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection that alone may write; commits at the end, takes all back where an error passes through."""
        with self.engine.connect().execution_options(trichyeu_writes=True) as connection, connection.begin():
            if not self.is_sqlite:
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _WRITERS})
            yield connection


def next_number(connection: Connection, column: Column[Any]) -> int:
    """One more than the greatest of a column of numbers; inside `writing`, nobody else takes it."""
    return (connection.execute(select(func.max(column))).scalar() or 0) + 1


def is_url(location: str) -> bool:
    """`postgresql://user@host/name` is a URL, `archive/` a folder."""
    return "://" in location


def is_archive(location: str) -> bool:
    """Whether a location can only mean an archive: a URL, or a folder with its database."""
    return is_url(location) or (Path(location) / SQLITE_FILE).is_file()


def exists(location: str) -> bool:
    """Whether an archive was ever made here; a database may be there without one."""
    if not is_url(location) and not (Path(location) / SQLITE_FILE).exists():
        return False
    with connected(location) as archive:
        return revision_of(archive) is not None


def _on_connect(connection: Any, _: object) -> None:
    """What each connection to SQLite is set to. Transactions are begun by `_on_begin`, not by the driver."""
    connection.isolation_level = None
    for setting in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={_WAIT_SECONDS * 1000}"):
        connection.execute(f"PRAGMA {setting}")


def _on_begin(connection: Connection) -> None:
    options = connection.get_execution_options()
    if options.get("isolation_level") != "AUTOCOMMIT":
        connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("trichyeu_writes") else "BEGIN")


def _sqlite(folder: Path, *, create: bool) -> Engine:
    file = folder / SQLITE_FILE
    if not file.exists():
        if not create:
            raise InputError(f"{folder}: no archive here; `trichyeu import PATH --archive {folder}` makes one")
        if folder.exists() and not folder.is_dir():
            raise InputError(f"{folder}: a file, but an archive is a folder; name another")
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as failure:
            raise InputError(f"{folder}: the archive cannot be made here: {failure.strerror}") from failure
    engine = create_engine(URL.create("sqlite", database=str(file)))
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)
    return engine


def _postgresql(location: str) -> Engine:
    try:
        url = make_url(location)
        if url.get_backend_name() != "postgresql":
            raise InputError(f"{location}: an archive is a folder or a postgresql:// URL")
        return create_engine(url.set(drivername="postgresql+psycopg"))
    except (ArgumentError, NoSuchModuleError, ValueError) as mistake:
        raise InputError(f"{location}: no URL of a database: {mistake}") from mistake
    except ModuleNotFoundError as missing:
        raise MissingPartError("psycopg, for archives in PostgreSQL", "pip install 'trichyeu[postgres]'") from missing


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def revision_of(archive: Archive) -> str | None:
    """The migration that the tables are at; `None` where there are none yet."""
    with archive.reading() as connection:
        return _revision(connection)


def _revisions() -> list[str]:
    """Every migration, the oldest first."""
    from alembic.script import ScriptDirectory

    return [script.revision for script in ScriptDirectory(str(_MIGRATIONS)).walk_revisions()][::-1]


def migrate(archive: Archive, revision: str = HEAD) -> None:
    """Bring the tables to a migration, up or down; `"base"` takes all of them away."""
    from alembic import command
    from alembic.config import Config

    if revision not in ("base", *_revisions()):
        raise InputError(f"no revision {revision}; there are: base, {', '.join(_revisions())}")
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    with archive.writing() as connection:
        now = _revision(connection)
        config.attributes["connection"] = connection
        goes_down = now is not None and (revision == "base" or revision < now)
        (command.downgrade if goes_down else command.upgrade)(config, revision)


def _usable(archive: Archive, *, create: bool) -> None:
    revision = revision_of(archive)
    if revision is not None and revision > HEAD:
        raise InputError(f"{archive.location}: made by a newer trichyeu (tables {revision}); install that version")
    if revision is None and not create:
        raise InputError(f"{archive.location}: no archive here; `trichyeu import PATH --archive ARCHIVE` makes one")
    if revision != HEAD and not create:
        remedy = "`trichyeu archive migrate ARCHIVE` brings it up to date"
        raise InputError(f"{archive.location}: made by an older trichyeu (tables {revision}, not {HEAD}); {remedy}")
    if revision != HEAD:
        migrate(archive)


def is_damage(failure: DatabaseError) -> bool:
    """Whether SQLite cannot make sense of its file. It has no class of its own for that: only the root of them all."""
    return type(failure) is DatabaseError


@contextmanager
def connected(location: str, *, create: bool = False) -> Iterator[Archive]:
    """The archive at a folder or a URL, whatever revision its tables are at."""
    engine = _postgresql(location) if is_url(location) else _sqlite(Path(location), create=create)
    archive = Archive(engine.url.render_as_string() if is_url(location) else location, engine)
    try:
        yield archive
    except DatabaseError as failure:
        if not (isinstance(failure, OperationalError) or is_damage(failure)):
            raise
        advice = next((advice for words, advice in _ADVICE.items() if words in str(failure.orig)), "")
        raise InputError(f"{archive.location}: the archive does not answer: {failure.orig}{advice}") from failure
    finally:
        engine.dispose()


@contextmanager
def open_archive(location: str | Path, *, create: bool = False) -> Iterator[Archive]:
    """The archive at a folder or a URL; `create` makes it, or brings an older one to this version's tables.

    Raises `InputError` where there is none, or one that this version does not work with.
    """
    with connected(str(location), create=create) as archive:
        _usable(archive, create=create)
        yield archive
