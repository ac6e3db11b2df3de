"""What this installation has, what it lacks, and how to get it."""

import importlib.metadata
import re
import shutil
from dataclasses import dataclass

from pipeline.ingest.ocr_models import BEST, FAST, REMEDY, installed

__all__ = ["Part", "examine"]

_PURPOSES = {
    "alembic": "the archive: its migrations",
    "cyclopts": "the command line",
    "dateparser": "dates with the month as a word",
    "lxml": "DOCX and HTML",
    "numpy": "pictures and scans",
    "olefile": "DOC and MSG",
    "opencv-python-headless": "straightening scans",
    "pebble": "worker processes",
    "pi-heif": "HEIC pictures",
    "pillow": "pictures and scans",
    "py7zr": "7z archives",
    "pydantic": "records",
    "pypdfium2": "text of PDF",
    "python-crfsuite": "the names model",
    "python-docx": "DOCX among generated documents",
    "rich": "output on a terminal",
    "spacy": "the names model as a spaCy component",
    "sqlalchemy": "the archive",
    "tesserocr": "OCR",
    "underthesea": "sentences",
}
_PROGRAMS = {
    "soffice": ("DOC, RTF and ODT", "apt-get install libreoffice-writer"),
    "catdoc": ("DOC where LibreOffice is missing", "apt-get install catdoc"),
}


_OPTIONAL = {"psycopg": ("archives in PostgreSQL", "pip install 'trichyeu[postgres]'")}


@dataclass(frozen=True)
class Part:
    """One part: what needs it, its version or path where it is there, how to get it where not."""

    name: str
    needed_for: str
    found: str | None
    remedy: str
    optional: bool = False


def _packages() -> dict[str, str]:
    """What this package requires, by its own metadata, with what each is for."""
    required = importlib.metadata.requires("trichyeu") or []
    names = sorted({re.split(r"[<>=!~; \[]", row, maxsplit=1)[0] for row in required if "extra ==" not in row})
    return {name: _PURPOSES.get(name, "") for name in names}


def _version(name: str) -> str | None:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def examine() -> tuple[Part, ...]:
    """Every part that some job needs, present or not."""
    parts = []
    for name, needed_for in _packages().items():
        parts.append(Part(name, needed_for, _version(name), f"pip install {name}"))
    for name, (needed_for, remedy) in _OPTIONAL.items():
        parts.append(Part(name, f"{needed_for} (optional)", _version(name), remedy, optional=True))
    for name, (needed_for, remedy) in _PROGRAMS.items():
        parts.append(Part(name, needed_for, shutil.which(name), remedy))
    for model in (BEST, FAST):
        found = f"sha256 {model.sha256[:12]}" if installed(model) else None
        parts.append(Part(f"OCR model {model.language}", "scans and pictures", found, REMEDY))
    return tuple(parts)
