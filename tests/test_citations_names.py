"""Documents cited by name: where the name ends, and what is only going to be written."""

import pytest
from of_text import notice_of

from pipeline.extract.citations import find_citations


def named(*paragraphs: str) -> list[tuple[str | None, str | None]]:
    return [(c.name, c.date) for c in find_citations(notice_of(*paragraphs))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("theo quy định của Luật Đất đai năm 2013 và các văn bản hướng dẫn", [("Luật Đất đai", "2013")]),
        ("Căn cứ Luật Nhà ở ngày 27 tháng 11 năm 2023;", [("Luật Nhà ở", "2023-11-27")]),
        (
            "Luật Quản lý, sử dụng vũ khí, vật liệu nổ và công cụ hỗ trợ về vật liệu nổ",
            [("Luật Quản lý, sử dụng vũ khí, vật liệu nổ và công cụ hỗ trợ", None)],
        ),
        ("thi hành một số điều của luật nhà ở", [("luật nhà ở", None)]),
        (
            "Luật Thanh niên, Luật Trẻ em và Bộ luật Lao động",
            [("Luật Thanh niên", None), ("Luật Trẻ em", None), ("Bộ luật Lao động", None)],
        ),
        (
            "Triển khai Luật sửa đổi, bổ sung một số điều của Luật Trẻ em ngày 5/4/2022.",
            [("Luật sửa đổi, bổ sung một số điều của Luật Trẻ em", "2022-04-05"), ("Luật Trẻ em", None)],
        ),
        # a law that is in no list: up to a verb, a number or "và" with a new thing
        ("theo Luật Vũ trụ và viễn thám quy định", [("Luật Vũ trụ và viễn thám", None)]),
        ("theo Luật Vũ trụ và Nghị định hướng dẫn", [("Luật Vũ trụ", None)]),
        (
            "Luật Đầu tư nước ngoài tại Việt Nam được Quốc hội khóa IX thông qua ngày 12/11/1996",
            [("Luật Đầu tư nước ngoài tại Việt Nam", "1996-11-12")],
        ),
        ("Căn cứ Hiến pháp năm 2013;", [("Hiến pháp", "2013")]),
        # a law named in the title of one that amends it is cited too
        (
            "Căn cứ Luật Thư viện ngày 21/11/2019 và Luật sửa đổi, bổ sung một số điều của Luật Thư viện ngày 5/6/2024;",
            [("Luật Thư viện", "2019-11-21"), ("Luật sửa đổi, bổ sung một số điều của Luật Thư viện", "2024-06-05")],
        ),
        # a bill is no law yet, the one that it amends is
        ("Dự án Luật sửa đổi, bổ sung một số điều của Luật Điện ảnh", [("Luật Điện ảnh", None)]),
        ("hoàn thiện Luật Thủ đô trình Quốc hội; tuyên truyền Luật Thủ đô", [("Luật Thủ đô", None)]),
        ("hoàn thiện Luật sửa đổi Luật Thủ đô trình Quốc hội; Luật sửa đổi Luật Thủ đô", [("Luật Thủ đô", None)]),
        ("Quốc hội đã thông qua Luật Nhà giáo và dự án luật Điện ảnh.", [("Luật Nhà giáo", None)]),
        (
            "theo Luật sửa đổi, bổ sung 02 Luật (Luật Nhà ở; Luật Điện ảnh)",
            [("Luật sửa đổi, bổ sung 02 Luật", None), ("Luật Nhà ở", None), ("Luật Điện ảnh", None)],
        ),
        (
            "Luật sửa đổi, bổ sung 37 Luật có liên quan đến quy hoạch ngày 20/11/2018;",
            [("Luật sửa đổi, bổ sung 37 Luật có liên quan đến quy hoạch", "2018-11-20")],
        ),
        ("Luật Chất lượng sản phẩm, hàng hóa; theo Luật CLSPHH, xã", [("Luật Chất lượng sản phẩm, hàng hóa", None)]),
        ("thực hiện Luật Di sản văn hóa 2024.", [("Luật Di sản văn hóa", "2024")]),
        # no laws
        ("kỷ luật lao động, pháp luật về đất đai, quy luật thị trường", []),
        ("Luật sư Trần Văn Bình; Luật này; luật khác có liên quan", []),
        ("Xây dựng Luật Công nghiệp công nghệ số, trình Quốc hội ban hành Luật Viễn thông.", []),
    ],
)
def test_laws(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert named(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Thực hiện Nghị quyết Đại hội Đảng bộ phường Tân An lần thứ II, nhiệm kỳ 2025 - 2030 đạt kết quả.",
            ["Nghị quyết Đại hội Đảng bộ phường Tân An lần thứ II, nhiệm kỳ 2025 - 2030"],
        ),
        ("theo Điều lệ Đảng và quy chế", ["Điều lệ Đảng"]),
        (
            "do Nghị quyết kỳ họp thứ 8, HĐND tỉnh khóa VI đề ra",
            ["Nghị quyết kỳ họp thứ 8, HĐND tỉnh khóa VI"],
        ),
        (
            "thực hiện Nghị quyết của Ban Chấp hành Đảng bộ tỉnh về “xây dựng tỉnh thành nơi đáng sống”",
            ["Nghị quyết của Ban Chấp hành Đảng bộ tỉnh về “xây dựng tỉnh thành nơi đáng sống”"],
        ),
        # plans in force
        ("Triển khai Kế hoạch số hóa tài liệu lưu trữ lịch sử. Tổ chức", ["Kế hoạch số hóa tài liệu lưu trữ lịch sử"]),
        (
            "thực hiện hiệu quả Kế hoạch chuyển đổi số của xã năm 2026 trên địa bàn",
            ["Kế hoạch chuyển đổi số của xã năm 2026"],
        ),
        (
            "thực hiện Đề án phát triển dữ liệu dân cư, định danh điện tử giai đoạn 2022 - 2025, tầm nhìn đến năm 2030",
            ["Đề án phát triển dữ liệu dân cư, định danh điện tử giai đoạn 2022 - 2025, tầm nhìn đến năm 2030"],
        ),
        (
            "Sửa đổi, bổ sung Quy chế làm việc của Đảng ủy xã, Quy chế làm việc của Ủy ban kiểm tra.",
            ["Quy chế làm việc của Đảng ủy xã", "Quy chế làm việc của Ủy ban kiểm tra"],
        ),
        (
            "Đã ban hành quy chế làm việc của Ban Chấp hành, Ban Thường vụ Đảng ủy phân công nhiệm vụ",
            ["quy chế làm việc của Ban Chấp hành, Ban Thường vụ Đảng ủy"],
        ),
        ("triển khai có hiệu quả kế hoạch sử dụng đất năm 2026;", ["kế hoạch sử dụng đất năm 2026"]),
        (
            "thực hiện Chương trình hành động của Tỉnh ủy thực hiện Luật Trẻ em, Luật Thanh niên.",
            ["Chương trình hành động của Tỉnh ủy thực hiện Luật Trẻ em, Luật Thanh niên", "Luật Trẻ em", "Luật Thanh niên"],
        ),
        # yet to be drafted, or no document
        ("Xây dựng Kế hoạch tuyên truyền pháp luật năm 2026.", []),
        ("Xây dựng và triển khai kế hoạch “Tháng hành động vì trẻ em”.", []),
        ("Ban hành Quy định về trách nhiệm người đứng đầu.", []),
        ("Tham mưu Nghị quyết về phát triển du lịch xã giai đoạn 2026 - 2030.", []),
        ("Góp ý dự thảo Kế hoạch phòng cháy năm 2026; triển khai Kế hoạch phòng cháy năm 2026.", []),
        ("Giải ngân Chương trình mục tiêu quốc gia giảm nghèo bền vững giai đoạn 2021 - 2025.", []),
        ("Hoàn thành kế hoạch năm 2026, vượt kế hoạch giao, theo kế hoạch.", []),
        ("- Nghị quyết của Đảng ủy về đẩy mạnh phát triển du lịch cộng đồng.", []),
        # beside a document with a number
        ("thực hiện nghiêm Chỉ thị số 15-CT/TU của Tỉnh ủy và Kế hoạch phát triển chợ nông thôn năm 2024.",
         [None, "Kế hoạch phát triển chợ nông thôn năm 2024"]),
        ("Căn cứ Chương trình khuyến công địa phương năm 2024 và Công văn số 41/UBND-KT ngày 05/3/2024, xã báo cáo.",
         ["Chương trình khuyến công địa phương năm 2024", None]),
    ],
)  # fmt: skip
def test_party_documents_and_plans(text: str, expected: list[str | None]) -> None:
    assert [name for name, _ in named(text)] == expected


