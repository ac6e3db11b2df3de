"""A record as rows of flat tables."""

from datetime import date
from pathlib import Path

import pytest

from pipeline.extract import extract
from pipeline.ingest import read
from pipeline.rows import TABLES, days_of, rows
from pipeline.segment import segment

SAMPLES = Path(__file__).parent.parent / "corpus" / "samples"


@pytest.mark.parametrize(
    ("partial", "first", "last"),
    [
        ("2025", date(2025, 1, 1), date(2025, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2025-09-03", date(2025, 9, 3), date(2025, 9, 3)),
        ("2025-02-30", None, None),  # printed, but in no calendar
        ("2025-13", None, None),
        (None, None, None),
    ],
)
def test_a_partial_date_is_its_first_and_last_day(partial: str | None, first: date | None, last: date | None) -> None:
    assert days_of(partial) == (first, last)


def test_every_row_has_its_tables_columns_in_order_and_of_their_types() -> None:
    record = extract(segment(read(SAMPLES / "tb-xuan-lac-nhiem-vu.txt")))
    tables = rows(record)
    assert list(tables) == list(TABLES)
    for table, columns in TABLES.items():
        assert tables[table], f"the sample has none of {table}"
        for row in tables[table]:
            assert list(row) == list(columns)
            assert all(value is None or type(value) is columns[name] for name, value in row.items()), row
    assert sum(row["mentions"] for row in tables["citations"]) == len(tables["mentions"])
    (document,) = tables["documents"]
    assert (document["number"], document["date_from"], document["level"]) == ("14-TB/ĐU", date(2025, 11, 14), "commune")
