"""Search and its filters, on SQLite and PostgreSQL alike: every test here runs on both."""

from collections.abc import Iterator

import pytest

from pipeline.archive import Archive, open_archive
from pipeline.archive.filters import Filter
from pipeline.archive.search import ALL, Found, Query, parse_query, search
from pipeline.errors import InputError
from tests.of_search import notice, stored

# Each with its day, so that their order is known: a.txt is the oldest.
EXACT = notice(body="- Thực hiện Nghị quyết Đảng ủy về chuyển đổi số.", day="ngày 01 tháng 3 năm 2024")
BARE = notice(body="- Thuc hien nghi quyet dang uy ve chuyen doi so.", day="ngày 02 tháng 3 năm 2024")
SCATTERED = notice(body="- Đảng bộ ra nghị trình; ủy viên đã quyết.", day="ngày 03 tháng 3 năm 2024")
OTHER_WORDS = notice(body="- Nghỉ lễ, quyết toán; dâng hương; ủy viên.", day="ngày 04 tháng 3 năm 2024")
NONE = notice(body="- Giao Văn phòng theo dõi.", issuer="CHI BỘ ẤP BA", day="ngày 05 tháng 3 năm 2024")


@pytest.fixture(scope="module")
def archive(shared_location: str) -> Iterator[Archive]:
    with open_archive(shared_location, create=True) as opened:
        stored(opened, EXACT, BARE, SCATTERED, OTHER_WORDS, NONE)
        yield opened


def found(location: str, texts: tuple[str, ...], words: str = "", asked: Filter = ALL, **options: int) -> Found:
    with open_archive(location, create=True) as archive:
        stored(archive, *texts)
        with archive.reading() as connection:
            return search(connection, words, asked, **options)


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("Nghị quyết Đảng ủy", ["1 phrase", "2 phrase, other accents", "3 words", "4 words, other accents"]),
        ("nghi quyet dang uy", ["2 phrase", "1 phrase, other accents", "4 words, other accents", "3 words, other accents"]),
        ("NGHỊ QUYẾT ĐẢNG UỶ", ["1 phrase", "2 phrase, other accents", "3 words", "4 words, other accents"]),
        ('"nghị quyết" "đảng ủy"', ["1 phrase", "2 phrase, other accents"]),
        ("đâng hương", ["4 phrase, other accents"]),  # `đ` is `d` where accents are left out
        ("dâng hương", ["4 phrase"]),
        ("dang huong", ["4 phrase, other accents"]),
        ("đang huong", ["4 phrase, other accents"]),
        ("lễ", ["4 phrase"]),
        ("14-TB/ĐU", ["5 phrase", "4 phrase", "3 phrase", "2 phrase", "1 phrase"]),
        ("14/TB ĐU", ["5 phrase", "4 phrase", "3 phrase", "2 phrase", "1 phrase"]),
        ("xuất nhập khẩu", []),
        ("nghị quyết xuất khẩu", []),
    ],
)  # fmt: skip
def test_exact_matches_come_first_then_other_accents_then_scattered_words(
    archive: Archive, words: str, names: list[str]
) -> None:
    with archive.reading() as connection:
        page = search(connection, words)
    assert [f"{hit.name.removesuffix('.txt')} {hit.match}" for hit in page.hits] == names
    assert page.after is None


def test_a_phrase_far_into_a_long_text_is_found_as_a_phrase(location: str) -> None:
    """PostgreSQL counts no word positions past 16,383."""
    rest = "- Thực hiện nhiệm vụ được giao theo kế hoạch.\n" * 2_000
    apart = notice(body=f"{rest}- Chợ Cái Nước; đầm Thị Tường.", day="ngày 02 tháng 3 năm 2024")
    together = notice(body=f"{rest}- Đầm Cái Nước.", day="ngày 01 tháng 3 năm 2024")
    page = found(location, (together, apart), "đầm Cái Nước")
    assert [(hit.name, hit.match) for hit in page.hits] == [("1.txt", "phrase"), ("2.txt", "words")]
    assert "Đầm Cái Nước" in (page.hits[0].snippet.text if page.hits[0].snippet else "")


