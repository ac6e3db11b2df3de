"""Vietnamese number notation, beside what only looks like it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.vietnamese.numbers import parse_number, parse_range, split_power


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("6.200", 6200),  # the dot groups thousands
        ("82,84", 82.84),  # the comma divides
        ("1.234,5", 1234.5),
        ("8.032,1", 8032.1),
        ("2.072.705.863", 2_072_705_863),
        ("05", 5),
        ("0", 0),
        ("0,35", 0.35),
        ("29,0", 29.0),
        ("7202", 7202),
        ("1934.2", 1934.2),  # one digit after the dot cannot be a group
        ("12.25", 12.25),
        ("0.125", 0.125),  # no number of thousands begins with a nought
        ("55,563", 55.563),  # three digits after a comma are still decimals
        ("1,234,567", 1_234_567),  # two commas can only group
        ("8,032.1", None),  # English notation: refused, not turned round
        ("1.2.3", None),  # a version, a section
        ("1.23.456", None),
        ("12.3456.789", None),
        ("01.234", None),
        ("", None),
        ("1.", None),
        ("một", None),
        ("-5", None),
    ],
)
def test_numbers(text: str, expected: float | None) -> None:
    assert parse_number(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("13,5-14", (13.5, 14)),
        ("5 - 6", (5, 6)),
        ("5 đến 10", (5, 10)),
        ("18.500 đến 19.000", (18_500, 19_000)),
        ("15%-20", (15, 20)),
        ("6-5", None),  # a score, or a slip
        ("7-7", None),
        ("6.200", None),
    ],
)
def test_ranges(text: str, expected: tuple[float, float] | None) -> None:
    assert parse_range(text) == expected


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        ("triệu đồng", (1e6, "đồng")),
        ("nghìn tỷ đồng", (1e12, "đồng")),
        ("tỷ", (1e9, "")),
        ("vạn lao động", (1e4, "lao động")),
        ("km", (1.0, "km")),
        ("tỷlệ", (1.0, "tỷlệ")),  # not the power but a word that begins like it
    ],
)
def test_powers(unit: str, expected: tuple[float, str]) -> None:
    assert split_power(unit) == expected


@given(st.integers(min_value=0, max_value=10**15))
def test_grouped_thousands_read_back(number: int) -> None:
    assert parse_number(f"{number:,}".replace(",", ".")) == number


@given(st.text(alphabet="0123456789.,", max_size=12))
def test_any_figure_gives_a_number_or_nothing(text: str) -> None:
    number = parse_number(text)
    assert number is None or number >= 0
