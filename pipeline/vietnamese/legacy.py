"""Text from before Unicode: TCVN3, VNI, VISCII and Windows-1258, decoded run by run.

Such a text sits in a file as 8-bit codes that a font shows as Vietnamese letters; what software of
today makes of it is the letters of Windows-1252 at the same codes: `QuyÕt ®Þnh` in the font
`.VnTime`, `Quyeát ñònh` in `VNI-Times`, both `Quyết định`. The font's name says which one it is;
where there is none, the characters of the paragraph do. What is Unicode already is never touched.

Sources: TCVN 5712:1993 (its VN3 part, as the ABC fonts have it), RFC 1456 for VISCII, Windows code
page 1258, the code chart of the VNI fonts.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import product

from pipeline.vietnamese.syllables import is_syllable

__all__ = [
    "Encoding",
    "Run",
    "decode",
    "decode_bytes",
    "decode_paragraphs",
    "decode_text",
    "encoding_of_font",
    "is_capital_font",
    "is_suspect",
]


class Encoding(StrEnum):
    """What the codes of a text mean."""

    TCVN3 = "TCVN3"
    VNI = "VNI"
    VISCII = "VISCII"
    WINDOWS_1258 = "Windows-1258"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a paragraph in one font; `font` is `None` where the format has no fonts."""

    text: str
    font: str | None = None


# --- the tables ------------------------------------------------------------------------------

# Codes 0xA1 to 0xFE in rows of one vowel. TCVN3 has no capitals with tones: its capital fonts
# (`.VnTimeH`) show them at the codes of the small letters.
_TCVN3_ROWS = """
    ¡¢£¤¥¦§ ĂÂÊÔƠƯĐ   ¨©ª«¬\xad® ăâêôơưđ
    µ¶·¸¹   àảãáạ     »¼½¾Æ ằẳẵắặ   ÇÈÉÊË ầẩẫấậ
    ÌÎÏÐÑ   èẻẽéẹ     ÒÓÔÕÖ ềểễếệ   ×ØÜÝÞ ìỉĩíị
    ßáâãä   òỏõóọ     åæçèé ồổỗốộ   êëìíî ờởỡớợ
    ïñòóô   ùủũúụ     õö÷øù ừửữứự   úûüýþ ỳỷỹýỵ
"""
_TCVN3 = str.maketrans("".join(_TCVN3_ROWS.split()[::2]), "".join(_TCVN3_ROWS.split()[1::2]))

# VNI: single letters, and marks that follow their vowel (`aù` is á, `oâ` ô, `oá` ố).
_VNI_LETTERS = dict(zip("ñôöíìæóòîÑÔÖÍÌÆÓÒÎ", "đơưíìỉĩịỵĐƠƯÍÌỈĨỊỴ", strict=True))
_VNI_TONES = dict(zip("ùøûõï", "\u0301\u0300\u0309\u0303\u0323", strict=True))
_VNI_HATS = dict(zip("âáàåãä", ("", "\u0301", "\u0300", "\u0309", "\u0303", "\u0323"), strict=True))
_VNI_BREVES = dict(zip("êéèúüë", ("", "\u0301", "\u0300", "\u0309", "\u0303", "\u0323"), strict=True))
_VNI_MARKS = "".join([*_VNI_TONES, *_VNI_HATS, *_VNI_BREVES])


def _vni_pairs() -> dict[str, str]:
    marks = {
        "aeouyôö": _VNI_TONES,
        "aeo": {mark: "\u0302" + tone for mark, tone in _VNI_HATS.items()},
        "a": {mark: "\u0306" + tone for mark, tone in _VNI_BREVES.items()},
    }
    pairs: dict[str, str] = {}
    for bases, row in marks.items():
        for base in bases:
            for mark, combining in row.items():
                letter = unicodedata.normalize("NFC", _VNI_LETTERS.get(base, base) + combining)
                pairs |= {base + mark: letter, base + mark.upper(): letter}
                pairs |= {base.upper() + mark: letter.upper(), base.upper() + mark.upper(): letter.upper()}
    return pairs


_VNI = _vni_pairs() | _VNI_LETTERS
_VNI_CODES = re.compile(f"[aeouyôöAEOUYÔÖ][{_VNI_MARKS}{_VNI_MARKS.upper()}]|[{''.join(_VNI_LETTERS)}]")

