"""Documents made in a test from their printed lines, and notices to make them of."""

import textwrap

from pipeline.document import Document, Line, Page, Source, Span


def printed(text: str, *, joins: bool | None = None, reader: str = "text") -> Document:
    """A document of these lines; blank lines become gaps, a form feed a new page."""
    lines: list[Line] = []
    kept: list[str] = []
    start = gap = 0
    page = 1
    for row in text.splitlines():
        if row == "\f":
            page += 1
            continue
        said = " ".join(row.split())
        if not said:
            gap += 1
            continue
        lines.append(Line(Span(start, start + len(said)), page, gap=gap, joins=joins))
        kept.append(said)
        start += len(said) + 1
        gap = 0
    whole = "\n".join(kept)
    source = Source("made.txt", "0" * 64, "text/plain", len(whole), page, reader, "1")
    pages = tuple(
        Page(
            n,
            Span(
                min(line.span.start for line in lines if line.page == n),
                max(line.span.end for line in lines if line.page == n),
            ),
            reader,
        )
        for n in sorted({line.page for line in lines})
    )
    return Document(whole, tuple(lines), pages, source)


def wrapped(paragraphs: list[str], width: int) -> str:
    """The paragraphs as a page prints them: broken where the line is full."""
    return "\n".join(
        line
        for text in paragraphs
        for line in textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)
    )


PARTY = """\
ĐẢNG BỘ TỈNH AN GIANG
ĐẢNG UỶ XÃ MỸ ĐỨC
*
Số -TB/ĐU
ĐẢNG CỘNG SẢN VIỆT NAM
Mỹ Đức, ngày tháng 3 năm 2026
THÔNG BÁO
KẾT LUẬN CỦA BAN THƯỜNG VỤ ĐẢNG UỶ
về nhiệm vụ quý II năm 2026
-----
Ngày 12/3/2026, Ban Thường vụ Đảng uỷ xã họp đánh giá kết quả quý I và triển khai
nhiệm vụ quý II năm 2026 như sau:
I- KẾT QUẢ QUÝ I
Thu ngân sách đạt khá, an ninh trật tự được giữ vững trên toàn địa bàn xã trong dịp Tết.
II- NHIỆM VỤ QUÝ II
1- Công tác xây dựng Đảng
- Tổ chức học tập nghị quyết cho toàn thể đảng viên của các chi bộ trực thuộc Đảng bộ xã.
+ Hoàn thành trong tháng 4.
2- Phát triển kinh tế
- Thu ngân sách quý II đạt 1.500 triệu đồng./.
Nơi nhận:
- Thường trực Tỉnh uỷ,
- Các chi bộ trực thuộc,
- Lưu Văn phòng Đảng uỷ.
T/M BAN THƯỜNG VỤ
PHÓ BÍ THƯ THƯỜNG TRỰC
Phan Thị Ngọc Lan
"""

STATE = """\
UBND TỈNH AN GIANG
SỞ CÔNG THƯƠNG
Số: 1204/BC-SCT
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
An Giang, ngày 05 tháng 02 năm 2024
BÁO CÁO
Tình hình hoạt động chợ nông thôn
năm 2023
Thực hiện Kế hoạch số 45/KH-UBND ngày 10/01/2023 của UBND tỉnh, Sở Công Thương báo cáo:
1. Kết quả
Toàn tỉnh có 180 chợ đang hoạt động.
2. Kiến nghị
Đề nghị UBND tỉnh xem xét./.
Nơi nhận:
- UBND tỉnh;
- Lưu: VT, QLTM.
KT. GIÁM ĐỐC
PHÓ GIÁM ĐỐC
Trịnh Quốc Bảo
"""

LETTER = """\
ỦY BAN NHÂN DÂN
TỈNH LÂM ĐỒNG
Số: 771/UBND-NC
V/v rà soát thủ tục
đăng ký hộ kinh doanh
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Lâm Đồng, ngày 9 tháng 8 năm 2023
Kính gửi:
- Sở Tư pháp;
- Sở Nội vụ.
Xét đề nghị của Sở Tư pháp tại Văn bản số 12/STP-HC ngày 01/8/2023, UBND tỉnh có ý kiến như sau:
Giao Sở Tư pháp chủ trì rà soát các thủ tục nêu trên.
Nơi nhận:
- Như trên;
- Lưu: VT, NC.
TL. CHỦ TỊCH
KT. CHÁNH VĂN PHÒNG
PHÓ CHÁNH VĂN PHÒNG
Cao Thị Bích Hằng
"""
