"""What an import costs: beside pdfplumber, on one core and on two, at 500 files and at 5,000.

    python benchmarks/import.py [--pdfs 1000] [--texts 5000]

1. Digital PDF end to end (read, segment, extract, store, index): processor time a page beside that of pdfplumber's
   text extraction alone, and the rate on all cores beside that on one, to which the run is tied; both by the
   clock, from the first line of the program to its end. Beside it, what the machine itself allows: an import on each
   core at once, which have nothing to do with each other, share caches and disk all the same.
2. The part of the time that storing and indexing take, by the ledger.
3. Generated texts: the greatest memory of the run and its workers at a tenth of them and at all; then how
   long the same folder, unchanged, takes to be passed over.

Trust the ratios, not the seconds. The runs are those of the command line; processor time and memory are sampled from
their processes. The PDF are made by LibreOffice from generated notices, in a temporary folder; there must be many
hundreds, or what starting the workers costs hides what a page does. pdfplumber reads one in eight of them.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pdfplumber
import psutil
from sqlalchemy import func, select

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from corpus.generator.series import document  # noqa: E402
from corpus.render import render  # noqa: E402
from corpus.render.office import write_pdfs  # noqa: E402
from pipeline.archive import TABLE, open_archive  # noqa: E402

LEAST_OF_PDFPLUMBER = 4.0
LEAST_OF_ONE_CORE = 1.7
MOST_STORING = 0.15
MOST_MEMORY = 1.10
MOST_UNCHANGED_SECONDS = 10.0
AT_ONCE = 100  # documents
OLD = time.time() - 3600


@dataclass(frozen=True)
class Run:
    """One import: its own summary, seconds by the clock and of processors, and the greatest memory in bytes."""

    summary: dict[str, float]
    seconds: float
    processor: float
    memory: int


def measured(folder: Path, archive: Path, jobs: int, cores: set[int]) -> Run:
    """Run `trichyeu import` on these cores, and watch its processes."""
    words = [sys.executable, "-m", "pipeline", "import", str(folder), "--archive", str(archive), "--jobs", str(jobs)]
    started = time.perf_counter()
    with tempfile.TemporaryFile() as out:
        process = psutil.Popen(
            words, stdout=out, env={**os.environ, "PYTHONPATH": str(ROOT)},
            preexec_fn=partial(os.sched_setaffinity, 0, cores),
        )  # fmt: skip
        spent: dict[tuple[int, float], float] = {}
        most = 0
        while process.poll() is None:
            memory = 0
            for one in [process, *process.children(recursive=True)]:
                try:
                    times = one.cpu_times()
                    spent[one.pid, one.create_time()] = times.user + times.system
                    memory += one.memory_full_info().uss
                except psutil.Error:  # it ended meanwhile
                    continue
            most = max(most, memory)
            time.sleep(0.1)
        seconds = time.perf_counter() - started
        out.seek(0)
        summary = json.loads(out.read().splitlines()[-1])
    return Run(summary, seconds, sum(spent.values()), most)


def _render(numbers: range, kind: str, folder: Path) -> None:
    notices = [document(8, number, "train", ()) for number in numbers]
    if kind == "pdf":
        write_pdfs(notices, folder)
    else:
        for notice in notices:
            render(notice, kind, folder)


def generate(folder: Path, kind: str, count: int) -> list[Path]:
    folder.mkdir(parents=True)
    parts = [range(at, min(count, at + AT_ONCE)) for at in range(0, count, AT_ONCE)]
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(partial(_render, kind=kind, folder=folder), parts))
    files = sorted(folder.iterdir())
    for file in files:
        os.utime(file, (OLD, OLD))
    return files


def with_pdfplumber(files: list[Path]) -> tuple[float, int]:
    """Processor seconds of pdfplumber's `extract_text` over all pages, and the pages."""
    started, pages = time.process_time(), 0
    for file in files:
        with pdfplumber.open(file) as pdf:
            for page in pdf.pages:
                page.extract_text()
                pages += 1
    return time.process_time() - started, pages


