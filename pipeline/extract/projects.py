"""Being written."""

from pipeline.document import Span
from pipeline.notice import Notice
from pipeline.records import Project

__all__ = ["find_projects"]


def find_projects(notice: Notice, cited: tuple[Span, ...]) -> tuple[Project, ...]:
    return ()
