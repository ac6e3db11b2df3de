"""Citations: being written."""

from pipeline.notice import Notice
from pipeline.records import Citation

__all__ = ["find_citations"]


def find_citations(notice: Notice) -> tuple[Citation, ...]:
    return ()
