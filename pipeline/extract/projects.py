"""Projects: what is planned, built, widened or established, by name.

A name begins behind `dự án` or `công trình`, in a list that `các dự án:` opens, with a zone
(`Cụm công nghiệp Tân An`) that is said to be coming, or with a work that is said to be built
(`khởi công Bệnh viện Nhi`). A find without a proper name or a number (`các dự án đầu tư công`) is none.
"""

import re
from bisect import bisect_right
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from pipeline.document import Span
from pipeline.extract.evidence import evidence
from pipeline.extract.project_lines import projects_at_line_starts, projects_in_cells
from pipeline.extract.project_names import (
    INTRODUCED,
    are_variants,
    begins_like_a_project,
    end_of_name,
    head_of,
    is_named,
    key_of,
    pattern_of,
    proper_tokens,
    tidy,
    words,
)
from pipeline.extract.project_rows import projects_in_rows
from pipeline.extract.triggers import find_at_triggers
from pipeline.notice import Notice
from pipeline.records import Evidence, Project
from pipeline.rules import Rule

__all__ = ["find_projects"]

_MOST_ITEMS = 60
_MOST_IN_A_ROW = 30  # works; each of them reads on, so without a bound a long row costs its square
_LONGEST_LIST = 6_000  # characters
_MOST_HEADS, _HEADS_WITHIN = 8, 500  # so many heads of lists in so many characters; each reads its list to the end
_MOST_NEIGHBOURS = 40
_LONGEST_ITEM = 40  # words
_LONGEST_BARE_ITEM = 12  # of one that no word of building begins
_PHASE = re.compile(r"(?:giai đoạn|Giai đoạn|phân kỳ) (?:\d{1,2}(?!\d)|[IVX]+(?!\w)|đầu(?!\w)|một(?!\w)|hai(?!\w))")
_LIST_END = re.compile(r"…|\.\.\.|v\.v|\.(?=\s|$)")
_BRACKET_END = re.compile(r"\)")
_FARTHEST_OWNER = 160
_CLAUSE_END = re.compile(r";|\n|\.(?=\s|$)")
_ADDRESS = re.compile(r"(?:đường|phố|ngõ) [^,]{1,40}, ?(?:phường|xã|thị trấn|thị xã|quận|huyện|thành phố) ")
_STREET = re.compile(r"(?:đường|phố|ngõ) [\dA-ZĐ]")
_SITED = re.compile(
    r"(?:[^\W\d_]+ ){0,2}?"
    r"(?:[Tt]rường|[Bb]ệnh viện|[Tt]rạm|[Cc]hợ|[Nn]hà|[Tt]rụ sở|[Tt]rung tâm|[Cc]ông viên|[Kk]hu|[Cc]ung)(?!\w)"
)
_NOTE_BELOW_A_HEADING = re.compile(r"\((?:Kèm|Ban hành) [^()\n]{3,160}\)\n")
_MARKER = re.compile(r"\s*(?:[-+*•]|\d{1,2}[.)]|[a-zđ]\)|\(\d{1,2}\)) *")
_COMMA = re.compile(r",(?!\d)(?![^()]{0,80}\))")
_NAMING = re.compile(r"(?:[Đđ]ặt|[Đđ]ổi|[Gg]ắn)(?: mới)?(?: biển)? tên ")
_UNDER_WAY = re.compile(r" \(?đang (?:được )?(?:xây dựng|thi công|đầu tư xây dựng)(?=[.,;)\n]|$)")
_INSPECTED = re.compile(r"(?:[Kk]iểm (?:tra|định)|[Tt]uần (?:tra|đường)|[Tt]heo dõi)[^.;\n]{0,80}[Ưư]u tiên (?:các )?$")
_AT = re.compile(r"(?:đến|từ|qua|giáp|gần|tại|trước|cạnh|vào|về) (?:các )?$")
_MARKER_ALONE = re.compile(r"\s*(?:[-+*•]\s*|(?:\d{1,2}|[a-zđ])[.)]\s*)?")
_STRONG = re.compile(
    r"(?<!hạng mục): |(?<=\)) (?=(?:đường|phố) [A-ZĐ])| do (?=[A-ZĐ])| (?=\d[\d.,]* (?:tỷ|triệu|nghìn) đồng)"
    r"| (?:công suất|quy mô) (?=\d)| (?=\d[\d.,]* ha(?!\w))"
    r"| \((?=tổng|diện tích|chủ đầu tư|(?:đã|đang|chưa|còn|bàn giao)(?!\w)|\d[\d.,]*\s?(?:tỷ|triệu|ha|MW|km|m)(?!\w))"
    r"| (?=(?:cơ bản hoàn thành|mới (?:đạt|thi công)|chưa|đã|đang|đạt \d+|còn vướng|vướng \d+"
    r"|hoàn thành \d+|bàn giao|hợp phần|chậm)(?!\w))"
    r"| với tổng|, (?:tổng|tiến độ|hoàn thành|quy mô)|\s?- (?=\d[\d.,]* (?:tỷ|triệu))"
    r"| của (?=Công ty|Tập đoàn|Tổng công ty|Doanh nghiệp)| - (?=Chủ tịch|Sở|UBND|Ban|Phòng|Giao|Công an)"
    r"| thuộc (?=(?:ĐT|QL|TL|ĐH|xã|phường|huyện|địa bàn)(?!\w))"
)
_SECTION = re.compile(r" (?:\(?đoạn|từ|liên|-) ")
# `Chợ trung tâm xã` is named where it is begun: there is one in its place.
_OF_ITS_PLACE = re.compile(
    r"[A-ZĐ]\w+(?: (?:Trung tâm|Trạm|UBND|Đảng ủy|Công an|Hội|Văn|Thể|Hành|Y|[^\W\d_A-ZĐ]+)){1,8}"
    r" (?:xã|phường|huyện|thị trấn|tỉnh)(?!\w| [A-ZĐ])"
    r"|Trung tâm(?: [^\W\d_]+){1,14}? quốc gia(?!\w)"
)
_NUMBERED_ROAD = re.compile(r"(?:[Qq]uốc lộ|[Tt]ỉnh lộ|[Đđ]ường (?:tỉnh|huyện|số)|QL|ĐT|TL|ĐH)\.? ?\d")
_NUMBERED_PLACE = re.compile(r" (?:số|khu|khu phố|thôn|ấp|khóm|xóm|tổ|khối|bản|buôn|đội|cụm|tiểu khu|tổ dân phố) \d")
_ROAD_ALONE = re.compile(
    r"(?:các )?(?:tuyến )?(?:[Qq]uốc lộ|[Tt]ỉnh lộ|[Đđ]ường tỉnh|[Đđ]ường huyện|QL|ĐT|TL|ĐH)[ .]*\d+[A-Z]?"
)
_WORK_LABEL = re.compile(r"[Cc]ông trình:? (?=[A-ZĐ])")
# `Ban Quản lý dự án đầu tư xây dựng số 1` is a body, not a project.
_OF_A_BODY = re.compile(r"(?:[Qq]uản lý|QL|QLDA|Ban|doanh nghiệp)(?: (?:các|dự án|đầu tư|xây dựng|ĐTXD))* $")
_AND_ANOTHER = re.compile(r" và (?=(?:khu|tuyến đường|cầu|đường) )")


