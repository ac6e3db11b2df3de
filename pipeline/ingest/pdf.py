"""PDF with a text layer -> Document."""

import pypdfium2

from pipeline.document import Document
from pipeline.errors import ReadError, Reason
from pipeline.ingest.build import Origin, RawLine, RawPage, build_document
from pipeline.ingest.detect import PDF
from pipeline.ingest.text_layer import has_picture, needs_ocr

__all__ = ["read_pdf"]


def read_pdf(name: str, data: bytes) -> Document:
    """The Document of a PDF."""
    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as broken:
        raise ReadError(name, Reason.DAMAGED, "the file cannot be opened; get it again") from broken
    lines: list[RawLine] = []
    pages: list[RawPage] = []
    for number, page in enumerate(pdf, 1):
        text = page.get_textpage().get_text_range().replace("\x02", "-")
        if needs_ocr(text, has_picture(page)):
            from pipeline.ingest.scan import scan_pdf_page  # loads OpenCV: only for a scan

            scanned = scan_pdf_page(page, number)
            lines += scanned.lines
            pages.append(scanned.page)
            continue
        pages.append(RawPage(number, "text layer", page.get_width(), page.get_height()))
        lines += [RawLine(row, number) for row in text.splitlines()]
    if not any(line.text.strip() for line in lines):
        raise ReadError(name, Reason.NO_TEXT, "no text layer; run again with --ocr")
    origin = Origin(name, data, PDF, "pdf", "0")
    if any(page.reader == "ocr" for page in pages):
        from pipeline.ingest.scan import scan_origin

        origin = scan_origin(origin, pages)
    return build_document(lines, origin, pages)
