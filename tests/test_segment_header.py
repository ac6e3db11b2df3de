"""What an archivist writes down of a letterhead and a signature block."""

from itertools import permutations

import pytest
from of_lines import LETTER, PARTY, STATE, printed

from pipeline.notice import Notice
from pipeline.segment import segment

FIELDS = (
    "doc_type",
    "number",
    "issuer",
    "parent",
    "place",
    "date",
    "title",
    "authority",
    "signatory_title",
    "signatory",
)


def header(text: str, **how: bool) -> dict[str, str | None]:
    found = segment(printed(text, **how)).header
    return {name: getattr(found, name).value if getattr(found, name) else None for name in FIELDS}


def codes(notice: Notice) -> set[str]:
    return {remark.code for remark in notice.remarks}


def test_a_party_notice_with_its_number_and_day_left_blank() -> None:
    assert header(PARTY) == {
        "doc_type": "thông báo",
        "number": "TB/ĐU",
        "issuer": "Đảng uỷ xã Mỹ Đức",
        "parent": "Đảng bộ tỉnh An Giang",
        "place": "Mỹ Đức",
        "date": "2026-03",
        "title": "kết luận của Ban Thường vụ Đảng uỷ về nhiệm vụ quý II năm 2026",
        "authority": "T/M Ban Thường vụ",
        "signatory_title": "Phó Bí thư Thường trực",
        "signatory": "Phan Thị Ngọc Lan",
    }
    assert {"blank number", "blank date"} <= codes(segment(printed(PARTY)))


def test_a_report_of_a_department() -> None:
    assert header(STATE) == {
        "doc_type": "báo cáo",
        "number": "1204/BC-SCT",
        "issuer": "Sở Công Thương",
        "parent": "UBND tỉnh An Giang",
        "place": "An Giang",
        "date": "2024-02-05",
        "title": "Tình hình hoạt động chợ nông thôn năm 2023",
        "authority": "KT. Giám đốc",
        "signatory_title": "Phó Giám đốc",
        "signatory": "Trịnh Quốc Bảo",
    }
    assert codes(segment(printed(STATE))) == set()


def test_an_official_letter() -> None:
    assert header(LETTER) == {
        "doc_type": "công văn",
        "number": "771/UBND-NC",
        "issuer": "Ủy ban nhân dân tỉnh Lâm Đồng",
        "parent": None,
        "place": "Lâm Đồng",
        "date": "2023-08-09",
        "title": "rà soát thủ tục đăng ký hộ kinh doanh",
        "authority": "TL. Chủ tịch KT. Chánh Văn phòng",
        "signatory_title": "Phó Chánh Văn phòng",
        "signatory": "Cao Thị Bích Hằng",
    }


