"""Header and outline on real documents, against annotations; skipped where the shared folder is absent."""

from pathlib import Path

import pytest

from pipeline.evaluate import evaluate
from pipeline.extract import extract
from pipeline.ingest import read
from pipeline.segment import segment

SHARED = Path(__file__).parents[2] / "shared"
DIGITAL = sorted(
    path
    for path in (SHARED / "corpus" / "dev").glob("*")
    if path.suffix in (".txt", ".docx", ".pdf") and "scan" not in path.stem
)


@pytest.mark.skipif(not DIGITAL, reason="the shared documents are not here")
def test_header_and_outline_of_the_digital_documents(tmp_path: Path) -> None:
    gold, records = tmp_path / "gold", tmp_path / "records"
    gold.mkdir()
    records.mkdir()
    for path in DIGITAL:
        (gold / f"{path.stem}.json").write_bytes((SHARED / "gold" / "dev" / f"{path.stem}.json").read_bytes())
        record = extract(segment(read(path)))
        (records / f"{path.stem}.json").write_text(record.model_dump_json(by_alias=True), "utf-8")
    figures = evaluate(gold, records)
    assert figures.header >= 0.98
    assert figures.tallies["outline"].f1 >= 0.98
    right, asked = figures.fields["outline.level"]
    assert right >= 0.98 * asked
