"""The names model: its parts, its weights as shipped, and that training it again gives the same weights."""

import ast
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from of_text import notice_of

from models.ner import LABELS, find_names
from models.ner.ablation import ablation_of, generated
from models.ner.component import load
from models.ner.features import TOKEN, KnownFeatures, features
from models.ner.names import decode, known_features, weights
from models.ner.train import Example, examples, tags, train
from pipeline.extract import extract
from pipeline.extract.ner import DEFAULT_KINDS, model_alone, with_model

TEXTS = st.text(st.sampled_from("aĐườngTrãi 12.,/;:-\n\t“”"), max_size=80)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ([], []),
        (["O", "B-road", "I-road", "O"], [(1, 3, "road")]),
        (["B-road", "B-road"], [(0, 1, "road"), (1, 2, "road")]),  # two names side by side
        (["B-road", "I-person"], [(0, 1, "road")]),  # an I- of another label goes on nothing
        (["I-road", "O"], []),
        (["O", "B-person"], [(1, 2, "person")]),  # a name that ends the paragraph
    ],
)
def test_tags_are_decoded(row: Sequence[str], expected: list[tuple[int, int, str]]) -> None:
    assert list(decode(row)) == expected


def test_tokens_are_figures_words_and_signs() -> None:
    found = TOKEN.findall("Quyết định số 12/QĐ-UBND ngày 05/6/2024, đạt 98,5%.")
    assert found == [
        "Quyết",
        "định",
        "số",
        "12",
        "/",
        "QĐ",
        "-",
        "UBND",
        "ngày",
        "05/6/2024",
        ",",
        "đạt",
        "98,5",
        "%",
        ".",
    ]


def test_a_token_sees_its_neighbours_and_the_word_before_its_run_of_capitals() -> None:
    trai = features(["đường", "Nguyễn", "Trãi", ","])[2]
    assert {"w=trãi", "s=Xx", "-1=nguyễn", "-2=đường", "+1=,", "r=đường", "ri=1"} <= set(trai)


@given(st.lists(st.text(st.characters(exclude_categories=("Z", "C")), min_size=1, max_size=8), max_size=20))
def test_each_token_has_as_many_features(tokens: list[str]) -> None:
    rows = features(tokens)
    assert len(rows) == len(tokens)
    assert {len(row) for row in rows} <= {15}


SEEN = st.lists(st.sampled_from(["đường", "Nguyễn", "Trãi", ",", "12", "Sở", "của", "UBND", "số", "/"]), max_size=12)


@given(SEEN, SEEN)
def test_decoding_sees_the_features_of_training_that_the_model_knows(tokens: list[str], others: list[str]) -> None:
    model = {feature for row in features(others) for feature in row[::2]}
    expected = [[feature.encode() for feature in row if feature in model] for row in features(tokens)]
    assert [list(row) for row in KnownFeatures(model).rows(tokens)] == expected


def test_the_shipped_model_knows_features_of_each_kind() -> None:
    (row,) = known_features().rows(["đường"])
    assert b"w=\xc4\x91\xc6\xb0\xe1\xbb\x9dng" in row
    kinds = {
        feature.split(b"=")[0]
        for row in known_features().rows(["tại", "đường", "Nguyễn", "Trãi", ",", "xã"])
        for feature in row
    }
    assert {b"w", b"s", b"p", b"n", b"-1", b"-2", b"+1", b"+2", b"-1s", b"+1s", b"r", b"r2", b"ri"} <= kinds


def test_the_longest_of_nested_names_counts() -> None:
    text = "dự án nâng cấp đường Lê Lợi."
    example = Example(text, ((6, 27, "project"), (21, 27, "road")))
    assert tags(example)[1] == ["O", "O", "B-project", "I-project", "I-project", "I-project", "I-project", "O"]


def test_names_of_the_training_split_survive_tagging() -> None:
    count = 0
    for example in examples(5):
        matches = list(TOKEN.finditer(example.text))
        for first, after, label in decode(tags(example)[1]):
            assert (matches[first].start(), matches[after - 1].end(), label) in example.names
            count += 1
    assert count > 50


