"""The ledger: what was tried with each file, how it ended, and how the file stands.

    with archive.writing() as connection:
        note(connection, run, attempts)       # and the counts of the run with them

An attempt is a row of `ledger` for each stage that it reached; the last one has its outcome. Attempts that only looked
(`unchanged`, `failed before`) overwrite one another, or nightly runs would fill the ledger.

A record is called by the least path (then member) of the files with its content, so that the archive does not
depend on the order in which workers were done. `note` sees to it.
"""

import json
import os
import socket
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import PurePosixPath
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, tuple_, update

from pipeline import __version__
from pipeline.archive.inserting import insert_rows
from pipeline.archive.putting import rename, supersede
from pipeline.archive.store import next_number
from pipeline.archive.tables import TABLE, Outcome, RunState, Skip, Stage
from pipeline.records import SCHEMA_VERSION

__all__ = ["Attempt", "Passed", "Standing", "alive", "counted", "end_run", "note", "standings", "start_run"]

_SILENT = timedelta(minutes=10)  # after which a run on another machine counts as killed
_LOOKED = (Outcome.UNCHANGED, Outcome.SKIPPED)


@dataclass(frozen=True, slots=True)
class Passed:
    """A stage that an attempt passed, and what it took."""

    stage: Stage
    seconds: float


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt at one file: the stages that it passed, and where and how it ended."""

    path: str
    member: str
    stage: Stage
    outcome: Outcome
    reason: str | None = None
    detail: str | None = None
    seconds: float = 0.0
    passed: tuple[Passed, ...] = ()
    container: bool = False
    bytes: int | None = None
    mtime_ns: int | None = None
    sha256: str | None = None
    document: str | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """How a file stands: a row of `files`."""

    file: int
    path: str
    member: str
    container: bool
    bytes: int | None
    mtime_ns: int | None
    sha256: str | None
    document: str | None
    attempts: int
    outcome: Outcome
    reason: str | None
    last_outcome: Outcome


def standings(connection: Connection, keys: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Standing]:
    """How the files stand that are known, by path and member."""
    files = TABLE["files"]
    columns = [files.c[name] for name in Standing.__dataclass_fields__]
    asked = select(*columns).where(tuple_(files.c.path, files.c.member).in_(list(keys)))
    return {(row.path, row.member): Standing(**row._mapping) for row in connection.execute(asked)}


# --- runs ------------------------------------------------------------------------------------


def alive(host: str, pid: int, seen_at: datetime, now: datetime) -> bool:
    """Whether a run may still go on: its process is there, or on another machine it said so lately."""
    if host != socket.gethostname():
        return now - seen_at < _SILENT
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # another user's
        return True
    return True


def start_run(connection: Connection, command: str, words: Sequence[str], reading: str, extraction: str) -> int:
    """The number of a new run. Runs whose process is gone are set to killed."""
    runs, now = TABLE["runs"], datetime.now(UTC)
    going = select(runs.c.run, runs.c.host, runs.c.pid, runs.c.seen_at).where(runs.c.state == RunState.RUNNING)
    for run, host, pid, seen_at in connection.execute(going).all():
        if pid == os.getpid() or not alive(host, pid, seen_at, now):
            connection.execute(
                update(runs).where(runs.c.run == run).values(state=RunState.KILLED, ended_at=runs.c.seen_at)
            )
    run = next_number(connection, runs.c.run)
    connection.execute(
        insert(runs).values(
            run=run, command=command, words=json.dumps(list(words), ensure_ascii=False), version=__version__,
            reading=reading, extraction=extraction, host=socket.gethostname(), pid=os.getpid(), started_at=now,
            seen_at=now, state=RunState.RUNNING, **{str(o): 0 for o in Outcome if o != Outcome.PASSED},
        )
    )  # fmt: skip
    return run


def end_run(connection: Connection, run: int, state: RunState) -> None:
    now = datetime.now(UTC)
    runs = TABLE["runs"]
    connection.execute(update(runs).where(runs.c.run == run).values(state=state, seen_at=now, ended_at=now))


def _count(connection: Connection, run: int, attempts: Iterable[Attempt]) -> None:
    """Add to the run's counts, and say that it is alive. A container counts by what is in it, unless it failed."""
    runs = TABLE["runs"]
    counts = Counter(str(a.outcome) for a in attempts if counted(a))
    connection.execute(
        update(runs)
        .where(runs.c.run == run)
        .values({"seen_at": datetime.now(UTC), **{name: runs.c[name] + count for name, count in counts.items()}})
    )


def counted(attempt: Attempt) -> bool:
    """Whether an attempt is one of a file with a document: not of a container that could be opened."""
    return not attempt.container or attempt.outcome == Outcome.FAILED


# --- attempts --------------------------------------------------------------------------------


