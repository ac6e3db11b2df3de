"""Documents cited by number: which number, of what type, of what date, by whom."""

import pytest
from of_text import notice_of

from pipeline.extract.citations import find_citations
from pipeline.records import Citation


def cited(*paragraphs: str) -> tuple[Citation, ...]:
    return find_citations(notice_of(*paragraphs))


def rows(*paragraphs: str) -> list[tuple[str | None, str | None, str | None, str | None]]:
    return [(c.doc_type, c.number, c.date, c.issuer) for c in cited(*paragraphs)]


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("Báo cáo số 7/BC-UBND ngày 08/12/2025 và Tờ trình số 9/TTr-UBND cùng ngày của UBND xã.", ["2025-12-08", "2025-12-08"]),
        ("Báo cáo số 7/BC-UBND ngày 08/12/2025; cùng ngày có Tờ trình số 9/TTr-SXD.", ["2025-12-08", None]),
        ("Tờ trình số 9/TTr-UBND cùng ngày.", [None]),
    ],
)  # fmt: skip
def test_the_same_day_is_the_day_of_the_citation_before(text: str, dates: list[str | None]) -> None:
    assert [citation.date for citation in cited(text)] == dates


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Party and State, old and new
        (
            "Thực hiện Nghị quyết số 11-NQ/TW ngày 03/6/2017 của Ban Chấp hành Trung ương về kinh tế.",
            ("nghị quyết", "11-NQ/TW", "2017-06-03", "Ban Chấp hành Trung ương"),
        ),
        ("Theo Nghị định 45/2019/NĐ-CP về du lịch.", ("nghị định", "45/2019/NĐ-CP", None, None)),
        (
            "Theo Luật số 61/2020/QH14 ngày 17 tháng 6 năm 2020.",
            ("luật", "61/2020/QH14", "2020-06-17", None),
        ),
        (
            "Nghị quyết số 1211/NQ-UBTVQH14 của Ủy ban Thường vụ Quốc hội về phân loại đô thị.",
            ("nghị quyết", "1211/NQ-UBTVQH14", None, "Ủy ban Thường vụ Quốc hội"),
        ),
        (
            "Quyết định số 310/QĐ.UBT ngày 05/3/1996 của UBND tỉnh Minh Hải.",
            ("quyết định", "310/QĐ.UBT", "1996-03-05", "UBND tỉnh Minh Hải"),
        ),
        ("Nghị định số 26-CP ngày 23/5/1993 của Chính phủ.", ("nghị định", "26-CP", "1993-05-23", "Chính phủ")),
        ("Quyết định số 1033 QĐ-TTg được giao.", ("quyết định", "1033QĐ-TTg", None, None)),
        ("theo quy định tại QCVN 06:2022/BXD.", ("quy chuẩn kỹ thuật quốc gia", "QCVN06:2022/BXD", None, None)),
        ("Nghị quyết Liên tịch số 7/2027/NQLT-HĐND-MTTQ quy định.", ("nghị quyết liên tịch", "7/2027/NQLT-HĐND-MTTQ", None, None)),
        ("Báo cáo áp dụng tiêu chuẩn TCVN 4447:2012 khi đào.", ("tiêu chuẩn quốc gia", "TCVN4447:2012", None, None)),
        # the mark of a footnote is no part of a number
        ("theo Nghị quyết số 11-NQ/TW3 về.", ("nghị quyết", "11-NQ/TW", None, None)),
        ("theo Nghị định số 11/2027/NĐ-CP¹ về.", ("nghị định", "11/2027/NĐ-CP", None, None)),
        # what a code of an office looks like is no type where the type is said
        ("tại Công văn: số 102/CT-NV ngày 2/3/2027.", ("công văn", "102/CT-NV", "2027-03-02", None)),
        # another clause stands between a body and the citation
        ("theo nghị định của Chính phủ thực hiện theo hướng dẫn tại Thông tư số 7 TC/TCT.", ("thông tư", "7TC/TCT", None, None)),
        ("theo đề nghị của Sở Y tế về việc mua máy tại Tờ trình số 4/TTr-SYT.", ("tờ trình", "4/TTr-SYT", None, "Sở Y tế")),
        ("Thông báo số 9/TB-UBBC của Ủy ban bầu cử xã Thông báo địa điểm.", ("thông báo", "9/TB-UBBC", None, "Ủy ban bầu cử xã")),
        ("Thông báo kết luận số 9/TB-UBND ngày 2/3/2027.", ("thông báo", "9/TB-UBND", "2027-03-02", None)),
        ("nêu tại Phiếu trình số 9-PT/BTCTU.", ("phiếu trình", "9-PT/BTCTU", None, None)),
        ("- Ngày 2/3/2027, UBND xã ban hành Quyết định số 5/QĐ-UBND.", ("quyết định", "5/QĐ-UBND", "2027-03-02", "UBND xã")),
        ("Sở Y tế đã tổ chức chấm điểm và ban hành Quyết định số 5/QĐ-SYT.", ("quyết định", "5/QĐ-SYT", None, "Sở Y tế")),
        ("Chính phủ trình Quốc hội thông qua Nghị quyết số 43/2022/QH15.", ("nghị quyết", "43/2022/QH15", None, "Quốc hội")),
        ("theo quy định của UBND tỉnh và yêu cầu tại Văn bản số 5/UBND-KT.", ("văn bản", "5/UBND-KT", None, None)),
        ("Biên bản số 9/BB-VPHC lập ngày 2/3/2027.", ("biên bản", "9/BB-VPHC", "2027-03-02", None)),
        # how typists leave it
        ("Nghị định số 21/2027/NĐ CP được sửa.", ("nghị định", "21/2027/NĐCP", None, None)),
        ("tại Tờ trình số357/TTr-SYT ngày 02-4-2024.", ("tờ trình", "357/TTr-SYT", "2024-04-02", None)),
        ("Thông tư số 12/2001 /TT-BXD đã hết hiệu lực.", ("thông tư", "12/2001/TT-BXD", None, None)),
        ("Kế hoạch số 31- KH/TU của Tỉnh ủy.", ("kế hoạch", "31-KH/TU", None, "Tỉnh ủy")),
        ("Chỉ thịsố5-CT/TW được quán triệt.", ("chỉ thị", "5-CT/TW", None, None)),
        ("theo CV số 88/STC-NS ngày 5/3/2024.", ("công văn", "88/STC-NS", "2024-03-05", None)),
        # the type word, near or far, capital or small
        ("theo Kế hoạch kiểm tra số 22/KH-ĐKT ngày 9/3/2024.", ("kế hoạch", "22/KH-ĐKT", "2024-03-09", None)),
        ("triển khai kết luận 26-KL/TW của Ban Bí thư.", ("kết luận", "26-KL/TW", None, "Ban Bí thư")),
        ("Quy định số 205-QĐ/TW của Bộ Chính trị.", ("quy định", "205-QĐ/TW", None, "Bộ Chính trị")),
        ("Nghị quyết của Quốc hội số 43/2022/QH15 quy định.", ("nghị quyết", "43/2022/QH15", None, "Quốc hội")),
        ("Luật Quy hoạch đô thị số 30/2009/QH12 quy định.", ("luật", "30/2009/QH12", None, None)),
        ("Bãi bỏ 1701/QĐ-TTg.", ("quyết định", "1701/QĐ-TTg", None, None)),
        # letters of companies, certificates
        (
            "Xét đề nghị của Công ty cổ phần Hà Thành tại Văn bản số MTC-K15/25-TN ngày 12/5/2025.",
            ("văn bản", "MTC-K15/25-TN", "2025-05-12", "Công ty cổ phần Hà Thành"),
        ),
        ("Văn bản số 03 ngày 21/4/2026 đề nghị gia hạn.", ("văn bản", "03", "2026-04-21", None)),
        (
            "được UBND tỉnh Hà Nam cấp Giấy chứng nhận đầu tư số 20121000045 ngày 12/7/2011.",
            ("giấy chứng nhận đầu tư", "20121000045", "2011-07-12", "UBND tỉnh Hà Nam"),
        ),
        # short forms
        ("Tiếp tục thực hiện Nghị quyết 57 về khoa học.", ("nghị quyết", "57", None, None)),
        ("theo Chỉ thị 13 của Ban Bí thư.", ("chỉ thị", "13", None, "Ban Bí thư")),
        # dates as precise as written
        ("Văn bản số 12/GĐN-HS tháng 4 năm 2026.", ("văn bản", "12/GĐN-HS", "2026-04", None)),
        ("Nghị quyết số 8/2019/NQ-HĐND, ngày 20 tháng 12 tháng 2019.", ("nghị quyết", "8/2019/NQ-HĐND", "2019-12-20", None)),
    ],
)  # fmt: skip
def test_one_citation(text: str, expected: tuple[str | None, ...]) -> None:
    assert rows(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "các Nghị quyết số 18, 19-NQ/TW và 21-NQ/TW",
            ["18-NQ/TW", "19-NQ/TW", "21-NQ/TW"],
        ),
        ("các văn bản số 2694/STC-CN, 2695/STC-CN ngày 14/5/2026", ["2694/STC-CN", "2695/STC-CN"]),
        ("Phiếu chuyển (số 227/PC-VPUBND và số 6073/UBND-KT)", ["227/PC-VPUBND", "6073/UBND-KT"]),
        ("Công văn số 12/UBND-VX ngày 2/8/2024; số 15/UBND-VX ngày 3/9/2024", ["12/UBND-VX", "15/UBND-VX"]),
    ],
)
def test_a_list_says_its_type_once(text: str, expected: list[str]) -> None:
    found = cited(text)
    assert [c.number for c in found] == expected
    assert len({c.doc_type for c in found}) == 1


