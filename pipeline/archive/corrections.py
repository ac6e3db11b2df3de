"""What people put right, and how it outlives a new reading.

A correction names a field of a record by its path, and keeps the machine's value of then beside the person's::

    header.number                                   a field of the header
    citations[nghị quyết 68-NQ/TW 2025-05-04].date  a field of a find, which its own name leads to
    roads[An Đà]                                    a whole find: person null, it goes; machine null, it is added
    targets[thu tháng 9 đạt 6.200 triệu đồng#2]     the second of that name

A find is named by what the machine gave it: a citation by its `key`, a target by its `quote`, the others by their `name`.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

__all__ = ["Merged", "merge"]


@dataclass(frozen=True, slots=True)
class Merged:
    """A machine's record with people's corrections put in, as JSON."""

    record: str


def merge(connection: Connection, document: str, before: str, after: str, at: datetime) -> Merged | None:
    """STUB"""
    return None
