"""Train the names model again: `python -m models.ner.train`.

Trains on generated notices of the training split only (grammars and word lists set aside for testing never
reach it), whose gold spans are exact. Deterministic: the same seed, package versions and generator give the same weights,
byte for byte.
"""

import argparse
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pycrfsuite

from models.ner.component import LABELS, WEIGHTS
from models.ner.features import TOKEN, features

__all__ = ["Example", "examples", "train"]

DOCUMENTS = 3000
SEED = 20260101
PARAMETERS = {
    "c1": 0.4,  # drives weights of rare features to zero: a smaller model
    "c2": 0.02,
    "max_iterations": 120,
    "feature.minfreq": 3,
    "feature.possible_transitions": True,
}


@dataclass(frozen=True)
class Example:
    """A paragraph and the names in it, as (start, end, label) in its own characters."""

    text: str
    names: tuple[tuple[int, int, str], ...]


def tags(example: Example) -> tuple[list[str], list[str]]:
    """The tokens of an example and their B-, I- and O tags."""
    tokens, labels = [], []
    names = iter(sorted(example.names))
    name = next(names, None)
    for match in TOKEN.finditer(example.text):
        while name and match.start() >= name[1]:
            name = next(names, None)
        tokens.append(match[0])
        if name and name[0] <= match.start() < name[1]:
            begins = match.start() == name[0] or not labels or labels[-1][2:] != name[2]
            labels.append(("B-" if begins else "I-") + name[2])
        else:
            labels.append("O")
    return tokens, labels


def train(examples: Iterable[Example], weights: Path) -> None:
    """Fit the CRF and write its weights."""
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", params=PARAMETERS, verbose=False)
    for example in examples:
        tokens, labels = tags(example)
        if tokens:
            trainer.append(features(tokens), labels)
    trainer.train(str(weights))
