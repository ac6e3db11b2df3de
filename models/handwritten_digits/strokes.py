"""Digits as hands draw them: strokes through a few points, each time somewhat otherwise.

No picture of another's is used. `drawn(chance, digit)` draws one of several ways to write a digit, with its own
slant, width, pen and slips; `scribbled(chance)` draws what is no digit: letters' pieces, strokes of a stamp, two
digits in one.
"""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

__all__ = ["drawn", "scribbled"]

Grey = NDArray[np.uint8]
Point = tuple[float, float]
Way = tuple[tuple[Point, ...], ...]
SIDE = 96  # pixels of the sheet that a digit is drawn on

# Each way is strokes, each stroke points from (0, 0) top left to (1, 1) bottom right.
WAYS: dict[int, tuple[Way, ...]] = {
    0: (
        (((0.55, 0.0), (0.15, 0.2), (0.05, 0.55), (0.3, 1.0), (0.75, 0.9), (0.95, 0.5), (0.8, 0.1), (0.5, 0.02)),),
        (((0.7, 0.05), (0.3, 0.05), (0.05, 0.5), (0.3, 0.98), (0.8, 0.8), (0.9, 0.3), (0.6, 0.0), (0.75, 0.2)),),
    ),
    1: (
        (((0.5, 0.0), (0.5, 0.5), (0.5, 1.0)),),
        (((0.1, 0.35), (0.35, 0.2), (0.6, 0.0), (0.58, 0.5), (0.55, 1.0)),),
        (((0.0, 0.5), (0.3, 0.3), (0.65, 0.0), (0.6, 0.5), (0.5, 1.0)),),
        (((0.2, 0.25), (0.5, 0.0), (0.5, 0.5), (0.5, 1.0)), ((0.2, 1.0), (0.5, 0.98), (0.85, 1.0))),
    ),
    2: (
        (((0.05, 0.25), (0.4, 0.0), (0.85, 0.2), (0.7, 0.55), (0.05, 1.0)), ((0.05, 1.0), (0.5, 0.97), (1.0, 0.97))),
        (((0.1, 0.3), (0.3, 0.02), (0.8, 0.1), (0.75, 0.5), (0.3, 0.85), (0.05, 0.98), (0.4, 0.92), (1.0, 1.0)),),
        (
            (
                (0.1, 0.2),
                (0.5, 0.0),
                (0.8, 0.25),
                (0.5, 0.7),
                (0.1, 0.95),
                (0.05, 0.75),
                (0.35, 0.8),
                (0.6, 1.0),
                (1.0, 0.9),
            ),
        ),
    ),
    3: (
        (
            (
                (0.1, 0.1),
                (0.5, 0.0),
                (0.85, 0.2),
                (0.4, 0.45),
                (0.9, 0.65),
                (0.6, 1.0),
                (0.05, 0.9),
            ),
        ),
        (((0.1, 0.03), (0.5, 0.03), (0.9, 0.03)), ((0.9, 0.03), (0.45, 0.42), (0.95, 0.65), (0.55, 1.0), (0.0, 0.9))),
        (((0.15, 0.15), (0.6, 0.0), (0.8, 0.25), (0.3, 0.5), (0.35, 0.48), (0.9, 0.7), (0.5, 1.0), (0.0, 0.85)),),
    ),
    4: (
        (((0.55, 0.0), (0.3, 0.35), (0.0, 0.65)), ((0.0, 0.65), (0.5, 0.65), (1.0, 0.62)), ((0.65, 0.3), (0.6, 1.0))),
        (((0.7, 0.0), (0.3, 0.4), (0.0, 0.7)), ((0.0, 0.7), (0.5, 0.7), (1.0, 0.7)), ((0.7, 0.0), (0.65, 1.0))),
        (((0.1, 0.0), (0.05, 0.3), (0.1, 0.5), (0.5, 0.5), (0.9, 0.4)), ((0.9, 0.0), (0.85, 0.5), (0.7, 1.0))),
        (((0.2, 0.0), (0.0, 0.4), (0.2, 0.55), (0.7, 0.45)), ((0.85, 0.05), (0.8, 0.5), (0.65, 1.0))),
        (((0.15, 0.1), (0.1, 0.45), (0.4, 0.5), (0.8, 0.05), (0.75, 0.5), (0.7, 1.0)),),
        (((0.55, 0.0), (0.2, 0.5), (0.25, 0.62), (0.9, 0.55)), ((0.75, 0.25), (0.65, 0.6), (0.6, 1.0))),
    ),
    5: (
        (((0.95, 0.02), (0.3, 0.04)), ((0.3, 0.04), (0.2, 0.45), (0.6, 0.38), (0.9, 0.65), (0.6, 1.0), (0.0, 0.92))),
        (((0.3, 0.05), (0.2, 0.45), (0.65, 0.4), (0.9, 0.7), (0.5, 1.0), (0.0, 0.9)), ((0.35, 0.06), (0.95, 0.0))),
        (((1.0, 0.05), (0.4, 0.02), (0.3, 0.2), (0.25, 0.42), (0.7, 0.5), (0.75, 0.85), (0.35, 1.0), (0.0, 0.85)),),
    ),
    6: (
        (((0.75, 0.0), (0.3, 0.3), (0.05, 0.7), (0.35, 1.0), (0.85, 0.85), (0.7, 0.55), (0.3, 0.55), (0.1, 0.75)),),
        (((0.55, 0.0), (0.2, 0.45), (0.15, 0.85), (0.5, 1.0), (0.85, 0.75), (0.55, 0.5), (0.2, 0.7)),),
        (((0.6, 0.0), (0.2, 0.3), (0.05, 0.75), (0.3, 1.0), (0.7, 0.9), (0.75, 0.65), (0.45, 0.6), (0.3, 0.9)),),
    ),
    7: (
        (((0.0, 0.05), (0.5, 0.05), (1.0, 0.02)), ((1.0, 0.02), (0.6, 0.5), (0.35, 1.0))),
        (((0.0, 0.08), (0.5, 0.04), (0.95, 0.04)), ((0.95, 0.04), (0.6, 0.5), (0.4, 1.0)), ((0.25, 0.5), (0.85, 0.46))),
        (
            ((0.05, 0.2), (0.15, 0.02), (0.5, 0.08), (0.95, 0.0)),
            ((0.95, 0.0), (0.6, 0.45), (0.45, 1.0)),
            ((0.2, 0.52), (0.95, 0.45)),
        ),
        (((0.0, 0.15), (0.3, 0.0), (0.95, 0.05)), ((0.95, 0.05), (0.65, 0.5), (0.5, 1.0))),
    ),
    8: (
        (
            (
                (0.8, 0.15),
                (0.4, 0.0),
                (0.15, 0.25),
                (0.55, 0.5),
                (0.85, 0.75),
                (0.45, 1.0),
                (0.1, 0.8),
                (0.5, 0.5),
                (0.85, 0.2),
                (0.6, 0.02),
            ),
        ),
        (
            ((0.5, 0.5), (0.1, 0.25), (0.5, 0.0), (0.85, 0.25), (0.5, 0.5)),
            ((0.5, 0.5), (0.05, 0.75), (0.5, 1.0), (0.95, 0.75), (0.5, 0.5)),
        ),
    ),
    9: (
        (((0.85, 0.15), (0.4, 0.0), (0.1, 0.3), (0.5, 0.5), (0.85, 0.2)), ((0.85, 0.15), (0.8, 0.6), (0.6, 1.0))),
        (((0.8, 0.2), (0.4, 0.0), (0.1, 0.25), (0.4, 0.48), (0.82, 0.25), (0.8, 0.7), (0.5, 1.0), (0.1, 0.9)),),
        (((0.75, 0.1), (0.3, 0.05), (0.1, 0.35), (0.6, 0.4), (0.85, 0.1), (0.75, 0.6), (0.7, 1.0)),),
    ),
}


