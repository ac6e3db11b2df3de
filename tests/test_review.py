"""Review as a process: a person's corrections, the questions that a new reading raises, and what others see of both."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.archive import Archive, open_archive
from pipeline.archive.entry import rows_of
from pipeline.archive.packing import pack, unpack
from pipeline.archive.putting import put
from pipeline.archive.review import value_of
from pipeline.archive.search import search
from pipeline.errors import InputError
from pipeline.records import Record
from tests.of_search import NOW, entry, notice, stored
from tests.test_cli import trichyeu

TEXT = notice(
    body="- Sửa chữa các tuyến đường Lê Lợi, Trần Phú.\n- Phấn đấu thu ngân sách tháng 9 đạt 6.200 triệu đồng."
)


def read_anew(archive: Archive, document: str, issuer: str) -> None:
    """The machine reads the same file again, and now finds another issuer."""
    old = entry(TEXT, "1.txt")
    assert old.document == document
    record = Record.model_validate_json(unpack(old.machine))
    record = record.model_copy(update={"header": record.header.model_copy(update={"issuer": issuer})})
    new = replace(old, machine=pack(record.model_dump_json()), rows=rows_of(record), extraction="newer rules")
    with archive.writing() as connection:
        put(connection, [new], "extracted again", NOW)


def test_a_correction_is_what_search_exports_and_changes_give(location: str, tmp_path: Path) -> None:
    with open_archive(location, create=True) as archive:
        (document,) = stored(archive, TEXT)
    done = trichyeu(
        "review", "correct", location, document, "header.number", "41-TB/ĐU", "--who", "Lan", "--note", "mờ dấu"
    )
    assert (done.returncode, done.stderr) == (0, f'{document}: header.number is "41-TB/ĐU"\n')
    assert (
        trichyeu("review", "correct", location, document, "roads[Trần Phú]", "--nothing", "--who", "Lan").returncode
        == 0
    )

    found = json.loads(trichyeu("search", location, "--number", "41-TB/ĐU", "--format", "json").stdout)["hits"]
    assert [(hit["number"], hit["corrected"]) for hit in found] == [("41-TB/ĐU", ["header.number", "roads[Trần Phú]"])]
    assert json.loads(trichyeu("search", location, "--road", "tran phu", "--format", "json").stdout)["hits"] == []

    trichyeu("export", location, "--format", "ndjson", "--out", tmp_path / "all.ndjson")
    record = json.loads((tmp_path / "all.ndjson").read_text("utf-8"))
    assert (record["header"]["number"], [road["name"] for road in record["roads"]]) == ("41-TB/ĐU", ["Lê Lợi"])
    assert len([warning for warning in record["warnings"] if warning["code"] == "corrected"]) == 2
    trichyeu("export", location, "--format", "csv", "--out", tmp_path / "tables")
    assert '"14-TB/ĐU"' in (tmp_path / "tables" / "corrections.csv").read_text("utf-8").replace('""', '"')
    last = json.loads(trichyeu("changes", location, "--since", 2).stdout)
    assert (last["corrected"], last["record"]["header"]["number"]) == (True, "41-TB/ĐU")

    shown = trichyeu("review", "show", location, document).stdout
    assert "mờ dấu" in shown
    assert any("header.number" in line and "41-TB/ĐU" in line and "Lan" in line for line in shown.splitlines())
    content = json.loads(trichyeu("review", "show", location, document, "--format", "json").stdout)
    assert next((c["path"], c["machine"], c["person"], c["who"]) for c in content["corrections"]) == (
        "header.number", "14-TB/ĐU", "41-TB/ĐU", "Lan",
    )  # fmt: skip

    assert trichyeu("review", "withdraw", location, 1).returncode == 0
    with open_archive(location) as archive, archive.reading() as connection:
        assert [(hit.number, hit.corrected) for hit in search(connection).hits] == [("14-TB/ĐU", ("roads[Trần Phú]",))]


@pytest.mark.parametrize(
    ("keep", "issuer"), [("person", "Đảng ủy xã Minh Lộc Đông"), ("machine", "Đảng ủy xã Minh Lạc")]
)
def test_a_question_is_listed_and_answered(location: str, keep: str, issuer: str) -> None:
    with open_archive(location, create=True) as archive:
        (document,) = stored(archive, TEXT)
        right = "Đảng ủy xã Minh Lộc Đông"
        assert trichyeu("review", "correct", location, document, "header.issuer", right, "--who", "Lan").returncode == 0
        assert "no question is open" in trichyeu("review", "list", location).stderr
        read_anew(archive, document, "Đảng ủy xã Minh Lạc")
        listed = trichyeu("review", "list", location).stdout
        assert all(words in listed for words in ("Đảng ủy xã Minh Lộc", right, "Đảng ủy xã Minh Lạc", document))
        (question,) = json.loads(trichyeu("review", "list", location, "--format", "json").stdout)
        assert (question["path"], question["person"], question["after"]) == (
            "header.issuer",
            right,
            "Đảng ủy xã Minh Lạc",
        )
        with archive.reading() as connection:
            assert [hit.issuer for hit in search(connection).hits] == [right]  # the person's stays meanwhile
        done = trichyeu("review", "accept", location, question["conflict"], keep, "--who", "Minh")
        assert done.returncode == 0
        with archive.reading() as connection:
            (hit,) = search(connection).hits
        assert (hit.issuer, hit.corrected) == (issuer, ("header.issuer",) if keep == "person" else ())
        assert "no question is open" in trichyeu("review", "list", location).stderr
        assert "Đảng ủy xã Minh Lạc" in trichyeu("review", "list", location, "--all").stdout


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["correct", "ARCHIVE", "ty-none", "header.number", "1"], "no such document"),
        (["correct", "ARCHIVE", "DOCUMENT", "header.colour", "red"], "no field colour to correct; there are: doc_type"),
        (["correct", "ARCHIVE", "DOCUMENT", "header.date", "hôm qua"], "header.date: hôm qua: write 2025, 2025-09"),
        (["correct", "ARCHIVE", "DOCUMENT", "number", "1"], "no path; there are header.FIELD"),
        (["correct", "ARCHIVE", "DOCUMENT", "roads[Lê Lai].kind", "phố"], "the record has no such find; there are: Lê Lợi"),
        (["correct", "ARCHIVE", "DOCUMENT", "header.number"], "give either the right value or --nothing"),
        (["accept", "ARCHIVE", "7", "person"], "no open conflict of that number"),
        (["withdraw", "ARCHIVE", "7"], "no valid correction of that number"),
        (["show", "ARCHIVE", "ty-none"], "no such document in the archive"),
    ],
)  # fmt: skip
def test_a_wrong_call_is_told_and_changes_nothing(shared_location: str, words: list[str], message: str) -> None:
    with open_archive(shared_location, create=True) as archive:
        (document,) = stored(archive, TEXT)
    names = {"ARCHIVE": shared_location, "DOCUMENT": document}
    result = trichyeu("review", *(names.get(word, word) for word in words))
    assert result.returncode == 2
    assert message in result.stderr
    assert len(trichyeu("changes", shared_location).stdout.splitlines()) == 1


@pytest.mark.parametrize(
    ("path", "text", "value"),
    [
        ("header.number", "14", "14"),
        ("header.number", "null", "null"),
        ("header.date", "2025-09", "2025-09"),
        ("header.recipients", '["Như trên"]', ["Như trên"]),
        ("targets[thu].value", "6200", 6200.0),
        ("targets[thu].kind", "result", "result"),
        ("header.system", "công ty", None),
        ("targets[thu].value", "6.200,5", None),
        ("header.recipients", "Như trên", None),
    ],
)
def test_what_is_typed_becomes_a_value_of_the_fields_type(path: str, text: str, value: object) -> None:
    if value is None:
        with pytest.raises(InputError, match=path.split(".", maxsplit=1)[0].split("[")[0]):
            value_of(path, text)
    else:
        assert value_of(path, text) == value
