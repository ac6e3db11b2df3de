"""Trends against the truth: on generated notices every citation of every central document is known month by month."""

import tomllib
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

pytest.importorskip("duckdb")

from of_gold import gold_record

import corpus.generator
from corpus.generator.notice import Notice
from corpus.generator.series import documents
from pipeline.extract import extract
from pipeline.extract.citations.identity import number_key
from pipeline.ingest import read_bytes
from pipeline.parquet import updating
from pipeline.records import Record
from pipeline.research.holdings import open_holdings
from pipeline.research.named import named
from pipeline.research.trends import trends
from pipeline.rows import rows
from pipeline.segment import segment

Counts = Counter[tuple[str, str]]
"""How many documents of a month cite a document: by its number and date, and the month."""

WORDS = Path(corpus.generator.__file__).parent / "words"
CENTRAL = [
    (number, date)
    for table in tomllib.loads((WORDS / "reference.toml").read_text("utf-8"))["tables"]["central"]
    for number, date, _ in table["rows"]
]
TWINS = [number for number, times in Counter(number for number, _ in CENTRAL).items() if times > 1]


def true_counts(notices: Iterable[Notice]) -> Counts:
    """Counted from what the generator says that it wrote. A number that two documents have is never without a date."""
    counts: Counts = Counter()
    only = {number: date for number, date in CENTRAL if number not in TWINS}
    for notice in notices:
        month = notice.gold["header"]["date"] or ""
        cited = {(entry["number"], entry["date"] or only.get(entry["number"])) for entry in notice.gold["citations"]}
        for number, date in cited & {*CENTRAL}:
            if len(month) >= len("2025-01"):
                counts[f"{number} {date}", month[:7]] += 1
    return counts


def apart(notices: Iterable[Notice]) -> list[Notice]:
    """Without those that have by chance the number, date and office of another: copies of it, as far as anyone can tell."""
    seen, kept = set(), []
    for notice in notices:
        header = notice.gold["header"]
        printed = tuple(header[name] for name in ("doc_type", "number", "date", "issuer", "parent"))
        if printed not in seen or not header["number"][:1].isdigit():
            kept.append(notice)
        seen.add(printed)
    return kept


def found_counts(folder: Path, records: Iterable[Record]) -> Counts:
    """The same as `trends` answers it, all numbers of the list asked one by one."""
    with updating(folder, "records") as update:
        for record in records:
            update.put(rows(record))
    counts: Counts = Counter()
    with open_holdings(folder) as held:
        for number, date in CENTRAL:
            series = [one for one in named(held, number) if one.date == date]
            for point in trends(held, series).points:
                if point.citing:
                    counts[f"{number} {date}", point.name] += point.citing
    return counts


def test_the_list_is_the_generators() -> None:
    assert len(CENTRAL) > 30
    assert {number_key(number) for number in TWINS} >= {"18nqtw", "19nqtw", "20nqtw", "21nqtw"}


def test_trends_of_gold_are_the_truth(tmp_path: Path) -> None:
    notices = apart(documents(11, 400))
    truth = true_counts(notices)
    assert truth.total() > 100
    assert found_counts(tmp_path, map(gold_record, notices)) == truth


def extracted(notice: Notice) -> Record:
    return extract(segment(read_bytes(f"{notice.id}.txt", notice.text.encode())))


def explained(notices: Iterable[Notice], record_of: Callable[[Notice], Record]) -> tuple[list[Record], Counter[str]]:
    """The records, and why their counts differ from the truth: each month or citation that extraction has wrong."""
    why: Counter[str] = Counter()
    records = []
    for notice in notices:
        record = record_of(notice)
        records.append(record.model_copy(update={"text": ""}))
        gold, read = (
            {row["cited"] for row in rows(one)["citations"] if _central(row)} for one in (gold_record(notice), record)
        )
        months = [(date or "")[:7] for date in (notice.gold["header"]["date"], record.header.date)]
        why["another month"] += len(gold) if months[0] != months[1] else 0
        why["missed"] += len(gold - read)
        why["too many"] += len(read - gold)
    return records, why


def _central(row: dict[str, object]) -> bool:
    return bool(row["cited"]) and row["status"] == "resolved"


def difference(one: Counts, other: Counts) -> int:
    """In how many counts two answers differ, over all documents and months."""
    return (one - other).total() + (other - one).total()


def test_trends_of_extracted_records_differ_by_extractions_mistakes_only(tmp_path: Path) -> None:
    notices = apart(documents(12, 120))
    records, why = explained(notices, extracted)
    truth, answer = true_counts(notices), found_counts(tmp_path, records)
    assert difference(truth, answer) <= 2 * why["another month"] + why["missed"] + why["too many"]
    assert difference(truth, answer) <= 0.05 * truth.total()


@pytest.mark.slow
@pytest.mark.timeout(7200)
def test_trends_of_twenty_thousand(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    notices = apart(documents(13, 20_000))
    truth = true_counts(notices)
    assert found_counts(tmp_path / "gold", map(gold_record, notices)) == truth
    records, why = explained(notices, extracted)
    answer = found_counts(tmp_path / "extracted", records)
    off = difference(truth, answer)
    with capsys.disabled():
        print(f"\n{truth.total()} citations by month in truth, {answer.total()} found, {off} differ: {dict(why)}")
    assert off <= 2 * why["another month"] + why["missed"] + why["too many"]
    assert off <= 0.02 * truth.total()
