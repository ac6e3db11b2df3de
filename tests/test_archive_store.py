"""The archive's tables and how it opens, on SQLite and on a real PostgreSQL alike."""

import threading
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, select, text
from sqlalchemy.exc import DBAPIError

from pipeline.archive import TABLE, open_archive
from pipeline.archive.search_index import add_to_index, position, search_forms, take_from_index
from pipeline.archive.store import HEAD, migrate
from pipeline.archive.tables import metadata
from pipeline.errors import InputError
from pipeline.vietnamese.spelling import bare


def test_the_first_use_makes_it_and_the_next_finds_it(location: str) -> None:
    with pytest.raises(InputError, match="no archive here; `trichyeu import PATH --archive"), open_archive(location):
        pass
    with open_archive(location, create=True) as archive, archive.reading() as connection:
        assert connection.execute(select(TABLE["documents"])).all() == []
    with open_archive(location) as archive, archive.reading() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == HEAD


def test_the_migrations_make_the_tables_that_the_code_names(location: str) -> None:
    """If this fails after a change of `tables.py` or `rows.TABLES`, write a migration."""
    with open_archive(location, create=True) as archive, archive.reading() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "include_name": lambda name, kind, _: kind != "table" or not name.startswith("search"),
            },
        )
        assert compare_metadata(context, metadata) == []


def test_migrations_go_down_and_up_again(location: str) -> None:
    with open_archive(location, create=True) as archive:
        migrate(archive, "base")
        with archive.reading() as connection:
            assert set(inspect(connection).get_table_names()) <= {"alembic_version", "sqlite_sequence"}
        migrate(archive)
        with archive.reading() as connection:
            assert set(metadata.tables) < set(inspect(connection).get_table_names())


@pytest.mark.parametrize(
    ("revision", "create", "message"),
    [
        ("9999", True, "made by a newer trichyeu"),
        ("9999", False, "made by a newer trichyeu"),
        ("0000", False, "archive migrate ARCHIVE"),
    ],
)
def test_an_archive_of_another_version_says_what_to_do(
    location: str, revision: str, create: bool, message: str
) -> None:
    with open_archive(location, create=True) as archive, archive.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :revision"), {"revision": revision})
    with pytest.raises(InputError, match=message), open_archive(location, create=create):
        pass


def test_writers_wait_for_each_other_and_readers_for_nobody(location: str) -> None:
    done = []

    def second() -> None:
        with open_archive(location) as other, other.writing():
            done.append("second")

    with open_archive(location, create=True) as archive:
        with archive.writing() as connection:
            thread = threading.Thread(target=second)
            thread.start()
            with open_archive(location) as reader, reader.reading() as sees:
                assert sees.execute(select(TABLE["runs"])).all() == []
            thread.join(0.3)
            assert done == []
            done.append("first")
            connection.execute(text("SELECT 1"))
        thread.join(20)
    assert done == ["first", "second"]


def test_what_fails_inside_a_write_is_taken_back(location: str) -> None:
    with open_archive(location, create=True) as archive:
        with suppress(DBAPIError), archive.writing() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
            connection.execute(text("INSERT INTO bands (band, document) VALUES (1, 'no such document')"))
        with archive.reading() as connection:
            assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == HEAD


@pytest.mark.parametrize(
    ("place", "message"),
    [
        ("mysql://somebody@host/archive", "an archive is a folder or a postgresql:// URL"),
        ("postgresql://nobody:secret@127.0.0.1:1/none", "does not answer"),
    ],
)
def test_a_wrong_place_is_told(place: str, message: str) -> None:
    with pytest.raises(InputError, match=message) as told, open_archive(place, create=True):
        pass
    assert "secret" not in str(told.value)


def test_a_file_is_no_archive(tmp_path: Path) -> None:
    (tmp_path / "archive").write_text("no folder")
    with pytest.raises(InputError, match="an archive is a folder"), open_archive(tmp_path / "archive", create=True):
        pass


@pytest.mark.parametrize(
    ("words", "forms"),
    [
        ("Nghị quyết Đảng ủy", ("nghị quyết đảng ủy", "nghi quyet dang uy")),
        ("Uỷ ban; hoà", ("ủy ban hòa", "uy ban hoa")),  # one spelling
        (
            "Số 68-NQ/TW, 6.200 triệu",
            ("số 68 nq tw 6 200 trieu".replace("so", "số").replace("trieu", "triệu"), "so 68 nq tw 6 200 trieu"),
        ),
        ("  ", ("", "")),
    ],
)
def test_words_have_two_forms(words: str, forms: tuple[str, str]) -> None:
    assert search_forms(words) == forms


def test_bare_letters_keep_every_offset() -> None:
    letters = "".join(map(chr, [*range(0x20, 0x250), *range(0x1E00, 0x1F00)]))
    assert len(bare(letters)) == len(letters)
    assert bare("ĂÂĐÊÔƠƯăâđêôơưẰẤỆỔỢỮỵỹ") == "aadeoouaadeoouaaeoouyy"


def test_the_index_finds_by_either_form_and_forgets(location: str) -> None:
    forms = search_forms("Nghị quyết của Đảng ủy")
    find = {
        "sqlite": "SELECT rowid FROM search WHERE search MATCH '_' || replace(:words, ' ', ' _')",
        "postgresql": "SELECT position FROM search WHERE folded @@ plainto_tsquery('simple', :words)",
    }
    with open_archive(location, create=True) as archive, archive.writing() as connection:
        if not archive.is_sqlite:
            connection.execute(text("SET session_replication_role = replica"))  # no document stands behind the row
        add_to_index(connection, [(7, forms)])
        ask = text(find[connection.dialect.name])
        assert connection.execute(ask, {"words": "dang uy"}).scalars().all() == [7]
        take_from_index(connection, 7, forms)
        assert connection.execute(ask, {"words": "dang uy"}).scalars().all() == []


@pytest.mark.parametrize(
    ("newer", "older"),
    [
        ((date(2025, 9, 3), 1), (date(2025, 9, 2), 2)),  # by day
        ((date(2025, 9, 3), 2), (date(2025, 9, 3), 1)),  # then as stored
        ((date(1945, 9, 2), 1), (None, 2)),  # those without a day come last
    ],
)
def test_newer_documents_stand_before_older_ones(newer: tuple[date, int], older: tuple[date | None, int]) -> None:
    assert position(*newer) > position(*older)
    assert position(*newer) < 2**53  # exact in JSON too
