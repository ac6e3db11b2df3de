"""bytes -> Document: `read(path)`; one reader a format, chosen by content."""

import hashlib
import re
from pathlib import Path

from pipeline.document import Document, Line, Page, Source, Span
from pipeline.vietnamese.spelling import nfc

__all__ = ["read"]


def read(path: Path) -> Document:
    """Being written: a first cut for text, DOCX and PDF."""
    data = path.read_bytes()
    joins: bool | None = None
    if path.suffix == ".docx":
        import docx

        d = docx.Document(str(path))
        rows = []
        from docx.table import Table

        for item in d.iter_inner_content():
            if isinstance(item, Table):
                for row in item.rows:
                    for cell in row.cells:
                        rows += [(1, p.text) for p in cell.paragraphs]
            else:
                rows.append((1, item.text))
        joins = False
    elif path.suffix == ".pdf":
        import pypdfium2

        rows = [
            (n, l)
            for n, p in enumerate(pypdfium2.PdfDocument(data), 1)
            for l in p.get_textpage().get_text_range().splitlines()
        ]
    else:
        rows = [(1, l) for l in data.decode("utf-8-sig").splitlines()]
    rows = [(n, " ".join(nfc(l).split())) for n, l in rows]
    lines, at, gap = [], 0, 0
    kept = []
    for n, l in rows:
        if not l:
            gap += 1
            continue
        lines.append(Line(Span(at, at + len(l)), n, gap=gap, joins=joins))
        kept.append(l)
        at += len(l) + 1
        gap = 0
    text = "\n".join(kept)
    source = Source(path.name, hashlib.sha256(data).hexdigest(), "text/plain", len(data), 1, "text", "1")
    return Document(text, tuple(lines), (Page(1, Span(0, len(text)), "text"),), source)