@pytest.mark.parametrize(
    ("text", "issuer"),
    [
        ("Sở Xây dựng đã có Công văn số 12/SXD-QH hướng dẫn.", "Sở Xây dựng"),
        ("đã được UBND tỉnh, Chủ tịch UBND tỉnh chỉ đạo tại Công văn số 12/UBND-KT.", "UBND tỉnh"),
        ("Sở Tư pháp đã xin ý kiến của các địa phương tại Văn bản số 9/STP-XD.", "Sở Tư pháp"),
        ("Theo đề nghị của Sở Y tế tỉnh Bắc Kạn tại Tờ trình số 5/TTr-SYT.", "Sở Y tế tỉnh Bắc Kạn"),
        ("đã được Giám đốc Sở Nội vụ phê duyệt tại Quyết định số 8/QĐ-SNV.", "Giám đốc Sở Nội vụ"),
        ("Quyết định số 8/QĐ-BNV của Bộ Nội vụ, Bộ Tài chính đã giao vốn.", "Bộ Nội vụ"),
        ("Kết luận số 4/KL-TTr của Thanh tra Bộ Lao động - Thương binh và Xã hội.",
         "Thanh tra Bộ Lao động - Thương binh và Xã hội"),
        ("theo báo cáo của Sở Y tế (Báo cáo số 88/BC-SYT ngày 04/10/2023), toàn tỉnh", "Sở Y tế"),
        ("sau khi nghe Ban Quản lý dự án tỉnh trình bày (Tờ trình số 12/TTr-BQL),", "Ban Quản lý dự án tỉnh"),
        ("giao Sở Xây dựng chủ trì (Công văn số 12/UBND-XD ngày 05/3/2024)", None),
        ("đạt 90% kế hoạch Thủ tướng Chính phủ giao tại Quyết định số 1500/QĐ-TTg.", "Thủ tướng Chính phủ"),
        ("Sở Tư pháp thẩm định tại Báo cáo số 188/BC-STP.", "Sở Tư pháp"),
        ("Đảng ủy xã ban hành 23 văn bản, trong đó có Nghị quyết số 17-NQ/ĐU về đất đai.", "Đảng ủy xã"),
        ("xét Báo cáo số 12-BC/ĐKT của Đoàn kiểm tra số 02; tại hội nghị", "Đoàn kiểm tra số 02"),
        # the issuer belongs to the next citation, or to nobody
        ("theo Quyết định số 8/QĐ-UBND. Của UBND tỉnh là kế hoạch khác.", None),
        ("bổ nhiệm Hiệu trưởng Trường Tiểu học Hòa An tại Tờ trình số 49-TTr/BXDĐ.", None),
        ("Hội đồng nhân dân xã thực hiện theo quy định tại Nghị định số 37/2007/NĐ-CP.", None),
    ],
)  # fmt: skip
def test_issuer(text: str, issuer: str | None) -> None:
    assert [c.issuer for c in cited(text)] == [issuer]


