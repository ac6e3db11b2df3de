"""Scanned pages -> lines: PDF pages without a usable text layer, and pictures (PNG, JPEG, TIFF, HEIC).

scan_pdf_page(page, 3)      the lines and the RawPage of one PDF page
read_image("a.tiff", data)  the Document of a picture file, a page a frame
"""

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice, pairwise

import numpy as np
import pypdfium2
from PIL import Image, ImageOps, UnidentifiedImageError
from pypdfium2 import raw

from pipeline.document import Document, Remark
from pipeline.errors import ReadError, Reason
from pipeline.ingest.build import Origin, RawLine, RawPage, RawWord, build_document, turned_page
from pipeline.ingest.detect import HEIC, detect
from pipeline.ingest.handwriting import by_hand
from pipeline.ingest.headings import in_turn
from pipeline.ingest.image import (
    DPI,
    Grey,
    Picture,
    densest_band,
    grey,
    gutter,
    lies_sideways,
    prepare,
    scaled,
    without_shadows,
)
from pipeline.ingest.layout import LaidLine, lay_out
from pipeline.ingest.lost_lines import with_lost_lines
from pipeline.ingest.ocr import OcrLine, engine_name, recognise
from pipeline.ingest.repair import repaired
from pipeline.ingest.second_reader import has_second_reader, second_look
from pipeline.ingest.stamps import without_received_stamps

__all__ = ["ScannedPage", "is_grey", "next_table", "read_image", "scan_origin", "scan_pdf_page", "scan_picture"]

_DOUBTFUL = 0.65  # below this mean confidence a page may lie on its head
_A4 = 842.0  # points, the long side that a picture without a stated resolution is taken to have
_MOST_PIXELS = 80_000_000


@dataclass(frozen=True, slots=True)
class ScannedPage:
    """What OCR gave for a page."""

    lines: tuple[RawLine, ...]
    page: RawPage
    remarks: tuple[Remark, ...] = ()


def _raw_line(laid: LaidLine, number: int, picture: Picture, gap: int) -> RawLine:
    line = laid.line
    words = tuple(
        RawWord(
            word.text,
            picture.box(word.left, word.top, word.right, word.bottom),
            word.confidence,
            word.alternatives,
            word.was,
            word.reason,
        )
        for word in line.words
    )
    box = picture.box(line.left, line.top, line.right, line.bottom)
    return RawLine(line.text, number, box, cell=laid.cell, gap=gap, aside=laid.aside, words=words)


def _repaired(laid_lines: list[LaidLine]) -> list[LaidLine]:
    """The lines that are text put right; what was set aside stays as it was read."""
    right = iter(repaired(laid.line for laid in laid_lines if not laid.aside))
    return [laid if laid.aside else replace(laid, line=next(right)) for laid in laid_lines]


