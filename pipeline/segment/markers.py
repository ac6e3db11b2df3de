"""Markers at the start of a line: `Điều 5.`, `I-`, `1.2.`, `a)`, `(1)` and bullets.

What the markers look like is in `rules/outline.toml`. A marker is only a candidate here: whether it
opens a section is told from the series it stands in (`outline`).
"""

import re
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from pipeline.rules import load_rules

__all__ = ["Marker", "marker_at", "ordinal"]

LETTERS = "abcdđefghijklmnopqrstuvwxyz"  # some series have đ after d, some have f and j
_WORDS = {
    word: n
    for n, words in enumerate(
        (
            ("nhất", "một"), ("hai",), ("ba",), ("bốn", "tư"), ("năm",),
            ("sáu",), ("bảy",), ("tám",), ("chín",), ("mười",),
        ),
        start=1,
    )
    for word in words
}  # fmt: skip
_BEFORE_A_LETTER = frozenset("IVXPCMĐTNGB-+*•·●○▪■◦♦➢✓0123456789(")
_DASHED = re.compile(r"[ ]+(?=(?:[a-zđ]|\(\d{1,2}|\([ivx]{1,4})\)[ ])")  # `- a) Hộ nghèo`: the letter is what counts
_LONGEST = 12  # characters of such a marker and what its pattern looks at
_ROMAN_DIGITS = {"i": 1, "v": 5, "x": 10, "l": 50}


@dataclass(frozen=True, slots=True)
class Marker:
    """A marker as printed: `Marker("number", "1.", "1", ".", 5, 0, 2)` for `1. Mục đích`.

    `n` is its place in the series as printed, `tail` the signs after it; `start` and `end` are offsets.
    """

    kind: str
    text: str
    n: str
    tail: str
    rank: int
    start: int
    end: int


@cache
def _rules_by_first_character() -> dict[str, tuple[tuple[re.Pattern[str], str, int, bool], ...]]:
    """The rules that may hold where a line begins with a character: pattern, kind, rank, whether the marker counts."""
    table: dict[str, tuple[tuple[re.Pattern[str], str, int, bool], ...]] = {}
    for rule in load_rules("outline"):
        kind = "bullet" if "bullet" in rule.options else rule.name
        row = (rule.pattern, kind, rule.options.get("rank", 9), "n" in rule.pattern.groupindex)
        for character in rule.options["starts"]:
            table[character] = (*table.get(character, ()), row)
    return table


def marker_at(flow: str, position: int) -> Marker | None:
    """The marker that begins at `position`, where a line of folded text begins; `None` if none does."""
    first, second = flow[position : position + 1], flow[position + 1 : position + 2]
    if second.isalpha() and first not in _BEFORE_A_LETTER:  # most lines begin with a word: spare the patterns
        return None
    for pattern, kind, rank, counts in _rules_by_first_character().get(first, ()):
        match = pattern.match(flow, position)
        if match and "\n" not in match["marker"]:  # `5` at the foot of a page and `-` below it are no marker
            if kind == "bullet" and (behind := _DASHED.match(flow, match.end())):
                at = behind.end()
                inner = marker_at(flow[at : at + _LONGEST], 0)
                return replace(inner, start=at, end=at + inner.end) if inner else None
            text = match["marker"]
            n = match["n"] if counts else ""
            tail = text.rpartition(n)[2].strip() if n else ""
            return Marker(kind, text, n, tail, rank, position, match.end())
    return None


@lru_cache(maxsize=1024)
def roman(text: str) -> int:
    """The value of a roman number in any case: `roman("XIV")` is 14."""
    digits = [_ROMAN_DIGITS[c] for c in text.lower()]
    return sum(-d if any(later > d for later in digits[i + 1 :]) else d for i, d in enumerate(digits))


@lru_cache(maxsize=1024)
def is_roman(text: str) -> bool:
    """Whether all of `text` is made of roman digits up to fifty: `ii`, `XIV`; also the letter `i`."""
    return bool(text) and all(c in _ROMAN_DIGITS for c in text.lower())


@lru_cache(maxsize=4096)
def ordinal(kind: str, n: str) -> int:
    """The place in its series that a marker names: `đ` is after `d`, `1.12` is the twelfth, `IV` the fourth."""
    if kind in ("decimal", "composite"):
        n = n.replace("-", ".").rpartition(".")[2].lstrip("abcdđeghiIVXABCDĐEGH") or n
    if n.isdigit():
        return int(n)
    word = n.lower()
    if word in _WORDS:
        return _WORDS[word]
    if kind == "letter" or (len(n) == 1 and not is_roman(n)) or kind == "capital":
        return LETTERS.index(word) + 1 if word in LETTERS else 0
    return roman(n) if is_roman(n) else 0
