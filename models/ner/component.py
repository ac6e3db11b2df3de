"""The CRF as a spaCy pipeline: a tokenizer that keeps offsets, and a component that proposes spans."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

import pycrfsuite
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from models.ner.features import TOKEN, features

__all__ = ["LABELS", "Name", "decode", "load", "propose"]

LABELS = ("citation", "road", "project", "person", "organisation", "place")
WEIGHTS = "names.crfsuite"


@dataclass(frozen=True, slots=True)
class Name:
    """A proposed name: half-open character range, label, and mean marginal probability of its tokens."""

    start: int
    end: int
    label: str
    probability: float


def decode(tags: list[str]) -> Iterator[tuple[int, int, str]]:
    """The runs that B- and I- tags mark, as (first token, last token + 1, label)."""
    start = None
    for i, tag in enumerate([*tags, "O"]):
        if start is not None and tag != f"I-{tags[start][2:]}":
            yield start, i, tags[start][2:]
            start = None
        if tag.startswith("B-"):
            start = i


def propose(tagger: pycrfsuite.Tagger, text: str, start: int, end: int) -> Iterator[Name]:
    """The names in one paragraph, `text[start:end]`."""
    matches = list(TOKEN.finditer(text, start, end))
    if not matches:
        return
    tagger.set(features([match[0] for match in matches]))
    tags = tagger.tag()
    for first, after, label in decode(tags):
        sure = sum(tagger.marginal(tags[i], i) for i in range(first, after)) / (after - first)
        yield Name(matches[first].start(), matches[after - 1].end(), label, sure)


class ParagraphTokenizer:
    """spaCy's interface to `TOKEN`: a Doc whose tokens and white space give the text back."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        words: list[str] = []
        spaces: list[bool] = []
        at = 0
        for match in TOKEN.finditer(text):
            gap = text[at : match.start()]
            if gap == " " and words:
                spaces[-1] = True
            elif gap:  # other white space is a token of its own, as in spaCy
                words.append(gap)
                spaces.append(False)
            words.append(match[0])
            spaces.append(False)
            at = match.end()
        if text[at:]:
            words.append(text[at:])
            spaces.append(False)
        return Doc(self.vocab, words=words, spaces=spaces)


class NameTagger:
    """The spaCy component: writes `doc.spans["names"]` and, beside it, `attrs["probabilities"]`."""

    def __init__(self) -> None:
        self.tagger = open_tagger()

    def __call__(self, doc: Doc) -> Doc:
        names = [n for start, end in _paragraphs(doc.text) for n in propose(self.tagger, doc.text, start, end)]
        spans = [doc.char_span(n.start, n.end, label=n.label, alignment_mode="expand") for n in names]
        doc.spans["names"] = [span for span in spans if isinstance(span, Span)]
        doc.spans["names"].attrs["probabilities"] = [name.probability for name in names]
        return doc


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for row in text.split("\n"):
        yield start, start + len(row)
        start += len(row) + 1


def open_tagger() -> pycrfsuite.Tagger:
    """The shipped weights, opened for tagging."""
    tagger = pycrfsuite.Tagger()
    tagger.open_inmemory((files("models") / "ner" / WEIGHTS).read_bytes())
    return tagger


def load() -> Language:
    """A spaCy pipeline with the shipped weights: `load()("đường Nguyễn Trãi").spans["names"]`."""
    nlp = Language()
    nlp.tokenizer = ParagraphTokenizer(nlp.vocab)
    if not Language.has_factory("name_tagger"):
        Language.factory("name_tagger", func=lambda nlp, name: NameTagger())  # noqa: ARG005  # spaCy's signature
    nlp.add_pipe("name_tagger")
    return nlp
