"""The public record: what others store for years, so its shape is versioned.

`trichyeu schema` prints the JSON Schema, `tests/record.schema.json` keeps it, and a test fails when
one changes without `SCHEMA_VERSION`. All models are frozen and refuse fields they do not know.
Offsets are half-open ranges of code points in `text`; pages count from 1; boxes are
`[x0, y0, x1, y1]` in points from the top left corner of the page.
"""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

__all__ = [
    "SCHEMA_VERSION",
    "Amount",
    "Aside",
    "Bullet",
    "Citation",
    "Entities",
    "Entity",
    "Evidence",
    "Header",
    "Heading",
    "Mark",
    "Page",
    "Project",
    "Record",
    "Remark",
    "Repair",
    "Road",
    "Section",
    "Signer",
    "Source",
    "Target",
]

SCHEMA_VERSION = "trichyeu.record/1.1"

PartialDate = Annotated[str, Field(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$", examples=["2025", "2025-09", "2025-09-03"])]
"""ISO 8601, as precise as printed."""

Box = tuple[float, float, float, float]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Evidence(_Frozen):
    """The words that prove a find, and where they stand: `text == record.text[start:end]`."""

    text: str
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    page: int = Field(ge=1)
    box: Box | None = Field(description="around the lines that hold the words; null without geometry")
    section: str | None = Field(description="id of the innermost outline entry that holds the words")
    source: str = Field(description="what found it: `rule:<name>` or `model:<name>`, joined by `+` when both did")
    confidence: float | None = Field(default=None, ge=0, le=1, description="of the least sure word; null without OCR")


class Source(_Frozen):
    """The file that was read."""

    name: str
    sha256: str
    media_type: str
    bytes: int
    pages: int
    reader: str
    reader_version: str
    ocr_engine: str | None = None
    ocr_confidence: float | None = None


class Page(_Frozen):
    """Where one page's text lies in `text`."""

    number: int
    start: int
    end: int
    reader: str


class Mark(_Frozen):
    """What is printed or stamped over the letterhead: `HỎA TỐC`, `MẬT`, `DỰ THẢO`, `Sao y`."""

    kind: Literal["draft", "urgent", "secret", "copy"]
    evidence: Evidence


class Signer(_Frozen):
    """One who signs beside the first. `evidence` is keyed by field."""

    signatory: str
    signatory_title: str | None
    authority: str | None
    evidence: dict[str, Evidence]


class Header(_Frozen):
    """The document's own identity; null where it is not printed. `evidence` is keyed by field."""

    doc_type: str | None
    number: str | None
    issuer: str | None
    parent: str | None
    place: str | None
    date: PartialDate | None
    title: str | None
    signatory: str | None
    signatory_title: str | None
    authority: str | None
    recipients: tuple[str, ...] = Field(description="those of `Nơi nhận`")
    addressees: tuple[str, ...] = Field(description="those of `Kính gửi`")
    other_signers: tuple[Signer, ...]
    marks: tuple[Mark, ...]
    system: Literal["party", "state", "other"]
    evidence: dict[str, Evidence]


class Heading(_Frozen):
    """One entry of the outline, in reading order. `span` is its extent, marker to next heading."""

    id: str
    marker: str
    level: int = Field(ge=1)
    title: str
    span: tuple[int, int]
    page: int


class Bullet(_Frozen):
    marker: str
    level: int = Field(ge=1)
    text: str
    span: tuple[int, int]
    page: int


class Section(_Frozen):
    """A section with its own bullets, and the sections below it. Bullets before the first heading
    hang under a section whose `id` is the empty string."""

    id: str
    bullets: tuple[Bullet, ...]
    sections: tuple["Section", ...]


class Remark(_Frozen):
    """What the reader should know. `code` is short and stable, `message` is a sentence."""

    code: str
    message: str
    span: tuple[int, int] | None = None


class Citation(_Frozen):
    """One cited document, however often it is cited. Words as written; `key` is the normal form."""

    doc_type: str | None
    number: str | None
    date: PartialDate | None
    issuer: str | None
    name: str | None
    term: str | None = Field(description="the term of congress written with the issuer: `khóa XII`")
    key: str
    status: Literal["resolved", "ambiguous", "unmatched", "conflict"]
    candidates: tuple[str, ...]
    reasons: tuple[str, ...]
    relation: str
    relation_evidence: Evidence | None = Field(
        default=None, description="the words that govern the citation; null where it is cited without any"
    )
    iri: str | None = Field(
        default=None,
        description="derived from type, date and number in Akoma Ntoso form; unofficial: Viet Nam has no official IRI",
    )
    mentions: tuple[Evidence, ...] = Field(min_length=1)
    references: tuple[Evidence, ...] = Field(
        default=(), description="places that refer back to it without naming it: `Chỉ thị nêu trên`; no mentions"
    )
    repairs: tuple[Remark, ...] = Field(
        default=(),
        description="letters in its number that were read wrong, as OCR does; the evidence keeps what was read",
    )


class Amount(_Frozen):
    """A value in its base unit: `6.200 triệu đồng` is `6.2e9 VND`."""

    value: float
    value_max: float | None = None
    unit: str


class Target(_Frozen):
    """A quantity to be reached, kept or not exceeded (`target`), or reported as achieved (`result`)."""

    indicator: str
    value: float
    value_max: float | None
    unit: str
    comparator: Literal["=", ">=", "<=", "~", "range"]
    period: str | None
    kind: Literal["target", "result"]
    quote: str
    amount: Amount | None
    period_start: PartialDate | None
    period_end: PartialDate | None
    evidence: Evidence

    @model_validator(mode="after")
    def _range_has_two_ends(self) -> Self:
        if (self.comparator == "range") != (self.value_max is not None):
            raise ValueError("a range has value_max, and nothing else has")
        return self


class Road(_Frozen):
    name: str
    kind: str
    sections: tuple[Evidence, ...] = Field(
        default=(), description="parts of it that the text speaks of: `đoạn từ cầu Rào đến ngã năm`, `Km 10+500`"
    )
    mentions: tuple[Evidence, ...] = Field(min_length=1)


class Project(_Frozen):
    name: str
    phase: str | None
    place: Evidence | None = Field(default=None, description="where it stands, as printed: `xã Tân An`")
    owner: Evidence | None = Field(default=None, description="who builds it, as printed: `Công ty Bình Hòa`")
    mentions: tuple[Evidence, ...] = Field(min_length=1)


class Entity(_Frozen):
    name: str
    role: str | None = Field(default=None, description="a person's position as printed")
    mentions: tuple[Evidence, ...] = Field(min_length=1)


class Entities(_Frozen):
    people: tuple[Entity, ...] = ()
    organisations: tuple[Entity, ...] = ()
    places: tuple[Entity, ...] = ()


class Repair(_Frozen):
    """A place where reading put the text right: what stood in the file, and why it was changed."""

    start: int
    end: int
    was: str
    reason: str


class Aside(_Frozen):
    """Running heads, page numbers and signature stamps: on the page, but no part of the text."""

    kind: str
    text: str
    page: int


class Record(_Frozen):
    """All that was found in one document."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, serialize_by_alias=True)

    schema_: Literal["trichyeu.record/1.1"] = Field(default="trichyeu.record/1.1", alias="schema")
    id: str = Field(description="`ty-` and the first 20 hex digits of the source's sha256")
    source: Source
    header: Header
    outline: tuple[Heading, ...]
    sections: tuple[Section, ...]
    citations: tuple[Citation, ...]
    targets: tuple[Target, ...]
    roads: tuple[Road, ...]
    projects: tuple[Project, ...]
    entities: Entities
    warnings: tuple[Remark, ...]
    text: str
    paragraphs: tuple[tuple[int, int], ...] = Field(description="they tile the text, without the breaks between them")
    annexes: tuple[tuple[int, int], ...] = Field(description="what follows the main document's signature block")
    pages: tuple[Page, ...]
    repairs: tuple[Repair, ...]
    set_aside: tuple[Aside, ...]

    def evidence(self) -> "list[Evidence]":
        """Every piece of evidence in the record, in no particular order."""
        mentions = [m for kind in (self.citations, self.roads, self.projects) for find in kind for m in find.mentions]
        mentions += [reference for citation in self.citations for reference in citation.references]
        entities = (*self.entities.people, *self.entities.organisations, *self.entities.places)
        governing = (citation.relation_evidence for citation in self.citations)
        return [
            *self.header.evidence.values(),
            *(proof for signer in self.header.other_signers for proof in signer.evidence.values()),
            *(mark.evidence for mark in self.header.marks),
            *mentions,
            *(section for road in self.roads for section in road.sections),
            *(words for project in self.projects for words in (project.place, project.owner) if words),
            *(words for words in governing if words),
            *(t.evidence for t in self.targets),
            *(m for entity in entities for m in entity.mentions),
        ]

    @model_validator(mode="after")
    def _quotes_are_slices(self) -> Self:
        for evidence in self.evidence():
            if self.text[evidence.start : evidence.end] != evidence.text:
                raise ValueError(f"evidence {evidence.text!r} is not text[{evidence.start}:{evidence.end}]")
        return self
