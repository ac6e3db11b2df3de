"""PDF: the order of columns, stamped numbers, what is set aside, and where each line stands."""

import re

import pytest
from of_pdf import At, pdf_of, turned

from pipeline.document import Document, Span
from pipeline.errors import ReadError, Reason
from pipeline.ingest import read_bytes

LETTERHEAD = [
    At(90, 60, "UBND TỈNH BẮC SƠN", 13),
    At(300, 60, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12, bold=True),
    At(120, 77, "SỞ Y TẾ", 13, bold=True),
    At(330, 77, "Độc lập - Tự do - Hạnh phúc", 13, bold=True),
    At(90, 100, "Số:      /TB-SYT", 13),
    At(320, 100, "Bắc Sơn, ngày    tháng 5 năm 2025", 13),
    At(240, 140, "THÔNG BÁO", 14, bold=True),
]
BODY = [
    At(100, 180, "Ngày 02/5/2025, Sở Y tế họp với các đơn vị, thống nhất các nội"),
    At(65, 198, "dung sau, đề nghị các đơn vị triển khai thực hiện theo đúng kế hoạch"),
    At(65, 216, "đã được phê duyệt./."),
]
SIGNATURE = [
    At(65, 260, "Nơi nhận:", 12),
    At(370, 262, "KT. GIÁM ĐỐC", 14, bold=True),
    At(65, 274, "- Như trên;", 11),
    At(355, 280, "PHÓ GIÁM ĐỐC", 14, bold=True),
    At(65, 287, "- Lưu: VT.", 11),
    At(365, 360, "Lê Văn Bình", 14, bold=True),
]


def _read(data: bytes) -> Document:
    return read_bytes("made.pdf", data)


def _lines(data: bytes) -> list[str]:
    return _read(data).text.split("\n")


def test_letterhead_and_signature_are_read_column_by_column() -> None:
    assert _lines(pdf_of(LETTERHEAD + BODY + SIGNATURE)) == [
        "UBND TỈNH BẮC SƠN",
        "SỞ Y TẾ",
        "Số: /TB-SYT",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Bắc Sơn, ngày tháng 5 năm 2025",
        "THÔNG BÁO",
        "Ngày 02/5/2025, Sở Y tế họp với các đơn vị, thống nhất các nội",
        "dung sau, đề nghị các đơn vị triển khai thực hiện theo đúng kế hoạch",
        "đã được phê duyệt./.",
        "Nơi nhận:",
        "- Như trên;",
        "- Lưu: VT.",
        "KT. GIÁM ĐỐC",
        "PHÓ GIÁM ĐỐC",
        "Lê Văn Bình",
    ]