_VISCII_HIGH = """
    ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐ ỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲ
    ÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯ
    ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳ ĐứÒÓÔạỷừửÙÚỹỵÝỡư
    àáâãảăữẫèéêẻìíĩỉ đựòóôõỏọụùúũủýợỮ
""".replace(" ", "").replace("\n", "")
_VISCII = dict(
    zip((bytes([code]).decode("cp1252", "replace") for code in range(0x80, 0x100)), _VISCII_HIGH, strict=True)
)
_VISCII |= {chr(code): letter for code, letter in enumerate(_VISCII_HIGH, 0x80) if code < 0xA0}
_VISCII |= dict(zip("\x02\x05\x06\x14\x19\x1e", "ẲẴẪỶỸỴ", strict=True))
_VISCII.pop("\ufffd")
_VISCII_TABLE = str.maketrans(_VISCII)


def _code_page_1258() -> dict[str, str]:
    """Windows-1252's character at each code from 0xA0 -> Windows-1258's there."""
    pairs = ((bytes([code]).decode("cp1252"), bytes([code]).decode("cp1258", "replace")) for code in range(0xA0, 0x100))
    return {western: vietnamese for western, vietnamese in pairs if western != vietnamese and vietnamese != "\ufffd"}


_1258 = _code_page_1258()
_1258_TABLE = str.maketrans(_1258)
# Word processors read the 8-bit text of a Vietnamese-tagged font through 1258, and a symbol font's
# through the private area; both lead back to the same codes.
_TO_CODES = str.maketrans(
    {vietnamese: western for western, vietnamese in _1258.items()}
    | {chr(0xF000 + code): chr(code) for code in range(0x20, 0x100)}
)
# The code of ư is also the word processor's soft hyphen, which slips in before a capital or doubles.
_STRAY_HYPHEN = re.compile("(?<![^\\s(])\xad(?=[A-Z¡-§])|(?<=\xad)\xad+")


def _decode_tcvn3(text: str) -> str:
    return _STRAY_HYPHEN.sub("", text).translate(_TCVN3)


def _decode_vni(text: str) -> str:
    return _VNI_CODES.sub(lambda match: _VNI.get(match[0], match[0]), text)


def _decode_viscii(text: str) -> str:
    return text.translate(_VISCII_TABLE)


def _decode_1258(text: str) -> str:
    return unicodedata.normalize("NFC", text.translate(_1258_TABLE))


_DECODERS: dict[Encoding, Callable[[str], str]] = {
    Encoding.TCVN3: _decode_tcvn3,
    Encoding.VNI: _decode_vni,
    Encoding.VISCII: _decode_viscii,
    Encoding.WINDOWS_1258: _decode_1258,
}


def decode(text: str, encoding: Encoding) -> str:
    """`decode("QuyÕt ®Þnh", Encoding.TCVN3)` is `"Quyết định"`. `text` is as Windows-1252 shows it."""
    return _DECODERS[encoding](text)


_HYPHENATED = re.compile(r"[^\s(\[/,;:\"]*-[^\s)\]/,.;:\"]*")


def _restored(match: re.Match[str]) -> str:
    """The word with most of its hyphens read as ư that leaves syllables only; as it is if there is none."""
    word = match[0]
    pieces = word.split("-")
    if len(pieces) > 5 or word == "-":
        return word
    for hyphens in sorted(product((True, False), repeat=len(pieces) - 1), key=sum):  # True: stays a hyphen
        joined = pieces[0] + "".join(
            ("-" if stays else "\xad") + piece for stays, piece in zip(hyphens, pieces[1:], strict=True)
        )
        if all(is_syllable(_decode_tcvn3(piece).lower()) for piece in joined.split("-")):
            return joined
    return word


def restore_soft_hyphens(text: str) -> str:
    """TCVN3 codes from a PDF reader that turns ư, at the code of the soft hyphen, into a plain one.

    `"n-íc ta, Q§-UB"` is `"n\\xadíc ta, Q§-UB"`: a hyphen is ư where the word is a syllable only with it.
    """
    if "-" not in text:
        return text
    return _HYPHENATED.sub(_restored, text)


# --- by font ---------------------------------------------------------------------------------

_FONTS = (
    (re.compile(r"\.Vn\w|VN?n?Time(?:H|\b)", re.IGNORECASE), Encoding.TCVN3),
    (re.compile(r"VNI\b|VNI[-_ ]", re.IGNORECASE), Encoding.VNI),
    (re.compile(r"VISCII|VI[ -](?:Times|Arial)", re.IGNORECASE), Encoding.VISCII),
)
_CAPITAL_FONT = re.compile(r"(?:\.Vn|Vn)[\w ]*H(?:\b|$)")


