"""Targets of one document that cannot both hold: one indicator, one period, one unit, two values."""

from collections.abc import Iterable

from pipeline.records import Remark, Target
from pipeline.vietnamese.spelling import loose

__all__ = ["find_contradictions"]

_APART = 300  # code points: figures that stand closer tell of parts and shares of one thing
_TWO = 2
_NAMELESS = ("mục tiêu", "chỉ tiêu", "kế hoạch")  # what is aimed at is said elsewhere: `mục tiêu đặt ra là 4 tỷ USD`
_FEWEST_WORDS = 3  # `thu` alone may be of anything


def find_contradictions(targets: Iterable[Target]) -> tuple[Remark, ...]:
    """A remark for each target that gives another value than an earlier one for the same thing.

    `thu ngân sách năm 2031 đạt 50 tỷ đồng` in one place and `... đạt 52 tỷ đồng` in another. Three values and more
    are a list of things whose names stand elsewhere.
    """
    found: dict[tuple[str, str, str, str], list[Target]] = {}
    for target in targets:
        words = len(target.indicator.split())
        exact = target.comparator not in ("~", "range")
        if target.kind == "target" and exact and target.period and words >= _FEWEST_WORDS:
            name = loose(target.indicator)
            key = (name, loose(target.unit), loose(target.period), target.comparator)
            if not name.startswith(_NAMELESS):
                found.setdefault(key, []).append(target)
    return tuple(
        _remark(alike[0], other)
        for alike in found.values()
        if len({target.value for target in alike}) == _TWO
        for other in alike[1:]
        if other.value != alike[0].value and other.evidence.start - alike[0].evidence.end >= _APART
    )


def _remark(earlier: Target, later: Target) -> Remark:
    return Remark(
        code="contradictory targets",
        message=f"{later.indicator}, {later.period}: {later.value:g} {later.unit} here, "
        f"{earlier.value:g} {earlier.unit} on page {earlier.evidence.page}",
        span=(later.evidence.start, later.evidence.end),
    )
