"""Document -> Notice: paragraphs, header, outline, bullets, signature block, recipients."""

from pipeline.collector import collector_paused
from pipeline.document import Document, Span
from pipeline.notice import Notice
from pipeline.segment.header import Front, read_header
from pipeline.segment.outline import find_outline
from pipeline.segment.paragraphs import Flow, find_paragraphs
from pipeline.segment.rows import header_rule

__all__ = ["segment"]

_FEWEST = 3  # lines: less after a signature is a stamp, no annex


def _annexes(document: Document, flow: Flow, front: Front) -> tuple[Span, ...]:
    """What follows the signature block, cut where a paragraph says `Phụ lục`, `Mẫu số`, ..."""
    if len(document.lines) - front.annex_line < _FEWEST:
        return ()
    first = document.lines[front.annex_line].span.start
    pattern = header_rule("annex").pattern
    cuts = [
        p.start
        for p in flow.paragraphs
        if p.start > first
        and flow.text[p.start] in "PDMB"
        and pattern.match(flow.text[p.start : min(p.end, p.start + 60)])
    ]
    starts = [first, *cuts]
    return tuple(Span(a, b - 1) for a, b in zip(starts, [*cuts, len(flow.text) + 1], strict=True))


@collector_paused()
def segment(document: Document) -> Notice:
    """A document with its parts told apart."""
    flow = find_paragraphs(document)
    front = read_header(document, flow.text)
    outline = find_outline(document, flow, front)
    starts = [*(line.span.start for line in document.lines), len(flow.text) + 1]
    body_start = min(starts[front.first_line], len(flow.text))
    return Notice(
        document=document,
        flow=flow.text,
        paragraphs=flow.paragraphs,
        header=front.header,
        sections=outline.sections,
        bullets=outline.bullets,
        body=Span(body_start, max(body_start, starts[front.end_line] - 1)),
        annexes=_annexes(document, flow, front),
        remarks=front.remarks,
    )
