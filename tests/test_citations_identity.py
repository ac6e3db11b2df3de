"""Which mentions are of one document, what the registry says to it, and in what relation it is cited."""

import pytest
from of_text import notice_of

from pipeline.extract.citations import find_citations
from pipeline.extract.citations.identity import Cited, number_key
from pipeline.extract.citations.keys import citation_key
from pipeline.extract.citations.registry import known_documents, resolve


def mentions(*paragraphs: str) -> list[tuple[str | None, str | None, int]]:
    return [(c.number or c.name, c.date, len(c.mentions)) for c in find_citations(notice_of(*paragraphs))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kết luận số 26-KL/TU; Kết luận số 26-KL/TU ngày 5/6/2024.", [("26-KL/TU", "2024-06-05", 2)]),
        ("Nghị quyết số 68-NQ/TW; theo Nghị quyết 68, doanh nghiệp", [("68-NQ/TW", None, 2)]),
        (
            "Nghị quyết số 18-NQ/TW ngày 25/10/2017 và Nghị quyết số 18-NQ/TW ngày 16/6/2022",
            [("18-NQ/TW", "2017-10-25", 1), ("18-NQ/TW", "2022-06-16", 1)],
        ),
        (
            "Quyết định số 5/QĐ-UBND của UBND xã Tân An; Quyết định số 5/QĐ-UBND của UBND xã Hòa Bình.",
            [("5/QĐ-UBND", None, 1), ("5/QĐ-UBND", None, 1)],
        ),
        (
            "Kế hoạch số 7/KH-UBND của UBND tỉnh; Kế hoạch số 07/KH-UBND của Ủy ban nhân dân tỉnh Hà Nam.",
            [("7/KH-UBND", None, 2)],
        ),
        (
            "Nghị định số 88/2025/NĐ-CP ngày 13/4/2025; NĐ số 88/NĐ-CP ngày 13/4/2025",
            [("88/2025/NĐ-CP", "2025-04-13", 2)],
        ),
        (
            "Nghị định số 88/2025/NĐ-CP; Nghị định số 88/2024/NĐ-CP",
            [("88/2025/NĐ-CP", None, 1), ("88/2024/NĐ-CP", None, 1)],
        ),
        (
            "Nghị quyết liên tịch số 5/2025/NQLT/UBTVQH15-CP; Nghị quyết liên tịch số 5/2025/NQLT",
            [("5/2025/NQLT/UBTVQH15-CP", None, 2)],
        ),
        ("văn bản số 92/TTr-UBND; tại Tờ trình số 92/TTr-UBND nêu trên", [("92/TTr-UBND", None, 2)]),
        (
            "Luật Trẻ em số 102/2016/QH13; quy định của Luật Trẻ em và Luật số 102/2016/QH13",
            [("102/2016/QH13", None, 3)],
        ),
        ("Luật Đất đai năm 2013, Luật Đất đai năm 2024", [("Luật Đất đai", "2013", 1), ("Luật Đất đai", "2024", 1)]),
        (
            "Nghị quyết Đại hội Đảng bộ xã Tân An lần thứ I; theo Nghị quyết Đại hội Đảng bộ xã; Nghị quyết Đại hội",
            [("Nghị quyết Đại hội Đảng bộ xã Tân An lần thứ I", None, 3)],
        ),
        ("Điều lệ Đảng Cộng sản Việt Nam; thi hành Điều lệ Đảng", [("Điều lệ Đảng Cộng sản Việt Nam", None, 2)]),
    ],
)
def test_mentions_of_one_document(text: str, expected: list[tuple[str, str | None, int]]) -> None:
    assert mentions(text) == expected


