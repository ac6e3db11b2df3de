"""The real command line, run as a process: output, exit codes, and messages that say what to do."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import docx
import of_archive
import pytest

import pipeline

NOTICE = of_archive.notice()


def trichyeu(*words: object, stdin: bytes | None = None, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    result = subprocess.run(
        [sys.executable, "-m", "pipeline", *map(str, words)],
        input=stdin, capture_output=True, check=False, cwd=cwd, timeout=120,
        env={**os.environ, "PYTHONPATH": str(Path(pipeline.__file__).parents[1])},
    )  # fmt: skip
    return subprocess.CompletedProcess(
        result.args, result.returncode, result.stdout.decode("utf-8"), result.stderr.decode("utf-8")
    )


@pytest.fixture
def notice(tmp_path: Path) -> Path:
    path = tmp_path / "notice.txt"
    path.write_text(NOTICE, "utf-8")
    return path


def test_extract_prints_a_record(notice: Path) -> None:
    result = trichyeu("extract", notice)
    assert (result.returncode, result.stderr) == (0, "")
    record = json.loads(result.stdout)
    assert record["schema"] == "trichyeu.record/1.1"
    assert record["header"]["number"] == "12-TB/ĐU"
    assert [(c["number"], c["date"], c["issuer"]) for c in record["citations"]] == [
        ("68-NQ/TW", "2025-05-04", "Bộ Chính trị")
    ]
    assert [(t["value"], t["unit"], t["kind"]) for t in record["targets"]] == [(4150, "triệu đồng", "target")]
    assert [road["name"] for road in record["roads"]] == ["Nguyễn Trãi", "Hùng Vương"]
    assert [entry["marker"] for entry in record["outline"]] == ["I-", "1-", "2-"]


def test_ndjson_is_one_record_a_line(notice: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text(NOTICE, "utf-8")
    result = trichyeu("extract", notice, other, "--format", "ndjson")
    assert [json.loads(line)["header"]["doc_type"] for line in result.stdout.splitlines()] == ["thông báo"] * 2


def test_a_document_on_standard_input(notice: Path) -> None:
    result = trichyeu("extract", "-", stdin=notice.read_bytes())
    record = json.loads(result.stdout)
    assert (result.returncode, record["source"]["name"]) == (0, "stdin")
    assert record["id"] == json.loads(trichyeu("extract", notice).stdout)["id"], "the same bytes are the same document"


def test_a_folder_into_a_folder_and_no_record_overwrites_another(tmp_path: Path) -> None:
    archive, out = tmp_path / "archive", tmp_path / "out"
    (archive / "2025").mkdir(parents=True)
    for place in ("one.txt", "2025/one.txt", "2025/two.txt", "2025/.hidden.txt"):
        (archive / place).write_text(NOTICE, "utf-8")
    document = docx.Document()
    for line in NOTICE.splitlines():
        document.add_paragraph(line)
    document.save(str(archive / "one.docx"))
    (archive / "broken.pdf").write_bytes(b"%PDF-1.7 and no more")

    result = trichyeu("extract", archive, "--out", out)
    assert result.returncode == 1
    assert result.stdout == ""
    assert "broken.pdf" in result.stderr
    assert "damaged" in result.stderr
    written = sorted(str(path.relative_to(out)) for path in out.rglob("*") if path.is_file())
    assert written == ["2025/one.json", "2025/two.json", "one.docx.json", "one.txt.json"]
    by_docx, by_text = (json.loads((out / name).read_text("utf-8")) for name in ("one.docx.json", "one.txt.json"))
    assert by_docx["header"]["number"] == by_text["header"]["number"]
    assert [c["key"] for c in by_docx["citations"]] == [c["key"] for c in by_text["citations"]]


def test_names_that_are_not_utf_8_are_written_with_their_bytes(notice: Path, tmp_path: Path) -> None:
    folder = os.fsencode(tmp_path) + b"/in/n\xe3m"
    Path(os.fsdecode(folder)).mkdir(parents=True)
    for name in (b"th\xf4ng b\xe1o.txt", "thông báo.txt".encode()):
        Path(os.fsdecode(folder + b"/" + name)).write_bytes(notice.read_bytes())
    Path(os.fsdecode(folder + b"/r\xf4ng.txt")).write_bytes(b"")
    result = trichyeu("extract", str(tmp_path / "in"), "--out", str(tmp_path / "out"))
    assert result.returncode == 1
    assert "r\\xf4ng.txt: empty" in result.stderr
    written = sorted((tmp_path / "out").rglob("*.json"))
    names = {json.loads(path.read_text("utf-8"))["source"]["name"] for path in written}
    assert names == {r"th\xf4ng b\xe1o.txt", "thông báo.txt"}
    assert b"/n\xe3m/th\xf4ng b\xe1o.json" in os.fsencode(str(written[0])) + os.fsencode(str(written[1]))
    assert trichyeu("research", "coverage", str(tmp_path / "out"), "--format", "csv").returncode == 0


def test_table_counts_what_was_found(notice: Path) -> None:
    result = trichyeu("extract", notice, "--format", "table")
    row = next(line for line in result.stdout.splitlines() if "notice.txt" in line)
    assert row.split()[-5:] == ["3", "1", "1", "2", "0"]


def test_show_prints_header_outline_text(notice: Path) -> None:
    shown = trichyeu("show", notice).stdout
    for words in (
        "12-TB/ĐU",
        "Đảng ủy xã Hòa Lạc",
        "1- Phát triển kinh tế",
        "Phấn đấu thu ngân sách tháng 9 đạt 4.150",
    ):
        assert words in shown


def test_read_prints_text_layout_and_a_picture(notice: Path, tmp_path: Path) -> None:
    assert trichyeu("read", notice).stdout == NOTICE
    layout = json.loads(trichyeu("read", notice, "--layout").stdout)
    line = layout["lines"][2]
    assert layout["text"][line["span"]["start"] : line["span"]["end"]] == "*"
    refused = trichyeu("read", notice, "--image", tmp_path / "a.png")
    assert refused.returncode == 2
    assert "has no pages of its own to draw" in refused.stderr
    sample = Path(__file__).parents[1] / "corpus" / "samples" / "bc-mttq-so-ket.pdf"
    drawn = trichyeu("read", sample, "--image", tmp_path / "a.png", "--page", 1)
    assert drawn.returncode == 0
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")
    assert trichyeu("read", sample, "--image", tmp_path / "b.png", "--page", 99).returncode == 2


def test_explain_names_the_rule(notice: Path) -> None:
    at = NOTICE.index("68-NQ/TW")
    explained = trichyeu("explain", notice, "--at", at).stdout
    assert "rule:" in explained
    assert "Nghị quyết số 68-NQ/TW" in explained
    whole = trichyeu("explain", notice, "--at", at, "--sentences").stdout
    assert "sentence" in whole
    assert len(whole) > len(explained)
    roads = trichyeu("explain", notice, "--kind", "roads").stdout
    assert "Hùng Vương" in roads
    assert "68-NQ/TW" not in roads
    nothing = trichyeu("explain", notice, "--at", NOTICE.index("Quản lý")).stdout
    assert "no rule found anything at offset" in nothing
    assert "2- Quản lý đô thị" in nothing


def test_a_wrong_rule_ends_the_run_and_is_no_fault_of_the_files(notice: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    shutil.copytree(Path(pipeline.__file__).parent, own / "pipeline", ignore=shutil.ignore_patterns("__pycache__"))
    rules = own / "pipeline" / "rules" / "roads.toml"
    rules.write_text(rules.read_text("utf-8").replace("$UPPER", "$UPPPER", 1), "utf-8")
    for words in (["extract", notice], ["import", notice, "--archive", tmp_path / "archive"]):
        call = [sys.executable, "-m", "pipeline", *map(str, words)]
        run = subprocess.run(call, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(own)}, cwd=own)
        assert (run.returncode, run.stdout) == (2, "")
        assert [line[:27] for line in run.stderr.splitlines()] == ["rules/roads.toml, fragment "], run.stderr
        assert "no fragment named $UPPPER; there are: " in run.stderr


def test_evaluate_gains_and_losses(notice: Path, tmp_path: Path) -> None:
    records, gold = tmp_path / "records", tmp_path / "gold"
    trichyeu("extract", notice, "--out", records)
    record = json.loads((records / "notice.json").read_text("utf-8"))
    gold.mkdir()
    gold_record = {
        "id": "notice", "header": {key: record["header"][key] for key in ("doc_type", "number", "date")},
        "citations": [], "roads": ["Nguyễn Trãi", "Hùng Vương"],
    }  # fmt: skip
    (gold / "notice.json").write_text(json.dumps(gold_record), "utf-8")
    older = tmp_path / "older"
    older.mkdir()
    (older / "notice.json").write_text(json.dumps({**record, "roads": record["roads"][:1]}), "utf-8")

    figures = json.loads(trichyeu("evaluate", gold, records, "--against", older, "--json").stdout)
    assert figures["found"]["roads"]["f1"] == 1.0
    assert figures["found"]["citations"]["fp"] == 1
    assert figures["accuracy"]["header"] == 1.0
    assert [(c["label"], c["gained"], c["right"]) for c in figures["changes"]] == [("Hùng Vương", True, True)]
    table = trichyeu("evaluate", gold, records, "--errors").stdout
    assert "68-NQ/TW" in table


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["extract"], 2, "FILES"),
        (["extract", "x.txt", "--format", "yaml"], 2, "yaml"),
        (["frobnicate"], 2, "frobnicate"),
        (["extract", "nowhere.pdf"], 1, "nowhere.pdf: not found"),
        (["show", "nowhere.pdf"], 1, "nowhere.pdf: not found"),
        (["evaluate", ".", "."], 2, "no JSON file here"),
        (["explain", "notice.txt", "--at", "100000"], 2, "offsets 0 to"),
    ],
)
def test_exit_codes_and_messages(notice: Path, words: list[str], code: int, message: str) -> None:
    result = trichyeu(*words, cwd=notice.parent)
    assert result.returncode == code
    assert message in result.stderr
    assert "Traceback" not in result.stderr


def test_schema_is_the_one_kept() -> None:
    kept = json.loads((Path(__file__).parent / "record.schema.json").read_text("utf-8"))
    assert json.loads(trichyeu("schema").stdout) == kept


def test_doctor_says_what_is_missing_and_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    result = trichyeu("doctor")
    assert result.returncode == 3
    assert "apt-get install libreoffice-writer" in result.stdout


def test_the_installed_command_says_its_version() -> None:
    command = Path(sys.executable).with_name("trichyeu")
    result = subprocess.run([command, "--version"], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == pipeline.__version__


def test_help_tells_the_exit_codes() -> None:
    assert "3 a part is missing" in " ".join(trichyeu("extract", "--help").stdout.split())


def test_doctor_knows_what_each_package_is_for() -> None:
    from pipeline.doctor import examine

    assert all(part.needed_for for part in examine()), "say in doctor.py what a new dependency is for"
