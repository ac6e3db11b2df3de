"""Printed lines -> paragraphs, and the `flow` in which patterns are matched.

A format with paragraphs of its own says where they end. In a text file and in PDF it must be told from
the lines: a line that stops well before the margin ends its paragraph, a small letter goes on with the
one before, a marker that fits its series begins a new one.
"""

import re
from collections import Counter
from dataclasses import dataclass

from pipeline.document import Document, Line, Span
from pipeline.rules import gazetteer
from pipeline.segment.markers import Marker, marker_at, ordinal
from pipeline.vietnamese.spelling import fold

__all__ = ["Flow", "find_paragraphs"]

_ENDS = frozenset(".;:!?")
_OPEN_ENDS = re.compile(
    r"(?:[,(/-]|\b(?:số|ngày|tháng|năm|và|của|tại|theo|khoản|điểm|Điều|điều|Nghị|Quyết|từ|đến|với))$"
)
_ALSO_NOUNS = frozenset(["số", "tháng", "năm", "điểm", "tại"])  # `Chuyển đổi số` is a heading, `Quyết định số` is cut
_CAPITALS_ARE_WIDER = 1.25
_UNWRAPPED = 160  # characters: no page is set as wide; such lines are whole paragraphs
_TOLERANCE = 5  # characters by which lines of proportional type differ
_INDENT = 8.0  # points
# Lines that stand alone whatever surrounds them: letterhead, rules, addressees, signature block.
_ALONE = re.compile(
    r"\W*$|[Ss][Ốố] ?:|CỘNG H|ĐẢNG CỘNG SẢN VIỆT NAM|Độc lập ?-|(?:[Nn]ơi|NƠI) (?:nhận|NHẬN)|K[íÍ][nN][hH] [gG]|"
    r"(?:T/?M|K/?T|T/?L|TUQ|T/UQ|Q)(?:\.|/| )\s?[A-ZĐỦ]|\[?(?:Đã ký|đã ký)"
)
_BEFORE_A_ROMAN = re.compile(r"(?<!\w)(?:[Qq]uý|QUÝ|kh[óo]a|KHÓA)$")
_PREAMBLE = re.compile(r"(?:Căn cứ|Xét|Theo đề nghị|Thực hiện|Sau khi) ")
_RECIPIENTS = re.compile(r"(?:[Nn]ơi|NƠI) (?:nhận|NHẬN)\s*:?")


@dataclass(frozen=True, slots=True)
class Flow:
    """The text to match on, its paragraphs, and the marker that each paragraph begins with."""

    text: str
    paragraphs: tuple[Span, ...]
    markers: tuple[Marker | None, ...]


@dataclass(frozen=True, slots=True)
class _Setting:
    """How a document is set: usual characters of a full line, usual blank lines, margins by page."""

    width: int
    gap: int
    margins: dict[int, tuple[float, float]]


def _setting(lines: tuple[Line, ...]) -> _Setting:
    open_lines = [line for line in lines if line.joins is None and line.cell is None]
    lengths = sorted(line.span.end - line.span.start for line in open_lines)
    long = [length for length in lengths if length >= 30] or [80]
    boxes: dict[int, list[Line]] = {}
    for line in open_lines:
        if line.box is not None and line.role == "body":
            boxes.setdefault(line.page, []).append(line)
    margins = {page: _margins(on_page) for page, on_page in boxes.items()}
    gaps = Counter(line.gap for line in open_lines)
    return _Setting(long[int(len(long) * 0.85)], gaps.most_common(1)[0][0] if gaps else 0, margins)


