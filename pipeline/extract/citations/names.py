"""Documents cited by name: `Luật Đất đai năm 2013`, `Điều lệ Đảng`, `Quy chế làm việc của cấp ủy`.

Where a law's name ends is known from a list, and guessed from the words for laws that are not in it.
A plan (programme, project of a policy, regulation, master plan) is cited when the words before it
say that it is in force (`triển khai`, `theo`, `đã ban hành`); one that is yet to be drafted
(`xây dựng Kế hoạch ...`) is none.
"""

import re
from dataclasses import replace
from functools import cache

from pipeline.document import Span
from pipeline.extract.citations.issuers import issuer_at, issuer_before
from pipeline.extract.citations.mention import Mention
from pipeline.rules import Rule, gazetteer, load_rules
from pipeline.vietnamese.dates import DATE, parse_date

__all__ = ["find_named"]

_WORD = re.compile(r"[\w/&.()-]*[\w)]")
_LAW_WHEN = re.compile(
    rf"\s*,?\s*\(?(?P<date>(?:ban\s+hành\s+)?(?:{DATE})|năm\s+(?:19|20)\d\d(?!\d)|(?:19|20)\d\d(?![\d/.-]))\)?"
)
_AMENDING = re.compile(
    r"(?:[Ss]ửa\s+đổi(?:,?\s+bổ\s+sung)?|[Bb]ổ\s+sung|[Ss]ửa\s+đổi\s+và\s+bổ\s+sung)"
    r"(?:\s+(?:một\s+số\s+)?điều\s+của)?\s+(?:các\s+)?(?=[Ll]uật\s|[Bb]ộ\s+luật\s|[Pp]háp\s+lệnh\s)"
)
_NEXT_LAW = re.compile(r"\s*(?:,|và|,\s*và)\s+(?=(?:[Ll]uật|[Bb]ộ\s+luật|[Pp]háp\s+lệnh)\s)")
_LAW_TYPE = re.compile(r"(?:[Bb]ộ\s+luật|[Ll]uật|[Pp]háp\s+lệnh)\s+")
_LAW_STOPS = frozenset(
    "số ngày năm quy có được này đã và, là về của tại theo trong khi thì hoặc hiện để với nêu trên từ do cho bao không phải"
    " các những hướng thay hết sửa nếu mà như đến sau trước".split()
)
_NOT_LAW = frozenset(
    "các những văn nghị quy pháp theo hướng điều khoản điểm chương phù khi luật bộ quyết thông trường".split()
)
_TITLE_STOP = re.compile(
    r"[;:\n()]|\.(?=\s|\Z|/)|\s(?:trên địa bàn|đảm bảo|bảo đảm|nhằm|để|theo|tại|do|được|đã|phân công|kèm|kịp thời|bằng|trong đó|gồm|"
    r"gắn với|có hiệu quả|làm cơ sở|là|sau khi|nêu|này|trước khi|đến các|đến từng|với các|trong toàn|thì|sẽ|cần|phải|đối với|"
    r"triển khai đến|và(?=\s(?:các|những|triển khai|tổ chức|thực hiện|chỉ đạo|báo cáo|phối hợp|tham mưu|hướng dẫn|UBND|HĐND|"
    r"(?:Kế hoạch|Chương trình|Đề án|Quy chế|Nghị quyết|Chỉ thị|Luật|Quy hoạch|Quyết định|Kết luận)\s)))(?!\w)|"
    r",(?=\s(?:Kế hoạch|Chương trình|Đề án|Quy chế|Nghị quyết|Chỉ thị|Luật|Quy hoạch|Quyết định|Kết luận)\s)".replace(
        " ", r"\s"
    )
)
_COMMA = re.compile(r",")
_CLAUSE_VERB = re.compile(
    r",\s(?:tổ chức|triển khai|thực hiện|xây dựng|tăng cường|đẩy mạnh|chỉ đạo|phối hợp|rà soát|kiểm tra|tiếp tục|chủ động|góp phần|"
    r"tập trung|đồng thời|trong đó|kịp thời|nâng cao|giao|báo cáo|tham mưu|nhất là|các|kể cả|phấn đấu|hoàn thành|bảo đảm|đảm bảo)(?!\w)".replace(
        " ", r"\s"
    )
)
_PERIOD = re.compile(
    r"(?:đến\s+năm|(?<!\d\s)năm|giai\s+đoạn|thời\s+kỳ|nhiệm\s+kỳ|0?5\s+năm)\s?,?\s?(?:giai\s+đoạn\s+)?(?:19|20)\d\d(?:\s?-\s?(?:19|20)\d\d)?(?!\d)"
)
_TAIL = re.compile(
    r"\s?,\s(?:(?:có\s)?tầm\snhìn|định\shướng|nhiệm\skỳ|giai\sđoạn|thời\skỳ)(?:(?![;.,\n])[\s\S]){0,40}?(?:19|20)\d\d(?:\s?-\s?(?:19|20)\d\d)?(?!\d)"
)
_QUOTED = re.compile(r'"[^"\n]{4,220}"')
_BODY = re.compile(r"\scủa\s")
_DRAFT_LIST = re.compile(
    r"(?:[Xx]ây\s+dựng|[Bb]an\s+hành|[Tt]ham\s+mưu|[Dd]ự\s+thảo|[Tt]rình|[Pp]hê\s+duyệt|[Tt]hông\s+qua|[Ll]ập)[^.;\n]{0,160}\Z"
)


