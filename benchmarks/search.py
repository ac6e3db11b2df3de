"""How quickly a search in an archive of 200,000 documents answers, on SQLite.

    python benchmarks/search.py [FOLDER] [--documents 200000] [--queries 40]

Fills an archive in FOLDER (a temporary one by default) with generated notices, unless one is there: their texts, the
rows that filters ask, and the index, as `import` leaves them; not by reading files, which would take hours. One text in
five is made anew, the others are older ones under another number, date and place in the index.

Then it asks queries of each kind, drawn by chance from the documents themselves, each with its snippets, and prints the
median and the 95th percentile of the CPU time and of the time by the clock, in milliseconds. Figures to reach: 50 and
200 over all. On a quiet machine a search took 35 and 192 by the clock, and 29 and 140 after
`trichyeu archive vacuum`, which merges the index. Slowest are whole titles of twenty words, which many documents hold
scattered (77 at the median, 610 at the 95th percentile after the merge).
"""

import argparse
import random
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from sqlalchemy import func, insert, select

from corpus.generator.series import document
from pipeline.archive import TABLE, Archive, open_archive
from pipeline.archive.filters import Filter
from pipeline.archive.search import ALL, search
from pipeline.archive.search_index import SearchForms, add_to_index, position, search_forms
from pipeline.extract.citations.identity import number_key
from pipeline.rows import days_of
from pipeline.vietnamese.spelling import bare, plain

SEED, TIMES, A_BATCH = 11, 5, 500
Gold = dict[str, Any]
Asking = tuple[str, Filter]


def generated(index: int) -> tuple[str, Gold, SearchForms]:
    notice = document(SEED, index)
    return notice.text, notice.gold, search_forms(notice.text)


def rows_of(serial: int, text: str, gold: Gold, rng: random.Random) -> dict[str, list[dict[str, Any]]]:
    """The rows of one document under a number and a date of its own."""
    header, name = gold["header"], f"ty-{serial:020x}"
    first, last = days_of(header["date"])
    if serial % TIMES and first and last:
        moved = rng.randrange(-1200, 1200)
        first, last = (date.fromordinal(day.toordinal() + moved) for day in (first, last))
    number = header["number"] and f"{rng.randrange(1, 400)}{header['number'].lstrip('0123456789')}"
    now = datetime.now(UTC)

    def folded(value: str | None) -> str | None:
        return value and plain(value)

    own = {
        "serial": serial, "document": name, "position": position(first, serial), "identity": name,
        "name": f"{serial}.txt", "doc_type": header["doc_type"], "number": number, "number_folded": folded(number),
        "number_key": number and number_key(number), "issuer": header["issuer"],
        "issuer_folded": folded(header["issuer"]), "date": first.isoformat() if first else None, "date_from": first,
        "date_to": last, "title": header["title"], "title_folded": folded(header["title"]), "characters": len(text),
        "version": 1, "change": serial, "first_at": now, "changed_at": now,
    }  # fmt: skip
    return {
        "documents": [own],
        "texts": [
            {"document": name, "text": text, "layout": b"", "reading": "", "words_sha256": name, "signature": b""}
        ],
        "pages": [{"document": name, "number": 1, "start": 0, "end": len(text), "reader": "text"}],
        "citations": [
            {
                "document": name, "ordinal": at, "number": cited["number"], "number_folded": folded(cited["number"]),
                "name": cited["name"], "name_folded": folded(cited["name"]), "date": cited["date"],
            }
            for at, cited in enumerate(gold["citations"])
        ],
        **{
            table: [
                {"document": name, "ordinal": at, "name": found, "name_folded": plain(found)}
                for at, found in enumerate(gold[table])
            ]
            for table in ("roads", "projects")
        },
    }  # fmt: skip


