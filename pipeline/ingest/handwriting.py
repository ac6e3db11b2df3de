"""The number and the date of a scanned letterhead that were written in by hand.

    Số: 294b /TB-SYT            ->  Số: 2016 /TB-SYT
    ngày cÌ ð tháng 10 năm 2017 ->  ngày 23 tháng 10 năm 2017

OCR reads print. Where it is in doubt between `Số:` and `/`, before `tháng` or before `năm`, the marks that stand
there are read one by one as digits. What is so read is kept as a repair beside what OCR read, and is never sure.
What is no row of plain digits, or no day or month, stays as it was.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.ingest.digits import digit_chances
from pipeline.ingest.image import Grey, ink, marks_of
from pipeline.ingest.ocr import OcrLine, OcrWord, symbols

__all__ = ["by_hand"]

DOUBT = 0.6  # the confidence below which OCR's reading of a figure is looked at
_SURE = 0.55  # nothing written by hand is surer
_LEAST = 0.7  # how likely each digit must be
_AROUND = 24  # pixels: what a digit may reach over the print beside it
_SERIAL = re.compile(r"^\W*[Ss]{1,2}[ốồổóôỏòÓỐáÁé][:.;]?(?P<hand>[^/]{0,12}?)(?=/)")
_DAY = re.compile(r"(?i:ng.y)(?P<hand>.{0,9}?)(?=[tT]h.ng)")
_MONTH = re.compile(r"[tT]h.ng(?P<hand>.{0,6}?)(?=n[ăâaàã]m)")


@dataclass(frozen=True, slots=True)
class _Blank:
    """Where something was written in: between two edges of print, in pixels."""

    left: int
    right: int
    top: int
    bottom: int
    most: int  # the greatest number that can stand there
    said: str  # what OCR read


def by_hand(light: Grey, line: OcrLine) -> OcrLine:
    """`line` of a letterhead with what was written into it, where OCR is in doubt and the digits are plain."""
    if (
        not re.search(r"^\W*[Ss]{1,2}\w\s?[:.;]|(?i:ng.y).*n.m", line.text)
        or min(w.confidence for w in line.words) >= DOUBT
    ):
        return line
    for blank in _blanks(light, line):
        if _is_doubtful(line, blank):
            figure = _figure(light, blank)
            if figure:
                line = _filled(line, blank, *figure)
    return line


def _blanks(light: Grey, line: OcrLine) -> Iterator[_Blank]:
    """The places of a line that are filled in when a document is issued, right to left."""
    edge = 12
    signs = symbols(light, (line.left - edge, line.top - edge, line.right + edge, line.bottom + edge))
    text = "".join(sign.text[:1] for sign in signs)
    for pattern, most in ((_MONTH, 12), (_DAY, 31), (_SERIAL, 99_999)):
        match = pattern.search(text)
        if match is None:
            continue
        before, after = signs[match.start("hand") - 1], signs[match.end("hand")]
        print_height = [s for s in signs[: match.start("hand")] if s.text.isalpha()] or signs
        top, bottom = min(s.top for s in print_height), max(s.bottom for s in print_height)
        high = bottom - top
        yield _Blank(before.right, after.left, max(top - high // 2, 0), bottom + high // 3, most, match["hand"].strip())


def _is_doubtful(line: OcrLine, blank: _Blank) -> bool:
    inside = [word for word in line.words if word.right > blank.left + 4 and word.left < blank.right - 4]
    return any(word.confidence < DOUBT or not re.search(r"\d", word.text) for word in inside)


def _marks(light: Grey, blank: _Blank) -> list[Grey]:
    """The marks in a blank from left to right, each alone on white; pieces that stand over one another are one."""
    first = max(blank.left - _AROUND, 0)
    part = light[blank.top : blank.bottom, first : blank.right + _AROUND]
    if part.shape[0] < 12 or blank.right - blank.left < 6:
        return []
    dark = ink(part)
    labels, marks = marks_of(dark)
    height = part.shape[0]
    pieces: list[tuple[int, int, set[int]]] = []
    for number in range(1, len(marks)):
        left, _, width, high, area = marks[number, :5].tolist()
        centre = left + width / 2
        is_small = high < 0.2 * height and width < 0.2 * height
        is_rule = width > 3 * high and width > 0.7 * height
        is_inside = blank.left - 6 <= first + centre <= blank.right  # where OCR says that letters end is not exact
        if is_small or is_rule or area < 12 or not is_inside:
            continue
        pieces.append((left, left + width, {number}))
    pieces.sort()
    joined: list[tuple[int, int, set[int]]] = []
    for left, right, numbers in pieces:
        if joined and min(right, joined[-1][1]) - left > 0.5 * min(right - left, joined[-1][1] - joined[-1][0]):
            joined[-1] = (joined[-1][0], max(right, joined[-1][1]), joined[-1][2] | numbers)
        else:
            joined.append((left, right, numbers))
    alone = []
    for _, _, numbers in joined:
        mask = np.isin(labels, list(numbers))
        if np.ptp(np.nonzero(mask.any(axis=1))[0]) > 0.3 * height:
            alone.append(_cropped(np.where(mask, part, 255).astype(np.uint8), mask))
    return alone


def _cropped(picture: Grey, mask: NDArray[np.bool_]) -> Grey:
    rows, columns = np.nonzero(mask.any(axis=1))[0], np.nonzero(mask.any(axis=0))[0]
    return picture[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def _parted(mark: Grey) -> list[NDArray[np.float32]]:
    """What a mark may be: one digit, or two that touch, parted where there is least ink."""
    whole = digit_chances(mark)
    rows, columns = mark.shape
    if columns < 1.1 * rows or float(whole[:10].max()) > 0.8:
        return [whole]
    profile = cv2.blur((mark < 128).sum(axis=0, dtype=np.float32)[None, :], (3, 1))[0]
    best, best_chance = [whole], float(whole[:10].max())
    for at in sorted(range(int(0.3 * columns), int(0.7 * columns)), key=lambda x: float(profile[x]))[:6]:
        halves = [digit_chances(mark[:, :at]), digit_chances(mark[:, at:])]
        chance = float(np.sqrt(halves[0][:10].max() * halves[1][:10].max()))
        if chance > best_chance:
            best, best_chance = halves, chance
    return best


def _figure(light: Grey, blank: _Blank) -> tuple[str, float] | None:
    """The number in a blank and how likely it is; `None` where the marks are no plain digits or make no such number."""
    chances = [chance for mark in _marks(light, blank) for chance in _parted(mark)]
    if not 1 <= len(chances) <= len(str(blank.most)):
        return None
    said = [int(chance[:10].argmax()) for chance in chances]
    if blank.most < 100 and not 1 <= int("".join(map(str, said))) <= blank.most:
        said = _within(chances, blank.most) or said
    likely = min(float(chance[digit]) for chance, digit in zip(chances, said, strict=True))
    figure = "".join(map(str, said))
    return (figure, likely) if likely >= _LEAST and 1 <= int(figure) <= blank.most else None


def _within(chances: Sequence[NDArray[np.float32]], most: int) -> list[int] | None:
    """The likeliest digits that make a number from 1 to `most`."""
    numbers = [f"{number:0{len(chances)}}" for number in range(1, most + 1)]
    fitting = [number for number in numbers if len(number) == len(chances)]
    best = max(
        fitting,
        key=lambda number: sum(float(np.log(c[int(d)] + 1e-9)) for c, d in zip(chances, number, strict=True)),
        default=None,
    )
    return [int(digit) for digit in best] if best else None


def _filled(line: OcrLine, blank: _Blank, figure: str, likely: float) -> OcrLine:
    """`line` with `figure` in the blank: print that was read in one word with it stays before and after it."""
    before = [word for word in line.words if word.right <= blank.left + 4]
    after = [word for word in line.words if word.left >= blank.right - 4]
    inside = [word for word in line.words if word not in before and word not in after]
    was = " ".join(word.was or word.text for word in inside)
    sure = round(min(_SURE, likely), 3)
    hand = OcrWord(
        figure, blank.left, blank.top, blank.right, blank.bottom, sure, (), was or blank.said, "written by hand"
    )
    words = [*before]
    head = re.match(r"\W*[Ss]{1,2}\w\s?[:.;]|(?i:ng.y)|[tT]h.ng", inside[0].text) if inside else None
    if head:
        words.append(replace(inside[0], text=head[0], right=blank.left, confidence=DOUBT, alternatives=(), was=None))
    words.append(hand)
    tail = re.search(r"[tT]h.ng$|n.m$" if blank.most < 100 else r"/.*$", inside[-1].text) if inside else None
    if tail:
        words.append(replace(inside[-1], text=tail[0], left=blank.right, confidence=DOUBT, alternatives=(), was=None))
    if blank.most > 100 and words[0].text.endswith(":") and words[0].text != "Số:":
        words[0] = replace(words[0], text="Số:", was=words[0].text, reason="number")  # a number stands after it
    return OcrLine((*words, *after))