@cache
def _rules(kind: str) -> tuple[Rule, ...]:
    return tuple(rule for rule in load_rules("citations") if rule.options.get("kind") == kind)


def _plain(words: str) -> str:
    return " ".join(words.lower().replace(",", " ").replace('"', " ").split())


@cache
def _laws() -> tuple[frozenset[str], int]:
    """The known names of laws in normal form, and the number of words of the longest."""
    names = frozenset(_plain(name) for name in gazetteer("laws")["laws"])
    return names, max(len(name.split()) for name in names)


def _known_law(flow: str, start: int) -> int | None:
    """Where the longest known law's name that begins at `start` ends, `None` where none does."""
    names, longest = _laws()
    words: list[str] = []
    end = None
    at = start
    for _ in range(longest):
        word = _WORD.match(flow, at)
        if not word:
            break
        words.append(_plain(word[0]))
        following = word.end()
        if " ".join(words) in names:
            end = following
        if flow[following : following + 1] == ",":
            following += 1
        if flow[following : following + 1] != " ":
            break
        at = following + 1
    return end


def _guessed_law(flow: str, start: int) -> int | None:
    """Where the name of a law that is in no list ends: before a verb, a number or a date.

    A comma belongs to the name when a lower-case word follows and the list closes with `và`.
    """
    end, at, words = None, start, 0
    while words < 18:
        word = _WORD.match(flow, at)
        if not word:
            break
        small = word[0].lower()
        if small in _LAW_STOPS or word[0][0].isdigit():
            break
        if small == "và":
            after = _WORD.match(flow, word.end() + 1)
            if not after or after[0].lower() in _NOT_LAW or after[0][0].isdigit() or flow[word.end()] != " ":
                break
            at = word.end() + 1
            continue
        end, words = word.end(), words + 1
        if flow[end : end + 1] == ",":
            closing = re.compile(r",\s[a-zà-ỹđ][^;.:\n\d()A-Z]{2,50}?\svà\s(?!các|những|văn|quy|nghị)[a-zà-ỹđ]").match(
                flow, end
            )
            if not closing:
                break
            at = end + 2
        elif flow[end : end + 1] == " ":
            at = end + 1
        else:
            break
    return end


