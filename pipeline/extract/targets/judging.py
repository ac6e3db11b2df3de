"""Whether a figure is a target, a result or neither, by the words around it."""

import re
from dataclasses import dataclass
from typing import Literal

from pipeline.document import Span
from pipeline.extract.quantities import PLANNED, Quantity
from pipeline.extract.targets.cues import (
    CLOSED_BRACKETS,
    WEAK,
    Verdict,
    any_rule,
    barriers_for,
    nearest_cue,
    rules_of,
    unit_barriers,
)
from pipeline.extract.targets.headings import kind_above
from pipeline.extract.targets.reader import BULLET, Reader

__all__ = ["Comparator", "comparator_of", "verdicts_of"]

Comparator = Literal["=", ">=", "<=", "~", "range"]
_LONGEST_TASK = 40  # code points in which a statement's verb stands
_LONGEST_VERB = 4  # words
_LISTED_NOUN = 32  # code points before a figure that a list goes on with: `; ngân sách tỉnh 74 tỷ đồng`
_BEFORE_WORDS = " -+*•(:,;.)0123456789"
_BESIDE = 16  # code points between the word for a plan and its figure: `(kế hoạch 15 buổi)`
_NEAR = 60  # code points between a weak cue and its figure
_LISTED = re.compile(r"(?::|,|;|\(|-|v(?<!\wv)à|trong đó)\s?(?:(?:trung bình|bình quân) )?$")
_DIFFERENCE = re.compile(r"(?:[,;(]\s?|cùng kỳ )(?:và |chỉ )?(?:tăng|giảm)(?: thêm)? $")
_AND_MORE = re.compile(r"[^;.:\d]{0,40}(?:,| và) ")
_COUNTED = ("count", "unknown")
_SIGN = re.compile(r"[(,;:]")
_TO_LEVEL = re.compile(
    r" (?:đã )?(?:(?:giảm|tăng|hạ|nâng)(?: xuống| lên)?|nay|xuống|lên) (?:còn |tới |đến |đạt |là )?[^\W\d]*\s?\d"
)
_PER_PIECE = re.compile(
    r"/\s?(?:0?1\s?)?(?:kg|tấn|tạ|lít|thùng|m2|m3|con|bao|cái|chiếc|lượng|chỉ|ounce|buổi|ngày|giờ|lần|trang|bài"
    r"|văn bản|báo cáo)$"
)
_ACTS = re.compile(r" (?:đã |được |hoàn thành |ban hành |thành lập |(?:[^\W\d_]+ ){0,3}(?:đạt |gửi |đăng ký ))")
_FOR = re.compile(r"(?:cho|với) (?:\w+ )*$")
_BESIDE_IT = re.compile(r"\s?\((?:đạt |bằng |chiếm )?")
_FOR_WHOM = re.compile(r"[^\W\d] cho (?:(?:trên|khoảng|gần|hơn|tối thiểu|ít nhất) )?$")
_LIST_LABEL = re.compile(r"[^:]{3,100}: [^:]*$")
_OF_PLANNED_WHOLE = re.compile(r"\d [^,;:()\d]{1,20}/\s?$")
# Words before a count of which a report tells nothing: `giữa 3 đơn vị`, `như 2 hộ`.
_NO_ACHIEVEMENT = re.compile(
    r"(?:do|bởi|vì|như|hoặc|hay|khi|nếu|thuộc|cùng|mỗi|từng|ngoài|về|hơn|gần|cách|sau|trước|cả|đối với|với|bằng|từ|là"
    r"|ra|theo) $"
)
_BOUND = re.compile(
    r"(?:ít nhất|tối thiểu|(?<!cấp )trên|không dưới|không thấp hơn|tối đa|không quá|≥|>|≤|<)"
    r"(?: có| là| đạt| khoảng)? ?$"
)
_OR_MORE = re.compile(r"[^;.()]{0,60} trở lên")
_HAVING = re.compile(
    r"(?:thêm|, có từ|đủ|lên|xuống|còn|(?:đến|trong|năm|tháng|quý)[^,;.]{0,25},?\s*(?:toàn \w+ )?có) $"
)
_AGAINST = re.compile(
    r"(?:[^,;.()]{0,20} \([^()]{1,20}\))?(?:[^,;.()]{0,40}so (?:với |cùng )|[^,;.()]{0,20}(?:[,;.)]|$))"
)
_AT_LEAST = re.compile(r"(?:ít nhất|tối thiểu|không ít hơn|không dưới)(?: đạt| là| có)? $")
_PER_TIME = ("/tháng", "/tuần", "/quý")  # how often an office does a thing: `họp giao ban 2 lần/tháng`
_LENGTHS = frozenset(["m", "cm", "mm", "mét"])  # of things, more often than of works


