"""The signer's column of a scan, where stamp and signature lie on the print: read until it says who signs.

    KT. BỘ TRƯỞNG
    PHÓ ĐỤC TRƯỞNG      a stamp cuts through the line
    [stamp, signature]
    1ê Thị Thanh

One reading of such a block is rarely right, and several seldom err alike. So until nothing is open the block
is read without and with the strokes of stamp and pen, as a block, word by word and in strips, and of what was
read that is kept which can only be a position (from the closed list of `rules/header.toml`) or a person's name.
What no list knows stays as it was read first.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import cache, lru_cache

import numpy as np

from pipeline.ingest.image import Grey, ink
from pipeline.ingest.ocr import OcrLine, OcrWord, recognise
from pipeline.rules import gazetteer
from pipeline.vietnamese.names import is_person, person
from pipeline.vietnamese.spelling import bare, nfc
from pipeline.vietnamese.syllables import is_syllable

__all__ = ["is_settled", "names_in", "signer_lines"]

_ALIKE = 0.8  # so much of a position must have been read
_WORD = 60  # columns of pixels that a word of six letters inks at least
_STRIP = 46  # pixels: a strip holds one line of capitals with its marks
_CLEAR = 0.6  # a position read more surely than this, or to the letter, needs no reading in strips
_SAME_LINE = 16  # pixels between the middles of two readings of one line
_NEXT_LINE = 70  # pixels between the middles of a line and the next
_AUTHORITY = re.compile(r"\W{0,3}(?:TM|T/M|KT|K/T|TL|T/L|TUQ|Q)\b\W*[^\W\d]{2}")
_DEPUTY = "PHÓ "
_IN_DOCUMENT = "a name in the document"
_NAME_WORD = re.compile(r"\W*[^\W\d_]{2,7}\W?$")
_SIGNS = " .,;:-_'`\"“”‘’"


@dataclass(frozen=True, slots=True)
class _Position:
    """A reading of a position: `text` as the list spells it, `head` the words before it, `likeness` from 0 to 1."""

    line: OcrLine
    text: str
    head: str
    likeness: float


def _middle(line: OcrLine) -> float:
    return float(np.median([(word.top + word.bottom) / 2 for word in line.words]))


def _letters(text: str) -> str:
    """`"PHÓ GIÁM ĐỐC"` gives `"pho giam doc"`: OCR errs in the marks first."""
    return " ".join(re.sub(r"[\W\d_]+", " ", bare(nfc(text))).split())


@cache
def _positions() -> dict[str, str]:
    """The positions in capitals by their letters; those that are a single short word are too like other words."""
    return {_letters(p): p.upper() for p in gazetteer("header")["positions"] if len(p) >= 6}


def _alike(first: str, second: str) -> float:
    return SequenceMatcher(None, first, second).ratio()


@lru_cache(maxsize=1024)  # the same readings are looked at again whenever others have joined them
def _likest(text: str) -> tuple[float, str]:
    """How much a text is like the position that it is most like, and that position; 0 if no position is near.

    What tells `PHÓ GIÁM ĐỐC` from `TỔNG GIÁM ĐỐC` must have been read too: half of a first word is not enough.
    """
    letters = _letters(text)
    if letters in _positions():
        return 1.0, _positions()[letters]
    # Two texts of n and m letters have at most the shorter one in common.
    near = [key for key in _positions() if 2 * min(len(key), len(letters)) >= _ALIKE * (len(key) + len(letters))]
    likeness, key = max(((_alike(letters, key), key) for key in near), default=(0.0, ""))
    if likeness < _ALIKE:
        return 0.0, ""
    words, count = letters.split(), len(key.split())
    head = "".join(words[: len(words) - count + 1])
    enough = 0.55 if _positions()[key].startswith(_DEPUTY) else 0.7  # a chief's is also what is left of a deputy's
    if count > 1 and _alike(head, key.split()[0]) < enough:
        return 0.0, ""
    return likeness, _positions()[key]


def _position(line: OcrLine) -> _Position | None:
    """The position that a line can only be: `"PHD GIÁM ĐOC"` is `PHÓ GIÁM ĐỐC`."""
    text = line.text.strip(_SIGNS)
    if not 5 <= len(text) <= 45 or sum(sign.islower() for sign in text) > 0.4 * len(text) or _AUTHORITY.match(text):
        return None
    likeness, said = _likest(text)
    return _Position(line, said, "", likeness) if likeness else None


def _read(light: Grey, layout: int, within: tuple[int, int, int, int] | None = None) -> list[OcrLine]:
    """The lines of a part of the block, without words that hold no letter or digit: strokes of stamp and pen."""
    lines = []
    for line in recognise(light, layout=layout, within=within, may_be_inverse=False):
        words = tuple(word for word in line.words if any(sign.isalnum() for sign in word.text))
        if words:
            lines.append(OcrLine(words))
    return lines


def _one_word(line: OcrLine, text: str, reason: str) -> OcrLine:
    """The line as what it can only be, with what was read; nothing so put right is sure."""
    if text == line.text:
        return line
    sure = min(0.55, line.confidence)
    word = OcrWord(text, line.left, line.top, line.right, line.bottom, sure, (), line.text, reason)
    return OcrLine((word,))


def _whole_surname(name: str) -> str | None:
    """`name` with its surname's first letter, lost or no letter: `"1ê Minh An"` is `"Lê Minh An"`."""
    first, *rest = name.split() or [""]
    if len(rest) < 2:
        return None
    tail = first[1:] if first[0] in "1|![" else first if first[0].islower() and len(first) > 2 else ""
    known = {surname for surname in gazetteer("places")["surnames"] if tail and surname[1:] == tail}
    return " ".join([known.pop(), *rest]) if len(known) == 1 else None


