"""The filters of search and exports, on SQLite and PostgreSQL alike."""

from collections.abc import Iterator

import pytest

from pipeline.archive import Archive, open_archive
from pipeline.archive.filters import Filter
from pipeline.archive.search import search
from tests.of_search import notice, stored

ROADS = notice(
    body="- Sửa chữa các tuyến đường Lê Lợi, Trần Phú.", number="Số 05-TB/ĐU", day="ngày 01 tháng 3 năm 2024"
)
PROJECT = notice(
    body="- Đẩy nhanh Dự án Cầu Rạch Sỏi – Minh Lương (giai đoạn 2).", number="Số 15-TB/ĐU", day="ngày      tháng 5 năm 2024",
    issuer="ĐẢNG ỦY XÃ TÂN AN",
)  # fmt: skip
CITES = notice(
    body="- Thực hiện Nghị quyết số 68-NQ/TW ngày 04/5/2025 của Bộ Chính trị; Luật Đất đai năm 2024.",
    number="Số 5-KH/ĐU", doc_type="KẾ HOẠCH", day="ngày 03 tháng 6 năm 2025",
)  # fmt: skip
UNDATED = notice(number="Số      -TB/ĐU", issuer="UBND XÃ PHÚ MỸ", day="ngày      tháng      năm")


@pytest.fixture(scope="module")
def archive(shared_location: str) -> Iterator[Archive]:
    with open_archive(shared_location, create=True) as opened:
        stored(opened, ROADS, PROJECT, CITES, UNDATED)
        yield opened


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        (Filter(), ["3", "2", "1", "4"]),  # the newest first, those without a day last
        (Filter(number="5-TB/ĐU"), ["1"]),
        (Filter(number="05-tb/đu"), ["1"]),
        (Filter(number="5-TB/DU"), ["1"]),
        (Filter(number="5"), ["3", "1"]),  # not 15
        (Filter(number="TB/ĐU"), ["4"]),
        (Filter(doc_type="kế hoạch"), ["3"]),
        (Filter(doc_type="ke hoach"), ["3"]),
        (Filter(issuer="xa tan an"), ["2"]),
        (Filter(issuer="xã tân"), ["2"]),
        (Filter(issuer="xã tâ"), []),  # whole words
        (Filter(since="2024-06"), ["3"]),
        (Filter(since="2024-05-20"), ["3", "2"]),  # of May 2024: may be later
        (Filter(until="2024-05-20"), ["2", "1"]),
        (Filter(until="2024-04-30"), ["1"]),
        (Filter(since="2024", until="2024"), ["2", "1"]),
        (Filter(since="2025-06-03", until="2025-06-03"), ["3"]),
        (Filter(road="le loi"), ["1"]),
        (Filter(road="Trần Phú"), ["1"]),
        (Filter(road="Trần"), ["1"]),  # a word of the name
        (Filter(road="Tr"), []),
        (Filter(project="cau rach soi"), ["2"]),
        (Filter(project="Cầu Rạch Sỏi - Minh Lương"), ["2"]),  # the document has another dash
        (Filter(project="rach soi – minh luong"), ["2"]),
        (Filter(cites="68-NQ/TW"), ["3"]),
        (Filter(cites="068-nq/tw"), ["3"]),
        (Filter(cites="nq:68-nq/tw:2025-05-04"), ["3"]),
        (Filter(cites="luat dat dai"), ["3"]),
        (Filter(cites="8-NQ/TW"), []),
        (Filter(doc_type="thông báo", until="2024", road="Lê Lợi"), ["1"]),
    ],
)  # fmt: skip
def test_filters(archive: Archive, asked: Filter, names: list[str]) -> None:
    with archive.reading() as connection:
        without_words = search(connection, "", asked)
        with_words = search(connection, "CÀ mau", asked)
    assert [hit.name.removesuffix(".txt") for hit in without_words.hits] == names
    assert [hit.name.removesuffix(".txt") for hit in with_words.hits] == names
