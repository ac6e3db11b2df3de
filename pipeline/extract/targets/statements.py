"""A paragraph's statements, in which figures and the words about them stand together."""

import re
from collections.abc import Iterator

from pipeline.document import Span

__all__ = ["statements_of"]

_LONGEST_BRACKET = 400  # code points: what is open longer was never closed
_STATEMENT_END = re.compile(r"[.!?…;()](?:(?<=[;()])|[.!?…]*\"?(?= ))")
_ABBREVIATION = re.compile(r"(?:\b(?:Tp|TP|Th|Mr|Đ/c|Q|P|TS|ThS|GS|PGS|BS|KS|CN|St)|v\.v)$")


def statements_of(flow: str, paragraph: Span) -> Iterator[Span]:
    """The statements of a paragraph: what full stops divide, and semicolons outside brackets."""
    start, opened = paragraph.start, -1
    for match in _STATEMENT_END.finditer(flow, paragraph.start, paragraph.end):
        sign = match[0]
        if sign in "()":
            opened = match.start() if sign == "(" else -1
            continue
        if sign == ";":
            if 0 <= match.start() - opened <= _LONGEST_BRACKET and opened >= 0:
                continue
        elif flow[match.end() + 1 : match.end() + 2].islower() or (
            _ABBREVIATION.search(flow, max(start, match.start() - 4), match.start())
        ):
            continue
        yield Span(start, match.end())
        start = match.end()
    if start < paragraph.end:
        yield Span(start, paragraph.end)
