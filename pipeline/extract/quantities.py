"""Figures with their units in running text: `6.200 triệu đồng`, `13,5-14 %`, `59/76 hộ`, `30 cuộc họp/tháng`.

What only looks like a quantity is passed over here: numbers of documents and provisions, dates, scales, times of day,
numbers in names. Whether a quantity is a target or a result is decided in `targets`.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pipeline.document import Span
from pipeline.records import Amount
from pipeline.rules import gazetteer
from pipeline.vietnamese.numbers import NUMBER, parse_number, parse_range, split_power

__all__ = ["PLANNED", "Quantity", "SparedSpans", "amount_of", "find_quantities", "find_unit", "spelt_out"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure and its unit. `kind` is share, money, measure, count or unknown (a noun that no list has).

    `whole` is what a done part is a part of: 76 in `59/76 hộ`.
    """

    span: Span
    figure: Span
    value: float
    value_max: float | None
    unit: str
    kind: str
    whole: float | None = None


@dataclass(frozen=True, slots=True)
class _Unit:
    end: int
    kind: str


_FIGURE = re.compile(
    # A `NUMBER` written with its first digit in front, so that the search jumps from digit to digit.
    r"(?P<value>[0-9](?<![\w.,+-]\d)(?<![\d\s]/\d)(?<!\d:\d)\d*(?:[.,]\d+)*)"
    rf"(?:\s?/\s?(?P<whole>{NUMBER})|(?P<to>\s?%?\s?(?:-|đến|tới)\s?{NUMBER}))?"
    r"(?=\s?[^\W\d_]|\s?[%‰])"
)
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_NUMBERED_LIST = re.compile(r"(?:[Đđ]iều|[Kk]hoản|[Đđ]iểm|[Mm]ục|[Ss]ố)\s(?:\d+[a-zđ]?(?:,\s|\svà\s))+$")
_OWNED = re.compile(r"%\s?vốn (?:trong nước|nước ngoài|đầu tư nước ngoài|nhà nước|Nhà nước|điều lệ)")
_CAPITALS = 20  # code points before a figure that are all capitals in a heading
_SHORTEST_SECOND = 5  # ", " and a noun: `xã, thôn`, but not `hồ sơ, cờ`
_ORGANISED = re.compile(r"tổ chức (?!đảng|xã hội|kinh tế|tín dụng|đoàn thể)")  # a verb: `họp 5 phiên, tổ chức 2 lớp`
_OWN_FIGURE = re.compile(r"\s(?:[^\W\d]+\s){0,2}\d")
_DATED = frozenset(["ngày", "tháng", "năm"])
_LAST_DAY = 31
_YEARS = range(1900, 2101)
_PER = re.compile(r"\s?/\s?(?!kế hoạch)(?:(?:0?1|10{0,5}(?:\.0{3}){0,2})\s?)?(?=[^\W\d_])")
# A time is a quantity where it is what is measured: `tuổi thọ trung bình 75 tuổi`.
_LASTS = re.compile(
    # Begins with the one letter of each, so that the search jumps from one of these letters to the next.
    r"[TtSsKkGgRr](?:(?<=[Tt])(?:uổi thọ|hời gian (?:xử lý|giải quyết|chờ)[^,;.]{0,20} (?:bình quân|trung bình)"
    r"|hời gian [^,;.\d]{3,60} (?:giảm|rút)(?= ))|(?<=[Ss])ống khỏe|(?<=[Kk])(?<!\w.)hông để [^;.\d]{0,50}quá(?= $)"
    r"|(?:(?<=[Gg])iảm|(?<=[Rr])út ngắn) thời gian)"
    r"[^;.\d]{0,40}(?:từ \d+ [^\W\d]+ (?:xuống|còn)[^;.\d]{0,12})?$"
)
_PART = re.compile(rf"[^\W\d][^\W\d_]*(?: [^\W\d_]+){{0,5}}:? (?P<value>{NUMBER})(?=[,;)]| và )")
_ONE_PART = _PART.pattern.replace("?P<value>", "")
_PARTS = re.compile(rf"[^;.()\d]{{0,60}}\((?:trong đó:? ?)?(?P<parts>(?:{_ONE_PART}(?:[,;] ?| và )?){{2,}})\)")
_MARKER = re.compile(r"\s*\d{1,2}(?:\.\d{1,2})*[-./)]\s+(?=\S)")  # `3- 100% hộ ...`: no range
_OF_WHOLE = re.compile(rf"\s?/\s?(?P<whole>{NUMBER})")
_SHARE = re.compile(r"%o|[%‰]")
_PREVIOUS_WORDS = re.compile(r"(?:([^\W\d_]+)\s)?([^\W\d_]+)[\s.]*$")

