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
