"""Roads: named streets, lanes, highways and expressways, each with all the places that name it.

The word before decides (`đường`, `ngõ`, `quốc lộ`), since streets are named after people whom wards and
schools are named after too. A list inherits it: `các tuyến đường Tô Hiệu, Mê Linh` names two. In
a table, the column whose head says `Tên đường` needs no word at all.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice

from pipeline.document import Line, Span
from pipeline.extract.evidence import evidence
from pipeline.extract.triggers import find_at_triggers
from pipeline.notice import Notice
from pipeline.records import Evidence, Road
from pipeline.rules import Rule, gazetteer, load_rules
from pipeline.vietnamese.places import units_named
from pipeline.vietnamese.spelling import loose

__all__ = ["find_roads"]

_PLURAL = re.compile(r"(?:các|Các|những|Những|hai|nhiều|một số|\d+)(?: \w+){0,3} ?$")
_AND_OTHERS = re.compile(r",? và (?:một số|các|nhiều) |,? (?:và )?(?:ngõ|ngách|hẻm|đường|phố|đại lộ) (?:\d|[A-ZĐ])")
# A street's name of one syllable (`phố Huế`) ends there; `đường Quốc` in `đường Quốc tế` does not.
_MAY_FOLLOW_A_SYLLABLE = re.compile(
    r"\s?(?:[,;:.()…\"-]|$|\n|(?:và|đến|đi|qua|từ|thuộc|tại|đoạn|nối|đã|được|có|theo|phường|quận|xã|thị|thành|với)(?!\w))"
)
_LEADS_TO = re.compile(r" (?:đi|đến|tới) [A-ZĐ]")
_DASH = re.compile(r"\s?-\s?")
_BULLET = re.compile(r"\s*(?:[-+*•]|\d{1,2}[.)]|[a-zđ]\)) *")
_FULL_NAME = 3  # words of a person's: rare surnames are words too, so `Hà Huy Tập` but not `Hà Giang`
_MOST_ITEMS = 100  # of a list; each trigger in a list reads on, so without a bound a long one costs its square
_MOST_BULLETS = 40
_FIRST_ITEMS = 10  # among which a street named after a person tells that a list is one of streets
_ABBREVIATION = re.compile(r"(?:QL|ĐT|TL|ĐH)[ .]?(?=\d)")  # `ĐT.164, 165` names ĐT.165
_NUMBERED = re.compile(r"(?:QL|ĐT|TL|ĐH|[Qq]uốc lộ|[Tt]ỉnh lộ|[Đđ]ường (?:tỉnh|huyện))[ .-]*\d")
_NUMBER_ALONE = re.compile(r"Đường \d+\s?(?:\n|$)")
_NEXT_ROW = re.compile(r"đường \d+ (?:Đường|Phố|Ngõ|Hẻm|Tuyến) ")
_STREETS_HEADING = re.compile(r"tuyến (?:đường|phố)[^.;:\n]{0,60}\n$")
_HEAD_WORDS = re.compile(r"đường|phố|hẻm|ngõ", re.IGNORECASE)
# `đường Tô Hiệu - Cầu Rào` runs from one to the other: the second is no street.
_NO_STREET = re.compile(
    r"(?:Cầu|Cống|Chợ|Sân bay|Cảng|Trường(?! Chinh)|Trạm|Ngã|Bến|Sông|Rạch|Chùa|Đình|Nhà|Ranh|Km|Khu)(?!\w)"
)
# `chở khách trên tuyến Tân An - Mỹ Đức` is a line of ships or buses.
_TRANSPORT = re.compile(r"(?:khách|tàu|phà|xe buýt|đường sắt|bay|vận tải)(?!\w)[^.;\n]*$")
_GROUP_OF_ROWS = re.compile(r"\s*(?:\d{1,3}|[a-zđ]\)|[IVX]+|[A-ZĐ])[.)]? ")
_HEAD_ROWS = 4  # a table's head may stand below a row of titles or units


@dataclass(frozen=True, slots=True)
class _Mention:
    """One place that names a road. `name` is its name on `flow`, with what a list item inherits.

    That is the generic word (`prefix`: `Hương lộ ` where only `62` is printed), or the street (`suffix`: ` Tô Hiệu`
    for the first of `ngõ 5 và ngõ 7 Tô Hiệu`).
    """

    span: Span
    name: str
    kind: str
    rule: str
    prefix: str = ""
    suffix: str = ""

    def printed(self, text: str) -> str:
        """The name in the document's own spelling."""
        return " ".join(f"{self.prefix}{self.span.of(text)}{self.suffix}".split())


