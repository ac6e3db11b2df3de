"""The registry: what records attest, rows of one's own, and resolution without reading a file again."""

import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import pipeline
from pipeline.errors import InputError
from pipeline.extract import extract
from pipeline.extract.citations.identity import Cited
from pipeline.extract.citations.registry import known_documents, resolve
from pipeline.ingest import read_bytes
from pipeline.records import Record
from pipeline.registry import as_toml, propose, resolved_again, stored_records
from pipeline.segment import segment

ROW = '[[document]]\nnumber = "{}"\ntype = "{}"\ndate = "{}"\n'


def record_of(*lines: str, name: str = "notice.txt") -> Record:
    return extract(segment(read_bytes(name, "\n".join(("THÔNG BÁO", "về công tác tháng 9", "", *lines)).encode())))


def own_record(number: str, day: str, title: str, name: str = "own.txt") -> Record:
    text = f"""ĐẢNG BỘ TỈNH CÀ MAU
TỈNH ỦY CÀ MAU
*
Số {number}
ĐẢNG CỘNG SẢN VIỆT NAM
Cà Mau, {day}
KẾT LUẬN
{title}
-----
I- NHIỆM VỤ
- Giao Văn phòng theo dõi.
"""
    return extract(segment(read_bytes(name, text.encode())))


def proposed(*records: Record, at_least: int = 1) -> list[tuple[str, str, int, tuple[str, ...]]]:
    rows = propose(records, known_documents(), at_least)
    return [(row.number, row.date, row.witnesses, row.contradictions) for row in rows]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (  # cited twice in one record, once in another: two witnesses
            [
                "Chỉ thị số 91-CT/TU ngày 05/3/2025 của Tỉnh ủy; Chỉ thị số 91-CT/TU ngày 05/3/2025.",
                "Theo Chỉ thị số 91-CT/TU ngày 05/3/2025.",
            ],
            [("91-CT/TU", "2025-03-05", 2, ())],
        ),
        (  # without a date it is a witness where one document fits
            ["Chỉ thị số 91-CT/TU ngày 05/3/2025 của Tỉnh ủy.", "Theo Chỉ thị số 91-CT/TU của Tỉnh ủy."],
            [("91-CT/TU", "2025-03-05", 2, ())],
        ),
        (  # two dates in one year: each speaks against the other
            ["Nghị định số 318/2025/NĐ-CP ngày 05/3/2025.", "Nghị định số 318/2025/NĐ-CP ngày 06/3/2025."],
            [
                ("318/2025/NĐ-CP", "2025-03-05", 1, ("date 2025-03-06: attested by 1",)),
                ("318/2025/NĐ-CP", "2025-03-06", 1, ("date 2025-03-05: attested by 1",)),
            ],
        ),
        (  # two years are two documents
            ["Quyết định số 31/QĐ-TTg ngày 05/3/2024.", "Quyết định số 31/QĐ-TTg ngày 06/3/2025."],
            [("31/QĐ-TTg", "2024-03-05", 1, ()), ("31/QĐ-TTg", "2025-03-06", 1, ())],
        ),
        (  # two communes are two documents, even of one day
            [
                "Quyết định số 31/QĐ-UBND ngày 05/3/2024 của UBND xã Tân An.",
                "Quyết định số 31/QĐ-UBND ngày 05/3/2024 của UBND xã Hòa Bình.",
            ],
            [("31/QĐ-UBND", "2024-03-05", 1, ()), ("31/QĐ-UBND", "2024-03-05", 1, ())],
        ),
        (  # but a number of the centre is one, and its issuers contradict
            [
                "Nghị quyết số 95-NQ/TW ngày 05/3/2025 của Bộ Chính trị.",
                "Nghị quyết số 95-NQ/TW ngày 05/3/2025 của Bộ Chính trị, nêu trên.",
                "Nghị quyết số 95-NQ/TW ngày 05/3/2025 của Ban Bí thư.",
            ],
            [("95-NQ/TW", "2025-03-05", 3, ("issuer Ban Bí thư: 1 of the witnesses",))],
        ),
        (
            ["Công văn số 31/BGTVT-VP ngày 05/3/2025 của Bộ Giao thông vận tải."],
            [("31/BGTVT-VP", "2025-03-05", 1, ("Bộ Giao thông vận tải existed only until 2025-02-28",))],
        ),
        (  # known with another date in the same term
            ["Nghị quyết số 68-NQ/TW ngày 05/5/2025."],
            [("68-NQ/TW", "2025-05-05", 1, ("date 2025-05-04: in the registry",))],
        ),
        (["Nghị quyết số 68-NQ/TW ngày 04/5/2025."], []),  # known
        (["Kế hoạch số 31/KH-UBND của UBND tỉnh."], []),  # of no date
        (["Kế hoạch số 31/KH-UBND tháng 3/2025."], []),  # not of a full one
    ],
)
def test_what_records_attest(texts: list[str], expected: list[tuple[str, str, int, tuple[str, ...]]]) -> None:
    assert proposed(*(record_of(f"- {text}", name=f"{i}.txt") for i, text in enumerate(texts))) == expected


