"""Closed-list repairs, the second reader's rules and the judging of text layers, without OCR."""

import pytest

from pipeline.document import Box
from pipeline.ingest.build import RawLine, RawWord
from pipeline.ingest.headings import in_turn
from pipeline.ingest.ocr import OcrLine, OcrWord
from pipeline.ingest.repair import repaired
from pipeline.ingest.second_reader import worth_a_second_look
from pipeline.ingest.text_layer import needs_ocr


def line(text: str, confidence: float = 0.8) -> OcrLine:
    words = text.split()
    return OcrLine(tuple(OcrWord(word, 100 * i, 0, 100 * i + 90, 30, confidence) for i, word in enumerate(words)))


@pytest.mark.parametrize(
    ("read", "right"),
    [
        ("Quyết định số 45/QÐ-UBND ngày", "Quyết định số 45/QĐ-UBND ngày"),
        ("Nghị quyết số 12-NQ/IW của", "Nghị quyết số 12-NQ/TW của"),
        ("Tờ trình số 31/TT; T-UBND nêu trên", "Tờ trình số 31/TTr-UBND nêu trên"),
        ("Tờ trình số 31/TTr-UBND nêu trên", "Tờ trình số 31/TTr-UBND nêu trên"),
        ("Thông tư số 31/TT-BYT nêu trên", "Thông tư số 31/TT-BYT nêu trên"),  # another type, not a misreading
        ("số I2/QĐ-UBND ngày l8 tháng 02 năm 2025", "số 12/QĐ-UBND ngày 18 tháng 02 năm 2025"),
        ("ngày ll tháng O5 năm 2025", "ngày 11 tháng 05 năm 2025"),
        ("ngày l8 hằng tháng", "ngày l8 hằng tháng"),  # no date: nothing says that a digit was meant
        ("ngày 4S tháng 02 năm 2025", "ngày 4S tháng 02 năm 2025"),  # there is no 45th
        ("các tồ chức và bồ sung", "các tổ chức và bổ sung"),
        ("TỎ CHỨC THỰC HIỆN", "TỔ CHỨC THỰC HIỆN"),
        ("tô màu bản đồ", "tô màu bản đồ"),  # another word of the same letters
        ("bầu chức vụ Chú tịch và Phó Chú tịch", "bầu chức vụ Chủ tịch và Phó Chủ tịch"),
        ("của Uy ban nhân dân và Độ Nội vụ", "của Ủy ban nhân dân và Bộ Nội vụ"),
        ("Uỷ ban nhân dân xã", "Uỷ ban nhân dân xã"),  # an older spelling, no misreading
        ("tại 7ờ trình số 10", "tại Tờ trình số 10"),
        ("Vềviệc giao đất", "Về việc giao đất"),
        ("hoạt ¡ động", "hoạt động"),
        ("cụ. thể cho", "cụ thể cho"),
        ("thành phố. Các sở", "thành phố. Các sở"),  # a sentence ends
        ("các hành vi “tham ô”", "các hành vi “tham ô”"),
        ("ban hành “Quyết định", "ban hành Quyết định"),  # nothing closes it
    ],
)
def test_repairs_are_made_from_closed_lists_only(read: str, right: str) -> None:
    assert repaired([line(read)])[0].text == right


def test_what_was_read_is_kept_with_the_reason() -> None:
    words = repaired([line("số 31/TT Y-UBND nêu")])[0].words
    changed = [(word.text, word.was, word.reason) for word in words if word.was is not None]
    assert changed == [("31/TTr-UBND", "31/TT Y-UBND", "document symbol")]


@pytest.mark.parametrize(
    ("read", "alternatives"),
    [
        ("Trong quý 1/2025, đơn vị", ("I/2025,",)),
        ("Kết quả Quý 1 năm", ("I",)),
        ("Trong quý l, đơn vị", ("I,",)),
        ("Trong quý I/2025, đơn vị", ()),  # nothing else looks so
        ("Trong tháng 1/2025, đơn vị", ()),
        ("Trong quý 3/2025, đơn vị", ()),
        ("quỹ 15 tỷ đồng", ()),
    ],
)
def test_a_first_quarter_in_digits_may_be_roman(read: str, alternatives: tuple[str, ...]) -> None:
    words = repaired([line(read, confidence=0.95)])[0].words
    doubted = [word for word in words if word.alternatives]
    assert [word.alternatives for word in doubted] == ([alternatives] if alternatives else [])
    assert all(word.confidence < 0.5 for word in doubted)


