"""Many files, each read in a worker process: what one of them does, the others do not notice.

    for path, name, outcome in map_files(paths, work=summarise, workers=2):
        ...   # outcome: what `work` made of the Document, or a ReadError

A file that hangs costs its time limit, one that crashes native code or asks for too much memory costs
its worker, which is replaced; each gives a `ReadError` with its reason. Archives are unpacked by a
worker too, and each member is read on its own. The parent never holds a file's bytes.
"""

import fcntl
import os
import resource
import shutil
import tempfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from pebble import ProcessExpired, ProcessPool

from pipeline.document import Document
from pipeline.errors import ReadError, Reason, RuleError
from pipeline.ingest import load, read_bytes
from pipeline.ingest.containers import is_container, members
from pipeline.ingest.limits import LIMITS, Limits, in_force, restrict
from pipeline.workers import READ, nursery

__all__ = ["Member", "Unpacked", "map_files", "run_tasks", "spool_folder", "unpack"]

T = TypeVar("T")
R = TypeVar("R")

_RECYCLE_AFTER = 500  # files a worker reads before a fresh one takes its place
_NICE = 5  # workers give way to the process that hands out files and stores what comes of them
_AHEAD = 16  # tasks a worker, so that none waits while the one who asks writes
_SPOOL, _LOCK = "trichyeu-spool-", ".lock"


@dataclass(frozen=True, slots=True)
class _Task:
    """A file to be read, or a member of the archive at `path`."""

    path: Path
    member: "Member | None"

    @property
    def name(self) -> str:
        return self.member.name if self.member else self.path.name


def _start(limits: Limits) -> None:
    """Before a worker's first file: its limits, and its place behind the one that all workers wait for."""
    os.nice(_NICE)
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")  # a process a core, not a thread
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    restrict(limits)
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    allowed = limits.memory_bytes if hard == resource.RLIM_INFINITY else min(limits.memory_bytes, hard)
    resource.setrlimit(resource.RLIMIT_AS, (allowed, hard))


def _done(task: _Task, work: Callable[[Document], T], spool: str) -> "T | Unpacked":
    """In a worker: read a file, or unpack it into a folder of its own if it holds others."""
    if task.member:
        file = Path(task.member.file)
        data = file.read_bytes()
        file.unlink()
        return work(read_bytes(task.name, data))
    data = load(task.path)
    if is_container(task.name, data):
        return unpack(task.name, data, spool)
    return work(read_bytes(task.name, data))


def _members_of(task: _Task, outcome: object) -> Iterator[_Task]:
    if isinstance(outcome, Unpacked):
        yield from (_Task(task.path, found) for found in outcome.found if isinstance(found, Member))


def _failure(name: str, error: BaseException, limits: Limits) -> ReadError:
    """Why there is no outcome. A reader's own mistakes come out as DAMAGED, with what to report."""
    if isinstance(error, ReadError):
        return error
    if isinstance(error, RuleError):  # no fault of the file: every other one would fail too
        raise error
    if isinstance(error, TimeoutError):
        return ReadError(name, Reason.TOO_SLOW, f"not read within {limits.seconds:g} s; split it or raise the limit")
    if isinstance(error, ProcessExpired):
        return ReadError(name, Reason.CRASHED, f"ended its process (exit {error.exitcode}); open it and save it anew")
    if isinstance(error, MemoryError):
        return ReadError(name, Reason.OUT_OF_MEMORY, f"needs more than {limits.memory_bytes >> 20} MB; split it")
    return ReadError(name, Reason.DAMAGED, f"the reader failed on it ({type(error).__name__}: {error}); report it")


