"""A pause of Python's collector of cyclic garbage while many objects are built that all stay.

A long text gives some hundred thousand objects. None is part of a cycle, so reference counts free them; the collector
would go over all of them again and again as they grow, a third of the time at a million characters, and once more
when the pause ends.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["collector_paused"]

_frozen = False  # once this process was seen to have frozen objects


def _has_frozen() -> bool:
    """Whether this process has frozen objects: once yes, always yes, since counting them takes 16 ms in a worker."""
    global _frozen
    _frozen = _frozen or bool(gc.get_freeze_count())
    return _frozen


@contextmanager
def collector_paused() -> Iterator[None]:
    """The collector stands still inside, and runs again afterwards if it ran before.

    What was built inside is then old to it, as if it had been gone over already, but where a process has frozen
    objects of its own, which would thaw. With threads it may run inside too: whoever leaves first sets it going, which
    costs time and nothing else.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            if not _has_frozen():
                gc.freeze()
                gc.unfreeze()  # into the oldest generation
            gc.enable()
