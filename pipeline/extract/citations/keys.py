"""The normal form of a cited document: how the same document is told in many records.

    type code : number or name, small letters, separators as printed : date or term, as written

`nq:68-nq/tw:2025-05-04`, `qđ:34-qđ/đu`, `luật:đất đai:2013`, `nq:20-nq/tw:x`. Nothing is guessed: a part
that is not written is left out, so a key without a date is less than a key with one.
"""

import re
import unicodedata
from functools import cache, lru_cache

from pipeline.rules import gazetteer
from pipeline.vietnamese.spelling import loose

__all__ = ["citation_iri", "citation_key"]


_MARKS = re.compile(r"[\u0300-\u036f]")
_NOT_PLAIN = re.compile(r"[^a-z0-9]+")
_LEADING_ZEROS = re.compile(r"^0+(?=\d)")


@cache
def _codes() -> dict[str, str]:
    """The symbol of each type in small letters; the first that stands for it: `{"nghị quyết": "nq"}`."""
    codes: dict[str, str] = {}
    for symbol, doc_type in gazetteer("citations")["tables"]["symbols"].items():
        codes.setdefault(doc_type, symbol.lower())
    return codes | {"luật": "luật", "bộ luật": "bộ luật", "chương trình hành động": codes["chương trình"]}


@lru_cache(maxsize=4096)  # the same documents are cited all over an archive
def citation_key(doc_type: str, number: str | None, name: str | None, date: str | None, term: str | None) -> str:
    """`citation_key("nghị quyết", "68-NQ/TW", None, "2025-05-04", None)` is `"nq:68-nq/tw:2025-05-04"`."""
    code = _codes().get(doc_type, doc_type)
    identity = loose(number or (name or "").lower().removeprefix(doc_type))
    when = date or (loose(term.split()[-1]) if term else None)
    return ":".join(part for part in (code, identity.replace(":", "."), when) if part)


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    """Small letters without marks, all else a hyphen: `_plain("118/2025/NĐ-CP")` is `"118-2025-nd-cp"`."""
    letters = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return _NOT_PLAIN.sub("-", _MARKS.sub("", letters)).strip("-")


def citation_iri(doc_type: str, number: str | None, date: str | None) -> str | None:
    """An Akoma Ntoso IRI made of what is written, `None` without number or date; nothing official.

    `citation_iri("nghị quyết", "68-NQ/TW", "2025-05-04")` is `"/akn/vn/act/nghi-quyet/2025-05-04/68-nq-tw"`.
    Letters and reports are `doc`, as Akoma Ntoso has it; what decides or regulates is `act`. It names no
    issuer, so offices that use one number on one day share an IRI.
    """
    if not number or not date:
        return None
    kind = "act" if doc_type in gazetteer("citations")["tables"]["acts"] else "doc"
    serial = _LEADING_ZEROS.sub("", _plain(number))
    return f"/akn/vn/{kind}/{_plain(doc_type)}/{date}/{serial}"