@cache
def _rules() -> dict[str, re.Pattern[str]]:
    return {rule.name: rule.pattern for rule in load_rules("roads")}


@cache
def _variants() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern), spelling) for pattern, spelling in gazetteer("roads")["variants"])


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(gazetteer("roads")[name])


@cache
def _surnames() -> frozenset[str]:
    return frozenset(gazetteer("places")["surnames"])


@lru_cache(maxsize=2048)
def _is_no_street(name: str) -> bool:
    """Whether `name` is a town or a province, which ends a list of streets: `đường Tô Hiệu, Hải Phòng`."""
    return name in _words("not_streets") or bool(units_named(name, "tỉnh"))


@lru_cache(maxsize=2048)
def _key(name: str) -> str:
    """One spelling for all variants of a road: `QL.5` and `quốc lộ 5` are both `quốc lộ 5`."""
    key = loose(name)
    for pattern, spelling in _variants():
        key = pattern.sub(spelling, key)
    return key


def _named_after_a_person(name: str) -> bool:
    words = name.split()
    if words[0] in _words("surnames") or " ".join(words[:2]) in _words("surnames"):
        return True
    return len(words) == _FULL_NAME and words[0] in _surnames()


def _is_near_miss(flow: str, rule: Rule, start: int) -> bool:
    """Whether the words before make the trigger something else: `thành phố`, `Đông Phố Mới`."""
    before = flow[max(0, start - 24) : start]
    if before[-1:] in ("-", "/") and before[-2:-1].isalpha():
        return True  # the end of a document's symbol: `12/BQLDA-ĐH1`
    word = flow[start : start + 6].split(" ")[0].lower()
    if (before + word).endswith(tuple(rule.options.get("not_after", ()))):
        return True
    if rule.name == "road between two places" and _TRANSPORT.search(flow, max(0, start - 80), start):
        return True
    previous = before.split()[-1:] if before.endswith(" ") else []
    if rule.name == "road with a number" and before.endswith("mặt ") and _NEXT_ROW.match(flow, start):
        return True  # `Kết cấu mặt đường 1 Đường Tô Hiệu`, a table that lost its lines
    if rule.name == "road with a number" and _NUMBER_ALONE.match(flow, start):
        line = before.rpartition("\n")[2].split()  # `Xã Cẩm Đường 365` is a row with its figure
        return len(line) > 1 and all(word[0].isupper() for word in line[-2:])
    return (
        "list" in rule.options
        and rule.options["list"] == "names"
        and flow[start].isupper()
        and bool(previous)
        and previous[0][0].isupper()
        and previous[0][-1].isalpha()
    )


def _listed(item: str, flow: str, end: int, paragraph_end: int) -> Iterator[re.Match[str]]:
    """The items, each as the rule `item` reads it, that follow one another from `end` on."""
    pattern = _rules()[item]
    for _ in range(_MOST_ITEMS):
        found = pattern.match(flow, end, paragraph_end)
        if not found:
            return
        yield found
        end = found.end("name")


