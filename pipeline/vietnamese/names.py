"""Sentence case with proper names kept, and the shape of a person's name.

`sentence_case("ỦY BAN NHÂN DÂN TỈNH LÀO CAI")` is `"Ủy ban nhân dân tỉnh Lào Cai"`. Names come from a
gazetteers (`rules/places.toml`, `rules/administrative_units.tsv`) and from what the document itself writes in
mixed case; a word that none of them knows stays small.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator
from functools import cache

from pipeline.rules import any_of, gazetteer
from pipeline.vietnamese.places import longest_unit
from pipeline.vietnamese.spelling import bare, fold

__all__ = ["is_person", "person", "repair_body", "sentence_case"]

_LETTER = re.compile(r"\w")
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_UPPER, _LOWER = (gazetteer("fragments")["fragments"][name] for name in ("UPPER", "LOWER"))
_TITLES = (
    "GS|PGS|TS|ThS|Th\\.S|Ths|BSCKI{1,2}|BS|DS|KS|CN|CKI{1,2}|LS|NGND|NGƯT|TTND|TTƯT|CVCC|CVC|AHLĐ|Dr|"
    "Đ/c|Đồng chí|Ông|Bà|(?:Thiếu|Trung|Thượng|Đại) (?:úy|tá|tướng)|Luật sư|Bác sĩ|Kỹ sư|Tiến sĩ|Thạc sĩ|"
    "Giáo sư|Phó Giáo sư"
)
_RANKS = re.compile(rf"^(?:(?:{_TITLES})(?:[.:,]\s*|\s+))+")
_PART = re.compile(rf"{_UPPER}(?:{_LOWER}|')*|{_UPPER}+")


@cache
def _phrases() -> tuple[re.Pattern[str], dict[str, str]]:
    """All names of the gazetteer as one pattern over folded small letters, longest first, with their spelling."""
    table = gazetteer("places")
    names = [n for key in ("provinces", "others", "bodies", "positions", "acronyms") for n in table[key]]
    spelling = {fold(n.lower()): n for n in names}
    return re.compile(rf"(?<!\w){any_of(spelling)}(?!\w)"), spelling


_AFTER_A_PLACE = frozenset(("lần", "nhiệm", "khóa", "khoá", "năm", "kỳ", "về", "giai"))
_DEPARTMENT_HEAD = re.compile(
    r"(?<!\w)(?<!thường )(?<!đảng )(?<!cán )(?:bộ|sở|(?<!trưởng )phòng|vụ|(?:tổng |chi )?cục) "
    r"(?=[^\W\d_])(?!trưởng\b|và\b)"
)
_PLACE_AT_THE_END = re.compile(
    r" (?!(?:và|tỉnh|thành|huyện|quận|xã|phường|thị|liên|khu)\b)([^\W\d_]+(?: [^\W\d_]+){1,3})$"
)
# Numbers of documents, and words without a vowel, which are abbreviations: `PTNT`.
_AS_PRINTED = re.compile(r"(?<!\w)(?:[\w.]*\d[\w.]*(?:[/-][\w.-]+)+|(?![IVXLCDM]+(?!\w))[B-DF-HJ-NP-TV-XZĐ]{2,}(?!\w))")
_NAMED_LAW = re.compile(
    r"(?<!\w)(?:(?:của|theo|thi hành|thực hiện) (?P<type>bộ luật|luật|pháp lệnh) (?P<name>[^\W\d_])|"
    r"(?P<numbered>nghị định|thông tư liên tịch|thông tư|nghị quyết liên tịch|nghị quyết|quyết định|chỉ thị|luật|"
    r"kết luận) số \d)"
)


@cache
def _department_spelling() -> dict[str, str]:
    return {fold(name.lower()): name for name in gazetteer("places")["departments"]}


@cache
def _departments() -> re.Pattern[str]:
    return re.compile(rf"{any_of(_department_spelling())}(?!\w)")


@cache
def _place_kinds() -> re.Pattern[str]:
    """Words before a place's name: its kind (not that of `xã hội`), or an office that is named by it alone."""
    table = gazetteer("places")
    kinds, offices = any_of(table["kinds"]), any_of(table["offices"])
    return re.compile(rf"(?<!\w)(?:(?P<office>{offices})|{kinds})(?!\w)(?!\s+hội)\s*")


def _is_surely_a_name(unit: str) -> bool:
    """Whether a unit's name is no word as well: `Công Hải`, not `Văn Hóa`, nor one syllable or a figure."""
    return " " in unit and unit.lower() not in gazetteer("places")["also_words"]


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]


def _starts_of(words: str, text: str) -> Iterator[int]:
    """Where some words stand in a text as whole words."""
    start = text.find(words)
    while start >= 0:
        end = start + len(words)
        if not (_LETTER.match(text, start - 1) if start else None) and not _LETTER.match(text, end):
            yield start
        start = text.find(words, start + 1)


def _spelt_like(small: str, name: str) -> str:
    """The letters of `small` with the capitals of `name`: keeps the text's own `uỷ` against `ủy`."""
    return "".join(c.upper() if n.isupper() else c for c, n in zip(small, name, strict=True))


