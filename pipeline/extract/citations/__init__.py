"""Citations: which documents of authority the text cites, how often, and in what relation."""

from pipeline.collector import collector_paused
from pipeline.document import Span
from pipeline.extract.citations.identity import Cited, group
from pipeline.extract.citations.names import find_named, without_aliases
from pipeline.extract.citations.numbers import find_numbered
from pipeline.extract.citations.references import find_references
from pipeline.extract.citations.registry import identified
from pipeline.extract.citations.relations import relation_of
from pipeline.extract.citations.repairs import NumberRepair, repaired
from pipeline.extract.citations.scan import scan
from pipeline.extract.evidence import evidence
from pipeline.notice import Notice
from pipeline.records import Citation, Remark

__all__ = ["find_citations"]

_NORMATIVE = ("luật", "bộ luật", "pháp lệnh", "nghị định", "thông tư", "thông tư liên tịch")


@collector_paused()
def find_citations(notice: Notice) -> tuple[Citation, ...]:
    """The documents that `notice` cites, in the order of their first mention."""
    header = notice.header
    notice, repairs = repaired(notice)
    finds = scan(notice.flow)
    numbered = find_numbered(notice, finds)
    normative = bool(header.doc_type and header.doc_type.value in _NORMATIVE)
    named, repeated = find_named(notice, numbered, finds, normative=normative)
    numbered = without_aliases(numbered, named)
    documents = group(notice, numbered, named, repeated)
    references = find_references(notice, documents, finds)
    citing = header.date.value if header.date else None
    return tuple(
        _citation(notice, cited, references.get(index, []), repairs, citing) for index, cited in enumerate(documents)
    )


def _citation(
    notice: Notice, cited: Cited, references: list[Span], repairs: tuple[NumberRepair, ...], citing: str | None
) -> Citation:
    relation = relation_of(notice, cited.mentions[0])
    return Citation(
        doc_type=cited.doc_type,
        number=cited.number,
        date=cited.date,
        issuer=cited.issuer,
        name=cited.name,
        term=cited.term,
        relation=relation.name,
        relation_evidence=evidence(notice, relation.span, f"rule:{relation.rule}") if relation.span else None,
        mentions=tuple(evidence(notice, mention.span, f"rule:{mention.rule}") for mention in cited.mentions),
        references=tuple(evidence(notice, span, "rule:reference back") for span in references),
        repairs=tuple(
            Remark(
                code=repair.rule,
                message=f"{repair.was} is taken for {repair.became}",
                span=(repair.span.start, repair.span.end),
            )
            for repair in repairs
            if any(repair.span in mention.span for mention in cited.mentions)
        ),
        **identified(cited, citing=citing),
    )
