"""Which words name a road, how much of them is its name, and what only looks like one."""

import pytest
from of_text import notice_of

from pipeline.extract.roads import find_roads
from pipeline.ingest import read_bytes
from pipeline.segment import segment


def names(*paragraphs: str, table: tuple[tuple[str, ...], ...] = ()) -> list[str]:
    return [road.name for road in find_roads(notice_of(*paragraphs, table=table), ())]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Chỉnh trang vỉa hè đường Tô Hiệu.", ["Tô Hiệu"]),
        ("Chỉnh trang đường Bùi Viện nối dài qua hai phường.", ["Bùi Viện nối dài"]),
        ("Sửa Quốc lộ 62B nối dài và tuyến ĐH 05.TA dài 2 km.", ["Quốc lộ 62B nối dài", "ĐH 05.TA"]),
        ("Mở Vành đai 2 phía Nam; Vành đai 3 phía Nam Tân.", ["Vành đai 2 phía Nam", "Vành đai 3"]),
        ("Khai thác đường tránh thị trấn Mỹ Đức; đường tránh thị trấn.", ["đường tránh thị trấn Mỹ Đức"]),
        ("Ngập lộ Bình Hòa, Quản lộ Tân An; lộ trình Bình Hòa.", ["lộ Bình Hòa", "Quản lộ Tân An"]),
        ("Mở đường Hồ Chí Minh nhánh Tây ở TP. Hồ Chí Minh.", ["Hồ Chí Minh nhánh Tây"]),
        (
            "Lát ngõ 5 và ngõ 7 Tô Hiệu; ngõ 9, ngõ 11, phường Mê Linh.",
            ["ngõ 5 Tô Hiệu", "ngõ 7 Tô Hiệu", "ngõ 9", "ngõ 11"],
        ),
        ("Lát ngách 112/9, hẻm 31 Tô Hiệu.", ["ngách 112/9", "hẻm 31 Tô Hiệu"]),
        ("Đặt tên 3 phố: Tô Hiệu, Hòa Bình, Lê Lợi.", ["Tô Hiệu", "Hòa Bình", "Lê Lợi"]),
        (
            "Cấm xe trên đường Tô Hiệu, Cao Thắng. Mở đường Cao Phú - Bến Gỗ.",
            ["Tô Hiệu", "Cao Thắng", "Cao Phú - Bến Gỗ"],
        ),
        ("Sửa các tuyến đường Tân An - Mỹ Đức, Bến Gỗ - An Lão.", ["Tân An - Mỹ Đức", "Bến Gỗ - An Lão"]),
        (
            "Sửa các tuyến đường Tô Hiệu - Lê Lợi, Trần Phú - Hùng Vương.",
            ["Tô Hiệu", "Lê Lợi", "Trần Phú", "Hùng Vương"],
        ),
        ("Gác đường Cẩm Đường - Bến Gỗ và đường Tô Hiệu Đường.", ["Cẩm Đường - Bến Gỗ", "Tô Hiệu"]),
        ("Lát hè đường Bùi Viện kéo dài trong nội thị.", ["Bùi Viện kéo dài"]),
        ("Ùn tắc ở đường Bùi Viện kéo dài trong nhiều giờ.", ["Bùi Viện"]),
        ("Vỉa hè đường Tô Hiệu 1,1 km; đường Mê Linh 1, đường Lê Lợi.", ["Tô Hiệu", "Mê Linh 1", "Lê Lợi"]),
        ("Sửa tuyến tránh thị xã Bến Gỗ; tuyến tránh thị xã.", ["tuyến tránh thị xã Bến Gỗ"]),
        ("Huyện Cẩm Đường 365", []),
        ("Mở Đường 365", ["Đường 365"]),
        ("Tên tuyến Kết cấu mặt đường 1 Đường Tô Hiệu 412 Bê tông", ["Tô Hiệu"]),
        ("Vá mặt đường 365, đường Tô Hiệu.", ["đường 365", "Tô Hiệu"]),
        ("Đường 171 nhiều đoạn hư hỏng.", ["Đường 171"]),
        ("Vá QL6, QL37 và QL279; sửa đường D4, D5.", ["QL6", "QL37", "QL279", "đường D4", "đường D5"]),
        ("Thêm 06 tuyến phố văn minh gồm Tô Hiệu, Bến Gỗ.", ["Tô Hiệu", "Bến Gỗ"]),
        ("Khu điều trị, số 27 Tô Hiệu. Theo Quyết định, số 12 Mê Linh tự chọn.", ["Tô Hiệu"]),
        ("Mở ngõ 7 Tô Hiệu, ngõ 9 Mê Linh.", ["ngõ 7 Tô Hiệu", "ngõ 9 Mê Linh"]),
        ("Cấm đường Bùi Viện (đoạn Tô Hiệu - Mê Linh).", ["Bùi Viện", "Tô Hiệu", "Mê Linh"]),
        ("Cấm đường Bùi Viện (đoạn Tô Hiệu đến cầu Rào).", ["Bùi Viện", "Tô Hiệu"]),
        ("Cấm đường Bùi Viện (đoạn Tân An - Mỹ Đức).", ["Bùi Viện"]),
        ("Mở đường 702 vào trung tâm xã.", ["đường 702"]),
        ("Cấm xe trên đường 19/5 và đường số 9.", ["đường 19/5", "đường số 9"]),
        ("Khu vực đường tàu Lương Khánh Thiện.", ["đường tàu Lương Khánh Thiện"]),
        ("Nâng cấp Quốc lộ 10, QL.37 và ĐT.353.", ["Quốc lộ 10", "QL.37", "ĐT.353"]),
        ("Nút giao cao tốc Hạ Long - Vân Đồn với Vành đai 4.", ["cao tốc Hạ Long - Vân Đồn", "Vành đai 4"]),
        ("Tuyến cải tạo ngõ 25 Tô Hiệu; hẻm 12/4 đường 19/5.", ["ngõ 25 Tô Hiệu", "hẻm 12/4 đường 19/5"]),
        ("Địa chỉ: số 27 Điện Biên Phủ, phường Ba Đình.", ["Điện Biên Phủ"]),
        ("Công ty tại Số 8/2 Tô Hiệu Q.10.", ["Tô Hiệu"]),
        ("Đường Cách mạng tháng Tám đông xe.", ["Cách mạng tháng Tám"]),
        ("Nút giao cao tốc TP. Hồ Chí Minh - Trung Lương.", ["cao tốc TP. Hồ Chí Minh - Trung Lương"]),
        ("Ùn tắc tại ngã tư Tô Hiệu - Nguyễn Đức Cảnh.", ["Tô Hiệu", "Nguyễn Đức Cảnh"]),
        ("Ngõ 10, phố Huế, phường Lê Đại Hành.", ["Ngõ 10", "Huế"]),
        ("Họp tại 54 Nguyễn Du, phường Bến Nghé.", ["Nguyễn Du"]),
        ("Vận động các hộ dân đường Thống Nhất tháo dỡ mái che.", ["Thống Nhất"]),
        ("Đường Bùi Viện kéo dài đã thông xe.", ["Bùi Viện kéo dài"]),
        ("Tình trạng lấn chiếm vỉa hè đường Tô Hiệu kéo dài nhiều năm.", ["Tô Hiệu"]),
        ("Khởi công Đường Bùi Viện nối dài.", ["Bùi Viện nối dài"]),
        ("Đoạn ĐH.27 từ chợ đến trụ sở xã, dọc TL 15 và Đường Vành đai 3.", ["ĐH.27", "TL 15", "Vành đai 3"]),
        ("Dọc đường số 7 Khu dân cư Tân An.", ["đường số 7"]),
        ("Trụ sở: 145/7 Mê Linh, phường Tân An.", ["Mê Linh"]),
        ("Chiều 05/8, tại Hội trường (số 11 Mê Linh), Ban Thường vụ họp.", ["Mê Linh"]),
        (
            "Điểm đen: giao lộ Tô Hiệu - Mê Linh, Nguyễn Huệ - Cát Dài; vòng xoay Lê Chân.",
            ["Tô Hiệu", "Mê Linh", "Nguyễn Huệ", "Cát Dài", "Lê Chân"],
        ),
        ("Sửa đường Tô Hiệu (đoạn từ Mê Linh đến Nguyễn Huệ).", ["Tô Hiệu", "Mê Linh", "Nguyễn Huệ"]),
        ("Nút giao Hà Huy Tập - Quốc lộ 6; đường ĐX.12 hư hỏng.", ["Hà Huy Tập", "Quốc lộ 6", "ĐX.12"]),
        (
            "Đường lâm nghiệp Tân An - Mỹ Đức; tuyến Bến Gỗ - Tân An bị sạt lở.",
            ["Tân An - Mỹ Đức", "Bến Gỗ - Tân An"],
        ),
        (
            "Dọc đại lộ Nam sông Cấm, cao tốc Bắc - Nam phía Đông.",
            ["đại lộ Nam sông Cấm", "cao tốc Bắc - Nam phía Đông"],
        ),
        ("Các tuyến ĐT.264, 265, 271 hư hỏng nhẹ.", ["ĐT.264", "ĐT.265", "ĐT.271"]),
        ("Đường ĐH.34 nối dài đã thông xe.", ["ĐH.34 nối dài"]),
        ('Làm 08 tuyến đường kiểu mẫu "sáng, xanh" gồm: Tô Hiệu, Cát Dài.', ["Tô Hiệu", "Cát Dài"]),
        ("Lượng khách trên tuyến Tân An - Mỹ Đức giảm.", []),  # of ships
        # not roads
        ("Sửa đường Tô Hiệu đoạn từ Cầu Rào đến Ngã Năm.", ["Tô Hiệu"]),
        ("Vòng xoay trung tâm, nút giao Tân An - Mỹ Đức.", []),
        ("Bản đồ TL 1/500, súng TL86, ĐT: 0912.", []),
        ("Đại biểu số 12 Tô Hiệu, ông Đường Văn Nam.", []),
        ("Xã Đường Lâm, thị trấn Phố Lu, đồng chí Đường Văn Nam.", []),
        ("Trên các tuyến đường Quốc tế.", []),
        ("Quán triệt chủ trương, đường lối của Đảng.", []),
        ("Trật tự đường hè, đường dây 110 kV, đường ống, đường thủy, đường sắt.", []),
        ("Thành phố Hải Phòng và Tổ dân phố Lam Sơn, khu phố Bình Hòa.", []),
        ("Đồng chí Lê Lợi dự họp tại phường Trần Phú, Trường THPT Ngô Quyền.", []),
        ("Khổ đường 1.000 mm và 15 km đường 4 làn.", []),
        ("Cụm công nghiệp Đông Phố Mới.", []),
        ("Nhà máy đường Lam Sơn, ngành mía đường Việt Nam.", []),
        ("Dự án Đường cao tốc B có nhiều công trình.", []),
        ("19 tuyến ngõ văn minh đô thị, mỗi ngõ 3 mét.", []),
        ("Lộ trình thực hiện và lộ giới 20 m.", []),
        ("Dự án đường nối khu A với quốc lộ.", []),
    ],
)
def test_what_names_a_road(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Qua các tuyến đường 23/8, Tô Hiệu, Mê Linh rồi về.", ["đường 23/8", "Tô Hiệu", "Mê Linh"]),
        ("Qua đường 23/8, Tô Hiệu chủ trì.", ["đường 23/8"]),
        ("Một số tuyến còn tái diễn: Mê Linh, Tô Hiệu, Cát Dài.", ["Mê Linh", "Tô Hiệu", "Cát Dài"]),
        ("Một số tuyến xe buýt gồm: Tân An, Mỹ Đức, Bến Gỗ.", []),
        ("Cấm đường; riêng tuyến Tô Hiệu và Mê Linh cấm từ 20 giờ.", ["Tô Hiệu", "Mê Linh"]),
        ("Xe đi sân bay Tân An: Tô Hiệu, Mê Linh.", ["Tô Hiệu", "Mê Linh"]),
        ("Xe đi sân bay Tân An: Bến Gỗ, Mỹ Đức.", []),
        (
            "Trên các tuyến đường Tô Hiệu, Mê Linh, Bạch Thái Bưởi và các phường.",
            ["Tô Hiệu", "Mê Linh", "Bạch Thái Bưởi"],
        ),
        ("Các tuyến phố (Tô Hiệu, Mê Linh, Cát Dài).", ["Tô Hiệu", "Mê Linh", "Cát Dài"]),
        ("Các tuyến đường: Tô Hiệu, Mê Linh; giao Công an phường.", ["Tô Hiệu", "Mê Linh"]),
        ("Lát hè đường Tô Hiệu, Mê Linh và một số tuyến đường khác.", ["Tô Hiệu", "Mê Linh"]),
        ("Lát hè đường Tô Hiệu và Nguyễn Đức Cảnh.", ["Tô Hiệu", "Nguyễn Đức Cảnh"]),
        ("Trụ sở đặt tại đường Tô Hiệu, Hải Phòng.", ["Tô Hiệu"]),
        ("Các tuyến đường Tô Hiệu, Mê Linh, Sở Xây dựng chủ trì.", ["Tô Hiệu", "Mê Linh"]),
        ("Hương lộ 61, 62 và 64.", ["Hương lộ 61", "Hương lộ 62", "Hương lộ 64"]),
        ("Quốc lộ 10, 5 km đường mới.", ["Quốc lộ 10"]),
        ("Các tuyến đường N1, N2 và D5.", ["đường N1", "đường N2", "đường D5"]),
        ("Từ đường Tô Hiệu - Nguyễn Đức Cảnh.", ["Tô Hiệu", "Nguyễn Đức Cảnh"]),
        ("Trên đường Tô Hiệu, Giải Phóng và Nguyễn Huệ.", ["Tô Hiệu", "Giải Phóng", "Nguyễn Huệ"]),
        ("Các tuyến đường tự quản, kiểu mẫu như: Mê Linh và Cát Dài.", ["Mê Linh", "Cát Dài"]),
        (
            "Lắp đèn ở các ngõ 5 Tô Hiệu, 112 Mê Linh và 31/2 Cát Dài.",
            ["ngõ 5 Tô Hiệu", "ngõ 112 Mê Linh", "ngõ 31/2 Cát Dài"],
        ),
        ("Lắp đèn ở ngõ 5 Tô Hiệu, 15 hộ hưởng lợi.", ["ngõ 5 Tô Hiệu"]),
        ("Đặt tên 03 tuyến đường mới: Tô Hiệu, Mê Linh và Đông Du.", ["Tô Hiệu", "Mê Linh", "Đông Du"]),
        ("Đặt tên trường: Tô Hiệu, Mê Linh.", []),
        ("Gắn biển 02 tuyến đường đã đặt tên theo Nghị quyết, trước hết là Tô Hiệu, Mê Linh.", ["Tô Hiệu", "Mê Linh"]),
        ("Tuần tra các trục chính: Tô Hiệu, Mê Linh và Quốc lộ 10.", ["Tô Hiệu", "Mê Linh", "Quốc lộ 10"]),
        ("Các tuyến: Hải Phòng, Hà Nội.", []),
        (
            "Dọc các phố chuyên doanh Tô Hiệu, Thủ Khoa Huân, Ấp Bắc bằng tổ lưu động.",
            ["Tô Hiệu", "Thủ Khoa Huân", "Ấp Bắc"],
        ),
        ("Trên các tuyến phố đi bộ Tô Hiệu, Anh hùng Núp.", ["Tô Hiệu", "Anh hùng Núp"]),
        ("Gắn biển tên phố tại thị trấn Phố Mới: Tô Hiệu, Ỷ Lan, Cát Dài.", ["Tô Hiệu", "Ỷ Lan", "Cát Dài"]),
        ("Phân luồng trục Tô Hiệu - Mê Linh, các tuyến Lê Lợi, Cát Dài.", ["Tô Hiệu", "Mê Linh", "Lê Lợi", "Cát Dài"]),
        ("Ùn tắc tại nút giao Cát Dài - Tô Hiệu.", ["Cát Dài", "Tô Hiệu"]),
        ("Kiểm tra cơ sở tại 25 Tô Hiệu, số 7 Lê Lợi; tại 02 Trạm Y tế.", ["Tô Hiệu", "Lê Lợi"]),
        ("Nâng cấp đường Giải Phóng, ấp Đường Cày.", ["Giải Phóng"]),
        ("Nút giao với cao tốc CT.08; qua cầu Lộ Tân, thôn Đường Cái.", ["cao tốc CT.08"]),
        ("Đoạn Phố Mới - Tân An; luồng cửa Lộ Tân; Công văn số 5/BQLDA-ĐH1.", []),
        ("Hẻm 5 đường 3 Tháng 2, Quốc lộ Nam Tân An.", ["Hẻm 5 đường 3 Tháng 2", "Quốc lộ Nam Tân An"]),
        ("Đường Tô Hiệu - Sân bay Tân An.", ["Tô Hiệu"]),
        ("Đường Đất Sét - Bến Củi.", ["Đất Sét - Bến Củi"]),
        ("Lắp đèn tại nút giao đường Yết Kiêu - đường Chu Văn An.", ["Yết Kiêu", "Chu Văn An"]),
        (
            "Di dời từ số 15 Tô Hiệu về đường N3 nối dài, đường Mê Linh (nối dài) và đường Hồ Chí Minh.",
            ["Tô Hiệu", "đường N3 nối dài", "Mê Linh (nối dài)", "Hồ Chí Minh"],
        ),
        (
            "Đón khách sai chỗ tại đường Tô Hiệu, Nguyễn Huệ, Bạch Đằng và trước bến xe.",
            ["Tô Hiệu", "Nguyễn Huệ", "Bạch Đằng"],
        ),
        ("Nhất là phố Tô Hiệu, Cát Dài, ngõ 47 Mê Linh.", ["Tô Hiệu", "Cát Dài", "ngõ 47 Mê Linh"]),
        ("Lát hè đường Tô Hiệu. Tháo biển trên Tô Hiệu, Cát Tường, Mê Linh.", ["Tô Hiệu", "Cát Tường", "Mê Linh"]),
        ("Tháo biển trên Tô Hiệu, Cát Tường, Mê Linh.", []),
        ("Đường Tân Viên đi Mỹ Đức.", []),
        ("Tuyến đường Tân Viên - Mỹ Đức.", ["Tân Viên - Mỹ Đức"]),
    ],
)
def test_a_list_inherits_its_word(text: str, expected: list[str]) -> None:
    assert names(text) == expected


