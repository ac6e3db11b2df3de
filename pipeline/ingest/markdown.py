"""Text with Markdown marks, as notes and language models write it: the marks go, what they mean stays.

`**Điều 1.** Phê duyệt` is `Điều 1. Phê duyệt`; `## KẾ HOẠCH` is a bold line; `*   a) ...` is a
dash paragraph; a table's cells are lines of their own.
"""

import re
from collections.abc import Iterator, Sequence

from pipeline.document import Cell, Style
from pipeline.ingest.build import RawLine

__all__ = ["is_markdown", "without_marks"]

_HEADING = re.compile(r"^ {0,9}#{1,6} +(?=\S)")
_QUOTED = re.compile(r"^ {0,3}>+ ?")
_DOT = re.compile(r"^(\s{0,40})[*•]\s+(?=\S)")  # a star that is a list's dot, not an emphasis
_STRONG = re.compile(r"(\*\*|__)(?=\S)([^\n]{1,2000}?)(?<=\S)\1")
_SLANTED = re.compile(r"(?<![*\w])\*(?=[^\s*])([^*\n]{1,2000}?)(?<=[^\s*])\*(?![*\w])")
_LINK = re.compile(r"!?\[([^\]\n]{0,300})\]\([^)\n]{0,500}\)")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_BREAK = re.compile(r"<br ?/?>")
_FENCE = re.compile(r"^\s{0,3}(?:```|~~~)")
_TABLE_ROW = re.compile(r"^\s*\|.*\|\s*$")
_TABLE_RULE = re.compile(r"^\s*\|[\s:|-]+\|\s*$")


def is_markdown(rows: Sequence[str]) -> bool:
    """Whether headings and strong words are marked as Markdown marks them, more than once."""
    marks = sum(bool(_HEADING.match(row)) + bool(_STRONG.search(row)) for row in rows)
    return marks >= 3


def _plain(text: str) -> tuple[str, bool, bool]:
    """`text` without marks, and whether all of it was strong, or slanted."""
    kept = _ESCAPE.sub(lambda match: f"\x00{ord(match[1])}\x01", text)  # an escaped star is no mark
    strong = bool(re.fullmatch(r"\s*(?:\d{1,3}\.\s+)?\*\*[^*]*\*\*[\s.:;,]*", kept))
    slanted = bool(re.fullmatch(r"\s*\*[^*]+\*\s*", kept))
    kept = _STRONG.sub(r"\2", kept)
    kept = _SLANTED.sub(r"\1", kept)
    kept = _LINK.sub(r"\1", kept)
    kept = _BREAK.sub(" ", kept)
    return re.sub("\x00(\\d+)\x01", lambda match: chr(int(match[1])), kept), strong, slanted


def without_marks(lines: Sequence[RawLine]) -> Iterator[RawLine]:
    """`lines` as a reader of the rendered text sees them."""
    table, row = -1, 0
    in_table = False
    for line in lines:
        text = _QUOTED.sub("", line.text)
        if _FENCE.match(text):
            continue
        if _TABLE_ROW.match(text):
            if not in_table:
                table, row, in_table = table + 1, 0, True
            if _TABLE_RULE.match(text):
                continue
            for column, cell in enumerate(text.strip().strip("|").split("|")):
                yield line._replace(text=_plain(cell)[0], cell=Cell(table, row, column), joins=False)
            row += 1
            continue
        in_table = False
        heading = _HEADING.match(text)
        if heading:
            text = text[heading.end() :].rstrip(" #")
        dot = _DOT.match(text)
        indent = len(text) - len(text.lstrip())
        if dot:
            text = "- " + text[dot.end() :]
        text, strong, slanted = _plain(text)
        style = Style(bold=heading is not None or strong, italic=slanted, indent=6.0 * indent)
        yield line._replace(text=text, style=style)
