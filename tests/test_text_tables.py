"""Tables in plain text, cells one below the other or beside one another: which lines get which cell."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract import extract
from pipeline.ingest import read_bytes
from pipeline.ingest.build import RawLine
from pipeline.ingest.text_tables import with_cells
from pipeline.records import Record
from pipeline.segment import segment

HEAD = "TT Chỉ_tiêu ĐVT KH_2031"


def record_of(text: str) -> Record:
    return extract(segment(read_bytes("made.txt", text.encode())))


def cells(table: str) -> list[tuple[int, int, str]]:
    """Row, column and text of the lines that got a cell; in `table`, `_` is a space and white space parts lines."""
    lines = [RawLine(word.replace("_", " ")) for word in table.split()]
    return [(line.cell.row, line.cell.column, line.text) for line in with_cells(lines) if line.cell]


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        (f"{HEAD} 1 Đàn_lợn Con 90 2 Hộ_nghèo Hộ 8", ["TT Chỉ_tiêu ĐVT KH_2031", "1 Đàn_lợn Con 90", "2 Hộ_nghèo Hộ 8"]),
        # A number that a cell holds is no row's; groups count on or begin anew.
        (f"{HEAD} 1 Cầu Cái 2 2 Hồ Cái 3 3 Chợ Cái 4", [HEAD, "1 Cầu Cái 2", "2 Hồ Cái 3", "3 Chợ Cái 4"]),
        (f"{HEAD} I Kinh_tế 1 Lúa Tấn 5 II Xã_hội 2 Hộ Hộ 8", [HEAD, "I Kinh_tế", "1 Lúa Tấn 5", "II Xã_hội", "2 Hộ Hộ 8"]),
        (f"{HEAD} A Kinh_tế 1 Lúa Tấn 5 B Xã_hội 1 Hộ Hộ 8", [HEAD, "A Kinh_tế", "1 Lúa Tấn 5", "B Xã_hội", "1 Hộ Hộ 8"]),
        # The columns numbered below the head.
        (f"{HEAD} (1) (2) (3) (4) 1 Lúa Tấn 5 2 Hộ Hộ 8", [HEAD, "(1) (2) (3) (4)", "1 Lúa Tấn 5", "2 Hộ Hộ 8"]),
        # Without a head three rows of one length make a table.
        ("Tân_An: 1 Cầu Sở 5 2 Hồ Sở 8 3 Chợ Xã 9 Điều_2.", ["1 Cầu Sở 5", "2 Hồ Sở 8", "3 Chợ Xã 9"]),
        # Near misses: a list of numbered paragraphs, two rows, rows of uneven length, numbers that do not rise by one.
        ("1 Cầu 2 Hồ 3 Chợ", []),
        ("1 Cầu Sở 5 2 Hồ Sở 8 Điều_2.", []),
        ("1 Cầu 2 Hồ Sở 8 3 Chợ Xã 9 10 11 4 Kè", []),
        ("1 Cầu Sở 5 3 Hồ Sở 8 5 Chợ Xã 9", []),
        (f"{HEAD} Đàn_lợn Con 90 Hộ_nghèo Hộ 8", []),
    ],
)  # fmt: skip
def test_rows_and_columns(table: str, rows: list[str]) -> None:
    expected = [
        (number, column, word.replace("_", " "))
        for number, row in enumerate(rows)
        for column, word in enumerate(row.split())
    ]
    assert cells(table) == expected


def test_a_row_without_a_cell_keeps_its_name_and_leaves_the_named_columns() -> None:
    row = [cell for cell in cells(f"{HEAD} 1 Lúa Tấn 5 2 Hộ 8 3 Lợn Con 9") if cell[0] == 2]
    assert row == [(2, 0, "2"), (2, 1, "Hộ"), (2, 4, "8")]


def test_a_name_in_two_lines_is_one_cell() -> None:
    row = [cell for cell in cells(f"{HEAD} 1 Lúa Tấn 5 2 Hộ_nghèo theo_chuẩn Hộ 8 3 Lợn Con 9") if cell[0] == 2]
    assert row == [(2, 0, "2"), (2, 1, "Hộ nghèo"), (2, 1, "theo chuẩn"), (2, 2, "Hộ"), (2, 3, "8")]


def test_targets_and_results_come_from_such_a_table() -> None:
    record = record_of(
        "TT\nChỉ tiêu\nĐơn vị tính\nƯớc TH năm 2030\nKế hoạch năm 2031\n"
        "1\nTổng đàn lợn\nCon\n11.250\n12.400\n2\nTrường đạt chuẩn quốc gia\nTrường\n7/11\n8/11\n3\nHộ nghèo\nHộ\n86\n< 50"
    )
    figures = [(t.kind, t.indicator, t.value, t.unit, t.comparator, t.period) for t in record.targets]
    assert figures == [
        ("result", "Tổng đàn lợn", 11250, "Con", "=", "năm 2030"),
        ("target", "Tổng đàn lợn", 12400, "Con", "=", "năm 2031"),
        ("result", "Trường đạt chuẩn quốc gia", 7, "Trường", "=", "năm 2030"),
        ("target", "Trường đạt chuẩn quốc gia", 8, "Trường", "=", "năm 2031"),
        ("result", "Hộ nghèo", 86, "Hộ", "=", "năm 2030"),
        ("target", "Hộ nghèo", 50, "Hộ", "<=", "năm 2031"),
    ]


def test_projects_come_from_such_a_table_below_a_line_that_names_them() -> None:
    record = record_of(
        "3. Danh mục dự án và mức vốn:\nI\nGIAO THÔNG\n1\nCầu Tân An và đường dẫn\nSở Xây dựng\n96.200\n"
        "2\nĐường Bến Gỗ (khối 4, khối 5)\nUBND huyện\n41.000\nII\nY TẾ\n3\nBệnh viện Phụ sản tỉnh\nSở Y tế\n395.000"
    )
    assert [project.name for project in record.projects] == [
        "Cầu Tân An và đường dẫn", "Đường Bến Gỗ (khối 4, khối 5)", "Bệnh viện Phụ sản tỉnh",
    ]  # fmt: skip


@given(st.lists(st.sampled_from(["1", "2", "3", "4", "I", "A", "TT", "(1)", "Lúa", "Tấn", ""]), max_size=60))
def test_no_line_is_lost_or_moved(texts: list[str]) -> None:
    lines = [RawLine(text) for text in texts]
    done = with_cells(lines)
    assert [line.text for line in done] == texts
    places = [line.cell for line in done if line.cell]
    assert places == sorted(places, key=lambda cell: (cell.table, cell.row))


@given(st.lists(st.sampled_from(["TT - Cây - Số", "1 - Lúa - 2", "2 - Ngô", "A - Cây", "- 3", "Lúa -"]), max_size=20))
def test_no_word_of_a_row_is_lost_or_moved(texts: list[str]) -> None:
    done = with_cells([RawLine(text) for text in texts])
    kept = [word for line in done for word in line.text.split() if word != "-"]
    assert kept == [word for text in texts for word in text.split() if word != "-"]


@pytest.mark.parametrize(
    ("rows", "columns"),
    [
        (["Chỉ tiêu  ĐVT  TH 2030  KH 2031", "- Tổng đàn lợn  con  9.870  11.300", "- Hộ nghèo  %  3,1  <2,5"], 4),
        (["TT\tTên công trình\tVốn", "1\tCầu Tân An\t96.200", "2\tChợ Bến Gỗ\t1.200"], 3),
        # Near misses: a letterhead's two columns, words that gaps part by mistake, rows of uneven length, too few rows.
        (["UBND XÃ TÂN AN   CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Số: 5/TB   Độc lập - Tự do", "V/v họp   Tân An, ngày 3"], 0),
        (["Tiếp tục  rà soát  hồ sơ", "các xã  phường  tổ chức", "thực hiện  các  nhiệm vụ"], 0),
        (["Chỉ tiêu  ĐVT  KH", "Đàn lợn  con  9.870  11.300", "Hộ nghèo  %  3,1"], 0),
        (["Chỉ tiêu  ĐVT  KH 2031", "Đàn lợn  con  9.870"], 0),
    ],
)  # fmt: skip
def test_rows_with_gaps(rows: list[str], columns: int) -> None:
    done = [line for line in with_cells([RawLine(row) for row in rows]) if line.cell]
    assert len(done) == columns * (len(rows) if columns else 0)
    assert {line.cell.column for line in done if line.cell} == set(range(columns))


SIGNED = "TT - Tên công trình - Địa điểm - Vốn 2031 - 2032"


@pytest.mark.parametrize(
    ("lines", "rows"),
    [
        ((SIGNED, "1 - Cầu Tân An - xã Tân An - 14,75", "2 - Chợ Gỗ - xã Tân Phú - 9"),
         ["TT/Tên công trình/Địa điểm/Vốn 2031 - 2032", "1/Cầu Tân An/xã Tân An/14,75", "2/Chợ Gỗ/xã Tân Phú/9"]),
        (("STT | Dự án | Vốn", "A | Chuyển tiếp", "1 | Đường Gỗ - Tân An | 52", "2 | Kè Gỗ | 7"),
         ["STT/Dự án/Vốn", "A/Chuyển tiếp", "1/Đường Gỗ - Tân An/52", "2/Kè Gỗ/7"]),
        # A row goes on in the next line; a group has a line between the rows; a name has the sign too.
        ((SIGNED, "1 - Cầu Tân An - xã Tân An -", "14,75", "Khởi công mới", "1 - Chợ Gỗ - xã Tân", "Phú - 9"),
         ["TT/Tên công trình/Địa điểm/Vốn 2031 - 2032", "1/Cầu Tân An/xã Tân An/14,75", "1/Chợ Gỗ/xã Tân+Phú/9"]),
        ((SIGNED, "1 - Đường Gỗ - Tân An - xã Tân An - 5", "2 - Chợ - xã Gỗ - 9"),
         ["TT/Tên công trình/Địa điểm/Vốn 2031 - 2032", "1/Đường Gỗ - Tân An/xã Tân An/5", "2/Chợ/xã Gỗ/9"]),
        (("TT | Dự án | Xã | Vốn", "1 | Đường Gỗ | | 52", "2 | Kè Gỗ | Tân An | 7 |"),
         ["TT/Dự án/Xã/Vốn", "1/Đường Gỗ/52", "2/Kè Gỗ/Tân An/7"]),
        # The first sign of a row may be a colon.
        (("TT - Nội dung - Tỉnh giao - Xã giao", "1 - Thuế: 9.800 - 10.450", "2 - Phí: 620 - 650"),
         ["TT/Nội dung/Tỉnh giao/Xã giao", "1/Thuế/9.800/10.450", "2/Phí/620/650"]),
        # Near misses: no head, a single row, a head of two columns, a list.
        (("1 - Cầu Tân An - xã Tân An - 14,75", "2 - Chợ Gỗ - xã Tân Phú - 9"), []),
        ((SIGNED, "1 - Cầu Tân An - xã Tân An - 14,75", "Nơi nhận:"), []),
        (("TT - Nội dung", "1 - Thuế", "2 - Phí"), []),
        (("Nội dung - Tỉnh giao - Xã giao", "1. Thuế", "2. Phí"), []),
    ],
)  # fmt: skip
def test_rows_whose_cells_a_sign_parts(lines: tuple[str, ...], rows: list[str]) -> None:
    found: dict[int, str] = {}
    for line in with_cells([RawLine(line) for line in lines]):
        if line.cell:
            sign = "+" if line.joins else "/"
            found[line.cell.row] = f"{found[line.cell.row]}{sign}{line.text}" if line.cell.row in found else line.text
    assert list(found.values()) == rows


def test_a_column_of_works_is_named_by_its_head_which_has_the_unit() -> None:
    record = record_of(
        "TT  Tên dự án  Vốn KH 2031 (tr.đ)  Giải ngân (tr.đ)  Tỷ lệ %\n"
        "1  Cầu Tân An  45.000  44.100  98,0\n2  Chợ Bến Gỗ  12.800  6.400  50,0"
    )
    figures = [(t.kind, t.indicator, t.value, t.unit) for t in record.targets]
    assert figures[:3] == [
        ("target", "vốn kh 2031 Cầu Tân An", 45000, "tr.đ"),
        ("result", "giải ngân Cầu Tân An", 44100, "tr.đ"),
        ("result", "tỷ lệ Cầu Tân An", 98, "%"),
    ]
    assert len(figures) == 6
    assert [project.name for project in record.projects] == ["Cầu Tân An", "Chợ Bến Gỗ"]
