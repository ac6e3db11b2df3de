"""What this installation has, what it lacks, and how to get it."""

import importlib.metadata
import shutil
from dataclasses import dataclass

__all__ = ["Part", "examine"]

_PACKAGES = {
    "pydantic": "records",
    "pypdfium2": "text of PDF",
    "pdfplumber": "tables of PDF",
    "python-docx": "DOCX",
    "lxml": "DOCX and HTML",
    "dateparser": "unusual dates",
    "cyclopts": "the command line",
    "rich": "output on a terminal",
}
_PROGRAMS = {
    "soffice": ("DOC, RTF and ODT", "apt-get install libreoffice-writer"),
    "catdoc": ("DOC where LibreOffice is missing", "apt-get install catdoc"),
}


@dataclass(frozen=True)
class Part:
    """One part: what needs it, its version or path where it is there, how to get it where not."""

    name: str
    needed_for: str
    found: str | None
    remedy: str


def examine() -> tuple[Part, ...]:
    """Every part that some job needs, present or not."""
    parts = []
    for name, needed_for in _PACKAGES.items():
        try:
            version = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            version = None
        parts.append(Part(name, needed_for, version, f"pip install {name}"))
    for name, (needed_for, remedy) in _PROGRAMS.items():
        parts.append(Part(name, needed_for, shutil.which(name), remedy))
    return tuple(parts)