def test_term_stands_apart_from_the_issuer() -> None:
    (citation,) = cited("Nghị quyết số 20-NQ/TW của Ban Chấp hành Trung ương Đảng (khoá X) về giai cấp công nhân.")
    assert (citation.issuer, citation.term) == ("Ban Chấp hành Trung ương Đảng", "khóa X")


def test_an_issuer_that_a_short_form_got_from_its_list_makes_no_other_document() -> None:
    found = cited(
        "Nghị quyết số 68-NQ/TW ngày 04/5/2025 của Bộ Chính trị.",
        "Kê khai theo Nghị quyết 68 và Nghị quyết số 198/2025/QH15 của Quốc hội.",
    )
    assert [(c.number, c.issuer, len(c.mentions)) for c in found] == [
        ("68-NQ/TW", "Bộ Chính trị", 2),
        ("198/2025/QH15", "Quốc hội", 1),
    ]


def test_date_and_issuer_at_the_end_of_a_list_are_of_all() -> None:
    found = rows("Báo cáo số 88/BC-UBND và Tờ trình số 91/TTr-UBND ngày 17/3/2024 của UBND phường Tân An.")
    assert found == [
        ("báo cáo", "88/BC-UBND", "2024-03-17", "UBND phường Tân An"),
        ("tờ trình", "91/TTr-UBND", "2024-03-17", "UBND phường Tân An"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Nghị quyết này có hiệu lực từ ngày ký.",
        "Sơ kết các Chỉ thị, Nghị quyết của cấp trên.",
        "Ban Chỉ đạo Nghị quyết 57 của Đảng ủy họp phiên thứ hai.",
        "Ban hành 03 Quyết định trợ cấp, 10 Quyết định thôi trợ cấp.",
        "Chương trình số 3 phát lúc 19 giờ, đạt 24/24 giờ.",
        "Điện số 8, kíp số 12, gói thầu số 13.",
        "Biên bản lập theo Mẫu số 01/HĐBC.",
        "Trụ sở tại số 15/2 Lê Lai, điện thoại 024.3825.1234.",
        "Số: 12/TB-UBND",
    ],
)
def test_no_citation(text: str) -> None:
    assert rows(text) == []