PLANNED = (" kế hoạch", " KH")  # behind the whole: `9.436 ha/9.300 ha kế hoạch`
_LONGEST_UNIT = 56  # code points of a unit of the lists and of the letter behind it
_UNIT_WORDS = 4  # words of the longest unit of a row
_SHORT_POWER = re.compile(r"(?:(?P<million>tr\.? ?)|1\.000 )(?=đ)")
_MONEY_ALONE = ("tỷ", "tỉ", "triệu")
_AND_MILLIONS = re.compile(r" (?P<millions>[0-9]{1,3}) (?P<unit>triệu(?: đồng)?)(?![\w/])")  # `186 tỷ 500 triệu đồng`


@cache
def _tables() -> tuple[dict[str, list[tuple[str, str]]], frozenset[str]]:
    """Units by their first word, longest first, each with its kind; and the words that are no unit."""
    units = gazetteer("units")
    kinds = {phrase: "count" for group in units["counts"].values() for phrase in group}
    kinds |= dict.fromkeys(units["compounds"]["heads"], "count")
    kinds |= {f"lượt {who}": "count" for who in units["counts"]["people"] if who != "cbcs"}
    for words, kind in (
        (units["times"]["words"], "time"),
        (units["measures"], "measure"),
        (units["currencies"], "money"),
        (units["shares"]["words"], "share"),
    ):
        kinds |= dict.fromkeys(words, kind)
    function_words = frozenset([*units["function_words"]["words"], *units["times"]["words"]])
    by_first: dict[str, list[tuple[str, str]]] = {}
    kinds |= dict.fromkeys(units["counted_by"], "count")
    kinds |= dict.fromkeys(units["look_alikes"]["words"], "")
    for phrase in sorted(kinds, key=len, reverse=True):
        first = _WORD.match(phrase)
        by_first.setdefault(first[0] if first else phrase, []).append((phrase, kinds[phrase]))
    return by_first, function_words


@cache
def _compounds() -> tuple[frozenset[str], frozenset[str]]:
    """The heads that take a second word, and the words that are none."""
    table = gazetteer("units")["compounds"]
    _, function_words = _tables()
    return frozenset(table["heads"]), function_words | frozenset(table["verbs"])


@cache
def _numbered() -> tuple[frozenset[str], frozenset[str]]:
    """The words after which a figure is a number of something, and the words of two that only end like one."""
    table = gazetteer("units")["numbered"]
    return frozenset(table["words"]), frozenset(table["look_alikes"])


def _known(text: str, at: int) -> _Unit | None:
    """The longest unit of the lists that stands at `at`."""
    word = _WORD.match(text, at)
    if word is None:
        return None
    units = _tables()[0].get(word[0].lower())
    if units is None:
        return None
    lowered = text[at : at + _LONGEST_UNIT].lower()
    for phrase, kind in units:
        if lowered.startswith(phrase) and not lowered[len(phrase) : len(phrase) + 1].isalnum():
            if kind == "money" and word[0].istitle() and text[word.end() + 1 : word.end() + 3].istitle():
                return None  # `ngõ 12 Đồng Khởi`, `Công ty 186 Yên Bái`
            counted_by = gazetteer("units")["counted_by"].get(phrase)
            if counted_by:
                return _Unit(at + len(counted_by), kind)
            return _Unit(_end_of_compound(text, at, at + len(phrase)), kind) if kind else None
    return None


def _end_of_compound(text: str, start: int, end: int) -> int:
    """The end of a noun with the word that its head cannot do without: `trụ` of `128 trụ điện` ends behind `điện`."""
    heads, verbs = _compounds()
    second = _WORD.match(text, end + 1) if text[start:end].lower() in heads and text.startswith(" ", end) else None
    return second.end() if second and second[0].islower() and second[0] not in verbs else end


def _noun(text: str, at: int, limit: int) -> _Unit | None:
    """A noun that no list has: an acronym, or one or two words in small letters that are no function words."""
    first = _WORD.match(text, at, limit)
    if first is None:
        return None
    if first[0].isupper() and len(first[0]) > 1:
        return _Unit(first.end(), "unknown")
    _, function_words = _tables()
    if not first[0].islower() or first[0] in function_words:
        return None
    second = _WORD.match(text, first.end() + 1, limit) if text.startswith(" ", first.end()) else None
    two = second and second[0].islower() and second[0] not in function_words
    return _Unit(second.end() if second and two else first.end(), "unknown")


