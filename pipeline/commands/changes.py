"""`trichyeu changes`: the feed for a downstream system."""

import json
import sys
from typing import Annotated

from cyclopts import Parameter

from pipeline.commands import ExitCode
from pipeline.commands.archive import Where
from pipeline.errors import InputError

__all__ = ["changes_command"]


def changes_command(
    archive: Where,
    /,
    *,
    since: Annotated[int, Parameter(help="the cursor of the last change that was dealt with; 0 is the beginning")] = 0,
    limit: Annotated[int | None, Parameter(help="at most so many")] = None,
    schema: Annotated[str | None, Parameter(help="records in an older shape: 1.0")] = None,
) -> ExitCode:
    """Print every insert and update of a record since a cursor, once and in order, one JSON object a line.

    Each line has its cursor: keep the last one that was dealt with, and ask again with it.
    """
    from pipeline.archive import open_archive
    from pipeline.archive.feed import feed
    from pipeline.shapes import in_shape, named

    shape = None if schema is None else named(schema)
    if limit is not None and limit < 1:
        raise InputError(f"--limit {limit}: give 1 or more")
    cursor = since
    with open_archive(archive) as opened:
        for change in feed(opened, since, limit):
            older = shape and json.dumps(in_shape(json.loads(change.record), shape), ensure_ascii=False)
            print(change.line(older or None), flush=True)
            cursor = change.cursor
    print(f"next: --since {cursor}", file=sys.stderr)
    return ExitCode.ALL_READ