def test_the_own_header_is_a_witness_and_gives_issuer_and_title() -> None:
    own = own_record("12-KL/TU", "ngày 03 tháng 9 năm 2025", "về phát triển kinh tế biển")
    citing = record_of("- Triển khai Kết luận số 12-KL/TU ngày 03/9/2025.")
    [row] = propose([citing, own], known_documents())
    assert (row.issuer, row.title, row.witnesses) == ("Tỉnh ủy Cà Mau", "về phát triển kinh tế biển", 2)
    assert row.sources == ("own header: own.txt", "cited in notice.txt")


def test_a_number_still_to_be_stamped_is_no_document() -> None:
    assert proposed(own_record("     -KL/TU", "ngày      tháng 9 năm 2025", "về kinh tế biển")) == []


def test_min_witnesses() -> None:
    one = record_of("- Chỉ thị số 91-CT/TU ngày 05/3/2025; Chỉ thị số 92-CT/TU ngày 06/3/2025.")
    two = record_of("- Theo Chỉ thị số 92-CT/TU ngày 06/3/2025.")
    assert [row[0] for row in proposed(one, two, at_least=2)] == ["92-CT/TU"]
    assert proposed(one, one, at_least=2) == []  # a record is one witness, however often it is read


def test_proposed_rows_are_accepted_as_they_are(tmp_path: Path) -> None:
    record = record_of("- Chỉ thị số 91-CT/TU ngày 05/3/2025; Quyết định số 31/QĐ-TTg ngày 05/3/2024.")
    assert {citation.status for citation in record.citations} == {"unmatched"}
    own = tmp_path / "own.toml"
    own.write_text(as_toml(propose([record], known_documents())), "utf-8")
    grown = known_documents(own)
    assert propose([record], grown) == []
    again = resolved_again(record, grown)
    assert [citation.status for citation in again.citations] == ["resolved", "resolved"]
    assert [citation.mentions for citation in again.citations] == [citation.mentions for citation in record.citations]


def test_resolving_with_the_same_registry_changes_nothing() -> None:
    record = record_of(
        "- Căn cứ Luật Trẻ em; Nghị quyết số 18-NQ/TW; Nghị quyết số 18-NQ/TW ngày 24/10/2017 của Ban Chấp hành Trung ương;",
        "- Nghị quyết 68; Kết luận số 21-KL/TW khóa XIII; Quy định số 24-QĐ/TW ngày 30/7/2021.",
    )
    assert len(record.citations) >= 5
    assert resolved_again(record) == record


@pytest.mark.parametrize(
    ("date", "issuer", "status"),
    [
        ("2025-03-05", None, "resolved"),
        ("2025-03-05", "UBND xã Tân An", "resolved"),
        ("2025-03-06", "UBND xã Tân An", "conflict"),
        ("2024-03-05", "UBND xã Tân An", "unmatched"),  # numbers of another year
        ("2025-03-05", "UBND xã Hòa Bình", "unmatched"),  # another commune's
        (None, "UBND xã Tân An", "ambiguous"),  # of which year is said nowhere
    ],
)
def test_local_numbers_restart_in_each_body_and_year(
    tmp_path: Path, date: str | None, issuer: str | None, status: str
) -> None:
    own = tmp_path / "own.toml"
    own.write_text(ROW.format("31/QĐ-UBND", "quyết định", "2025-03-05") + 'issuer = "UBND xã Tân An"\n', "utf-8")
    cited = Cited(doc_type="quyết định", number="31/QĐ-UBND", date=date, issuer=issuer)
    assert resolve(cited, known_documents(own)).status == status


def test_a_row_that_is_shipped_already_makes_nothing_ambiguous(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(ROW.format("68-NQ/TW", "nghị quyết", "2025-05-04"), "utf-8")
    cited = Cited(doc_type="nghị quyết", number="68-NQ/TW", date="2025-05-04")
    assert resolve(cited, known_documents(own)).status == "resolved"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[[document]\n", "not valid TOML"),
        ('[[document]]\nnumber = "1-CT/TU"\n', "row 1: type, date must be text"),
        (ROW.format("1-CT/TU", "chỉ thị", "05/3/2025"), "row 1: date '05/3/2025' is not like"),
        (ROW.format("1-CT/TU", "chỉ thị", "2025-03-05") + 'isuer = "Tỉnh ủy"\n', "row 1: isuer is not known"),
        ('[[documents]]\nnumber = "1-CT/TU"\n', "documents is not known here"),
    ],
)
def test_a_wrong_file_of_rows_says_what_is_wrong(tmp_path: Path, content: str, message: str) -> None:
    own = tmp_path / "own.toml"
    own.write_text(content, "utf-8")
    with pytest.raises(InputError, match=message):
        known_documents(own)


