"""How long reading a digital PDF or a DOCX takes, beside other readers, in one run.

    python benchmarks/read.py [FILE.pdf|FILE.docx|FOLDER ...]

Each way reads the same files, several times in turn, and its fastest time for each file counts, in processor time.
Of PDF `pypdfium2` gives bare text, `pdfplumber` text from its own layout, `trichyeu` cleaned text in reading order
with the place and style of every line. Of DOCX `python-docx` gives the text of paragraphs, table cells and headers,
`trichyeu` also numbers, text boxes, notes, styles and pages, cleaned and in reading order; `lxml` is what both stand
on: unpacking and parsing the text's XML. Without arguments it takes the real documents of `../shared/corpus/dev`, or
the sample notices of the project where there are none: three pages, and two DOCX whose styles are 300 kB of XML. Trust
the ratios, not the seconds. Scans are left out: they have no text to compare.
"""

import argparse
import gc
import sys
import time
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import docx
import pdfplumber
import pypdfium2
from lxml import etree

sys.path.insert(0, str(Path(__file__).parent.parent))

from pipeline.ingest.docx import read_docx
from pipeline.ingest.pdf import read_pdf

ROOT = Path(__file__).parent.parent
FOLDERS = (ROOT.parent / "shared" / "corpus" / "dev", ROOT / "corpus" / "samples")
ROUNDS = 5
MOST_BARE = 3.0  # times pypdfium2
LEAST_PDFPLUMBER = 10.0  # times faster than pdfplumber
LEAST_PYTHON_DOCX = 2.0  # times its rate


def bare_text(name: str, data: bytes) -> int:
    """The characters that pypdfium2 gives, page by page."""
    del name
    pdf = pypdfium2.PdfDocument(data)
    return sum(len(page.get_textpage().get_text_range()) for page in pdf)


def with_pdfplumber(name: str, data: bytes) -> int:
    """The characters that pdfplumber's `extract_text` gives."""
    del name
    with pdfplumber.open(BytesIO(data)) as pdf:
        return sum(len(page.extract_text()) for page in pdf.pages)


def pdf_with_trichyeu(name: str, data: bytes) -> int:
    """The characters of the Document."""
    return len(read_pdf(name, data).text)


def parsed(name: str, data: bytes) -> int:
    """The elements of a DOCX's main part."""
    del name
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return len(etree.fromstring(archive.read("word/document.xml")))


def with_python_docx(name: str, data: bytes) -> int:
    """The characters that python-docx gives: of paragraphs, cells of tables, and headers of sections."""
    del name
    file = docx.Document(BytesIO(data))
    characters = sum(len(paragraph.text) for paragraph in file.paragraphs)
    characters += sum(len(cell.text) for table in file.tables for row in table.rows for cell in row.cells)
    return characters + sum(len(p.text) for section in file.sections for p in section.header.paragraphs)


def docx_with_trichyeu(name: str, data: bytes) -> int:
    """The characters of the Document."""
    return len(read_docx(name, data).text)


def seconds(read: Callable[[str, bytes], int], name: str, data: bytes) -> float:
    gc.collect()  # what the way before left behind is not this one's to clear
    start = time.process_time()
    read(name, data)
    return time.process_time() - start


def samples(suffix: str) -> list[Path]:
    """The files of a kind in the first folder that has some."""
    return next((found for folder in FOLDERS if (found := sorted(folder.glob(f"*{suffix}")))), [])


def digital(paths: list[Path]) -> dict[str, bytes]:
    """The files that have a text layer."""
    files = {path.name: path.read_bytes() for path in paths}
    return {name: data for name, data in files.items() if bare_text(name, data) > 0}


def best(ways: dict[str, Callable[[str, bytes], int]], files: dict[str, bytes]) -> dict[str, float]:
    """Seconds that each way takes over all files, each at its fastest."""
    spent: dict[str, dict[str, float]] = {way: {} for way in ways}
    for _ in range(ROUNDS):
        for name, data in files.items():
            for way, read in ways.items():
                spent[way][name] = min(spent[way].get(name, float("inf")), seconds(read, name, data))
    return {way: sum(by_file.values()) for way, by_file in spent.items()}


def show(taken: dict[str, float], unit: str, units: int, beside: str) -> None:
    """A table of the ways, with their times beside one of them."""
    print(f"\n{'':<12}{f'ms a {unit}':>12}{f'times {beside}':>20}")
    for way, total in taken.items():
        print(f"{way:<12}{1000 * total / units:>12.2f}{total / taken[beside]:>20.2f}")


def of_pdf(files: dict[str, bytes]) -> bool:
    """Whether PDF is read fast enough, with the figures."""
    taken = best({"pypdfium2": bare_text, "trichyeu": pdf_with_trichyeu, "pdfplumber": with_pdfplumber}, files)
    pages = sum(len(pypdfium2.PdfDocument(data)) for data in files.values())
    print(f"{len(files)} PDF, {pages} pages, the fastest of {ROUNDS} rounds")
    show(taken, "page", pages, "pypdfium2")
    slower, faster = taken["trichyeu"] / taken["pypdfium2"], taken["pdfplumber"] / taken["trichyeu"]
    print(
        f"\n{slower:.2f} times pypdfium2 (at most {MOST_BARE:g}), {faster:.1f} times faster than pdfplumber "
        f"(at least {LEAST_PDFPLUMBER:g})\n"
    )
    return slower <= MOST_BARE and faster >= LEAST_PDFPLUMBER


def of_docx(files: dict[str, bytes]) -> bool:
    """Whether DOCX is read fast enough, with the figures."""
    taken = best({"lxml": parsed, "trichyeu": docx_with_trichyeu, "python-docx": with_python_docx}, files)
    print(f"{len(files)} DOCX, {sum(map(len, files.values())) >> 10} kB, the fastest of {ROUNDS} rounds")
    show(taken, "file", len(files), "lxml")
    faster = taken["python-docx"] / taken["trichyeu"]
    print(f"\n{faster:.2f} times the rate of python-docx (at least {LEAST_PYTHON_DOCX:g})\n")
    return faster >= LEAST_PYTHON_DOCX


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    asked = parser.parse_args().files
    named = [file for path in asked for file in (sorted(path.iterdir()) if path.is_dir() else [path])]
    results = []
    for suffix, measure in ((".pdf", of_pdf), (".docx", of_docx)):
        paths = [path for path in named if path.suffix.lower() == suffix] if asked else samples(suffix)
        files = digital(paths) if suffix == ".pdf" else {path.name: path.read_bytes() for path in paths}
        if files:
            results.append(measure(files))
    if not results:
        print("no PDF with a text layer and no DOCX; name some as arguments", file=sys.stderr)
        return 2
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
