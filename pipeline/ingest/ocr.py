"""Tesseract, as one function: a picture in, words with their boxes and confidence out.

One process reads on one thread: Tesseract's own threads make it four to six times slower. So many
pages are read by many processes, never by many threads.
"""

import os
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from pipeline.errors import MissingPartError
from pipeline.ingest.image import DPI, has_black_ground
from pipeline.ingest.ocr_models import BEST, Model, model_path

if TYPE_CHECKING:
    import tesserocr

__all__ = ["OcrLine", "OcrWord", "Symbol", "engine_name", "recognise", "symbols"]


# What is read less surely is read again as white on black; on white, Tesseract's own 0.7 takes in strokes and stamps.
_LEGIBLE_ON_BLACK, _LEGIBLE = "0.7", "0.5"


@dataclass(frozen=True, slots=True)
class OcrWord:
    """A word as Tesseract read it; the box in pixels, the confidence from 0 to 1."""

    text: str
    left: int
    top: int
    right: int
    bottom: int
    confidence: float
    alternatives: tuple[str, ...] = ()
    was: str | None = None  # what was read, where a closed list put it right
    reason: str = ""


@dataclass(frozen=True, slots=True)
class OcrLine:
    """A printed line: its words from left to right, at least one."""

    words: tuple[OcrWord, ...]

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def left(self) -> int:
        return min(word.left for word in self.words)

    @property
    def right(self) -> int:
        return max(word.right for word in self.words)

    @property
    def top(self) -> int:
        return min(word.top for word in self.words)

    @property
    def bottom(self) -> int:
        return max(word.bottom for word in self.words)

    @property
    def confidence(self) -> float:
        """The mean over its words, long words counting for more."""
        weights = [len(word.text) for word in self.words]
        return sum(w.confidence * n for w, n in zip(self.words, weights, strict=True)) / sum(weights)

    def moved(self, right: int, down: int) -> "OcrLine":
        """The line where it stands on a picture of which a part was read."""
        return OcrLine(
            tuple(
                replace(w, left=w.left + right, right=w.right + right, top=w.top + down, bottom=w.bottom + down)
                for w in self.words
            )
        )


@dataclass(frozen=True, slots=True)
class Symbol:
    """A letter or sign of a line, with its box in pixels."""

    text: str
    left: int
    top: int
    right: int
    bottom: int


@cache
def _reader(model: Model) -> "tesserocr.PyTessBaseAPI":
    """The engine with `model`, loaded once a process (0.1 s)."""
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")
    try:
        import tesserocr
    except ImportError as missing:
        raise MissingPartError("tesserocr", "pip install tesserocr") from missing
    path = model_path(model)
    reader = tesserocr.PyTessBaseAPI(path=str(path.parent), lang=model.language)
    # Whether a typewriter set a line, Tesseract asks at length (a tenth of its page layout) and its network does not.
    reader.SetVariable("textord_all_prop", "1")
    return reader


@cache
def engine_name() -> str:
    """The engine and its version, for the record: `"tesseract 5.5.4, vie_best"`."""
    import tesserocr

    return f"tesseract {tesserocr.tesseract_version().split()[1]}, {BEST.language}"


def _lines(reader: "tesserocr.PyTessBaseAPI", left: int, top: int) -> list[OcrLine]:
    """The lines that `reader` has just read, moved by `left` and `top`."""
    import tesserocr

    lines: list[OcrLine] = []
    words: list[OcrWord] = []
    found = reader.GetIterator()
    if found is None:
        return lines
    level = tesserocr.RIL.WORD
    # Its table of words (TSV) says the same, but Tesseract makes it letter by letter: 3 % of the time of a page.
    for item in tesserocr.iterate_level(found, level):
        if words and item.IsAtBeginningOf(tesserocr.RIL.TEXTLINE):
            lines.append(OcrLine(tuple(words)))
            words = []
        text, box = "" if item.Empty(level) else item.GetUTF8Text(level).strip(), item.BoundingBox(level)
        if text and box:
            sure = min(max(item.Confidence(level) / 100, 0.0), 1.0)
            words.append(OcrWord(text, left + box[0], top + box[1], left + box[2], top + box[3], round(sure, 3)))
    return [*lines, OcrLine(tuple(words))] if words else lines


def recognise(
    light: NDArray[np.uint8],
    model: Model = BEST,
    layout: int = 4,
    within: tuple[int, int, int, int] | None = None,
    may_be_inverse: bool = True,
) -> list[OcrLine]:
    """The lines of a grey picture at 200 dpi, in Tesseract's order.

    `layout` is Tesseract's page segmentation mode: 4 a column of text of many sizes, 6 an even block,
    7 a single line, 13 a single line taken as it is. `within` is the part to read: left, top, right, bottom in pixels.
    Where print `may_be_inverse`, what is read unsurely is read again as white on black.
    """
    left, top, right, bottom = within or (0, 0, light.shape[1], light.shape[0])
    left, top = max(left, 0), max(top, 0)
    part = np.ascontiguousarray(light[top:bottom, left:right])
    rows, columns = part.shape
    if rows < 8 or columns < 8:
        return []
    reader = _reader(model)
    reader.SetPageSegMode(layout)
    legible = _LEGIBLE_ON_BLACK if has_black_ground(part) else _LEGIBLE
    reader.SetVariable("invert_threshold", legible if may_be_inverse else "0")
    reader.SetImageBytes(part.tobytes(), columns, rows, 1, columns)
    reader.SetSourceResolution(DPI)
    reader.Recognize()
    lines = _lines(reader, left, top)
    reader.Clear()
    return lines


def symbols(light: NDArray[np.uint8], within: tuple[int, int, int, int]) -> list[Symbol]:
    """The letters and signs of the single line that stands in a part of a grey picture, from left to right."""
    import tesserocr

    left, top, right, bottom = within
    left, top = max(left, 0), max(top, 0)
    part = np.ascontiguousarray(light[top:bottom, left:right])
    rows, columns = part.shape
    reader = _reader(BEST)
    reader.SetPageSegMode(7)
    reader.SetImageBytes(part.tobytes(), columns, rows, 1, columns)
    reader.SetSourceResolution(DPI)
    reader.Recognize()
    found: list[Symbol] = []
    for item in tesserocr.iterate_level(reader.GetIterator(), tesserocr.RIL.SYMBOL):
        if item.Empty(tesserocr.RIL.SYMBOL):
            continue
        box = item.BoundingBox(tesserocr.RIL.SYMBOL)
        text = item.GetUTF8Text(tesserocr.RIL.SYMBOL)
        if box and text.strip():
            found.append(Symbol(text, left + box[0], top + box[1], left + box[2], top + box[3]))
    reader.Clear()
    return found
