"""Targets and results: quantities to be reached, kept or not exceeded, and figures reported as achieved.

Figures come from `quantities`; the words around each, then its heading, then the type of the document decide what
it is (`rules/targets.toml`). Documents that rule for everyone (laws, decrees, regulations) set almost no targets:
in them only a figure that is called an aim counts.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Literal

from pipeline.document import Span
from pipeline.extract.evidence import evidence
from pipeline.extract.flat_tables import find_flat_figures
from pipeline.extract.indicators import name_indicators
from pipeline.extract.quantities import PLANNED, Quantity, SparedSpans, amount_of, find_quantities
from pipeline.extract.target_tables import TableFigure, find_table_figures
from pipeline.notice import Header, Notice, Section
from pipeline.records import Target
from pipeline.rules import Rule, load_rules
from pipeline.rules.heads import guarded
from pipeline.vietnamese.periods import Period, find_periods, parse_period

__all__ = ["find_targets"]

Kind = Literal["target", "result"]
Comparator = Literal["=", ">=", "<=", "~", "range"]

# What a figure is in a document of this type where nothing else tells.
_KIND_OF_TYPE: dict[str, Kind] = {
    "báo cáo": "result",
    "kế hoạch": "target",
    "chương trình": "target",
    "nghị quyết": "target",
    "chỉ thị": "target",
    "kết luận": "target",
    "thông báo": "target",
    "quyết định": "target",
    "phương án": "target",
    "đề án": "target",
    "phụ lục": "target",
    "tờ trình": "target",
    "công văn": "target",
    "công điện": "target",
    "thông tri": "target",
}
_LONGEST_BRACKET = 400  # code points: what is open longer was never closed
_LOOK_AHEAD = 600  # code points after a statement in which a deadline may follow
_YEAR_LONG, _MONTH_LONG = len("2031"), len("2031-09")
_FEW = 4  # periods after a figure among which its own may be
_OPENING = 20  # code points at the start of a statement in which a period holds for the whole of it
_LONGEST_TITLE = 160  # code points before the colon of a heading that goes on in its own paragraph
_LONGEST_TASK = 40  # code points in which a statement's verb stands
_LONGEST_VERB = 4  # words
_LISTED_NOUN = 32  # code points before a figure that a list goes on with: `; ngân sách tỉnh 74 tỷ đồng`
_BEFORE_WORDS = " -+*•(:,;.)0123456789"
_PROSE = 40  # code points: a shorter cell of a table is no sentence
_BESIDE = 16  # code points between the word for a plan and its figure: `(kế hoạch 15 buổi)`
_NEAR = 60  # code points between a weak cue and its figure
_NORMATIVE = frozenset(
    [
        "luật",
        "bộ luật",
        "pháp lệnh",
        "nghị định",
        "thông tư",
        "thông tư liên tịch",
        "nghị quyết liên tịch",
        "quy chế",
        "quy định",
        "điều lệ",
        "hiến pháp",
        "hướng dẫn",
    ]
)
_DIRECTIVES = frozenset(["chỉ thị", "công văn", "công điện", "thông tri"])
_ARTICLE = re.compile(r"\nĐiều \d+")
_ARTICLES_OF_A_REGULATION = 6

_STATEMENT_END = re.compile(r"[.!?…;()](?:(?<=[;()])|[.!?…]*\"?(?= ))")
_ABBREVIATION = re.compile(r"(?:\b(?:Tp|TP|Th|Mr|Đ/c|Q|P|TS|ThS|GS|PGS|BS|KS|CN|St)|v\.v)$")
_LISTED = re.compile(r"(?::|,|;|\(|-|v(?<!\wv)à|trong đó)\s?(?:(?:trung bình|bình quân) )?$")
_DIFFERENCE = re.compile(r"(?:[,;(]\s?|cùng kỳ )(?:và |chỉ )?(?:tăng|giảm)(?: thêm)? $")
_STILL = re.compile(r"tiếp tục|phải|cần")  # what is still to be done with what is counted: `20 hộ tiếp tục làm thủ tục`
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
_OF_PLAN = re.compile(r"% (?:so với )?(?:mục tiêu|chỉ tiêu|kế hoạch|dự toán)")
_CLOSED_BRACKETS = re.compile(r"\([^()]*\)")
_BULLET = re.compile(r"\s*(?:[-+*•·–]|\(?\d{1,2}\)|[a-zđ]\))\s?")
_COMPARED = re.compile(r"(?:so (?:với |cùng )?|cùng kỳ |hơn )[^,;.]{0,30}$")
_DIGIT = re.compile("[0-9]")
_BY_THEN = re.compile(r"^[^,;.]{0,40} (?:vào|trong) $")
_LIMIT = re.compile(r"[Tt]rước|[Cc]hậm nhất")
_DEADLINE = re.compile(r"hoàn thành[^.;,]{0,20}? $|(?:xong|thực hiện|trong) $")
_KEPT = re.compile(r"[Dd]uy trì [^.;]*$")
_STEADY = re.compile(r"[^-–+.;:\s]\s[Dd]uy trì (?:ở |ở mức |mức )?(?:trên |dưới |khoảng )?$")
_HOLDS = re.compile(r"\s?[,:]")
_EACH = re.compile(r"(?:[Mm]ỗi|[Hh][àằ]ng) ")
_DAY = re.compile(r"(?:trước |chậm nhất (?:là )?)?ngày ")
_PLANNED_PERIOD = re.compile(r"(?:năm|năm học|quý|vụ [^\d,]+) [\dIViv/ -]+(?: năm \d{4})?", re.IGNORECASE)
_THEN = re.compile(r"(?:nhiệm vụ|phương hướng|kế hoạch|giải pháp|công tác)")
_INSPECTION = re.compile(r"(?:về )?(?:việc )?(?:thanh tra|kiểm tra|kiểm toán)")
_TERM = re.compile(r"[Nn]hiệm kỳ")
_WITHIN_TERM = re.compile(r"(?:[Tt]rong|[Cc]ả|[Ss]uốt|[Tt]oàn|^)\s?$")
_BARE_YEAR = re.compile(r"\s*(20\d\d)\s*")
_BY_NOW = re.compile(r"[-+*•\s]*(?:[Hh]ết|[Tt]ính đến|[Đđ]ến (?:hết|cuối)) ")
_OVER_NEW_YEAR = re.compile(r"[Nn]ăm học|[Vv]ụ ")
_RELATIVE = re.compile(r"đã [^,;.]{0,30}$")
# Words before a count of which a report tells nothing: `giữa 3 đơn vị`, `như 2 hộ`.
_NO_ACHIEVEMENT = re.compile(
    r"(?:do|bởi|vì|như|hoặc|hay|khi|nếu|thuộc|cùng|mỗi|từng|ngoài|về|hơn|gần|cách|sau|trước|cả|đối với|với|bằng|từ|là"
    r"|ra|theo) $"
)
_BOUND = re.compile(
    r"(?:ít nhất|tối thiểu|(?<!cấp )trên|không dưới|không thấp hơn|tối đa|không quá|≥|>|≤|<)"
    r"(?: có| là| đạt| khoảng)? ?$"
)
_AIMS = re.compile(r"chỉ tiêu|mục tiêu")
_AIMS_OF_TERM = re.compile(r"(?:mục tiêu|chỉ tiêu|phương hướng|nhiệm vụ|kết quả)[^.;:()]* nhiệm kỳ")
_GENERAL_AIM = re.compile(r"mục tiêu (?:tổng quát|chung|tổng thể)")
_UNTIL_YEAR = re.compile(r"(?:đến|vào|hết) (?:cuối |hết )?năm")
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
_WEAK = frozenset(["kept up", "needed"])  # what these say a heading that tells of results outweighs
_CARRIED = frozenset(["aim", "done"])  # what these say of one sentence they say of the next


@cache
def _rules(role: str) -> tuple[Rule, ...]:
    return tuple(rule for rule in load_rules("targets") if rule.options["role"] == role)


@cache
def _any_of(role: str) -> re.Pattern[str]:
    """All patterns of a role as one, for where only yes or no is asked."""
    return re.compile(guarded("|".join(f"(?:{rule.pattern.pattern})" for rule in _rules(role))))


@cache
def _barriers(kind: str) -> re.Pattern[str]:
    """The barriers for one kind of quantity, as one pattern."""
    rules = [
        rule for rule in _rules("barrier") if "units" not in rule.options and kind in rule.options.get("kinds", (kind,))
    ]
    return re.compile("(?<!\\w)" + guarded("|".join(f"(?:{rule.pattern.pattern})" for rule in rules)))


@cache
def _unit_barriers() -> dict[str, tuple[Rule, ...]]:
    """The barriers that hold for some units only, by unit."""
    barriers: dict[str, tuple[Rule, ...]] = {}
    for rule in _rules("barrier"):
        for unit in rule.options.get("units", ()):
            barriers[unit] = (*barriers.get(unit, ()), rule)
    return barriers


@dataclass(frozen=True, slots=True)
class _Verdict:
    kind: Kind
    source: str
    aims: bool = False  # the heading above opens a list of aims
    firm: bool = False  # said in the same sentence, before a semicolon


@dataclass(frozen=True, slots=True)
class _Heading:
    """What a heading makes of the figures below it; one that is not `sure` gives way to a result above it."""

    kind: Kind
    sure: bool
    aims: bool = False


@dataclass(slots=True)
class _Reader:
    """What is known of one document while its figures are judged."""

    notice: Notice
    normative: bool
    kind: Kind | None
    today: str | None
    cited: SparedSpans
    sections: dict[str, Section]
    identified: bool
    reported: Period | None  # what the title names for the results: `tình hình 9 tháng`
    planned: Period | None  # and for the targets: `kế hoạch năm 2031`
    preamble: int  # where a directive, which first tells how things are, comes to its orders; 0 in other documents
    kinds: dict[Span, _Heading | None] = field(default_factory=dict)
    periods: dict[Span, Period | None] = field(default_factory=dict)

    def headings(self, offset: int) -> Iterator[Span]:
        """The headings above `offset`, the innermost first."""
        section = self.notice.section_at(offset)
        while section is not None:
            yield section.heading
            section = self.sections.get(section.parent) if section.parent else None

    def lead(self, paragraph: Span) -> Span | None:
        """The paragraph that ends in a colon above the list that `paragraph` belongs to."""
        flow = self.notice.flow
        if not _BULLET.match(flow, paragraph.start):
            return None
        at = paragraph.start
        for _ in range(60):
            above = self.notice.paragraph_at(at - 2) if at > 1 else None
            if above is None or above.start >= at:
                return None
            if not _BULLET.match(flow, above.start):
                return above if flow[above.start : above.end].rstrip().endswith(":") else None
            at = above.start
        return None


def _statements(flow: str, paragraph: Span) -> Iterator[Span]:
    """The statements of a paragraph: what full stops divide, and semicolons outside brackets."""
    start, opened = paragraph.start, -1
    for match in _STATEMENT_END.finditer(flow, paragraph.start, paragraph.end):
        sign = match[0]
        if sign in "()":
            opened = match.start() if sign == "(" else -1
            continue
        if sign == ";":
            if 0 <= match.start() - opened <= _LONGEST_BRACKET and opened >= 0:
                continue
        elif flow[match.end() + 1 : match.end() + 2].islower() or (
            _ABBREVIATION.search(flow, max(start, match.start() - 4), match.start())
        ):
            continue
        yield Span(start, match.end())
        start = match.end()
    if start < paragraph.end:
        yield Span(start, paragraph.end)


@cache
def _cues() -> tuple[re.Pattern[str], dict[str, _Verdict]]:
    """All words that tell target from result as one pattern, and what each of its groups says."""
    verdicts: dict[str, _Verdict] = {}
    patterns = []
    for kind in ("target", "result"):
        for rule in _rules(kind):
            group = f"cue{len(verdicts)}"
            verdicts[group] = _Verdict("target" if kind == "target" else "result", rule.name)
            patterns.append(f"(?P<{group}>{rule.pattern.pattern})")
    return re.compile("(?<!\\w)" + guarded("|".join(patterns))), verdicts


def _last_cue(text: str) -> tuple[_Verdict | None, int]:
    """The last word in `text` that tells target from result, and where it begins."""
    pattern, verdicts = _cues()
    last = None
    for match in pattern.finditer(text):
        last = match
    return (verdicts[last.lastgroup], last.start()) if last and last.lastgroup else (None, -1)


def _first_cue(text: str) -> _Verdict | None:
    """The first word in `text` that tells target from result."""
    pattern, verdicts = _cues()
    match = pattern.search(text)
    return verdicts[match.lastgroup] if match and match.lastgroup else None


def _heading_kind(text: str) -> _Heading | None:
    """What a heading makes of the figures below it."""
    text = _CLOSED_BRACKETS.sub(" ", text[:160].lower())
    rules = _rules("heading")
    if rules[0].pattern.search(text):
        return _Heading("target", sure=True)
    found = [(match.start(), rule.name, rule) for rule in rules[1:] if (match := rule.pattern.search(text))]
    if not found:
        return None
    _, _, rule = min(found)
    sure = not rule.options.get("unsure") or any(found_rule.name == "time to come" for _, _, found_rule in found)
    return _Heading(rule.options["kind"], sure, aims=_AIMS.search(text) is not None)


def _kind_above(reader: _Reader, paragraph: Span, figure: Span) -> _Verdict | None:
    """What the line above the list, the headings, or else the type of the document make of a figure."""
    flow = reader.notice.flow
    lead = reader.lead(paragraph)
    unsure: _Heading | None = None
    for span in (*((lead,) if lead else ()), *reader.headings(paragraph.start)):
        if figure in span:  # a numbered paragraph that is its own heading: what it says before a colon
            colon = flow.find(":", span.start, min(figure.start, span.start + _LONGEST_TITLE))
            if colon < 0:
                continue
            span = Span(span.start, colon)
        if span not in reader.kinds:
            reader.kinds[span] = _heading_kind(span.of(flow))
        if heading := reader.kinds[span]:
            if heading.sure or heading.kind == "result":
                return _Verdict(heading.kind, "heading", bool(unsure and unsure.aims) or heading.aims)
            unsure = unsure or heading
    if unsure:
        return _Verdict(unsure.kind, "heading", unsure.aims)
    if reader.kind == "target" and paragraph.end <= reader.preamble:
        return _Verdict("result", "preamble")
    return _Verdict(reader.kind, "document type") if reader.kind else None


def _is_price(quantity: Quantity) -> bool:
    """Money per weight or piece is a price; per person or month it is income or pace."""
    return quantity.kind == "money" and _PER_PIECE.search(quantity.unit) is not None


def _is_rate(quantity: Quantity) -> bool:
    """Whether money is so many đồng per something, which a rule fixes: `mức chi: 400.000 đồng/người/ngày`."""
    return quantity.kind == "money" and quantity.unit.lower().startswith(("đồng/", "đ/", "đồng /"))


def _is_place(quantity: Quantity, name: str = "places") -> bool:
    """Whether places or offices are counted, which often only says where: `ở 7 thôn`."""
    return any(name in rule.name for rule in _unit_barriers().get(quantity.unit.lower(), ()))


def _is_barred(flow: str, statement: Span, quantity: Quantity, tail: str) -> bool:
    """Whether the words around a figure make it neither: limits, prices, places, bases of comparison."""
    after = flow[quantity.span.end : min(statement.end, quantity.span.end + 60)]
    if quantity.value_max is not None or _OR_MORE.match(after):
        tail = tail.removesuffix("từ ")  # `tăng từ 8 đến 9 %` is a range, `tăng từ 8 %` the level before
    elif tail.endswith("từ ") and _TO_LEVEL.match(after):  # `tỷ lệ từ 8 % giảm còn 7 %`
        return True
    if _is_price(quantity) or _barriers(quantity.kind).search(tail) or _any_of("after").search(after):
        return True
    if quantity.whole is not None or _ACTS.match(after):
        return False  # `63/63 địa phương`, `4 xã đạt chuẩn`
    return any(rule.pattern.search(tail) for rule in _unit_barriers().get(quantity.unit.lower(), ()))


def _cue(before: str, after: str | None) -> tuple[_Verdict | None, int]:
    """The word nearest to the figure that tells target from result, and how far before it; `after` comes last."""
    scope = _OF_PLAN.sub("%", _CLOSED_BRACKETS.sub(" ", before) if ")" in before else before)
    cue, at = _last_cue(scope)
    if cue:
        return cue, len(scope) - at
    cue = _first_cue(after) if after and not after.startswith(" chưa ") else None
    if after and cue and cue.source in _WEAK:
        return (_Verdict(cue.kind, "to be done"), 0) if _STILL.search(after) else (None, 0)
    return (cue, 0) if cue and cue.source != "aim" else (None, 0)


def _is_work(tail: str) -> bool:
    """Whether a verb of work governs the figure that `tail` leads up to: `tổ chức 5`, `tạo việc làm cho 3`."""
    if _any_of("governor").search(tail, max(0, len(tail) - 50)):
        return True
    return _FOR.search(tail, max(0, len(tail) - 30)) is not None and bool(_any_of("governor for").search(tail))


def _is_supplied(flow: str, statement: Span, quantity: Quantity) -> bool:
    """Whether a figure stands in a list under a task: `Chuẩn bị vật tư: đá hộc 500 m3, rọ thép 20 chiếc`."""
    if flow.find(":", statement.start, quantity.figure.start) < 0:
        return False
    label = _BULLET.match(flow, statement.start)
    start = label.end() if label else statement.start
    if not _LIST_LABEL.match(flow, start, quantity.figure.start):
        return False
    words = flow[start : start + _LONGEST_TASK].lower().split()[:_LONGEST_VERB]
    return any(_any_of("governor").fullmatch(" ".join(words[:n])) for n in range(1, len(words) + 1))


@dataclass(frozen=True, slots=True)
class _Words:
    """What the words before a figure say, as far as its judging needs them.

    `tail` is the end of them in small letters; `cue` the word for target or result nearest to the figure and
    `distance` how far before it; `works` whether a verb of work governs it, `measured` a verb of measure; `listed`
    whether it is an item of a list, `supplied` whether of one under a task (`chuẩn bị vật tư: đá 5 m3, tre 9 cây`), and
    `units` those of the figures before it that are targets or results; `of_each` whether it is a range behind `từ`.
    """

    tail: str
    cue: _Verdict | None
    distance: int
    works: bool
    measured: bool
    listed: bool
    supplied: bool
    units: set[str]
    of_each: bool


def _decided(
    reader: _Reader, paragraph: Span, quantity: Quantity, cue: _Verdict | None, said: _Verdict | None, opens: bool
) -> _Verdict | None:
    """What the cue makes of a figure, or else the headings, the sentence before (`said`), the type of the document.

    `opens` tells whether the cue begins its statement.
    """
    if cue and cue.source not in ("estimated", "kept up", "needed") and (reader.identified or cue.kind == "target"):
        return cue
    above = _kind_above(reader, paragraph, quantity.span)
    heading = above if above and above.source == "heading" else None
    if cue is None:
        return (said if said and said.firm else None) or heading or said or above
    if (
        heading
        and heading.kind == "result"
        and (cue.source in _WEAK or (cue.source == "allotted" and quantity.kind == "count"))
    ):
        return heading
    if heading and cue.source == "estimated":
        return heading
    if cue.source == "needed" and above and above.kind == "result" and not opens:
        return above  # `số nợ phải tính lãi 38 tỷ đồng`
    # An article, which has no heading of an office, tells of the world, not of an office's work.
    return cue if reader.identified or heading or cue.kind == "target" else None


def _measures(quantity: Quantity, verdict: _Verdict, words: _Words) -> bool:
    """Whether a share, an amount of money or a measure is what the verdict says of it."""
    if words.cue and words.cue.source in ("to be done", "needed") and quantity.kind in ("money", "measure"):
        return words.distance <= _NEAR or words.measured or bool(words.units)
    told = verdict.kind == "result" and verdict.source != "preamble"
    if _is_rate(quantity) and not (words.cue or told):
        return words.measured
    if words.cue or told or words.measured or words.units or quantity.kind == "share":
        return True
    if words.works or _any_of("amount").search(words.tail) or _AT_LEAST.search(words.tail):
        return True
    if quantity.kind == "time" or words.tail.endswith("thêm ") or words.supplied:
        return True
    if _any_of("reported").search(words.tail):
        return verdict.source == "heading" or quantity.unit not in _LENGTHS
    return verdict.source == "heading" and (verdict.aims or words.tail.rstrip().endswith(":"))


def _counts(quantity: Quantity, verdict: _Verdict, words: _Words) -> bool:
    """Whether a count of things is what the verdict says of it, and not just there."""
    tail, cue = words.tail, words.cue
    if quantity.kind == "unknown":
        return words.works and bool(cue or verdict.source == "heading")
    if words.works or (words.supplied and not _is_place(quantity, "")):
        return True
    if verdict.kind == "result" and verdict.source != "preamble":
        if quantity.unit in words.units or _any_of("reported").search(tail):
            return True
        if not _is_place(quantity) and not _NO_ACHIEVEMENT.search(tail):
            return True
    if verdict.kind == "target" and quantity.unit.endswith(_PER_TIME):
        return True
    if words.units and words.of_each:
        return True  # `duy trì 3 tổ xung kích từ 15 - 20 người`
    if _AT_LEAST.search(tail) or (not _is_place(quantity, "") and _any_of("reported").search(tail)):
        return True
    if verdict.source != "document type" and (
        _BOUND.search(tail)
        or _HAVING.search(tail)
        or (verdict.aims and not _NO_ACHIEVEMENT.search(tail))
        or (cue and cue.source in ("planned", "aim") and words.distance <= _BESIDE)
        or _any_of("amount").search(tail)
    ):
        return True
    if (words.measured and verdict.source == "heading") or (words.units and (words.listed or _FOR_WHOM.search(tail))):
        return True
    return bool(cue or verdict.kind == "result") and bool(words.listed or _any_of("exists").search(tail))


def _judge(
    reader: _Reader, paragraph: Span, statement: Span, quantity: Quantity, units: set[str], said: _Verdict | None
) -> _Verdict | None:
    """Target, result or neither. `units` are those of the figures before it in the statement that are either."""
    flow = reader.notice.flow
    before = flow[max(statement.start, quantity.figure.start - 240) : quantity.figure.start]
    before = before[before.rfind(";") + 1 :]  # in brackets too, each item of a list speaks for itself
    tail = before[-90:]
    if _is_barred(flow, statement, quantity, tail):
        return None
    if _OF_PLANNED_WHOLE.search(before) and flow.startswith(PLANNED, quantity.span.end):
        return None if reader.normative else _Verdict("target", "planned")
    of_each = quantity.value_max is not None and tail.endswith(" từ ")
    if of_each:
        tail = tail.removesuffix("từ ")
    lowered = tail.lower()
    works = _is_work(lowered)
    counted = quantity.kind in ("count", "unknown")
    opens = not _CLOSED_BRACKETS.sub(" ", before).strip(" -+*•(:,")
    after = flow[quantity.span.end : min(statement.end, quantity.span.end + 60)]
    subject = (counted and not works) or (quantity.kind == "share" and opens)
    cue, distance = _cue(before, _SIGN.split(after[:22], maxsplit=1)[0] if subject else None)
    if cue and cue.source == "allotted" and counted and distance > _NEAR / 2:
        cue = None
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
        return verdict if is_aim or (cue and distance <= _NEAR) else _Verdict("result", "part of a whole")
    measured = bool(_any_of("measure").search(lowered))
    if cue and cue.source == "allotted" and measured and reader.kind == "result" and "," in before[-distance:]:
        verdict, cue = _Verdict("result", "document type"), None  # `vốn được giao 9 tỷ đồng, giải ngân đạt 4 tỷ đồng`
    listed = opens or _LISTED.search(tail) is not None
    words = _Words(
        lowered, cue, distance, works, measured, listed, _is_supplied(flow, statement, quantity), units, of_each
    )
    return verdict if (_counts if counted else _measures)(quantity, verdict, words) else None


def _comparator(flow: str, statement: Span, quantity: Quantity) -> Comparator:
    if quantity.value_max is not None:
        return "range"
    before = flow[max(statement.start, quantity.figure.start - 40) : quantity.figure.start].lower()
    after = flow[quantity.span.end : min(statement.end, quantity.span.end + 80)].lower()
    for rule in _rules("compare"):
        if rule.pattern.search(before if rule.options["side"] == "before" else after):
            comparator: Comparator = rule.options["comparator"]
            return comparator
    return "="


def _periods(reader: _Reader, span: Span) -> list[Period]:
    """The periods of a span that say when; not the bases of comparisons, not the years in citations."""
    flow = reader.notice.flow
    return [
        period
        for period in find_periods(flow, span.start, span.end, today=reader.today)
        if not _COMPARED.search(flow, max(span.start, period.span.start - 40), period.span.start)
        and not _is_term(flow, period, span.start)
        and not reader.cited.overlap(period.span)
    ]


def _is_term(flow: str, period: Period, start: int) -> bool:
    """Whether a period is the term of a body, which only tells which one: `HĐND tỉnh nhiệm kỳ 2026 - 2031`."""
    if not _TERM.match(flow, period.span.start):
        return False
    return _WITHIN_TERM.search(flow, max(start, period.span.start - 8), period.span.start) is None


def _own_period(
    flow: str, statement: Span, quantity: Quantity, following: int, free: int, scope: list[Period]
) -> Period | None:
    """The period a figure has in its statement: one that goes with it, the nearest before it, or one after it.

    `following` is where the next figure or statement begins, `free` where the next figure does; `scope` holds the
    periods from the statement on.
    """
    later = bisect_left(scope, quantity.span.end, key=_starts_at)
    before = next(
        (
            period
            for period in reversed(scope[max(0, later - _FEW) : later])
            if period.span.end <= quantity.figure.start and not _is_closed(flow, period.span.end, quantity.figure.start)
        ),
        None,
    )
    if before and _LIMIT.match(flow, before.span.start) and _DIGIT.search(flow, statement.start, before.span.start):
        before = None  # `bồi dưỡng 90 giáo viên trước 30/9, đào tạo 5 thạc sĩ`: the day is that of the first
    for period in scope[later : later + _FEW]:
        gap = flow[quantity.span.end : min(period.span.start, quantity.span.end + _LOOK_AHEAD)]
        if _RELATIVE.search(gap):
            break
        own = period.span.end <= following
        if (
            own
            and (_BY_THEN.search(gap) or _LIMIT.match(flow, period.span.start))
            and (
                not before
                or _HOLDS.match(flow, before.span.end)
                or _DIGIT.search(flow, statement.start, before.span.start)
            )
        ):
            return period
        if not before and (own or (_DEADLINE.search(gap) and period.span.end <= free)):
            rest = scope[later : later + _FEW]
            deadlines = [p for p in rest if p.span.end <= following and _LIMIT.match(flow, p.span.start)]
            return deadlines[0] if own and deadlines else period
    return before


def _is_closed(flow: str, start: int, end: int) -> bool:
    """Whether a bracket that is open at `start` is closed before `end`."""
    closed = flow.find(")", start, end)
    return closed >= 0 and flow.find("(", start, closed) < 0


def _is_kept(flow: str, statement: Span, quantity: Quantity) -> bool:
    """Whether a figure is to be kept, which has no day on which it is reached.

    A share that is to stay (`tỷ lệ che phủ rừng duy trì 54 %`) has one like any other.
    """
    start = max(statement.start, quantity.figure.start - 160)
    if quantity.kind == "share" and _STEADY.search(flow, start, quantity.figure.start):
        return False
    return _KEPT.search(flow, start, quantity.figure.start) is not None


def _year_in_title(notice: Notice) -> str | None:
    """The year that the periods of the title lie in, where they agree: the day of a report that has no date."""
    title = notice.header.title
    periods = find_periods(notice.flow, title.span.start, title.span.end) if title else ()
    years = {period.end[:_YEAR_LONG] for period in periods if period.end}
    return years.pop() if len(years) == 1 else None


def _periods_of_title(notice: Notice, today: str | None) -> tuple[Period | None, Period | None]:
    """The period that the title of a report gives to results, and that of a plan to targets.

    `Báo cáo tình hình 9 tháng, nhiệm vụ 3 tháng cuối năm 2031` tells of nine months, `Kế hoạch năm 2031` is for 2031.
    """
    title, doc_type = notice.header.title, notice.header.doc_type
    if title is None or doc_type is None:
        return None, None
    flow = notice.flow
    found = [
        period
        for period in find_periods(flow, title.span.start, title.span.end, today=today)
        if not _TERM.match(flow[period.span.start : period.span.end].lower())
    ]
    if not found:
        return None, None
    first, *more = found
    if _KIND_OF_TYPE.get(doc_type.value) == "result":
        later = more and _THEN.search(flow[first.span.end : more[0].span.start].lower())
        return (first, None) if not more or later else (None, None)
    return None, None if more or not _PLANNED_PERIOD.fullmatch(first.span.of(flow)) else first


def _period_above(reader: _Reader, paragraph: Span, figure: int) -> Period | None:
    """The period that the line above the list or a heading names.

    Where a numbered paragraph is its own heading, only what it says before a colon holds for all its sentences.
    """
    flow = reader.notice.flow
    lead = reader.lead(paragraph)
    for span in (*((lead,) if lead else ()), *reader.headings(paragraph.start)):
        if span.start <= figure < span.end:
            colon = flow.find(":", span.start, min(figure, span.start + _LONGEST_TITLE))
            if colon < 0:
                continue
            span = Span(span.start, colon)
        if span not in reader.periods:
            reader.periods[span] = _heading_period(flow, span, reader.today)
        above = reader.periods[span]
        if above and _TERM.match(flow[above.span.start : above.span.start + 8].lower()):
            return _period_of_general_aim(reader, figure) or above
        if above:
            return above
    return None


def _period_of_general_aim(reader: _Reader, figure: int) -> Period | None:
    """The year by which the general aim, which stands before the targets, is to be reached.

    `1. Mục tiêu tổng quát: ... phấn đấu đến năm 2030 ...` holds for `2. Các chỉ tiêu chủ yếu` too.
    """
    notice = reader.notice
    section = notice.section_at(figure)
    while section is not None:
        for other in notice.sections[: notice.sections.index(section)]:
            if other.parent == section.parent and _GENERAL_AIM.search(other.heading.of(notice.flow).lower()):
                found = find_periods(notice.flow, other.span.start, other.span.end, today=reader.today)
                years = [p for p in found if _UNTIL_YEAR.match(notice.flow[p.span.start : p.span.end].lower())]
                if len({p.end for p in years}) == 1:
                    return years[0]
        section = reader.sections.get(section.parent) if section.parent else None
    return None


def _heading_period(flow: str, span: Span, today: str | None) -> Period | None:
    """The period that a heading names, if it names one alone; headings are often set in capitals.

    A term is one where the heading speaks of aims: `MỤC TIÊU, CHỈ TIÊU NHIỆM KỲ 2030 - 2035`.
    """
    text = span.of(flow).lower()
    aims = _AIMS_OF_TERM.search(text) is not None
    found = [
        p
        for p in find_periods(text, today=today)
        if (aims or not _TERM.match(text, p.span.start)) and not _DAY.match(text, p.span.start)
    ]
    if len(found) != 1:
        return None
    (period,) = found
    return Period(Span(span.start + period.span.start, span.start + period.span.end), period.start, period.end)


def _column_period(flow: str, span: Span, today: str | None) -> Period | None:
    """The period that the head of a column names, which may be a bare year: `ĐVT | 2031 | 2032`."""
    year = _BARE_YEAR.fullmatch(flow, span.start, span.end)
    return Period(Span(*year.span(1)), year[1], year[1]) if year else _heading_period(flow, span, today)


def _table_targets(reader: _Reader, flat: tuple[TableFigure, ...]) -> Iterator[Target]:
    """The targets and results of tables; what a column leaves open the heading or the type of the document says."""
    notice = reader.notice
    for found in (*find_table_figures(notice), *flat):
        paragraph = notice.paragraph_at(found.quote.start)
        above = _kind_above(reader, paragraph, found.quote)
        kind = found.kind or reader.kind or (above.kind if above else None)
        if kind is None:
            continue
        named = (_column_period(notice.flow, span, reader.today) for span in (found.column, found.group) if span)
        period = next((period for period in named if period), None) or _period_above(
            reader, paragraph, found.quote.start
        )
        mark = evidence(notice, found.quote, "rule:table")
        yield Target(
            indicator=found.indicator,
            value=found.value,
            value_max=found.value_max,
            unit=found.unit,
            comparator=found.comparator,  # type: ignore[arg-type]
            period=" ".join(period.span.of(notice.document.text).split()) if period else None,
            kind=kind,  # type: ignore[arg-type]
            quote=" ".join(mark.text.split()),
            amount=amount_of(found.value, found.value_max, found.unit),
            period_start=period.start if period else None,
            period_end=period.end if period else None,
            evidence=mark,
        )


def _said_above(reader: _Reader, paragraph: Span) -> str:
    """What the title and the headings above a paragraph say, in small letters."""
    flow, title = reader.notice.flow, reader.notice.header.title
    spans = [span for span in reader.headings(paragraph.start) if not span.start <= paragraph.start < span.end]
    return " . ".join(span.of(flow).lower() for span in (*spans, *((title.span,) if title else ())))


def _starts_at(period: Period) -> int:
    return period.span.start


def _settled(flow: str, period: Period, today: str | None) -> Period:
    """The period of a target that names no year, in the first year in which it does not lie behind the document.

    `hết quý IV` in a plan of January 2031 is 2031-12, `tháng 1` in one of December the next January.
    """
    if period.start or period.end or not today or len(today) < _MONTH_LONG:
        return period
    words = period.span.of(flow)
    for year in (int(today[:_YEAR_LONG]), int(today[:_YEAR_LONG]) + 1):
        found = parse_period(words, today=f"{year}-06")
        if found and found.end and found.end[:_MONTH_LONG] >= today[:_MONTH_LONG]:
            return Period(period.span, found.start, found.end)
    return period


def _is_ahead(flow: str, period: Period, today: str | None) -> bool:
    """Whether a period ends in a year after the document's; a school year or a season, whether it begins later."""
    begun = period.start if _OVER_NEW_YEAR.match(flow, period.span.start) else None
    end = begun or period.end
    return bool(today and end and end[:_YEAR_LONG] > today[:_YEAR_LONG])


