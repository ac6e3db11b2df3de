"""Exports of an archive, read back with the tools of those who get them; on SQLite and PostgreSQL alike."""

import csv
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import jsonschema
import openpyxl
import pytest
import spacy
from spacy.tokens import DocBin

import pipeline
from pipeline.archive import Archive, open_archive
from pipeline.archive.filters import Filter
from pipeline.archive.likeness import Likeness
from pipeline.archive.packing import pack, unpack
from pipeline.archive.putting import put, rename
from pipeline.archive.search import ALL, search
from pipeline.errors import InputError
from pipeline.exports import FORMATS, export
from pipeline.exports.sheets import Sheet, write_csv, write_xlsx
from pipeline.exports.whole import whole_file, whole_folder
from pipeline.records import Record
from pipeline.rows import TABLES, rows
from pipeline.shapes import schema_of
from tests.of_search import entry, notice, stored
from tests.test_cli import trichyeu

BUDGET = notice(
    body="I- NHIỆM VỤ\n- Phấn đấu thu ngân sách tháng 9 đạt 6.200 triệu đồng.\n- Triển khai Nghị quyết số 68-NQ/TW ngày "
    "04/5/2025 của Bộ Chính trị.\n- Sửa chữa các tuyến đường Lê Lợi, Trần Phú.",
)  # fmt: skip
OLD = notice(number="Số 3-TB/ĐU", day="ngày 02 tháng 9 năm 1985", body="- Đẩy nhanh Dự án Cầu Rạch Sỏi (giai đoạn 2).")
FORMULA = notice("=1+1 về công tác tháng 9", number="Số 4-KH/ĐU", doc_type="KẾ HOẠCH", day="ngày      tháng      năm")


@pytest.fixture(scope="module")
def archive(shared_location: str) -> Iterator[Archive]:
    with open_archive(shared_location, create=True) as opened:
        stored(opened, BUDGET, OLD, FORMULA)
        yield opened


def lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_ndjson_and_json_hold_the_records_in_the_order_of_their_ids(archive: Archive, tmp_path: Path) -> None:
    written = export(archive, "ndjson", tmp_path / "all.ndjson", ALL)
    assert (written.documents, written.change, written.notes) == (3, 3, ())
    records = [Record.model_validate(line) for line in lines(tmp_path / "all.ndjson")]
    assert [record.id for record in records] == sorted(record.id for record in records)
    assert {record.header.number for record in records} == {"14-TB/ĐU", "3-TB/ĐU", "4-KH/ĐU"}
    export(archive, "json", tmp_path / "all.json", ALL)
    assert json.loads((tmp_path / "all.json").read_text("utf-8")) == lines(tmp_path / "all.ndjson")


@pytest.mark.parametrize("kind", ["ndjson", "json", "xlsx", "labelstudio", "csv", "docbin"])
def test_the_same_records_give_the_same_bytes_however_they_came_in(location: str, tmp_path: Path, kind: str) -> None:
    def content(path: Path) -> dict[str, bytes]:
        files = [path] if path.is_file() else sorted(path.iterdir())
        return {file.name: file.read_bytes() for file in files if file.name != "export.json"}

    texts = (BUDGET, OLD, FORMULA)
    with open_archive(location, create=True) as one:
        stored(one, texts[2])
        stored(one, *texts)
        export(one, kind, tmp_path / "one" / "out", ALL)  # type: ignore[arg-type]
    with open_archive(tmp_path / "other", create=True) as other:
        stored(other, *texts)
        stored(other, texts[2])
        with other.writing() as connection:  # as the first archive has it
            rename(connection, stored_id(other, "4-KH/ĐU"), "1.txt", datetime(2026, 3, 2, tzinfo=UTC))
        export(other, kind, tmp_path / "other" / "out", ALL)  # type: ignore[arg-type]
    assert content(tmp_path / "one" / "out") == content(tmp_path / "other" / "out")


def stored_id(archive: Archive, number: str) -> str:
    with archive.reading() as connection:
        (hit,) = search(connection, "", Filter(number=number)).hits
    return hit.document


