"""A page as a picture with its lines drawn on it, and how sure OCR was of each word."""

import io

import pypdfium2
from PIL import Image, ImageDraw, ImageOps

from pipeline.document import Box, Document
from pipeline.errors import InputError
from pipeline.ingest.detect import PDF

__all__ = ["page_picture", "render_layout"]

_DPI = 100
_LINE = "#1f6fb4"
_IN_CELL = "#7a3fa0"
_SURE, _UNSURE = 0.9, 0.6  # words between these are drawn in orange, below in red


def page_picture(data: bytes, media_type: str, number: int, turns: int = 0) -> Image.Image:
    """Page `number` of a PDF or of a picture file at 100 dpi; `turns` quarter turns (clockwise) put it upright."""
    if media_type == PDF:
        with pypdfium2.PdfDocument(data) as pdf:
            picture: Image.Image = pdf[number - 1].render(scale=_DPI / 72, may_draw_forms=True).to_pil()
    else:
        file = Image.open(io.BytesIO(data))
        file.seek(number - 1)
        picture = ImageOps.exif_transpose(file)
    return picture.convert("RGB").rotate(-90 * turns, expand=True)


def _colour(confidence: float) -> str:
    return "#2e8b57" if confidence >= _SURE else "#e08a00" if confidence >= _UNSURE else "#d02020"


def render_layout(document: Document, data: bytes, number: int) -> bytes:
    """Page `number` as PNG: lines framed (those in cells apart), below each OCR word a bar that tells its confidence.

    `data` are the bytes of the file that `document` was read from.
    """
    page = next((page for page in document.pages if page.number == number), None)
    if page is None:
        raise InputError(f"{document.source.name}: there is no page {number}; it has {len(document.pages)}")
    if page.width is None or page.height is None:
        raise InputError(f"{document.source.name}: a {document.source.media_type} has no pages of its own to draw")
    turned = [remark for remark in document.remarks if remark.code == "turned page"]
    words = [remark.message.split() for remark in turned]
    turns = next((int(word[5]) // 90 for word in words if word[1] == str(number)), 0)
    picture = page_picture(data, document.source.media_type, number, turns)
    draw = ImageDraw.Draw(picture)
    across, down = picture.width / page.width, picture.height / page.height

    def place(box: Box) -> tuple[float, float, float, float]:
        return box.x0 * across, box.y0 * down, box.x1 * across, box.y1 * down

    for line in document.lines:
        if line.page == number and line.box is not None:
            draw.rectangle(place(line.box), outline=_LINE if line.cell is None else _IN_CELL)
    for word in document.words:
        if word.page == number:
            x0, _, x1, y1 = place(word.box)
            draw.line((x0, y1, x1, y1), fill=_colour(word.confidence), width=3)
    for aside in document.asides:
        if aside.page == number and aside.box is not None:
            draw.rectangle(place(aside.box), outline="#999999")
    png = io.BytesIO()
    picture.save(png, "PNG")
    return png.getvalue()
