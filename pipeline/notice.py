"""What segmenting gives: a document's header, its outline, its bullets and paragraphs, as spans.

`flow` is the text to match patterns on. It is as long as `document.text`, code point for code
point, so an offset in one is the same place in the other; but in it
- a line break inside a paragraph is a space, and only the end of a paragraph is `"\\n"`,
- the tone mark stands in one place (`hoà` is `hòa`, `uỷ` is `ủy`),
- every dash is `-`, every quotation mark is `"` and every apostrophe is `'`.
Quotes that go into the record are always cut from `document.text`.
"""

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from pipeline.document import Document, Remark, Span

__all__ = ["Bullet", "Header", "HeaderField", "Mark", "Notice", "Section", "Signer"]


@dataclass(frozen=True, slots=True)
class HeaderField:
    """One field of the header: its value as an archivist writes it, and where it was read.

    `span` covers what was read (it may take in line breaks); `source` names the rule.
    """

    value: str
    span: Span
    source: str


@dataclass(frozen=True, slots=True)
class Mark:
    """What is printed or stamped over a letterhead: `kind` is "draft", "urgent", "secret" or "copy"."""

    kind: str
    span: Span


@dataclass(frozen=True, slots=True)
class Signer:
    """One who signs beside the first: name, position and on whose behalf, as far as they are printed."""

    signatory: HeaderField
    signatory_title: HeaderField | None = None
    authority: HeaderField | None = None


@dataclass(frozen=True, slots=True)
class Header:
    """The document's own identity; `None` where it is not printed.

    `doc_type` is lower case, `number` has no "Số" and no white space, `date` is ISO 8601 as precise
    as printed (`2025`, `2025-09`, `2025-09-03`). `system` is "party", "state" or "other". `addressees` are
    those of `Kính gửi`, `recipients` those of `Nơi nhận`.
    """

    doc_type: HeaderField | None = None
    number: HeaderField | None = None
    issuer: HeaderField | None = None
    parent: HeaderField | None = None
    place: HeaderField | None = None
    date: HeaderField | None = None
    title: HeaderField | None = None
    signatory: HeaderField | None = None
    signatory_title: HeaderField | None = None
    authority: HeaderField | None = None
    recipients: tuple[HeaderField, ...] = ()
    addressees: tuple[HeaderField, ...] = ()
    other_signers: tuple[Signer, ...] = ()
    marks: tuple[Mark, ...] = ()
    system: str = "other"


@dataclass(frozen=True, slots=True)
class Bullet:
    """A dash, plus or star paragraph. `level` counts from 1 below its section; `span` has its marker."""

    marker: str
    level: int
    span: Span
    section: str | None  # id of the section it hangs under, `None` before the first


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered heading or paragraph and all that stands under it.

    `id` is unique in the document and reads as a path (`I.2.a`); `heading` covers marker and title;
    `span` runs from the marker to the next heading of the same or a higher level.
    """

    id: str
    marker: str
    level: int
    title: str
    heading: Span
    span: Span
    parent: str | None = None


@dataclass(frozen=True)
class Notice:
    """A document with its parts. All sequences are in reading order.

    `paragraphs` tile the text (without the breaks between them). `body` is the main document's text
    between its title block and its signature block; `annexes` are what follows, each a span.
    """

    document: Document
    flow: str
    paragraphs: tuple[Span, ...]
    header: Header
    sections: tuple[Section, ...]
    bullets: tuple[Bullet, ...]
    body: Span
    annexes: tuple[Span, ...] = ()
    remarks: tuple[Remark, ...] = ()

    @cached_property
    def _section_starts(self) -> list[int]:
        return [section.span.start for section in self.sections]

    @cached_property
    def _paragraph_starts(self) -> list[int]:
        return [paragraph.start for paragraph in self.paragraphs]

    def section_at(self, offset: int) -> Section | None:
        """The innermost section that holds `offset`, `None` before the first or after the last."""
        after = bisect_right(self._section_starts, offset)
        if not after:
            return None
        section = self.sections[after - 1]
        return section if offset < section.span.end else None

    def paragraph_at(self, offset: int) -> Span:
        """The paragraph that holds `offset`."""
        return self.paragraphs[max(0, bisect_right(self._paragraph_starts, offset) - 1)]
