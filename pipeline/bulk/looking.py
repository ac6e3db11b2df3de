"""Looking at files: which of them must be read, by what the ledger knows of their size, time and hash."""

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from sqlalchemy import Connection, select

from pipeline.archive.ledger import Attempt, Standing, standings
from pipeline.archive.paths import stored_path
from pipeline.archive.store import Archive
from pipeline.archive.tables import TABLE, Outcome, Skip, Stage
from pipeline.bulk.walk import Found, is_left_behind, look_at
from pipeline.bulk.work import FileTask, StoredTask
from pipeline.errors import ReadError, Reason

__all__ = ["AT_ONCE", "WHEN_WHOLE", "Choice", "Looking"]

AT_ONCE = 500  # files that are looked at together
WHEN_WHOLE = "import again when it is whole"
_STILL_SECONDS = 2.0  # a file that changed less long ago may still be written
_WAIT_SECONDS = 30.0  # for such files, all in all
_ADVICE = {
    Reason.NOT_FOUND: "no such file, or a link to one that is gone; check the path",
    Reason.NO_PERMISSION: "it may not be read; change its permissions",
    Reason.NOT_A_FILE: "a pipe, a device or a link to itself; name the file itself",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """Which of the files are to be read. `retry` is "failed", or the reason of the failures to try again."""

    only: str | None = None
    limit: int | None = None
    retry: str | None = None
    force: bool = False

    def tries_again(self, reason: str | None) -> bool:
        return self.force or self.retry == "failed" or (self.retry is not None and self.retry == reason)


class Looking:
    """Decides what is to be done with each file. What needs no worker is in `looks`."""

    def __init__(self, archive: Archive, choice: Choice, extraction: str) -> None:
        self.archive, self.choice, self.extraction = archive, choice, extraction
        self.looks: list[Attempt] = []
        self.tried = 0
        self._deferred: dict[Path, tuple[Found, float]] = {}
        self._since = time.monotonic()

    def tasks(self, files: Iterable[Path]) -> Iterator[FileTask | StoredTask]:
        """A task for each file that must be read."""
        waiting = iter(files)
        while self._may_go_on() and (batch := list(islice(waiting, AT_ONCE))):
            yield from self._batch([look_at(path) for path in batch], settled=False)
        while self._deferred and self._may_go_on():
            yield from self._batch(self._still(), settled=True)

    def _may_go_on(self) -> bool:
        return self.choice.limit is None or self.tried < self.choice.limit

    def _still(self) -> list[Found]:
        """Those of the files that were being written that are still now. The others wait on, but not for ever."""
        still = []
        for path, (found, since) in list(self._deferred.items()):
            now = time.monotonic()
            if now - since < _STILL_SECONDS:
                continue
            del self._deferred[path]
            again = look_at(path)
            if again == found:
                still.append(again)
            elif now - self._since < _WAIT_SECONDS:
                self._deferred[path] = again, now
            else:
                self.look(again, Outcome.SKIPPED, Skip.BEING_WRITTEN, WHEN_WHOLE)
        if not still and self._deferred:
            time.sleep(0.1)
        return still

    def _batch(self, batch: Sequence[Found], *, settled: bool) -> Iterator[FileTask | StoredTask]:
        found_by = {stored_path(found.path): found for found in batch}
        sizes = {found.bytes for found in batch if found.bytes}
        documents = TABLE["documents"]
        with self.archive.reading() as connection:
            known = standings(connection, [(path, "") for path in found_by])
            stale = self.stale_in(connection, list(found_by))
            asked = select(documents.c.bytes, documents.c.sha256).where(documents.c.bytes.in_(sizes))
            same_size: dict[int, set[str]] = {}
            for size, digest in connection.execute(asked):
                same_size.setdefault(size, set()).add(digest)
        for path, found in found_by.items():
            for task in self._decide(found, known.get((path, "")), same_size, stale, settled=settled):
                if not self._may_go_on():
                    return
                self.tried += 1
                yield task

    def stale_in(self, connection: Connection, paths: Sequence[str]) -> set[str]:
        """The documents of these files whose records were made by other rules."""
        files, records = TABLE["files"], TABLE["records"]
        asked = select(records.c.document).join_from(files, records, files.c.document == records.c.document)
        return set(
            connection.execute(asked.where(files.c.path.in_(paths), records.c.extraction != self.extraction)).scalars()
        )

    def _decide(
        self, found: Found, standing: Standing | None, same_size: dict[int, set[str]], stale: set[str], *, settled: bool
    ) -> Iterator[FileTask | StoredTask]:
        if found.problem:
            if self._was_taken_away(found, standing):
                self.look(found, Outcome.SKIPPED, Skip.GONE)
            else:
                detail = ReadError(found.path.name, found.problem, _ADVICE[found.problem])
                self.look(found, Outcome.FAILED, found.problem, str(detail))
            return
        if is_left_behind(found.path):
            self.look(found, Outcome.SKIPPED, Skip.LEFT_BEHIND)
            return
        same = standing is not None and (standing.bytes, standing.mtime_ns) == (found.bytes, found.mtime_ns)
        if standing and same and not self.choice.force and standing.outcome != Outcome.SKIPPED:
            if standing.outcome == Outcome.FAILED:
                if not self.choice.tries_again(standing.reason):
                    self.look(found, Outcome.SKIPPED, Skip.FAILED_BEFORE)
                    return
            elif not standing.container:
                yield from self._unchanged(standing, stale)
                return
            elif not self._must_open(standing.path):
                yield from self._unchanged_container(standing, stale)
                return
        if not same and not settled and time.time_ns() - (found.mtime_ns or 0) < _STILL_SECONDS * 1e9:
            self._deferred[found.path] = found, time.monotonic()
            return
        known = frozenset() if self.choice.force else frozenset(same_size.get(found.bytes or 0, ()))
        yield FileTask(found.path, found.bytes, found.mtime_ns, known)

    def _was_taken_away(self, found: Found, standing: Standing | None) -> bool:
        """Whether a file that could never be read is tried again, and is not there any more."""
        failed = standing is not None and standing.outcome == Outcome.FAILED and standing.document is None
        gone = found.problem == Reason.NOT_FOUND and not found.path.is_symlink()
        return failed and gone and self.choice.retry is not None

    def _must_open(self, container: str) -> bool:
        """Whether a container that has not changed has members that are to be tried again."""
        files = TABLE["files"]
        asked = select(files.c.reason).where(files.c.path == container, files.c.member != "")
        with self.archive.reading() as connection:
            reasons = connection.execute(asked.where(files.c.outcome == Outcome.FAILED).distinct()).scalars().all()
        return any(self.choice.tries_again(reason) for reason in reasons)

    def _unchanged_container(self, container: Standing, stale: set[str]) -> Iterator[StoredTask]:
        files = TABLE["files"]
        columns = [files.c[name] for name in Standing.__dataclass_fields__]
        asked = select(*columns).where(files.c.path == container.path, files.c.member != "").order_by(files.c.file)
        with self.archive.reading() as connection:
            inside = [Standing(**row._mapping) for row in connection.execute(asked)]
        for member in inside:
            yield from self.unchanged(member, stale)
        yield from self._unchanged(container, set())

    def unchanged(self, standing: Standing, stale: set[str]) -> Iterator[StoredTask]:
        """A member of a container that holds what it held."""
        if standing.outcome == Outcome.FAILED:
            self.looks.append(_of_standing(standing, Outcome.SKIPPED, Skip.FAILED_BEFORE))
        else:
            yield from self._unchanged(standing, stale)

    def _unchanged(self, standing: Standing, stale: set[str]) -> Iterator[StoredTask]:
        if standing.document in stale:
            yield self.stored(standing.document, standing)
        else:
            self.looks.append(_of_standing(standing, Outcome.UNCHANGED))

    def stored(self, document: str, standing: Standing | None) -> StoredTask:
        """The task to extract a stored text again."""
        texts = TABLE["texts"]
        with self.archive.reading() as connection:
            row = connection.execute(select(texts.c.text, texts.c.layout).where(texts.c.document == document)).one()
        return StoredTask(document, standing, row.text, row.layout)

    def look(self, found: Found, outcome: Outcome, reason: str, detail: str | None = None) -> None:
        path = stored_path(found.path)
        self.looks.append(
            Attempt(path, "", Stage.LOOK, outcome, reason, detail, bytes=found.bytes, mtime_ns=found.mtime_ns)
        )


def _of_standing(standing: Standing, outcome: Outcome, reason: str | None = None) -> Attempt:
    return Attempt(
        standing.path, standing.member, Stage.LOOK, outcome, reason, container=standing.container,
        bytes=standing.bytes, mtime_ns=standing.mtime_ns, sha256=standing.sha256, document=standing.document,
    )  # fmt: skip
