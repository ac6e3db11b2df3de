"""DOCX as offices make it: two-column letterhead, real numbering, a signature table.

How a document is set (letterhead in a table or in a text box, numbers typed or made by the word
processor) is drawn from its identity, so that the same document is always set alike.
"""

import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from random import Random
from typing import Any

import docx
from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt

from corpus.generator.notice import Notice
from corpus.generator.writer import Block

__all__ = ["number_formats", "write_docx"]

CENTRE = WD_ALIGN_PARAGRAPH.CENTER
ROMANS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")
MADE = datetime(2025, 9, 1, tzinfo=UTC)
_MARKER = re.compile(
    r"(?:(?P<roman>[IVX]+)|(?P<path>\d+(?:\.\d+)*)|(?P<capital>[A-H])|(?P<letter>[a-z]))(?P<tail>[-.)/]+)"
)
_FORMATS = {"roman": "upperRoman", "path": "decimal", "capital": "upperLetter", "letter": "lowerLetter"}


def _level_format(marker: str, level: int) -> tuple[str, str] | None:
    """The numbering format and the level text of a level from its first marker: `I-` is upperRoman, `%1-`."""
    match = _MARKER.fullmatch(marker)
    if not match or match.lastgroup is None:
        return None
    kind = next(name for name in _FORMATS if match[name])
    depth = match["path"].count(".") + 1 if match["path"] else 1
    if depth > level:
        return None
    return _FORMATS[kind], ".".join(f"%{level - depth + 1 + n}" for n in range(depth)) + match["tail"]


def _printed(kind: str, number: int) -> str:
    if kind == "upperRoman":
        return ROMANS[number - 1] if number <= len(ROMANS) else ""
    if kind == "decimal":
        return str(number)
    letter = chr(ord("a") + number - 1)
    return letter.upper() if kind == "upperLetter" else letter


def number_formats(blocks: Sequence[Block]) -> dict[int, tuple[str, str]] | None:
    """What the word processor must know to print just these markers, `None` if it could not.

    It cannot where a letter `đ)` stands, where `Điều` runs through chapters, where a level is left out.
    """
    formats: dict[int, tuple[str, str]] = {}
    counts = [0] * 10
    for block in blocks:
        if not block.marker or block.role == "bullet":
            continue
        level = block.level
        if level not in formats:
            found = _level_format(block.marker, level)
            if not found or (level > 1 and level - 1 not in formats):
                return None
            formats[level] = found
        counts[level] += 1
        counts[level + 1 :] = [0] * (9 - level)
        text = formats[level][1]
        for deep in range(1, level + 1):
            text = text.replace(f"%{deep}", _printed(formats[deep][0], counts[deep]))
        if text != block.marker:
            return None
    return formats or None


def _numbering(word: Word, formats: dict[int, tuple[str, str]]) -> int:
    """Put an abstract numbering into the document; the id to refer to."""
    part = word.part.numbering_part.element
    levels = "".join(
        f'<w:lvl w:ilvl="{level - 1}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:suff w:val="space"/>'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        '<w:pPr><w:ind w:left="0" w:firstLine="567"/></w:pPr></w:lvl>'
        for level, (kind, text) in sorted(formats.items())
    )
    abstract = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90">'
        f'<w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
    )
    first_num = part.find(qn("w:num"))
    if first_num is not None:
        first_num.addprevious(abstract)
    else:
        part.append(abstract)
    part.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))
    return 90


def _runs(paragraph: Any, text: str, bold: bool = False, size: float | None = None) -> None:
    """`text` in one run, with a soft break for each line break."""
    for index, line in enumerate(text.split("\n")):
        run = paragraph.add_run()
        if index:
            run.add_break()
        run.add_text(line)
        run.bold = bold
        if size:
            run.font.size = Pt(size)


def _cell(cell: Any, rows: Sequence[tuple[str, bool]], centred: bool = True) -> None:
    for index, (text, bold) in enumerate(rows):
        paragraph = cell.paragraphs[0] if not index else cell.add_paragraph()
        _runs(paragraph, text, bold, size=12)
        paragraph.paragraph_format.space_after = Pt(0)
        if centred:
            paragraph.alignment = CENTRE


