"""`trichyeu import`, `watch` and `status`: files into an archive, and how it goes."""

import json
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Annotated, Any, Protocol

from cyclopts import Parameter
from rich.box import SIMPLE_HEAD
from rich.console import Console, Group
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from pipeline.commands import ExitCode, output
from pipeline.errors import InputError, Reason
from pipeline.workers import IMPORT, nursery

if TYPE_CHECKING:
    from pipeline.archive.ledger import Attempt
    from pipeline.archive.status import Status
    from pipeline.bulk import Choice, Summary

__all__ = ["import_command", "print_summary", "status", "view", "watch"]

STDIN = Path("-")
_TELL_SECONDS = 10.0  # between two lines of progress in a pipe
Where = Annotated[str, Parameter(help="the archive: a folder, made on first use, or a postgresql:// URL")]
Jobs = Annotated[int | None, Parameter(help="worker processes; as many as there are cores by default")]


# --- how it goes ---------------------------------------------------------------------------------


def _counts(summary: "Summary") -> dict[str, int]:
    """`{"imported": 12, "failed: damaged": 1}`."""
    return {
        f"{outcome}: {reason}" if reason else str(outcome): count
        for (outcome, reason), count in sorted(summary.outcomes.items(), key=str)
    }


def _summary(summary: "Summary") -> dict[str, Any]:
    return {
        "event": "summary",
        "run": summary.run,
        "state": str(summary.state),
        "files": summary.total,
        "done": summary.done,
        "containers": summary.containers,
        "outcomes": _counts(summary),
        "seconds": round(summary.seconds, 2),
        "writing_seconds": round(summary.writing, 2),
    }


def _failure(path: str, detail: str | None) -> str:
    """Which file failed, where it is, and why: details begin with the name, or the way into a container."""
    file = PurePosixPath(path)
    shown = file.relative_to(Path.cwd()) if file.is_relative_to(Path.cwd()) else file
    return f"{shown.parent / detail}" if detail and detail.startswith(file.name) else f"{shown}: {detail}"


class _View(Protocol):
    def tell(self, attempt: "Attempt", summary: "Summary") -> None: ...

    def end(self, summary: "Summary") -> None: ...


class _Lines:
    """For a pipe: a line of JSON for each file, one of progress now and then, one at the end."""

    def __init__(self) -> None:
        self._since = self._told = time.monotonic()

    def _print(self, line: dict[str, Any]) -> None:
        print(json.dumps(line, ensure_ascii=False), flush=True)

    def tell(self, attempt: "Attempt", summary: "Summary") -> None:
        line = {name: getattr(attempt, name) for name in ("path", "member", "outcome", "reason", "detail", "document")}
        self._print({"event": "file", **{name: value for name, value in line.items() if value}})
        now = time.monotonic()
        if now - self._told > _TELL_SECONDS:
            self._told, rate = now, summary.done / (now - self._since)
            left = round((summary.total - summary.done) / rate) if rate else None
            self._print(
                {
                    "event": "progress", "done": summary.done, "files": summary.total,
                    "files_per_second": round(rate, 2), "remaining_seconds": left, "outcomes": _counts(summary),
                }
            )  # fmt: skip

    def end(self, summary: "Summary") -> None:
        self._print(_summary(summary))


class _Terminal:
    """For a terminal: a bar with rate, remaining time and counts, and failures as they come."""

    def __init__(self, progress: Progress, console: Console) -> None:
        self._progress, self._console = progress, console
        self._task = progress.add_task("", total=None, counts="", rate="")
        self._since = time.monotonic()

    def tell(self, attempt: "Attempt", summary: "Summary") -> None:
        if attempt.outcome == "failed":
            told = _failure(attempt.path, attempt.detail)
            self._console.print(told, style="red", markup=False, highlight=False, soft_wrap=True)
        counts: dict[str, int] = {}
        for (outcome, _), count in sorted(summary.outcomes.items(), key=str):
            counts[str(outcome)] = counts.get(str(outcome), 0) + count
        self._progress.update(
            self._task,
            completed=summary.done,
            total=summary.total,
            rate=f"{summary.done / max(0.001, time.monotonic() - self._since):.1f}/s",
            counts=", ".join(f"{count} {name}" for name, count in counts.items()),
        )

    def end(self, summary: "Summary") -> None:
        self._progress.stop()
        print_summary(summary, self._console)


