"""An archive proves itself whole, tells what is wrong, and moves by its backup, on SQLite and PostgreSQL alike."""

import gzip
import json
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from of_archive import dump, notice, put_in, rows
from sqlalchemy import Connection, inspect, select, text, update

from pipeline.archive import TABLE, Archive, open_archive
from pipeline.archive.corrections import correct
from pipeline.archive.packing import pack, unpack
from pipeline.archive.search_index import search_forms, take_from_index
from pipeline.archive.status import attempts_at, failures, status_of
from pipeline.archive.store import connected, migrate, revision_of
from pipeline.archive.upkeep import backup, check, restore, size_of, vacuum
from pipeline.cli import ExitCode, main
from pipeline.errors import InputError
from pipeline.shapes import in_shape


@pytest.fixture
def archive(location: str, tmp_path: Path) -> Archive:
    """Three notices, one of them corrected, and a file that failed."""
    texts = {"empty.txt": "", **{f"tb-{number}.txt": notice(number) for number in (1, 2, 3)}}
    with open_archive(location, create=True) as opened:
        put_in(opened, tmp_path / "in", texts)
        (document, _) = rows(opened, "documents", "document", "name")[0]
        with opened.writing() as connection:
            correct(connection, document, "header.place", "Hòa Lạc Thượng", "an", datetime.now(UTC))
    return opened


def test_a_sound_archive_is_whole(archive: Archive) -> None:
    assert list(check(archive)) == []


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        ("DELETE FROM roads WHERE name = 'Hùng Vương'", "the rows of roads are not those of its record"),
        ("UPDATE documents SET title = 'another'", "the rows of documents are not those of its record"),
        ("UPDATE texts SET text = text || 'x'", "another text than the one that was read"),
        ("UPDATE records SET record = 'x'", "cannot be read"),
        ("DELETE FROM corrections", "not the machine's with the corrections put in"),
        ("DELETE FROM history", "its history of 0"),
        ("UPDATE files SET document = NULL", "its document is not there"),
        ("DELETE FROM ledger WHERE stage = 'store'", "the ledger lacks its last attempt"),
        ("UPDATE changes SET seq = 90 WHERE seq = 2", "numbered 1 to 90"),
    ],
)
def test_what_is_wrong_is_told(archive: Archive, damage: str, told: str) -> None:
    with archive.writing() as connection:
        connection.execute(text(damage))
    problems = list(check(archive))
    assert any(told in problem for problem in problems), problems


def test_a_gap_in_the_index_is_told(archive: Archive) -> None:
    with archive.writing() as connection:
        place, words = connection.execute(
            text("SELECT position, text FROM documents JOIN texts ON documents.document = texts.document")
        ).first() or (0, "")
        take_from_index(connection, place, search_forms(words))
    assert list(check(archive)) == ["the search index lacks 1 documents and has 0 that are none"]


def test_a_backup_makes_the_same_archive_in_either_database(
    archive: Archive, other_location: str, tmp_path: Path
) -> None:
    file = tmp_path / "archive.gz"
    assert backup(archive, file) == 3
    again = tmp_path / "again.gz"
    backup(archive, again)
    assert file.read_bytes() == again.read_bytes()
    with connected(other_location, create=True) as restored:
        assert restore(restored, file) == 3
        assert list(check(restored)) == []
        assert dump(restored) == dump(archive)
        for table in TABLE:
            names = [column.name for column in TABLE[table].c]
            assert rows(restored, table, *names) == rows(archive, table, *names), table
        with pytest.raises(InputError, match="there is an archive here already"):
            restore(restored, file)


@pytest.mark.parametrize("kind", ["cut", "changed", "no backup", "none"])
def test_a_damaged_backup_is_refused_whole(tmp_path: Path, kind: str) -> None:
    with open_archive(tmp_path / "archive", create=True) as archive:
        put_in(archive, tmp_path / "in", {"tb.txt": notice()})
        backup(archive, tmp_path / "good.gz")
    lines = gzip.decompress((tmp_path / "good.gz").read_bytes()).splitlines(keepends=True)
    bad = tmp_path / "bad.gz"
    if kind == "cut":
        bad.write_bytes(gzip.compress(b"".join(lines[:-3])))
    elif kind == "changed":
        bad.write_bytes(gzip.compress(b"".join(lines).replace("Hòa Lạc".encode(), "Hòa Lúc".encode(), 1)))
    elif kind == "no backup":
        bad.write_text("no backup")
    with connected(str(tmp_path / "restored"), create=True) as restored:
        with pytest.raises(InputError, match=r"backup|damaged|no such file"):
            restore(restored, bad)
        assert revision_of(restored) is None or rows(restored, "documents", "document") == []


def test_a_damaged_file_is_told_with_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "archive"
    with open_archive(folder, create=True) as archive:
        put_in(archive, tmp_path / "in", {f"tb-{number}.txt": notice(number) for number in range(1, 9)})
        vacuum(archive)
        with archive.reading() as connection:
            root = connection.execute(text("SELECT rootpage FROM sqlite_master WHERE name = 'documents'")).scalar_one()
            size = connection.execute(text("PRAGMA page_size")).scalar_one()
    with (folder / "archive.sqlite").open("r+b") as file:
        file.seek((root - 1) * size)
        file.write(b"\xff" * size)
    assert main(["archive", "check", str(folder)]) == ExitCode.SOME_FAILED
    assert "malformed; nothing more can be told: restore a backup" in capsys.readouterr().out
    assert main(["status", str(folder)]) == ExitCode.USAGE
    assert "malformed; `trichyeu archive check` tells more; restore a backup" in capsys.readouterr().err
    (folder / "archive.sqlite").write_text("something else" * 100)
    assert main(["archive", "check", str(folder)]) == ExitCode.USAGE
    assert "not a database; restore a backup" in capsys.readouterr().err