def _law_end(flow: str, start: int, capital: bool) -> int | None:
    """Where a law's name that begins at `start` (after the type word) ends."""
    amending = _AMENDING.match(flow, start)
    if amending:
        at = amending.end()
        while True:
            kind = _LAW_TYPE.match(flow, at)
            end = _law_end(flow, kind.end(), True) if kind else None
            if not end:
                return None
            further = _NEXT_LAW.match(flow, end)
            if not further:
                return end
            at = further.end()
    known = _known_law(flow, start)
    if known or not capital or not flow[start : start + 1].isupper():
        return known
    return _guessed_law(flow, start)


def _find_laws(flow: str) -> list[Mention]:
    found = []
    rule = _rules("law")[0]
    covered = 0
    for match in rule.pattern.finditer(flow):
        if match.start() < covered:  # inside the name of the law that amends it
            continue
        kind = match["type"]
        end = _law_end(flow, match.end(), kind[0].isupper())
        if not end:
            continue
        name = flow[match.start() : end]
        when = _LAW_WHEN.match(flow, end)
        date = parse_date(when["date"], partial=True) or when["date"].strip() if when else None
        if date and not re.fullmatch(r"\d{4}(-\d\d){0,2}", date):
            date = None
        span = Span(match.start(), when.end() if when and date else end)
        covered = end
        found.append(Mention(span, rule.name, " ".join(kind.lower().split()), name=name, date=date))
    return found


def _find_fixed(flow: str) -> list[Mention]:
    """Constitution, statutes, resolutions of congresses and sessions: named in one pattern each."""
    found = []
    for rule in _rules("named"):
        for match in rule.pattern.finditer(flow):
            if flow.startswith((" các cấp", " cấp trên"), match.end()):
                continue
            span = Span(*match.span("name"))
            date = None
            if rule.name == "constitution":
                when = _LAW_WHEN.match(flow, span.end)
                if when:
                    date = parse_date(when["date"], partial=True)
                    span = Span(span.start, when.end())
            elif "date" in rule.pattern.groupindex:
                date = parse_date(match["date"], partial=True)
            issuer = None
            if rule.name == "letter by date":
                body = issuer_before(flow, span.start)
                issuer = body.of(flow) if body else None
            name = match["name"].strip()
            found.append(Mention(span, rule.name, match["type"].lower(), name=name, date=date, issuer=issuer))
    return found


def _title_end(flow: str, start: int, inner: list[Mention]) -> int:
    """Where a title that begins at `start` ends.

    A quoted title ends with its quotation mark; else a title runs up to its period (`năm 2025`,
    `giai đoạn 2026 - 2030`) if no verb comes before, and otherwise to the first comma or stop word.
    """
    quoted = _QUOTED.match(flow, start)
    if quoted:
        return quoted.end()
    stop = _TITLE_STOP.search(flow, start, start + 260)
    limit = stop.start() if stop else min(len(flow), start + 260)
    nested = next((m for m in inner if start < m.span.start < limit), None)
    comma = _COMMA.search(flow, start, limit)
    if nested and (not comma or comma.start() > nested.span.start):
        return nested.span.end
    verb = _CLAUSE_VERB.search(flow, start, limit)
    reach = verb.start() if verb else limit
    if nested:
        reach = min(reach, nested.span.start)
    period = _PERIOD.search(flow, start, reach)
    if period:
        end = period.end()
        while tail := _TAIL.match(flow, end):
            end = tail.end()
        return end
    if not comma:
        return limit
    body = issuer_at(flow, comma.end() + 1)  # "của Ban Chấp hành, Ban Thường vụ Đảng ủy"
    owner = _BODY.search(flow, start, comma.start())
    return body.end if body and owner and issuer_at(flow, owner.end()) and body.end <= limit else comma.start()


def _governed(flow: str, start: int) -> bool:
    """Whether the words before `start` say that the plan there is in force."""
    low = max(0, start - 110)
    return any(rule.pattern.search(flow, low, start) for rule in _rules("governor"))


