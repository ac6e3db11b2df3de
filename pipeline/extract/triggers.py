"""Rules that are tried only where one of their trigger words stands.

Names stand behind words: `đường`, `dự án`, `đồng chí`. So one scan looks for all the words of all rule
files (each rule's `starts`), and a rule's own pattern runs at the places where its word is. That is
many times as fast as every pattern over the whole text. A rule with `capital = true` wants a capital
behind its word, which spares most places of a word such as `xã`.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from pipeline.rules import Rule, any_of, gazetteer, load_rules

__all__ = ["find_at_triggers", "trigger_hits", "trigger_rules"]

_FILES = ("entities", "projects", "roads")
# What a word may stand behind but a space.
_SIGN = r"[\n!-/:-@\[-`{-\xbf\u0300-\u036f\u2000-\u2bff\u3000-\u303f\ue000-\uf8ff]"


@cache
def trigger_rules(name: str) -> dict[str, tuple[Rule, ...]]:
    """The rules of `rules/<name>.toml` by their trigger words; in the file's order at each word."""
    rules: dict[str, tuple[Rule, ...]] = {}
    for rule in load_rules(name):
        for word in rule.options.get("starts", ()):  # a rule without any is used by its name
            rules[word] = (*rules.get(word, ()), rule)
    return rules


@cache
def _scans() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """All trigger words behind a space, and behind another sign: a pattern that begins with one letter is fastest."""
    word = any_of(word for name in _FILES for word in trigger_rules(name))
    return re.compile(f" (?=({word}))"), re.compile(f"{_SIGN}(?=({word}))")


@cache
def _capital() -> re.Pattern[str]:
    return re.compile(rf"[:.]?\s?{gazetteer('fragments')['fragments']['UPPER']}")


@cache
def _beginnings(word: str) -> tuple[tuple[str, tuple[tuple[str, bool], ...]], ...]:
    """By rule file, its words that a word begins with, the longest first, and whether they want a capital behind."""
    by_file = ((name, [start for start in trigger_rules(name) if word.startswith(start)]) for name in _FILES)
    return tuple(
        (
            name,
            tuple(
                (start, all(rule.options.get("capital") for rule in trigger_rules(name)[start]))
                for start in sorted(starts, key=len, reverse=True)
            ),
        )
        for name, starts in by_file
        if starts
    )


@lru_cache(maxsize=1)  # the kinds of names are looked for in one text after another
def trigger_hits(flow: str) -> dict[str, list[tuple[int, str]]]:
    """By rule file, where each of its words begins and the longest that does there, left to right."""
    behind_space, behind_sign = _scans()
    found = [(hit.end(), hit[1]) for hit in behind_space.finditer(flow)]
    found += [(hit.end() - 1, hit[1]) for hit in behind_sign.finditer(f"\n{flow}")]
    hits: dict[str, list[tuple[int, str]]] = {name: [] for name in _FILES}
    for start, word in sorted(found):
        for name, beginnings in _beginnings(word):
            for trigger, before_a_capital in beginnings:
                if not before_a_capital or _capital().match(flow, start + len(trigger)):
                    hits[name].append((start, trigger))
                    break
    return hits


def find_at_triggers(name: str, flow: str) -> Iterator[tuple[Rule, re.Match[str]]]:
    """The matches of the rules of `rules/<name>.toml`, left to right; each begins at a trigger word, at a word's start.

    A match ends inside its paragraph. The scan goes on right behind the trigger word, so finds may
    overlap: `Dự án Khu dân cư Bình Hòa` is seen at `Dự án` and at `Khu dân cư`.
    """
    rules, position, paragraph_end = trigger_rules(name), 0, -1
    for start, word in trigger_hits(flow)[name]:
        if start < position:
            continue
        if start > paragraph_end:
            paragraph_end = flow.find("\n", start)
            paragraph_end = len(flow) if paragraph_end < 0 else paragraph_end
        position = start + len(word)
        for rule in rules[word]:
            if match := rule.pattern.match(flow, start, paragraph_end):
                yield rule, match
                break
        else:
            # `tuyến đường Mê Linh` is no list of streets, but `đường` in it is a trigger of its own.
            position = start + word.find(" ") + 1 if " " in word else position
