"""Document -> Notice: paragraphs, header, outline, bullets, signature block, recipients."""

from pipeline.document import Document, Span
from pipeline.notice import Header, Notice
from pipeline.segment.paragraphs import find_paragraphs

__all__ = ["segment"]


def segment(document: Document) -> Notice:
    """A document with its parts told apart."""
    flow = find_paragraphs(document)
    return Notice(document, flow.text, flow.paragraphs, Header(), (), (), Span(0, len(flow.text)))
