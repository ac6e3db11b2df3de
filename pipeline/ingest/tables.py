"""Ruled tables on a scanned page: where their cells are, and which words stand in which."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np

from pipeline.document import Cell
from pipeline.ingest.image import Grey, ink, marks_of
from pipeline.ingest.ocr import OcrLine, OcrWord

__all__ = ["Grid", "cells_of", "find_grids"]

_RULE = 70  # pixels: shorter strokes are letters and underlines
_EVERY = 5  # rows: on so few of them a first look is taken
_SIGNS = frozenset("-–+%*")  # what a cell may hold beside letters and digits; all else is a piece of a rule
_NEAR = 12  # pixels: rules closer than this are one, drawn thick or askew


@dataclass(frozen=True, slots=True)
class Grid:
    """The rules of a table: the x of those that stand, the y of those that lie, in pixels, rising."""

    columns: tuple[int, ...]
    rows: tuple[int, ...]

    def holds(self, word: OcrWord) -> bool:
        x, y = (word.left + word.right) / 2, (word.top + word.bottom) / 2
        return self.columns[0] < x < self.columns[-1] and self.rows[0] < y < self.rows[-1]

    def place(self, word: OcrWord) -> tuple[int, int]:
        """Row and column of a word that the table holds, from 0."""
        x, y = (word.left + word.right) / 2, (word.top + word.bottom) / 2
        row = next(i for i, (above, below) in enumerate(pairwise(self.rows)) if above < y <= below or y < below)
        column = next(i for i, (left, right) in enumerate(pairwise(self.columns)) if left < x <= right or x < right)
        return row, column


def _positions(profile: Sequence[int], least: float) -> tuple[int, ...]:
    """The middles of the runs where `profile` is at least `least`, near ones joined."""
    places: list[list[int]] = []
    for at, amount in enumerate(profile):
        if amount < least:
            continue
        if places and at - places[-1][-1] <= _NEAR:
            places[-1].append(at)
        else:
            places.append([at])
    return tuple((place[0] + place[-1]) // 2 for place in places)


def _may_stand(dark: Grey) -> bool:
    """Whether rules may stand on a page: on every fifth row, where such a rule shows seven times, most have none."""
    sampled = cv2.erode(dark[::_EVERY], np.ones((_RULE // 2 // _EVERY, 1), np.uint8))
    return int(np.count_nonzero(sampled.any(axis=0))) >= 3


def find_grids(light: Grey) -> list[Grid]:
    """The ruled tables of a page, from the top down: at least two columns, at least 0.4 of the page wide."""
    dark = ink(light)
    if not _may_stand(dark):
        return []
    standing = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((_RULE // 2, 1), np.uint8))
    if np.count_nonzero(standing.any(axis=0)) < 3:  # most pages: no rule stands
        return []
    # Rules that lie belong to a table where others stand; so the rest of the page need not be searched.
    held = np.flatnonzero(standing.any(axis=1))
    down = max(int(held[0]) - _NEAR, 0)
    dark, standing = dark[down : held[-1] + _NEAR], standing[down : held[-1] + _NEAR]
    across = cv2.transpose(dark)  # OpenCV searches columns many times as fast as rows
    lying = cv2.transpose(cv2.morphologyEx(across, cv2.MORPH_OPEN, np.ones((_RULE, 1), np.uint8)))
    rules = cv2.dilate(cv2.bitwise_or(lying, standing), np.ones((5, 5), np.uint8)).astype(np.uint8)
    _, marks = marks_of(rules)
    grids: list[Grid] = []
    for left, top, width, height, _ in marks[1:].tolist():
        if width < 0.4 * light.shape[1] or height < 40:
            continue
        part = np.s_[top : top + height, left : left + width]
        columns = _positions(standing[part].sum(axis=0).tolist(), 0.3 * height)
        rows = _positions(lying[part].sum(axis=1).tolist(), 0.3 * width)
        if len(columns) >= 3 and len(rows) >= 2:
            grids.append(Grid(tuple(left + x for x in columns), tuple(down + top + y for y in rows)))
    return sorted(grids, key=lambda grid: grid.rows[0])


def cells_of(grid: Grid, lines: Iterable[OcrLine], table: int) -> list[tuple[OcrLine, Cell]]:
    """The printed lines of a table's cells, row after row, each with its cell.

    `lines` run across the whole table, as Tesseract reads it; here they are parted at the rules.
    """
    by_place: dict[tuple[int, int], list[OcrLine]] = {}
    for line in lines:
        pieces: dict[tuple[int, int], list[OcrWord]] = {}
        for word in line.words:
            if any(sign.isalnum() for sign in word.text) or word.text in _SIGNS:
                pieces.setdefault(grid.place(word), []).append(word)
        for place, words in pieces.items():
            by_place.setdefault(place, []).append(OcrLine(tuple(words)))
    return [(line, Cell(table, row, column)) for (row, column), inside in sorted(by_place.items()) for line in inside]
