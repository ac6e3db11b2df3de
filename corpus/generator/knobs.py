"""What print, typing and scanning do to a text, with every span carried along.

A knob gives edits: `(start, end, new text)`, apart and in order. `edited` applies them and moves all
offsets; a span whose own words were changed keeps its gold values, and the knob's name stands in the
document's `knobs`, so that a scorer can leave such documents out.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import replace
from random import Random

from corpus.generator.gold import one_line
from corpus.generator.notice import Notice
from corpus.generator.writer import Block, Mark

__all__ = ["KNOBS", "apply_knobs", "draw_knobs", "edited"]

Edit = tuple[int, int, str]

OLD_TONES = {
    "òa": "oà",
    "óa": "oá",
    "ỏa": "oả",
    "õa": "oã",
    "ọa": "oạ",
    "òe": "oè",
    "óe": "oé",
    "ỏe": "oẻ",
    "ủy": "uỷ",
    "úy": "uý",
    "ùy": "uỳ",
    "ụy": "uỵ",
}
_TONES = re.compile(rf"(?<![qQ])(?:{'|'.join(OLD_TONES)})(?!\w)")
OCR_SLIPS = {"Đ": "Ð", "1": "l", "0": "O", "ủ": "ú", "ả": "á", "ổ": "ố", "TW": "IW", "ễ": "ê", "ẽ": "ẻ", "I": "l"}
_OCR = re.compile("|".join(map(re.escape, OCR_SLIPS)))
PAGE_LINES = 44


class _Shift:
    """Where an offset of the old text came to stand in the new one."""

    def __init__(self, edits: list[Edit]) -> None:
        self.starts = [start for start, _, _ in edits]
        self.ends = [end for _, end, _ in edits]
        self.new_starts: list[int] = []
        self.sums = [0]
        for start, end, new in edits:
            self.new_starts.append(start + self.sums[-1])
            self.sums.append(self.sums[-1] + len(new) - (end - start))
        self.sizes = [len(new) for _, _, new in edits]

    def __call__(self, offset: int, at_end: bool) -> int:
        """`at_end` says the offset closes a span: text put in there is outside the span."""
        index = bisect_right(self.starts, offset - 1 if at_end else offset) - 1
        if index < 0:
            return offset
        if offset >= self.ends[index]:
            return offset + self.sums[index + 1]
        return self.new_starts[index] + (self.sizes[index] if at_end else 0)


def edited(notice: Notice, edits: Iterable[Edit], knob: str) -> Notice:
    """The document with its text edited and all its ranges moved; quotes in gold are cut anew."""
    rows = list(edits)
    if not rows:
        return notice
    pieces, at = [], 0
    for start, end, new in rows:
        pieces += [notice.text[at:start], new]
        at = end
    text = "".join([*pieces, notice.text[at:]])
    shift = _Shift(rows)
    marks = []
    for mark in notice.marks:
        data = dict(mark.data)
        if "title_start" in data:
            data["title_start"] = shift(data["title_start"], False)
        marks.append(Mark(mark.kind, shift(mark.start, False), shift(mark.end, True), data))
    blocks = [Block(b.role, shift(b.start, False), shift(b.end, True), b.level, b.marker) for b in notice.blocks]
    quotes = [
        one_line(text[m.start : m.end]) for m in sorted(marks, key=lambda m: (m.start, -m.end)) if m.kind == "target"
    ]
    targets = [{**target, "quote": quote} for target, quote in zip(notice.gold["targets"], quotes, strict=True)]
    gold = {**notice.gold, "targets": targets}
    return replace(notice, text=text, marks=marks, blocks=blocks, gold=gold, knobs=[*notice.knobs, knob])


def _breaks(notice: Notice, width: int, between: str) -> list[Edit]:
    """Lines no longer than `width`, broken at spaces, each followed by `between`."""
    edits = []
    text = notice.text
    for block in notice.blocks:
        at = block.start
        while block.end - at > width:
            line_end = text.find("\n", at, at + width + 1)
            if line_end >= 0:
                at = line_end + 1
                continue
            space = text.rfind(" ", at + 1, at + width + 1)
            if space < 0 or space >= block.end:
                break
            edits.append((space, space + 1, between))
            at = space + 1
    return edits


def _lines(notice: Notice, random: Random) -> list[Edit]:
    return _breaks(notice, random.choice((72, 78, 84, 90)), "\n")


def _spaced_lines(notice: Notice, random: Random) -> list[Edit]:
    """As text is dumped from some PDFs: a trailing space and a blank line after each printed line."""
    edits = {edit[0]: edit for edit in _breaks(notice, random.choice((76, 82)), " \n\n")}
    for block in notice.blocks:
        if notice.text[block.end : block.end + 1] == "\n" and block.end + 1 < len(notice.text):
            edits[block.end] = (block.end, block.end + 1, " \n\n")
    return [edits[start] for start in sorted(edits)]


def _pages(notice: Notice, random: Random) -> list[Edit]:
    """A page number between two lines, wherever the page happens to end: also within a name."""
    edits: list[Edit] = []
    page = 1
    next_break = PAGE_LINES - random.randint(0, 8)
    lines = 0
    for match in re.finditer("\n", notice.text[:-1]):
        lines += 1
        if lines >= next_break:
            page += 1
            edits.append((match.start(), match.end(), f"\n{page}\n"))
            lines, next_break = 0, PAGE_LINES
    return edits


def _tones(notice: Notice, random: Random) -> list[Edit]:
    """`hoà` and `hòa`, `uỷ` and `ủy` in one document."""
    share = random.choice((0.3, 0.6, 1.0))
    return [(m.start(), m.end(), OLD_TONES[m[0]]) for m in _TONES.finditer(notice.text) if random.random() < share]


def _decomposed(notice: Notice, random: Random) -> list[Edit]:
    """Letters and their marks as separate code points, as some word processors store them."""
    share = random.choice((0.4, 1.0))
    edits = []
    for index, letter in enumerate(notice.text):
        if letter > "\x7f" and (new := unicodedata.normalize("NFD", letter)) != letter and random.random() < share:
            edits.append((index, index + 1, new))
    return edits


def _slips(notice: Notice, random: Random) -> list[Edit]:
    """Spaces lost in typing: `vềviệc`, `số357`."""
    return [
        (m.start(), m.end(), "")
        for m in re.finditer(r"(?<=[ệềộốụủ]) (?=\w)|(?<=số) (?=\d)", notice.text)
        if random.random() < 0.25
    ]


def _noise(notice: Notice, random: Random) -> list[Edit]:
    """What a bad scan is read as: a hook for an acute, l for 1, IW for TW."""
    return [(m.start(), m.end(), OCR_SLIPS[m[0]]) for m in _OCR.finditer(notice.text) if random.random() < 0.02]


KNOBS: dict[str, Callable[[Notice, Random], list[Edit]]] = {
    "lines": _lines,
    "spaced lines": _spaced_lines,
    "pages": _pages,
    "tones": _tones,
    "decomposed": _decomposed,
    "slips": _slips,
    "noise": _noise,
}


def draw_knobs(seed: int, index: int, split: str) -> tuple[str, ...]:
    """The knobs of a document in a mixed series: what text dumps of digital files look like."""
    random = Random(f"knobs/{seed}/{split}/{index}")
    chosen: list[str] = []
    draw = random.random()
    if draw < 0.4:
        chosen.append("lines")
    elif draw < 0.55:
        chosen.append("spaced lines")
    if chosen == ["lines"] and random.random() < 0.6:
        chosen.append("pages")
    if random.random() < 0.25:
        chosen.append("tones")
    if random.random() < 0.08:
        chosen.append("decomposed")
    return tuple(chosen)


def apply_knobs(notice: Notice, knobs: tuple[str, ...], seed: int) -> Notice:
    """The document with each knob turned in the order given."""
    for knob in knobs:
        random = Random(f"{knob}/{seed}/{notice.id}")
        notice = edited(notice, KNOBS[knob](notice, random), knob)
    return notice
