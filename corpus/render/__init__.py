"""A generated notice as a file: `render(notice, "docx", folder)`."""

from collections.abc import Callable
from pathlib import Path

from corpus.generator.notice import Notice
from corpus.render.office import write_doc, write_odt, write_pdf, write_rtf
from corpus.render.page import write_html
from corpus.render.text import write_text
from corpus.render.word import write_docx

__all__ = ["FORMATS", "render"]

FORMATS: dict[str, Callable[[Notice, Path], None]] = {
    "txt": write_text,
    "html": write_html,
    "docx": write_docx,
    "pdf": write_pdf,
    "doc": write_doc,
    "rtf": write_rtf,
    "odt": write_odt,
}


def render(notice: Notice, name: str, folder: Path) -> Path:
    """Write `notice` in the format `name` and return the file."""
    path = folder / f"{notice.id}.{name.rpartition('-')[2]}"
    FORMATS[name](notice, path)
    return path
