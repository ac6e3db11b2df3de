"""What people put right outlives a new reading, and where machine and person part, a conflict asks."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from of_archive import notice, put_in, records, rows

from pipeline.archive import Archive, open_archive
from pipeline.archive.corrections import correct, decide, withdraw
from pipeline.archive.entry import entry_of
from pipeline.archive.putting import put
from pipeline.archive.upkeep import check
from pipeline.errors import InputError
from pipeline.records import Record

NOW = datetime(2026, 11, 27, 3, tzinfo=UTC)
RESOLUTION = "citations[nq:68-nq/tw:2025-05-04]"


@pytest.fixture
def archive(location: str, tmp_path: Path) -> Archive:
    with open_archive(location, create=True) as opened:
        put_in(opened, tmp_path / "in", {"tb.txt": notice()})
    return opened


def valid(archive: Archive) -> dict[str, Any]:
    return records(archive)["tb.txt"]


def person(archive: Archive, path: str, value: Any) -> None:
    with archive.writing() as connection:
        correct(connection, valid(archive)["id"], path, value, "an", NOW)


def machine_reads_anew(archive: Archive, change: Callable[[dict[str, Any]], None]) -> None:
    """The rules became others, and the machine's record with them."""
    content = json.loads(_machine(archive))
    change(content)
    record = Record.model_validate(content)
    with archive.writing() as connection:
        put(connection, [entry_of(record, "other rules")], "extracted again", NOW)


def _machine(archive: Archive) -> str:
    from pipeline.archive.packing import unpack

    ((record, machine),) = rows(archive, "records", "record", "machine")
    return unpack(machine or record)


def test_a_correction_is_valid_and_says_so(archive: Archive) -> None:
    person(archive, "header.number", "12a-TB/ĐU")
    record = valid(archive)
    assert record["header"]["number"] == "12a-TB/ĐU"
    assert record["warnings"][-1] == {
        "code": "corrected", "span": None,
        "message": 'header.number: "12-TB/ĐU" corrected to "12a-TB/ĐU" by an',
    }  # fmt: skip
    assert rows(archive, "documents", "number", "version") == [("12a-TB/ĐU", 2)]
    assert rows(archive, "changes", "seq", "kind", "version") == [(1, "insert", 1), (2, "update", 2)]
    assert rows(archive, "history", "version", "cause") == [(1, "imported")]
    assert list(check(archive)) == []


@pytest.mark.parametrize(
    ("path", "value", "field"),
    [
        ("header.recipients", ["Tỉnh ủy"], lambda r: r["header"]["recipients"]),
        ("roads[Hùng Vương].kind", "phố", lambda r: r["roads"][1]["kind"]),
        (
            "targets[Phấn đấu thu ngân sách tháng 9 đạt 4.150 triệu đồng].value",
            4160.0,
            lambda r: r["targets"][0]["value"],
        ),
    ],
)
def test_fields_of_finds_are_reached_by_their_names(
    archive: Archive, path: str, value: Any, field: Callable[[dict[str, Any]], Any]
) -> None:
    person(archive, path, value)
    assert field(valid(archive)) == value


BUDGET = "targets[Phấn đấu thu ngân sách tháng 9 đạt 4.150 triệu đồng]"


@pytest.mark.parametrize(
    ("corrected", "amount", "days"),
    [
        ({"value": 4160.0}, (4.16e9, None, "VND"), ("2025-09", "2025-09")),
        ({"unit": "tỷ đồng"}, (4.15e12, None, "VND"), ("2025-09", "2025-09")),
        ({"unit": "hộ"}, None, ("2025-09", "2025-09")),  # what is counted has no base unit
        ({"value": 4160.0, "amount": {"value": 5.0, "unit": "VND"}}, (5.0, None, "VND"), ("2025-09", "2025-09")),
        ({"value": 4160.0, "quote": "thu 4.160 triệu đồng"}, (4.16e9, None, "VND"), ("2025-09", "2025-09")),
        ({"period": "quý III"}, (4.15e9, None, "VND"), ("2025-07", "2025-09")),
        ({"period": None}, (4.15e9, None, "VND"), (None, None)),
        ({"period": "quý III", "period_end": "2025-10"}, (4.15e9, None, "VND"), ("2025-09", "2025-10")),
    ],
)
def test_what_follows_from_a_corrected_field_follows(
    archive: Archive, corrected: dict[str, Any], amount: tuple[float, float | None, str] | None, days: tuple[str, str]
) -> None:
    for field, value in corrected.items():
        person(archive, f"{BUDGET}.{field}", value)
    (target,) = valid(archive)["targets"]
    assert (target["amount"] and tuple(target["amount"].values())) == amount
    assert (target["period_start"], target["period_end"]) == days
    assert rows(archive, "targets", "amount") == [(amount and amount[0],)]
    assert list(check(archive)) == []


def test_half_a_range_is_refused(archive: Archive) -> None:
    with pytest.raises(InputError, match="a range has value_max, and nothing else has; give another value"):
        person(archive, f"{BUDGET}.value_max", 5000.0)


def test_a_citation_put_right_is_resolved_anew(archive: Archive) -> None:
    before = valid(archive)["citations"][0]
    person(archive, f"citations[{before['key']}].date", "2020-01-01")
    after = valid(archive)["citations"][0]
    assert (before["status"], after["date"]) == ("resolved", "2020-01-01")
    assert after["key"] != before["key"]
    assert after["status"] != "resolved"