def test_motto_that_wraps_is_one_line() -> None:
    page = [
        At(90, 60, "UBND TỈNH BẮC SƠN", 13),
        At(300, 60, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT", 13, bold=True),
        At(90, 77, "SỞ Y TẾ", 13, bold=True),
        At(390, 77, "NAM", 13, bold=True),
        At(330, 94, "Độc lập - Tự do - Hạnh phúc", 13, bold=True),
    ]
    assert _lines(pdf_of(page))[:3] == ["UBND TỈNH BẮC SƠN", "SỞ Y TẾ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]


def test_signature_block_goes_on_over_the_page() -> None:
    first = [At(65, 740, "Nơi nhận:", 12), At(370, 742, "KT. GIÁM ĐỐC", 14), At(355, 760, "PHÓ GIÁM ĐỐC", 14)]
    second = [At(65, 60, "- Như trên;", 11), At(65, 74, "- Lưu: VT.", 11), At(365, 74, "Lê Văn Bình", 14)]
    assert _lines(pdf_of(first, second))[-3:] == ["- Như trên;", "- Lưu: VT.", "Lê Văn Bình"]


def test_words_torn_by_a_second_font_are_whole() -> None:
    """The main font lacks some letters, which stand after the line in the file, each at its place on the page."""
    text = "Thực hiện kết luận của tỉnh về việc chuẩn bị hội nghị tổng kết"
    page = []
    for row in range(6):
        shown = "".join(" " if letter in "ựệếậủỉềẩịộổ" else letter for letter in text)
        page += [At(65 + 7 * at, 100 + 20 * row, word) for at, word in _places(shown)]
        page += [At(65 + 7 * at, 100 + 20 * row, letter) for at, letter in enumerate(text) if shown[at] != letter]
    assert _lines(pdf_of(page)) == [text] * 6


def _places(text: str) -> list[tuple[int, str]]:
    """The words of a text with their offsets."""
    return [(match.start(), match[0]) for match in re.finditer(r"\S+", text)]


def test_columns_come_in_order_whatever_the_order_in_the_file() -> None:
    assert _lines(pdf_of([*reversed(LETTERHEAD + BODY + SIGNATURE)])) == _lines(pdf_of(LETTERHEAD + BODY + SIGNATURE))


def test_number_and_day_stamped_as_annotations_stand_in_their_blanks() -> None:
    stamps = {0: [At(116, 99, "357", 13), At(412, 106, "04", 13)]}  # a stamp sits less true than print
    lines = _lines(pdf_of(LETTERHEAD + BODY, stamps=stamps))
    assert lines[2] == "Số: 357/TB-SYT"
    assert lines[5] == "Bắc Sơn, ngày 04 tháng 5 năm 2025"


@pytest.mark.parametrize(
    "stamp",
    [
        ["Ký bởi: Sở Y tế tỉnh Bắc Sơn", "Thời gian ký: 04/05/2025 08:41:42"],
        ["VĂN PHÒNG SỞ", "vanthu@example.vn", "04.05.2025 08:41:42", "+07:00"],
    ],
)
def test_signature_box_is_set_aside(stamp: list[str]) -> None:
    box = [At(400, 20 + 9 * row, text, 7) for row, text in enumerate(stamp)]
    plain = _read(pdf_of(LETTERHEAD + BODY))
    document = _read(pdf_of(LETTERHEAD + BODY, stamps={0: box}))
    assert document.text == plain.text
    assert [(aside.kind, aside.text) for aside in document.asides] == [("signature stamp", text) for text in stamp]


def test_signature_box_printed_into_the_page_is_set_aside() -> None:
    box = [At(400, 20, "Người ký: Sở Y tế tỉnh Bắc Sơn", 7), At(400, 29, "Thời gian ký: 04/05/2025 08:41:42", 7)]
    document = _read(pdf_of(LETTERHEAD + BODY + box))
    assert document.text == _read(pdf_of(LETTERHEAD + BODY)).text
    assert len(document.asides) == 2


def test_page_numbers_and_running_heads_are_set_aside() -> None:
    pages = [
        [At(290, 40, str(number)), At(65, 820, "Dự thảo ngày 02/5/2025", 9), At(65, 100, f"Nội dung trang {number}")]
        for number in (1, 2, 3)
    ]
    document = _read(pdf_of(*pages))
    assert document.text == "Nội dung trang 1\nNội dung trang 2\nNội dung trang 3"
    assert [(aside.kind, aside.page) for aside in document.asides if aside.kind == "page number"] == [
        ("page number", 1),
        ("page number", 2),
        ("page number", 3),
    ]
    assert {aside.text for aside in document.asides if aside.kind == "running foot"} == {"Dự thảo ngày 02/5/2025"}


def test_number_within_the_page_is_text() -> None:
    assert _lines(pdf_of([At(65, 300, "Tổng số"), At(65, 400, "12"), At(65, 500, "hồ sơ")])) == [
        "Tổng số",
        "12",
        "hồ sơ",
    ]


def test_boxes_and_styles() -> None:
    document = _read(pdf_of(LETTERHEAD + BODY))
    title = next(line for line in document.lines if line.span.of(document.text) == "THÔNG BÁO")
    assert (title.style.bold, title.style.size, title.page) == (True, 14.0, 1)
    box = document.box_of(title.span)
    assert box is not None
    assert box.x0 == pytest.approx(240, abs=2)
    assert box.x1 == pytest.approx(240 + 9 * 7, abs=3)
    assert box.y0 < 140 < box.y1 + 1
    assert (document.pages[0].width, document.pages[0].height) == (595, 842)


def test_a_word_on_one_baseline_is_on_one_line_and_a_raised_one_too() -> None:
    page = [
        At(65, 100, "Thực hiện"),
        At(150, 100, "các kết luận"),
        At(240, 95.5, "1", 8),
        At(65, 118, "của Bộ Chính trị"),
    ]
    assert _lines(pdf_of(page)) == ["Thực hiện các kết luận 1", "của Bộ Chính trị"]


def test_a_number_broken_after_its_hyphen_stays_on_two_lines() -> None:
    page = [At(65, 100, "thực hiện Kế hoạch số 186/KH-"), At(65, 118, "UBND ngày 04/5/2025")]
    document = _read(pdf_of(page))
    assert document.text == "thực hiện Kế hoạch số 186/KH-\nUBND ngày 04/5/2025"
    assert [line.box and round(line.box.y1 - line.box.y0) < 20 for line in document.lines] == [True, True]


COLUMNS, ROWS = (60, 100, 300, 420), (180, 220, 260)
RULES = [(60.0, y, 420.0, y) for y in ROWS] + [(x, 180.0, x, 260.0) for x in COLUMNS]
TABLE = [
    At(70, 195, "TT"),
    At(110, 195, "Nội dung"),
    At(310, 195, "Phụ trách"),
    At(70, 240, "1"),
    At(110, 233, "Rà soát danh mục dự án"),
    At(110, 250, "chậm tiến độ"),
    At(310, 240, "Sở Y tế"),
]


def test_a_drawn_table_is_read_cell_by_cell() -> None:
    document = _read(pdf_of([At(65, 150, "Phân công:"), *TABLE, At(65, 300, "Hết bảng.")], rules=RULES))
    told = [(line.span.of(document.text), line.cell and (line.cell.row, line.cell.column)) for line in document.lines]
    assert told == [
        ("Phân công:", None),
        ("TT", (0, 0)),
        ("Nội dung", (0, 1)),
        ("Phụ trách", (0, 2)),
        ("1", (1, 0)),
        ("Rà soát danh mục dự án", (1, 1)),
        ("chậm tiến độ", (1, 1)),
        ("Sở Y tế", (1, 2)),
        ("Hết bảng.", None),
    ]


def test_a_cell_that_no_line_cuts_is_one() -> None:
    rules = [rule for rule in RULES if rule[:2] != (300.0, 180.0)] + [(300.0, 220.0, 300.0, 260.0)]
    document = _read(
        pdf_of([*TABLE[:1], At(110, 195, "Nội dung và người phụ trách công việc"), *TABLE[3:]], rules=rules)
    )
    cell = document.lines[1].cell
    assert cell is not None
    assert (cell.row, cell.column) == (0, 1)
    assert document.text.split("\n")[1] == "Nội dung và người phụ trách công việc"


@pytest.mark.parametrize("rules", [[(60.0, 158.0, 420.0, 158.0)], [(60.0, y, 420.0, y) for y in range(100, 200, 10)]])
def test_lines_that_make_no_columns_make_no_table(rules: list[tuple[float, float, float, float]]) -> None:
    document = _read(pdf_of([At(65, 120, "Mục đích"), At(65, 150, "Yêu cầu")], rules=rules))
    assert [line.cell for line in document.lines] == [None, None]


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_boxes_stay_on_a_turned_page(rotate: int) -> None:
    document = _read(pdf_of([At(65, 100, "Kính gửi các xã")], rotate=rotate))
    page, box = document.pages[0], document.box_of(Span(0, 5))
    assert box is not None
    assert page.width is not None
    assert page.height is not None
    assert 0 <= box.x0 < box.x1 <= page.width
    assert 0 <= box.y0 < box.y1 <= page.height


@pytest.mark.parametrize(
    ("degrees", "rotate", "turns"),
    [
        (0, 0, None),
        (90, 0, 90),
        (180, 0, 180),
        (270, 0, 270),
        (90, 90, None),  # the page's own rotation puts it upright
        (270, 270, None),
        (0, 90, 270),  # or not
    ],
)
def test_an_annex_put_in_sideways_is_read_upright(degrees: int, rotate: int, turns: int | None) -> None:
    upright = pdf_of([At(65, 150, "Phân công:"), *TABLE, At(65, 300, "Hết bảng.")], rules=RULES)
    plain, document = _read(upright), _read(turned(upright, degrees, rotate))
    assert document.text == plain.text
    assert [line.cell for line in document.lines] == [line.cell for line in plain.lines]
    assert (document.pages[0].width, document.pages[0].height) == (595, 842)
    for line, other in zip(document.lines, plain.lines, strict=True):
        assert line.box is not None
        assert other.box is not None
        assert line.box.x0 == pytest.approx(other.box.x0, abs=1)
        assert line.box.y0 == pytest.approx(other.box.y0, abs=1)
    said = [f"page 1 was turned by {turns} degrees; boxes are on the upright page"] if turns else []
    assert [remark.message for remark in document.remarks] == said


def test_later_page_may_have_a_letterhead_of_its_own() -> None:
    lines = _lines(pdf_of([At(65, 100, "Công văn này gửi kèm thông báo")], LETTERHEAD))
    assert lines[1:4] == ["UBND TỈNH BẮC SƠN", "SỞ Y TẾ", "Số: /TB-SYT"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (pdf_of([]), Reason.NO_TEXT),
        (pdf_of(BODY, locked=True), Reason.ENCRYPTED),
        (b"%PDF-1.7\nnothing of use", Reason.DAMAGED),
        (b"", Reason.EMPTY),
    ],
)
def test_what_cannot_be_read_says_why(data: bytes, reason: Reason) -> None:
    with pytest.raises(ReadError) as caught:
        read_bytes("hong.pdf", data)
    assert caught.value.reason is reason