@pytest.mark.parametrize(
    ("old", "new", "field", "expected"),
    [
        # numbers
        ("Số: 1204/BC-SCT", "Số: /BC - SCT", "number", "BC-SCT"),
        ("Số: 1204/BC-SCT", "Số : 45 /2001/QĐ/BTC", "number", "45/2001/QĐ/BTC"),
        ("Số: 1204/BC-SCT", "Luật số: 12/2019/QH14", "number", "12/2019/QH14"),
        ("Số: 1204/BC-SCT", "Số: ......./BC-SCT", "number", "BC-SCT"),
        ("Số: 1204/BC-SCT", "", "number", None),
        ("Số: 1204/BC-SCT", "Số:\n1204 /BC-SCT", "number", "1204/BC-SCT"),
        ("Số: 1204/BC-SCT", "Số:\n1204 /BC-SCT", "issuer", "Sở Công Thương"),
        # dates as precise as printed
        ("ngày 05 tháng 02 năm 2024", "ngày tháng năm 2024", "date", "2024"),
        ("ngày 05 tháng 02 năm 2024", "ngày ... tháng 02 năm 2024", "date", "2024-02"),
        ("ngày 05 tháng 02 năm 2024", "ngày 5/2/2024", "date", "2024-02-05"),
        ("ngày 05 tháng 02 năm 2024", "ngày tháng năm", "date", None),
        # bodies
        ("UBND TỈNH AN GIANG\nSỞ CÔNG THƯƠNG", "ỦY BAN NHÂN DÂN\nTHÀNH PHỐ ĐÀ NẴNG", "issuer", "Ủy ban nhân dân thành phố Đà Nẵng"),
        ("UBND TỈNH AN GIANG\nSỞ CÔNG THƯƠNG", "UBND TỈNH AN GIANG\nSỞ THÔNG TIN\nVÀ TRUYỀN THÔNG", "issuer", "Sở Thông tin và Truyền thông"),
        ("UBND TỈNH AN GIANG\nSỞ CÔNG THƯƠNG", "ỦY BAN THƯỜNG VỤ\nQUỐC HỘI", "issuer", "Ủy ban Thường vụ Quốc hội"),
        ("UBND TỈNH AN GIANG\nSỞ CÔNG THƯƠNG", "ỦY BAN MTTQ VIỆT NAM\nXÃ BA CHẼ\nBAN THƯỜNG TRỰC", "parent", "Ủy ban MTTQ Việt Nam xã Ba Chẽ"),
        ("UBND TỈNH AN GIANG\nSỞ CÔNG THƯƠNG", "CHÍNH PHỦ", "parent", None),
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT\nNAM", "issuer", "Sở Công Thương"),  # a narrow column
        ("ngày 05 tháng 02 năm 2024", "ngày 05 tháng Hai năm 2024", "date", "2024-02-05"),
        # titles
        ("Tình hình hoạt động chợ nông thôn\nnăm 2023", "VỀ VIỆC SỬA ĐỔI THÔNG TƯ SỐ 11/2020/TT-BCT", "title", "Về việc sửa đổi Thông tư số 11/2020/TT-BCT"),
        ("Tình hình hoạt động chợ nông thôn\nnăm 2023", "V/v ban hành bảng giá đất\nCHỦ TỊCH UBND TỈNH\nCăn cứ Luật Đất đai;", "title", "V/v ban hành bảng giá đất"),
        # type lines
        ("BÁO CÁO\n", "BÁO CÁO TÌNH HÌNH\n", "title", "tình hình Tình hình hoạt động chợ nông thôn năm 2023"),
        ("BÁO CÁO\n", "QUYẾT ĐỊNH CỦA UBND TỈNH AN GIANG\n", "doc_type", "quyết định"),
        ("BÁO CÁO\n", "BẢN QUY ĐỊNH\n", "doc_type", "quy định"),
        # signers
        ("Trịnh Quốc Bảo", "(đã ký)\nPGS.TS. TRỊNH QUỐC BẢO", "signatory", "Trịnh Quốc Bảo"),
        ("KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC", "GIÁM ĐỐC", "authority", None),
        ("KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC", "KT. BỘ TRƯỞNG, CHỦ NHIỆM\nPHÓ CHỦ NHIỆM", "authority", "KT. Bộ trưởng, Chủ nhiệm"),
        ("Trịnh Quốc Bảo", "Trịnh Quốc Bảo\nSỞ CÔNG THƯƠNG\n05-02-2024 15:04:46 +07:00", "signatory", "Trịnh Quốc Bảo"),
        ("KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\nTrịnh Quốc Bảo", "", "signatory", None),
    ],
)  # fmt: skip
def test_one_field_printed_otherwise(old: str, new: str, field: str, expected: str | None) -> None:
    assert old in STATE
    assert header(STATE.replace(old, new))[field] == expected


LEFT = ["ỦY BAN NHÂN DÂN", "TỈNH LÂM ĐỒNG", "Số: 33/TB-UBND"]
RIGHT = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Lâm Đồng, ngày 9 tháng 8 năm 2023"]
REST = "THÔNG BÁO\nVề việc nghỉ lễ\nCăn cứ Bộ luật Lao động;\nUBND tỉnh thông báo./.\nNơi nhận:\n- Như trên.\nCHỦ TỊCH\nLê Văn Hùng"


