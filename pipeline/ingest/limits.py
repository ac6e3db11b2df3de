"""How much one file may cost. A file that asks for more ends in a `ReadError`, never in a slow machine."""

from dataclasses import dataclass

__all__ = ["LIMITS", "Limits", "in_force", "restrict"]


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may take. `inflated_bytes` is what all that is packed in it unpacks to."""

    seconds: float = 300.0
    memory_bytes: int = 4 << 30  # address space of the process that reads
    file_bytes: int = 512 << 20
    inflated_bytes: int = 512 << 20
    xml_bytes: int = 128 << 20  # of all XML in one office file
    pages: int = 3_000
    pixels: int = 150_000_000  # of one picture: A0 at 200 dots an inch has 62 million
    members: int = 10_000  # files in an archive, those of archives in it included
    depth: int = 3  # archives in archives


LIMITS = Limits()
_in_force = [LIMITS]


def in_force() -> Limits:
    """The limits that readers in this process keep to."""
    return _in_force[0]


def restrict(limits: Limits) -> None:
    """Set the limits of this process: a worker does, once, before its first file."""
    _in_force[0] = limits