def _is_price(quantity: Quantity) -> bool:
    """Money per weight or piece is a price; per person or month it is income or pace."""
    return quantity.kind == "money" and _PER_PIECE.search(quantity.unit) is not None


def _is_rate(quantity: Quantity) -> bool:
    """Whether money is so many đồng per something, which a rule fixes: `mức chi: 400.000 đồng/người/ngày`."""
    return quantity.kind == "money" and quantity.unit.lower().startswith(("đồng/", "đ/", "đồng /"))


def _is_place(quantity: Quantity) -> bool:
    """Whether places or offices are counted, which often only says where: `ở 7 thôn`."""
    return any(rule.name == "received by places" for rule in unit_barriers().get(quantity.unit.lower(), ()))


def _is_barred(flow: str, statement: Span, quantity: Quantity, tail: str) -> bool:
    """Whether the words around a figure make it neither: limits, prices, places, bases of comparison."""
    after = flow[quantity.span.end : min(statement.end, quantity.span.end + 60)]
    if quantity.value_max is not None or _OR_MORE.match(after):
        tail = tail.removesuffix("từ ")  # `tăng từ 8 đến 9 %` is a range, `tăng từ 8 %` the level before
    elif tail.endswith("từ ") and _TO_LEVEL.match(after):  # `tỷ lệ từ 8 % giảm còn 7 %`
        return True
    if _is_price(quantity) or barriers_for(quantity.kind).search(tail) or any_rule("after").search(after):
        return True
    if quantity.whole is not None or (_ACTS.match(after) and _is_place(quantity)):
        return False  # `63/63 địa phương`, `4 xã đạt chuẩn`
    return any(rule.pattern.search(tail) for rule in unit_barriers().get(quantity.unit.lower(), ()))


def _is_work(tail: str) -> bool:
    """Whether a verb of work governs the figure that `tail` leads up to: `tổ chức 5`, `tạo việc làm cho 3`."""
    if any_rule("governor").search(tail, max(0, len(tail) - 50)):
        return True
    return _FOR.search(tail, max(0, len(tail) - 30)) is not None and bool(any_rule("governor for").search(tail))


def _is_supplied(flow: str, statement: Span, quantity: Quantity) -> bool:
    """Whether a figure stands in a list under a task: `Chuẩn bị vật tư: đá hộc 500 m3, rọ thép 20 chiếc`."""
    if flow.find(":", statement.start, quantity.figure.start) < 0:
        return False
    label = BULLET.match(flow, statement.start)
    start = label.end() if label else statement.start
    if not _LIST_LABEL.match(flow, start, quantity.figure.start):
        return False
    words = flow[start : start + _LONGEST_TASK].lower().split()[:_LONGEST_VERB]
    return any(any_rule("governor").fullmatch(" ".join(words[:n])) for n in range(1, len(words) + 1))


@dataclass(frozen=True, slots=True)
class _Words:
    """What the words before a figure say, as far as its judging needs them.

    `tail` is the end of them in small letters; `cue` the word for target or result nearest to the figure and
    `distance` how far before it; `works` whether a verb of work governs it, `measured` a verb of measure; `listed`
    whether it is an item of a list, `supplied` whether of one under a task (`chuẩn bị vật tư: đá 5 m3, tre 9 cây`), and
    `units` those of the figures before it that are targets or results; `of_each` whether it is a range behind `từ`.
    """

    tail: str
    cue: Verdict | None
    distance: int
    works: bool
    measured: bool
    listed: bool
    supplied: bool
    units: set[str]
    of_each: bool