def run_tasks(
    tasks: Iterable[T],
    work: Callable[[T], R],
    follow: Callable[[T, R | ReadError], Iterable[T]],
    name_of: Callable[[T], str],
    workers: int = 1,
    limits: Limits = LIMITS,
    tick: Callable[[], None] = lambda: None,
    modules: Sequence[str] = READ,
) -> Iterator[tuple[T, R | ReadError]]:
    """`work` of each task in worker processes, as they come, and then of the tasks that follow from it.

    `tasks` is drawn from as workers come free; what follows from a task goes before it. `name_of` is for the
    messages of tasks that hung or crashed. `tick` is called at least once a second. Workers begin with `modules`
    loaded. Whoever stops drawing from this ends the workers at once.
    """
    waiting, following, running = iter(tasks), deque[T](), dict[Future[R], T]()
    pool = ProcessPool(
        max_workers=workers,
        max_tasks=_RECYCLE_AFTER,
        initializer=_start,
        initargs=(limits,),
        context=nursery(modules),
    )
    try:
        while True:
            while len(running) < _AHEAD * workers:
                try:
                    task = following.popleft() if following else next(waiting)
                except StopIteration:
                    break
                running[pool.schedule(work, (task,), timeout=limits.seconds)] = task
            if not running:
                break
            for future in wait(running, timeout=1.0, return_when=FIRST_COMPLETED).done:
                task = running.pop(future)
                error = future.exception()
                outcome = future.result() if error is None else _failure(name_of(task), error, limits)
                following.extend(follow(task, outcome))
                yield task, outcome
            tick()
        pool.close()  # type: ignore[no-untyped-call]
    except BaseException:
        pool.stop()  # type: ignore[no-untyped-call]
        raise
    finally:
        pool.join()


@contextmanager
def spool_folder() -> Iterator[str]:
    """A temporary folder for what archives hold, gone afterwards; and those of processes that were killed go too.

    Each is locked while its process lives; the lock of a dead one is free.
    """
    for left in Path(tempfile.gettempdir()).glob(f"{_SPOOL}*"):
        with suppress(OSError), (left / _LOCK).open() as lock:  # another user's, or gone meanwhile
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=_SPOOL) as folder, (Path(folder) / _LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder


@dataclass(frozen=True, slots=True)
class Unpacked:
    """What an archive held, in a folder below the spool."""

    found: tuple["Member | ReadError", ...]
    folder: str


@dataclass(frozen=True, slots=True)
class Member:
    """A file out of an archive, waiting on disk to be read. `name` is its way in: `a.zip/b.docx`."""

    name: str
    file: str
    bytes: int
    sha256: str


def unpack(name: str, data: bytes, spool: str) -> Unpacked:
    """In a worker: the files in an archive, each put into a new folder of the spool."""
    folder = tempfile.mkdtemp(dir=spool)
    found: list[Member | ReadError] = []
    for number, member in enumerate(members(name, data, in_force())):
        if isinstance(member, ReadError):
            found.append(member)
            continue
        file = Path(folder) / f"{number}"
        file.write_bytes(member.data)
        found.append(Member(member.name, str(file), len(member.data), sha256(member.data).hexdigest()))
    return Unpacked(tuple(found), folder)


def map_files(
    paths: Iterable[Path],
    work: Callable[[Document], T],
    workers: int = 1,
    limits: Limits = LIMITS,
) -> Iterator[tuple[Path, str, T | ReadError]]:
    """`work` of each file's Document, and of each member's of an archive, as they come.

    Each with the path it came from and its name (`a.zip/b.docx` for a member).

    `work` runs in the worker that reads, so it and what it gives must be picklable; a `ReadError` stands
    where there is none. `paths` is drawn from as workers come free.
    """
    with spool_folder() as spool:
        tasks = (_Task(path, None) for path in paths)
        for task, outcome in run_tasks(
            tasks, partial(_done, work=work, spool=spool), _members_of, lambda task: task.name, workers, limits
        ):
            if isinstance(outcome, Unpacked):
                for found in outcome.found:
                    if isinstance(found, ReadError):
                        yield task.path, found.name, found
            else:
                yield task.path, task.name, outcome