@dataclass(frozen=True, slots=True)
class _Mention:
    """One place that names a project; `prefix` is what a list item inherits (`Cụm công nghiệp`)."""

    span: Span
    rule: str
    prefix: str = ""


def _introduced(flow: str, rule: Rule, match: re.Match[str], paragraph_end: int) -> Iterator[_Mention]:
    """The project whose name begins in `match`, and those that a list goes on with."""
    span = _name_at(flow, rule, match, paragraph_end)
    if span is None:
        return
    built = bool(rule.options.get("built"))
    plural = flow[max(0, match.start() - 4) : match.start()].lower() == "các "
    if (
        plural
        and not built
        and (shared := pattern_of("works that share a word").match(flow, span.start, paragraph_end))
    ):
        yield from _sharing(flow, rule, shared, paragraph_end)
        return
    spans = [span]
    if built or rule.name in ("project", "work"):
        spans += _others(flow, span.end, paragraph_end, capital=not (built or plural))
    if built and not _is_being_built(flow, rule, spans):
        return
    yield from (_Mention(other, rule.name) for other in spans)
    span = spans[-1]
    joined = _AND_ANOTHER.match(flow, span.end, paragraph_end)
    if joined and rule.name in ("project", "work"):
        other = tidy(flow, joined.end(), end_of_name(flow, joined.end(), paragraph_end))
        if is_named(other.of(flow)):
            yield _Mention(other, rule.name)


