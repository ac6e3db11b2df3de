"""Tables of targets: which column is what, and which tables are none."""

import pytest
from of_text import notice_of

from pipeline.extract.target_tables import TableFigure, find_table_figures

HEADER = ("TT", "Chỉ tiêu", "Đơn vị tính", "Kế hoạch năm 2031", "Ước thực hiện", "So sánh (%)")


def figures_of(*rows: tuple[str, ...]) -> list[TableFigure]:
    return list(find_table_figures(notice_of("KẾ HOẠCH", table=rows)))


def test_plan_result_and_share_of_plan() -> None:
    found = figures_of(HEADER, ("1", "Tổng thu ngân sách", "tỷ đồng", "1.250", "940,5", "75,2"))
    assert [(f.kind, f.value, f.unit) for f in found] == [
        ("target", 1250, "tỷ đồng"),
        ("result", 940.5, "tỷ đồng"),
        ("result", 75.2, "%"),
    ]
    assert {f.indicator for f in found} == {"Tổng thu ngân sách"}


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("≥ 95", (95, None, ">=")),
        ("100%", (100, None, "=")),
        ("8 - 8,5", (8, 8.5, "range")),
        ("trên 80", (80, None, ">=")),
        ("dưới 1,2", (1.2, None, "<=")),
        ("70 trở lên", (70, None, ">=")),
        ("x", None),
        ("Theo Phụ lục 2", None),
        ("", None),
    ],
)
def test_cells(cell: str, expected: tuple[float, float | None, str] | None) -> None:
    found = figures_of(("TT", "Chỉ tiêu", "ĐVT", "Kế hoạch"), ("1", "Tỷ lệ số hóa", "%", cell), ("2", "Khác", "%", "1"))
    assert [(f.value, f.value_max, f.comparator) for f in found[:-1]] == ([expected] if expected else [])


def test_unit_in_the_name_of_the_indicator() -> None:
    (found,) = figures_of(("Chỉ tiêu", "Mục tiêu năm 2031"), ("Tỷ lệ che phủ rừng (%)", "52,5"))
    assert (found.indicator, found.unit, found.value) == ("Tỷ lệ che phủ rừng", "%", 52.5)


def test_a_line_across_the_table_groups_the_rows_below() -> None:
    rows = (
        ("I", "Đến năm 2031"),
        ("1", "Số xã đạt chuẩn", "xã", "12"),
        ("II", "Đến năm 2035"),
        ("1", "Số xã", "xã", "20"),
    )
    text = "KẾ HOẠCH\n"
    found = figures_of(("TT", "Chỉ tiêu", "ĐVT", "Mục tiêu"), *rows)
    assert [f.value for f in found] == [12, 20]
    assert [f.group is not None and f.group.start >= len(text) for f in found] == [True, True]
    assert found[0].group != found[1].group


@pytest.mark.parametrize(
    "header",
    [
        ("TT", "Họ và tên", "Đơn vị", "Số điện thoại"),  # a list of people
        ("TT", "Tên đường", "Đoạn", "Giá đất"),  # a price list
        ("TT", "Nội dung", "Cơ quan chủ trì", "Thời hạn"),  # a list of tasks
    ],
)
def test_other_tables(header: tuple[str, ...]) -> None:
    assert figures_of(header, ("1", "Mục thứ nhất", "Văn phòng", "15")) == []
