"""Dates as offices write them, and what only looks like one."""

import pytest

from pipeline.document import Span
from pipeline.vietnamese.dates import Date, find_dates, parse_date, spelled_date


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("04/5/2025", "2025-05-04"),
        ("ngày 04/5/2025", "2025-05-04"),
        ("04-05-2025", "2025-05-04"),
        ("04.05.2025", "2025-05-04"),
        ("ngày 04 tháng 5 năm 2025", "2025-05-04"),
        ("Ngày 4 tháng 05 năm 1999", "1999-05-04"),
        ("29/02/2024", "2024-02-29"),
        ("29/02/2025", None),  # no leap year
        ("31/6/2025", None),  # a slip of the writer
        ("04/5-2025", None),  # two separators
        ("1/2000", None),  # a scale
        ("10-12%", None),
        ("tháng 9 năm 2025", None),  # not a whole date
        ("2025", None),
    ],
)
def test_whole_dates(text: str, iso: str | None) -> None:
    assert parse_date(text) == iso


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("tháng 9 năm 2025", "2025-09"),
        ("tháng 9/2025", "2025-09"),
        ("năm 2025", "2025"),
        ("ngày 04/5/2025", "2025-05-04"),
        ("tháng 13 năm 2025", None),
        ("2025 - 2030", None),  # a term of office
    ],
)
def test_partial_dates(text: str, iso: str | None) -> None:
    assert parse_date(text, partial=True) == iso


def test_dates_in_running_text() -> None:
    text = "từ ngày 01/7/2025 đến 31/6/2025, tỷ lệ 1/500, họp ngày 3 tháng 9 năm 2025."
    assert list(find_dates(text)) == [Date(Span(3, 17), "2025-07-01"), Date(Span(50, 73), "2025-09-03")]
    assert [date.iso for date in find_dates("trong tháng 9/2025 và năm 2026", partial=True)] == ["2025-09", "2026"]


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("Hà Nội, ngày 3 tháng Chín năm 2025", "2025-09-03"),
        ("ngày 12 tháng mười hai năm 2024", "2024-12-12"),
        ("ngày 31 tháng tư năm 2024", None),
        ("ngày 3 tháng 9 năm 2025", None),  # the own grammar's
        ("ngày 3 tháng nghỉ hè năm 2025", None),
    ],
)
def test_months_as_words(text: str, iso: str | None) -> None:
    assert spelled_date(text) == iso
