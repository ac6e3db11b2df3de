"""TCVN3 and VNI: texts in the encodings of the 1990s, in files that name their fonts.

Written from the tables of the standards, apart from the decoder in `pipeline.vietnamese.legacy`, so
that each checks the other. TCVN3 has no codes for capitals with tone marks: they are set in the
capitals' font (`.VnTimeH`), in which the codes of small letters show as capitals. VNI writes a letter
and a mark as two codes.
"""

import tempfile
import unicodedata
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from corpus.generator.notice import Notice
from corpus.render.office import convert
from corpus.render.word import write_docx

__all__ = ["ENCODINGS", "tcvn3_runs", "vni_runs", "write_legacy_doc", "write_legacy_rtf"]

_TCVN3 = {
    "à": 0xB5, "ả": 0xB6, "ã": 0xB7, "á": 0xB8, "ạ": 0xB9, "ă": 0xA8, "ằ": 0xBB, "ẳ": 0xBC, "ẵ": 0xBD, "ắ": 0xBE,
    "ặ": 0xC6, "â": 0xA9, "ầ": 0xC7, "ẩ": 0xC8, "ẫ": 0xC9, "ấ": 0xCA, "ậ": 0xCB, "đ": 0xAE, "è": 0xCC, "ẻ": 0xCE,
    "ẽ": 0xCF, "é": 0xD0, "ẹ": 0xD1, "ê": 0xAA, "ề": 0xD2, "ể": 0xD3, "ễ": 0xD4, "ế": 0xD5, "ệ": 0xD6, "ì": 0xD7,
    "ỉ": 0xD8, "ĩ": 0xDC, "í": 0xDD, "ị": 0xDE, "ò": 0xDF, "ỏ": 0xE1, "õ": 0xE2, "ó": 0xE3, "ọ": 0xE4, "ô": 0xAB,
    "ồ": 0xE5, "ổ": 0xE6, "ỗ": 0xE7, "ố": 0xE8, "ộ": 0xE9, "ơ": 0xAC, "ờ": 0xEA, "ở": 0xEB, "ỡ": 0xEC, "ớ": 0xED,
    "ợ": 0xEE, "ù": 0xEF, "ủ": 0xF1, "ũ": 0xF2, "ú": 0xF3, "ụ": 0xF4, "ư": 0xAD, "ừ": 0xF5, "ử": 0xF6, "ữ": 0xF7,
    "ứ": 0xF8, "ự": 0xF9, "ỳ": 0xFA, "ỷ": 0xFB, "ỹ": 0xFC, "ý": 0xFD, "ỵ": 0xFE, "Ă": 0xA1, "Â": 0xA2, "Ê": 0xA3,
    "Ô": 0xA4, "Ơ": 0xA5, "Ư": 0xA6, "Đ": 0xA7,
}  # fmt: skip
# VNI: the mark that follows its letter, by shape of the vowel and tone.
_TONES = {"": "", "\u0301": "ù", "\u0300": "ø", "\u0309": "û", "\u0303": "õ", "\u0323": "ï"}
_CIRCUMFLEX = {"": "â", "\u0301": "á", "\u0300": "à", "\u0309": "å", "\u0303": "ã", "\u0323": "ä"}
_BREVE = {"": "ê", "\u0301": "é", "\u0300": "è", "\u0309": "ú", "\u0303": "ü", "\u0323": "ë"}
_VNI_WHOLE = {"đ": "ñ", "í": "í", "ì": "ì", "ỉ": "æ", "ĩ": "ó", "ị": "ò", "ỵ": "î"}
_TYPOGRAPHIC = str.maketrans("–—“”‘’…", "--\"\"''.")

Run = tuple[str, str]
"""A font's name and the characters, as code page 1252 shows their codes."""


def _shown(code: int) -> str:
    return bytes([code]).decode("cp1252")


def tcvn3_runs(text: str) -> Iterator[Run]:
    """`Ủy ban` gives (".VnTimeH", "ñ"), (".VnTime", "y ban")."""
    font, run = ".VnTime", ""
    for sign in unicodedata.normalize("NFC", text).translate(_TYPOGRAPHIC):
        code, wanted = _TCVN3.get(sign), ".VnTime"
        if code is None and sign.lower() in _TCVN3:
            code, wanted = _TCVN3[sign.lower()], ".VnTimeH"
        if wanted != font and run:
            yield font, run
            run = ""
        font = wanted
        run += sign if code is None else _shown(code)
    if run:
        yield font, run