def _items(flow: str, rule: Rule, match: re.Match[str], paragraph_end: int) -> Iterator[_Mention]:
    """What goes on a list that `match` begins: `Mê Linh` in `đường Tô Hiệu, Mê Linh và các tuyến khác`."""
    kind = _kind(rule, match)
    first, end = match.span("name")
    if rule.options["list"] == "lanes":
        for found in _listed("lane of a list", flow, end, paragraph_end):
            yield _Mention(Span(*found.span("name")), f"{kind} {found['name']}", kind, rule.name, f"{kind} ")
        return
    if rule.options["list"] == "ends":
        for found in _listed("road of a list of ends", flow, end, paragraph_end):
            yield _Mention(Span(*found.span("name")), found["name"], kind, rule.name)
        return
    if rule.options["list"] == "crossings":
        for found in _listed("crossing of a list", flow, end, paragraph_end):
            if not _is_crossing(found["name"]):
                return
            yield from _joined_by_dashes(rule, Span(*found.span("name")), found["name"], kind)
        return
    if rule.options["list"] == "numbers":
        abbreviated = _ABBREVIATION.match(flow, first, end)
        word = abbreviated[0] if abbreviated else re.sub(r"\s?[A-Z]{0,2}[\d .]+[A-Z]?$", "", flow[first:end]) + " "
        for found in _listed("number of a list", flow, end, paragraph_end):
            yield _Mention(Span(*found.span("name")), f"{word}{found['name']}", kind, rule.name, word)
            end = found.end("name")
        if rule.name != "road with a number" or not _PLURAL.search(flow[max(0, match.start() - 40) : match.start()]):
            return  # `các đường 3/2, Tô Hiệu` goes on with names
    if rule.name == "street" and len(_DASH.split(match["name"])) > 1:  # `đường Tân An - Mỹ Đức, Bến Gỗ - An Lão`
        ends = list(_listed("road of a list of ends", flow, end, paragraph_end))
        for found in ends:
            yield from _joined_by_dashes(rule, Span(*found.span("name")), found["name"], kind)
        if ends:
            return
    mentions = []
    listed = list(_listed("item of a list", flow, end, paragraph_end))
    while listed and _is_no_street(listed[-1]["name"]):  # `đường Tô Hiệu, Hải Phòng`; among streets it names one
        listed.pop()
    for found in listed:
        mentions.append(_Mention(Span(*found.span("name")), found["name"], kind, rule.name))
        end = found.end("name")
        mentions += _ends_of_section(flow, end, paragraph_end)
    is_list = (
        "bullets" in rule.options
        or "plural" in rule.options
        or "(" in match[0]
        or ":" in match[0]
        or _PLURAL.search(flow[max(0, match.start() - 40) : match.start()])
    )
    # `đường Tô Hiệu, Hải Phòng` names one street, `đường Tô Hiệu, Nguyễn Huệ, Bạch Đằng` three.
    of_people = any(_named_after_a_person(mention.name) for mention in mentions)
    if is_list or of_people or _AND_OTHERS.match(flow, end):
        yield from mentions


def _in_bullets(flow: str, rule: Rule, match: re.Match[str]) -> Iterator[_Mention]:
    """The streets of the bullets that follow `các tuyến đường sau:`, each at its bullet's beginning."""
    item = _rules()["street of a bullet"]
    start = flow.find("\n", match.end() - 1) + 1
    for _ in range(_MOST_BULLETS if start else 0):
        marker = _BULLET.match(flow, start)
        if not marker:
            return
        end = flow.find("\n", start)
        end = len(flow) if end < 0 else end
        if found := item.match(flow, marker.end(), end):
            yield _Mention(Span(*found.span("name")), found["name"], "đường", rule.name)
            yield from _items(flow, rule, found, end)
        start = end + 1
        if start >= len(flow):
            return


def _kind(rule: Rule, match: re.Match[str]) -> str:
    kind = match.groupdict().get("kind") or rule.options["kind"]
    return "đường" if kind.lower().startswith("đường phố") else str(kind).lower()


def _in_text(flow: str) -> Iterator[_Mention]:
    """The roads that trigger words and lists name."""
    taken = listed = 0
    for rule, match in find_at_triggers("roads", flow):
        if "bullets" in rule.options:
            yield from _in_bullets(flow, rule, match)
            continue
        if "heading" in rule.options and not _STREETS_HEADING.search(flow, max(0, match.start() - 80), match.start()):
            continue
        start, end = match.span("name")
        if start < taken or _is_near_miss(flow, rule, match.start()):
            continue
        name, kind = match["name"], _kind(rule, match)
        cut_short = name.isalpha() and not _MAY_FOLLOW_A_SYLLABLE.match(flow, end)
        if name in _words("not_names") or cut_short:
            continue
        paragraph_end = flow.find("\n", end)
        paragraph_end = len(flow) if paragraph_end < 0 else paragraph_end
        if rule.options.get("crossing") == "any":
            items = islice(_listed("item of a list", flow, end, paragraph_end), _FIRST_ITEMS)
            if not any(map(_is_crossing, (name, *(item["name"] for item in items)))):
                continue
        elif ("crossing" in rule.options or rule.name == "crossing") and not _is_crossing(name):
            continue
        taken = end
        if (
            rule.name == "street"
            and _LEADS_TO.match(flow, end)
            and not (_named_after_a_person(name) or flow[max(0, match.start() - 3) : match.start()] == "từ ")
        ):
            continue  # `đường Tân Viên đi Mỹ Đức` is described, not named
        if rule.name == "lane with a number" and (lanes := _rules()["lanes of one street"].match(flow, start)):
            street = f" {lanes['street']}"
            yield _Mention(Span(start, end), f"{name}{street}", kind, rule.name, suffix=street)
            continue
        yield from _joined_by_dashes(rule, Span(start, end), name, kind)
        if "list" in rule.options and not (rule.name == "street" and start < listed):
            for item in _items(flow, rule, match, paragraph_end):
                yield item
                listed = item.span.end if item.rule == "street" else listed
        yield from _ends_of_section(flow, end, paragraph_end)


