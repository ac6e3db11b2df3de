"""The syllables are listed, and lost spaces come back only where there is one way to put them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.vietnamese.syllables import close_spaced, glued_words, is_syllable, split_glued, syllables

REAL = """
    nghiêng khuỷu quýt giếng giêng gì gìn ngoằn ngoèo khuya uống yêu ý ủy uỷ hòa hoà quả quở thuở rượu ruộng
    xoong huých quyết quyển tuyết khuynh hươu nguyệt ghế nghệ kỳ kiểm cà cương gà gừng đường ẩm oanh ợ ừ
    giúp quát quạt quới Tây Nguyên THUỴ HUẾ Nghị QUYẾT
"""
NOT = """
    QĐ UBND VNPT Facebook DDCI Đăk Lăk Krông H'Drai Pleiku www TTg ka gê cê qa đựoc ngừoi sang-trọng phc
    NGHị nhânx được1 thêt bach́ up1 w j f z ăn1
"""


def test_the_listing_is_finite_and_holds_no_stop_without_its_tone() -> None:
    listed = syllables()
    assert 15_000 < len(listed) < 20_000
    assert all(syllable == syllable.lower() and len(syllable) <= 7 for syllable in listed)
    assert not {"đap", "cac", "tich", "môt", "viêc"} & listed  # a stop needs sắc or nặng
    assert {"đáp", "các", "tịch", "một", "việc"} <= listed
    assert not {"kả", "cế", "ngiêm", "gế", "ghà"} & listed  # k gh ngh stand before e ê i y only


@pytest.mark.parametrize("text", REAL.split())
def test_is_a_syllable(text: str) -> None:
    assert is_syllable(text)


@pytest.mark.parametrize("text", NOT.split())
def test_is_no_syllable(text: str) -> None:
    assert not is_syllable(text)


@pytest.mark.parametrize(
    ("word", "pieces"),
    [
        ("vềviệc", "về việc"),
        ("Tờtrình", "Tờ trình"),
        ("thứI", "thứ I"),
        ("kỳ2025", "kỳ 2025"),
        ("số357", "số 357"),
        ("uỷUBND", "uỷ UBND"),
        ("sựĐảng", "sự Đảng"),
        ("bộxã", "bộ xã"),
        ("trịđểtuyên", "trị để tuyên"),
        ("ĐứcAnh", "Đức Anh"),
        ("HỘINGHỊ", None),  # capitals fall apart too, but H Ộ I N could be cut elsewhere
        ("vụcủa", None),  # vụ + của or vục + ủa
        ("thựchiện", None),  # thực + hiện or thự + chiện
        ("ngừoi", None),  # a slip of the pen
        ("nghịêm", None),
        ("lực3", None),  # a note's mark
        ("độ1", None),
        ("Quyết", None),
        ("Đăk", None),
        ("Facebook", None),
        ("UBND", None),
        ("QĐ", None),
        ("tr", None),
        ("chiÕm", None),  # an old encoding
        ("mừng1tuổi", None),
    ],
)
def test_lost_space(word: str, pieces: str | None) -> None:
    assert split_glued(word) == (tuple(pieces.split()) if pieces else None)


@pytest.mark.parametrize(
    ("word", "pieces"),
    [
        ("vụcủa", "vụ của"),
        ("dựán", "dự án"),
        ("vềnông", "về nông"),
        ("tỷlệhọc", "tỷ lệ học"),
        ("độ1", "độ 1"),
        ("lực3", None),
        ("Lạch", None),
    ],
)
def test_lost_space_in_a_text_known_to_lose_them(word: str, pieces: str | None) -> None:
    assert split_glued(word, loses_spaces=True) == (tuple(pieces.split()) if pieces else None)


def test_a_text_with_three_sure_words_is_one_that_loses_spaces() -> None:
    two = ["Báo cáo vềviệc này", "của Đảng bộxã, dựán"]
    assert glued_words(two) == {"vềviệc": ("về", "việc"), "bộxã": ("bộ", "xã")}
    assert glued_words([*two, "nhiệm kỳ2025"])["dựán"] == ("dự", "án")


def test_a_sound_text_has_nothing_to_repair() -> None:
    assert (
        glued_words(["Thực hiện Quyết định số 15/QĐ-UBND về xã Đăk Ruồng, thôn Y Tý, Công ty VNPT, PGS.TS Hồ Thị Hải"])
        == {}
    )


@pytest.mark.parametrize(
    ("text", "closed"),
    [
        ("B Á O C Á O", "BÁO CÁO"),
        ("T i ế n h à n h t i ế p n h ậ n", "Tiến hành tiếp nhận"),
        ("các nhóm A B C D E", None),
        ("a b c d e g h", None),
        ("I I I I I", None),
        ("x y z", None),
    ],
)
def test_spaced_letters(text: str, closed: str | None) -> None:
    assert close_spaced(text) == ([(0, len(text), closed)] if closed else [])


@given(st.text(max_size=60))
def test_pieces_make_the_word(word: str) -> None:
    pieces = split_glued(word, loses_spaces=True)
    assert pieces is None or "".join(pieces) == word