def names_in(text: str) -> set[str]:
    """The people that a text names: runs of words with capitals that begin with a surname, `PCN Phạm Văn An` too."""
    found = set()
    surnames = gazetteer("places")["surnames"]
    for run in re.findall(r"(?:[^\W\d_]+ ){1,5}[^\W\d_]+", " ".join(text.split())):
        words = run.split()
        for at, word in enumerate(words):
            if word in surnames:
                size = next((n for n, w in enumerate(words[at:]) if not w.istitle()), len(words) - at)
                if 3 <= size <= 4:
                    found.add(" ".join(words[at : at + size]))
    return found


def _is_name(text: str) -> bool:
    """Whether a text is a name that was read whole: each word a syllable, the first a surname."""
    name = person(text)
    return is_person(name, strict=True) and all(is_syllable(word.lower()) for word in name.split())


def _name(line: OcrLine, people: Collection[str]) -> OcrLine | None:
    """The line as a person's name, if it can only be one."""
    text = line.text.strip(_SIGNS)
    if _position(line) or _AUTHORITY.match(text):
        return None
    if _is_name(text) and not text.isupper():
        return line
    mended = _whole_surname(text)
    if mended and _is_name(mended) and line.confidence > 0.8:
        return _one_word(line, mended, "surname")
    last = text.rpartition(" ")[2]
    near = {name for name in people if name.endswith(" " + last) and _alike(_letters(name), _letters(text)) >= 0.7}
    return _one_word(line, near.pop(), _IN_DOCUMENT) if len(near) == 1 else None


def _best_name(lines: Iterable[OcrLine], people: Collection[str]) -> OcrLine | None:
    """The surest reading of the signer's name; of more words rather than fewer, since strokes hide words."""
    names = [name for name in (_name(line, people) for line in lines) if name]
    return max(names, key=lambda line: (min(len(line.text.split()), 3), line.confidence), default=None)


