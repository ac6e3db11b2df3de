"""The period of a figure: the one that its statement names, the one that holds for several, or the one of a heading."""

import re
from bisect import bisect_left
from dataclasses import dataclass

from pipeline.document import Span
from pipeline.extract.quantities import Quantity
from pipeline.extract.targets.cues import Kind, Verdict
from pipeline.extract.targets.headings import LONGEST_TITLE
from pipeline.extract.targets.reader import MONTH_LONG, TERM, YEAR_LONG, Reader
from pipeline.vietnamese.periods import Period, find_periods, parse_period

__all__ = ["Scope", "annex_titles", "column_period", "period_above", "period_and_kind", "periods_in", "scope_of"]

_LOOK_AHEAD = 600  # code points after a statement in which a deadline may follow
_OPENING = 20  # code points at the start of a statement in which a period holds for the whole of it
_FEWEST_IN_TITLE = 3  # words
_FEW = 4  # periods after a figure among which its own may be
_COMPARED = re.compile(r"(?:so (?:với |cùng )?|cùng kỳ |hơn )[^,;.]{0,30}$")
DIGIT = re.compile("[0-9]")
_BY_THEN = re.compile(r"^[^,;.]{0,40} (?:vào|trong) $")
_LIMIT = re.compile(r"[Tt]rước|[Cc]hậm nhất")
_DEADLINE = re.compile(r"hoàn thành[^.;,]{0,20}? $|(?:xong|thực hiện|trong) $")
_DIVIDES = re.compile(r"[,;.()]|(?<!\w)(?:và|trong đó)(?!\w)")
_KEPT = re.compile(r"[Dd]uy trì [^.;]*$")
_STEADY = re.compile(r"[^-–+.;:\s]\s[Dd]uy trì (?:ở |ở mức |mức )?(?:trên |dưới |khoảng )?$")
_HOLDS = re.compile(r"\s?[,:]")
_EACH = re.compile(r"(?:[Mm]ỗi|[Hh][àằ]ng) ")
_DAY = re.compile(r"(?:trước |chậm nhất (?:là )?)?ngày ")
_WITHIN_TERM = re.compile(r"(?:[Tt]rong|[Cc]ả|[Ss]uốt|[Tt]oàn|^)\s?$")
_BARE_YEAR = re.compile(r"\s*(20\d\d)\s*")
_BY_NOW = re.compile(r"[-+*•\s]*(?:[Hh]ết|[Tt]ính đến|[Đđ]ến (?:hết|cuối)) ")
_OVER_NEW_YEAR = re.compile(r"[Nn]ăm học|[Vv]ụ ")
_RELATIVE = re.compile(r"đã [^,;.]{0,30}$")
_AIMS_OF_TERM = re.compile(r"(?:mục tiêu|chỉ tiêu|phương hướng|nhiệm vụ|kết quả)[^.;:()]* nhiệm kỳ")
_GENERAL_AIM = re.compile(r"mục tiêu (?:tổng quát|chung|tổng thể)")
_UNTIL_YEAR = re.compile(r"(?:đến|vào|hết) (?:cuối |hết )?năm")


@dataclass(frozen=True, slots=True)
class Scope:
    """Where the period of a figure is sought: in its statement, behind that, and at the start of its sentence.

    `periods` are those from the statement on; `carried` is what opens the sentence and holds to its full stop, as in
    `Đến năm 2030: ...; ...; ...`.
    """

    paragraph: Span
    statement: Span
    periods: list[Period]
    carried: Period | None


def scope_of(paragraph: Span, statement: Span, periods: list[Period], before: Scope | None, *, begins: bool) -> Scope:
    """The scope of a statement among the periods of its paragraph; one that `begins` no sentence goes on `before`."""
    first = bisect_left(periods, statement.start, key=_starts_at)
    near = periods[first : bisect_left(periods, statement.end + _LOOK_AHEAD, key=_starts_at)]
    if begins:
        opening = bool(near) and near[0].span.start - statement.start <= _OPENING
        return Scope(paragraph, statement, near, near[0] if opening else None)
    return Scope(paragraph, statement, near, before.carried if before else None)


