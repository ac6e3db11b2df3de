"""DOC, RTF and ODT to DOCX, through a LibreOffice that is kept running.

A conversion takes about 0.1 s where a cold start takes 1.5 s more. LibreOffice runs in a process
group of its own with a private profile, no network and no macros; a file on which it hangs costs
its time limit, one on which it crashes costs that file, and the next file gets a fresh process.

    convert_to_docx(data, "so-12.doc", ".doc")   # the bytes of a DOCX

Why the C interface (see `libreoffice.py`) and not a socket? One process less to watch, no port to
guard, nothing to install beside LibreOffice, and the same speed (measured: 1.9 documents a second
each way over 64 long Word files of 20 to 700 kB on one core).
"""

import atexit
import os
import selectors
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import replace
from pathlib import Path

from pipeline.document import Document, Remark
from pipeline.errors import ReadError, Reason
from pipeline.ingest.build import Origin, RawLine, build_document
from pipeline.ingest.detect import DOC, FLAT_ODT, ODT, RTF, WORD_XML
from pipeline.ingest.docx import read_docx
from pipeline.vietnamese.legacy import decode_text

__all__ = [
    "convert_to_docx",
    "find_program",
    "plain_text",
    "read_doc",
    "read_flat_odt",
    "read_odt",
    "read_rtf",
    "read_word_xml",
    "stop",
]

READER_VERSION = "1"
START_SECONDS = 60.0
SECONDS = 60.0
MEMORY_BYTES = 4 << 30  # address space, of which LibreOffice maps about 1 GB before it reads anything
RECYCLE_AFTER = 500  # files; its memory stays flat, its caches need not
RECYCLE_BYTES = 1 << 30  # resident
PROGRAMS = ("/usr/lib/libreoffice/program", "/usr/lib64/libreoffice/program", "/opt/libreoffice/program")
INSTALL = "apt-get install libreoffice-writer"

_LIBRARIES = ("libmergedlo.so", "libsofficeapp.so")
_SETTINGS: dict[str, dict[str, bool | int | str]] = {
    "/org.openoffice.Office.Common/Security/Scripting": {
        "MacroSecurityLevel": 3,
        "DisableMacrosExecution": True,
        "BlockUntrustedRefererLinks": True,
        "DisableActiveContent": True,
    },
    "/org.openoffice.Office.Writer/Content/Update": {"Link": 0, "Field": False, "Chart": False},
    "/org.openoffice.Inet/Settings": {
        "ooInetProxyType": 2,
        "ooInetHTTPProxyName": "0.0.0.0",  # nowhere, should the network be there after all
        "ooInetHTTPProxyPort": 9,
        "ooInetHTTPSProxyName": "0.0.0.0",
        "ooInetHTTPSProxyPort": 9,
    },
}


def _registry() -> str:
    items = "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{str(value).lower()}</value></prop></item>\n"
        for path, settings in _SETTINGS.items()
        for name, value in settings.items()
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n'
        f"{items}</oor:items>\n"
    )


def find_program() -> Path | None:
    """The folder of LibreOffice's libraries, or `None` where it is not installed."""
    soffice = shutil.which("soffice") or shutil.which("libreoffice")
    folders = ([Path(soffice).resolve().parent] if soffice else []) + [Path(folder) for folder in PROGRAMS]
    return next((folder for folder in folders if any((folder / name).exists() for name in _LIBRARIES)), None)


class _StoppedError(Exception):
    """LibreOffice gave no answer: it hung (`reason` is TOO_SLOW) or died (CRASHED)."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


class _Office:
    """One LibreOffice process and its private folder."""

    def __init__(self, program: Path) -> None:
        self.owner = os.getpid()
        self.converted = 0
        self.folder = Path(tempfile.mkdtemp(prefix="trichyeu-office-"))
        user = self.folder / "profile" / "user"
        user.mkdir(parents=True)
        (user / "registrymodifications.xcu").write_text(_registry(), "utf-8")
        worker = Path(__file__).with_name("libreoffice.py")
        environment = {
            "PATH": os.environ.get("PATH", os.defpath),
            "HOME": str(self.folder),
            "TMPDIR": str(self.folder),
            "SAL_USE_VCLPLUGIN": "svp",  # draws into memory: needs no display
            "LANG": "C.UTF-8",
        }
        self.process = subprocess.Popen(
            [sys.executable, "-I", str(worker), str(program), (self.folder / "profile").as_uri(), str(MEMORY_BYTES)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            cwd=self.folder,
            start_new_session=True,
        )
        self._buffer = b""
        try:
            self._answer(START_SECONDS)
        except _StoppedError:
            self.kill()
            raise

    def _answer(self, seconds: float) -> str:
        assert self.process.stdout is not None
        deadline = time.monotonic() + seconds
        with selectors.DefaultSelector() as selector:
            selector.register(self.process.stdout, selectors.EVENT_READ)
            while b"\n" not in self._buffer:
                if not selector.select(max(0.0, deadline - time.monotonic())):
                    raise _StoppedError(Reason.TOO_SLOW)
                chunk = os.read(self.process.stdout.fileno(), 4096)
                if not chunk:
                    raise _StoppedError(Reason.CRASHED)
                self._buffer += chunk
        line, self._buffer = self._buffer.split(b"\n", 1)
        return line.decode("utf-8", "replace")

    def convert(self, data: bytes, suffix: str, seconds: float) -> bytes | None:
        """The DOCX, or `None` where LibreOffice cannot load the file."""
        assert self.process.stdin is not None
        source, target = self.folder / f"source{suffix}", self.folder / "target.docx"
        target.unlink(missing_ok=True)
        source.write_bytes(data)
        try:
            self.process.stdin.write(f"{source.as_uri()}\t{target.as_uri()}\n".encode())
            self.process.stdin.flush()
        except BrokenPipeError as error:
            raise _StoppedError(Reason.CRASHED) from error
        answer = self._answer(seconds)
        self.converted += 1
        source.unlink()
        return target.read_bytes() if answer == "ok" and target.exists() else None

    def resident_bytes(self) -> int:
        statistics = Path(f"/proc/{self.process.pid}/statm")
        return int(statistics.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") if statistics.exists() else 0

    @property
    def is_fit(self) -> bool:
        """Alive, and neither old nor swollen; looked at between two files."""
        return self.process.poll() is None and self.converted < RECYCLE_AFTER and self.resident_bytes() < RECYCLE_BYTES

    def kill(self) -> None:
        """End the whole process group, and remove the folder."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                pipe.close()
        shutil.rmtree(self.folder, ignore_errors=True)