def test_an_empty_choice_is_an_empty_list(archive: Archive, tmp_path: Path) -> None:
    for kind, content in (("ndjson", ""), ("json", "[]\n"), ("labelstudio", "[]\n")):
        assert export(archive, kind, tmp_path / "none", Filter(number="99")).documents == 0  # type: ignore[arg-type]
        assert (tmp_path / "none").read_text() == content


def test_csv_has_every_row_of_every_table(archive: Archive, tmp_path: Path) -> None:
    export(archive, "ndjson", tmp_path / "all.ndjson", ALL)
    made = [rows(Record.model_validate(line)) for line in lines(tmp_path / "all.ndjson")]
    export(archive, "csv", tmp_path / "tables", ALL)
    for table, columns in TABLES.items():
        with (tmp_path / "tables" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            head, *got = csv.reader(file)
        assert head == list(columns)
        wanted = [row for tables in made for row in tables[table]]
        assert got == [["" if value is None else str(value) for value in row.values()] for row in wanted]
    assert json.loads((tmp_path / "tables" / "export.json").read_text())["documents"] == 3


def test_xlsx_has_numbers_dates_and_text_that_is_no_formula(archive: Archive, tmp_path: Path) -> None:
    export(archive, "xlsx", tmp_path / "all.xlsx", ALL)
    book = openpyxl.load_workbook(tmp_path / "all.xlsx")
    assert book.sheetnames == [*TABLES, "corrections"]

    def column(sheet: str, name: str) -> list[object]:
        head, *got = book[sheet].iter_rows(values_only=True)
        return [row[head.index(name)] for row in got]

    assert column("targets", "value") == [6200]
    assert column("targets", "amount") == [6.2e9]
    assert set(column("documents", "date_from")) == {datetime(2025, 9, 14), datetime(1985, 9, 2), None}  # noqa: DTZ001
    titles = [cell for row in book["documents"].iter_rows() for cell in row if "về công tác" in str(cell.value)]
    assert "=1+1 về công tác tháng 9" in [cell.value for cell in titles]
    assert {cell.data_type for cell in titles} == {"s"}


def test_what_excel_cannot_hold_is_told(tmp_path: Path) -> None:
    moment = datetime(2026, 3, 1, 15, 30, tzinfo=UTC)
    columns = {"text": str, "day": date, "at": datetime}
    texts = ["x" * 40_000, "+84 91", "@a", "http://a.vn", "_x0041_", "a\x01b\nc", "00123"]
    made = [{"text": text, "day": date(1899, 1, 2), "at": moment} for text in texts]
    counts, notes = write_xlsx(tmp_path / "a.xlsx", [Sheet("long", columns, iter(made))], rows_a_sheet=4)
    assert counts == {"long": 7}
    assert "long: 1 cells were longer than Excel's 32,767 characters and are cut" in notes[0]
    assert "long: more rows than a sheet of Excel holds; they go on in 2 further sheets" in notes[1]
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == ["long", "long 2", "long 3"]
    got = [row for page in book for row in page.iter_rows(min_row=2, values_only=True)]
    assert [row[0] for row in got[1:4]] == texts[1:4]
    assert got[0][0].endswith("xx[…]")
    assert got[6][0] == "00123"
    assert got[0][1:] == ("1899-01-02", datetime(2026, 3, 1, 15, 30))  # noqa: DTZ001


def test_csv_keeps_text_as_it_is(tmp_path: Path) -> None:
    texts = ['"nháy", phẩy', "hai\ndòng", "=1+1", "", None]
    write_csv(tmp_path, [Sheet("a", {"text": str, "value": float}, [{"text": t, "value": 0.1} for t in texts])])
    with (tmp_path / "a.csv").open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file)) == [["text", "value"], *([text or "", "0.1"] for text in texts)]