def pages_in(archive: Path) -> int:
    documents = TABLE["documents"]
    with open_archive(archive) as opened, opened.reading() as connection:
        return connection.execute(select(func.sum(documents.c.pages))).scalar_one()


def storing(archive: Path) -> float:
    """The part of the time that storing and indexing took, by the ledger."""
    ledger = TABLE["ledger"]
    with open_archive(archive) as opened, opened.reading() as connection:
        asked = select(ledger.c.stage, func.sum(ledger.c.seconds)).group_by(ledger.c.stage)
        seconds = {stage: total for stage, total in connection.execute(asked)}  # noqa: C416  # rows, not pairs
    return float(seconds["store"] / sum(seconds.values()))


def told(what: str, value: float, limit: float, *, at_least: bool) -> bool:
    good = value >= limit if at_least else value <= limit
    print(
        f"{what:<66}{value:>8.2f}   {'at least' if at_least else 'at most'} {limit:g}{'' if good else '   NOT REACHED'}"
    )
    return good


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pdfs", type=int, default=1_000)
    parser.add_argument("--texts", type=int, default=5_000)
    asked = parser.parse_args()
    cores = os.sched_getaffinity(0)
    with tempfile.TemporaryDirectory(prefix="trichyeu-benchmark-") as name:
        place = Path(name)
        pdfs = generate(place / "pdf", "pdf", asked.pdfs)
        plumber, of_plumber = with_pdfplumber(pdfs[::8])
        one = measured(place / "pdf", place / "one", 1, {min(cores)})
        many = measured(place / "pdf", place / "many", len(cores), cores)
        with ThreadPoolExecutor(len(cores)) as pool:  # of threads that watch
            apart = list(pool.map(lambda core: measured(place / "pdf", place / f"apart{core}", 1, {core}), cores))
        pages = pages_in(place / "many")
        print(f"{len(pdfs)} PDF, {pages} pages, {len(cores)} cores\n")
        each = plumber / of_plumber, many.processor / pages
        for what, seconds in zip(("pdfplumber, text alone", "import, end to end"), each, strict=True):
            print(f"{what:<24}{1000 * seconds:>8.1f} ms of processor a page")
        rates = pages / one.seconds, pages / many.seconds
        print(f"{'import':<24}{rates[0]:>8.1f} pages a second on one core, {rates[1]:.1f} on all")
        allowed = sum(one.seconds / run.seconds for run in apart)
        print(f"an import on each core at once: {allowed:.2f} times the rate of one\n")
        good = [
            told("times cheaper than pdfplumber", each[0] / each[1], LEAST_OF_PDFPLUMBER, at_least=True),
            told("rate on all cores, times that on one", rates[1] / rates[0], LEAST_OF_ONE_CORE, at_least=True),
            told(
                "part of the time that storing and indexing take", storing(place / "many"), MOST_STORING, at_least=False
            ),
        ]
        texts = generate(place / "texts", "txt", asked.texts)
        some = place / "some"
        some.mkdir()
        for file in texts[: asked.texts // 10]:
            os.link(file, some / file.name)
        few = measured(some, place / "few", len(cores), cores)
        full = measured(place / "texts", place / "full", len(cores), cores)
        again = measured(place / "texts", place / "full", len(cores), cores)
        print(
            f"\n{asked.texts} texts at {asked.texts / full.summary['seconds']:.0f} a second, {full.memory >> 20} MB\n"
        )
        memory, tenth = full.memory / few.memory, asked.texts // 10
        good += [
            told(f"memory at {asked.texts} files, times that at {tenth}", memory, MOST_MEMORY, at_least=False),
            told("seconds to pass over them unchanged", again.seconds, MOST_UNCHANGED_SECONDS, at_least=False),
        ]
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
