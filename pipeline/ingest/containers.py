"""Archives and mails: each file in them is a document of its own, named by its way in.

    for document in read_all(Path("thang-9.zip")):   # Document or ReadError
        ...                                           # thang-9.zip/xa-a/tb-12.docx

A member that cannot be read gives its `ReadError` and the next one is read; nothing is unpacked to
disk, so a member's name can point nowhere. Limits count over the whole outer file.
"""

import io
import lzma
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import py7zr
import py7zr.exceptions
import py7zr.io

from pipeline.document import Document
from pipeline.errors import ReadError, Reason
from pipeline.ingest import load, read_bytes
from pipeline.ingest.detect import EML, MSG, SEVEN_ZIP, ZIP, detect
from pipeline.ingest.limits import LIMITS, Limits
from pipeline.ingest.mail import Attachment, eml_attachments, msg_attachments

__all__ = ["is_container", "members", "read_all"]

_ENCRYPTED = "its files ask for a password; unpack it and add them one by one"
_CHUNK = 1 << 20


@dataclass(slots=True)
class _Budget:
    """What is left of the limits for one outer file."""

    limits: Limits
    members: int = 0
    bytes: int = 0

    def take_member(self, name: str) -> None:
        self.members += 1
        if self.members > self.limits.members:
            raise ReadError(name, Reason.TOO_LARGE, f"more than {self.limits.members} files in it; unpack it first")

    def take(self, name: str, size: int) -> None:
        self.bytes += size
        if self.bytes > self.limits.inflated_bytes:
            limit = self.limits.inflated_bytes >> 20
            raise ReadError(name, Reason.TOO_LARGE, f"unpacks to more than {limit} MB; unpack it first")


def _is_noise(name: str) -> bool:
    """What archivers and desktops leave behind: `__MACOSX/._a.docx`, `Thumbs.db`, Word's lock files."""
    last = name.rpartition("/")[2]
    return "__MACOSX/" in name or last in ("Thumbs.db", "desktop.ini", ".DS_Store") or last.startswith(("~$", "._"))


# --- ZIP -------------------------------------------------------------------------------------


def _zip_name(info: zipfile.ZipInfo) -> str:
    """The member's name; archivers without the UTF-8 flag mostly write UTF-8 all the same."""
    if info.flag_bits & 0x800:
        return info.filename
    raw = info.filename.encode("cp437", "replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return info.filename


def _zip_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, budget: _Budget) -> bytes:
    if info.flag_bits & 1:
        raise ReadError(name, Reason.ENCRYPTED, _ENCRYPTED)
    pieces = []
    try:
        with archive.open(info) as member:
            while piece := member.read(_CHUNK):
                budget.take(name, len(piece))
                pieces.append(piece)
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, RuntimeError, ValueError) as broken:
        raise ReadError(name, Reason.DAMAGED, f"cannot be unpacked ({broken}); get the archive again") from broken
    except NotImplementedError as unknown:
        raise ReadError(name, Reason.UNKNOWN_FORMAT, f"packed in a way not known here ({unknown})") from unknown
    return b"".join(pieces)


def _zip_members(name: str, data: bytes, budget: _Budget) -> Iterator[Attachment | ReadError]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        infos = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError) as broken:
        raise ReadError(name, Reason.DAMAGED, f"the ZIP cannot be opened ({broken}); get it again") from broken
    with archive:
        for info in infos:
            inner = _zip_name(info)
            if info.is_dir() or stat.S_ISLNK(info.external_attr >> 16) or _is_noise(inner):
                continue
            budget.take_member(name)
            try:
                yield Attachment(inner, _zip_member(archive, info, f"{name}/{inner}", budget))
            except ReadError as error:
                yield error
                if error.reason is Reason.TOO_LARGE:
                    return


# --- 7z --------------------------------------------------------------------------------------


class _Bounded(py7zr.io.Py7zIO):
    """Where one member of a 7z goes: into memory, as far as the budget reaches."""

    def __init__(self, name: str, budget: _Budget) -> None:
        self._name, self._budget, self._buffer = name, budget, io.BytesIO()

    def write(self, s: bytes | bytearray) -> int:
        self._budget.take(self._name, len(s))
        return self._buffer.write(s)

    def read(self, size: int | None = None) -> bytes:
        return self._buffer.read(size)

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._buffer.seek(offset, whence)

    def flush(self) -> None:
        """Memory needs none."""

    def size(self) -> int:
        return self._buffer.getbuffer().nbytes

    def content(self) -> bytes:
        return self._buffer.getvalue()


