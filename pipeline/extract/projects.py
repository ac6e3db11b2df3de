"""Projects: what is planned, built, widened or established, by name.

A name begins behind `dự án` or `công trình`, in a list that `các dự án:` opens, with a zone
(`Cụm công nghiệp Tân An`) that is said to be coming, or with a work that is said to be built
(`khởi công Bệnh viện Nhi`). A find without a proper name or a number (`các dự án đầu tư công`) is none.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pipeline.document import Span
from pipeline.extract.evidence import evidence
from pipeline.extract.project_names import (
    are_variants,
    begins_like_a_project,
    end_of_name,
    is_named,
    key_of,
    proper_tokens,
    tidy,
    words,
)
from pipeline.extract.triggers import find_at_triggers, load_triggers
from pipeline.notice import Notice
from pipeline.records import Project
from pipeline.rules import Rule, load_rules
from pipeline.vietnamese.spelling import loose

__all__ = ["find_projects"]

_MOST_ITEMS = 60
_MOST_NEIGHBOURS = 40
_HEAD_ROWS = 4  # a table's head may stand below a row of titles or units
_HEAD_WORDS = re.compile(r"[Dd]ự án|DỰ ÁN|[Cc]ông trình|CÔNG TRÌNH")
_LONGEST_ITEM = 40  # words
_PHASE = re.compile(r"(?:giai đoạn|Giai đoạn|phân kỳ) (?:\d{1,2}(?!\d)|[IVX]+(?!\w)|đầu(?!\w)|một(?!\w)|hai(?!\w))")
_LIST_END = re.compile(r"…|\.\.\.|v\.v|\.(?=\s|$)")
_MARKER = re.compile(r"\s*(?:[-+*•]|\d{1,2}[.)]|[a-zđ]\)|\(\d{1,2}\)) *")
_OF_LIST = re.compile(r"(?:[Dd]ự án|[Cc]ông trình):? (?:đầu tư xây dựng (?=[A-ZĐ]))?")
_STRONG = re.compile(
    r": | do (?=[A-ZĐ])| \((?=tổng|diện tích|chủ đầu tư)| với tổng|, (?:tổng|tiến độ|hoàn thành|quy mô)"
)
_WORK_LABEL = re.compile(r"[Cc]ông trình:? (?=[A-ZĐ])")
# `Ban Quản lý dự án đầu tư xây dựng số 1` is a body, not a project.
_OF_A_BODY = re.compile(r"(?:[Qq]uản lý|QL|QLDA|Ban|doanh nghiệp)(?: (?:các|dự án|đầu tư|xây dựng|ĐTXD))* $")
_ANOTHER_WORK = re.compile(
    r"(?:,| và) (?=(?:Khu|Nhà máy|Bệnh viện|Cảng|Sân bay|Trung tâm|cầu|hầm|nút giao|nhà máy|chợ|kè|hồ) )"
)
_ANOTHER_PROJECT = re.compile(r"(?:,| và) (?=[A-ZĐ])")
_AND_ANOTHER = re.compile(r" và (?=(?:khu|tuyến đường|cầu|đường) )")


@dataclass(frozen=True, slots=True)
class _Mention:
    """One place that names a project; `prefix` is what a list item inherits (`Cụm công nghiệp`)."""

    span: Span
    rule: str
    prefix: str = ""


@cache
def _pattern(name: str) -> re.Pattern[str]:
    [pattern] = [rule.pattern for rule in load_rules("projects") if rule.name == name]
    return pattern


def _introduced(flow: str, rule: Rule, match: re.Match[str], paragraph_end: int) -> Iterator[_Mention]:
    """The project whose name begins in `match`, and those that a list goes on with."""
    span = _name_at(flow, rule, match, paragraph_end)
    if span is None:
        return
    plural = flow[max(0, match.start() - 4) : match.start()].lower() == "các "
    if plural and (shared := _pattern("works that share a word").match(flow, span.start, paragraph_end)):
        yield from _sharing(flow, rule, shared, paragraph_end)
        return
    yield _Mention(span, rule.name)
    another = _ANOTHER_WORK if rule.options.get("built") else _ANOTHER_PROJECT if plural else None
    while another and (following := another.match(flow, span.end, paragraph_end)):
        span = tidy(flow, following.end(), end_of_name(flow, following.end(), paragraph_end))
        text = span.of(flow)
        if not begins_like_a_project(text) or not (is_named(text) or text[0].isupper()):
            break
        yield _Mention(span, rule.name)
    joined = _AND_ANOTHER.match(flow, span.end, paragraph_end)
    if joined and rule.name in ("project", "work"):
        other = tidy(flow, joined.end(), end_of_name(flow, joined.end(), paragraph_end))
        if is_named(other.of(flow)):
            yield _Mention(other, rule.name)


def _name_at(flow: str, rule: Rule, match: re.Match[str], paragraph_end: int) -> Span | None:
    """Where the name that begins in `match` stands, `None` if it names no project."""
    start, first = match.span("name")
    if rule.options.get("whole"):
        span = Span(start, first)
    else:
        span = tidy(flow, start, end_of_name(flow, start, paragraph_end, first))
    if label := _WORK_LABEL.match(flow, span.start, span.end):
        span = Span(label.end(), span.end)
    if rule.options.get("built"):
        before = flow[max(0, start - 40) : start]
        if not words().building.search(before) or words().no_building_after.match(flow, span.end):
            return None
        if widening := words().widening.search(before):
            span = Span(start - len(widening[0]), span.end)
    if rule.options.get("whole"):
        return span
    text = span.of(flow)
    if not is_named(text, opened=rule.name != "project" or text[0].isupper() or begins_like_a_project(text)):
        return None
    proper = proper_tokens(text)
    # A number alone names a project (`07 thôn`), but no work; a road that joins has two ends.
    if rule.name == "work" and all(token[0].isdigit() for token in proper):
        return None
    return None if rule.name == "road that joins" and len(proper) < 2 else span


def _sharing(flow: str, rule: Rule, match: re.Match[str], paragraph_end: int) -> Iterator[_Mention]:
    """Each work of `các dự án thủy điện Tân An, Mỹ Đức và An Lão`; the later ones inherit `thủy điện`."""
    yield _Mention(Span(*match.span()), rule.name)
    end = match.end()
    while item := _pattern("zone of a list").match(flow, end, paragraph_end):
        start, end = item.span("name")
        yield _Mention(Span(start, end), rule.name, match["kind"])


def _list_items(notice: Notice, match: re.Match[str], paragraph_end: int) -> Iterator[Span]:
    """The items of the list that `các dự án:` opens: in its own paragraph, or the bullets that follow."""
    flow, start = notice.flow, match.end()
    if flow[start:paragraph_end].strip():
        stop = _LIST_END.search(flow, start, paragraph_end)
        end = stop.start() if stop else paragraph_end
        first = flow[start:end].split(";", 1)[0]
        parts = _at_commas(first)
        if len(parts) > 1 and all(len(part.split()) <= 12 for part in parts):  # `A, B, C; tập trung ...`
            separator = ","
        else:
            parts, separator = flow[start:end].split(";"), ";"
        for part in parts[:_MOST_ITEMS]:
            yield Span(start, start + len(part))
            start += len(part) + len(separator)
        return
    start = paragraph_end + 1
    for _ in range(_MOST_ITEMS):
        marker = _MARKER.match(flow, start)
        if not marker or start >= len(flow):
            return
        end = flow.find("\n", start)
        end = len(flow) if end < 0 else end
        yield Span(marker.end(), end_of_name(flow, marker.end(), end))
        start = end + 1


def _at_commas(text: str) -> list[str]:
    """The items between commas; `cải tạo, nâng cấp đường Tân An` is one."""
    items: list[str] = []
    for part in text.split(","):
        if (
            items
            and words().act.match(items[-1].lstrip())
            and not proper_tokens(items[-1])
            and len(items[-1].split()) < 4
        ):
            items[-1] += f",{part}"
        else:
            items.append(part)
    return items


def _listed(notice: Notice, rule: Rule, match: re.Match[str], paragraph_end: int) -> Iterator[_Mention]:
    flow, lists = notice.flow, words()
    spans = []
    for item in _list_items(notice, match, paragraph_end):
        start, end = item.start, item.end
        start += len(flow[start:end]) - len(flow[start:end].lstrip())
        if introduced := _OF_LIST.match(flow, start, end):
            start = introduced.end()
        if strong := _STRONG.search(flow, start, end):
            end = strong.start()
        span = tidy(flow, start, end)
        text = span.of(flow)
        if text and len(text.split()) <= _LONGEST_ITEM and not lists.no_projects.match(text):
            spans.append(span)
    named = [_has_capitals(span.of(flow)) for span in spans]
    if not any(named):
        return
    for span, is_a_name in zip(spans, named, strict=True):
        text = span.of(flow)
        begins = begins_like_a_project(text)
        if is_a_name:
            kept = begins or _is_compact(text)
        else:  # `SunGate, sân bóng, FPT`: beside names, short items are names too
            kept = len(text.split()) <= 4 and (begins or (" " not in text and text.isupper()))
        if kept:
            yield _Mention(span, rule.name)


def _has_capitals(text: str) -> bool:
    return is_named(text) and any(token[0].isupper() for token in proper_tokens(text))


def _is_compact(text: str) -> bool:
    """Whether `text` is a bare name, `SunGate` or `Vịnh Tân An`, and no sentence."""
    tokens = text.split()
    return len(tokens) <= 8 and sum(not token[0].islower() for token in tokens) * 2 > len(tokens)


def _zones(flow: str, rule: Rule, match: re.Match[str], paragraph_end: int) -> Iterator[_Mention]:
    """The zones that `match` opens, if the words around say that they are coming."""
    lists = words()
    kind = match["kind"]
    first = match.span("first")
    spans = [Span(match.start() if rule.name == "zone" else first[0], first[1])]
    end = first[1]
    while item := _pattern("zone of a list").match(flow, end, paragraph_end):
        start, end = item.span("name")
        spans.append(Span(start, end))
    before = re.split(r"\n|\. ", flow[max(0, match.start() - 130) : match.start()])[-1]
    after = flow[end : min(paragraph_end, end + 150)].partition(". ")[0]
    if lists.not_coming_before.search(before) or lists.not_coming_after.match(after):
        return
    if not lists.coming.search(before + match[0] + after):
        return
    widening = lists.widening.search(before)
    for index, span in enumerate(spans):
        text = span.of(flow)
        if text[0].isdigit():  # `Phú An 1, 2`: the number alone inherits the name too
            stem = re.sub(r" \d+$", "", spans[0].of(flow))
            yield _Mention(span, rule.name, f"{stem} " if rule.name == "zone" else f"{kind} {stem} ")
        elif index == 0 and rule.name == "zone":
            start = span.start - len(widening[0]) if widening else span.start
            yield _Mention(Span(start, span.end), rule.name)
        else:
            yield _Mention(span, rule.name, f"{kind} ")


def _in_tables(notice: Notice) -> Iterator[_Mention]:
    """The cells of the columns whose head says that they hold projects."""
    flow = notice.flow
    head = _pattern("head of a project column")
    columns: set[tuple[int, int]] = set()
    cells: dict[tuple[int, int, int], Span] = {}
    for line in notice.document.lines:
        if (cell := line.cell) is None:
            continue
        start, end = line.span.start, min(line.span.end, line.span.start + 80)
        if cell.row < _HEAD_ROWS and _HEAD_WORDS.search(flow, start, end) and head.match(loose(line.span.of(flow))):
            columns.add((cell.table, cell.column))
        elif (cell.table, cell.column) in columns:
            place = (cell.table, cell.row, cell.column)
            cells[place] = Span(cells[place].start if place in cells else line.span.start, line.span.end)
    for span in cells.values():
        start = span.start
        if introduced := _OF_LIST.match(flow, start, span.end):
            start = introduced.end()
        name = tidy(flow, start, end_of_name(flow, start, span.end))
        if is_named(name.of(flow)):
            yield _Mention(name, "head of a project column")


def _mentions(notice: Notice) -> Iterator[_Mention]:
    flow = notice.flow
    yield from _in_tables(notice)
    for rule, match in find_at_triggers(load_triggers("projects"), flow):
        paragraph_end = flow.find("\n", match.start())
        paragraph_end = len(flow) if paragraph_end < 0 else paragraph_end
        if rule.name in ("project", "work") and _OF_A_BODY.search(flow[max(0, match.start() - 60) : match.start()]):
            continue
        if rule.options.get("list"):
            yield from _listed(notice, rule, match, paragraph_end)
        elif rule.options.get("zone"):
            yield from _zones(flow, rule, match, paragraph_end)
        else:
            yield from _introduced(flow, rule, match, paragraph_end)


def _outermost(mentions: list[_Mention]) -> list[_Mention]:
    """Without the finds that lie inside another: the zone in `đường trục chính Cụm công nghiệp Tân An`."""
    kept: list[_Mention] = []
    reached = 0
    for mention in sorted(mentions, key=lambda m: (m.span.start, -m.span.end)):
        if mention.span.start >= reached:
            kept.append(mention)
            reached = mention.span.end
    return kept


def _grouped(names: Counter[str]) -> list[list[str]]:
    """The names, those of one project together.

    Only names whose keys begin alike are compared, and not with more than `_MOST_NEIGHBOURS`, so that a
    list of a thousand roads (`đường giao thông ...`) costs a thousand times what one does.
    """
    by_key: defaultdict[str, list[str]] = defaultdict(list)
    for name in names:
        by_key[key_of(name)].append(name)
    alike: defaultdict[tuple[str, ...], list[list[str]]] = defaultdict(list)
    for key, spellings in by_key.items():
        neighbours = alike[tuple(key.split()[:2])]
        for group in neighbours[-_MOST_NEIGHBOURS:]:
            if are_variants(spellings[0], group[0]):
                group += spellings
                break
        else:
            neighbours.append(spellings)
    return [group for groups in alike.values() for group in groups]


def find_projects(notice: Notice, cited: tuple[Span, ...]) -> tuple[Project, ...]:
    """The projects that the text names, in the order of their first mention.

    `cited` are the places of cited documents; what stands inside one is its title, and what it
    approves may be a project all the same (`Quyết định ... phê duyệt Dự án Chợ Tân An`).
    """
    del cited
    text = notice.document.text
    mentions: defaultdict[str, list[_Mention]] = defaultdict(list)
    for mention in _outermost(list(_mentions(notice))):
        mentions[" ".join(f"{mention.prefix}{mention.span.of(text)}".split())].append(mention)
    projects = []
    for group in _grouped(Counter({name: len(found) for name, found in mentions.items()})):
        name = max(group, key=len)  # the fullest: later mentions are shortened
        phase = next((found[0] for spelling in (name, *group) if (found := _PHASE.search(spelling))), None)
        places = sorted((m for spelling in group for m in mentions[spelling]), key=lambda m: m.span)
        projects.append((places, name, phase))
    return tuple(
        Project(name=name, phase=phase, mentions=tuple(evidence(notice, m.span, f"rule:{m.rule}") for m in places))
        for places, name, phase in sorted(projects, key=lambda project: project[0][0].span)
    )
