"""Questions to archives of 10 thousand, 100 thousand and one million documents, some ten citations each.

    python benchmarks/research.py [--sizes 10000,100000,1000000] [--keep FOLDER]

The rows are generated, the same ones each time, in the layout of `pipeline.parquet`, a hundredth of the documents being
copies. Each question is asked three times after a first; the least wall and CPU times are given, and beside
them DuckDB's own scan of the columns that `top` reads, in the same run. Peak memory is of the process that asks.
"""

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from pipeline.parquet import DOCUMENT_COLUMNS, read_manifest, schema, updating
from pipeline.registry import known_documents
from pipeline.research.cited import cited_by
from pipeline.research.filters import Filters, parse_period
from pipeline.research.holdings import Holdings, open_holdings
from pipeline.research.named import CENTRAL, named
from pipeline.research.top import top
from pipeline.research.trends import trends

YEARS = range(2005, 2027)
CITATIONS = 10  # a document, on average


def _columns(table: str, rows: int, **values: Any) -> pa.Table:
    """A table of the layout; what is not given is null."""
    arrays = []
    for field in schema(table):
        value = values.get(field.name)
        array = pa.nulls(rows, field.type) if value is None else value
        arrays.append(array if isinstance(array, pa.Array) else pa.array(array, field.type))
    return pa.Table.from_arrays(
        [a.cast(f.type) for a, f in zip(arrays, schema(table), strict=True)], schema=schema(table)
    )


def _drawn(codes: np.ndarray[Any, Any], names: list[str]) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int32)), pa.array(names)).cast(pa.string())


def cited_documents() -> list[tuple[str, str, str, str, str, str]]:
    """What is cited, most often first: (cited, number key, number, type, level, words)."""
    rows = [
        (
            known.key,
            key,
            known.number,
            known.doc_type,
            "central",
            f"{known.doc_type} số {known.number} ngày {known.date}",
        )
        for key, several in known_documents().items()
        for known in several
    ]
    for i in range(20_000):
        number = f"{i % 900 + 1}/{2004 + i // 900}/NĐ-CP"
        key = number.lower().replace("/", "").replace("-", "")
        rows.append(
            (f"nd:{number.lower()}", key, number, "nghị định", "central", f"Nghị định số {number} của Chính phủ")
        )
    for i in range(40_000):
        number, day = f"{i % 4000 + 1}/QĐ-UBND", f"{2005 + i % 22}-{i % 12 + 1:02}-{i % 28 + 1:02}"
        key = number.lower().replace("/", "").replace("-", "")
        rows.append(
            (
                f"qđ:{number.lower()}:{day}:ủy ban nhân dân xã {i}",
                key,
                number,
                "quyết định",
                "commune",
                f"Quyết định số {number}",
            )
        )
    return rows


