"""Records against gold: precision, recall and F1 by kind, by field and by source of the find.

What counts as the same find is the annotation guideline's; a test holds these figures to those of
the guideline's own score program on the same folders. Gold and records are JSON files named alike,
one a document, in two folders; a gold document without a record counts as missed whole.
"""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from pipeline.errors import InputError
from pipeline.vietnamese.spelling import loose, nfc

__all__ = ["Change", "Evaluation", "Mistake", "Tally", "compare", "evaluate"]

Entry = Any  # one find as JSON has it: an object, or for roads and projects in gold a bare name

HEADER_FIELDS = (
    "doc_type", "number", "issuer", "parent", "place", "date", "title", "signatory", "signatory_title", "authority",
)  # fmt: skip
SIMILAR_FIELDS = ("title", "issuer", "parent", "authority", "signatory_title")
SIMILAR_NAME = 0.8  # two names at least this alike are one name
SIMILAR_HEADING = 0.7
SIMILAR_FIELD = 0.9
SIMILAR_INDICATOR = 0.6

_QUOTES = re.compile("[“”„‟\"'’‘«»]")
_UNITS = {
    "phần trăm": "%", "tr.đồng": "triệu đồng", "tỷ": "tỷ đồng", "tỉ đồng": "tỷ đồng", "triệu": "triệu đồng",
}  # fmt: skip
_GENERIC_PROJECT_WORDS = re.compile(
    r"^((các )?(dự án|công trình|cụm công nghiệp|khu công nghiệp|đầu tư xây dựng|đầu tư|xây dựng)\s+)+(?=\S)"
)


def _plain(text: object) -> str:
    """The spelling that finds are compared in: `loose`, and without quotation marks."""
    return loose(_QUOTES.sub("", nfc(str(text or ""))))


def _alike(a: object, b: object) -> float:
    """How alike two names are, 0 to 1: the better of character and word overlap."""
    first, second = _plain(a), _plain(b)
    if not first or not second:
        return float(first == second)
    words, others = Counter(first.split()), Counter(second.split())
    overlap = 2 * (words & others).total() / (words.total() + others.total())
    return max(SequenceMatcher(None, first, second, autojunk=False).ratio(), overlap)


def _number_key(number: object) -> str:
    return re.sub(r"^0+(?=\d)", "", re.sub(r"[\s/.,:-]+", "", _plain(number)).replace("đ", "d"))


def _type_key(doc_type: object) -> str:
    return "công văn" if _plain(doc_type) == "văn bản" else _plain(doc_type)


def _issuer_key(issuer: object) -> str:
    return _plain(re.sub(r"\(?\s*khóa\s+[ivx]+\s*\)?", " ", _plain(issuer)))


def _unit_key(unit: object) -> str:
    return _UNITS.get(_plain(unit), _plain(unit))


def _project_key(name: object) -> str:
    long = re.sub(r"\bkcn\b", "khu công nghiệp", re.sub(r"\bccn\b", "cụm công nghiệp", _plain(name)))
    return _GENERIC_PROJECT_WORDS.sub("", long)


def _name(entry: Entry) -> Any:
    return entry if isinstance(entry, str) else entry.get("name")


def _same_citation(gold: Entry, found: Entry) -> float:
    if gold.get("number") or found.get("number"):
        if _number_key(gold.get("number")) != _number_key(found.get("number")):
            return 0.0
        keys = ((_plain, "date"), (_type_key, "doc_type"), (_issuer_key, "issuer"))
        return 1.0 + sum(key(gold.get(name)) == key(found.get(name)) for key, name in keys)
    without_year = [re.sub(r",? năm \d{4}$", "", _plain(entry.get("name"))) for entry in (gold, found)]
    score = _alike(*without_year)
    return score if score >= SIMILAR_NAME else 0.0


def _same_target(gold: Entry, found: Entry) -> float:
    values = gold.get("value"), found.get("value")
    if not all(isinstance(value, int | float) for value in values) or abs(values[0] - values[1]) >= 1e-6:
        return 0.0
    if _unit_key(gold.get("unit")) != _unit_key(found.get("unit")):
        return 0.0
    same_period = _plain(gold.get("period")) == _plain(found.get("period"))
    return 0.1 + _alike(gold.get("indicator"), found.get("indicator")) + 0.1 * same_period


def _same_heading(gold: Entry, found: Entry) -> float:
    if _plain(gold.get("marker")).rstrip(").") != _plain(found.get("marker")).rstrip(")."):
        return 0.0
    score = _alike(*(" ".join(_plain(entry.get("title")).split()[:8]) for entry in (gold, found)))
    return score if score >= SIMILAR_HEADING else 0.0


def _same_road(gold: Entry, found: Entry) -> float:
    return float(_plain(_name(gold)) == _plain(_name(found)))


def _same_project(gold: Entry, found: Entry) -> float:
    score = _alike(_project_key(_name(gold)), _project_key(_name(found)))
    return score if score >= SIMILAR_NAME else 0.0