@lru_cache(maxsize=1000)
def encoding_of_font(font: str | None) -> Encoding | None:
    """What a font's name says: `".VnTimeH"` TCVN3, `"VNI-Times"` VNI, `"Times New Roman"` nothing.

    A list (`".VnTime;Courier New"`) is decided by its first name.
    """
    if not font:
        return None
    return next((encoding for pattern, encoding in _FONTS if pattern.match(font)), None)


def is_capital_font(font: str | None) -> bool:
    """Whether a font shows small letters as capitals: `.VnTimeH` does."""
    return bool(font and _CAPITAL_FONT.match(font.split(";")[0]))


# --- by characters ---------------------------------------------------------------------------

# What Vietnamese in Unicode hardly has and every legacy sentence is full of.
_SUSPECT = re.compile("[\x80-\x9f¡-¦¨-¯´-¶¸-º¼-¿ÄÅÆÇËÎÏÑÖ×ØÛÜÞßäåæçëîïðñö÷øûüþÿ\uf0a1-\uf0ff\u0300-\u0323]")
_TOKEN = re.compile(r"[^\s\x00-\x26(-@\[-`{-~“”‘’–—…•]+")  # between blanks and ASCII signs
_PLAIN = re.compile(r"[a-zA-Z']+")
# Letters of which a one-byte encoding knows nothing (those of Windows-1252 left out): Unicode for sure.
_NOT_ONE_BYTE = re.compile("[Ā-őŔ-şŢ-ŷŹ-żſ-ƑƓ-ɏ\u0300-\u036fḀ-ỿ]")
_INDIRECT = re.compile(_NOT_ONE_BYTE.pattern + "|[\uf020-\uf0ff]")
_NOT_ASCII = re.compile("[^\x00-\x7f]")


def is_suspect(text: str) -> bool:
    """Whether `text` holds a character that Unicode Vietnamese hardly has; told fast, and no proof."""
    return _SUSPECT.search(text) is not None


def _tally(text: str) -> tuple[int, int]:
    """Of the words of `text` with letters beyond ASCII: how many are Vietnamese syllables, and all."""
    words = [word for word in _TOKEN.findall(text) if not _PLAIN.fullmatch(word)]
    return sum(is_syllable(word.lower()) for word in words), len(words)


def _share(text: str) -> float:
    good, all_words = _tally(text)
    return good / all_words if all_words else 0.0


def _to_codes(text: str) -> str:
    """`text` with every character that stands for an 8-bit code as Windows-1252 shows that code."""
    if not _INDIRECT.search(text):
        return text
    apart = "".join(
        letter
        if ord(letter) in _TO_CODES or not ("\u1e00" <= letter <= "\u1eff")
        else unicodedata.normalize("NFD", letter)
        for letter in text
    )
    return apart.translate(_TO_CODES)


def _detect(text: str, known: Collection[Encoding]) -> Encoding | None:
    """The encoding in which a paragraph without legacy fonts makes sense, if it makes none as it is.

    One word is too little to go by unless the document holds that encoding elsewhere (`known`).
    """
    if not (known or _SUSPECT.search(text)) or _NOT_ONE_BYTE.search(text):
        return None
    good, all_words = _tally(text)
    if not all_words or good / all_words > 0.5:
        return None
    shares = {encoding: _share(decode(text, encoding)) for encoding in Encoding}
    best = max(shares, key=lambda encoding: shares[encoding])
    enough = all_words >= 3 or best in known
    return best if enough and shares[best] >= max(0.7, good / all_words + 0.3) else None


# --- paragraphs ------------------------------------------------------------------------------


def _is_legacy(text: str, encoding: Encoding) -> bool:
    """Whether the text in a legacy font is legacy: a font's name outlives a conversion to Unicode."""
    codes = _to_codes(text)
    if _NOT_ONE_BYTE.search(codes):
        return False
    good, all_words = _tally(text)
    good_decoded, all_decoded = _tally(decode(codes, encoding))
    return good_decoded * max(all_words, 1) >= good * max(all_decoded, 1)


def _legacy_fonts_hold(runs: Sequence[Run]) -> dict[Encoding, bool]:
    texts: dict[Encoding, str] = {}
    for run in runs:
        encoding = encoding_of_font(run.font)
        if encoding:
            texts[encoding] = texts.get(encoding, "") + run.text
    return {encoding: _is_legacy(text, encoding) for encoding, text in texts.items()}


def _with_marks_joined(runs: Sequence[Run], encodings: Sequence[Encoding | None]) -> list[str]:
    """The runs' texts, each VNI mark moved to the run of its vowel: `["a", "ùo"]` becomes `["aù", "o"]`."""
    texts = [run.text for run in runs]
    for at in range(1, len(texts)):
        before = at - 1
        if encodings[at] is not Encoding.VNI or encodings[before] is not Encoding.VNI or not texts[before]:
            continue
        if texts[at] and texts[at][0].lower() in _VNI_MARKS and texts[before][-1:].lower() in "aeouyôö":
            texts[before], texts[at] = texts[before] + texts[at][0], texts[at][1:]
    return texts


