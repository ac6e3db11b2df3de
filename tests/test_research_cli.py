"""`trichyeu research ...` as it is called."""

import json
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("duckdb")

from of_gold import gold_record

from corpus.generator.series import document
from pipeline.archive.entry import entry_of
from pipeline.archive.putting import put
from pipeline.archive.store import open_archive
from pipeline.archive.tables import TABLE
from pipeline.cli import ExitCode, main
from pipeline.extract import extract
from pipeline.ingest import read_bytes
from pipeline.parquet import read_manifest
from pipeline.records import Record
from pipeline.research import sources
from pipeline.research.holdings import open_holdings
from pipeline.research.sources import refresh
from pipeline.segment import segment


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of sixty records, some in folders, as `extract --out` leaves it."""
    folder = tmp_path_factory.mktemp("cli") / "records"
    for at in range(60):
        notice = document(21, at)
        path = folder / f"{at % 3}" / f"{notice.id}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(gold_record(notice).model_dump_json(), "utf-8")
    (folder / "notes.json").write_text('{"of": "someone else"}')
    return folder


def asked(capsys: pytest.CaptureFixture[str], *words: Any) -> tuple[int, str, str]:
    code = main(["research", *map(str, words)])
    done = capsys.readouterr()
    return code, done.out, done.err


def test_every_question_prints_a_table_csv_and_json(records: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with open_holdings(records) as held:
        ((which,),) = held.ask("SELECT document FROM citations GROUP BY ALL ORDER BY count(*) DESC, 1 LIMIT 1")
    questions: list[tuple[Any, ...]] = [
        ("trends", records, "21-KL/TW", "--by", "year"),
        ("trends", records, "--by", "year", "--split", "level", "--cited-type", "nghị quyết"),
        ("trends", records, "21-KL/TW", "--list"),
        ("top", records, "--period", "2025", "--against", "2024..2024-12", "--limit", "3", "--cited-level", "central"),
        ("cited-by", records, "21-KL/TW", "--level", "commune", "--level", "province"),
        ("cites", records, which),
        ("lag", records, "21-KL/TW"),
        ("targets", records, "thu ngân sách"),
        ("coverage", records, "--by", "quarter"),
        ("sql", records),
        ("sql", records, "SELECT level, count(*) AS n FROM documents_once GROUP BY ALL ORDER BY n DESC"),
    ]
    for words in questions:
        code, table, errors = asked(capsys, *words)
        assert (code, errors) == (0, ""), words
        if words[0] not in ("trends", "top", "sql"):
            continue
        code, out, notes = asked(capsys, *words, "--format", "csv")
        assert code == 0
        if words[0] != "sql":
            assert "records, as of" in notes
        code, content, errors = asked(capsys, *words, "--format", "json")
        found = json.loads(content)
        assert len(found["rows"]) == len(out.splitlines()) - 1, words
        assert found["title"] in table


def test_pictures_graphs_and_the_report(records: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for words in (("trends", records, "21-KL/TW", "--by", "year"), ("top", records)):
        path = tmp_path / f"{words[0]}.svg"
        code, out, errors = asked(capsys, *words, "--chart", path)
        assert (code, out, errors) == (0, "", f"drawn to {path}\n")
        assert path.read_text("utf-8").startswith("<svg")
    code, _, errors = asked(
        capsys, "network", records, tmp_path / "net.graphml", "--kind", "cocitation", "--min-weight", 1
    )
    assert code == 0
    assert "nodes" in errors
    code, _, errors = asked(capsys, "report", records, tmp_path / "r.html", "21-KL/TW")
    assert (code, errors) == (0, f"written to {tmp_path / 'r.html'}\n")


def test_every_rank_leads_to_its_documents(records: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("top", records, "--limit", "4", "--level", "commune", "--format", "json")
    _, ranks, _ = asked(capsys, *words)
    _, listed, _ = asked(capsys, *words, "--list")
    behind = Counter(row["series"] for row in json.loads(listed)["rows"])
    assert behind == {row["document"]: row["citing"] for row in json.loads(ranks)["rows"]}
    assert all(row["quote"] and row["page"] for row in json.loads(listed)["rows"])


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["top", "RECORDS", "--limit", "-3"], "Must be >= 1"),
        (["trends", "RECORDS", "resolution"], "write a number (68-NQ/TW)"),
        (["trends", "RECORDS", "--period", "last year"], "--period last year: write 2025"),
        (["trends", "RECORDS", "--period", "2025..2024"], "--period 2025..2024: no such days; write 2025"),
        (["top", "RECORDS", "--relation", "cites"], "--relation cites: there are bãi bỏ, căn cứ, dẫn chiếu, "),
        (["trends", "RECORDS", "--chart", "none/picture.svg"], "none/picture.svg: cannot be read or written: No such"),
        (["top", "RECORDS", "--place", "Atlantis"], "--place Atlantis: no document in records has it; there are"),
        (["trends", "RECORDS", "--chart", "picture.gif"], "end the name in .svg, .png or .html"),
        (["report", "RECORDS", "report.txt"], "report.txt: end the name in .html"),
        (["sql", "RECORDS", "DELETE FROM documents"], "prints the views"),
        (["coverage", "nowhere"], "nowhere: no folder"),
        (["export", "RECORDS", "RECORDS"], "holds other files"),
    ],
)
def test_a_wrong_call_says_what_to_do(
    words: list[str], message: str, records: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    code, out, errors = asked(capsys, *(records if word == "RECORDS" else word for word in words))
    assert (code, out) == (ExitCode.USAGE, "")
    assert message in errors


def test_a_part_that_is_missing_is_named(records: Path) -> None:
    program = f"import sys; sys.modules['duckdb'] = None; from pipeline.cli import main; sys.exit(main(['research', 'top', {str(records)!r}]))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == ExitCode.PART_MISSING
    assert done.stderr == 'duckdb is not installed; get it with: pip install "trichyeu[research]"\n'


def test_only_changed_records_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    records, out = tmp_path / "records", tmp_path / "parquet"
    records.mkdir()
    contents = [gold_record(document(22, at)).model_dump_json() for at in range(4)]
    for at in range(3):
        (records / f"{at}.json").write_text(contents[at], "utf-8")
    (records / "same.json").write_text(contents[0], "utf-8")  # the same document under another name
    read: list[str] = []
    real = sources.stored_record
    monkeypatch.setattr(sources, "stored_record", lambda path: (read.append(path.name), real(path))[1])
    assert refresh(str(records), out).documents == 3
    assert read == ["0.json", "1.json", "2.json", "same.json"]
    read.clear()
    before = read_manifest(out)
    assert refresh(str(records), out) == before
    assert read == []
    (records / "0.json").unlink()  # still there as same.json
    (records / "1.json").write_text(contents[3], "utf-8")
    (records / "2.json").unlink()
    assert refresh(str(records), out).documents == 2
    assert read == ["1.json"]
    with open_holdings(out) as held:
        names = {row[0] for row in held.ask("SELECT document FROM documents")}
    assert names == {json.loads(contents[at])["id"] for at in (0, 3)}


def test_an_archive_is_taken_by_what_changed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    read = [read_bytes(f"{at}.txt", document(24, at).text.encode()) for at in range(3)]
    one, two, three = (extract(segment(each)) for each in read)
    moment = datetime(2026, 1, 2, tzinfo=UTC)

    def store(*records: Record) -> None:
        entries = [
            entry_of(record, record.model_dump_json(), read[int(record.source.name[0])], "reading")
            for record in records
        ]
        with open_archive(tmp_path / "archive", create=True) as archive, archive.writing() as connection:
            put(connection, entries, "extracted again", moment)

    def held() -> dict[str, str]:
        query = "SELECT document, title FROM documents"
        code, out, _ = asked(capsys, "sql", tmp_path / "archive", query, "--format", "json")
        assert code == 0
        return {row["document"]: row["title"] for row in json.loads(out)["rows"]}

    store(one, two)
    assert held() == {record.id: record.header.title for record in (one, two)}
    before = read_manifest(tmp_path / "archive" / ".parquet")
    assert len(held()) == 2
    assert read_manifest(tmp_path / "archive" / ".parquet") == before
    again = two.model_copy(update={"header": two.header.model_copy(update={"title": "tên mới"})})
    store(again, three)
    assert held() == {one.id: one.header.title, two.id: "tên mới", three.id: three.header.title}
    documents = TABLE["documents"]
    with open_archive(tmp_path / "archive") as archive, archive.writing() as connection:
        connection.execute(documents.update().where(documents.c.document == one.id).values(superseded_by=three.id))
    assert one.id not in held()
    code, _, errors = asked(capsys, "coverage", "postgresql://nobody@nowhere/nothing")
    assert (code, "export the archive first" in errors) == (ExitCode.USAGE, True)


def test_what_an_older_version_kept_is_written_anew(records: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert asked(capsys, "coverage", records)[0] == 0
    path = records / ".parquet" / "manifest.json"
    content = json.loads(path.read_text("utf-8"))
    del content["columns"]["documents"]["copy_of"]
    path.write_text(json.dumps(content), "utf-8")
    assert asked(capsys, "coverage", records / ".parquet")[0] == ExitCode.USAGE  # one that was exported is the caller's
    assert asked(capsys, "coverage", records)[0] == 0


def test_a_damaged_record_leaves_what_was_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.json").write_text(gold_record(document(23, 0)).model_dump_json(), "utf-8")
    assert asked(capsys, "coverage", tmp_path)[0] == 0
    (tmp_path / "b.json").write_text('{"schema": "trichyeu.record/0.1"}', "utf-8")
    code, _, errors = asked(capsys, "coverage", tmp_path)
    assert code == ExitCode.USAGE
    assert "b.json" in errors
    assert "extract the document again" in errors
    (tmp_path / "b.json").unlink()
    assert asked(capsys, "coverage", tmp_path)[0] == 0
