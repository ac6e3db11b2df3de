"""A generated notice as a file: `render(notice, "docx", folder)`."""

import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from corpus.generator.notice import Notice
from corpus.render.legacy import write_legacy_doc, write_legacy_rtf
from corpus.render.office import write_doc, write_odt, write_pdf, write_rtf
from corpus.render.page import write_html
from corpus.render.scan import Scan, write_garbled_pdf, write_mixed_pdf, write_scan, write_tiff
from corpus.render.text import write_text
from corpus.render.word import write_docx

__all__ = ["FORMATS", "render"]


def _scanned(notice: Notice, path: Path, write: Callable[[Path, Path, Scan, int], None], **fixed: Any) -> None:
    """A scan of the PDF that LibreOffice makes; what `fixed` leaves open is drawn from the notice's identity."""
    chance = Random(f"scan/{notice.id}")
    drawn = {
        "dpi": chance.choice((150, 200, 200, 200, 300)),
        "colour": chance.random() < 0.3,
        "stamp": chance.random() < 0.4,
        "skew": chance.choice((0.0, 0.5, 1.5)),
        "noise": chance.uniform(1, 7),
        "blur": chance.uniform(0, 0.7),
        "quality": chance.randint(45, 90),
    }
    with tempfile.TemporaryDirectory() as folder:
        pdf = Path(folder) / "digital.pdf"
        write_pdf(notice, pdf)
        write(pdf, path, Scan(**{**drawn, **fixed}), chance.randrange(2**32))


FORMATS: dict[str, Callable[[Notice, Path], None]] = {
    "txt": write_text,
    "html": write_html,
    "docx": write_docx,
    "pdf": write_pdf,
    "doc": write_doc,
    "rtf": write_rtf,
    "odt": write_odt,
    "tcvn3-rtf": partial(write_legacy_rtf, encoding="tcvn3"),
    "vni-rtf": partial(write_legacy_rtf, encoding="vni"),
    "tcvn3-doc": partial(write_legacy_doc, encoding="tcvn3"),
    "vni-doc": partial(write_legacy_doc, encoding="vni"),
    "scan-pdf": partial(_scanned, write=write_scan),
    "scan-200-pdf": partial(_scanned, write=write_scan, dpi=200),
    "two-up-pdf": partial(_scanned, write=write_scan, two_up=True, dpi=200),
    "upside-down-pdf": partial(_scanned, write=write_scan, upside_down=0),
    "scan-tiff": partial(_scanned, write=write_tiff),
    "mixed-pdf": partial(_scanned, write=write_mixed_pdf, dpi=200),
    "garbled-pdf": partial(_scanned, write=write_garbled_pdf, dpi=200),
}
"""A format's name ends in the ending of its files."""


def render(notice: Notice, name: str, folder: Path) -> Path:
    """Write `notice` in the format `name` and return the file."""
    path = folder / f"{notice.id}.{name.rpartition('-')[2]}"
    FORMATS[name](notice, path)
    return path
