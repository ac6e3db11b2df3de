"""The lines of a scanned page in reading order: letterhead and signature block by columns, tables by rows.

Tesseract reads a page as one column. So it joins what stands side by side (`UBND TỈNH X  CỘNG HÒA XÃ HỘI
...`) and takes the right column of a signature block, where stamp and signature lie on the print, for a
picture. Here the joined lines are parted again at the gap, and the signature is read once more by itself.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np

from pipeline.document import Cell
from pipeline.ingest.image import Grey, ink, marks_of, small_letters
from pipeline.ingest.ocr import OcrLine, OcrWord, recognise
from pipeline.ingest.signer import names_in, signer_lines
from pipeline.ingest.tables import cells_of, find_grids

__all__ = ["LaidLine", "lay_out"]

_MOTTO = re.compile(r"(?:CONG H\w{1,2} ?XA H\w|DANG CONG SAN V)")
_MOTTO_BEGINS = frozenset("CDĐÐ")
_DATE = re.compile(r"NGAY|THANG.*NAM|N.?AM ?(?:19|20)\d\d")
_NUMBER = re.compile(r"\W*S\w ?[:.]|.{0,14}/?\w{2,}-\w{2,}$")
_ABOUT = re.compile(r"V ?[/.V]? ?[VY]\b|VE VIEC|\(V/V")
_ADDRESSEE = re.compile(r"\W{0,2}KINH G.I\b")
_RECIPIENTS = re.compile(r"\W{0,3}N?.?OI NH.N\b")
_ITEM = re.compile(r"- ?[A-ZĐ]\w")  # a recipient, however short: `- HĐ;`
_BULLETS = frozenset("-–—+•*")
_SURE, _EACH_SURE = 0.93, 0.9  # a second reading betters no line that is surer, nor one whose words all are
_SIGNED = re.compile(r"\W{0,2}(?:TM|KT|TL|TUQ|T/M|K/T|T/L)\b|(?:PHO )?(?:CHU TICH|GIAM DOC|BI THU|CHANH VAN PHONG)\b")


@dataclass(frozen=True, slots=True)
class LaidLine:
    """A line in its place: in which cell, or put aside as what."""

    line: OcrLine
    cell: Cell | None = None
    aside: str | None = None


def _plain(text: str) -> str:
    """Capitals without marks, since OCR errs in the marks first: `"Nơi nhận:"` is `"NOI NHAN:"`."""
    parts = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(sign for sign in parts if not unicodedata.combining(sign)).upper()


def _is_junk(word: OcrWord) -> bool:
    """A mark that is no word: dust, a stroke of a pen, an edge of a stamp."""
    signs = sum(sign.isalnum() for sign in word.text)
    if not signs:
        return word.confidence < 0.6 or word.text in "|\\`~^°=_"
    return signs == 1 and word.confidence < 0.4 and not word.text.isdigit()


def _trimmed(line: OcrLine) -> OcrLine | None:
    """The line without junk at its ends; `None` where nothing else is in it."""
    words = line.words
    while words and _is_junk(words[0]) and not (words[0].text in _BULLETS and len(words) > 1):
        words = words[1:]
    while words and _is_junk(words[-1]):
        words = words[:-1]
    return OcrLine(words) if words else None


def _is_noise(line: OcrLine) -> bool:
    """A line of a stamp, a signature or dust: nothing in it is a word that Tesseract is at all sure of.

    A word counts that is long and not quite unsure (`PCTNTT` is no word it knows), or short and sure.
    """
    letters = [(sum(sign.isalnum() for sign in word.text), word.confidence) for word in line.words]
    if any((n >= 4 and sure >= 0.3) or (n >= 2 and sure >= 0.8) for n, sure in letters):
        return False
    if _ITEM.match(line.text) and line.confidence >= 0.3:
        return False
    return line.confidence < 0.6 or not any(n for n, _ in letters)


def _pitch(lines: Sequence[OcrLine]) -> float:
    """The usual distance of one line from the next, in pixels."""
    steps = [b.bottom - a.bottom for a, b in pairwise(lines) if 15 < b.bottom - a.bottom < 90]
    return float(np.median(steps)) if steps else 40.0


def _part(words: Iterable[OcrWord]) -> OcrLine | None:
    kept = tuple(words)
    return _trimmed(OcrLine(kept)) if kept else None


def _read_apart(light: Grey, line: OcrLine) -> OcrLine:
    """A part of a joined line read by itself, if that is surer: its neighbour may stand a little higher."""
    if line.confidence > _SURE or min(word.confidence for word in line.words) > _EACH_SURE:
        return line
    within = (line.left - 12, line.top - 8, line.right + 12, line.bottom + 8)
    again = recognise(light, layout=7, within=within)
    return again[0] if len(again) == 1 and again[0].confidence > line.confidence else line


def _gap_after(words: Sequence[OcrWord], height: float) -> int | None:
    """Where the first gap lies that is wider than any between words; `None` in a line without one."""
    for index in range(1, len(words)):
        if words[index].left - words[index - 1].right > 1.5 * height:
            return index
    return None


def _split_at(line: OcrLine, x: float) -> int:
    """The index of the first word of the right column: at the widest gap near `x`."""
    words = line.words
    best, widest = sum((word.left + word.right) / 2 < x for word in words), 0
    for index in range(1, len(words)):
        gap = words[index].left - words[index - 1].right
        middle = (words[index].left + words[index - 1].right) / 2
        if abs(middle - x) < 160 and gap > max(widest, 24):
            best, widest = index, gap
    return best


@dataclass(frozen=True, slots=True)
class _Letterhead:
    """The lines `start` to `end` of a page by columns; `stamps` stand right of what the letter is about."""

    start: int
    end: int
    left: list[OcrLine]
    right: list[OcrLine]
    stamps: list[OcrLine]


def _letterhead(lines: Sequence[OcrLine], height: int) -> _Letterhead | None:
    """The letterhead among `lines`, known by its motto."""
    for at, line in enumerate(lines[:60]):
        if line.top > 0.5 * height:
            return None
        for motto, word in enumerate(line.words):
            if word.text[:1] in _MOTTO_BEGINS and _MOTTO.match(_plain(" ".join(w.text for w in line.words[motto:]))):
                return _letterhead_at(lines, at, motto)
    return None


def _letterhead_at(lines: Sequence[OcrLine], at: int, motto: int) -> _Letterhead:
    anchor = lines[at]
    edge = anchor.words[motto].left
    x = (anchor.words[motto - 1].right + edge) / 2 if motto else edge - 30.0
    pitch = min(_pitch(lines), 60.0)
    start = at
    while start and lines[start - 1].right < edge and anchor.top - lines[start - 1].bottom < 1.5 * pitch:
        start -= 1
    left: list[OcrLine] = []
    right: list[OcrLine] = []
    stamps: list[OcrLine] = []
    about = numbered = dated = False
    end = start
    for line in lines[start:]:
        if end > at and line.top - lines[end - 1].bottom > 3.5 * pitch:
            break
        split = _split_at(line, x) if end != at else motto
        west, east = _part(line.words[:split]), _part(line.words[split:])
        straddles = west is None and east is not None and dated and east.left < edge + 400
        gap = line.words[split].left - line.words[split - 1].right if west and east else 0
        crosses = bool(west and east) and gap <= (50 if dated else 24)  # a set line stretches its spaces to 40
        says = _plain(west.text) if west else ""
        if end > at and (straddles or (crosses and (dated or not _DATE.search(_plain(line.text))))):
            break
        if numbered and west and not (about or _ABOUT.match(says)):
            break
        if _ADDRESSEE.match(says):
            break
        if about and west and left and west.top - left[-1].bottom > 0.8 * pitch:
            break
        if numbered and dated and not about and not _ABOUT.match(says):
            break
        if west:
            left.append(west)
            numbered = numbered or bool(_NUMBER.match(says))
            about = about or bool(_ABOUT.match(says))
        if east and not dated:
            right.append(east)
            dated = bool(_DATE.search(_plain(east.text)))
        elif east:
            stamps.append(east)
        end += 1
    return _Letterhead(start, end, left, right, stamps)


def _signature(lines: Sequence[OcrLine]) -> tuple[int, int] | None:
    """Where the block of recipients and signature begins and ends among `lines`."""
    start = next((i for i, line in enumerate(lines) if _RECIPIENTS.match(_plain(line.text))), None)
    if start is None:
        return None
    edge = lines[start].left
    pitch = min(_pitch(lines[start:]), 50.0)
    end = start + 1
    while end < len(lines):
        line = lines[end]
        if line.top - lines[end - 1].bottom > 6 * pitch or (_MOTTO.search(_plain(line.text)) is not None):
            break
        wide = _gap_after(line.words, 30) is None and line.left < edge + 120 and line.right > edge + 900
        if wide and line.confidence > 0.8:
            break
        end += 1
    beside = lines[start].top - pitch  # what ends lower than this stands beside the recipients, whatever it says
    while start and lines[start - 1].left > edge + 300:
        if lines[start - 1].bottom < beside and not _SIGNED.match(_plain(lines[start - 1].text)):
            break
        start -= 1
    return start, end


def _without_rings(light: Grey) -> Grey:
    """The picture without the rings of a round stamp, which cut through the print below it, and its middle.

    The centre is voted for (Hough); a ring is a radius at which most directions show ink. What stands
    in the upper and lower part of the disc is left: there the title and the name cross the stamp.
    """
    circles = cv2.HoughCircles(
        255 * ink(light), cv2.HOUGH_GRADIENT, dp=2, minDist=200, param1=100, param2=80, minRadius=100, maxRadius=175
    )
    if circles is None:
        return light
    clean = light.copy()
    turns, radii = np.arange(0, 2 * np.pi, 0.01), np.arange(60, 180)
    for x, y, _ in np.asarray(circles).reshape(-1, 3)[:2]:
        at_x = np.clip(np.round(x + np.outer(radii, np.cos(turns))).astype(int), 0, light.shape[1] - 1)
        at_y = np.clip(np.round(y + np.outer(radii, np.sin(turns))).astype(int), 0, light.shape[0] - 1)
        rings = radii[(light[at_y, at_x] < 128).mean(axis=1) > 0.55]
        if not len(rings):
            continue
        outer = int(rings[-1])
        top, left = max(int(y) - outer - 4, 0), max(int(x) - outer - 4, 0)
        disc = clean[top : int(y) + outer + 5, left : int(x) + outer + 5]
        rows, columns = np.ogrid[top : top + disc.shape[0], left : left + disc.shape[1]]
        away = np.hypot((columns - x).astype(np.float32), (rows - y).astype(np.float32))
        for radius in rings.tolist():
            disc[np.abs(away - radius) < 3] = 255
        disc[(away < outer) & (np.abs(rows - y) < 0.5 * outer)] = 255
    return clean


def _without_strokes(light: Grey) -> Grey:
    """The picture without marks too large for letters: rings of stamps, signatures, rules."""
    light = _without_rings(light)
    dark = ink(light)
    labels, marks = marks_of(dark)
    letters = small_letters(marks[1:, cv2.CC_STAT_HEIGHT]) or 17
    large = (marks[:, cv2.CC_STAT_HEIGHT] > 5.5 * letters) | (marks[:, cv2.CC_STAT_WIDTH] > 14 * letters)
    large[0] = False
    if not large.any():
        return light
    strokes = large[labels].astype(np.uint8)
    clean = light.copy()
    clean[cv2.dilate(strokes, np.ones((3, 3), np.uint8)) > 0] = 255
    return clean


def _signature_columns(
    light: Grey, lines: Sequence[OcrLine], above: int, people: Collection[str]
) -> tuple[list[OcrLine], list[OcrLine], list[OcrLine]]:
    """The recipients; the signature beside them, read again without stamp and strokes; and what is left of these."""
    left: list[OcrLine] = []
    edge = min(line.left for line in lines)
    for line in lines:
        if line.left > edge + 300:
            continue
        gap = _gap_after(line.words, 24)
        west = _part(line.words[:gap])
        if west and not _is_noise(west):
            left.append(_read_apart(light, west))
    if not left:
        return [], list(lines), []
    x = max(line.right for line in left) + 12
    top = max(above + 4, min(line.top for line in left) - 60)
    bottom = min(light.shape[0], max(max(line.bottom for line in lines) + 20, top + 560))
    right, stamp = signer_lines(light[top:bottom, x:], _without_strokes, people)
    return left, [line.moved(x, top) for line in right], [line.moved(x, top) for line in stamp]


def _kept(lines: Iterable[OcrLine], column: int, table: int) -> list[LaidLine]:
    laid: list[LaidLine] = []
    row = 0
    for line in lines:
        clean = _trimmed(line)
        if clean is None or _is_noise(clean):
            laid.append(LaidLine(line, aside="stamp"))
            continue
        laid.append(LaidLine(clean, Cell(table, row, column)))
        row += 1
    return laid


def _open(lines: Iterable[OcrLine]) -> list[LaidLine]:
    laid: list[LaidLine] = []
    for line in lines:
        clean = _trimmed(line)
        if clean is None or _is_noise(clean):
            laid.append(LaidLine(line, aside="noise"))
        else:
            laid.append(LaidLine(clean))
    return laid


def _without_tables(
    light: Grey, lines: Sequence[OcrLine], table: int
) -> tuple[list[OcrLine], list[tuple[int, list[LaidLine]]]]:
    """The lines outside ruled tables, and the tables, each with the y where it begins."""
    grids = find_grids(light)
    inside: list[list[OcrLine]] = [[] for _ in grids]
    outside: list[OcrLine] = []
    for line in lines:
        rest = line.words
        for grid, held in zip(grids, inside, strict=True):
            words = tuple(word for word in rest if grid.holds(word))
            if words:
                held.append(OcrLine(words))
                rest = tuple(word for word in rest if not grid.holds(word))
        if rest:
            outside.append(OcrLine(rest))
    tables = []
    for grid, held in zip(grids, inside, strict=True):
        cells = [LaidLine(line, cell) for line, cell in cells_of(grid, held, table)]
        if cells:
            tables.append((grid.rows[0], cells))
            table += 1
    return outside, tables


def _page_number(lines: Sequence[OcrLine], height: int) -> OcrLine | None:
    """A line at the top or foot that is only a number: `2`, `- 3 -`."""
    for line in (*lines[:3], *lines[-3:]):
        at_edge = line.bottom < 0.1 * height or line.top > 0.82 * height
        if at_edge and re.fullmatch(r"[-–— ]{0,3}\d{1,3}[-–— .]{0,3}", line.text):
            return line
    return None


def lay_out(light: Grey, lines: Sequence[OcrLine], table: int = 0) -> list[LaidLine]:
    """The lines of a page in reading order; `table` is the number of its first table or block of columns."""
    rest, tables = _without_tables(light, lines, table)
    table += len(tables)
    number = _page_number(rest, light.shape[0])
    if number is not None:
        rest.remove(number)
    laid = _columns(light, rest, table)
    for top, cells in tables:
        at = next((i for i, one in enumerate(laid) if one.line.top > top and not one.cell), len(laid))
        laid[at:at] = cells
    if number is not None:
        laid.append(LaidLine(number, aside="page number"))
    return laid


def _columns(light: Grey, rest: list[OcrLine], table: int) -> list[LaidLine]:
    """The lines with letterhead and signature block by columns."""
    laid: list[LaidLine] = []
    head = _letterhead(rest, light.shape[0])
    if head is not None:
        # Above a letterhead stand only the stamps of those who sent and received it, or else the office itself.
        above_it = rest[: head.start]
        laid += [LaidLine(line, aside="stamp") for line in above_it] if head.left else _open(above_it)
        for column, side in enumerate((head.left, head.right)):
            laid += _kept([_read_apart(light, line) for line in side], column, table)
        laid += [LaidLine(line, aside="stamp") for line in head.stamps]
        rest = rest[head.end :]
        table += 1
    foot = _signature(rest)
    if foot is None:
        return laid + _open(rest)
    start, end = foot
    above = int(np.median([word.bottom for word in rest[start - 1].words])) if start else 0
    laid += _open(rest[:start])
    people = names_in(" . ".join(line.text for line in rest))
    left, right, stamp = _signature_columns(light, rest[start:end], above, people)
    laid += _kept(left, 0, table) + _kept(right, 1, table) + [LaidLine(line, aside="stamp") for line in stamp]
    return laid + _open(rest[end:])