@dataclass(frozen=True)
class Kind:
    """One kind of find: where a record keeps it, when two are the same, what else is compared."""

    name: str
    part: str
    same: Callable[[Entry, Entry], float]
    label: Callable[[Entry], str]
    attributes: dict[str, Callable[[object], object]] = field(default_factory=dict)
    only: str | None = None  # the `kind` of a target

    def of(self, record: dict[str, Any]) -> list[Entry]:
        entries = record.get(self.part) or []
        return [entry for entry in entries if entry.get("kind") == self.only] if self.only else entries


def _citation_label(entry: Entry) -> str:
    return " ".join(str(entry[key]) for key in ("doc_type", "number", "name", "date") if entry.get(key))


def _target_label(entry: Entry) -> str:
    return f"{entry.get('indicator')}: {entry.get('value')} {entry.get('unit')}"


KINDS = (
    Kind(
        "outline", "outline", _same_heading, lambda entry: f"{entry.get('marker')} {entry.get('title')}",
        {"level": _plain},
    ),
    Kind(
        "citations", "citations", _same_citation, _citation_label,
        {"date": _plain, "issuer": _issuer_key, "doc_type": _type_key, "mentions": _plain},
    ),
    Kind(
        "targets", "targets", _same_target, _target_label, {"comparator": _plain, "period": _plain}, only="target"
    ),
    Kind("results", "targets", _same_target, _target_label, {"comparator": _plain}, only="result"),
    Kind("roads", "roads", _same_road, _name),
    Kind("projects", "projects", _same_project, _name),
)  # fmt: skip


@dataclass
class Tally:
    """True positives, false positives and false negatives of one kind; F1 of each document beside."""

    tp: int = 0
    fp: int = 0
    fn: int = 0
    documents: list[float] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return self.tp / (self.tp + self.fp) if self.tp + self.fp else 1.0

    @property
    def recall(self) -> float:
        return self.tp / (self.tp + self.fn) if self.tp + self.fn else 1.0

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    @property
    def macro_f1(self) -> float:
        return sum(self.documents) / len(self.documents) if self.documents else 1.0


@dataclass(frozen=True)
class Mistake:
    """`sign` is "-" for a miss, "+" for a false find, "!" for a wrong value."""

    document: str
    kind: str
    sign: str
    gold: Entry = None
    found: Entry = None


@dataclass(frozen=True)
class Change:
    """A find that one set of records has and another has not, and whether gold has it."""

    document: str
    kind: str
    gained: bool
    right: bool
    label: str


@dataclass
class Evaluation:
    """All figures of one run. `fields` maps `header.date` or `citations.issuer` to (right, asked).

    `sources` maps a kind and a rule or model to (right, found): precision per source.
    """

    documents: int = 0
    without_record: int = 0
    tallies: dict[str, Tally] = field(default_factory=dict)
    fields: dict[str, tuple[int, int]] = field(default_factory=dict)
    sources: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)

    @property
    def header(self) -> float:
        """Header accuracy: right fields of all fields asked."""
        counts = [count for name, count in self.fields.items() if name.startswith("header.")]
        return sum(right for right, _ in counts) / max(1, sum(asked for _, asked in counts))

    def as_json(self) -> dict[str, Any]:
        """The figures in the score program's own shape, with `sources` beside."""
        accuracy = {name: round(right / asked, 4) for name, (right, asked) in sorted(self.fields.items())}
        return {
            "documents": self.documents,
            "without_record": self.without_record,
            "found": {
                kind: {
                    "precision": round(tally.precision, 4), "recall": round(tally.recall, 4),
                    "f1": round(tally.f1, 4), "macro_f1": round(tally.macro_f1, 4),
                    "tp": tally.tp, "fp": tally.fp, "fn": tally.fn,
                }
                for kind, tally in self.tallies.items()
            },
            "accuracy": {**accuracy, "header": round(self.header, 4)},
            "sources": [
                {"kind": kind, "source": source, "right": right, "found": found}
                for (kind, source), (right, found) in sorted(self.sources.items())
            ],
        }  # fmt: skip


def _load(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text("utf-8"))
    except (json.JSONDecodeError, UnicodeDecodeError) as mistake:
        raise InputError(f"{path}: not a JSON file: {mistake}") from mistake
    if not isinstance(content, dict):
        raise InputError(f"{path}: holds a JSON {type(content).__name__}, not the object of one document")
    return content


def _folder(path: Path, what: str) -> list[Path]:
    files = sorted(path.glob("*.json"))
    if not files:
        raise InputError(f"{path}: no JSON file here; give the folder that holds the {what}, one file a document")
    return files


def _pair_up(gold: list[Entry], found: list[Entry], same: Callable[[Entry, Entry], float]) -> list[tuple[int, int]]:
    """Greedy one-to-one pairing of indices, best first, of those alike at all."""
    scored = [(same(g, f), i, j) for i, g in enumerate(gold) for j, f in enumerate(found)]
    pairs: list[tuple[int, int]] = []
    paired_gold: set[int] = set()
    paired_found: set[int] = set()
    for score, i, j in sorted(scored, key=lambda row: -row[0]):
        if score > 0 and i not in paired_gold and j not in paired_found:
            pairs.append((i, j))
            paired_gold.add(i)
            paired_found.add(j)
    return pairs


