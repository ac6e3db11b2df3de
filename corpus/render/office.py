"""PDF, DOC, RTF and ODT by LibreOffice, one office a process, each with its own profile."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from corpus.generator.notice import Notice
from corpus.render.word import write_docx

__all__ = ["OfficeMissingError", "convert", "write_doc", "write_odt", "write_pdf", "write_pdfs", "write_rtf"]

SECONDS = 120
FONT = "Tinos"  # as wide as Times New Roman, and free; it has all Vietnamese letters, which Liberation Serif has not
FILTERS = {"pdf": "pdf", "doc": "doc:MS Word 97", "rtf": "rtf", "odt": "odt", "docx": "docx"}


class OfficeMissingError(RuntimeError):
    """LibreOffice is needed for this format and is not installed."""


@cache
def _profile(process: int) -> str:
    """A profile folder of this process; two offices that share one would wait for each other."""
    return tempfile.mkdtemp(prefix=f"corpus-office-{process}-")


def _convert(sources: Sequence[Path], suffix: str, folder: Path) -> list[Path]:
    """Write each of the sources into the folder, in the format of `suffix`."""
    office = shutil.which("soffice")
    if not office:
        raise OfficeMissingError(f"{sources[0].name}: install LibreOffice (soffice) to write {suffix} files")
    command = [office, "--headless", "--norestore", f"-env:UserInstallation=file://{_profile(os.getpid())}"]
    command += ["--convert-to", FILTERS[suffix], "--outdir", str(folder), *map(str, sources)]
    done = subprocess.run(command, capture_output=True, timeout=SECONDS + 2 * len(sources), check=False)
    made = [folder / f"{source.stem}.{suffix}" for source in sources]
    for path in made:
        if not path.exists():
            raise OfficeMissingError(f"{path.name}: LibreOffice wrote nothing: {done.stderr.decode(errors='replace')}")
    return made


def convert(source: Path, suffix: str, target: Path) -> None:
    """Write `source` as `target` in the format of `suffix` (pdf, doc, rtf, odt, docx)."""
    with tempfile.TemporaryDirectory() as folder:
        (made,) = _convert([source], suffix, Path(folder))
        shutil.move(made, target)


def _by_office(notice: Notice, path: Path, suffix: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / f"{notice.id}.docx"
        write_docx(notice, source, FONT)
        convert(source, suffix, path)


def write_pdf(notice: Notice, path: Path) -> None:
    _by_office(notice, path, "pdf")


def write_pdfs(notices: Sequence[Notice], folder: Path) -> list[Path]:
    """Many PDF by one office, in a tenth of the time that an office for each takes."""
    with tempfile.TemporaryDirectory() as name:
        sources = [Path(name) / f"{notice.id}.docx" for notice in notices]
        for notice, source in zip(notices, sources, strict=True):
            write_docx(notice, source, FONT)
        return _convert(sources, "pdf", folder)


def write_doc(notice: Notice, path: Path) -> None:
    _by_office(notice, path, "doc")


def write_rtf(notice: Notice, path: Path) -> None:
    _by_office(notice, path, "rtf")


def write_odt(notice: Notice, path: Path) -> None:
    _by_office(notice, path, "odt")
