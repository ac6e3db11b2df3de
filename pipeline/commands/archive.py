"""`trichyeu archive ...`: the upkeep of an archive."""

import sys
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from pipeline.commands import ExitCode

__all__ = ["Where", "app"]

app = App(name="archive")
Where = Annotated[str, Parameter(help="the archive: a folder, or a postgresql:// URL")]


@app.command
def migrate(
    archive: Where,
    /,
    *,
    to: Annotated[str, Parameter(help="a revision of the tables, older or newer; base takes them away")] = "head",
) -> ExitCode:
    """Bring the tables of an archive to this version of the program, or to another revision."""
    from pipeline.archive import store

    revision = store.HEAD if to == "head" else to
    with store.connected(archive) as opened:
        before = store.revision_of(opened)
        store.migrate(opened, revision)
    print(f"{archive}: tables {before} -> {revision}", file=sys.stderr)
    return ExitCode.ALL_READ


@app.command
def check(archive: Where, /) -> ExitCode:
    """Prove an archive whole: files of the database, records, rows, versions, index, ledger. Prints what is wrong."""
    from pipeline.archive import open_archive
    from pipeline.archive.upkeep import check as problems

    count = 0
    with open_archive(archive) as opened:
        for problem in problems(opened):
            print(problem)
            count += 1
    print(f"{archive}: {count} problems" if count else f"{archive}: whole", file=sys.stderr)
    return ExitCode.SOME_FAILED if count else ExitCode.ALL_READ


@app.command
def backup(
    archive: Where, file: Annotated[Path, Parameter(help="the file to write: archive.backup.gz")], /
) -> ExitCode:
    """Copy all of an archive into one file, while others may go on with it."""
    from pipeline.archive import open_archive, upkeep

    with open_archive(archive) as opened:
        count = upkeep.backup(opened, file)
    print(f"{file}: {count} documents", file=sys.stderr)
    return ExitCode.ALL_READ


@app.command
def restore(file: Annotated[Path, Parameter(help="the backup")], archive: Where, /) -> ExitCode:
    """Make a new archive of a backup: in a folder or in PostgreSQL, wherever it was before."""
    from pipeline.archive import store, upkeep

    with store.connected(archive, create=True) as opened:
        count = upkeep.restore(opened, file)
    print(f"{archive}: {count} documents", file=sys.stderr)
    return ExitCode.ALL_READ


@app.command
def vacuum(archive: Where, /) -> ExitCode:
    """Give back the room that an archive does not need, and bring the database's statistics up to date."""
    from pipeline.archive import open_archive, upkeep

    with open_archive(archive) as opened:
        before = upkeep.size_of(opened)
        upkeep.vacuum(opened)
        print(f"{archive}: {before:,} -> {upkeep.size_of(opened):,} bytes", file=sys.stderr)
    return ExitCode.ALL_READ


@app.command
def refresh(
    archive: Where, /, *, jobs: Annotated[int | None, Parameter(help="worker processes; by default one a core")] = None
) -> ExitCode:
    """Extract again, from the stored texts, every record that other rules made. The files need not be there."""
    from pipeline.archive import open_archive
    from pipeline.bulk import refresh as extract_again
    from pipeline.commands.importing import view

    with open_archive(archive) as opened, view() as shown:
        summary = extract_again(opened, shown.tell, jobs)
        shown.end(summary)
    return ExitCode.INTERRUPTED if summary.interrupted else ExitCode.ALL_READ
