"""How many old Word files a second come through LibreOffice, and whether its memory stays flat.

    python benchmarks/office.py [--files 300] [--different 30] [--workers 2] [FILE.doc ...]

Reads the files round and round until `--files` are done, in worker processes as an import does, and prints the
rate (by the wall, and by processor time what idle cores would give) and the memory of the LibreOffice processes
and of this one after a tenth of the files and at the end. Without arguments it makes `--different` notices and
saves them as DOC beforehand.
"""

import argparse
import os
import sys
import tempfile
import time
from itertools import cycle, islice
from pathlib import Path

import psutil

sys.path.insert(0, str(Path(__file__).parent.parent))

from corpus.generator import generate
from corpus.render import render
from pipeline.document import Document
from pipeline.errors import ReadError
from pipeline.ingest.isolated import map_files

SEED = 11
LEAST_PER_SECOND = 8.0
MOST_GROWTH = 1.25  # of memory, from a tenth of the files to the end


def length(document: Document) -> int:
    return len(document.text)


def processor_seconds() -> float:
    """Seconds of processor time that this process and those below it have taken so far."""
    own = psutil.Process()
    total = 0.0
    for process in (own, *own.children(recursive=True)):
        if process.is_running():
            times = process.cpu_times()
            total += times.user + times.system
    return total


def memory() -> tuple[float, float]:
    """Resident megabytes: of all LibreOffice processes below this one, and of this one."""
    own = psutil.Process()
    office = 0
    for child in own.children(recursive=True):
        if child.is_running() and any(word.endswith("libreoffice.py") for word in child.cmdline()):
            office += child.memory_info().rss
    return office / 1e6, own.memory_info().rss / 1e6


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--files", dest="count", type=int, default=300)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--different", type=int, default=30)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        return measure(asked.files or notices(Path(folder), asked.different), asked.count, asked.workers)


def notices(folder: Path, count: int) -> list[Path]:
    """Generated notices saved as DOC."""
    return [render(generate(SEED, index, "test"), "doc", folder) for index in range(count)]


def measure(paths: list[Path], count: int, workers: int) -> int:
    """Read, and print the figures; the exit code."""
    early = late = (0.0, 0.0)
    characters = failed = 0
    begin = warm = time.monotonic()
    worked_early = worked_late = 0.0
    outcomes = map_files(islice(cycle(paths), count), length, workers=workers)
    for done, (_, _, outcome) in enumerate(outcomes, 1):
        if isinstance(outcome, ReadError):
            failed += 1
        else:
            characters += outcome
        if done == count // 10:
            early, warm, worked_early = memory(), time.monotonic(), processor_seconds()
        if done == count - workers:
            late, worked_late = memory(), processor_seconds()
    end = time.monotonic()
    rate = (count - count // 10) / (end - warm)
    print(f"{count} files ({len(paths)} different), {workers} workers, {failed} not read")
    print(f"{end - begin:.1f} s in all; {rate:.1f} files and {characters / (end - begin):,.0f} characters a second")
    each = (worked_late - worked_early) / (count - workers - count // 10)
    possible = workers / each
    print(f"{each:.3f} s of processor time a file: {possible:.1f} files a second on {workers} idle cores")
    print(f"LibreOffice {early[0]:.0f} MB after a tenth, {late[0]:.0f} MB at the end")
    print(f"this process {early[1]:.0f} MB after a tenth, {late[1]:.0f} MB at the end")
    flat = late[0] <= MOST_GROWTH * early[0] and late[1] <= MOST_GROWTH * early[1]
    fast = rate >= LEAST_PER_SECOND
    print(f"at least {LEAST_PER_SECOND:g} files a second: {fast}; flat: {flat}")
    return 0 if fast and flat and not failed else 1


if __name__ == "__main__":
    sys.exit(main())
