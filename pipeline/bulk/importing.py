"""An import: looks at every file, has read what needs reading, and stores what comes back.

Nothing is held that grows with the number of files: files are looked at in batches, tasks are drawn as workers come
free, and what comes back is written about once a second, each batch whole with its part of the ledger. So the
process may be killed at any moment: the next run looks at all files again, passes over those in the archive by size
and time, and reads the rest.
"""

import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from importlib import import_module
from itertools import islice
from pathlib import Path

from sqlalchemy import Connection, func, select, update

from pipeline.archive.entry import Entry
from pipeline.archive.ledger import Attempt, Standing, counted, end_run, note, standings, start_run
from pipeline.archive.paths import path_of, stored_path
from pipeline.archive.putting import put
from pipeline.archive.store import Archive, is_url
from pipeline.archive.tables import TABLE, Outcome, RunState, Skip, Stage
from pipeline.bulk.digests import extraction_digest, reading_digest
from pipeline.bulk.looking import AT_ONCE, WHEN_WHOLE, Choice, Looking
from pipeline.bulk.walk import expand, is_left_behind, walk
from pipeline.bulk.work import Facts, FileTask, Known, MemberTask, Moving, Result, StoredTask, Task, work
from pipeline.errors import ReadError, Reason
from pipeline.ingest.isolated import Member, Unpacked, run_tasks, spool_folder
from pipeline.ingest.limits import LIMITS, Limits
from pipeline.workers import IMPORT, cores

__all__ = ["Choice", "Plan", "Report", "Summary", "failed_paths", "import_files", "own_folder", "plan", "refresh"]

_ALL = Choice()
_MOST_TRIES = 5  # at a file that changes while it is read
_WRITE_SECONDS, _WRITE_RESULTS, _WRITE_LOOKS, _ALIVE_SECONDS = 1.0, 100, 500, 30.0


@dataclass(slots=True)
class Summary:
    """What became of the files of a run."""

    run: int = 0
    state: RunState = RunState.RUNNING
    total: int = 0  # files to look at, a container as one
    done: int = 0
    containers: int = 0  # that could be opened
    outcomes: Counter[tuple[Outcome, str | None]] = field(default_factory=Counter)
    interrupted: bool = False
    seconds: float = 0.0
    writing: float = 0.0  # of these seconds

    def count(self, outcome: Outcome) -> int:
        return sum(count for (which, _), count in self.outcomes.items() if which == outcome)


Report = Callable[[Attempt, Summary], None]


def _silent(_attempt: Attempt, _summary: Summary) -> None:
    """Reports nothing."""


@dataclass(slots=True)
class _Opened:
    """A container whose members are being read."""

    attempt: Attempt
    left: int


def document_id(sha256: str) -> str:
    """The record's id for a content, as `Record.id` says."""
    return f"ty-{sha256[:20]}"


@contextmanager
def _ctrl_c_waits() -> Iterator[None]:
    """Ctrl-C inside comes at the end: what is stored is also counted and reported."""
    if threading.current_thread() is not threading.main_thread():  # signals come to the main thread only
        yield
        return
    came: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: came.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if came:
        raise KeyboardInterrupt


