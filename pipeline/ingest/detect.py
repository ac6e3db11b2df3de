"""What a file is, told from its bytes; the name only decides between kinds that look alike."""

import io
import re
import zipfile
import zlib

from pipeline.errors import ReadError, Reason
from pipeline.ingest import compound
from pipeline.ingest.limits import in_force

__all__ = [
    "DOC",
    "DOCX",
    "EML",
    "FLAT_ODT",
    "HEIC",
    "HTML",
    "JPEG",
    "MHTML",
    "MSG",
    "ODT",
    "PDF",
    "PNG",
    "RTF",
    "SEVEN_ZIP",
    "TEXT",
    "TIFF",
    "WORD_XML",
    "ZIP",
    "detect",
]

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
DOC = "application/msword"
RTF = "application/rtf"
ODT = "application/vnd.oasis.opendocument.text"
FLAT_ODT = "application/vnd.oasis.opendocument.text-flat-xml"
WORD_XML = "application/vnd.ms-word.xml"  # of Word 2003
HTML = "text/html"
MHTML = "multipart/related"
TEXT = "text/plain"
ZIP = "application/zip"
SEVEN_ZIP = "application/x-7z-compressed"
EML = "message/rfc822"
MSG = "application/vnd.ms-outlook"
PNG = "image/png"
JPEG = "image/jpeg"
TIFF = "image/tiff"
HEIC = "image/heic"
_PICTURES = {
    b"\x89PNG": PNG,
    b"\xff\xd8\xff": JPEG,
    b"II*\x00": TIFF,
    b"MM\x00*": TIFF,
    b"II+\x00": TIFF,
    b"MM\x00+": TIFF,
}
_HEIC_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
_BINARY = (
    b"GIF8",
    b"\x7fELF",
    b"MZ",
    b"Rar!",
    b"\x1f\x8b",
)


_WORD_2 = (b"\xdb\xa5", b"\xfe\x37\x00\x1c", b"\x31\xbe\x00\x00")
_HTML = re.compile(
    rb"(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,500}?-->\s*){0,5}<(?:!doctype\s+html|(?:html|head|meta|body|title|style|div|p|table)\b)",
    re.IGNORECASE | re.DOTALL,
)
_MAIL_FIELD = re.compile(rb"^([A-Za-z][A-Za-z-]{1,40}): ?\S", re.MULTILINE)
_MAIL_FIELDS = {
    b"from",
    b"to",
    b"subject",
    b"date",
    b"received",
    b"mime-version",
    b"message-id",
    b"content-type",
    b"return-path",
    b"delivered-to",
}


def _is_utf_16(data: bytes) -> bool:
    """Whether bytes with zeros among them are UTF-16: by its mark, or because every other byte is small."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    even, odd = data[::2].count(0), data[1::2].count(0)
    return min(even, odd) == 0 and max(even, odd) > 0.15 * len(data)


# How files of data begin: `{"id":`, `[{`, `[[sample]]`, `[project]`. No notice does.
_DATA = re.compile(rb'\{\s*"[^"\n]{1,80}"\s*:|\[\s*[{"]|(?:#[^\n]*\n\s*)*\[\[?[A-Za-z0-9_.-]{1,80}\]\]?\s*\n')


def detect(name: str, data: bytes) -> str:
    """The media type of `data`: `detect("a.bin", b"%PDF-1.7 ...")` is `"application/pdf"`."""
    if not data:
        raise ReadError(name, Reason.EMPTY, "the file has no bytes; get it again from where it came")
    if b"%PDF-" in data[:1024]:
        return PDF
    if data.startswith(b"PK\x03\x04"):
        return _zipped(name, data)
    if data.startswith(compound.MAGIC):
        return {"doc": DOC, "msg": MSG}[compound.kind_of(name, data)]
    if data.startswith(b"7z\xbc\xaf\x27\x1c"):
        return SEVEN_ZIP
    if data.startswith(b"{\\rtf"):
        return RTF
    if data.startswith(_WORD_2):
        return DOC
    for magic, picture in _PICTURES.items():
        if data.startswith(magic):
            return picture
    if data[4:8] == b"ftyp" and data[8:12] in _HEIC_BRANDS:
        return HEIC
    if data.startswith(_BINARY) or (b"\x00" in data[:4096] and not _is_utf_16(data[:4096])):
        raise ReadError(name, Reason.UNKNOWN_FORMAT, "no reader for what these bytes are; save it as PDF or DOCX")
    return _written(name, data)


def _written(name: str, data: bytes) -> str:
    """Which of the kinds that are text themselves: HTML (whatever its name), mail, a saved page, plain text."""
    head = data[:4096].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")  # UTF-16 too
    if _HTML.match(head):
        return HTML
    if head.startswith(b"<?xml"):
        return _marked_up(name, head)
    if _DATA.match(head):
        raise ReadError(name, Reason.UNKNOWN_FORMAT, "JSON or TOML data, no document; leave it out of the folder")
    fields = {match[1].lower() for match in _MAIL_FIELD.finditer(head.split(b"\n\n")[0].split(b"\r\n\r\n")[0])}
    if not _MAIL_FIELD.match(head) or len(fields & _MAIL_FIELDS) < 2:
        return TEXT
    is_page = b"multipart/related" in head and not fields & {b"to", b"received", b"delivered-to"}
    return MHTML if is_page else EML


def _marked_up(name: str, head: bytes) -> str:
    """Which XML that is: what Word 2003 or an OpenDocument program writes as one plain file."""
    if b'progid="Word.Document"' in head or b"schemas.microsoft.com/office/word/2003/wordml" in head:
        return WORD_XML
    if ODT.encode() + b'"' in head:
        return FLAT_ODT
    raise ReadError(name, Reason.UNKNOWN_FORMAT, "XML of a kind not known here; save it as PDF or DOCX")


def _zipped(name: str, data: bytes) -> str:
    """What a ZIP file is: a DOCX, an ODT, an office file of no use here, or an archive."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            # What a ZIP states as a part's size is also the most that is ever unpacked of it.
            xml_bytes = sum(
                info.file_size for info in archive.infolist() if info.filename.lower().endswith((".xml", ".rels"))
            )
            kind = archive.read("mimetype")[:200] if "mimetype" in names and _is_small(archive, "mimetype") else b""
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, zlib.error, ValueError) as broken:
        raise ReadError(name, Reason.DAMAGED, f"the ZIP cannot be opened ({broken}); get the file again") from broken
    parts = {part.replace("\\", "/").lower() for part in names}  # as the packages of other writers have them
    is_office = bool(kind) or "[content_types].xml" in parts
    if is_office and xml_bytes > in_force().xml_bytes:
        raise ReadError(name, Reason.TOO_LARGE, f"unpacks to {xml_bytes >> 20} MB of XML; split it")
    if any(part.startswith("word/document") for part in parts):
        return DOCX
    if kind.startswith(ODT.encode()):
        return ODT
    if is_office:
        raise ReadError(name, Reason.UNKNOWN_FORMAT, "an office file that holds no text document; save it as PDF")
    return ZIP


def _is_small(archive: zipfile.ZipFile, member: str) -> bool:
    return archive.getinfo(member).file_size < 1000
