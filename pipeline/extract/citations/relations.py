"""In what relation the text stands to a document it cites, by the words that govern the citation."""

import re
from dataclasses import dataclass
from functools import cache

from pipeline.document import Span
from pipeline.extract.citations.mention import Mention
from pipeline.extract.citations.scan import of_kind
from pipeline.notice import Notice
from pipeline.rules.heads import guarded

__all__ = ["REFERENCE", "Relation", "relation_names", "relation_of"]

REFERENCE = "dẫn chiếu"  # cited without more
_BASIS_NAME = "căn cứ"
_REACH = 80
# "khoản 2, khoản 3 Điều 12 của", "Phụ lục I kèm theo": what part of the document is meant.
_PROVISION = re.compile(
    r"(?:[,;]\s*|và\s+)?(?:(?:[Đđ]iểm|[Kk]hoản|[Đđ]iều|[Mm]ục|[Cc]hương|[Pp]hần|[Pp]hụ\s+lục)\s+[\w.]{1,6}(?:,\s+|\s+và\s+|\s+)){1,6}"
    r"(?:(?:của|kèm\s+theo|ban\s+hành\s+kèm\s+theo)\s+)?\Z"
)
_PROVISION_WORDS = ("iều ", "hoản ", "iểm ", "ục ", "hương ", "hần ")
_BASIS = re.compile(r"[-+*\s]*(?:\d+[.)]\s*)?(?P<words>Căn\s+cứ)\s")


@dataclass(frozen=True, slots=True)
class Relation:
    """What the document does with the one it cites; `span` covers the words that say so, if there are any."""

    name: str
    span: Span | None = None
    rule: str | None = None


@cache
def _relations() -> tuple[tuple[re.Pattern[str], str, str], ...]:
    """Each rule's pattern, made fast, with its relation and its name."""
    return tuple(
        (re.compile(guarded(rule.pattern.pattern)), str(rule.options["relation"]), rule.name)
        for rule in of_kind("relation")
    )


@cache
def relation_names() -> tuple[str, ...]:
    """Every relation that a citation may stand in."""
    return tuple(sorted({name for _, name, _ in _relations()} | {REFERENCE, _BASIS_NAME}))


@cache
def _any_relation() -> re.Pattern[str]:
    """All rules as one pattern: most citations stand in no relation, which one search tells."""
    return re.compile(guarded("|".join(f"(?:{rule.pattern.pattern})" for rule in of_kind("relation"))))


def relation_of(notice: Notice, mention: Mention) -> Relation:
    """`"sửa đổi"` for the decree in "sửa đổi, bổ sung một số điều của Nghị định số 5/2020/NĐ-CP".

    Every citation of a paragraph that begins with "Căn cứ" is a basis unless nearer words say otherwise.
    """
    paragraph = notice.paragraph_at(mention.span.start)
    start = max(paragraph.start, mention.span.start - _REACH)
    window = notice.flow[start : mention.span.start]
    provision = _PROVISION.search(window) if any(word in window[-60:] for word in _PROVISION_WORDS) else None
    if provision:
        window = window[: provision.start()]
    for pattern, relation, rule in _relations() if _any_relation().search(window) else ():
        match = pattern.search(window)
        if match:
            span = Span(start + match.start(), start + match.start() + len(match[0].rstrip()))
            return Relation(relation, span, rule)
    basis = _BASIS.match(notice.flow, paragraph.start)
    return Relation(_BASIS_NAME, Span(*basis.span("words")), "basis of the paragraph") if basis else Relation(REFERENCE)
