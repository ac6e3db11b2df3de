"""Scans of the tests' own making, read by the real Tesseract: stamps, noise, skew, columns, tables."""

import io
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from of_scan import A4, BODY, LEFT, RECIPIENTS, RIGHT, SIGNATURE, as_png, font, page, texts
from PIL import Image, ImageDraw

from pipeline.document import Document
from pipeline.errors import InputError, MissingPartError, ReadError, Reason
from pipeline.ingest import read_bytes
from pipeline.ingest.ocr_models import BEST, FAST, installed, model_path
from pipeline.ingest.picture import render_layout
from pipeline.ingest.scan import is_grey

HEIC_PAGE = Path(__file__).parent / "files" / "plan.heic"
pytestmark = pytest.mark.skipif(
    not (installed(BEST) and installed(FAST)), reason="python -m pipeline.ingest.ocr_models install"
)


def as_pdf(*images: Image.Image) -> bytes:
    data = io.BytesIO()
    images[0].save(data, "PDF", resolution=200, save_all=True, append_images=images[1:])
    return data.getvalue()


def with_noise(image: Image.Image) -> Image.Image:
    """Dust: dots of one to three pixels, one in 4,000 pixels, as old scanners leave it."""
    chance = np.random.default_rng(7)
    pixels = np.asarray(image.convert("L")).copy()
    for y, x in zip(chance.integers(0, A4[1] - 3, 900), chance.integers(0, A4[0] - 3, 900), strict=True):
        height, width = chance.integers(1, 3, 2)
        pixels[y : y + height, x : x + width] = 0
    return Image.fromarray(pixels)


def askew(image: Image.Image) -> Image.Image:
    return image.rotate(1.7, resample=Image.Resampling.BICUBIC, fillcolor="white")


