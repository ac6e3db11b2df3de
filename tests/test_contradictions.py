"""Which targets of one document contradict each other."""

import pytest
from test_targets import targets_of

from pipeline.extract.contradictions import find_contradictions

BETWEEN = "Các chi bộ tiếp tục thực hiện tốt công tác tuyên truyền, vận động nhân dân trên địa bàn. " * 5


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("Phấn đấu thu ngân sách năm 2031 đạt 50 tỷ đồng.", "Phấn đấu thu ngân sách năm 2031 đạt 52 tỷ đồng.", 1),
        ("Phấn đấu thu ngân sách năm 2031 đạt 50 tỷ đồng.", "Phấn đấu thu ngân sách năm 2031 đạt 50 tỷ đồng.", 0),
        ("Phấn đấu thu ngân sách năm 2031 đạt 50 tỷ đồng.", "Phấn đấu thu ngân sách năm 2032 đạt 52 tỷ đồng.", 0),
        ("Phấn đấu thu ngân sách năm 2031 đạt 50 tỷ đồng.", "Phấn đấu chi ngân sách năm 2031 đạt 52 tỷ đồng.", 0),
        ("Tỷ lệ hộ nghèo năm 2031 dưới 2%.", "Tỷ lệ hộ nghèo năm 2031 dưới 3%.", 1),
        ("Tỷ lệ hộ nghèo năm 2031 dưới 2%.", "Tỷ lệ hộ nghèo năm 2031 đạt 1%.", 0),  # both can hold
        ("Mục tiêu đặt ra cho năm 2031 là 4 tỷ USD.", "Mục tiêu đặt ra cho năm 2031 là 9 tỷ USD.", 0),
        ("Đã thu ngân sách năm 2031 đạt 50 tỷ đồng.", "Phấn đấu thu ngân sách năm 2031 đạt 52 tỷ đồng.", 0),
    ],
)
def test_contradictions(first: str, second: str, expected: int) -> None:
    targets = targets_of(f"{first}\n{BETWEEN}\n{second}", "kế hoạch")
    assert len(find_contradictions(targets)) == expected
