"""DOCX -> Document."""

import io
import zipfile

import docx
from docx.table import Table

from pipeline.document import Document
from pipeline.errors import ReadError, Reason
from pipeline.ingest.build import Origin, RawLine, build_document
from pipeline.ingest.detect import DOCX
from pipeline.ingest.legacy_runs import decode_runs

__all__ = ["read_docx"]


def read_docx(name: str, data: bytes) -> Document:
    """The Document of a Word file."""
    try:
        package = docx.Document(io.BytesIO(data))
    except (zipfile.BadZipFile, KeyError, ValueError) as broken:
        raise ReadError(name, Reason.DAMAGED, "the file cannot be opened; get it again") from broken
    decode_runs([package.element], package.styles.element)  # `.VnTime` and the like, before anything reads them
    lines: list[RawLine] = []
    for item in package.iter_inner_content():
        if isinstance(item, Table):
            for row in item.rows:
                for cell in row.cells:
                    lines += [RawLine(paragraph.text, joins=False) for paragraph in cell.paragraphs]
        else:
            lines.append(RawLine(item.text, joins=False))
    return build_document(lines, Origin(name, data, DOCX, "docx", "0"))