def _others(flow: str, end: int, paragraph_end: int, *, capital: bool) -> Iterator[Span]:
    """The works that go on a row: `, cầu Bến Gỗ (12 tỷ đồng) và Trường Tiểu học Mỹ Đức` names two.

    With `capital` only those that a capital begins, since `dự án Chợ Tân An và hồ Bến Gỗ` names one project.
    """
    passed_over = False
    for _ in range(_MOST_IN_A_ROW):
        work = _next_work(flow, end, paragraph_end)
        if work is None or (capital and not work.is_set_off):
            return
        if work.is_road_alone:
            passed_over = True
        elif work.is_named:
            yield work.span
            passed_over = False
        elif passed_over or capital:
            return
        else:
            passed_over = True  # `cầu Bến Gỗ và đường dẫn; Chợ Tân An` goes on
        end = work.span.end


@dataclass(frozen=True, slots=True)
class _Work:
    """What goes on a row of works; `is_set_off`: by a comma, or by a capital."""

    span: Span
    is_set_off: bool
    is_road_alone: bool
    is_named: bool


@lru_cache(maxsize=1024)  # each work of a row reads on to its end
def _next_work(flow: str, end: int, paragraph_end: int) -> _Work | None:
    following = pattern_of("another work").match(flow, end, paragraph_end)
    if not following:
        return None
    start = following.start("name")
    span = tidy(flow, start, end_of_name(flow, start, paragraph_end, following.end("name")))
    text = span.of(flow)
    if _ADDRESS.match(text) or words().no_building_after.match(flow, span.end):
        return None
    return _Work(
        span,
        is_set_off=text[0].isupper() or "," in following[0],
        is_road_alone=bool(_ROAD_ALONE.fullmatch(text)),
        is_named=_has_capitals(text) or (text[0].isupper() and len(text.split()) > 2),
    )


def _is_being_built(flow: str, rule: Rule, spans: list[Span]) -> bool:
    """Whether the words before a row of works, or those behind it, say that they are being built."""
    lists = words()
    before = flow[max(0, spans[0].start - 60) : spans[0].start]
    is_road = rule.options["built"] == "road"
    # `ưu tiên Đường trục Tân An`: a capital inside a sentence begins a name
    building = lists.building_roads if is_road and flow[spans[0].start].islower() else lists.building
    if _INSPECTED.search(flow, max(0, spans[0].start - 120), spans[0].start):
        return False
    widened = not is_road and lists.act.match(flow, spans[0].start)
    if widened or building.search(before) or lists.widening.search(before):
        return not lists.no_building_after.match(flow, spans[0].end)
    if _UNDER_WAY.match(flow, spans[-1].end):
        return True  # wherever it is named: `bố trí vào Khu tái định cư Tân An đang xây dựng`
    if _AT.search(before):
        return False
    named_in_passing = is_road and flow[spans[0].start].islower()
    if (lists.progress_of_roads if named_in_passing else lists.progress).match(flow, spans[-1].end):
        return True
    begins_its_line = _MARKER_ALONE.fullmatch(flow, flow.rfind("\n", 0, spans[0].start) + 1, spans[0].start)
    return bool(begins_its_line and lists.status.match(flow, spans[-1].end))


