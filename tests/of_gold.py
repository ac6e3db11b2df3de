"""A record made of what the notice generator knows that it wrote: no reading, no extraction, no mistake."""

import hashlib

from corpus.generator.notice import Notice
from pipeline.extract.citations.identity import Cited
from pipeline.extract.citations.registry import identified
from pipeline.records import Citation, Entities, Evidence, Header, Page, Record, Source

__all__ = ["gold_record"]


def _evidence(text: str, start: int, end: int) -> Evidence:
    return Evidence(text=text[start:end], start=start, end=end, page=1, box=None, section=None, source="rule:gold")


def gold_record(notice: Notice) -> Record:
    """The record of a generated notice: its header and its citations, as gold has them."""
    gold, text = notice.gold, notice.text
    places: dict[int, list[Evidence]] = {}
    for mark in notice.marks:
        if mark.kind == "citation":
            places.setdefault(mark.data["entry"], []).append(_evidence(text, mark.start, mark.end))
    citations = []
    for at, entry in enumerate(gold["citations"]):
        fields = {name: entry[name] for name in ("doc_type", "number", "date", "issuer", "name")}
        cited = Cited(**fields)
        citations.append(
            Citation(**fields, term=None, relation="viện dẫn", mentions=tuple(places[at]), **identified(cited))
        )
    digest = hashlib.sha256(notice.id.encode() + text.encode()).hexdigest()
    absent = {"recipients": (), "addressees": (), "other_signers": (), "marks": (), "evidence": {}}
    return Record(
        id=f"ty-{digest[:20]}",
        source=Source(
            name=f"{notice.id}.txt", sha256=digest, media_type="text/plain", bytes=len(text.encode()), pages=1,
            reader="gold", reader_version="1",
        ),
        header=Header(**gold["header"], **absent, system=notice.system if notice.system in ("party", "state") else "other"),
        outline=(), sections=(), citations=tuple(citations), targets=(), roads=(), projects=(), entities=Entities(),
        warnings=(), text=text, paragraphs=((0, len(text)),), annexes=(), repairs=(), set_aside=(),
        pages=(Page(number=1, start=0, end=len(text), reader="gold"),),
    )  # fmt: skip