def _table(
    word: Word, left: Sequence[tuple[str, bool]], right: Sequence[tuple[str, bool]], centred: bool = True
) -> Any:
    table = word.add_table(rows=1, cols=2)
    _cell(table.cell(0, 0), left, centred)
    _cell(table.cell(0, 1), right)
    table.autofit = False
    for row in table.rows:
        row.cells[0].width, row.cells[1].width = Cm(6.7), Cm(9.8)
    return table


def _text_box(word: Word, table: Any) -> None:
    """Move a cell's paragraphs into a floating text box, as letterheads of old Word files are."""
    paragraph = word.add_paragraph()
    run = paragraph.add_run()
    box = parse_xml(
        f'<w:pict {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml">'
        '<v:shape style="position:absolute;margin-left:225pt;margin-top:0;width:265pt;height:75pt" stroked="f">'
        "<v:textbox><w:txbxContent/></v:textbox></v:shape></w:pict>"
    )
    run._r.append(box)
    content = next(box.iter(qn("w:txbxContent")))
    for item in table.cell(0, 1).paragraphs:
        content.append(deepcopy(item._p))
    for item in table.cell(0, 0).paragraphs:
        item.paragraph_format.right_indent = Cm(9.8)  # the box floats there
        word.element.body.insert(len(word.element.body) - 1, deepcopy(item._p))
    table._tbl.getparent().remove(table._tbl)


def _parts(blocks: Sequence[Block]) -> Iterator[tuple[str, list[Block]]]:
    """Blocks in runs: letterhead, signature with recipients, and single ones."""
    names = {"left": "letterhead", "right": "letterhead", "recipients": "close", "signature": "close"}
    for name, group in groupby(blocks, key=lambda block: names.get(block.role, "body")):
        yield name, list(group)


def _lines(notice: Notice, blocks: Sequence[Block], role: str) -> list[tuple[str, bool]]:
    texts = [notice.text[block.start : block.end] for block in blocks if block.role == role]
    return [(text, text.isupper() and not text.startswith("Số")) for text in texts]


def _close(word: Word, notice: Notice, group: Sequence[Block]) -> None:
    names = _lines(notice, group, "signature")
    signed = [*names[:-1], ("", False), ("", False), ("", False), (names[-1][0], True)]
    _table(word, _lines(notice, group, "recipients"), signed, centred=False)


def _body(word: Word, notice: Notice, group: Sequence[Block], numbering: int | None) -> None:
    for block in group:
        text = notice.text[block.start : block.end]
        paragraph = word.add_paragraph()
        if block.role in ("type", "title", "rule", "centre"):
            paragraph.alignment = CENTRE
            _runs(paragraph, text, bold=block.role != "rule")
            continue
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        paragraph.paragraph_format.first_line_indent = Cm(1)
        if numbering and block.role in ("heading", "numbered"):
            text = text[len(block.marker) + 1 :]
            properties = paragraph._p.get_or_add_pPr()
            number = (
                f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{block.level - 1}"/><w:numId w:val="{numbering}"/></w:numPr>'
            )
            properties.append(parse_xml(number))
        _runs(paragraph, text, bold=block.role == "heading")


def write_docx(notice: Notice, path: Path, font: str = "Times New Roman") -> None:
    """The document as DOCX. Its text, numbers printed, is `notice.text`; only the columns are side by side."""
    chance = Random(f"word/{notice.id}")
    word = docx.Document()
    word.core_properties.created = word.core_properties.modified = MADE
    word.core_properties.author = "corpus"
    style = word.styles["Normal"]
    style.font.name, style.font.size = font, Pt(14)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), font)
    style.paragraph_format.space_after = Pt(6)
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(3), Cm(1.5)
    formats = number_formats(notice.blocks) if chance.random() < 0.6 else None
    numbering = _numbering(word, formats) if formats else None
    in_box = chance.random() < 0.25
    for name, group in _parts(notice.blocks):
        if name == "letterhead":
            table = _table(word, _lines(notice, group, "left"), _lines(notice, group, "right"))
            if in_box:
                _text_box(word, table)
        elif name == "close":
            _close(word, notice, group)
        else:
            _body(word, notice, group, numbering)
    word.save(str(path))
