"""The record: its shape is versioned, its quotes are slices, and it survives being saved."""

import hashlib
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from pipeline.errors import ReadError
from pipeline.extract import extract
from pipeline.ingest import read_bytes
from pipeline.records import SCHEMA_VERSION, Evidence, Record, Target
from pipeline.segment import segment

SCHEMA = Path(__file__).parent / "record.schema.json"

# The shapes that were published, each with the hash of its schema. A new shape takes a new version
# and a new row; a row is never changed.
PUBLISHED = {
    "trichyeu.record/1.0": "f9dc88d4c2f1565cf61fc95d7ce2646656f1d9118231d79b4824e6ac8dc84c4a",
    "trichyeu.record/1.1": "77afc36e358c390ca4670cd1061e129b083019065c21b965816a1d7e139f5c63",
}

# Pieces of notices; joined at random they make texts with every kind of find, whole and broken.
PIECES = [
    "ĐẢNG BỘ TỈNH AN PHÚ", "ĐẢNG ỦY XÃ HÒA LẠC", "*", "Số 12-TB/ĐU", "Số      -TB/ĐU", "ĐẢNG CỘNG SẢN VIỆT NAM",
    "Hòa Lạc, ngày 03 tháng 9 năm 2025", "THÔNG BÁO", "kết luận của Ban Thường vụ", "-----", "I- KẾT QUẢ", "1. Thu ngân sách",
    "a) Về đất đai", "- Thực hiện Nghị quyết số 68-NQ/TW ngày 04/5/2025 của Bộ Chính trị;", "Kết luận số 01-KL/TW",
    "theo Luật Đất đai năm 2013", "phấn đấu thu tháng 9 đạt 6.200 triệu đồng, bằng 82,84% kế hoạch",
    "các tuyến đường (Lê Lợi, Trần Phú)", "Dự án Khu đô thị mới Hòa Lạc (giai đoạn 2)", "Nơi nhận:", "- Như trên,",
    "T/M BAN THƯỜNG VỤ", "BÍ THƯ", "Nguyễn Văn A", "Điều 1.", "Uỷ ban nhân dân", "118/2025/NĐ-CP", "“", "…", "\t", "\u00a0",
]  # fmt: skip
TEXTS = st.lists(
    st.tuples(
        st.one_of(st.sampled_from(PIECES), st.text(max_size=12)), st.sampled_from([" ", "\n", "\n\n", ", ", "\f"])
    ),
    min_size=1,
    max_size=40,
).map(lambda parts: "".join(piece + gap for piece, gap in parts))


def record_of(text: str) -> Record:
    return extract(segment(read_bytes("notice.txt", text.encode("utf-8", "ignore"))))


@settings(max_examples=150)
@given(TEXTS)
def test_every_quote_is_its_slice_of_the_text(text: str) -> None:
    try:
        record = record_of(f"THÔNG BÁO\n{text}")
    except ReadError:  # control characters make it no text
        return
    for evidence in record.evidence():
        assert evidence.text == record.text[evidence.start : evidence.end]
        assert evidence.text == evidence.text.strip()
        assert evidence.text
    for page in record.pages:
        assert 0 <= page.start <= page.end <= len(record.text)
    for heading in record.outline:
        assert record.text[slice(*heading.span)].startswith(heading.marker[:1])


@settings(max_examples=50)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=30).map("\n".join))
def test_a_record_saved_and_loaded_is_equal(text: str) -> None:
    record = record_of(f"THÔNG BÁO\n{text}")
    assert Record.model_validate_json(record.model_dump_json()) == record


def test_the_schema_is_the_one_kept_and_its_version_changes_with_it() -> None:
    schema = Record.model_json_schema(mode="serialization")
    kept = json.loads(SCHEMA.read_text("utf-8"))
    assert schema == kept, (
        "the record's shape changed: raise SCHEMA_VERSION, run `trichyeu schema > tests/record.schema.json`, "
        "add a row to PUBLISHED and say in CHANGELOG.md what a reader of the JSON must do"
    )
    digest = hashlib.sha256(json.dumps(schema, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
    assert PUBLISHED[SCHEMA_VERSION] == digest, "the shape of a published version may not change"


def test_unknown_fields_and_changes_are_refused() -> None:
    record = record_of("THÔNG BÁO\nvề việc nghỉ lễ")
    with pytest.raises(ValidationError, match="frozen"):
        record.text = "x"  # type: ignore[misc]
    with pytest.raises(ValidationError, match=r"[Ee]xtra"):
        Record.model_validate_json(record.model_dump_json().replace('"outline":', '"outlines":', 1))


def test_a_quote_that_is_no_slice_is_refused() -> None:
    record = record_of(
        "THÔNG BÁO\nvề phát triển kinh tế\n\nI- NỘI DUNG\n- Thực hiện Nghị quyết số 68-NQ/TW ngày 04/5/2025."
    )
    content = record.model_dump(by_alias=True)
    content["citations"][0]["mentions"][0]["text"] = "Nghị quyết số 69-NQ/TW"
    with pytest.raises(ValidationError, match=r"is not text\["):
        Record.model_validate(content)


def test_a_range_has_two_ends() -> None:
    proof = Evidence(text="5 - 6 %", start=0, end=7, page=1, box=None, section=None, source="rule:range")
    target = {
        "indicator": "tăng trưởng", "value": 5, "value_max": None, "unit": "%", "comparator": "range", "period": None,
        "kind": "target", "quote": "5 - 6 %", "amount": None, "period_start": None, "period_end": None, "evidence": proof,
    }  # fmt: skip
    with pytest.raises(ValidationError, match="a range has value_max"):
        Target.model_validate(target)
    assert Target.model_validate({**target, "value_max": 6}).value_max == 6
