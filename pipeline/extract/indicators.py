"""What a figure measures, in the text's own words: a short noun phrase around the figure.

What is measured stands before a verb of measure (`Tổng thu ngân sách đạt 5 tỷ đồng`), before a colon (`Đã cấp: 5
giấy phép`), or after the figure (`100% cán bộ được tập huấn`, `duy trì 10 tuyến đường kiểu mẫu`); a figure that has
none of its own takes that of the figure before it (`..., bằng 82 % kế hoạch`).
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from pipeline.document import Span
from pipeline.extract.quantities import Quantity
from pipeline.rules import gazetteer
from pipeline.vietnamese.numbers import split_power
from pipeline.vietnamese.periods import find_periods

__all__ = ["Indicator", "name_indicators"]

_MAX_WORDS = 18
_LONGEST_PART = 6  # words: a longer part before a comma is a clause, not the beginning of a name
_LONGEST_SUBJECT = 9  # words: of one that opens the clause, before one or two more: `lao động ... có bằng, chứng chỉ`
_MOST_BEFORE = 20  # figures before one in its statement among which the one it goes with is sought
_LONGEST_LEAD = 400  # code points before a figure in which its name is sought
_LIST_OF_AIMS = re.compile(
    r"(?:[Cc]hỉ tiêu|[Mm]ục tiêu|[Kk]ết quả|[Cc]ụ thể|như sau|[Nn]hư)(?: (?:sau|cụ thể|chủ yếu|chính))?$"
)
_LEVEL = re.compile(r"cấp (?:trung ương|tỉnh|huyện|xã|thành phố|cơ sở)(?!\w)")
_UNDER = re.compile(r"\W*(?:\d+\.\s*)?(?:[Vv]ề (?:công tác )?|[Cc]ông tác )([^,:;.()]{5,60})[,:]")
_ONE_OR_TWO = 2
_SHORT = 4  # words: a longer name in brackets stands for itself
_BRACKETS = re.compile(r"\([^()]*\)")
_SEPARATOR = re.compile(r"[,;:()]|\s(?:và|(?<!\sso\s)(?<!đối\s)với|trong đó)(?=\s)|\s-\s")
# What a figure before is compared with: `tăng 20 % [so với cùng kỳ năm trước] nhưng giảm 12 % ...`.
_COMPARISON = re.compile(
    r"\s?so (?:với |cùng )?(?:(?!tăng |giảm |đạt |bằng |và |nhưng |song )[^\s,;:()]+ ?){1,8}"
    r"(?=[,;)]|(?:nhưng|song|và|tăng|giảm|đạt) )"
)
_TIMES = re.compile(r"gấp (?:(?:hơn|gần|trên|khoảng|xấp xỉ) )?$")
_CAPITAL = rf"{gazetteer('fragments')['fragments']['UPPER']}[^\W\d_]*"
_PLACE = (
    r"(?:(?:huyện|xã|phường|tỉnh|thành phố|thị xã|thị trấn|quận|cụm|khu|[Tt]p\.?|TP\.?|CCN|KCN) )?"
    rf"{_CAPITAL}(?:(?: - | ){_CAPITAL}| \d{{1,2}}(?!\S)){{1,5}}"
)
_PLACES = rf"{_PLACE}(?:, {_PLACE})*"
_PROPER = re.compile(_PLACES)
_PROPER_TAIL = re.compile(rf"(?:^| ){_PLACES}$")
_EXAMPLE = re.compile(rf" (?:như|gồm|là):? ({_PLACES})$")
_LONGEST_HEAD = 260  # code points before a place in a list in which is said what is measured
_OPENS_LIST = re.compile(r"(?:gồm|như|trong đó|là|tại|ở|:)[^.;]*$")
_MEASURED = re.compile(
    r"(?:[Tt]ỷ lệ|[Tt]ỉ lệ|[Tt]ỷ trọng|[Tt]ốc độ tăng(?: trưởng)?|[Mm]ức tăng(?: trưởng)?|[Ss]ản lượng|[Dd]iện tích"
    r"|[Nn]ăng suất"
    r"|[Kk]im ngạch|[Gg]iá trị sản xuất|[Dd]oanh thu|[Tt]hu ngân sách|[Gg]iải ngân|[Kk]hối lượng)"
    r"(?: (?!cao|thấp|như|gồm|là|so|đạt|của|trong|tại|ở|lớn|khá|trên|dưới|từ)[^\s,.;:()]+){0,6}"
)
_OF_MONEY = frozenset(["thu", "chi", "giải ngân"])
_SAID_ABOVE = re.compile(r"(?:của )?(?:mặt hàng|sản phẩm|loại|nhóm hàng|dự án|công trình|lĩnh vực) này")
_LABEL_ABOVE = re.compile(r"\W*(?:\d{1,2}[.)] )?([^\W\d_][^:.;\d]{2,60}):")
_SOURCE = re.compile(r"\W*(?:\d+\. )?Theo ")
_MULTIPLIED = re.compile(r"\s(?:so (?:với |cùng )?)?([^,;.()]{3,40})")
_BULLET = r"[-+*•·.…,;:()\"/ ><≥≤~|\\]+|(?:[a-zđ]|\d{1,2}(?:\.\d{1,2})*)[.)/-]\s|[IVX]+[.-]\s"
_PLAN = re.compile(
    r"(?:so với )?((?:chỉ tiêu|kế hoạch|dự toán|KH|mục tiêu)"
    r"(?: (?:cả năm|năm|tháng|quý|vốn|Trung ương|Bộ Tài chính|HĐND|UBND|tỉnh|huyện|xã|thành phố"
    r"|được giao|giao|đề ra))*)"
)
_PLAN_LABEL = re.compile(r"(?:[Nn]ghị quyết|NQ|[Kk]ế hoạch|KH|[Cc]hỉ tiêu|[Mm]ục tiêu)(?: (?!vốn)\w+)?")
_WHOLE = re.compile(
    r"(?:[Tt]ổng )?(?:diện tích|vốn|kinh phí|mức đầu tư|vốn đầu tư|số vốn|giá trị|chiều dài)(?: dự kiến)?"
)
_AIM = re.compile(r"(?:[Pp]hấn đấu|[Cc]hỉ tiêu) ")
_SUM = re.compile(r"(?:[Tt]ổng )?(?:số tiền|trị giá|kinh phí|giá trị)")
_TOPIC = re.compile(r"(?:[Vv]ề|[Cc]ông tác|[Ll]ĩnh vực) ")
_AMOUNT = re.compile(
    r"(?<!\w)(?:[Tt]ỷ lệ|[Tt]ỉ lệ|[Tt]ỷ trọng|[Ss]ản lượng|[Dd]oanh thu|[Dd]iện tích|[Nn]ăng suất|[Ss]ố lượng"
    r"|[Tt]ổng (?:số|diện tích|vốn|thu|chi|giá trị))(?!\w)"
)
_OF_PLAN = re.compile(r" so với (?:chỉ tiêu|kế hoạch|dự toán|KH|mục tiêu)(?: [^,]*)?$")
_DIFFERENCE = re.compile(r"(?:[,;(:]\s?|cùng kỳ )(?:và |chỉ )?(?:tăng|giảm)(?: thêm)? $")
_BASE = re.compile(
    r"so (?:với |cùng )(?:cùng kỳ|(?:tháng|quý|năm|tuần|vụ|kỳ) (?:trước|\d[\d/]*)|đầu năm)", re.IGNORECASE
)
_QUANTITY = re.compile(
    r"(?:Tổng|Số|Lượng|Sản lượng|Tỷ lệ|Tỉ lệ|Doanh thu|Diện tích|Giá trị|[Nn]âng tỷ lệ|[Gg]iảm tỷ lệ)(?!\w)"
)
_TOTAL = re.compile(r"(?:[Nn]âng|[Đđ]ưa) tổng số")
_WITHIN = re.compile(r"trong đó|riêng")
_OR = re.compile(r"(?:hoặc|và) ")
_VERB = re.compile(
    r"(?<!\w)(?:được|có|đạt|thực hiện|hoàn thành|tham gia|sử dụng|đã|không|bảo đảm|đảm bảo|ký|lập|nộp|xử lý)(?!\w)"
)
_SUM_OF = re.compile(
    r"(?:^|\s)(?:với (?=\w)|(?=(?:tổng )?trị giá))"
    r"((?:tổng )?(?:số tiền|trị giá|kinh phí|giá trị|diện tích|số vốn|vốn|mức đầu tư))$"
)
_OF = re.compile(r"(?:của|tại|trên|ở|trong|cho|về|toàn|cả|do|có|so|là|và|với|để|từ|theo|được|đã|bằng|giao|đề ra)(?!\w)")
_ELLIPTIC = re.compile(r"[Ll]ũy kế|[Bb]ình quân|[Cc]ả năm|[Cc]ộng dồn|[Tt]rung bình")
_ABOUT = re.compile(r"^\s?về ([^,.;:()]+)")


@dataclass(frozen=True, slots=True)
class Indicator:
    """The words, and the span of the text that a reader must see with them: the quote."""

    text: str
    quote: Span


@cache
def _leading() -> re.Pattern[str]:
    """Bullets and linking words before a name. `Cần` is also a town: `Cần Thơ`."""
    words = gazetteer("indicators")["leading"]
    both = sorted([*words, *(word.capitalize() for word in words if word != "cần")], key=len, reverse=True)
    return re.compile(rf"(?:{_BULLET}|(?:{'|'.join(both)})(?=[\s,:]|$))+")


@cache
def _trailing() -> tuple[str, ...]:
    """Linking words after a name, each with the space before it, the longest first."""
    return tuple(f" {word}" for word in sorted(gazetteer("indicators")["trailing"], key=len, reverse=True))


@cache
def _whole() -> tuple[str, ...]:
    """Ends of names that look like a linking word."""
    return tuple(f" {words}" for words in gazetteer("indicators")["whole"])


@cache
def _clause() -> re.Pattern[str]:
    """What begins a clause of its own inside the words before a figure."""
    words = "|".join(sorted(gazetteer("indicators")["clauses"], key=len, reverse=True))
    return re.compile(rf"(?:^|\s)(?:{words})(?=\s)")


@cache
def _order() -> re.Pattern[str]:
    """An order with the body that it is given to: `Yêu cầu Sở Xây dựng ...`."""
    words, bodies = gazetteer("indicators")["orders"], gazetteer("indicators")["bodies"]
    return re.compile(rf"(?:{'|'.join([*words, *(word.capitalize() for word in words)])}) (?:{'|'.join(bodies)})(?!\w)")


@cache
def _body() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(gazetteer('indicators')['bodies'])})(?!\w)")


@cache
def _closing() -> re.Pattern[str]:
    """What ends the modifiers of a unit."""
    words = "|".join(sorted(gazetteer("indicators")["closing"], key=len, reverse=True))
    return re.compile(rf"[,.;:()]|\s(?:{words})(?=\s)|$")


@lru_cache(maxsize=4096)
def _tidy(text: str) -> str:
    """The phrase alone: no bullet, no linking word, no period at its ends, white space made one space."""
    for period in reversed(list(find_periods(text))):
        text = text[: period.span.start] + " " + text[period.span.end :]
    text = " ".join(text.split())
    if match := _leading().match(text):
        text = text[match.end() :]
    text = " " + text
    stripped = text.rstrip("-,;:(/ ")
    while stripped.endswith(_trailing()) and not stripped.endswith(_whole()):
        word = next(word for word in _trailing() if stripped.endswith(word))
        stripped = stripped.removesuffix(word).rstrip("-,;:(/ ")
    return stripped.strip()


def _last_phrase(text: str, modified: bool = False) -> str:
    """What follows the last comma, with what precedes it while it is too short to name anything.

    Where it is `modified` by words after the figure, only a short one before belongs to it (`thống kê, kiểm đếm`).
    """
    *_, clause = _clause().split(text)
    clause = clause if _tidy(clause) else text
    if _QUANTITY.match(_tidy(clause)) and _words(clause) <= _MAX_WORDS:
        return clause  # `lượng khách thăm đồng cừu, vườn nho`
    parts = clause.split(", ")
    while len(parts) > 1 and _SOURCE.match(parts[0]):  # `Theo báo cáo của Sở Tài chính, ...`
        parts.pop(0)
    phrase = parts.pop()
    while parts and not _WITHIN.search(phrase):
        short = _words(_tidy(phrase))
        before = _words(_tidy(parts[-1]))
        # `nông, lâm, thủy sản` goes on while the parts are words; a clause before belongs only to what names nothing.
        longest = 4 if modified else _LONGEST_PART if len(parts) > 1 or short > _ONE_OR_TWO else _LONGEST_SUBJECT
        if not (before <= 1 or short < 3 or _OR.match(phrase)) or (short and before > longest):
            break
        phrase = f"{parts.pop()}, {phrase}"
    if "," in phrase and not _tidy(phrase.rpartition(", ")[2]) and (amount := _last_amount(phrase)):
        return amount  # `tỷ lệ cán bộ có trình độ trong từng cơ quan, đơn vị, tối thiểu`
    return phrase


def _last_amount(text: str) -> str:
    """The text from its last noun of quantity on: `tỷ lệ`, `tổng số`."""
    starts = [amount.start() for amount in _AMOUNT.finditer(text)]
    return text[starts[-1] :] if starts else ""


def _words(text: str) -> int:
    return len(text.split())


def _after(flow: str, at: int, limit: int, share: bool) -> tuple[str, int]:
    """The modifiers that follow a unit, and where they end.

    What follows a share is a clause, whose subject may hold commas and brackets: `100% xã, phường (trừ ...) được ...`.
    """
    limit = min(limit, at + 120)
    end = start = at
    while match := _closing().search(flow, start, limit):
        end, start = match.span()
        said = flow[at:end]
        if not share or match[0] not in (",", "(") or _VERB.search(said) or end - at > 80 or not said.strip():
            break
        if match[0] == "(":
            closed = flow.find(")", start, limit)
            if closed < 0:
                break
            start = closed + 1
    else:
        end = limit
    words = _BRACKETS.sub(" ", flow[at:end]).split()
    if len(words) > _MAX_WORDS:
        words = words[:_MAX_WORDS]
        end = at + len(flow[at:end]) - len(flow[at:end].lstrip()) + len(" ".join(words))
    return " ".join(words), end


def _depths(flow: str, quantities: Sequence[Quantity], start: int) -> list[int]:
    """In how many brackets each figure stands, counted from `start`."""
    depths, depth = [], 0
    for quantity in quantities:
        at = quantity.figure.start
        depth += flow.count("(", start, at) - flow.count(")", start, at)
        depths.append(depth)
        start = at
    return depths


def name_indicators(
    flow: str,
    paragraph: Span,
    statement: Span,
    quantities: Sequence[Quantity],
    measure: re.Pattern[str],
    work: re.Pattern[str],
    earlier: str = "",
    said_above: Callable[[], str] = str,
) -> list[Indicator]:
    """The indicators of the figures of one `statement`, in order; `measure` and `work` find the verbs before them.

    `earlier` is the last indicator of the sentence before, which a share may go on with; `said_above` gives what the
    title and the headings above say, in small letters, where a name must be completed from them.
    """
    depths = _depths(flow, quantities, statement.start)
    named: list[Indicator] = []
    for index, quantity in enumerate(quantities):
        near = range(max(0, index - _MOST_BEFORE), index)
        above = [i for i in near if depths[i] <= depths[index]] or near
        previous = (quantities[above[-1]], named[above[-1]].text) if above else None
        left = max(quantities[index - 1].span.end if index else statement.start, quantity.figure.start - _LONGEST_LEAD)
        right = quantities[index + 1].figure.start if index + 1 < len(quantities) else statement.end
        name = _name(flow, Span(left, right), paragraph, quantity, previous, measure, work, earlier)
        if name.text.lower() in _OF_MONEY:
            name = Indicator(_completed_from(name.text, said_above()), name.quote)
        named.append(name)
    return named


def _name(
    flow: str,
    room: Span,
    paragraph: Span,
    quantity: Quantity,
    previous: tuple[Quantity, str] | None,
    measure: re.Pattern[str],
    work: re.Pattern[str],
    earlier: str,
) -> Indicator:
    """The indicator of one figure, from the words in its `room`: between the figures before and after it."""
    left = room.start
    lead = flow[left : quantity.figure.start]
    if previous and (compared := _COMPARISON.match(lead)):
        left += compared.end()
        lead = lead[compared.end() :]
    if previous and (cut := _SEPARATOR.search(lead)):
        left += cut.start() if cut[0] == "(" else cut.end()
        lead = flow[left : quantity.figure.start]
    opened = lead.rfind("(")
    in_brackets = opened >= 0 and ")" not in lead[opened:]
    outer = ""
    if in_brackets:
        outer, lead = lead[:opened], lead[opened + 1 :]
    elif opened >= 0:
        lead = _BRACKETS.sub(" ", lead)
    if quantity.unit == "lần" and (times := _TIMES.search(lead)):
        return _name_of_times(flow, room, quantity, lead[: times.start()], previous, earlier)
    subject = quantity.kind == "share" and not measure.search(lead)  # `100% cán bộ ...`
    after, after_end = _after(flow, quantity.span.end, room.end, subject)
    counted = quantity.kind in ("count", "unknown")
    end = quantity.span.end
    text = label = ""
    if lead.rstrip().endswith(":"):
        topic = lead.rstrip()[:-1].rpartition(": ")[2]
        text = "" if after and counted and _TOPIC.match(_tidy(topic)) else _tidy(_last_phrase(topic))
        if after and _LIST_OF_AIMS.search(text):
            text = ""
        if text and counted and after and _words(text) <= _ONE_OR_TWO:
            text, end = _tidy(f"{text} {quantity.unit} {after}"), after_end
        elif text and counted and not _says(text, quantity.unit):
            text = f"{quantity.unit} {text}"
        elif not text and (counted or quantity.kind == "share"):
            text, end = _tidy(f"{quantity.unit if counted else ''} {after}"), after_end
    else:
        label, _, lead = lead.rpartition(": ")
        if lead.rstrip().endswith(","):
            lead = ""
        verb = measure.search(lead)
        before = _behind_period(lead[: verb.start()] if verb else lead)
        text = _without_order(_tidy(_last_phrase(before, modified=counted and bool(after))), work)
        about = _ABOUT.match(flow[quantity.span.end : room.end]) if verb else None
        if about and not counted:
            named = f"{text} về " if text and _words(text) <= _LONGEST_PART else ""
            text, end = f"{named}{_tidy(about[1])}", quantity.span.end + about.end()
        elif counted and not (verb and text):
            if _words(text) > 6 and (task := work.search(lead.lower())):
                text = _tidy(lead[task.start() :])
            if quantity.span == quantity.figure:  # a part, which has its unit from the whole
                text = _tidy(text) if _is_generic(quantity.unit) else f"{quantity.unit} {text}"
            elif previous and verb and previous[0].unit == quantity.unit and not after:
                text = previous[1]  # `giảm từ 13 phòng xuống còn 11 phòng`
            elif _words(text) > 4:
                text = text if _says(text, quantity.unit) else f"{text} {quantity.unit}"
            elif (
                _words(text) > 1
                and not after
                and _is_generic(quantity.unit)
                and (_says_itself(text, quantity.unit) or not work.search(lead.lower()))
            ):
                pass  # `đàn lợn 8.600 con`, `tổng số lượt khám 45.320 lượt`
            elif lead.strip() or after or not in_brackets:
                verb_of_list = "" if text or after or not previous else _verb_of(previous[1], work)
                text, end = _tidy(f"{text or verb_of_list} {quantity.unit} {after}"), after_end
        elif not counted and previous and (sum_of := _SUM_OF.search(f" {text}")):
            text = f"{sum_of[1]} {previous[1]}"
        elif not verb and not text and previous and _PLAN.match(after):
            pass  # `, 29 % dự toán tỉnh giao`
        elif quantity.kind in ("money", "measure") and after and (task := work.search(lead.lower())):
            text, end = _tidy(f"{text if _words(text) <= 6 else lead[task.start() :]} {after}"), after_end
        elif quantity.kind == "share" and _AMOUNT.match(text):
            pass  # `tỷ lệ hộ nghèo 2 % ...`
        elif not verb and after and not _SUM.fullmatch(text) and (quantity.kind == "share" or _words(text) <= 2):
            text, end = _tidy(f"{text} {after}"), after_end
        elif quantity.kind == "share" and not text and not previous and after and not _PLAN.match(after):
            text, end = _tidy(f"{_tidy(lead[verb.start() :]) if verb else ''} {after}"), after_end
    text = _without_order(_without_aim(text), work)
    if _PLAN_LABEL.fullmatch(text) and not (counted and not previous) and text.lower() != quantity.unit.lower():
        text = previous[1] if previous and in_brackets and previous[0].unit == quantity.unit else ""
    if not text and in_brackets:
        text = _tidy(_last_phrase(outer.rpartition(": ")[2]))
    if earlier and not previous and (_ELLIPTIC.fullmatch(text) or (not text and quantity.kind == "share")):
        text = f"{earlier} {text}".strip()
    if not text and previous:
        text = _OF_PLAN.sub("", previous[1])
        if plan := _PLAN.match(after):
            text, end = f"{text} so với {plan[1]}", after_end
    if quantity.kind != "share" and (
        difference := _DIFFERENCE.search(flow, max(room.start, quantity.figure.start - 24), quantity.figure.start)
    ):
        base = _BASE.search(flow, quantity.span.end, room.end) or _BASE.search(flow, room.start, difference.start())
        against = base[0] if base else "so với cùng kỳ"
        whole = previous[1] if previous else earlier
        text = f"{whole or text} {against}".strip() if against not in (whole or text) else whole or text
    if counted and _TOTAL.fullmatch(text):
        text = _tidy(f"{quantity.unit} {after}") if after else f"tổng số {quantity.unit}"
    if previous and _WHOLE.fullmatch(text) and previous[0].kind == "count":
        text = f"{text} {previous[0].unit}"
    if previous and _ELLIPTIC.fullmatch(text):
        text = f"{previous[1]} {text}"
    if previous and _SUM.fullmatch(text):
        text = f"{text} {previous[1]}"
    place = _PROPER.fullmatch(text) is not None and not text.isupper()
    if previous and in_brackets and not place and previous[0].unit == quantity.unit and _words(text) <= _SHORT:
        text = _part_of(previous[1], text)
    if (example := _EXAMPLE.search(text)) and (amounts := [*_MEASURED.finditer(text, 0, example.start())]):
        text = f"{_tidy(amounts[-1][0])} {example[1]}"
    elif place:
        before_it = flow[max(paragraph.start, quantity.figure.start - _LONGEST_HEAD) : quantity.figure.start]
        text = _in_place(text, previous if previous and previous[0].kind == quantity.kind else None, before_it)
    if (topic_words := _SAID_ABOVE.search(text)) and (above := _LABEL_ABOVE.match(flow, paragraph.start)):
        text = f"{text[: topic_words.start()]}{_tidy(above[1]).lower()}{text[topic_words.end() :]}"
    if counted and _is_generic(quantity.unit) and _words(text) <= _SHORT - 1:
        under = _UNDER.match(flow, paragraph.start, quantity.figure.start)
        text = _tidy(under[1]) if under else text  # `Về công tác hòa giải, đã xử lý 5 vụ`
    if text.lower() == "dài":
        text = f"chiều dài {previous[0].unit}" if previous and previous[0].kind == "count" else "chiều dài"
    topic = _tidy(label)
    if 1 <= _words(text) <= _SHORT - 1 and 2 <= _words(topic) <= 6 and not _PLAN_LABEL.fullmatch(topic):
        text = text if _body().match(topic) else f"{text} {topic}"
    text = _completed(text, flow[max(paragraph.start, quantity.figure.start - _LONGEST_LEAD) : quantity.figure.start])
    text = text or _tidy(_last_phrase(label)) or _tidy(f"{quantity.unit} {after}") or quantity.unit
    start = left + len(flow[left : quantity.figure.start]) - len(flow[left : quantity.figure.start].lstrip(" ,;:.-+*"))
    end = max(quantity.span.end, left + len(flow[left:end].rstrip(" ,;:")))
    return Indicator(" ".join(text.split()[:_MAX_WORDS]), Span(start, end))


def _name_of_times(
    flow: str, room: Span, quantity: Quantity, lead: str, previous: tuple[Quantity, str] | None, earlier: str
) -> Indicator:
    """The name of a multiple: what is multiplied, and of what: `[khách tham quan] gấp 1,4 lần [cùng kỳ]`."""
    name = _tidy(_last_phrase(lead)) or (previous[1] if previous else earlier)
    base = _MULTIPLIED.match(flow, quantity.span.end, room.end)
    text = f"{name} so với {base[1].strip()}" if base else name or quantity.unit
    end = base.end() if base else quantity.span.end
    return Indicator(
        " ".join(text.split()[:_MAX_WORDS]), Span(quantity.figure.start - len(lead.lstrip(" ,;:.-+*(")), end)
    )


def _in_place(place: str, previous: tuple[Quantity, str] | None, before: str) -> str:
    """What is measured in a place of a list: `[tỷ lệ lấp đầy] Hà Nam`.

    Its head stands before the list (`tỷ lệ lấp đầy cao như Ninh An (9 %), Hà Nam (8 %)`) or in the item before.
    """
    head = _PROPER_TAIL.sub("", previous[1]).strip() if previous else ""
    if not head and (opening := _OPENS_LIST.search(before)):
        amounts = [*_MEASURED.finditer(before, 0, opening.end())]
        head = _tidy(amounts[-1][0]) if amounts else ""
    return f"{head} {place}" if head and _words(head) + _words(place) <= _MAX_WORDS else place


def _verb_of(name: str, work: re.Pattern[str]) -> str:
    """The verb of work that a name begins with: `sửa` of `sửa cầu`, which goes on in `sửa 27 cầu, 113 cống`."""
    words = name.split()
    found = [n for n in (1, 2) if len(words) > n and work.fullmatch(" ".join(words[:n]).lower())]
    return " ".join(words[: found[-1]]) if found else ""


def _behind_period(lead: str) -> str:
    """What follows the last period of a clause where it is a name: `toàn ngành 9 tháng [thép cán]`."""
    periods = list(find_periods(lead))
    if not periods:
        return lead
    name = lead[periods[-1].span.end :]
    words = _words(_tidy(name))
    return name if words > 1 and "," not in name and not _OF.match(name.lstrip()) else lead


def _part_of(whole: str, part: str) -> str:
    """The name of a part in brackets, with the quantity that the whole names: `tỷ trọng dịch vụ`."""
    if not part or part in whole or _AMOUNT.match(part):
        return part
    if _LEVEL.match(part):
        return f"{whole} {part}"
    amount = _AMOUNT.match(whole)
    return f"{amount[0]} {part}" if amount else part


def _without_order(text: str, work: re.Pattern[str]) -> str:
    """The task alone of `yêu cầu Sở Xây dựng hoàn thành ...`, `UBND xã vận động ...`."""
    if not _order().match(text) and not _body().match(text):
        return text
    for word in re.finditer(r"\w+", text):
        task = work.search(text[: word.end()].lower())
        if task and task.start() and text[task.start()].islower():
            return text[task.start() :]
    return text


def _without_aim(text: str) -> str:
    """What follows the word for the aim, or else what precedes it: `chỉ tiêu [kết nạp đảng viên]`."""
    parts = _AIM.split(text)
    if len(parts) == 1:
        return text
    return _tidy(parts[-1]) if _words(_tidy(parts[-1])) > 1 else _tidy(parts[-2]) or text


def _completed(text: str, before: str) -> str:
    """A name of one word, completed from earlier in the paragraph: `thu` after `công tác thu ngân sách`."""
    if not text or " " in text or not text.islower():
        return text
    fuller = re.search(rf"(?<!\w){re.escape(text)} [^\W\d_]+ [^\W\d_]+(?=[.,;:])", before)
    return fuller[0] if fuller else text


def _completed_from(text: str, headings: str) -> str:
    """A verb of the budget, completed from a heading: `giải ngân` below `giải ngân vốn đầu tư công`."""
    fuller = re.search(
        rf"(?<!\w){re.escape(text.lower())}(?: (?!năm|tháng|quý|trong|và|của|theo|giai đoạn)[^\W\d_]+){{1,4}}", headings
    )
    return f"{text}{fuller[0][len(text) :]}" if fuller else text


def _is_generic(unit: str) -> bool:
    """Whether a unit names nothing by itself: `trường hợp`."""
    _, thing = split_power(unit.lower())
    return thing in gazetteer("indicators")["generic"]


def _says_itself(text: str, unit: str) -> bool:
    """Whether a phrase holds the unit as a word of its own."""
    return f" {unit.lower()} " in f" {text.lower()} "


def _says(text: str, unit: str) -> bool:
    """Whether a phrase names the unit already, or need not."""
    return unit.lower() in text.lower() or _is_generic(unit)
