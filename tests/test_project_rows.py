"""Projects in tables that lost their lines, and lists of works on which building words stand."""

import pytest

from pipeline.extract.projects import find_projects
from pipeline.ingest import read_bytes
from pipeline.segment import segment


def names(*lines: str) -> list[str]:
    text = "\n".join(("QUYẾT ĐỊNH", "Về việc giao vốn", *lines, ""))
    return [project.name for project in find_projects(segment(read_bytes("notice.txt", text.encode())), ())]


HEAD = "TT Danh mục dự án Chủ đầu tư Thời gian Tổng mức đầu tư"


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("1 Trạm bơm Tân An III Công ty Bình Hòa 2024-2026 96.200 12.400", ["Trạm bơm Tân An III"]),
        ("1. Cải tạo chợ Bến Gỗ 12.500 4.000", ["Cải tạo chợ Bến Gỗ"]),
        ("2 Cầu Bến Gỗ và đường dẫn hai đầu cầu Ban QLDA huyện 512/QĐ-UBND", ["Cầu Bến Gỗ và đường dẫn hai đầu cầu"]),
        ("3 Khu tái định cư Tân An 2 UBND xã Mỹ Đức 71.000 0", ["Khu tái định cư Tân An 2"]),  # the 2 names
        ("4 Trường THPT Tân An - nhà đa năng Sở GD&ĐT 9.850", ["Trường THPT Tân An - nhà đa năng"]),
        ("5 Trường Tiểu học Mỹ Đức Xây mới 06 phòng học 2026 9.800", ["Trường Tiểu học Mỹ Đức"]),
        ("6 Chợ Tân An, đường Tô Hiệu, phường Mỹ Đức 2026 9.800", ["Chợ Tân An"]),
        ("7 Trụ sở UBND xã Tân An Phòng Kinh tế 2026 9.800", ["Trụ sở UBND xã Tân An"]),
        ("8 Mua sắm máy tính văn phòng 2026 800", []),  # no work of building
        ("I Dự án chuyển tiếp 96.200", []),
        ("9 Sửa chữa nhỏ 150", []),  # no name
    ],
)
def test_a_row_is_a_project_up_to_its_next_column(row: str, expected: list[str]) -> None:
    assert names("PHỤ LỤC", HEAD, row) == expected


def test_dashes_and_strokes_may_part_the_columns() -> None:
    rows = [
        "1 - Cải tạo đường Tân An (từ Bến Gỗ đến chợ) - phường Mỹ Đức - 38,5",
        "2 - Kè Tân An - Bến Gỗ - xã Mỹ Đức - 21",
    ]
    assert names("PHỤ LỤC", "STT - Tên công trình - Địa điểm - Vốn", *rows) == [
        "Cải tạo đường Tân An (từ Bến Gỗ đến chợ)",
        "Kè Tân An - Bến Gỗ",
    ]
    school = "Trường Tiểu học Tân An; hạng mục: Nhà lớp học 2 tầng"
    assert names("PHỤ LỤC", "STT | Tên công trình | Vốn", f"1 | {school} | 8.950") == [school]
    assert not names("PHỤ LỤC", "STT - Đơn vị - Vốn", *rows[1:])


def test_an_annex_of_projects_lists_them_behind_dashes() -> None:
    note = "(Kèm theo Thông báo số 12/TB-UBND của UBND tỉnh)"
    works = ["- Cầu Bến Gỗ: kế hoạch vốn 18 tỷ đồng.", "- Hồ chứa nước Tân An: chưa giải ngân."]
    assert names("PHỤ LỤC", "CÁC DỰ ÁN GIẢI NGÂN CHẬM", note, *works) == ["Cầu Bến Gỗ", "Hồ chứa nước Tân An"]
    assert not names("PHỤ LỤC", "CÁC ĐƠN VỊ GIẢI NGÂN CHẬM", note, "- Trường Tiểu học Tân An: 12 tỷ đồng.")


def test_a_row_may_go_on_in_the_next_line_and_groups_stand_between_rows() -> None:
    assert names(
        "PHỤ LỤC",
        HEAD,
        "TỔNG SỐ 438.650",
        "A VỐN TẬP TRUNG 176.400",
        "1 Đường nội vùng Cụm công nghiệp Tân An",
        "mở rộng UBND xã Mỹ Đức 15.200 2.523",
        "B VỐN XỔ SỐ 9.000",
        "1 Chợ Bến Gỗ (giai đoạn 2) UBND xã Bình Hòa 22.000",
    ) == ["Đường nội vùng Cụm công nghiệp Tân An mở rộng", "Chợ Bến Gỗ (giai đoạn 2)"]