def _decided(
    reader: Reader, paragraph: Span, quantity: Quantity, cue: Verdict | None, said: Verdict | None, opens: bool
) -> Verdict | None:
    """What the cue makes of a figure, or else the headings, the sentence before (`said`), the type of the document.

    `opens` tells whether the cue begins its statement.
    """
    if cue and cue.source not in ("estimated", "kept up", "needed") and (reader.identified or cue.kind == "target"):
        return cue
    above = kind_above(reader, paragraph, quantity.span)
    heading = above if above and above.source == "heading" else None
    if cue is None:
        return (said if said and said.firm else None) or heading or said or above
    if (
        heading
        and heading.kind == "result"
        and (cue.source in WEAK or (cue.source == "allotted" and quantity.kind == "count"))
    ):
        return heading
    if heading and cue.source == "estimated":
        return heading
    if cue.source == "needed" and above and above.kind == "result" and not opens:
        return above  # `số nợ phải tính lãi 38 tỷ đồng`
    # An article, which has no heading of an office, tells of the world, not of an office's work.
    return cue if reader.identified or heading or cue.kind == "target" else None


def _measures(quantity: Quantity, verdict: Verdict, words: _Words) -> bool:
    """Whether a share, an amount of money or a measure is what the verdict says of it."""
    if words.cue and words.cue.source in ("to be done", "needed") and quantity.kind in ("money", "measure"):
        return words.distance <= _NEAR or words.measured or bool(words.units)
    told = verdict.kind == "result" and verdict.source != "preamble"
    if _is_rate(quantity) and not (words.cue or told):
        return words.measured
    if words.cue or told or words.measured or words.units or quantity.kind == "share":
        return True
    if words.works or any_rule("amount").search(words.tail) or _AT_LEAST.search(words.tail):
        return True
    if quantity.kind == "time" or words.tail.endswith("thêm ") or words.supplied:
        return True
    if any_rule("reported").search(words.tail):
        return verdict.source == "heading" or quantity.unit not in _LENGTHS
    return verdict.source == "heading" and (verdict.aims or words.tail.rstrip().endswith(":"))


def _counts(quantity: Quantity, verdict: Verdict, words: _Words) -> bool:
    """Whether a count of things is what the verdict says of it, and not just there."""
    tail, cue = words.tail, words.cue
    if quantity.kind == "unknown":
        return words.works and bool(cue or verdict.source == "heading")
    if words.works or (words.supplied and not _is_place(quantity)):
        return True
    if verdict.kind == "result" and verdict.source != "preamble":
        if quantity.unit in words.units or any_rule("reported").search(tail):
            return True
        if not _is_place(quantity) and not _NO_ACHIEVEMENT.search(tail):
            return True
    if verdict.kind == "target" and quantity.unit.endswith(_PER_TIME):
        return True
    if words.units and words.of_each:
        return True  # `duy trì 3 tổ xung kích từ 15 - 20 người`
    if _AT_LEAST.search(tail) or (not _is_place(quantity) and any_rule("reported").search(tail)):
        return True
    if verdict.source != "document type" and (
        _BOUND.search(tail)
        or _HAVING.search(tail)
        or (verdict.aims and not _NO_ACHIEVEMENT.search(tail))
        or (cue and cue.source in ("planned", "aim") and words.distance <= _BESIDE)
        or any_rule("amount").search(tail)
    ):
        return True
    if (words.measured and verdict.source == "heading") or (words.units and (words.listed or _FOR_WHOM.search(tail))):
        return True
    return bool(cue or verdict.kind == "result") and bool(words.listed or any_rule("exists").search(tail))


