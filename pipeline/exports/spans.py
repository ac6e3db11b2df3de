"""Finds as labelled spans of a record's text, for annotation: Label Studio's JSON and spaCy's DocBin."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

__all__ = ["LABELS", "Labelled", "labelled", "write_docbin", "write_labelstudio"]

LABELS = ("CITATION", "TARGET", "RESULT", "ROAD", "PROJECT", "PERSON", "ORGANISATION", "PLACE")
_DOCUMENTS_A_FILE = 500  # a DocBin is built in memory
Json = Any


class Labelled(NamedTuple):
    """`record.text[start:end]` is of the kind `label`; `source` names the rule or model that says so."""

    start: int
    end: int
    label: str
    source: str


def _proofs(record: Json) -> Iterator[tuple[str, Json]]:
    for kind, label in (("citations", "CITATION"), ("roads", "ROAD"), ("projects", "PROJECT")):
        yield from ((label, mention) for find in record[kind] for mention in find["mentions"])
    yield from ((target["kind"].upper(), target["evidence"]) for target in record["targets"])
    for kind, label in (("people", "PERSON"), ("organisations", "ORGANISATION"), ("places", "PLACE")):
        yield from ((label, mention) for find in record["entities"][kind] for mention in find["mentions"])


def labelled(record: Json) -> list[Labelled]:
    """All labelled spans of a record's JSON in reading order, each once. They may overlap: a road inside a project."""
    spans: dict[tuple[int, int, str], str] = {}
    for label, proof in _proofs(record):
        spans.setdefault((proof["start"], proof["end"], label), proof["source"])
    return [Labelled(*place, source) for place, source in sorted(spans.items())]


def _task(record: Json) -> Json:
    text = record["text"]
    result = [
        {
            "id": f"{record['id']}-{at}",
            "from_name": "label",
            "to_name": "text",
            "type": "labels",
            "value": {
                "start": span.start,
                "end": span.end,
                "text": text[span.start : span.end],
                "labels": [span.label],
            },
            "meta": {"text": [span.source]},
        }
        for at, span in enumerate(labelled(record))
    ]
    known = {name: record["header"][name] for name in ("doc_type", "number", "date", "issuer", "title")}
    return {
        "data": {"text": text, "document": record["id"], "name": record["source"]["name"], **known},
        "predictions": [{"model_version": record["schema"], "result": result}],
    }


def write_labelstudio(path: Path, records: Iterable[str]) -> None:
    """A list of tasks with the finds as predictions. Offsets count code points, as Label Studio's do.

    The project's labelling configuration needs `<Text name="text" value="$text"/>` and `<Labels name="label"
    toName="text">` with `LABELS`.
    """
    with path.open("w", encoding="utf-8", newline="\n") as file:
        before = "["
        for text in records:
            file.write(before + "\n" + json.dumps(_task(json.loads(text)), ensure_ascii=False, separators=(",", ":")))
            before = ","
        file.write("[]\n" if before == "[" else "\n]\n")


def write_docbin(folder: Path, records: Iterable[str]) -> int:
    """Files `part-00000.spacy` of 500 documents each; how many spans begin or end inside a token.

    All spans are in `doc.spans["sc"]`, spaCy's own key for them, and those that do not overlap, the longest first, in
    `doc.ents`. `doc.user_data` has the document's id and its schema.
    """
    from spacy.tokens import DocBin
    from spacy.util import filter_spans
    from spacy.vocab import Vocab

    from models.ner.component import ParagraphTokenizer

    tokenizer, inside = ParagraphTokenizer(Vocab()), 0

    def new() -> DocBin:
        return DocBin(attrs=["ENT_IOB", "ENT_TYPE"], store_user_data=True)

    docs, files = new(), 0
    for text in records:
        record = json.loads(text)
        doc = tokenizer(record["text"])
        spans = []
        for span in labelled(record):
            inside += doc.char_span(span.start, span.end) is None
            found = doc.char_span(span.start, span.end, label=span.label, alignment_mode="expand")
            spans += [found] if found is not None else []
        doc.spans["sc"] = spans
        doc.ents = filter_spans(spans)
        doc.user_data = {"document": record["id"], "schema": record["schema"]}
        docs.add(doc)
        if len(docs) == _DOCUMENTS_A_FILE:
            docs.to_disk(folder / f"part-{files:05}.spacy")
            docs, files = new(), files + 1
            tokenizer = ParagraphTokenizer(Vocab())  # the old one holds every word that it has met
    if len(docs):
        docs.to_disk(folder / f"part-{files:05}.spacy")
    return inside
