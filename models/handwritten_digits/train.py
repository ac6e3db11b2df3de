"""Trains the digits' weights: `python -m models.handwritten_digits.train`, some minutes of processor time.

A network of one hidden layer over directions of ink (`pipeline.ingest.digits.features`), by plain gradient steps
with momentum. Same seed, same bytes.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.handwritten_digits.strokes import drawn, scribbled
from pipeline.ingest.digits import WEIGHTS, features

CLASSES, HIDDEN = 11, 96
WEIGHT_NAMES = ("first", "first_bias", "second", "second_bias")
Floats = NDArray[np.float32]


def sample(seed: int, count: int) -> tuple[Floats, NDArray[np.int64]]:
    """`count` drawings as features, and what each is; 10 is none of the digits."""
    chance = np.random.default_rng(seed)
    kinds = chance.choice(CLASSES, count, p=[0.09] * 10 + [0.1])
    pictures = [drawn(chance, int(kind)) if kind < 10 else scribbled(chance) for kind in kinds]
    return np.stack([features(picture) for picture in pictures]), kinds


def trained(inputs: Floats, kinds: NDArray[np.int64], rounds: int, seed: int) -> dict[str, Floats]:
    """The weights after `rounds` passes over the data."""
    chance = np.random.default_rng(seed)
    width = inputs.shape[1]
    weights = {
        "first": chance.normal(0, np.sqrt(2 / width), (width, HIDDEN)).astype(np.float32),
        "first_bias": np.zeros(HIDDEN, np.float32),
        "second": chance.normal(0, np.sqrt(2 / HIDDEN), (HIDDEN, CLASSES)).astype(np.float32),
        "second_bias": np.zeros(CLASSES, np.float32),
    }
    speed = {name: np.zeros_like(value) for name, value in weights.items()}
    for turn in range(rounds):
        rate = 0.1 * (1 - turn / rounds)
        order = chance.permutation(len(inputs))
        for at in range(0, len(order), 128):
            x, y = inputs[order[at : at + 128]], kinds[order[at : at + 128]]
            x = x * (chance.random(x.shape) > 0.1)
            hidden = np.maximum(x @ weights["first"] + weights["first_bias"], 0)
            score = hidden @ weights["second"] + weights["second_bias"]
            guess = np.exp(score - score.max(1, keepdims=True))
            guess /= guess.sum(1, keepdims=True)
            guess[np.arange(len(y)), y] -= 1
            guess /= len(y)
            back = (guess @ weights["second"].T) * (hidden > 0)
            slopes = {
                "first": x.T @ back,
                "first_bias": back.sum(0),
                "second": hidden.T @ guess,
                "second_bias": guess.sum(0),
            }
            for name, slope in slopes.items():
                speed[name] = 0.9 * speed[name] - rate * (slope + 1e-4 * weights[name])
                weights[name] = (weights[name] + speed[name]).astype(np.float32)
    return weights


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=40_000)
    parser.add_argument("--rounds", type=int, default=14)
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    chosen = parser.parse_args(arguments)
    inputs, kinds = sample(1, chosen.count)
    weights = trained(inputs, kinds, chosen.rounds, 1)
    first, first_bias, second, second_bias = (weights[name].astype(np.float16) for name in WEIGHT_NAMES)
    np.savez_compressed(chosen.out, first=first, first_bias=first_bias, second=second, second_bias=second_bias)
    print(f"{chosen.out}: {chosen.out.stat().st_size:,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
