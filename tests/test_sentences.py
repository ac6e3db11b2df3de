"""Where sentences end, and where underthesea alone would end them wrongly."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.document import Span
from pipeline.segment.sentences import sentence_at, sentences


@pytest.mark.parametrize(
    "parts",
    [
        ["UBND TP. Hồ Chí Minh đã họp.", "Nội dung gồm 3 việc."],
        ["Thu ngân sách đạt 6.200 triệu đồng.", "Chi 3.100 triệu đồng."],
        ["Theo Quyết định số 12/QĐ-UBND ngày 05.6.2023 của UBND tỉnh.", "Các sở thực hiện."],
        ["Đ/c Nguyễn Văn A., Chủ tịch UBND; TS. Lê Văn B. và các đồng chí khác dự họp.", "Hội nghị thống nhất cao."],
        ["ThS. Trần Văn C. trình bày; PGS.TS. Lê D. kết luận."],
        ["Các ngành nông, lâm, ngư nghiệp, v.v.", "Đề nghị các xã báo cáo."],
        ["Các ngành nông, lâm, v.v. và các xã báo cáo."],
        ["1. Về kinh tế.", "Tăng 5%...", "Tiếp tục duy trì."],
        ["2.1. Giao Sở Y tế chủ trì.", "Hoàn thành trước 15/10."],
        ["Điều 5. Tổ chức thực hiện.", "Các sở, ngành căn cứ Quyết định này."],
        ["Tại khoản 1. Điều 5 Luật Đất đai.", "Điều 6. Quy định khác."],
        ["Kết luận (sau đây gọi là Kết luận 12.) được ban hành.", "Nội dung như sau: a) Một."],
        ['Đồng chí nói: "Phải làm ngay."', "Các đơn vị thực hiện."],
        ["Văn bản số 15. CV/TU được thu hồi."],
        ["BCH T.Ư. đã ban hành."],
        ["Hạn cuối 15/10/2025!", "Ai chịu trách nhiệm?", "UBND xã."],
        ["Không có dấu chấm cuối"],
        ["QL. 5 qua xã.", "Đường tỉnh 359."],
    ],
)
def test_sentences_of_a_paragraph(parts: list[str]) -> None:
    text = " ".join(parts)
    assert [span.of(text) for span in sentences(text)] == parts


def test_a_line_break_ends_nothing_and_the_spelling_is_kept() -> None:
    text = "Uỷ ban nhân\ndân xã họp. Đồng chí\nBí thư chủ trì."
    assert [span.of(text) for span in sentences(text)] == ["Uỷ ban nhân\ndân xã họp.", "Đồng chí\nBí thư chủ trì."]


def test_the_sentence_around_a_find() -> None:
    text = "THÔNG BÁO\nXã họp. Thu đạt 5 tỷ đồng. Chi đủ."
    paragraph = Span(10, len(text))
    assert sentence_at(text, paragraph, text.index("5 tỷ")).of(text) == "Thu đạt 5 tỷ đồng."


@settings(max_examples=60)
@given(st.text('Aa1.)( \n"Đđ,;…?vTP', max_size=60))
def test_sentences_tile_a_paragraph_but_for_white_space(text: str) -> None:
    found = sentences(text)
    assert "".join("".join(span.of(text).split()) for span in found) == "".join(text.split())
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    assert all(span.of(text) == span.of(text).strip() for span in found)