def test_bullets_inherit_the_word_before_their_colon() -> None:
    paragraphs = (
        "Xử lý vi phạm trên các tuyến đường sau:",
        "- Tô Hiệu (đoạn qua chợ);",
        "- Mê Linh, Cát Dài.",
        "Công an phường chủ trì.",
    )
    assert names(*paragraphs) == ["Tô Hiệu", "Mê Linh", "Cát Dài"]


def test_a_name_over_a_line_break_is_one_name() -> None:
    [road] = find_roads(notice_of("Cấm đỗ xe trên đường Nguyễn Đức Cảnh."), ())
    assert (road.name, road.kind) == ("Nguyễn Đức Cảnh", "đường")


def test_spellings_of_one_road_are_joined() -> None:
    [road] = find_roads(notice_of("Nâng cấp QL 5 đi qua xã.", "Quốc lộ 5 là trục chính; quốc lộ 5 mở rộng."), ())
    assert road.name == "QL 5"  # as it is first written
    assert [mention.text for mention in road.mentions] == ["QL 5", "Quốc lộ 5", "quốc lộ 5"]


def test_a_table_of_new_names_without_lines_names_streets() -> None:
    text = """TỜ TRÌNH
Về việc đặt tên đường
STT Tên hiện trạng Điểm đầu Điểm cuối Dài (m) Tên đề nghị
a) Xã Tân An
1 Đường D1 Đường Mê Linh Kênh Bến Gỗ 250 Tô Hiệu
2 Đường số 6 Đường Lê Chân Hẻm 5 640 Cát Dài
Kinh phí 640 Nguyễn Huệ
"""
    found = [road.name for road in find_roads(segment(read_bytes("notice.txt", text.encode())), ())]
    assert {"Tô Hiệu", "Cát Dài", "Mê Linh", "Lê Chân"} <= set(found)
    assert "Nguyễn Huệ" not in found  # behind the table


