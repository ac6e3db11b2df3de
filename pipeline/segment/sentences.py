"""The sentences of a paragraph: underthesea's cuts, put right where directive documents mislead it.

It takes `TP.`, `1.`, `Điều 5.` and initials for ends, and lets `v.v.` go on. What is put right, with examples, is in
`rules/sentences.toml`. Loading underthesea takes a second, so it is loaded with the first paragraph.
"""

from collections.abc import Iterator
from functools import cache

from pipeline.document import Span
from pipeline.rules import Rule, load_rules
from pipeline.vietnamese.spelling import fold

__all__ = ["sentence_at", "sentences"]

_CLOSING = "\"'”’)]»"


@cache
def _rule(name: str) -> Rule:
    return next(rule for rule in load_rules("sentences") if rule.name == name)


_ENDS_NO_SENTENCE = ("ends in a short form", "ends in a marker", "ends in a part of a number", "ends in an initial")


def _goes_on(text: str, start: int, end: int) -> bool:
    """Whether the sentence from `start` does not end at `end`, though it was cut there."""
    before = text[max(start, end - 60) : end]
    if _rule("ends in a marker").pattern.search(text[start:end] if end - start < 20 else ""):
        return True
    if any(_rule(name).pattern.search(before) for name in _ENDS_NO_SENTENCE if name != "ends in a marker"):
        return not _rule("cut missed").pattern.match(text[end - 4 : end + 3])
    return _rule("goes on").pattern.match(text[end:].lstrip()) is not None


def _pieces(text: str) -> Iterator[int]:
    """Where underthesea and the missed cuts end a piece of `text`."""
    from underthesea import sent_tokenize

    ends, at = set(), 0
    for piece in sent_tokenize(text):
        at = text.index(piece, at) + len(piece)
        ends.add(at)
    ends |= {match.end("end") for match in _rule("cut missed").pattern.finditer(text)}
    yield from sorted(ends)


def sentences(text: str) -> tuple[Span, ...]:
    """The sentences of one paragraph, as spans of it, without the white space between them.

    Of `"Đ/c Lê A., TS. Trần B. dự họp. 1. Nội dung"` they are `"Đ/c Lê A., TS. Trần B. dự họp."` and
    `"1. Nội dung"`. Line breaks inside the paragraph end nothing.
    """
    flow = fold(text).replace("\n", " ")
    found: list[Span] = []
    start = len(flow) - len(flow.lstrip())
    for cut in _pieces(flow):
        end = cut
        while end < len(flow) and flow[end] in _CLOSING:  # a closing sign belongs to what it closes
            end += 1
        if end <= start or (end < len(flow) and _goes_on(flow, start, end)):
            continue
        found.append(Span(start, end))
        start = end + len(flow[end:]) - len(flow[end:].lstrip())
    last = len(flow.rstrip())
    if start < last:
        found.append(Span(start, last))
    return tuple(found)


def sentence_at(text: str, paragraph: Span, offset: int) -> Span:
    """The sentence of a paragraph of `text` that holds `offset`, as a span of `text`."""
    for sentence in sentences(paragraph.of(text)):
        if offset < paragraph.start + sentence.end:
            return Span(paragraph.start + sentence.start, paragraph.start + sentence.end)
    return paragraph
