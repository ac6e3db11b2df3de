"""The documents that records attest, as rows for the registry that a person reviews.

A record is a witness of its own number and date, and of each document that it cites with number and
full date; however often it cites it, it is one witness. A citation without a date or with part of
one is a witness only where a single attested document fits it.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice

from pipeline.extract.citations.bodies import known_body, one_in_country, same_body
from pipeline.extract.citations.identity import number_key
from pipeline.extract.citations.registry import Known, Registry, run_of, same_document
from pipeline.records import Record

__all__ = ["Proposal", "as_toml", "propose"]

_SHOWN = 5  # sources named in a row; the rest are counted


@dataclass(frozen=True, slots=True)
class Proposal:
    """One attested document; `contradictions` are sentences, each with what other witnesses say."""

    number: str
    doc_type: str
    date: str
    issuer: str | None
    title: str | None
    witnesses: int
    sources: tuple[str, ...]
    contradictions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Testimony:
    """What one record says of one document; `own` when it is that document."""

    record: str
    source: str
    number: str
    doc_type: str
    date: str | None
    issuer: str | None
    title: str | None = None
    own: bool = False


@dataclass
class _Attested:
    """A document while its testimonies are gathered; the properties are asked for when all are."""

    date: str
    said: list[_Testimony] = field(default_factory=list)

    @cached_property
    def issuer(self) -> str | None:
        """As its own header has it, else as most witnesses write it, of these the longest."""
        own = [said.issuer for said in self.said if said.own and said.issuer]
        if own:
            return own[0]
        issuers = _counted((said.record, said.issuer) for said in self.said if said.issuer)
        return max(issuers, key=lambda issuer: (issuers[issuer], len(issuer), issuer), default=None)

    @cached_property
    def witnesses(self) -> int:
        return len({said.record for said in self.said})


def _counted(pairs: Iterable[tuple[str, str | None]]) -> dict[str, int]:
    """How many records say each thing: `{"Bộ Chính trị": 3}`."""
    records: dict[str, set[str]] = defaultdict(set)
    for record, thing in pairs:
        if thing:
            records[thing].add(record)
    return {thing: len(who) for thing, who in records.items()}


def _testimonies(record: Record) -> Iterator[_Testimony]:
    header, name = record.header, record.source.name
    if header.number and header.doc_type and any(sign.isdigit() for sign in header.number):  # else still to be stamped
        yield _Testimony(
            record.id, f"own header: {name}", header.number, header.doc_type, header.date, header.issuer,
            title=header.title, own=True,
        )  # fmt: skip
    for citation in record.citations:
        if citation.number and citation.doc_type and not citation.number.isdigit():  # "Nghị quyết 68" names none
            yield _Testimony(
                record.id, f"cited in {name}", citation.number, citation.doc_type, citation.date, citation.issuer
            )


def _is_full(date: str | None) -> bool:
    return date is not None and len(date) == 10


def _fits(attested: _Attested, said: _Testimony) -> bool:
    """Whether the testimony may be of that document: nothing written differs, or a central number says it is."""
    if said.date and not attested.date.startswith(said.date):
        return False
    return one_in_country(said.number) or same_body(attested.said[0].issuer, said.issuer)


def _gathered(testimonies: list[_Testimony]) -> list[_Attested]:
    """The documents of one type and number: own headers first, then what is written most fully."""
    by_date: dict[str, list[_Attested]] = {}
    full = [said for said in testimonies if _is_full(said.date)]
    for said in sorted(full, key=lambda said: (not said.own, -len(said.issuer or ""), said.record)):
        documents = by_date.setdefault(said.date or "", [])
        fitting = next((document for document in documents if _fits(document, said)), None)
        if fitting:
            fitting.said.append(said)
        else:
            documents.append(_Attested(said.date or "", [said]))
    attested = [document for documents in by_date.values() for document in documents]
    matching: dict[tuple[str | None, str | None], list[_Attested]] = {}
    for said in testimonies:
        if not _is_full(said.date):
            written = (said.date, said.issuer)
            if written not in matching:
                matching[written] = list(islice((document for document in attested if _fits(document, said)), 2))
            if len(matching[written]) == 1:
                matching[written][0].said.append(said)
    return attested


def _contradictions(document: _Attested, run: list[_Attested], known: list[Known]) -> Iterator[str]:
    """What is said against the document; `run` and `known` are of its number and its term or year."""
    issuer, central = document.issuer, one_in_country(document.said[0].number)
    issuers = _counted((said.record, said.issuer) for said in document.said)
    for other, count in sorted(issuers.items()):
        if not same_body(issuer, other):
            yield f"issuer {other}: {count} of the witnesses"
    for another in run:
        if another.date != document.date and (central or same_body(issuer, another.issuer)):
            yield f"date {another.date}: attested by {another.witnesses}"
    for row in known:
        if row.date != document.date and (central or same_body(issuer, row.issuer)):
            yield f"date {row.date}: in the registry"
    body = known_body(issuer) if issuer else None
    if body and not body.existed(document.date):
        existed = f"since {body.since}" if body.since and document.date < body.since else f"until {body.until}"
        yield f"{body.name} existed only {existed}"


def _proposal(document: _Attested, run: list[_Attested], known: list[Known]) -> Proposal:
    first = document.said[0]
    sources = sorted({(not said.own, said.source) for said in document.said})
    named = [source for _, source in sources[:_SHOWN]]
    more = len(sources) - len(named)
    return Proposal(
        number=first.number,
        doc_type=first.doc_type,
        date=document.date,
        issuer=document.issuer,
        title=next((said.title for said in document.said if said.title), None),
        witnesses=document.witnesses,
        sources=(*named, f"and {more} more") if more else tuple(named),
        contradictions=tuple(_contradictions(document, run, known)),
    )


def propose(records: Iterable[Record], registry: Registry, min_witnesses: int = 1) -> list[Proposal]:
    """The documents that at least `min_witnesses` records attest and `registry` lacks, the best attested first."""
    said: dict[tuple[str, str], dict[_Testimony, None]] = defaultdict(dict)
    for record in records:
        for testimony in _testimonies(record):
            said[testimony.doc_type, number_key(testimony.number)][testimony] = None
    proposals: list[Proposal] = []
    for (doc_type, number), testimonies in said.items():
        known = [row for row in registry.get(number, ()) if row.doc_type == doc_type]
        runs: dict[str | None, list[_Attested]] = defaultdict(list)
        for document in _gathered(list(testimonies)):
            runs[run_of(document.said[0].number, document.date)].append(document)
        for run, documents in runs.items():
            of_run = [row for row in known if run_of(row.number, row.date) == run]
            for document in documents:
                row = Known(document.said[0].number, doc_type, document.date, document.issuer)
                if document.witnesses >= min_witnesses and not any(same_document(row, other) for other in of_run):
                    proposals.append(_proposal(document, documents, of_run))
    return sorted(proposals, key=lambda p: (-p.witnesses, p.doc_type, p.date, p.number, p.issuer or ""))


def _text(value: str) -> str:
    """A TOML basic string; JSON's are the same but for DEL."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _texts(values: tuple[str, ...]) -> str:
    return f"[{', '.join(map(_text, values))}]"


def as_toml(proposals: Iterable[Proposal]) -> str:
    """The rows in the form of a registry file, so that an accepted one is copied as it stands."""
    blocks = []
    for row in proposals:
        lines = [
            "[[document]]",
            f"number  = {_text(row.number)}",
            f"type    = {_text(row.doc_type)}",
            f'date    = "{row.date}"',
        ]
        lines += [f"issuer  = {_text(row.issuer)}"] if row.issuer else []
        lines += [f"title   = {_text(row.title)}"] if row.title else []
        lines += [f"sources = {_texts(row.sources)}", f"witnesses = {row.witnesses}"]
        lines += [f"contradictions = {_texts(row.contradictions)}"] if row.contradictions else []
        blocks.append("\n".join(lines) + "\n")
    return "\n".join(blocks)