# One LibreOffice a process: a worker that was forked must not speak into its parent's.
_running: list[_Office] = []
_lock = threading.Lock()


def _office(program: Path) -> _Office:
    office = _running[0] if _running else None
    if office and office.owner != os.getpid():
        _running.clear()
        office = None
    if office and not office.is_fit:
        stop()
        office = None
    if office is None:
        office = _Office(program)
        _running.append(office)
    return office


def stop() -> None:
    """End this process's LibreOffice, if one runs; the next conversion starts a fresh one."""
    while _running:
        office = _running.pop()
        if office.owner == os.getpid():
            office.kill()


atexit.register(stop)


def convert_to_docx(data: bytes, name: str, suffix: str, seconds: float = SECONDS) -> bytes:
    """`data`, a file of the kind that `suffix` says (`.doc`, `.rtf`, `.odt`), as the bytes of a DOCX.

    Raises `ReadError`: MISSING_PART without LibreOffice, DAMAGED for what it cannot load, TOO_SLOW and
    CRASHED for what it did not survive. A crash is tried once more in a fresh process, since an earlier
    file may have caused it.
    """
    program = find_program()
    if program is None:
        raise ReadError(name, Reason.MISSING_PART, f"LibreOffice is not installed; get it with: {INSTALL}")
    with _lock:
        for _ in range(2):
            fresh = True
            try:
                office = _office(program)
                fresh = office.converted == 0
                converted = office.convert(data, suffix, seconds)
            except _StoppedError as error:
                stop()
                if error.reason is Reason.CRASHED and not fresh:
                    continue
                advice = "LibreOffice did not survive it; open it in Word and save it as DOCX"
                raise ReadError(name, error.reason, advice) from error
            break
    if converted is None:
        raise ReadError(name, Reason.DAMAGED, "LibreOffice cannot open it; open it in Word and save it as DOCX")
    return converted


def plain_text(data: bytes, name: str, seconds: float = SECONDS) -> str:
    """The bare text of a DOC by catdoc, for machines without LibreOffice: no numbers, no tables.

    Raises `ReadError`: MISSING_PART without catdoc too, DAMAGED or TOO_SLOW as with LibreOffice.
    """
    catdoc = shutil.which("catdoc")
    if catdoc is None:
        raise ReadError(name, Reason.MISSING_PART, f"LibreOffice is not installed; get it with: {INSTALL}")
    with tempfile.TemporaryDirectory(prefix="trichyeu-catdoc-") as folder:
        file = Path(folder) / "source.doc"
        file.write_bytes(data)
        try:
            done = subprocess.run(
                [catdoc, "-w", "-d", "utf-8", str(file)], capture_output=True, timeout=seconds, check=False
            )
        except subprocess.TimeoutExpired as error:
            raise ReadError(name, Reason.TOO_SLOW, "catdoc did not come to an end; save it as DOCX") from error
    if done.returncode:
        raise ReadError(name, Reason.DAMAGED, "catdoc cannot open it; open it in Word and save it as DOCX")
    return done.stdout.decode("utf-8", "replace")


def _read(name: str, data: bytes, media_type: str, suffix: str) -> Document:
    converted = read_docx(name, convert_to_docx(data, name, suffix))
    source = Origin(name, data, media_type, "office", READER_VERSION).source(converted.source.pages)
    pages = tuple(replace(page, reader="office") for page in converted.pages)
    return replace(converted, source=source, pages=pages)


def read_rtf(name: str, data: bytes) -> Document:
    """The Document of an RTF file."""
    return _read(name, data, RTF, ".rtf")


def read_odt(name: str, data: bytes) -> Document:
    """The Document of an OpenDocument text."""
    return _read(name, data, ODT, ".odt")


def read_flat_odt(name: str, data: bytes) -> Document:
    """The Document of an OpenDocument text in one XML file."""
    return _read(name, data, FLAT_ODT, ".fodt")


def read_word_xml(name: str, data: bytes) -> Document:
    """The Document of what Word 2003 saved as XML."""
    return _read(name, data, WORD_XML, ".xml")


def read_doc(name: str, data: bytes) -> Document:
    """The Document of a Word file before DOCX; by catdoc, with a remark, where LibreOffice is missing."""
    if find_program() is not None or shutil.which("catdoc") is None:
        return _read(name, data, DOC, ".doc")
    text, _ = decode_text(plain_text(data, name))
    remark = Remark(
        "plain reading",
        f"LibreOffice is not installed: numbers of lists and tables are lost; get it with: {INSTALL}",
    )
    lines = [RawLine(line, joins=False) for line in text.splitlines()]
    return build_document(lines, Origin(name, data, DOC, "catdoc", READER_VERSION), remarks=[remark])
