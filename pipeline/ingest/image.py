"""A page picture made ready for OCR: grey, upright, straight, without specks and red stamps.

Pictures are `uint8` arrays, height x width, 0 is ink and 255 is paper. All sizes are taken from the
page itself (the height of its small letters), not from the resolution, which scanners misstate.
Binarising, blurring and stretching are left out on purpose: each makes the reading worse.
"""

import math
from dataclasses import dataclass

import cv2
import numpy as np
from cv2.typing import MatLike
from numpy.typing import NDArray
from PIL import Image

from pipeline.document import Box

__all__ = [
    "DPI",
    "Picture",
    "grey",
    "has_black_ground",
    "ink",
    "prepare",
    "scaled",
    "skew",
    "small_letters",
    "straighten",
    "without_shadows",
    "without_specks",
]

cv2.setNumThreads(1)  # many pages are read by many processes: OpenCV's own threads only get in their way

DPI = 200
Grey = NDArray[np.uint8]

_RED_LEAD = 40  # how much redder than green and blue a pixel of a stamp is at least
_LIGHT_RED = 130  # the red channel of red ink, down to where black print under it begins
_SHADE = 0.8  # paper in the shade is darker than this share of paper in the light
_NOT_PAPER = 0.3  # what is darker than this is no paper: a border, a table under the sheet
_MAX_SKEW = 5.0  # degrees; a sheet that lies more askew is a photograph
_LEAST_SKEW = 0.2  # degrees; less is not worth a resampling


def _grey(array: MatLike) -> Grey:
    """What OpenCV gives back, as the type it is."""
    grey: Grey = array.astype(np.uint8, copy=False)
    return grey


@dataclass(frozen=True)
class Picture:
    """A page ready for OCR and the way back to the page.

    `turns` is how many quarter turns (clockwise) put it upright, `angle` the degrees (counterclockwise)
    that straightened it. Boxes are given on the upright page.
    """

    grey: Grey
    width: float  # of the upright page, in points
    height: float
    turns: int = 0
    angle: float = 0.0

    def box(self, left: float, top: float, right: float, bottom: float) -> Box:
        """The box on the page, in points, of a rectangle of pixels of `grey`."""
        rows, columns = self.grey.shape
        if self.angle:
            # The centre goes back; the rectangle keeps its size, so that a long line stays thin.
            turned = math.radians(self.angle)
            aside, down = (left + right) / 2 - columns / 2, (top + bottom) / 2 - rows / 2
            across = math.cos(turned) * aside - math.sin(turned) * down - aside
            along = math.sin(turned) * aside + math.cos(turned) * down - down
            left, right, top, bottom = left + across, right + across, top + along, bottom + along
        x, y = self.width / columns, self.height / rows
        x0, x1 = (round(min(max(place * x, 0.0), self.width), 1) for place in (left, right))
        y0, y1 = (round(min(max(place * y, 0.0), self.height), 1) for place in (top, bottom))
        return Box(x0, y0, x1, y1)


def grey(image: Image.Image) -> Grey:
    """The picture in grey, red ink bleached: a stamp lies on the text that counts.

    What is red is as light as its red channel, where black print under a stamp stays black, and paper
    where that channel is light.
    """
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        paper = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(paper, image.convert("RGBA"))
    if image.mode in ("1", "L"):
        return np.asarray(image.convert("L"))
    if image.mode.startswith("I;16") or image.mode in ("I", "F"):
        deep = np.asarray(image, dtype=np.float64)
        top = max(float(deep.max()), 1.0)
        return (deep * (255.0 / top)).astype(np.uint8)
    colours = np.asarray(image if image.mode == "RGB" else image.convert("RGB"))
    light = _grey(cv2.cvtColor(colours, cv2.COLOR_RGB2GRAY))
    red, green, blue = cv2.split(colours)
    stamped = cv2.subtract(red, cv2.max(green, blue)) > _RED_LEAD
    if stamped.any():
        bleached = red[stamped]
        bleached[bleached > _LIGHT_RED] = 255
        light[stamped] = np.maximum(light[stamped], bleached)
    return light


def scaled(light: Grey, dots_per_inch: float) -> Grey:
    """`light` at 200 dpi; what is near enough is left as it is."""
    factor = DPI / dots_per_inch
    if 0.95 <= factor <= 1.05:
        return light
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    return _grey(cv2.resize(light, None, fx=factor, fy=factor, interpolation=how))