def _ends_of_section(flow: str, end: int, paragraph_end: int) -> Iterator[_Mention]:
    """The streets between which a road's section lies: `đường Tô Hiệu (đoạn từ Mê Linh đến Nguyễn Huệ)`."""
    match = _rules()["streets at the ends of a section"].match(flow, end, paragraph_end)
    ends = [end for end in ("first", "last", "from", "to", "one") if match and match[end]]
    if match and any(_named_after_a_person(match[end]) for end in ends):
        for group in ends:
            if not _NO_STREET.match(match[group]):
                yield _Mention(Span(*match.span(group)), match[group], "đường", "streets at the ends of a section")


def _in_bare_lists(flow: str, known: set[str]) -> Iterator[_Mention]:
    """The streets of a list without their word that begins with a street of this document: `trên Tô Hiệu, Mê Linh`."""
    if not known:
        return
    item = _rules()["item of a list"]
    for found in _rules()["bare list"].finditer(flow):
        if found["name"] not in known:
            continue
        first, end = found.span("name")
        yield _Mention(Span(first, end), found["name"], "đường", "bare list")
        while another := item.match(flow, end):
            if _is_no_street(another["name"]):
                break
            yield _Mention(Span(*another.span("name")), another["name"], "đường", "bare list")
            end = another.end("name")


def _is_crossing(name: str) -> bool:
    """Whether streets give a crossing its name: `Tô Hiệu - Mê Linh`, not `Tân An - Mỹ Đức`."""
    parts = _DASH.split(name)
    return any(map(_named_after_a_person, parts)) and not any(map(_NO_STREET.match, parts))


def _joined_by_dashes(rule: Rule, span: Span, name: str, kind: str) -> Iterator[_Mention]:
    """The streets of `đường Tô Hiệu - Mê Linh`, one road for `đường Tân Viên - Mỹ Đức` (it joins two places)."""
    parts = _DASH.split(name)
    if kind == "phố" and len(parts) > 1 and not _named_after_a_person(parts[0]):
        return  # `đoạn Phố Vôi - Mỹ Đức`: a town, since no phố joins two places
    places = [False, *(part in _words("not_streets") or bool(_NO_STREET.match(part)) for part in parts[1:])]
    joins = kind not in ("đường", "phố") or not _named_after_a_person(parts[0])
    if joins and "crossing" not in rule.name:
        yield _Mention(span, name, kind, rule.name)
        return
    position = 0
    for part, is_place in zip(parts, places, strict=True):
        position = name.index(part, position)
        if not is_place:
            yield _Mention(Span(span.start + position, span.start + position + len(part)), part, kind, rule.name)
        position += len(part)


def _in_tables(notice: Notice) -> Iterator[_Mention]:
    """The streets in the columns whose head says that they hold streets, one a line."""
    flow, head, cell_pattern = notice.flow, _rules()["head of a street column"], _rules()["street in its column"]
    columns: dict[tuple[int, int], str] = {}
    for line in notice.document.lines:
        cell = line.cell
        if cell is None:
            continue
        if (
            cell.row < _HEAD_ROWS
            and _HEAD_WORDS.search(flow, line.span.start, min(line.span.end, line.span.start + 40))
            and (found := head.match(loose(line.span.of(flow))))
        ):
            columns[cell.table, cell.column] = found["kind"] or "đường"
        elif kind := columns.get((cell.table, cell.column)):
            yield from _in_cell(flow, line, cell_pattern, kind)


