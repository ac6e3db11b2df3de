"""Sentence case with proper names kept, and what a person's name looks like."""

import pytest

from pipeline.vietnamese.names import is_person, person, repair_body, sentence_case


@pytest.mark.parametrize(
    ("capitals", "expected"),
    [
        ("ỦY BAN NHÂN DÂN TỈNH LÀO CAI", "Ủy ban nhân dân tỉnh Lào Cai"),
        ("UỶ BAN NHÂN DÂN XÃ TÂN LẬP", "Uỷ ban nhân dân xã Tân Lập"),  # the document's own uỷ stays
        ("ĐẢNG BỘ - BAN THƯỜNG VỤ TỈNH ỦY TRƯỜNG SA", "Đảng bộ - Ban Thường vụ Tỉnh ủy Trường Sa"),  # in no gazetteer
        ("BAN CHẤP HÀNH TỈNH ĐOÀN SÔNG BIÊN", "Ban Chấp hành Tỉnh đoàn Sông Biên"),
        ("UBND TỈNH THỪA THIÊN HUẾ", "UBND tỉnh Thừa Thiên Huế"),
        ("ĐẢNG BỘ THÀNH PHỐ HẢI PHÒNG", "Đảng bộ thành phố Hải Phòng"),
        ("SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG", "Sở Nông nghiệp và Môi trường"),
        ("BỘ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI", "Bộ Lao động - Thương binh và Xã hội"),
        ("ỦY BAN THƯỜNG VỤ QUỐC HỘI", "Ủy ban Thường vụ Quốc hội"),
        ("PHÓ CHÁNH VĂN PHÒNG", "Phó Chánh Văn phòng"),
        ("BỘ TRƯỞNG BỘ CÔNG THƯƠNG", "Bộ trưởng Bộ Công Thương"),
        ("VỀ VIỆC XÂY DỰNG CHỢ TRÊN ĐỊA BÀN TỈNH AN GIANG", "Về việc xây dựng chợ trên địa bàn tỉnh An Giang"),
        ("SỬA ĐỔI NGHỊ ĐỊNH SỐ 12/2020/NĐ-CP CỦA CHÍNH PHỦ", "Sửa đổi Nghị định số 12/2020/NĐ-CP của Chính phủ"),
        ("QUY ĐỊNH CHI TIẾT MỘT SỐ ĐIỀU CỦA LUẬT ĐƯỜNG SẮT", "Quy định chi tiết một số điều của Luật Đường sắt"),
        ("Đã viết thường", "Đã viết thường"),
        ("SỞ NÔNG NGHIỆP VÀ PTNT", "Sở Nông nghiệp và PTNT"),
        ("BAN QUẢN LÝ CÁC KCX VÀ KCN", "Ban Quản lý các KCX và KCN"),
        ("SỞ Y TẾ ĐÔNG SƠN", "Sở Y tế Đông Sơn"),
        ("SỞ Y TẾ", "Sở Y tế"),
    ],
)
def test_sentence_case(capitals: str, expected: str) -> None:
    assert sentence_case(capitals, ends_in_place=capitals.startswith(("Ủ", "U", "Đ", "S", "B"))) == expected


def test_a_name_nobody_knows_stays_small_and_one_the_document_writes_is_kept() -> None:
    assert sentence_case("VỀ CHỢ VƯỜN CHUỐI") == "Về chợ vườn chuối"
    assert sentence_case("VỀ CHỢ VƯỜN CHUỐI", known=["Vườn Chuối"]) == "Về chợ Vườn Chuối"


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("PGS.TS. Lê Văn Nam", "Lê Văn Nam"),
        ("Đại tá Trần Hữu Phúc", "Trần Hữu Phúc"),
        ("ThS.BS. Võ Thị Sen", "Võ Thị Sen"),
        ("NGUYỄN MINH CHÂU", "Nguyễn Minh Châu"),
        ("nguyễn Minh Châu", "Nguyễn Minh Châu"),  # OCR reads N as n
        ("Đỗ Trọng Đạt.", "Đỗ Trọng Đạt"),
    ],
)
def test_person(printed: str, expected: str) -> None:
    assert person(printed) == expected
    assert is_person(printed, strict=True)


@pytest.mark.parametrize(
    "text", ["Như trên", "Sở Tài chính", "- Lưu VPĐU.", "CHÁNH VĂN PHÒNG", "Lê", "(đã ký)", "Các Vụ, Cục"]
)
def test_not_a_person(text: str) -> None:
    assert not is_person(text, strict=True)


@pytest.mark.parametrize(
    ("misread", "expected"),
    [
        ("SỚ Y TẾ", "Sở Y tế"),
        ("SỞY TẾ", "Sở Y tế"),
        ("UBND TĨNH KIÊN GIANG", "UBND tỉnh Kiên Giang"),
        ("CÔNG TY HOA MAI", None),
    ],
)
def test_repair_body(misread: str, expected: str | None) -> None:
    assert repair_body(misread) == expected
