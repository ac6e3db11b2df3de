"""One place where a document is cited, before it is known which places cite the same one."""

from dataclasses import dataclass

from pipeline.document import Span
from pipeline.notice import Notice

__all__ = ["Mention", "written"]


def written(notice: Notice, span: Span) -> str:
    """The words of `span` as the document writes them, runs of white space made one space."""
    return " ".join(span.of(notice.document.text).split())


@dataclass(frozen=True, slots=True)
class Mention:
    """`Nghị quyết số 11-NQ/TW ngày 03/6/2017 của Ban Chấp hành Trung ương` and what it says.

    `span` covers the words from the type word to the last of number, date and issuer; `rule` names
    the rule that found it. Exactly one of `number` (without white space) and `name` is there, but
    for a law with both (`Luật Bầu cử ... số 85/2015/QH13`): it has a number and keeps its `name`.
    `shared` says that date and issuer were written once for a list that this mention is in; `heads_list`
    that it is the first of a list whose issuer was said before its numbers.
    """

    span: Span
    rule: str
    doc_type: str
    number: str | None = None
    name: str | None = None
    date: str | None = None
    issuer: str | None = None
    term: str | None = None
    shared: bool = False
    heads_list: bool = False

    def followed_by(self, span: Span, date: str | None, issuer: str | None, term: str | None) -> "Mention":
        """The mention at `span` with the date, issuer and term that follow it."""
        return Mention(
            span, self.rule, self.doc_type, self.number, self.name, date, issuer, term, self.shared, self.heads_list
        )
