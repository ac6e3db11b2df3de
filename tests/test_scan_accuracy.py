"""How well real scans are read, against transcripts made by people (skipped where the corpus is absent).

Measured is body text: what stands between the title of a document and its recipients, page numbers
left out; a transcript of two documents (a letter and what it encloses) has two bodies. Each body is
aligned with the whole text that was read, free at both ends, so what is read before and after it costs
nothing, and every lost, added or wrong character inside it counts one. White space counts as one
space; dashes, quotation marks and the dots of an ellipsis are folded, since a transcript cannot tell
which of their forms was printed.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from pipeline.document import Document
from pipeline.extract import extract
from pipeline.ingest import read
from pipeline.ingest.ocr_models import BEST, FAST, installed
from pipeline.segment import segment

SHARED = Path(__file__).parents[1].parent / "shared"
SCANS = sorted((SHARED / "gold" / "dev").glob("*-scan.truth.txt")) if SHARED.is_dir() else []

pytestmark = [
    pytest.mark.skipif(not SCANS, reason="the corpus of real scans is not here"),
    pytest.mark.skipif(not (installed(BEST) and installed(FAST)), reason="the OCR models are not installed"),
]

_FOLDS = str.maketrans({"–": "-", "—": "-", "−": "-", "“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "…": "..."})


def folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).translate(_FOLDS).split())


def bodies(transcript: str) -> list[str]:
    """The bodies of a transcript; its letterhead has columns parted by four spaces."""
    found: list[list[str]] = []
    inside = False
    for line in transcript.splitlines():
        if "    " in line or line.startswith("Nơi nhận"):
            inside = False
        elif re.match(r"(?:CHỈ THỊ|KẾ HOẠCH|THÔNG BÁO|Kính gửi)\b", line):
            found.append([line])
            inside = True
        elif inside and not re.fullmatch(r"\d{1,2}", line.strip()):
            found[-1].append(line)
    return [folded("\n".join(lines)) for lines in found]


def errors(expected: Sequence[str], read_text: Sequence[str]) -> int:
    """The least number of edits that make `expected` out of some stretch of `read_text`."""
    numbers: dict[str, int] = {}
    want = [numbers.setdefault(sign, len(numbers)) for sign in expected]
    have = np.array([numbers.setdefault(sign, len(numbers)) for sign in read_text])
    places = np.arange(len(have) + 1)
    before = np.zeros(len(have) + 1, dtype=np.int64)
    for row, sign in enumerate(want, 1):
        now = np.empty_like(before)
        now[0] = row
        now[1:] = np.minimum(before[1:] + 1, before[:-1] + (have != sign))
        before = np.minimum.accumulate(now - places) + places
    return int(before.min())


@cache
def document_of(name: str) -> Document:
    return read(SHARED / "corpus" / "dev" / f"{name}.pdf")


NAMES = [path.name.removesuffix(".truth.txt") for path in SCANS]


@pytest.mark.parametrize("name", NAMES)
def test_the_body_of_a_real_scan_is_read_with_few_errors(name: str) -> None:
    parts = bodies((SHARED / "gold" / "dev" / f"{name}.truth.txt").read_text("utf-8"))
    text = folded(document_of(name).text)
    letters = sum(errors(part, text) for part in parts) / sum(map(len, parts))
    words = sum(errors(part.split(), text.split()) for part in parts) / sum(len(part.split()) for part in parts)
    print(f"{name}: character error rate {letters:.2%}, word error rate {words:.2%}")
    assert letters <= 0.015
    assert words <= 0.04


@pytest.mark.parametrize("name", NAMES)
def test_a_number_in_doubt_is_marked(name: str) -> None:
    """Words with alternatives are unsure, and those of two readers that agree are sure."""
    document = document_of(name)
    assert all(word.confidence < 0.5 for word in document.words if word.alternatives)
    figures = [w for w in document.words if any(sign.isdigit() for sign in w.span.of(document.text))]
    assert sum(word.confidence >= 0.98 for word in figures) > 0.7 * len(figures)


@pytest.mark.parametrize("name", NAMES)
def test_a_real_scan_gives_a_record_with_its_citations(name: str) -> None:
    """The whole flow runs on a scan, and every citation's quote is the text at its place."""
    notice = segment(document_of(name))
    record = extract(notice)
    assert record.citations
    for citation in record.citations:
        for mention in citation.mentions:
            assert notice.document.text[mention.start : mention.end] == mention.text


def test_the_measure_counts_edits_inside_and_nothing_outside() -> None:
    assert errors("tổ chức", "về tồ chức hội") == 1
    assert errors("tổ chức", "về tổ chức hội") == 0
    assert errors("tổ chức", "tổ  chứ") == 2
    assert errors(["ba", "bốn"], ["một", "ba", "hai", "bốn"]) == 1
