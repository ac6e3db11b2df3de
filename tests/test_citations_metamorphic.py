"""What must not change what is found: line breaks, spaces, tone styles; and what must never be found."""

import random
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from of_text import notice_of

from pipeline.document import Document, Line, Page, Source, Span
from pipeline.extract.citations import find_citations
from pipeline.extract.citations.identity import number_key
from pipeline.ingest import read_bytes
from pipeline.notice import Notice
from pipeline.rules import load_rules
from pipeline.segment import segment
from pipeline.vietnamese.spelling import fold, nfc

KINDS = ("number", "bare", "law", "named")
EXAMPLES = [
    pytest.param(f"Thực hiện {text} và các quy định.", id=f"{rule.name}: {text}")
    for rule in load_rules("citations")
    if rule.options["kind"] in KINDS
    for text in (" ".join(example.split()) for example, _ in rule.examples)
]


def found(notice: Notice) -> list[tuple[str | None, str | None, str | None, str | None, int]]:
    """What was found, in one spelling, without offsets."""
    return [
        (
            citation.doc_type,
            number_key(citation.number) if citation.number else fold(citation.name or ""),
            citation.date,
            fold(citation.issuer or "") or None,
            len(citation.mentions),
        )
        for citation in find_citations(notice)
    ]


def broken(text: str, every: int) -> Notice:
    """`text` as one paragraph, with a line break in place of every n-th space."""
    words = text.split(" ")
    rows = [" ".join(words[i : i + every]) for i in range(0, len(words), every)]
    starts = [0]
    for row in rows:
        starts.append(starts[-1] + len(row) + 1)
    lines = tuple(Line(Span(a, b - 1), 1, joins=a > 0) for a, b in pairwise(starts))
    whole = "\n".join(rows)
    source = Source("made.txt", "0" * 64, "text/plain", len(whole), 1, "text", "1")
    return segment(Document(whole, lines, (Page(1, Span(0, len(whole)), "text"),), source))


@pytest.mark.parametrize("text", EXAMPLES)
def test_line_breaks_change_nothing(text: str) -> None:
    whole = found(broken(text, 1000))
    assert found(broken(text, 5)) == whole
    assert found(broken(text, 3)) == whole


@pytest.mark.parametrize("text", EXAMPLES)
def test_doubled_spaces_change_nothing(text: str) -> None:
    document = read_bytes("made.txt", text.replace(" ", "  ").encode())
    assert found(segment(document)) == found(segment(read_bytes("made.txt", text.encode())))


# The slips of OCR in numbers: what stands in print, what is read.
SLIPS = [("/TW", "/IW"), ("số 1", "số l"), ("số 1", "số I"), ("0/2", "O/2"), ("/2027/", "/2O27/"), ("QH11", "QHI1")]
SLIPS += [
    ("QĐ", "QD"),
    ("QĐ", "QÐ"),
    ("NĐ", "NÐ"),
    ("-NQ", "NQ"),
    ("-CT", "CT"),
    ("-KL", " KL"),
    ("Nghị quyết số ", "Nghị quyết số"),
]
DAMAGED = [
    pytest.param(text, text.replace(printed, read, 1), id=f"{text}: {printed} as {read}")
    for text in (
        "Thực hiện Nghị quyết số 11-NQ/TW ngày 03/6/2017 của Bộ Chính trị.",
        "Thực hiện Kết luận số 10-KL/TW ngày 12/01/2017 của Ban Bí thư.",
        "Căn cứ Nghị định số 10/2027/NĐ-CP ngày 5/3/2027 của Chính phủ.",
        "Căn cứ Luật số 12/2004/QH11 ngày 15/6/2004.",
        "Theo Quyết định số 120/QĐ-UBND ngày 5/3/2027 của UBND tỉnh.",
        "Theo Chỉ thị số 14-CT/TW ngày 5/3/2027.",
        "Theo Nghị quyết số 100/2027/QH15 của Quốc hội.",
    )
    for printed, read in SLIPS
    if printed in text and not (read == "CT" and "CT" in text)  # "14CT/TW": CT is also the chairman's own code
]


@pytest.mark.parametrize(("text", "read"), DAMAGED)
def test_slips_of_ocr_in_numbers_change_nothing(text: str, read: str) -> None:
    printed = [(kind, number, *rest) for kind, number, *rest in found(notice_of(text))]
    assert found(notice_of(nfc(read))) == [tuple(row) for row in printed]


@pytest.mark.parametrize("text", EXAMPLES)
def test_tone_style_and_dashes_change_nothing(text: str) -> None:
    new_style = text.replace("òa", "oà").replace("óa", "oá").replace("ủy", "uỷ").replace("Ủy", "Uỷ").replace("ỏe", "oẻ")
    assert found(notice_of(new_style)) == found(notice_of(text))
    assert found(notice_of(text.replace("-", "\N{EN DASH}"))) == found(notice_of(text))


