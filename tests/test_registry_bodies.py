"""Bodies as data: one body under all its spellings, the days between which it existed, and what follows for citations."""

import pytest
from of_text import notice_of

from pipeline.extract.citations import find_citations
from pipeline.extract.citations.bodies import known_bodies, known_body, same_body
from pipeline.extract.citations.keys import citation_iri


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Bộ KH&CN", "Bộ Khoa học và Công nghệ", True),
        ("HĐND tỉnh", "Hội đồng nhân dân tỉnh", True),
        ("UBND TP. Huế", "Uỷ ban nhân dân thành phố Huế", True),
        ("Sở GTVT", "Sở Giao thông - Vận tải", True),
        ("Bộ LĐ-TB&XH", "Bộ Lao động, Thương binh và Xã hội", True),
        ("Sở NN và PTNT", "Sở Nông nghiệp và Phát triển nông thôn", True),
        ("UBND tỉnh", "UBND tỉnh Lào Cai", True),
        ("Bộ KH&CN", "Bộ KH&ĐT", False),
        ("Sở KH&CN", "Bộ Khoa học và Công nghệ", False),
        ("HĐND tỉnh", "UBND tỉnh", False),
        ("UBND xã Tân An", "UBND xã Tân Bình", False),
        ("Bộ TN&MT", "Bộ NN&MT", False),
    ],
)
def test_one_body_under_two_spellings(one: str, other: str, same: bool) -> None:
    assert same_body(one, other) is same


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Công văn số 15/KHCN-VP của Bộ KH&CN; Công văn số 15/KHCN-VP của Bộ Khoa học và Công nghệ", [2]),
        ("Công văn số 7/LĐ-VP của Sở LĐTBXH; Công văn số 7/LĐ-VP của Sở Lao động - Thương binh và Xã hội", [2]),
        ("Nghị quyết số 9/NQ-HĐND của HĐND tỉnh; Nghị quyết số 9/NQ-HĐND của Hội đồng nhân dân tỉnh", [2]),
        ("Công văn số 15/VP của Bộ KH&CN; Công văn số 15/VP của Bộ GD&ĐT", [1, 1]),
    ],
)
def test_a_number_of_one_issuer_spelt_twice_is_one_document(text: str, expected: list[int]) -> None:
    assert [len(citation.mentions) for citation in find_citations(notice_of(text))] == expected


@pytest.mark.parametrize(
    ("issuer", "name", "level", "date", "existed"),
    [
        ("Bộ GTVT", "Bộ Giao thông vận tải", "central", "2025-02-28", True),
        ("Bộ trưởng Bộ Giao thông Vận tải", "Bộ Giao thông vận tải", "central", "2025-03-01", False),
        ("Bộ Nông nghiệp và Môi trường", "Bộ Nông nghiệp và Môi trường", "central", "2025-02-28", False),
        ("Bộ NN&MT", "Bộ Nông nghiệp và Môi trường", "central", "2025-03", True),
        ("Chủ tịch UBND huyện Yên Minh", "Ủy ban nhân dân huyện", "district", "2025-06-30", True),
        ("Huyện uỷ Yên Minh", "Huyện ủy", "district", "2025-07-01", False),
        ("UBND huyện Yên Minh", "Ủy ban nhân dân huyện", "district", "2025", True),
        ("UBND đặc khu Phú Quốc", "Ủy ban nhân dân đặc khu", "commune", "2025-06-30", False),
        ("UBND xã Tân An", "Ủy ban nhân dân xã", "commune", "2019-01-01", True),
    ],
)
def test_when_a_body_existed(issuer: str, name: str, level: str, date: str, existed: bool) -> None:
    body = known_body(issuer)
    assert body
    assert (body.name, body.level, body.existed(date)) == (name, level, existed)


def test_a_body_that_is_in_no_row_is_unknown() -> None:
    assert known_body("Công ty cổ phần Xây dựng số 5") is None


def test_rows_are_whole() -> None:
    bodies = known_bodies()
    names = {body.name for body in bodies}
    assert len(names) == len(bodies) > 50
    assert {body.level for body in bodies} == {"central", "province", "district", "commune"}
    for body in bodies:
        assert body.codes
        assert body.into is None or body.into in names
        assert not (body.since and body.until and body.since > body.until)
        assert known_body(body.name) == body
        assert all(known_body(spelling) == body for spelling in body.spellings)


@pytest.mark.parametrize(
    ("doc_type", "number", "date", "iri"),
    [
        ("nghị quyết", "68-NQ/TW", "2025-05-04", "/akn/vn/act/nghi-quyet/2025-05-04/68-nq-tw"),
        ("nghị định", "118/2025/NĐ-CP", "2025-06-09", "/akn/vn/act/nghi-dinh/2025-06-09/118-2025-nd-cp"),
        ("kế hoạch", "05-KH/ĐU", "2025-09", "/akn/vn/doc/ke-hoach/2025-09/5-kh-du"),
        ("nghị quyết", "68-NQ/TW", None, None),
        ("luật", None, "2013", None),
    ],
)
def test_a_derived_iri(doc_type: str, number: str | None, date: str | None, iri: str | None) -> None:
    assert citation_iri(doc_type, number, date) == iri


@pytest.mark.parametrize(
    ("text", "words", "source"),
    [
        ("Tiếp tục thực hiện nghiêm Chỉ thị số 5-CT/TU", "thực hiện nghiêm", "rule:carries out"),
        ("Bãi bỏ khoản 2 Điều 5 Thông tư số 5/2020/TT-BTC", "Bãi bỏ", "rule:repeals"),
        ("- Căn cứ các quy định hiện hành, Nghị định số 5/2020/NĐ-CP", "Căn cứ", "rule:basis of the paragraph"),
        ("theo Nghị định số 5/2020/NĐ-CP", None, None),
    ],
)
def test_a_relation_is_proved_by_the_words_that_govern(text: str, words: str | None, source: str | None) -> None:
    [citation] = find_citations(notice_of(text))
    proof = citation.relation_evidence
    assert (proof and proof.text, proof and proof.source) == (words, source)
    assert proof is None or text[proof.start : proof.end] == words