@given(TEXTS)
def test_the_tokenizer_keeps_offsets(text: str) -> None:
    doc = load().tokenizer(text)
    assert doc.text == text
    for token in doc:
        assert text[token.idx : token.idx + len(token.text)] == token.text


@given(TEXTS)
def test_names_lie_in_order_in_the_text_and_in_one_paragraph(text: str) -> None:
    names = find_names(text)
    for name in names:
        assert 0 <= name.start < name.end <= len(text)
        assert "\n" not in text[name.start : name.end]
        assert name.label in LABELS
        assert 0 <= name.probability <= 1 + 1e-9
    assert all(a.end <= b.start for a, b in pairwise(names))


def test_the_weights_are_small_and_load_without_a_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the model asked for a network")

    monkeypatch.setattr("socket.socket.connect", refuse)
    assert 10_000 < len(weights()) < 2_000_000
    assert load().pipe_names == ["crf_names"]


EASY = [
    ("Chỉnh trang phố Núi Trúc, phố Lê Lai; xử lý rác thải.", ["Núi Trúc", "Lê Lai"]),
    ("Lát lại vỉa hè các tuyến đường Tô Hiệu, Mê Linh và Trần Phú.", ["Tô Hiệu", "Mê Linh", "Trần Phú"]),
    ("Giao đồng chí Trần Phú theo dõi, đôn đốc.", []),  # a person here
    ("Thực hiện Quyết định số 12/QĐ-UBND ngày 05/6/2024.", []),
]


@pytest.mark.parametrize(("text", "roads"), EASY)
def test_the_model_finds_an_easy_list_of_streets(text: str, roads: list[str]) -> None:
    assert [text[n.start : n.end] for n in find_names(text) if n.label == "road"] == roads


def test_the_component_writes_spans_with_probabilities() -> None:
    doc = load()("Giao đồng chí Lê Thị Hoà theo dõi.\nChỉnh trang phố Lê Lai.")
    spans = doc.spans["names"]
    assert [(span.text, span.label_) for span in spans] == [("Lê Thị Hoà", "person"), ("Lê Lai", "road")]
    assert len(spans.attrs["probabilities"]) == 2


def test_training_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("first", "second"):
        train(examples(4), tmp_path / name, iterations=10)
    assert (tmp_path / "first").read_bytes() == (tmp_path / "second").read_bytes()


def test_documents_set_aside_for_testing_are_not_trained_on() -> None:
    source = Path(train.__code__.co_filename).read_text("utf-8")
    assert 'split="train"' in source
    assert 'split="test"' not in source


def test_the_model_imports_nothing_of_extraction() -> None:
    folder = Path(find_names.__code__.co_filename).parent
    for name in ("features", "names", "component", "__init__"):
        tree = ast.parse((folder / f"{name}.py").read_text("utf-8"))
        imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        assert {module for module in imported if str(module).startswith("pipeline")} <= {"pipeline.vietnamese.spelling"}


def test_rules_and_model_are_told_apart_in_the_evidence() -> None:
    notice = notice_of("Chỉnh trang phố Lê Lai; xử lý rác thải.")
    [road] = with_model(notice, extract(notice)).roads
    assert [m.source.startswith("rule:") and m.source.endswith("+model:crf") for m in road.mentions] == [True]
    [alone] = model_alone(notice, extract(notice)).roads
    assert [(m.text, m.source) for m in alone.mentions] == [("Lê Lai", "model:crf")]


def test_extraction_leaves_the_model_out_by_default() -> None:
    assert DEFAULT_KINDS == ()
    notice = notice_of("Chỉnh trang phố Lê Lai; xử lý rác thải.")
    assert all("model" not in proof.source for proof in extract(notice).evidence())


def test_the_ablation_runs_on_a_handful_of_documents() -> None:
    table = ablation_of(generated(4))
    assert set(table) == {"citations", "roads", "projects", "people", "organisations"}
    for modes in table.values():
        assert set(modes) == {"rules", "model", "both"}
    assert sum(modes["model"].tp for modes in table.values()) > 0
