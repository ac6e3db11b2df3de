"""The visible number of an auto-numbered paragraph: `1-`, `a)`, `Điều 3.`, `II.1.`

WordprocessingML (ECMA-376 part 1, section 17.9): a paragraph names a `num` and a level; the `num`
names an `abstractNum`, which says for each of nine levels where to start, how to write a number and
what stands around it (`Điều %1.`). All `num`s of one `abstractNum` count on; one with a
`startOverride` starts again when it is first used.
"""

from collections.abc import Callable
from dataclasses import dataclass

from lxml import etree

__all__ = ["Label", "Numbering", "format_number", "indents", "number_in"]

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

Element = etree._Element

_LEVELS = 9
_ROMAN = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC")),
    *((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)


def _roman(number: int) -> str:
    written = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        written += letters * count
    return written


def format_number(number: int, style: str) -> str:
    """`number` as Word writes it: `format_number(4, "lowerRoman")` is `"iv"`, `(28, "lowerLetter")` is `"bb"`.

    Styles that Word knows and this does not (Thai, Japanese, ...) come out as plain decimals.
    """
    if style == "none":
        return ""
    if number < 1 and style not in ("decimal", "decimalZero"):
        return str(number)
    if style in ("upperRoman", "lowerRoman"):
        roman = _roman(number)
        return roman if style == "upperRoman" else roman.lower()
    if style in ("upperLetter", "lowerLetter"):
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter.upper() if style == "upperLetter" else letter
    if style == "decimalZero":
        return f"{number:02}"
    return str(number)


@dataclass(frozen=True, slots=True)
class _Level:
    """One level of a list as its definition has it; indents in twentieths of a point, `None` if not said."""

    start: int = 1
    style: str = "decimal"
    text: str = ""
    suffix: str = "tab"
    restart: int | None = None  # 0: never; n: when a level above n (from 1) comes
    legal: bool = False
    paragraph_style: str | None = None
    left: int | None = None
    first: int | None = None


@dataclass(frozen=True, slots=True)
class _List:
    """A `num`: its `abstractNum`, whose counters it shares, its levels, and where it starts anew."""

    abstract: str
    levels: dict[int, _Level]
    starts: dict[int, int]


@dataclass(frozen=True, slots=True)
class Label:
    """What Word prints before a paragraph: `text` with the space that follows; indents in points."""

    text: str
    level: int
    bullet: bool
    left: float | None
    first: float | None


def _value(parent: Element, tag: str) -> str | None:
    child = parent.find(W + tag)
    return None if child is None else child.get(W + "val", "")


def _number(text: str | None, default: int | None = None) -> int | None:
    try:
        return default if text is None else int(float(text))
    except ValueError:  # writers other than Word leave odd values; Word itself then takes the default
        return default


def number_in(text: str | None, default: int) -> int:
    """The whole number that an attribute holds, `default` where it holds none."""
    number = _number(text, default)
    return default if number is None else number


def indents(properties: Element | None) -> tuple[int | None, int | None]:
    """Left and first-line indent that a `pPr` sets, in twentieths of a point."""
    ind = None if properties is None else properties.find(W + "ind")
    if ind is None:
        return None, None
    left = _number(ind.get(W + "left", ind.get(W + "start")))
    first = _number(ind.get(W + "firstLine"))
    hanging = _number(ind.get(W + "hanging"))
    return left, -hanging if hanging is not None else first


def _level(element: Element) -> _Level:
    left, first = indents(element.find(W + "pPr"))
    legal = element.find(W + "isLgl")
    return _Level(
        start=_number(_value(element, "start"), 1) or 0,
        style=_value(element, "numFmt") or "decimal",
        text=_value(element, "lvlText") or "",
        suffix=_value(element, "suff") or "tab",
        restart=_number(_value(element, "lvlRestart")),
        legal=legal is not None and legal.get(W + "val", "1") not in ("0", "false", "off"),
        paragraph_style=_value(element, "pStyle"),
        left=left,
        first=first,
    )


def _levels(parent: Element) -> dict[int, _Level]:
    return {_number(lvl.get(W + "ilvl"), 0) or 0: _level(lvl) for lvl in parent.findall(W + "lvl")}


class Numbering:
    """Counts the numbered paragraphs of one document; ask for each label once, in reading order."""

    def __init__(self, root: Element | None, style_lists: Callable[[], dict[str, str]] = dict) -> None:
        """`root` is the numbering part; `style_lists` tells which `num` each numbering style names."""
        self._style_lists = style_lists
        self._abstracts: dict[str, Element] = {}
        self._nums: dict[str, Element] = {}
        if root is not None:
            self._abstracts = {a.get(W + "abstractNumId", ""): a for a in root.findall(W + "abstractNum")}
            self._nums = {n.get(W + "numId", ""): n for n in root.findall(W + "num")}
        self._known: dict[str, _List | None] = {}
        self._counters: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()

    def _list(self, num_id: str) -> _List | None:
        """The list that a `num` is; read when a paragraph first asks, since files define many that none has."""
        if num_id not in self._known:
            self._known[num_id] = self._read(num_id)
        return self._known[num_id]

    def _read(self, num_id: str) -> _List | None:
        num = self._nums.get(num_id)
        abstract_id = "" if num is None else _value(num, "abstractNumId") or ""
        abstract = self._abstracts.get(abstract_id)
        if num is None or abstract is None:
            return None
        linked = _value(abstract, "numStyleLink")  # the levels stand in the list that the style names
        target = self._nums.get(self._style_lists().get(linked, "")) if linked else None
        if target is not None:
            abstract_id = _value(target, "abstractNumId") or abstract_id
            abstract = self._abstracts.get(abstract_id, abstract)
        levels = _levels(abstract)
        starts: dict[int, int] = {}
        for override in num.findall(W + "lvlOverride"):
            level = _number(override.get(W + "ilvl"), 0) or 0
            own = override.find(W + "lvl")
            if own is not None:
                levels[level] = _level(own)
            start = _number(_value(override, "startOverride"))
            if start is not None:
                starts[level] = start
        return _List(abstract_id, levels, starts)

    def level_of_style(self, num_id: str, style: str | None) -> int | None:
        """The level that is tied to a paragraph style, as headings are."""
        numbered = self._list(num_id)
        if numbered is None or style is None:
            return None
        return next((n for n, level in numbered.levels.items() if level.paragraph_style == style), None)

    def label(self, num_id: str, level: int) -> Label | None:
        """The label of the next paragraph of list `num_id` at `level` (from 0); `None` if there is no such list."""
        numbered = self._list(num_id)
        definition = numbered.levels.get(level) if numbered and 0 <= level < _LEVELS else None
        if numbered is None or definition is None:
            return None
        counters = self._counters.setdefault(numbered.abstract, [None] * _LEVELS)
        self._advance(numbered, num_id, counters, level)
        bullet = definition.style == "bullet"
        text = definition.text if bullet else self._written(numbered, counters, level)
        if text:
            text += "" if definition.suffix == "nothing" else " "
        return Label(text, level, bullet, _points(definition.left), _points(definition.first))

    def _advance(self, numbered: _List, num_id: str, counters: list[int | None], level: int) -> None:
        for below in range(level + 1, _LEVELS):
            restart = numbered.levels[below].restart if below in numbered.levels else None
            if restart is None or (restart and level < restart):
                counters[below] = None
        start = numbered.levels[level].start
        if level in numbered.starts:
            start = numbered.starts[level]
            if (num_id, level) not in self._begun:
                self._begun.add((num_id, level))
                counters[level] = None
        before = counters[level]
        counters[level] = start if before is None else before + 1

    def _written(self, numbered: _List, counters: list[int | None], level: int) -> str:
        definition = numbered.levels[level]
        text = definition.text
        for other in range(level + 1):
            mark = f"%{other + 1}"
            if mark not in text:
                continue
            known = numbered.levels.get(other, _Level())
            style = "decimal" if definition.legal and known.style != "none" else known.style
            count = counters[other]
            text = text.replace(mark, format_number(known.start if count is None else count, style))
        return text


def _points(twentieths: int | None) -> float | None:
    return None if twentieths is None else twentieths / 20
