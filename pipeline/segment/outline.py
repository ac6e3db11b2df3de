"""The outline: numbered headings and paragraphs as a tree, and the bullets under them.

A marker's level is told from its style and its place in the series together: `2.` goes on the nearest open `1.`, a
style not yet open goes below what is, unless its kind ranks above (`Chương` over `Điều`). So a skipped or restarted
number does not break the tree.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.document import Document, Span
from pipeline.notice import Bullet, Section
from pipeline.segment.header import Front
from pipeline.segment.markers import LETTERS, Marker, is_roman, ordinal, roman
from pipeline.segment.paragraphs import Flow
from pipeline.segment.rows import header_rule

__all__ = ["Outline", "find_outline"]

_BLANKS = re.compile(r"[.…_]{5,}|(?:[.…]\s?){6,}")
_NOTE = re.compile(r"(?:\(?\*?\)?\s?)?(?:Ghi chú|Chú thích|Chú giải|Hướng dẫn ghi|Giải thích)\s?[:(]", re.IGNORECASE)
_SENTENCE_GOES_ON = re.compile(r"[.;!?]\s+\S")
_RUN_IN = re.compile(r":\s*\S")
_WORDS = 8  # of a numbered paragraph
_LONGEST_HEADING = 60  # words
_LONG = 320  # characters: no heading is as long
_QUOTE_REACH = 40_000  # characters: a quotation that does not close within them is a slip of the writer
_QUOTATION_MARKS = {  # what may end a quotation, by the sign that opens it
    opening: re.compile(signs) for opening, signs in (("“", '[“”"]'), ('"', '"'), ("'", "''|[\"”]"), ("‘", "[‘’]"))
}
_BARE = {"part", "chapter", "division", "article", "roman", "capital"}  # their title may stand on the next line
_SERIES_ONLY = {"bracket", "label", "capital", "composite"}  # a single one is no section
_ROMANS = {2: "II", 3: "III", 4: "IV", 6: "VI", 7: "VII", 8: "VIII"}
_WORD_KINDS = {"part": "Phần ", "chapter": "Chương ", "division": "Mục ", "article": "Điều ", "label": ""}


@dataclass(frozen=True, slots=True)
class Outline:
    sections: tuple[Section, ...]
    bullets: tuple[Bullet, ...]


@dataclass(slots=True)
class _Open:
    """A section that is still open while the tree is built: its style, its place in the series, its level."""

    key: tuple[str, str]
    kind: str
    n: str
    last: int
    level: int
    rank: float
    id: str


@dataclass(frozen=True, slots=True)
class _Candidate:
    paragraph: int
    marker: Marker


def find_outline(document: Document, flow: Flow, front: Front) -> Outline:
    """Sections and bullets of the body and of the annexes; the letterhead and the signature block have none."""
    candidates = list(_candidates(document, flow, front))
    numbered = [c for c in candidates if c.marker.kind != "bullet"]
    tree = _Tree(document, flow)
    accepted: set[int] = set()
    restarts = _restarts(document, flow, front)
    for index, candidate in enumerate(numbered):
        if tree.take(candidate, numbered[index + 1 : index + 60], restarts):
            accepted.add(candidate.paragraph)
    sections = tree.sections(front)
    return Outline(sections, tuple(_bullets(flow, candidates, accepted, sections)))


def _candidates(document: Document, flow: Flow, front: Front) -> Iterator[_Candidate]:
    """Paragraphs with a marker that may open a section: not in tables, forms, notes, quotations, signature blocks."""
    lines = document.lines
    columns: dict[int, int] = {}
    for line in lines:
        if line.cell is not None:
            columns[line.cell.table] = max(columns.get(line.cell.table, 0), line.cell.column)
    start = lines[front.first_line].span.start if front.first_line < len(lines) else len(flow.text)
    block = Span(_offset(document, front.end_line), _offset(document, front.annex_line))
    quoted_until = -1
    in_note = False
    for number, (paragraph, marker) in enumerate(zip(flow.paragraphs, flow.markers, strict=True)):
        if paragraph.start < start:
            continue
        opening = flow.text[paragraph.start]
        if opening in "\"'" and paragraph.start > quoted_until:
            quoted_until = _quotation_end(document.text, paragraph)
        if marker is None:
            if opening in "(*GgCcHh" and _NOTE.match(
                flow.text, paragraph.start, min(paragraph.end, paragraph.start + 40)
            ):
                in_note = True
            continue
        line = lines[document.line_index(paragraph.start)]
        if (
            paragraph.start < quoted_until
            or block.start <= paragraph.start < block.end
            or line.role == "footnote"
            or (line.cell is not None and columns[line.cell.table] > 0)
        ):
            continue
        if marker.kind == "bullet":
            yield _Candidate(number, marker)
            continue
        if marker.kind == "bracket" and in_note:
            continue
        if _has_blanks(flow.text[marker.end : min(paragraph.end, marker.end + 300)]):
            continue
        in_note = False
        yield _Candidate(number, marker)


def _has_blanks(text: str) -> bool:
    """Whether a form leaves room to write in: `Họ và tên: ........`."""
    return ("..." in text or "…" in text or "___" in text or ". ." in text) and _BLANKS.search(text) is not None


def _offset(document: Document, line: int) -> int:
    return document.lines[line].span.start if line < len(document.lines) else len(document.text) + 1


def _quotation_end(text: str, paragraph: Span) -> int:
    """Where a quotation that begins a paragraph and does not end in it ends; `-1` if it ends within or never."""
    opening = text[paragraph.start]
    if opening not in _QUOTATION_MARKS:
        return -1
    depth, straight = 0, False
    for match in _QUOTATION_MARKS[opening].finditer(text, paragraph.start, paragraph.start + _QUOTE_REACH):
        sign = match[0]
        if opening in "\"'":
            depth = 1 - depth
        elif sign != '"':
            depth += 1 if sign == opening else -1
        elif straight or text[match.start() - 1] in " (\n":  # a pair of its own inside
            straight = not straight
        else:  # opened as `“`, closed as `"`
            depth -= 1
        if depth <= 0:
            return -1 if match.start() < paragraph.end else match.start()
    return -1


def _restarts(document: Document, flow: Flow, front: Front) -> list[int]:
    """Offsets at which an annex begins and the series start afresh."""
    annexes = _offset(document, front.annex_line)
    if annexes >= len(flow.text):
        return []
    found = [annexes]
    pattern = header_rule("annex").pattern
    for paragraph in flow.paragraphs:
        start, end = paragraph.start, min(paragraph.end, paragraph.start + 60)
        if start > annexes and flow.text[start] in "PDMB" and pattern.match(flow.text[start:end]):
            found.append(start)
    return found


class _Tree:
    """Open sections from the outermost to the innermost, and all that were opened."""

    def __init__(self, document: Document, flow: Flow) -> None:
        self.document = document
        self.flow = flow
        self.open: list[_Open] = []
        self.opened: list[tuple[_Open, str | None, _Candidate]] = []
        self.ids: dict[str, int] = {}
        # The last of each series that is no longer open: `(10)` under `c)` goes on `(9)` under `b)`.
        self.closed: dict[tuple[str, str], int] = {}
        self.restarted = 0

    def take(self, candidate: _Candidate, following: list[_Candidate], restarts: list[int]) -> bool:
        """Opens a section for a marker, or passes it over."""
        start = candidate.marker.start
        while self.restarted < len(restarts) and restarts[self.restarted] <= start:
            self.open.clear()
            self.closed.clear()
            self.restarted += 1
        kind, n = self._kind(candidate.marker)
        key = (kind, _tail(candidate.marker))
        depth = self._depth(kind, key, n, candidate.marker)
        if depth is None:
            goes_on = n == self.closed.get(key, n) + 1 and (kind != "capital" or self._in_capitals(candidate))
            if not goes_on and not self._begins_series(kind, key, n, following):
                return False
            depth = self._depth_of_new(kind, candidate.marker)
        self.closed.update((o.key, o.last) for o in self.open[depth:])
        del self.open[depth:]
        parent = self.open[-1] if self.open else None
        opened = _Open(
            key,
            kind,
            candidate.marker.n,
            n,
            depth + 1,
            _rank(kind, candidate.marker),
            self._id(parent, kind, candidate.marker),
        )
        self.open.append(opened)
        self.opened.append((opened, parent.id if parent else None, candidate))
        return True

    def _kind(self, marker: Marker) -> tuple[str, int]:
        """A letter that is also a roman number is what its series says: `i)` after `h)` is a letter."""
        kind, n = marker.kind, ordinal(marker.kind, marker.n)
        if kind in ("letter", "roman", "capital", "bracket") and len(marker.n) == 1 and is_roman(marker.n):
            place = LETTERS.index(marker.n.lower()) + 1
            letters = "capital" if kind in ("roman", "capital") else kind
            in_letters = any(o.kind == letters and 0 < place - o.last <= 3 and o.last > 2 for o in self.open)
            if in_letters:
                return letters, place
            numerals = "roman" if kind in ("roman", "capital") else f"{kind} roman" if kind == "letter" else kind
            return numerals, roman(marker.n)
        if kind == "letter" and is_roman(marker.n):
            return "letter roman", roman(marker.n)
        return kind, n

    def _depth(self, kind: str, key: tuple[str, str], n: int, marker: Marker) -> int | None:
        """How many sections stay open above a marker that goes on a series; `None` if it goes on none."""
        if kind in ("decimal", "composite"):
            below = self._below_prefix(marker)
            if below is not None:
                return below
        innermost_first = [*enumerate(self.open)][::-1]
        same = [(i, section.last) for i, section in innermost_first if section.key == key]
        for i, last in same:
            if n == last + 1:
                return i
        for i, section in innermost_first:
            if n == section.last + 1 and n > 1 and section.kind == kind:
                return i
        for i, last in same:
            if n > last:
                return i
        return same[0][0] if same else None

    def _below_prefix(self, marker: Marker) -> int | None:
        """The depth of `4.1` below the open `4.`, or beside the open `4.2`."""
        parts = re.split(r"[.-]", marker.n)
        if len(parts) < 2:  # `b1)`: a letter with a number
            parts = [marker.n.rstrip("0123456789"), marker.n.lstrip("abcdđeghiIVXABCDĐEGH")]
        prefix = ".".join(parts[:-1])
        for i in reversed(range(len(self.open))):
            frame = self.open[i]
            if frame.n == prefix or (frame.kind in ("roman", "article", "chapter") and str(frame.last) == prefix):
                return i + 1
        for i in reversed(range(len(self.open))):
            frame = self.open[i]
            if frame.kind == marker.kind and frame.n.count(".") == marker.n.count("."):
                return i
        return None

    def _begins_series(self, kind: str, key: tuple[str, str], n: int, following: list[_Candidate]) -> bool:
        """Whether a marker that goes on nothing may begin a series: it is the first, or the next one follows."""
        if kind in ("part", "chapter", "division", "article"):
            return True
        if kind not in _SERIES_ONLY and n <= 1:
            return True
        if kind == "capital" and n == 1 and following:  # a lone `A.` over `I.`: the only part of its kind
            below = following[0].marker
            if below.kind == "roman" and below.n == "I":
                return True
        nexts = (
            ordinal(c.marker.kind, c.marker.n)
            for c in following
            if (c.marker.kind, _tail(c.marker)) == key
            or (c.marker.kind == kind and kind in _SERIES_ONLY)
            or kind == "letter roman"
        )
        return any(n < place <= n + 2 for place in nexts) or (kind in ("number", "roman", "decimal") and n == 2)

    def _in_capitals(self, candidate: _Candidate) -> bool:
        """Whether a heading is set in capitals: `H - Tỷ lệ tiền đặt trước` explains a formula's letter."""
        return self.flow.text[candidate.marker.end : self.flow.paragraphs[candidate.paragraph].end].isupper()

    def _depth_of_new(self, kind: str, marker: Marker) -> int:
        """A style that is not open goes below all open sections that its kind does not rank above."""
        rank = _rank(kind, marker)
        depth = len(self.open)
        while depth and self.open[depth - 1].rank > rank:
            depth -= 1
        return depth

    def _id(self, parent: _Open | None, kind: str, marker: Marker) -> str:
        n = marker.n
        if parent is not None and kind in ("decimal", "composite") and n.startswith(parent.n):
            n = n[len(parent.n) :].lstrip(".-")
        name = f"{_WORD_KINDS.get(kind, '')}{n}" if kind != "label" else marker.text.rstrip(" :")
        path = f"{parent.id}.{name}" if parent else name
        count = self.ids[path] = self.ids.get(path, 0) + 1
        return path if count == 1 else f"{path}~{count}"

    def _marker(self, index: int) -> str:
        """The marker as printed; on a scan `II.` between `II.` and `IV.` can only be a misread `III.`."""
        opened, parent, candidate = self.opened[index]
        text = candidate.marker.text
        if opened.kind != "roman" or not self._by_ocr(candidate.marker.start):
            return text
        beside = [i for i, (other, p, _) in enumerate(self.opened) if other.key[0] == "roman" and p == parent]
        at = beside.index(index)
        if 0 < at < len(beside) - 1:
            before, after = (self.opened[beside[at + step]][0].last for step in (-1, 1))
            if after == before + 2 and opened.last != before + 1 and before + 1 in _ROMANS:
                return text.replace(candidate.marker.n, _ROMANS[before + 1], 1)
        return text

    def _by_ocr(self, offset: int) -> bool:
        page = self.document.page_of(offset)
        return any(p.number == page and p.reader == "ocr" for p in self.document.pages)

    def sections(self, front: Front) -> tuple[Section, ...]:
        """All sections with their titles and extents."""
        ends = self._ends(front)
        return tuple(
            Section(
                id=opened.id,
                marker=self._marker(index),
                level=opened.level,
                title=title,
                heading=heading,
                span=Span(candidate.marker.start, end),
                parent=parent,
            )
            for index, ((opened, parent, candidate), end, (title, heading)) in enumerate(
                zip(self.opened, ends, map(self._title, range(len(self.opened))), strict=True)
            )
        )

    def _ends(self, front: Front) -> list[int]:
        """Where each section ends: before the next of the same or a higher level, the signature block or an annex."""
        text_end = len(self.document.text)
        block = max(0, _offset(self.document, front.end_line) - 1)
        ends = [text_end] * len(self.opened)
        open_at: list[int] = []
        for index, (opened, _, candidate) in enumerate(self.opened):
            while open_at and self.opened[open_at[-1]][0].level >= opened.level:
                ends[open_at.pop()] = candidate.marker.start - 1
            open_at.append(index)
        return [min(end, block) if self.opened[i][2].marker.start < block else end for i, end in enumerate(ends)]

    def _title(self, index: int) -> tuple[str, Span]:
        """A heading's own words, or the first eight of a numbered paragraph; with what was read for them."""
        _, _, candidate = self.opened[index]
        marker = candidate.marker
        paragraphs = self.flow.paragraphs
        paragraph = paragraphs[candidate.paragraph]
        number, end = candidate.paragraph, paragraph.end
        if end - marker.end > _LONG:
            words = self.document.text[marker.end : marker.end + _LONG].split(None, _WORDS)[:_WORDS]
            return " ".join(words).strip(" .:;*_"), Span(marker.start, end)
        text = self._words(marker.end, end)
        if not text and marker.kind in _BARE:
            for following in range(number + 1, min(number + 4, len(paragraphs))):
                more = self._words(paragraphs[following].start, paragraphs[following].end)
                if self.flow.markers[following] is not None or (text and not more.isupper()):
                    break
                text, end = f"{text} {more}".strip(), paragraphs[following].end
                if not more.isupper():
                    break
        next_start = self.opened[index + 1][2].paragraph if index + 1 < len(self.opened) else len(paragraphs)
        has_content = number + 1 < next_start or (
            index + 1 < len(self.opened) and self.opened[index + 1][0].level > self.opened[index][0].level
        )
        title = _heading_words(text, marker.kind, has_content)
        return title, Span(marker.start, min(end, marker.end + len(text) + 1) if title == text else end)

    def _words(self, start: int, end: int) -> str:
        return self.document.text[start:end].replace("\n", " ").strip()  # a text has no doubled spaces