def test_own_number_is_no_citation() -> None:
    head = ("UBND TỈNH HÀ NAM", "Số: 16/KH-UBND", "Hà Nam, ngày 18 tháng 11 năm 2025", "KẾ HOẠCH", "Về phòng cháy")
    annex = "(Kèm theo Kế hoạch số 16/KH-UBND ngày 18/11/2025 của UBND tỉnh)"
    assert mentions(*head, "Thực hiện Kế hoạch số 15/KH-UBND của UBND tỉnh.", annex) == [("15/KH-UBND", None, 1)]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("05-CT/TW", "5-CT/TW", True),
        ("40/2000/TT-BTC", "40/2000/TT/BTC", True),
        ("181/2024/NĐ-CP", "181/2024/ND-CP", True),
        ("18-NQ/TW", "18-NQ/TU", False),
        ("105/QĐ-UBND", "15/QĐ-UBND", False),
    ],
)
def test_number_key(one: str, other: str, same: bool) -> None:
    assert (number_key(one) == number_key(other)) is same


@pytest.mark.parametrize(
    ("parts", "key"),
    [
        (("nghị quyết", "68-NQ/TW", None, "2025-05-04", None), "nq:68-nq/tw:2025-05-04"),
        (("nghị quyết", "20-NQ/TW", None, None, "khóa X"), "nq:20-nq/tw:x"),
        (("luật", None, "Luật Đất đai", "2013", None), "luật:đất đai:2013"),
        (("quy chuẩn kỹ thuật quốc gia", "QCVN06:2022/BXD", None, None, None), "quy chuẩn kỹ thuật quốc gia:qcvn06.2022/bxd"),
    ],
)  # fmt: skip
def test_key_guesses_nothing(parts: tuple[str, str | None, str | None, str | None, str | None], key: str) -> None:
    assert citation_key(*parts) == key


@pytest.mark.parametrize(
    ("number", "date", "issuer", "term", "status"),
    [
        ("68-NQ/TW", "2025-05-04", None, None, "resolved"),
        ("68-NQ/TW", None, None, None, "resolved"),
        ("18-NQ/TW", None, None, None, "ambiguous"),  # of 2017, 2022 and 2026
        ("18-NQ/TW", "2017-10-25", None, None, "resolved"),
        ("18-NQ/TW", "2017-10-24", None, None, "conflict"),  # a day off, in the same term
        ("18-NQ/TW", "2003-03-12", None, None, "unmatched"),  # a term of which nothing is known
        ("20-NQ/TW", None, "Ban Chấp hành Trung ương", "khóa X", "resolved"),
        ("60-NQ/TW", "2025-04-12", "Bộ Chính trị", None, "conflict"),
        ("99-NQ/TU", "2025-04-12", None, None, "unmatched"),
    ],
)
def test_resolution(number: str, date: str | None, issuer: str | None, term: str | None, status: str) -> None:
    resolution = resolve(Cited(doc_type="nghị quyết", number=number, date=date, issuer=issuer, term=term))
    assert resolution.status == status
    assert resolution.reasons
    assert bool(resolution.candidates) == (status != "unmatched" or date == "2003-03-12")


@pytest.mark.parametrize(
    ("cited", "citing", "status", "candidates"),
    [
        # a number of many terms means none that is younger than the document that cites it
        (Cited(doc_type="nghị quyết", number="18-NQ/TW"), "2019-05-02", "resolved", ["nq:18-nq/tw:2017-10-25"]),
        (Cited(doc_type="nghị quyết", number="18-NQ/TW"), "2025", "ambiguous", ["nq:18-nq/tw:2017-10-25", "nq:18-nq/tw:2022-06-16"]),
        (Cited(doc_type="nghị quyết", number="68-NQ/TW"), "2006-05-02", "unmatched", ["nq:68-nq/tw:2025-05-04"]),
        (Cited(doc_type="nghị quyết", number="18-NQ/TW", date="2022-06-16"), "2019", "resolved", ["nq:18-nq/tw:2022-06-16"]),
        # a law by its name and year, in any spelling
        (Cited(doc_type="luật", name="luật đất đai", date="2024"), "2025", "resolved", ["luật:31/2024/qh15:2024-01-18"]),
        (Cited(doc_type="bộ luật", name="Bộ luật Lao động", date="2019-11-20"), None, "resolved", ["bộ luật:45/2019/qh14:2019-11-20"]),
        (Cited(doc_type="luật", name="Luật Đất đai", date="2024-01-19"), None, "conflict", ["luật:31/2024/qh15:2024-01-18"]),
        (Cited(doc_type="luật", name="Luật Đất đai", date="2013"), None, "unmatched", ["luật:31/2024/qh15:2024-01-18"]),
        (Cited(doc_type="luật", name="Luật Đất đai"), "2025", "ambiguous", ["luật:31/2024/qh15:2024-01-18"]),
        (Cited(doc_type="luật", name="Luật Đất đai"), "2010", "unmatched", []),
        (Cited(doc_type="luật", name="Luật Thư viện", date="2019"), None, "unmatched", []),
        (Cited(doc_type="quy chế", name="Quy chế"), None, "unmatched", []),
    ],
)  # fmt: skip
def test_the_citing_date_and_a_laws_name_tell(
    cited: Cited, citing: str | None, status: str, candidates: list[str]
) -> None:
    resolution = resolve(cited, citing=citing)
    assert (resolution.status, list(resolution.candidates)) == (status, candidates)


