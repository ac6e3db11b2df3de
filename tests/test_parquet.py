"""Rows as Parquet files, kept up to date: after any updates the folder holds what one export would."""

import shutil
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pyarrow")

import pyarrow.parquet as pq
from hypothesis import given, settings
from hypothesis import strategies as st
from of_rows import Tables, citation_row, document_rows, put

from pipeline import parquet
from pipeline.errors import InputError
from pipeline.parquet import read_manifest, schema, updating
from pipeline.rows import TABLES


def record_rows(
    name: str, number: str | None = None, date: str | None = "2025-03-04", cites: int = 2, **of: Any
) -> Tables:
    """A record that cites `cites` documents, the higher numbers first."""
    citations = [citation_row(None, f"{9 - i}-NQ/TW") for i in range(cites)]
    return document_rows(name, date, citations, **{"identity": number or name, "number": number, **of})


def content(folder: Path, table: str, *columns: str) -> list[tuple[Any, ...]]:
    """The columns of all listed files, as sorted rows."""
    manifest = read_manifest(folder)
    assert manifest
    rows = []
    for file in manifest.files[table]:
        found = pq.read_table(folder / file, partitioning=None)
        assert found.schema.equals(schema(table)), file
        rows += [tuple(row[name] for name in columns) for row in found.to_pylist()]
    return sorted(rows, key=repr)


def test_a_find_has_what_its_document_is(tmp_path: Path) -> None:
    put(
        tmp_path,
        record_rows("a", "5-NQ/TU", level="commune"),
        record_rows("b", date=None),
        record_rows("c", date="2024"),
    )
    manifest = read_manifest(tmp_path)
    assert manifest
    assert manifest.documents == 3
    assert [file.split("/")[1] for file in manifest.files["citations"]] == [
        "year=2024", "year=2025", "year=__HIVE_DEFAULT_PARTITION__",
    ]  # fmt: skip
    assert content(tmp_path, "citations", "document", "number_key", "document_level", "document_date") == [
        ("a", "8nqtw", "commune", "2025-03-04"), ("a", "9nqtw", "commune", "2025-03-04"),
        ("b", "8nqtw", None, None), ("b", "9nqtw", None, None),
        ("c", "8nqtw", None, "2024"), ("c", "9nqtw", None, "2024"),
    ]  # fmt: skip
    assert list(tmp_path.glob(".new*")) == []


def test_of_copies_one_counts(tmp_path: Path) -> None:
    copy = {"identity": "5:2025-03-04:x"}
    put(tmp_path, record_rows("scan", ocr_confidence=0.9, **copy), record_rows("pdf", **copy))
    assert content(tmp_path, "documents", "document", "copy_of") == [("pdf", None), ("scan", "pdf")]
    put(tmp_path, record_rows("docx", **copy))
    assert content(tmp_path, "documents", "document", "copy_of") == [("docx", "pdf"), ("pdf", None), ("scan", "pdf")]
    put(tmp_path, drop=("pdf",))  # the next one counts now, in every table
    assert content(tmp_path, "documents", "document", "copy_of") == [("docx", None), ("scan", "docx")]
    assert {*content(tmp_path, "citations", "document", "document_copy_of")} == {("docx", None), ("scan", "docx")}


def test_an_update_without_changes_writes_nothing(tmp_path: Path) -> None:
    put(tmp_path, record_rows("a"))
    before = read_manifest(tmp_path)
    put(tmp_path, drop=("never there",))
    assert read_manifest(tmp_path) == before


def test_an_update_that_fails_changes_nothing(tmp_path: Path) -> None:
    put(tmp_path, record_rows("a"))
    before = read_manifest(tmp_path)
    with pytest.raises(KeyError, match="documents"):
        put(tmp_path, record_rows("b"), {"citations": []})
    assert read_manifest(tmp_path) == before
    assert content(tmp_path, "documents", "document") == [("a",)]


def test_many_small_updates_do_not_leave_many_files(tmp_path: Path) -> None:
    for at in range(12):
        put(tmp_path, record_rows(f"d{at}"))
    manifest = read_manifest(tmp_path)
    assert manifest
    assert len(manifest.files["documents"]) <= 9
    assert len(content(tmp_path, "documents", "document")) == 12
    assert len({*content(tmp_path, "documents", "document_no")}) == 12


def test_more_rows_than_fit_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "_ROWS_BUFFERED", 3)
    monkeypatch.setattr(parquet, "_ROWS_A_FILE", 5)
    records = [record_rows(f"d{at}", date=f"{2023 + at % 3}-01-02", cites=at % 4) for at in range(20)]
    put(tmp_path, *records)
    manifest = read_manifest(tmp_path)
    assert manifest
    assert len(manifest.files["citations"]) > 3
    assert content(tmp_path, "documents", "document") == sorted((f"d{at}",) for at in range(20))
    expected = sorted((f"d{at}", which) for at in range(20) for which in range(at % 4))
    assert content(tmp_path, "citations", "document", "ordinal") == expected


def test_numbers_of_a_file_are_sorted(tmp_path: Path) -> None:
    put(tmp_path, record_rows("a", cites=4), record_rows("b", cites=3))
    (file,) = (read_manifest(tmp_path) or pytest.fail("no manifest")).files["citations"]
    numbers = pq.read_table(tmp_path / file, partitioning=None)["number_key"].to_pylist()
    assert numbers == sorted(numbers)


@pytest.mark.parametrize("stranger", ["notes.txt", "record.json"])
def test_a_folder_with_other_files_is_left_alone(tmp_path: Path, stranger: str) -> None:
    (tmp_path / stranger).write_text("{}")
    with pytest.raises(InputError, match="holds other files"):
        put(tmp_path, record_rows("a"))


def test_a_folder_is_written_from_one_source(tmp_path: Path) -> None:
    put(tmp_path, record_rows("a"))
    with pytest.raises(InputError, match="written from records, not archive"), updating(tmp_path, "archive"):
        pass


NAMES = st.sampled_from("abcdef")
RECORDS = st.builds(
    record_rows,
    NAMES,
    number=st.sampled_from([None, "1", "2"]),
    date=st.sampled_from([None, "2024", "2025-03", "2025-03-04"]),
    cites=st.integers(0, 3),
)


@settings(max_examples=12)
@given(updates=st.lists(st.tuples(st.lists(RECORDS, max_size=3), st.lists(NAMES, max_size=2)), min_size=1, max_size=4))
def test_updates_give_what_one_export_gives(tmp_path_factory: pytest.TempPathFactory, updates: Any) -> None:
    steps, whole = tmp_path_factory.mktemp("steps"), tmp_path_factory.mktemp("whole")
    last: dict[str, Tables] = {}
    for records, dropped in updates:
        put(steps, *records, drop=tuple(dropped))
        last = {name: record for name, record in last.items() if name not in dropped}
        for record in reversed(records):  # of two records of one id in one update the first counts
            name = record["documents"][0]["document"]
            last.pop(name, None)
        for record in records:
            last.setdefault(record["documents"][0]["document"], record)
    put(whole, *last.values())
    for table in ("documents", "citations"):
        copy = "copy_of" if table == "documents" else "document_copy_of"
        columns = list(TABLES[table])
        assert content(steps, table, *columns) == content(whole, table, *columns)
        copies = [sum(row[0] is None for row in content(folder, table, copy)) for folder in (steps, whole)]
        if table == "documents":
            assert copies[0] == copies[1]
    shutil.rmtree(steps)
    shutil.rmtree(whole)
