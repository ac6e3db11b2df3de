"""Roads and projects of the annotated documents, where these are at hand beside the project."""

import json
from pathlib import Path

import pytest

from pipeline.extract.projects import find_projects
from pipeline.extract.roads import find_roads
from pipeline.ingest import read
from pipeline.segment import segment
from pipeline.vietnamese.spelling import loose

SHARED = Path(__file__).parents[2] / "shared"
DIGITAL = sorted(path for path in (SHARED / "corpus/dev").glob("*") if path.suffix in (".txt", ".docx"))

pytestmark = pytest.mark.skipif(not DIGITAL, reason="the annotated documents are not beside the project")


@pytest.mark.parametrize("path", DIGITAL, ids=lambda path: path.stem)
def test_roads_are_those_of_the_annotation(path: Path) -> None:
    gold = json.loads((SHARED / "gold/dev" / f"{path.stem}.json").read_text("utf-8"))
    found = find_roads(segment(read(path)), ())
    assert {loose(road.name) for road in found} == set(map(loose, gold["roads"]))


def test_projects_are_mostly_those_of_the_annotation() -> None:
    """Names count as found where one holds the other: their ends are matters of judgement."""
    wanted = found = both = 0
    for path in DIGITAL:
        gold = [
            loose(name)
            for name in json.loads((SHARED / "gold/dev" / f"{path.stem}.json").read_text("utf-8"))["projects"]
        ]
        names = [loose(project.name) for project in find_projects(segment(read(path)), ())]
        wanted, found = wanted + len(gold), found + len(names)
        both += sum(any(name in other or other in name for other in names) for name in gold)
    assert 2 * both / (wanted + found) >= 0.9
