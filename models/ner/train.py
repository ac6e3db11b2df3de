"""Train the names model again: `python -m models.ner.train`.

Trains on generated notices of the training split only (grammars and word lists set aside for testing never
reach it), whose gold spans are exact. Deterministic: the same generator, package version and settings give
the same weights, byte for byte.
"""

import argparse
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pycrfsuite

from corpus.generator import generate
from models.ner.features import TOKEN, features
from models.ner.names import LABELS, WEIGHTS
from pipeline.vietnamese.spelling import fold

__all__ = ["Example", "examples", "tags", "train"]

DOCUMENTS = 1200
ITERATIONS = 70
SEED = 1
SETTINGS = {
    "c1": 0.3,  # drives the weights of rare features to zero: a smaller model
    "c2": 0.02,
    "feature.minfreq": 3,
}


@dataclass(frozen=True, slots=True)
class Example:
    """A folded paragraph and the names in it, as (start, end, label) in its own characters."""

    text: str
    names: tuple[tuple[int, int, str], ...]


def examples(count: int, seed: int = SEED) -> Iterator[Example]:
    """The paragraphs of `count` generated notices, each text once: letterheads are all alike."""
    seen: set[str] = set()
    for index in range(count):
        notice = generate(seed=seed, index=index, split="train")
        names = [(mark.start, mark.end, mark.kind) for mark in notice.marks if mark.kind in LABELS]
        start = 0
        for row in fold(notice.text).split("\n"):
            end = start + len(row)
            if row not in seen:
                seen.add(row)
                yield Example(
                    row, tuple((s - start, e - start, kind) for s, e, kind in names if start <= s and e <= end)
                )
            start = end + 1


def tags(example: Example) -> tuple[list[str], list[str]]:
    """The tokens of an example and their B-, I- and O tags; of names in one another the longest counts."""
    matches = list(TOKEN.finditer(example.text))
    labels = ["O"] * len(matches)
    for start, end, label in sorted(example.names, key=lambda name: name[1] - name[0]):
        inside = [i for i, match in enumerate(matches) if start <= match.start() < end]
        for i in inside:
            labels[i] = f"I-{label}"
        for i in inside[:1]:
            labels[i] = f"B-{label}"
    return [match[0] for match in matches], labels


def train(given: Iterable[Example], weights: Path, iterations: int = ITERATIONS) -> None:
    """Fit the CRF and write its weights."""
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", params={**SETTINGS, "max_iterations": iterations}, verbose=False)
    for example in given:
        tokens, labels = tags(example)
        if tokens:
            trainer.append(features(tokens), labels)
    trainer.train(str(weights))


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(description="Train the names model on generated notices.")
    parser.add_argument("--documents", type=int, default=DOCUMENTS)
    parser.add_argument("--iterations", type=int, default=ITERATIONS)
    parser.add_argument("--weights", type=Path, default=Path(__file__).with_name(WEIGHTS))
    chosen = parser.parse_args(arguments)
    train(examples(chosen.documents), chosen.weights, chosen.iterations)
    print(f"{chosen.weights}: {chosen.weights.stat().st_size:,} bytes from {chosen.documents} documents")


if __name__ == "__main__":
    main(sys.argv[1:])
