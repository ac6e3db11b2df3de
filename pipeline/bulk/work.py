"""What workers do with one file: bytes to an entry of the archive, or to the reason why there is none."""

import time
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from pipeline.archive.entry import Entry, entry_of
from pipeline.archive.layout import document_of
from pipeline.archive.ledger import Passed, Standing
from pipeline.archive.packing import unpack as unpacked
from pipeline.archive.paths import stored_path
from pipeline.archive.tables import Stage
from pipeline.bulk.walk import look_at
from pipeline.collector import collector_paused
from pipeline.document import Document
from pipeline.errors import ReadError
from pipeline.extract import extract
from pipeline.ingest import load, read_bytes
from pipeline.ingest.containers import is_container
from pipeline.ingest.isolated import Member, Unpacked, unpack
from pipeline.segment import segment

__all__ = ["Facts", "FileTask", "Known", "MemberTask", "Moving", "Result", "StoredTask", "Task", "work"]

_PAUSE_SECONDS = 1.0  # before a file that changed while it was read is read again


@dataclass(frozen=True, slots=True)
class FileTask:
    """A file to be read, unless its content is `known`; size and time are as when it was looked at."""

    path: Path
    bytes: int | None
    mtime_ns: int | None
    known: frozenset[str]  # sha256 of documents that need no reading
    tries: int = 0  # at a file that changed while it was read

    @property
    def name(self) -> str:
        return stored_path(self.path.name)


@dataclass(frozen=True, slots=True)
class MemberTask:
    """A file out of a container, under the name that the ledger has for it."""

    path: Path
    name: str
    member: Member


@dataclass(frozen=True, slots=True)
class StoredTask:
    """A text in the archive to be extracted again, for the file that holds it, if one still does."""

    document: str
    standing: Standing | None
    text: str
    layout: bytes

    @property
    def name(self) -> str:
        return self.document


Task = FileTask | MemberTask | StoredTask


class Known:
    """The content is in the archive already."""


class Moving:
    """The file changed while it was read."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What was seen of a file."""

    bytes: int | None = None
    mtime_ns: int | None = None
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """How far a worker came with a task, and what came of it."""

    outcome: "Entry | Unpacked | ReadError | Known | Moving"
    stage: Stage
    seconds: float
    passed: tuple[Passed, ...] = ()
    facts: Facts = Facts()


class _Watch:
    """Tells how long each stage took."""

    def __init__(self) -> None:
        self.stage, self.passed, self._since = Stage.READ, list[Passed](), time.perf_counter()

    def seconds(self) -> float:
        return time.perf_counter() - self._since

    def on_to(self, stage: Stage) -> None:
        self.passed.append(Passed(self.stage, self.seconds()))
        self.stage, self._since = stage, time.perf_counter()


@collector_paused()
def _entry(document: Document, watch: _Watch, extraction: str, reading: str, *, is_new: bool) -> Entry:
    watch.on_to(Stage.SEGMENT)
    notice = segment(document)
    watch.on_to(Stage.EXTRACT)
    record = extract(notice)
    watch.on_to(Stage.STORE)  # getting it ready for the table is the first part of it
    return entry_of(record, extraction, document if is_new else None, reading)


def _file(task: FileTask, watch: _Watch, spool: str, reading: str, extraction: str) -> Result:
    if task.tries:
        time.sleep(_PAUSE_SECONDS)
    before = look_at(task.path)
    data = load(task.path)
    facts = Facts(before.bytes, before.mtime_ns, sha256(data).hexdigest())
    if look_at(task.path) != before or len(data) != before.bytes:
        return Result(Moving(), Stage.READ, watch.seconds(), facts=facts)
    if facts.sha256 in task.known:
        return Result(Known(), Stage.READ, watch.seconds(), facts=facts)
    return replace(_read(task.name, data, watch, spool, reading, extraction, may_hold=True), facts=facts)


def _read(
    name: str, data: bytes, watch: _Watch, spool: str, reading: str, extraction: str, *, may_hold: bool
) -> Result:
    outcome: Entry | Unpacked | ReadError
    try:
        if may_hold and is_container(name, data):
            outcome = unpack(name, data, spool)
            return Result(outcome, Stage.UNPACK, watch.seconds())
        outcome = _entry(read_bytes(name, data), watch, extraction, reading, is_new=True)
    except ReadError as failure:
        outcome = failure
    return Result(outcome, watch.stage, watch.seconds(), tuple(watch.passed))


def work(task: Task, spool: str, reading: str, extraction: str) -> Result:
    """All that is to be done with one task. What cannot be read comes as its `ReadError`."""
    watch = _Watch()
    match task:
        case FileTask():
            try:
                return _file(task, watch, spool, reading, extraction)
            except ReadError as failure:  # of a path that cannot be loaded
                return Result(failure, Stage.READ, watch.seconds(), facts=Facts(task.bytes, task.mtime_ns))
        case MemberTask():
            file = Path(task.member.file)
            data = file.read_bytes()
            file.unlink()
            facts = Facts(task.member.bytes, None, task.member.sha256)
            return replace(_read(task.name, data, watch, spool, reading, extraction, may_hold=False), facts=facts)
        case StoredTask():
            document = document_of(task.text, unpacked(task.layout))
            entry = _entry(document, watch, extraction, "", is_new=False)
            return Result(entry, Stage.STORE, watch.seconds(), tuple(watch.passed))