def _margins(lines: list[Line]) -> tuple[float, float]:
    """Left and right edge of the text of a page: where its long lines begin and end."""
    widest = max(line.box.x1 - line.box.x0 for line in lines if line.box)
    long = [line.box for line in lines if line.box and line.box.x1 - line.box.x0 > 0.75 * widest]
    left = sorted(box.x0 for box in long)
    right = sorted(box.x1 for box in long)
    return left[len(left) // 10], right[-1 - len(right) // 10]


class _Breaks:
    """Tells where paragraphs end, line after line; knows the series of markers so far."""

    def __init__(self, text: str, lines: tuple[Line, ...]) -> None:
        self.text = text
        self.lines = lines
        self.setting = _setting(lines)
        self.last: dict[str, int] = {}  # kind of marker -> its last place in the series
        self.recipients = 0  # lines since `Nơi nhận`, 0 outside of it
        self.compounds = tuple(gazetteer("outline")["compounds"])

    def room(self, index: int) -> float:
        """How many characters would still have fitted on a line."""
        line, length = self.lines[index], self.lines[index].span.end - self.lines[index].span.start
        margin = self.setting.margins.get(line.page)
        if line.box is not None and margin is not None and line.box.x1 > line.box.x0 and length:
            return (margin[1] - line.box.x1) / ((line.box.x1 - line.box.x0) / length) + _TOLERANCE - 2
        if line.span.of(self.text).isupper():
            length = int(length * _CAPITALS_ARE_WIDER)
        return self.setting.width - length

    def is_short(self, index: int) -> bool:
        """Whether the first word of the next line would have fitted: then the break is meant."""
        start = self.lines[index + 1].span.start
        word = self.text.find(" ", start, start + 12)
        if self.text[start] in "-+*":  # a bullet with its word
            word = self.text.find(" ", word + 1, start + 14)
        following = min((word if word > 0 else start + 12), self.lines[index + 1].span.end) - start
        return self.room(index) > following + 1 + _TOLERANCE

    def is_indented(self, index: int) -> bool | None:
        """Whether a line stands to the right of the margin; `None` without geometry."""
        line = self.lines[index]
        margin = self.setting.margins.get(line.page)
        return None if line.box is None or margin is None else line.box.x0 - margin[0] > _INDENT

    def is_heading(self, index: int) -> bool:
        """Whether a line with a number of its own stops so early that no sentence can go on: `3. Phổ cập giáo dục`."""
        marker = marker_at(self.text, self.lines[index].span.start)
        return marker is not None and marker.kind != "bullet" and self.room(index) > self.setting.width / 2

    def in_series(self, marker: Marker) -> bool:
        n, last = ordinal(marker.kind, marker.n), self.last.get(marker.kind)
        return n == 1 or (last is not None and last < n <= last + 2)

    def takes(self, marker: Marker, index: int, ended: bool) -> bool:
        """Whether a marker at the start of a line is one, or only a number that fell there."""
        if marker.kind == "roman" and _BEFORE_A_ROMAN.search(self.text[max(0, marker.start - 10) : marker.start - 1]):
            return self.text[marker.end : marker.end + 2].lstrip()[:1].isupper()  # `quý` / `I/2026`
        if ended:
            return True
        if self.is_indented(index) and not self.is_indented(index - 1):
            return True
        if marker.kind == "bullet":
            if marker.text != "-":
                return True
            before = self.text[max(0, marker.start - 20) : marker.start - 1]
            after = self.text[marker.end : marker.end + 20].lstrip()
            if (after[:1].islower() or after[:1].isdigit()) and before[-1:].isalnum():
                return False
            return not any(
                before.endswith(left) and after.startswith(right) for left, right in map(_halves, self.compounds)
            )
        return self.in_series(marker)

    def between(self, index: int, marker: Marker | None) -> bool:
        """Whether a paragraph ends between the lines `index - 1` and `index`."""
        before, line = self.lines[index - 1], self.lines[index]
        if line.joins is not None:
            return not line.joins
        if before.cell != line.cell or before.role != line.role:
            return True
        upper, lower = before.span.of(self.text), line.span.of(self.text)
        if _ALONE.match(lower) or _ALONE.match(upper):
            return True
        ended = upper[-1] in _ENDS or (upper[-1] in "\"'”)" and len(upper) > 1 and upper[-2] in _ENDS)
        short = self.is_short(index - 1)
        if marker is not None:
            return self.takes(marker, index, ended or short)
        if upper.endswith("./."):
            return True
        first = lower[0]
        if self.recipients and not upper.isupper() and not lower.isupper():
            return upper[-1] in ";.:" or (upper[-1] == "," and not first.islower() and short)
        if (open_end := _OPEN_ENDS.search(upper[-10:])) and not (
            short and open_end[0] in _ALSO_NOUNS and lower[:1].isupper() and lower[1:2].islower()
        ):
            return False
        if first.islower():
            return ended and short and upper[-1] in ".:" and len(upper) > 3
        if upper.isupper() != lower.isupper() and (short or len(lower) > 8) and (upper.isupper() or first.isupper()):
            return short or not ended
        if not first.isupper():  # a figure, a bracket, a sign
            if first.isdigit() and self.is_heading(index - 1):
                return True
            return ended and (short or line.gap > self.setting.gap)
        if short or _PREAMBLE.match(lower):
            return not self._in_brackets(index)
        if not ended:
            return False
        return line.gap > self.setting.gap or bool(self.is_indented(index))

    def _in_brackets(self, index: int) -> bool:
        """Whether the two lines before stand inside round brackets that are still open."""
        before = self.text[self.lines[max(0, index - 2)].span.start : self.lines[index - 1].span.end]
        return before.rfind("(") > before.rfind(")")

    def find(self) -> list[tuple[bool, Marker | None]]:
        """For each line whether it begins a paragraph, and the marker it then begins with."""
        found: list[tuple[bool, Marker | None]] = []
        for index, line in enumerate(self.lines):
            marker = marker_at(self.text, line.span.start)
            begins = index == 0 or self.between(index, marker)
            if begins and marker is not None and marker.kind != "bullet":
                self.last[marker.kind] = ordinal(marker.kind, marker.n)
            if self.text[line.span.start] in "nN" and _RECIPIENTS.match(self.text, line.span.start):
                self.recipients = 1
            elif self.recipients:
                self.recipients = (
                    0 if self.recipients > 60 or line.span.of(self.text).isupper() else self.recipients + 1
                )
            found.append((begins, marker if begins else None))
        return found


def _halves(compound: str) -> tuple[str, str]:
    left, _, right = compound.partition(" - ")
    return left, right


def find_paragraphs(document: Document) -> Flow:
    """The paragraphs of a document and its `flow`: as long as its text, line breaks inside paragraphs spaces."""
    text = fold(document.text)
    if not (text and document.lines):
        return Flow(text, (), ())
    if _is_unwrapped(document.lines):
        begins = [
            (begin, marker_at(text, line.span.start) if begin else None)
            for begin, line in ((i == 0 or line.joins is not True, line) for i, line in enumerate(document.lines))
        ]
    else:
        begins = _Breaks(text, document.lines).find()
    joined = [line.span.start for line, (begin, _) in zip(document.lines, begins, strict=True) if not begin]
    cuts = [0, *joined]
    flow = " ".join(text[a : b - 1] for a, b in zip(cuts, [*joined, len(text) + 1], strict=True))
    first_lines = [i for i, (b, _) in enumerate(begins) if b]
    ends = [*(document.lines[i - 1].span.end for i in first_lines[1:]), len(text)]
    spans = tuple(Span(document.lines[i].span.start, end) for i, end in zip(first_lines, ends, strict=True))
    return Flow(flow, spans, tuple(begins[i][1] for i in first_lines))


def _is_unwrapped(lines: tuple[Line, ...]) -> bool:
    """Whether the lines of a text file are whole paragraphs."""
    lengths = sorted(line.span.end - line.span.start for line in lines if line.joins is None)
    return bool(lengths) and lengths[int(len(lengths) * 0.85)] > _UNWRAPPED
