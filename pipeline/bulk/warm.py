"""For the process that workers are forked from: imported there, it takes one notice all the way, once.

So the rules are compiled and the tables of names read when a worker begins, and its memory is shared with the others
until somebody writes to it. Without it each worker spends a second before its first file is done.
"""

import gc

from pipeline.errors import RuleError

__all__: list[str] = []

_NOTICE = """ĐẢNG BỘ TỈNH AN PHÚ
ĐẢNG ỦY XÃ HÒA LẠC
*
Số 12-TB/ĐU
ĐẢNG CỘNG SẢN VIỆT NAM
Hòa Lạc, ngày 03 tháng 9 năm 2025
THÔNG BÁO
kết luận của Ban Thường vụ Đảng ủy về nhiệm vụ tháng 9 năm 2025
-----
I- NHIỆM VỤ TRỌNG TÂM
1- Phát triển kinh tế
- Triển khai Nghị quyết số 68-NQ/TW ngày 04/5/2025 của Bộ Chính trị và Luật Đất đai năm 2024.
- Phấn đấu thu ngân sách tháng 9 đạt 4.150 triệu đồng, bằng 82,5% kế hoạch giao.
2- Quản lý đô thị
- Xử lý vi phạm trên các tuyến đường Nguyễn Trãi, Hùng Vương; hoàn thành dự án Trường Tiểu học Hòa Lạc.
Nơi nhận:
- Các chi bộ trực thuộc,
- Lưu Văn phòng.
T/M BAN THƯỜNG VỤ
BÍ THƯ
Lê Văn Hòa
"""


def _once() -> None:
    import pipeline.bulk.work  # noqa: F401  # what workers import first
    from pipeline.archive.entry import entry_of
    from pipeline.extract import extract
    from pipeline.ingest import read_bytes
    from pipeline.segment import segment

    document = read_bytes("notice.txt", _NOTICE.encode())
    entry_of(extract(segment(document)), "", document)


try:
    _once()
except RuleError as mistake:  # the first worker meets it again, and the process that asks says it
    raise ImportError(str(mistake)) from mistake  # which the process that workers are forked from passes over
gc.freeze()  # so that no worker's collector writes to what they share