@pytest.mark.parametrize(
    "top",
    [
        "\n".join(LEFT + RIGHT),  # column by column
        "\n".join(line for pair in zip(LEFT, RIGHT, strict=True) for line in pair),  # row by row
        "\n".join(f"{a} {b}" for a, b in zip(LEFT, RIGHT, strict=True)),  # both columns on one line
        "\n".join(RIGHT + LEFT),
    ],
    ids=["columns", "rows", "one line", "right first"],
)
@pytest.mark.parametrize("joins", [None, False])
def test_the_order_of_the_columns_does_not_matter(top: str, joins: bool | None) -> None:
    found = segment(printed(f"{top}\n{REST}", joins=joins)).header
    assert (found.number and found.number.value) == "33/TB-UBND"
    assert (found.issuer and found.issuer.value) == "Ủy ban nhân dân tỉnh Lâm Đồng"
    assert (found.place and found.place.value) == "Lâm Đồng"
    assert (found.date and found.date.value) == "2023-08-09"
    assert (found.title and found.title.value) == "Về việc nghỉ lễ"
    assert (found.signatory and found.signatory.value) == "Lê Văn Hùng"


def test_a_type_line_read_with_the_left_column_still_has_its_title() -> None:
    title = REST.removeprefix("THÔNG BÁO\n")
    found = segment(printed("\n".join([*LEFT, "THÔNG BÁO", *RIGHT, title]))).header
    assert (found.doc_type and found.doc_type.value) == "thông báo"
    assert (found.title and found.title.value) == "Về việc nghỉ lễ"


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_recipients_and_signature_in_any_order(order: tuple[int, ...]) -> None:
    blocks = ["Nơi nhận:\n- Như trên;\n- Lưu: VT.", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH\nLê Văn Hùng"]
    if order.index(1) > order.index(2):
        return  # an authority stands above its position
    text = "\n".join(
        [*LEFT, *RIGHT, "THÔNG BÁO", "Về việc nghỉ lễ", "Căn cứ Bộ luật Lao động;", *(blocks[i] for i in order)]
    )
    found = segment(printed(text)).header
    assert (found.signatory and found.signatory.value) == "Lê Văn Hùng"
    assert (found.authority and found.authority.value) == "TM. Ủy ban nhân dân"
    assert [r.value for r in found.recipients] == ["Như trên", "Lưu: VT"]


def test_the_1990s_put_body_number_and_date_into_the_heading() -> None:
    found = header(
        "THÔNG TƯ\nCỦA BỘ TÀI CHÍNH SỐ 13/1999/TT-BTC NGÀY 8 THÁNG 3 NĂM 1999 HƯỚNG DẪN\n"
        "THU PHÍ CẦU ĐƯỜNG\nCăn cứ Nghị định số 04/1999/NĐ-CP ngày 30/01/1999 của Chính phủ;\n1. Đối tượng nộp phí"
    )
    assert (found["doc_type"], found["number"], found["issuer"], found["date"], found["title"]) == (
        "thông tư", "13/1999/TT-BTC", "Bộ Tài chính", "1999-03-08", "Hướng dẫn thu phí cầu đường",
    )  # fmt: skip


def test_a_document_attached_does_not_sign_for_the_main_one() -> None:
    attached = STATE.replace("SỞ CÔNG THƯƠNG", "TRƯỜNG ĐẠI HỌC AN GIANG").replace("Trịnh Quốc Bảo", "Ngô Văn Tám")
    notice = segment(printed(STATE.replace("KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\nTrịnh Quốc Bảo\n", "") + attached))
    assert notice.header.signatory is None
    assert "no signatory" in codes(notice)


def test_body_and_annexes_are_told_apart() -> None:
    notice = segment(printed(STATE + "PHỤ LỤC I\nDanh sách các chợ\nChợ Mỹ Luông\nPHỤ LỤC II\nBiểu mẫu\nTên chợ"))
    text = notice.document.text
    assert notice.body.of(text).startswith("Thực hiện Kế hoạch số 45/KH-UBND")
    assert notice.body.of(text).endswith("xem xét./.")
    assert [a.of(text).split("\n")[0] for a in notice.annexes] == ["PHỤ LỤC I", "PHỤ LỤC II"]


@pytest.mark.parametrize(("text", "system"), [(PARTY, "party"), (STATE, "state"), (LETTER, "state")])
def test_system(text: str, system: str) -> None:
    assert segment(printed(text)).header.system == system


@pytest.mark.parametrize(
    ("mark", "code"),
    [("HỎA TỐC", "urgent"), ("DỰ THẢO LẦN 2", "draft"), ("MẬT", "secret"), ("Sao y bản chính", "copy")],
)
def test_marks_over_the_letterhead_are_remarked_and_read_as_nothing_else(mark: str, code: str) -> None:
    text = STATE.replace("CỘNG HÒA", f"{mark}\nCỘNG HÒA")
    assert header(text) == header(STATE)
    notice = segment(printed(text))
    assert codes(notice) == {code}
    assert [(m.kind, m.span.of(notice.document.text)) for m in notice.header.marks] == [(code, mark)]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("Kính gửi:\n- Sở Tư pháp;\n- Sở Nội vụ.", ["Sở Tư pháp", "Sở Nội vụ"]),
        ("Kính gửi: Bộ Nội vụ.", ["Bộ Nội vụ"]),
        (
            "Kính gửi: - Các sở;\n- Ủy ban nhân dân các huyện,\nthành phố.",
            ["Các sở", "Ủy ban nhân dân các huyện, thành phố"],
        ),
        ("", []),
    ],
)
def test_whom_a_letter_addresses(lines: str, expected: list[str]) -> None:
    text = LETTER.replace("Kính gửi:\n- Sở Tư pháp;\n- Sở Nội vụ.\n", f"{lines}\n" if lines else "")
    assert [addressee.value for addressee in segment(printed(text)).header.addressees] == expected


