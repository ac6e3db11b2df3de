"""The office that issued a document: its level and its province, from the header's own words.

What the words do not say is `None`: a letterhead of `Ủy ban nhân dân xã Minh Lộc` names no province.
"""

import re
from functools import cache

from pipeline.extract.citations.bodies import known_body
from pipeline.records import Header
from pipeline.rules import gazetteer
from pipeline.vietnamese.spelling import loose

__all__ = ["level_of", "province_now", "province_of"]

_KINDS = {
    "xã": "commune", "phường": "commune", "thị trấn": "commune", "đặc khu": "commune",
    "huyện": "district", "quận": "district", "thị xã": "district", "tỉnh": "province",
}  # fmt: skip
# A kind of place with its name: `xã Minh Lộc`, `quận 3`, but not the `xã` of `Bảo hiểm xã hội`.
_PLACE = re.compile(
    r"(?<!\w)(?P<kind>[Xx]ã|[Pp]hường|[Tt]hị trấn|[Đđ]ặc khu|[Hh]uyện|[Qq]uận|[Tt]hị xã|[Tt]ỉnh"
    r"|[Tt]hành phố|TP\.?|[Tt]p\.?|[Tt]hành ủy|[Tt]hành đoàn|[Tt]ỉnh ủy|[Tt]ỉnh đoàn)\s+(?=[A-ZÀ-ỸĐ\d])(?!Hội\b)"
)
_OF_THE_PROVINCE = ("tỉnh", "tỉnh ủy", "tỉnh đoàn", "thành phố", "thành ủy", "thành đoàn", "tp", "tp.")
_COMMITTEE = re.compile(r"(?:Đảng ủy|Chi bộ|Chi ủy)(?!\w)")


@cache
def _provinces() -> tuple[re.Pattern[str], dict[str, str]]:
    """A pattern of every spelling of a province in small letters, the longest first, and each with its name."""
    table = gazetteer("provinces")
    names = {loose(name): name for name in gazetteer("places")["provinces"]}
    names |= {loose(spelling): name for spelling, name in table["spellings"].items()}
    spellings = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    return re.compile(rf"(?:{spellings})(?!\w)"), names


def _province(name: str) -> str | None:
    """The province that `name` begins with: `_province("Hà Nam (cũ)")` is `"Hà Nam"`."""
    pattern, names = _provinces()
    found = pattern.match(loose(name))
    return names[found[0]] if found else None


def _level(name: str, date: str | None) -> str | None:
    body = known_body(name)
    if body and body.level != "central":
        return body.level
    if place := _PLACE.search(name):
        kind = loose(place["kind"])
        if kind in _KINDS:
            return _KINDS[kind]
        if kind.startswith("tỉnh"):
            return "province"
        since = gazetteer("provinces")["cities"].get(_province(name[place.end() :]))
        return "district" if since is None or (date and date < since[: len(date)]) else "province"
    return body.level if body else None


def level_of(header: Header) -> str | None:
    """`"central"`, `"province"`, `"district"` or `"commune"`, by the issuer or else the body above it.

    `Ủy ban nhân dân thành phố Đà Nẵng` is of a province's level, `Ủy ban nhân dân thành phố Vinh` of a district's.
    A Party committee that names no place may be at any level below that of the body above it: `None`.
    """
    if header.issuer and (level := _level(header.issuer, header.date)):
        return level
    if header.parent and not (header.issuer and _COMMITTEE.match(header.issuer)):
        return _level(header.parent, header.date)
    return None


def province_of(header: Header) -> str | None:
    """The province that issuer or letterhead name, or the place of a provincial office; `None` for central ones.

    The name is that of the document's own time: `Yên Bái`, which is `province_now("Yên Bái") == "Lào Cai"` today.
    """
    level = level_of(header)
    if level == "central":
        return None
    for name in (header.issuer, header.parent):
        for place in _PLACE.finditer(name or ""):
            if loose(place["kind"]) in _OF_THE_PROVINCE and (found := _province((name or "")[place.end() :])):
                return found
    if level == "province" and header.place:
        return _province(re.sub(r"^(?:TP\.?|[Tt]hành phố|[Tt]ỉnh)\s*", "", header.place))
    return None


def province_now(province: str | None) -> str | None:
    """The province that a place belongs to since the mergers of 1 July 2025."""
    return gazetteer("provinces")["merged"].get(province, province) if province else None
