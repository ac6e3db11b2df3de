"""Text files: encodings, cleaning, gaps, columns, Markdown, and what holds for every document."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.document import Document
from pipeline.errors import ReadError, Reason
from pipeline.ingest import READERS, read, read_bytes
from pipeline.ingest.build import Origin, RawLine, build_document
from pipeline.vietnamese.clean import clean_line

NOTICE = "THÔNG BÁO\nvề nhiệm vụ tháng 9"


def _read(text: str) -> Document:
    return read_bytes("made.txt", text.encode())


@pytest.mark.parametrize(
    "data",
    [
        NOTICE.encode(),
        NOTICE.encode("utf-8-sig"),
        NOTICE.encode("utf-16"),
        b"\xfe\xff" + NOTICE.encode("utf-16-be"),
        NOTICE.encode("utf-16-le"),
        unicodedata.normalize("NFD", NOTICE).encode(),
        NOTICE.replace("\n", "\r\n").encode(),
        NOTICE.replace("Ô", "O\u0302").encode(),
    ],
)
def test_encodings(data: bytes) -> None:
    assert read_bytes("made.txt", data).text == NOTICE


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("  Đảng\u00a0ủy \t xã ", "Đảng ủy xã"),
        ("Ðảng ủy", "Đảng ủy"),  # U+00D0
        ("Ɖảng ủy", "Đảng ủy"),  # U+0189
        ("nhân\u00addân", "nhândân"),
        ("Nghị\u200b quyết\ufeff", "Nghị quyết"),
        ("mục\x02 1\x00", "mục 1"),
        ("a\u2003b\u3000c", "a b c"),
        ("\uf0b7 mục tiêu", "• mục tiêu"),
        ("ﬁle", "file"),
        ("hoà", "hoà"),  # stored as written
        ("– “x” …", "– “x” …"),
        ("Ủy ban".replace("Ủ", "U\u0309"), "Ủy ban"),
        ("68\u2011NQ/TW", "68\u2011NQ/TW"),
    ],
)
def test_cleaning(text: str, cleaned: str) -> None:
    assert clean_line(text) == cleaned


@pytest.mark.parametrize(
    ("text", "gaps"),
    [
        ("a\nb\nc", [0, 0, 0]),
        ("a\n\nb\n\n\nc", [0, 1, 2]),
        # each printed line is followed by a blank one: that is no gap
        (
            "Ban Thường vụ họp\n\nđánh giá kết quả\n\nthực hiện nhiệm vụ\n\nI- KẾT QUẢ\n\n\n\nđạt được trong\n\ntháng",
            [0, 0, 0, 0, 2, 0],
        ),
    ],
)
def test_blank_lines_are_counted(text: str, gaps: list[int]) -> None:
    assert [line.gap for line in _read(text).lines] == gaps


def test_form_feed_ends_a_page_and_its_number_is_set_aside() -> None:
    document = _read("Trang đầu\nxong\f2\nTrang hai\n")
    assert [(line.page, line.span.of(document.text)) for line in document.lines] == [
        (1, "Trang đầu"),
        (1, "xong"),
        (2, "Trang hai"),
    ]
    assert [(page.number, page.span.of(document.text)) for page in document.pages] == [
        (1, "Trang đầu\nxong\n"),
        (2, "Trang hai"),
    ]
    assert [(aside.kind, aside.text, aside.page) for aside in document.asides] == [("page number", "2", 2)]


def test_numbers_that_count_up_a_page_apart_are_set_aside() -> None:
    rows = [f"dòng thứ {n} của văn bản" for n in range(120)]
    with_numbers = [*rows[:40], "2", *rows[40:80], "3", *rows[80:]]
    document = _read("\n".join(with_numbers))
    assert [aside.text for aside in document.asides] == ["2", "3"]
    assert document.text == "\n".join(rows)


def test_row_numbers_of_a_table_stay() -> None:
    text = "STT\nNội dung\n1\nThu ngân sách\n2\nChi thường xuyên\n3\nChi đầu tư"
    assert _read(text).text == text


def test_signature_stamp_at_the_end_is_set_aside() -> None:
    document = _read("Nội dung./.\nLê Văn Bình\nĐẢNG ỦY XÃ TÂN HÒA\n04-05-2025 10:49:44 +07:00\n")
    assert document.text == "Nội dung./.\nLê Văn Bình"
    assert [aside.text for aside in document.asides] == ["ĐẢNG ỦY XÃ TÂN HÒA", "04-05-2025 10:49:44 +07:00"]


def test_letterhead_and_signature_set_by_spaces_are_read_column_by_column() -> None:
    document = _read(
        "UBND TỈNH BẮC SƠN            CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        "SỞ Y TẾ                          Độc lập - Tự do - Hạnh phúc\n"
        "-------\n"
        "Số:     /BC-SYT              Bắc Sơn, ngày    tháng 5 năm 2025\n"
        "\n"
        "BÁO CÁO\n"
        "Nơi nhận:                                  GIÁM ĐỐC\n"
        "- Như trên;\n"
        "- Lưu: VT.                               Lê Văn Bình\n"
    )
    assert document.text.split("\n") == [
        "UBND TỈNH BẮC SƠN",
        "SỞ Y TẾ",
        "-------",
        "Số: /BC-SYT",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Bắc Sơn, ngày tháng 5 năm 2025",
        "BÁO CÁO",
        "Nơi nhận:",
        "- Như trên;",
        "- Lưu: VT.",
        "GIÁM ĐỐC",
        "Lê Văn Bình",
    ]


def test_letterhead_of_a_page_dumped_with_its_layout() -> None:
    document = _read(
        "          UBND TỈNH BẮC SƠN      CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        "               SỞ Y  TẾ               Độc lập - Tự do - Hạnh phúc\n"
        "\n"
        "          Số:    /TB-SYT       Bắc Sơn, ngày    tháng 5 năm 2025\n"
        "\n"
        "                                 THÔNG   BÁO\n"
        "                   Kết luận của Giám đốc Sở tại cuộc họp giao ban\n"
        "          Nơi nhận:                         TL. GIÁM ĐỐC\n"
        "          - Như trên;                    CHÁNH  VĂN  PHÒNG\n"
        "          - Các phòng, đơn vị thuộc Sở;\n"
        "          - Lưu: VT.\n"
        "                                             Lê Văn Bình\n"
    )
    assert document.text.split("\n") == [
        "UBND TỈNH BẮC SƠN",
        "SỞ Y TẾ",
        "Số: /TB-SYT",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Bắc Sơn, ngày tháng 5 năm 2025",
        "THÔNG BÁO",
        "Kết luận của Giám đốc Sở tại cuộc họp giao ban",
        "Nơi nhận:",
        "- Như trên;",
        "- Các phòng, đơn vị thuộc Sở;",
        "- Lưu: VT.",
        "TL. GIÁM ĐỐC",
        "CHÁNH VĂN PHÒNG",
        "Lê Văn Bình",
    ]


def test_motto_that_wraps_is_one_line() -> None:
    assert _read("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT\nNAM\nĐộc lập").text.startswith("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n")


def test_lost_spaces_come_back_with_what_stood_there() -> None:
    document = _read("Báo cáo vềviệc này\nTheo Tờtrình số 5")
    assert document.text == "Báo cáo về việc này\nTheo Tờ trình số 5"
    assert [(repair.was, repair.span.of(document.text)) for repair in document.repairs] == [
        ("vềviệc", "về việc"),
        ("Tờtrình", "Tờ trình"),
    ]


MARKDOWN = [
    ("## KẾ HOẠCH", "KẾ HOẠCH"),
    ("**Điều 1.** Phê duyệt *danh mục* kèm theo", "Điều 1. Phê duyệt danh mục kèm theo"),
    ("*   a) Tại xã", "- a) Tại xã"),
    ("- Lưu: VT.", "- Lưu: VT."),
    (r"\*", "*"),
    (r"3\. Tổ chức thực hiện \- R\&D", "3. Tổ chức thực hiện - R&D"),
    ("[Luật Đất đai](https://example.vn/a_b)", "Luật Đất đai"),
    ("2 * 3 * 4", "2 * 3 * 4"),
    ("ten_tep_tin", "ten_tep_tin"),
]


@pytest.mark.parametrize(("marked", "plain"), MARKDOWN)
def test_markdown_marks_go(marked: str, plain: str) -> None:
    document = _read("# BÁO CÁO\n**I.** x\n**II.** y\n" + marked)
    assert document.text.split("\n")[3] == plain


def test_stars_of_a_plain_text_stay() -> None:
    assert _read("ĐẢNG ỦY XÃ\n*\nSố 5-TB/ĐU").text == "ĐẢNG ỦY XÃ\n*\nSố 5-TB/ĐU"


def test_markdown_table_has_cells() -> None:
    document = _read("# A\n## B\n### C\n| STT | Việc |\n|---|:--|\n| 1 | **Họp** |\n")
    assert [
        (line.span.of(document.text), line.cell and (line.cell.row, line.cell.column)) for line in document.lines[3:]
    ] == [
        ("STT", (0, 0)),
        ("Việc", (0, 1)),
        ("1", (1, 0)),
        ("Họp", (1, 1)),
    ]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", Reason.EMPTY),
        (b" \n\n ", Reason.NO_TEXT),
        (bytes(range(128, 256)) * 3, Reason.UNKNOWN_ENCODING),
        (b"\x7fELF\x00\x00", Reason.UNKNOWN_FORMAT),
        (b'{\n "id": "tb-12", "header": {}}', Reason.UNKNOWN_FORMAT),  # a record beside the notices
        (b"# samples\n\n[[sample]]\nid = 1", Reason.UNKNOWN_FORMAT),
    ],
)
def test_what_cannot_be_read_says_why(data: bytes, reason: Reason) -> None:
    with pytest.raises(ReadError) as caught:
        read_bytes("hong.txt", data)
    assert caught.value.reason is reason
    assert caught.value.advice


def test_a_path_that_is_not_there(tmp_path) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ReadError, match="not found"):
        read(tmp_path / "khong-co.txt")
    with pytest.raises(ReadError, match="not a file"):
        read(tmp_path)


def test_content_decides_not_the_name() -> None:
    assert read_bytes("thong-bao.pdf", NOTICE.encode()).source.media_type == "text/plain"
    assert "application/pdf" in READERS


_TEXT = st.text(
    st.sampled_from("aàạĐ Ð\u0323\u00a0\u200b\u00ad\t-–.,1\x02ê\u0302ﬁ\uf0b7vềiệcsố") | st.characters(), max_size=40
)


@given(_TEXT)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    once = clean_line(text)
    assert clean_line(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert once == " ".join(once.split())


@given(st.lists(st.tuples(_TEXT, st.integers(0, 2), st.sampled_from([None, None, "page number"])), max_size=12))
def test_lines_and_pages_tile_the_text(rows: list[tuple[str, int, str | None]]) -> None:
    page, lines = 1, []
    for text, step, aside in rows:
        page += step
        lines.append(RawLine(text, page, aside=aside))
    document = build_document(lines, Origin("a.txt", b"a", "text/plain", "text", "1"))
    assert "\n".join(line.span.of(document.text) for line in document.lines) == document.text
    assert "".join(page.span.of(document.text) for page in document.pages) == document.text
    assert all(line.span.start < line.span.end for line in document.lines)
    assert all(document.page_of(line.span.start) == line.page for line in document.lines)
    assert all(repair.span.of(document.text) != repair.was for repair in document.repairs)
    assert unicodedata.is_normalized("NFC", document.text)