def fill(archive: Archive, documents: int) -> None:
    rng, serial = random.Random(SEED), 0
    with ProcessPoolExecutor() as pool:
        made: Iterator[tuple[str, Gold, SearchForms]] = pool.map(generated, range(documents // TIMES), chunksize=50)
        while batch := list(islice(made, A_BATCH // TIMES)):
            gathered: dict[str, list[dict[str, Any]]] = {}
            forms = []
            for text, gold, words in batch:
                for _ in range(TIMES):
                    serial += 1
                    rows = rows_of(serial, text, gold, rng)
                    forms.append((rows["documents"][0]["position"], words))
                    for table, new in rows.items():
                        gathered.setdefault(table, []).extend(new)
            with archive.writing() as connection:
                for table, new in gathered.items():
                    connection.execute(insert(TABLE[table]), new)
                add_to_index(connection, forms)
            if serial % 20_000 == 0:
                print(f"{serial:,} documents stored", file=sys.stderr)


def words_from(text: str, count: int, rng: random.Random) -> str:
    words = re.findall(r"\w+", text)
    start = rng.randrange(max(1, len(words) - count))
    return " ".join(words[start : start + count])


def kinds(archive: Archive) -> dict[str, Callable[[random.Random], Asking]]:
    """Each kind of query with what draws one."""
    d, t = TABLE["documents"], TABLE["texts"]
    with archive.reading() as connection:
        newest = connection.execute(select(func.max(d.c.serial))).scalar_one()

    def drawn(rng: random.Random) -> Any:
        asking = select(d, t.c.text).join_from(d, t, d.c.document == t.c.document)
        with archive.reading() as connection:
            return connection.execute(asking.where(d.c.serial == rng.randrange(1, newest + 1))).one()

    def name(table: str, rng: random.Random, column: str = "name") -> str:
        rows = TABLE[table]
        asking = select(rows.c[column]).where(rows.c.document >= f"ty-{rng.randrange(newest):020x}")
        with archive.reading() as connection:
            found = connection.execute(asking.where(rows.c[column].is_not(None)).limit(1)).scalar()
        return found or "68-NQ/TW"

    return {
        "three words in a row": lambda rng: (words_from(drawn(rng).text, 3, rng), ALL),
        "the same without accents": lambda rng: (bare(words_from(drawn(rng).text, 3, rng)), ALL),
        "two words of one text": lambda rng: (
            " ".join(words_from(text, 1, rng) for text in [drawn(rng).text] * 2), ALL,
        ),
        "four words of four texts": lambda rng: (
            bare(" ".join(words_from(drawn(rng).text, 1, rng) for _ in range(4))), ALL,
        ),
        "nghi quyet dang uy": lambda _: ("nghi quyet dang uy", ALL),
        "a title": lambda rng: (drawn(rng).title or "kế hoạch", ALL),
        "a word that is nowhere": lambda rng: (f"{words_from(drawn(rng).text, 2, rng)} xyzzy", ALL),
        "a number": lambda rng: ("", Filter(number=drawn(rng).number or "15")),
        "a number as words": lambda rng: (drawn(rng).number or "15", ALL),
        "type, year, word": lambda rng: (
            words_from((row := drawn(rng)).text, 1, rng),
            Filter(doc_type=row.doc_type, since=(row.date or "2024")[:4], until=(row.date or "2024")[:4]),
        ),
        "issuer, word": lambda rng: (words_from((row := drawn(rng)).text, 1, rng), Filter(issuer=row.issuer or "UBND")),
        "a road": lambda rng: ("", Filter(road=name("roads", rng))),
        "a project": lambda rng: ("", Filter(project=name("projects", rng))),
        "cites a number": lambda rng: ("", Filter(cites=name("citations", rng, "number"))),
        "cites, words": lambda rng: ("thuc hien", Filter(cites=name("citations", rng, "number"))),
    }  # fmt: skip


def timed(archive: Archive, asking: Asking) -> tuple[float, float, int]:
    """CPU and clock milliseconds of one search, with its hits."""
    clock, cpu = time.perf_counter(), time.process_time()
    with archive.reading() as connection:
        found = search(connection, *asking)
    return (time.process_time() - cpu) * 1000, (time.perf_counter() - clock) * 1000, len(found.hits)


def show(name: str, times: list[tuple[float, float, int]]) -> None:
    cpu, clock, hits = ([row[at] for row in times] for at in range(3))
    cpu_95, clock_95 = (quantiles(each, n=20)[-1] for each in (cpu, clock))
    mean = sum(hits) / len(hits)
    print(f"{name:28} {median(cpu):8.1f} {cpu_95:8.1f} {median(clock):10.1f} {clock_95:8.1f} {mean:8.1f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--documents", type=int, default=200_000)
    parser.add_argument("--queries", type=int, default=40)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as spare, open_archive(asked.folder or spare, create=True) as archive:
        with archive.reading() as connection:
            there = connection.execute(select(func.count()).select_from(TABLE["documents"])).scalar_one()
        if not there:
            fill(archive, asked.documents)
        rng = random.Random(SEED)
        print(f"{'milliseconds':28} {'CPU':>8} {'95 %':>8} {'clock':>10} {'95 %':>8} {'hits':>8}")
        times: list[tuple[float, float, int]] = []
        for name, draw in kinds(archive).items():
            askings = [draw(rng) for _ in range(asked.queries)]
            of_kind = [timed(archive, asking) for asking in askings]
            show(name, of_kind)
            times += of_kind
        show("all", times)


if __name__ == "__main__":
    main()