@pytest.mark.parametrize("name", ["Lưu Thị Mai", "Lưu Đức Văn Hồ", "Văn Thị Xuân"])
def test_a_signer_whose_name_reads_like_a_filing_note(name: str) -> None:
    found = segment(printed(LETTER.replace("Cao Thị Bích Hằng", name))).header
    assert found.signatory
    assert found.signatory.value == name
    assert [r.value for r in found.recipients] == ["Như trên", "Lưu: VT, NC"]


def test_all_who_sign_are_named_the_first_in_the_fields() -> None:
    block = "TM. CHÍNH PHỦ\nTHỦ TƯỚNG\nPhan Văn Đông\nTM. ỦY BAN THƯỜNG VỤ QUỐC HỘI\nCHỦ TỊCH\nLê Thị Hồng Mai\n"
    notice = segment(printed(LETTER[: LETTER.index("TL. CHỦ TỊCH")] + block))
    assert notice.header.signatory
    assert notice.header.signatory.value == "Phan Văn Đông"
    (other,) = notice.header.other_signers
    assert (other.signatory.value, other.signatory_title and other.signatory_title.value) == (
        "Lê Thị Hồng Mai",
        "Chủ tịch",
    )
    assert other.authority
    assert other.authority.value == "TM. Ủy ban Thường vụ Quốc hội"


def test_a_name_that_the_text_writes_keeps_its_capitals_in_the_title() -> None:
    text = STATE.replace("Tình hình hoạt động chợ nông thôn\nnăm 2023", "VỀ XÃ TÂN MỘC").replace(
        "180 chợ", "chợ xã Tân Mộc"
    )
    assert header(text)["title"] == "Về xã Tân Mộc"


def test_a_text_without_letterhead_has_an_empty_header() -> None:
    notice = segment(
        printed("Giá vàng thế giới tăng mạnh.\nLuân Đôn, ngày 05/5/2006\nCác chuyên gia dự báo giá còn tăng.")
    )
    assert notice.header.place is None
    assert {"no type", "no number", "no issuer"} <= codes(notice)
    assert notice.body.of(notice.document.text) == notice.document.text


