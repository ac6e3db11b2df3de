"""Numbers as offices write them: the dot groups thousands and the comma divides, `8.032,1` is 8032.1.

Reading is strict. A notation that offices do not use, or that can be read in two ways, gives `None`:
a figure that is wrong is worse than a figure that is missing.
"""

import re

__all__ = ["NUMBER", "POWERS", "parse_number", "parse_range", "split_power"]

# What may be a number in running text; `parse_number` decides. A comma or dot at the end is punctuation.
NUMBER = r"\d+(?:[.,]\d+)*"

_GROUPED = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?")  # 6.200 · 1.234.567 · 8.032,1
_PLAIN = re.compile(r"\d+(?:,\d+)?")  # 05 · 6200 · 82,84
_POINT = re.compile(r"0\.\d+|\d+\.(?:\d{1,2}|\d{4,})")  # 1934.2: the dot cannot group, so it divides
_COMMAS = re.compile(r"[1-9]\d{0,2}(?:,\d{3}){2,}")  # 1,234,567: two commas cannot both divide
_TO = re.compile(rf"({NUMBER})\s?%?\s?(?:-|–|đến|tới)\s?({NUMBER})")

POWERS = {
    "nghìn": 1e3,
    "ngàn": 1e3,
    "vạn": 1e4,
    "triệu": 1e6,
    "tỷ": 1e9,
    "tỉ": 1e9,
    "nghìn tỷ": 1e12,
    "nghìn tỉ": 1e12,
    "ngàn tỷ": 1e12,
    "ngàn tỉ": 1e12,
}
_POWER = re.compile(rf"(?:{'|'.join(sorted(POWERS, key=len, reverse=True))})(?!\w)")


def parse_number(text: str) -> float | None:
    """The number that `text` is: `"6.200"` is 6200, `"82,84"` is 82.84, `"05"` is 5, `"1934.2"` is 1934.2.

    `None` for what is no number of this notation: `"8,032.1"`, `"1.2.3"`, `"1.23.456"`.
    """
    if _PLAIN.fullmatch(text):
        return float(text.replace(",", "."))
    if _GROUPED.fullmatch(text):
        return float(text.replace(".", "").replace(",", "."))
    if _POINT.fullmatch(text):
        return float(text)
    if _COMMAS.fullmatch(text):
        return float(text.replace(",", ""))
    return None


def parse_range(text: str) -> tuple[float, float] | None:
    """Both ends of a range: `"13,5-14"` gives (13.5, 14.0), `"5 đến 10"` gives (5.0, 10.0).

    `None` where the second is not above the first, which is a slip of the writer or a score.
    """
    match = _TO.fullmatch(text)
    if match is None:
        return None
    low, high = parse_number(match[1]), parse_number(match[2])
    return (low, high) if low is not None and high is not None and low < high else None


def split_power(unit: str) -> tuple[float, str]:
    """The power of ten that a unit begins with, and the rest: `"triệu đồng"` gives (1e6, "đồng").

    `"tỷ"` alone gives (1e9, ""); `"km"` gives (1.0, "km").
    """
    match = _POWER.match(unit)
    if match is None:
        return 1.0, unit
    return POWERS[match[0]], unit[match.end() :].lstrip()
