"""Notice -> Record: each kind of find by a function of its own, each find with its evidence."""

from dataclasses import fields

from pipeline import records
from pipeline.collector import collector_paused
from pipeline.document import Span
from pipeline.extract.citations import find_citations
from pipeline.extract.contradictions import find_contradictions
from pipeline.extract.entities import find_entities
from pipeline.extract.evidence import evidence
from pipeline.extract.projects import find_projects
from pipeline.extract.roads import find_roads
from pipeline.extract.targets import find_targets
from pipeline.extract.unsettled import find_unsettled
from pipeline.notice import Header, HeaderField, Notice, Signer

__all__ = ["extract"]

_LISTS = ("recipients", "addressees", "other_signers", "marks", "system")
_HEADER_FIELDS = tuple(f.name for f in fields(Header) if f.name not in _LISTS)


def _header(notice: Notice) -> records.Header:
    header: Header = notice.header
    found: dict[str, HeaderField | None] = {name: getattr(header, name) for name in _HEADER_FIELDS}
    return records.Header(
        **{name: field.value if field else None for name, field in found.items()},
        recipients=tuple(recipient.value for recipient in header.recipients),
        addressees=tuple(addressee.value for addressee in header.addressees),
        other_signers=tuple(_signer(notice, signer) for signer in header.other_signers),
        marks=tuple(
            records.Mark(kind=mark.kind, evidence=evidence(notice, mark.span, "rule:mark"))  # type: ignore[arg-type]
            for mark in header.marks
        ),
        system=header.system,  # type: ignore[arg-type]
        evidence=_proofs(notice, found),
    )


def _proofs(notice: Notice, found: dict[str, HeaderField | None]) -> dict[str, records.Evidence]:
    return {n: evidence(notice, field.span, f"rule:{field.source}") for n, field in found.items() if field}


def _signer(notice: Notice, signer: Signer) -> records.Signer:
    found: dict[str, HeaderField | None] = {f.name: getattr(signer, f.name) for f in fields(Signer)}
    values = {name: field.value if field else None for name, field in found.items()}
    return records.Signer(**values, evidence=_proofs(notice, found))  # type: ignore[arg-type]


def _outline(notice: Notice) -> tuple[records.Heading, ...]:
    return tuple(
        records.Heading(
            id=section.id,
            marker=section.marker,
            level=section.level,
            title=section.title,
            span=(section.span.start, section.span.end),
            page=notice.document.page_of(section.span.start),
        )
        for section in notice.sections
    )


def _sections(notice: Notice) -> tuple[records.Section, ...]:
    """The tree of sections with the bullets that hang under each."""
    document = notice.document
    bullets: dict[str | None, list[records.Bullet]] = {}
    for bullet in notice.bullets:
        bullets.setdefault(bullet.section, []).append(
            records.Bullet(
                marker=bullet.marker,
                level=bullet.level,
                text=bullet.span.of(document.text),
                span=(bullet.span.start, bullet.span.end),
                page=document.page_of(bullet.span.start),
            )
        )
    below: dict[str | None, list[records.Section]] = {}
    for section in reversed(notice.sections):  # children come after their parents, so they are built first
        below.setdefault(section.parent, []).append(
            records.Section(
                id=section.id,
                bullets=tuple(bullets.get(section.id, ())),
                sections=tuple(reversed(below.get(section.id, ()))),
            )
        )
    top = tuple(reversed(below.get(None, ())))
    preface = (records.Section(id="", bullets=tuple(bullets[None]), sections=()),) if None in bullets else ()
    return preface + top


@collector_paused()
def extract(notice: Notice) -> records.Record:
    """The record of one notice: header, outline, citations, targets, roads, projects, entities."""
    document = notice.document
    citations = find_citations(notice)
    cited = tuple(Span(m.start, m.end) for citation in citations for m in citation.mentions)
    projects = find_projects(notice, cited)
    targets = find_targets(notice, cited)
    source = document.source
    return records.Record(
        id=f"ty-{source.sha256[:20]}",
        source=records.Source(**{name: getattr(source, name) for name in records.Source.model_fields}),
        header=_header(notice),
        outline=_outline(notice),
        sections=_sections(notice),
        citations=citations,
        targets=targets,
        roads=find_roads(notice, cited),
        projects=projects,
        entities=find_entities(notice),
        warnings=(
            *(
                records.Remark(code=r.code, message=r.message, span=(r.span.start, r.span.end) if r.span else None)
                for r in (*document.remarks, *notice.remarks)
            ),
            *find_contradictions(targets),
            *find_unsettled(notice, targets),
        ),
        text=document.text,
        paragraphs=tuple((p.start, p.end) for p in notice.paragraphs),
        annexes=tuple((a.start, a.end) for a in notice.annexes),
        pages=tuple(
            records.Page(number=p.number, start=p.span.start, end=p.span.end, reader=p.reader) for p in document.pages
        ),
        repairs=tuple(
            records.Repair(start=r.span.start, end=r.span.end, was=r.was, reason=r.reason) for r in document.repairs
        ),
        set_aside=tuple(records.Aside(kind=a.kind, text=a.text, page=a.page) for a in document.asides),
    )
