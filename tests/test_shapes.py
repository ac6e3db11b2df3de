"""Records in older shapes: valid by the schema that was published, and nothing else lost."""

import hashlib
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from pipeline.errors import InputError
from pipeline.extract import extract
from pipeline.ingest import read
from pipeline.segment import segment
from pipeline.shapes import SUPPORTED, in_shape, named, schema_of
from tests.test_records import PUBLISHED

SAMPLES = sorted((Path(__file__).parents[1] / "corpus" / "samples").glob("*.txt")) + sorted(
    (Path(__file__).parents[1] / "corpus" / "samples").glob("*.html")
)


@pytest.mark.parametrize("version", SUPPORTED)
def test_the_kept_schemas_are_those_that_were_published(version: str) -> None:
    digest = hashlib.sha256(json.dumps(schema_of(version), sort_keys=True, ensure_ascii=False).encode()).hexdigest()
    assert digest == PUBLISHED[version]


def lost(older: Any, newer: Any) -> bool:
    """Whether a value that both know is not the same in both."""
    if isinstance(older, dict):
        return any(name not in newer or lost(value, newer[name]) for name, value in older.items())
    if isinstance(older, list):
        return len(older) != len(newer) or any(map(lost, older, newer))
    return bool(older != newer)


@pytest.mark.parametrize("version", SUPPORTED)
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_a_record_in_any_shape_is_valid_by_its_schema(path: Path, version: str) -> None:
    record = json.loads(extract(segment(read(path))).model_dump_json())
    older = in_shape(record, version)
    jsonschema.validate(older, schema_of(version))
    assert older["schema"] == version
    assert in_shape(older, version) == older
    assert not lost({**older, "schema": record["schema"]}, record)
    assert set(older) >= {"id", "source", "header", "citations", "targets", "roads", "projects", "text", "pages"}


def test_what_1_0_does_not_know_is_left_out() -> None:
    record = json.loads(extract(segment(read(SAMPLES[0]))).model_dump_json())
    older = in_shape(record, "trichyeu.record/1.0")
    assert set(record) - set(older) >= {"paragraphs", "annexes"}
    assert set(record["header"]) - set(older["header"]) >= {"addressees", "other_signers", "marks"}


def test_an_older_record_is_not_made_a_newer_one() -> None:
    older = in_shape(json.loads(extract(segment(read(SAMPLES[0]))).model_dump_json()), "trichyeu.record/1.0")
    assert in_shape(older, "trichyeu.record/1.1") == older


def test_shapes_by_name() -> None:
    assert named("1.0") == named("trichyeu.record/1.0") == "trichyeu.record/1.0"
    with pytest.raises(InputError, match=r"--schema 0.9: no such shape; there are trichyeu.record/1.0, trichyeu"):
        named("0.9")
