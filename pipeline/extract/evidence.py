"""From a span to the evidence that the record shows."""

from pipeline.document import Span
from pipeline.notice import Notice
from pipeline.records import Evidence

__all__ = ["evidence"]


def evidence(notice: Notice, span: Span, source: str) -> Evidence:
    """The words of `span` with their place: page, box, section; `source` is `rule:<name>` or `model:<name>`."""
    document = notice.document
    section = notice.section_at(span.start)
    box = document.box_of(span)
    return Evidence(
        text=span.of(document.text),
        start=span.start,
        end=span.end,
        page=document.page_of(span.start),
        box=(box.x0, box.y0, box.x1, box.y1) if box else None,
        section=section.id if section else None,
        source=source,
        confidence=document.confidence_of(span),
    )
