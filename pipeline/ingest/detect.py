"""What a file is, told from its bytes; the name only decides between kinds that look alike."""

import io
import zipfile

from pipeline.errors import ReadError, Reason

__all__ = ["DOCX", "PDF", "TEXT", "detect"]

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TEXT = "text/plain"

_BINARY = (
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"II*\x00",
    b"MM\x00*",
    b"\x7fELF",
    b"MZ",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
)


def detect(name: str, data: bytes) -> str:
    """The media type of `data`: `detect("a.bin", b"%PDF-1.7 ...")` is `"application/pdf"`."""
    if not data:
        raise ReadError(name, Reason.EMPTY, "the file has no bytes; get it again from where it came")
    if b"%PDF-" in data[:1024]:
        return PDF
    if data.startswith(b"PK\x03\x04"):
        return _zipped(name, data)
    if data.startswith(_BINARY) or (b"\x00" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff"))):
        raise ReadError(name, Reason.UNKNOWN_FORMAT, "no reader for what these bytes are; save it as PDF or DOCX")
    return TEXT


def _zipped(name: str, data: bytes) -> str:
    """What a ZIP file holds: a DOCX if it has a Word document as its main part."""
    try:
        names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    except zipfile.BadZipFile as broken:
        raise ReadError(name, Reason.DAMAGED, f"the ZIP cannot be opened ({broken}); get the file again") from broken
    if any(part.startswith("word/document") for part in names):
        return DOCX
    raise ReadError(name, Reason.UNKNOWN_FORMAT, "a ZIP that holds no Word document; unpack it first")
