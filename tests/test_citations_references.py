"""References back and repaired numbers: kept with the document that they mean, what was read kept beside."""

import pytest
from of_text import notice_of

from pipeline.extract.citations import find_citations


@pytest.mark.parametrize(
    ("paragraphs", "expected"),
    [
        # the only document of its type in the paragraph, or in the text so far
        (
            ["Thực hiện Chỉ thị số 5-CT/TU về du lịch, Kế hoạch số 7/KH-UBND.", "Các xã làm theo Chỉ thị nêu trên."],
            [1, 0],
        ),
        (["Chỉ thị số 5-CT/TU quy định mức thu; Chỉ thị này có hiệu lực từ tháng 3."], [1]),
        # which of two is not certain
        (["Theo Chỉ thị số 5-CT/TU và Chỉ thị số 6-CT/TU.", "Các xã làm theo Chỉ thị nêu trên."], [0, 0]),
        # several, another type, the document before it is cited
        (["Theo Chỉ thị số 5-CT/TU.", "Các xã làm theo các Chỉ thị nêu trên."], [0]),
        (["Theo Chỉ thị số 5-CT/TU.", "Các xã làm theo Công điện nêu trên."], [0]),
        (["Các xã làm theo Chỉ thị nêu trên.", "Theo Chỉ thị số 5-CT/TU."], [0]),
        # far away, "này" may be the document itself or what is attached to it
        (["Theo Chỉ thị số 5-CT/TU.", "Các xã phổ biến Chỉ thị này."], [0]),
        (["Theo Chỉ thị số 5-CT/TU, phân bón trên ruộng.", "Xây Chỉ thị trên địa bàn."], [0]),
    ],
)
def test_references_back(paragraphs: list[str], expected: list[int]) -> None:
    citations = find_citations(notice_of(*paragraphs))
    assert [len(citation.references) for citation in citations] == expected
    assert all(len(citation.mentions) == 1 for citation in citations)


def test_the_document_itself_is_no_reference_back() -> None:
    notice = notice_of(
        "UBND TỈNH",
        "Số: 9/QĐ-UBND",
        "QUYẾT ĐỊNH",
        "Về việc bãi bỏ quy định",
        "Bãi bỏ Quyết định số 5/QĐ-UBND; Quyết định này có hiệu lực.",
    )
    assert [citation.references for citation in find_citations(notice)] in ([()], [])


@pytest.mark.parametrize(
    ("text", "number", "message"),
    [
        ("Nghị quyết số 18-NQ/IW ngày 5/3/2027", "18-NQ/TW", "I is taken for T"),
        ("Quyết định số l5/QĐ-UBND ngày 5/3/2027", "15/QĐ-UBND", "l5 is taken for 15"),
        ("Luật số 23/2004/QH]] được sửa", "23/2004/QH11", "]] is taken for 11"),
    ],
)
def test_damaged_numbers_are_put_right_and_say_so(text: str, number: str, message: str) -> None:
    [citation] = find_citations(notice_of(f"Căn cứ {text};"))
    assert citation.number == number
    assert [repair.message for repair in citation.repairs] == [message]
    assert text.split(" ngày")[0].split(" được")[0] in citation.mentions[0].text


@pytest.mark.parametrize("number", ["12a/QĐ-UBND", "15/QĐ-UBND", "101/2027/NĐ-CP", "1-NQ/TW"])
def test_numbers_that_exist_as_written_are_left_alone(number: str) -> None:
    [citation] = find_citations(notice_of(f"Căn cứ Quyết định số {number};"))
    assert (citation.number, citation.repairs) == (number, ())