def _header_ok(name: str, want: object, have: object) -> bool:
    if name == "number":
        return _number_key(want) == _number_key(have)
    if name in SIMILAR_FIELDS and want:
        return _alike(want, have) >= SIMILAR_FIELD
    return _plain(want) == _plain(have)


def _sources(entry: Entry) -> set[str]:
    """The rules and models that made a find."""
    if not isinstance(entry, dict):
        return set()
    proofs = [entry["evidence"]] if isinstance(entry.get("evidence"), dict) else entry.get("mentions")
    return {proof["source"] for proof in proofs if "source" in proof} if isinstance(proofs, list) else set()


def _count(value: object) -> object:
    """A list of mentions stands for how many there are."""
    return len(value) if isinstance(value, list) else value


def evaluate(gold_folder: Path, record_folder: Path) -> Evaluation:
    """Score the records of one folder against the gold of another."""
    result = Evaluation()
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    sources: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    if not record_folder.is_dir():
        raise InputError(f"{record_folder}: no such folder; give the folder that `trichyeu extract --out` wrote")

    for path in _folder(gold_folder, "gold annotations"):
        gold = _load(path)
        beside = record_folder / path.name
        record = _load(beside) if beside.exists() else {}
        result.documents += 1
        result.without_record += not record
        _score_header(path.stem, gold.get("header", {}), record.get("header") or {}, counts, result.mistakes)
        for kind in KINDS:
            if kind.part not in gold:
                continue
            want, have = kind.of(gold), kind.of(record)
            pairs = _pair_up(want, have, kind.same)
            tally = result.tallies.setdefault(kind.name, Tally())
            tally.tp += len(pairs)
            tally.fn += len(want) - len(pairs)
            tally.fp += len(have) - len(pairs)
            if want or have:
                tally.documents.append(2 * len(pairs) / (len(want) + len(have)))
            paired_gold, paired_found = {i for i, _ in pairs}, {j for _, j in pairs}
            for i, entry in enumerate(want):
                if i not in paired_gold:
                    result.mistakes.append(Mistake(path.stem, kind.name, "-", gold=entry))
            for j, entry in enumerate(have):
                if j not in paired_found:
                    result.mistakes.append(Mistake(path.stem, kind.name, "+", found=entry))
                for source in _sources(entry):
                    sources[kind.name, source][0] += j in paired_found
                    sources[kind.name, source][1] += 1
            _score_attributes(path.stem, kind, [(want[i], have[j]) for i, j in pairs], counts, result.mistakes)

    result.fields = {name: (right, asked) for name, (right, asked) in counts.items()}
    result.sources = {key: (right, found) for key, (right, found) in sources.items()}
    return result


def _score_header(
    document: str,
    gold: dict[str, Any],
    record: dict[str, Any],
    counts: dict[str, list[int]],
    mistakes: list[Mistake],
) -> None:
    for name in HEADER_FIELDS:
        if name in gold:
            ok = _header_ok(name, gold[name], record.get(name))
            counts[f"header.{name}"][0] += ok
            counts[f"header.{name}"][1] += 1
            if not ok:
                mistakes.append(Mistake(document, f"header.{name}", "!", gold[name], record.get(name)))


def _score_attributes(
    document: str,
    kind: Kind,
    pairs: Iterable[tuple[Entry, Entry]],
    counts: dict[str, list[int]],
    mistakes: list[Mistake],
) -> None:
    for gold, found in pairs:
        for name, key in kind.attributes.items():
            if name in gold:
                have = _count(found.get(name))
                ok = key(gold[name]) == key(have)
                counts[f"{kind.name}.{name}"][0] += ok
                counts[f"{kind.name}.{name}"][1] += 1
                if not ok:
                    where = f"{kind.label(gold)}: "
                    mistakes.append(
                        Mistake(document, f"{kind.name}.{name}", "!", where + str(gold[name]), where + str(have))
                    )
        if kind.part == "targets":
            close = _alike(gold.get("indicator"), found.get("indicator")) >= SIMILAR_INDICATOR
            counts[f"{kind.name}.indicator"][0] += close
            counts[f"{kind.name}.indicator"][1] += 1


def compare(gold_folder: Path, record_folder: Path, older_folder: Path) -> list[Change]:
    """The finds that `record_folder` gained and lost against `older_folder`, each right or wrong by gold."""
    changes: list[Change] = []
    for path in _folder(gold_folder, "gold annotations"):
        gold = _load(path)
        new, old = (
            _load(folder / path.name) if (folder / path.name).exists() else {}
            for folder in (record_folder, older_folder)
        )
        for kind in KINDS:
            now, before = kind.of(new), kind.of(old)
            kept = _pair_up(before, now, kind.same)
            for entries, indices, gained in (
                (now, {j for _, j in kept}, True),
                (before, {i for i, _ in kept}, False),
            ):
                right = {j for _, j in _pair_up(kind.of(gold), entries, kind.same)}
                changes += [
                    Change(path.stem, kind.name, gained, i in right, kind.label(entry))
                    for i, entry in enumerate(entries)
                    if i not in indices
                ]
    return changes
