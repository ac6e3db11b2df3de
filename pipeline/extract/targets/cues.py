"""The words that tell target from result, and the other word lists of `rules/targets.toml`, each as one pattern."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from pipeline.rules import Rule, load_rules
from pipeline.rules.heads import guarded

__all__ = [
    "CLOSED_BRACKETS",
    "WEAK",
    "Kind",
    "Verdict",
    "any_rule",
    "barriers_for",
    "nearest_cue",
    "rules_of",
    "unit_barriers",
]

Kind = Literal["target", "result"]
_STILL = re.compile(r"tiếp tục|phải|cần")  # what is still to be done with what is counted: `20 hộ tiếp tục làm thủ tục`
_OF_PLAN = re.compile(r"% (?:so với )?(?:mục tiêu|chỉ tiêu|kế hoạch|dự toán)")
CLOSED_BRACKETS = re.compile(r"\([^()]*\)")
WEAK = frozenset(["kept up", "needed"])  # what these say a heading that tells of results outweighs


@cache
def rules_of(role: str) -> tuple[Rule, ...]:
    return tuple(rule for rule in load_rules("targets") if rule.options["role"] == role)


@cache
def any_rule(role: str) -> re.Pattern[str]:
    """All patterns of a role as one, for where only yes or no is asked."""
    return re.compile(guarded("|".join(f"(?:{rule.pattern.pattern})" for rule in rules_of(role))))


@cache
def barriers_for(kind: str) -> re.Pattern[str]:
    """The barriers for one kind of quantity, as one pattern."""
    rules = [
        rule
        for rule in rules_of("barrier")
        if "units" not in rule.options and kind in rule.options.get("kinds", (kind,))
    ]
    return re.compile("(?<!\\w)" + guarded("|".join(f"(?:{rule.pattern.pattern})" for rule in rules)))


@cache
def unit_barriers() -> dict[str, tuple[Rule, ...]]:
    """The barriers that hold for some units only, by unit."""
    barriers: dict[str, tuple[Rule, ...]] = {}
    for rule in rules_of("barrier"):
        for unit in rule.options.get("units", ()):
            barriers[unit] = (*barriers.get(unit, ()), rule)
    return barriers


@dataclass(frozen=True, slots=True)
class Verdict:
    kind: Kind
    source: str
    aims: bool = False  # the heading above opens a list of aims
    firm: bool = False  # said in the same sentence, before a semicolon


@cache
def _cues() -> tuple[re.Pattern[str], dict[str, Verdict]]:
    """All words that tell target from result as one pattern, and what each of its groups says."""
    verdicts: dict[str, Verdict] = {}
    patterns = []
    for kind in ("target", "result"):
        for rule in rules_of(kind):
            group = f"cue{len(verdicts)}"
            verdicts[group] = Verdict("target" if kind == "target" else "result", rule.name)
            patterns.append(f"(?P<{group}>{rule.pattern.pattern})")
    return re.compile("(?<!\\w)" + guarded("|".join(patterns))), verdicts


def _last_cue(text: str) -> tuple[Verdict | None, int]:
    """The last word in `text` that tells target from result, and where it begins."""
    pattern, verdicts = _cues()
    last = None
    for match in pattern.finditer(text):
        last = match
    return (verdicts[last.lastgroup], last.start()) if last and last.lastgroup else (None, -1)


def _first_cue(text: str) -> Verdict | None:
    """The first word in `text` that tells target from result."""
    pattern, verdicts = _cues()
    match = pattern.search(text)
    return verdicts[match.lastgroup] if match and match.lastgroup else None


def nearest_cue(before: str, after: str | None) -> tuple[Verdict | None, int]:
    """The word nearest to the figure that tells target from result, and how far before it; `after` comes last."""
    scope = _OF_PLAN.sub("%", CLOSED_BRACKETS.sub(" ", before) if ")" in before else before)
    cue, at = _last_cue(scope)
    if cue:
        return cue, len(scope) - at
    cue = _first_cue(after) if after and not after.startswith(" chưa ") else None
    if after and cue and cue.source in WEAK:
        return (Verdict(cue.kind, "to be done"), 0) if _STILL.search(after) else (None, 0)
    return (cue, 0) if cue and cue.source != "aim" else (None, 0)
