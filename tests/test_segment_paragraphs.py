"""Where paragraphs end: each table row is what a page prints and what it means."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from of_lines import PARTY, printed, wrapped

from pipeline.document import Document, Line, Page, Source, Span
from pipeline.segment import segment

FULL = "Ban Thường vụ Đảng ủy phường yêu cầu các tổ chức đảng trực thuộc tập trung thực"  # a full line


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        # a small letter goes on
        ([FULL, "hiện tốt nhiệm vụ."], [f"{FULL} hiện tốt nhiệm vụ."]),
        # a number broken after its dash goes on
        ([FULL[:-6] + " số 68-", "NQ/TW ngày 04/5/2025"], [FULL[:-6] + " số 68- NQ/TW ngày 04/5/2025"]),
        # a figure at the start of a line is no section
        ([FULL, "15 ngày làm việc."], [f"{FULL} 15 ngày làm việc."]),
        ([FULL + " nhiệm kỳ", "2025 - 2030 và các năm sau."], [FULL + " nhiệm kỳ 2025 - 2030 và các năm sau."]),
        ([FULL + " đến năm", "2030. Tiếp tục rà soát."], [FULL + " đến năm 2030. Tiếp tục rà soát."]),
        # a quarter that a line break cuts is no section, a section under a heading that ends in the word is
        ([FULL + " trong quý", "I/2026. Tiếp tục rà soát."], [FULL + " trong quý I/2026. Tiếp tục rà soát."]),
        (["TÌNH HÌNH TRONG QUÝ", "I. Kinh tế"], ["TÌNH HÌNH TRONG QUÝ", "I. Kinh tế"]),
        # a dash inside a name is no bullet
        ([FULL[:-11] + " phát triển kinh tế", "- xã hội của xã."], [FULL[:-11] + " phát triển kinh tế - xã hội của xã."]),
        ([FULL + " Sở Kế hoạch", "- Đầu tư chủ trì."], [FULL + " Sở Kế hoạch - Đầu tư chủ trì."]),
        # a name inside brackets goes on although its line is short
        (["(Hoàng Mậu, Lê Quýnh, Trần", "Khánh Dư, Phan Kế Bính)."], ["(Hoàng Mậu, Lê Quýnh, Trần Khánh Dư, Phan Kế Bính)."]),
        # markers in their series
        (["1. Mục đích", "2. Yêu cầu"], ["1. Mục đích", "2. Yêu cầu"]),
        (["a) Hộ nghèo;", "b) Hộ cận nghèo."], ["a) Hộ nghèo;", "b) Hộ cận nghèo."]),
        # a short line ends its paragraph
        (["1. Chuyển đổi số", "Đến năm 2027 số hóa xong hồ sơ."], ["1. Chuyển đổi số", "Đến năm 2027 số hóa xong hồ sơ."]),
        (["4. Tồn tại", "Tái lấn chiếm còn nhiều."], ["4. Tồn tại", "Tái lấn chiếm còn nhiều."]),
        (["3. Phổ cập giáo dục", "12/15 xã đạt chuẩn."], ["3. Phổ cập giáo dục", "12/15 xã đạt chuẩn."]),
        ([FULL + " Quyết định số", "QĐ-12/UBND."], [FULL + " Quyết định số QĐ-12/UBND."]),
        (["Kết quả đạt được", "Toàn xã có 12 thôn."], ["Kết quả đạt được", "Toàn xã có 12 thôn."]),
        (["Việc đã xong.", "Căn cứ Luật Đầu tư;", "Căn cứ Luật Đất đai;"], ["Việc đã xong.", "Căn cứ Luật Đầu tư;", "Căn cứ Luật Đất đai;"]),
    ],
)  # fmt: skip
def test_paragraphs(lines: list[str], expected: list[str]) -> None:
    filler = [FULL.lower().capitalize()] * 3 + ["xong việc."]  # sets how wide a full line is
    notice = segment(printed("\n".join([*filler, *lines])))
    found = [p.of(notice.flow) for p in notice.paragraphs]
    assert found[-len(expected) :] == expected


def test_a_paragraph_goes_on_over_a_page() -> None:
    notice = segment(printed(f"{FULL}\n{FULL}\n\f\nhiện tốt nhiệm vụ được giao."))
    assert len(notice.paragraphs) == 1


def test_what_the_format_knows_is_kept() -> None:
    notice = segment(printed("Việc thứ nhất\nlà rà soát.", joins=False))
    assert len(notice.paragraphs) == 2


SENTENCES = st.lists(
    st.lists(
        st.sampled_from(
            [
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
        ),
        min_size=4,
        max_size=60,
    ),
    min_size=1,
    max_size=8,
)


@given(SENTENCES, st.sampled_from([60, 75, 90]))
def test_lines_broken_anew_give_the_same_numbered_paragraphs(sentences: list[list[str]], width: int) -> None:
    paragraphs = [f"{n}. {' '.join(words).capitalize()}." for n, words in enumerate(sentences, start=1)]
    notice = segment(printed(wrapped(paragraphs, width)))
    assert [p.of(notice.flow) for p in notice.paragraphs] == paragraphs


def test_flow_is_as_long_as_the_text_and_paragraphs_tile_it() -> None:
    notice = segment(printed(PARTY))
    assert len(notice.flow) == len(notice.document.text)
    edges = [p.start for p in notice.paragraphs[1:]]
    assert edges == [p.end + 1 for p in notice.paragraphs[:-1]]
    assert "\n" not in "".join(p.of(notice.flow) for p in notice.paragraphs)


@pytest.mark.parametrize("lines", [(), (Line(Span(0, 0), 1),)])
def test_an_empty_text_has_an_empty_notice(lines: tuple[Line, ...]) -> None:
    source = Source("blank.pdf", "0" * 64, "application/pdf", 0, 1, "text layer", "1")
    notice = segment(Document("", lines, (Page(1, Span(0, 0), "text layer"),), source))
    assert (notice.flow, notice.paragraphs, notice.sections, notice.bullets) == ("", (), (), ())