def _name_at(flow: str, rule: Rule, match: re.Match[str], paragraph_end: int) -> Span | None:
    """Where the name that begins in `match` stands, `None` if it names no project."""
    start, first = match.span("name")
    if rule.options.get("whole"):
        span = Span(start, first)
    else:
        span = tidy(flow, start, end_of_name(flow, start, paragraph_end, first))
    if label := _WORK_LABEL.match(flow, span.start, span.end):
        span = Span(label.end(), span.end)
    if rule.options.get("built") and (widening := words().widening.search(flow[max(0, start - 40) : start])):
        span = Span(start - len(widening[0]), span.end)
    if rule.options.get("whole"):
        return span
    text = span.of(flow)
    of_its_place = _OF_ITS_PLACE.match(flow, start, paragraph_end)
    if of_its_place and (rule.options.get("built") or (rule.name == "project" and begins_like_a_project(text))):
        end = max(of_its_place.end(), span.end if "(" in text else 0)
        return Span(of_its_place.start(), end)
    if not is_named(text, opened=rule.name != "project" or text[0].isupper() or begins_like_a_project(text)):
        return None
    if rule.options.get("section") and not _SECTION.search(text):
        return None
    proper = proper_tokens(text)
    # A number alone names a project (`07 thôn`), but no work; a road that joins has two ends.
    numbered = all(token[0].isdigit() for token in proper)
    if numbered and (rule.name == "work" or rule.options.get("built")) and not _NUMBERED_PLACE.search(text):
        return None
    return None if rule.name == "road that joins" and len(proper) < 2 else span


def _sharing(flow: str, rule: Rule, match: re.Match[str], paragraph_end: int) -> Iterator[_Mention]:
    """Each work of `các dự án thủy điện Tân An, Mỹ Đức và An Lão`; the later ones inherit `thủy điện`."""
    yield _Mention(Span(*match.span()), rule.name)
    end = match.end()
    while item := pattern_of("zone of a list").match(flow, end, paragraph_end):
        start, end = item.span("name")
        yield _Mention(Span(start, end), rule.name, match["kind"])


def _list_items(notice: Notice, match: re.Match[str], paragraph_end: int) -> Iterator[Span]:
    """The items of the list that `các dự án:` opens: in its own paragraph, or the bullets that follow."""
    flow, start = notice.flow, match.end()
    if flow[start:paragraph_end].strip():
        in_brackets = match[0].rfind("(") > match[0].rfind(")")
        end = min(paragraph_end, start + _LONGEST_LIST)
        stop = (_BRACKET_END if in_brackets else _LIST_END).search(flow, start, end)
        end = stop.start() if stop else end
        parts, separator = flow[start:end].split(";"), ";"
        of_first = _at_commas(parts[0])
        goes_on = any(begins_like_a_project(part.lstrip()) for part in parts[1:_MOST_ITEMS])
        if len(of_first) > 1 and not goes_on and all(map(_may_be_an_item, of_first[:-1])):
            parts, separator = of_first, ","  # `A, B, C; tập trung ...`
            last = start + len(flow[start:end].split(";", 1)[0]) - len(of_first[-1])
            parts[-1] = flow[last : end_of_name(flow, last + 1, last + len(of_first[-1]))]
        for part in parts[:_MOST_ITEMS]:
            yield Span(start, start + len(part))
            start += len(part) + len(separator)
        return
    start, kind = paragraph_end + 1, None
    if note := _NOTE_BELOW_A_HEADING.match(flow, start):
        start = note.end()
    for _ in range(_MOST_ITEMS):
        marker = _MARKER.match(flow, start)
        if not marker or start >= len(flow) or kind not in (None, _kind_of_marker(marker[0])):
            return  # `2.` below `- ...;` or `b) ...;` goes on with what the list stands under
        kind = _kind_of_marker(marker[0])
        end = flow.find("\n", start)
        end = len(flow) if end < 0 else end
        start = marker.end()
        for part in flow[start:end].split(";"):
            item = Span(start, end_of_name(flow, start, start + len(part), governed=True))
            yield item
            yield from _others(flow, item.end, start + len(part), capital=False)
            start += len(part) + len(";")
        start = end + 1


