"""What stays as written because nothing settles it, and what the reader is told then."""

import pytest
from test_targets import notice_of

from pipeline.extract.targets import find_targets
from pipeline.extract.unsettled import find_unsettled


@pytest.mark.parametrize(
    ("text", "date", "expected"),
    [
        ("Phấn đấu cải tạo đạt 15 sào ruộng.", "2031-05", ["amount not normalised"]),
        ("Phấn đấu trồng rừng đạt 15 ha.", "2031-05", []),
        ("Phấn đấu thu nhập đạt 90 triệu đồng/người/năm.", "2031-05", []),
        ("Đã trồng rừng tháng 12 đạt 15 ha.", "2031-01", ["period not settled"]),  # of which year?
        ("Phấn đấu trồng rừng tháng 12 đạt 15 ha.", None, ["period not settled"]),
        ("Phấn đấu trồng rừng tháng 12 đạt 15 ha.", "2031-10", []),
        ("Mỗi năm phấn đấu trồng 15 ha.", None, []),
        ("Phấn đấu thu 8,032.1 tỷ đồng.", "2031-05", ["figure not read"]),
        ("Phấn đấu thu 8.032,1 tỷ đồng.", "2031-05", []),
        ("Phiên bản 1.2.3 của phần mềm.", "2031-05", []),
    ],
)
def test_unsettled(text: str, date: str | None, expected: list[str]) -> None:
    notice = notice_of(text, "kế hoạch", date)
    remarks = find_unsettled(notice, find_targets(notice, ()))
    assert [remark.code for remark in remarks] == expected
    for remark in remarks:
        assert remark.span is not None
        assert text[slice(*remark.span)]