def faded(image: Image.Image) -> Image.Image:
    """Grey print on grey paper."""
    return image.convert("L").point([90 + level * 130 // 255 for level in range(256)])


def in_shade(image: Image.Image) -> Image.Image:
    """As photographed: the light falls off to the left, down to a third."""
    light = np.linspace(0.33, 1, image.width)[None, :]
    return Image.fromarray((np.asarray(image.convert("L")) * light).astype(np.uint8))


def wrong_words(document: Document, expected: Sequence[str]) -> list[str]:
    """The words of `expected` that the document's open text has not."""
    have = " ".join(texts(document)).split()
    return [word for word in " ".join(expected).split() if word not in have]


CONDITIONS: list[tuple[str, Callable[[], Image.Image]]] = [
    ("clean", page),
    ("red stamp", lambda: page("#d02030")),
    ("noise", lambda: with_noise(page())),
    ("skew", lambda: askew(page())),
    ("faded", lambda: faded(page())),
    ("in the shade", lambda: in_shade(page())),
    ("upside down", lambda: page().rotate(180)),
    ("on its side", lambda: page().rotate(90, expand=True)),
]


@pytest.mark.parametrize("make", [pytest.param(make, id=name) for name, make in CONDITIONS])
def test_a_page_is_read_whatever_lies_on_it_and_however_it_lies(make: Callable[[], Image.Image]) -> None:
    document = read_bytes("plan.png", as_png(make()))
    assert wrong_words(document, BODY) == []
    assert texts(document, table=0, column=0) == LEFT
    assert texts(document, table=0, column=1) == RIGHT
    assert texts(document, table=1, column=0) == RECIPIENTS
    assert texts(document, table=1, column=1) == [text for text in SIGNATURE if text]


def test_what_the_record_needs_to_trust_a_scan_is_there() -> None:
    document = read_bytes("plan.pdf", as_pdf(page()))
    assert document.pages[0].reader == "ocr"
    assert document.source.ocr_engine is not None
    assert document.source.ocr_engine.startswith("tesseract 5")
    assert document.source.ocr_confidence is not None
    assert document.source.ocr_confidence > 0.9
    assert "\n".join(line.span.of(document.text) for line in document.lines) == document.text
    assert " ".join(word.span.of(document.text) for word in document.words) == " ".join(document.text.split())
    start = document.text.index("845/QĐ-UBND")
    number = next(word for word in document.words if word.span.start == start)
    assert number.confidence > 0.97  # two readers agree
    assert 100 < number.box.y0 < 260 < number.box.x0 < 560


def test_pages_of_print_and_pages_of_pictures_stand_in_one_document_in_order() -> None:
    document = read_bytes("two.tiff", as_tiff(page(), one_line("Trang thứ hai của văn bản này.")))
    assert [page_.number for page_ in document.pages] == [1, 2]
    assert document.text.endswith("Trang thứ hai của văn bản này.")
    assert {line.page for line in document.lines} == {1, 2}


def as_tiff(*images: Image.Image) -> bytes:
    data = io.BytesIO()
    images[0].convert("1").save(
        data, "TIFF", save_all=True, append_images=[i.convert("1") for i in images[1:]], dpi=(200, 200)
    )
    return data.getvalue()


def one_line(text: str) -> Image.Image:
    image = Image.new("L", A4, 255)
    ImageDraw.Draw(image).text((240, 400), text, fill=0, font=font(13))
    return image


def with_a_black_bar(text: str) -> Image.Image:
    """`text` in white on a black bar between two lines of print, as the heads of tables and boxes are."""
    image = Image.new("L", A4, 255)
    draw = ImageDraw.Draw(image)
    draw.text((240, 300), BODY[0][:50], fill=0, font=font(13))
    draw.rectangle((230, 400, 1400, 480), fill=0)
    draw.text((250, 412), text, fill=255, font=font(13))
    draw.text((240, 540), BODY[1][:50], fill=0, font=font(13))
    return image


@pytest.mark.parametrize("text", ["Tổng số dự án đã hoàn thành trong kỳ: 15", "KẾT QUẢ KIỂM TRA NĂM 2024"])
def test_white_print_on_black_is_read(text: str) -> None:
    document = read_bytes("bar.png", as_png(with_a_black_bar(text)))
    assert texts(document) == [BODY[0][:50].strip(), text, BODY[1][:50].strip()]


@pytest.mark.parametrize(("mode", "expected"), [("1", True), ("L", True), ("RGB", False), ("CMYK", False)])
def test_red_is_not_looked_for_on_a_page_that_is_one_grey_picture(mode: str, expected: bool) -> None:
    with pypdfium2.PdfDocument(as_pdf(page().convert(mode))) as pdf:
        assert is_grey(pdf[0]) is expected


def test_red_is_looked_for_where_a_seal_lies_on_a_grey_picture_and_on_a_page_without_one() -> None:
    with pypdfium2.PdfDocument(as_pdf(page().convert("L"))) as pdf:
        seal = pypdfium2.PdfImage.new(pdf)
        seal.set_bitmap(pypdfium2.PdfBitmap.from_pil(Image.new("RGB", (40, 40), "red")))
        seal.set_matrix(pypdfium2.PdfMatrix().scale(90, 90).translate(300, 200))
        sheet = pdf[0]
        sheet.insert_obj(seal)
        assert not is_grey(sheet)
        assert not is_grey(pdf.new_page(595, 842))


def test_an_office_over_the_motto_is_no_stamp() -> None:
    image = Image.new("L", A4, 255)
    draw = ImageDraw.Draw(image)
    lines = ["ỦY BAN NHÂN DÂN XÃ HÒA BÌNH", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]
    for row, text in enumerate([*lines, "", "THÔNG BÁO", *BODY]):
        draw.text((240, 150 + 54 * row), text, fill=0, font=font(13))
    assert read_bytes("a.png", as_png(image)).text.split("\n")[:3] == lines


def test_a_ruled_table_comes_row_by_row() -> None:
    rows = [["TT", "Nội dung", "Kinh phí"], ["1", "Sửa chữa trụ sở", "1.250"], ["2", "Mua máy tính", "860"]]
    image = Image.new("L", A4, 255)
    draw = ImageDraw.Draw(image)
    draw.text((240, 200), "Kinh phí thực hiện kế hoạch trong năm như sau:", fill=0, font=font(13))
    columns = [240, 340, 1040, 1400]
    for row, cells in enumerate(rows):
        for column, text in enumerate(cells):
            box = (columns[column], 300 + 80 * row, columns[column + 1], 380 + 80 * row)
            draw.rectangle(box, outline=0, width=3)
            draw.text((box[0] + 20, box[1] + 15), text, fill=0, font=font(13))
    draw.text((240, 700), "Giao Văn phòng theo dõi việc thực hiện.", fill=0, font=font(13))
    document = read_bytes("table.png", as_png(image))
    found = [(line.cell.row, line.cell.column, line.span.of(document.text)) for line in document.lines if line.cell]
    assert found == [(r, c, text) for r, cells in enumerate(rows) for c, text in enumerate(cells)]
    assert [line.cell is None for line in document.lines] == [True, *[False] * 9, True]


def test_two_pages_on_one_sheet_are_read_one_after_the_other() -> None:
    sheet = Image.new("L", (A4[1], A4[0]), 255)
    draw = ImageDraw.Draw(sheet)
    for side, start in (("trái", 120), ("phải", 1280)):
        for row in range(8):
            draw.text(
                (start, 200 + 60 * row), f"Dòng thứ {row + 1} của trang bên {side}, viết đủ dài", fill=0, font=font(13)
            )
    document = read_bytes("sheet.png", as_png(sheet))
    sides = ["trái" if "trái" in line else "phải" for line in document.text.splitlines()]
    assert sides == ["trái"] * 8 + ["phải"] * 8


def test_a_picture_without_print_is_refused_with_a_reason() -> None:
    with pytest.raises(ReadError) as refused:
        read_bytes("white.png", as_png(Image.new("L", A4, 255)))
    assert refused.value.reason is Reason.NO_TEXT


def test_a_heic_picture_of_a_phone_is_read() -> None:
    """The file was made by Debian's `heif-enc -q 20` from the upper part of `page()`; pi_heif cannot write."""
    document = read_bytes("plan.heic", HEIC_PAGE.read_bytes())
    assert document.source.media_type == "image/heic"
    assert wrong_words(document, BODY[:3]) == []
    assert texts(document, table=0, column=0) == LEFT


def test_a_broken_heic_is_refused_with_a_reason() -> None:
    with pytest.raises(ReadError) as refused:
        read_bytes("plan.heic", HEIC_PAGE.read_bytes()[:2000])
    assert refused.value.reason is Reason.DAMAGED


def test_a_broken_picture_is_refused_with_a_reason() -> None:
    with pytest.raises(ReadError) as refused:
        read_bytes("half.png", as_png(page())[:3000])
    assert refused.value.reason is Reason.DAMAGED


def test_a_missing_model_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TRICHYEU_TESSDATA", str(tmp_path))
    with pytest.raises(MissingPartError, match=r"python -m pipeline\.ingest\.ocr_models install"):
        model_path(BEST)


def test_a_model_with_another_hash_is_not_taken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "vie_best.traineddata").write_bytes(b"something else")
    monkeypatch.setenv("TRICHYEU_TESSDATA", str(tmp_path))
    assert not installed(BEST)


def test_a_page_is_drawn_with_its_lines() -> None:
    data = as_pdf(page())
    document = read_bytes("plan.pdf", data)
    drawn = Image.open(io.BytesIO(render_layout(document, data, 1)))
    assert drawn.size == pytest.approx((A4[0] / 2, A4[1] / 2), abs=2)
    line = next(line for line in document.lines if line.cell is None and line.box)
    assert line.box
    edge = drawn.getpixel((round(line.box.x0 * 100 / 72) + 20, round(line.box.y0 * 100 / 72)))
    assert edge != (255, 255, 255)
    with pytest.raises(InputError, match="no page 7"):
        render_layout(document, data, 7)
