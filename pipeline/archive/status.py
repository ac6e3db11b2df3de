"""How an archive stands: what is in it, what failed and why, what runs are going on."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from pipeline.archive.ledger import alive
from pipeline.archive.paths import stored_path
from pipeline.archive.store import Archive
from pipeline.archive.tables import TABLE, Outcome, RunState, Stage
from pipeline.errors import InputError

__all__ = ["Failure", "Run", "Status", "attempts_at", "failures", "status_of"]

_RUNS = 5  # that are told of


@dataclass(frozen=True, slots=True)
class Run:
    """A call of import, watch or refresh. `per_second` and `remaining_seconds` are of a run that goes on."""

    run: int
    command: str
    words: tuple[str, ...]
    state: str
    started_at: datetime
    ended_at: datetime | None
    files: int | None
    outcomes: dict[str, int]
    per_second: float | None
    remaining_seconds: float | None


@dataclass(frozen=True, slots=True)
class Status:
    """Counts of an archive: `files` and `reasons` by how files stand, the others of rows."""

    location: str
    documents: int
    superseded: int
    pages: int
    corrections: int
    open_conflicts: int
    linked: int
    stale: int  # records that other rules made than those of the last run
    files: dict[str, int]
    reasons: dict[str, int]
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that failed: `detail` says what to do."""

    path: str
    member: str
    reason: str
    detail: str
    attempts: int


_COUNTED = tuple(str(outcome) for outcome in Outcome if outcome != Outcome.PASSED)


def _run(row: Any, now: datetime) -> Run:
    outcomes = {name: getattr(row, name) for name in _COUNTED if getattr(row, name)}
    state, rate, remaining = row.state, None, None
    if state == RunState.RUNNING:
        if alive(row.host, row.pid, row.seen_at, now):
            done, seconds = sum(outcomes.values()), (row.seen_at - row.started_at).total_seconds()
            rate = done / seconds if done and seconds > 0 else None
            remaining = max(0.0, (row.total - done) / rate) if rate and row.total is not None else None
        else:
            state = RunState.KILLED
    return Run(
        row.run, row.command, tuple(json.loads(row.words)), str(state), row.started_at, row.ended_at, row.total,
        outcomes, rate, remaining,
    )  # fmt: skip


def status_of(archive: Archive) -> Status:
    """The counts of now."""
    d, files, records, runs = (TABLE[name] for name in ("documents", "files", "records", "runs"))
    corrections, conflicts, links = TABLE["corrections"], TABLE["conflicts"], TABLE["links"]
    with archive.reading() as connection:

        def count(table: Any, *where: Any) -> int:
            return connection.execute(select(func.count()).select_from(table).where(*where)).scalar_one()

        last = connection.execute(select(runs).order_by(runs.c.run.desc()).limit(_RUNS)).all()
        own = files.c.container.is_(False) | (files.c.outcome == Outcome.FAILED)
        standing = connection.execute(select(files.c.outcome, func.count()).where(own).group_by(files.c.outcome)).all()
        why = select(files.c.outcome, files.c.reason, func.count()).where(files.c.reason.is_not(None))
        reasons = connection.execute(why.group_by(files.c.outcome, files.c.reason)).all()
        return Status(
            location=archive.location,
            documents=count(d),
            superseded=count(d, d.c.superseded_by.is_not(None)),
            pages=connection.execute(select(func.coalesce(func.sum(d.c.pages), 0))).scalar_one(),
            corrections=count(corrections, corrections.c.state == "valid"),
            open_conflicts=count(conflicts, conflicts.c.state == "open"),
            linked=count(links, links.c.kind != "revision"),
            stale=count(records, records.c.extraction != last[0].extraction) if last else 0,
            files=dict(sorted(tuple(row) for row in standing)),
            reasons={f"{outcome}: {reason}": number for outcome, reason, number in sorted(map(tuple, reasons))},
            runs=tuple(_run(row, datetime.now(UTC)) for row in last),
        )


def failures(archive: Archive) -> list[Failure]:
    """The files that failed, by reason, then by path."""
    files = TABLE["files"]
    asked = (
        select(files.c.path, files.c.member, files.c.reason, files.c.detail, files.c.attempts)
        .where(files.c.outcome == Outcome.FAILED)
        .order_by(files.c.reason, files.c.path, files.c.member)
    )
    with archive.reading() as connection:
        return [Failure(**row._mapping) for row in connection.execute(asked)]


def attempts_at(archive: Archive, path: Path) -> list[dict[str, Any]]:
    """The rows of the ledger for a file, and for what a container holds, in the order of attempts."""
    files, ledger = TABLE["files"], TABLE["ledger"]
    columns = ("attempt", "run", "stage", "outcome", "reason", "detail", "at", "seconds")
    asked = (
        select(files.c.path, files.c.member, *(ledger.c[name] for name in columns))
        .join_from(files, ledger, files.c.file == ledger.c.file)
        .where(files.c.path == stored_path(path))
        .order_by(files.c.file, ledger.c.attempt)
    )
    with archive.reading() as connection:
        found = [dict(row._mapping) for row in connection.execute(asked)]
    stages = list(Stage)
    found.sort(key=lambda row: (row["path"], row["member"], row["attempt"], stages.index(Stage(row["stage"]))))
    if not found:
        raise InputError(f"{path}: no import into {archive.location} has seen it")
    return found
