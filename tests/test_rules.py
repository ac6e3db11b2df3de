"""Every rule proves itself: what its examples say it matches, what its rejects say it spares."""

import re

import pytest

from pipeline.rules import Rule, load_rules, rule_files

RULES = [(name, rule) for name in rule_files() for rule in load_rules(name)]
EXAMPLES = [
    pytest.param(rule, *row, id=f"{name}: {rule.name}: {row[0]}") for name, rule in RULES for row in rule.examples
]
REJECTS = [pytest.param(rule, text, id=f"{name}: {rule.name}: {text}") for name, rule in RULES for text in rule.rejects]


def test_there_are_rules() -> None:
    assert RULES


@pytest.mark.parametrize(("rule", "text", "groups"), EXAMPLES)
def test_a_rule_matches_its_examples(rule: Rule, text: str, groups: dict[str, str]) -> None:
    match = rule.pattern.search(text)
    assert match, f"{rule.name} does not match {text!r}"
    assert {name: match[name] for name in groups} == groups
    assert re.search(rule.options.get("holds", ""), text)


@pytest.mark.parametrize(("rule", "text"), REJECTS)
def test_a_rule_spares_its_rejects(rule: Rule, text: str) -> None:
    match = rule.pattern.search(text)
    assert match is None, f"{rule.name} finds {match[0]!r} in {text!r}" if match else ""
