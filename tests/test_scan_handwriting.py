"""Numbers and dates written by hand into a scanned letterhead: read where the digits are plain, else left out."""

import numpy as np
import pytest
from of_scan import as_png, centred, font, page
from PIL import Image, ImageDraw

from models.handwritten_digits.strokes import drawn, scribbled
from pipeline.document import Document
from pipeline.ingest import read_bytes
from pipeline.ingest.digits import digit_chances
from pipeline.ingest.ocr_models import BEST, FAST, installed
from pipeline.segment import segment

needs_ocr = pytest.mark.skipif(
    not (installed(BEST) and installed(FAST)), reason="python -m pipeline.ingest.ocr_models install"
)
BLANK = " " * 22


def written(serial: str, day: str, seed: int) -> Document:
    """A page whose number and day are written in by hand; `?` is a scribble."""
    chance = np.random.default_rng(seed)
    image = page()
    draw = ImageDraw.Draw(image)
    draw.rectangle((250, 235, 1500, 330), fill="white")
    for x, text, hand in ((450, f"Số:{BLANK}/KH-SNV", serial), (1120, f"An Bình, ngày{BLANK}tháng 5 năm 2024", day)):
        centred(draw, x, 250, text, size=12)
        face = font(12)
        left = x - draw.textlength(text, face) / 2 + draw.textlength(text.partition(BLANK)[0], face) + 8
        for place, digit in enumerate(hand):
            sheet = scribbled(chance) if digit == "?" else drawn(chance, int(digit))
            rows, columns = np.nonzero(sheet.min(axis=1) < 128)[0], np.nonzero(sheet.min(axis=0) < 128)[0]
            ink = Image.fromarray(sheet[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1])
            ink = ink.resize((max(round(34 * ink.width / ink.height), 6), 34))
            image.paste(ink, (round(left) + 26 * place, 248))
    return read_bytes("plan.png", as_png(image))


@needs_ocr
def test_digits_written_into_a_letterhead_are_read_and_marked() -> None:
    document = written("2057", "23", seed=5)
    header = segment(document).header
    assert header.number is not None
    assert header.date is not None
    assert (header.number.value, header.date.value) == ("2057/KH-SNV", "2024-05-23")
    assert {r.span.of(document.text) for r in document.repairs if r.reason == "written by hand"} >= {"2057"}
    assert (document.confidence_of(header.number.span) or 1) < 0.6


@needs_ocr
def test_a_scribble_gives_no_number() -> None:
    header = segment(written("???", "", seed=6)).header
    assert header.number is None or header.number.value == "KH-SNV"
    assert header.date is not None
    assert header.date.value == "2024-05"


@pytest.mark.parametrize("digit", range(10))
def test_a_drawn_digit_is_what_it_is(digit: int) -> None:
    chance = np.random.default_rng(99)  # drawings that training did not see
    said = [digit_chances(drawn(chance, digit)) for _ in range(20)]
    assert sum(int(one.argmax()) == digit for one in said) >= 18


def test_what_is_no_digit_is_rarely_taken_for_one() -> None:
    chance = np.random.default_rng(98)
    assert sum(float(digit_chances(scribbled(chance))[:10].max()) > 0.7 for _ in range(60)) <= 12