def test_parquet_is_partitioned_by_year(archive: Archive, tmp_path: Path) -> None:
    export(archive, "parquet", tmp_path / "tables", ALL)
    files = f"read_parquet('{tmp_path}/tables/TABLE/year=*/*.parquet', hive_partitioning=true)"
    ask = lambda table, what: duckdb.sql(f"SELECT {what} FROM {files.replace('TABLE', table)}").fetchall()  # noqa: E731
    assert sorted(ask("documents", "year, number"), key=str) == [
        (1985, "3-TB/ĐU"), (2025, "14-TB/ĐU"), (None, "4-KH/ĐU")
    ]  # fmt: skip
    assert ask("targets", "amount, amount_unit, document_number") == [(6.2e9, "VND", "14-TB/ĐU")]
    assert ask("citations", "cited") == [("nq:68-nq/tw:2025-05-04",)]
    assert json.loads((tmp_path / "tables" / "manifest.json").read_text())["cursor"] == "3"


def test_label_studio_gets_spans_that_are_slices(archive: Archive, tmp_path: Path) -> None:
    export(archive, "labelstudio", tmp_path / "tasks.json", Filter(number="14-TB/ĐU"))
    (task,) = json.loads((tmp_path / "tasks.json").read_text("utf-8"))
    values = [result["value"] for result in task["predictions"][0]["result"]]
    assert all(task["data"]["text"][value["start"] : value["end"]] == value["text"] for value in values)
    found = {(value["labels"][0], value["text"]) for value in values}
    assert found >= {
        ("CITATION", "Nghị quyết số 68-NQ/TW ngày 04/5/2025 của Bộ Chính trị"), ("ROAD", "Lê Lợi"), ("ROAD", "Trần Phú"),
    }  # fmt: skip
    assert any(label == "TARGET" and "6.200 triệu đồng" in text for label, text in found)
    assert len({result["id"] for result in task["predictions"][0]["result"]}) == len(values)


def test_docbin_gives_spacy_the_text_and_its_spans(archive: Archive, tmp_path: Path) -> None:
    export(archive, "docbin", tmp_path / "docs", ALL)
    (file,) = (tmp_path / "docs").glob("*.spacy")
    docs = list(DocBin().from_disk(file).get_docs(spacy.blank("xx").vocab))
    export(archive, "ndjson", tmp_path / "all.ndjson", ALL)
    texts = {line["id"]: line["text"] for line in lines(tmp_path / "all.ndjson")}
    assert {doc.user_data["document"]: doc.text for doc in docs} == texts
    spans = {(span.label_, span.text) for doc in docs for span in doc.spans["sc"]}
    assert ("ROAD", "Lê Lợi") in spans
    assert any(label == "PROJECT" and "Cầu Rạch Sỏi" in text for label, text in spans)
    assert any(ent.label_ == "CITATION" for doc in docs for ent in doc.ents)


@pytest.mark.parametrize(
    ("asked", "words", "numbers"),
    [
        (Filter(doc_type="kế hoạch"), "", {"4-KH/ĐU"}),
        (Filter(until="1990"), "", {"3-TB/ĐU"}),
        (Filter(), "ngan sach", {"14-TB/ĐU"}),
        (Filter(), '"cau rach soi" Dự án', {"3-TB/ĐU"}),
        (Filter(cites="68-NQ/TW"), "ca mau", {"14-TB/ĐU"}),
    ],
)
def test_the_filters_are_those_of_search(
    archive: Archive, tmp_path: Path, asked: Filter, words: str, numbers: set[str]
) -> None:
    export(archive, "ndjson", tmp_path / "some.ndjson", asked, words)
    assert {line["header"]["number"] for line in lines(tmp_path / "some.ndjson")} == numbers  # type: ignore[index]
    export(archive, "csv", tmp_path / "some", asked, words)
    with (tmp_path / "some" / "documents.csv").open(encoding="utf-8", newline="") as file:
        assert {row["number"] for row in csv.DictReader(file)} == numbers


def test_an_older_shape_is_valid_by_its_schema(archive: Archive, tmp_path: Path) -> None:
    export(archive, "ndjson", tmp_path / "old.ndjson", ALL, schema="1.0")
    for record in lines(tmp_path / "old.ndjson"):
        assert record["schema"] == "trichyeu.record/1.0"
        jsonschema.validate(record, schema_of("trichyeu.record/1.0"))
    with pytest.raises(InputError, match="csv has tables, which have no shape"):
        export(archive, "csv", tmp_path / "old", ALL, schema="1.0")
    with pytest.raises(InputError, match="no such shape"):
        export(archive, "json", tmp_path / "old", ALL, schema="0.1")


