"""Lines of print that Tesseract's page layout left out: found as ink where nothing was read, and read by themselves.

It happens beside stamps and pictures. A line so read must be sure to count: most ink without words is no print.
"""

from collections.abc import Sequence

import cv2
import numpy as np

from pipeline.ingest.image import Grey, ink
from pipeline.ingest.ocr import OcrLine, recognise

__all__ = ["with_lost_lines"]

_COARSE = 4  # pixels to one of the map of ink
_LEAST_WIDTH = 160  # pixels: shorter pieces are signatures, rules, page numbers
_SURE = 0.8
_MOST = 12  # lines on a page; more is a picture


def _unread(light: Grey, lines: Sequence[OcrLine]) -> list[tuple[int, int, int, int]]:
    """Where ink in the shape of a line of print stands that no word covers: left, top, right, bottom."""
    words = [word for line in lines for word in line.words]
    if not words:
        return []
    usual = float(np.median([word.bottom - word.top for word in words]))
    left_out = cv2.resize(255 * ink(light), None, fx=1 / _COARSE, fy=1 / _COARSE, interpolation=cv2.INTER_AREA) > 40
    for word in words:
        middle, half = (word.top + word.bottom) / 2, min(word.bottom - word.top, 1.5 * usual) / 2
        rows = slice(max(int((middle - half) / _COARSE) - 1, 0), int((middle + half) / _COARSE) + 2)
        left_out[rows, max(word.left // _COARSE - 2, 0) : word.right // _COARSE + 3] = False
    joined = cv2.morphologyEx(left_out.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((1, 15), np.uint8))
    _, _, marks, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    found = []
    for left, top, width, height, area in marks[1:].tolist():
        is_line = width * _COARSE >= _LEAST_WIDTH and 0.5 * usual <= height * _COARSE <= 2 * usual
        if is_line and area > 0.3 * width * height:
            edge = 3
            found.append(
                (
                    max((left - edge) * _COARSE, 0),
                    max((top - edge) * _COARSE, 0),
                    (left + width + edge) * _COARSE,
                    (top + height + edge) * _COARSE,
                )
            )
    return found


def with_lost_lines(light: Grey, lines: Sequence[OcrLine]) -> list[OcrLine]:
    """The lines of a page in order, with those that were left out and can be read surely."""
    kept = list(lines)
    places = _unread(light, lines)
    if len(places) > _MOST:
        return kept
    for place in places:
        for line in recognise(light, layout=7, within=place):
            if line.confidence >= _SURE and sum(sign.isalpha() for sign in line.text) >= 8:
                middle = (line.top + line.bottom) / 2
                at = next((i for i, one in enumerate(kept) if (one.top + one.bottom) / 2 > middle), len(kept))
                kept.insert(at, line)
    return kept
