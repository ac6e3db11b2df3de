"""A page as a scanner gives it, drawn by the tests: its makers, and what of it stands where in a Document."""

import io
from functools import cache
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from pipeline.document import Document

FONTS = Path("/usr/share/fonts/truetype/dejavu")
A4 = (1654, 2339)  # pixels at 200 dpi

LEFT = ["UBND TỈNH AN BÌNH", "SỞ NỘI VỤ", "Số: 217/KH-SNV"]
RIGHT = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "An Bình, ngày 14 tháng 5 năm 2024"]
BODY = [
    "Căn cứ Nghị định số 130/2020/NĐ-CP ngày 30 tháng 10 năm 2020 của Chính phủ",
    "về kiểm soát tài sản, thu nhập; Quyết định số 845/QĐ-UBND ngày 02/4/2024 của",
    "Ủy ban nhân dân tỉnh về việc giao nhiệm vụ, Sở Nội vụ xây dựng kế hoạch kiểm",
    "tra công tác cải cách hành chính như sau:",
    "1. Mục đích: đánh giá đúng thực trạng, phấn đấu 95% hồ sơ trả đúng hạn và thu",
    "6.200 triệu đồng phí, lệ phí, bằng 82,84% kế hoạch năm.",
    "2. Thời gian: từ ngày 20 tháng 5 đến ngày 15 tháng 6 năm 2024.",
]
RECIPIENTS = ["Nơi nhận:", "- Văn phòng tỉnh ủy;", "- Các phòng, ban;", "- Lưu văn thư."]
SIGNATURE = ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "", "", "", "Lê Thị Thanh Hà"]


@cache
def font(size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    """A serif font with Vietnamese letters (few have them all) at `size` points, at 200 dpi."""
    path = FONTS / ("DejaVuSerifCondensed-Bold.ttf" if bold else "DejaVuSerifCondensed.ttf")
    if not path.is_file():
        pytest.skip("DejaVu Serif Condensed is not installed (apt-get install fonts-dejavu-extra)")
    return ImageFont.truetype(str(path), round(size * 0.86 * 200 / 72))


def centred(draw: ImageDraw.ImageDraw, x: int, y: int, text: str, *, bold: bool = False, size: int = 13) -> None:
    draw.text((x - draw.textlength(text, font(size, bold=bold)) / 2, y), text, fill="black", font=font(size, bold=bold))


def page(stamp: str | None = None) -> Image.Image:
    """A one-page plan with letterhead and signature; `stamp` is the colour of the stamp on it."""
    image = Image.new("RGB", A4, "white")
    draw = ImageDraw.Draw(image)
    for row, (left, right) in enumerate(zip(LEFT, RIGHT, strict=True)):
        centred(draw, 450, 150 + 50 * row, left, size=12, bold=row == 1)
        centred(draw, 1120, 150 + 50 * row, right, size=12, bold=row < 2)
    centred(draw, 827, 380, "KẾ HOẠCH", bold=True)
    centred(draw, 827, 430, "Kiểm tra công tác cải cách hành chính năm 2024", bold=True)
    for row, text in enumerate(BODY):
        draw.text((240, 540 + 54 * row), text, fill="black", font=font(13))
    for row, text in enumerate(RECIPIENTS):
        draw.text((240, 1010 + 40 * row), text, fill="black", font=font(12, bold=not row))
    if stamp:
        for radius in (145, 132):
            draw.ellipse((940 - radius, 1160 - radius, 940 + radius, 1160 + radius), outline=stamp, width=5)
        draw.text((915, 1130), "SỞ", fill=stamp, font=font(12))
    for row, text in enumerate(SIGNATURE):
        centred(draw, 1120, 1010 + 48 * row, text, bold=True)
    return image


def as_png(image: Image.Image) -> bytes:
    data = io.BytesIO()
    image.save(data, "PNG", dpi=(200, 200))
    return data.getvalue()


def texts(document: Document, *, column: int | None = None, table: int | None = None) -> list[str]:
    """The lines outside tables, or those of one column of one table."""
    return [
        line.span.of(document.text)
        for line in document.lines
        if (
            line.cell is None
            if column is None
            else line.cell and (line.cell.table, line.cell.column) == (table, column)
        )
    ]
