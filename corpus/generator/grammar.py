"""Grammars and word lists, read from TOML and compiled once.

A file is a table of symbols, each a list of templates:

    split = "both"             # "test": for testing only, never reaches a training document
    [symbols]
    task = ["{push} {work}[30: {scope}]<.|;>"]

`{push}` writes another symbol, `{Push}` the same with a capital; `[...]` is written half of the
time, `[30:...]` thirty times in a hundred; `<a|b>` is one of them. A symbol that no list holds is
a maker: a function of the scribe that writes a citation, a road, a figure. Lists of one symbol in
several files are joined. What a topic (a field of work) lists goes before the general lists.
"""

import re
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from corpus.generator.scribe import Scribe

__all__ = ["SPLITS", "Lexicon", "Node", "compile_template", "lexicon", "word_files"]

SPLITS = ("train", "test")

Node = "str | Callable[[Scribe], None]"
Nodes = Sequence[Any]
_OPEN = re.compile(r"[{\[<]")
_CHANCE = re.compile(r"(\d+):")


@dataclass(frozen=True)
class Lexicon:
    """All that documents of one split may be written with."""

    split: str
    symbols: dict[str, list[Nodes]]
    topics: dict[str, dict[str, list[Nodes]]]
    tables: dict[str, list[dict[str, Any]]]
    lists: dict[str, list[str]]


class GrammarError(ValueError):
    """A template that cannot be read: which one, and why."""


def _symbol(name: str) -> Callable[["Scribe"], None]:
    key = name[0].lower() + name[1:]
    if key == name:

        def write(scribe: "Scribe") -> None:
            scribe.symbol(key)

        return write

    def write_capital(scribe: "Scribe") -> None:
        index = len(scribe.writer.parts)
        scribe.symbol(key)
        scribe.writer.capitalise(index)

    return write_capital


def _optional(percent: int, nodes: Nodes) -> Callable[["Scribe"], None]:
    chance = percent / 100

    def write(scribe: "Scribe") -> None:
        if scribe.random() < chance:
            scribe.write(nodes)

    return write


def _choice(branches: list[Nodes]) -> Callable[["Scribe"], None]:
    count = len(branches)

    def write(scribe: "Scribe") -> None:
        scribe.write(branches[int(scribe.random() * count)])

    return write


def _closing(template: str, start: int, opening: str, closing: str) -> int:
    depth = 0
    for index in range(start, len(template)):
        depth += (template[index] == opening) - (template[index] == closing)
        if not depth:
            return index
    raise GrammarError(f"no {closing} for the {opening} at {start} of {template!r}")


def _branches(inside: str) -> list[str]:
    """`a|{b}|<c|d>` gives `a`, `{b}` and `<c|d>`."""
    pieces, depth, start = [], 0, 0
    for index, letter in enumerate(inside):
        depth += (letter in "<[") - (letter in ">]")
        if letter == "|" and not depth:
            pieces.append(inside[start:index])
            start = index + 1
    return [*pieces, inside[start:]]


@cache
def compile_template(template: str) -> Nodes:
    """A template as a tuple of texts and writers."""
    nodes: list[Any] = []
    at = 0
    while match := _OPEN.search(template, at):
        if match.start() > at:
            nodes.append(template[at : match.start()])
        opening = match[0]
        end = _closing(template, match.start(), opening, {"{": "}", "[": "]", "<": ">"}[opening])
        inside = template[match.end() : end]
        if opening == "{":
            nodes.append(_symbol(inside))
        elif opening == "[":
            chance = _CHANCE.match(inside)
            percent = int(chance[1]) if chance else 50
            nodes.append(_optional(percent, compile_template(inside[chance.end() :] if chance else inside)))
        else:
            nodes.append(_choice([compile_template(branch) for branch in _branches(inside)]))
        at = end + 1
    if at < len(template):
        nodes.append(template[at:])
    return tuple(nodes)


def word_files() -> dict[str, dict[str, Any]]:
    """All files of grammars and words by name, as they are."""
    folder = files("corpus.generator") / "words"
    entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
    return {e.name[:-5]: tomllib.loads(e.read_text("utf-8")) for e in entries if e.name.endswith(".toml")}


@cache
def lexicon(split: str) -> Lexicon:
    """The grammars and word lists that documents of `split` ("train" or "test") are written with."""
    if split not in SPLITS:
        raise GrammarError(f"no split {split!r}; there are: {', '.join(SPLITS)}")
    symbols: dict[str, list[Nodes]] = {}
    topics: dict[str, dict[str, list[Nodes]]] = {}
    tables: dict[str, list[dict[str, Any]]] = {}
    lists: dict[str, list[str]] = {}
    for content in word_files().values():
        if content["split"] not in ("both", split):
            continue
        for name, templates in content.get("symbols", {}).items():
            symbols.setdefault(name, []).extend(map(compile_template, templates))
        for topic, entries in content.get("topics", {}).items():
            own = topics.setdefault(topic, {})
            for name, templates in entries.items():
                own.setdefault(name, []).extend(map(compile_template, templates))
        for name, rows in content.get("tables", {}).items():
            tables.setdefault(name, []).extend(rows)
        for name, words in content.get("lists", {}).items():
            lists.setdefault(name, []).extend(words)
    return Lexicon(split, symbols, topics, tables, lists)
