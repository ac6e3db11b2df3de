"""The names model beside the rules: `with_model(notice, record)` adds what it proposes to what they found.

The model proposes, rules decide: a proposal that overlaps a find of its kind confirms it (`rule:list+model:crf`);
one that overlaps a find of another kind is dropped; what is left is added where the model is sure (`model:crf`).
`model_alone` is for measuring only. `DEFAULT_KINDS` are the kinds for which both together beat the rules on
real documents (`python -m models.ner.ablation`); it is empty, so `extract` doesn't call the model.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Literal

from models.ner import Name, find_names
from pipeline.document import Span
from pipeline.extract.evidence import evidence
from pipeline.notice import Notice
from pipeline.records import Citation, Entities, Entity, Evidence, Project, Record, Road
from pipeline.vietnamese.spelling import loose

__all__ = ["DEFAULT_KINDS", "KINDS", "NerKind", "model_alone", "with_model"]

NerKind = Literal["citations", "roads", "projects", "people", "organisations"]
KINDS: dict[NerKind, str] = {
    "citations": "citation", "roads": "road", "projects": "project", "people": "person",
    "organisations": "organisation",
}  # fmt: skip
"""Kinds of find, each with the model's label for it."""

DEFAULT_KINDS: tuple[NerKind, ...] = ()
SOURCE = "model:crf"
SURE = 0.9
"""The least probability at which a proposal that no rule confirms is added."""

_NUMBER = re.compile(r"\bsố:? ?(?P<number>\d+[-/]?[\w/-]*)")
_DOC_TYPE = re.compile(r"\w+(?: \w+)?(?= số)|\w+ \w+")

Find = Citation | Road | Project | Entity


def _proofs(finds: Iterable[Find]) -> list[Evidence]:
    return [mention for find in finds for mention in find.mentions]


def _citation(name: str, mentions: tuple[Evidence, ...]) -> Citation:
    number, doc_type = _NUMBER.search(name), _DOC_TYPE.match(name)
    return Citation(
        doc_type=doc_type[0].lower() if doc_type else None,
        number=number["number"] if number else None,
        date=None,
        issuer=None,
        name=None if number else name,
        term=None,
        key=loose(name),
        status="unmatched",
        candidates=(),
        reasons=("proposed by the model alone",),
        relation="mentions",
        mentions=mentions,
    )


_MAKE: dict[NerKind, Callable[[str, tuple[Evidence, ...]], Find]] = {
    "citations": _citation,
    "roads": lambda name, mentions: Road(name=name, kind="đường", mentions=mentions),
    "projects": lambda name, mentions: Project(name=name, phase=None, mentions=mentions),
    "people": lambda name, mentions: Entity(name=name, mentions=mentions),
    "organisations": lambda name, mentions: Entity(name=name, mentions=mentions),
}


def _made(notice: Notice, kind: NerKind, names: Iterable[Name]) -> tuple[Find, ...]:
    """Finds of the model alone, one for each name however often it stands."""
    by_name: dict[str, list[Evidence]] = defaultdict(list)
    for name in names:
        proof = evidence(notice, Span(name.start, name.end), SOURCE)
        by_name[loose(proof.text)].append(proof)
    return tuple(_MAKE[kind](" ".join(proofs[0].text.split()), tuple(proofs)) for proofs in by_name.values())


def _finds(record: Record, kind: NerKind) -> tuple[Find, ...]:
    found: tuple[Find, ...] = getattr(record.entities if kind in Entities.model_fields else record, kind)
    return found


def _replaced(record: Record, finds: dict[NerKind, tuple[Find, ...]]) -> Record:
    entities: dict[str, object] = {kind: found for kind, found in finds.items() if kind in Entities.model_fields}
    rest: dict[str, object] = {kind: found for kind, found in finds.items() if kind not in Entities.model_fields}
    return record.model_copy(update={**rest, "entities": record.entities.model_copy(update=entities)})


def _confirmed(find: Find, names: Sequence[Name]) -> Find:
    """`find`, each mention that the model proposes too marked as made by both."""

    def proof(mention: Evidence) -> Evidence:
        if not any(name.start < mention.end and mention.start < name.end for name in names):
            return mention
        return mention.model_copy(update={"source": f"{mention.source}+{SOURCE}"})

    return find.model_copy(update={"mentions": tuple(proof(mention) for mention in find.mentions)})


def with_model(notice: Notice, record: Record, kinds: Iterable[NerKind] = tuple(KINDS), sure: float = SURE) -> Record:
    """`record` with the model's finds of `kinds` added, and the rules' finds that it confirms marked."""
    proposed = [name for name in find_names(notice.flow) if notice.body.start <= name.start]
    taken = bytearray(len(record.text) + 1)
    for kind in KINDS:
        for mention in _proofs(_finds(record, kind)):
            taken[mention.start : mention.end] = b"\1" * (mention.end - mention.start)
    finds: dict[NerKind, tuple[Find, ...]] = {}
    for kind in kinds:
        names = [name for name in proposed if name.label == KINDS[kind]]
        new = [n for n in names if n.probability >= sure and not any(taken[n.start : n.end])]
        known = tuple(_confirmed(find, names) for find in _finds(record, kind))
        made = _made(notice, kind, new)
        finds[kind] = tuple(sorted((*known, *made), key=lambda find: find.mentions[0].start))
    return _replaced(record, finds)


def model_alone(notice: Notice, record: Record) -> Record:
    """`record` with the model's finds in place of the rules', for every kind that the model knows."""
    names = [name for name in find_names(notice.flow) if notice.body.start <= name.start]
    return _replaced(
        record, {kind: _made(notice, kind, (n for n in names if n.label == KINDS[kind])) for kind in KINDS}
    )