def test_a_repair_makes_no_word_surer() -> None:
    words = repaired([line("bồ sung quy chế", confidence=0.7)])[0].words
    assert [word.confidence for word in words] == [0.7] * 4


def test_a_surely_read_name_beside_a_word_stays() -> None:
    assert repaired([line("ông Trần Văn Bồ sung vào", confidence=0.95)])[0].text == "ông Trần Văn Bồ sung vào"


@pytest.mark.parametrize(
    ("text", "worth"),
    [("2130/KH-SYT", True), ("82,84%", True), ("III.", True), ("QĐ-UBND", True), ("nhân", False), ("UBND", False)],
)
def test_figures_and_symbols_are_read_twice(text: str, worth: bool) -> None:
    assert worth_a_second_look(text) is worth


SOUND = "Ủy ban nhân dân xã báo cáo kết quả thực hiện nhiệm vụ quý III và phương hướng quý IV năm nay."
ENGLISH = "The committee of the commune reports on the results of its work in the third quarter and on its aims. " * 3
TCVN3 = "Uû ban nh©n d©n x· b¸o c¸o kÕt qu¶ thùc hiÖn nhiÖm vô quý III vµ ph­¬ng h­íng quý IV n¨m nay. " * 3
BARE = "Uy ban nhan dan xa bao cao ket qua thuc hien nhiem vu quy III va phuong huong quy IV nam nay."


@pytest.mark.parametrize(
    ("text", "has_picture", "expected"),
    [
        (SOUND, False, False),
        (SOUND, True, False),  # a searchable scan with a sound layer
        (BARE, True, True),  # an old OCR layer without marks, behind the picture of a page
        (BARE, False, False),  # typed without marks: there is nothing to read again
        ("", True, True),
        ("", False, False),
        ("\ufffd\ue001\ue002 \ufffd\ufffd " * 20, False, True),  # codes that stand for nothing
        ("edq qkdq gdq fdr fdr nhw txd wkxf klhq qklhp yx txb LLL yd skxrqj kxrqj txb LY qdp qdb" * 3, False, True),
        (ENGLISH, False, False),
        (TCVN3, False, False),  # the PDF reader knows the old codes
        ("Trang 3", True, True),  # a page number printed over a scan
    ],
)
def test_a_text_layer_is_used_where_it_can_be(text: str, has_picture: bool, expected: bool) -> None:
    assert needs_ocr(text, has_picture) is expected


def heading(text: str, *alternatives: str) -> RawLine:
    box = Box(0, 0, 90, 20)
    first, *others = text.split()
    words = (RawWord(first, box, 0.9, alternatives), *(RawWord(word, box, 0.9) for word in others))
    return RawLine(text, words=words)


@pytest.mark.parametrize(
    ("read", "right"),
    [
        (["I. TÌNH HÌNH", "H. NHIỆM VỤ", "III. GIẢI PHÁP"], ["I.", "II.", "III."]),
        (["I. TÌNH HÌNH", "II. NHIỆM VỤ", "II. GIẢI PHÁP", "IV. THỰC HIỆN"], ["I.", "II.", "III.", "IV."]),
        (["L TÌNH HÌNH", "II. NHIỆM VỤ"], ["I.", "II."]),
        (["I- TÌNH HÌNH", "II NHIỆM VỤ", "III- GIẢI PHÁP"], ["I-", "II-", "III-"]),
        (["III. TÌNH HÌNH", "TV. NHIỆM VỤ"], ["III.", "IV."]),
        (["I. TÌNH HÌNH", "II. NHIỆM VỤ", "I. YÊU CẦU", "II. GIẢI PHÁP"], ["I.", "II.", "I.", "II."]),  # an annex
        (["I. TÌNH HÌNH", "II. NHIỆM VỤ", "II. GIẢI PHÁP"], ["I.", "II.", "II."]),  # it may stand so on paper
        (["L TÌNH HÌNH chung", "H. Nhiệm vụ"], ["L", "H."]),  # no headings in capitals
    ],
)
def test_numbers_of_headings_are_put_right_by_their_turn(read: list[str], right: list[str]) -> None:
    assert [line.words[0].text for line in in_turn([heading(f"{text} CỤ THỂ") for text in read])] == right


def test_a_second_reading_decides_the_number_of_a_heading() -> None:
    lines = in_turn(
        [heading("I. TÌNH HÌNH CHUNG"), heading("I. NHIỆM VỤ CHUNG", "II."), heading("V. GIẢI PHÁP CHUNG", "III.")]
    )
    assert [line.words[0].text for line in lines] == ["I.", "I.", "V."]
