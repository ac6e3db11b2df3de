"""Which markers open a section, on which level, and what a section is called."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from of_lines import PARTY, STATE, printed, wrapped

from pipeline.document import Cell, Document, Line, Span
from pipeline.segment import segment


def outline(*paragraphs: str) -> list[tuple[int, str]]:
    return [(s.level, s.marker) for s in segment(printed("\n".join(paragraphs), joins=False)).sections]


@pytest.mark.parametrize(
    ("paragraphs", "expected"),
    [
        (["I- A", "1- B", "2- C", "II- D"], [(1, "I-"), (2, "1-"), (2, "2-"), (1, "II-")]),
        (["Điều 1. A", "1. B", "a) C", "b) D", "Điều 2. E"], [(1, "Điều 1"), (2, "1."), (3, "a)"), (3, "b)"), (1, "Điều 2")]),
        (["Chương I", "QUY ĐỊNH CHUNG", "Điều 1. A", "Chương II", "Điều 2. B"], [(1, "Chương I"), (2, "Điều 1"), (1, "Chương II"), (2, "Điều 2")]),
        (["A. X", "I. B", "1. C", "1.1. D", "1.2. E", "2. F", "II. G", "B. H"], [(1, "A."), (2, "I."), (3, "1."), (4, "1.1."), (4, "1.2."), (3, "2."), (2, "II."), (1, "B.")]),
        # a skipped number and one given twice do not break the tree
        (["1. A", "2. B", "5. C"], [(1, "1."), (1, "2."), (1, "5.")]),
        (["3. A", "3.1. B", "3.2. C", "3.2. D", "3.3. E", "4. F"], [(1, "3."), (2, "3.1."), (2, "3.2."), (2, "3.2."), (2, "3.3."), (1, "4.")]),
        # a series that starts afresh under each heading
        (["I. A", "1. B", "2. C", "II. D", "1. E"], [(1, "I."), (2, "1."), (2, "2."), (1, "II."), (2, "1.")]),
        # signs after the number that vary within one series
        (["1.- A", "1.1. B", "2. C", "3.- D"], [(1, "1.-"), (2, "1.1."), (1, "2."), (1, "3.-")]),
        (["I- A", "II- B", "III/ C"], [(1, "I-"), (1, "II-"), (1, "III/")]),
        # i is a letter after h, a roman number where a series begins with it
        (["a) A", "b) B", "c) C", "d) D", "đ) E", "e) F", "g) G", "h) H", "i) I", "k) K"], [(1, m) for m in ("a)", "b)", "c)", "d)", "đ)", "e)", "g)", "h)", "i)", "k)")]),
        (["1. A", "(i) B", "(ii) C", "2. D"], [(1, "1."), (2, "(i)"), (2, "(ii)"), (1, "2.")]),
        # one bracketed number is no series
        (["Gồm có:", "(1) Hội nghị thứ nhất"], []),
        # a numbered paragraph may begin with a percentage
        (["1- A", "2- B", "3- 100% hộ dân có nước sạch", "4- C"], [(1, "1-"), (1, "2-"), (1, "3-"), (1, "4-")]),
        (["2. A", "2.1 95% thôn có nhà văn hóa", "2.2 B"], [(1, "2."), (2, "2.1"), (2, "2.2")]),
        # the only part of its kind
        (["A. NHIỆM VỤ", "I. B", "1. C", "II. D"], [(1, "A."), (2, "I."), (3, "1."), (2, "II.")]),
        # a single capital letter is a name
        (["A. Nguyễn phát biểu"], []),
        # figures that are no markers
        (["15 ngày làm việc", "2025 - 2030 là nhiệm kỳ", "6.200 triệu đồng", "12/3/2025 là ngày họp"], []),
        # blanks of forms
        (["1. Họ và tên: ............................", "2. Địa chỉ: ……………………………………"], []),
        # a series that goes on under the next letter
        (["1. Chỉ tiêu", "a) Xã hội", "(1) Lao động", "(2) Hộ nghèo", "b) Môi trường", "(3) Rừng", "2. Giải pháp"],
         [(1, "1."), (2, "a)"), (3, "(1)"), (3, "(2)"), (2, "b)"), (3, "(3)"), (1, "2.")]),
        # a dash before a marker is the word processor's
        (["1. Mục tiêu", "- a) Thu ngân sách", "- b) Chi đầu tư", "- Hộ nghèo"], [(1, "1."), (2, "a)"), (2, "b)")]),
        # what an amending text quotes
        (["1. Sửa đổi Điều 4 như sau:", "“Điều 4. Hồ sơ", "1. Đơn đề nghị;", "2. Bản sao.”.", "2. Bãi bỏ Điều 7."], [(1, "1."), (1, "2.")]),
        (["1. Sửa đổi như sau:", '"3. Mức thu', "4. Miễn thu.\"", "2. Hiệu lực"], [(1, "1."), (1, "2.")]),
        (["1. Sửa như sau:", "“Điều 4. Mức", "1. Thu", '2. Miễn "thu";', '3. Nộp đủ".', "2. Bãi bỏ"], [(1, "1."), (1, "2.")]),
        (["1. Điều 4 sửa như sau:", "''Mức thu như sau:", "1. Miễn thu;", '2. Thu đủ".', "2. Hiệu lực"], [(1, "1."), (1, "2.")]),
        (["1. Khái niệm “hộ nghèo”", "2. “Hộ cận nghèo” là hộ"], [(1, "1."), (1, "2.")]),
        # a quotation that is never closed takes nothing away
        (["1. Sửa đổi như sau:", "“Điều 4. Hồ sơ", "2. Hiệu lực"], [(1, "1."), (1, "2.")]),
        # labelled series
        (["1. Mục tiêu", "Mục tiêu 1: Giảm nghèo", "Mục tiêu 2: Tăng thu", "2. Giải pháp"], [(1, "1."), (2, "Mục tiêu 1:"), (2, "Mục tiêu 2:"), (1, "2.")]),
    ],
)  # fmt: skip
def test_levels(paragraphs: list[str], expected: list[tuple[int, str]]) -> None:
    assert outline(*paragraphs) == expected


@pytest.mark.parametrize(
    ("paragraphs", "title"),
    [
        (["I- KẾT QUẢ THỰC HIỆN NHIỆM VỤ QUÝ II VÀ PHƯƠNG HƯỚNG QUÝ III", "Nội dung."], "KẾT QUẢ THỰC HIỆN NHIỆM VỤ QUÝ II VÀ PHƯƠNG HƯỚNG QUÝ III"),
        (["1. Kết quả đạt được:", "Nội dung."], "Kết quả đạt được"),
        (["1. Về công tác phối hợp giữa các cơ quan, đơn vị trên địa bàn", "Nội dung."], "Về công tác phối hợp giữa các cơ quan, đơn vị trên địa bàn"),
        # a numbered paragraph is called by its first eight words
        (["1. Thời gian kiểm tra: 14 giờ ngày 5/6/2023, tại trụ sở xã.", "2. Khác"], "Thời gian kiểm tra: 14 giờ ngày 5/6/2023,"),
        (["1. Giao Công an xã chủ trì tuần tra. Báo cáo trước ngày 10/6/2023.", "2. Khác"], "Giao Công an xã chủ trì tuần tra"),
        # the title on the next lines
        (["Chương II", "QUYỀN VÀ NGHĨA VỤ", "CỦA NGƯỜI DÂN", "Điều 3. Quyền"], "QUYỀN VÀ NGHĨA VỤ CỦA NGƯỜI DÂN"),
    ],
)  # fmt: skip
def test_titles(paragraphs: list[str], title: str) -> None:
    assert segment(printed("\n".join(paragraphs), joins=False)).sections[0].title == title


def test_letterhead_and_signature_block_have_no_sections() -> None:
    assert [s.marker for s in segment(printed(STATE)).sections] == ["1.", "2."]


def test_ids_are_paths_and_unique_and_extents_nest() -> None:
    notice = segment(printed(PARTY))
    assert [s.id for s in notice.sections] == ["I", "II", "II.1", "II.2"]
    extents = {s.id: s.span for s in notice.sections}
    assert extents["II.1"] in extents["II"]
    assert extents["II.2"] in extents["II"]
    assert not extents["I"].overlaps(extents["II"])
    assert notice.section_at(notice.document.text.index("1.500 triệu đồng")).id == "II.2"  # type: ignore[union-attr]
    assert notice.section_at(notice.document.text.index("Phan Thị Ngọc Lan")) is None


def test_an_annex_starts_its_series_afresh() -> None:
    notice = segment(printed(STATE + "PHỤ LỤC\nDanh sách\n1. Chợ Mỹ Luông\n2. Chợ Tân Châu"))
    assert [(s.level, s.marker) for s in notice.sections] == [(1, "1."), (1, "2."), (1, "1."), (1, "2.")]
    assert len({s.id for s in notice.sections}) == 4


def test_bullets_hang_under_their_section_and_nest_by_sign() -> None:
    notice = segment(printed(PARTY))
    assert [(b.marker, b.level, b.section) for b in notice.bullets] == [
        ("-", 1, "II.1"),
        ("+", 2, "II.1"),
        ("-", 1, "II.2"),
    ]
    assert notice.bullets[1].span.of(notice.document.text) == "+ Hoàn thành trong tháng 4."


def test_row_numbers_of_a_table_are_no_sections() -> None:
    plain = printed("1. Danh sách\nSTT\n1.\n2.\n2. Ghi nhận", joins=False)
    cells = (None, Cell(0, 0, 0), Cell(0, 1, 0), Cell(0, 2, 1), None)
    lines = tuple(
        Line(line.span, line.page, cell=cell, joins=False) for line, cell in zip(plain.lines, cells, strict=True)
    )
    notice = segment(Document(plain.text, lines, plain.pages, plain.source))
    assert [s.marker for s in notice.sections] == ["1.", "2."]


def test_a_roman_number_misread_by_ocr_is_told_from_its_series() -> None:
    notice = segment(printed("I. A\nII. B\nII. C\nIV. D", reader="ocr"))
    assert [s.marker for s in notice.sections] == ["I.", "II.", "III.", "IV."]
    assert notice.sections[2].heading.of(notice.document.text).startswith("II.")


WORDS = [
    "rà",
    "soát",
    "chỉ",
    "đạo",
    "thực",
    "hiện",
    "nhiệm",
    "vụ",
    "các",
    "đơn",
    "vị",
    "trên",
    "địa",
    "bàn",
    "xã",
    "theo",
    "quy",
    "định",
]
PARAGRAPH = st.lists(st.sampled_from(WORDS), min_size=3, max_size=40).map(
    lambda words: " ".join(words).capitalize() + "."
)


@given(st.lists(st.tuples(PARAGRAPH, st.lists(PARAGRAPH, max_size=3)), min_size=1, max_size=4), st.integers(55, 95))
def test_lines_broken_anew_give_the_same_outline(parts: list[tuple[str, list[str]]], width: int) -> None:
    paragraphs = []
    for n, (head, items) in enumerate(parts, start=1):
        paragraphs.append(f"{n}. {head}")
        paragraphs += [f"{letter}) {item}" for letter, item in zip("abc", items, strict=False)]
    whole = segment(printed("\n".join(paragraphs), joins=False))
    broken = segment(printed(wrapped(paragraphs, width)))
    assert [(s.id, s.level, s.title) for s in broken.sections] == [(s.id, s.level, s.title) for s in whole.sections]


@given(st.text(alphabet="123.)-abđiIV \nĐiều“”\"'…", max_size=200))
def test_any_text_is_segmented_with_spans_in_order(text: str) -> None:
    document: Document = printed(text) if text.split() else printed("x")
    notice = segment(document)
    assert len(notice.flow) == len(document.text)
    starts = [s.span.start for s in notice.sections]
    assert starts == sorted(starts)
    assert all(Span(0, len(document.text)).end >= s.span.end > s.span.start for s in notice.sections)
    assert len({s.id for s in notice.sections}) == len(notice.sections)
