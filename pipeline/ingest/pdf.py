"""PDF -> Document: the text layer with its places; pages that are only pictures go to OCR.

pdfium gives a page's characters in one call; boxes are asked for a line at a time (of its first and
last letter), and a word at a time only where columns may stand side by side. Numbers and dates that
an office stamps into a page when it issues it are annotations: pdfium gives their text once the page
is flattened, after the page's own.
"""

import ctypes
import math
import re
from collections.abc import Callable, Iterator

import pypdfium2
from pypdfium2 import raw

from pipeline.document import Box, Document, Remark, Style
from pipeline.errors import ReadError, Reason
from pipeline.ingest.build import Origin, RawLine, RawPage, build_document, turned_page
from pipeline.ingest.columns import MOTTO, RECIPIENTS
from pipeline.ingest.detect import PDF
from pipeline.ingest.limits import in_force
from pipeline.ingest.page_layout import Piece, in_rows, lay_out, set_running_lines_aside
from pipeline.ingest.ruled_tables import find_grids
from pipeline.ingest.text_layer import has_picture, needs_ocr
from pipeline.vietnamese.legacy import (
    Encoding,
    Run,
    decode_paragraphs,
    encoding_of_font,
    is_suspect,
    restore_soft_hyphens,
)

__all__ = ["read_pdf"]

READER_VERSION = "1"

# pdfium's signs for a hyphen at the end of a line; it leaves out the line break after them.
_END_HYPHEN = "\x02\ufffe"
_WORD = re.compile(rf"[^\s{_END_HYPHEN}]+[{_END_HYPHEN}]?|[{_END_HYPHEN}]")
_LINE = re.compile(rf"[^\r\n{_END_HYPHEN}]+[{_END_HYPHEN}]?|[{_END_HYPHEN}]")
_TORN = re.compile(r"(?<!\S)(?:[bcdghklmnpqrstvxđ]{1,3}|[ăâêôơưạ-ỹẠ-Ỹ])(?!\S)")
_MOST_TORN = 0.06  # of a page's tokens; a sound page has 0.02 at most: `m`, `km`, `ở`, `ý`
_WORD_GAP = 0.12  # of the letters' size; a blank is 0.2 at least, letters of two fonts stand 0.1 apart at most
_SHORT_LINE, _SHARE_OF_SHORT = 45, 0.3  # characters; running text has one in eight
_SUBSET = re.compile(r"^[A-Z]{6}\+")  # `ABCDEF+` before the name of a font of which a part is embedded
_SAMPLE = 1000  # characters that tell whether a page's text is sound
_MOST_DEPTH = 3  # forms in forms
_LETTERS_ASKED, _MOST_LETTERS = 30, 0.8  # to tell how a page lies
_LINE_HEIGHT = 1.15  # of a font's box, in sizes: Times New Roman and its like


