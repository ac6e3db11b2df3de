"""`trichyeu archive ...`: the upkeep of an archive."""

import sys
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
