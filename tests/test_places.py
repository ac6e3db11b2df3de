"""Provinces, districts and communes of both generations."""

import pytest

from pipeline.vietnamese.names import sentence_case
from pipeline.vietnamese.places import Unit, longest_unit, units_named


def test_a_unit_is_found_in_any_spelling() -> None:
    assert set(units_named("CÔNG HẢI", "xã")) == {
        Unit("xã", "Công Hải", "Ninh Thuận", "Thuận Bắc", current=False),
        Unit("xã", "Công Hải", "Khánh Hòa", None, current=True),
    }
    assert [u.province for u in units_named("Hoà Bình", "tỉnh")] == ["Hòa Bình"]
    assert units_named("Công Hải", "phường") == ()
    assert units_named("nông thôn mới") == ()


@pytest.mark.parametrize(
    ("kind", "words", "name"),
    [
        ("xã", "công hải tháng 8 năm 2025", "Công Hải"),
        ("huyện", "krông pắc", "Krông Pắc"),
        ("xã", "ea h'leo", "Ea H'leo"),
        ("tỉnh", "bà rịa - vũng tàu năm 2020", "Bà Rịa - Vũng Tàu"),
        ("tp.", "cần thơ", "Cần Thơ"),
        ("xã", "nông thôn mới", None),
        ("phường", "", None),
    ],
)
def test_the_longest_name_is_taken(kind: str, words: str, name: str | None) -> None:
    assert longest_unit(kind, words.split()) == name


@pytest.mark.parametrize(
    ("capitals", "sentence"),
    [
        ("TÌNH HÌNH THỰC HIỆN NHIỆM VỤ XÃ CÔNG HẢI THÁNG 8", "Tình hình thực hiện nhiệm vụ xã Công Hải tháng 8"),
        ("QUY HOẠCH HUYỆN KRÔNG PẮC ĐẾN NĂM 2030", "Quy hoạch huyện Krông Pắc đến năm 2030"),
        ("XÂY DỰNG XÃ VĂN HÓA, PHƯỜNG AN TOÀN", "Xây dựng xã văn hóa, phường an toàn"),  # communes have these names
        ("XÂY DỰNG XÃ NÔNG THÔN MỚI", "Xây dựng xã nông thôn mới"),
        ("LIÊN BỘ TÀI CHÍNH - CÔNG THƯƠNG", "Liên Bộ Tài chính - Công Thương"),
    ],
)
def test_places_keep_their_capitals_inside_a_title(capitals: str, sentence: str) -> None:
    assert sentence_case(capitals) == sentence


def test_the_country_is_whole() -> None:
    """34 provinces since July 2025, 63 before; no name in a spelling that a lookup would miss."""
    from pipeline.vietnamese.places import _rows
    from pipeline.vietnamese.spelling import loose

    units = list(_rows())
    assert all(loose(unit.name) == unit.name.lower() for unit in units)
    for current, provinces, communes in ((True, 34, 3_321), (False, 63, 10_035)):
        own = [unit for unit in units if unit.current is current]
        assert len({unit.province for unit in own}) == provinces
        assert sum(unit.kind in ("xã", "phường", "thị trấn", "đặc khu") for unit in own) == communes
