"""Documents cited by number: `Nghị quyết số 11-NQ/TW`, `118/2025/NĐ-CP`, `Kết luận 21`.

The number is found first, since its form is rare in a text; then the type word is looked for to its
left, and date and issuer to its right (and the issuer to the left where the sentence puts it there).
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from pipeline.document import Span
from pipeline.extract.citations.issuers import issuer_at, issuer_before, term_at
from pipeline.extract.citations.laws import LAW_TYPES, known_end
from pipeline.extract.citations.mention import Mention, written
from pipeline.extract.citations.scan import Finds, of_kind
from pipeline.notice import Notice
from pipeline.rules import Rule, gazetteer
from pipeline.vietnamese.dates import DATE, parse_date

__all__ = ["find_numbered", "find_shorter", "serial_of", "symbol_type"]

_REACH = 170  # how far to the left of a number its type word may stand, in characters
_NEAR = 40  # and how far it mostly stands

_NUMBER_WORD = r"\s*[,(:]?\s*(?:(?:mang\s+)?(?:[Ss]ố|SỐ)(?:\s+hiệu)?(?:\s+\d{1,2}(?=\s+\d))?)?\s*:?\s*"
_GAP = re.compile(rf"(?P<words>(?:\s+[^\d;:.\n,()\"]{{1,120}}?)??){_NUMBER_WORD}")
_LAW_GAP = re.compile(rf"(?P<words>(?:\s+(?:[^\d;:.\n()\"]|\(sửa\s+đổi\)){{1,160}}?)??){_NUMBER_WORD}")
_SHORTENED = re.compile(
    r"(?<!\w)(" + "|".join(gazetteer("citations")["tables"]["abbreviations"]) + r")\.?\s*(?:[Ss]ố)\s*:?\s*\Z"
)
_CHAIN = re.compile(r"\s*\)?\s*(?:[,;]\s*(?:và\s+)?|và\s+|hoặc\s+|&\s*)(?:các\s+)?(?:[Ss]ố\s*)?")
_BARE_LIST = re.compile(r"(?<![\w/.,-])(\d{1,4})\s*(?:[,;]\s*(?:và\s+)?|\s+và\s+)(?:[Ss]ố\s*)?\Z")
_HEAD_WORDS = r"[Ss]ố|[Nn]ghị\s*(?:quyết|định)|[Kk]ết\s*luận|[Cc]hỉ\s*thị|[Qq]uyết\s*định|[Qq]uy\s*định|[Tt]hông\s*tư"
_BETWEEN = re.compile(
    r"\s*\)?\s*(?:[,;]|và|hoặc|cùng|,\s*và)\s*(?:các\s+|nhiều\s+văn\s+bản(?:\s+chỉ\s+đạo)?\s*)?\(?\s*(?:[Cc]ấp\s+)?"
)
_TITLED = re.compile(r"\s*(?:[Vv]ề|V/v)\s[^.;:\n]{1,250}?(?:,|\s+và)\s+(?:[Ss]ố\s+)?")
_WHEN = re.compile(
    rf"(?:\s\d{{1,3}}(?=\s+ngày\s+\d{{1,2}}\s+tháng))?\s*[,(]?\s*(?:(?:được\s+)?(?:ký|ban\s+hành|thông\s+qua|cấp|lập)\s+)?"
    rf"(?:NGÀY\s+)?(?P<date>{DATE}|ngày\s+\d{{1,2}}\s+tháng\s+\d{{1,2}}\s+tháng\s+(?:19|20)\d\d|NGÀY\s*\d{{1,2}}\s*THÁNG\s*\d{{1,2}}\s*NĂM\s*(?:19|20)\d\d|[Tt]háng\s*\d{{1,2}}\s*(?:năm\s*|/\s?)(?:19|20)\d\d(?!\d)|năm\s+(?:19|20)\d\d(?!\d|\s?-))\)?"
)
_SAME_DAY = re.compile(r"\s*,?\s*(?:ký\s+|ban\s+hành\s+)?cùng\s+ngày(?!\w)")
_SERIAL = re.compile(r"0*(\d+[a-z]?)")
# "Ngày 12/3/2009, UBND tỉnh ban hành Quyết định số 5"
_WHEN_BEFORE = re.compile(rf"(?:[\n.;:(+-]|\A)\s*(?:Vào\s+)?(?P<date>{DATE})\s*,\s*\Z")
_WITHOUT_SERIAL = re.compile(r"^[\d.]+[a-z]?")
_YEAR_IN_NUMBER = re.compile(r"/((?:19|20)\d\d)/")
_OF = re.compile(r"\s+của\s+")
_MISWRITTEN = re.compile(r"(?<=\d)\s+tháng\s+(?=(?:19|20)\d\d)")  # "ngày 05 tháng 02 tháng 2002"
_WHOSE = re.compile(r"\s*[,(]?\s*(?:của|do)\s*")
# The next cell of a table is no part of a number; a paragraph cut at a separator of it may be. `9/VIII/02` is a date.
_NO_NUMBER = re.compile(r"(?<![-/.])\n(?![-/.])|^\d{1,2}\s?/\s?[IVX]+\s?/\s?\d{2,4}$")
_NUMBER_OF_A_FORM = re.compile(r"(?:[Mm]ẫu|[Bb]iểu|[Pp]hụ\s+lục)(?:\s+\w+){0,2}\s+[Ss]ố\s*:?\s*\Z")
_LETTERHEAD = re.compile(r"[Ss][ốỐ]\s*:|Số\s|số\s(?=\d{1,4}/\d{4}/)")
_LAW_IN = re.compile(r"uật|háp\s+lệnh|ắc\s+lệnh")
_LAW_WORDS = ("Luật", "Bộ luật", "Pháp lệnh")
_FORM = re.compile(r"(?:[Mm]ẫu|[Pp]hụ\s+lục|(?<!ại\s)[Bb]iểu)\s*\Z")  # "mẫu số 01/HĐBC" is the number of a form
_AMENDING_LAW = re.compile(r"(?:Bộ\s+luật|Luật|Pháp\s+lệnh)\s+[Ss]ửa\s+đổi[^.;:\n\d]{0,60}của\s+\Z")
# "các Công văn của UBND tỉnh: số 12/...": the issuer is said once, at the head of a list
_LIST_HEAD = re.compile(
    r"(?<=ác\s)(?P<type>[^\W\d_]+(?:\s[^\W\d_]+){0,2}?)\s+của\s+(?P<issuer>[^;:.\n()\"\d]{3,90}):\s*(?:-\s*)?(?:[Ss]ố\s*)?\Z"
)
_HEADED = re.compile(rf"(?:{_HEAD_WORDS})\s*\Z")
# "các nghị quyết chiến lược của Bộ Chính trị: Nghị quyết số 57-NQ/TW, số ...": so is it before type words
_ISSUER_OF_LIST = re.compile(
    r"(?<=ác\s)(?:\"?[^\W\d_]+\"?\s){1,6}?của\s+(?P<issuer>[^;:.\n()\"\d]{3,90}?)(?:\s+về\s[^;:.\n]{1,80})?\s*:\s*(?:[-+]\s*)?\Z"
)
# A number with a symbol begins with digits that a separator joins to a capital, or with "số" and a code:
# only where that is so are the rules tried.
_DIGITS_THEN_LETTER = re.compile(
    r"[0-9](?<![A-Za-z0-9/.,-][0-9])[0-9]{0,4}[a-z]?(?:\.[0-9]{1,2})?\s?(?:/\s?(?:[12][0-9]{3}\s?/?\s?)?|-\s?)?[A-ZĐƯƠÔÂÊĂ]"
)
_NUMBER_WORD_THEN_CODE = re.compile(r"ố\s*:?\s*(?=[A-Z]{2,9}[-/A-Z0-9.]|[0-9]{1,5}(?:-[A-ZĐ]|[A-Z]?\s?[A-ZĐ]{2,6}/))")
_NUMBER_WORD_THEN_DIGIT = re.compile(r"ố\s*:?\s*[0-9]{1,4}(?![\w/-]|\.\w)")
_SYMBOL_PART = re.compile(r"[A-ZĐƯƠÔÂÊĂ][A-ZĐƯƠÔÂÊĂa-z&]*")


@dataclass(frozen=True, slots=True)
class _Token:
    """A number as it stands in the text, before its type word is known."""

    span: Span
    rule: Rule
    number: str


@cache
def _tables() -> dict[str, dict[str, str]]:
    tables = gazetteer("citations")["tables"]
    by_letters = {name.replace(" ", ""): name for name in tables["types"]}
    return {"symbols": tables["symbols"], "abbreviations": tables["abbreviations"], "types": by_letters}


@cache
def _offices() -> frozenset[str]:
    return frozenset(gazetteer("citations")["tables"]["offices"])


def _type_name(words: str) -> str:
    """`"Tờtrình"` gives `"tờ trình"`."""
    letters = "".join(words.split()).lower()
    return _tables()["types"].get(letters, " ".join(words.split()).lower())


def serial_of(number: str) -> str:
    """The serial without leading zeros: `serial_of("05-CT/TW")` is `"5"`."""
    match = _SERIAL.match(number)
    return match[1] if match else number


def symbol_type(number: str) -> str | None:
    """The type that the symbol stands for: `symbol_type("118/2025/NĐ-CP")` is `"nghị định"`."""
    part = _SYMBOL_PART.search(number)
    if not part:
        return None
    known = _tables()["symbols"]
    if part[0] in known:
        return known[part[0]]
    if part[0] in ("QCVN", "QCXDVN", "QCĐP"):
        return "quy chuẩn kỹ thuật quốc gia"
    if part[0] == "TCN":
        return "tiêu chuẩn ngành"
    return "tiêu chuẩn quốc gia" if part[0] in ("TCVN", "TCXDVN", "TCXD") else None


def _tokens(flow: str, finds: Finds) -> list[_Token]:
    """All numbers in the text, in order; of overlapping ones the first, and of those the longest."""
    of_digits, of_words = _symbol_rules()
    matches = [
        (rule, rule.pattern.match(flow, m.start())) for m in _DIGITS_THEN_LETTER.finditer(flow) for rule in of_digits
    ]
    matches += [
        (rule, rule.pattern.match(flow, m.start())) for m in _NUMBER_WORD_THEN_CODE.finditer(flow) for rule in of_words
    ]
    found = [
        _Token(Span(*match.span("number")), rule, "".join(match["number"].split()))
        for rule, match in [*matches, *finds.get("number", ())]
        if match and not _NO_NUMBER.search(match["number"])
    ]
    found.sort(key=lambda token: (token.span.start, -token.span.end))
    kept: list[_Token] = []
    for token in found:
        if not kept or token.span.start >= kept[-1].span.end:
            kept.append(token)
    return kept


@cache
def _symbol_rules() -> tuple[tuple[Rule, ...], tuple[Rule, ...]]:
    """The rules of numbers that begin with a digit, and of those that begin with the end of `số`."""
    rules = tuple(rule for rule in of_kind("number") if "starts" not in rule.options)
    of_words = tuple(rule for rule in rules if rule.pattern.pattern.startswith("ố"))
    return tuple(rule for rule in rules if rule not in of_words), of_words


def _bare(notice: Notice, finds: Finds, taken: list[_Token]) -> Iterator[Mention]:
    """Numbers without a symbol, after their type word: `Kết luận 21`, `Văn bản số 02`."""
    flow = notice.flow
    matches = list(finds.get("bare", ()))
    for word in _NUMBER_WORD_THEN_DIGIT.finditer(flow):
        for rule in of_kind("bare"):
            match = (
                None
                if "starts" in rule.options
                else rule.pattern.search(flow, max(0, word.start() - 40), word.end() + 24)
            )
            if match:
                matches.append((rule, match))
    starts = [token.span.start for token in taken]
    for rule, match in matches:
        span = Span(*match.span())
        if ("\n" in match[0].rstrip() and "ố" not in match[0]) or flow[match.start("number") - 1] == "\n":
            continue  # the cells of a table, "Đề án" and "2025"; the number of a page
        i = bisect_left(starts, span.start - 60)
        if not any(span.overlaps(token.span) for token in taken[i : i + 6]):
            yield _with_attributes(notice, Mention(span, rule.name, _type_name(match["type"]), match["number"]), span)


def _with_attributes(notice: Notice, mention: Mention, span: Span, day_before: str | None = None) -> Mention:
    """`mention` at `span`, with the date, issuer and term that follow directly, the span stretched over them.

    `day_before` is the date of the citation before, which `cùng ngày` repeats.
    """
    flow = notice.flow
    end, date, issuer, term = span.end, mention.date, mention.issuer, mention.term
    if same := day_before and _SAME_DAY.match(flow, end):
        date, end = day_before, same.end()
    for _ in range(4):
        when = None if date else _WHEN.match(flow, end)
        if when:
            date, end = parse_date(_MISWRITTEN.sub(" năm ", when["date"].lower()), partial=True), when.end()
            continue
        whose = None if issuer else _WHOSE.match(flow, end)
        body = issuer_at(flow, whose.end()) if whose else None
        if body:
            issuer, end = written(notice, body), body.end
            continue
        named = term_at(flow, end) if issuer and not term else None
        if not named:
            break
        term, end = named
    return mention.followed_by(Span(span.start, end), date, issuer, term)


def _typed(notice: Notice, start: int, floor: int, token: _Token, before: Mention | None) -> Mention | None:
    """The mention of `token`, whose list or number begins at `start`, up to there; `None` if it is no document's.

    `floor` is where the mention before ends: a type word is not looked for beyond it.
    """
    flow, number, rule = notice.flow, token.number, token.rule.name
    window_start = max(floor, start - _REACH)
    window = flow[window_start:start]
    here = Span(start, start)
    if token.rule.options.get("type") == "standard":
        return Mention(here, rule, symbol_type(number) or "tiêu chuẩn quốc gia", number)
    chain = before if before and start - floor < 24 and _CHAIN.fullmatch(window) else None
    by_symbol = symbol_type(number)
    if chain:
        if (chain.doc_type, by_symbol) == ("quy định", "quyết định"):  # the Party numbers both QĐ
            return Mention(here, rule, chain.doc_type, number)
        other = symbol_type(chain.number or "")
        return Mention(
            here, rule, by_symbol if by_symbol and other not in (None, by_symbol) else chain.doc_type, number
        )
    head = _LIST_HEAD.search(window) if ":" in window[-6:] else None
    if head:
        doc_type = _type_name(head["type"])
        body = issuer_at(flow, window_start + head.start("issuer"))
        if doc_type in _tables()["types"].values() and body and body.end == window_start + head.end("issuer"):
            listed = Span(window_start + head.start(), start)
            return Mention(listed, rule, doc_type, number, issuer=written(notice, body), heads_list=True)
    found = _by_type_word(notice, window_start, window, token)
    if found:
        return found
    shortened = _SHORTENED.search(window)
    if shortened:
        span = Span(window_start + shortened.start(), start)
        return Mention(span, rule, _tables()["abbreviations"][shortened[1]], number)
    if by_symbol:
        return Mention(here, rule, by_symbol, number)
    if _NUMBER_OF_A_FORM.search(window):
        return None
    office = _SYMBOL_PART.search(number)
    return Mention(here, rule, "công văn", number) if office and office[0] in _offices() and "-" in number else None


def _by_type_word(notice: Notice, window_start: int, window: str, token: _Token) -> Mention | None:
    """The mention that the last fitting type word of `window` begins; `window` ends where a list or number begins.

    Most type words stand right before the number, so they are looked for there first. Words in words (`Bộ luật`,
    `Sắc lệnh`) and names of laws with a type word in them need the whole window.
    """
    near = 0 if _LAW_IN.search(window) else len(window) - _NEAR
    words = list(of_kind("type")[0].pattern.finditer(window, near)) if near > 0 else []
    found = _typed_by(notice, window_start, window, token, words)
    if found:
        return found
    return _typed_by(notice, window_start, window, token, list(of_kind("type")[0].pattern.finditer(window)))


def _typed_by(
    notice: Notice, window_start: int, window: str, token: _Token, words: list[re.Match[str]]
) -> Mention | None:
    """The mention that the last fitting one of the type words begins."""
    flow, number, rule = notice.flow, token.number, token.rule.name
    start = window_start + len(window)
    by_symbol = symbol_type(number)
    for i in range(len(words) - 1, -1, -1):
        last = words[i]
        if i and words[i - 1]["type"] in _LAW_WORDS and (known_end(window, words[i - 1].end() + 1) or 0) >= last.end():
            continue  # a word of a law's name: "Luật Quy hoạch đô thị số ..."
        doc_type = _type_name(last["type"])
        if doc_type == "kết luận" and by_symbol == "thông báo":
            doc_type = by_symbol  # "Thông báo kết luận số 5/TB-UBND"
        law = doc_type in LAW_TYPES
        gap = (_LAW_GAP if law else _GAP).fullmatch(window, last.end())
        if not gap or _FORM.search(gap["words"]):
            if not law:
                continue
            break
        if gap["words"].strip() and last["type"][0].islower() and doc_type != by_symbol:
            continue
        amending = _AMENDING_LAW.search(window, 0, last.start()) if law else None
        span = Span(window_start + (amending or last).start(), start)
        named = Span(span.start, window_start + gap.end("words"))
        name = written(notice, named) if law and gap["words"].strip() else None
        whose = None if law else _OF.match(gap["words"])
        body = issuer_at(flow, window_start + last.end() + whose.end()) if whose else None
        issuer = written(notice, body) if body and body.end <= start else None
        return Mention(span, rule, doc_type, number, name=name, issuer=issuer)
    return None


def _list_heads(flow: str, token: _Token, floor: int) -> list[tuple[Span, str]]:
    """The bare serials before a full number in a list: `18` and `19` of `số 18, 19 và 21-NQ/TW`."""
    heads: list[tuple[Span, str]] = []
    at = token.span.start
    while token.number[0].isdigit():
        bare = _BARE_LIST.search(flow, max(floor, at - 24), at)
        if not bare:
            break
        at = bare.start(1)
        heads.insert(0, (Span(at, bare.end(1)), bare[1] + _WITHOUT_SERIAL.sub("", token.number)))
    return heads if heads and _HEADED.search(flow, max(floor, at - 30), at) else []


def _issued(notice: Notice, mentions: list[Mention]) -> list[Mention]:
    """Give the mentions without an issuer the one that the words before them name.

    "được UBND tỉnh chỉ đạo tại Chỉ thị số 1/CT-UBND, Chỉ thị số 2/CT-UBND" names it for both, and so does
    "các Chỉ thị của UBND tỉnh: số 1/CT-UBND ngày 05/3/2024, số 2/CT-UBND ngày 11/4/2024".
    """
    flow = notice.flow
    from_left: str | None = None
    for i, mention in enumerate(mentions):
        if mention.issuer:
            from_left = mention.issuer if mention.heads_list else None
            continue
        body = issuer_before(flow, mention.span.start) or _issuer_of_list(flow, mention.span.start)
        if body:
            from_left = written(notice, body)
            when = None if mention.date else _WHEN_BEFORE.search(flow, max(0, body.start - 40), body.start)
            if when:
                mentions[i] = mention = replace(mention, date=parse_date(when["date"]))
        elif from_left:
            gap = flow[mentions[i - 1].span.end : mention.span.start]
            other = _names_its_type(flow, mention) and _of_other_offices(mentions[i - 1], mention)
            chained = (
                len(gap) < 280
                and not other
                and (_BETWEEN.fullmatch(gap) or _CHAIN.fullmatch(gap) or _TITLED.fullmatch(gap))
            )
            from_left = from_left if chained else None
        if from_left:
            mentions[i] = replace(mention, issuer=from_left)
    return mentions


def _issuer_of_list(flow: str, start: int) -> Span | None:
    """The issuer that the head of a list names for all its members, the first one beginning at `start`."""
    window_start = max(0, start - _REACH)
    if ":" not in flow[max(0, start - 5) : start]:
        return None
    head = _ISSUER_OF_LIST.search(flow, window_start, start)
    body = issuer_at(flow, head.start("issuer")) if head else None
    return body if head and body and body.end == head.end("issuer") else None


def _names_its_type(flow: str, mention: Mention) -> bool:
    """Whether a type word of its own stands before the number, rather than one for a whole list."""
    first = flow[mention.span.start : mention.span.start + 1]
    return first.isalpha() and first not in "Ss"


def _of_one_office(one: Mention, other: Mention) -> bool:
    """Whether the symbols may end in the same office: `170/BC-UBND` and `152/TTr-UBND` do."""
    offices = [(mention.number or "").replace("-", "/").rpartition("/")[2] for mention in (one, other)]
    return offices[0] == offices[1] or not all(office[:1].isalpha() for office in offices)


@lru_cache(maxsize=1024)
def _offices_in(number: str) -> frozenset[str]:
    """The offices in a symbol: `UBND` and `KGVX` in `12/UBND-KGVX`; `BC` in `12/BC-UBND` is a type."""
    return frozenset(_SYMBOL_PART.findall(number)) - _tables()["symbols"].keys()


def _of_other_offices(one: Mention, other: Mention) -> bool:
    """Whether the symbols name offices, and none that is in both."""
    offices = [_offices_in(mention.number or "") for mention in (one, other)]
    return all(offices) and not offices[0] & offices[1]


def _share(flow: str, mentions: list[Mention]) -> list[Mention]:
    """Give a date and an issuer that stand at the end of a list to the members before."""
    for i in range(len(mentions) - 2, -1, -1):
        this, following = mentions[i], mentions[i + 1]
        if (this.date and this.issuer) or not (following.date or following.issuer) or this.doc_type == "giấy phép":
            continue
        own_type = _names_its_type(flow, following)
        bare = own_type and this.doc_type != following.doc_type and (following.number or "").isdigit()
        if bare or (own_type and not _of_one_office(this, following)):
            continue  # "Luật Nhà ở số 27/2023/QH15 và Nghị định số 98/2024/NĐ-CP ngày ...": each is complete
        gap = flow[this.span.end : following.span.start]
        if len(gap) < 24 and (_BETWEEN.fullmatch(gap) or _CHAIN.fullmatch(gap)) and ";" not in gap:
            year = _YEAR_IN_NUMBER.search(this.number or "")
            date = None if year and not (following.date or "").startswith(year[1]) else following.date
            shared = this.date is None and (following.date is not None or (this.number or "").isdigit())
            mentions[i] = replace(this, date=this.date or date, issuer=this.issuer or following.issuer, shared=shared)
        elif gap.strip() in (";", "; và") and not _names_its_type(flow, following) and this.date and following.issuer:
            mentions[i] = replace(
                this, issuer=this.issuer or following.issuer
            )  # "số 5 ngày ...; số 6 ngày ... của ..."
    return mentions


def find_shorter(finds: Finds) -> list[Mention]:
    """Places that may repeat a document cited by its full number: `Kế hoạch 61` after `Kế hoạch số 61/KH-UBND`."""
    return [
        Mention(Span(*match.span()), rule.name, _type_name(match["type"]), match["number"])
        for rule, match in finds.get("shorter", ())
    ]


def find_numbered(notice: Notice, finds: Finds) -> list[Mention]:
    """All mentions of documents by number, in order."""
    flow = notice.flow
    mentions: list[Mention] = []
    floor = 0
    kept: list[_Token] = []
    for token in _tokens(flow, finds):
        paragraph = notice.paragraph_at(token.span.start)
        short = paragraph.end - paragraph.start < 160 or token.span.start - paragraph.start < 8
        if short and _LETTERHEAD.match(flow, paragraph.start):
            continue  # the document's own number, or an annex's
        heads = _list_heads(flow, token, floor)
        first = heads[0][0] if heads else token.span
        typed = _typed(notice, first.start, floor, token, mentions[-1] if mentions else None)
        if not typed:
            continue
        kept.append(token)
        for i, (span, number) in enumerate(heads):
            whole = Span(typed.span.start, span.end) if i == 0 else span
            mentions.append(replace(typed, span=whole, number=number, shared=True))
        start = token.span.start if heads else typed.span.start
        day_before = mentions[-1].date if mentions and start - floor < _NEAR else None
        mentions.append(_with_attributes(notice, typed, Span(start, token.span.end), day_before))
        floor = mentions[-1].span.end
    mentions += _bare(notice, finds, kept)
    mentions.sort(key=lambda mention: (mention.span.start, mention.span.end))
    return _share(flow, _issued(notice, mentions))
