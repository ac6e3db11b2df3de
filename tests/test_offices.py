"""The office that issued a document: its level and its province."""

import pytest

from pipeline.offices import level_of, province_now, province_of
from pipeline.records import Header
from pipeline.rules import gazetteer


def header(issuer: str | None, parent: str | None = None, place: str | None = None, date: str | None = None) -> Header:
    """A header of which only this is printed."""
    return Header.model_construct(issuer=issuer, parent=parent, place=place, date=date)


@pytest.mark.parametrize(
    ("issuer", "parent", "place", "level", "province"),
    [
        ("Bộ Chính trị", None, "Hà Nội", "central", None),
        ("Bộ Lao động - Thương binh và Xã hội", None, "Hà Nội", "central", None),  # no commune of the name "hội"
        ("Ủy ban nhân dân tỉnh Đắk Lắk", None, "Đắk Lắk", "province", "Đắk Lắk"),
        ("Ủy ban nhân dân tỉnh Đắc Lắc", None, None, "province", "Đắk Lắk"),
        ("Tỉnh ủy Cà Mau", "Đảng bộ tỉnh Cà Mau", "Cà Mau", "province", "Cà Mau"),
        ("Thành ủy Đà Nẵng", None, None, "province", "Đà Nẵng"),
        ("Ủy ban nhân dân thành phố Hồ Chí Minh", None, "TP. Hồ Chí Minh", "province", "Hồ Chí Minh"),
        ("Ủy ban nhân dân thành phố Vinh", None, "Vinh", "district", None),  # a city within a province
        ("Ủy ban nhân dân thành phố Vinh", "Tỉnh Nghệ An", "Vinh", "district", "Nghệ An"),
        ("Sở Xây dựng", "Ủy ban nhân dân tỉnh Lào Cai", "Lào Cai", "province", "Lào Cai"),
        ("Ban Thường trực", "Ủy ban MTTQ Việt Nam xã Minh Lộc", "Minh Lộc", "commune", None),
        ("Đảng ủy phường Xuân Lạc", "Đảng bộ thành phố Hà Nội", "Xuân Lạc", "commune", "Hà Nội"),
        ("Đảng ủy", "Đảng bộ thành phố Hà Nội", None, None, "Hà Nội"),  # of a ward, an agency, a district
        ("Ủy ban nhân dân xã Tân An", "Huyện Yên Minh, tỉnh Hà Giang", None, "commune", "Hà Giang"),
        ("Ủy ban nhân dân quận 3", "Ủy ban nhân dân thành phố Hồ Chí Minh", None, "district", "Hồ Chí Minh"),
        ("Công ty cổ phần Hà Nam", None, "Hà Nam", None, None),  # a firm's name is no province
        (None, None, "Hà Nội", None, None),
    ],
)
def test_level_and_province(
    issuer: str | None, parent: str | None, place: str | None, level: str | None, province: str | None
) -> None:
    of = header(issuer, parent, place)
    assert (level_of(of), province_of(of)) == (level, province)


@pytest.mark.parametrize(
    ("date", "level"),
    [("2024-12-31", "district"), ("2024", "district"), ("2025-01-01", "province"), (None, "province")],
)
def test_hue_is_a_city_of_its_own_since_2025(date: str | None, level: str) -> None:
    assert level_of(header("Ủy ban nhân dân thành phố Huế", date=date)) == level


@pytest.mark.parametrize(
    ("before", "after"), [("Yên Bái", "Lào Cai"), ("Lào Cai", "Lào Cai"), ("Cao Bằng", "Cao Bằng"), (None, None)]
)
def test_a_merged_province_has_the_name_of_today(before: str | None, after: str | None) -> None:
    assert province_now(before) == after


def test_the_provinces_of_before_give_the_34_of_today() -> None:
    names = {*gazetteer("places")["provinces"], *gazetteer("provinces")["merged"]}
    names -= set(gazetteer("provinces")["spellings"])
    today = {province_now(name) for name in names}
    assert len(today) == 34
    assert today <= names
