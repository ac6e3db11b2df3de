"""What an archive makes of a Document: its layout and back, and how like two texts are."""

import random
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from of_archive import notice

from pipeline.archive.layout import document_of, layout_of
from pipeline.archive.likeness import Look, likeness_of, same_document, shared_runs, similarity
from pipeline.archive.search_index import search_forms
from pipeline.extract import extract
from pipeline.ingest import read
from pipeline.segment import segment
from pipeline.vietnamese.spelling import bare

SAMPLES = Path(__file__).parent.parent / "corpus" / "samples"


@pytest.mark.parametrize("path", sorted(SAMPLES.iterdir()), ids=lambda path: path.name)
def test_a_stored_document_is_the_one_that_was_read(path: Path) -> None:
    document = read(path)
    again = document_of(document.text, layout_of(document))
    assert again == document
    assert extract(segment(again)) == extract(segment(document))


@given(st.text(st.characters(codec="utf-8"), max_size=60))
def test_bare_is_as_long_and_done_once(text: str) -> None:
    text = unicodedata.normalize("NFC", text)
    assert len(bare(text)) == len(text)
    assert bare(bare(text)) == bare(text)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Đường Trần Phú", "duong tran phu"),
        ("5 – 6 % “hoà”", "5 – 6 % “hoa”"),  # signs stay
        ("Москва Ёлка ảnh", "Москва Ёлка anh"),  # other letters too
        ("İstanbul", "istanbul"),
    ],
)
def test_bare(text: str, plain: str) -> None:
    assert bare(text) == plain


def _words(seed: int, count: int = 400) -> list[str]:
    chance = random.Random(seed)
    return [f"w{chance.randrange(10_000)}" for _ in range(count)]


@pytest.mark.parametrize(
    ("changed", "least", "most"), [(0, 1.0, 1.0), (4, 0.92, 0.93), (40, 0.4, 0.6), (400, 0.0, 0.1)]
)
def test_similarity_falls_with_every_changed_word(changed: int, least: float, most: float) -> None:
    words = _words(1)
    other = [*words]
    for at in random.Random(2).sample(range(len(words)), changed):
        other[at] = f"x{at}"
    one, two = likeness_of(" ".join(words)), likeness_of(" ".join(other))
    estimate, counted = similarity(one.signature, two.signature), shared_runs(" ".join(words), " ".join(other))
    assert least <= counted <= most
    assert abs(estimate - counted) < 0.2
    assert (one.words_sha256 == two.words_sha256) == (changed == 0)
    if changed <= 4:
        assert set(one.bands) & set(two.bands)


def test_a_text_of_few_words_is_like_nothing() -> None:
    assert similarity(likeness_of("một hai ba").signature, likeness_of("một hai ba").signature) == 0.0
    assert shared_runs("một hai ba", "một hai ba") == 0.0


def test_the_estimate_errs_to_neither_side() -> None:
    errors = []
    for seed in range(60):
        words = _words(seed)
        other = [f"x{at}" if at % 40 == seed % 40 else word for at, word in enumerate(words)]
        one, two = " ".join(words), " ".join(other)
        errors.append(similarity(likeness_of(one).signature, likeness_of(two).signature) - shared_runs(one, two))
    assert abs(sum(errors) / len(errors)) < 0.02  # of 60, each with a standard error of 0.054
    assert max(map(abs, errors)) < 0.2


def _words_of(other: dict[str, str | None]) -> str:
    return search_forms(other.get("text") or notice())[1]


def _look(text: str = "", **fields: str | None) -> Look:
    likeness = likeness_of(search_forms(text or notice())[1])
    header = {
        "media_type": "text/plain",
        "doc_type": "thông báo",
        "number": "12-TB/ĐU",
        "date": "2025-09-03",
        "issuer": "Đảng ủy xã Hòa Lạc",
        "title": "kết luận",
    }
    return Look(document="a", words_sha256=likeness.words_sha256, signature=likeness.signature, **{**header, **fields})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("other", "kind"),
    [
        ({"media_type": "application/pdf"}, "format"),
        ({}, "copy"),
        ({"text": notice(number=""), "number": "TB/ĐU", "date": "2025-09"}, "draft"),
        ({"text": notice(road="Hùng Vương,"), "issuer": None}, "copy"),
        # a draft with the same words, and another notice of the same form and month, still without a number
        ({"text": notice(number="", budget="6.900"), "number": "TB/ĐU", "date": "2025-09"}, None),
        ({"text": notice(number=""), "number": "TB/ĐU", "date": "2025-09", "title": "kế hoạch"}, None),
        ({"text": notice(number=13), "number": "13-TB/ĐU"}, None),  # the next notice of the same form
        ({"text": notice(number=12, road="Lê Lợi"), "date": "2025-10-03"}, None),
        ({"text": notice(number=12, road="Lê Lợi"), "issuer": "Đảng ủy xã Hòa An"}, None),
        ({"text": " ".join(_words(3)), "number": "12-TB/ĐU"}, None),  # another text under the same number
    ],
)
def test_the_same_document_by_words_and_header(other: dict[str, str | None], kind: str | None) -> None:
    words, others = _words_of({}), _words_of(other)
    found = same_document(_look(), _look(**other), words, others)
    assert (found and found[0]) == kind
    assert (same_document(_look(**other), _look(), others, words) or (None,))[0] == kind
