"""Numbers that OCR damaged, put right from a closed list: `68-NQ/IW` is `68-NQ/TW`, `l5/QĐ-UBND` is `15/QĐ-UBND`.

Only letters that no number has in their place are changed, one for one, so that offsets stay; the text and the evidence
keep what was read, and the citation says what was taken for what.
"""

import re
from dataclasses import dataclass, replace

from pipeline.document import Span
from pipeline.extract.citations.scan import of_kind
from pipeline.notice import Notice

__all__ = ["NumberRepair", "repaired"]


@dataclass(frozen=True, slots=True)
class NumberRepair:
    """One place where letters were changed: `was` in the text, taken for `became` by the rule `rule`."""

    span: Span
    was: str
    became: str
    rule: str


def repaired(notice: Notice) -> tuple[Notice, tuple[NumberRepair, ...]]:
    """`notice` with the numbers in its flow put right, and what was changed."""
    flow = notice.flow
    found = []
    for rule in of_kind("repair"):
        if not re.search(rule.options["holds"], flow):
            continue
        letters = str.maketrans(rule.options["letters"])
        for match in rule.pattern.finditer(flow):
            span = Span(*match.span("wrong"))
            became = match["wrong"].translate(letters)
            found.append(NumberRepair(span, match["wrong"], became, rule.name))
            flow = flow[: span.start] + became + flow[span.end :]
    return (replace(notice, flow=flow) if found else notice), tuple(found)