def test_a_programme_of_action_has_the_body_whose_it_is() -> None:
    text = "thực hiện Chương trình hành động của Tỉnh ủy thực hiện Nghị quyết số 9-NQ/TW ngày 2/3/2027 của Bộ Chính trị; triển khai Chương trình hành động của Tỉnh ủy triển khai Nghị quyết số 9-NQ/TW."
    programme = find_citations(notice_of(text))[0]
    assert (programme.doc_type, programme.issuer) == ("chương trình hành động", "Tỉnh ủy")
    assert (programme.name, len(programme.mentions)) == (
        "Chương trình hành động của Tỉnh ủy triển khai Nghị quyết số 9-NQ/TW",
        2,
    )


def test_in_a_decree_a_plan_is_a_kind_of_plan() -> None:
    text = "Tổ chức thực hiện Kế hoạch phòng ngừa sự cố hóa chất theo Quy hoạch tỉnh."
    own = ("CHÍNH PHỦ", "Số: 5/2024/NĐ-CP", "NGHỊ ĐỊNH", "Về hóa chất")
    assert len(named(text)) == 2
    assert named(*own, text) == []


def test_a_law_inside_a_title_is_a_mention_of_the_law_cited_elsewhere() -> None:
    text = "Căn cứ Luật Dược ngày 6/4/2016; Luật sửa đổi, bổ sung một số điều của Luật Dược ngày 21/11/2024;"
    assert [len(c.mentions) for c in find_citations(notice_of(text))] == [2, 1]


