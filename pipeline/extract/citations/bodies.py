"""The bodies that issue documents: one body under all its spellings, and when it existed."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from pipeline.rules import gazetteer
from pipeline.vietnamese.spelling import loose

__all__ = ["Body", "known_bodies", "known_body", "one_in_country", "same_body", "written_out"]


_WORD = re.compile(r"\w+")
_SEPARATOR = re.compile(r"[/\s-]+")


@dataclass(frozen=True, slots=True)
class Body:
    """One row of `bodies.toml`; `since` and `until` are ISO dates, `None` where they are not sure."""

    name: str
    codes: tuple[str, ...]
    level: str
    spellings: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    into: str | None = None

    def existed(self, date: str) -> bool:
        """Whether the body may have issued a document on `date`, which may be partial (`2025-02`)."""
        if self.since and date < self.since[: len(date)]:
            return False
        return not self.until or date <= self.until[: len(date)]


@cache
def known_bodies() -> tuple[Body, ...]:
    """All rows, in the order of the file."""
    return tuple(
        Body(
            name=row["name"],
            codes=tuple(row["codes"]),
            level=row["level"],
            spellings=tuple(row.get("spellings", ())),
            since=row.get("since"),
            until=row.get("until"),
            into=row.get("into"),
        )
        for row in gazetteer("bodies")["body"]
    )


@cache
def _short_forms() -> tuple[re.Pattern[str], dict[str, str]]:
    """A pattern for all short forms, longest first, and what each stands for."""
    table = gazetteer("bodies")
    full: dict[str, str] = dict(table["abbreviations"])
    full |= {short: field for field, shorts in table["fields"].items() for short in shorts}
    shorts = "|".join(re.escape(short) for short in sorted(full, key=len, reverse=True))
    return re.compile(rf"(?<![\w&/-])(?:{shorts})(?![\w&/-])"), full


@lru_cache(maxsize=4096)
def written_out(name: str) -> str:
    """A name in small letters with its short forms written out: `Sở GTVT` is `sở giao thông vận tải`."""
    pattern, full = _short_forms()
    return pattern.sub(lambda match: full[match[0]], loose(name))


def _words(issuer: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(written_out(issuer)))


@lru_cache(maxsize=4096)
def _word_set(issuer: str) -> frozenset[str]:
    return frozenset(_words(issuer))


def same_body(one: str | None, other: str | None) -> bool:
    """Whether two written issuers may be one body: `UBND tỉnh` and `Ủy ban nhân dân tỉnh Lào Cai` may."""
    if not one or not other:
        return True
    a, b = _word_set(one), _word_set(other)
    return a <= b or b <= a


@cache
def _central_codes() -> frozenset[str]:
    return frozenset(code.lower() for body in known_bodies() if body.level == "central" for code in body.codes)


@lru_cache(maxsize=4096)
def one_in_country(number: str) -> bool:
    """Whether the number names a central body: `68-NQ/TW` and `5/2020/TT-BTC` do, each commune has a `5/QĐ-UBND`."""
    return any(part.rstrip("0123456789") in _central_codes() for part in _SEPARATOR.split(number.lower()))


@cache
def _names() -> dict[tuple[str, ...], Body]:
    """Each body by its names and spellings in words, the longest first."""
    names = {_words(name): body for body in known_bodies() for name in (body.name, *body.spellings)}
    return dict(sorted(names.items(), key=lambda item: -len(item[0])))


@lru_cache(maxsize=4096)
def known_body(issuer: str) -> Body | None:
    """The body that `issuer` names, alone or with chief and place: `Bộ trưởng Bộ GTVT`, `UBND huyện Yên Minh`."""
    words = _words(issuer)
    for name, body in _names().items():
        if any(words[i : i + len(name)] == name for i in range(len(words) - len(name) + 1)):
            return body
    return None
