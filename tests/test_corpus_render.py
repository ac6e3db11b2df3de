"""The renderers of legacy encodings and scans: what they write opens elsewhere and says what the text says."""

import hashlib
import re
import subprocess
import unicodedata
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from PIL import Image

from corpus.generator import Notice, generate
from corpus.render import render
from corpus.render.legacy import tcvn3_runs, vni_runs
from corpus.render.scan import Scan, pictures


@pytest.fixture(scope="module")
def notice() -> Notice:
    return generate(seed=7, index=1, split="train")


@pytest.fixture(scope="module")
def pdf(notice: Notice, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return render(notice, "pdf", tmp_path_factory.mktemp("pdf"))


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Đảng", [(".VnTime", "§¶ng")]),
        ("ủy", [(".VnTime", "ñy")]),
        ("Ủy ban", [(".VnTimeH", "ñ"), (".VnTime", "y ban")]),  # a capital with a tone has no code of its own
        ("ưu tiên", [(".VnTime", "\xadu tiªn")]),
        ("68-NQ/TW", [(".VnTime", "68-NQ/TW")]),
        ("2025 – 2030", [(".VnTime", "2025 - 2030")]),
    ],
)
def test_tcvn3(text: str, codes: list[tuple[str, str]]) -> None:
    assert list(tcvn3_runs(text)) == codes


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Đảng ủy", "Ñaûng uûy"),
        ("Quyết định", "Quyeát ñònh"),
        ("đường Nguyễn Trãi", "ñöôøng Nguyeãn Traõi"),
        ("tỉ lệ kỷ luật kỵ", "tæ leä kyû luaät kî"),
        ("ẤP BẮC", "AÁP BAÉC"),
    ],
)
def test_vni(text: str, codes: str) -> None:
    assert list(vni_runs(text)) == [("VNI-Times", codes)]


@pytest.mark.parametrize(
    ("name", "font", "code"), [("tcvn3-rtf", b"{\\f0 ", b"\\'a7"), ("vni-rtf", b"{\\f2 ", b"\\'d1")]
)
def test_legacy_rtf_is_eight_bit_with_its_font_named(
    notice: Notice, tmp_path: Path, name: str, font: bytes, code: bytes
) -> None:
    data = render(notice, name, tmp_path).read_bytes()
    assert data.isascii()
    assert b".VnTime;" in data
    assert font in data
    assert code in data.lower()  # the capital Đ of the letterhead


def test_a_legacy_word_file_keeps_its_codes(notice: Notice, tmp_path: Path) -> None:
    path = render(notice, "tcvn3-doc", tmp_path)
    assert path.read_bytes()[:4] == b"\xd0\xcf\x11\xe0"
    shown = subprocess.run(["catdoc", "-d", "utf-8", path], capture_output=True, check=True, text=True).stdout
    title = notice.gold["header"]["doc_type"].upper()
    codes = "".join(run for _, run in tcvn3_runs(title)).replace("\xad", "")  # catdoc drops TCVN3's ư, a soft hyphen
    assert title not in shown
    assert codes in unicodedata.normalize("NFC", shown)


def test_scans_are_drawn_from_the_seed(pdf: Path) -> None:
    scan = Scan(dpi=60, stamp=True, skew=1.0)
    one, again, other = (b"".join(page.tobytes() for page in pictures(pdf, scan, seed)) for seed in (1, 1, 2))
    assert hashlib.sha256(one).digest() == hashlib.sha256(again).digest()
    assert one != other
    last = np.asarray(pictures(pdf, scan, 1)[-1]).astype(int)
    assert ((last[..., 0] - last[..., 1]) > 80).sum() > 200, "a red stamp"
    straight = pictures(pdf, Scan(dpi=60, noise=0, blur=0), 1)[0]
    turned = pictures(pdf, Scan(dpi=60, noise=0, blur=0, upside_down=0), 1)[0]
    assert turned.transpose(Image.Transpose.ROTATE_180).tobytes() == straight.tobytes()


@pytest.mark.parametrize("name", ["scan-pdf", "two-up-pdf", "garbled-pdf"])
def test_scanned_pdf_opens(notice: Notice, tmp_path: Path, name: str) -> None:
    page = pypdfium2.PdfDocument(render(notice, name, tmp_path))[0]
    assert (page.get_width() > page.get_height()) == (name == "two-up-pdf")
    text = page.get_textpage().get_text_range()
    if name == "garbled-pdf":
        assert re.search("UBND|DANG|Dang|CONG", text), "an old text layer, its marks lost"
        assert not re.search("[ảẢộỘ]", text)
    else:
        assert text.strip() == ""
