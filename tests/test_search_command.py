"""`trichyeu search` as a process: a table, JSON, a cursor, messages."""

import json

import pytest

from pipeline.archive import open_archive
from tests.of_search import notice, stored
from tests.test_cli import trichyeu


def test_search_prints_hits_and_a_cursor_that_goes_on(location: str) -> None:
    with open_archive(location, create=True) as archive:
        stored(archive, *(notice(f"về Nghị quyết Đảng ủy lần {at}", number=f"Số {at}-TB/ĐU") for at in (1, 2, 3)))
    first = trichyeu("search", location, "nghi quyet dang uy", "--limit", 2)
    assert first.returncode == 0
    assert "thông báo  3-TB/ĐU  2025-09-14  Đảng ủy xã Minh Lộc" in first.stdout
    assert "về Nghị quyết Đảng ủy lần 2" in first.stdout
    assert "lần 1" not in first.stdout
    cursor = first.stderr.split("--after ")[1].strip()
    second = trichyeu("search", location, "nghi quyet dang uy", "--limit", 2, "--after", cursor, "--format", "json")
    content = json.loads(second.stdout)
    assert content["after"] is None
    assert [hit["number"] for hit in content["hits"]] == ["1-TB/ĐU"]
    assert content["hits"][0]["match"] == "phrase, other accents"
    assert "Nghị quyết Đảng ủy" in content["hits"][0]["snippet"]["text"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["nowhere", "x"], "no archive here"),
        (["ARCHIVE", "x", "--doc-type", "kế hoạch"], "no document of the type 'kế hoạch'; there are thông báo"),
        (["ARCHIVE", "x", "--after", "7"], "no cursor"),
    ],
)
def test_a_wrong_call_is_told(location: str, words: list[str], message: str) -> None:
    with open_archive(location, create=True) as archive:
        stored(archive, notice())
    result = trichyeu("search", *(location if word == "ARCHIVE" else word for word in words))
    assert (result.returncode, result.stdout) == (2, "")
    assert message in result.stderr