def without_shadows(light: Grey) -> Grey:
    """`light` with its paper equally white all over, where a photograph or a book's fold has it in shadow.

    Tesseract takes one threshold for a page: print in the shade, or all that lies there, is lost. An evenly lit
    page is left as it is, since any change of its greys makes the reading worse.
    """
    eighth = cv2.resize(light, None, fx=1 / 8, fy=1 / 8, interpolation=cv2.INTER_AREA)
    paper = cv2.morphologyEx(eighth, cv2.MORPH_CLOSE, np.ones((25, 25), np.uint8))
    if paper.min() > _SHADE * paper.max():
        return light
    paper = cv2.medianBlur(paper, 15)
    bright = float(np.percentile(paper, 90))
    if np.percentile(paper[paper > _NOT_PAPER * bright], 5) > _SHADE * bright:
        return light
    whole = cv2.resize(paper, light.shape[::-1], interpolation=cv2.INTER_LINEAR)
    return _grey(cv2.divide(light, np.maximum(whole, np.uint8(_NOT_PAPER * bright)), scale=bright))


def ink(light: Grey) -> Grey:
    """1 where there is ink, 0 where there is paper."""
    threshold, dark = cv2.threshold(light, 0, 1, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    if threshold < 30:  # black and white already: Otsu's threshold falls on 0
        dark = (light < 128).astype(np.uint8)
    return _grey(dark)


def small_letters(heights: NDArray[np.int32]) -> int | None:
    """The height of `a c e m n` on the page in pixels: the first high peak in the heights of its marks.

    `None` on a page with too little print to tell.
    """
    counts = np.bincount(np.clip(heights, 0, 60), minlength=61)[:60].astype(float)
    counts[:9] = 0
    if counts.sum() < 20:
        return None
    smooth = np.convolve(counts, [1, 1, 1], "same")
    half = smooth.max() / 2
    for height in range(9, 59):
        if smooth[height] >= half and smooth[height - 1] <= smooth[height] >= smooth[height + 1]:
            return height
    return None


def _speck_area(areas: NDArray[np.int32], letters: int) -> int:
    """The area in pixels below which a mark is a speck: the valley between dust and the dots of `i` and `ạ`."""
    counts = np.bincount(np.clip(areas, 0, 200), minlength=201)[:200].astype(float)
    smooth = np.convolve(counts, np.array([1, 2, 3, 2, 1]) / 9, "same")
    candidates = np.arange(int((0.11 * letters) ** 2), int((0.22 * letters) ** 2) + 1)
    return int(candidates[smooth[candidates].argmin()])


def marks_of(dark: Grey) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """The connected marks of `dark`: the number of each pixel's mark, and box and area of each mark (0 is paper)."""
    _, labels, marks, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    return labels.astype(np.int32, copy=False), marks.astype(np.int32, copy=False)


def without_specks(light: Grey) -> Grey:
    """`light` without the dust of a scanner, which else is read as dots and tone marks."""
    dark = ink(light)
    count, labels = cv2.connectedComponents(dark, connectivity=8)
    # Heights and areas from pixels of ink alone: OpenCV's own figures of marks take twice as long, as they count paper.
    inked = np.flatnonzero(dark.view(np.bool_))
    marks, rows = labels.ravel()[inked], inked // light.shape[1]
    areas = np.bincount(marks, minlength=count).astype(np.int32)
    tops, bottoms = np.zeros(count, np.int32), np.zeros(count, np.int32)
    tops[marks[::-1]], bottoms[marks] = rows[::-1], rows  # of pixels in reading order the last one stays
    letters = small_letters((bottoms - tops + 1)[1:])
    if letters is None:
        return light
    specks = np.flatnonzero(areas[marks] < _speck_area(areas[1:], letters))
    if not len(specks):
        return light
    specks = specks[np.argsort(marks[specks], kind="stable")]
    starts = np.flatnonzero(np.diff(marks[specks], prepend=0))
    columns = inked[specks] % light.shape[1]
    lefts, rights = np.minimum.reduceat(columns, starts), np.maximum.reduceat(columns, starts)
    clean = light.copy()
    for mark, left, right in zip(marks[specks][starts].tolist(), lefts.tolist(), rights.tolist(), strict=True):
        around = np.s_[max(tops[mark] - 1, 0) : bottoms[mark] + 2, max(left - 1, 0) : right + 2]
        there = labels[around]
        alone = not ((there != mark) & (there != 0)).any()
        clean[around][there == mark if not alone else there >= 0] = 255
    return clean


def _rotated(picture: Grey, angle: float, paper: int) -> Grey:
    rows, columns = picture.shape
    turn = cv2.getRotationMatrix2D((columns / 2, rows / 2), angle, 1.0)
    how = cv2.INTER_CUBIC if paper else cv2.INTER_NEAREST
    return _grey(cv2.warpAffine(picture, turn, (columns, rows), flags=how, borderValue=paper))


def _sharpness(small: Grey, angle: float) -> float:
    """How sharply lines of print and the gaps between them part when the page is turned by `angle`."""
    profile = cv2.reduce(_rotated(small, angle, 0), 1, cv2.REDUCE_SUM, dtype=cv2.CV_32S)
    return float(np.square(np.diff(profile[:, 0])).sum())


def skew(light: Grey) -> float:
    """By how many degrees (counterclockwise) the page is to be turned so that its lines lie level."""
    sixth = cv2.resize(ink(light) * 255, None, fx=1 / 6, fy=1 / 6, interpolation=cv2.INTER_AREA)
    small = (sixth > 60).astype(np.uint8)
    best = 0.0
    for step, reach in ((0.5, _MAX_SKEW), (0.1, 0.4), (0.05, 0.05)):
        angles = best + np.arange(-reach, reach + step / 2, step)
        best = float(max(angles, key=lambda angle: (_sharpness(small, angle), -abs(angle))))
    return round(best, 2)


def straighten(light: Grey) -> tuple[Grey, float]:
    """The picture with level lines, and by how many degrees it was turned."""
    angle = skew(light)
    if abs(angle) < _LEAST_SKEW:
        return light, 0.0
    return _rotated(light, angle, 255), angle


def lies_sideways(light: Grey) -> bool:
    """Whether lines of print run up and down the picture: its columns part more sharply than its rows."""
    quarter = cv2.resize(ink(light) * 255, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    dark = (quarter > 60).astype(np.float64)
    across, down = (np.square(np.diff(dark.sum(axis=axis))).mean() / dark.shape[axis] for axis in (1, 0))
    return bool(down > 1.5 * across)


def has_black_ground(light: Grey) -> bool:
    """Whether print may stand white on black: somewhere ink fills a bar as high as a line and as wide as a word.

    Looked at are the pixels of every fourth row and column, with strokes as thin as those of letters filled.
    """
    filled = cv2.morphologyEx(ink(light[::4, ::4]), cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    return bool(cv2.erode(filled, np.ones((9, 20), np.uint8)).any())


def gutter(light: Grey) -> int | None:
    """Where two pages meet that lie side by side on one sheet; `None` if it holds one.

    A wide sheet with print on both halves and a white band from top to bottom near its middle.
    """
    rows, columns = light.shape
    if columns < 1.2 * rows:
        return None
    profile = ink(light)[rows // 20 : -rows // 20].sum(axis=0, dtype=np.int64)
    white = profile <= 2
    middle = range(int(0.44 * columns), int(0.56 * columns))
    runs: list[tuple[int, int]] = []
    start = None
    for x in middle:
        if white[x] and start is None:
            start = x
        if not white[x] and start is not None:
            runs.append((x - start, start))
            start = None
    if start is not None:
        runs.append((middle.stop - start, start))
    if not runs or max(runs)[0] < 0.02 * columns:
        return None
    width, left = max(runs)
    at = left + width // 2
    is_printed = [half.sum() > 0.005 * rows * columns / 2 for half in (profile[:at], profile[at:])]
    return at if all(is_printed) else None


def densest_band(light: Grey, height: int = 240) -> Grey:
    """The part of the picture over its whole width that holds the most print, to try things on."""
    if light.shape[0] <= height:
        return light
    total = np.concatenate([[0], np.cumsum(ink(light).sum(axis=1, dtype=np.int64))])
    top = int((total[height:] - total[:-height]).argmax())
    return light[top : top + height]


def prepare(light: Grey, width: float, height: float, turns: int = 0) -> Picture:
    """A grey picture at 200 dpi of a page of `width` x `height` points, ready for OCR.

    `turns` is how many quarter turns (clockwise) put it upright.
    """
    if turns:
        light = np.ascontiguousarray(np.rot90(light, -turns))
        if turns % 2:
            width, height = height, width
    level, angle = straighten(light)
    return Picture(without_specks(level), width, height, turns, angle)