def test_a_letterhead_that_lost_its_capitals_is_read_in_sentence_case() -> None:
    text = STATE.replace("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "cộng hòa xã hội chủ nghĩa việt nam")
    text = text.replace("UBND TỈNH AN GIANG", "ủy ban nhân dân tỉnh an giang").replace(
        "SỞ CÔNG THƯƠNG", "sở công thương"
    )
    assert (header(text)["parent"], header(text)["issuer"]) == ("Ủy ban nhân dân tỉnh An Giang", "Sở Công Thương")


@pytest.mark.parametrize(("line", "number"), [("Số: 1204/2024/", "1204/2024"), ("Số : 1204", "1204")])
def test_a_number_without_its_symbol(line: str, number: str) -> None:
    assert header(STATE.replace("Số: 1204/BC-SCT", line))["number"] == number


def test_scans_are_put_right_from_closed_lists_only() -> None:
    scan = STATE.replace("SỞ CÔNG THƯƠNG", "SỚ CÔNGTHƯƠNG").replace("BÁO CÁO", "BÁO CÁÓ").replace("1204/BC", "#2ơ4/BC")
    notice = segment(printed(scan, reader="ocr"))
    assert notice.header.issuer
    assert notice.header.issuer.value == "Sở Công Thương"
    assert notice.header.doc_type
    assert notice.header.doc_type.value == "báo cáo"
    assert notice.header.number
    assert notice.header.number.value == "BC-SCT"
    assert "unread number" in codes(notice)


@pytest.mark.parametrize("text", [PARTY, STATE, LETTER])
def test_every_field_quotes_the_text_it_was_read_from(text: str) -> None:
    notice = segment(printed(text))
    for name in FIELDS:
        field = getattr(notice.header, name)
        if field is not None and field.source != "letter":
            quote = field.span.of(notice.document.text).lower()
            words = [w for w in field.value.lower().split() if w.isalpha()]
            assert all(word in quote for word in words), (name, field.value, quote)


def test_a_congress_issues_and_names_itself() -> None:
    found = header(
        "ĐẢNG BỘ TỈNH AN GIANG\nĐẠI HỘI ĐẢNG BỘ XÃ MỸ ĐỨC\nLẦN THỨ I, NHIỆM KỲ 2025 - 2030\n*\nSố 01-NQ/ĐH\nĐẢNG CỘNG SẢN VIỆT NAM\n"
        "Mỹ Đức, ngày 18 tháng 7 năm 2025\nNGHỊ QUYẾT\nĐẠI HỘI ĐẠI BIỂU ĐẢNG BỘ XÃ MỸ ĐỨC\nLẦN THỨ I, NHIỆM KỲ 2025 - 2030\n"
        "Đại hội đại biểu Đảng bộ xã Mỹ Đức lần thứ I, nhiệm kỳ 2025 - 2030 họp từ ngày 17 đến ngày 18/7/2025,\nQUYẾT NGHỊ:\n"
        "I- Tán thành báo cáo chính trị\nNơi nhận:\n- Tỉnh uỷ.\nT/M ĐOÀN CHỦ TỊCH\nLê Hoàng Nam"
    )
    assert found["issuer"] == "Đại hội Đảng bộ xã Mỹ Đức lần thứ I, nhiệm kỳ 2025 - 2030"
    assert found["parent"] == "Đảng bộ tỉnh An Giang"
    assert found["title"] == "Đại hội đại biểu Đảng bộ xã Mỹ Đức lần thứ I, nhiệm kỳ 2025 - 2030"
    assert (found["authority"], found["signatory"]) == ("T/M Đoàn Chủ tịch", "Lê Hoàng Nam")


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("Sở Công Thương trân trọng kính mời các đơn vị dự họp", "Tổng kết năm"),  # the issuer begins a sentence
        ("GIÁM ĐỐC SỞ CÔNG THƯƠNG\nCăn cứ Luật Thương mại;", "Tổng kết năm"),
        ("và triển khai nhiệm vụ", "Tổng kết năm và triển khai nhiệm vụ"),
    ],
)
def test_where_a_title_ends(line: str, title: str) -> None:
    text = STATE.replace("Tình hình hoạt động chợ nông thôn\nnăm 2023", f"Tổng kết năm\n{line}")
    assert header(text)["title"] == title


