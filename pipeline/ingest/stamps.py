"""The boxed stamp of whoever received a document: `CỔNG THÔNG TIN ... ĐẾN  Giờ: ...  Ngày: 23/4/2026`.

It is put where there is room, beside the number or the title, and OCR mixes its words and its date with them.
So it is found by its frame, known by its words, and taken off the picture before the page is read.
"""

import re
import unicodedata
from dataclasses import dataclass

import cv2
import numpy as np
from cv2.typing import MatLike
from numpy.typing import NDArray

from pipeline.ingest.image import Grey, ink
from pipeline.ingest.ocr import OcrLine, recognise

__all__ = ["without_received_stamps"]

_WIDTHS, _HEIGHTS = (0.15, 0.45), (0.03, 0.12)  # of a frame, as shares of the page
_FULL = 0.88  # so much of the rectangle around it a frame fills
_RECEIVED = re.compile(r"\bDEN\b|CONG VAN DEN")
_WHEN = re.compile(r"NGAY|GIO\b|SO\b")


@dataclass(frozen=True, slots=True)
class _Frame:
    """A drawn rectangle: its outline and, around it, left, top, right, bottom."""

    outline: MatLike
    box: tuple[int, int, int, int]
    is_full: bool

    def holds(self, other: "_Frame") -> bool:
        """Whether this is the same frame's outer edge: as wide, and not much higher."""
        left, top, right, bottom = self.box
        x0, y0, x1, y1 = other.box
        is_around = left <= x0 + 8 and top <= y0 and right >= x1 - 8 and bottom >= y1
        return is_around and right - left < 1.15 * (x1 - x0) and bottom - top < 2.5 * (y1 - y0)


def _frames(light: Grey) -> list[list[_Frame]]:
    """The frames of the size of a stamp in the upper half of a page, each with those that are its outer edges."""
    rows, columns = light.shape
    dark = cv2.morphologyEx(255 * ink(light[: rows // 2]), cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))
    outlines, _ = cv2.findContours(dark, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    frames: list[_Frame] = []
    for outline in outlines:
        left, top, width, height = cv2.boundingRect(outline)
        is_wide = _WIDTHS[0] * columns < width < _WIDTHS[1] * columns
        if is_wide and _HEIGHTS[0] * rows < height < _HEIGHTS[1] * rows:
            _, sides, _ = cv2.minAreaRect(outline)
            is_full = cv2.contourArea(outline) >= _FULL * sides[0] * sides[1]
            frames.append(_Frame(outline, (left, top, left + width, top + height), is_full))
    return [[other for other in frames if other.holds(frame)] for frame in frames if frame.is_full]


def _plain(text: str) -> str:
    parts = unicodedata.normalize("NFD", text.upper().replace("Đ", "D").replace("Ð", "D"))
    return "".join(sign for sign in parts if not unicodedata.combining(sign))


def _covered(frames: list[_Frame]) -> NDArray[np.int32]:
    """The corners of a stamp: of its full frame, and up to the top of the frame around it, where its caption stands.

    Below and beside it the outer frame is not followed: the print of the page may touch it there.
    """
    inner = next(frame for frame in frames if frame.is_full)
    corners = np.asarray(cv2.boxPoints(cv2.minAreaRect(inner.outline)))
    middle = corners.mean(axis=0)
    grown = corners + np.sign(corners - middle) * 6
    caption = inner.box[1] - min(frame.box[1] for frame in frames)
    grown[corners[:, 1] < middle[1], 1] -= caption
    return np.asarray(cv2.convexHull(grown.astype(np.int32)), dtype=np.int32)


def without_received_stamps(light: Grey) -> tuple[Grey, list[OcrLine]]:
    """The page without the stamps of those who received it, and what they say."""
    stamps: list[OcrLine] = []
    for frames in _frames(light):
        covered = _covered(frames)
        left, top, width, height = cv2.boundingRect(covered)
        within = (left, top, left + width, top + height)
        for layout in (6, 11):  # a block, then words wherever they stand
            lines = recognise(light, layout=layout, within=within)
            said = _plain(" ".join(line.text for line in lines))
            if _RECEIVED.search(said) and _WHEN.search(said):
                light = light.copy()
                cv2.fillConvexPoly(light, covered, 255)
                stamps += lines
                break
    return light, stamps