class _Run:
    """A run under way: takes what workers give back, and writes it."""

    def __init__(self, looking: Looking, summary: Summary, report: Report) -> None:
        self.looking, self.summary, self.report = looking, summary, report
        self.archive = looking.archive
        self._results: list[tuple[Task, Result]] = []
        self._containers: dict[Path, _Opened] = {}
        self._finished: list[Attempt] = []  # containers, noted after their members
        self._written = time.monotonic()

    # --- what follows from a result ------------------------------------------------------------

    def follow(self, task: Task, result: Result | ReadError) -> Iterator[Task]:
        """Take a result; gives what is to be done after it."""
        if isinstance(result, ReadError):  # the worker did not live to say more
            facts = Facts(task.bytes, task.mtime_ns) if isinstance(task, FileTask) else Facts()
            result = Result(result, Stage.READ, 0.0, facts=facts)
        if isinstance(result.outcome, Moving) and isinstance(task, FileTask) and task.tries < _MOST_TRIES:
            yield replace(task, tries=task.tries + 1)
        elif isinstance(result.outcome, Unpacked) and isinstance(task, FileTask):
            yield from self._open(task, result, result.outcome)
        else:
            self._results.append((task, result))
            self._closed(task)

    def _open(self, task: FileTask, result: Result, unpacked: Unpacked) -> Iterator[Task]:
        path = stored_path(task.path)
        seconds, facts = result.seconds, result.facts
        attempt = Attempt(
            path, "", Stage.UNPACK, Outcome.IMPORTED, seconds=seconds, container=True,
            bytes=facts.bytes, mtime_ns=facts.mtime_ns, sha256=facts.sha256,
        )  # fmt: skip
        names, tasks = Counter[str](), list[Task]()
        for first in range(0, len(unpacked.found), AT_ONCE):
            inside: list[tuple[str, Member]] = []
            for found in unpacked.found[first : first + AT_ONCE]:
                if isinstance(found, ReadError) and found.name == task.name:  # the container itself, from here on
                    attempt = replace(attempt, outcome=Outcome.FAILED, reason=str(found.reason), detail=str(found))
                    continue
                names[found.name] += 1
                name = found.name if names[found.name] == 1 else f"{found.name}#{names[found.name]}"
                if isinstance(found, ReadError):
                    self.looking.looks.append(
                        Attempt(path, stored_path(name), Stage.UNPACK, Outcome.FAILED, str(found.reason), str(found))
                    )
                else:
                    inside.append((stored_path(name), found))
            tasks += self._members(task.path, inside)
        if tasks:
            self._containers[task.path] = _Opened(attempt, len(tasks))
            yield from tasks
        else:
            self._finished.append(attempt)

    def _members(self, container: Path, inside: Sequence[tuple[str, Member]]) -> list[Task]:
        """The members that must be read; of the others it is noted why not."""
        path, choice, documents = stored_path(container), self.looking.choice, TABLE["documents"]
        digests = {member.sha256 for _, member in inside}
        with self.archive.reading() as connection:
            known = standings(connection, [(path, name) for name, _ in inside])
            asked = select(documents.c.sha256).where(documents.c.sha256.in_(digests))
            there = set(connection.execute(asked).scalars())
            stale = self.looking.stale_in(connection, [path])
        tasks: list[Task] = []
        for name, member in inside:
            task, old = MemberTask(container, name, member), known.get((path, name))
            same = old is not None and old.sha256 == member.sha256 and old.outcome != Outcome.SKIPPED
            again = choice.force or (old and old.outcome == Outcome.FAILED and choice.tries_again(old.reason))
            if old and same and not again:
                tasks += self.looking.unchanged(old, stale)
            elif member.sha256 in there and not choice.force:
                facts = Facts(member.bytes, None, member.sha256)
                self._results.append((task, Result(Known(), Stage.READ, 0.0, facts=facts)))
            else:
                tasks.append(task)
        return tasks

    def _closed(self, task: Task) -> None:
        """Note a container after the last of its members."""
        if isinstance(task, MemberTask):
            path = task.path
        elif isinstance(task, StoredTask) and task.standing and task.standing.member:
            path = path_of(task.standing.path)
        else:
            return
        if opened := self._containers.get(path):
            opened.left -= 1
            if not opened.left:
                self._finished.append(self._containers.pop(path).attempt)

    # --- writing -------------------------------------------------------------------------------

    def tick(self) -> None:
        """Write if it is time to."""
        waited = time.monotonic() - self._written
        pending = bool(self._results or self.looking.looks or self._finished)
        if (
            (pending and waited > _WRITE_SECONDS)
            or len(self._results) >= _WRITE_RESULTS
            or len(self.looking.looks) >= _WRITE_LOOKS
            or waited > _ALIVE_SECONDS
        ):
            self.write()

    def write(self) -> None:
        """Put into the archive what came in since the last time, whole or not at all, and count and report it."""
        with _ctrl_c_waits():
            self._write()

    def _write(self) -> None:
        started, at = time.perf_counter(), datetime.now(UTC)
        with self.archive.writing() as connection:
            attempts = self._attempts(connection, at)
            note(connection, self.summary.run, attempts, at)
        self._results.clear()
        self.looking.looks.clear()
        self._finished.clear()
        self._written = time.monotonic()
        self.summary.writing += time.perf_counter() - started
        for attempt in attempts:
            self._count(attempt)
            self.report(attempt, self.summary)

    def _count(self, attempt: Attempt) -> None:
        self.summary.done += not attempt.member
        if counted(attempt):
            self.summary.outcomes[attempt.outcome, attempt.reason] += 1
        else:
            self.summary.containers += 1

    def _attempts(self, connection: Connection, at: datetime) -> list[Attempt]:
        keys = [_key(task) for task, _ in self._results]
        known = standings(connection, [key for key in keys if key])
        entries: dict[str, tuple[Task, Entry]] = {}
        for task, result in self._results:
            if isinstance(result.outcome, Entry):
                entries.setdefault(result.outcome.document, (task, result.outcome))
        started = time.perf_counter()
        told: dict[str, bool | None] = {}
        for cause, kinds in (("read again", (FileTask, MemberTask)), ("extracted again", (StoredTask,))):
            chosen = [entry for task, entry in entries.values() if isinstance(task, kinds)]
            if chosen:
                told |= put(connection, chosen, cause, at)
        share = (time.perf_counter() - started) / max(1, len(entries))
        attempts = list(self.looking.looks)
        for (task, result), key in zip(self._results, keys, strict=True):
            if isinstance(result.outcome, Entry):
                first = entries[result.outcome.document][0] is task
                news = told[result.outcome.document] if first else False
                result = replace(result, seconds=result.seconds + share)
            else:
                news = False
            if key:
                attempts.append(_attempt(task, key, result, known.get(key), news=news))
        return attempts + self._finished


