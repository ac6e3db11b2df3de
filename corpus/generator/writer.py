"""A text that grows by appending, and the marks set on it while it grows.

Offsets are code points. A mark set around what is being written is exact by construction:
nothing is searched for afterwards.
"""

from dataclasses import dataclass, field
from typing import Any

__all__ = ["Block", "Mark", "Writer"]


@dataclass(slots=True)
class Mark:
    """What a range of the text is: `Mark("road", 10, 18, {"name": "Lạch Tray"})`."""

    kind: str
    start: int
    end: int
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Block:
    """A paragraph and its part in the page: what the renderers set in columns, bold or numbered.

    `role` is "left", "right" (letterhead columns), "type", "title", "rule", "addressee",
    "heading", "paragraph", "bullet", "recipients", "signature" or "table".
    """

    role: str
    start: int
    end: int
    level: int = 0
    marker: str = ""


class Writer:
    """Appends pieces of text and remembers where they came to stand."""

    __slots__ = ("at", "blocks", "marks", "parts")

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.at = 0
        self.marks: list[Mark] = []
        self.blocks: list[Block] = []

    def put(self, text: str) -> None:
        self.parts.append(text)
        self.at += len(text)

    def put_marked(self, kind: str, text: str, /, **data: Any) -> Mark:
        """Append `text` and mark all of it."""
        start = self.at
        self.put(text)
        return self.mark(kind, start, **data)

    def mark(self, kind: str, start: int, /, **data: Any) -> Mark:
        """Mark what was written since `start`."""
        mark = Mark(kind, start, self.at, data)
        self.marks.append(mark)
        return mark

    def close(self, role: str, start: int, level: int = 0, marker: str = "", end: str = "\n") -> None:
        """Make a block of what was written since `start`, and end it."""
        self.blocks.append(Block(role, start, self.at, level, marker))
        self.put(end)

    def capitalise(self, index: int) -> None:
        """Make the first letter of piece `index` a capital; its length stays."""
        parts = self.parts
        while index < len(parts) and not parts[index]:
            index += 1
        if index < len(parts):
            piece = parts[index]
            parts[index] = piece[0].upper() + piece[1:]

    def text(self) -> str:
        return "".join(self.parts)