PRICES = (
    ("STT", "TÊN ĐƯỜNG", "GIỚI HẠN", "GIÁ ĐẤT"),
    (
        "1\n2\n3",
        "Tô Hiệu\n3/2\nĐường 19/5 (đoạn trong)",
        "Mê Linh - Cát Dài\nChợ - Cầu\nSuốt đường",
        "1.200.000\n900.000\n1.000",
    ),
)


def test_a_column_of_streets_needs_no_word() -> None:
    assert names("Bảng giá đất", table=PRICES) == ["Tô Hiệu", "đường 3/2", "Đường 19/5"]


def test_a_column_of_lanes_gives_its_word() -> None:
    assert names(table=(("TT", "Tên hẻm"), ("1", "45 Mê Linh\n7 đường 19/5"))) == ["hẻm 45 Mê Linh", "hẻm 7 đường 19/5"]


def test_other_columns_hold_no_streets() -> None:
    assert names(table=(("STT", "Họ và tên"), ("1", "Tô Hiệu\nMê Linh"))) == []


def test_a_heading_about_streets_opens_the_list_below_it() -> None:
    below = "Danh mục ưu tiên: Mê Linh (Bùi Viện - Tô Hiệu), Cát Dài, Tô Hiệu."
    assert names("Cải tạo các tuyến đường nội thị", below) == ["Mê Linh", "Bùi Viện", "Tô Hiệu", "Cát Dài"]
    assert names("Khen thưởng các cá nhân", below) == []