def print_summary(summary: "Summary", console: Console) -> None:
    """What became of the files of a run, a line for each outcome and reason."""
    for name, count in _counts(summary).items():
        console.print(f"{count:>8}  {name}", markup=False)
    plural = "" if summary.containers == 1 else "s"
    opened = f", {summary.containers} container{plural} opened" if summary.containers else ""
    left = "" if summary.done == summary.total else f"; {summary.total - summary.done} left for the next run"
    console.print(
        f"{summary.done} of {summary.total} files{opened} in {summary.seconds:.1f} s: {summary.state}{left}",
        markup=False,
    )


@contextmanager
def view() -> Iterator[_View]:
    if not sys.stdout.isatty():
        yield _Lines()
        return
    console = output()
    columns = (
        BarColumn(bar_width=24), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"), TimeRemainingColumn(),
        TextColumn("{task.fields[counts]}"),
    )  # fmt: skip
    with Progress(*columns, console=console, transient=True) as progress:
        yield _Terminal(progress, console)


@contextmanager
def _terminated_like_interrupted() -> Iterator[None]:
    """SIGTERM ends a run as Ctrl-C does: what is done is kept."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


# --- the commands --------------------------------------------------------------------------------


def _paths(paths: Sequence[Path], archive: str, retry: str | None) -> list[Path]:
    """The paths of the call; `-` is a list on standard input; with none, those that failed are tried again."""
    from pipeline.archive import open_archive
    from pipeline.bulk.importing import failed_paths
    from pipeline.bulk.walk import listed

    named = [path for path in paths if path != STDIN]
    if STDIN in paths:
        named += listed(sys.stdin.buffer.read())
    if paths:
        return named
    if retry is None:
        raise InputError("name the files or folders to import, or what failed with --retry failed")
    with open_archive(archive) as opened:
        return failed_paths(opened, retry)


def _check(retry: str | None, limit: int | None, jobs: int | None) -> None:
    if retry not in (None, "failed", *Reason):
        raise InputError(f"--retry {retry}: give failed, or a reason: {', '.join(Reason)}")
    if limit is not None and limit < 1:
        raise InputError(f"--limit {limit}: give 1 or more")
    if jobs is not None and jobs < 1:
        raise InputError(f"--jobs {jobs}: give 1 or more")


def _dry_run(archive: str, paths: Sequence[Path], choice: "Choice") -> None:
    from pipeline.archive import open_archive
    from pipeline.archive.store import exists
    from pipeline.bulk.importing import plan

    if exists(archive):
        with open_archive(archive) as opened:
            planned = plan(opened, paths, choice)
    else:
        planned = plan(None, paths, choice)
    for path in planned.to_read:
        print(f"    read  {path}")
    for (outcome, reason), count in sorted(planned.looks.items(), key=str):
        print(f"{count:>8}  {outcome}{f': {reason}' if reason else ''}")
    if planned.to_extract:
        print(f"{planned.to_extract:>8}  to extract again from the stored text")
    print(f"{len(planned.to_read):>8}  to read; nothing was done")


def _exit_code(summary: "Summary") -> ExitCode:
    if summary.interrupted:
        return ExitCode.INTERRUPTED
    failures = {reason for outcome, reason in summary.outcomes if outcome == "failed"}
    if Reason.MISSING_PART in failures:
        return ExitCode.PART_MISSING
    return ExitCode.SOME_FAILED if failures else ExitCode.ALL_READ


def import_command(
    paths: Annotated[
        list[Path] | None, Parameter(help="files, folders, globs, archives, or - for a list on standard input")
    ] = None,
    /,
    *,
    archive: Where,
    retry: Annotated[str | None, Parameter(help="try failures again: failed, or a reason as status prints it")] = None,
    only: Annotated[str | None, Parameter(help="only files of such a name: '*.pdf'")] = None,
    limit: Annotated[
        int | None, Parameter(help="read at most so many files, and leave the rest to the next run")
    ] = None,
    dry_run: Annotated[bool, Parameter(help="say what would be done, and do nothing", negative="")] = False,
    force: Annotated[bool, Parameter(help="read files again though they have not changed", negative="")] = False,
    jobs: Jobs = None,
) -> ExitCode:
    """Put documents into an archive; `cli.py` has the help."""
    _check(retry, limit, jobs)
    if not dry_run:
        nursery(IMPORT)  # it loads the rules while this process opens the archive
    from pipeline.archive import open_archive
    from pipeline.bulk import Choice, import_files

    chosen = Choice(only, limit, retry, force)
    named = _paths(paths or (), archive, retry)
    if dry_run:
        _dry_run(archive, named, chosen)
        return ExitCode.ALL_READ
    with open_archive(archive, create=True) as opened, view() as shown, _terminated_like_interrupted():
        summary = import_files(opened, named, chosen, shown.tell, jobs)
        shown.end(summary)
    return _exit_code(summary)


def watch(
    folders: Annotated[list[Path], Parameter(help="the folders to watch")],
    /,
    *,
    archive: Where,
    every: Annotated[float, Parameter(help="seconds between two looks")] = 5.0,
    jobs: Jobs = None,
) -> ExitCode:
    """Import what is in folders, and then what appears in them, until Ctrl-C."""
    for folder in folders:
        if not folder.is_dir():
            raise InputError(f"{folder}: no folder to watch; check the path")
    if every <= 0:
        raise InputError(f"--every {every:g}: give a time above 0, in seconds")
    _check(None, None, jobs)
    from pipeline.archive import open_archive
    from pipeline.bulk import import_files
    from pipeline.bulk.importing import own_folder
    from pipeline.bulk.walk import appearing

    with open_archive(archive, create=True) as opened, _terminated_like_interrupted():
        try:
            for named in appearing(folders, every, own_folder(opened)):
                with view() as shown:
                    summary = import_files(opened, named, report=shown.tell, workers=jobs, command="watch")
                    shown.end(summary)
                if summary.interrupted:
                    break
        except KeyboardInterrupt:  # between two looks
            pass
    return ExitCode.INTERRUPTED


def _json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=1, default=str))


def _moment(moment: datetime | None) -> str:
    return moment.strftime("%Y-%m-%d %H:%M:%S") if moment else ""


def _grid(*names: str) -> Table:
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for name in names:
        table.add_column(name, overflow="fold")
    return table


def _status_page(told: "Status") -> Group:
    lines = [f"{told.documents:>8}  documents, {told.pages} pages"]
    counts = {
        "superseded by a newer file": told.superseded,
        "pairs that are one document": told.linked,
        "corrections": told.corrections,
        "conflicts to decide": told.open_conflicts,
        "records made by other rules: trichyeu archive refresh": told.stale,
    }
    lines += [f"{count:>8}  {name}" for name, count in counts.items() if count]
    lines += ["", *(f"{count:>8}  files {name}" for name, count in told.files.items())]
    lines += [f"{count:>8}    {name}" for name, count in told.reasons.items()]
    runs = _grid("run", "command", "state", "started", "files", "outcomes", "remaining")
    for run in told.runs:
        remaining = "" if run.remaining_seconds is None else f"{run.remaining_seconds:.0f} s at {run.per_second:.1f}/s"
        outcomes = ", ".join(f"{count} {name}" for name, count in run.outcomes.items())
        row = (str(run.run), run.command, run.state, _moment(run.started_at), str(run.files or ""), outcomes, remaining)
        runs.add_row(*row)
    return Group(Text("\n".join(lines)), Text(), runs)


def status(
    archive: Annotated[str, Parameter(help="the archive: a folder, or a postgresql:// URL")],
    /,
    *,
    failed: Annotated[bool, Parameter(help="list the files that failed, with what to do", negative="")] = False,
    file: Annotated[Path | None, Parameter(help="print every attempt at this file, and what it holds")] = None,
    as_json: Annotated[bool, Parameter(name="--json", help="print it as JSON", negative="")] = False,
) -> ExitCode:
    """Print how an archive stands: documents, files by outcome and reason, runs. It may be asked while one goes on."""
    from pipeline.archive import open_archive
    from pipeline.archive.status import attempts_at, failures, status_of

    with open_archive(archive) as opened:
        if file is not None:
            attempts = attempts_at(opened, file.absolute())
            table = _grid("file", "attempt", "run", "at", "stage", "outcome", "seconds", "detail")
            for a in attempts:
                table.add_row(
                    a["member"] or file.name, str(a["attempt"]), str(a["run"]), _moment(a["at"]), a["stage"],
                    a["outcome"], f"{a['seconds']:.3f}", a["detail"] or a["reason"] or "",
                )  # fmt: skip
            _json(attempts) if as_json else output().print(table)
        elif failed:
            failing = failures(opened)
            if as_json:
                _json([asdict(failure) for failure in failing])
            for failure in () if as_json else failing:
                print(_failure(failure.path, failure.detail))
        else:
            told = status_of(opened)
            _json(asdict(told)) if as_json else output().print(_status_page(told))
    return ExitCode.ALL_READ
