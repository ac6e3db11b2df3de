"""Decoding: from a folded text to proposed names, paragraph by paragraph."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import pycrfsuite

from models.ner.features import TOKEN, KnownFeatures

__all__ = ["LABELS", "WEIGHTS", "Name", "decode", "find_names", "known_features", "weights"]

LABELS = ("citation", "road", "project", "person", "organisation")
WEIGHTS = "names.crfsuite"
LONGEST = 2_000
"""Tokens that are decoded at a time: a table that was dumped as one line may be a paragraph of 100,000."""


@dataclass(frozen=True, slots=True)
class Name:
    """A proposed name: half-open character range, label, and the least marginal probability of its tokens' tags."""

    start: int
    end: int
    label: str
    probability: float


def decode(tags: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """The runs that B- and I- tags mark, as (first token, last token + 1, label).

    `["O", "B-road", "I-road", "I-person"]` gives `(1, 3, "road")`: an I- that goes on no name of its label is no name.
    """
    start = None
    for i, tag in enumerate([*tags, "O"]):
        if start is not None and tag != f"I-{tags[start][2:]}":
            yield start, i, tags[start][2:]
            start = None
        if tag.startswith("B-"):
            start = i


@cache
def weights() -> bytes:
    """The shipped weights. Kept for good: the tagger reads this very memory and holds no reference to it."""
    return (files("models.ner") / WEIGHTS).read_bytes()


@cache
def _tagger() -> pycrfsuite.Tagger:
    tagger = pycrfsuite.Tagger()
    tagger.open_inmemory(weights())
    return tagger


@cache
def known_features() -> KnownFeatures:
    """The features that the shipped weights know."""
    return KnownFeatures(_tagger().info().attributes)


def find_names(text: str, start: int = 0, end: int | None = None) -> list[Name]:
    """The names in `text[start:end]`, one or more paragraphs of a folded text, in order."""
    end = len(text) if end is None else end
    names: list[Name] = []
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        tokens = list(TOKEN.finditer(text, start, stop))
        for first in range(0, len(tokens), LONGEST):
            names += _names_of(tokens[first : first + LONGEST])
        start = stop + 1
    return names


def _names_of(matches: Sequence[re.Match[str]]) -> Iterator[Name]:
    tagger = _tagger()
    tags = tagger.tag(known_features().rows([match[0] for match in matches]))
    for first, after, label in decode(tags):
        sure = min(tagger.marginal(tags[i], i) for i in range(first, after))
        yield Name(matches[first].start(), matches[after - 1].end(), label, sure)