def _tail(marker: Marker) -> str:
    """The sign that makes the style: `.`, `)`, `-`, `/`; `1.-` and `1.` are one style."""
    return (
        marker.tail[:1] if marker.kind not in ("decimal", "composite", "article", "chapter", "part", "division") else ""
    )


def _rank(kind: str, marker: Marker) -> float:
    """`1)` may stand below `a.` as well as above it, so neither ranks above the other."""
    if kind == "letter roman":
        return 8
    return 7 if kind == "number" and marker.tail.startswith(")") else marker.rank


def _heading_words(text: str, kind: str, has_content: bool) -> str:
    if text.count(" ") < _WORDS or kind in ("part", "chapter", "division") or text.isupper():
        return text.strip(" .:;,*_")
    if (
        has_content
        and not text.endswith((";", ","))
        and not _RUN_IN.search(text)
        and not _SENTENCE_GOES_ON.search(text)
    ):
        count = text.count(" ") + 1
        if count <= (25 if text.endswith(".") else _LONGEST_HEADING):
            return text.strip(" .:;,*_")
    return " ".join(text.split(None, _WORDS)[:_WORDS]).strip(" .:;*_")


def _bullets(
    flow: Flow, candidates: list[_Candidate], accepted: set[int], sections: tuple[Section, ...]
) -> Iterator[Bullet]:
    """Bullets with their levels: a sign not yet seen under the section goes deeper."""
    signs: list[str] = []
    section = -1
    for candidate in candidates:
        if candidate.marker.kind != "bullet":
            if candidate.paragraph in accepted:
                section += 1
                signs = []
            continue
        sign = candidate.marker.text
        if sign in signs:
            del signs[signs.index(sign) + 1 :]
        else:
            signs.append(sign)
        inside = sections[section] if section >= 0 else None
        yield Bullet(sign, len(signs), flow.paragraphs[candidate.paragraph], inside.id if inside else None)
