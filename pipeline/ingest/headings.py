"""Numbers of headings in capitals that OCR misread, put right by their turn.

    I. ĐÁNH GIÁ CHUNG          I. ĐÁNH GIÁ CHUNG
    H. NHIỆM VỤ           ->   II. NHIỆM VỤ
    II. GIẢI PHÁP              III. GIẢI PHÁP
    IV TỔ CHỨC THỰC HIỆN       IV. TỔ CHỨC THỰC HIỆN

A number is changed only to the one whose turn it is, and only if what was read looks like it, the second
reader read it, or the heading after it says that one was lost. A series that begins again with I is another.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.ingest.build import RawLine

__all__ = ["in_turn"]

_NUMBER = re.compile(r"(?P<core>[IVXLHTl1|]{1,6})(?P<mark>[.,/)-]{0,2})")
_TENS = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
_ROMAN = (*_TENS, *("X" + ones for ones in _TENS), "XX")
_VALUE = {roman: value for value, roman in enumerate(_ROMAN) if roman}
_LOOKS = (("H", "II"), ("L", "I"), ("l", "I"), ("1", "I"), ("|", "I"), ("T", "I"))


@dataclass(frozen=True, slots=True)
class _Heading:
    line: int
    core: str
    mark: str
    others: tuple[str, ...]  # what else it may be


def _heading(at: int, line: RawLine) -> _Heading | None:
    """The number of a heading in capitals that OCR read."""
    if line.aside or len(line.words) < 3:
        return None
    number = _NUMBER.fullmatch(line.words[0].text)
    title = " ".join(word.text for word in line.words[1:])
    if number is None or not title.isupper() or sum(sign.isalpha() for sign in title) < 6:
        return None
    others = tuple(other.rstrip(".,/)-") for other in line.words[0].alternatives)
    return _Heading(at, number["core"], number["mark"], others)


def _like(core: str) -> str:
    for read, meant in _LOOKS:
        core = core.replace(read, meant)
    return core


def _may_be(heading: _Heading, due: int, following: _Heading | None) -> bool:
    """Whether a heading's number can be the one that is due."""
    roman = _ROMAN[due]
    if _like(heading.core) == roman or roman in heading.others:
        return True
    lost_a_stroke = heading.core == _ROMAN[due - 1] and due > 2
    return lost_a_stroke and following is not None and _VALUE.get(following.core) == due + 1


def in_turn(lines: Sequence[RawLine]) -> list[RawLine]:
    """The lines of a document with the numbers of its headings in turn."""
    done = list(lines)
    headings = [heading for at, line in enumerate(lines) if (heading := _heading(at, line))]
    marks = Counter(heading.mark for heading in headings if heading.mark and heading.core in _VALUE)
    usual = marks.most_common(1)[0][0] if marks else ""
    last = 0
    for heading, following in zip(headings, [*headings[1:], None], strict=False):
        value = _VALUE.get(heading.core)
        due = last + 1
        if due < len(_ROMAN) and value not in (due, 1) and _may_be(heading, due, following):
            value = due
        if value is None:
            continue
        last = value
        text = _ROMAN[value] + (heading.mark or usual)
        word = done[heading.line].words[0]
        if text != word.text and (value != _VALUE.get(heading.core) or not heading.mark):
            was = word.text if word.was is None else word.was
            right = replace(
                word, text=text, confidence=min(word.confidence, 0.55), was=was, reason=word.reason or "heading in turn"
            )
            done[heading.line] = done[heading.line]._replace(words=(right, *done[heading.line].words[1:]))
    return done
