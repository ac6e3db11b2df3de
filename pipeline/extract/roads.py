"""Being written."""

from pipeline.document import Span
from pipeline.notice import Notice
from pipeline.records import Road

__all__ = ["find_roads"]


def find_roads(notice: Notice, cited: tuple[Span, ...]) -> tuple[Road, ...]:
    return ()
