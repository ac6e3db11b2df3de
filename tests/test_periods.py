"""Periods, resolved against the day of the document, beside dates and counts that are none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.vietnamese.periods import find_periods, parse_period


@pytest.mark.parametrize(
    ("text", "today", "expected"),
    [
        ("tháng 9", "2025", ("2025-09", "2025-09")),
        ("tháng 9", "2025-09-03", ("2025-09", "2025-09")),
        ("tháng 9", None, (None, None)),  # the document has no date: left open
        ("tháng 12", "2026-01-05", (None, None)),  # last month or this year's: not guessed
        ("tháng 01", "2025-12", (None, None)),
        ("tháng 9 năm 2025", None, ("2025-09", "2025-09")),
        ("Tháng 9/2025", "2026", ("2025-09", "2025-09")),
        ("9 tháng", "2025-10-02", ("2025-01", "2025-09")),
        ("09 tháng đầu năm 2025", None, ("2025-01", "2025-09")),
        ("sáu tháng đầu năm", "2025-07", ("2025-01", "2025-06")),
        ("hai tháng đầu năm 2025", None, ("2025-01", "2025-02")),
        ("4 tháng cuối năm", "2025-09-03", ("2025-09", "2025-12")),
        ("quý III", "2025-08", ("2025-07", "2025-09")),
        ("quý 4 năm 2025", None, ("2025-10", "2025-12")),
        ("Quý IV/2025 và Quý I/2026", None, ("2025-10", "2026-03")),
        ("năm 2025", None, ("2025", "2025")),
        ("đến năm 2030", None, (None, "2030")),
        ("đến hết năm 2027", None, (None, "2027")),
        ("Từ năm 2026", None, ("2026", None)),
        ("giai đoạn 2026 - 2030", None, ("2026", "2030")),
        ("giai đoạn 2026-2030", None, ("2026", "2030")),
        ("từ ngày 22/12/2025 - 26/12/2025", None, ("2025-12-22", "2025-12-26")),
        ("từ ngày 22/9 đến ngày 26/9/2025", None, ("2025-09-22", "2025-09-26")),
        ("trước 15/10", "2025-09-03", (None, "2025-10-15")),
        ("trước ngày 31/12/2026", None, (None, "2026-12-31")),
        ("trước ngày 31 tháng 12 năm 2026", None, (None, "2026-12-31")),
        ("trước ngày 31/6/2026", None, (None, None)),  # no such day
        ("đến nay", "2025-09-03", (None, "2025-09-03")),
        ("lũy kế đến nay", None, (None, None)),
        ("từ 01/8/2025 đến nay", "2025-09-03", ("2025-08-01", "2025-09-03")),
        ("từ đầu năm đến nay", "2025-09-03", (None, "2025-09-03")),
        ("hằng năm", "2025", (None, None)),
        ("mỗi tháng", "2025", (None, None)),
        ("tuần tới", "2025", (None, None)),
        ("đến hết năm", "2025", (None, None)),
        ("cả nhiệm kỳ", "2025", (None, None)),
        ("cuối năm 2025", None, ("2025", "2025")),
        ("hè năm 2025", None, ("2025", "2025")),
        ("vụ Mùa", None, (None, None)),
        ("vụ Hè Thu năm 2025", None, ("2025", "2025")),
        ("vụ Đông Xuân 2024 - 2025", None, ("2024", "2025")),
    ],
)
def test_periods(text: str, today: str | None, expected: tuple[str | None, str | None]) -> None:
    period = parse_period(text, today=today)
    assert period is not None
    assert (period.start, period.end) == expected


@pytest.mark.parametrize(
    "text",
    [
        "ngày 04/5/2025",  # the day of an act
        "quý danh",  # quý is a quarter only before a number
        "quý vị",
        "tỷ lệ 1/2000",
        "Quốc lộ 14B",
        "13 tháng",
        "tháng 13",
        "năm 25",
        "thời hạn 05 ngày",
    ],
)
def test_near_misses(text: str) -> None:
    assert list(find_periods(text)) == []


def test_found_in_running_text_in_order() -> None:
    text = "Trong 9 tháng đầu năm thu đạt 71 %; phấn đấu đến năm 2030 có 12 xã; năm 2026 có 3 xã."
    assert [period.span.of(text) for period in find_periods(text)] == ["9 tháng đầu năm", "đến năm 2030", "năm 2026"]


@given(st.integers(1, 12), st.integers(2000, 2099))
def test_every_month_and_year_reads_back(month: int, year: int) -> None:
    period = parse_period(f"tháng {month} năm {year}")
    assert period is not None
    assert (period.start, period.end) == (f"{year}-{month:02}",) * 2
