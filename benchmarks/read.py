"""How long reading a digital PDF takes, beside pypdfium2 and pdfplumber, in one run.

    python benchmarks/read.py [FILE.pdf ...]

Each way reads every page of the same files, several times in turn, and its fastest time for each file
counts, in processor time: `pypdfium2` gives bare text, `pdfplumber` text from its own layout, `trichyeu` cleaned
text in reading order with the place and style of every line. Without arguments it takes the sample
notices of the project, or the documents of `../shared/corpus/dev` where there are none. Trust the
ratios, not the seconds. Scans are left out: they have no text to compare.
"""

import argparse
import gc
import sys
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pdfplumber
import pypdfium2

sys.path.insert(0, str(Path(__file__).parent.parent))

from pipeline.ingest.pdf import read_pdf

ROOT = Path(__file__).parent.parent
FOLDERS = (ROOT / "corpus" / "samples", ROOT.parent / "shared" / "corpus" / "dev")
ROUNDS = 5
MOST_BARE = 3.0  # times pypdfium2
LEAST_PDFPLUMBER = 10.0  # times faster than pdfplumber


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


def with_trichyeu(name: str, data: bytes) -> int:
    """The characters of the Document."""
    return len(read_pdf(name, data).text)


def seconds(read: Callable[[str, bytes], int], name: str, data: bytes) -> float:
    gc.collect()  # what the way before left behind is not this one's to clear
    start = time.process_time()
    read(name, data)
    return time.process_time() - start


def digital(paths: list[Path]) -> dict[str, bytes]:
    """The files that have a text layer."""
    files = {path.name: path.read_bytes() for path in paths}
    return {name: data for name, data in files.items() if bare_text(name, data) > 0}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    paths = parser.parse_args().files or next(
        (found for folder in FOLDERS if (found := sorted(folder.glob("*.pdf")))), []
    )
    files = digital(paths)
    if not files:
        print("no PDF with a text layer; name some as arguments", file=sys.stderr)
        return 2
    ways = {"pypdfium2": bare_text, "trichyeu": with_trichyeu, "pdfplumber": with_pdfplumber}
    spent: dict[str, dict[str, float]] = {way: {} for way in ways}
    for _ in range(ROUNDS):
        for name, data in files.items():
            for way, read in ways.items():
                spent[way][name] = min(spent[way].get(name, float("inf")), seconds(read, name, data))
    best = {way: sum(by_file.values()) for way, by_file in spent.items()}
    pages = sum(len(pypdfium2.PdfDocument(data)) for data in files.values())
    print(f"{len(files)} files, {pages} pages, the fastest of {ROUNDS} rounds\n")
    print(f"{'':<12}{'ms a page':>10}{'times pypdfium2':>18}")
    for way, total in best.items():
        print(f"{way:<12}{1000 * total / pages:>10.2f}{total / best['pypdfium2']:>18.2f}")
    slower, faster = best["trichyeu"] / best["pypdfium2"], best["pdfplumber"] / best["trichyeu"]
    print(
        f"\n{slower:.2f} times pypdfium2 (at most {MOST_BARE:g}), {faster:.1f} times faster than pdfplumber "
        f"(at least {LEAST_PDFPLUMBER:g})"
    )
    return 0 if slower <= MOST_BARE and faster >= LEAST_PDFPLUMBER else 1


if __name__ == "__main__":
    sys.exit(main())
