"""Document -> Notice: paragraphs, header, outline, bullets, signature block, recipients."""

from pipeline.document import Document, Span
from pipeline.notice import Notice
from pipeline.segment.header import read_header
from pipeline.segment.paragraphs import find_paragraphs

__all__ = ["segment"]


def segment(document: Document) -> Notice:
    """A document with its parts told apart."""
    flow = find_paragraphs(document)
    front = read_header(document, flow.text)
    starts = [*(line.span.start for line in document.lines), len(flow.text)]
    body = Span(starts[front.first_line], max(starts[front.first_line], starts[front.end_line] - 1))
    return Notice(document, flow.text, flow.paragraphs, front.header, (), (), body, remarks=front.remarks)
