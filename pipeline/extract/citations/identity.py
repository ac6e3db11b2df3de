"""Which mentions cite the same document.

Two mentions are of one document when their numbers are the same in normal form and nothing that is
written with them (date, issuer) differs. A short form joins the full number of its type and serial.
"""

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache

from pipeline.extract.citations.bodies import same_body, written_out
from pipeline.extract.citations.laws import LAW_TYPES
from pipeline.extract.citations.mention import Mention
from pipeline.extract.citations.numbers import serial_of, symbol_type
from pipeline.notice import Notice
from pipeline.rules import gazetteer

__all__ = ["Cited", "group", "law_name", "number_key"]


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


_SEPARATORS = re.compile(r"[\s/.,:-]+")
_LEADING_ZEROS = re.compile(r"^0+(?=\d)")


@lru_cache(maxsize=4096)
def number_key(number: str) -> str:
    """A number without separators, leading zeros and case: `number_key("05-CT/TW")` is `"5cttw"`."""
    return _LEADING_ZEROS.sub("", _SEPARATORS.sub("", number.lower()).replace("đ", "d"))


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


_YEARLY = re.compile(r"/(?:19|20)\d\d/(?:QH|UBTVQH|(?:NĐ|NQ)-CP|QĐ-TTg|TT)")
_YEARS = re.compile(r"(?:19|20)\d\d")


@lru_cache(maxsize=4096)
def _name_words(name: str) -> tuple[str, ...]:
    """The words of a document's name in normal form: small letters, abbreviations written out."""
    parts = written_out(re.sub(r"[,()\"]", " ", name)).replace("triển khai", "thực hiện").split()
    return tuple(part for part in parts if part not in ("-", "năm"))


