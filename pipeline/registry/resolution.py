"""Resolution over stored records: what a citation says stays, what the registry says to it is asked anew."""

from pipeline.extract.citations.identity import Cited
from pipeline.extract.citations.registry import Registry, identified
from pipeline.records import Citation, Record

__all__ = ["resolved_again"]


def _resolved(citation: Citation, registry: Registry | None, citing: str | None) -> Citation:
    cited = Cited(
        doc_type=citation.doc_type or "",
        number=citation.number,
        date=citation.date,
        issuer=citation.issuer,
        name=citation.name,
        term=citation.term,
    )
    return citation.model_copy(update=identified(cited, registry, citing))


def resolved_again(record: Record, registry: Registry | None = None) -> Record:
    """`record` with key, IRI, status, candidates and reasons of each citation as extraction would give them now.

    A record just extracted with the same registry comes back equal.
    """
    citations = tuple(_resolved(citation, registry, record.header.date) for citation in record.citations)
    return record.model_copy(update={"citations": citations})
