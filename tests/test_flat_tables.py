"""Tables of targets whose rows are lines of text: which lines are a head, and which are rows of it."""

import pytest
from of_text import notice_of

from pipeline.extract.flat_tables import find_flat_figures
from pipeline.extract.targets import find_targets
from pipeline.extract.unit_captions import find_captions

HEAD = "TT Chỉ tiêu ĐVT KH năm 2031 Ước TH 9 tháng TH/KH (%)"
YEARS = "STT Chỉ tiêu Đơn vị tính 2031 2032 Năm 2033"
CAPTION = "Đơn vị tính: triệu đồng"
WORKS = "TT Tên dự án Chủ đầu tư Kế hoạch năm 2031 Giải ngân đến 30/9/2031 Tỷ lệ (%) Ghi chú"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ((HEAD, "1 Sản lượng lúa tấn 5.320 4.180,5 78,6"),
         ["target 5320 tấn", "result 4180.5 tấn", "result 78.6 %"]),
        ((HEAD, "2. Số lao động qua đào tạo lao động 950 612 64,4"),
         ["target 950 lao động", "result 612 lao động", "result 64.4 %"]),
        ((HEAD, "1 Giá trị sản xuất (giá năm 2030) tỷ đồng 462 337 73"),
         ["target 462 tỷ đồng", "result 337 tỷ đồng", "result 73 %"]),
        ((YEARS, "1 Tỷ lệ phòng học kiên cố % 90 92,5 95"), ["None 90 %", "None 92.5 %", "None 95 %"]),
        # one unit for the whole table, a row on two lines, lines between the rows
        ((CAPTION, WORKS, "1 Cầu Bến Lội Sở Xây dựng 46.300 4.120 8,9"),
         ["target 46300 triệu đồng", "result 4120 triệu đồng", "result 8.9 %"]),
        ((CAPTION, WORKS, "TỔNG SỐ 56.000", "A VỐN TẬP TRUNG 46.300", "I Dự án chuyển tiếp", "1 Đường nội vùng xã Tân Phong",
          "đoạn 2 Ban QLDA 15.200 2.523 16,6"),
         ["target 15200 triệu đồng", "result 2523 triệu đồng", "result 16.6 %"]),
        # money ends the rows, whatever else they have
        (("TT Công trình Quy mô Thời gian Kinh phí dự kiến (triệu đồng)", "1 Cầu Bến Lội dài 12 m 2031 9.800", "2 Trường Tân An",
          "12 phòng học 2031 - 2032 21.500"), ["None 9800 triệu đồng", "None 21500 triệu đồng"]),
        (("TT Công trình Quy mô Diện tích (ha)", "1 Chợ Tân An 2031 9,8"), []),
        # a share of a share is often left out
        ((HEAD, "7 Tỷ lệ hộ dùng nước sạch % 96,5 95,8"), ["target 96.5 %", "result 95.8 %"]),
        # too few or too many figures, no unit, no number of the row
        ((HEAD, "6 Số hộ thoát nghèo hộ 380 (cuối năm đánh giá)"), []),
        ((HEAD, "1 Sản lượng lúa tấn 5.320 4.180,5"), []),
        ((HEAD, "1 Sản lượng lúa tấn 5.320 4.180,5 78,6 12"), []),
        ((HEAD, "1 Sản lượng lúa cả năm 5.320 4.180,5 78,6"), []),
        ((HEAD, "Sản lượng lúa tấn 5.320 4.180,5 78,6"), []),
        # no head, or one that says of a column neither when nor what; no unit at all
        (("1 Sản lượng lúa tấn 5.320 4.180,5 78,6",), []),
        (("TT Chỉ tiêu ĐVT Loại A Loại B", "1 Sản lượng lúa tấn 5.320 4.180"), []),
        ((WORKS, "1 Cầu Bến Lội Sở Xây dựng 46.300 4.120 8,9"), []),
        # a unit in each column
        (("TT Dự án KH 2031 (tỷ đồng) Giải ngân (tỷ đồng) Tỷ lệ (%)", "1 Cầu Bến Lội 46 4,1 8,9"),
         ["target 46 tỷ đồng", "result 4.1 tỷ đồng", "result 8.9 %"]),
        (("TT Dự án KH 2031 (tỷ đồng) Giải ngân Tỷ lệ (%)", "1 Cầu Bến Lội 46 4,1 8,9"), []),
        # columns of anything
        (("TT Xã Trồng rừng (ha) Đường GTNT (km)", "Cộng 173 20,4", "1 Xã Tân An 85 12,4", "2 Xã Bến Lội 88 8"),
         ["None 85 ha", "None 12.4 km", "None 88 ha", "None 8 km"]),
        (("Đơn vị tính: ha", "TT Xã Rừng sản xuất Rừng phòng hộ", "1 Xã Tân An 85 12,4", "2 Xã Bến Lội 88 8"),
         ["None 85 ha", "None 12.4 ha", "None 88 ha", "None 8 ha"]),
        (("Đơn vị tính: ha", "TT Xã Rừng sản xuất Rừng phòng hộ", "1 Xã Tân An 85 12,4"), []),  # one row may be chance
        (("Đơn vị tính: ha", "TT Xã Rừng sản xuất Rừng phòng hộ", "1 Xã Tân An 85 12,4", "2 Xã Bến Lội 88"), []),
        (("Đơn vị tính: ha", "TT Xã Chủ rừng Rừng sản xuất Rừng phòng hộ", "1 Tân An Ông Ba 85 12", "2 Bến Lội Bà Tư 8 9"), []),
        ((CAPTION, "TT Xã Chiều dài Kinh phí", "1 Xã Tân An 1,5 850", "2 Xã Bến Lội 0,8 460"), []),  # a length is no money
        (("Đơn vị tính: ha", "TT Ghi chú", "1 Xã Tân An 85 12,4"), []),  # a head of nothing
        # below the table
        ((HEAD, "Nơi nhận", "Các sở", "Lưu VT", "Chủ tịch", "1 Sản lượng lúa tấn 5.320 4.180,5 78,6"), []),
    ],
)  # fmt: skip
def test_rows(lines: tuple[str, ...], expected: list[str]) -> None:
    notice = notice_of(*lines)
    found = find_flat_figures(notice, find_captions(notice))
    assert [f"{figure.kind} {figure.value:g} {figure.unit}" for figure in found] == expected