def _is_past(period: Period, today: str | None) -> bool:
    """Whether a period ended in a month, or a year, before the document's."""
    end, now = period.end or "", today or ""
    if len(end) == _YEAR_LONG:
        return bool(now) and end < now[:_YEAR_LONG]
    return len(end) >= _MONTH_LONG <= len(now) and end[:_MONTH_LONG] < now[:_MONTH_LONG]


def _verdicts(
    reader: _Reader,
    paragraph: Span,
    statement: Span,
    quantities: list[Quantity],
    said: _Verdict | None,
    listed_before: set[str],
) -> tuple[list[_Verdict | None], set[str]]:
    """What each figure of a statement is, and the units of those that are something.

    `listed_before` holds the units of the statement before, where a semicolon divides the two.
    """
    flow = reader.notice.flow
    verdicts: list[_Verdict | None] = []
    units: set[str] = set()
    for index, quantity in enumerate(quantities):
        goes_on = quantity.unit in listed_before and quantity.figure.start - statement.start <= _LISTED_NOUN
        verdict = _judge(reader, paragraph, statement, quantity, listed_before if goes_on else units, said)
        beside = quantity.kind == "share" and index > 0
        if verdict and beside and _BESIDE_IT.fullmatch(flow, quantities[index - 1].span.end, quantity.figure.start):
            verdict = verdicts[-1] or verdict  # `giải ngân đạt 51 tỷ đồng (79 %)`
        if quantity.span == quantity.figure and index:  # a part, which is what its whole is
            verdict = verdicts[-1]
        verdicts.append(verdict)
        if verdict:
            units.add(quantity.unit)
    return verdicts, units