def test_stored_records_pass_over_other_json_and_name_a_broken_one(tmp_path: Path) -> None:
    record = record_of("- Chỉ thị số 91-CT/TU ngày 05/3/2025.")
    (tmp_path / "a.json").write_text(record.model_dump_json(), "utf-8")
    (tmp_path / "ledger.json").write_text("[]", "utf-8")
    assert [(path.name, found) for path, found in stored_records(tmp_path)] == [("a.json", record)]
    (tmp_path / "b.json").write_text("{", "utf-8")
    with pytest.raises(InputError, match=r"b\.json: not JSON"):
        list(stored_records(tmp_path))


def trichyeu(*words: object, own: Path | None = None) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "TRICHYEU_REGISTRY"}
    environment |= {"PYTHONPATH": str(Path(pipeline.__file__).parents[1])}
    environment |= {"TRICHYEU_REGISTRY": str(own)} if own else {}
    command = [sys.executable, "-m", "pipeline", *map(str, words)]
    return subprocess.run(command, capture_output=True, check=False, timeout=120, encoding="utf-8", env=environment)


def test_the_command_line_from_proposal_to_resolution(tmp_path: Path) -> None:
    records, new, own = tmp_path / "records", tmp_path / "new", tmp_path / "own.toml"
    records.mkdir()
    for name, text in {
        "a": "Chỉ thị số 91-CT/TU ngày 05/3/2025.",
        "b": "Nghị quyết số 68-NQ/TW ngày 04/5/2025.",
    }.items():
        content = record_of(f"- Thực hiện {text}").model_dump_json(indent=1) + "\n"
        (records / f"{name}.json").write_text(content, "utf-8")
    result = trichyeu("registry", "propose", records)
    assert (result.returncode, result.stderr) == (0, "1 documents to review\n")
    assert tomllib.loads(result.stdout)["document"] == [
        {
            "number": "91-CT/TU",
            "type": "chỉ thị",
            "date": "2025-03-05",
            "sources": ["cited in notice.txt"],
            "witnesses": 1,
        }
    ]
    assert trichyeu("registry", "propose", records, "--min-witnesses", 2).stdout == ""
    own.write_text(result.stdout, "utf-8")
    before = (records / "a.json").read_text("utf-8")
    result = trichyeu("registry", "resolve", records, "--registry", own, "--out", new)
    assert result.returncode == 0
    assert result.stdout.splitlines() == [
        "2 records, 1 changed; 1 citations changed status",
        "  unmatched -> resolved: 1",
    ]
    assert [path.name for path in new.iterdir()] == ["a.json"]
    assert json.loads((new / "a.json").read_text("utf-8"))["citations"][0]["candidates"] == ["ct:91-ct/tu:2025-03-05"]
    assert (records / "a.json").read_text("utf-8") == before
    assert trichyeu("registry", "resolve", records, own=own).stdout.startswith("2 records, 1 changed")
    assert (records / "a.json").read_text("utf-8") == (new / "a.json").read_text("utf-8")
    assert trichyeu("registry", "resolve", records, own=own).stdout.startswith("2 records, 0 changed")


def test_the_command_line_names_what_is_wrong(tmp_path: Path) -> None:
    for words in (("registry", "propose", tmp_path / "none"), ("registry", "resolve", tmp_path)):
        result = trichyeu(*words)
        assert (result.returncode, result.stdout) == (2, "")
        assert "extract --out" in result.stderr


def test_extraction_reads_rows_of_ones_own_and_refuses_wrong_ones(tmp_path: Path) -> None:
    own, notice = tmp_path / "own.toml", tmp_path / "notice.txt"
    notice.write_text("THÔNG BÁO\nvề công tác tháng 9\n\n- Theo Chỉ thị số 91-CT/TU ngày 05/3/2025.\n", "utf-8")
    own.write_text(ROW.format("91-CT/TU", "chỉ thị", "2025-03-05"), "utf-8")
    result = trichyeu("extract", notice, own=own)
    assert [citation["status"] for citation in json.loads(result.stdout)["citations"]] == ["resolved"]
    own.write_text("[[document]\n", "utf-8")
    result = trichyeu("extract", notice, own=own)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith(f"{own}: not valid TOML")
