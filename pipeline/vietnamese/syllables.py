"""Which strings are Vietnamese syllables, and where a word that lost its spaces falls apart.

The language has a finite set of syllables: onset + rime + tone. Some PDF writers lose the space
after letters that carry two marks or a hook, tilde or dot (`vềviệc`, `thứI`, `số357`); a word that is
no syllable but falls apart into syllables in one way only gets its spaces back.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache

__all__ = ["WORD", "close_spaced", "glued_words", "is_syllable", "split_glued", "syllables"]

_ONSETS = (
    *("", "b", "c", "ch", "d", "đ", "g", "gh", "gi", "h", "k", "kh", "l", "m", "n", "ng", "ngh", "nh"),
    *("p", "ph", "qu", "r", "s", "t", "th", "tr", "v", "x"),
)
_RIMES = """
a ac ach ai am an ang anh ao ap at au ay  ăc ăm ăn ăng ăp ăt  âc âm ân âng âp ât âu ây
e ec em en eng eo ep et  ê êch êm ên ênh êp êt êu
i ia ich im in inh ip it iu  iêc iêm iên iêng iêp iêt iêu
o oc oi om on ong op ot  oa oac oach oai oam oan oang oanh oao oap oat oay  oăc oăm oăn oăng oăt
oe oen oeo oet  oong ooc  ô ôc ôi ôm ôn ông ôp ôt  ơ ơi ơm ơn ơp ơt
u ua uc ui um un ung up ut  uân uâng uât uây  uê uêch uên uênh uơ  uôc uôi uôm uôn uông uôt
uy uya uych uyên uyêt uyn uynh uyp uyt uyu
ư ưa ưc ưi ưng ưt ưu  ươc ươi ươm ươn ương ươp ươt ươu
y yêm yên yêng yêt yêu
"""
_AFTER_QU = """
a ac ach ai an ang anh ao at au ay  ăc ăm ăn ăng ăp ăt  âc ân âng ât ây  e en eo et  ê êch ên ênh
i it ôc ơ ơi  y ych yên yêt ynh yt
"""
_AFTER_GI = """
a ac ai am an ang anh ao ap at au ay  ăc ăm ăn ăng ăt  âc âm ân âp ât âu ây  e em en eo ep et  ê êm ên êng êp êt êu
o oi om on ong  ô ôi ông ôt  ơ ơi ơn  u ua uc ui um un up uôc uôi uông  ư ưa ưi ưng ươc ương ươi
"""
_Y_RIMES = frozenset({"y", "yêm", "yên", "yêng", "yêt", "yêu"})
_FRONT = frozenset("eêiy")
_TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")  # ngang, huyền, sắc, ngã, hỏi, nặng
_STOP_TONES = ("\u0301", "\u0323")
_STOPS = ("c", "ch", "p", "t")


def _rimes_after(onset: str) -> tuple[str, ...]:
    """The rimes that may follow `onset`: `k gh ngh` stand before e ê i y, `c g ng` before the others."""
    if onset == "qu":
        return tuple(_AFTER_QU.split())
    if onset == "gi":
        return tuple(_AFTER_GI.split())
    rimes = [rime for rime in _RIMES.split() if rime not in _Y_RIMES or onset == "" or rime == "y"]
    if onset in ("k", "gh", "ngh"):
        return tuple(rime for rime in rimes if rime[0] in _FRONT)
    if onset in ("c", "ng"):
        return tuple(rime for rime in rimes if rime[0] not in _FRONT)
    if onset == "g":  # `gì`, `gìn` are spelt with g and i
        return tuple(rime for rime in rimes if rime[0] not in _FRONT or rime in ("i", "in"))
    if onset == "":
        return tuple(rime for rime in rimes if not (rime[0] == "i" and rime[1:2] == "ê"))
    return tuple(rimes)


def _marked(rime: str) -> tuple[int, ...]:
    """Where the tone mark may stand: `ươ` on the ơ, `oa` on either (hòa, hoà), `oan` on the a."""
    strong = [i for i, letter in enumerate(rime) if letter in "ăâêôơ"]
    if strong:
        return (strong[-1],)
    if "ư" in rime:
        return (rime.index("ư"),)
    if rime in ("oa", "oe", "uy"):
        return (0, 1)
    if rime[:2] in ("oa", "oe", "uy", "oo"):
        return (1,)
    return (0,)


@cache
def syllables() -> frozenset[str]:
    """All syllables, lower case, NFC, tone marks in the old and the new place: about 17,000."""
    found = set()
    for onset in _ONSETS:
        for rime in _rimes_after(onset):
            stop = rime.endswith(_STOPS)
            for tone in _STOP_TONES if stop else _TONES:
                for at in _marked(rime):
                    marked = rime[: at + 1] + tone + rime[at + 1 :]
                    found.add(unicodedata.normalize("NFC", onset + marked))
    return frozenset(found)


@lru_cache(maxsize=50_000)
def is_syllable(text: str) -> bool:
    """Whether `text` is one syllable in small, capital or title letters: `"Nghị"`, `"NGHỊ"`, not `"NGHị"`."""
    return text.lower() in syllables() and (text.islower() or text.istitle() or text.isupper())


@cache
def _as_written() -> frozenset[str]:
    """All syllables in small, title and capital letters."""
    return frozenset(form for text in syllables() for form in (text, text.capitalize(), text.upper()))


_LONGEST = 7  # letters: nghiêng
_MARKED = re.compile("[\u1ea0-\u1ef9]")  # the block that holds every vowel with a hook, a dot or two marks
_DIACRITIC = re.compile("[\u00c0-\u01b0\u1ea0-\u1ef9]")
_SYMBOL = re.compile(r"[IVXLC]{1,5}|[A-ZĐ]{2,9}|\d{1,5}(?:[a-zđA-ZĐ]?)")
_VOWELS = "aăâeêioôơuưy"


def _ways(word: str, *, marked_only: bool) -> list[tuple[str, ...]]:
    """The ways to cut `word` (small letters) into syllables with the fewest cuts; at most two are given.

    With `marked_only` a cut stands after a vowel of the marked block only.
    """
    known = syllables()
    best: list[list[tuple[str, ...]]] = [[()]]  # best[n]: the shortest cuts of word[:n]
    for end in range(1, len(word) + 1):
        found: list[tuple[str, ...]] = []
        for start in range(max(0, end - _LONGEST), end):
            if marked_only and start and not _MARKED.match(word[start - 1]):
                continue
            if best[start] and word[start:end] in known:
                found += [(*head, word[start:end]) for head in best[start]]
        fewest = min(map(len, found), default=0)
        best.append([way for way in found if len(way) == fewest][:2])
    return best[-1]


def _base(letter: str) -> str:
    return unicodedata.normalize("NFD", letter)[0]


def _cut_letters(word: str, *, loses_spaces: bool) -> tuple[str, ...] | None:
    """One run of letters without a change of case inside, cut into syllables; `None` if it is not sure."""
    small = word.lower()
    if small in syllables():
        return (word,)
    if len(small) > 48:
        return None
    ways = _ways(small, marked_only=True)
    if len(ways) != 1:
        return None
    if not loses_spaces:
        # One such word in a sound text may be a slip of the pen (`ngừoi`, `nghịêm`): cut it only where a
        # consonant follows and no other cut is possible.
        if any(_base(piece[0]) in _VOWELS for piece in ways[0][1:]):
            return None
        if len(_ways(small, marked_only=False)) != 1:
            return None
    pieces, at = [], 0
    for piece in ways[0]:
        pieces.append(word[at : at + len(piece)])
        at += len(piece)
    return tuple(pieces)


@lru_cache(maxsize=50_000)
def split_glued(word: str, *, loses_spaces: bool = False) -> tuple[str, ...] | None:
    """The words that `word` is made of, or `None` where it is to stay as it is.

    `split_glued("vềviệc")` is `("về", "việc")`; `("thứ", "I")`, `("số", "357")`, `("uỷ", "UBND")` come
    out alike. With `loses_spaces`, for a text known to lose spaces after marked vowels, cuts that could
    stand elsewhere are made after those vowels (`vụcủa`, `dựán`).
    """
    if not _MARKED.search(word):
        return None
    cuts = [0]
    for i in range(1, len(word)):
        before, after = word[i - 1], word[i]
        if before.islower() and (after.isdigit() or after.isupper()):
            cuts.append(i)
    parts = [word[a:b] for a, b in zip(cuts, [*cuts[1:], len(word)], strict=True)]
    if len(parts[0]) < 2 or not _MARKED.search(parts[0]):
        return None
    if len(parts) > 1 and parts[-1][0].isdigit():
        # `lực3` has a note's mark; a space was lost only after a marked vowel, and one digit may be a mark too.
        digits = sum(letter.isdigit() for letter in parts[-1])
        if not _MARKED.fullmatch(parts[-2][-1]) or (digits == 1 and not loses_spaces):
            return None
    pieces: list[str] = []
    for index, part in enumerate(parts):
        if index and _SYMBOL.fullmatch(part):
            if index != len(parts) - 1:
                return None
            pieces.append(part)
            continue
        if not part.isalpha() or not (part.islower() or part.isupper() or part[1:].islower()):
            return None
        cut = _cut_letters(part, loses_spaces=loses_spaces)
        if cut is None:
            return None
        pieces += cut
    return tuple(pieces) if len(pieces) > 1 else None


_THREE_APART = re.compile(r" [^\W\d_] [^\W\d_] [^\W\d_] ")  # inside each such stretch, and soon seen to be in none
_LONGEST_SPACED = 120  # letters: a heading that is set apart is no longer, and trying all cuts is quadratic
_SPACED = re.compile(r"(?<!\S)[^\W\d_](?: [^\W\d_]){4,}(?!\S)")


def close_spaced(text: str) -> list[tuple[int, int, str]]:
    """The stretches of `text` whose letters stand apart, with the words they make: `"B Á O C Á O"`, `"BÁO CÁO"`.

    Only where they make Vietnamese words in one way, at least one of them marked.
    """
    found: list[tuple[int, int, str]] = []
    for match in _SPACED.finditer(text) if _THREE_APART.search(text) else ():
        letters = match[0].replace(" ", "")
        if len(letters) > _LONGEST_SPACED:
            continue
        ways = _ways(letters.lower(), marked_only=False)
        if len(ways) != 1 or len(letters) < 2.5 * len(ways[0]) or not _DIACRITIC.search(letters.lower()):
            continue
        words, at = [], 0
        for piece in ways[0]:
            words.append(letters[at : at + len(piece)])
            at += len(piece)
        found.append((match.start(), match.end(), " ".join(words)))
    return found


WORD = re.compile(r"[^\W_]+")
_ENOUGH = 3  # different words that fall apart in one way only: then the text is one that loses spaces


def glued_words(lines: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The words of one text that lost their spaces, each with its pieces.

    `glued_words(["Báo cáo vềviệc này"])` is `{"vềviệc": ("về", "việc")}`.
    """
    chunks: set[str] = set()
    for line in lines:
        chunks.update(line.split())
    words = {word for chunk in chunks - _as_written() for word in WORD.findall(chunk)} - _as_written()
    sure = {word: pieces for word in words if (pieces := split_glued(word))}
    if len(sure) < _ENOUGH:
        return sure
    return {word: pieces for word in words if (pieces := split_glued(word, loses_spaces=True))}