def _in_naming_rows(notice: Notice) -> Iterator[_Mention]:
    """The new names in the last column of a table of streets to be named, whose rows are lines of text."""
    if "TT " not in notice.flow and "Stt " not in notice.flow:
        return  # no column of numbers, which begins the head
    head, row = _rules()["head of rows with new names"], _rules()["row with a new name"]
    inside = False
    for line in notice.document.lines:
        start, end = line.span.start, line.span.end
        if head.match(notice.flow, start, end):
            inside = True
        elif inside and (found := row.match(notice.flow, start, end)):
            yield _Mention(Span(*found.span("name")), found["name"], "đường", "row with a new name")
        elif inside and not _GROUP_OF_ROWS.match(notice.flow, start, end):
            inside = False


def _in_cell(flow: str, line: Line, pattern: re.Pattern[str], kind: str) -> Iterator[_Mention]:
    match = pattern.match(line.span.of(flow))
    if not match:
        return
    group = "bare" if match["bare"] and not match["bare"][0].isdigit() else "name"
    name = match[group]
    # `3/2` is `đường 3/2`, and in a column of lanes `45 Mê Linh` is `hẻm 45 Mê Linh`.
    prefix = f"{kind} " if name[0].isdigit() else ""
    start = line.span.start
    span = Span(start + match.start(group), start + match.end(group))
    yield _Mention(span, prefix + name, kind, "street in its column", prefix)


def find_roads(notice: Notice, cited: tuple[Span, ...]) -> tuple[Road, ...]:
    """The roads that the text names, in the order of their first mention; roads in projects' names too.

    `cited` are the places of cited documents: a road in the title of one counts like any other.
    """
    del cited
    by_key: defaultdict[str, dict[Span, _Mention]] = defaultdict(dict)
    in_tables = tuple(_in_tables(notice))
    covered = {offset for mention in in_tables for offset in range(mention.span.start, mention.span.end)}
    in_text = (mention for mention in _in_text(notice.flow) if mention.span.end - 1 not in covered)
    named = [*in_tables, *_in_naming_rows(notice), *in_text]
    known = {mention.name for mention in named if mention.kind in ("đường", "phố")}
    for mention in (*named, *_in_bare_lists(notice.flow, known)):
        by_key[_key(mention.name)].setdefault(mention.span, mention)
    numbered = {key.split()[-1]: key for key in by_key if key.startswith(("quốc lộ", "đường tỉnh"))}
    for key in [key for key in by_key if key.startswith("lộ ")]:
        if key[3:] in numbered:  # `lộ 91` is `Quốc lộ 91`
            by_key[numbered[key[3:]]].update(by_key.pop(key))
        elif key[3:] in by_key:  # `đường Bình Hòa` is `Lộ Bình Hòa`
            by_key[key].update(by_key.pop(key[3:]))
    roads = []
    for mentions in by_key.values():
        in_order = sorted(mentions.values(), key=lambda mention: mention.span)
        names = Counter(mention.printed(notice.document.text) for mention in in_order)
        first = in_order[0].printed(notice.document.text)
        # A road with a number as it is first written; a street in the spelling used most.
        name = (
            first
            if _NUMBERED.match(first)
            else max(names, key=lambda name: (not name.startswith("CMT"), names[name], len(name)))
        )
        roads.append((in_order, name))
    return tuple(
        Road(
            name=name,
            kind=mentions[0].kind,
            sections=tuple(_sections(notice, mentions)),
            mentions=tuple(evidence(notice, m.span, f"rule:{m.rule}") for m in mentions),
        )
        for mentions, name in sorted(roads, key=lambda road: road[0][0].span)
    )


def _sections(notice: Notice, mentions: list[_Mention]) -> Iterator[Evidence]:
    """The parts of a road that its mentions speak of, each once: `Tô Hiệu (đoạn từ Mê Linh đến chợ)`."""
    flow, seen = notice.flow, set[str]()
    behind, before = _rules()["section behind a road"], _rules()["section before a road"]
    for mention in mentions:
        start, end = mention.span.start, mention.span.end
        if found := behind.match(flow, end):
            span = Span(*found.span("stones" if found["stones"] else "stretch"))
        elif found := before.search(flow, max(0, start - 40), start):
            span = Span(*found.span("stones"))
        else:
            continue
        text = loose(span.of(flow))
        if " " in text and text not in seen:
            seen.add(text)
            yield evidence(notice, span, f"rule:{mention.rule}")
