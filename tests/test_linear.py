"""Cost stays linear: a text twice as long takes about twice the work, whatever a hostile hand repeats in it.

Work is counted in calls, not in seconds, so that the figure is the same on every machine. The slow step also takes long
texts to their end.
"""

import cProfile

import pytest

from pipeline.extract import extract
from pipeline.ingest import read_bytes
from pipeline.segment import segment

FRAGMENTS = [
    "(", "“", '"', "'' ", "....", "... ", "____ ", "A ", "Lê Lợi ", "và ", "; ", "\n", "- ", "1. ", "a) ", "I-\n", "**", "|a|b|\n",
    "số ", "Nghị quyết số ", "Nghị quyết số 1, ", "các Nghị quyết số 18, 19, ", "số 1/QĐ-", "QĐ-UBND-", "1/2/3/4/", "Luật ", "Luật Đất đai, ",
    "Luật sửa đổi, bổ sung một số điều của ", "Luật sửa đổi Luật Đất đai, ", "a\tb\t", "a    b    ",
    "khoản 1 Điều 2 ", "Điều 1 ", "ngày 1/1/2020 ", "của Bộ ", "Ủy ban nhân dân ", "Kế hoạch phát triển ", "thực hiện ",
    "đạt 5 ", "5 - ", "5%, ", "tăng 5% so với ", "từ 5 đến ", "6.200.", "triệu ", "tháng 9 ", "năm 2025 - ", "trong đó: ", "so với cùng kỳ, ",
    "đường ", "đường Lê Lợi, ", "đường Lê Lợi - ", "ngõ 1 ", "các ngõ 5, ", "Km 10+500 ", "Dự án ", "dự án A, ", "các dự án: A; ", "cầu A, ", "(giai đoạn 1) ",
    "TM. \n", "Nơi nhận:\n", "- Lưu: VT\n", "Số: ", "V/v ", "Kính gửi: ", "Phụ lục\n", "“Điều 1. A\n", "1\nA\n", "(ĐVT: đồng)\n",
    "ĐVT: đồng\n- A: 5\n", "TT A B (ha) C (km)\n1 A 5 5\n2 B 5 5\n", "Lê Văn Hòa\nPHỤ LỤC\nCHỈ TIÊU NĂM 2031\n", "TT - A - B\n1 - A - 5\n",
    "TT\nx\ny\n1\n", "I\nx\n1\nx\ny\nz\n", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n",
]  # fmt: skip
SHORT, LONG = 3_000, 6_000  # characters


def notice_of(fragment: str, characters: int) -> bytes:
    return f"THÔNG BÁO\nvề việc phát triển\n{fragment * (characters // len(fragment))}hết.".encode()


def work(fragment: str, characters: int) -> int:
    """How many calls reading, segmenting and extracting make for a fragment repeated to so many characters."""
    data = notice_of(fragment, characters)
    profile = cProfile.Profile()
    profile.runcall(lambda: extract(segment(read_bytes("notice.txt", data))))
    return sum(entry.callcount for entry in profile.getstats())


@pytest.mark.parametrize("fragment", FRAGMENTS)
def test_twice_the_text_is_about_twice_the_work(fragment: str) -> None:
    work(fragment, 100)  # what is loaded once
    assert work(fragment, LONG) < 2.7 * work(fragment, SHORT)


@pytest.mark.slow
@pytest.mark.timeout(30)  # some seconds are enough; what patterns and copies cost makes no calls
@pytest.mark.parametrize("fragment", FRAGMENTS)
def test_a_long_hostile_text_ends(fragment: str) -> None:
    extract(segment(read_bytes("notice.txt", notice_of(fragment, 160_000))))
