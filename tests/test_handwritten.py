"""Notices that people wrote for this project, each with what a careful archivist found in it.

No rule was written before them, so they tell how well the rules hold on words that nobody foresaw. The floors lie a
little below what is reached; raise them with the rules.
"""

from pathlib import Path

import pytest

from pipeline.evaluate import Evaluation, evaluate
from pipeline.extract import extract
from pipeline.ingest import read
from pipeline.segment import segment

HANDWRITTEN = Path(__file__).parent.parent / "corpus" / "handwritten"
FLOORS = {"outline": 0.99, "citations": 0.985, "targets": 0.9, "results": 0.92, "roads": 0.975, "projects": 0.925}

ACCURACIES = {
    "targets.indicator": 0.82, "targets.period": 0.785, "targets.comparator": 0.99,
    "results.indicator": 0.77, "results.comparator": 0.99,
}  # fmt: skip


@pytest.fixture(scope="module")
def evaluation(tmp_path_factory: pytest.TempPathFactory) -> Evaluation:
    records = tmp_path_factory.mktemp("records")
    for notice in sorted(HANDWRITTEN.glob("*.txt")):
        record = extract(segment(read(notice)))
        (records / f"{notice.stem}.json").write_text(record.model_dump_json(), "utf-8")
    return evaluate(HANDWRITTEN, records)


def test_every_text_has_its_gold(evaluation: Evaluation) -> None:
    texts, golds = ({path.stem for path in HANDWRITTEN.glob(f"*.{ending}")} for ending in ("txt", "json"))
    assert texts == golds
    assert (evaluation.documents, evaluation.without_record) == (82, 0)


@pytest.mark.parametrize("kind", FLOORS)
def test_finds_keep_their_f1(evaluation: Evaluation, kind: str) -> None:
    assert evaluation.tallies[kind].f1 >= FLOORS[kind]


@pytest.mark.parametrize("name", ACCURACIES)
def test_figures_keep_what_is_said_of_them(evaluation: Evaluation, name: str) -> None:
    right, asked = evaluation.fields[name]
    assert right / asked >= ACCURACIES[name]


def test_headers_are_read(evaluation: Evaluation) -> None:
    assert evaluation.header >= 0.98
