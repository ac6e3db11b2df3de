"""One pass over a text for all rules whose matches begin with known words.

`Kế hoạch`, `Luật`, `QCVN` and the like are looked for together, and only where one stands are the
rules that begin with it tried: a text has few of them, and a pattern of bare words is sought fast.
"""

import re
from collections import defaultdict
from functools import cache

from pipeline.rules import Rule, load_rules, word_list

__all__ = ["Finds", "of_kind", "scan"]

Finds = dict[str, list[tuple[Rule, "re.Match[str]"]]]
"""What was found, by the kind of the rule, in the order of the text."""


@cache
def of_kind(kind: str) -> tuple[Rule, ...]:
    """The citation rules of one kind, in their order: `of_kind("number")`."""
    return tuple(rule for rule in load_rules("citations") if rule.options["kind"] == kind)


@cache
def _starts() -> tuple[re.Pattern[str], dict[str, tuple[Rule, ...]]]:
    """A pattern for all words that rules begin with, longest first, and the rules of each word."""
    rules: dict[str, list[Rule]] = defaultdict(list)
    for rule in load_rules("citations"):
        for word in rule.options.get("starts", ()):
            rules[word].append(rule)
    return re.compile(word_list(list(rules))), {word: tuple(found) for word, found in rules.items()}


def scan(flow: str) -> Finds:
    """All matches of the rules that have `starts`, by kind."""
    pattern, rules = _starts()
    found: Finds = defaultdict(list)
    for start in pattern.finditer(flow):
        for rule in rules[start[0]]:
            match = rule.pattern.match(flow, start.start())
            if match:
                found[rule.options["kind"]].append((rule, match))
    return found