@pytest.mark.parametrize("text", EXAMPLES)
def test_decomposed_letters_and_foreign_eth_are_put_right_before(text: str) -> None:
    decomposed = unicodedata.normalize("NFD", text).replace("Đ", "\N{LATIN CAPITAL LETTER ETH}")
    assert found(notice_of(nfc(decomposed))) == found(notice_of(text))


@pytest.mark.parametrize("text", EXAMPLES)
def test_quotes_are_slices(text: str) -> None:
    notice = notice_of("Mở đầu.", text)
    for citation in find_citations(notice):
        for mention in citation.mentions:
            assert notice.document.text[mention.start : mention.end] == mention.text


numerals = st.one_of(
    st.integers(0, 99_999).map(str),
    st.tuples(st.integers(1, 999), st.integers(0, 999)).map(lambda p: f"{p[0]}.{p[1]:03}"),
    st.tuples(st.integers(1, 99), st.integers(0, 99)).map(lambda p: f"{p[0]},{p[1]:02}%"),
    st.tuples(st.integers(1, 28), st.integers(1, 12), st.integers(1990, 2030)).map(lambda p: f"{p[0]}/{p[1]}/{p[2]}"),
    st.tuples(st.integers(1, 9), st.integers(100, 5000)).map(lambda p: f"{p[0]}/{p[1]}"),
    st.tuples(st.integers(2000, 2030), st.integers(2000, 2035)).map(lambda p: f"{p[0]} - {p[1]}"),
    st.integers(900_000_000, 999_999_999).map(lambda n: f"0{n // 1000000}.{n // 1000 % 1000:03}.{n % 1000:03}"),
    st.integers(10**11, 10**13).map(str),
    st.integers(1, 40).map(lambda n: f"{n}h{n % 60:02}"),
    st.integers(1, 90).map(lambda n: f"Km{n}+{n * 7}"),
    st.integers(1, 90).map(lambda n: f"A{n}-B{n + 3}"),
)
carriers = st.sampled_from(
    [
        "Thu ngân sách đạt {} triệu đồng, bằng {} dự toán.",
        "Ngày {} họp lúc {} tại phòng {}.",
        "Điện thoại {}; tài khoản số {} tại ngân hàng; fax {}.",
        "Bản đồ tỷ lệ {}, thửa số {}, tờ bản đồ số {}.",
        "Giai đoạn {} trồng {} ha, {} hộ tham gia.",
        "Số nhà {}, tổ {}, khu phố {}.",
        "Gói thầu số {} từ {} đến {}.",
        "Mã hồ sơ {}; mã số thuế {}; biển số {}.",
        "Có {} quyết định khen thưởng, {} kế hoạch tháng và {} báo cáo.",
        "Đạt {} kế hoạch năm {}, tăng {} so với cùng kỳ.",
    ]
)


@given(carriers, st.lists(numerals, min_size=3, max_size=3))
def test_numbers_alone_are_no_citations(carrier: str, numbers: list[str]) -> None:
    text = carrier.format(*numbers[: carrier.count("{}")])
    assert find_citations(notice_of(text)) == ()


def test_two_thousand_sentences_of_numbers_yield_none() -> None:
    chance = random.Random(7)
    shapes = ["{}/{}/20{:02}", "{}.{:03}.{:03}", "{},{}%", "{} - {}", "{}/{}", "0{}.{:03}.{:03}", "{}h{}", "{}-{}-{}"]
    shapes += [
        "A{}-B{}",
        "{}A{}",
        "Km{}+{}",
        "QL{}",
        "M{}x{}",
        "{}:{}",
        "({}) {}",
        "S{}/{}",
        "1/{}00",
        "{}x{}x{} m",
        "T{}/{}",
    ]
    words = [
        "mã hồ sơ",
        "biển số",
        "thửa số",
        "lô",
        "gói thầu số",
        "Mẫu số",
        "phòng",
        "Điều",
        "hóa đơn số",
        "tàu số",
        "fax",
        "thu đạt",
        "ngày",
        "tài khoản số",
        "điện thoại",
        "tỷ lệ",
        "từ",
        "số nhà",
        "kế hoạch",
        "quyết định",
        "đợt",
        "Nghị quyết",
    ]
    sentences = []
    for _ in range(2000):
        parts = []
        for _ in range(3):
            shape = chance.choice(shapes)
            parts.append(f"{chance.choice(words)} {shape.format(*(chance.randint(1, 99) for _ in range(3)))} đơn vị")
        sentences.append(f"Trong kỳ, {', '.join(parts)}.")
    assert find_citations(notice_of(*sentences)) == ()


@given(st.text(alphabet="0123456789 /-.,:;()QĐNTBKHsốúngàyLuật\n", max_size=200))
def test_nothing_breaks_it(text: str) -> None:
    lines = [" ".join(line.split()) for line in text.split("\n")]
    find_citations(notice_of(*[line for line in lines if line] or ["x"]))