def _kind_of_marker(marker: str) -> str:
    """`-` for any dash, `1` for a number, `a` for a letter, `(` for a number in brackets."""
    sign = marker.strip()[0]
    return "-" if sign in "-+*•" else "1" if sign.isdigit() else "a" if sign.isalpha() else sign


def _may_be_an_item(text: str) -> bool:
    return begins_like_a_project(text.lstrip()) or len(_STRONG.split(text, 1)[0].split()) <= _LONGEST_BARE_ITEM


def _at_commas(text: str) -> list[str]:
    """The items between commas; `cải tạo, nâng cấp đường Tân An` is one, a comma in brackets or in `9,5` is none."""
    items: list[str] = []
    for part in _COMMA.split(text):
        last = items[-1].rpartition(" và ")[2].lstrip() if items else ""  # `Chợ Tân An và nâng cấp, mở rộng`
        if words().act.match(last) and not proper_tokens(last) and len(last.split()) < 4:
            items[-1] += f",{part}"
        else:
            items.append(part)
    return items


def _listed(notice: Notice, rule: Rule, match: re.Match[str], paragraph_end: int) -> Iterator[_Mention]:
    flow, lists = notice.flow, words()
    if _NAMING.search(flow[max(0, match.start() - 30) : match.end()]):
        return
    spans: list[Span] = []
    for item in _list_items(notice, match, paragraph_end):
        start, end = item.start, item.end
        if marker := _MARKER.match(flow, start, end):
            start = marker.end()
        start += len(flow[start:end]) - len(flow[start:end].lstrip())
        if introduced := INTRODUCED.match(flow, start, end):
            start = introduced.end()
        start += len("và ") if flow.startswith("và ", start) else 0
        if strong := _STRONG.search(flow, start, end):
            end = strong.start()
        while start < end:  # `kè sông Tân An và dự án Cầu Bến Gỗ` is two
            another = pattern_of("another item").search(flow, start, end)
            one_verb = lists.act.match(flow, start, end)
            if (
                not one_verb
                and not another
                and (small := pattern_of("another item of small letters").search(flow, start, end))
            ):
                another = small if _has_capitals(flow[start : small.start()]) else None
            if another and _STREET.match(flow, another.end(), end) and _SITED.match(flow, start, end):
                end = another.start()  # `Trường Tiểu học Tân An, đường Tô Hiệu`: where it stands
            span = tidy(flow, start, another.start() if another else end)
            text = span.of(flow)
            if text and len(text.split()) <= _LONGEST_ITEM and not lists.no_projects.match(text):
                spans.append(span)
            start = min(another.end(), end) if another else end
    named = [_has_capitals(text) or bool(_OF_ITS_PLACE.fullmatch(text)) for text in (s.of(flow) for s in spans)]
    if not any(named):
        return
    for span, is_a_name in zip(spans, named, strict=True):
        text = span.of(flow)
        begins = begins_like_a_project(text)
        if is_a_name:
            kept = begins or _is_compact(text)
        else:  # `SunGate, sân bóng, FPT`: beside names, short items are names too
            kept = len(text.split()) <= 4 and (begins or (text.isalpha() and text.isupper()))
            kept = kept or (begins and bool(_NUMBERED_PLACE.search(text)))
            kept = kept or (sum(named) > 1 and len(text.split()) <= 12 and bool(lists.act.match(text)))
        if kept:
            yield _Mention(span, rule.name)