def test_the_type_tells_documents_of_one_symbol_apart() -> None:
    assert resolve(Cited(doc_type="quyết định", number="24-QĐ/TW")).status == "unmatched"
    assert resolve(Cited(doc_type="quy định", number="24-QĐ/TW")).candidates == ("qđi:24-qđ/tw:2021-07-30",)


def test_registry_rows_are_whole() -> None:
    rows = [row for many in known_documents().values() for row in many]
    assert len(rows) > 30
    assert len({(row.doc_type, row.number, row.date) for row in rows}) == len(rows)


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("Căn cứ Nghị định số 5/2020/NĐ-CP;", "căn cứ"),
        ("sửa đổi, bổ sung một số điều của Nghị định số 5/2020/NĐ-CP", "sửa đổi"),
        ("Quyết định này thay thế Quyết định số 5/QĐ-UBND", "thay thế"),
        ("Bãi bỏ khoản 2 Điều 5 Thông tư số 5/2020/TT-BTC", "bãi bỏ"),
        ("hướng dẫn thi hành Luật Trẻ em", "hướng dẫn"),
        ("Tổng kết 05 năm thực hiện Chỉ thị số 5-CT/TU", "sơ kết"),
        ("Tiếp tục thực hiện nghiêm Chỉ thị số 5-CT/TU", "thực hiện"),
        ("theo Điều 6 Nghị định số 5/2020/NĐ-CP", "dẫn chiếu"),
    ],
)
def test_relation(text: str, relation: str) -> None:
    assert [c.relation for c in find_citations(notice_of(text))] == [relation]


def test_every_citation_of_a_basis_is_a_basis() -> None:
    found = find_citations(notice_of("Căn cứ Luật Trẻ em; Nghị định số 5/2020/NĐ-CP; Chỉ thị số 5-CT/TU."))
    assert [c.relation for c in found] == ["căn cứ"] * 3


def test_a_shorter_form_of_any_type_joins_the_full_number() -> None:
    text = "Thực hiện Kế hoạch số 37/KH-UBND ngày 2/3/2027 của UBND xã; làm nghiêm Kế hoạch 37 khi có bão, Kế hoạch 38 sau."
    assert [(c.number, len(c.mentions)) for c in find_citations(notice_of(text))] == [("37/KH-UBND", 2)]


def test_the_head_of_a_list_names_the_issuer_of_all_its_members() -> None:
    text = "thực hiện các nghị quyết chuyên đề của Tỉnh ủy: Nghị quyết số 5-NQ/TU ngày 2/3/2027, số 6-NQ/TU, 7-NQ/TU."
    assert [(c.number, c.issuer) for c in find_citations(notice_of(text))] == [
        ("5-NQ/TU", "Tỉnh ủy"),
        ("6-NQ/TU", "Tỉnh ủy"),
        ("7-NQ/TU", "Tỉnh ủy"),
    ]
