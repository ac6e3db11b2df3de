"""How a project's name is told from the words around it: where it ends, and which names are one project's.

The words are lists in `rules/projects.toml`. Names are read on a notice's `flow`.
"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from pipeline.document import Span
from pipeline.rules import gazetteer, load_rules
from pipeline.rules.heads import guarded
from pipeline.vietnamese.spelling import fold, loose

__all__ = [
    "INTRODUCED",
    "OF_A_PLACE",
    "are_variants",
    "begins_like_a_project",
    "end_of_name",
    "head_of",
    "is_named",
    "key_of",
    "pattern_of",
    "proper_tokens",
    "tidy",
    "words",
]

_LONGEST_PAIR = 40  # characters of words joined by a comma, `phòng cháy, chữa cháy`
_MOST_ACTS = 6  # before a name's work: `cải tạo, nâng cấp, mở rộng đường Tân An`
_LONGEST = 320  # no name is longer, so looking for its end costs the same wherever it stands
_TOKEN = re.compile(r"\w[\w/.+]*")
_NUMBER = re.compile(r"\d{1,3}[A-Z]?")
# `KHCN`, `II`, `A1`; codes of places such as `IC18` have two letters and a number.
_ABBREVIATION = re.compile(r"[A-ZĐ]{1,6}|[A-ZĐ]\d{1,4}(?:\.\d)?")
_STONE = re.compile(r"[Kk][Mm]\d[\d+.]*")  # `Km3+500` says where on a road, not on which
_LEGAL = re.compile(r"(?:Luật|Nghị định|Nghị quyết|Pháp lệnh|Thông tư|Phụ lục|Điều \d|Quyết định)(?!\w)")
_PLANT = re.compile(r"(?:dự án |công trình )?nhà máy ", re.IGNORECASE)
_AT_A_PLACE = re.compile(r"(?!Khu|KCN|CCN|KKT|Km|Công)[A-ZĐ]\w*(?: [A-ZĐ]\w*){0,3}(?! [a-z])")
# `cầu vượt trước Khu công nghiệp Tân An`, not `hoàn thành trước ngày 30/6`.
_BEFORE_A_PLACE = re.compile(r" (?:cổng|Khu|khu|Trường|UBND|chợ|Chợ|Bệnh viện|nhà)(?!\w)")
_ADDRESS = re.compile(r"(?:đường|phố) [A-ZĐ]")
_AND_ITS_PARTS = re.compile(
    r"(?:đường dẫn|đường (?:hai )?đầu cầu|đường (?:dẫn )?vào cầu|hạ tầng kỹ thuật"
    r"|các công trình phụ trợ|công trình phụ trợ)"
    r"(?: (?:vào|lên|hai đầu) cầu)?(?! [A-ZĐ])"
)
INTRODUCED = re.compile(r"(?:[Dd]ự án|[Cc]ông trình):? (?:đầu tư xây dựng (?=[A-ZĐ]))?")  # before an item of a list
OF_A_PLACE = re.compile(r"(?<!\w)(?:xã|phường|huyện|tỉnh|thị trấn|thành phố|thôn)(?!\w)")  # `Trụ sở xã`
_LABEL = re.compile(r"(?:[Cc]ông trình|[Dd]ự án):? ")
_PHASED_PLACE = re.compile(r"(?:[^\W\d_]\w*[ ,]*){1,8}\((?:giai đoạn|phân kỳ)")
_KEPT_BRACKET = re.compile(
    r"\((?:(?:giai đoạn|đoạn|điểm|phân kỳ|cơ sở|hạng mục|mở rộng|điều chỉnh|khu|đường|gói thầu|gđ|Km ?\d)[^()]{0,60}"
    r"|(?!KCN|CCN|UBND|TP)[A-ZĐ]{2,}\w*(?: [A-ZĐ][\w ]{1,20})?|khu [A-ZĐ]\d?"
    r"|(?:tỉnh|huyện|xã|phường|thị trấn|thị xã|quận|thành phố|TP\.?) ?[A-ZĐ][\w ]{1,40})\)"
)
# `đường nối Quốc lộ 6 (Mỹ Đức) với Chợ Tân An`: where the first end lies.
_BRACKET_BETWEEN_ENDS = re.compile(r"\([^()]{2,30}\)(?= (?:với|đến) )")
_JOINS = re.compile(r"(?:đường|tuyến|[Qq]uốc lộ|tỉnh lộ|nối|đoạn|ĐT|QL|ĐH)(?!\w)", re.IGNORECASE)
# The other end of a road: `đoạn Tân An - cửa khẩu Mỹ Đức`.
_OTHER_END = re.compile(
    r"(?:cửa khẩu|cầu|thị trấn|thị xã|xã|ga|cảng|sân bay|nút giao|khu|ngã|thôn|bản|chợ|đèo) (?=[\w ]{0,20}[A-ZĐ])"
)
_STREET_ON = re.compile(
    r" (?:(?!Sở|Ban|Công|Trường|Khu|Chợ|Nhà|Trạm)[A-ZĐ]\w* [A-ZĐ]|(?:ngõ|hẻm|đường|phố|kiệt|ngách) )"
)
_PLACE = re.compile(r", ?(?:tỉnh|huyện|xã|phường|thành phố|quận|thị xã|thị trấn|TP\.?) ?(?=[A-ZĐ])")
_PART = re.compile(r", (?:hạng mục:? |đoạn (?=[A-ZĐ][^.,;:()\n]{2,40} - [A-ZĐ]))")
_CHAINED = re.compile(r", ?(?:(?!Phó|Ban|Sở|Công)[^\W\d_]\w*(?: [^\W\d_]\w*){0,3}|\d{1,2})(?= ?[,;.)(]| và |$)")
_STREET = re.compile(r"(?:đường|phố) (?=[A-ZĐ])")
_ALONG_STREETS = re.compile(
    r"(?:[Tt]hoát nước|[Cc]ấp nước|[Cc]hiếu sáng|[Vv]ỉa hè|[Cc]áp ngầm|[Cc]ây xanh)(?!\w).*"
    r"(?<!\w)(?:đường|phố|ngõ|[Qq]uốc lộ|[Tt]ỉnh lộ) [A-ZĐ\d]"
)
_STREETS = re.compile(
    r"(?:thoát nước|cấp nước|chiếu sáng|vỉa hè|cáp ngầm|cây xanh)(?!\w).*"
    r"(?<!\w)(?:đường|phố|ngõ|[Qq]uốc lộ|[Tt]ỉnh lộ) [A-ZĐ\d]",
    re.IGNORECASE,
)
_STREETS = re.compile(r"(?:các )?(?:tuyến )?(?:đường|phố|ngõ|hẻm|quốc lộ|Quốc lộ) [A-ZĐ\d]")
_GENERIC = re.compile(
    r"^(?:(?:các|dự án|công trình:?|đầu tư|xây dựng|tuyến (?=đường )|cụm công nghiệp|ccn|khu công nghiệp|kcn) )+(?=\S)"
)


@dataclass(frozen=True)
class Words:
    """The word lists of `rules/projects.toml`, as patterns on what stands at a place."""

    boundary: re.Pattern[str]  # where a name may end
    no_proper: frozenset[str]
    no_proper_before_small: frozenset[str]
    no_names: re.Pattern[str]
    goes_on: frozenset[str]
    no_number_after: frozenset[str]
    no_number_before: frozenset[str]
    no_projects: re.Pattern[str]
    bodies: re.Pattern[str]
    opener: re.Pattern[str]
    act: re.Pattern[str]
    after_bracket: re.Pattern[str]
    capitals: re.Pattern[str]  # two or more, and the small word behind them
    work: re.Pattern[str]
    building: re.Pattern[str]  # ends where the work's name begins
    building_roads: re.Pattern[str]
    progress: re.Pattern[str]  # begins where the work's name ends
    progress_of_roads: re.Pattern[str]
    status: re.Pattern[str]
    no_building_after: re.Pattern[str]
    coming: re.Pattern[str]
    not_coming_before: re.Pattern[str]
    not_coming_after: re.Pattern[str]
    widening: re.Pattern[str]
    pairs: re.Pattern[str]
    says_nothing: frozenset[str]  # words that one name of a project has and another leaves out


@cache
def pattern_of(name: str) -> re.Pattern[str]:
    """The pattern of the rule of `rules/projects.toml` that has this name."""
    [pattern] = [rule.pattern for rule in load_rules("projects") if rule.name == name]
    return pattern


def _alternatives(words: list[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


@cache
def words() -> Words:
    table = gazetteer("projects")
    fragments, letters = table["fragments"], gazetteer("fragments")["fragments"]
    capital, small = rf"{letters['UPPER']}\w*", letters["LOWER"]
    stops, later = table["stops"], table["stops_after_a_name"]
    between = "|".join(table["between"])
    behind = (
        r"(?: (?:tại|ở|trên địa bàn) [^.,;:()]{1,40}?)?(?:\s?\([^()]{1,60}\))?,?"
        rf"(?: (?:{'|'.join(table['before_progress'])})){{0,8}}"
    )
    return Words(
        boundary=re.compile(
            rf"[;:\"…\n()]|\.(?=\s|$|\.)|,(?!\d)| - | -(?=\w)|\s(?P<stop>{_alternatives(stops)})(?!\w)"
            rf"|\s(?P<later>{_alternatives(later)}|và)(?!\w)|\s\d[\d.,]*\s?(?P<amount>ha|km|m2|m|MW|tỷ|triệu|đồng|hộ|%)(?!\w)"
        ),
        no_proper=frozenset(table["no_proper"]),
        no_proper_before_small=frozenset(table["no_proper_before_small"]),
        goes_on=frozenset(table["goes_on"]),
        no_names=re.compile(_alternatives(table["no_names"])),
        no_number_after=frozenset(table["no_number_after"]),
        no_number_before=frozenset(table["no_number_before"]),
        no_projects=re.compile(rf"(?:{_alternatives(table['no_projects'])})(?!\w)"),
        act=re.compile(rf"(?:{_alternatives(fragments['ACT'])})(?!\w)", re.IGNORECASE),
        after_bracket=re.compile(rf"\) ({small}\w*)"),
        capitals=re.compile(rf"(?<!\w)({capital}(?: {capital})+(?: \d{{1,2}}(?!\d))?) (?P<next>{small}\w*)"),
        opener=re.compile(rf"(?:{_alternatives([*fragments['ACT'], *fragments['WORK']])})(?!\w)", re.IGNORECASE),
        bodies=re.compile(rf"(?:{_alternatives(table['bodies'])})(?!\w)"),
        work=re.compile(rf"(?:{_alternatives(fragments['WORK'])})(?!\w)", re.IGNORECASE),
        building=re.compile(guarded(rf"(?:{'|'.join(table['building'])})(?:,? (?:{between}))*:? $")),
        building_roads=re.compile(guarded(rf"(?:{'|'.join(table['building_roads'])})(?:,? (?:{between}))* $")),
        progress=re.compile(f"{behind} (?:{'|'.join(table['progress'])})"),
        status=re.compile(rf"\s?: (?:{'|'.join(table['status'])})(?!\w)"),
        progress_of_roads=re.compile(f"{behind} (?:{'|'.join(table['progress_of_roads'])})"),
        no_building_after=re.compile(table["no_building_after"]),
        coming=re.compile(table["coming"]),
        not_coming_before=re.compile(table["not_coming_before"]),
        not_coming_after=re.compile(table["not_coming_after"]),
        widening=re.compile(r"(?<!\w)" + guarded(table["widening"])),
        pairs=re.compile(_alternatives(table["pairs"])),
        says_nothing=frozenset(
            word for phrase in (*fragments["ACT"], *table["says_nothing"]) for word in phrase.split()
        ),
    )


@lru_cache(maxsize=2048)
def proper_tokens(name: str) -> tuple[str, ...]:
    """The words that make a name a name: capitals behind its first word, mixed capitals, numbers.

    `nâng cấp đê Tân An 2` gives `("Tân", "An", "2")`, `Dự án đầu tư` nothing. An abbreviation alone
    (`dự án KHCN`), a roman number, a placeholder (`Trường A1`) make none.
    """
    tokens = _TOKEN.findall(words().no_names.sub(" ", name))
    following = [*tokens[1:], ""]
    capitals = [
        token
        for index, token in enumerate(tokens)
        if token[0].isupper()
        and (index or token[1:] != token[1:].lower())
        and token not in words().no_proper
        and (
            token not in words().no_proper_before_small
            or following[index][:2].istitle()
            # `bô xít Tân Cơ`: the last word of a name
            or (index and not following[index] and tokens[index - 1][:2].istitle() and len(tokens[index - 1]) > 1)
        )
        and not _ABBREVIATION.fullmatch(token)
        and not _STONE.fullmatch(token)
    ]
    return (*capitals, *_number_tokens(tokens))


def _number_tokens(tokens: list[str]) -> list[str]:
    """The numbers that name (`khu tái định cư 1`), not those that count or cite (`từ cấp 2`, `03 năm`)."""
    return [
        token
        for index, token in enumerate(tokens)
        if _NUMBER.fullmatch(token)
        and index > 0
        and tokens[index - 1] not in words().no_number_after
        and (tokens[index + 1] if index + 1 < len(tokens) else "") not in words().no_number_before
    ]


def end_of_name(flow: str, start: int, paragraph_end: int, first: int | None = None, *, governed: bool = False) -> int:
    """Where the name that begins at `start` ends; what stands before `first` is part of it.

    `governed`: one verb at the head of a list's item governs all works behind it, so
    `Nâng cấp đường Tô Hiệu, Mê Linh và hệ thống thoát nước` is one name.
    """
    governed = governed and bool(words().act.match(flow, start, paragraph_end))
    return _complete(flow, start, _boundary(flow, start, paragraph_end, first, governed=governed))


def _boundary(flow: str, start: int, paragraph_end: int, first: int | None, *, governed: bool) -> int:
    """The first sign or word behind `start` that ends a name."""
    lists = words()
    limit = min(paragraph_end, start + _LONGEST)
    position, acts = start if first is None else first, 0
    while boundary := lists.boundary.search(flow, position, limit):
        at, position = boundary.span()
        if at == start:
            continue
        name, sign = flow[start:at], boundary[0].strip()
        if boundary["stop"]:
            if boundary["stop"] == "trước" and not proper_tokens(name) and _BEFORE_A_PLACE.match(flow, position, limit):
                continue
            if boundary["stop"] == "không" and name.endswith("hàng"):
                continue
            if boundary["stop"] == "dừng" and flow.startswith(" nghỉ", position):
                continue
            return at
        if boundary["amount"]:
            if proper_tokens(name):
                return at
        elif governed and boundary["later"] == "và" and words().work.match(flow, position + 1, limit):
            position = at + 1 + len("và")
        elif boundary["later"]:
            if _ends_at_word(flow, name, boundary["later"], position):
                return at
            if parts := _AND_ITS_PARTS.match(flow, position + 1, limit):
                position = parts.end()
            elif boundary["later"] == "và":
                position = at + 1 + len("và")
        elif governed and boundary[0] == "," and proper_tokens(name) and _STREET_ON.match(flow, position, limit):
            continue
        elif sign == "," or boundary[0] == ",":
            around = (max(start, at - _LONGEST_PAIR), min(limit, at + _LONGEST_PAIR))
            if any(pair.start() < at < pair.end() for pair in words().pairs.finditer(flow, *around)):
                continue
            said = _LABEL.sub("", name)
            may_go_on = said[:1].islower() or words().act.match(said)
            if (
                may_go_on
                and acts < _MOST_ACTS
                and not proper_tokens(name)
                and words().opener.match(flow, at + 2, limit)
            ):
                acts += 1
                continue  # `cải tạo, nâng cấp đường Tân An`
            if _ALONG_STREETS.search(name) and _STREETS.match(flow, position + 1, limit):
                continue
            if place := _PLACE.match(flow, at, limit) or _PART.match(flow, at, limit):
                position = place.end()
            elif (chained := _CHAINED.match(flow, at, limit)) and _goes_on(name, chained[0].lstrip(", ")):
                position = chained.end()
            else:
                return at
        elif sign == "(":
            kept = _KEPT_BRACKET.match(flow, at, limit)
            if not kept and _JOINS.search(name):
                kept = _BRACKET_BETWEEN_ENDS.match(flow, at, limit)
            if not kept:
                return at
            position = kept.end()
        elif sign == "-":
            following = flow[position : position + 1]
            if following.islower() and not proper_tokens(name):
                continue  # `Trung tâm văn hóa - thể thao phường Tân An`
            if following.islower() and _OTHER_END.match(flow, position, limit) and _JOINS.search(name):
                continue
            if not (following.isupper() or following.isdigit()) or flow.startswith(
                ("Công ty", "CTCP", "Chủ"), position
            ):
                return at
        else:
            return at
    return limit


def _complete(flow: str, start: int, end: int) -> int:
    """Where the name in `flow[start:end]` is complete: behind two capitals that no word of a name follows.

    `Bến xe Tân An khẩn trương nghiệm thu` is complete behind `Tân An`; `Bệnh viện Ung thư` is not behind `Ung`.
    """
    for run in words().capitals.finditer(flow, start, end):
        capitals = [word for word in run[1].split() if word not in words().no_proper_before_small]
        if len(capitals) > 1 and run["next"] not in words().goes_on:
            return run.end(1)
        if run["next"] == "mới" and (run.end() + 1 < end and flow[run.end() : run.end() + 2].lstrip()[:1].islower()):
            return run.end(1)  # `Khu tái định cư Tân An mới xong san nền`
    for bracket in words().after_bracket.finditer(flow, start, end):
        if bracket[1] not in words().goes_on or _ADDRESS.match(flow, bracket.start(1), end):
            return bracket.start() + 1
    return end


def _goes_on(name: str, item: str) -> bool:
    """Whether `, item` still belongs to `name`: `Mường La, Than Uyên`, but not a work of its own."""
    last: list[str] = _TOKEN.findall(name)[-1:]
    if not last or not (last[0][0].isupper() or last[0][0].isdigit()):
        return False
    if item[0].isdigit():
        return last[0][0].isdigit()
    return item[0].isupper() and not words().work.match(item) and last[0][0].isupper()


def _ends_at_word(flow: str, name: str, word: str, after: int) -> bool:
    """Whether a word that may belong to a name ends this one; `after` is where what follows it begins."""
    proper = bool(proper_tokens(name))
    following: str = flow[after + 1 : after + 60]
    if word == "và":
        if not proper or _AND_ITS_PARTS.match(following):
            return False
        if re.match(r"(?:một số|các) (?:dự án|công trình)", following):
            return True
        if _ALONG_STREETS.search(name) and _STREETS.match(following):
            return False  # `Hệ thống thoát nước dọc Quốc lộ 5 và các tuyến phố Tô Hiệu`
        if following.startswith("một số") or (_STREET.match(following) and _STREET.search(name)):
            return False  # `hè đường Tô Hiệu và đường Mê Linh`
        joins = re.search(r"(?:đến|nối|giữa|từ) ", name)
        if following[:1].isupper():
            return bool(words().work.match(following)) and not joins
        return True
    if word == "với":
        return not re.search(r"(?:^|\s)(?:nối|kết nối)(?!\w)", name) or " với " in name
    if word == "tại" and _PLANT.match(name) and _AT_A_PLACE.match(following):
        return False  # breweries of one name stand in two towns
    if word in ("tại", "ở") and _PHASED_PLACE.match(following.strip()):
        return False
    if word in ("từ", "đi"):
        return proper and not re.search(r"(?:đường|tuyến|nối|từ|đoạn|lộ|QL|ĐT|Vành đai|kênh|đê|kè|cao tốc)(?!\w)", name)
    return proper


def tidy(flow: str, start: int, end: int) -> Span:
    """The span without the white space and loose punctuation at its ends."""
    while end > start and flow[end - 1] in ' ,;:-"\n':
        end -= 1
    while start < end and flow[start] in ' "\n':
        start += 1
    return Span(start, end)


def is_named(text: str, *, opened: bool = True) -> bool:
    """Whether `text` names a project. One that no word of building opens needs more of a name."""
    if len(text) < 3 or words().no_projects.match(text) or _LEGAL.search(text):
        return False
    proper = proper_tokens(text)
    capitals = [token for token in proper if not token[0].isdigit()]
    if len(proper) == len(capitals) == 1 and capitals[0].istitle() and f"- {capitals[0]}" in text:
        return False  # `công trình dân dụng - Trường A`: a capital behind a dash may begin any word
    if opened:
        return bool(capitals) or (bool(proper) and begins_like_a_project(text))
    return len(capitals) > 1 and not words().bodies.search(text) and len(text[: text.find(capitals[0])].split()) <= 5


def begins_like_a_project(text: str) -> bool:
    """Whether `text` begins with a word of building (`nâng cấp`) or a kind of work (`cầu`)."""
    return bool(words().opener.match(text))


def key_of(name: str) -> str:
    """What the spellings of one project share: `Dự án đầu tư xây dựng Chợ Tân An` is `chợ tân an`."""
    key = re.sub(r"\s?-\s?", " - ", loose(name))
    return _GENERIC.sub("", re.sub(r"(?<=\d), (?=\d)", ",", key))


def head_of(key: str) -> str:
    """The first words of a key behind those of building: `cải tạo, mở rộng đường lê lợi` gives `đường lê`."""
    while act := words().act.match(key):
        key = key[act.end() :].lstrip(" ,")
        key = key.removeprefix("và ")
    return " ".join(key.split()[:2])


@lru_cache(maxsize=2048)
def _said(name: str) -> tuple[frozenset[str], frozenset[str]]:
    """The words of a name and those of them that make it a name, in small letters."""
    folded = fold(name)
    tokens = frozenset(token.lower() for token in _TOKEN.findall(folded))
    return tokens, frozenset(token.lower() for token in proper_tokens(folded))


def are_variants(one: str, other: str) -> bool:
    """Whether two names are one project's: the shorter says nothing that the longer does not say.

    `Bệnh viện Nhi` and `Bệnh viện Nhi Tân An`; not `Khu tái định cư 1` and `Khu tái định cư 2`.
    """
    (short, proper), (long, _) = sorted((_said(one), _said(other)), key=lambda said: len(said[0]))
    missing = {word for word in short - long if word not in words().says_nothing}
    return bool(proper) and proper <= long and len(missing) <= 0.15 * len(short)
