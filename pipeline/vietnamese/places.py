"""The country's provinces, districts and communes, of both generations: found by name, in constant time.

On 1 July 2025 63 provinces became 34, districts ended, and 10,035 communes became 3,321; archives hold both. The units
and their source are in `rules/administrative_units.tsv`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from pipeline.vietnamese.spelling import loose

__all__ = ["Unit", "longest_unit", "units_named"]

_LONGEST = 6  # words of a unit's name, the hyphen of `Bà Rịa - Vũng Tàu` counted

_SHORT = {"tp.": "thành phố", "tp": "thành phố", "tx.": "thị xã"}


@dataclass(frozen=True, slots=True)
class Unit:
    """`Unit("xã", "Công Hải", "Khánh Hòa", None, current=True)`: a commune of the new generation has no district."""

    kind: str
    name: str
    province: str
    district: str | None
    current: bool


def _rows() -> Iterator[Unit]:
    table = files("pipeline.rules") / "administrative_units.tsv"
    provinces: set[Unit] = set()
    for line in table.read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        generation, kind, province, district_kind, district, commune_kind, names = line.split("\t")
        current = generation == "34"
        whole = Unit(kind, province, province, None, current)
        if whole not in provinces:
            provinces.add(whole)
            yield whole
        if district:
            yield Unit(district_kind, district, province, None, current)
        for name in names.split("; ") if names else ():
            yield Unit(commune_kind, name, province, district or None, current)


@cache
def _index() -> dict[str, tuple[Unit, ...]]:
    """All units by their names in one spelling; a district of several kinds of communes has several rows."""
    found: dict[str, dict[Unit, None]] = {}
    for unit in _rows():
        found.setdefault(unit.name.lower(), {})[unit] = None  # the file's names are in the folded spelling
    return {name: tuple(units) for name, units in found.items()}


def units_named(name: str, kind: str | None = None) -> tuple[Unit, ...]:
    """All units of a name, in any spelling: `units_named("CÔNG HẢI", "xã")`; of one kind if it is given."""
    units = _index().get(loose(name), ())
    return units if kind is None else tuple(unit for unit in units if unit.kind == _SHORT.get(kind, kind))


def longest_unit(kind: str, words: list[str]) -> str | None:
    """The unit of a kind with whose name `words` begin, the longest: `longest_unit("xã", "công hải tháng 8".split())`
    is `"Công Hải"`; `None` where none does."""
    for count in range(min(_LONGEST, len(words)), 0, -1):
        if units := units_named(" ".join(words[:count]), kind):
            return units[0].name
    return None
