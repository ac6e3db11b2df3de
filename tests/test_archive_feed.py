"""The feed: every version once and in order, while others write, on SQLite and PostgreSQL alike."""

import json
import threading
import time
from datetime import UTC, datetime

import jsonschema
import pytest

from pipeline.archive import Archive, open_archive
from pipeline.archive.corrections import correct
from pipeline.archive.feed import feed
from pipeline.archive.putting import put
from pipeline.errors import InputError
from pipeline.shapes import schema_of
from tests.of_search import NOW, entry, notice, stored
from tests.test_cli import trichyeu


def corrected(archive: Archive, document: str, number: str) -> None:
    with archive.writing() as connection:
        correct(connection, document, "header.number", number, "Lan", datetime(2026, 3, 2, tzinfo=UTC))


def test_each_version_comes_once_with_the_record_as_it_was(location: str) -> None:
    with open_archive(location, create=True) as archive:
        one, two = stored(archive, notice(number="Số 1-TB/ĐU"), notice(number="Số 2-TB/ĐU"))
        corrected(archive, one, "11-TB/ĐU")
        corrected(archive, one, "12-TB/ĐU")
        changes = list(feed(archive))
        told = [
            (c.cursor, c.kind, c.document, c.version, c.cause, c.corrected, json.loads(c.record)["header"]["number"])
            for c in changes
        ]
        assert told == [
            (1, "insert", one, 1, "imported", False, "1-TB/ĐU"),
            (2, "insert", two, 1, "imported", False, "2-TB/ĐU"),
            (3, "update", one, 2, "corrected", True, "11-TB/ĐU"),
            (4, "update", one, 3, "corrected", True, "12-TB/ĐU"),
        ]
        for start in range(5):
            assert [c.cursor for c in feed(archive, start)] == list(range(start + 1, 5))
            assert [c.cursor for c in feed(archive, start, limit=1)] == list(range(start + 1, 5))[:1]
        with pytest.raises(InputError, match="--since 5: the archive has changes up to 4"):
            next(feed(archive, 5))


def test_no_change_is_lost_or_comes_twice_while_two_write(location: str) -> None:
    """Numbers must become visible in their order: a reader that went past one never sees it again."""
    count = 20
    batches = [[entry(notice(number=f"Số {who}{at}-TB/ĐU")) for at in range(count)] for who in (1, 2)]
    with open_archive(location, create=True) as archive:
        pass

    def write(which: int) -> None:
        with open_archive(location) as own:
            for at, each in enumerate(batches[which]):
                with own.writing() as connection:
                    put(connection, [each], "read again", NOW)
                    time.sleep(0.002 * (at * (which + 3) % 7))  # numbers are taken long before the commit
                if at % 5 == 0:
                    corrected(own, each.document, f"9{which}{at}-TB/ĐU")

    writers = [threading.Thread(target=write, args=(which,)) for which in (0, 1)]
    seen: list[tuple[int, str, int]] = []
    with open_archive(location) as archive:
        for writer in writers:
            writer.start()
        ends = time.monotonic() + 120
        while any(writer.is_alive() for writer in writers) and time.monotonic() < ends:
            cursor = seen[-1][0] if seen else 0
            seen += [(change.cursor, change.document, change.version) for change in feed(archive, cursor)]
        seen += [(change.cursor, change.document, change.version) for change in feed(archive, seen[-1][0])]
    versions = 2 * count + 2 * 4
    assert [cursor for cursor, *_ in seen] == list(range(1, versions + 1))
    assert len({(document, version) for _, document, version in seen}) == versions
    assert {document for _, document, _ in seen} == {each.document for batch in batches for each in batch}


def test_the_registry_is_proposed_from_what_an_archive_holds(location: str) -> None:
    with open_archive(location, create=True) as archive:
        cited = "- Thực hiện Nghị quyết số 92-NQ/TU ngày 05/5/2025 của Tỉnh ủy."
        stored(archive, *(f"{notice(number=f'Số {n}-TB/ĐU')}\n{cited}" for n in (1, 2)))
    ran = trichyeu("registry", "propose", location, "--min-witnesses", 2)
    assert ran.returncode == 0
    assert '"92-NQ/TU"' in ran.stdout
    assert "1 documents to review" in ran.stderr


def test_the_command_goes_on_from_a_cursor(location: str) -> None:
    with open_archive(location, create=True) as archive:
        one, _ = stored(archive, notice(number="Số 1-TB/ĐU"), notice(number="Số 2-TB/ĐU"))
        first = trichyeu("changes", location)
        assert first.stderr == "next: --since 2\n"
        lines = [json.loads(line) for line in first.stdout.splitlines()]
        assert [(line["cursor"], line["kind"], line["record"]["id"] == line["document"]) for line in lines] == [
            (1, "insert", True), (2, "insert", True),
        ]  # fmt: skip
        corrected(archive, one, "11-TB/ĐU")
    second = trichyeu("changes", location, "--since", 2, "--schema", "1.0")
    (line,) = (json.loads(line) for line in second.stdout.splitlines())
    assert (line["kind"], line["document"], line["version"], line["corrected"]) == ("update", one, 2, True)
    assert line["record"]["header"]["number"] == "11-TB/ĐU"
    assert [warning["code"] for warning in line["record"]["warnings"]].count("corrected") == 1
    jsonschema.validate(line["record"], schema_of("trichyeu.record/1.0"))
    nothing = trichyeu("changes", location, "--since", 3)
    assert (nothing.returncode, nothing.stdout, nothing.stderr) == (0, "", "next: --since 3\n")
    beyond = trichyeu("changes", location, "--since", 4)
    assert beyond.returncode == 2
    assert "read it anew" in beyond.stderr