def _find_plans(flow: str, inner: list[Mention], normative: bool) -> tuple[list[Mention], list[Mention]]:
    """Plans that are cited, and other places that may repeat one of them in shorter words."""
    found: list[Mention] = []
    others: list[Mention] = []
    rule = _rules("plan")[0]
    starts = [m.span for m in inner]
    covered = 0
    for match in rule.pattern.finditer(flow):
        start = match.start("type")
        if start < covered or any(s.start <= start < s.end for s in starts):
            continue
        end = _title_end(flow, match.end(), inner)
        name = flow[start:end].strip(" ,")
        kind = match["type"].lower()
        mention = Mention(Span(start, start + len(name)), rule.name, kind, name=name)
        title = name[len(kind) :].split()
        period = _PERIOD.search(name)
        owned = _BODY.search(name)
        own_words = [
            word for word in title if not word[0].isdigit() and word not in ("năm", "giai", "đoạn", "thời", "kỳ", "-")
        ]
        capital = match["type"][0].isupper()
        proper = (
            bool(period)
            and len(own_words) >= 3
            or bool(owned)
            and len(own_words) >= 4
            or title[0][0] == '"'
            or title[0][0].isupper()
            and len(own_words) >= 4
        )
        chained = (
            bool(found)
            and 0 <= start - found[-1].span.end <= 3
            and flow[found[-1].span.end : start].strip() in (",", "và", "")
        )
        governed = chained or _governed(flow, start)
        enough = proper if (normative or not capital) else (proper or len(own_words) >= 4)
        if governed and enough:
            found.append(mention)
            covered = mention.span.end
        elif len(own_words) >= 1:
            others.append(mention)
    return found, others


def _find_subjects(flow: str, inner: list[Mention]) -> list[Mention]:
    """`Nghị quyết của Quốc hội về ...`: known by its issuer and its subject."""
    found = []
    rule = _rules("subject")[0]
    for match in rule.pattern.finditer(flow):
        at = re.compile(r"của\s+").match(flow, match.end())
        body = issuer_at(flow, at.end()) if at else None
        about = re.compile(r"\s+về\s+").match(flow, body.end) if body else None
        if not body or not about or _DRAFT_LIST.search(flow, max(0, match.start() - 30), match.start()):
            continue
        if not flow[max(0, match.start() - 3) : match.start()].strip(" \n-+"):
            continue  # the head of an item: a title, or a draft to be written
        end = _title_end(flow, about.end(), inner)
        name = flow[match.start() : end].strip(" ,")
        if len(flow[about.end() : end].split()) < 4:
            continue
        found.append(
            Mention(
                Span(match.start(), match.start() + len(name)),
                rule.name,
                match["type"].lower(),
                name=name,
                issuer=body.of(flow),
            )
        )
    return found


def find_named(flow: str, numbered: list[Mention], *, normative: bool) -> tuple[list[Mention], list[Mention]]:
    """Documents cited by name, and places that may repeat one of them in shorter words.

    What a numbered mention covers is left out: `Luật Thanh niên số 57/2020/QH14` has a number.
    `normative` says that the text is a law, a decree or a circular, where `Kế hoạch ứng phó sự cố`
    is a kind of plan rather than one plan.
    """
    fixed = _outside(_find_laws(flow) + _find_fixed(flow), numbered)
    inner = sorted([*fixed, *numbered], key=lambda m: m.span)
    subjects = _outside(_find_subjects(flow, inner), numbered)
    plans, others = _find_plans(flow, inner, normative)
    return sorted([*fixed, *subjects, *_outside(plans, numbered)], key=lambda m: m.span), _outside(others, numbered)


def _outside(mentions: list[Mention], taken: list[Mention]) -> list[Mention]:
    """Those of `mentions` whose first character lies in none of `taken`."""
    kept, i = [], 0
    for mention in sorted(mentions, key=lambda m: m.span):
        while i < len(taken) and taken[i].span.end <= mention.span.start:
            i += 1
        if i == len(taken) or mention.span.start < taken[i].span.start:
            kept.append(replace(mention))
    return kept