def _file_row(attempt: Attempt, old: Standing | None, run: int) -> dict[str, Any]:
    """How the file stands after an attempt. One that only looked leaves what was known."""
    row: dict[str, Any] = {
        "attempts": (old.attempts if old else 0) + 1,
        "last_outcome": attempt.outcome,
        "last_run": run,
    }
    if old and attempt.stage == Stage.LOOK and attempt.outcome in _LOOKED and attempt.reason != Skip.GONE:
        return row
    return row | {
        "container": attempt.container,
        "bytes": attempt.bytes,
        "mtime_ns": attempt.mtime_ns,
        "sha256": attempt.sha256,
        # a file that cannot be read any more still has the document that it gave before
        "document": attempt.document or (old.document if old and attempt.outcome == Outcome.FAILED else None),
        "outcome": old.outcome if old and attempt.outcome == Outcome.UNCHANGED else attempt.outcome,
        "reason": attempt.reason,
        "detail": attempt.detail,
    }


def _stage_rows(attempt: Attempt, file: int, number: int, run: int, at: datetime) -> list[dict[str, Any]]:
    same = {"file": file, "attempt": number, "run": run, "at": at, "reason": None, "detail": None}
    rows = [{**same, "stage": p.stage, "outcome": Outcome.PASSED, "seconds": p.seconds} for p in attempt.passed]
    last = {"stage": attempt.stage, "outcome": attempt.outcome, "seconds": attempt.seconds}
    return [*rows, {**same, **last, "reason": attempt.reason, "detail": attempt.detail}]


def _is_again(attempt: Attempt, old: Standing | None) -> bool:
    """Whether an attempt only looked, and saw what the last one saw."""
    return (
        old is not None
        and attempt.stage == Stage.LOOK
        and attempt.outcome in _LOOKED
        and attempt.outcome == old.last_outcome
        and attempt.reason in (None, Skip.FAILED_BEFORE, old.reason)
    )


def note(connection: Connection, run: int, attempts: Sequence[Attempt], at: datetime) -> None:
    """Write attempts into the ledger, and how the files stand then. Each file at most once in `attempts`."""
    files, ledger = TABLE["files"], TABLE["ledger"]
    known = standings(connection, [(a.path, a.member) for a in attempts])
    number = next_number(connection, files.c.file)
    new_files: list[dict[str, Any]] = []
    changed: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    stages: list[dict[str, Any]] = []
    again: list[int] = []
    for attempt in attempts:
        old = known.get((attempt.path, attempt.member))
        if old and _is_again(attempt, old):
            again.append(old.file)
            continue
        row = _file_row(attempt, old, run)
        if old:
            changed.setdefault(tuple(row), []).append({"key": old.file, **row})
        else:
            row |= {"file": number, "path": attempt.path, "member": attempt.member, "first_run": run}
            new_files.append(row)
            number += 1
        stages += _stage_rows(attempt, row.get("file") or old.file, row["attempts"], run, at)  # type: ignore[union-attr]
    insert_rows(connection, files, new_files)
    for names, rows in changed.items():
        bound: dict[str, Any] = {name: bindparam(name) for name in names}
        connection.execute(update(files).where(files.c.file == bindparam("key")).values(bound), rows)
    insert_rows(connection, ledger, stages)
    if again:
        connection.execute(update(files).where(files.c.file.in_(again)).values(last_run=run))
        connection.execute(
            update(ledger)
            .where(ledger.c.file.in_(again), ledger.c.file == files.c.file, ledger.c.attempt == files.c.attempts)
            .values(run=run, at=at)
        )
    _settle_names(connection, {a.document for a in attempts if a.document}, at)
    supersede(connection, _left(attempts, known), at)
    _count(connection, run, attempts)


def _left(attempts: Iterable[Attempt], known: Mapping[tuple[str, str], Standing]) -> list[tuple[str, str]]:
    """Each document that a file held before, with the one that it holds now."""
    pairs = []
    for attempt in attempts:
        old = known.get((attempt.path, attempt.member))
        if old and old.document and attempt.document and old.document != attempt.document:
            pairs.append((old.document, attempt.document))
    return pairs


def _name(path: str, member: str) -> str:
    """What a record is called: the file's name, of a member its way in."""
    return member or PurePosixPath(path).name


def _settle_names(connection: Connection, documents: Iterable[str], at: datetime) -> None:
    """Call each of the documents by the least of its files; a record of an older shape waits until it is made anew."""
    files, d = TABLE["files"], TABLE["documents"]
    holders: dict[str, list[tuple[str, str]]] = {}
    names: dict[str, str] = {}
    asked = (
        select(files.c.document, files.c.path, files.c.member, d.c.name)
        .join_from(files, d, files.c.document == d.c.document)
        .where(files.c.document.in_(sorted(documents)), d.c.schema == SCHEMA_VERSION)
    )
    for document, path, member, name in connection.execute(asked):
        holders.setdefault(document, []).append((path, member))
        names[document] = name
    for document, keys in sorted(holders.items()):
        if (name := _name(*min(keys))) != names[document]:
            rename(connection, document, name, at)