def test_an_issuer_said_before_a_list_is_of_each_item() -> None:
    found = rows(
        "Thực hiện các Công văn của UBND tỉnh: số 41/UBND-KT ngày 05/3/2024, số 58/UBND-KT ngày 11/4/2024 "
        "và số 77/UBND-KT ngày 02/5/2024. Xem Công văn số 90/UBND-KT."
    )
    assert found == [
        ("công văn", "41/UBND-KT", "2024-03-05", "UBND tỉnh"),
        ("công văn", "58/UBND-KT", "2024-04-11", "UBND tỉnh"),
        ("công văn", "77/UBND-KT", "2024-05-02", "UBND tỉnh"),
        ("công văn", "90/UBND-KT", None, None),
    ]


def test_citations_of_two_offices_are_each_complete() -> None:
    found = rows("Luật Thư viện số 46/2019/QH14 và Nghị định số 93/2020/NĐ-CP ngày 18/8/2020 của Chính phủ.")
    assert [row[1:] for row in found] == [
        ("46/2019/QH14", None, None),
        ("93/2020/NĐ-CP", "2020-08-18", "Chính phủ"),
    ]


def test_a_page_number_between_number_and_date_is_passed_over() -> None:
    assert rows("Công văn số 33-CV/TU 4 ngày 09 tháng 7 năm 2021")[0][2] == "2021-07-09"


def test_in_a_list_of_party_regulations_the_symbol_of_decisions_is_theirs() -> None:
    found = rows("Thực hiện các Quy định số 09-QĐi/TW và số 55-QĐ/TW của Bộ Chính trị.")
    assert [row[:2] for row in found] == [("quy định", "09-QĐi/TW"), ("quy định", "55-QĐ/TW")]