def _key(task: Task) -> tuple[str, str] | None:
    """The file of the ledger that a task is for."""
    match task:
        case FileTask():
            return stored_path(task.path), ""
        case MemberTask():
            return stored_path(task.path), task.name
        case StoredTask():
            return (task.standing.path, task.standing.member) if task.standing else None


def _attempt(task: Task, key: tuple[str, str], result: Result, old: Standing | None, *, news: bool | None) -> Attempt:
    """A result as the ledger has it. `news` is as `put` told it."""
    facts = result.facts
    if isinstance(task, StoredTask) and task.standing:
        facts = Facts(task.standing.bytes, task.standing.mtime_ns, task.standing.sha256)
    attempt = Attempt(
        *key, result.stage, Outcome.FAILED, seconds=result.seconds, passed=result.passed,
        bytes=facts.bytes, mtime_ns=facts.mtime_ns, sha256=facts.sha256,
    )  # fmt: skip
    match result.outcome:
        case ReadError(reason=Reason.NO_TEXT) if isinstance(task, MemberTask) and task.name == stored_path(
            task.path.name
        ):
            return replace(attempt, outcome=Outcome.SKIPPED, reason=str(Skip.NO_OWN_TEXT))
        case ReadError() as failure:
            return replace(attempt, reason=str(failure.reason), detail=str(failure))
        case Moving():
            return replace(attempt, outcome=Outcome.SKIPPED, reason=str(Skip.BEING_WRITTEN), detail=WHEN_WHOLE)
        case Known():
            document = document_id(facts.sha256 or "")
        case Entry() as entry:
            document = entry.document
        case Unpacked():
            raise AssertionError("a container is opened, not stored")
    before = old.document if old else None
    if before == document:
        outcome = Outcome.UPDATED if news or news is None else Outcome.UNCHANGED
    elif before:
        outcome = Outcome.UPDATED
    else:
        outcome = Outcome.IMPORTED if news is None else Outcome.DUPLICATE
    return replace(attempt, outcome=outcome, document=document)


