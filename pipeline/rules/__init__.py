"""Rules as data: TOML files that people who read directives can edit.

    [fragments]                 # named pieces, used as $name in patterns and in later fragments
    issuer = 'TTg|CP|UBND'

    [[rule]]
    name     = "decision"
    pattern  = 'Quyết định số (?P<number>\\d+)/QĐ-(?P<issuer>$issuer)'
    examples = ["Quyết định số 1701/QĐ-TTg",
                {text = "Quyết định\\nsố 05/QĐ-UBND", number = "05"}]
    rejects  = ["Quyết định số lượng gói thầu"]

A space in a pattern stands for any white space. `$name` is replaced by the fragment in brackets of
its own. Patterns are matched on a notice's `flow`, where dashes are `-`, quotation marks `"` and
`hoà` is `hòa`; so write them that way. Every rule needs examples and rejects: a test walks them all.
Fragments of `fragments.toml` are known in every file. Other keys of a rule are kept in `Rule.options`.
"""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from pipeline.errors import RuleError
from pipeline.vietnamese.spelling import fold

__all__ = ["Rule", "any_of", "gazetteer", "load_rules", "rule_files", "word_list"]

_FRAGMENT = re.compile(r"\$(\w+)")
_PLAIN_WORDS = re.compile(r"(?:\w|-| |\\s[*?])+")
_LETTER = re.compile(r"\\s[*?]|.")


@dataclass(frozen=True)
class Rule:
    """One row of a rule file, compiled. `examples` pair a text with the groups it must give."""

    name: str
    pattern: re.Pattern[str]
    examples: tuple[tuple[str, dict[str, str]], ...]
    rejects: tuple[str, ...]
    options: dict[str, Any]


def rule_files() -> tuple[str, ...]:
    """The names of all files that hold rules: `("citations", "projects", ...)`."""
    names = (entry.name for entry in files(__name__).iterdir() if entry.name.endswith(".toml"))
    return tuple(sorted(name[:-5] for name in names if "rule" in _table(name[:-5])))


@cache
def _table(name: str) -> dict[str, Any]:
    try:
        return tomllib.loads((files(__name__) / f"{name}.toml").read_text("utf-8"))
    except tomllib.TOMLDecodeError as mistake:
        raise RuleError(f"rules/{name}.toml: not valid TOML: {mistake}") from mistake


def gazetteer(name: str) -> dict[str, Any]:
    """A rule file that holds plain lists, as it is: `gazetteer("places")["provinces"]`."""
    return _table(name)


def _expand(pattern: str, fragments: dict[str, str], place: str) -> str:
    def fragment(match: re.Match[str]) -> str:
        if match[1] not in fragments:
            known = ", ".join(sorted(fragments))
            raise RuleError(f"{place}: no fragment named ${match[1]}; there are: {known}")
        return f"(?:{fragments[match[1]]})"

    return _FRAGMENT.sub(fragment, pattern)


def _branches(words: list[tuple[str, ...]]) -> str:
    """The words as a pattern that looks at each letter once: `phường` and `phố` are `ph(?:ường|ố)`."""
    branches: dict[str, list[tuple[str, ...]]] = {}
    for word in words:
        if word:
            branches.setdefault(word[0], []).append(word[1:])
    parts = [letter + _branches(rest) for letter, rest in branches.items()]
    if () in words:
        parts.append("")  # a word ends where others go on: the longer ones are tried first
    return parts[0] if len(parts) == 1 else f"(?:{'|'.join(parts)})"


def word_list(words: list[str]) -> str:
    """One pattern for a list of words or of small patterns, the longest first, so that no word hides a longer one."""
    longest_first = sorted(words, key=len, reverse=True)
    if all(map(_PLAIN_WORDS.fullmatch, words)):
        return _branches([tuple(_LETTER.findall(word)) for word in longest_first])
    return "|".join(longest_first)


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of some words as they stand, the longest that fits: `any_of(["tp.", "tỉnh"])`.

    It looks at each letter once, however many words there are; words side by side would be tried one by one.
    """
    return _branches([tuple(map(re.escape, word)) for word in sorted(set(words), key=lambda word: (-len(word), word))])


def _fragments(name: str) -> dict[str, str]:
    known: dict[str, str] = {} if name == "fragments" else dict(_fragments("fragments"))
    for key, pattern in _table(name).get("fragments", {}).items():
        if isinstance(pattern, list):
            pattern = word_list(pattern)
        known[key] = _expand(pattern, known, f"rules/{name}.toml, fragment {key}")
    return known


def _rule(row: dict[str, Any], fragments: dict[str, str], place: str) -> Rule:
    place = f"{place}, rule {row.get('name', '(no name)')}"
    missing = [key for key in ("name", "pattern", "examples", "rejects") if not row.get(key)]
    if missing:
        raise RuleError(f"{place}: {', '.join(missing)} is missing; every rule needs it")
    source = _expand(row["pattern"], fragments, place).replace(" ", r"\s+")
    try:
        pattern = re.compile(source)
    except re.error as mistake:
        raise RuleError(f"{place}: not a regular expression: {mistake}") from mistake
    examples = [{"text": e} if isinstance(e, str) else dict(e) for e in row["examples"]]
    return Rule(
        name=row["name"],
        pattern=pattern,
        examples=tuple((fold(e.pop("text")), e) for e in examples),
        rejects=tuple(map(fold, row["rejects"])),
        options={k: v for k, v in row.items() if k not in ("name", "pattern", "examples", "rejects")},
    )


@cache
def load_rules(name: str) -> tuple[Rule, ...]:
    """The rules of one file, in its order: `load_rules("citations")`."""
    place = f"rules/{name}.toml"
    fragments = _fragments(name)
    return tuple(_rule(row, fragments, place) for row in _table(name).get("rule", ()))