def _unit(text: str, at: int, limit: int) -> _Unit | None:
    """The unit at `at`, with its power (`triệu đồng`), with what it is per (`cuộc họp/tháng`)."""
    share = _SHARE.match(text, at, limit)
    if share:
        return _joined(text, _Unit(share.end(), "share"), limit)
    window = text[at : min(limit, at + 12)]
    power, rest = split_power(window)
    if power > 1:
        after_power = at + len(window) - len(rest)
        unit = _known(text, after_power) if rest else None
        if unit is None or unit.kind == "time":
            unit = _noun(text, after_power, limit) if rest else None
            end = at + len(text[at:after_power].rstrip())
            if unit is None and text[at:end].endswith(_MONEY_ALONE):
                unit = _Unit(end, "money")
    else:
        unit = _known(text, at) or _noun(text, at, limit)
    if unit is None:
        return None
    if unit.kind in ("count", "time", "money", "measure"):
        unit = _joined(text, unit, limit)
    return unit


def find_unit(text: str, start: int, end: int) -> int | None:
    """Where a unit of the lists begins that ends `text[start:end]`, the longest: 10 in `Sản lượng tấn`."""
    words = [word.start() for word in re.finditer(r"\S+", text[start:end])]
    for at in (start + word for word in words[-_UNIT_WORDS:]):
        unit = _unit(text, at, end)
        if unit and unit.end == end and unit.kind not in ("unknown", "time"):
            return at
    return None


def _joined(text: str, unit: _Unit, limit: int) -> _Unit:
    """The unit with what is joined to it: `/tháng`, or a second noun of the lists (`dự án, cơ sở`)."""
    per = _PER.match(text, unit.end, limit)
    while per:
        if unit.kind == "time" and text.startswith("lần", per.end()):
            return unit  # `họp 02 tuần/lần` is how often, and no time that is measured
        other = _known(text, per.end()) or _noun(text, per.end(), limit)
        if other is None:
            return unit
        unit = _Unit(other.end, "count" if unit.kind == "time" else unit.kind)
        per = _PER.match(text, unit.end, limit)
    while unit.kind == "count" and text.startswith(", ", unit.end) and not _is_generic(text, unit):
        other = _known(text, unit.end + 2)
        own = other and _OWN_FIGURE.match(text, other.end, limit)
        if other is None or own or other.kind != "count" or other.end - unit.end < _SHORTEST_SECOND:
            break
        if text[unit.end + 2 : unit.end + 4].istitle() or _ORGANISED.match(text, unit.end + 2):
            break
        unit = _Unit(other.end, "count")
    return unit


def _is_generic(text: str, unit: _Unit) -> bool:
    """Whether the unit at its end names nothing by itself (`người`), so that no second noun is joined to it."""
    return text[: unit.end].endswith((" người", " lượt", " trường hợp", " vụ", " cái", " con"))


def _is_numbered(text: str, start: int, at: int, unit: _Unit, value: float) -> bool:
    """Whether the words before a figure make it a number of something: `Điều 5`, `Nghị quyết 68`, `Phú Thịnh 2`."""
    if _NUMBERED_LIST.search(text, max(start, at - 24), at):
        return True
    previous = _PREVIOUS_WORDS.search(text, max(start, at - 18), at)
    if previous is None:
        return False
    word, both = previous[2], f"{previous[1]} {previous[2]}".lower()
    numbered, look_alikes = _numbered()
    if unit.kind == "count" and text.startswith("(", previous.start() - 1):  # `(kế hoạch 15 buổi)`
        return False
    if word in _DATED and value > _LAST_DAY and (value not in _YEARS or text[at + 1] == "."):
        return False  # `số sinh trong tháng 128 cháu`, `bỏ học cả năm 1.942 em`
    if both not in look_alikes and (word.lower() in numbered or both in numbered):
        return True
    return unit.kind == "unknown" and word[0].isupper() and previous.start(2) > start


def _is_in_capitals(text: str, start: int, at: int, unit: str) -> bool:
    """Whether a figure stands in a heading set in capitals: `CÁC CỤM CÔNG NGHIỆP (07 CỤM)`, `ĐẠT DƯỚI 20% KẾ HOẠCH`."""
    before = text[start:at]
    return before.isupper() and (unit.isupper() or (unit == "%" and sum(map(str.isupper, before)) > _CAPITALS / 2))


class SparedSpans:
    """Spans in which no figure is a quantity (citations), asked in logarithmic time."""

    def __init__(self, spans: tuple[Span, ...] = ()) -> None:
        self._spans = sorted(spans, key=lambda span: span.start)
        self._starts = [span.start for span in self._spans]

    def overlap(self, span: Span) -> bool:
        """Whether any of the spans overlaps `span`; they do not overlap one another."""
        index = bisect_right(self._starts, span.end - 1) - 1
        return index >= 0 and self._spans[index].overlaps(span)


NONE_SPARED = SparedSpans()


