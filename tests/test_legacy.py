"""Text from before Unicode: each encoding, each way to tell it, and what must be left alone."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.vietnamese.legacy import (
    Encoding,
    Run,
    decode,
    decode_bytes,
    decode_paragraphs,
    decode_text,
    encoding_of_font,
    restore_soft_hyphens,
)

TCVN3, VNI, VISCII, WINDOWS_1258 = Encoding.TCVN3, Encoding.VNI, Encoding.VISCII, Encoding.WINDOWS_1258


@pytest.mark.parametrize(
    ("text", "encoding", "expected"),
    [
        ("UBND tØnh yªu cÇu c¸c së, ngµnh", TCVN3, "UBND tỉnh yêu cầu các sở, ngành"),
        ("c\xf4 th\xd3 nh\xad sau", TCVN3, "cụ thể như sau"),
        ("Q§-UB (b·i bá)", TCVN3, "QĐ-UB (bãi bỏ)"),
        ("Ñoàng chí Chuû tòch xaõ", VNI, "Đồng chí Chủ tịch xã"),
        ("ÑAÛNG UÛY XAÕ PHÖÔÙC HOØA", VNI, "ĐẢNG ỦY XÃ PHƯỚC HÒA"),
        (
            "Uûy ban; ngöôøi daân; giaûi phoùng maët baèng; kyø hoïp",
            VNI,
            "Ủy ban; người dân; giải phóng mặt bằng; kỳ họp",
        ),
        ("töø ngaøy 3 thaùng 4 naêm 2001", VNI, "từ ngày 3 tháng 4 năm 2001"),
        ("Quyªt ð¸nh", VISCII, "Quyêt định".replace("ê", "ế")),
        ("UÒy ban nhân dân tiÒnh", WINDOWS_1258, "Ủy ban nhân dân tỉnh"),
        ("ðýõÌng bôò", WINDOWS_1258, "đường bộ"),
    ],
)
def test_each_encoding_has_its_letters(text: str, encoding: Encoding, expected: str) -> None:
    assert decode(text, encoding) == expected


@pytest.mark.parametrize("letters", ["àảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵăâêôơưđĂÂÊÔƠƯĐ"])
def test_viscii_agrees_with_every_letter(letters: str) -> None:
    table = {decode(bytes([code]).decode("cp1252"), VISCII) for code in range(0xA0, 0x100)}
    table |= {decode(chr(code), VISCII) for code in [*range(0x80, 0xA0), 2, 5, 6, 0x14, 0x19, 0x1E]}
    assert set(letters) <= table


@pytest.mark.parametrize(
    ("font", "expected"),
    [
        (".VnTime", TCVN3),
        (".VnTimeH", TCVN3),
        (".VnArial NarrowH", TCVN3),
        (".VnTime;Courier New", TCVN3),
        ("VnTimeH", TCVN3),
        ("VNI-Times", VNI),
        ("VNI Times", VNI),
        ("VNI-Helve-Condense", VNI),
        ("Times New Roman", None),
        ("Times New Roman;.VnTime", None),
        ("UVnTime", None),  # a Unicode font
        ("Vnu Sans", None),
        ("", None),
        (None, None),
    ],
)
def test_a_font_says_its_encoding(font: str | None, expected: Encoding | None) -> None:
    assert encoding_of_font(font) == expected


@pytest.mark.parametrize(
    ("runs", "expected"),
    [
        ([("Céng hoµ x· héi", ".VnTime")], ["Cộng hoà xã hội"]),
        ([("ñy ban nh©n d©n", ".VnTimeH")], ["ỦY BAN NHÂN DÂN"]),  # small codes, capital letters
        ([("QuyÕt ®Þnh ", ".VnTimeH"), ("sè 12", ".VnTime")], ["QUYẾT ĐỊNH ", "số 12"]),
        ([("QuyÕt ®Þnh ", ".VnTime"), ("Thủ tướng", "Times New Roman")], ["Quyết định ", "Thủ tướng"]),
        ([("Söûa ñoåi ", "VNI-Times"), ("söa ®æi", ".VnTime")], ["Sửa đổi ", "sửa đổi"]),
        ([("ngaø", "VNI-Times"), ("y 3 tha", "VNI-Times"), ("ùng 4", "VNI-Times")], ["ngà", "y 3 thá", "ng 4"]),
        ([("Quyết định của Ủy ban", ".VnTime")], ["Quyết định của Ủy ban"]),  # the font outlived a conversion
        ([("các xã và trên địa bàn", ".VnTime")], ["các xã và trên địa bàn"]),
        ([("các bên có trách nhiệm", "VNI-Times")], ["các bên có trách nhiệm"]),
        ([("\uf0a7iÒu 5. HiÖu lùc thi hµnh", ".VnTime")], ["Điều 5. Hiệu lực thi hành"]),  # through a symbol font
        ([("Céng hoµ x· héi chñ nghÜa", "Arial")], ["Cộng hoà xã hội chủ nghĩa"]),  # by its characters
        ([("Ñoäc laäp - Töï do - Haïnh phuùc", None)], ["Độc lập - Tự do - Hạnh phúc"]),
        ([("Diện tích 5 m², ± 2 °C, § 3", None)], ["Diện tích 5 m², ± 2 °C, § 3"]),
        ([("Der Ausschuß für öffentliche Gebäude", None)], ["Der Ausschuß für öffentliche Gebäude"]),
        ([("Comité d'État à la coopération", "Arial")], ["Comité d'État à la coopération"]),
        ([("Phô lôc", None)], ["Phô lôc"]),  # two words alone prove nothing
    ],
)
def test_a_paragraph_is_decided_by_fonts_then_by_characters(
    runs: list[tuple[str, str | None]], expected: list[str]
) -> None:
    decoded, _ = decode_paragraphs([[Run(*run) for run in runs]])
    assert decoded == [expected]


def test_a_short_line_follows_what_the_rest_of_the_document_is() -> None:
    decoded, encodings = decode_paragraphs([[Run("Thùc hiÖn nghÞ quyÕt cña tØnh")], [Run("Phô lôc")], [Run("Annex")]])
    assert decoded == [["Thực hiện nghị quyết của tỉnh"], ["Phụ lục"], ["Annex"]]
    assert encodings == (TCVN3,)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("n-íc", "nước"),
        ("®Çu t-,", "đầu tư,"),
        ("(nh- trªn)", "(như trên)"),
        ("-u ®·i", "ưu đãi"),
        ("h-íng-dÉn", "hướng-dẫn"),
        ("®-êng 2001-2005", "đường 2001-2005"),
        ("Q§-UB", "QĐ-UB"),
        ("- Giao së", "- Giao sở"),
        ("Hµ Néi-HuÕ", "Hà Nội-Huế"),
        ("kinh tÕ - x· héi", "kinh tế - xã hội"),
    ],
)
def test_a_hyphen_is_a_letter_only_where_the_word_needs_it(text: str, expected: str) -> None:
    assert decode(restore_soft_hyphens(text), TCVN3) == expected


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("Thông báo số 5".encode(), "Thông báo số 5"),
        ("Thông báo số 5".encode("utf-8-sig"), "Thông báo số 5"),
        ("Thông báo số 5".encode("utf-16"), "Thông báo số 5"),
        ("Thông báo số 5 của Ủy ban".encode("utf-16-le"), "Thông báo số 5 của Ủy ban"),
        ("Th«ng b¸o sè 5 cña x·".encode("cp1252"), "Thông báo số 5 của xã"),
        ("Thoâng baùo soá 5 cuûa xaõ".encode("cp1252"), "Thông báo số 5 của xã"),
        ("Thông báo s¯ 5 cüa xã và huy®n".encode("cp1252"), "Thông báo số 5 của xã và huyện"),
        ("Thông baìo sôì 5 cuÒa xaÞ".encode("cp1252"), "Thông báo số 5 của xã"),
        (bytes(range(128, 256)) * 4, None),
    ],
)
def test_a_text_file_is_told_by_its_bytes(data: bytes, expected: str | None) -> None:
    read = decode_bytes(data)
    assert (read and read[0]) == expected


VIETNAMESE = st.text(
    st.sampled_from("aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạếềểễệốộớợứựịỉ 0123456789.,-/()ĐÔƯ"), max_size=80
)


@given(VIETNAMESE)
def test_unicode_is_never_touched(text: str) -> None:
    text = unicodedata.normalize("NFC", f"Ủy ban đồng ý: {text}")
    assert decode_text(text) == (text, ())
    for font in (".VnTime", ".VnTimeH", "VNI-Times", "Arial"):
        assert decode_paragraphs([[Run(text, font)]])[0] == [[text]]
