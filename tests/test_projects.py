"""Where a project's name begins and ends, and what is no project."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from of_text import notice_of

from pipeline.extract.projects import find_projects

PIECES = [
    "Dự án", "các dự án:", "công trình", "Cụm công nghiệp", "khởi công", "Tân An", "Mỹ Đức 2,", "và", "cầu", "nâng cấp", "(giai đoạn 2)",
    "với", "đường nối", ";", ".", "do Công ty", "chợ", "3", "-", ":", "thành lập", "Các dự án thủy điện",
]  # fmt: skip


def names(*paragraphs: str, table: tuple[tuple[str, ...], ...] = ()) -> list[str]:
    return [project.name for project in find_projects(notice_of(*paragraphs, table=table), ())]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dự án Khu đô thị Tân An do Công ty Bình Hòa làm chủ đầu tư.", ["Khu đô thị Tân An"]),
        ("dự án đầu tư xây dựng Nhà máy xi măng Tân An của Công ty Bình Hòa", ["Nhà máy xi măng Tân An"]),
        (
            "Dự án nâng cấp đê Tân An đoạn qua xã Mỹ Đức, tổng mức đầu tư 20 tỷ đồng",
            ["nâng cấp đê Tân An đoạn qua xã Mỹ Đức"],
        ),
        ("dự án đường Tô Hiệu (thị trấn Tân An) chậm tiến độ", ["đường Tô Hiệu (thị trấn Tân An)"]),
        ("Dự án Bảo tàng tỉnh (điều chỉnh), Dự án đầu tư trên địa bàn tỉnh", ["Bảo tàng tỉnh (điều chỉnh)"]),
        (
            "dự án Kè Tân An, Hạ ngầm cáp phố Tô Hiệu, Bãi đỗ xe Bến Gỗ; yêu cầu",
            ["Kè Tân An", "Hạ ngầm cáp phố Tô Hiệu", "Bãi đỗ xe Bến Gỗ"],
        ),
        ("hoàn thành 3 công trình, trong đó có Chợ Tân An, Cầu Bến Gỗ.", ["Chợ Tân An", "Cầu Bến Gỗ"]),
        ("Dự án Trường THCS Tân An (giai đoạn 2), tiến độ đạt 80%", ["Trường THCS Tân An (giai đoạn 2)"]),
        ("công trình kè sông Tân An đã hoàn thành", ["công trình kè sông Tân An"]),
        ("Công trình: Chợ Tân An, xã Mỹ Đức, huyện An Lão có diện tích 2 ha", ["Chợ Tân An, xã Mỹ Đức, huyện An Lão"]),
        ("dự án đường nối Quốc lộ 10 với cầu Bến Gỗ theo Quyết định", ["đường nối Quốc lộ 10 với cầu Bến Gỗ"]),
        ("dự án Chợ Tân An với diện tích 2 ha", ["Chợ Tân An"]),
        ("1. Dự án Đường vành đai 4 - Vùng Tân An: còn 2 ha", ["Đường vành đai 4 - Vùng Tân An"]),
        ("Bổ sung 2,5 tỷ cho Cầu Bến Gỗ và 900 triệu đồng cho Sở Xây dựng.", ["Cầu Bến Gỗ"]),
        ("Yêu cầu nhà thầu Cầu Bến Gỗ di chuyển máy; Sở Xây dựng dọn Cầu Tân An.", ["Cầu Bến Gỗ"]),
        ("hoàn thành Nhà làm việc Ban Chỉ huy Quân sự xã Tân An", ["Nhà làm việc Ban Chỉ huy Quân sự xã Tân An"]),
        ("Nâng cấp ĐT.512 đoạn từ cầu Bến Gỗ đến chợ: còn 1,2 km", ["Nâng cấp ĐT.512 đoạn từ cầu Bến Gỗ đến chợ"]),
        ("Nâng cấp ĐT.512: còn 1,2 km", []),
        (
            "Các dự án có chuyển biến: Đường Tân An hoàn thành 4/5 km; Cầu Bến Gỗ đạt 22%; Hồ Mỹ Đức bàn giao đợt 1.",
            ["Đường Tân An", "Cầu Bến Gỗ", "Hồ Mỹ Đức"],
        ),
        ("Xây dựng mới: Đường trục Tân An, Cầu Bến Gỗ, Chợ Mỹ Đức;", ["Đường trục Tân An", "Cầu Bến Gỗ", "Chợ Mỹ Đức"]),
        (
            "Khu đô thị mới: Khu đô thị Tân An 62 ha; Khu nhà ở Mỹ Đức (đã giao 2 ha); Khu tái định cư Bến Gỗ.",
            ["Khu đô thị Tân An", "Khu nhà ở Mỹ Đức", "Khu tái định cư Bến Gỗ"],
        ),
        ("Điểm bầu cử: Trường THCS Tân An; Nhà văn hóa Mỹ Đức; Trường Tiểu học Bến Gỗ.", []),
        ("Cầu Bến Gỗ và đường vào cầu: hoàn thành 4 nhịp.", ["Cầu Bến Gỗ và đường vào cầu"]),
        ("Cầu Bến Gỗ và đường Tô Hiệu: hoàn thành 4 nhịp.", ["Cầu Bến Gỗ", "đường Tô Hiệu"]),
        ("Dự án Đường Hùng Vương, đoạn Tân An - Mỹ Đức, còn 3 hộ", ["Đường Hùng Vương, đoạn Tân An - Mỹ Đức"]),
        ("Dự án Đường Hùng Vương, đoạn còn lại giao xã", ["Đường Hùng Vương"]),
        (
            "- Thoát nước dọc Quốc lộ 5 và các phố Tô Hiệu, Mê Linh, ngõ 4 phố Cát Dài: khởi công trước ngày 15/11.",
            [],
        ),
        (
            "- Hệ thống thoát nước dọc đường Tô Hiệu và phố Mê Linh, ngõ 4 Cát Dài: khởi công quý I.",
            ["Hệ thống thoát nước dọc đường Tô Hiệu và phố Mê Linh, ngõ 4 Cát Dài"],
        ),
        (
            "- Hệ thống thoát nước Tân An và đường Mê Linh: khởi công quý I.",
            ["Hệ thống thoát nước Tân An", "đường Mê Linh"],
        ),
        ("bố trí 31 hộ vào Khu tái định cư Bến Gỗ đang xây dựng.", ["Khu tái định cư Bến Gỗ"]),
        ("dời các hộ về Chợ đầu mối Bến Gỗ (đang xây dựng).", ["Chợ đầu mối Bến Gỗ"]),
        ("họp tại Trung tâm Văn hóa Bến Gỗ; bố trí 31 hộ vào Khu tái định cư Bến Gỗ.", ["Khu tái định cư Bến Gỗ"]),
        ("ghi nhận của Trường Tiểu học Tân An đang xây dựng kế hoạch năm học.", []),
        ("kiểm tra 12 cầu yếu, ưu tiên cầu Bến Gỗ và cầu Tân An.", []),
        ("Về vốn: ưu tiên cầu Bến Gỗ.", ["cầu Bến Gỗ"]),
        (
            "Đã bàn giao 02 công trình là Chợ Bến Gỗ và Nâng cấp, cải tạo Cầu Tân An.",
            ["Chợ Bến Gỗ", "Nâng cấp, cải tạo Cầu Tân An"],
        ),
        ("Có 02 công trình là trường học ở xã Tân An.", []),
        ("hoàn thành 34 km đường Tân An - Mỹ Đức trong năm", ["đường Tân An - Mỹ Đức"]),
        ("tuần tra 34 km đường Tân An - Mỹ Đức trong năm", []),
        ('Giao công trình "Sáng đường làng" tại 6 xã.', ["Sáng đường làng"]),
        ('Phát động công trình "xanh, sạch, đẹp"; trình dự án "Luật sửa đổi Luật Đất đai".', []),
        (
            "Bến xe Bến Gỗ và đường Tô Hiệu nối dài còn dở dang từ năm ngoái.",
            ["Bến xe Bến Gỗ", "đường Tô Hiệu nối dài"],
        ),
        ("Bến xe Bến Gỗ và đường Tô Hiệu nối dài còn đông khách.", []),
        ("- Sửa chữa nền, mặt đường Km3+000 - Km7+500: hoàn thành quý I.", []),
        (
            "- Sửa chữa mặt đường ĐT.512 Km3+000 - Km7+500: hoàn thành quý I.",
            ["Sửa chữa mặt đường ĐT.512 Km3+000 - Km7+500"],
        ),
        ("khởi công Bệnh viện Nhi Tân An trong quý III", ["Bệnh viện Nhi Tân An"]),
        ("Mở rộng cụm công nghiệp Tân An lên 75 ha", ["Mở rộng cụm công nghiệp Tân An"]),
        ("thành lập Cụm công nghiệp Tân An 2, diện tích 50 ha", ["Cụm công nghiệp Tân An 2"]),
        ("mặt bằng dự án đường sắt tốc độ cao trên địa bàn xã", ["đường sắt tốc độ cao"]),
        (
            "Dự án Cải tạo, nâng cấp đường Lê Lợi, phường Tân An hoàn thành",
            ["Cải tạo, nâng cấp đường Lê Lợi, phường Tân An"],
        ),
        (
            "các dự án thủy điện Tân An, Mỹ Đức 4 và An Lão chậm",
            ["thủy điện Tân An", "thủy điện Mỹ Đức 4", "thủy điện An Lão"],
        ),
        ("các dự án Điện gió Tân An 1, Thủy điện Mỹ Đức.", ["Điện gió Tân An 1", "Thủy điện Mỹ Đức"]),
        ("đầu tư xây dựng cầu Bến Gỗ, cầu Tân An 2 và hầm Mỹ Đức.", ["cầu Bến Gỗ", "cầu Tân An 2", "hầm Mỹ Đức"]),
        ("các dự án trọng điểm như Cảng Tân An, cầu Bến Gỗ.", ["Cảng Tân An", "cầu Bến Gỗ"]),
        ("dự án lọc hóa dầu Tân An - Bến Gỗ đang triển khai", ["lọc hóa dầu Tân An - Bến Gỗ"]),
        ("dự án điện mặt trời Trung Nam và hồ Tân An", ["điện mặt trời Trung Nam"]),
        ("đầu tư xây dựng công trình: Nhà làm việc Công an xã Tân An.", ["Nhà làm việc Công an xã Tân An"]),
        ("Chủ đầu tư dự án Bến xe Tân An khẩn trương nghiệm thu.", ["Bến xe Tân An"]),
        ("dự án Trung tâm văn hóa - thể thao phường Tân An.", ["Trung tâm văn hóa - thể thao phường Tân An"]),
        ("các dự án: Cải tạo, nâng cấp đường Bến Gỗ; Chợ Tân An.", ["Cải tạo, nâng cấp đường Bến Gỗ", "Chợ Tân An"]),
        # works that the words around say are being built
        (
            "Hoàn thành Trường Tiểu học Tân An (cơ sở 2), Bệnh viện Nhi Mỹ Đức.",
            ["Trường Tiểu học Tân An (cơ sở 2)", "Bệnh viện Nhi Mỹ Đức"],
        ),
        (
            "Khánh thành Nhà văn hóa thôn Tân An, Sân vận động huyện Mỹ Đức.",
            ["Nhà văn hóa thôn Tân An", "Sân vận động huyện Mỹ Đức"],
        ),
        (
            "Khởi công Chợ trung tâm xã, cầu Bến Gỗ và đường dẫn hai đầu cầu.",
            ["Chợ trung tâm xã", "cầu Bến Gỗ và đường dẫn hai đầu cầu"],
        ),
        (
            "Thu hút nhà đầu tư vào Khu đô thị mới Bắc Tân An, Khu du lịch Hồ Mỹ Đức.",
            ["Khu đô thị mới Bắc Tân An", "Khu du lịch Hồ Mỹ Đức"],
        ),
        ("Hồ chứa nước Tân An đạt 61% khối lượng; hợp long cầu Bến Gỗ 2.", ["Hồ chứa nước Tân An", "cầu Bến Gỗ 2"]),
        (
            "Thủy điện Tân An 4 (54 MW), Thủy điện Mỹ Đức (140 MW) chậm tiến độ.",
            ["Thủy điện Tân An 4", "Thủy điện Mỹ Đức"],
        ),
        (
            "Đẩy nhanh tiến độ các dự án nguồn điện như tổ máy số 3 dự án Thủy điện Tân An (114 MW), Nhiệt điện Mỹ Đức 300 MW, tổ máy số 1 Thủy điện An Lão (105MW).",
            ["Thủy điện Tân An", "Nhiệt điện Mỹ Đức", "Thủy điện An Lão"],
        ),
        ("Nhà máy bia Tân An tại Mỹ Đức dự kiến cuối năm 2008 đi vào sản xuất.", ["Nhà máy bia Tân An tại Mỹ Đức"]),
        ("cầu Bến Gỗ đúc xong 18 phiến dầm, cầu Tân An khoan 32/40 cọc.", ["cầu Bến Gỗ", "cầu Tân An"]),
        (
            "6. Đường vào Khu công nghiệp Tân An, Cầu Bến Gỗ: đã phê duyệt thiết kế.",
            ["Đường vào Khu công nghiệp Tân An", "Cầu Bến Gỗ"],
        ),
        (
            "Xây dựng Khu tái định cư Tân An; Khu tái định cư Mỹ Đức mới xong san nền.",
            ["Khu tái định cư Tân An", "Khu tái định cư Mỹ Đức"],
        ),
        (
            "Cải tạo, nâng cấp đường tỉnh 512 đoạn từ Km 4+200 đến Km 11+500 đạt 70%.",
            ["Cải tạo, nâng cấp đường tỉnh 512 đoạn từ Km 4+200 đến Km 11+500"],
        ),
        (
            "Khởi công Khu công nghiệp Tân An (giai đoạn 2), Cụm công nghiệp Mỹ Đức.",
            ["Khu công nghiệp Tân An (giai đoạn 2)", "Cụm công nghiệp Mỹ Đức"],
        ),
        ("Xây dựng Trung tâm lưu trữ quốc gia và đưa vào khai thác.", ["Trung tâm lưu trữ quốc gia"]),
        (
            "Ưu tiên Đường trục chính trung tâm xã, Cầu Bến Gỗ và khu vực dọc Quốc lộ 14.",
            ["Đường trục chính trung tâm xã", "Cầu Bến Gỗ"],
        ),
        ("Bố trí 120 tỷ đồng cho Đường gom KCN Tân An.", ["Đường gom KCN Tân An"]),
        ("Công trình Trạm phòng cháy, chữa cháy Tân An chậm.", ["Trạm phòng cháy, chữa cháy Tân An"]),
        (
            "Thành lập: KCN Tân An mở rộng (112 ha); Khu công nghiệp - đô thị Mỹ Đức; CCN làng nghề An Lão.",
            ["KCN Tân An mở rộng", "Khu công nghiệp - đô thị Mỹ Đức", "CCN làng nghề An Lão"],
        ),
        (
            "Công trình Cải tạo, nâng cấp đường Tân An (giai đoạn 2) đã xong.",
            ["Cải tạo, nâng cấp đường Tân An (giai đoạn 2)"],
        ),
        (
            "Đầu tư 2 tỷ đồng làm đường bê tông thôn Tân An, nhà văn hóa thôn Mỹ Đức.",
            ["đường bê tông thôn Tân An", "nhà văn hóa thôn Mỹ Đức"],
        ),
        (
            "Đầu tư tuyến cao tốc Tân An - Mỹ Đức (giai đoạn 1); khởi công Tổ hợp hóa dầu Bến Gỗ Nam.",
            ["tuyến cao tốc Tân An - Mỹ Đức (giai đoạn 1)", "Tổ hợp hóa dầu Bến Gỗ Nam"],
        ),
        (
            "Sửa chữa Trụ sở Đảng ủy - HĐND - UBND phường Tân An Nam.",
            ["Trụ sở Đảng ủy - HĐND - UBND phường Tân An Nam"],
        ),
        # acts that are part of a name, and works that stand behind them
        (
            "Kiên cố hóa kênh N3 Tân An, nạo vét luồng Mỹ Đức; tu bổ, tôn tạo di tích Đình An Lão.",
            ["Kiên cố hóa kênh N3 Tân An", "nạo vét luồng Mỹ Đức", "tu bổ, tôn tạo di tích Đình An Lão"],
        ),
        (
            "Đầu tư nâng cấp Chợ Tân An, mở rộng Khu dân cư Mỹ Đức.",
            ["nâng cấp Chợ Tân An", "mở rộng Khu dân cư Mỹ Đức"],
        ),
        (
            "Khánh thành Nhà máy gạch Tân An 3 và Cảng hàng không quốc tế Mỹ Đức (giai đoạn 1).",
            ["Nhà máy gạch Tân An 3", "Cảng hàng không quốc tế Mỹ Đức (giai đoạn 1)"],
        ),
        ("Di dời 40 hộ vào Khu tái định cư Tân An; thăm Khu tái định cư Mỹ Đức.", ["Khu tái định cư Tân An"]),
        ("Xây nhà văn hóa khu 7, đổ bê tông ngõ 12.", ["nhà văn hóa khu 7"]),
        (
            "Sửa chữa đường vào Khu di tích Tân An, cải tạo ga Mỹ Đức.",
            ["đường vào Khu di tích Tân An", "cải tạo ga Mỹ Đức"],
        ),
        ("Nâng cấp tuyến đường Tân An - Mỹ Đức; nâng cấp đường Tô Hiệu.", ["Nâng cấp tuyến đường Tân An - Mỹ Đức"]),
        (
            "Thi công xong công trình đường Tân An, trường tiểu học Mỹ Đức.",
            ["công trình đường Tân An", "trường tiểu học Mỹ Đức"],
        ),
        ("Mở rộng cầu Tân An, Quốc lộ 22, cầu Mỹ Đức.", ["Mở rộng cầu Tân An", "cầu Mỹ Đức"]),
        (
            "Thông xe cao tốc Tân An - Mỹ Đức, khởi công tuyến metro số 2 (Bến Gỗ - An Lão).",
            ["cao tốc Tân An - Mỹ Đức", "tuyến metro số 2 (Bến Gỗ - An Lão)"],
        ),
        (
            "Thu hồi đất xây dựng Trạm biến áp 110 kV Tân An và đường dây đấu nối; Nhà máy nước Bến Gỗ.",
            ["Trạm biến áp 110 kV Tân An", "Nhà máy nước Bến Gỗ"],
        ),
        (
            "Dự án Nhà máy xử lý nước thải Tân An, hệ thống thu gom nước thải lưu vực suối Mỹ Đức.",
            ["Nhà máy xử lý nước thải Tân An", "hệ thống thu gom nước thải lưu vực suối Mỹ Đức"],
        ),
        # not these
        ("Xây dựng Trường Mầm non Mỹ Đức; xây dựng Trường THCS Tân An đạt chuẩn.", ["Trường Mầm non Mỹ Đức"]),
        ("Dự án Chợ Tân An và hồ Bến Gỗ.", ["Chợ Tân An"]),
        ("Lấp đầy 70% Cụm công nghiệp Tân An; ưu tiên đường Tô Hiệu.", []),
        ("Đồng chí Bí thư thăm Trường THPT Tân An và Bệnh viện Đa khoa tỉnh.", []),
        ("Sản lượng của Nhà máy xi măng Tân An đạt 1,2 triệu tấn.", []),
        ("Cấm xe tải qua cầu Tân An và hầm Mỹ Đức từ 22 giờ.", []),
        ("Mở rộng đường Tô Hiệu; trên các tuyến đường An Đà, Lê Lợi, Mê Linh.", []),
        ("Xây dựng Khu dân cư Tân An nông thôn mới kiểu mẫu.", []),
        ("Xây dựng Hệ thống thông tin quản lý Văn bản và Hệ thống phần mềm Kế toán.", []),
        # no projects
        ("Rà soát các dự án đầu tư công trên địa bàn.", []),
        ("Ban Quản lý dự án đầu tư xây dựng số 2 báo cáo.", []),
        ("Thẩm tra dự án Luật Đất đai, dự án Luật Nhà ở.", []),
        ("Dự án PPP, dự án nhóm A, dự án quan trọng quốc gia.", []),
        ("Dự án đầu tư xây dựng công trình giao thông.", []),
        ("Cụm công nghiệp Tân An có tỷ lệ lấp đầy cao.", []),
        ("Thu hút đầu tư vào Khu kinh tế Tân An.", []),
        ("Xây dựng Trường THCS Tân An đạt chuẩn quốc gia.", []),
        ("Di dời các cơ sở từ cụm công nghiệp Tân An để đầu tư khu mới.", []),
        ("Ví dụ: Dự án Trang trại A có nhiều công trình.", []),
        ("Chương trình mục tiêu quốc gia giảm nghèo bền vững.", []),
        ("Trường THCS Tân An khai giảng.", []),
    ],
)
def test_where_a_name_begins_and_ends(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    ("paragraphs", "expected"),
    [
        (
            (
                "Đẩy nhanh các dự án: Khu đô thị Tân An; đầu tư xây dựng hạ tầng khu Bến Gỗ; Dự án Chợ Mỹ Đức … Tập trung thu thuế.",
            ),
            ["Khu đô thị Tân An", "đầu tư xây dựng hạ tầng khu Bến Gỗ", "Chợ Mỹ Đức"],
        ),
        (
            ("Bàn giao đất cho các dự án: SunGate, sân bóng, chợ Tân An...; tập trung cải cách hành chính.",),
            ["SunGate", "sân bóng", "chợ Tân An"],
        ),
        (
            (
                "II. DANH MỤC DỰ ÁN KHỞI CÔNG MỚI",
                "1. Đường liên thôn Tân An.",
                "2. Trường THCS Mỹ Đức, hạng mục: nhà lớp học.",
            ),
            ["Đường liên thôn Tân An", "Trường THCS Mỹ Đức, hạng mục: nhà lớp học"],
        ),
        (
            (
                "Thanh tra 04 dự án do huyện làm chủ đầu tư (đường Tân An - Mỹ Đức; trụ sở UBND xã Bến Gỗ; kè sông An Lão).",
            ),
            ["đường Tân An - Mỹ Đức", "trụ sở UBND xã Bến Gỗ", "kè sông An Lão"],
        ),
        (
            ("Các công trình gồm: đập Tân An 650 triệu đồng, kênh Mỹ Đức 420 triệu đồng; xã lo 5%.",),
            ["đập Tân An", "kênh Mỹ Đức"],
        ),
        (
            ("Công trình chuyển tiếp (02 công trình): Nâng cấp Chợ Tân An; Cống hộp kênh Mỹ Đức.",),
            ["Nâng cấp Chợ Tân An", "Cống hộp kênh Mỹ Đức"],
        ),
        (
            ("Dự án chậm tiến độ đề nghị chấm dứt: Khu du lịch Tân An, Nhà máy thép Mỹ Đức (KCN Bến Gỗ).",),
            ["Khu du lịch Tân An", "Nhà máy thép Mỹ Đức"],
        ),
        (
            ("Phân bổ vốn: Trường THPT Tân An - 4,5 tỷ đồng; Đê bao Mỹ Đức - 2 tỷ đồng.",),
            ["Trường THPT Tân An", "Đê bao Mỹ Đức"],
        ),
        (("Phân bổ vốn: cấp tỉnh 4,5 tỷ đồng; cấp huyện 2 tỷ đồng; dự án nộp chậm: hồ sơ Kho bạc, hồ sơ Sở.",), []),
        (("Các công trình: Trung tâm Hội nghị tỉnh, Chợ Tân An.",), ["Trung tâm Hội nghị tỉnh", "Chợ Tân An"]),
        (
            ('Chấp thuận các dự án: "Khu đô thị Tân An"; "Chợ đầu mối Mỹ Đức".',),
            ["Khu đô thị Tân An", "Chợ đầu mối Mỹ Đức"],
        ),
        (
            ("- Trung tâm Sản Nhi Tân An cơ sở 2: đã bàn giao.", "- Tuyến đường Tân An - Mỹ Đức: khởi công quý I."),
            ["Trung tâm Sản Nhi Tân An cơ sở 2", "Tuyến đường Tân An - Mỹ Đức"],
        ),
        (
            ("Khởi công các công trình sau:", "- Cầu Bến Gỗ;", "- Trụ sở xã Tân An.", "Thu ngân sách đạt 5 tỷ đồng."),
            ["Cầu Bến Gỗ", "Trụ sở xã Tân An"],
        ),
        (
            ("05 cụm công nghiệp đang thẩm định hồ sơ thành lập: Tân An, Mỹ Đức 2, An Lão.",),
            ["cụm công nghiệp Tân An", "cụm công nghiệp Mỹ Đức 2", "cụm công nghiệp An Lão"],
        ),
        (
            (
                "Các dự án nhóm C gồm: (1) cầu Bến Gỗ thuộc ĐT.506: hoàn thành; (2) sửa chữa mặt đường ĐT.519 qua chợ Tân An: 40%.",
            ),
            ["cầu Bến Gỗ", "sửa chữa mặt đường ĐT.519 qua chợ Tân An"],
        ),
        (
            ("03 dự án mới: Trường Mầm non Tân An (12,5 tỷ đồng), kè Mỹ Đức (35 tỷ đồng).",),
            ["Trường Mầm non Tân An", "kè Mỹ Đức"],
        ),
        (
            ("Danh mục đầu tư năm 2026: nâng cấp Quốc lộ 27D: 15 tỷ đồng; xây dựng chợ Tân An: 9,5 tỷ đồng.",),
            ["nâng cấp Quốc lộ 27D", "xây dựng chợ Tân An"],
        ),
        (
            ("Hoàn thành 02 công trình: Trường Tiểu học Tân An (hạng mục nhà lớp học); đường bê tông xóm Bến Gỗ.",),
            ["Trường Tiểu học Tân An (hạng mục nhà lớp học)", "đường bê tông xóm Bến Gỗ"],
        ),
        (
            ("Tháo gỡ các dự án: Chợ Tân An; kè bờ tả sông Mỹ Đức và dự án Cầu Bến Gỗ.",),
            ["Chợ Tân An", "kè bờ tả sông Mỹ Đức", "Cầu Bến Gỗ"],
        ),
        (
            ("Trình chủ trương đầu tư dự án: Trụ sở xã Tân An; sửa chữa Trường THCS Mỹ Đức.",),
            ["Trụ sở xã Tân An", "sửa chữa Trường THCS Mỹ Đức"],
        ),
        (
            (
                "1. Hoàn thành các công trình (vốn tỉnh), tổng vốn 356 tỷ đồng, gồm:",
                "- Trường THPT Tân An (24 phòng học), đường Mê Linh, thị xã Mỹ Đức;",
                "- Trường THCS Bến Gỗ, Trường Mầm non An Lão: chuyển tiếp;",
                "2. Sửa chữa 410 phòng học; mở rộng lối vào hẻm 17 Tô Hiệu.",
            ),
            ["Trường THPT Tân An", "Trường THCS Bến Gỗ", "Trường Mầm non An Lão"],
        ),
        (
            ("Các dự án giao thông (cầu Bến Gỗ, đường Tân An - Mỹ Đức) còn chậm.",),
            ["cầu Bến Gỗ", "đường Tân An - Mỹ Đức"],
        ),
        (
            (
                (
                    "Một số dự án lớn: Nhà máy linh kiện Tân An của Công ty TNHH Bình Hòa Một Thành Viên (60 triệu USD), "
                    "Kho ngoại quan Mỹ Đức, Nhà máy dệt An Lão (giai đoạn 2)."
                ),
            ),
            ["Nhà máy linh kiện Tân An", "Kho ngoại quan Mỹ Đức", "Nhà máy dệt An Lão (giai đoạn 2)"],
        ),
        (
            ("6 dự án chậm trên 24 tháng (có Nhà máy gạch Tân An và Xưởng cơ khí Mỹ Đức).",),
            ["Nhà máy gạch Tân An", "Xưởng cơ khí Mỹ Đức"],
        ),
        (
            (
                (
                    "Các công trình phát huy công suất như: nhiệt điện Tân An công suất 300 MW, thủy điện Mỹ Đức 3 (260MW), "
                    "xi măng An Lão mới (1,4 triệu tấn/năm), nhà máy phôi thép Bến Gỗ công suất 250.000 tấn/năm, thép mạ nhôm."
                ),
            ),
            ["nhiệt điện Tân An", "thủy điện Mỹ Đức 3", "xi măng An Lão mới", "nhà máy phôi thép Bến Gỗ"],
        ),
        (
            (
                "Thanh toán sai 14 công trình, tổng cộng 2.417,9 triệu đồng, gồm:",
                "- Đường liên xã Tân An - Mỹ Đức: 682,4 triệu đồng (thiếu 1.150 m3 cát);",
                "- Trường Mẫu giáo Bến Gỗ: 218 triệu đồng; Trạm bơm An Lão: 80 triệu đồng.",
            ),
            ["Đường liên xã Tân An - Mỹ Đức", "Trường Mẫu giáo Bến Gỗ", "Trạm bơm An Lão"],
        ),
        (
            (
                "Các dự án đô thị: hạ ngầm cáp điện, viễn thông phố Tô Hiệu, Mê Linh; Bến xe Tân An - Chủ tịch UBND phường.",
            ),
            ["hạ ngầm cáp điện, viễn thông phố Tô Hiệu, Mê Linh", "Bến xe Tân An"],
        ),
        (("Mở rộng ga với các công trình:", "- A1: Đường trong ga, khổ 1.000 mm;", "- A2: Nhà ga 02 tầng."), []),
        (("Thẩm tra các dự án: Luật Đất đai, Luật Nhà ở.",), []),
        (("Kiểm tra 3 công trình: theo quy định; lập biên bản.",), []),
    ],
)
def test_lists(paragraphs: tuple[str, ...], expected: list[str]) -> None:
    assert names(*paragraphs) == expected


def test_a_column_of_projects() -> None:
    table = (
        ("STT", "Tên dự án", "Vốn"),
        ("1", "Cải tạo Trường Tiểu học Tân An", "5.000"),
        ("2", "Các dự án khác", "100"),
    )
    assert names(table=table) == ["Cải tạo Trường Tiểu học Tân An"]


def test_groups_of_rows_are_none_and_a_bracket_that_ends_a_cell_belongs_to_the_name() -> None:
    table = (
        ("TT", "Tên dự án", "Vốn"), ("I", "Y tế, giáo dục Tân An", ""), ("1", "Trường THPT Tân An (nhà đa năng, ký túc xá)", "80"),
        ("II", "HẠ TẦNG TÂN AN", ""), ("2", "Trụ sở làm việc xã", "12"), ("3", "Chi khác", "5"),
    )  # fmt: skip
    assert names("Kế hoạch vốn:", table=table) == ["Trường THPT Tân An (nhà đa năng, ký túc xá)", "Trụ sở làm việc xã"]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("1. Dự án Chợ Tân An", "2. Cầu Bến Gỗ, đường hai đầu cầu"), ["Chợ Tân An", "Cầu Bến Gỗ, đường hai đầu cầu"]),
        (("1. Dự án Chợ Tân An", "2. Sở Xây dựng"), ["Chợ Tân An"]),
        (("I. Về từng công trình", "1. Trường THCS Tân An (nhà hiệu bộ): giao xã rà soát."), ["Trường THCS Tân An"]),
        (("1. Kết quả", "- Trường Tiểu học Tân An (12 phòng): khối lượng đạt 85%;"), ["Trường Tiểu học Tân An"]),
        (("1. Kết quả", "- Cải tạo vỉa hè đường Tô Hiệu: chưa khởi công."), ["Cải tạo vỉa hè đường Tô Hiệu"]),
        (("1. Kết quả", "- Khu tái định cư Tân An phục vụ Dự án Thủy điện Bến Gỗ: san nền đạt 90%."), ["Khu tái định cư Tân An", "Thủy điện Bến Gỗ"]),
        # Without any of these a line may begin with a body or a place.
        (("1. Trường THPT Tân An", "2. Khu công nghiệp Bến Gỗ"), []),
        (("1. Phân công", "- Trường THCS Tân An: chủ trì tuyên truyền."), []),
        (("1. Các dự án", "- Trường THCS Tân An chủ trì tuyên truyền."), []),
    ],
)  # fmt: skip
def test_works_that_begin_their_line(lines: tuple[str, ...], expected: list[str]) -> None:
    paragraphs = (paragraph for line in lines for paragraph in (line, "Tiến độ còn chậm so với yêu cầu."))
    assert names("KẾT LUẬN", *paragraphs) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            ("2. Đầu tư các công trình lớn", "a) Cấp nước:", "- Nhà máy nước Bến Gỗ với công suất 900 m3/ngày.",
             "b) Đô thị:", "- Khu đô thị Nam Tân An; chợ đầu mối Mỹ Đức; Bệnh viện Nhi Mỹ Đức (thêm 70 giường)."),
            ["Nhà máy nước Bến Gỗ", "Khu đô thị Nam Tân An", "chợ đầu mối Mỹ Đức", "Bệnh viện Nhi Mỹ Đức"],
        ),
        (("2. Công tác tổ chức", "a) Đô thị:", "- Khu đô thị Nam Tân An; chợ đầu mối Mỹ Đức; Sở Xây dựng."), []),
        (
            ("1.2. Đầu tư bằng ngân sách tỉnh:", "a) Cầu Bến Gỗ qua sông Tân An và đường hai đầu cầu;", "b) Vá 4 km đường thôn."),
            ["Cầu Bến Gỗ qua sông Tân An và đường hai đầu cầu"],
        ),
        (("1.2. Cơ quan phối hợp:", "a) Bệnh viện Nhi Mỹ Đức;", "b) Trường Tiểu học Tân An."), []),
        (
            ("1. Giao thông", "a) Đường vành đai 1 (đoạn Tân An - Mỹ Đức), tổng mức đầu tư 90 tỷ đồng;"),
            ["Đường vành đai 1 (đoạn Tân An - Mỹ Đức)"],
        ),
        (("1. Giao thông", "a) Đường Tô Hiệu, phường Mê Linh quản lý;"), []),
        (
            ("3. Thực hiện các công trình xã:", "a) Cầu Bến Gỗ;", "b) Chợ Mỹ Đức.", "4. Nâng cao chất lượng cán bộ Bến Gỗ."),
            ["Cầu Bến Gỗ", "Chợ Mỹ Đức"],
        ),
    ],
)  # fmt: skip
def test_works_below_headings_of_works(lines: tuple[str, ...], expected: list[str]) -> None:
    assert names(*lines) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("BIỂU PHÂN BỔ VỐN ĐẦU TƯ NĂM 2031", ["Đường Bến Gỗ - Tân An", "Trường THPT Chuyên tỉnh (giai đoạn II)"]),
        ("DANH SÁCH ĐƠN VỊ ĐƯỢC KHEN", []),
    ],
)
def test_a_bare_head_holds_projects_below_a_title_about_capital(title: str, expected: list[str]) -> None:
    table = (
        ("STT", "Danh mục", "Vốn"),
        ("A", "Công trình chuyển tiếp", ""),
        ("1", "Đường Bến Gỗ - Tân An", "64"),
        ("2", "Trường THPT Chuyên tỉnh (giai đoạn II)", "27"),
    )
    assert names(title, "Đơn vị tính: triệu đồng", table=table) == expected


def test_variants_are_one_project_and_numbers_keep_two_apart() -> None:
    found = find_projects(
        notice_of(
            "Dự án đầu tư xây dựng Bệnh viện Nhi Tân An đang chậm.",
            "Dự án Bệnh viện Nhi Tân An cần đẩy nhanh.",
            "Dự án Khu tái định cư số 1 Mỹ Đức; dự án Khu tái định cư số 2 Mỹ Đức.",
        ),
        (),
    )
    assert [(project.name, len(project.mentions)) for project in found] == [
        ("Bệnh viện Nhi Tân An", 2),
        ("Khu tái định cư số 1 Mỹ Đức", 1),
        ("Khu tái định cư số 2 Mỹ Đức", 1),
    ]


def test_a_shortened_name_is_joined_and_another_work_of_the_place_is_not() -> None:
    assert names(
        "Các dự án: cải tạo, mở rộng đường Tô Hiệu đoạn từ chợ đến cầu Tân An; nhà máy đạm Mỹ Đức.",
        "Dự án mở rộng đường Tô Hiệu còn vướng; khởi công nhà máy điện Mỹ Đức 1.",
    ) == ["cải tạo, mở rộng đường Tô Hiệu đoạn từ chợ đến cầu Tân An", "nhà máy đạm Mỹ Đức", "nhà máy điện Mỹ Đức 1"]


@pytest.mark.parametrize(
    ("text", "phase"),
    [
        ("Dự án Cảng Tân An (giai đoạn 2)", "giai đoạn 2"),
        ("Dự án Cảng Tân An giai đoạn II", "giai đoạn II"),
        ("Dự án Cảng Tân An", None),
    ],
)
def test_phase(text: str, phase: str | None) -> None:
    [project] = find_projects(notice_of(text), ())
    assert project.phase == phase


@pytest.mark.parametrize(
    ("text", "place", "owner"),
    [
        (
            "Dự án Chợ Tân An tại xã Mỹ Đức, huyện An Lão do Công ty TNHH Bình Hòa làm chủ đầu tư.",
            "xã Mỹ Đức, huyện An Lão",
            "Công ty TNHH Bình Hòa",
        ),
        ("Dự án Khu nhà ở Tân An (chủ đầu tư: Công ty Cổ phần Đất Mới): 320 căn.", None, "Công ty Cổ phần Đất Mới"),
        (
            "Dự án Trường Mầm non Tân An, phường Mê Linh của Ban Quản lý dự án tỉnh.",
            "phường Mê Linh",
            "Ban Quản lý dự án tỉnh",
        ),
        ("Dự án Cầu Bến Gỗ do vướng mặt bằng; Công ty Bình Hòa nộp thuế.", None, None),
        ("Dự án Nhà văn hóa Tân An tại Quyết định số 5.", None, None),
    ],
)
def test_place_and_owner(text: str, place: str | None, owner: str | None) -> None:
    [project] = find_projects(notice_of(text), ())
    assert (project.place and project.place.text, project.owner and project.owner.text) == (place, owner)


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=12))
def test_every_mention_is_a_slice_and_no_name_comes_twice(pieces: list[str]) -> None:
    notice = notice_of(" ".join(pieces))
    found = find_projects(notice, ())
    text = notice.document.text
    assert all(mention.text == text[mention.start : mention.end] for project in found for mention in project.mentions)
    assert len({project.name for project in found}) == len(found)