def _judge(
    reader: Reader, paragraph: Span, statement: Span, quantity: Quantity, units: set[str], said: Verdict | None
) -> Verdict | None:
    """Target, result or neither. `units` are those of the figures before it in the statement that are either."""
    flow = reader.notice.flow
    before = flow[max(statement.start, quantity.figure.start - 240) : quantity.figure.start]
    before = before[before.rfind(";") + 1 :]  # in brackets too, each item of a list speaks for itself
    tail = before[-90:]
    if _is_barred(flow, statement, quantity, tail):
        return None
    if _OF_PLANNED_WHOLE.search(before) and flow.startswith(PLANNED, quantity.span.end):
        return None if reader.normative else Verdict("target", "planned")
    of_each = quantity.value_max is not None and tail.endswith(" từ ")
    if of_each:
        tail = tail.removesuffix("từ ")
    lowered = tail.lower()
    works = _is_work(lowered)
    counted = quantity.kind in _COUNTED
    opens = not CLOSED_BRACKETS.sub(" ", before).strip(" -+*•(:,")
    after = flow[quantity.span.end : min(statement.end, quantity.span.end + 60)]
    subject = (counted and not works) or (quantity.kind == "share" and opens)
    cue, distance = nearest_cue(before, _SIGN.split(after[:22], maxsplit=1)[0] if subject else None)
    if cue and cue.source == "allotted" and counted and distance > _NEAR / 2:
        cue = None
    if (counted or quantity.kind == "money") and not before.endswith("(") and any_rule("left over").search(tail):
        cue, distance = Verdict("result", "left over"), 0
    if reader.normative:
        return cue if cue and cue.source == "aim" and distance <= _NEAR else None
    begins = not flow[statement.start : quantity.figure.start - distance].strip(_BEFORE_WORDS)
    verdict = _decided(reader, paragraph, quantity, cue, said, begins)
    if verdict is None:
        return None
    if quantity.kind != "share" and _DIFFERENCE.search(tail[-24:]):
        return verdict if verdict.kind == "result" and _AGAINST.match(after) else None
    if quantity.whole is not None:
        is_aim = verdict.kind == "target" and verdict.source == "heading"
        return verdict if is_aim or (cue and distance <= _NEAR) else Verdict("result", "part of a whole")
    measured = bool(any_rule("measure").search(lowered))
    if cue and cue.source == "allotted" and measured and reader.kind == "result" and "," in before[-distance:]:
        verdict, cue = Verdict("result", "document type"), None  # `vốn được giao 9 tỷ đồng, giải ngân đạt 4 tỷ đồng`
    listed = opens or _LISTED.search(tail) is not None
    words = _Words(
        lowered, cue, distance, works, measured, listed, _is_supplied(flow, statement, quantity), units, of_each
    )
    return verdict if (_counts if counted else _measures)(quantity, verdict, words) else None


def comparator_of(flow: str, statement: Span, quantity: Quantity) -> Comparator:
    if quantity.value_max is not None:
        return "range"
    before = flow[max(statement.start, quantity.figure.start - 40) : quantity.figure.start].lower()
    after = flow[quantity.span.end : min(statement.end, quantity.span.end + 80)].lower()
    for rule in rules_of("compare"):
        if rule.pattern.search(before if rule.options["side"] == "before" else after):
            comparator: Comparator = rule.options["comparator"]
            return comparator
    return "="


def verdicts_of(
    reader: Reader,
    paragraph: Span,
    statement: Span,
    quantities: list[Quantity],
    said: Verdict | None,
    listed_before: set[str],
) -> tuple[list[Verdict | None], set[str]]:
    """What each figure of a statement is, and the units of those that are something.

    `listed_before` holds the units of the statement before, where a semicolon divides the two.
    """
    flow = reader.notice.flow
    verdicts: list[Verdict | None] = []
    units: set[str] = set()
    for index, quantity in enumerate(quantities):
        goes_on = quantity.unit in listed_before and quantity.figure.start - statement.start <= _LISTED_NOUN
        verdict = _judge(reader, paragraph, statement, quantity, listed_before if goes_on else units, said)
        beside = quantity.kind == "share" and index > 0
        if verdict and beside and _BESIDE_IT.fullmatch(flow, quantities[index - 1].span.end, quantity.figure.start):
            verdict = verdicts[-1] or verdict  # `giải ngân đạt 51 tỷ đồng (79 %)`
        left_over = index and verdicts[-1] and verdicts[-1].source == "left over" and quantity.kind in _COUNTED
        if left_over and _AND_MORE.fullmatch(flow, quantities[index - 1].span.end, quantity.figure.start):
            verdict = verdicts[-1]  # `còn vướng 19 hộ và 7 ngôi mộ`
        if quantity.span == quantity.figure and index:  # a part, which is what its whole is
            verdict = verdicts[-1]
        verdicts.append(verdict)
        if verdict:
            units.add(quantity.unit)
    return verdicts, units