class _Folder(py7zr.io.WriterFactory):
    """Gives py7zr a place for each member, and keeps them all."""

    def __init__(self, name: str, budget: _Budget) -> None:
        self._name, self._budget = name, budget
        self.files: dict[str, _Bounded] = {}

    def create(self, filename: str) -> py7zr.io.Py7zIO:
        self.files[filename] = _Bounded(f"{self._name}/{filename}", self._budget)
        return self.files[filename]


# py7zr parses a foreign header field by field: what it may meet there is not its own errors alone.
_SEVEN_ZIP_ERRORS = (
    *(py7zr.exceptions.ArchiveError, lzma.LZMAError, zlib.error, EOFError, OSError, struct.error, ArithmeticError),
    *(ValueError, LookupError, TypeError, AttributeError, AssertionError, NotImplementedError, RuntimeError),
)


def _seven_zip_members(name: str, data: bytes, budget: _Budget) -> Iterator[Attachment | ReadError]:
    folder = _Folder(name, budget)
    try:
        with py7zr.SevenZipFile(io.BytesIO(data)) as archive:
            if archive.password_protected:
                raise ReadError(name, Reason.ENCRYPTED, _ENCRYPTED)
            wanted = [
                info.filename for info in archive.list() if not info.is_directory and not _is_noise(info.filename)
            ]
            for _ in wanted:
                budget.take_member(name)
            archive.extract(targets=wanted, factory=folder)
    except (py7zr.exceptions.PasswordRequired, py7zr.exceptions.UnsupportedCompressionMethodError) as locked:
        is_locked = isinstance(locked, py7zr.exceptions.PasswordRequired)
        reason = Reason.ENCRYPTED if is_locked else Reason.UNKNOWN_FORMAT
        raise ReadError(name, reason, _ENCRYPTED if is_locked else "packed in a way not known here") from locked
    except _SEVEN_ZIP_ERRORS as broken:
        raise ReadError(name, Reason.DAMAGED, f"the 7z cannot be opened ({broken}); get it again") from broken
    for inner, file in folder.files.items():
        yield Attachment(inner, file.content())


# --- all -------------------------------------------------------------------------------------


def _mail_members(name: str, data: bytes, media_type: str, budget: _Budget) -> Iterator[Attachment | ReadError]:
    for attachment in eml_attachments(name, data) if media_type == EML else msg_attachments(name, data):
        budget.take_member(name)
        budget.take(name, len(attachment.data))
        yield attachment


def _opened(name: str, data: bytes, media_type: str, budget: _Budget) -> Iterator[Attachment | ReadError]:
    if media_type == ZIP:
        return _zip_members(name, data, budget)
    if media_type == SEVEN_ZIP:
        return _seven_zip_members(name, data, budget)
    return _mail_members(name, data, media_type, budget)


def _path_inside(name: str) -> str:
    """A member's name as a plain relative path: `"..\\..\\a.doc"` is `"a.doc"`."""
    parts = name.replace("\\", "/").replace("\x00", "").split("/")
    return "/".join(part for part in parts if part not in ("", ".", "..")) or "unnamed"


def _walk(name: str, data: bytes, budget: _Budget, depth: int) -> Iterator[Attachment | ReadError]:
    try:
        media_type = detect(name, data)
        if media_type not in _CONTAINERS:
            yield Attachment(name, data)
            return
        if depth >= budget.limits.depth:
            yield ReadError(name, Reason.TOO_LARGE, f"more than {depth} archives in each other; unpack it first")
            return
        if media_type in (EML, MSG):
            yield Attachment(name, data)  # the mail's own text
        for member in _opened(name, data, media_type, budget):
            if isinstance(member, ReadError):
                yield member
            else:
                yield from _walk(f"{name}/{_path_inside(member.name)}", member.data, budget, depth + 1)
    except ReadError as error:
        yield error


_CONTAINERS = frozenset({ZIP, SEVEN_ZIP, EML, MSG})


def is_container(name: str, data: bytes) -> bool:
    """Whether a file may hold others. Raises `ReadError` for what is no file of any kind known."""
    return detect(name, data) in _CONTAINERS


def members(name: str, data: bytes, limits: Limits = LIMITS) -> Iterator[Attachment | ReadError]:
    """The files in a file, itself if it is no archive, each with its full name: `a.zip/b.eml/c.doc`.

    What cannot be unpacked comes as its `ReadError`, between the others.
    """
    return _walk(name, data, _Budget(limits), 0)


def read_all(path: Path, limits: Limits = LIMITS) -> Iterator[Document | ReadError]:
    """The Documents of a file and of all that it holds, in this process; see `isolated.py` for many files."""
    try:
        data = load(path)
    except ReadError as error:
        yield error
        return
    for member in members(path.name, data, limits):
        if isinstance(member, ReadError):
            yield member
            continue
        try:
            yield read_bytes(member.name, member.data)
        except ReadError as error:
            yield error
