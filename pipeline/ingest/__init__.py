"""bytes -> Document: `read(path)`; one reader a format, chosen by content.

A new format is a media type in `detect.py` and a row in `READERS`.
"""

from collections.abc import Callable
from pathlib import Path

from pipeline.document import Document
from pipeline.errors import ReadError, Reason, name_in_text
from pipeline.ingest.detect import (
    DOC,
    DOCX,
    EML,
    FLAT_ODT,
    HEIC,
    HTML,
    JPEG,
    MHTML,
    MSG,
    ODT,
    PDF,
    PNG,
    RTF,
    SEVEN_ZIP,
    TEXT,
    TIFF,
    WORD_XML,
    ZIP,
    detect,
)
from pipeline.ingest.docx import read_docx
from pipeline.ingest.html import read_html
from pipeline.ingest.limits import in_force
from pipeline.ingest.mail import read_eml, read_mhtml, read_msg
from pipeline.ingest.office import read_doc, read_flat_odt, read_odt, read_rtf, read_word_xml
from pipeline.ingest.pdf import read_pdf
from pipeline.ingest.text import read_text

__all__ = ["READERS", "load", "read", "read_bytes"]


def _read_image(name: str, data: bytes) -> Document:
    """A picture file, by OCR; what that needs (OpenCV, Tesseract) is loaded when the first one comes."""
    from pipeline.ingest.scan import read_image

    return read_image(name, data)


READERS: dict[str, Callable[[str, bytes], Document]] = {
    TEXT: read_text,
    DOCX: read_docx,
    DOC: read_doc,
    RTF: read_rtf,
    ODT: read_odt,
    FLAT_ODT: read_flat_odt,
    WORD_XML: read_word_xml,
    HTML: read_html,
    MHTML: read_mhtml,
    EML: read_eml,
    MSG: read_msg,
    PDF: read_pdf,
    PNG: _read_image,
    JPEG: _read_image,
    TIFF: _read_image,
    HEIC: _read_image,
}
"""A reader takes the file's name (for messages and `Source.name`) and its bytes."""


def read_bytes(name: str, data: bytes) -> Document:
    """The Document of a file held in memory: `read_bytes("tb.txt", "THÔNG BÁO".encode())`."""
    name = name_in_text(name)
    media_type = detect(name, data)
    if media_type in (ZIP, SEVEN_ZIP):
        raise ReadError(name, Reason.UNKNOWN_FORMAT, "an archive of files; import it, and each becomes a document")
    if media_type not in READERS:
        known = ", ".join(sorted(READERS))
        raise ReadError(name, Reason.UNKNOWN_FORMAT, f"no reader for {media_type}; there are: {known}")
    return READERS[media_type](name, data)


def load(path: Path) -> bytes:
    """The bytes of the file at `path`. Raises `ReadError`, never anything else, for what a path can be."""
    try:
        if path.stat().st_size > in_force().file_bytes:
            limit = in_force().file_bytes >> 20
            raise ReadError(path.name, Reason.TOO_LARGE, f"more than {limit} MB; split it")
        return path.read_bytes()
    except FileNotFoundError as missing:
        raise ReadError(path.name, Reason.NOT_FOUND, "no such file; check the path") from missing
    except IsADirectoryError as folder:
        raise ReadError(path.name, Reason.NOT_A_FILE, "it is a folder; name the files in it") from folder
    except PermissionError as forbidden:
        raise ReadError(path.name, Reason.NO_PERMISSION, "it may not be read; change its permissions") from forbidden
    except (OSError, ValueError) as odd:
        raise ReadError(path.name, Reason.NOT_A_FILE, f"it cannot be read ({odd}); copy it to a disk first") from odd


def read(path: Path) -> Document:
    """The Document of the file at `path`. Raises `ReadError`, never anything else, for what a file can be."""
    return read_bytes(path.name, load(path))
