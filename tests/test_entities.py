"""Who, which bodies and which places a document names, and what only looks like a name."""

import pytest
from of_text import notice_of

from pipeline.extract.entities import find_entities


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Kết luận của đồng chí Mai Văn Tín - Phó Bí thư Thành ủy, Chủ tịch HĐND thành phố tại phiên họp.",
            [("Mai Văn Tín", "Phó Bí thư Thành ủy, Chủ tịch HĐND thành phố")],
        ),
        ("Đ/c Lò Thị Mỷ, Trưởng Ban Tổ chức Tỉnh ủy;", [("Lò Thị Mỷ", "Trưởng Ban Tổ chức Tỉnh ủy")]),
        (
            "Ông Tô Văn Nam, Giám đốc Sở Y tế; bà Đỗ Thị Lan.",
            [("Tô Văn Nam", "Giám đốc Sở Y tế"), ("Đỗ Thị Lan", None)],
        ),
        ("Phó Thủ tướng Chính phủ Mai Văn Tín có ý kiến.", [("Mai Văn Tín", "Phó Thủ tướng Chính phủ")]),
        # no people
        ("Các đồng chí Ủy viên Ban Thường vụ, đồng chí Bí thư Đảng ủy.", []),
        ("Tỉnh Bà Rịa - Vũng Tàu; bà con nông dân.", []),
        ("Đường Lê Lợi, phường Trần Phú, Trường THPT Ngô Quyền.", []),
        ("Chủ tịch Ủy ban nhân dân tỉnh, Giám đốc Sở Xây dựng.", []),
    ],
)
def test_people_and_their_positions(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert [(person.name, person.role) for person in find_entities(notice_of(text)).people] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Giao Sở Nông nghiệp và Môi trường, UBND phường Tân An.",
            ["Sở Nông nghiệp và Môi trường", "UBND phường Tân An"],
        ),
        ("Các Sở: Tài chính, Xây dựng, Nội vụ.", ["Sở Tài chính", "Sở Xây dựng", "Sở Nội vụ"]),
        ("Công ty cổ phần Đầu tư và Xây lắp Tân An có trụ sở.", ["Công ty cổ phần Đầu tư và Xây lắp Tân An"]),
        ("Trường THCS Tân An khai giảng.", ["Trường THCS Tân An"]),
        ("Giao Đảng ủy phường, Hội Nông dân xã Tân An.", ["Đảng ủy phường", "Hội Nông dân xã Tân An"]),
        ("Ủy ban nhân dân cấp xã; Ủy ban nhân dân tỉnh, thành phố trực thuộc.", []),
        ("Ủy ban nhân dân xã nơi có đất.", []),
        ("PCT UBND tỉnh Mai Văn Tín", []),
        ("Trường hợp khác, công ty, ủy ban nhân dân các xã.", []),
        ("Công ty A ký với Công ty B.", []),
    ],
)
def test_organisations(text: str, expected: list[str]) -> None:
    assert [body.name for body in find_entities(notice_of(text)).organisations] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Xã Tân An, huyện Mỹ Đức, TP. Hồ Chí Minh.", ["xã Tân An", "huyện Mỹ Đức", "thành phố Hồ Chí Minh"]),
        ("Các xã Tân An, Mỹ Đức và An Lão.", ["xã Tân An", "xã Mỹ Đức", "xã An Lão"]),
        ("Trên địa bàn xã, phường, thành phố; tỉnh A.", []),
        ("Các tỉnh Tây Nguyên và tỉnh Đoàn.", []),
    ],
)
def test_places(text: str, expected: list[str]) -> None:
    assert [place.name for place in find_entities(notice_of(text)).places] == expected


def test_each_name_is_there_once_with_all_its_mentions() -> None:
    found = find_entities(notice_of("Sở Tài chính báo cáo.", "Giao Sở Tài chính thẩm định."))
    [body] = found.organisations
    assert [mention.text for mention in body.mentions] == ["Sở Tài chính", "Sở Tài chính"]
