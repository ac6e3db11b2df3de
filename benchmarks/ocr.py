"""Pages a second of a scan import beside bare tesserocr with the same model, on two processes, in one run.

    python benchmarks/ocr.py FOLDER_OR_PDF...

Bare is: the page rendered at 200 dpi in grey, recognised in psm 4, its text taken. Import is all that
reading does with a page: stamps bleached, specks taken out, turned straight, recognised, columns and
tables laid out, repaired. The second reader is reported apart. Counted is processor time, shared by the
two processes: seconds on the wall also tell what else the machine does. Each page is read by all three in turn, and
its fastest time counts: a machine's speed changes by more within minutes than the three differ by.
"""

import math
import multiprocessing
import os
import sys
import time
from pathlib import Path

os.environ["OMP_THREAD_LIMIT"] = "1"

import pypdfium2
import tesserocr

from pipeline.ingest import scan
from pipeline.ingest.ocr_models import BEST, FAST, installed, model_path

PROCESSES = 2
ROUNDS = 3
_readers: list[tesserocr.PyTessBaseAPI] = []


def bare(path: str, number: int) -> int:
    """The characters that tesserocr itself reads on a page."""
    if not _readers:
        folder = str(model_path(BEST).parent)
        _readers.append(tesserocr.PyTessBaseAPI(path=folder, lang=BEST.language, psm=tesserocr.PSM.SINGLE_COLUMN))
    with pypdfium2.PdfDocument(path) as pdf:
        _readers[0].SetImage(pdf[number].render(scale=200 / 72, grayscale=True).to_pil())
    _readers[0].SetSourceResolution(200)
    return len(_readers[0].GetUTF8Text())


def imported(path: str, number: int) -> int:
    """The characters of a page as the pipeline reads it, by one reader."""
    has_second_reader = scan.has_second_reader
    scan.has_second_reader = lambda: False
    try:
        return seconded(path, number)
    finally:
        scan.has_second_reader = has_second_reader


def seconded(path: str, number: int) -> int:
    """The characters of a page as the pipeline reads it."""
    with pypdfium2.PdfDocument(path) as pdf:
        return sum(len(line.text) for line in scan.scan_pdf_page(pdf[number], number + 1).lines)


WAYS = (bare, imported, seconded)


def processor_times(path: str, number: int) -> dict[str, float]:
    """Seconds of processor time that each way takes for a page, at its fastest, one after the other in turns."""
    taken = {way.__name__: math.inf for way in WAYS}
    for turn in range(ROUNDS):
        for way in WAYS[turn:] + WAYS[:turn]:
            start = time.process_time()
            way(path, number)
            taken[way.__name__] = min(taken[way.__name__], time.process_time() - start)
    return taken


def main(arguments: list[str]) -> int:
    if not arguments or not (installed(BEST) and installed(FAST)):
        print(__doc__ if arguments else "usage: python benchmarks/ocr.py FOLDER_OR_PDF...", file=sys.stderr)
        return 2
    files = [
        file for name in arguments for file in ([Path(name)] if Path(name).is_file() else Path(name).glob("*.pdf"))
    ]
    pages: list[tuple[str, int]] = []
    for file in files:
        with pypdfium2.PdfDocument(file) as pdf:
            pages += [(str(file), i) for i in range(len(pdf)) if not pdf[i].get_textpage().get_text_range().strip()]
    with multiprocessing.get_context("spawn").Pool(PROCESSES) as pool:
        taken = pool.starmap(processor_times, pages, chunksize=1)
    rates = {way.__name__: PROCESSES * len(pages) / sum(page[way.__name__] for page in taken) for way in WAYS}
    print(f"{len(pages)} scanned pages, {PROCESSES} processes, the fastest of {ROUNDS} rounds")
    print(f"bare tesserocr           {rates['bare']:.2f} pages/s")
    print(f"scan import, one reader  {rates['imported']:.2f} pages/s  {rates['imported'] / rates['bare']:.2f} of bare")
    print(f"with the second reader   {rates['seconded']:.2f} pages/s  {rates['seconded'] / rates['bare']:.2f} of bare")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