def test_rows_below_another_head_and_behind_the_table_are_none() -> None:
    assert not names("TT Đơn vị Chỉ tiêu", "1 Trường Tiểu học Tân An 96 97", "2 Trường THCS Mỹ Đức 95 98")
    after = [HEAD, "1 Chợ Bến Gỗ 22.000", "Nơi nhận:", "Như trên;", "Lưu văn thư.", "Danh sách", "2 Trường THCS Mỹ Đức"]
    assert names("PHỤ LỤC", *after) == ["Chợ Bến Gỗ"]


def test_below_a_title_rows_end_in_a_figure() -> None:
    title = "PHÂN BỔ KẾ HOẠCH VỐN ĐẦU TƯ CÔNG NĂM 2026"
    assert names("PHỤ LỤC", title, "1. Cải tạo chợ Bến Gỗ 2.500 1.000", "2. Đường vào bản Tân An 4.000 3.200") == [
        "Cải tạo chợ Bến Gỗ",
        "Đường vào bản Tân An",
    ]
    assert not names("PHỤ LỤC", title, "1. Trường Tiểu học Tân An báo cáo kết quả.")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("huyện có 03 công trình, gồm Trường THCS Tân An, Cầu Bến Gỗ.", ["Trường THCS Tân An", "Cầu Bến Gỗ"]),
        ("hoàn thành 85% khối lượng Hồ chứa nước Tân An.", ["Hồ chứa nước Tân An"]),
        ("Một số công trình chậm: Chợ Tân An mới đạt 30%; Cầu Bến Gỗ chưa có mặt bằng.", ["Chợ Tân An", "Cầu Bến Gỗ"]),
        ("Bàn giao mặt bằng Trạm dừng nghỉ Tân An cho nhà thầu", ["Trạm dừng nghỉ Tân An"]),
        (
            "xã làm chủ đầu tư: Trường Mầm non Tân An; mở rộng chợ Mỹ Đức.",
            ["Trường Mầm non Tân An", "mở rộng chợ Mỹ Đức"],
        ),
        ("Thị sát công trường hầm Bến Gỗ, nút giao Tân An.", ["hầm Bến Gỗ", "nút giao Tân An"]),
        ("bàn giao hồ sơ hoàn công Trạm Y tế xã Tân An, Cầu Bến Gỗ", ["Trạm Y tế xã Tân An", "Cầu Bến Gỗ"]),
        ("Chợ Bến Gỗ được sửa chữa với kinh phí 2 tỷ đồng", ["Chợ Bến Gỗ"]),
        ("đầu tư Cầu vượt Tân An trên đường Tô Hiệu, thành phố Mỹ Đức", ["Cầu vượt Tân An"]),
        (
            "Triển khai đồng bộ Đường nối nút giao Tân An - thị trấn Bến Gỗ",
            ["Đường nối nút giao Tân An - thị trấn Bến Gỗ"],
        ),
        ("Dự án tuyến cao tốc Tân An - Bến Gỗ và một số dự án kết nối", ["tuyến cao tốc Tân An - Bến Gỗ"]),
        ("bàn giao Trường Tiểu học Tân An về xã Mỹ Đức quản lý", []),  # who runs it
        ("Đặt tên các công trình: Công viên Tân An, Quảng trường Bến Gỗ; cầu Mỹ Đức.", []),  # names, no building
        ("đường Tô Hiệu nối từ bến đến kênh Tân An đã nghiệm thu", []),  # where it leads
        ("xây dựng nông thôn mới: Đường liên xã; nhà văn hóa", []),
    ],
)
def test_works_are_projects_where_words_of_building_stand(text: str, expected: list[str]) -> None:
    assert names(text) == expected


def test_one_verb_at_an_items_head_governs_all_that_follows() -> None:
    found = names(
        "Tập trung thực hiện các công trình:",
        "- Sửa chữa hồ Tân An và kênh Bến Gỗ;",
        "- Nâng cấp đường Tô Hiệu, Mê Linh và hệ thống thoát nước Tân An;",
        "- Chợ Mỹ Đức và cầu Bình Hòa;",
    )
    assert found == [
        "Sửa chữa hồ Tân An và kênh Bến Gỗ",
        "Nâng cấp đường Tô Hiệu, Mê Linh và hệ thống thoát nước Tân An",
        "Chợ Mỹ Đức",
        "cầu Bình Hòa",
    ]