@pytest.mark.parametrize(
    ("title", "next_line", "expected"),
    [
        ("Ban hành quy định về công tác khuyến nông", "Căn cứ Luật Trồng trọt;", "Ban hành quy định về công tác khuyến nông"),
        ("Thực hiện Chỉ thị số 71/CT-UBND ngày 22/3/2025 về việc phát triển chợ\nnông thôn", "Căn cứ Luật Đầu tư;",
         "Thực hiện Chỉ thị số 71/CT-UBND ngày 22/3/2025 về việc phát triển chợ nông thôn"),
        ("Thực hiện Chỉ thị số 71/CT-UBND ngày 22/3/2025 về việc phát triển chợ", "-----",
         "Thực hiện Chỉ thị số 71/CT-UBND ngày 22/3/2025 về việc phát triển chợ"),
        # the body begins at once, without a title
        ("Thực hiện Chỉ thị số 71/CT-UBND ngày 22/3/2025 về việc phát triển chợ, Sở Công Thương báo cáo:", "1. Kết quả", None),
    ],
)  # fmt: skip
def test_a_title_may_begin_like_a_reason(title: str, next_line: str, expected: str | None) -> None:
    text = STATE.replace("Tình hình hoạt động chợ nông thôn\nnăm 2023", f"{title}\n{next_line}")
    assert header(text)["title"] == expected


@pytest.mark.parametrize(
    "lines",
    [
        "BCH ĐOÀN TỈNH AN GIANG\nBAN THƯỜNG VỤ ĐOÀN XÃ MỸ ĐỨC\n***\nSố 14-KH/ĐTN\nĐOÀN TNCS HỒ CHÍ MINH",
        "BCH ĐOÀN TỈNH AN GIANG ĐOÀN TNCS HỒ CHÍ MINH\nBAN THƯỜNG VỤ ĐOÀN XÃ MỸ ĐỨC\n***\nSố 14-KH/ĐTN",
        "BCH ĐOÀN TỈNH AN GIANG\nĐOÀN TNCS HỒ CHÍ MINH\nBAN THƯỜNG VỤ ĐOÀN XÃ MỸ ĐỨC\n***\nSố 14-KH/ĐTN",
    ],
)
def test_the_youth_union_at_the_right_issues_nothing(lines: str) -> None:
    found = header(f"{lines}\nMỹ Đức, ngày 12 tháng 3 năm 2025\nKẾ HOẠCH\nTổ chức ngày hội đọc sách\n1. Mục đích\nVui.")
    assert (found["issuer"], found["parent"]) == ("Ban Thường vụ Đoàn xã Mỹ Đức", "BCH Đoàn tỉnh An Giang")


@pytest.mark.parametrize(
    ("lines", "issuer", "parent"),
    [
        ("CỤC THUẾ\nTHUẾ TỈNH AN GIANG", "Thuế tỉnh An Giang", "Cục Thuế"),
        ("TỔNG CỤC THUẾ\nCỤC\nTHUẾ TỈNH AN GIANG", "Cục Thuế tỉnh An Giang", "Tổng cục Thuế"),
        ("CỤC THỐNG KÊ\nTHỐNG KÊ TỈNH AN GIANG", "Thống kê tỉnh An Giang", "Cục Thống kê"),
    ],
)
def test_offices_named_without_the_word_of_their_rank(lines: str, issuer: str, parent: str) -> None:
    found = header(STATE.replace("UBND TỈNH AN GIANG\nSỞ CÔNG THƯƠNG", lines))
    assert (found["issuer"], found["parent"]) == (issuer, parent)


@pytest.mark.parametrize("place", ["Phan Rang - Tháp Chàm", "An Giang"])
def test_a_place_may_have_two_names(place: str) -> None:
    assert header(STATE.replace("An Giang, ngày", f"{place}, ngày"))["place"] == place
