"""A record as rows of flat tables."""

from datetime import date
from pathlib import Path

import pytest

from pipeline.extract import extract
from pipeline.ingest import read, read_bytes
from pipeline.records import Record
from pipeline.rows import TABLES, days_of, rows
from pipeline.segment import segment

SAMPLES = Path(__file__).parent.parent / "corpus" / "samples"


def record_of(text: str) -> Record:
    return extract(segment(read_bytes("notice.txt", text.encode())))


@pytest.mark.parametrize(
    ("partial", "first", "last"),
    [
        ("2025", date(2025, 1, 1), date(2025, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2025-09-03", date(2025, 9, 3), date(2025, 9, 3)),
        ("2025-02-30", None, None),  # printed, but in no calendar
        ("2025-13", None, None),
        (None, None, None),
    ],
)
def test_a_partial_date_is_its_first_and_last_day(partial: str | None, first: date | None, last: date | None) -> None:
    assert days_of(partial) == (first, last)


def test_every_row_has_its_tables_columns_in_order_and_of_their_types() -> None:
    record = extract(segment(read(SAMPLES / "tb-xuan-lac-nhiem-vu.txt")))
    tables = rows(record)
    assert list(tables) == list(TABLES)
    for table, columns in TABLES.items():
        assert tables[table] or table == "road_sections", f"the sample has none of {table}"
        for row in tables[table]:
            assert list(row) == list(columns)
            assert all(value is None or type(value) is columns[name] for name, value in row.items()), row
    assert sum(row["mentions"] for row in tables["citations"]) == len(tables["mentions"])
    (document,) = tables["documents"]
    assert (document["number"], document["date_from"], document["level"]) == ("14-TB/ĐU", date(2025, 11, 14), "commune")


@pytest.mark.parametrize(
    ("sentence", "cited", "level"),
    [
        # the registry tells which one
        ("Nghị quyết số 18-NQ/TW ngày 16/6/2022", ["nq:18-nq/tw:2022-06-16"], "central"),
        ("Nghị quyết số 68-NQ/TW", ["nq:68-nq/tw:2025-05-04"], "central"),
        ("Nghị quyết số 18-NQ/TW", [None], "central"),  # three documents have this number
        ("Nghị quyết số 68-NQ/TW ngày 05/5/2025", [None], "central"),  # not the date that is known: a conflict
        # one of a ministry and a year, whether the date is written or not
        ("Nghị định số 318/2025/NĐ-CP ngày 05/3/2025", ["nd:318/2025/nđ-cp"], "central"),
        ("Nghị định số 318/2025/NĐ-CP", ["nd:318/2025/nđ-cp"], "central"),
        ("Quyết định số 031/QĐ-TTg ngày 05/3/2024", ["qđ:31/qđ-ttg:2024-03-05"], "central"),
        ("Quyết định số 31/QĐ-TTg", [None], "central"),  # a number of every year
        # each commune has this number
        (
            "Quyết định số 31/QĐ-UBND ngày 05/3/2024 của UBND xã Tân An",
            ["qđ:31/qđ-ubnd:2024-03-05:ủy ban nhân dân xã tân an"],
            "commune",
        ),
        ("Quyết định số 31/QĐ-UBND ngày 05/3/2024", [None], None),
        ("Luật Thư viện năm 2019", ["luật:thư viện:2019"], "central"),
        ("Luật Thư viện ngày 21 tháng 11 năm 2019", ["luật:thư viện:2019"], "central"),  # the same
        # a law that the registry knows is one by name and by number, whatever day is written
        ("Luật Đất đai năm 2024", ["luật:31/2024/qh15:2024-01-18"], "central"),
        ("Luật Đất đai ngày 19 tháng 01 năm 2024", ["luật:31/2024/qh15:2024-01-18"], "central"),
        ("Luật số 31/2024/QH15", ["luật:31/2024/qh15:2024-01-18"], "central"),
        ("Nghị định số 30/2020/NĐ-CP ngày 06/3/2020", ["nd:30/2020/nđ-cp:2020-03-05"], "central"),
        ("QCVN 01:2019/BCT", ["quy chuẩn kỹ thuật quốc gia:qcvn01:2019/bct"], "central"),
        ("TCVN 6909:2001", ["tiêu chuẩn quốc gia:tcvn6909:2001"], "central"),
        ("Luật Đất đai", [None], "central"),  # of 1993, 2003, 2013 or 2024
    ],
)
def test_which_document_is_meant(sentence: str, cited: list[str | None], level: str | None) -> None:
    citations = rows(record_of(f"Căn cứ {sentence};"))["citations"]
    assert [(row["cited"], row["cited_level"]) for row in citations] == [(which, level) for which in cited]


def test_one_document_under_two_dates_is_counted_once() -> None:
    citations = rows(record_of("Theo Nghị định số 5/2025/NĐ-CP ngày 05/3/2025 và 5/2025/NĐ-CP ngày 06/3/2025."))
    assert [(row["cited"], row["repeats"]) for row in citations["citations"]] == [("nd:5/2025/nđ-cp", 2)] * 2


def letter(
    number: str = "Số 14-TB/ĐU", issuer: str = "ĐẢNG ỦY XÃ MINH LỘC", day: str = "ngày 14 tháng 11 năm 2025"
) -> str:
    head = f"ĐẢNG BỘ TỈNH CÀ MAU\n{issuer}\n*\n{number}\nĐẢNG CỘNG SẢN VIỆT NAM\nMinh Lộc, {day}"
    return f"{head}\nTHÔNG BÁO\nvề công tác tháng 11\n-----\n- Giao Văn phòng theo dõi.\n"


@pytest.mark.parametrize(
    ("other", "same"),
    [
        ({}, True),
        ({"number": "Số 014-TB/ĐU"}, True),
        ({"number": "Số      -TB/ĐU"}, False),  # a draft: which number it will have is not known
        ({"number": "Số 15-TB/ĐU"}, False),
        ({"issuer": "ĐẢNG ỦY XÃ TÂN AN"}, False),
        ({"day": "ngày 15 tháng 11 năm 2025"}, False),
        ({"day": "ngày      tháng 11 năm 2025"}, False),
    ],
)
def test_copies_of_one_document_share_its_identity(other: dict[str, str], same: bool) -> None:
    one, two = (rows(record_of(text))["documents"][0] for text in (letter() + "- Một.", letter(**other)))
    assert one["document"] != two["document"]
    assert (one["identity"] == two["identity"]) == same
    assert (one["province"], one["level"]) == ("Cà Mau", "commune")


def test_parts_of_roads_and_whose_a_project_is_have_rows() -> None:
    tables = rows(
        record_of(
            "I. NHIỆM VỤ\n- Sửa chữa Quốc lộ 19B đoạn từ Km 10+500 đến Km 12+300.\n- Hoàn thành dự án Khu nhà ở Bình Hòa tại "
            "xã Tân An do Công ty Bình Hòa làm chủ đầu tư.\n"
        )
    )
    (road,), (part,), (*_, project) = tables["roads"], tables["road_sections"], tables["projects"]
    assert (road["name"], part["road"], part["ordinal"]) == ("Quốc lộ 19B", 0, 0)
    assert part["text"].startswith("đoạn từ Km 10+500")
    assert (project["place"], project["owner"]) == ("xã Tân An", "Công ty Bình Hòa")
