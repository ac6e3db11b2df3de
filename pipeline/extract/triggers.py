"""Rules that are tried only where one of their trigger words stands.

Names stand behind words: `đường`, `dự án`, `đồng chí`. So one scan looks for all the words of a rule
file (each rule's `starts`), and a rule's own pattern runs at the places where its word is. That is
many times as fast as every pattern over the whole text. A rule with `capital = true` wants a capital
behind its word, which spares most places of a word such as `xã`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pipeline.rules import Rule, gazetteer, load_rules

__all__ = ["Trigger", "find_at_triggers", "load_triggers"]


@dataclass(frozen=True)
class Trigger:
    """One scan for all trigger words of a rule file, and the rules to try at each word."""

    scan: re.Pattern[str]
    rules: dict[str, tuple[Rule, ...]]


def _alternation(words: dict[str, str]) -> str:
    """The words as a pattern that looks at each letter once: `phố`, `phường` are `ph(?:ố|ường)`.

    The values are what must follow each word. Longer words come before their own beginnings, so
    `tuyến đường` is seen before `tuyến`.
    """
    branches: dict[str, dict[str, str]] = {}
    for word, behind in words.items():
        if word:
            branches.setdefault(word[0], {})[word[1:]] = behind
    parts = [re.escape(letter) + _alternation(rest) for letter, rest in branches.items()]
    if "" in words:
        parts.append(words[""])
    return parts[0] if len(parts) == 1 else f"(?:{'|'.join(parts)})"


@cache
def load_triggers(name: str) -> Trigger:
    """The rules of `rules/<name>.toml` by their trigger words; in the file's order at each word."""
    rules: dict[str, tuple[Rule, ...]] = {}
    for rule in load_rules(name):
        for word in rule.options.get("starts", ()):  # a rule without any is used by its name
            rules[word] = (*rules.get(word, ()), rule)
    capital = rf"(?=[:.]?\s?{gazetteer('fragments')['fragments']['UPPER']})"
    words = {word: capital if all(r.options.get("capital") for r in rules[word]) else "" for word in sorted(rules)}
    return Trigger(re.compile(_alternation(words)), rules)


def find_at_triggers(trigger: Trigger, flow: str) -> Iterator[tuple[Rule, re.Match[str]]]:
    """The matches of the rules in `flow`, left to right; each begins at a trigger word, at a word's start.

    A match ends inside its paragraph. The scan goes on right behind the trigger word, so finds may
    overlap: `Dự án Khu dân cư Bình Hòa` is seen at `Dự án` and at `Khu dân cư`.
    """
    search, position, paragraph_end = trigger.scan.search, 0, -1
    while hit := search(flow, position):
        start, position = hit.span()
        if start and flow[start - 1].isalnum():
            continue
        if start > paragraph_end:
            paragraph_end = flow.find("\n", start)
            paragraph_end = len(flow) if paragraph_end < 0 else paragraph_end
        word = hit[0]
        for rule in trigger.rules[word]:
            if match := rule.pattern.match(flow, start, paragraph_end):
                yield rule, match
                break
        else:
            # `tuyến đường Mê Linh` is no list of streets, but `đường` in it is a trigger of its own.
            position = start + word.find(" ") + 1 if " " in word else position
