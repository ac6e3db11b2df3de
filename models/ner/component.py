"""The CRF as a spaCy pipeline: a tokenizer that keeps offsets, and a component that proposes spans.

    doc = load()("Chỉnh trang đường Nguyễn Trãi.")
    [(span.text, span.label_) for span in doc.spans["names"]]  # [("Nguyễn Trãi", "road")]

Beside the spans stand their probabilities, in `doc.spans["names"].attrs["probabilities"]`.
"""

from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from models.ner.features import TOKEN
from models.ner.names import find_names
from pipeline.vietnamese.spelling import fold

__all__ = ["ParagraphTokenizer", "load"]


class ParagraphTokenizer:
    """spaCy's interface to `TOKEN`: a Doc whose tokens and white space give the text back."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        words: list[str] = []
        spaces: list[bool] = []

        def between(start: int, end: int) -> None:
            gap = text[start:end]
            if gap == " " and words:
                spaces[-1] = True
            elif gap:  # other white space is a token of its own, as in spaCy
                words.append(gap)
                spaces.append(False)

        reached = 0
        for match in TOKEN.finditer(text):
            between(reached, match.start())
            words.append(match[0])
            spaces.append(False)
            reached = match.end()
        between(reached, len(text))
        return Doc(self.vocab, words=words, spaces=spaces)


@Language.component("crf_names")
def crf_names(doc: Doc) -> Doc:
    """Write the proposed names to `doc.spans["names"]`."""
    names = find_names(fold(doc.text))
    spans = [doc.char_span(name.start, name.end, label=name.label) for name in names]
    doc.spans["names"] = [span for span in spans if span is not None]
    doc.spans["names"].attrs["probabilities"] = [name.probability for name in names]
    return doc


def load() -> Language:
    """A spaCy pipeline with the shipped weights."""
    nlp = Language()
    nlp.tokenizer = ParagraphTokenizer(nlp.vocab)
    nlp.add_pipe("crf_names")
    return nlp
