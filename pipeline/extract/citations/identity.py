"""Which mentions cite the same document.

Two mentions are of one document when their numbers are the same in normal form and nothing that is
written with them (date, issuer) differs. A short form joins the full number of its type and serial.
"""

import re
from dataclasses import dataclass, field

from pipeline.extract.citations.mention import Mention
from pipeline.extract.citations.numbers import serial_of, symbol_type
from pipeline.notice import Notice
from pipeline.vietnamese.spelling import loose

__all__ = ["Cited", "group", "number_key"]

_ABBREVIATED = {
    "ubnd": "ủy ban nhân dân",
    "hđnd": "hội đồng nhân dân",
    "ubtvqh": "ủy ban thường vụ quốc hội",
    "mttq": "mặt trận tổ quốc",
    "bch": "ban chấp hành",
    "btv": "ban thường vụ",
    "tw": "trung ương",
    "vpcp": "văn phòng chính phủ",
    "tp": "thành phố",
}


@dataclass
class Cited:
    """A cited document while its mentions are gathered; attributes are the first ones written."""

    mentions: list[Mention] = field(default_factory=list)
    doc_type: str = ""
    number: str | None = None
    date: str | None = None
    issuer: str | None = None
    name: str | None = None
    term: str | None = None

    @property
    def key(self) -> str:
        kind = "".join(word[0] for word in self.doc_type.split())
        return ":".join(part for part in (kind, loose(self.number or self.name or ""), self.date) if part)


def number_key(number: str) -> str:
    """A number in normal form: `number_key("05 - CT/TW")` is `"5ctTW"` in small letters, separators off."""
    return re.sub(r"^0+(?=\d)", "", re.sub(r"[\s/.,:-]+", "", number.lower()).replace("đ", "d"))


def body_words(issuer: str) -> frozenset[str]:
    """The words of a body's name with the usual abbreviations written out."""
    return frozenset(" ".join(_ABBREVIATED.get(word, word) for word in loose(issuer).split()).split())


def _same_body(one: str | None, other: str | None) -> bool:
    if not one or not other:
        return True
    a, b = body_words(one), body_words(other)
    return a <= b or b <= a


def _same_date(one: str | None, other: str | None) -> bool:
    return not one or not other or one.startswith(other) or other.startswith(one)


def _add(cited: Cited, mention: Mention) -> None:
    cited.mentions.append(mention)
    if not cited.number or (mention.number and len(mention.number) > len(cited.number) and cited.number.isdigit()):
        cited.number = mention.number
    if not cited.doc_type or (
        cited.doc_type in ("văn bản", "công văn") and mention.doc_type == symbol_type(mention.number or "")
    ):
        cited.doc_type = mention.doc_type
    if not cited.date or (mention.date and not mention.shared and len(mention.date) > len(cited.date)):
        cited.date = mention.date or cited.date
    cited.issuer = cited.issuer or mention.issuer
    cited.term = cited.term or mention.term
    cited.name = cited.name or mention.name


def group(notice: Notice, mentions: list[Mention]) -> list[Cited]:
    """The documents that `mentions` cite, in the order of their first mention."""
    own = notice.header.number.value if notice.header.number else None
    own_date = notice.header.date.value if notice.header.date else None
    found: dict[str, list[Cited]] = {}
    order: list[Cited] = []
    dated = sorted(mentions, key=lambda m: (m.number is None or m.number.isdigit(), m.date is None or m.shared))
    for mention in dated:
        if mention.number is None:
            continue
        if own and number_key(own) == number_key(mention.number) and _same_date(mention.date, own_date):
            continue
        key = number_key(mention.number)
        if mention.number.isdigit() and mention.doc_type not in ("văn bản", "công văn"):
            full = [
                c
                for many in found.values()
                for c in many
                if c.doc_type == mention.doc_type and c.number and serial_of(c.number) == serial_of(mention.number)
            ]
            candidates = full or found.get(key, [])
        else:
            candidates = found.get(key, [])
        fitting = [c for c in candidates if _same_date(c.date, mention.date) and _same_body(c.issuer, mention.issuer)]
        if mention.shared and not fitting:
            fitting = candidates
        if fitting:
            nearest = min(fitting, key=lambda c: min(abs(m.span.start - mention.span.start) for m in c.mentions))
            _add(nearest, mention)
            continue
        cited = Cited()
        _add(cited, mention)
        found.setdefault(key, []).append(cited)
        order.append(cited)
    for cited in order:
        cited.mentions.sort(key=lambda m: m.span)
    return sorted(order, key=lambda c: c.mentions[0].span)