def periods_in(reader: Reader, span: Span) -> list[Period]:
    """The periods of a span that say when; not the bases of comparisons, not the years in citations."""
    flow = reader.notice.flow
    return [
        period
        for period in find_periods(flow, span.start, span.end, today=reader.today)
        if not _COMPARED.search(flow, max(span.start, period.span.start - 40), period.span.start)
        and not _is_term(flow, period, span.start)
        and not reader.spared.overlap(period.span)
    ]


def _is_term(flow: str, period: Period, start: int) -> bool:
    """Whether a period is the term of a body, which only tells which one: `HĐND tỉnh nhiệm kỳ 2026 - 2031`."""
    if not TERM.match(flow, period.span.start):
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
    if before and _LIMIT.match(flow, before.span.start) and DIGIT.search(flow, statement.start, before.span.start):
        before = None  # `bồi dưỡng 90 giáo viên trước 30/9, đào tạo 5 thạc sĩ`: the day is that of the first
    for period in scope[later : later + _FEW]:
        gap = flow[quantity.span.end : min(period.span.start, quantity.span.end + _LOOK_AHEAD)]
        if _RELATIVE.search(gap):
            break
        own = period.span.end <= following
        if own and _is_of_next(flow, gap, period, following):
            break
        if (
            own
            and (_BY_THEN.search(gap) or _LIMIT.match(flow, period.span.start))
            and (
                not before
                or _HOLDS.match(flow, before.span.end)
                or DIGIT.search(flow, statement.start, before.span.start)
            )
        ):
            return period
        if not before and (own or (_DEADLINE.search(gap) and period.span.end <= free)):
            rest = scope[later : later + _FEW]
            deadlines = [p for p in rest if p.span.end <= following and _LIMIT.match(flow, p.span.start)]
            return deadlines[0] if own and deadlines else period
    return before


def _is_of_next(flow: str, gap: str, period: Period, following: int) -> bool:
    """Whether a period behind a comma or bracket goes with the figure that follows it.

    `thu 34 tỷ đồng, đưa cả năm lên 73 tỷ đồng`; `giảm còn 42 % (năm 2030: 45 %)`.
    """
    if not DIGIT.match(flow, following):
        return False
    between = flow[period.span.end : following]
    return ("," in gap or "(" in gap) and not _DIVIDES.search(between)


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


def period_above(reader: Reader, paragraph: Span, figure: int) -> Period | None:
    """The period that the line above the list or a heading names.

    Where a numbered paragraph is its own heading, only what it says before a colon holds for all its sentences.
    """
    flow = reader.notice.flow
    lead = reader.lead(paragraph)
    for span in (*((lead,) if lead else ()), *reader.headings(paragraph.start)):
        if span.start <= figure < span.end:
            colon = flow.find(":", span.start, min(figure, span.start + LONGEST_TITLE))
            if colon < 0:
                continue
            span = Span(span.start, colon)
        if span not in reader.periods:
            reader.periods[span] = _heading_period(flow, span, reader.today)
        above = reader.periods[span]
        if above and TERM.match(flow[above.span.start : above.span.start + 8].lower()):
            return _period_of_general_aim(reader, figure) or above
        if above:
            return above
    return None


def _period_of_general_aim(reader: Reader, figure: int) -> Period | None:
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
        if (aims or not TERM.match(text, p.span.start)) and not _DAY.match(text, p.span.start)
    ]
    if len(found) > 1 and text.endswith(":"):  # `Cả năm đạt các chỉ tiêu đề ra, cụ thể 6 tháng cuối năm phải đạt:`
        found = [p for p in found if p.span.start > text.rfind(",")]
    if len(found) != 1:
        return None
    (period,) = found
    return Period(Span(span.start + period.span.start, span.start + period.span.end), period.start, period.end)


def column_period(flow: str, span: Span, today: str | None) -> Period | None:
    """The period that the head of a column names, which may be a bare year: `ĐVT | 2031 | 2032`."""
    year = _BARE_YEAR.fullmatch(flow, span.start, span.end)
    return Period(Span(*year.span(1)), year[1], year[1]) if year else _heading_period(flow, span, today)


