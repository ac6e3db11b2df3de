"""Many files, each read in a worker process: what one of them does, the others do not notice.

    for path, name, outcome in map_files(paths, work=summarise, workers=2):
        ...   # outcome: what `work` made of the Document, or a ReadError

A file that hangs costs its time limit, one that crashes native code or asks for too much memory costs
its worker, which is replaced; each gives a `ReadError` with its reason. Archives are unpacked by a
worker too, and each member is read on its own. The parent never holds a file's bytes.
"""

import os
import resource
import shutil
import tempfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

from pebble import ProcessExpired, ProcessPool

from pipeline.document import Document
from pipeline.errors import ReadError, Reason
from pipeline.ingest import load, read_bytes
from pipeline.ingest.containers import is_container, members
from pipeline.ingest.limits import LIMITS, Limits, restrict

__all__ = ["map_files", "read_isolated"]

T = TypeVar("T")

_RECYCLE_AFTER = 500  # files a worker reads before a fresh one takes its place


@dataclass(frozen=True, slots=True)
class _Member:
    """A file out of an archive, waiting on disk to be read."""

    name: str
    path: str


@dataclass(frozen=True, slots=True)
class _Unpacked:
    """What an archive held."""

    found: tuple[_Member | ReadError, ...]
    folder: str


@dataclass(slots=True)
class _Spool:
    """An unpacked archive's folder, and how many of its members are still to be read."""

    folder: str
    left: int

    def one_done(self) -> None:
        self.left -= 1
        if self.left <= 0:
            shutil.rmtree(self.folder, ignore_errors=True)


def _start(limits: Limits) -> None:
    """Before a worker's first file: its limits."""
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")  # a process a core, not a thread
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    restrict(limits)
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    allowed = limits.memory_bytes if hard == resource.RLIM_INFINITY else min(limits.memory_bytes, hard)
    resource.setrlimit(resource.RLIMIT_AS, (allowed, hard))


def _open(path: Path, spool: str, work: Callable[[Document], T], limits: Limits) -> T | _Unpacked:
    """In a worker: read a file, or unpack it into a folder of its own if it holds others."""
    data = load(path)
    if not is_container(path.name, data):
        return work(read_bytes(path.name, data))
    folder = tempfile.mkdtemp(dir=spool)
    found: list[_Member | ReadError] = []
    for number, member in enumerate(members(path.name, data, limits)):
        if isinstance(member, ReadError):
            found.append(member)
            continue
        file = Path(folder) / f"{number}"
        file.write_bytes(member.data)
        found.append(_Member(member.name, str(file)))
    return _Unpacked(tuple(found), folder)


def _read(member: _Member, work: Callable[[Document], T]) -> T | _Unpacked:
    """In a worker: read one member of an archive."""
    file = Path(member.path)
    data = file.read_bytes()
    file.unlink()
    return work(read_bytes(member.name, data))


def _failure(name: str, error: BaseException, limits: Limits) -> ReadError:
    """Why there is no outcome. A reader's own mistakes come out as DAMAGED, with what to report."""
    if isinstance(error, ReadError):
        return error
    if isinstance(error, TimeoutError):
        return ReadError(name, Reason.TOO_SLOW, f"not read within {limits.seconds:g} s; split it or raise the limit")
    if isinstance(error, ProcessExpired):
        return ReadError(name, Reason.CRASHED, f"ended its process (exit {error.exitcode}); open it and save it anew")
    if isinstance(error, MemoryError):
        return ReadError(name, Reason.OUT_OF_MEMORY, f"needs more than {limits.memory_bytes >> 20} MB; split it")
    return ReadError(name, Reason.DAMAGED, f"the reader failed on it ({type(error).__name__}: {error}); report it")


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
    waiting = iter(paths)
    members_waiting: deque[tuple[Path, _Member, _Spool]] = deque()
    running: dict[Future[T | _Unpacked], tuple[Path, str, _Spool | None]] = {}
    with (
        tempfile.TemporaryDirectory(prefix="trichyeu-") as spool,
        ProcessPool(
            max_workers=workers,
            max_tasks=_RECYCLE_AFTER,
            initializer=_start,
            initargs=(limits,),
            context=get_context("forkserver"),
        ) as pool,
    ):
        while True:
            while len(running) < 2 * workers:
                if members_waiting:
                    path, member, archive = members_waiting.popleft()
                    task = pool.schedule(_read, (member, work), timeout=limits.seconds)
                    running[task] = (path, member.name, archive)
                elif (file := next(waiting, None)) is not None:
                    task = pool.schedule(_open, (file, spool, work, limits), timeout=limits.seconds)
                    running[task] = (file, file.name, None)
                else:
                    break
            if not running:
                return
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                path, name, home = running.pop(future)
                if home is not None:
                    home.one_done()
                error = future.exception()
                if error is not None:
                    yield path, name, _failure(name, error, limits)
                    continue
                outcome = future.result()
                if not isinstance(outcome, _Unpacked):
                    yield path, name, outcome
                    continue
                archive = _Spool(outcome.folder, sum(isinstance(member, _Member) for member in outcome.found))
                for found in outcome.found:
                    if isinstance(found, ReadError):
                        yield path, found.name, found
                    else:
                        members_waiting.append((path, found, archive))


def _document(document: Document) -> Document:
    return document


def read_isolated(path: Path, limits: Limits = LIMITS) -> Iterator[Document | ReadError]:
    """The Documents of one file and of all that it holds, each read in a worker process."""
    for _, _, outcome in map_files([path], _document, limits=limits):
        yield outcome
