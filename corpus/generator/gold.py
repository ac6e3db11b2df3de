"""From marks to the guideline's form: what a careful archivist would write down."""

import re
from typing import Any

from corpus.generator.cited import Cited
from corpus.generator.writer import Mark

__all__ = ["one_line", "outline_title", "record_of", "spans_of"]

NAMED = ("road", "project")
PLANS = (
    "kế hoạch",
    "chương trình",
    "nghị quyết",
    "chỉ thị",
    "kết luận",
    "thông báo",
    "phương án",
    "đề án",
    "quyết định",
)
OF_PLAN = re.compile(r"(?:năm|quý) ", re.IGNORECASE)
KEPT = ("Duy trì", "duy trì")


def one_line(text: str) -> str:
    """Runs of white space are one space."""
    return " ".join(text.split())


def outline_title(words: str, paragraph: bool) -> str:
    """A heading's own words, or the first eight of a numbered paragraph."""
    words = one_line(words)
    return " ".join(words.split()[:8]) if paragraph else words.rstrip(" :.;")


def record_of(
    identity: str, text: str, marks: list[Mark], cited: list[Cited], header: dict[str, Any]
) -> dict[str, Any]:
    """The gold record, with the same keys as the annotated documents."""
    outline, targets = [], []
    periods = _handed_down(text, marks, header["doc_type"])
    names: dict[str, dict[str, str]] = {kind: {} for kind in NAMED}
    for mark in sorted(marks, key=lambda m: (m.start, -m.end)):
        quote = one_line(text[mark.start : mark.end])
        if mark.kind == "heading":
            title = outline_title(text[mark.data["title_start"] : mark.end], mark.data["paragraph"])
            outline.append({"marker": mark.data["marker"], "level": mark.data["level"], "title": title})
        elif mark.kind == "target":
            own = mark.data["period"]
            above = periods.get(mark.start) if mark.data["kind"] == "target" else None
            targets.append({"quote": quote, **mark.data, "period": own or above})
        elif mark.kind in NAMED:
            names[mark.kind].setdefault(quote, quote)
    return {
        "id": identity,
        "header": header,
        "outline": outline,
        "citations": [entry.gold() for entry in cited],
        "targets": targets,
        "roads": list(names["road"]),
        "projects": list(names["project"]),
    }


def _handed_down(text: str, marks: list[Mark], doc_type: str) -> dict[int, str]:
    """The period above each target: of the nearest heading that names one alone, or the year of a plan's title.

    `II. NHIỆM VỤ THÁNG 8` holds for what stands below it. What is to be kept has no day on which it is reached.
    """
    named = [mark for mark in marks if mark.kind == "period"]

    def period_in(mark: Mark) -> str | None:
        found = [one_line(text[p.start : p.end]) for p in named if mark.start <= p.start and p.end <= mark.end]
        return found[0] if len(found) == 1 else None

    title = next((m for m in marks if m.kind == "header" and m.data["field"] == "title"), None)
    of_title = period_in(title) if title and doc_type in PLANS else None
    of_title = of_title if of_title and OF_PLAN.match(of_title) else None
    above: list[tuple[int, str | None]] = []  # the level and the period of each heading that is open
    periods = {}
    for mark in sorted(marks, key=lambda m: (m.start, -m.end)):
        if mark.kind == "heading":
            while above and above[-1][0] >= mark.data["level"]:
                above.pop()
            above.append((mark.data["level"], None if mark.data["paragraph"] else period_in(mark)))
        elif mark.kind == "target" and not text.startswith(KEPT, mark.start):
            period = next((period for _, period in reversed(above) if period), of_title)
            if period:
                periods[mark.start] = period
    return periods


def spans_of(marks: list[Mark]) -> list[dict[str, Any]]:
    """All marks as plain rows, in reading order."""
    ordered = sorted(marks, key=lambda m: (m.start, -m.end, m.kind))
    return [{"kind": mark.kind, "start": mark.start, "end": mark.end, **mark.data} for mark in ordered]