def _has_capitals(text: str) -> bool:
    return is_named(text) and (
        any(token[0].isupper() for token in proper_tokens(text)) or bool(_NUMBERED_ROAD.search(text))
    )


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
    while item := pattern_of("zone of a list").match(flow, end, paragraph_end):
        start, end = item.span("name")
        spans.append(Span(start, end))
    before = re.split(r"\n|\. ", flow[max(0, match.start() - 130) : match.start()])[-1]
    after = flow[end : min(paragraph_end, end + 150)].partition(". ")[0]
    if rule.name == "zone" and flow[match.start() - 1 : match.start()] == "(" and flow[end : end + 1] == ")":
        return  # `Nhà máy gạch (KCN Tân An)`: where it stands
    phased = "mở rộng" in match["first"] or "giai đoạn" in match["first"]
    if not phased and (lists.not_coming_before.search(before) or lists.not_coming_after.match(after)):
        return
    if not phased and not lists.coming.search(before + match[0] + after):
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


def _mentions(notice: Notice) -> Iterator[_Mention]:
    flow = notice.flow
    yield from (_Mention(name, "head of a project column") for name in projects_in_cells(notice))
    yield from (_Mention(name, "work that begins its line") for name in projects_at_line_starts(notice))
    rows = list(projects_in_rows(notice))
    yield from (_Mention(name, "head of project rows") for name, _ in rows if name)
    row_starts = [row.start for _, row in rows]
    heads: deque[int] = deque(maxlen=_MOST_HEADS)
    for rule, match in find_at_triggers("projects", flow):
        index = bisect_right(row_starts, match.start()) - 1
        if index >= 0 and match.start() < rows[index][1].end:
            continue  # the row's name is known; its other columns hold none
        paragraph_end = flow.find("\n", match.start())
        paragraph_end = len(flow) if paragraph_end < 0 else paragraph_end
        if rule.name in ("project", "work") and _OF_A_BODY.search(flow[max(0, match.start() - 60) : match.start()]):
            continue
        if rule.options.get("list"):
            if len(heads) == _MOST_HEADS and match.start() - heads[0] < _HEADS_WITHIN:
                continue
            heads.append(match.start())
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

    Only names of one kind and beginning are compared, and not with more than `_MOST_NEIGHBOURS`, so that a
    list of a thousand roads costs a thousand times what one does.
    """
    by_key: defaultdict[str, list[str]] = defaultdict(list)
    for name in names:
        by_key[key_of(name)].append(name)
    alike: defaultdict[str, list[list[str]]] = defaultdict(list)
    for key, spellings in by_key.items():
        neighbours = alike[head_of(key)]
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
        Project(
            name=name,
            phase=phase,
            place=_said_of(notice, places, _place),
            owner=_said_of(notice, places, _owner),
            mentions=tuple(evidence(notice, m.span, f"rule:{m.rule}") for m in places),
        )
        for places, name, phase in sorted(projects, key=lambda project: project[0][0].span)
    )


def _said_of(notice: Notice, mentions: list[_Mention], find: Callable[[str, Span], Span | None]) -> Evidence | None:
    """What the words at the first mention that says it say: the place of a project, or its owner."""
    for mention in mentions:
        if found := find(notice.flow, mention.span):
            return evidence(notice, found, f"rule:{mention.rule}")
    return None


def _place(flow: str, span: Span) -> Span | None:
    """Where a project stands: `xã Mỹ Đức` in `Chợ Tân An, xã Mỹ Đức` and in `Chợ Tân An tại xã Mỹ Đức`."""
    found = pattern_of("place of a project").match(flow, span.end) or pattern_of("place in a name").search(
        flow, span.start, span.end
    )
    return Span(*found.span("place")) if found else None


def _owner(flow: str, span: Span) -> Span | None:
    """Who builds a project: `Công ty Bình Hòa` in `Chợ Tân An do Công ty Bình Hòa làm chủ đầu tư`."""
    clause = _CLAUSE_END.search(flow, span.end, span.end + _FARTHEST_OWNER)
    found = pattern_of("owner of a project").search(
        flow, span.end, clause.end() if clause else span.end + _FARTHEST_OWNER
    )
    return Span(*found.span("owner")) if found else None
