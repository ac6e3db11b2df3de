"""Dates as offices write them: `ngày 04/5/2025`, `04-5-2025`, `tháng 9 năm 2025`, `năm 2025`.

The own grammar comes first because it is exact and fast; a general date parser takes `1/2000` (a
scale) and `10-12%` (a range) for dates.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pipeline.document import Span

__all__ = ["DATE", "Date", "find_dates", "parse_date", "spelled_date"]

DAY = r"(?:0?[1-9]|[12]\d|3[01])"
MONTH = r"(?:0?[1-9]|1[0-2])"
YEAR = r"(?:19|20)\d\d"

# `ngày 04/5/2025`, `ngày 04 tháng 5 năm 2025`, `04/5/2025`; the word and the year decide what it is.
DATE = (
    rf"(?:[Nn]gày\s*)?(?<!\d)(?P<d>{DAY})\s?(?P<sep>[/.-])\s?(?P<m>{MONTH})\s?(?P=sep)\s?(?P<y>{YEAR})(?!\d)"
    rf"|[Nn]gày\s*(?P<d2>{DAY})\s*tháng\s*(?P<m2>{MONTH})\s*năm\s*(?P<y2>{YEAR})(?!\d)"
)
_PARTIAL = (
    rf"|[Tt]háng\s*(?P<m3>{MONTH})\s*(?:năm\s*|[/-]\s?)(?P<y3>{YEAR})(?!\d)"
    rf"|[Nn]ăm\s*(?P<y4>{YEAR})(?!\d)"
)
_FULL_DATE = re.compile(DATE)
_ANY_DATE = re.compile(DATE + _PARTIAL)


@dataclass(frozen=True, slots=True)
class Date:
    """A date found in a text; `iso` is as precise as it is written."""

    span: Span
    iso: str


def _iso(match: re.Match[str]) -> str | None:
    """The date that a match of the patterns above is; those of full dates have no groups for parts of one."""
    day, month, year = match.group("d", "m", "y") if match["y"] else match.group("d2", "m2", "y2")
    if year:
        try:
            return date(int(year), int(month), int(day)).isoformat()
        except ValueError:  # 31/6/2025 is a slip of the writer: no date that exists
            return None
    if match["y3"]:
        return f"{match['y3']}-{int(match['m3']):02}"
    year_alone: str | None = match["y4"]
    return year_alone


def parse_date(text: str, *, partial: bool = False) -> str | None:
    """The date that `text` is, ISO 8601, or `None`: `parse_date("ngày 04/5/2025")` is `"2025-05-04"`.

    With `partial`, `tháng 9 năm 2025` gives `2025-09` and `năm 2025` gives `2025`.
    """
    match = (_ANY_DATE if partial else _FULL_DATE).fullmatch(text.strip())
    return _iso(match) if match else None


def find_dates(text: str, start: int = 0, end: int | None = None, *, partial: bool = False) -> Iterator[Date]:
    """The dates in `text[start:end]`, in order. Impossible days (31/6/2025) are passed over."""
    pattern = _ANY_DATE if partial else _FULL_DATE
    for match in pattern.finditer(text, start, len(text) if end is None else end):
        iso = _iso(match)
        if iso:
            yield Date(Span(*match.span()), iso)


_SPELLED_MONTH = re.compile(
    r"(?i:ngày\s+)?\d{1,2}\W{1,3}[Tt]háng\s+"
    r"(?:[Mm]ột|[Hh]ai|[Bb]a|[Bb]ốn|[Tt]ư|[Nn]ăm|[Ss]áu|[Bb]ảy|[Tt]ám|[Cc]hín|[Mm]ười(?:\s+(?:[Mm]ột|[Hh]ai))?)"
    rf"\W{{1,3}}(?:[Nn]ăm\s+)?{YEAR}(?!\d)"
)


def spelled_date(text: str) -> str | None:
    """A date whose month is a word, ISO 8601: `"ngày 3 tháng Chín năm 2025"` gives `"2025-09-03"`.

    Left to a general date parser, which knows the words; strictly, and only for what has their form.
    """
    match = _SPELLED_MONTH.search(text)
    if match is None:
        return None
    import dateparser  # takes a third of a second to load, and few documents need it

    found = dateparser.parse(
        match[0].lower(),
        languages=["vi"],
        settings={"STRICT_PARSING": True, "REQUIRE_PARTS": ["day", "month", "year"], "DATE_ORDER": "DMY"},
    )
    return found.date().isoformat() if found else None