def test_cells_of_a_table_make_no_number() -> None:
    assert named("Văn bản hướng dẫn", "10/2027", "II", "Đề án", "2027") == []
    assert named("tổng kết Nghị quyết số", "2", "đã ban hành") == []


def test_headings_in_capitals_are_read() -> None:
    [citation] = find_citations(notice_of("ĐÁNH GIÁ KẾT QUẢ THEO NGHỊ QUYẾT SỐ 21/CP NGÀY 6/4/1995"))
    assert (citation.doc_type, citation.number, citation.date) == ("nghị quyết", "21/CP", "1995-04-06")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # the title of the document before it in a list stands between
        (
            "Qua 5 năm thực hiện Nghị quyết số 9-NQ/TU về phát triển du lịch, Chương trình hành động của Huyện ủy Sơn Hà và",
            [None, "Chương trình hành động của Huyện ủy Sơn Hà"],
        ),
        (
            "giám sát việc ban hành và tổ chức thực hiện Quy hoạch bến bãi đường sông thời kỳ 2027-2030 tại",
            ["Quy hoạch bến bãi đường sông thời kỳ 2027-2030"],
        ),
        (
            "triển khai Đề án số hóa hộ tịch (Đề án 77) giai đoạn 2027 - 2029, trong đó",
            ["Đề án số hóa hộ tịch (Đề án 77) giai đoạn 2027 - 2029"],
        ),
        ("theo Đề án xóa cầu tạm, cầu dân sinh trên địa bàn xã", ["Đề án xóa cầu tạm, cầu dân sinh"]),
        (
            "theo Đề án xóa cầu tạm trên địa bàn tỉnh đến hết năm 2027,",
            ["Đề án xóa cầu tạm trên địa bàn tỉnh đến hết năm 2027"],
        ),
        ("triển khai Đề án 77, kết nối Đề án 77 với xã", ["Đề án 77"]),
        (
            "Quán triệt Nghị quyết số 9-NQ/TU; Quy chế làm việc của Ban Chấp hành Đảng bộ xã; Điều lệ Đảng.",
            [None, "Quy chế làm việc của Ban Chấp hành Đảng bộ xã", "Điều lệ Đảng"],
        ),
        ("Căn cứ Quy chế bầu cử trong Đảng ban hành kèm theo Quyết định số 9-QĐ/TW;", [None]),
        # plans of every year are none in particular, and what is yet to be drafted is none
        ("theo Kế hoạch phát triển kinh tế hằng năm và 5 năm của tỉnh", []),
        ("Xây dựng tổ chức triển khai Đề án dạy bơi cho trẻ em đến năm 2030", []),
    ],
)
def test_plans_in_lists_and_supervision(text: str, expected: list[str | None]) -> None:
    assert [c.name for c in find_citations(notice_of(text))] == expected