def _name_anew(lights: Iterable[Grey], lines: Iterable[OcrLine], people: Collection[str]) -> OcrLine | None:
    """The name read in strips of each of `lights`, where a part of one was read in a line."""
    part = max(
        (line for line in lines if sum(_NAME_WORD.match(word.text) is not None for word in line.words) >= 2),
        key=_middle,
        default=None,
    )
    if part is None:
        return None
    top = max(int(_middle(part)) - _STRIP, 0)
    strips = [light[top : top + 2 * _STRIP] for light in lights]
    return _best_name((line for strip in strips for line in _strips(strip, 2 * _STRIP, top)), people)


def _strips(light: Grey, bottom: int, down: int = 0, heights: Sequence[int] = (_STRIP,)) -> Iterator[OcrLine]:
    """The lines of strips of `light` to `bottom`, moved down by `down`: lines that touch are read apart so.

    Below a plain position only one more line is looked for: under it stand stamp and signature.
    """
    dark = ink(light)
    for height in heights:
        last: float = light.shape[0]
        for top in range(0, max(bottom - height // 2, 1), height // 4):
            if top + height // 2 <= last and _may_hold_a_line(dark[top : top + height]):
                for line in _read(light, 7, (0, top, light.shape[1], top + height)):
                    yield line.moved(0, down)
                    position = _position(line)
                    if position and _is_plain(position):
                        last = _middle(line) + _NEXT_LINE


def _may_hold_a_line(strip: Grey) -> bool:
    """Whether a strip has ink as wide as a word along its middle, and not most of its ink at its edges.

    Tesseract takes its longest over strips that hold dust, and over those that cut through two lines.
    """
    quarter = strip.shape[0] // 4
    middle, edges = strip[quarter:-quarter], np.concatenate((strip[:3], strip[-3:]))
    return int(middle.any(axis=0).sum()) >= _WORD and 1.5 * float(middle.mean()) >= float(edges.mean())


def _is_plain(position: _Position) -> bool:
    """Whether a position was read so surely, or so well, that no other reading of it is needed."""
    return position.line.confidence > _CLEAR or position.likeness == 1


def _best_positions(lines: Sequence[OcrLine]) -> list[_Position]:
    """Of the readings of each line the likest one, from top to bottom."""
    found = [position for position in map(_position, lines) if position]
    found.sort(key=lambda one: (one.likeness * len(one.text), one.line.confidence), reverse=True)
    kept: list[_Position] = []
    for one in found:
        if all(abs(_middle(one.line) - _middle(other.line)) > _SAME_LINE for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda one: _middle(one.line))


def _chiefs(lines: Iterable[OcrLine], deputy: _Position) -> Iterator[_Position]:
    """The readings of the line over a deputy as the chief's position and what stands before it."""
    said = deputy.text.removeprefix(_DEPUTY)
    count = len(said.split())
    for line in lines:
        words = line.text.strip(_SIGNS).split()
        head, tail = " ".join(words[:-count]), " ".join(words[-count:])
        likeness = _alike(_letters(tail), _letters(said))
        above = _middle(deputy.line) - _middle(line)
        if likeness >= 0.85 and len(head) <= 6 and _SAME_LINE < above < _NEXT_LINE:
            yield _Position(line, said, head, likeness)


def _chief(block: Grey, lines: Sequence[OcrLine], deputy: _Position) -> _Position | None:
    """The line over a deputy that names the chief for whom the deputy signs: `"WT GIẢM ĐỌC"` is `KT. GIÁM ĐỐC`.

    What stands before the chief's position there can only be `KT.`; one of the readings must have a K or a T of it.
    """
    found = list(_chiefs(lines, deputy))
    best = max(found, key=lambda one: (one.likeness, one.line.confidence), default=None)
    if best is None or not any(one.head for one in found):
        return best
    top = max(int(_middle(best.line)) - _STRIP, 0)
    strips = _strips(block[top : top + 2 * _STRIP], 2 * _STRIP, top, (36, 42))  # read only as far as needed
    is_deputed = any(map(_has_kt, found)) or any(map(_has_kt, _chiefs(strips, deputy)))
    return replace(best, text=f"KT. {best.text}") if is_deputed else best


def _has_kt(position: _Position) -> bool:
    return bool(set("kt") & set(_letters(position.head)))


def _is_whole(lines: Sequence[OcrLine]) -> bool:
    """Whether a reading says all: a position, spelt as the list spells it, and below it a name."""
    sure = [at for at, line in enumerate(lines) if (p := _position(line)) and p.text in line.text]
    return bool(sure) and any(
        _is_name(line.text.strip(_SIGNS)) and line.confidence > 0.75 for line in lines[sure[0] + 1 :]
    )


def _authority(lines: Iterable[OcrLine]) -> OcrLine | None:
    """The surest line that says for whom is signed: `TM. ỦY BAN NHÂN DÂN`, `KT. GIÁM ĐỐC`."""
    return max(
        (line for line in lines if _AUTHORITY.match(line.text) and line.confidence > 0.7),
        key=lambda line: line.confidence**3 * len(line.text),  # strokes hide words
        default=None,
    )


def is_settled(lines: Sequence[OcrLine], people: Collection[str]) -> bool:
    """Whether readings leave nothing open: a sure name, above it a position; over a deputy's, for whom is signed."""
    name = _best_name(lines, people)
    if name is None or not (name.confidence > 0.75 or _is_in_document(name)):
        return False
    above = [line for line in lines if _middle(line) < name.top]
    positions = _best_positions(above)
    is_deputy = any(position.text.startswith(_DEPUTY) for position in positions)
    return bool(positions) and (_authority(above) is not None or not is_deputy)


def _is_in_document(name: OcrLine) -> bool:
    return name.words[0].reason == _IN_DOCUMENT


def signer_lines(
    block: Grey, clear: Callable[[Grey], Grey], people: Collection[str]
) -> tuple[list[OcrLine], list[OcrLine]]:
    """The lines of the signer's column `block` from top to bottom, and apart from them those of stamp and pen.

    `clear` takes the strokes of stamp and pen off a picture; `people` are names that the document itself
    writes elsewhere, among which a damaged name is looked for.
    """
    cleared = clear(block)
    first = _read(cleared, 6)
    if _is_whole(first):
        return first, []
    lights = [cleared] if cleared is block else [cleared, block]
    readings = list(first)
    for light, layout in [*((light, 6) for light in lights[1:]), *((light, 11) for light in lights[::-1])]:
        if not is_settled(readings, people):
            readings += _read(light, layout)
    name = _best_name(readings, people) or _name_anew(lights, readings, people)
    end = name.top if name else block.shape[0]
    above = [line for line in readings if _middle(line) < end]
    positions = _best_positions(above)
    bottom = min(end, int(0.4 * block.shape[0]))
    for light in lights:
        if not any(map(_is_plain, positions)):
            above += _strips(light, bottom)
            positions = _best_positions(above)
    authority = _authority(above)
    deputy = next((position for position in positions if position.text.startswith(_DEPUTY)), None)
    chief = _chief(block, above, deputy) if deputy and not authority else None
    chosen = [authority] if authority else []
    for position in [chief, *positions] if chief else positions:
        signs_for_self = authority and _letters(authority.text).endswith("kt " + _letters(position.text))
        is_read = any(abs(_middle(position.line) - _middle(line)) <= _SAME_LINE for line in chosen)
        if not (signs_for_self or is_read):
            chosen.append(_one_word(position.line, position.text, "signer's position"))
    if name:
        chosen.append(name)
    taken = [_middle(line) for line in chosen]
    rest = [line for line in first if all(abs(_middle(line) - middle) > _SAME_LINE for middle in taken)]
    stamp: list[OcrLine] = []
    if name and positions:  # between them stand only stamp and signature, below them nothing
        last = _middle(positions[-1].line)
        stamp = [line for line in rest if _middle(line) > last and line.confidence < 0.8]
    return sorted([*chosen, *(line for line in rest if line not in stamp)], key=_middle), stamp