def test_a_find_goes_and_another_comes(archive: Archive) -> None:
    road = valid(archive)["roads"][0]
    person(archive, "roads[Nguyễn Trãi]", None)
    assert [r["name"] for r in valid(archive)["roads"]] == ["Hùng Vương"]
    person(archive, "roads[đường Nguyễn Trãi]", {**road, "name": "đường Nguyễn Trãi"})
    assert [r["name"] for r in valid(archive)["roads"]] == ["Hùng Vương", "đường Nguyễn Trãi"]
    assert {name for (name,) in rows(archive, "roads", "name")} == {"Hùng Vương", "đường Nguyễn Trãi"}
    assert list(check(archive)) == []


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        ("number", "1", "no path"),
        ("header.nummer", "1", "no field nummer to correct; there are: doc_type"),
        ("citations[x].key", "1", "no field key to correct"),
        ("roads[Lê Lợi].kind", "phố", "no such find; there are: Nguyễn Trãi, Hùng Vương"),
        ("header.system", "royal", "header.system: Input should be 'party', 'state' or 'other'; give another value"),
    ],
)
def test_a_wrong_correction_is_refused(archive: Archive, path: str, value: Any, message: str) -> None:
    before = valid(archive)
    with pytest.raises(InputError, match=message):
        person(archive, path, value)
    assert valid(archive) == before
    assert rows(archive, "corrections", "state") == []


def test_a_correction_can_be_replaced_and_withdrawn(archive: Archive) -> None:
    machine = valid(archive)
    person(archive, "header.place", "Hòa Lạc 1")
    person(archive, "header.place", "Hòa Lạc 2")
    assert rows(archive, "corrections", "state") == [("replaced",), ("valid",)]
    with archive.writing() as connection:
        withdraw(connection, 2, NOW)
    assert valid(archive) == machine
    assert rows(archive, "records", "machine") == [(None,)]
    with archive.writing() as connection, pytest.raises(InputError, match="no valid correction"):
        withdraw(connection, 2, NOW)


def place(value: str) -> Callable[[dict[str, Any]], None]:
    return lambda record: record["header"].update(place=value)


@pytest.mark.parametrize(
    ("reads", "valid_place", "conflicts"),
    [
        ("Hòa Lạc", "Hòa An", []),  # as before: the person's stays
        ("Hòa An", "Hòa An", []),  # the machine has learned it
        ("Hòa Bình", "Hòa An", [('"Hòa Lạc"', '"Hòa An"', '"Hòa Bình"', "open")]),  # three values
    ],
)
def test_three_way_merge(archive: Archive, reads: str, valid_place: str, conflicts: list[tuple[str, ...]]) -> None:
    person(archive, "header.place", "Hòa An")
    machine_reads_anew(archive, lambda record: (place(reads)(record), record["header"].update(title="anew")))  # type: ignore[func-returns-value]
    assert valid(archive)["header"]["place"] == valid_place
    assert valid(archive)["header"]["title"] == "anew"
    assert rows(archive, "conflicts", "machine_before", "person", "machine_after", "state") == conflicts
    assert list(check(archive)) == []


@pytest.mark.parametrize(("keep", "expected"), [("person", "Hòa An"), ("machine", "Hòa Bình")])
def test_a_conflict_is_decided_once_for_all(archive: Archive, keep: Any, expected: str) -> None:
    person(archive, "header.place", "Hòa An")
    machine_reads_anew(archive, place("Hòa Bình"))
    with archive.writing() as connection:
        decide(connection, 1, keep, "bình", NOW)
    assert valid(archive)["header"]["place"] == expected
    machine_reads_anew(archive, lambda record: record["header"].update(title="anew"))
    assert valid(archive)["header"]["place"] == expected
    assert rows(archive, "conflicts", "state", "decided_by") == [(keep, "bình")]
    with archive.writing() as connection, pytest.raises(InputError, match="no open conflict"):
        decide(connection, 1, keep, "bình", NOW)


def test_a_conflict_that_the_next_reading_settles_is_gone(archive: Archive) -> None:
    person(archive, "header.place", "Hòa An")
    machine_reads_anew(archive, place("Hòa Bình"))
    machine_reads_anew(archive, place("Hòa Lạc"))
    assert rows(archive, "conflicts", "state") == [("gone",)]


def test_a_corrected_find_that_the_machine_loses_stays_and_asks(archive: Archive) -> None:
    person(archive, "roads[Hùng Vương].kind", "phố")
    machine_reads_anew(archive, lambda record: record["roads"].pop())
    assert [(road["name"], road["kind"]) for road in valid(archive)["roads"]][-1] == ("Hùng Vương", "phố")
    ((path, after, state),) = rows(archive, "conflicts", "path", "machine_after", "state")
    assert (path, after, state) == ("roads[Hùng Vương]", None, "open")
    with archive.writing() as connection:
        decide(connection, 1, "machine", "an", NOW)
    assert [road["name"] for road in valid(archive)["roads"]] == ["Nguyễn Trãi"]
    assert list(check(archive)) == []


def test_a_find_that_was_taken_out_stays_out(archive: Archive) -> None:
    person(archive, "roads[Hùng Vương]", None)
    machine_reads_anew(archive, lambda record: record["header"].update(title="anew"))
    assert [road["name"] for road in valid(archive)["roads"]] == ["Nguyễn Trãi"]
    assert rows(archive, "conflicts", "state") == []