PARTS = notice(
    road="Hùng Vương đoạn từ cầu Rào đến ngã năm.\n- Hoàn thành dự án Khu nhà ở Bình Hòa – Tân Lập tại xã Tân An do Công ty Bình Hòa "
    "làm chủ đầu tư"
)  # fmt: skip


def _everything(archive: Archive) -> dict[str, list[tuple[object, ...]]]:
    return {table: rows(archive, table, *(column.name for column in TABLE[table].c)) for table in TABLE}


def _of_first_shape(connection: Connection, name: str) -> str:
    """Make a record what the first version's extraction left: without parts of roads, places and owners."""
    d, r = TABLE["documents"], TABLE["records"]
    asked = select(r.c.document, r.c.record).join_from(r, d, r.c.document == d.c.document).where(d.c.name == name)
    row = connection.execute(asked).one()
    packed = pack(json.dumps(in_shape(json.loads(unpack(row.record)), "trichyeu.record/1.0"), ensure_ascii=False))
    connection.execute(update(r).where(r.c.document == row.document).values(record=packed))
    return str(row.document)


def test_an_archive_goes_back_to_the_first_tables_and_forth_with_all_it_holds(location: str, tmp_path: Path) -> None:
    with open_archive(location, create=True) as archive:
        put_in(archive, tmp_path / "in", {"parts.txt": PARTS, "old.txt": PARTS.replace("12-TB", "13-TB")})
        before = _everything(archive)
        assert [text for (text,) in rows(archive, "road_sections", "text")] == ["đoạn từ cầu Rào đến ngã năm"] * 2
        assert ("xã Tân An", "Công ty Bình Hòa") in rows(archive, "projects", "place", "owner")
        assert ("Khu nhà ở Bình Hòa – Tân Lập", "khu nha o binh hoa - tan lap") in rows(
            archive, "projects", "name", "name_folded"
        )
        migrate(archive, "0001")
        assert ("Khu nhà ở Bình Hòa – Tân Lập", "khu nha o binh hoa – tan lap") in rows(
            archive, "projects", "name", "name_folded"
        )
        with archive.writing() as connection:
            assert "road_sections" not in inspect(connection).get_table_names()
            assert "owner" not in {column["name"] for column in inspect(connection).get_columns("projects")}
        with pytest.raises(InputError, match="archive migrate"), open_archive(location):
            pass
        migrate(archive)
        assert _everything(archive) == before
        assert list(check(archive)) == []
        migrate(archive, "0001")
        with archive.writing() as connection:
            old = _of_first_shape(connection, "old.txt")
        migrate(archive)
        assert {document for (document,) in rows(archive, "road_sections", "document")} == {
            document for (document,) in rows(archive, "documents", "document") if document != old
        }


def test_a_backup_of_the_first_tables_is_restored_into_those_of_now(other_location: str, tmp_path: Path) -> None:
    with open_archive(tmp_path / "archive", create=True) as archive:
        put_in(archive, tmp_path / "in", {"parts.txt": PARTS})
        before = _everything(archive)
        backup(archive, tmp_path / "new.gz")
    now, lines, table = None, [], ""
    for line in gzip.decompress((tmp_path / "new.gz").read_bytes()).splitlines()[:-1]:
        content = json.loads(line)
        if isinstance(content, dict):
            table = content.get("table", "")
            content = {"trichyeu archive backup": "0001"} if not table else content
            now = [at for at, name in enumerate(content.get("columns", ())) if name not in ("place", "owner")]
        if table == "projects":
            if isinstance(content, dict):
                content["columns"] = [content["columns"][at] for at in now]
            else:
                content = [content[at] for at in now]
        if table != "road_sections":
            lines.append(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
    end = {"lines": len(lines), "sha256": sha256(b"".join(lines)).hexdigest()}
    (tmp_path / "old.gz").write_bytes(gzip.compress(b"".join(lines) + json.dumps(end).encode() + b"\n"))
    with connected(other_location, create=True) as restored:
        assert restore(restored, tmp_path / "old.gz") == 1
        assert _everything(restored) == before
        assert list(check(restored)) == []


def test_vacuum_keeps_everything(archive: Archive) -> None:
    before = dump(archive)
    vacuum(archive)
    assert size_of(archive) > 0
    assert dump(archive) == before
    assert list(check(archive)) == []


def test_status_counts_and_lists(archive: Archive, tmp_path: Path) -> None:
    told = status_of(archive)
    assert (told.documents, told.files, told.reasons) == (3, {"failed": 1, "imported": 3}, {"failed: empty": 1})
    assert (told.corrections, told.stale, told.runs[0].state) == (1, 0, "done")
    (failure,) = failures(archive)
    assert (Path(failure.path).name, failure.reason, failure.attempts) == ("empty.txt", "empty", 1)
    assert [row["stage"] for row in attempts_at(archive, tmp_path / "in" / "tb-1.txt")] == ["store"]
    with pytest.raises(InputError, match="no import into"):
        attempts_at(archive, tmp_path / "in" / "none.txt")


def test_a_run_whose_process_is_gone_counts_as_killed(archive: Archive, tmp_path: Path) -> None:
    with archive.writing() as connection:
        connection.execute(text("UPDATE runs SET state = 'running', ended_at = NULL, pid = 4194304"))
    assert status_of(archive).runs[0].state == "killed"
    put_in(archive, tmp_path / "in", {"tb-4.txt": notice(4)})
    assert [state for (state,) in rows(archive, "runs", "state")] == ["killed", "done"]
