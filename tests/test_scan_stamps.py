"""Stamps of those who received a scan go off the page; lines that the page layout left out come back."""

import numpy as np
import pytest
from of_scan import BODY, as_png, font, page, texts
from PIL import Image, ImageDraw

from pipeline.ingest import read_bytes
from pipeline.ingest.lost_lines import with_lost_lines
from pipeline.ingest.ocr import recognise
from pipeline.ingest.ocr_models import BEST, FAST, installed
from pipeline.ingest.stamps import without_received_stamps

pytestmark = pytest.mark.skipif(
    not (installed(BEST) and installed(FAST)), reason="python -m pipeline.ingest.ocr_models install"
)


def boxed(words: tuple[str, str, str]) -> Image.Image:
    """A frame with a caption and a large word beside two lines, a little askew, as a stamp is put."""
    stamp = Image.new("L", (380, 170), "white")
    draw = ImageDraw.Draw(stamp)
    draw.rectangle((4, 4, 374, 164), outline="black", width=4)
    draw.line((4, 54, 374, 54), fill="black", width=4)
    draw.text((20, 12), "CỔNG THÔNG TIN TỈNH", fill="black", font=font(10, bold=True))
    draw.text((20, 80), words[0], fill="black", font=font(15, bold=True))
    draw.text((140, 66), words[1], fill="black", font=font(11))
    draw.text((140, 110), words[2], fill="black", font=font(11))
    return stamp.rotate(1.5, resample=Image.Resampling.BICUBIC, expand=True, fillcolor="white")


def test_the_stamp_of_a_receiver_is_no_part_of_the_text() -> None:
    image = page()
    image.paste(boxed(("ĐẾN", "Giờ: 9", "Ngày: 15/5/2024")), (90, 330))
    document = read_bytes("plan.png", as_png(image))
    assert not {"ĐẾN", "Giờ:", "Ngày:", "CỔNG"} & set(document.text.split())
    assert "KẾ HOẠCH" in texts(document)
    assert any("15/5/2024" in aside.text for aside in document.asides if aside.kind == "stamp")


def test_a_frame_with_other_words_stays() -> None:
    image = page()
    image.paste(boxed(("MẪU", "Biểu: 9", "Bảng: 15")), (90, 330))
    light = np.asarray(image.convert("L"))
    clear, stamps = without_received_stamps(light)
    assert stamps == []
    assert (clear == light).all()


def test_a_line_that_was_left_out_comes_back_in_its_place() -> None:
    light = np.asarray(page().convert("L"))
    lines = recognise(light)
    gone = next(at for at, line in enumerate(lines) if line.text.startswith(BODY[2][:20]))
    texts_again = [line.text for line in with_lost_lines(light, lines[:gone] + lines[gone + 1 :])]
    assert texts_again == [line.text for line in lines]
    assert with_lost_lines(light, lines) == lines
