"""A guard before a pattern changes how fast a match is found, never what is found."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.rules import any_of, load_rules
from pipeline.rules.heads import guarded

PATTERNS = (
    r"(?:đã|đang) làm|đạt",
    r"[Tt]ừ(?: đầu)? năm|(?<!bàn\s)giao\s*$",
    r"(?:ước\s)?(?:đạt|là)+ \d|\(x",
    r"a*b|c{2,3}d",
    r"(?P<n>\d+)/(?P=n)|[^\W\d]\.",  # of the second anything may begin a match
    r"(?i:ỦY BAN)|$",
    r"[a-z]+x|é(?!\w)",
)
WORDS = (
    "đã",
    "đang",
    "làm",
    "đạt",
    "Từ",
    "đầu",
    "năm",
    "bàn",
    "giao",
    "ước",
    "là",
    "1",
    "12/12",
    "(x",
    "aab",
    "cccd",
    "ủy ban",
)
SPANS_OF = st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join)


def spans(pattern: str, text: str) -> list[tuple[int, int]]:
    return [match.span() for match in re.finditer(pattern, text)]


@given(st.sampled_from(PATTERNS), SPANS_OF)
def test_a_guarded_pattern_finds_the_same(pattern: str, text: str) -> None:
    assert spans(guarded(pattern), text) == spans(pattern, text)
    assert spans(f"(?<!\\w){guarded(pattern)}", text) == spans(f"(?<!\\w)(?:{pattern})", text)


@pytest.mark.parametrize("name", ["targets", "citations", "roads", "projects"])
def test_guarded_rules_match_their_examples_and_spare_their_rejects(name: str) -> None:
    for rule in load_rules(name):
        for text in (*(text for text, _ in rule.examples), *rule.rejects):
            assert spans(guarded(rule.pattern.pattern), text) == spans(rule.pattern.pattern, text), rule.name


def test_a_guard_knows_each_first_letter() -> None:
    guard = guarded("(?:đã|đang) làm|[Đđ]ạt")
    assert guard.startswith("(?=")
    assert [text for text in ("đ", "đa", "đạ", "Đạt", "xđã") if re.match(guard, text)] == ["Đạt"]
    assert guarded(r"[^\W\d]+|đạt") == r"(?:[^\W\d]+|đạt)"


@pytest.mark.parametrize(
    ("words", "text", "found"),
    [
        (["tp.", "tỉnh", "thành phố"], "tp. Huế, tỉnh Lào Cai", ["tp.", "tỉnh"]),
        (["sở", "sở y tế"], "sở y tế và sở y", ["sở y tế", "sở"]),  # the longest that fits
        (["a+", "a"], "a+ a", ["a+", "a"]),  # words, no patterns
        (["một"], "mộ một", ["một"]),
    ],
)
def test_any_of_some_words(words: list[str], text: str, found: list[str]) -> None:
    assert re.findall(any_of(words), text) == found
