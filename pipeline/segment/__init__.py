"""Document -> Notice: paragraphs, header, outline, bullets, signature block, recipients."""

import re

from pipeline.document import Document, Span
from pipeline.notice import Header, Notice
from pipeline.vietnamese.spelling import fold

__all__ = ["segment"]


def segment(document: Document) -> Notice:
    """Being written: for now every paragraph break that is not plainly a soft break is kept."""
    text = document.text
    breaks = [m.start() for m in re.finditer(r"\n(?!(?![a-zđ]\))[a-zà-ỹ0-9])", text) if document.lines]
    joined = list(fold(text).replace("\n", " "))
    for line in document.lines[1:]:
        if line.joins is False:
            breaks.append(line.span.start - 1)
    for position in set(breaks):
        joined[position] = "\n"
    flow = "".join(joined)
    edges = [-1, *sorted(set(breaks)), len(text)]
    paragraphs = tuple(Span(a + 1, b) for a, b in zip(edges, edges[1:], strict=False))
    return Notice(document, flow, paragraphs, Header(), (), (), Span(0, len(text)))
