"""Rules alone, model alone, both: `python -m models.ner.ablation [--documents FOLDER --gold FOLDER]`.

Prints F1 by kind on annotated real documents and on generated ones whose grammars and word lists the model never
saw. People and organisations aren't annotated in real documents; on generated ones their spans are scored.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from corpus.generator import generate
from pipeline.document import Document, Line, Page, Source, Span
from pipeline.evaluate import Tally, evaluate
from pipeline.extract import extract
from pipeline.extract.ner import model_alone, with_model
from pipeline.ingest import read
from pipeline.notice import Notice
from pipeline.records import Record
from pipeline.segment import segment

__all__ = ["SCORED", "ablation_of", "generated", "real"]

SCORED = ("citations", "roads", "projects")
ENTITIES = {"people": "person", "organisations": "organisation"}
DIGITAL = (".txt", ".docx", ".pdf")
MODES: dict[str, Callable[[Notice, Record], Record]] = {
    "rules": lambda _, record: record,
    "model": model_alone,
    "both": with_model,
}

Gold = dict[str, Any]
Sample = tuple[Notice, Gold, dict[str, set[tuple[int, int]]]]


def real(documents: Path, gold: Path) -> Iterator[Sample]:
    """The annotated documents that have a text of their own (scans are left out)."""
    for path in sorted(documents.iterdir()):
        if path.suffix in DIGITAL and "scan" not in path.name and (gold / f"{path.stem}.json").exists():
            yield segment(read(path)), json.loads((gold / f"{path.stem}.json").read_text("utf-8")), {}


def generated(count: int) -> Iterator[Sample]:
    """Documents of the grammars and word lists set aside for testing."""
    for index in range(count):
        made = generate(seed=1, index=index, split="test")
        lines, start = [], 0
        for row in made.text.split("\n"):
            if row:
                lines.append(Line(Span(start, start + len(row)), 1, joins=False))
            start += len(row) + 1
        size = len(made.text)
        source = Source("generated.txt", "0" * 64, "text/plain", size, 1, "text", "1")
        document = Document(made.text, tuple(lines), (Page(1, Span(0, size), "text"),), source)
        spans = {group: {(m.start, m.end) for m in made.marks if m.kind == kind} for group, kind in ENTITIES.items()}
        yield segment(document), made.gold, spans


def _add_entities(tally: Tally, record: Record, group: str, gold: set[tuple[int, int]], body: Span) -> None:
    """Spans of the body, equal at both ends."""
    mentions = (mention for entity in getattr(record.entities, group) for mention in entity.mentions)
    found = {(mention.start, mention.end) for mention in mentions if body.start <= mention.start < body.end}
    wanted = {span for span in gold if body.start <= span[0] < body.end}
    tally.tp += len(found & wanted)
    tally.fp += len(found - wanted)
    tally.fn += len(wanted - found)


def ablation_of(samples: Iterable[Sample]) -> dict[str, dict[str, Tally]]:
    """For each kind of find the counts of rules alone, model alone and both."""
    table: dict[str, dict[str, Tally]] = {kind: {} for kind in SCORED}
    with tempfile.TemporaryDirectory() as folder:
        gold_folder = Path(folder, "gold")
        for name in ("gold", *MODES):
            Path(folder, name).mkdir()
        for index, (notice, gold, spans) in enumerate(samples):
            (gold_folder / f"{index}.json").write_text(json.dumps(gold), "utf-8")
            rules = extract(notice)
            for mode, change in MODES.items():
                record = change(notice, rules)
                Path(folder, mode, f"{index}.json").write_text(record.model_dump_json(), "utf-8")
                for group, wanted in spans.items():
                    tally = table.setdefault(group, {}).setdefault(mode, Tally())
                    _add_entities(tally, record, group, wanted, notice.body)
        for mode in MODES:
            tallies = evaluate(gold_folder, Path(folder, mode)).tallies
            for kind in SCORED:
                table[kind][mode] = tallies[kind]
    return table


def show(title: str, table: dict[str, dict[str, Tally]]) -> None:
    print(f"{title:34} {'rules':^20} {'model':^20} {'both':^20}")
    for kind, modes in table.items():
        cells = (f"{t.precision:.3f} {t.recall:.3f} {t.f1:.3f}" for t in modes.values())
        print(f"{kind:34} {'  '.join(f'{cell:^19}' for cell in cells)}")


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(description="Precision, recall and F1 of rules, of the names model, of both.")
    parser.add_argument("--documents", type=Path, default=Path("../shared/corpus/dev"))
    parser.add_argument("--gold", type=Path, default=Path("../shared/gold/dev"))
    parser.add_argument("--generated", type=int, default=200)
    chosen = parser.parse_args(arguments)
    if chosen.documents.is_dir():
        show("real documents", ablation_of(real(chosen.documents, chosen.gold)))
    show("generated, unseen grammars", ablation_of(generated(chosen.generated)))


if __name__ == "__main__":
    main(sys.argv[1:])