def annex_titles(reader: Reader) -> tuple[list[int], list[Period | None]]:
    """Where the titles in annexes begin, which are set in capitals, and the period that each names.

    `CHỈ TIÊU TRỒNG RỪNG NĂM 2031` holds for the table below it, up to the next title.
    """
    notice, flow = reader.notice, reader.notice.flow
    in_cells = {line.span.start for line in notice.document.lines if line.cell is not None}
    titles: list[Span] = []
    first = notice.annexes[0].start if notice.annexes else len(flow)
    for paragraph in notice.paragraphs:
        if paragraph.start < first:
            continue
        text = paragraph.of(flow)
        if paragraph.start in in_cells or not text.isupper() or len(text.split()) < _FEWEST_IN_TITLE:
            continue
        if titles and not flow[titles[-1].end : paragraph.start].strip():
            titles[-1] = Span(titles[-1].start, paragraph.end)
        else:
            titles.append(paragraph)
    return [title.start for title in titles], [_heading_period(flow, title, reader.today) for title in titles]


def _starts_at(period: Period) -> int:
    return period.span.start


def _settled(flow: str, period: Period, today: str | None) -> Period:
    """The period of a target that names no year, in the first year in which it does not lie behind the document.

    `hết quý IV` in a plan of January 2031 is 2031-12, `tháng 1` in one of December the next January.
    """
    if period.start or period.end or not today or len(today) < MONTH_LONG:
        return period
    words = period.span.of(flow)
    for year in (int(today[:YEAR_LONG]), int(today[:YEAR_LONG]) + 1):
        found = parse_period(words, today=f"{year}-06")
        if found and found.end and found.end[:MONTH_LONG] >= today[:MONTH_LONG]:
            return Period(period.span, found.start, found.end)
    return period


def _is_ahead(flow: str, period: Period, today: str | None) -> bool:
    """Whether a period ends in a year after the document's; a school year or a season, whether it begins later."""
    begun = period.start if _OVER_NEW_YEAR.match(flow, period.span.start) else None
    end = begun or period.end
    return bool(today and end and end[:YEAR_LONG] > today[:YEAR_LONG])


def _is_past(period: Period, today: str | None) -> bool:
    """Whether a period ended in a month, or a year, before the document's."""
    end, now = period.end or "", today or ""
    if len(end) == YEAR_LONG:
        return bool(now) and end < now[:YEAR_LONG]
    return len(end) >= MONTH_LONG <= len(now) and end[:MONTH_LONG] < now[:MONTH_LONG]


def period_and_kind(
    reader: Reader, scope: Scope, quantity: Quantity, verdict: Verdict, following: int, free: int
) -> tuple[Period | None, Kind]:
    """The period of a figure, and whether it is a target or a result once that is known.

    `following` is where the next figure or statement begins, `free` where the next figure does.
    """
    flow = reader.notice.flow
    period = _period(reader, scope, quantity, verdict, following, free)
    if period is None:
        return None, verdict.kind
    kind = verdict.kind
    if _is_ahead(flow, period, reader.today) and verdict.source in ("heading", "document type", "part of a whole"):
        kind = "target"
    elif _is_past(period, reader.today):
        opens = _BY_NOW.match(flow, scope.statement.start, period.span.end) is not None
        beside = flow.startswith("(", period.span.start - 1)  # `còn 42% (năm 2018: 45,3%)`
        if verdict.source == "document type" or (verdict.source in ("heading", "aim") and (opens or beside)):
            kind = "result"
    return _settled(flow, period, reader.today) if kind == "target" else period, kind


def _period(
    reader: Reader, scope: Scope, quantity: Quantity, verdict: Verdict, following: int, free: int
) -> Period | None:
    flow, statement, carried = reader.notice.flow, scope.statement, scope.carried
    if period := _own_period(flow, statement, quantity, following, free, scope.periods):
        return period
    if carried and (
        verdict.kind == "result" or _HOLDS.match(flow, carried.span.end) or _EACH.match(flow, carried.span.start)
    ):
        return carried
    if verdict.kind == "target" and len(scope.periods) == 1:
        [only] = scope.periods
        if only.span.end <= statement.end and _LIMIT.match(flow, only.span.start):
            return only  # `xây 18 trạm, sửa 43 trạm trước năm 2031`
    if _is_kept(flow, statement, quantity):
        return None
    period = period_above(reader, scope.paragraph, quantity.figure.start)
    if period is None and verdict.source != "preamble":
        return reader.planned if verdict.kind == "target" else reader.reported
    return period
