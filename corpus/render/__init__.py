"""A generated notice as a file: `render(notice, "docx", folder)`."""

from collections.abc import Callable
from pathlib import Path

from corpus.generator.notice import Notice
from corpus.render.text import write_text

__all__ = ["FORMATS", "render"]

FORMATS: dict[str, Callable[[Notice, Path], None]] = {
    "txt": write_text,
}


def render(notice: Notice, name: str, folder: Path) -> Path:
    """Write `notice` in the format `name` and return the file."""
    path = folder / f"{notice.id}.{name.rpartition('-')[2]}"
    FORMATS[name](notice, path)
    return path
