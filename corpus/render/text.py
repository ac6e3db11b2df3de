"""Plain text, UTF-8: the text that gold's offsets are counted in."""

from pathlib import Path

from corpus.generator.notice import Notice

__all__ = ["write_text"]


def write_text(notice: Notice, path: Path) -> None:
    path.write_text(notice.text, "utf-8")
