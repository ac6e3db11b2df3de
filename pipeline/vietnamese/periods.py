"""Periods as offices write them: `tháng 9`, `9 tháng`, `quý III`, `đến năm 2030`, `trước 15/10`.

A period that names no year takes it from the day of the document, given as `today`; where even that
leaves two years open (a document of January that says `tháng 12`), the ends stay `None`: never guessed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pipeline.document import Span
from pipeline.rules.heads import guarded

__all__ = ["Period", "find_periods", "parse_period"]

_YEAR = r"(?:19|20)\d\d"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_MONTH = r"(?:0?[1-9]|1[0-2])"
_DASH = r"\s?[-–]\s?"
_QUARTERS = {"I": 1, "II": 2, "III": 3, "IV": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_COUNTS = {"hai": 2, "ba": 3, "bốn": 4, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10}

_UNTIL = r"[Tt]rước|[Hh]ết|[Đđ]ến|[Tt]ới|[Cc]hậm nhất(?: là)?(?: (?:đến|trước|vào))?"
_UNTIL += r"|(?:[Tt]ừ nay|[Tt]ính|[Ll]ũy kế(?: tính)?|[Kk]éo dài) đến"
_PREFIX = (
    rf"(?:(?P<until>{_UNTIL})(?: (?:hết|cuối|đầu))?\s+|(?P<since>[Tt]ừ)(?: (?:đầu|cuối|sau))?\s+"
    r"|(?:[Cc]uối|[Đđ]ầu|[Gg]iữa|[Hh]è)\s+(?=năm|quý|tháng))"
)
_SEASON = r"(?:[Đđ]ông(?: [Xx]uân)?(?! [Xx])|[Xx]uân(?: [Hh]è)?(?! [Hh])|[Hh]è [Tt]hu|[Tt]hu [Đđ]ông|[Mm]ùa)"

_BODY = (
    # giai đoạn 2026 - 2030 · năm học 2025-2026 · từ năm 2021 đến năm 2025
    rf"(?:(?:[Gg]iai đoạn|[Tt]hời kỳ|[Nn]hiệm kỳ|[Nn]iên vụ|[Vv]ụ|[Nn]ăm học|[Cc]ác năm|[Nn]ăm)\s+)"
    rf"(?:từ\s+)?(?P<from>{_YEAR})(?:{_DASH}|\s+đến\s+(?:hết\s+)?(?:năm\s+)?)(?P<to>{_YEAR})(?!\d)"
    # vụ Hè Thu năm 2025 · vụ Đông Xuân 2024 - 2025
    rf"|[Vv]ụ {_SEASON},? (?:năm )?(?P<sown>{_YEAR})(?:{_DASH}(?P<reaped>{_YEAR}))?(?!\d)"
    # 9 tháng · 6 tháng đầu năm 2025 · 4 tháng cuối năm
    rf"|(?P<count>1[0-2]|0?[2-9]|[Hh]ai|[Bb]a|[Bb]ốn|[Ss]áu|[Bb]ảy|[Tt]ám|[Cc]hín|[Mm]ười)\s+tháng(?!\s*\d)"
    rf"(?:\s+(?P<part>đầu|cuối)\s+năm)?(?:(?:\s+(?:của\s+)?(?:năm\s+)?|/)(?P<county>{_YEAR})(?!\d))?"
    # quý III/2025 · quý 4 năm 2025 · Quý I
    rf"|[Qq]u[ýí]\s+(?P<quarter>IV|iv|I{{1,3}}|i{{1,3}}|[1-4])(?!\w|[.,]\d)(?:(?:\s?/\s?|\s+năm\s+)(?P<quartery>{_YEAR})(?!\d))?"
    # tháng 9 năm 2025 · tháng 9/2025 · tháng 9
    rf"|[Tt]háng\s+(?P<month>{_MONTH})(?![\d]|[.,]\d)(?:(?:\s?[/-]\s?|\s+năm\s+)(?P<monthy>{_YEAR})(?!\d))?"
    # năm 2025
    rf"|[Nn]ăm(?: ngân sách)?\s+(?P<year>{_YEAR})(?!\d)"
)
_DATE = rf"(?P<d>{_DAY})\s?[/.]\s?(?P<m>{_MONTH})(?:\s?[/.]\s?(?P<y>{_YEAR}))?(?![\d/])"
_LONG_DATE = rf"ngày\s+(?P<ld>{_DAY})\s+tháng\s+(?P<lm>{_MONTH})(?:\s+năm\s+(?P<ly>{_YEAR}))?(?!\d)"
_FROM_TO = (
    rf"[Tt]ừ\s+(?:ngày\s+)?(?P<d1>{_DAY})/(?P<m1>{_MONTH})(?:/(?P<y1>{_YEAR}))?"
    rf"(?:{_DASH}|\s+đến\s+(?:hết\s+)?(?:ngày\s+)?)(?P<d2>{_DAY})/(?P<m2>{_MONTH})(?:/(?P<y2>{_YEAR}))?(?![\d/])"
)
_TO_DATE = (
    rf"(?:[Tt]ính\s+)?[Tt]ừ\s+(?:ngày\s+)?(?P<d3>{_DAY})/(?P<m3>{_MONTH})(?:/(?P<y3>{_YEAR}))?\s+đến\s+nay"
    rf"(?:\s\({_DAY}/{_MONTH}/{_YEAR}\))?"
)
_NOW = (
    r"(?P<now>(?:[Ll]ũy kế\s+)?[Đđ]ến nay|[Tt]ừ đầu (?:năm|tháng|vụ|nhiệm kỳ|quý)(?: \d{4})? đến (?:nay|hết tháng "
    rf"{_MONTH})(?!\d)|[Tt]ừ (?:năm|tháng) [\d/]+ đến nay)"
)
_LUNAR = r"(?:Giáp|Ất|Bính|Đinh|Mậu|Kỷ|Canh|Tân|Nhâm|Quý) (?:Tý|Sửu|Dần|Mão|Thìn|Tỵ|Tị|Ngọ|Mùi|Thân|Dậu|Tuất|Hợi)"
_REPEATED = (
    r"(?P<repeated>(?<!cây )(?:[Mm]ỗi|[Hh][àằ]ng)\s+(?:năm|tháng|quý|tuần|ngày)"
    r"|[Cc]ả (?:năm(?!\s+(?:19|20)\d\d)|nhiệm kỳ(?!\s+\d))"
    r"|(?:(?:[Tt]ừ nay )?[Đđ]ến )?(?:[Cc]uối|[Hh]ết) (?:năm(?! ngân sách)|quý|tháng|nhiệm kỳ)(?!\s+(?:\d|[IVX]+(?!\w)))"
    r"|[Tt]rong (?:nhiệm kỳ|tháng|quý)(?!\s+(?:\d|[IViv]+(?!\w)|này|qua|trước|tới))"
    rf"|[Tt]rước (?:Tết(?: Nguyên đán)?(?: {_LUNAR})?|mùa mưa(?: lũ| bão)?)(?: năm (?:19|20)\d\d)?"
    rf"|[Vv]ụ {_SEASON}(?!,? (?:năm )?{_YEAR})"
    r"|(?:[Tt]rong )?(?:\d{1,2} )?(?:[Tt]uần|[Tt]háng|[Qq]uý|[Nn]ăm) tới)(?!\w)"
)

# Names of groups must differ between alternatives; the longest readings stand first.
_PERIOD = re.compile(
    r"(?<![\w/])"
    + guarded(
        rf"{_TO_DATE}|{_FROM_TO}|{_NOW}|{_REPEATED}"
        rf"|{_PREFIX}?(?:{_BODY}|{_LONG_DATE})"
        # từ nay đến 2030 · đến 2030, ...
        rf"|(?P<year_alone>(?:[Tt]ừ nay đến|[Đđ]ến|[Tt]ới)(?: hết| cuối)?\s+(?P<end_year>{_YEAR})"
        r"(?=[,;:)]|\.?$|\.\s|\s(?:là|đạt|có|sẽ|phải|số|diện tích|toàn|tỷ lệ|cả nước)(?!\w)))"
        rf"|(?P<by>{_UNTIL})(?:\s+hết)?\s+(?:ngày\s+)?{_DATE}"
    )
)
# Every alternative begins with a letter or sign of its own, so that the search skips all others.
_HINT = re.compile(
    r"tháng|Tháng|năm|Năm|quý|Quý|quí|Quí|nay|tuần|Tuần|giai|Giai|Tết|mùa mưa|niên|Niên|nhiệm|Nhiệm|ngày|Ngày|thời|Thời"
    r"|/(?<=\d/)\d|\.(?<=\d\.)\d|[Vv]ụ (?=[ĐHTXMđhtxm])"
)
_LONGEST_LEAD = 60  # code points of a period before the first word of those above
_AND = re.compile(rf"\s+và\s+|\s+đến\s+|{_DASH}")


@dataclass(frozen=True, slots=True)
class Period:
    """A period in a text. `start` and `end` are ISO 8601, as precise as written; `None` where open or unknown."""

    span: Span
    start: str | None
    end: str | None


def _iso(day: str, month: str, year: str | None) -> str | None:
    if year is None:
        return None
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:  # 31/6/2025 is a slip of the writer: no date that exists
        return None


def _year_of(today: str | None, month: int) -> str | None:
    """The year that a month without a year lies in, told from the day of the document.

    About the turn of the year a month may lie on either side of it: then `None`.
    """
    if today is None:
        return None
    if len(today) >= 7 and abs(int(today[5:7]) - month) > 8:
        return None
    return today[:4]


def _months(first: int, last: int, year: str | None) -> tuple[str | None, str | None]:
    return (f"{year}-{first:02}", f"{year}-{last:02}") if year else (None, None)


def _body(match: re.Match[str], today: str | None) -> tuple[str | None, str | None]:
    """First and last day, month or year of what the words name, without regard to `đến` or `từ`."""
    if match["from"]:
        return match["from"], match["to"]
    if match["sown"]:
        return match["sown"], match["reaped"] or match["sown"]
    if match["count"]:
        count = _COUNTS.get(match["count"].lower()) or int(match["count"])
        year = match["county"] or _year_of(today, count)
        return _months(13 - count, 12, year) if match["part"] == "cuối" else _months(1, count, year)
    if match["quarter"]:
        quarter = _QUARTERS[match["quarter"].upper()]
        return _months(3 * quarter - 2, 3 * quarter, match["quartery"] or _year_of(today, 3 * quarter - 1))
    if match["month"]:
        month = int(match["month"])
        return _months(month, month, match["monthy"] or _year_of(today, month))
    if match["lm"]:
        day = _iso(match["ld"], match["lm"], match["ly"] or _year_of(today, int(match["lm"])))
        return day, day
    return match["year"], match["year"]


def _ends(match: re.Match[str], today: str | None) -> tuple[str | None, str | None]:
    if match["now"]:
        return None, today if match["now"].endswith("nay") else None
    if match["repeated"]:
        return None, None
    if match["d3"]:
        return _iso(match["d3"], match["m3"], match["y3"] or _year_of(today, int(match["m3"]))), today
    if match["d1"]:
        last = match["y2"] or _year_of(today, int(match["m2"]))
        first = match["y1"] or (last if int(match["m1"]) <= int(match["m2"]) else None)
        return _iso(match["d1"], match["m1"], first), _iso(match["d2"], match["m2"], last)
    if match["year_alone"]:
        return None, match["end_year"]
    if match["by"]:
        return None, _iso(match["d"], match["m"], match["y"] or _year_of(today, int(match["m"])))
    start, end = _body(match, today)
    if match["until"]:
        return None, end
    return (start, None) if match["since"] else (start, end)


def find_periods(text: str, start: int = 0, end: int | None = None, *, today: str | None = None) -> Iterator[Period]:
    """The periods in `text[start:end]`, in order. `today` is the day of the document, ISO 8601.

    `Quý IV/2025 và Quý I/2026` is one period. A plain date (`ngày 04/5/2025`) is a day on which
    something happened; only with `trước`, `đến` or `từ` is it a period.
    """
    end = len(text) if end is None else end
    hint = _HINT.search(text, start, end)
    if not hint:  # most stretches name no period, and the grammar is slow to say so
        return
    start = max(start, hint.start() - _LONGEST_LEAD)
    held: Period | None = None
    for match in _PERIOD.finditer(text, start, end):
        found = Period(Span(*match.span()), *_ends(match, today))
        if held and _AND.fullmatch(text, held.span.end, found.span.start):
            held = Period(Span(held.span.start, found.span.end), held.start, found.end)
            continue
        if held:
            yield held
        held = found
    if held:
        yield held


def parse_period(text: str, *, today: str | None = None) -> Period | None:
    """The period that the whole of `text` is: `parse_period("quý III", today="2025-08")` runs 2025-07 to 2025-09."""
    found = next(find_periods(text, today=today), None)
    return found if found and found.span == Span(0, len(text)) else None