class _PageText:
    """The characters of one page, and where they stand."""

    def __init__(self, page: pypdfium2.PdfPage, own: int | None = None) -> None:
        """`own` is how many characters the page itself has; those after them came with annotations."""
        self._textpage = page.get_textpage()
        self._raw = self._textpage.raw
        self.text = self._textpage.get_text_range()
        # A character beyond the basic plane is two of pdfium's; without any, indices are the same.
        self._is_direct = raw.FPDFText_CountChars(self._raw) == len(self.text)
        self.own = len(self.text) if own is None else own
        self.size = page.get_size()
        self._rotation = page.get_rotation()
        self.turns = (self._turned() - self._rotation) // 90 % 4  # quarter turns (clockwise) that put it upright
        if self.turns:
            self._rotation = self._turned()
            self.size = self.size[:: -1 if self.turns % 2 else 1]
        self._edges = page.get_bbox()  # left, bottom, right, top
        self._rect = raw.FS_RECTF()
        self._rect_at = ctypes.byref(self._rect)
        self._name = ctypes.create_string_buffer(128)
        self._flags = ctypes.c_int()

    def _index(self, offset: int) -> int:
        return offset if self._is_direct else max(0, raw.FPDFText_GetCharIndexFromTextIndex(self._raw, offset))

    def _turned(self) -> int:
        """The rotation in degrees with which the page's text lies level: annexes are often put in sideways.

        The page's own rotation unless nearly all letters say otherwise.
        """
        letters = [index for index, sign in enumerate(self.text) if sign.isalnum()]
        angles = [
            -round(math.degrees(raw.FPDFText_GetCharAngle(self._raw, self._index(at))) / 90) * 90 % 360
            for at in letters[:: len(letters) // _LETTERS_ASKED + 1]
        ]
        usual = max(set(angles), key=angles.count, default=self._rotation)
        return usual if angles.count(usual) >= _MOST_LETTERS * len(angles) else self._rotation

    def _upright(self, left: float, top: float, right: float, bottom: float) -> tuple[float, float, float, float]:
        """A rectangle of the page's own space as x0, y0, x1, y1 from the top left corner that a reader sees."""
        x0, y0, x1, y1 = self._edges
        if self._rotation == 90:
            return bottom - y0, left - x0, top - y0, right - x0
        if self._rotation == 180:
            return x1 - right, bottom - y0, x1 - left, top - y0
        if self._rotation == 270:
            return y1 - top, x1 - right, y1 - bottom, x1 - left
        return left - x0, y1 - top, right - x0, y1 - bottom

    def _letter_box(self, offset: int) -> tuple[float, float, float, float] | None:
        if not raw.FPDFText_GetLooseCharBox(self._raw, self._index(offset), self._rect_at):
            return None
        rect = self._rect
        return self._upright(rect.left, rect.top, rect.right, rect.bottom)

    def words(self, start: int = 0, end: int | None = None) -> Iterator[Piece]:
        """The words of the page, or of a stretch of it, each with its box."""
        for match in _WORD.finditer(self.text, start, len(self.text) if end is None else end):
            piece = self._piece(match[0], match.start(), match.end() - 1)
            if piece is not None:
                yield piece

    def lines(self, *, goes_on: bool = False) -> Iterator[Piece]:
        """The printed lines as pdfium has them; where columns may stand side by side they come in words.

        `goes_on` says that two columns may go on from the page before.
        """
        beside = self._side_by_side() + ([(0, 900)] if goes_on else [])
        for match in _LINE.finditer(self.text):
            text = match[0].strip()
            if not text:
                continue
            first = match.start() + match[0].index(text[0])
            last = first + len(text) - 1
            if any(start <= first < end for start, end in beside) or first >= self.own:
                yield from self.words(first, last + 1)
            elif (piece := self._piece(text, first, last)) is not None:
                yield piece

    def _side_by_side(self) -> list[tuple[int, int]]:
        """The stretches of text where a letterhead or a signature block may stand, generously."""
        motto = MOTTO.search(self.text)
        stretches = [(motto.start() - 500, motto.end() + 700)] if motto else []
        return stretches + [(found.start() - 400, len(self.text)) for found in RECIPIENTS.finditer(self.text)][:1]

    def _piece(self, text: str, first: int, last: int) -> Piece | None:
        """A stretch of characters on one baseline; the boxes of its first and last letter hold the others."""
        head = self._letter_box(first)
        tail = self._letter_box(last) if last > first else head
        if head is None or tail is None:
            return None
        x0, y0, x1, y1 = head
        return Piece(
            text.replace("\x02", "-").replace("\ufffe", "-"),
            min(x0, tail[0]),
            min(y0, tail[1]),
            max(x1, tail[2]),
            max(y1, tail[3]),
            first,
            last,
            first >= self.own,
        )

    @property
    def is_torn(self) -> bool:
        """Whether words are torn apart: letters of a second font come with blanks around them or after the line.

        That is how pdfium gives a page whose main font lacks some Vietnamese letters: `T ng quan ổ`. Told
        by the share of tokens that are no words: consonants alone, one marked vowel alone.
        """
        torn = len(_TORN.findall(self.text))
        return torn >= 4 and torn > _MOST_TORN * len(self.text.split())

    def words_of_letters(self) -> Iterator[Piece]:
        """The words of the page, put together letter by letter from where each one stands."""
        letters = [
            piece
            for index, letter in enumerate(self.text)
            if not letter.isspace() and (piece := self._piece(letter, index, index)) is not None
        ]
        for row in in_rows(letters):
            size = self.style(row[0]).size or max(piece.height for piece in row)
            word = row[:1]
            for piece in row[1:]:
                if piece.x0 - word[-1].x1 > _WORD_GAP * size:
                    yield _joined(word)
                    word = []
                word.append(piece)
            yield _joined(word)

    def decoded_words(self) -> Iterator[Piece]:
        """The words with the codes of old fonts (`.VnTime`, `VNI-Times`) read as the letters they show."""
        words = list(self.words())
        paragraphs: list[list[Run]] = []
        for index, word in enumerate(words):
            run = _with_soft_hyphens(Run(word.text, self._font(word.first)))
            if not index or "\n" in self.text[words[index - 1].last : word.first]:
                paragraphs.append([run])
            elif paragraphs[-1][-1].font == run.font:
                paragraphs[-1][-1] = Run(f"{paragraphs[-1][-1].text} {run.text}", run.font)
            else:
                paragraphs[-1].append(run)
        texts = [word for line in decode_paragraphs(paragraphs)[0] for text in line for word in text.split(" ")]
        for word, text in zip(words, texts, strict=True):
            yield word._replace(text=text)

    def _font(self, offset: int) -> str:
        raw.FPDFText_GetFontInfo(self._raw, self._index(offset), self._name, len(self._name), ctypes.byref(self._flags))
        return _SUBSET.sub("", self._name.value.decode("utf-8", "replace"))

    @property
    def may_hold_table(self) -> bool:
        """Whether enough lines are too short for running text to be worth a look at what is drawn."""
        lengths = [len(line) for line in self.text.splitlines()]
        return sum(length < _SHORT_LINE for length in lengths) > _SHARE_OF_SHORT * len(lengths)

    def drawn_boxes(self, page: pypdfium2.PdfPage) -> Iterator[Box]:
        """The boxes of what is drawn on the page: lines and shades, not letters or pictures."""
        for left, bottom, right, top in _paths(page.raw, raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject):
            yield Box(*self._upright(left, top, right, bottom))

    def style(self, piece: Piece) -> Style:
        """Weight, slant and size of a piece's first letter."""
        index = self._index(piece.first)
        name = self._font(piece.first)
        size = raw.FPDFText_GetFontSize(self._raw, index)
        if size < 3:  # the page scales its text by a matrix
            box = self._letter_box(piece.first)
            size = (box[3] - box[1]) / _LINE_HEIGHT if box else 0
        return Style(
            bold="Bold" in name or raw.FPDFText_GetFontWeight(self._raw, index) >= 600,
            italic="Italic" in name or "Oblique" in name,
            size=round(size, 1) or None,
        )


def _paths(
    holder: object, count: Callable[..., int], get: Callable[..., object], depth: int = 0
) -> Iterator[tuple[float, float, float, float]]:
    """Left, bottom, right, top of what is drawn in a page or a form on it, in the space of the holder.

    Programs that stamp, merge or scale pages put the whole page into a form.
    """
    edges = [ctypes.c_float() for _ in range(4)]
    edges_at = [ctypes.byref(edge) for edge in edges]
    type_of, path, form = raw.FPDFPageObj_GetType, raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_FORM
    for index in range(count(holder)):
        item = get(holder, index)
        kind = type_of(item)
        if kind == path and raw.FPDFPageObj_GetBounds(item, *edges_at):
            left, bottom, right, top = (edge.value for edge in edges)
            yield left, bottom, right, top
        elif kind == form and depth < _MOST_DEPTH:
            matrix = raw.FS_MATRIX()
            raw.FPDFPageObj_GetMatrix(item, ctypes.byref(matrix))
            for x0, y0, x1, y1 in _paths(item, raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject, depth + 1):
                across = [matrix.a * x + matrix.c * y + matrix.e for x in (x0, x1) for y in (y0, y1)]
                up = [matrix.b * x + matrix.d * y + matrix.f for x in (x0, x1) for y in (y0, y1)]
                yield min(across), min(up), max(across), max(up)


def _joined(letters: list[Piece]) -> Piece:
    """One word of letters that stand side by side."""
    return Piece(
        "".join(letter.text for letter in letters),
        letters[0].x0,
        min(letter.y0 for letter in letters),
        max(letter.x1 for letter in letters),
        max(letter.y1 for letter in letters),
        letters[0].first,
        letters[0].last,
        letters[0].stamped,
    )


def _with_soft_hyphens(run: Run) -> Run:
    """TCVN3 has its `ư` at the code of the soft hyphen, which pdfium gives as a minus or a plain hyphen."""
    if encoding_of_font(run.font) is not Encoding.TCVN3:
        return run
    return Run(restore_soft_hyphens(run.text.replace("\u2212", "\xad")), run.font)


def _open(name: str, data: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as refused:
        if raw.FPDF_GetLastError() == raw.FPDF_ERR_PASSWORD or "password" in str(refused).lower():
            raise ReadError(name, Reason.ENCRYPTED, "it asks for a password; save a copy without one") from refused
        advice = f"pdfium cannot open it ({refused}); get it again from where it came"
        raise ReadError(name, Reason.DAMAGED, advice) from refused


def _pieces(text: _PageText, *, by_word: bool, goes_on: bool) -> Iterator[Piece]:
    """The pieces of a page, read in the cheapest way that is safe for it."""
    if text.is_torn:
        return text.words_of_letters()
    if by_word and not is_suspect(text.text):
        return text.words()
    return text.decoded_words() if is_suspect(text.text) else text.lines(goes_on=goes_on)


_NOT_PRINTED = {raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_POPUP}


def _has_printed_annotation(page: pypdfium2.PdfPage) -> bool:
    """Whether a page has a stamp, a form field or the like; links and notes that pop up print nothing."""
    for index in range(raw.FPDFPage_GetAnnotCount(page.raw)):
        annotation = raw.FPDFPage_GetAnnot(page.raw, index)
        kind = raw.FPDFAnnot_GetSubtype(annotation)
        raw.FPDFPage_CloseAnnot(annotation)
        if kind not in _NOT_PRINTED:
            return True
    return False


def _page_text(pdf: pypdfium2.PdfDocument, number: int) -> tuple[pypdfium2.PdfPage, _PageText]:
    """A page and its text, with that of its annotations at the end."""
    page = pdf[number - 1]
    text = _PageText(page)
    if _has_printed_annotation(page):
        flattened = raw.FPDFPage_Flatten(page.raw, raw.FLAT_NORMALDISPLAY)
        if flattened == raw.FLATTEN_SUCCESS:
            page = pdf[number - 1]
            text = _PageText(page, own=len(text.text))
    return page, text


def _ends_in_signature(lines: list[RawLine]) -> bool:
    """Whether the last line so far stands in a block that `Nơi nhận:` begins."""
    last = next((line for line in reversed(lines) if line.aside is None), None)
    if last is None or last.cell is None:
        return False
    table = last.cell.table
    return any(line.cell and line.cell.table == table and RECIPIENTS.match(line.text) for line in lines)


def read_pdf(name: str, data: bytes) -> Document:
    """The Document of a PDF; `ReadError` for what is encrypted or damaged, or holds no text at all."""
    pdf = _open(name, data)
    lines: list[RawLine] = []
    pages: list[RawPage] = []
    remarks: list[Remark] = []
    heights: dict[int, float] = {}
    table = 0
    if len(pdf) > in_force().pages:
        raise ReadError(name, Reason.TOO_LARGE, f"{len(pdf)} pages; split it")
    for number in range(1, len(pdf) + 1):
        try:
            page, text = _page_text(pdf, number)
        except pypdfium2.PdfiumError as broken:
            raise ReadError(name, Reason.DAMAGED, "this page cannot be read; get the file again", number) from broken
        own = text.text[: text.own]
        if needs_ocr(own[:_SAMPLE], has_picture=True) and needs_ocr(own, has_picture(page)):
            from pipeline.ingest.scan import next_table, scan_pdf_page  # loads OpenCV: only for a scan

            scanned = scan_pdf_page(page, number, table)
            table = next_table(scanned.lines, table)
            lines += scanned.lines
            pages.append(scanned.page)
            heights[number] = scanned.page.height or text.size[1]
            remarks += scanned.remarks
            continue
        width, height = text.size
        pages.append(RawPage(number, "text layer", width, height))
        heights[number] = height
        if text.turns:
            remarks.append(turned_page(number, text.turns))
        goes_on = _ends_in_signature(lines)
        grids = find_grids(text.drawn_boxes(page)) if text.may_hold_table else []
        pieces = list(_pieces(text, by_word=bool(grids), goes_on=goes_on))
        laid = lay_out(pieces, number, text.size, table=table, grids=grids, goes_on=goes_on, style_of=text.style)
        table = max([table, *(line.cell.table + 1 for line in laid if line.cell)])
        lines += laid
    if not any(line.text.strip() and line.aside is None for line in lines):
        raise ReadError(name, Reason.NO_TEXT, "no text on any page; if it is a scan, see that OCR is installed")
    lines = set_running_lines_aside(lines, heights)
    origin = Origin(name, data, PDF, "pdf", READER_VERSION)
    if any(page.reader == "ocr" for page in pages):
        from pipeline.ingest.headings import in_turn
        from pipeline.ingest.scan import scan_origin

        origin = scan_origin(origin, pages)
        lines = in_turn(lines)
    return build_document(lines, origin, pages, remarks)