def _paragraph_targets(reader: _Reader, paragraph: Span) -> Iterator[Target]:
    notice = reader.notice
    flow = notice.flow
    if not _DIGIT.search(flow, paragraph.start, paragraph.end):
        return
    quantities = list(find_quantities(flow, paragraph.start, paragraph.end, reader.cited))
    if not quantities:
        return
    scope: list[Period] | None = None
    carried: Period | None = None  # `Đến năm 2030: ...; ...; ...` holds to the full stop
    said: _Verdict | None = None
    earlier = ""
    above = _said_above(reader, paragraph)
    units: set[str] = set()
    first = 0
    for statement in _statements(flow, paragraph):
        last = first
        while last < len(quantities) and quantities[last].span.end <= statement.end:
            last += 1
        inside, first = quantities[first:last], last
        begins = flow[statement.start - 1] != ";" or statement.start == paragraph.start
        if begins and said and said.source == "aim" and reader.kind == "result":
            said = None  # a report comes back from what is aimed at to what was done
        if not inside:
            units = set()
            continue
        if said:
            said = replace(said, firm=not begins and said.kind == "result")
        verdicts, units = _verdicts(reader, paragraph, statement, inside, said, set() if begins else units)
        said = next((verdict for verdict in reversed(verdicts) if verdict and verdict.source in _CARRIED), said)
        if not any(verdicts):
            continue
        if scope is None:
            scope = _periods(reader, Span(statement.start, paragraph.end))
        periods = scope[
            bisect_left(scope, statement.start, key=_starts_at) : bisect_left(
                scope, statement.end + _LOOK_AHEAD, key=_starts_at
            )
        ]
        names = name_indicators(
            flow, paragraph, statement, inside, _any_of("measure"), _any_of("governor"), earlier, above
        )
        earlier = names[-1].text
        if begins:
            opening = bool(periods) and periods[0].span.start - statement.start <= _OPENING
            carried = periods[0] if opening else None
        ends = [*(quantity.figure.start for quantity in inside[1:]), statement.end]
        free = quantities[first].figure.start if first < len(quantities) else paragraph.end
        for quantity, verdict, named, following in zip(inside, verdicts, names, ends, strict=True):
            if verdict is None:
                continue
            period = _own_period(flow, statement, quantity, following, max(following, free), periods)
            holds = carried and (_HOLDS.match(flow, carried.span.end) or _EACH.match(flow, carried.span.start))
            if carried and not period and (verdict.kind == "result" or holds):
                period = carried
            if (
                not period
                and verdict.kind == "target"
                and len(periods) == 1
                and periods[0].span.end <= statement.end
                and _LIMIT.match(flow, periods[0].span.start)
            ):
                period = periods[0]  # `xây 18 trạm, sửa 43 trạm trước năm 2031`
            if period is None and not _is_kept(flow, statement, quantity):
                period = _period_above(reader, paragraph, quantity.figure.start)
                if period is None and verdict.source != "preamble":
                    period = reader.planned if verdict.kind == "target" else reader.reported
            kind = verdict.kind
            if (
                period
                and _is_ahead(flow, period, reader.today)
                and verdict.source in ("heading", "document type", "part of a whole")
            ):
                kind = "target"
            elif period and _is_past(period, reader.today):
                opens = _BY_NOW.match(flow, statement.start, period.span.end) is not None
                if verdict.source == "document type" or (verdict.source == "heading" and opens):
                    kind = "result"
            if period and kind == "target":
                period = _settled(flow, period, reader.today)
            mark = evidence(notice, named.quote, f"rule:{verdict.source}")
            yield Target(
                indicator=named.text,
                value=quantity.value,
                value_max=quantity.value_max,
                unit=" ".join(quantity.unit.split()),
                comparator=_comparator(flow, statement, quantity),
                period=" ".join(period.span.of(notice.document.text).split()) if period else None,
                kind=kind,
                quote=" ".join(mark.text.split()),
                amount=amount_of(quantity.value, quantity.value_max, quantity.unit),
                period_start=period.start if period else None,
                period_end=period.end if period else None,
                evidence=mark,
            )


