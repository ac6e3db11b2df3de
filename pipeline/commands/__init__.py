"""Commands of `trichyeu` by family, a module each; `cli.py` holds the first ones and mounts these.

A module here has functions and apps of cyclopts that parse, call one function and print. `cli.py` mounts them by name:

    app.command("pipeline.commands.archive:app", name="archive", help="The upkeep of an archive.")

so that a module is imported when its command is called, or its help is shown. What runs a stage is imported inside the
functions.
"""

import sys
from enum import IntEnum

from rich.console import Console

__all__ = ["ExitCode", "output"]


class ExitCode(IntEnum):
    """What the process's exit code says."""

    ALL_READ = 0
    SOME_FAILED = 1
    USAGE = 2
    PART_MISSING = 3
    INTERRUPTED = 130  # by Ctrl-C, as shells have it


def output() -> Console:
    """Standard output. In a pipe, wide enough that no table is folded."""
    return Console(width=None if sys.stdout.isatty() else 200, highlight=False, soft_wrap=not sys.stdout.isatty())