def find_quantities(text: str, start: int, end: int, spared: SparedSpans = NONE_SPARED) -> Iterator[Quantity]:
    """The quantities in `text[start:end]`, a notice's flow, in order; none that a `spared` span overlaps."""
    marker = _MARKER.match(text, start, end)
    reached = start = marker.end() if marker else start
    for match in _FIGURE.finditer(text, start, end):
        if match.start() < reached or (low := parse_number(match["value"])) is None:
            continue
        at = match.end() + text.startswith(" ", match.end())
        unit = _unit(text, at, end)
        if unit is None or (
            unit.kind == "time" and not _LASTS.search(text, max(start, match.start() - 90), match.start())
        ):
            continue
        if low == 1 and text.startswith("/", match.start() - 1):  # `bình quân/1 vụ`
            continue
        whole = parse_number(match["whole"]) if match["whole"] else None
        if match["whole"] and (unit.kind in ("share", "unknown") or whole is None):
            continue
        if whole is not None and unit.kind == "count" and (low > whole or (low == 1 and not whole % 100)):
            continue  # `15/9 đoàn`: a date; `1/2000 khu A`: a scale
        if _is_in_capitals(text, max(start, match.start() - _CAPITALS), match.start(), text[at : unit.end]):
            continue  # a heading
        high = None
        if match["to"]:
            pair = parse_range(text[match.start() : match.end()])
            if pair is None:
                continue
            low, high = pair
        if (unit.kind == "unknown" or text[at].isupper()) and low in _YEARS and "." not in match["value"]:
            continue
        if text[at].isupper() and not text[start : match.start()].strip():  # `19.4 Sản phẩm`: a heading's number
            continue
        if _OWNED.match(text, match.end()):
            continue
        if unit.kind in ("count", "unknown") and _is_numbered(text, start, match.start(), unit, low):
            continue
        span = Span(match.start(), unit.end)
        named = text[at : unit.end]
        if named in ("tỷ", "tỉ") and high is None and (rest := _AND_MILLIONS.match(text, unit.end, end)):
            span, reached = Span(match.start(), rest.end()), rest.end()
            low, named = low * 1000 + int(rest["millions"]), rest["unit"]
        elif unit.kind in ("money", "measure") and (of := _OF_WHOLE.match(text, unit.end, end)):
            after = of.end() + text.startswith(" ", of.end())
            if text.startswith(named, after):  # `12.560 triệu đồng/10.000 triệu đồng`
                whole, joined = parse_number(of["whole"]), Span(match.start(), after + unit.end - at)
                if not text.startswith(PLANNED, joined.end):  # else what is planned is a quantity of its own
                    span, reached = joined, joined.end
        if spared.overlap(span):
            continue
        yield Quantity(span, Span(*match.span()), low, high, named, unit.kind, whole)
        if unit.kind == "count" and (parts := _PARTS.match(text, unit.end, end)):
            yield from _parts(text, Span(*parts.span("parts")), text[at : unit.end])


def _parts(text: str, span: Span, unit: str) -> Iterator[Quantity]:
    """The parts of a count, which share its unit: `486 trường (mầm non 142, tiểu học 201)`."""
    for part in _PART.finditer(text, span.start, span.end + 1):
        value = parse_number(part["value"])
        if value is not None:
            figure = Span(*part.span("value"))
            yield Quantity(figure, figure, value, None, unit, "count")


def spelt_out(unit: str) -> str:
    """A unit in small letters, without the short forms that heads of tables have for money.

    `"tr.đồng"` and `"trđ"` begin with `triệu`, `"1.000 đồng"` with `nghìn`.
    """
    return _SHORT_POWER.sub(lambda short: "triệu " if short["million"] else "nghìn ", unit.lower(), count=1)


def amount_of(value: float, value_max: float | None, unit: str) -> Amount | None:
    """The amount in its base unit, `None` where the unit has none: `6.200 triệu đồng` is 6.2e9 VND.

    What it is per stays as written (`90 triệu đồng/người/năm` is 9e7 VND/người/năm), and so does a thing that is
    counted in powers (`5,2 triệu lượt khách` is 5.2e6 lượt khách).
    """
    units = gazetteer("units")
    whole, slash, per = unit.partition("/")
    power, rest = split_power(spelt_out(whole.strip()))
    if not rest and whole.strip().lower() in _MONEY_ALONE:
        rest = "đồng"
    if rest in units["currencies"]:
        base, factor = units["currencies"][rest], 1.0
    elif units["measures"].get(rest):
        base, factor = units["measures"][rest]
    elif power > 1 and rest and rest not in units["measures"]:
        base, factor = rest, 1.0
    else:
        return None
    factor *= power
    return Amount(
        value=round(value * factor, 6),
        value_max=None if value_max is None else round(value_max * factor, 6),
        unit=f"{base}{slash}{per.strip()}",
    )
