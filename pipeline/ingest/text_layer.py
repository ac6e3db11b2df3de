"""Whether a PDF page's own text can be used, or the page is to be read from its picture."""

import re
from itertools import islice
from math import ceil

import pypdfium2

from pipeline.vietnamese.syllables import is_syllable

__all__ = ["has_picture", "needs_ocr"]

_MARKED = re.compile("[àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ]")
_BROKEN = re.compile("[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f]")
_WORD = re.compile(r"[^\W\d_]+")
_ENOUGH = 40  # letters or words, from which on their kind can be judged
_SAMPLE = 700  # words


def has_picture(page: pypdfium2.PdfPage) -> bool:
    """Whether pictures cover at least a third of the page, as a scan does."""
    width, height = page.get_size()
    covered = 0.0
    for item in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = item.get_bounds()
        covered += max(0.0, min(right, width) - max(left, 0.0)) * max(0.0, min(top, height) - max(bottom, 0.0))
    return bool(covered > width * height / 3)


def needs_ocr(text: str, has_picture: bool) -> bool:
    """Whether a PDF page's text layer cannot be used, so that the page is to be read from its picture.

    That is so where it is empty beside a picture; where its codes stand for nothing (`\ufffd`, private
    signs); where it is gibberish (a wrong ToUnicode table: `edq qkdq gdq`; even English has words that
    are Vietnamese syllables, and text in the old Vietnamese codes has many); and where an old OCR layer
    without Vietnamese marks lies behind a picture (`Uy ban nhan dan`).
    """
    words = _WORD.findall(text)
    letters = sum(map(len, words))
    broken = len(_BROKEN.findall(text))
    if letters + broken < _ENOUGH:
        return has_picture
    if broken > 0.1 * (letters + broken):
        return True
    words = words[:_SAMPLE]
    few = 0.1 * len(words)
    if len(words) >= _ENOUGH and sum(1 for _ in islice(filter(is_syllable, words), ceil(few))) < few:
        return True
    return has_picture and len(_MARKED.findall(text.lower())) < 0.08 * letters