def test_pages_hold_every_document_once_and_the_next_goes_on_where_the_last_ended(location: str) -> None:
    days = [f"ngày {day:02} tháng 3 năm 2024" for day in (5, 5, 1, 9, 3, 7, 2)]
    bodies = ["- Nghị quyết Đảng ủy.", "- Nghi quyet dang uy.", "- Ủy viên Đảng bộ quyết nghị."]
    texts = [notice(body=bodies[at % 3], day=day, number=f"Số {at + 1}-TB/ĐU") for at, day in enumerate(days)]
    with open_archive(location, create=True) as archive:
        stored(archive, *texts)
        with archive.reading() as connection:
            for words in ("nghị quyết đảng ủy", ""):
                whole = [hit.document for hit in search(connection, words).hits]
                assert len(whole) == 7
                for size in (1, 2, 3, 7):
                    paged, after = [], None
                    for _ in range(8):
                        page = search(connection, words, limit=size, after=after)
                        paged += [hit.document for hit in page.hits]
                        after = page.after
                        if not after:
                            break
                    assert paged == whole
        first = None
        with archive.reading() as connection:
            first = search(connection, "đảng ủy", limit=3)
        stored(archive, notice(body="- Nghị quyết Đảng ủy.", day="ngày 08 tháng 3 năm 2024", number="Số 99-TB/ĐU"))
        with archive.reading() as connection:
            second = search(connection, "đảng ủy", limit=20, after=first.after)
            assert not {hit.document for hit in first.hits} & {hit.document for hit in second.hits}


@pytest.mark.parametrize(
    ("words", "options", "message"),
    [
        ("***", {}, "no word to search for"),
        ("đảng ủy", {"limit": 0}, "give 1 or more"),
        ("đảng ủy", {"after": "next"}, "no cursor"),
        ("đảng ủy", {"after": "0-77-00000000"}, "the cursor of another search"),
        ("", {"asked": Filter(doc_type="thông báo")}, "no document of the type 'thông báo'; the archive is empty"),
        ("", {"asked": Filter(since="tháng 9")}, "--since tháng 9: no date; write 2025"),
        ("", {"asked": Filter(until="2025-02-30")}, "--until 2025-02-30: no date"),
    ],
)
def test_wrong_words_are_told(location: str, words: str, options: dict[str, object], message: str) -> None:
    with (
        open_archive(location, create=True) as archive,
        archive.reading() as connection,
        pytest.raises(InputError, match=message),
    ):
        search(connection, words, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("nghị quyết", (("nghị", "nghi"), ("quyết", "quyet"))),
        ('"nghị quyết" Đảng', (("nghị quyết", "nghi quyet"), ("đảng", "dang"))),
        ("68-NQ/TW, ", (("68 nq tw", "68 nq tw"),)),
        ('"nghị', (("nghị", "nghi"),)),  # a quotation that does not end
        ("- ; đến", (("đến", "den"),)),
        ("hoà", (("hòa", "hoa"),)),
        ("", ()),
    ],
)
def test_a_query_is_cut_as_texts_are(words: str, parts: tuple[tuple[str, str], ...]) -> None:
    assert parse_query(words) == Query(parts)


def test_a_snippet_shows_the_words_where_they_stand(location: str) -> None:
    body = "\n".join(f"- Nhiệm vụ thứ {at}: Giao các chi bộ rà soát, báo cáo." for at in range(40))
    text = notice(body=f"{body}\n- Rà soát đất công ở ấp Rạch Gốc\nvà ấp Kinh Ba trước ngày 30/9.\n{body}")
    page = found(location, (text,), "dat cong")
    (hit,) = page.hits
    assert hit.snippet
    assert "đất công ở ấp Rạch Gốc" in hit.snippet.text
    assert len(hit.snippet.text) < 260
    assert hit.snippet.page == 1
    with open_archive(location) as archive, archive.reading() as connection:
        (several,) = search(connection, "Rạch Gốc đất").hits
        whole = text.replace("\r", "")
        assert several.snippet
        assert several.snippet.text == whole[several.snippet.start : several.snippet.end]
        assert {whole[start:end] for start, end in several.snippet.marks} == {"đất", "Rạch", "Gốc"}
