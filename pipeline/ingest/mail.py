"""Mail and saved pages -> Document, and the files a mail carries: EML ([RFC 5322]) and Outlook's MSG ([MS-OXMSG])."""

import email
import email.policy
import io
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from email.message import EmailMessage
from typing import Any

import olefile

from pipeline.document import Document
from pipeline.errors import ReadError, Reason
from pipeline.ingest.build import Origin, RawLine, build_document
from pipeline.ingest.detect import EML, MHTML, MSG
from pipeline.ingest.html import read_html
from pipeline.vietnamese.legacy import decode_bytes

__all__ = ["Attachment", "eml_attachments", "msg_attachments", "read_eml", "read_mhtml", "read_msg"]

READER_VERSION = "1"
_ERRORS = (OSError, struct.error, IndexError, ValueError, KeyError, TypeError, AttributeError, LookupError)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that a mail carries."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class _Mail:
    subject: str
    text: str
    html: bytes
    charset: str | None = None


def _document(name: str, data: bytes, media_type: str, mail: _Mail) -> Document:
    """The mail's own text: its subject, then its body, plain where it has a plain one."""
    origin = Origin(name, data, media_type, "mail", READER_VERSION)
    subject = [RawLine(mail.subject, joins=False), RawLine("")] if mail.subject else []
    if mail.text.strip() or not mail.html.strip():
        lines = [*subject, *(RawLine(line) for line in mail.text.splitlines())]
        if not mail.text.strip():
            raise ReadError(name, Reason.NO_TEXT, "the mail itself says nothing; look at what is attached")
        return build_document(lines, origin)
    document = read_html(name, mail.html, mail.charset)
    return replace(document, source=origin.source(len(document.pages)))


# --- EML -------------------------------------------------------------------------------------


@contextmanager
def _taking_apart(name: str) -> Iterator[None]:
    """Around what asks the standard library about a foreign mail, which fails in many ways."""
    try:
        yield
    except (RecursionError, *_ERRORS) as broken:
        raise ReadError(name, Reason.DAMAGED, f"the mail cannot be taken apart ({type(broken).__name__})") from broken


def _parts(name: str, data: bytes) -> list[EmailMessage]:
    """A mail and its parts in order, those of a mail in it left out; `ReadError` if it cannot be taken apart."""
    parts = []
    with _taking_apart(name):
        waiting = [email.message_from_bytes(data, _class=EmailMessage, policy=email.policy.default)]
        while waiting:
            part = waiting.pop()
            parts.append(part)
            if part.get_content_type() != "message/rfc822":
                inner = [piece for piece in part.iter_parts() if isinstance(piece, EmailMessage)]
                waiting += reversed(inner)
    return parts


def _payload(part: EmailMessage) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _body(parts: list[EmailMessage], kind: str) -> EmailMessage | None:
    return next(
        (part for part in parts if part.get_content_type() == kind and part.get_content_disposition() != "attachment"),
        None,
    )


def _text(part: EmailMessage | None) -> str:
    if part is None:
        return ""
    data = _payload(part)
    try:
        return data.decode(part.get_content_charset() or "utf-8")
    except (UnicodeDecodeError, LookupError):
        read = decode_bytes(data)
        return read[0] if read else data.decode("cp1252", "replace")


def read_eml(name: str, data: bytes) -> Document:
    """The Document of a mail's own text; what is attached is `eml_attachments`' business."""
    parts = _parts(name, data)
    with _taking_apart(name):
        page = _body(parts, "text/html")
        mail = _Mail(
            subject=str(parts[0].get("subject") or ""),
            text=_text(_body(parts, "text/plain")),
            html=b"" if page is None else _payload(page),
            charset=None if page is None else page.get_content_charset(),
        )
    return _document(name, data, EML, mail)


def _attached(part: EmailMessage, number: int) -> Attachment | None:
    file_name = part.get_filename()
    if part.get_content_type() == "message/rfc822":
        inner = part.get_payload(0) if part.get_payload() else None
        return Attachment(file_name or f"{number}.eml", inner.as_bytes()) if isinstance(inner, EmailMessage) else None
    if part.is_multipart() or not (file_name or part.get_content_disposition() == "attachment"):
        return None
    return Attachment(file_name or f"{number}", _payload(part))


def eml_attachments(name: str, data: bytes) -> Iterator[Attachment]:
    """The files a mail carries; a mail in a mail is one of them (`.eml`)."""
    for number, part in enumerate(_parts(name, data), 1):
        with _taking_apart(name):
            attachment = _attached(part, number)
        if attachment is not None:
            yield attachment


def read_mhtml(name: str, data: bytes) -> Document:
    """The Document of a page that a browser or Word saved as one file: its first HTML part."""
    parts = _parts(name, data)
    with _taking_apart(name):
        page = _body(parts, "text/html")
        content = b"" if page is None else _payload(page)
        charset = None if page is None else page.get_content_charset()
    if content:
        document = read_html(name, content, charset)
        return replace(document, source=Origin(name, data, MHTML, "html", READER_VERSION).source(len(document.pages)))
    raise ReadError(name, Reason.NO_TEXT, "the saved page holds no HTML; save it again")


# --- MSG -------------------------------------------------------------------------------------

_SUBJECT, _BODY, _HTML, _DATA, _LONG_NAME, _SHORT_NAME = "0037", "1000", "1013", "3701", "3707", "3704"
_CODE_PAGE, _INTERNET_CODE_PAGE = 0x3FFD, 0x3FDE


def _string(ole: "olefile.OleFileIO[Any]", folder: str, tag: str) -> str:
    """A property of an object of the mail as text: Unicode (type 001F) or 8-bit (001E)."""
    wide = f"{folder}__substg1.0_{tag}001F"
    if ole.exists(wide):
        return ole.openstream(wide).read().decode("utf-16-le", "replace").rstrip("\x00")
    narrow = f"{folder}__substg1.0_{tag}001E"
    if not ole.exists(narrow):
        return ""
    data = ole.openstream(narrow).read().rstrip(b"\x00")
    read = decode_bytes(data)
    return read[0] if read else data.decode("cp1252", "replace")


def _binary(ole: "olefile.OleFileIO[Any]", folder: str, tag: str) -> bytes:
    path = f"{folder}__substg1.0_{tag}0102"
    return ole.openstream(path).read() if ole.exists(path) else b""


def read_msg(name: str, data: bytes) -> Document:
    """The Document of an Outlook mail's own text."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            html = _binary(ole, "", _HTML) or _string(ole, "", _HTML).encode()
            mail = _Mail(_string(ole, "", _SUBJECT), _string(ole, "", _BODY), html)
    except _ERRORS as broken:
        raise ReadError(name, Reason.DAMAGED, f"the mail cannot be opened ({broken}); export it again") from broken
    return _document(name, data, MSG, mail)


def msg_attachments(name: str, data: bytes) -> Iterator[Attachment]:
    """The files an Outlook mail carries."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            folders = sorted({entry[0] for entry in ole.listdir() if entry[0].startswith("__attach_version1.0_")})
            for number, folder in enumerate(folders, 1):
                file_name = _string(ole, f"{folder}/", _LONG_NAME) or _string(ole, f"{folder}/", _SHORT_NAME)
                content = _binary(ole, f"{folder}/", _DATA)
                if content:
                    yield Attachment(file_name or f"{number}", content)
    except _ERRORS as broken:
        raise ReadError(name, Reason.DAMAGED, f"the mail cannot be opened ({broken}); export it again") from broken
