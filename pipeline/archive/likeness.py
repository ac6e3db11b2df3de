"""Is it the same document in another file? By its words, not by its bytes.

A PDF and the DOCX that it was printed from have the same words; so have, but for a number and a date, a draft and the
copy that was signed. `Likeness` is made of the words, folded: a hash of them all, and a signature of 50 numbers
(MinHash over runs of four words; Broder 1997) of which two texts share as many, in part, as they share runs. Its ten
bands of five numbers find likely pairs by plain equality: at a similarity of 0.8 with 98 in 100, at 0.3 with 2 in 100.

`may_be_same` then asks whether the headers of the two allow it, and `same_document` compares the words themselves: two
notices of one office, month for month, may have nine words of ten in common. Four words changed of 400 leave 0.92 of
the runs in common, since each stands in four of them.
"""

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

import numpy as np

from pipeline.vietnamese.spelling import loose

__all__ = ["Likeness", "Look", "likeness_of", "may_be_same", "same_document", "shared_runs", "similarity"]

_RUN = 4  # words
_NUMBERS, _ROWS = 50, 5
_LIKE = 0.7
_VERY_LIKE = 0.9
_LEAST_ESTIMATE = 0.55  # of a similarity of 0.7: two standard errors less
_FIGURES_LIKE = 0.9
_ODD = np.uint64(0x9E37_79B9_7F4A_7C15)  # 2**64 over the golden ratio, for multiplicative hashing (Knuth, 6.4)
_ODD_NUMBERS = np.random.Generator(np.random.PCG64(8)).integers(2**62, 2**63, (2, _NUMBERS), np.uint64) | np.uint64(1)
_SHIFT = np.uint64(32)
_AT_ONCE = 2048  # runs


@dataclass(frozen=True, slots=True)
class Likeness:
    """`words_sha256` is equal for equal words, `signature` near for near ones, `bands` shared by likely pairs."""

    words_sha256: str
    signature: bytes
    bands: tuple[int, ...]


def likeness_of(folded: str) -> Likeness:
    """Of a text's folded words, as `search_forms` gives them."""
    digest = sha256(folded.encode()).hexdigest()
    words = folded.encode().split()
    if len(words) < _RUN:
        return Likeness(digest, b"", ())
    hashes = np.fromiter(map(zlib.crc32, words), np.uint64, len(words))
    runs = np.zeros(len(words) - _RUN + 1, np.uint64)
    for at in range(_RUN):
        runs = (runs + hashes[at : at + len(runs)]) * _ODD
        runs ^= runs >> _SHIFT
    factors, offsets = _ODD_NUMBERS[:, :, np.newaxis]
    least = [
        ((runs[at : at + _AT_ONCE] * factors + offsets) >> _SHIFT).min(axis=1) for at in range(0, len(runs), _AT_ONCE)
    ]
    numbers = np.min(least, axis=0).astype(np.uint32)
    bands = tuple(
        int.from_bytes(sha256(bytes([at]) + numbers[at * _ROWS : (at + 1) * _ROWS].tobytes()).digest()[:7], "big")
        for at in range(_NUMBERS // _ROWS)
    )
    return Likeness(digest, numbers.astype("<u4").tobytes(), bands)


def similarity(one: bytes, other: bytes) -> float:
    """What part of their runs of words two texts share, estimated by their signatures.

    Within 0.07 in two cases of three where they share half, within 0.04 where they share nine of ten.
    """
    if not one or not other:
        return 0.0
    return float(np.mean(np.frombuffer(one, "<u4") == np.frombuffer(other, "<u4")))


def _runs(words: Sequence[str]) -> set[tuple[str, ...]]:
    return set(zip(*(words[at:] for at in range(_RUN)), strict=False))


def shared_runs(one: str, other: str) -> float:
    """What part of their runs of words two texts share, counted. Both are folded words as `search_forms` gives them."""
    runs, others = _runs(one.split()), _runs(other.split())
    return len(runs & others) / len(runs | others) if runs and others else 0.0


@dataclass(frozen=True, slots=True)
class Look:
    """What of a stored document tells whether another is the same."""

    document: str
    media_type: str
    doc_type: str | None
    number: str | None
    date: str | None
    issuer: str | None
    title: str | None
    words_sha256: str
    signature: bytes


_SERIAL = re.compile(r"\d+")


def _number(number: str | None) -> tuple[str, str]:
    """The serial and the symbol: `14-TB/ĐU` is `("14", "tb/đu")`, of a draft `("", "tb/đu")`."""
    number = loose(number or "")
    serial = _SERIAL.match(number)
    return (serial[0].lstrip("0"), number[serial.end() :].lstrip("-/ ")) if serial else ("", number.lstrip("-/ "))


def _agree(one: str | None, other: str | None) -> bool:
    """Equal, or one of them not printed."""
    return not one or not other or loose(one) == loose(other)


def may_be_same(one: Look, other: Look) -> bool:
    """Whether the headers allow that two files hold one document, and the signatures make it likely."""
    if one.words_sha256 == other.words_sha256 and one.signature:
        return True
    (serial, symbol), (other_serial, other_symbol) = _number(one.number), _number(other.number)
    date, other_date = one.date or "", other.date or ""
    return (
        similarity(one.signature, other.signature) >= _LEAST_ESTIMATE
        and not (serial and other_serial and serial != other_serial)
        and _agree(symbol, other_symbol)
        and (date.startswith(other_date) or other_date.startswith(date))
        and all(_agree(getattr(one, name), getattr(other, name)) for name in ("doc_type", "issuer"))
    )


def _figures(words: str) -> set[str]:
    return {word.lstrip("0") for word in words.split() if any(map(str.isdigit, word))}


def _same_figures(one: Look, other: Look, words: str, other_words: str) -> bool:
    """Whether nearly all figures are the same but those of number and date, which a draft lacks.

    Notices of one form differ in their figures before all.
    """
    issued = _figures(
        " ".join(re.findall(r"\d+", " ".join(filter(None, (one.number, one.date, other.number, other.date)))))
    )
    figures, others = _figures(words) - issued, _figures(other_words) - issued
    return len(figures & others) >= _FIGURES_LIKE * len(figures | others)


def same_document(one: Look, other: Look, words: str, other_words: str) -> tuple[str, float] | None:
    """How two files hold one document, with their similarity; `None` where they do not.

    `copy`: the same words in one format; `format`: in two; `draft`: one lacks what is put in when it is issued.
    """
    here = "copy" if one.media_type == other.media_type else "format"
    if one.words_sha256 == other.words_sha256 and one.signature:
        return here, 1.0
    shared = shared_runs(words, other_words) if may_be_same(one, other) else 0.0
    if shared < _LIKE:
        return None
    (serial, _), (other_serial, _) = _number(one.number), _number(other.number)
    same_title = loose(one.title or "") == loose(other.title or "")
    if bool(serial) != bool(other_serial) or len(one.date or "") != len(other.date or ""):
        is_draft = _agree(one.title, other.title) and _same_figures(one, other, words, other_words)
        return ("draft", shared) if is_draft else None
    if serial:
        return here, shared
    return (here, shared) if shared >= _VERY_LIKE and same_title else None
