"""A digit written by hand: which it is, and how surely.

    digit_chances(picture)  ->  0.98 at index 7; at index 10 that it is no digit

The network knows no place: what stands before and after is for `handwriting` to weigh. It was trained on
drawn strokes only (`models/handwritten_digits`).
"""

from functools import cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

__all__ = ["WEIGHTS", "digit_chances", "features"]

WEIGHTS = Path(__file__).parents[2] / "models" / "handwritten_digits" / "weights.npz"
_BOX = 24  # pixels that the longer side of a digit is brought to
_CELL = 4
_DIRECTIONS = 8


def _centred(picture: NDArray[np.uint8]) -> NDArray[np.float32]:
    """The ink (1) of a digit on paper (0), its longer side 24 pixels, in the middle of 32 by 32."""
    dark = 255.0 - picture.astype(np.float32)
    dark = np.clip((dark - 60) / max(float(dark.max()) - 60, 1.0), 0, 1).astype(np.float32)
    rows, columns = np.nonzero(dark.max(1) > 0.3)[0], np.nonzero(dark.max(0) > 0.3)[0]
    sheet = np.zeros((32, 32), np.float32)
    if not len(rows) or not len(columns):
        return sheet
    part = dark[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    scale = _BOX / max(part.shape)
    height, width = (max(round(side * scale), 1) for side in part.shape)
    small = np.asarray(cv2.resize(part, (width, height), interpolation=cv2.INTER_AREA), dtype=np.float32)
    top, left = (32 - height) // 2, (32 - width) // 2
    sheet[top : top + height, left : left + width] = small
    return sheet


def features(picture: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Where the edges of a digit run in which direction: 8 directions in each of 8 by 8 cells, and the ink itself."""
    sheet = cv2.GaussianBlur(_centred(picture), (0, 0), 0.8)
    across = cv2.Sobel(sheet, cv2.CV_32F, 1, 0, ksize=3)
    down = cv2.Sobel(sheet, cv2.CV_32F, 0, 1, ksize=3)
    strength = np.hypot(across, down)
    place = (np.arctan2(down, across) / (2 * np.pi) % 1.0) * _DIRECTIONS
    low = np.floor(place).astype(int) % _DIRECTIONS
    share = place - np.floor(place)
    planes = np.zeros((_DIRECTIONS, 32, 32), np.float32)
    y, x = np.indices((32, 32))
    planes[low, y, x] += strength * (1 - share)
    planes[(low + 1) % _DIRECTIONS, y, x] += strength * share
    soft = np.stack([cv2.GaussianBlur(plane, (0, 0), 2.0) for plane in (*planes, 4 * sheet)])
    cells = soft[:, _CELL // 2 :: _CELL, _CELL // 2 :: _CELL].ravel()
    length = max(float(np.sqrt(np.linalg.norm(cells))), 1e-3)
    return np.asarray(np.sqrt(np.maximum(cells, 0)) / length, dtype=np.float32)


@cache
def _weights() -> dict[str, NDArray[np.float32]]:
    with np.load(WEIGHTS) as stored:
        return {name: stored[name].astype(np.float32) for name in stored.files}


def digit_chances(picture: NDArray[np.uint8]) -> NDArray[np.float32]:
    """How likely a picture is each of the ten digits, and last that it is none: eleven numbers, together 1."""
    weights = _weights()
    hidden = np.maximum(features(picture) @ weights["first"] + weights["first_bias"], 0)
    score = hidden @ weights["second"] + weights["second_bias"]
    chances = np.exp(score - score.max())
    return np.asarray(chances / chances.sum(), dtype=np.float32)