def _vni(sign: str) -> str:
    small = sign.lower()
    if small in _VNI_WHOLE:
        out = _VNI_WHOLE[small]
        return out.upper() if sign.isupper() else out
    parts = unicodedata.normalize("NFD", small)
    base, marks = parts[0], parts[1:]
    if not marks:
        return sign
    tone = next((mark for mark in marks if mark in _TONES), "")
    if "\u031b" in marks:  # the horn has letters of its own
        letter, mark = {"o": "ô", "u": "ö"}[base], _TONES[tone]
    elif "\u0302" in marks:
        letter, mark = base, _CIRCUMFLEX[tone]
    elif "\u0306" in marks:
        letter, mark = base, _BREVE[tone]
    else:
        letter, mark = base, _TONES[tone]
    return (letter + mark).upper() if sign.isupper() else letter + mark


def vni_runs(text: str) -> Iterator[Run]:
    """`Đảng ủy` gives ("VNI-Times", "Ñaûng uûy")."""
    yield "VNI-Times", "".join(map(_vni, unicodedata.normalize("NFC", text).translate(_TYPOGRAPHIC)))


ENCODINGS = {"tcvn3": tcvn3_runs, "vni": vni_runs}
_FONTS = {".VnTime": 0, ".VnTimeH": 1, "VNI-Times": 2}  # their places in the font table of an RTF


def _recode(source: Path, target: Path, encoding: str) -> None:
    """Set every run of a DOCX in the legacy font, its letters as the codes show in code page 1252."""
    word = docx.Document(str(source))
    for run in list(word.element.body.iter(qn("w:r"))):
        for text in run.findall(qn("w:t")):
            pieces = list(ENCODINGS[encoding](text.text or ""))
            for font, shown in pieces:
                piece = deepcopy(run)
                for child in list(piece):
                    if child.tag != qn("w:rPr"):
                        piece.remove(child)
                properties = piece.get_or_add_rPr()
                for fonts in properties.findall(qn("w:rFonts")):
                    properties.remove(fonts)
                names = " ".join(f'w:{part}="{font}"' for part in ("ascii", "hAnsi", "cs"))
                properties.insert(0, parse_xml(f"<w:rFonts {nsdecls('w')} {names}/>"))
                piece.add_t(shown)
                run.addprevious(piece)
            run.remove(text)
    word.save(str(target))


def write_legacy_doc(notice: Notice, path: Path, encoding: str) -> None:
    """A Word 97 file whose runs are in the legacy font."""
    with tempfile.TemporaryDirectory() as folder:
        plain, recoded = Path(folder) / "plain.docx", Path(folder) / "recoded.docx"
        write_docx(notice, plain)
        _recode(plain, recoded, encoding)
        convert(recoded, "doc", path)


def _rtf(shown: str) -> str:
    out = []
    for code in shown.encode("cp1252"):
        sign = chr(code)
        out.append(f"\\{sign}" if sign in "\\{}" else sign if code < 0x80 else f"\\'{code:02x}")
    return "".join(out)


def write_legacy_rtf(notice: Notice, path: Path, encoding: str) -> None:
    """An RTF file as editors of the time wrote them: 8-bit codes, fonts named in its font table."""
    table = "".join(f"{{\\f{number}\\fnil\\fcharset0 {name};}}" for name, number in _FONTS.items())
    rows = ["{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl" + table + "}\\fs26"]
    for block in notice.blocks:
        align = "\\qc" if block.role in ("left", "right", "type", "title", "rule", "centre", "signature") else "\\qj"
        for line in notice.text[block.start : block.end].split("\n"):
            runs = "".join(f"{{\\f{_FONTS[font]} {_rtf(shown)}}}" for font, shown in ENCODINGS[encoding](line))
            rows.append(f"\\pard{align} {runs}\\par")
    rows.append("}")
    path.write_bytes("\n".join(rows).encode("ascii"))
