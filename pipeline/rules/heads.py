"""How the matches of a pattern begin, told from the pattern, so that a search fails fast where none can.

A list of a hundred verbs is tried verb by verb at each letter of a text. `guarded` puts a look-ahead before it that
looks at the first few letters once, as a tree of letters, and lets through what may begin a match:

    guarded("(?:đã|đang) làm|đạt")  is like  "(?=đ(?:ã l|ang|ạt))(?:(?:đã|đang) làm|đạt)"

What is matched stays the same. Rules are written for their readers, and this makes them fast.
"""

import re
from collections.abc import Iterable
from re import _constants as kinds  # type: ignore[attr-defined]  # the one parser of this language; hypothesis uses it too
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

__all__ = ["guarded"]

_Head = tuple[tuple[str, ...], bool]
"""How a match may begin, letter by letter; whether that is the whole of it, so that what follows goes on there."""

_LETTERS = 4  # of a head: enough to tell most words
_WIDEST = 12  # letters of a class that are told one by one
_MOST = 3000  # heads; a pattern with more is left as it is
_ANYTHING: _Head = ((), False)
_NOTHING: _Head = ((), True)
_REPEATS = (kinds.MAX_REPEAT, kinds.MIN_REPEAT, kinds.POSSESSIVE_REPEAT)
_PLACES = (kinds.AT, kinds.ASSERT, kinds.ASSERT_NOT)


def _of_class(members: list[tuple[Any, Any]]) -> set[_Head]:
    """`[Tt]` begins with either letter, `\\s` with white space; of a wide class nothing is told."""
    letters: list[str] = []
    for kind, value in members:
        if kind is kinds.LITERAL:
            letters.append(re.escape(chr(value)))
        elif kind is kinds.RANGE and value[1] - value[0] < _WIDEST:
            letters += [re.escape(chr(code)) for code in range(value[0], value[1] + 1)]
        elif kind is kinds.CATEGORY and value is kinds.CATEGORY_SPACE:
            letters.append(r"\s")
        elif kind is kinds.CATEGORY and value is kinds.CATEGORY_DIGIT:
            letters.append(r"\d")
        else:
            return {_ANYTHING}
    return {((letter,), True) for letter in letters} if len(letters) <= _WIDEST else {_ANYTHING}


def _of_item(kind: Any, value: Any, length: int) -> set[_Head]:
    if kind is kinds.LITERAL:
        return {((re.escape(chr(value)),), True)}
    if kind is kinds.IN:
        return _of_class(value)
    if kind is kinds.BRANCH:
        return set[_Head]().union(*(_of_sequence(branch, length) for branch in value[1]))
    if kind is kinds.SUBPATTERN:
        _, flags_on, flags_off, inner = value
        return {_ANYTHING} if flags_on or flags_off else _of_sequence(inner, length)
    if kind in _REPEATS:
        least, most, inner = value
        heads = _of_sequence(inner, length)
        if most > 1:
            heads = {(letters, False) for letters, _ in heads}
        return heads if least else heads | {_NOTHING}
    return {_NOTHING} if kind in _PLACES else {_ANYTHING}


def _of_sequence(items: Iterable[tuple[Any, Any]], length: int) -> set[_Head]:
    """The heads of at most `length` letters."""
    heads = {_NOTHING}
    for kind, value in items:
        open_heads = [letters for letters, goes_on in heads if goes_on]
        if not open_heads:
            break
        following = _of_item(kind, value, length - min(map(len, open_heads)))
        heads = {head for head in heads if not head[1]} | {
            ((letters + more)[:length], whole and len(letters) + len(more) < length)
            for letters in open_heads
            for more, whole in following
        }
        if len(heads) > _MOST:
            return {_ANYTHING}
    return heads


def _tree(heads: set[tuple[str, ...]]) -> str:
    """The heads as a pattern that looks at each letter once; where one ends, what goes on another does not matter."""
    if () in heads:
        return ""
    branches: dict[str, set[tuple[str, ...]]] = {}
    for letter, *rest in sorted(heads):
        branches.setdefault(letter, set()).add(tuple(rest))
    letters: dict[str, str] = {}  # by what may follow them
    for letter, rests in branches.items():
        following = _tree(rests)
        letters[following] = letters.get(following, "") + letter
    return f"(?:{'|'.join(f'[{either}]{following}' for following, either in letters.items())})"


def guarded(pattern: str) -> str:
    """A pattern with a look-ahead for its matches' first letters; without one where those may be any."""
    heads = {letters for letters, _ in _of_sequence(parser.parse(pattern), _LETTERS)}
    return f"(?:{pattern})" if () in heads else f"(?={_tree(heads)})(?:{pattern})"
