"""Scans: the pages of a PDF as pictures with what paper and machines do to them.

Everything is drawn from the seed; the same PDF, options and seed give the same pixels.
"""

import io
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image, ImageDraw, ImageFilter

__all__ = ["Scan", "pictures", "write_garbled_pdf", "write_mixed_pdf", "write_scan", "write_tiff"]


@dataclass(frozen=True, slots=True)
class Scan:
    """How a document was scanned. `skew` in degrees, `noise` as standard deviation of grey levels,
    `blur` as radius in pixels, `quality` of the JPEG."""

    dpi: int = 200
    colour: bool = False
    stamp: bool = False
    skew: float = 0.0
    noise: float = 4.0
    blur: float = 0.4
    quality: int = 70
    two_up: bool = False
    upside_down: int | None = None  # the page (from 0) that lay the wrong way round


def pictures(pdf: Path, scan: Scan, seed: int) -> list[Image.Image]:
    """The pages of `pdf` as the scanner saw them."""
    chance = np.random.default_rng(seed)
    pages: list[Image.Image] = []
    document = pypdfium2.PdfDocument(pdf)
    for number, page in enumerate(document):
        picture = page.render(scale=scan.dpi / 72).to_pil().convert("RGB")
        if scan.stamp and number == len(document) - 1:
            _stamp(picture, scan.dpi, chance)
        if scan.skew:
            angle = float(chance.uniform(-scan.skew, scan.skew))
            picture = picture.rotate(angle, Image.Resampling.BICUBIC, fillcolor="white")
        if scan.blur:
            picture = picture.filter(ImageFilter.GaussianBlur(scan.blur))
        if scan.noise:
            pixels = np.asarray(picture, dtype=np.int16)
            grain = chance.normal(0, scan.noise, pixels.shape[:2])[..., None]
            picture = Image.fromarray(np.clip(pixels + grain - abs(grain) / 2, 0, 255).astype(np.uint8))
        if number == scan.upside_down:
            picture = picture.transpose(Image.Transpose.ROTATE_180)
        pages.append(picture if scan.colour or scan.stamp else picture.convert("L"))
    document.close()
    return _two_up(pages) if scan.two_up else pages


def _stamp(picture: Image.Image, dpi: int, chance: np.random.Generator) -> None:
    """A round red stamp over the place of the signature, half covering it."""
    radius = int(0.7 * dpi)
    x, y = int(picture.width * 0.62), int(picture.height * float(chance.uniform(0.45, 0.6)))
    layer = Image.new("RGBA", picture.size)
    draw = ImageDraw.Draw(layer)
    for width, inset in ((max(2, dpi // 50), 0), (max(1, dpi // 100), dpi // 12)):
        draw.ellipse(
            (x - radius + inset, y - radius + inset, x + radius - inset, y + radius - inset),
            outline=(200, 30, 40, 190),
            width=width,
        )
    draw.regular_polygon((x, y, radius // 3), 5, fill=(200, 30, 40, 150))
    picture.paste(layer, (0, 0), layer)


def _two_up(pages: Sequence[Image.Image]) -> list[Image.Image]:
    """Two pages side by side on a sheet, as from a copied book."""
    sheets = []
    for first in range(0, len(pages), 2):
        pair = pages[first : first + 2]
        sheet = Image.new(pair[0].mode, (2 * pair[0].width, pair[0].height), "white")
        for index, page in enumerate(pair):
            sheet.paste(page, (index * pair[0].width, 0))
        sheets.append(sheet)
    return sheets


def _pdf_of(pages: Sequence[Image.Image], scan: Scan) -> bytes:
    """A PDF of JPEG pictures, one a page, without dates or names of programs."""
    out = pypdfium2.PdfDocument.new()
    for picture in pages:
        jpeg = io.BytesIO()
        picture.save(jpeg, "JPEG", quality=scan.quality)
        width, height = picture.width * 72 / scan.dpi, picture.height * 72 / scan.dpi
        image = pypdfium2.PdfImage.new(out)
        jpeg.seek(0)
        image.load_jpeg(jpeg)
        image.set_matrix(pypdfium2.PdfMatrix().scale(width, height))
        page = out.new_page(width, height)
        page.insert_obj(image)
        page.gen_content()
    data = io.BytesIO()
    out.save(data)
    return data.getvalue()


def write_scan(pdf: Path, path: Path, scan: Scan, seed: int) -> None:
    """The scan of `pdf` as a PDF of pictures."""
    path.write_bytes(_pdf_of(pictures(pdf, scan, seed), scan))


def write_tiff(pdf: Path, path: Path, scan: Scan, seed: int) -> None:
    """The scan of `pdf` as one TIFF of many pages."""
    first, *others = pictures(pdf, scan, seed)
    first.save(path, "TIFF", save_all=True, append_images=others, compression="tiff_lzw", dpi=(scan.dpi, scan.dpi))


def write_mixed_pdf(pdf: Path, path: Path, scan: Scan, seed: int) -> None:
    """Every second page a picture, the others digital: a text layer that is partial."""
    digital = pypdfium2.PdfDocument(pdf)
    scanned = pypdfium2.PdfDocument(_pdf_of(pictures(pdf, scan, seed), scan))
    out = pypdfium2.PdfDocument.new()
    for number in range(len(digital)):
        out.import_pages(scanned if number % 2 else digital, [number])
    out.save(path)


def write_garbled_pdf(pdf: Path, path: Path, scan: Scan, seed: int) -> None:
    """Pictures with an old OCR layer behind them: the words without their marks, some letters wrong."""
    chance = np.random.default_rng(seed)
    digital = pypdfium2.PdfDocument(pdf)
    out = pypdfium2.PdfDocument(_pdf_of(pictures(pdf, scan, seed), scan))
    font = pdfium.FPDFText_LoadStandardFont(out.raw, b"Helvetica")
    for source, page in zip(digital, out, strict=True):
        height = page.get_height()
        text = source.get_textpage().get_text_range()
        for row, line in enumerate(filter(str.strip, text.splitlines())):
            thing = pdfium.FPDFPageObj_CreateTextObj(out.raw, font, 10)
            words = (_misread(line.strip(), chance) + "\0").encode("utf-16-le")
            buffer = (pdfium.FPDF_WCHAR * (len(words) // 2)).from_buffer_copy(words)
            pdfium.FPDFText_SetText(thing, buffer)
            pdfium.FPDFTextObj_SetTextRenderMode(thing, pdfium.FPDF_TEXTRENDERMODE_INVISIBLE)
            pdfium.FPDFPageObj_Transform(thing, 1, 0, 0, 1, 60, height - 60 - 14 * row)
            pdfium.FPDFPage_InsertObject(page.raw, thing)
        page.gen_content()
    out.save(path)


def _misread(line: str, chance: np.random.Generator) -> str:
    """`Ủy ban nhân dân` as `Uy ban nhan dan`, with an l for an i now and then."""
    bare = "".join(sign for sign in unicodedata.normalize("NFD", line) if sign.isascii())
    bare = bare.replace("i", "l") if chance.random() < 0.1 else bare
    return bare.replace("q", "g") if chance.random() < 0.1 else bare