@pytest.mark.parametrize(
    ("text", "sections"),
    [
        ("Sửa đường Tô Hiệu (đoạn từ chợ đến cầu Rào) và vỉa hè.", ["đoạn từ chợ đến cầu Rào"]),
        ("Thảm đường Tô Hiệu đoạn từ cầu Rào đến ngã năm đã xong.", ["đoạn từ cầu Rào đến ngã năm"]),
        ("Cấm xe trên đường Tô Hiệu đoạn qua phường Tân An từ 22 giờ.", ["đoạn qua phường Tân An"]),
        ("Ngập Quốc lộ 10 (từ Km 24+300 đến Km 31).", ["từ Km 24+300 đến Km 31"]),
        ("Sạt lở QL.10 Km 12+300 - Km 14, một chiều thông xe.", ["Km 12+300 - Km 14"]),
        ("Tai nạn tại Km 5+100 Quốc lộ 6.", ["Km 5+100"]),
        ("Đường Tô Hiệu từ chợ đến cầu Rào; lại đường Tô Hiệu, từ chợ đến cầu Rào.", ["từ chợ đến cầu Rào"]),
        # no sections
        ("Đường Tô Hiệu dài 5 km, lún từ năm 2020 đến nay.", []),
        ("Từ Km 5, phường Tân An sửa đường Tô Hiệu.", []),
    ],
)
def test_the_parts_of_a_road_that_are_meant(text: str, sections: list[str]) -> None:
    [road] = find_roads(notice_of(text), ())
    assert [section.text for section in road.sections] == sections