def _is_of_inspection(header: Header) -> bool:
    """Whether a conclusion tells what an inspection found: `KẾT LUẬN thanh tra công tác quản lý đất đai`."""
    doc_type, title = header.doc_type, header.title
    return bool(doc_type and title and doc_type.value == "kết luận" and _INSPECTION.match(title.value.lower()))


def find_targets(notice: Notice, cited: tuple[Span, ...]) -> tuple[Target, ...]:
    """The targets and results of a notice, in the order of the text. Figures inside `cited` are numbers and dates."""
    header = notice.header
    doc_type = header.doc_type.value if header.doc_type else None
    today = header.date.value if header.date else _year_in_title(notice)
    reported, planned = _periods_of_title(notice, today)
    articles = sum(1 for _ in _ARTICLE.finditer(notice.flow))
    flat = tuple(find_flat_figures(notice))
    rows = tuple(dict.fromkeys(figure.quote for figure in flat))
    in_rows = SparedSpans(rows)
    reader = _Reader(
        notice=notice,
        normative=doc_type in _NORMATIVE or articles >= _ARTICLES_OF_A_REGULATION,
        kind="result" if _is_of_inspection(header) else _KIND_OF_TYPE.get(doc_type or ""),
        today=today,
        cited=SparedSpans((*rows, *(span for span in cited if not in_rows.overlap(span)))),
        sections={section.id: section for section in notice.sections},
        identified=bool(header.doc_type or header.number or header.issuer),
        reported=reported,
        planned=planned,
        preamble=notice.sections[0].span.start if notice.sections and doc_type in _DIRECTIVES else 0,
    )
    if reader.normative:
        aims = next(rule.pattern for rule in _rules("target") if rule.name == "aim")
        paragraphs = tuple(dict.fromkeys(notice.paragraph_at(aim.start()) for aim in aims.finditer(notice.flow)))
        return tuple(target for paragraph in paragraphs for target in _paragraph_targets(reader, paragraph))
    in_cells = {line.span.start for line in notice.document.lines if line.cell is not None}
    paragraphs = tuple(p for p in notice.paragraphs if p.start not in in_cells or p.end - p.start >= _PROSE)
    prose = [target for paragraph in paragraphs for target in _paragraph_targets(reader, paragraph)]
    return tuple(sorted([*prose, *_table_targets(reader, flat)], key=lambda target: target.evidence.start))
