"""The scan for trigger words finds each of them, the longest at a place, and only at the start of a word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.triggers import find_at_triggers, trigger_hits, trigger_rules

FILES = ("roads", "projects", "entities")
WORDS = [pytest.param(name, word, id=f"{name}: {word}") for name in FILES for word in trigger_rules(name)]


@pytest.mark.parametrize(("name", "word"), WORDS)
def test_every_trigger_word_is_found_whole(name: str, word: str) -> None:
    for before in ("", "nhà ", "nhà\n", "(", "- "):
        assert (len(before), word) in trigger_hits(f"{before}{word} Tân")[name], before
    assert (1, word) not in trigger_hits(f"x{word} Tân")[name]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("đường Tô Hiệu", ["đường Tô Hiệu"]),
        ("tuyến đường Tô Hiệu", ["đường Tô Hiệu"]),  # the longer word is no list, the word in it is a trigger
        ("contrađường Tô Hiệu", []),  # inside a word
        ("đường\nTô Hiệu", []),  # over the end of a paragraph
    ],
)
def test_where_a_trigger_counts(text: str, expected: list[str]) -> None:
    assert [match[0] for _, match in find_at_triggers("roads", text)] == expected


@given(
    st.lists(
        st.sampled_from(["đường ", "phố ", "Tô Hiệu", ", ", "\n", "quốc lộ ", "5", "(", ")", " và ", ":", "tuyến "]),
        max_size=15,
    )
)
def test_matches_come_left_to_right_inside_their_paragraphs(pieces: list[str]) -> None:
    flow = "".join(pieces)
    matches = [match for _, match in find_at_triggers("roads", flow)]
    assert all("\n" not in match[0] for match in matches)
    assert [match.start() for match in matches] == sorted({match.start() for match in matches})
