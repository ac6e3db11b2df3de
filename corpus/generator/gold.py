"""From marks to the guideline's form: what a careful archivist would write down."""

from typing import Any

from corpus.generator.cited import Cited
from corpus.generator.writer import Mark

__all__ = ["one_line", "outline_title", "record_of", "spans_of"]

NAMED = ("road", "project")


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
    names: dict[str, dict[str, str]] = {kind: {} for kind in NAMED}
    for mark in sorted(marks, key=lambda m: (m.start, -m.end)):
        quote = one_line(text[mark.start : mark.end])
        if mark.kind == "heading":
            title = outline_title(text[mark.data["title_start"] : mark.end], mark.data["paragraph"])
            outline.append({"marker": mark.data["marker"], "level": mark.data["level"], "title": title})
        elif mark.kind == "target":
            targets.append({"quote": quote, **mark.data})
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


def spans_of(marks: list[Mark]) -> list[dict[str, Any]]:
    """All marks as plain rows, in reading order."""
    ordered = sorted(marks, key=lambda m: (m.start, -m.end, m.kind))
    return [{"kind": mark.kind, "start": mark.start, "end": mark.end, **mark.data} for mark in ordered]
