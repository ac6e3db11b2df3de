"""Targets and results in paragraphs of many offices: reports, plans, resolutions, conclusions, letters, decisions.

The finds were marked by hand, from the guideline, before the rules were asked.
"""

import tomllib
from pathlib import Path

import pytest

from pipeline.extract import extract
from pipeline.ingest import read
from pipeline.segment import segment

NOTICES = tomllib.loads((Path(__file__).parent / "files" / "target_styles.toml").read_text("utf-8"))["notice"]
LETTERHEAD = """ỦY BAN NHÂN DÂN
XÃ TÂN PHONG
Số: 12/{symbol}
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Tân Phong, ngày {day} tháng {month} năm {year}

{opening}

{body}
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Nguyễn Văn An
"""


@pytest.mark.parametrize("row", NOTICES, ids=[row["title"] for row in NOTICES])
def test_what_a_reader_marks_is_found(row: dict[str, str], tmp_path: Path) -> None:
    day, month, year = row["date"].split("/")
    letter = row["type"] == "CÔNG VĂN"
    opening = f"{row['title']}\n\nKính gửi: Các sở, ban, ngành." if letter else f"{row['type']}\n{row['title']}"
    text = LETTERHEAD.format(
        symbol="UBND-TH" if letter else "X-UBND", day=day, month=month, year=year, opening=opening, body=row["body"]
    )
    path = tmp_path / "notice.txt"
    path.write_text(text, "utf-8")
    record = extract(segment(read(path)))
    assert [f"{find.kind} {find.value:g} {find.unit}" for find in record.targets] == row["finds"]
