"""People with their positions, organisations and places, each by the word before its name.

Names stand behind `đồng chí`, `Công ty`, `xã`; what no word introduces is left alone. The header adds the
signatory with his position and the bodies of the letterhead.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pipeline.document import Span
from pipeline.extract.evidence import evidence
from pipeline.extract.triggers import find_at_triggers
from pipeline.notice import HeaderField, Notice
from pipeline.records import Entities, Entity
from pipeline.rules import Rule, load_rules
from pipeline.vietnamese.spelling import loose

__all__ = ["find_entities"]

_LEVELS = {"tp": "thành phố", "tx": "thị xã", "tt": "thị trấn"}
_SMALL_LETTER = re.compile(r" [a-zà-ỹđ]")
_PLURAL = re.compile(r"(?:[Cc]ác|hai|[Nn]hững) (?:\w+, )?$")


@dataclass(frozen=True, slots=True)
class _Mention:
    group: str
    span: Span
    name: str
    rule: str
    role: str | None = None


@cache
def _pattern(name: str) -> re.Pattern[str]:
    [pattern] = [rule.pattern for rule in load_rules("entities") if rule.name == name]
    return pattern


def _items(flow: str, rule: Rule, start: int, paragraph_end: int) -> Iterator[re.Match[str]]:
    """What goes on the list that a rule's match begins, as matches of the rule's `list`."""
    item = _pattern(rule.options["list"])
    while match := item.match(flow, start, paragraph_end):
        yield match
        start = match.end()


def _level(printed: str) -> str:
    """`TP.` and `Thành phố` are `thành phố`."""
    level = printed.lower().rstrip(". ")
    return _LEVELS.get(level, level)


def _mentions_of(notice: Notice, rule: Rule, match: re.Match[str], paragraph_end: int) -> Iterator[_Mention]:
    """What one match names: itself, and the list that it begins."""
    flow, text, group = notice.flow, notice.document.text, rule.options["group"]
    words = match.groupdict()
    span = Span(*match.span("name"))
    name = span.of(text)
    role = Span(*match.span("role")).of(text) if words.get("role") else None
    is_list = "list" in rule.options and (
        group == "people" or bool(_PLURAL.search(flow[max(0, match.start() - 24) : match.start()]))
    )
    if words.get("own") and len(words["own"].split()) == 1 and _SMALL_LETTER.match(flow, span.end):
        return  # `Tổng công ty Dầu` of `Tổng công ty Dầu khí`: one capital may be half a word
    if group == "places":
        prefix = f"{_level(match['level'])} "
        yield _Mention(group, Span(match.start(), match.end()), prefix + name, rule.name)
    elif words.get("kind"):  # `các Sở: Tài chính, Xây dựng`
        prefix = f"{match['kind'].capitalize()} "
        name = name.split(":", 1)[1].strip()
        span = Span(span.end - len(name), span.end)
        yield _Mention(group, span, prefix + name, rule.name)
        is_list = True
    else:
        prefix = f"{name.split()[0]} " if rule.name == "ministry or department" else ""
        if words.get("place"):
            span = Span(span.start, match.end("place"))
        yield _Mention(group, span, span.of(text), rule.name, role)
    if is_list:
        for item in _items(flow, rule, match.end(), paragraph_end):
            found = Span(*item.span("name"))
            found_role = item.groupdict().get("role")
            yield _Mention(group, found, prefix + found.of(text), rule.name, found_role)


def _in_text(notice: Notice) -> Iterator[_Mention]:
    flow = notice.flow
    for rule, match in find_at_triggers("entities", flow):
        if match["name"].isupper() and len(match["name"]) > 12:
            continue  # a heading in capitals
        paragraph_end = flow.find("\n", match.end())
        yield from _mentions_of(notice, rule, match, len(flow) if paragraph_end < 0 else paragraph_end)


def _in_header(notice: Notice) -> Iterator[_Mention]:
    header = notice.header

    def mention(group: str, field: HeaderField | None, role: HeaderField | None = None) -> Iterator[_Mention]:
        if field:
            yield _Mention(group, field.span, field.value, "header", role.value if role else None)

    yield from mention("people", header.signatory, header.signatory_title)
    yield from mention("organisations", header.issuer)
    yield from mention("organisations", header.parent)


def find_entities(notice: Notice) -> Entities:
    """The people, organisations and places that the document names, each once, in order of first mention."""
    found: dict[str, defaultdict[str, dict[Span, _Mention]]] = {
        group: defaultdict(dict) for group in ("people", "organisations", "places")
    }
    keys: dict[str, str] = {}  # a law names its ministry a thousand times
    reached = dict.fromkeys(found, 0)
    mentions = sorted(_in_text(notice), key=lambda m: (m.span.start, -m.span.end))
    people = {offset for m in mentions if m.group == "people" for offset in (m.span.start, m.span.end - 1)}
    for mention in mentions:
        # `UBND tỉnh` is not named after the chairman behind it; a `Tập đoàn` inside a company's name is part of it.
        if mention.span.start < reached[mention.group]:
            continue
        if mention.group != "people" and mention.span.end - 1 in people:
            continue
        reached[mention.group] = mention.span.end
        key = keys.get(mention.name) or keys.setdefault(mention.name, loose(mention.name))
        found[mention.group][key][mention.span] = mention
    for mention in _in_header(notice):
        found[mention.group][loose(mention.name)].setdefault(mention.span, mention)

    def entities(group: str) -> tuple[Entity, ...]:
        groups = [sorted(mentions.values(), key=lambda m: m.span) for mentions in found[group].values()]
        return tuple(
            Entity(
                name=" ".join(mentions[0].name.split()),
                role=max((" ".join(m.role.split()) for m in mentions if m.role), key=len, default=None),
                mentions=tuple(evidence(notice, m.span, f"rule:{m.rule}") for m in mentions),
            )
            for mentions in sorted(groups, key=lambda mentions: mentions[0].span)
        )

    return Entities(people=entities("people"), organisations=entities("organisations"), places=entities("places"))