def generate(folder: Path, size: int) -> None:
    """An archive of `size` documents in `folder`; the share of each cited document follows Zipf's law."""
    random = np.random.default_rng(size)
    cited = cited_documents()
    weights = 1 / np.arange(1, len(cited) + 1)
    steps = np.cumsum(weights / weights.sum())
    is_central = np.array([row[4] == "central" for row in cited])
    columns = list(map(list, zip(*cited, strict=True)))
    levels, types = ["central", "province", "district", "commune"], ["báo cáo", "kế hoạch", "thông báo", "nghị quyết"]
    provinces, offices = [f"Tỉnh {i}" for i in range(63)], [f"Ủy ban nhân dân xã {i}" for i in range(8_000)]
    with updating(folder, "records") as update:
        for year in YEARS:
            count = size // len(YEARS)
            numbers = np.arange(count) + (year - YEARS[0]) * count
            ids = pa.array([f"ty-{n:020x}" for n in numbers])
            days = (date(year, 1, 1) - date(1970, 1, 1)).days + random.integers(0, 365, count)
            day = pa.array(days.astype(np.int32)).cast(pa.date32())
            of: dict[str, Any] = {
                "level": _drawn(random.integers(0, 4, count), levels),
                "doc_type": _drawn(random.integers(0, 4, count), types),
                "province": _drawn(random.integers(0, 63, count), provinces),
                "issuer": _drawn(random.integers(0, 8_000, count), offices),
                "date": day.cast(pa.string()), "date_from": day, "date_to": day,
            }  # fmt: skip
            of["province_now"] = of["province"]
            copy = np.arange(count) % 100 == 1  # each hundredth is a copy of the one before
            identity = pa.array([f"id-{n}" for n in np.where(copy, numbers - 1, numbers)])
            cites = random.poisson(CITATIONS, count)
            which = np.repeat(np.arange(count), cites)
            what = np.searchsorted(steps, random.random(len(which))).clip(0, len(cited) - 1)
            mentions = random.integers(1, 4, len(which))
            central = is_central[what]
            of_central = {
                "citations_central": np.bincount(which[central], minlength=count),
                "mentions_central": np.bincount(which[central], mentions[central], count).astype(np.int64),
            }
            own = {"document": ids, "document_no": numbers, "identity": identity, **of_central, **of}
            update.append("documents", year, _columns("documents", count, **own))
            keys, number_keys, as_written, doc_types, cited_levels, words = columns
            repeated = {f"document_{name}": of[name].take(pa.array(which)) for name in DOCUMENT_COLUMNS if name in of}
            update.append("citations", year, _columns(
                "citations", len(which), document=ids.take(pa.array(which)), document_no=numbers[which],
                ordinal=np.arange(len(which)) - np.repeat(np.cumsum(cites) - cites, cites), key=_drawn(what, keys),
                cited=_drawn(what, keys), number_key=_drawn(what, number_keys), number=_drawn(what, as_written),
                doc_type=_drawn(what, doc_types), cited_level=_drawn(what, cited_levels), text=_drawn(what, words),
                repeats=np.where(random.random(len(which)) < 0.001, 2, 1), mentions=mentions,
                status=_drawn(random.integers(0, 2, len(which)), ["resolved", "unmatched"]),
                relation=_drawn(random.integers(0, 3, len(which)), ["căn cứ", "thực hiện", "dẫn chiếu"]),
                page=random.integers(1, 9, len(which)), start=random.integers(0, 9_000, len(which)), **repeated,
            ))  # fmt: skip


def questions(held: Holdings) -> dict[str, Callable[[], object]]:
    popular, rare = named(held, "57-NQ/TW"), cited_documents()[30_000][0]
    number = ":".join(rare.split(":")[1:3])
    central = [CENTRAL]
    year = Filters(period=parse_period("2025"))
    return {
        "trends of one number": lambda: trends(held, popular),
        "trends of one number, one level": lambda: trends(held, popular, Filters(level=("commune",))),
        "trends of one number, by level": lambda: trends(held, popular, split="level"),
        "trends of all central": lambda: trends(held, central),
        "top": lambda: top(held),
        "top of 2025 against 2024": lambda: top(held, year, against=parse_period("2024")),
        "cited-by, popular": lambda: cited_by(held, ("57-NQ/TW",)),
        "cited-by, rare": lambda: cited_by(held, (number,)),
        "DuckDB: scan of top's columns": lambda: held.ask(
            "SELECT count(cited), sum(mentions), max(repeats), count(document_copy_of) FROM citations"
        ),
    }


def ask(folder: Path) -> None:
    """Ask all questions of one archive and print their times."""
    with open_holdings(folder) as held:
        for name, question in questions(held).items():
            question()
            wall, cpu = [], []
            for _ in range(3):
                began, worked = time.perf_counter(), time.process_time()
                question()
                wall.append(time.perf_counter() - began)
                cpu.append(time.process_time() - worked)
            print(f"  {name:34} {min(wall) * 1000:8.0f} ms  CPU {min(cpu) * 1000:8.0f} ms", flush=True)
    print(f"  peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--sizes", default="10000,100000,1000000")
    parser.add_argument("--keep", type=Path, help="keep the archives here, and use those that are here")
    parser.add_argument("--ask", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.ask:
        ask(given.ask)
        return
    with tempfile.TemporaryDirectory() as temporary:
        for size in map(int, given.sizes.split(",")):
            folder = (given.keep or Path(temporary)) / str(size)
            if not read_manifest(folder):
                began = time.perf_counter()
                generate(folder, size)
                print(f"{size:,} documents generated in {time.perf_counter() - began:.0f} s")
            megabytes = sum(path.stat().st_size for path in folder.rglob("*.parquet")) / 1e6
            print(f"{size:,} documents, {megabytes:,.0f} MB", flush=True)
            subprocess.run([sys.executable, __file__, "--ask", str(folder)], check=True)


if __name__ == "__main__":
    main()
