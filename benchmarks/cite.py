"""How fast citations are found, and whether the rate holds as the text grows.

    python benchmarks/cite.py

The text is made of sentences as dense in citations as a Party notice. Time is processor time.
"""

import sys
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[1] / "tests")]

from of_text import notice_of  # noqa: E402  (run as a script, the project is not on the path)

from pipeline.extract.citations import find_citations  # noqa: E402
from pipeline.notice import Notice  # noqa: E402

PARAGRAPHS = (
    "Tiếp tục quán triệt Kết luận số 26-KL/TU ngày 05/6/2024 của Ban Thường vụ Tỉnh ủy về công tác dân vận.",
    "Triển khai có hiệu quả Kế hoạch chuyển đổi số của xã năm 2026 và các nhiệm vụ trọng tâm được giao.",
    "Ủy ban nhân dân xã rà soát các hộ nghèo, hộ cận nghèo, phấn đấu đạt 98,5% chỉ tiêu đề ra trong quý III.",
    "Phối hợp với các đơn vị đẩy nhanh tiến độ giải phóng mặt bằng, bảo đảm an toàn giao thông trong mùa mưa.",
    "Việc thu hồi đất thực hiện theo Luật Đất đai năm 2024 và Nghị định số 102/2024/NĐ-CP của Chính phủ.",
    "Các tổ chức đoàn thể vận động đoàn viên, hội viên tham gia vệ sinh môi trường, chỉnh trang nhà cửa, ngõ xóm.",
)


def rate(notice: Notice, repeats: int) -> float:
    """Characters per second of processor time."""
    started = time.process_time()
    for _ in range(repeats):
        find_citations(notice)
    return len(notice.flow) * repeats / (time.process_time() - started)


def main() -> None:
    block = sum(len(paragraph) + 1 for paragraph in PARAGRAPHS)
    find_citations(notice_of(*PARAGRAPHS))  # rules are compiled on first use
    rates = {}
    for size, repeats in ((16_000, 40), (130_000, 5), (1_300_000, 1)):
        notice = notice_of(*PARAGRAPHS * (size // block))
        rates[size] = rate(notice, repeats)
        print(f"{size:>9,} characters: {rates[size] / 1e6:.2f} million characters a second")
    print(f"at 1.3 million the rate is {rates[1_300_000] / rates[16_000]:.2f} of that at 16 thousand")


if __name__ == "__main__":
    main()
