"""From the lines that a reader found to a Document: cleaned, tiled, lost spaces put back.

A reader gives `RawLine`s in reading order and does not clean, count or measure text itself:

    build_document(
        [RawLine("THÔNG BÁO", page=1), RawLine(""), RawLine("Ngày 03/9/2025, ...", page=1)],
        origin=Origin("notice.txt", data, "text/plain", reader="text", reader_version="1"),
    )

Blank raw lines are dropped and counted in `Line.gap`; lines with `aside` become `Document.asides`.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from pipeline.document import (
    NO_STYLE,
    Aside,
    Box,
    Cell,
    Document,
    Line,
    Page,
    Remark,
    Repair,
    Source,
    Span,
    Style,
    Word,
)
from pipeline.vietnamese.clean import clean_line
from pipeline.vietnamese.syllables import WORD, close_spaced, glued_words

__all__ = ["Origin", "RawLine", "RawPage", "RawWord", "build_document", "turned_page"]


@dataclass(frozen=True, slots=True)
class RawWord:
    """A word that OCR read; the words of a line, joined by spaces, are its text.

    `was` is what OCR read where a closed list put the word right, `reason` why.
    """

    text: str
    box: Box
    confidence: float
    alternatives: tuple[str, ...] = ()
    was: str | None = None
    reason: str = ""


class RawLine(NamedTuple):
    """A line as a reader found it, not cleaned. Fields that `Line` has too mean what they mean there.

    `gap` is added to the blank raw lines before it. `aside` names the kind of a line that is no part
    of the text ("running head", "running foot", "page number", "signature stamp"). `words` are what
    OCR read in it; `text` is then not looked at. `was` is what stood there where the reader itself put
    the text right, `reason` why.
    """

    text: str
    page: int = 1
    box: Box | None = None
    style: Style = NO_STYLE
    cell: Cell | None = None
    gap: int = 0
    joins: bool | None = None
    role: str = "body"
    number_level: int | None = None
    aside: str | None = None
    words: tuple[RawWord, ...] = ()
    was: str | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RawPage:
    """A page as its reader knows it; its span follows from its lines."""

    number: int
    reader: str
    width: float | None = None
    height: float | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the lines come from: the file's name and bytes, and what read it."""

    name: str
    data: bytes = field(repr=False)
    media_type: str
    reader: str
    reader_version: str
    ocr_engine: str | None = None
    ocr_confidence: float | None = None

    def source(self, pages: int) -> Source:
        return Source(
            name=self.name,
            sha256=hashlib.sha256(self.data).hexdigest(),
            media_type=self.media_type,
            bytes=len(self.data),
            pages=pages,
            reader=self.reader,
            reader_version=self.reader_version,
            ocr_engine=self.ocr_engine,
            ocr_confidence=self.ocr_confidence,
        )


def turned_page(number: int, turns: int) -> Remark:
    """That a page was put upright, by quarter turns (clockwise)."""
    message = f"page {number} was turned by {90 * turns} degrees; boxes are on the upright page"
    return Remark("turned page", message)


def _mend(text: str, glued: dict[str, tuple[str, ...]]) -> tuple[str, list[tuple[Span, str, str]]]:
    """`text` with lost spaces back and spaced letters closed, and where in the result what stood there, and why."""
    changes = [(start, end, new, "spaced letters") for start, end, new in close_spaced(text)]
    if any(word in text for word in glued):
        changes += [
            (match.start(), match.end(), " ".join(glued[match[0]]), "lost space")
            for match in WORD.finditer(text)
            if match[0] in glued
        ]
        changes.sort()
    done: list[tuple[Span, str, str]] = []
    pieces: list[str] = []
    length = at = 0
    for start, end, new, reason in changes:
        pieces += (text[at:start], new)
        length += start - at
        done.append((Span(length, length + len(new)), text[start:end], reason))
        length += len(new)
        at = end
    return "".join((*pieces, text[at:])), done


def _words_of(raw: RawLine, start: int) -> tuple[list[Word], list[Repair]]:
    """The OCR words of a line that begins at `start`, and the repairs among them."""
    words: list[Word] = []
    repairs: list[Repair] = []
    for word in raw.words:
        text = clean_line(word.text)
        if text:
            span = Span(start, start + len(text))
            words.append(Word(span, raw.page, word.box, word.confidence, word.alternatives))
            if word.was is not None:
                repairs.append(Repair(span, word.was, word.reason))
            start += len(text) + 1
    return words, repairs


def _pages(raw_pages: Sequence[RawPage], lines: Sequence[Line], length: int) -> tuple[Page, ...]:
    """The pages with their spans; a page's last line break belongs to it, so that pages tile the text."""
    first: dict[int, int] = {}
    for line in lines:
        first.setdefault(line.page, line.span.start)
    pages: list[Page] = []
    end = length
    for raw in reversed(raw_pages):
        start = first.get(raw.number, end)
        pages.append(Page(raw.number, Span(start, end), raw.reader, raw.width, raw.height, raw.confidence))
        end = start
    return tuple(reversed(pages))


def build_document(
    raw_lines: Iterable[RawLine],
    origin: Origin,
    pages: Sequence[RawPage] = (),
    remarks: Sequence[Remark] = (),
) -> Document:
    """The Document that `raw_lines` make, in their order; pages must not go back.

    Without `pages` there is one for each number up to the highest that a line names.
    """
    kept: list[tuple[RawLine, str, int]] = []
    asides: list[Aside] = []
    gap = 0
    for raw in raw_lines:
        text = clean_line(" ".join(word.text for word in raw.words) if raw.words else raw.text)
        if not text:
            gap += 1 + raw.gap
        elif raw.aside:
            asides.append(Aside(raw.aside, text, raw.page, raw.box))
        else:
            kept.append((raw, text, gap + raw.gap))
            gap = 0
    typed = "\n".join(text for raw, text, _ in kept if not raw.words)
    glued = glued_words([typed])
    has_flaws = bool(glued or close_spaced(typed))
    lines: list[Line] = []
    words: list[Word] = []
    repairs: list[Repair] = []
    texts: list[str] = []
    start = 0
    for raw, text, gap_before in kept:
        if raw.words:
            read, put_right = _words_of(raw, start)
            words += read
            repairs += put_right
        elif has_flaws:
            text, mended = _mend(text, glued)
            repairs += (Repair(Span(start + s.start, start + s.end), was, reason) for s, was, reason in mended)
        span = Span(start, start + len(text))
        if raw.was is not None:
            repairs.append(Repair(span, raw.was, raw.reason))
        lines.append(
            Line(
                span=span,
                page=raw.page,
                box=raw.box,
                style=raw.style,
                cell=raw.cell,
                gap=gap_before,
                joins=raw.joins,
                role=raw.role,
                number_level=raw.number_level,
            )
        )
        texts.append(text)
        start += len(text) + 1
    whole = "\n".join(texts)
    if not pages:
        last = max((line.page for line in lines), default=1)
        pages = [RawPage(number, origin.reader) for number in range(1, last + 1)]
    return Document(
        text=whole,
        lines=tuple(lines),
        pages=_pages(pages, lines, len(whole)),
        source=origin.source(len(pages)),
        words=tuple(words),
        repairs=tuple(repairs),
        asides=tuple(asides),
        remarks=tuple(remarks),
    )