def _decode_runs(runs: Sequence[Run], known: Counter[Encoding]) -> list[str]:
    holds = _legacy_fonts_hold(runs)
    by_font = [encoding_of_font(run.font) for run in runs]
    rest = "".join(run.text if encoding is None else " " for run, encoding in zip(runs, by_font, strict=True))
    detected = _detect(rest, known)
    encodings = [detected if encoding is None else encoding if holds[encoding] else None for encoding in by_font]
    texts = _with_marks_joined(runs, encodings)
    decoded = []
    for run, text, encoding in zip(runs, texts, encodings, strict=True):
        if encoding is None:
            decoded.append(text)
            continue
        plain = decode(_to_codes(text), encoding)
        capitals = encoding is Encoding.TCVN3 and known[encoding] and is_capital_font(run.font)
        decoded.append(plain.upper() if capitals else plain)
    return decoded


def _count(paragraphs: Iterable[Sequence[Run]]) -> Counter[Encoding]:
    """How many words of the document each encoding turns into Vietnamese."""
    known: Counter[Encoding] = Counter()
    for runs in paragraphs:
        for encoding, holds in _legacy_fonts_hold(runs).items():
            if holds:
                text = " ".join(run.text for run in runs if encoding_of_font(run.font) is encoding)
                known[encoding] += _tally(decode(_to_codes(text), encoding))[0]
        detected = _detect(" ".join(run.text for run in runs if encoding_of_font(run.font) is None), ())
        if detected:
            known[detected] += 1
    return +known


def _is_doubtful(run: Run, pattern: re.Pattern[str]) -> bool:
    return encoding_of_font(run.font) is not None or pattern.search(run.text) is not None


def decode_paragraphs(paragraphs: Sequence[Sequence[Run]]) -> tuple[list[list[str]], tuple[Encoding, ...]]:
    """Every run's text in Unicode, and the encodings that were met, the most frequent first.

    A paragraph is decided by its fonts where they are legacy ones and its text agrees, by its characters
    where not. `[[Run("QuyÕt ", ".VnTime"), Run("®Þnh", ".VnTimeH")]]` gives `[["Quyết ", "ĐỊNH"]]`.
    """
    known = _count(runs for runs in paragraphs if any(_is_doubtful(run, _SUSPECT) for run in runs))
    if not known:
        return [[run.text for run in runs] for runs in paragraphs], ()
    texts = [
        _decode_runs(runs, known) if any(_is_doubtful(run, _NOT_ASCII) for run in runs) else [run.text for run in runs]
        for runs in paragraphs
    ]
    return texts, tuple(encoding for encoding, _ in known.most_common())


def decode_text(text: str) -> tuple[str, tuple[Encoding, ...]]:
    """`decode_paragraphs` for a text without fonts, line by line."""
    if not _SUSPECT.search(text):
        return text, ()
    lines, encodings = decode_paragraphs([(Run(line),) for line in text.split("\n")])
    return "\n".join(line for (line,) in lines), encodings


def decode_bytes(data: bytes) -> tuple[str, str] | None:
    """A text file's text and its encoding's name, or `None` where no reading of it makes sense.

    Unicode is known by its mark or by being valid UTF-8 (UTF-16 without a mark, by its zero bytes);
    then its lines may still hold pasted legacy text. Of the 8-bit encodings the one in which most words
    are Vietnamese wins.
    """
    for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return decode_text(data.decode(name, "replace"))[0], name.removesuffix("-sig")
    head = data[:4096]
    if head.count(0) > len(head) // 8:
        name = "utf-16-le" if head[1::2].count(0) >= head[::2].count(0) else "utf-16-be"
        return decode_text(data.decode(name, "replace"))[0], name
    try:
        return decode_text(data.decode("utf-8"))[0], "utf-8"
    except UnicodeDecodeError:
        pass  # an 8-bit encoding, then
    western = "".join(map(_WESTERN.__getitem__, data))
    shares = {encoding: _share(decode(western, encoding)) for encoding in Encoding}
    best = max(shares, key=lambda encoding: shares[encoding])
    return (decode(western, best), best.value) if shares[best] >= 0.5 else None


_WESTERN = [
    bytes([code]).decode("cp1252") if code not in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else chr(code) for code in range(256)
]
