"""What is known of one document while its figures are judged: its type, its day, its headings."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from pipeline.document import Span
from pipeline.extract.quantities import SparedSpans
from pipeline.extract.targets.cues import Kind
from pipeline.notice import Header, Notice, Section
from pipeline.vietnamese.periods import Period, find_periods

__all__ = ["BULLET", "MONTH_LONG", "TERM", "YEAR_LONG", "Heading", "Reader", "reader_of"]

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
BULLET = re.compile(r"\s*(?:[-+*•·–]|\(?\d{1,2}\)|[a-zđ]\))\s?")
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
_INSPECTION = re.compile(r"(?:về )?(?:việc )?(?:thanh tra|kiểm tra|kiểm toán)")
YEAR_LONG, MONTH_LONG = len("2031"), len("2031-09")
_THEN = re.compile(r"(?:nhiệm vụ|phương hướng|kế hoạch|giải pháp|công tác)")
_PLANNED_PERIOD = re.compile(r"(?:năm|năm học|quý|vụ [^\d,]+) [\dIViv/ -]+(?: năm \d{4})?", re.IGNORECASE)
TERM = re.compile(r"[Nn]hiệm kỳ")


@dataclass(frozen=True, slots=True)
class Heading:
    """What a heading makes of the figures below it; one that is not `sure` gives way to a result above it."""

    kind: Kind
    sure: bool
    aims: bool = False


@dataclass(slots=True)
class Reader:
    """What is known of one document while its figures are judged."""

    notice: Notice
    normative: bool
    kind: Kind | None
    today: str | None
    spared: SparedSpans  # the places of cited documents and of rows, in which no figure is a quantity
    sections: dict[str, Section]
    identified: bool
    reported: Period | None  # what the title names for the results: `tình hình 9 tháng`
    planned: Period | None  # and for the targets: `kế hoạch năm 2031`
    preamble: int  # where a directive, which first tells how things are, comes to its orders; 0 in other documents
    kinds: dict[Span, Heading | None] = field(default_factory=dict)
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
        if not BULLET.match(flow, paragraph.start):
            return None
        at = paragraph.start
        for _ in range(60):
            above = self.notice.paragraph_at(at - 2) if at > 1 else None
            if above is None or above.start >= at:
                return None
            if not BULLET.match(flow, above.start):
                return above if flow[above.start : above.end].rstrip().endswith(":") else None
            at = above.start
        return None


def _year_in_title(notice: Notice) -> str | None:
    """The year that the periods of the title lie in, where they agree: the day of a report that has no date."""
    title = notice.header.title
    periods = find_periods(notice.flow, title.span.start, title.span.end) if title else ()
    years = {period.end[:YEAR_LONG] for period in periods if period.end}
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
        if not TERM.match(flow[period.span.start : period.span.end].lower())
    ]
    if not found:
        return None, None
    first, *more = found
    if _KIND_OF_TYPE.get(doc_type.value) == "result":
        later = more and _THEN.search(flow[first.span.end : more[0].span.start].lower())
        return (first, None) if not more or later else (None, None)
    return None, None if more or not _PLANNED_PERIOD.fullmatch(first.span.of(flow)) else first


def _is_of_inspection(header: Header) -> bool:
    """Whether a conclusion tells what an inspection found: `KẾT LUẬN thanh tra công tác quản lý đất đai`."""
    doc_type, title = header.doc_type, header.title
    return bool(doc_type and title and doc_type.value == "kết luận" and _INSPECTION.match(title.value.lower()))


def reader_of(notice: Notice, spared: SparedSpans) -> Reader:
    """What is known of a notice; no figure that `spared` overlaps is a quantity."""
    header = notice.header
    doc_type = header.doc_type.value if header.doc_type else None
    today = header.date.value if header.date else _year_in_title(notice)
    reported, planned = _periods_of_title(notice, today)
    articles = sum(1 for _ in _ARTICLE.finditer(notice.flow))
    return Reader(
        notice=notice,
        normative=doc_type in _NORMATIVE or articles >= _ARTICLES_OF_A_REGULATION,
        kind="result" if _is_of_inspection(header) else _KIND_OF_TYPE.get(doc_type or ""),
        today=today,
        spared=spared,
        sections={section.id: section for section in notice.sections},
        identified=bool(header.doc_type or header.number or header.issuer),
        reported=reported,
        planned=planned,
        preamble=notice.sections[0].span.start if notice.sections and doc_type in _DIRECTIVES else 0,
    )
