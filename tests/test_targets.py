"""Targets and results: what is found in a sentence, as what, and what is left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.document import Document, Line, Page, Source, Span
from pipeline.extract.targets import find_targets
from pipeline.notice import Header, HeaderField, Notice
from pipeline.records import Target
from pipeline.vietnamese.spelling import fold


def notice_of(text: str, doc_type: str | None = None, date: str | None = None, title: str | None = None) -> Notice:
    """A notice whose lines are its paragraphs, with a header and no sections; `title` is one of its lines."""
    spans, at = [], 0
    for line in text.split("\n"):
        spans.append(Span(at, at + len(line)))
        at += len(line) + 1
    source = Source("test.txt", "0" * 64, "text/plain", len(text.encode()), 1, "text", "1")
    document = Document(text, tuple(Line(s, 1) for s in spans), (Page(1, Span(0, len(text)), "text"),), source)

    def field(value: str | None) -> HeaderField | None:
        return HeaderField(value, Span(0, 0), "test") if value else None

    at = text.find(title) if title else 0
    named = HeaderField(title, Span(at, at + len(title)), "test") if title else None
    header = Header(doc_type=field(doc_type), date=field(date), title=named)
    return Notice(document, fold(text), tuple(spans), header, (), (), Span(0, len(text)))


def targets_of(text: str, doc_type: str = "thông báo", date: str | None = None) -> tuple[Target, ...]:
    return find_targets(notice_of(text, doc_type, date), ())


@pytest.mark.parametrize(
    ("text", "doc_type", "expected"),
    [
        ("Phấn đấu thu quý II đạt 1.250 triệu đồng.", "thông báo", [("target", 1250, "triệu đồng", "=")]),
        ("Duy trì 12 tuyến đường tự quản và 7 tuyến ngõ xanh.", "thông báo",
         [("target", 12, "tuyến đường", "="), ("target", 7, "tuyến ngõ", "=")]),
        ("Phấn đấu tăng 5 - 6 % so với cùng kỳ.", "kế hoạch", [("target", 5, "%", "range")]),
        ("Tỷ lệ trẻ đến lớp đạt trên 97,5%.", "báo cáo", [("result", 97.5, "%", ">=")]),
        ("Đã cấp khoảng 340 giấy phép xây dựng.", "báo cáo", [("result", 340, "giấy phép xây dựng", "~")]),
        ("Giảm tỷ lệ hộ nghèo còn dưới 1,2%.", "nghị quyết", [("target", 1.2, "%", "<=")]),
        ("Đã kiểm đếm 41/60 hộ.", "báo cáo", [("result", 41, "hộ", "=")]),
        ("Giá trị sản xuất tăng 9% (Nghị quyết: tăng 10-11%).", "báo cáo",
         [("result", 9, "%", "="), ("target", 10, "%", "range")]),
        # what is left over, and what was managed, is reported even where orders are given
        ("Thi công được 3,4 km nền đường, còn vướng 19 hộ; mới giải ngân 74,2 tỷ đồng.", "thông báo",
         [("result", 3.4, "km", "="), ("result", 19, "hộ", "="), ("result", 74.2, "tỷ đồng", "=")]),
        ("Phấn đấu hạ tỷ lệ hộ nghèo xuống còn 2%, xóa hết nhà tạm (còn 64 cái).", "kế hoạch",
         [("target", 2, "%", "="), ("target", 64, "cái", "=")]),
        ("Tổ chức 8 hội nghị (cùng kỳ 5 hội nghị).", "báo cáo", [("result", 8, "hội nghị", "="), ("result", 5, "hội nghị", "=")]),
        ("Còn vướng 19 hộ và 7 ngôi mộ.", "thông báo", [("result", 19, "hộ", "="), ("result", 7, "ngôi mộ", "=")]),
        ("Tổng mức đầu tư 1.860 tỷ đồng.", "thông báo", []),
        ("Kế hoạch vốn năm 2031 giao Ban là 64 tỷ đồng.", "báo cáo", [("target", 64, "tỷ đồng", "=")]),
        ("Phấn đấu hoàn thành vượt dự toán: thu đạt 47 tỷ đồng.", "báo cáo", [("target", 47, "tỷ đồng", "=")]),
        ("Xã được thành lập trên cơ sở nhập 03 xã cũ, không còn xã dưới 5 tiêu chí.", "báo cáo", []),
        # one amount in two units; a clock time beside it is none
        ("Kinh phí đã chi 27 tỷ 300 triệu đồng.", "báo cáo", [("result", 27300, "triệu đồng", "=")]),
        ("Thu phí đạt 12 tỷ, 300 triệu đồng nộp thừa đã trả.", "báo cáo",
         [("result", 12, "tỷ", "="), ("result", 300, "triệu đồng", "=")]),
        # the plan in brackets behind who hands it down
        ("Thu ngân sách đạt 41% dự toán tỉnh giao (8.400 triệu đồng).", "báo cáo",
         [("result", 41, "%", "="), ("target", 8400, "triệu đồng", "=")]),
        # what must not be exceeded, and what is done when it is
        ("Không để mất điện quá 6 giờ trên mỗi tuyến.", "công điện", [("target", 6, "giờ", "<=")]),
        ("Cấp điện trở lại sau 6 giờ.", "công điện", []),
        ("Cắt hợp đồng với nhà thầu chậm quá 15% khối lượng.", "thông báo", []),
        ("Xe đỗ sai quy định bị phạt từ 300.000 đồng đến 500.000 đồng.", "kế hoạch", []),
        ("Sơ tán 860 hộ, chặt tỉa 1.400 cây, sẵn sàng 540 cán bộ, chiến sĩ.", "công điện",
         [("target", 860, "hộ", "="), ("target", 1400, "cây", "="), ("target", 540, "cán bộ, chiến sĩ", "=")]),
        # figures that share a verb, a unit, a clause
        ("Xây dựng 5 nhà văn hóa, sửa chữa 9 phòng học.", "kế hoạch",
         [("target", 5, "nhà văn hóa", "="), ("target", 9, "phòng học", "=")]),
        ("Ban hành 3 Quyết định khen thưởng, 8 Quyết định nâng lương.", "báo cáo",
         [("result", 3, "Quyết định", "="), ("result", 8, "Quyết định", "=")]),
        ("Thu ước đạt 41,5 tỷ đồng, bằng 83% dự toán.", "báo cáo",
         [("result", 41.5, "tỷ đồng", "="), ("result", 83, "%", "=")]),
        ("Trung bình tổ chức 12 cuộc họp/tháng.", "báo cáo", [("result", 12, "cuộc họp/tháng", "=")]),
        ("Tạo việc làm cho 2,4 vạn lao động.", "nghị quyết", [("target", 2.4, "vạn lao động", "=")]),
        ("Hiện có 61 dự án, cơ sở sản xuất.", "báo cáo", [("result", 61, "dự án, cơ sở", "=")]),
        ("Thu nhập bình quân đạt từ 90 triệu đồng/người/năm trở lên.", "nghị quyết",
         [("target", 90, "triệu đồng/người/năm", ">=")]),
        ("Mở rộng chợ Bến từ 2 ha lên 3 ha.", "kế hoạch", [("target", 3, "ha", "=")]),
        # a report that tells of plans, a plan that tells of results
        ("Dự kiến cả năm thu 70 tỷ đồng.", "báo cáo", [("target", 70, "tỷ đồng", "=")]),
        ("Đến nay đã giải ngân 45% kế hoạch vốn.", "thông báo", [("result", 45, "%", "=")]),
        # what a check on site found, beside what it orders
        ("Cầu Vàm Lở mới giải ngân 12,5 tỷ đồng, khối lượng lũy kế đạt 31% hợp đồng.", "thông báo",
         [("result", 12.5, "tỷ đồng", "="), ("result", 31, "%", "=")]),
        ("Tuyến kè còn vướng 8 hộ.", "thông báo", [("result", 8, "hộ", "=")]),
        ("Các nhà thầu bổ sung 14 xe ben.", "thông báo", [("target", 14, "xe ben", "=")]),
        ("Giải quyết 100% đơn còn tồn, tiết kiệm chi 4%.", "kế hoạch", [("target", 100, "%", "="), ("target", 4, "%", "=")]),
        ("Xóa hết 6 điểm đen, dự phòng tại chỗ 500 rọ đá, kiểm định xong 9 cầu.", "công văn",
         [("target", 6, "điểm đen", "="), ("target", 500, "rọ đá", "="), ("target", 9, "cầu", "=")]),
        # loads, teams, thresholds, what is reported about
        ("Cắm biển hạn chế tải trọng 8 tấn, chỉ bảo đảm cho xe dưới 5 tấn.", "công văn", []),
        ("Bốc xếp 8 tấn hàng cứu trợ.", "công văn", [("target", 8, "tấn", "=")]),
        ("Đoàn kiểm tra liên ngành (5 thành viên) báo cáo về tiến độ 4 dự án.", "thông báo", []),
        ("Trường hợp thu không đạt 85% dự toán thì báo cáo; mọi phát sinh vượt 3% phải trình lại.", "thông báo", []),
        # two nouns joined by a comma are one unit, a noun and what a new clause begins with are not
        ("Đã kết nạp mới 45 hội viên, Hội Phụ nữ giúp nhau.", "báo cáo", [("result", 45, "hội viên", "=")]),
        ("Thu phí các năm lần lượt đạt 7 tỷ đồng.", "kế hoạch", [("target", 7, "tỷ đồng", "=")]),
        # rules for everyone set almost no targets
        ("Phấn đấu 95% hồ sơ được giải quyết đúng hạn.", "quy định", [("target", 95, "%", "=")]),
        ("Diện tích cụm công nghiệp không quá 75 ha.", "nghị định", []),
        ("Hồ sơ gồm 02 bộ, gửi trước 15 ngày.", "thông tư", []),
        ("Nghị quyết được thông qua khi có trên 50% đại biểu tán thành.", "quy chế", []),
        # works, agriculture, health, order: bare imperatives, after a cue, reported
        ("Nạo vét 12 km kênh mương; tháo dỡ 30 mái che lấn chiếm.", "công văn",
         [("target", 12, "km", "="), ("target", 30, "mái che", "=")]),
        ("Phấn đấu tiêm phòng ít nhất 800 liều vắc xin cho đàn lợn.", "kế hoạch", [("target", 800, "liều vắc xin", ">=")]),
        ("Trong quý III thả 15 vạn con giống xuống hồ Bàu Sen.", "công điện", [("target", 15, "vạn con", "=")]),
        ("Đã tu bổ 4 di tích và triệt xóa 2 tụ điểm.", "báo cáo", [("result", 4, "di tích", "="), ("result", 2, "tụ điểm", "=")]),
        ("Tập huấn cho tối thiểu 260 lượt cán bộ.", "thông tri", [("target", 260, "lượt cán bộ", ">=")]),
        # a unit is a word of the language, not the first syllable of one
        ("Mua 6 tủ lạnh, 40 bộ máy tính.", "kế hoạch", [("target", 6, "tủ lạnh", "="), ("target", 40, "bộ máy tính", "=")]),
        ("Thành lập 12 đội hình tình nguyện.", "kế hoạch", [("target", 12, "đội hình tình nguyện", "=")]),
        ("Đã bồi dưỡng 75 lượt giáo viên.", "báo cáo", [("result", 75, "lượt giáo viên", "=")]),
        ("Đào tạo nghề cho 300 lao động nông thôn.", "kế hoạch", [("target", 300, "lao động nông thôn", "=")]),
        ("Có 4 nhà thầu khắc phục xong.", "báo cáo", [("result", 4, "nhà thầu", "=")]),
        ("Mở 3 lớp bồi dưỡng kiến thức.", "kế hoạch", [("target", 3, "lớp", "=")]),
        ("Quý này đã duy trì 8 tuyến phố văn minh.", "thông báo", [("result", 8, "tuyến phố", "=")]),
        ("Phấn đấu lượng khách tăng từ 7 đến 8% so với cùng kỳ.", "kế hoạch", [("target", 7, "%", "range")]),
        ("Kim ngạch xuất khẩu tăng không thấp hơn 6% so với năm trước.", "kế hoạch", [("target", 6, "%", ">=")]),
        # what a whole report tells of: parts, differences, ages, rates
        ("Trường học: 48 trường (mầm non 12, tiểu học 20, THCS 16).", "báo cáo",
         [("result", 48, "trường", "="), ("result", 12, "trường", "="), ("result", 20, "trường", "="), ("result", 16, "trường", "=")]),
        ("Xảy ra 9 vụ tai nạn, giảm 4 vụ so với cùng kỳ.", "báo cáo", [("result", 9, "vụ", "="), ("result", 4, "vụ", "=")]),
        ("Tuổi thọ trung bình đạt 76 tuổi.", "nghị quyết", [("target", 76, "tuổi", "=")]),
        ("Thu đạt 9.300 triệu đồng/8.100 triệu đồng, bằng 114,8% dự toán.", "báo cáo",
         [("result", 9300, "triệu đồng", "="), ("result", 114.8, "%", "=")]),
        ("Giải ngân 3,2/4,1 tỷ đồng.", "báo cáo", [("result", 3.2, "tỷ đồng", "=")]),
        ("Đã tiêm phòng 70 liều vắc xin, tiêu hủy 12 con/0,9 tấn.", "báo cáo",
         [("result", 70, "liều vắc xin", "="), ("result", 12, "con", "="), ("result", 0.9, "tấn", "=")]),
        ("Thi hành kỷ luật 3 đảng viên; xử lý dứt điểm 6 điểm đen.", "báo cáo",
         [("result", 3, "đảng viên", "="), ("result", 6, "điểm đen", "=")]),
        ("Hộ nghèo giảm 0,8% (từ 3,1% xuống còn 2,3%).", "báo cáo", [("result", 0.8, "%", "="), ("result", 2.3, "%", "=")]),
        ("Bàn giao 7 công trình.", "báo cáo", [("result", 7, "công trình", "=")]),
        ("Kéo giảm tai nạn từ 6% trở lên.", "kế hoạch", [("target", 6, "%", ">=")]),
        ("Phấn đấu từ 88% cán bộ, đảng viên trở lên được học tập.", "kế hoạch", [("target", 88, "%", ">=")]),
        # a list under a task, parts of a sum, a count that goes with another
        ("Chuẩn bị vật tư tại chỗ: đá hộc 500 m3, rọ thép 230 chiếc, tre 2.400 cây.", "chỉ thị",
         [("target", 500, "m3", "="), ("target", 230, "chiếc", "="), ("target", 2400, "cây", "=")]),
        ("Tổng nhu cầu vốn năm 2031: 41,5 tỷ đồng, gồm: ngân sách tỉnh 7,4 tỷ đồng; ngân sách xã 12 tỷ đồng.", "kế hoạch",
         [("target", 41.5, "tỷ đồng", "="), ("target", 7.4, "tỷ đồng", "="), ("target", 12, "tỷ đồng", "=")]),
        ("Mở 4 lớp dạy bơi cho trên 160 em.", "kế hoạch", [("target", 4, "lớp", "="), ("target", 160, "em", ">=")]),
        ("Mỗi xã tổ chức tối thiểu 03 buổi tuyên truyền.", "công văn", [("target", 3, "buổi", ">=")]),
        ("Quyết toán dứt điểm 35 công trình; kiểm điểm 16 tập thể, 29 cá nhân.", "kế hoạch",
         [("target", 35, "công trình", "="), ("target", 16, "tập thể", "="), ("target", 29, "cá nhân", "=")]),
        ("Phát hiện tối thiểu 02 ca/100.000 dân.", "kế hoạch", [("target", 2, "ca/100.000 dân", ">=")]),
        ("Mở rộng vùng trồng na thêm 120 ha.", "kế hoạch", [("target", 120, "ha", "=")]),
        # the level before, the difference, what is beside a figure
        ("Tỷ lệ nợ từ 8,9% hạ còn 7,4%.", "báo cáo", [("result", 7.4, "%", "=")]),
        ("Tốt nghiệp đạt 93,5%, cao hơn năm trước 2,1%.", "báo cáo", [("result", 93.5, "%", "="), ("result", 2.1, "%", "=")]),
        ("Vốn được giao 9 tỷ đồng, giải ngân đạt 4 tỷ đồng (44%).", "báo cáo",
         [("target", 9, "tỷ đồng", "="), ("result", 4, "tỷ đồng", "="), ("result", 44, "%", "=")]),
        ("Có 22/22 sở, ngành và 63/63 địa phương đã ban hành kế hoạch.", "báo cáo",
         [("result", 22, "sở, ngành", "="), ("result", 63, "địa phương", "=")]),
        ("Trẻ tiêm chủng đầy đủ: 1.482/1.571 trẻ (kế hoạch 95%).", "báo cáo",
         [("result", 1482, "trẻ", "="), ("target", 95, "%", "=")]),
        ("Chỉ số giá tiêu dùng tăng 3,2%.", "báo cáo", [("result", 3.2, "%", "=")]),
        ("Số nợ phải tính lãi 38,7 tỷ đồng, bằng 2,1% số phải thu.", "báo cáo",
         [("result", 38.7, "tỷ đồng", "="), ("result", 2.1, "%", "=")]),
        ("Bình quân mỗi tháng phải đạt 7,5 tỷ đồng.", "báo cáo", [("target", 7.5, "tỷ đồng", "=")]),
        ("Có 41 đơn vị do ngân sách bảo đảm chi.", "báo cáo", [("result", 41, "đơn vị", "=")]),
        ("Chỉ tiêu giao quân: 18 thanh niên (quân đội 15, công an 03).", "kế hoạch",
         [("target", 18, "thanh niên", "="), ("target", 15, "thanh niên", "="), ("target", 3, "thanh niên", "=")]),
        ("3- 100% hộ kinh doanh được tập huấn.", "kế hoạch", [("target", 100, "%", "=")]),
        ("Giám sát chuyên đề 03 tổ chức đảng.", "kế hoạch", [("target", 3, "tổ chức đảng", "=")]),
        ("Tổng số sinh trong tháng 128 cháu.", "báo cáo", [("result", 128, "cháu", "=")]),
        ("Bỏ học cả năm 1.942 em.", "báo cáo", [("result", 1942, "em", "=")]),
        ("Đã xây dựng 412 căn nhà ở xã hội, 18 căn nhà.", "báo cáo", [("result", 412, "căn", "="), ("result", 18, "căn nhà", "=")]),
        ("Đã lắp đặt 64 camera an ninh.", "báo cáo", [("result", 64, "camera", "=")]),
        ("Đã tưới cho 712 ha lúa 2 vụ.", "báo cáo", [("result", 712, "ha", "=")]),
        ("Số người tham gia tăng 410 người (6,4%) so với năm 2030.", "báo cáo",
         [("result", 410, "người", "="), ("result", 6.4, "%", "=")]),
        ("Chỉ số giá nhóm giải trí giảm nhiều nhất là 0,6%.", "báo cáo", [("result", 0.6, "%", "=")]),
        ("Tổng thu ngân sách trên địa bàn: 8.650 tỷ đồng, trong đó thu nội địa 7.900 tỷ đồng.", "nghị quyết",
         [("target", 8650, "tỷ đồng", "="), ("target", 7900, "tỷ đồng", "=")]),
        ("Dư nợ ủy thác đạt 28 tỷ đồng.", "báo cáo", [("result", 28, "tỷ đồng", "=")]),
        # near misses
        ("Giao ban tiến độ 02 tuần/lần.", "thông báo", []),
        ("Nâng cấp ngõ 122 Đồng Tâm và các ngõ lân cận.", "kế hoạch", []),
        ("Hỗ trợ 50% giá giống cho hộ nghèo.", "kế hoạch", []),
        ("Mức chi: khắc dấu: 400.000 đồng/dấu.", "kế hoạch", []),
        ("Hỗ trợ 05 căn nhà, mỗi căn 60 triệu đồng.", "kế hoạch", [("target", 5, "căn nhà", "=")]),
        ("Trồng rừng phòng hộ đồi núi cao từ 20 m trở lên.", "kế hoạch", []),
        ("Nghị quyết được 31/33 đại biểu tán thành.", "nghị quyết", []),
        ("Toàn xã có 2.140 hộ, 8.310 nhân khẩu.", "báo cáo", []),
        ("Chủ trì cuộc họp: 150.000 đồng/buổi.", "kế hoạch", []),
        ("Hội nghị phải có ít nhất 55 cử tri tham dự.", "kế hoạch", []),
        ("Số thu cao hơn kế hoạch là 6%.", "báo cáo", []),
        ("Thành phần làm việc có 04 đồng chí.", "công văn", []),
        ("Gửi báo cáo trong vòng 03 ngày.", "công điện", []),
        ("Lấy mẫu tại 5 vị trí.", "công văn", []),
        ("Tham dự hội nghị có 05 đồng chí.", "báo cáo", []),
        ("Trả kết quả trong thời hạn 05 ngày làm việc.", "thông báo", []),
        ("Thực hiện quy hoạch tỷ lệ 1/2000 khu A.", "thông báo", []),
        ("Thực hiện khoản 2 Điều 5 Nghị định 99/2031/NĐ-CP.", "thông báo", []),
        # a head of one syllable takes the word behind it, a unit by itself no purpose or attribute
        ("Di dời 34 trụ điện, 17 tủ cáp nằm ven phố Chợ.", "kế hoạch",
         [("target", 34, "trụ điện", "="), ("target", 17, "tủ cáp", "=")]),
        ("Thay 8 trụ hư hỏng, 6 cột mới.", "kế hoạch", [("target", 8, "trụ", "="), ("target", 6, "cột", "=")]),
        ("Cắm 45 biển cảnh báo sạt lở, bố trí 2 bãi giữ xe tạm.", "kế hoạch",
         [("target", 45, "biển cảnh báo", "="), ("target", 2, "bãi giữ xe", "=")]),
        ("Tổ chức 9 lớp tập huấn nghề mộc, hỗ trợ 11 doanh nghiệp công nghệ số.", "kế hoạch",
         [("target", 9, "lớp", "="), ("target", 11, "doanh nghiệp", "=")]),
        ("Trang bị 75 máy tính, 4 phòng học thông minh.", "kế hoạch",
         [("target", 75, "máy tính", "="), ("target", 4, "phòng học thông minh", "=")]),
        ("Phấn đấu có 6 doanh nghiệp, từ 14 - 18 dự án được hỗ trợ.", "kế hoạch",
         [("target", 6, "doanh nghiệp", "="), ("target", 14, "dự án", "range")]),
        # what was done beside its plan, in a document of any type
        ("Cầu Bến Lội: kế hoạch vốn 42 tỷ đồng, giải ngân 9,5 tỷ đồng, đạt 22,6%.", "công văn",
         [("target", 42, "tỷ đồng", "="), ("result", 9.5, "tỷ đồng", "="), ("result", 22.6, "%", "=")]),
        ("Cầu Bến Lội: kế hoạch vốn 42 tỷ đồng, phấn đấu giải ngân 40 tỷ đồng.", "công văn",
         [("target", 42, "tỷ đồng", "="), ("target", 40, "tỷ đồng", "=")]),
        ("Diện tích gieo trồng 8.150 ha/8.000 ha kế hoạch.", "báo cáo",
         [("result", 8150, "ha", "="), ("target", 8000, "ha", "=")]),
        ("Doanh thu mới đạt 12 tỷ đồng/kế hoạch năm 45 tỷ đồng.", "kế hoạch",
         [("result", 12, "tỷ đồng", "="), ("target", 45, "tỷ đồng", "=")]),
        ("Tỷ lệ hộ dùng nước sạch (mới đạt 51,5%, kế hoạch 60%).", "nghị quyết",
         [("result", 51.5, "%", "="), ("target", 60, "%", "=")]),
        ("Thu ngân sách đến năm 2035 đạt 300 tỷ đồng (năm 2030 ước 190 tỷ đồng).", "nghị quyết",
         [("target", 300, "tỷ đồng", "="), ("result", 190, "tỷ đồng", "=")]),
        ("Đặt tên 5 tuyến đường, gắn ít nhất 20 biển tên đường.", "tờ trình",
         [("target", 5, "tuyến đường", "="), ("target", 20, "biển tên đường", ">=")]),
        # how often, of each, no fewer than, in how long
        ("Chủ đầu tư họp giao ban 03 lần/tháng.", "công văn", [("target", 3, "lần/tháng", "=")]),
        ("Duy trì 2 tổ xung kích từ 12 - 16 người.", "chỉ thị",
         [("target", 2, "tổ xung kích", "="), ("target", 12, "người", "range")]),
        ("Hằng năm kiểm tra không ít hơn 4 tổ chức đảng.", "kết luận", [("target", 4, "tổ chức đảng", ">=")]),
        ("Giảm thời gian giải quyết hồ sơ từ 12 ngày xuống còn 9 ngày.", "kế hoạch", [("target", 9, "ngày", "=")]),
        ("Thời gian giải quyết hồ sơ là 9 ngày.", "kế hoạch", []),
        ("Trong quý IV/2031 sửa chữa mặt đường Quốc lộ 40 khoảng 9.500 m2.", "báo cáo", [("result", 9500, "m2", "~")]),
        ("Điều chỉnh giới hạn 3 tuyến đường.", "tờ trình", [("target", 3, "tuyến đường", "=")]),
        # thresholds, shares fixed for everyone, holes, headings
        ("Thay đơn vị giải ngân dưới 75% kế hoạch.", "công văn", []),
        ("Phấn đấu giải ngân không dưới 75% kế hoạch.", "công văn", [("target", 75, "%", ">=")]),
        ("Thay nhà thầu chậm tiến độ quá 25% khối lượng.", "công văn", []),
        ("Mức phạt theo quy định (từ 3 triệu đến 8 triệu đồng).", "chỉ thị", []),
        ("Làm đường theo tỷ lệ nhà nước hỗ trợ 35%, nhân dân đóng góp 65%.", "chỉ thị", []),
        ("Xóa 14 điểm trường cách trường chính dưới 4 km.", "kế hoạch", [("target", 14, "điểm trường", "=")]),
        ("Đã thông xe đoạn ngập sâu 1,2 m.", "báo cáo", []),
        ("CÁC DỰ ÁN CÓ TỶ LỆ GIẢI NGÂN ĐẠT 15% KẾ HOẠCH", "báo cáo", []),
        ("GRDP đạt 15% kế hoạch.", "báo cáo", [("result", 15, "%", "=")]),
        ("Phạt tiền từ 5.000.000 đồng đến 7.000.000 đồng.", "nghị định", []),
        ("Ban hành kèm theo Quyết định số 12 ngày 4/5/2031.", "báo cáo", []),
        ("Nhiệm kỳ 2025 - 2030 có nhiều thuận lợi.", "báo cáo", []),
        ("Mức hỗ trợ tối đa 70% chi phí.", "nghị định", []),
        ("Giá lúa ở mức 7.500 đồng/kg.", "báo cáo", []),
        ("Cá tra 27.000 đồng/kg, tôm 180.000 đồng/kg.", "báo cáo", []),
        ("Cụm công nghiệp Tân Hòa 2: diện tích 45 ha; chủ đầu tư là Công ty An Phú.", "báo cáo", []),
        ("Họp lúc 14 giờ 30 tại Phòng họp số 3, tầng 2.", "thông báo", []),
        ("Đoạn từ Km 12 đến Km 15 Quốc lộ 40.", "thông báo", []),
        ("Gói thầu số 13 và tổ máy số 2.", "báo cáo", []),
        ("Kế thừa phần mềm phiên bản 3.0.", "kế hoạch", []),
        ("Áp dụng Điều 1, 3, 4 Nghị quyết này.", "hướng dẫn", []),
        ("Doanh nghiệp 100% vốn nước ngoài.", "báo cáo", []),
        ("Triển khai thực hiện 03 Chương trình mục tiêu quốc gia.", "thông báo", []),
        ("Mực nước hồ ngày hôm qua là 12,5 m.", "báo cáo", []),
    ],
)  # fmt: skip
def test_figures(text: str, doc_type: str, expected: list[tuple[str, float, str, str]]) -> None:
    found = targets_of(text, doc_type)
    assert [(t.kind, t.value, t.unit, t.comparator) for t in found] == expected


def test_a_verb_of_the_budget_is_completed_from_the_title() -> None:
    text = "Đẩy nhanh giải ngân vốn đầu tư công\nĐã giải ngân 5 tỷ đồng. Đã cấp 4 giấy phép."
    found = find_targets(notice_of(text, "báo cáo", None, "Đẩy nhanh giải ngân vốn đầu tư công"), ())
    assert [target.indicator for target in found] == ["giải ngân vốn đầu tư công", "cấp giấy phép"]


def test_periods_are_resolved_from_the_day_of_the_document() -> None:
    (target,) = targets_of("Phấn đấu thu tháng 4 đạt 900 triệu đồng.", date="2031")
    assert (target.period, target.period_start, target.period_end) == ("tháng 4", "2031-04", "2031-04")
    assert target.amount is not None
    assert (target.amount.value, target.amount.unit) == (9e8, "VND")


@pytest.mark.parametrize(
    ("text", "date", "expected"),
    [
        ("Phấn đấu trồng 5 ha rừng trước 15/10.", "2031-09-03", (None, "2031-10-15")),
        ("Phấn đấu trồng 5 ha rừng trong quý III.", "2031-08", ("2031-07", "2031-09")),
        ("Phấn đấu trồng 5 ha rừng đến hết quý IV.", "2031-01-21", (None, "2031-12")),  # a target lies ahead
        ("Phấn đấu trồng 5 ha rừng trong tháng 1.", "2031-12-20", ("2032-01", "2032-01")),
        ("Đã trồng 5 ha rừng trong tháng 12.", "2031-01-05", (None, None)),  # a result may be of either year
        ("Phấn đấu trồng 5 ha rừng trong quý III.", None, (None, None)),
        ("Hằng năm phấn đấu trồng 5 ha rừng.", "2031-01", (None, None)),
    ],
)
def test_deadlines_have_days(text: str, date: str | None, expected: tuple[str | None, str | None]) -> None:
    (target,) = targets_of(text, "thông báo", date)
    assert (target.period_start, target.period_end) == expected


def test_a_year_gone_by_that_opens_a_bracket_tells_where_a_target_starts() -> None:
    text = "Phấn đấu tỷ lệ hút thuốc còn 42% (năm 2029: 45,3%), đến năm 2035 còn 30% (năm 2034: 33%)."
    kinds = [(target.kind, target.value) for target in targets_of(text, "kế hoạch", "2030-02-03")]
    assert kinds == [("target", 42), ("result", 45.3), ("target", 30), ("target", 33)]


def test_every_quote_is_a_slice() -> None:
    text = "Phấn đấu trồng 1.200 cây xanh; xây dựng 3 km đường; đến năm 2031 đạt 85% kế hoạch."
    for target in targets_of(text, "kế hoạch"):
        assert text[target.evidence.start : target.evidence.end] == target.evidence.text
        assert target.quote == " ".join(target.evidence.text.split())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tổng thu ngân sách trên địa bàn đạt 5 tỷ đồng.", ["Tổng thu ngân sách trên địa bàn"]),
        ("Duy trì 12 tuyến đường tự quản.", ["Duy trì tuyến đường tự quản"]),
        ("Sản lượng lúa đạt 5 tấn, bằng 82% kế hoạch năm.", ["Sản lượng lúa", "Sản lượng lúa so với kế hoạch năm"]),
        ("Tỷ lệ hộ nghèo giảm còn 2% (Nghị quyết: 1,5%).", ["Tỷ lệ hộ nghèo", "Tỷ lệ hộ nghèo"]),
        ("Đã cấp giấy khai sinh: 15 trường hợp.", ["cấp giấy khai sinh"]),
        ("100% cán bộ xã được tập huấn.", ["cán bộ xã được tập huấn"]),
        ("100% xã, phường có trạm y tế đạt chuẩn.", ["xã, phường có trạm y tế đạt chuẩn"]),
        ("Nhờ được mùa nên 9 tháng sản lượng lúa đạt 5 tấn.", ["sản lượng lúa"]),
        ("Giá trị sản xuất nông, lâm, thủy sản tăng 5%.", ["Giá trị sản xuất nông, lâm, thủy sản"]),
        ("Bồi thường 4 hộ với số tiền 2 tỷ đồng.", ["Bồi thường hộ", "số tiền Bồi thường hộ"]),
        ("Sở Xây dựng lập 6 biên bản.", ["lập biên bản"]),
        ("Sửa 7 cầu, 9 cống.", ["Sửa cầu", "Sửa cống"]),
        ("Xảy ra 9 vụ cháy, giảm 4 vụ so với tháng trước.", ["Xảy ra vụ cháy", "Xảy ra vụ cháy so với tháng trước"]),
        ("Thu đạt 5 tỷ đồng, bằng 82% dự toán, tăng 6%.", ["Thu", "Thu so với dự toán", "Thu"]),
        # what a figure is compared with names nothing
        ("Kim ngạch tăng 8% so với cùng kỳ năm trước, đạt 71% kế hoạch.", ["Kim ngạch", "Kim ngạch so với kế hoạch"]),
        (
            "Thu bằng 30% dự toán Bộ Tài chính giao, 28% dự toán HĐND tỉnh giao, tăng 6% so với cùng kỳ.",
            ["Thu", "Thu so với dự toán HĐND tỉnh giao", "Thu"],
        ),
        ("Khách tham quan đạt 900 lượt, gấp 1,4 lần cùng kỳ.", ["Khách tham quan", "Khách tham quan so với cùng kỳ"]),
        ("Số hóa đơn tăng gấp 2,3 lần so với năm trước.", ["Số hóa đơn so với năm trước"]),
        ("Theo báo cáo của Sở Tài chính, toàn tỉnh giải ngân 5 tỷ đồng.", ["giải ngân"]),
        ("Tổng số lượt khám 450 lượt.", ["Tổng số lượt khám"]),
        # places of a list have what is measured from before it
        (
            "Một số cụm có tỷ lệ lấp đầy cao như Ninh An (98%), Hà Sơn (87%).",
            ["tỷ lệ lấp đầy Ninh An", "tỷ lệ lấp đầy Hà Sơn"],
        ),
        (
            "Thu ngân sách đạt 9 tỷ đồng, trong đó xã Hà Sơn đạt 2 tỷ đồng.",
            ["Thu ngân sách", "Thu ngân sách xã Hà Sơn"],
        ),
        ("Gạo: kim ngạch của mặt hàng này đạt 5 triệu USD.", ["kim ngạch gạo"]),
        ("Kim ngạch tăng 9 tỷ USD về giá trị tuyệt đối.", ["Kim ngạch về giá trị tuyệt đối"]),
        ("Phấn đấu thu không thấp hơn 5 tỷ đồng.", ["thu"]),
        ("Kết nạp 37 hội viên, nâng tổng số lên 1.286 hội viên.", ["Kết nạp hội viên", "tổng số hội viên"]),
        # the object of a verb of work behind the unit
        ("Bê tông hóa thêm 6,4 km đường giao thông nông thôn.", ["Bê tông hóa đường giao thông nông thôn"]),
        ("Phối hợp lực lượng vũ trang của huyện làm 9 km kênh mương.", ["làm kênh mương"]),
        ("Lao động qua đào tạo có bằng, chứng chỉ đạt 31%.", ["Lao động qua đào tạo có bằng, chứng chỉ"]),
        (
            "Chuyển đổi 34 ha đất lúa sang trồng đậu, bắp (kế hoạch 50 ha).",
            ["Chuyển đổi đất lúa sang trồng đậu", "Chuyển đổi đất lúa sang trồng đậu"],
        ),
    ],
)
def test_indicators(text: str, expected: list[str]) -> None:
    assert [target.indicator for target in targets_of(text, "báo cáo")] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Đến năm 2035: 90% xã có điện; 80% xã có chợ.", ["Đến năm 2035", "Đến năm 2035"]),
        ("Đạt 2% vào năm 2033, 3% vào năm 2035.", ["năm 2033", "năm 2035"]),
        ("Năm 2031 trồng 5 ha rừng, tăng 3% so với năm 2030.", ["Năm 2031", "Năm 2031"]),
        ("Hoàn thành 100% kế hoạch năm 2031 trước ngày 15/01/2032.", ["trước ngày 15/01/2032"]),
        ("Mỗi năm cử 15 cán bộ đi học; luân chuyển 10 đồng chí.", ["Mỗi năm", "Mỗi năm"]),
        ("Trồng đạt 612 ha cây hằng năm.", [None]),
        ("Năm 2031: hoàn thành 5 km đường trong quý III.", ["quý III"]),
        ("Đạt 5 tấn năm 2031 (năm 2030 đạt 4 tấn), trong đó 3 tấn tôm.", ["năm 2031", "năm 2031"]),
        # without a colon or comma behind it a period is that of its own clause
        ("Đến cuối năm 2031 trồng 5 ha rừng; lắp 4 camera.", ["Đến cuối năm 2031", None]),
        ("Duy trì 4 chợ văn minh đã xây dựng từ năm 2029 đến nay.", [None]),
        # a deadline is that of its own statement, or of all before it where it says so
        ("Trồng 5 ha rừng, lắp 4 camera trước 30/9.", ["trước 30/9", "trước 30/9"]),
        ("Trồng 5 ha rừng; lắp 4 camera trước 30/9.", [None, "trước 30/9"]),
        ("Lập 5 hồ sơ theo Nghị định số 99/2030/NĐ-CP; hoàn thành trước 30/9.", ["trước 30/9"]),
        ("Đến hết năm giảm ít nhất 20% số vụ.", ["Đến hết năm"]),
        ("Sửa chữa 40 phòng học trong hè năm 2031.", ["hè năm 2031"]),
        ("Gieo cấy đạt 300 ha vụ Hè Thu năm 2031.", ["vụ Hè Thu năm 2031"]),
        ("Trong nhiệm kỳ 2030 - 2035 kết nạp 40 đảng viên.", ["nhiệm kỳ 2030 - 2035"]),
        ("Tổ chức 3 hội nghị bầu cử đại biểu HĐND nhiệm kỳ 2031 - 2036.", [None]),
        # a period behind a comma or in brackets goes with the figure that follows it
        ("Phấn đấu thu 34 tỷ đồng, đưa cả năm lên 73 tỷ đồng.", [None, "cả năm"]),
        ("Phấn đấu giảm tỷ lệ hộ nghèo còn 4%, hoàn thành trước 30/6/2031.", ["trước 30/6/2031"]),
        ("Phấn đấu hết năm ngân sách 2031 giải ngân đạt 95%.", ["hết năm ngân sách 2031"]),
        ("Giải tỏa 30 trường hợp lấn chiếm trước Tết Nguyên đán Canh Tuất.", ["trước Tết Nguyên đán Canh Tuất"]),
        (
            "Đến cuối năm đạt các chỉ tiêu đề ra, cụ thể 5 tháng cuối năm phải đạt:\n- Thu ngân sách 6 tỷ đồng.",
            ["5 tháng cuối năm"],
        ),
    ],
)
def test_periods_of_figures(text: str, expected: list[str | None]) -> None:
    assert [target.period for target in targets_of(text, "kế hoạch", "2031-03-01")] == expected


@pytest.mark.parametrize(
    ("doc_type", "title", "expected"),
    [
        ("báo cáo", "Tình hình 9 tháng năm 2031", ["9 tháng năm 2031", None]),
        ("báo cáo", "Tình hình 9 tháng, nhiệm vụ 3 tháng cuối năm 2031", ["9 tháng", None]),
        ("kế hoạch", "Trồng rừng năm 2031", [None, "năm 2031"]),
        ("kế hoạch", "Nhiệm vụ năm học 2030 - 2031", [None, "năm học 2030 - 2031"]),
        ("kế hoạch", "Chiến dịch tình nguyện hè năm 2031", [None, None]),
        ("nghị quyết", "Đại hội Đảng bộ nhiệm kỳ 2030 - 2035", [None, None]),
    ],
)
def test_periods_of_titles(doc_type: str, title: str, expected: list[str | None]) -> None:
    text = f"{title}\nĐã cấp 5 giấy phép. Phấn đấu trồng 9 ha rừng."
    found = find_targets(notice_of(text, doc_type, "2031-10", title), ())
    assert [target.period for target in found] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Phấn đấu thu đạt 6.200 triệu đồng.", (6.2e9, None, "VND")),
        ("Phấn đấu thu đạt 1,5 - 2 nghìn tỷ đồng.", (1.5e12, 2e12, "VND")),
        ("Phấn đấu xuất khẩu đạt 3 triệu USD.", (3e6, None, "USD")),
        ("Phấn đấu trồng 2,5 ha rừng.", (25_000, None, "m2")),
        ("Phấn đấu bê tông hóa 4,2 km đường.", (4_200, None, "m")),
        ("Phấn đấu thu nhập đạt 90 triệu đồng/người/năm.", (9e7, None, "VND/người/năm")),
        ("Phấn đấu năng suất đạt 58,5 tạ/ha.", (5_850, None, "kg/ha")),
        ("Phấn đấu đón 5,2 triệu lượt khách.", (5.2e6, None, "lượt khách")),
        ("Phấn đấu xuất khẩu đạt 2 tỷ nhân dân tệ.", (2e9, None, "CNY")),
        ("Phấn đấu trồng 300 cây xanh.", None),  # a count has no base unit
        ("Phấn đấu cải tạo đạt 15 sào ruộng.", None),  # a sào differs from region to region
    ],
)
def test_amounts(text: str, expected: tuple[float, float | None, str] | None) -> None:
    (target,) = targets_of(text, "kế hoạch")
    amount = target.amount
    assert (amount and (amount.value, amount.value_max, amount.unit)) == expected


_FIGURES = ["12", "1.250", "82,84", "%", "tỷ đồng", "ha", "hộ", "tuyến đường", "100%", "5 - 6", "Điều 5", "2", "3.0"]
_WORDS = [
    "Phấn đấu",
    "thu",
    "đạt",
    "tăng",
    "so với",
    "cùng kỳ",
    "và",
    "không quá",
    "duy trì",
    "lũy kế",
    "bằng",
    "kế hoạch",
]
_MARKS = ["(", ")", ";", ",", ".", ":", "\n", "-", "/", "Nghị quyết:", "năm 2031", "trước 15/10", "đến nay"]
_PIECES = st.sampled_from([*_FIGURES, *_WORDS, *_MARKS])


@given(st.lists(_PIECES, max_size=40), st.sampled_from(["báo cáo", "kế hoạch", "thông báo", "nghị định"]))
def test_any_text_gives_targets_with_true_quotes(pieces: list[str], doc_type: str) -> None:
    text = " ".join(pieces).strip() or "x"
    for target in targets_of(text, doc_type, "2031-03"):
        assert text[target.evidence.start : target.evidence.end] == target.evidence.text
        assert target.indicator
        assert target.unit


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Năm học 2031 - 2032 toàn ngành có 45 trường đạt chuẩn.", "result"),  # a school year that has begun
        ("Năm học 2032 - 2033 toàn ngành có 45 trường đạt chuẩn.", "target"),
        ("Giai đoạn 2031 - 2035 toàn ngành có 45 trường đạt chuẩn.", "target"),
    ],
)
def test_a_school_year_lies_ahead_until_it_begins(text: str, expected: str) -> None:
    assert [target.kind for target in targets_of(text, "báo cáo", "2031-11-20")] == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kết quả đến hết quý III/2031: thu đạt 17 tỷ đồng; thành lập mới 4 hợp tác xã.", ["result", "result"]),
        ("Kết quả: thu đạt 17 tỷ đồng; phấn đấu thành lập mới 4 hợp tác xã.", ["result", "target"]),
    ],
)
def test_a_sentence_of_results_goes_on_after_a_semicolon(text: str, expected: list[str]) -> None:
    assert [target.kind for target in targets_of(text, "kế hoạch", "2031-11-20")] == expected
