"""A second pair of eyes for figures: another, smaller network reads the lines that hold digits or symbols.

Where both read the same, the word is surer than either alone; where they differ, the first reading
stays, its confidence falls below one half and the second reading is kept as an alternative. So a wrong
figure or document number does not pass unseen.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.ingest.image import Grey
from pipeline.ingest.ocr import OcrLine, OcrWord, recognise
from pipeline.ingest.ocr_models import FAST, installed
from pipeline.ingest.repair import DOUBT, repaired
from pipeline.vietnamese.spelling import fold, nfc

__all__ = ["has_second_reader", "second_look", "worth_a_second_look"]

AGREED = 0.98  # at least so sure is a word that both read alike: none of 232 such figures was wrong
_FIGURE = re.compile(r"\d|[A-ZĐ]{1,6}-[A-ZĐ]|/[A-ZĐ]{2}|^[IVX]{1,5}[.,/-]?$")
_MARGIN = 4  # pixels around a line; with more, the marks of its neighbours come in


def has_second_reader() -> bool:
    """Whether the model of the second reader is installed."""
    return installed(FAST)


def worth_a_second_look(text: str) -> bool:
    """Whether a word holds what must not be misread: `2130/KH-SYT`, `82,84`, `III.`"""
    return _FIGURE.search(text) is not None


def _same(first: str, second: str) -> bool:
    """Alike but for space, the kind of dash and the punctuation at the ends."""
    plain = [re.sub(r"\s+", "", fold(nfc(text))).strip(".,;:'\"()") for text in (first, second)]
    return plain[0] == plain[1]


def _seconded(word: OcrWord, others: Sequence[OcrWord]) -> OcrWord:
    """`word` with what the second reader read in its place."""
    inside = [other for other in others if word.left - 4 <= (other.left + other.right) / 2 <= word.right + 4]
    if not inside or word.alternatives:  # what is in doubt by itself, two readers take alike
        return word
    second = " ".join(other.text for other in inside)
    if _same(word.text, second):
        return replace(word, confidence=max(word.confidence, AGREED))
    return replace(word, confidence=min(word.confidence, DOUBT), alternatives=(nfc(second),))


def second_look(light: Grey, line: OcrLine) -> OcrLine:
    """`line` with its figures and symbols read again; other words stay as they are."""
    if not any(worth_a_second_look(word.text) for word in line.words):
        return line
    # As a "raw line" (13): modes 6 and 7 look for lines again, and find two or none where marks touch.
    within = (line.left - 2 * _MARGIN, line.top - _MARGIN, line.right + 2 * _MARGIN, line.bottom + _MARGIN)
    others = [word for other in repaired(recognise(light, FAST, 13, within)) for word in other.words]
    return OcrLine(tuple(_seconded(word, others) if worth_a_second_look(word.text) else word for word in line.words))