def _run(
    archive: Archive,
    command: str,
    words: Sequence[str],
    choice: Choice,
    tasks: Callable[[Looking], Iterable[Task]],
    total: Callable[[], int],
    report: Report,
    workers: int | None,
    limits: Limits,
) -> Summary:
    started = time.perf_counter()
    reading, extraction = reading_digest(), extraction_digest()
    with archive.writing() as connection:
        number = start_run(connection, command, words, reading, extraction)
    summary = Summary(run=number, state=RunState.STOPPED)
    looking = Looking(archive, choice, extraction)
    run = _Run(looking, summary, report)
    try:
        summary.total = total()
        with archive.writing() as connection:
            runs = TABLE["runs"]
            connection.execute(update(runs).where(runs.c.run == number).values(total=summary.total))
        with spool_folder() as spool:
            do = partial(work, spool=spool, reading=reading, extraction=extraction)
            results = run_tasks(
                tasks(looking), do, run.follow, lambda task: task.name, workers or cores(), limits,
                run.tick, IMPORT,
            )  # fmt: skip
            for _ in results:
                run.tick()
        if choice.limit is None or looking.tried < choice.limit:
            summary.state = RunState.DONE
    except KeyboardInterrupt:  # what is done is kept; what was being read will be read next time
        summary.interrupted = True
    except BrokenProcessPool:  # no worker starts: what they load first tells why, such as a rule that is wrong
        for module in IMPORT:
            import_module(module)
        raise
    finally:
        run.write()
        with archive.writing() as connection:
            end_run(connection, number, summary.state)
        summary.seconds = time.perf_counter() - started
    return summary


def own_folder(archive: Archive) -> Path | None:
    """The archive's own folder: no import reads it."""
    return None if is_url(archive.location) else Path(archive.location).absolute()


def import_files(
    archive: Archive,
    paths: Sequence[Path],
    choice: Choice = _ALL,
    report: Report = _silent,
    workers: int | None = None,
    limits: Limits = LIMITS,
    command: str = "import",
) -> Summary:
    """Import every file that `paths` mean. `report` is told of each once it is in the archive for good."""
    places, avoid = expand(paths), own_folder(archive)

    def files() -> Iterator[Path]:
        return walk(places, choice.only, avoid)

    return _run(
        archive, command, [stored_path(path) for path in paths], choice,
        lambda looking: looking.tasks(files()), lambda: sum(1 for _ in files()), report, workers, limits,
    )  # fmt: skip


def failed_paths(archive: Archive, reason: str) -> list[Path]:
    """The files that failed, or hold what failed, for `reason` or, with "failed", for any."""
    files = TABLE["files"]
    asked = select(files.c.path).where(files.c.outcome == Outcome.FAILED).distinct().order_by(files.c.path)
    if reason != "failed":
        asked = asked.where(files.c.reason == reason)
    with archive.reading() as connection:
        return [path_of(path) for path in connection.execute(asked).scalars()]


def refresh(archive: Archive, report: Report = _silent, workers: int | None = None, limits: Limits = LIMITS) -> Summary:
    """Extract again, from the stored texts, every record that other rules made."""
    records, files, extraction = TABLE["records"], TABLE["files"], extraction_digest()
    stale = select(records.c.document).where(records.c.extraction != extraction)

    def tasks(looking: Looking) -> Iterator[Task]:
        last = ""
        columns = [files.c[name] for name in Standing.__dataclass_fields__]
        while True:
            with archive.reading() as connection:
                asked = stale.where(records.c.document > last).order_by(records.c.document).limit(AT_ONCE)
                documents = connection.execute(asked).scalars().all()
                held = select(*columns).where(files.c.document.in_(documents)).order_by(files.c.file.desc())
                holders = {row.document: Standing(**row._mapping) for row in connection.execute(held)}
            if not documents:
                return
            last = documents[-1]
            for document in documents:
                yield looking.stored(document, holders.get(document))

    def total() -> int:
        with archive.reading() as connection:
            return connection.execute(select(func.count()).select_from(stale.subquery())).scalar_one()

    return _run(archive, "refresh", [], _ALL, tasks, total, report, workers, limits)


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do."""

    to_read: tuple[Path, ...]
    to_extract: int
    looks: Counter[tuple[Outcome, str | None]]


def plan(archive: Archive | None, paths: Sequence[Path], choice: Choice) -> Plan:
    """What `import_files` would do, by what can be known without reading; `None` for an archive still to be made."""
    files = walk(expand(paths), choice.only, own_folder(archive) if archive else None)
    if archive is None:
        chosen = (path for path in files if not is_left_behind(path))
        return Plan(tuple(islice(chosen, choice.limit)), 0, Counter())
    looking, to_read, to_extract = Looking(archive, choice, extraction_digest()), list[Path](), 0
    for task in looking.tasks(files):
        if isinstance(task, FileTask):
            to_read.append(task.path)
        else:
            to_extract += 1
    looks = Counter((attempt.outcome, attempt.reason) for attempt in looking.looks if counted(attempt))
    return Plan(tuple(to_read), to_extract, looks)