def sentence_case(text: str, known: Collection[str] = (), *, ends_in_place: bool = False, first: bool = True) -> str:
    """`text` in sentence case if it is in capitals, else as it is.

    `known` are names that the document writes in mixed case (`"Công Hải"`). With `ends_in_place` all
    that follows `xã`, `tỉnh`, ... is a name, as in a letterhead: `ĐẢNG ỦY XÃ CÔNG HẢI`. `first` puts a
    capital at the beginning.
    """
    letters = [c for c in text if c.isalpha()]
    if not letters or sum(c.isupper() for c in letters) < 0.8 * len(letters):
        return text
    small = text.lower()
    folded = fold(small)
    out = list(small)

    def put(start: int, name: str) -> None:
        out[start : start + len(name)] = _spelt_like(small[start : start + len(name)], name)

    pattern, spelling = _phrases()
    for match in pattern.finditer(folded):
        put(match.start(), spelling[match[0]])
    for name in known:
        for start in _starts_of(fold(name.lower()), folded):
            put(start, name)
    for match in _place_kinds().finditer(folded):
        following = folded[match.end() :]
        if not following or _place_kinds().match(following):
            continue
        if not match["office"] and pattern.match(folded, match.start()):
            continue
        if ends_in_place:
            for word in _WORD.finditer(small, match.end()):
                if word[0] in _AFTER_A_PLACE and word.end() < len(small):  # the last word can only be the name's
                    break
                if _place_kinds().match(folded, word.start()):
                    break
                out[word.start()] = small[word.start()].upper()
        unit = longest_unit(match[0].strip(), following.split())
        if unit and (ends_in_place or _is_surely_a_name(unit)) and following.startswith(unit.lower()):
            put(match.end(), unit)
    for match in re.finditer(r"\b(?:số|phần|chương|quý|khóa|thứ|mục)\s+([ivx]+)\b", folded):  # roman numbers
        put(match.start(1), match[1].upper())
    for match in _AS_PRINTED.finditer(text):
        out[match.start() : match.end()] = match[0]
    for match in _DEPARTMENT_HEAD.finditer(folded):
        department = _departments().match(folded, match.end())
        if department is None and ends_in_place and match.end() < len(out):
            out[match.end()] = small[match.end()].upper()
        if department or ends_in_place:
            out[match.start()] = small[match.start()].upper()
        while department:  # `Bộ Tài chính - Công nghiệp`: the word is said once
            put(department.start(), _department_spelling()[department[0]])
            goes_on = folded.startswith(" - ", department.end())
            place = _PLACE_AT_THE_END.match(folded, department.end()) if ends_in_place and not goes_on else None
            if place:  # `Sở Y tế Nậm Sơn`
                for word in _WORD.finditer(small, place.start(1)):
                    out[word.start()] = small[word.start()].upper()
            department = _departments().match(folded, department.end() + len(" - ")) if goes_on else None
    for match in _NAMED_LAW.finditer(folded):  # `của Luật Hóa chất`, `Thông tư số 12/2001/TT-BTC`
        at = match.start("type") if match["type"] else match.start("numbered")
        out[at] = small[at].upper()
        if match["name"]:
            out[match.start("name")] = match["name"].upper()
    result = "".join(out)
    return _capital(result) if first else result


@cache
def _closed_bodies() -> dict[str, str]:
    """Names of bodies that can be put together from the gazetteer, by their letters without marks and spaces."""
    table = gazetteer("places")
    names = [f"{head} {d}" for head in ("Sở", "Bộ", "Phòng", "Cục") for d in table["departments"]]
    for kind in ("tỉnh", "thành phố"):
        heads = (
            "UBND",
            "Ủy ban nhân dân",
            "HĐND",
            "Hội đồng nhân dân",
            "Đảng bộ",
            "Ban Chấp hành Đảng bộ",
            "Công an",
            "",
        )
        names += [f"{head} {kind} {p}".strip() for head in heads for p in table["provinces"]]
    names += [f"{head} {p}" for head in ("Tỉnh ủy", "Thành ủy") for p in table["provinces"]]
    names += table["bodies"]
    return {re.sub(r"\W", "", bare(name)): name for name in names}


def repair_body(text: str) -> str | None:
    """The known body that a misread line can only be: `"SỚ Y TẾ"` and `"SỞY TẾ"` give `"Sở Y tế"`; else `None`."""
    return _closed_bodies().get(re.sub(r"\W", "", bare(text)))


def person(text: str) -> str:
    """A person's name without rank and academic title: `"PGS.TS. Lê Văn Nam"` gives `"Lê Văn Nam"`."""
    name = " ".join(_RANKS.sub("", text.strip(" .,;:*-")).split()).strip(" .,;:-")
    if name.isupper():
        name = " ".join(_capital(part.lower()) for part in name.split())
    surname = _capital(name.partition(" ")[0])
    if name[:1].islower() and surname in gazetteer("places")["surnames"]:  # OCR reads N as n
        name = _capital(name)
    return name


def is_person(text: str, *, strict: bool = False) -> bool:
    """Whether `text` has the shape of a Vietnamese name: two to six words, each with a capital.

    With `strict` it also begins with a known surname.
    """
    words = person(text).split()
    if text[:1] in "-+*(" or not 2 <= len(words) <= 6 or any(not _PART.fullmatch(word) for word in words):
        return False
    if any(unicodedata.normalize("NFD", word).isascii() is False and len(word) > 8 for word in words):
        return False
    return not strict or words[0] in gazetteer("places")["surnames"]
