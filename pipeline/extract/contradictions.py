"""Targets of one document that cannot both hold: one indicator, one period, one unit, two values."""

from collections.abc import Iterable

from pipeline.records import Remark, Target
from pipeline.vietnamese.spelling import loose

__all__ = ["find_contradictions"]

_APART = 300  # code points: figures that stand closer tell of parts and shares of one thing
_FEWEST_WORDS = 3  # `thu` alone may be of anything


def find_contradictions(targets: Iterable[Target]) -> tuple[Remark, ...]:
    """A remark for each target that gives another value than an earlier one for the same thing.

    `thu ngân sách năm 2031 đạt 50 tỷ đồng` in one place and `... đạt 52 tỷ đồng` in another.
    """
    seen: dict[tuple[str, str, str], Target] = {}
    remarks = []
    for target in targets:
        if target.kind != "target" or target.comparator != "=" or not target.period:
            continue
        if len(target.indicator.split()) < _FEWEST_WORDS:
            continue
        key = (loose(target.indicator), loose(target.unit), loose(target.period))
        earlier = seen.setdefault(key, target)
        apart = target.evidence.start - earlier.evidence.end
        if earlier.value != target.value and apart >= _APART:
            remarks.append(
                Remark(
                    code="contradictory targets",
                    message=f"{target.indicator}, {target.period}: {target.value:g} {target.unit} here, "
                    f"{earlier.value:g} {earlier.unit} on page {earlier.evidence.page}",
                    span=(target.evidence.start, target.evidence.end),
                )
            )
    return tuple(remarks)
