"""Whole files as archives hold them, made by the generator and read by the real Tesseract: garbled and mixed PDF,
a page on its head, a letter whose first paragraph follows its letterhead closely; and what two readers disagree about.

HEIC is left out: no package that the project uses can write one.
"""

import re
import shutil
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest

from corpus.generator import generate
from corpus.render import render
from pipeline.document import Document
from pipeline.ingest import read, second_reader
from pipeline.ingest.ocr import OcrLine, OcrWord
from pipeline.ingest.ocr_models import BEST, FAST, installed
from pipeline.ingest.second_reader import second_look
from pipeline.vietnamese.spelling import fold

pytestmark = [
    pytest.mark.skipif(not (installed(BEST) and installed(FAST)), reason="the OCR models are not installed"),
    pytest.mark.skipif(shutil.which("soffice") is None, reason="the pages are printed by LibreOffice"),
]


@cache
def read_as(index: int, kind: str) -> Document:
    with TemporaryDirectory() as folder:
        return read(render(generate(4, index, "test"), kind, Path(folder)))


def share_read(index: int, document: Document) -> float:
    """The share of the notice's words, as often as they stand in it, that were read."""
    have = fold(document.text).split()
    words = [word for word in fold(generate(4, index, "test").text).split() if re.search(r"\w", word)]
    read_words = 0
    for word in words:
        if word in have:
            have.remove(word)
            read_words += 1
    return read_words / len(words)


def test_a_pdf_with_a_garbled_layer_is_read_from_its_pictures() -> None:
    document = read_as(23, "garbled-pdf")
    assert {page.reader for page in document.pages} == {"ocr"}
    assert share_read(23, document) > 0.96


def test_a_mixed_pdf_is_read_page_by_page_as_each_allows() -> None:
    document = read_as(4, "mixed-pdf")
    assert [page.reader for page in document.pages][:2] == ["text layer", "ocr"]
    assert share_read(4, document) > 0.97


def test_a_page_on_its_head_is_turned() -> None:
    document = read_as(7, "upside-down-pdf")
    assert [remark.code for remark in document.remarks] == ["turned page"]
    assert share_read(7, document) > 0.98


def test_the_paragraph_after_a_letterhead_is_no_stamp() -> None:
    document = read_as(6, "scan-200-pdf")
    assert "Nghị quyết số 115/NQ-HĐND" in document.text
    assert [aside.text for aside in document.asides if aside.kind == "stamp"] == []


def test_where_two_readers_differ_both_are_kept_and_neither_is_trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    line = OcrLine((OcrWord("số", 0, 0, 40, 30, 0.95), OcrWord("45/QĐ-UBND", 50, 0, 250, 30, 0.95)))
    other = OcrLine((OcrWord("số", 0, 0, 40, 30, 0.9), OcrWord("46/QĐ-UBND", 50, 0, 250, 30, 0.9)))
    monkeypatch.setattr(second_reader, "recognise", lambda *_: [other])
    word = second_look(np.zeros((40, 300), np.uint8), line).words[1]
    assert (word.text, word.alternatives) == ("45/QĐ-UBND", ("46/QĐ-UBND",))
    assert word.confidence < 0.6