def test_an_export_that_fails_leaves_the_last_one_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "all.ndjson").write_text("the last one")
    with suppress(ZeroDivisionError), whole_file(tmp_path / "all.ndjson") as part:
        part.write_text("half" * (1 // 0))
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "export.json").write_text("{}")
    with suppress(ZeroDivisionError), whole_folder(tmp_path / "tables", {}) as part:
        (part / "a.csv").write_text("half")
        (part / "b.csv").write_text("half" * (1 // 0))
    assert sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*")) == [
        "all.ndjson", "tables", "tables/export.json",
    ]  # fmt: skip
    assert (tmp_path / "all.ndjson").read_text() == "the last one"


def test_a_place_that_is_taken_is_told(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "mine.txt").write_text("keep")
    (tmp_path / "file").write_text("keep")
    for kind, out, message in (
        ("csv", "letters", "holds files that are no export"),
        ("csv", "file", "a file, but this format is a folder"),
        ("ndjson", "letters", "a folder, but this format is one file"),
        ("ndjson", "file/below", "cannot be written"),
    ):
        with pytest.raises(InputError, match=message):
            export(archive, kind, tmp_path / out, ALL)  # type: ignore[arg-type]
    assert (tmp_path / "letters" / "mine.txt").read_text() == "keep"
    for _ in range(2):
        export(archive, "csv", tmp_path / "tables", ALL)
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_the_command_says_what_it_wrote(archive: Archive, tmp_path: Path) -> None:
    place = archive.location
    done = trichyeu("export", place, "--format", "xlsx", "--out", tmp_path / "a.xlsx", "--since", 2025)
    assert (done.returncode, done.stdout) == (0, "")
    assert re.fullmatch(r".*a\.xlsx: 1 documents, up to change 3\n", done.stderr)
    assert (tmp_path / "a.xlsx").stat().st_mode & 0o777 == 0o666 & ~_umask()
    wrong = trichyeu("export", place, "--format", "yaml", "--out", tmp_path / "a.yaml")
    assert wrong.returncode == 2
    assert all(known in wrong.stderr for known in FORMATS)


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


WATCHED = """import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"""
"""Runs a command and prints the most memory that it had, in kilobytes."""


def _clones(archive: Archive, count: int) -> None:
    """`count` documents of the same words, under ids of their own."""
    kept = entry(BUDGET, "1.txt")
    machine = unpack(kept.machine)
    alone = replace(kept.reading, likeness=Likeness("", b"", ()))
    for first in range(0, count, 500):
        made = [
            replace(
                kept, document=name, machine=pack(machine.replace(kept.document, name, 1)), reading=alone,
                rows={table: [{**row, "document": name} for row in rows] for table, rows in kept.rows.items()},
            )
            for name in (f"ty-{number:020x}" for number in range(first, first + 500))
        ]  # fmt: skip
        with archive.writing() as connection:
            put(connection, made, "read again", datetime.now(UTC))


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_memory_does_not_grow_with_what_is_exported(tmp_path: Path) -> None:
    """Of 20,000 documents as of 2,000; Parquet gathers a number of rows before it writes them."""
    for count in (2_000, 20_000):
        with open_archive(tmp_path / f"{count}", create=True) as archive:
            _clones(archive, count)

    def most(count: int, kind: str) -> int:
        words = [sys.executable, "-m", "pipeline", "export", str(count), "--format", kind, "--out", f"{kind}-{count}"]
        path = {"PYTHONPATH": str(Path(pipeline.__file__).parents[1])}
        done = subprocess.run(
            [sys.executable, "-c", WATCHED, *words], cwd=tmp_path, env={**os.environ, **path}, check=True,
            capture_output=True, text=True,
        )  # fmt: skip
        return int(done.stdout.splitlines()[-1])

    for kind, limit in (("ndjson", 1.1), ("csv", 1.1), ("xlsx", 1.1), ("labelstudio", 1.1), ("parquet", 2.0)):
        assert most(20_000, kind) < limit * most(2_000, kind), kind