def _raw_lines(laid_lines: list[LaidLine], number: int, picture: Picture) -> tuple[RawLine, ...]:
    """The lines with the blank lines before them: as many as would fit into the space."""
    steps = [b.line.bottom - a.line.bottom for a, b in pairwise(laid_lines) if not (a.aside or b.aside or b.cell)]
    near = sorted(step for step in steps if step > 10)
    pitch = near[len(near) // 2] if near else 45
    raw: list[RawLine] = []
    before: LaidLine | None = None
    for laid in laid_lines:
        gap = 0
        if not laid.aside:
            if before is not None and laid.line.bottom > before.line.bottom:
                gap = max(0, round((laid.line.bottom - before.line.bottom) / pitch - 0.25) - 1)
            before = laid
        raw.append(_raw_line(laid, number, picture, gap))
    return tuple(raw)


def _sureness(lines: Iterable[OcrLine]) -> float:
    """The mean confidence, long words counting for more; 1 where nothing was read."""
    words = [word for line in lines for word in line.words]
    weight = sum(len(word.text) for word in words)
    return sum(word.confidence * len(word.text) for word in words) / weight if weight else 1.0


def _best_turn(light: Grey, turns: tuple[int, ...]) -> int:
    """Which of `turns` (quarter turns clockwise) makes the print readable: tried on a band of the page.

    The first of them stands unless another is clearly better.
    """
    best, best_score = turns[0], -1.0
    for turn in turns:
        band = densest_band(np.ascontiguousarray(np.rot90(light, -turn)))
        lines = recognise(band, layout=6)
        score = _sureness(lines) if lines else 0.0
        if score > best_score + (0.1 if best_score >= 0 else 0.0):
            best, best_score = turn, score
    return best


def _recognised(picture: Picture) -> list[tuple[Grey, list[OcrLine]]]:
    """What Tesseract reads; of two pages on one sheet the left one and the right one, each by itself."""
    middle = gutter(picture.grey)
    if middle is None:
        return [(picture.grey, with_lost_lines(picture.grey, recognise(picture.grey)))]
    left, right = picture.grey.copy(), picture.grey.copy()
    left[:, middle:] = right[:, :middle] = 255
    return [(half, with_lost_lines(half, recognise(half))) for half in (left, right)]


def _in_letterhead(one: LaidLine, light: Grey) -> bool:
    return one.cell is not None and one.aside is None and one.line.bottom < 0.5 * light.shape[0]


def _laid_out(sheets: list[tuple[Grey, list[OcrLine]]], table: int) -> list[LaidLine]:
    """The lines of a sheet's pages in reading order, put right, their figures read twice."""
    laid: list[LaidLine] = []
    for light, lines in sheets:
        page = _repaired(lay_out(light, lines, table))
        if has_second_reader():
            page = [one if one.aside else replace(one, line=second_look(light, one.line)) for one in page]
        page = [replace(one, line=by_hand(light, one.line)) if _in_letterhead(one, light) else one for one in page]
        table = max((one.cell.table + 1 for one in page if one.cell), default=table)
        laid += page
    return laid


def scan_picture(image: Image.Image, number: int, width: float, height: float, first_table: int = 0) -> ScannedPage:
    """The lines of a picture that shows page `number`, of `width` x `height` points.

    `first_table` is the number of its first table, which count through the document.
    """
    light = without_shadows(scaled(grey(image), image.width * 72 / width))
    turns = _best_turn(light, (1, 3, 0)) if lies_sideways(light) else 0
    picture = prepare(light, width, height, turns)
    clear, stamps = without_received_stamps(picture.grey)
    picture = replace(picture, grey=clear)
    sheets = _recognised(picture)
    if _sureness(line for _, lines in sheets for line in lines) < _DOUBTFUL:
        better = _best_turn(light, (turns, *({0, 1, 2, 3} - {turns})))
        if better != turns:
            turns, picture = better, prepare(light, width, height, better)
            stamps = []
            sheets = _recognised(picture)
    laid = _laid_out(sheets, first_table) + [LaidLine(line, aside="stamp") for line in stamps]
    words = [word for placed in laid if not placed.aside for word in placed.line.words]
    weight = sum(len(word.text) for word in words)
    sure = sum(word.confidence * len(word.text) for word in words) / weight if weight else None
    page = RawPage(number, "ocr", picture.width, picture.height, None if sure is None else round(sure, 4))
    remarks = (turned_page(number, turns),) if turns else ()
    return ScannedPage(_raw_lines(laid, number, picture), page, remarks)


def next_table(lines: Iterable[RawLine], first: int) -> int:
    """The number of the next table after `lines`, whose own tables count from `first`."""
    return max((line.cell.table + 1 for line in lines if line.cell), default=first)


def is_grey(page: pypdfium2.PdfPage) -> bool:
    """Whether a page is one picture in black and white or grey, so that no red has to be looked for."""
    objects = list(islice(page.get_objects(), 2))
    if len(objects) != 1 or not isinstance(objects[0], pypdfium2.PdfImage):
        return False
    said = objects[0].get_metadata()
    return bool(said.bits_per_pixel == 1 or said.colorspace == raw.FPDF_COLORSPACE_DEVICEGRAY)


def scan_pdf_page(page: pypdfium2.PdfPage, number: int, first_table: int = 0) -> ScannedPage:
    """The lines of a PDF page, read from its picture."""
    width, height = page.get_size()
    image = page.render(scale=DPI / 72, grayscale=is_grey(page)).to_pil()
    return scan_picture(image, number, width, height, first_table)


def _frames(name: str, data: bytes) -> Iterator[Image.Image]:
    """The pictures of a file, upright as their Exif says."""
    if detect(name, data) == HEIC:
        from pi_heif import register_heif_opener

        register_heif_opener()
    try:
        file = Image.open(io.BytesIO(data))
        for frame in range(getattr(file, "n_frames", 1)):
            file.seek(frame)
            if file.width * file.height > _MOST_PIXELS:
                raise ReadError(
                    name, Reason.TOO_LARGE, f"{file.width} x {file.height} pixels; scan at 200 dpi", frame + 1
                )
            yield ImageOps.exif_transpose(file)
    except Image.DecompressionBombError as bomb:
        raise ReadError(name, Reason.TOO_LARGE, f"{bomb}; scan at 200 dpi") from bomb
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as broken:
        raise ReadError(name, Reason.DAMAGED, f"the picture cannot be opened ({broken}); scan it again") from broken


def _resolution(image: Image.Image) -> float:
    """Dots an inch as the file says, if that makes a sheet of paper; else as if the sheet were A4."""
    stated = image.info.get("dpi", (0, 0))[0]
    long_side = max(image.size)
    if stated and 400 <= long_side * 72 / float(stated) <= 2000:
        return float(stated)
    return long_side * 72 / _A4


def read_image(name: str, data: bytes) -> Document:
    """The Document of a picture file; each of its frames is a page."""
    lines: list[RawLine] = []
    pages: list[RawPage] = []
    remarks: list[Remark] = []
    tables = 0
    for number, image in enumerate(_frames(name, data), 1):
        dpi = _resolution(image)
        scanned = scan_picture(image, number, image.width * 72 / dpi, image.height * 72 / dpi, tables)
        tables = next_table(scanned.lines, tables)
        lines += scanned.lines
        pages.append(scanned.page)
        remarks += scanned.remarks
    if not lines:
        raise ReadError(name, Reason.NO_TEXT, "no print was found in the picture; scan it again, straight and sharp")
    return build_document(
        in_turn(lines), scan_origin(Origin(name, data, detect(name, data), "image", "1"), pages), pages, remarks
    )


def scan_origin(origin: Origin, pages: list[RawPage]) -> Origin:
    """The origin of a document of which some pages were read by OCR: with the engine and its confidence."""
    sure = [page.confidence for page in pages if page.confidence is not None]
    return replace(
        origin,
        ocr_engine=engine_name(),
        ocr_confidence=round(sum(sure) / len(sure), 4) if sure else None,
    )