def _same_name(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether the shorter name is the longer one with words left out, and begins like it."""
    short, long = sorted((one, other), key=len)
    remaining = iter(long)
    return short[:3] == long[:3] and all(word in remaining for word in short)


@cache
def _law_aliases() -> dict[str, str]:
    return {
        " ".join(_name_words(short)): " ".join(_name_words(full))
        for short, full in gazetteer("laws")["aliases"].items()
    }


@cache
def _law_initials() -> dict[str, str]:
    """`{"clsphh": "chất lượng sản phẩm hàng hóa", ...}`: laws that their first letters tell, without any `và`."""
    names = {" ".join(_name_words(name)) for name in gazetteer("laws")["names"]["laws"]}
    by_letters: dict[str, list[str]] = {}
    for name in names:
        letters = "".join(word[0] for word in name.split() if word != "và")
        by_letters.setdefault(letters, []).append(name)
    return {letters: found[0] for letters, found in by_letters.items() if len(letters) > 3 and len(found) == 1}


def _full_law(words: tuple[str, ...]) -> str:
    """A law's name without its type word, a common short form of it written out."""
    name = " ".join(words[2:] if words[0] == "bộ" or words[0] == "pháp" else words[1:])
    name = name.replace("sửa đổi bổ sung", "sửa đổi")
    return _law_aliases().get(name) or _law_initials().get(name.replace("&", ""), name)


def law_name(name: str) -> str:
    """A law's name in normal form, the same for all its spellings: `"Luật Đất đai"` gives `"đất đai"`."""
    words = _name_words(name)
    return _full_law(words) if len(words) > 1 else name


def _years(words: tuple[str, ...]) -> list[str]:
    return _YEARS.findall(" ".join(words))


def _joins_name(cited: Cited, words: tuple[str, ...], mention: Mention) -> bool:
    """Whether a mention by name with these words is of the document `cited`."""
    if cited.doc_type != mention.doc_type or not cited.name or not _same_date(cited.date, mention.date):
        return False
    known = _name_words(cited.name)
    if mention.doc_type in LAW_TYPES:
        return _full_law(known) == _full_law(words)
    if _years(known) and _years(words) and _years(known) != _years(words):
        return False
    return _same_name(known, words)


def _name_key(doc_type: str, words: tuple[str, ...]) -> tuple[str, str | tuple[str, ...]]:
    """What two names of one document have in common, see `_joins_name`."""
    return doc_type, _full_law(words) if doc_type in LAW_TYPES and words else words[:3]


def _beginning(doc_type: str, words: tuple[str, ...]) -> tuple[str, ...]:
    """The type, its words and the first one after them: what a repetition in shorter words keeps."""
    return (doc_type, *words[: len(doc_type.split()) + 1])


class _Groups:
    """The documents found so far; `add` puts a mention where it belongs.

    Each index holds what a later mention may join, so that a mention is compared with a few documents however many
    the text cites. What an index goes by never changes once a document is in it: numbers come before names.
    """

    def __init__(self) -> None:
        self.cited: list[Cited] = []
        self._by_number: dict[str, list[Cited]] = {}
        self._by_serial: dict[str, list[Cited]] = {}
        self._by_name: dict[tuple[str, str | tuple[str, ...]], list[Cited]] | None = None
        self._by_beginning: dict[tuple[str, ...], list[Cited]] | None = None

    def add_numbered(self, mention: Mention) -> None:
        number = mention.number or ""
        candidates = self._by_number.get(number_key(number), [])
        if number.isdigit() and mention.doc_type not in ("văn bản", "công văn"):
            candidates = [c for c in self._by_serial.get(serial_of(number), ()) if c.doc_type == mention.doc_type]
        unique = _YEARLY.search(number) is not None  # numbers of normative documents have one issuer a year
        fitting = [
            c
            for c in candidates
            if _same_date(c.date, mention.date) and (unique or same_body(c.issuer, mention.issuer))
        ]
        if mention.shared and not fitting:
            fitting = candidates
        if not candidates and not number.isdigit():
            fitting = [c for c in self._by_serial.get(serial_of(number), ()) if _is_longer_form(c, mention)]
        if fitting:
            _add(_nearest(fitting, mention), mention)
            return
        cited = Cited()
        _add(cited, mention)
        self.cited.append(cited)
        self._by_number.setdefault(number_key(number), []).append(cited)
        self._by_serial.setdefault(serial_of(number), []).append(cited)

    def add_named(self, mention: Mention) -> None:
        words = _name_words(mention.name or "")
        if self._by_name is None:
            self._by_name = {}
            for known in self.cited:
                if known.name:
                    self._by_name.setdefault(_name_key(known.doc_type, _name_words(known.name)), []).append(known)
        alike = self._by_name.setdefault(_name_key(mention.doc_type, words), [])
        fitting = [c for c in alike if _joins_name(c, words, mention)]
        if fitting:
            cited = _nearest(fitting, mention)
            longer = cited.number is None and len(mention.name or "") > len(cited.name or "")
            _add(cited, mention)
            cited.name = mention.name if longer else cited.name
            return
        if words == ("nghị", "quyết", "đại", "hội"):
            return  # of which congress is said nowhere
        cited = Cited()
        _add(cited, mention)
        self.cited.append(cited)
        alike.append(cited)

    def add_repeated(self, mention: Mention) -> None:
        """Join a place that may repeat a document in shorter words to the one it repeats, if there is one."""
        if mention.number:
            alike = self._by_serial.get(serial_of(mention.number), ())
            full = [c for c in alike if c.doc_type == mention.doc_type and not (c.number or "").isdigit()]
            if full:
                _add(_nearest(full, mention), mention)
            return
        words = _name_words(mention.name or "")
        kind = len(mention.doc_type.split())
        if mention.doc_type in LAW_TYPES:
            alike = (self._by_name or {}).get(_name_key(mention.doc_type, words), [])
            fitting = [c for c in alike if _joins_name(c, words, mention)]
            if fitting:
                _add(_nearest(fitting, mention), replace(mention, name=None))
            return
        if self._by_beginning is None:
            self._by_beginning = {}
            for named in self.cited:
                if named.name and not named.number:
                    self._by_beginning.setdefault(_beginning(named.doc_type, _name_words(named.name)), []).append(named)
        for cited in self._by_beginning.get(_beginning(mention.doc_type, words), ()):
            known = _name_words(cited.name or "")
            common = 0
            while common < min(len(known), len(words)) and known[common] == words[common]:
                common += 1
            whole = known[kind : kind + 1] == ("tỉnh",)
            years = _years(words)
            if whole or (common >= kind + 3 and common >= len(words) - 1 and years in ([], _years(known))):
                _add(cited, replace(mention, name=None))
                return


def _is_longer_form(cited: Cited, mention: Mention) -> bool:
    """Whether one number is the other cut short: `102/2025/NQLT`, `88/NĐ-CP` beside `88/2025/NĐ-CP` of that year."""
    if cited.doc_type != mention.doc_type or not _same_date(cited.date, mention.date):
        return False
    one, other = cited.number or "", mention.number or ""
    year = (cited.date or mention.date or "")[:4]
    parts = [[part for part in _SEPARATORS.split(number)[1:] if part not in (year, "NQ")] for number in (one, other)]
    short, long = sorted(parts, key=len)
    return long[: len(short)] == short and (short == long or len(short) > 1)


def _nearest(fitting: list[Cited], mention: Mention) -> Cited:
    """The document whose last mention before this one is nearest, else the one that follows soonest."""
    if len(fitting) == 1:
        return fitting[0]
    return min(fitting, key=lambda c: min(abs(m.span.start - mention.span.start) for m in c.mentions[-8:]))


def _is_own(notice: Notice, mention: Mention) -> bool:
    """Whether `mention` is of the document itself: by its number, or by type and title."""
    header = notice.header
    if mention.number and header.number:
        own_date = header.date.value if header.date else None
        same = number_key(header.number.value) == number_key(mention.number)
        if mention.number.isdigit() and header.doc_type and header.doc_type.value == mention.doc_type:
            return serial_of(header.number.value) == serial_of(mention.number)
        if header.number.source == "inline heading":  # own only in capitals: "THÔNG TƯ SỐ 17/1998/TT-BTC NGÀY ..."
            heading = notice.flow[header.number.span.start : header.number.span.end]
            return same and "SỐ" in heading
        return (same and _same_date(mention.date, own_date)) or header.number.span.overlaps(mention.span)
    if mention.name and header.title and header.doc_type:
        words = _name_words(header.title.value)
        issues = rf"(?:ban hành|phê duyệt|thông qua) (?:\w+ )?{mention.doc_type}(?!\w)"  # what it issues is its own
        if header.doc_type.value == mention.doc_type or re.search(issues, " ".join(words)):
            own = {part for word in words for part in word.split("-")}
            named = _name_words(mention.name)[len(mention.doc_type.split()) :]
            return all(part in own for word in named for part in word.split("-"))
    return False


def group(notice: Notice, numbered: list[Mention], named: list[Mention], repeated: list[Mention]) -> list[Cited]:
    """The documents that the mentions cite, in the order of their first mention.

    What is written most fully is taken first: dated before undated, full numbers before short forms.
    `repeated` are places that count only if they repeat a document that is cited.
    """
    groups = _Groups()
    full = [m for m in numbered if not _is_own(notice, m)]
    for mention in sorted(full, key=lambda m: ((m.number or "").isdigit(), m.date is None or m.shared)):
        groups.add_numbered(mention)
    for mention in sorted(named, key=lambda m: (m.date is None, -len(m.name or ""))):
        if not _is_own(notice, mention):
            groups.add_named(mention)
    for mention in repeated:
        if not _is_own(notice, mention):
            groups.add_repeated(mention)
    for cited in groups.cited:
        cited.mentions.sort(key=lambda m: (m.span.start, m.span.end))
        forms = Counter(m.number for m in cited.mentions if m.number and not m.number.isdigit())
        if len(set(map(number_key, forms))) > 1:
            cited.number = max(forms, key=lambda number: ("NQ-QH" not in number, forms[number], len(number)))
        if cited.doc_type == "đề án" and {m.rule for m in cited.mentions} == {"short form"}:
            cited.name, cited.number = f"Đề án {cited.number}", None  # what people call it, not its number
        cited.name = None if cited.number else cited.name
    return sorted(groups.cited, key=lambda c: (c.mentions[0].span.start, c.mentions[0].span.end))
