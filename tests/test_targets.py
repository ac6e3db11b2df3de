"""Targets and results: what is found in a sentence, as what, and what is left alone."""

import pytest

from pipeline.document import Document, Line, Page, Source, Span
from pipeline.extract.targets import find_targets
from pipeline.notice import Header, HeaderField, Notice
from pipeline.records import Target
from pipeline.vietnamese.spelling import fold


def notice_of(text: str, doc_type: str | None = None, date: str | None = None) -> Notice:
    """A notice whose lines are its paragraphs, with a header and no sections."""
    spans, at = [], 0
    for line in text.split("\n"):
        spans.append(Span(at, at + len(line)))
        at += len(line) + 1
    source = Source("test.txt", "0" * 64, "text/plain", len(text.encode()), 1, "text", "1")
    document = Document(text, tuple(Line(s, 1) for s in spans), (Page(1, Span(0, len(text)), "text"),), source)

    def field(value: str | None) -> HeaderField | None:
        return HeaderField(value, Span(0, 0), "test") if value else None

    header = Header(doc_type=field(doc_type), date=field(date))
    return Notice(document, fold(text), tuple(spans), header, (), (), Span(0, len(text)))


def targets_of(text: str, doc_type: str = "thông báo", date: str | None = None) -> tuple[Target, ...]:
    return find_targets(notice_of(text, doc_type, date), ())


@pytest.mark.parametrize(
    ("text", "doc_type", "expected"),
    [
        ("Phấn đấu thu quý II đạt 1.250 triệu đồng.", "thông báo", [("target", 1250, "triệu đồng", "=")]),
        ("Duy trì 12 tuyến đường tự quản và 7 tuyến ngõ xanh.", "thông báo",
         [("target", 12, "tuyến đường", "="), ("target", 7, "tuyến ngõ", "=")]),
        ("Phấn đấu tăng 5 - 6 % so với cùng kỳ.", "kế hoạch", [("target", 5, "%", "range")]),
        ("Tỷ lệ trẻ đến lớp đạt trên 97,5%.", "báo cáo", [("result", 97.5, "%", ">=")]),
        ("Đã cấp khoảng 340 giấy phép xây dựng.", "báo cáo", [("result", 340, "giấy phép", "~")]),
        ("Giảm tỷ lệ hộ nghèo còn dưới 1,2%.", "nghị quyết", [("target", 1.2, "%", "<=")]),
        ("Đã kiểm đếm 41/60 hộ.", "báo cáo", [("result", 41, "hộ", "=")]),
        ("Giá trị sản xuất tăng 9% (Nghị quyết: tăng 10-11%).", "báo cáo",
         [("result", 9, "%", "="), ("target", 10, "%", "range")]),
        # near misses
        ("Tham dự hội nghị có 05 đồng chí.", "báo cáo", []),
        ("Trả kết quả trong thời hạn 05 ngày làm việc.", "thông báo", []),
        ("Thực hiện quy hoạch tỷ lệ 1/2000 khu A.", "thông báo", []),
        ("Thực hiện khoản 2 Điều 5 Nghị định 99/2031/NĐ-CP.", "thông báo", []),
        ("Phạt tiền từ 5.000.000 đồng đến 7.000.000 đồng.", "nghị định", []),
        ("Ban hành kèm theo Quyết định số 12 ngày 4/5/2031.", "báo cáo", []),
        ("Nhiệm kỳ 2025 - 2030 có nhiều thuận lợi.", "báo cáo", []),
        ("Mức hỗ trợ tối đa 70% chi phí.", "nghị định", []),
        ("Giá lúa ở mức 7.500 đồng/kg.", "báo cáo", []),
    ],
)  # fmt: skip
def test_figures(text: str, doc_type: str, expected: list[tuple[str, float, str, str]]) -> None:
    found = targets_of(text, doc_type)
    assert [(t.kind, t.value, t.unit, t.comparator) for t in found] == expected


def test_periods_are_resolved_from_the_day_of_the_document() -> None:
    (target,) = targets_of("Phấn đấu thu tháng 4 đạt 900 triệu đồng.", date="2031")
    assert (target.period, target.period_start, target.period_end) == ("tháng 4", "2031-04", "2031-04")
    assert target.amount is not None
    assert (target.amount.value, target.amount.unit) == (9e8, "VND")


def test_every_quote_is_a_slice() -> None:
    text = "Phấn đấu trồng 1.200 cây xanh; xây dựng 3 km đường; đến năm 2031 đạt 85% kế hoạch."
    for target in targets_of(text, "kế hoạch"):
        assert text[target.evidence.start : target.evidence.end] == target.evidence.text
        assert target.quote == " ".join(target.evidence.text.split())
