"""Units that stand once for many figures: which words name one, how far it holds, which figures have it."""

import pytest
from of_text import notice_of

from pipeline.extract.captioned_figures import find_captioned_figures
from pipeline.extract.targets import find_targets
from pipeline.extract.unit_captions import find_captions

ABOVE = "ĐVT: triệu đồng"
PROSE = "Các cơ quan, đơn vị nêu cao trách nhiệm trong tổ chức thực hiện."


@pytest.mark.parametrize(
    ("caption", "unit"),
    [
        ("Đơn vị tính: triệu đồng", "triệu đồng"),
        ("(ĐVT: Triệu đồng)", "Triệu đồng"),
        ("Đơn vị: tr.đồng", "tr.đồng"),
        ("ĐVT: 1.000 đồng", "1.000 đồng"),
        ("Đvt: ha", "ha"),
        ("PHÂN BỔ VỐN NĂM 2031 (tỷ đồng)", "tỷ đồng"),
        ("2. Phân bổ vốn (triệu đồng):", "triệu đồng"),
        # A price, an office, a blank, a unit of one sum alone.
        ("Đơn vị tính: đồng/m2", None),
        ("Đơn vị: Công ty Tân Bình", None),
        ("Đơn vị tính: ............", None),
        ("Tổng số (triệu đồng) đã giao trong năm là nhiều", None),
        ("Kinh phí 5 triệu đồng", None),
    ],
)
def test_captions(caption: str, unit: str | None) -> None:
    found = find_captions(notice_of(caption, "- Xã Tân An: 1.250"))
    assert [caption.unit for caption in found] == ([unit] if unit else [])


def figures(*paragraphs: str, table: tuple[tuple[str, ...], ...] = ()) -> list[str]:
    notice = notice_of(*paragraphs, table=table)
    found = find_captioned_figures(notice, find_captions(notice))
    return [f"{figure.kind} {figure.indicator}: {figure.value:g} {figure.unit}" for figure in found]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("- Xã Tân An: dự toán 1.250, thực hiện 402,5, đạt 32,2%",
         ["target dự toán Xã Tân An: 1250 triệu đồng", "result thực hiện Xã Tân An: 402.5 triệu đồng"]),
        ("- Phí, lệ phí, thu khác: 7.000", ["None Phí, lệ phí, thu khác: 7000 triệu đồng"]),
        ("- Chi thường xuyên 12.500, trong đó giáo dục 8.200.",
         ["None Chi thường xuyên: 12500 triệu đồng", "None giáo dục: 8200 triệu đồng"]),
        ("Bố trí: cầu Bến Gỗ 9.800 (đợt 1); trạm y tế 4.120",
         ["None Bố trí cầu Bến Gỗ: 9800 triệu đồng", "None Bố trí trạm y tế: 4120 triệu đồng"]),
        # A unit of its own, a year, a number in a name, what works cost in all, how much there was, a range of two columns.
        ("- Xã Tân An: dự toán 1.250 tỷ đồng, diện tích 96 ha", []),
        ("- Hoàn thành: năm 2031, cầu Bến Gỗ 2", []),
        ("- Trạm bơm Bến Gỗ: TMĐT: 9.800; quy mô 3.200; cùng kỳ 2.100", []),
        ("- Thuế ngoài quốc doanh: 9.800 - 10.450", []),
        ("- Thời gian: 2031-2032", []),
        # No words, no sign of a list.
        ("12.500", []),
        ("Cộng 12.500", []),
    ],
)  # fmt: skip
def test_figures_of_lists(line: str, expected: list[str]) -> None:
    assert figures(ABOVE, line) == expected
    assert figures(line) == []


def test_a_caption_that_speaks_of_a_table_holds_for_what_is_before_it() -> None:
    last = "Đơn vị tính trong danh mục: triệu đồng."
    assert figures("1. Vốn của dự án", "- Cầu Bến Gỗ: 9.800", last, "- Quốc lộ: 402") == [
        "None Cầu Bến Gỗ: 9800 triệu đồng"
    ]


def test_a_caption_holds_to_the_next_one_and_to_no_prose() -> None:
    assert figures(ABOVE, "- Chợ: 402", "ĐVT: ha", "- Rừng: 52") == ["None Chợ: 402 triệu đồng", "None Rừng: 52 ha"]
    assert figures(ABOVE, "- Chợ: 402", "PHỤ LỤC 2", "- Rừng: 52") == ["None Chợ: 402 triệu đồng"]
    assert figures(ABOVE, "- Chợ: 402", *[PROSE] * 4, "- Rừng: 52") == ["None Chợ: 402 triệu đồng"]


def test_a_cell_with_words_of_its_own_is_named_by_its_row() -> None:
    rows = (("1", "Cầu Bến Gỗ", "TMĐT: 9.800", "KH vốn: 4.120"), ("2", "Chợ Tân An", "TMĐT: 850", "KH vốn: 402"))
    assert figures(ABOVE, table=rows) == [
        "target KH vốn Cầu Bến Gỗ: 4120 triệu đồng",
        "target KH vốn Chợ Tân An: 402 triệu đồng",
    ]


def test_a_table_without_units_has_that_of_its_caption() -> None:
    rows = (
        ("TT", "Tên công trình", "Thời gian thực hiện", "Tổng mức đầu tư", "Kế hoạch vốn năm 2031", "Tỷ lệ giải ngân"),
        ("1", "Cầu Bến Gỗ", "2031", "9.800", "4.120", "32,2"),
    )
    found = find_targets(notice_of("QUYẾT ĐỊNH", "Giao vốn", ABOVE, table=rows), ())
    assert [(target.kind, target.value, target.unit, target.period) for target in found] == [
        ("target", 4120, "triệu đồng", "năm 2031"),
        ("result", 32.2, "%", None),
    ]
    assert found[0].amount
    assert found[0].amount.value == 4_120_000_000