def test_a_row_is_read_once_and_as_its_columns_say() -> None:
    notice = notice_of("KẾ HOẠCH", "Phát triển giáo dục", YEARS, "1 Tỷ lệ phòng học kiên cố % 90 92,5 95", "Hết bảng.")
    found = find_targets(notice, ())
    assert [(target.indicator, target.value, target.period) for target in found] == [
        ("Tỷ lệ phòng học kiên cố", 90, "2031"),
        ("Tỷ lệ phòng học kiên cố", 92.5, "2032"),
        ("Tỷ lệ phòng học kiên cố", 95, "Năm 2033"),
    ]


@pytest.mark.parametrize(
    ("titles", "period"),
    [
        (("CHỈ TIÊU TRỒNG RỪNG NĂM 2031",), "NĂM 2031"),
        (("CHỈ TIÊU TRỒNG RỪNG", "GIAI ĐOẠN 2031 - 2035"), "GIAI ĐOẠN 2031 - 2035"),
        (("CHỈ TIÊU NĂM 2030", "Biểu này để so sánh.", "CHỈ TIÊU TRỒNG RỪNG TOÀN HUYỆN"), None),
        (("CHỈ TIÊU TRỒNG RỪNG",), None),
    ],
)
def test_the_title_of_an_annex_has_the_period_of_its_tables(titles: tuple[str, ...], period: str | None) -> None:
    head = ("KẾ HOẠCH", "Phát triển rừng", "1. Trồng rừng theo phụ lục.", "CHỦ TỊCH", "Lê Văn Hòa", "PHỤ LỤC")
    rows = ("TT Xã Trồng rừng (ha) Đường rừng (km)", "1 Xã Tân An 85 12,4", "2 Xã Bến Lội 88 8")
    found = find_targets(notice_of(*head, *titles, *rows), ())
    assert [(target.indicator, target.value, target.period) for target in found][:2] == [
        ("trồng rừng Xã Tân An", 85, period),
        ("đường rừng Xã Tân An", 12.4, period),
    ]


def test_money_that_ends_a_row_has_the_years_before_it() -> None:
    head = "TT Công trình Quy mô Thời gian Vốn (tr.đồng)"
    notice = notice_of("KẾ HOẠCH", "Phát triển giáo dục", head, "1 Trường Tân An 12 phòng học 2031 9.800", "Hết bảng.")
    found = [target for target in find_targets(notice, ()) if target.unit == "tr.đồng"]
    assert [(target.indicator, target.value, target.period) for target in found] == [
        ("vốn Trường Tân An 12 phòng học", 9800, "2031")
    ]
    assert found[0].amount
    assert found[0].amount.value == 9_800_000_000
