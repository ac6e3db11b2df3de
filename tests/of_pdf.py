"""Small PDF files made in a test, by hand: text at places, stamps as annotations, pages turned."""

import io
from dataclasses import dataclass

import pypdfium2
from pypdfium2 import raw


@dataclass(frozen=True)
class At:
    """A text on a page: `x` and `y` of its baseline, in points from the top left corner."""

    x: float
    y: float
    text: str
    size: float = 14
    bold: bool = False


def _stream(content: bytes, entries: str = "") -> bytes:
    return f"<< {entries} /Length {len(content)} >>\nstream\n".encode() + content + b"\nendstream"


class _Letters:
    """A one-byte code for each letter that the file uses, and the table that says which letter it is."""

    def __init__(self, texts: list[str]) -> None:
        letters = sorted({letter for text in texts for letter in text} - {" "})
        self.codes = {letter: 33 + index for index, letter in enumerate(letters)} | {" ": 32}

    def show(self, text: str) -> str:
        return "<" + "".join(f"{self.codes[letter]:02X}" for letter in text) + ">"

    def table(self) -> bytes:
        rows = "\n".join(f"<{code:02X}> <{ord(letter):04X}>" for letter, code in self.codes.items())
        return (
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Made def\n"
            "1 begincodespacerange <00> <FF> endcodespacerange\n"
            f"{len(self.codes)} beginbfchar\n{rows}\nendbfchar endcmap end end"
        ).encode()


def pdf_of(
    *pages: list[At],
    stamps: dict[int, list[At]] | None = None,
    rotate: int = 0,
    locked: bool = False,
    rules: list[tuple[float, float, float, float]] | None = None,
) -> bytes:
    """The bytes of a PDF of A4 pages; `stamps` are annotations by page, from 0. A letter is half its size wide.

    `rules` are lines drawn on each page, from x0, y0 to x1, y1; `locked` asks for a password that nobody knows.
    """
    stamps = stamps or {}
    letters = _Letters([at.text for page in [*pages, *stamps.values()] for at in page])
    widths = " ".join(["500"] * 224)
    objects: list[bytes] = [b"", b""]  # the catalogue and the page tree come last
    objects.append(_stream(letters.table()))
    objects += [
        f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} /FirstChar 32 /LastChar 255 /Widths [{widths}]"
        " /Encoding /WinAnsiEncoding /ToUnicode 3 0 R >>".encode()
        for name in ("Times-Roman", "Times-Bold")
    ]
    fonts = "/Resources << /Font << /F0 4 0 R /F1 5 0 R >> >>"
    kids = []

    def add(content: bytes) -> int:
        objects.append(content)
        return len(objects)

    for index, page in enumerate(pages):
        content = "\n".join(
            f"BT /F{int(at.bold)} {at.size} Tf 1 0 0 1 {at.x} {842 - at.y} Tm {letters.show(at.text)} Tj ET"
            for at in page
        )
        content += "".join(f"\n{x0} {842 - y0} m {x1} {842 - y1} l S" for x0, y0, x1, y1 in rules or [])
        text = add(_stream(content.encode()))
        annotations = []
        for at in stamps.get(index, []):
            width, height = 0.5 * at.size * len(at.text), 1.2 * at.size
            shown = f"BT /F0 {at.size} Tf 1 0 0 1 0 {0.25 * at.size} Tm {letters.show(at.text)} Tj ET"
            look = add(_stream(shown.encode(), f"/Type /XObject /Subtype /Form /BBox [0 0 {width} {height}] {fonts}"))
            bottom = 842 - at.y - 0.25 * at.size
            annotations.append(
                add(
                    f"<< /Type /Annot /Subtype /Stamp /F 4 /Rect [{at.x} {bottom} {at.x + width} {bottom + height}]"
                    f" /AP << /N {look} 0 R >> >>".encode()
                )
            )
        notes = " ".join(f"{number} 0 R" for number in annotations)
        kids.append(
            add(
                f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Rotate {rotate} {fonts}"
                f" /Contents {text} 0 R /Annots [{notes}] >>".encode()
            )
        )
    objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(f'{kid} 0 R' for kid in kids)}] >>".encode()
    made, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(made))
        made += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    lock = f"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <{'11' * 32}> /U <{'22' * 32}> >> /ID [<00> <00>]"
    trailer = (
        f"trailer << /Size {len(objects) + 1} /Root 1 0 R {lock if locked else ''} >>\nstartxref\n{len(made)}\n%%EOF"
    )
    return made + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{trailer}".encode()


def turned(data: bytes, degrees: int, rotate: int = 0) -> bytes:
    """The first page of a PDF as a form on a new page, turned counterclockwise; `rotate` is the new page's own."""
    source, made = pypdfium2.PdfDocument(data), pypdfium2.PdfDocument.new()
    width, height = source[0].get_size()
    content = raw.FPDF_NewXObjectFromPage(made.raw, source.raw, 0)
    form = raw.FPDF_NewFormObjectFromXObject(content)
    matrix = {
        0: (1, 0, 0, 1, 0, 0),
        90: (0, 1, -1, 0, height, 0),
        180: (-1, 0, 0, -1, width, height),
        270: (0, -1, 1, 0, 0, width),
    }
    raw.FPDFPageObj_SetMatrix(form, raw.FS_MATRIX(*matrix[degrees]))
    page = made.new_page(*((width, height) if degrees % 180 == 0 else (height, width)))
    raw.FPDFPage_InsertObject(page.raw, form)
    raw.FPDF_CloseXObject(content)
    page.gen_content()
    page.set_rotation(rotate)
    saved = io.BytesIO()
    made.save(saved)
    return saved.getvalue()
