"""The process that workers are forked from: it loads the code once, and each worker begins with it loaded.

A process of its own, and not the one that asks, since that one has threads and an open database.
"""

import os
from collections.abc import Sequence
from multiprocessing import forkserver, get_context
from multiprocessing.context import ForkServerContext

__all__ = ["IMPORT", "READ", "cores", "nursery"]

READ = ("pipeline.ingest", "pipeline.segment", "pipeline.extract")
IMPORT = ("pipeline.bulk.warm",)


def cores() -> int:
    """The cores that this process may use: as many workers read at once, if nobody says otherwise."""
    return len(os.sched_getaffinity(0))


def nursery(modules: Sequence[str]) -> ForkServerContext:
    """Where workers come from. Starts the process, and does not wait until it has loaded the modules.

    There is one in a process: the first call says what it loads.
    """
    context = get_context("forkserver")
    context.set_forkserver_preload(list(modules))
    forkserver.ensure_running()
    return context