def _through(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """A smooth line through `points` (Catmull-Rom), twelve steps between two of them."""
    padded = np.vstack([points[0], points, points[-1]])
    steps = np.linspace(0, 1, 12)[:, None]
    pieces = []
    for a, b, c, d in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        bend, twist = 2 * a - 5 * b + 4 * c - d, 3 * b - a - 3 * c + d
        pieces.append(0.5 * (2 * b + (c - a) * steps + bend * steps**2 + twist * steps**3))
    return np.vstack(pieces)


def _hand(chance: np.random.Generator, strokes: Sequence[Sequence[Point]], slip: float) -> Grey:
    """Strokes on white paper, slanted, stretched, turned and drawn with some pen."""
    narrow = chance.uniform(0.45, 1.0)
    slant = chance.uniform(-0.15, 0.5)
    turn = np.deg2rad(chance.uniform(-9, 9))
    around = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    sheet = np.full((SIDE, SIDE), 255, np.uint8)
    thick = int(chance.integers(4, 12))
    high = chance.uniform(0.5, 0.62)
    for stroke in strokes:
        points = np.array(stroke) + chance.normal(0, slip, (len(stroke), 2))
        points -= 0.5
        points[:, 0] = points[:, 0] * narrow - points[:, 1] * slant
        line = _through(points @ around.T) if len(points) > 2 else points @ around.T
        pixels = ((line * high + 0.5) * SIDE * 16).astype(np.int32)
        cv2.polylines(sheet, [pixels], False, 0, thick, cv2.LINE_AA, 4)
    if chance.random() < 0.4:
        sheet = cv2.GaussianBlur(sheet, (0, 0), float(chance.uniform(0.6, 1.6))).astype(np.uint8)
    return sheet


def drawn(chance: np.random.Generator, digit: int) -> Grey:
    """The digit in one of its ways."""
    ways = WAYS[digit]
    return _hand(chance, ways[chance.integers(len(ways))], 0.045)


def scribbled(chance: np.random.Generator) -> Grey:
    """No digit: strokes through random points, two digits side by side, or a printed letter."""
    kind = chance.random()
    if kind < 0.45:
        counts = chance.integers(2, 7, int(chance.integers(1, 4)))
        return _hand(chance, [chance.uniform(0, 1, (int(count), 2)).tolist() for count in counts], 0)
    if kind < 0.75:
        pair = np.hstack([drawn(chance, int(d))[:, 18:-18] for d in chance.integers(0, 10, 2)])
        return np.asarray(cv2.resize(pair, (SIDE, SIDE * SIDE // pair.shape[1])), dtype=np.uint8)
    sheet = np.full((SIDE, SIDE), 255, np.uint8)
    letter = "anghtySDKNVmwxrkeQTHuR/"[int(chance.integers(23))]
    face = int(chance.choice([cv2.FONT_HERSHEY_COMPLEX, cv2.FONT_HERSHEY_TRIPLEX, cv2.FONT_HERSHEY_DUPLEX]))
    cv2.putText(sheet, letter, (22, 70), face, 2, 0, int(chance.integers(3, 8)), cv2.LINE_AA)
    return sheet
