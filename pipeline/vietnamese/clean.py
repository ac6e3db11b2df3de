"""One cleaned form of a line, made once, before any span exists."""

import re

from pipeline.vietnamese.spelling import nfc

__all__ = ["clean_line"]

# Signs that print nothing: soft hyphen, zero-width spaces and joiners, direction marks, byte order
# mark, controls (white space apart).
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff\ud800-\udfff\ufff9-\uffff"
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]"
)
# Ligatures that a font kept, fractions of a dash, and the bullets of Symbol and Wingdings, which word
# processors store in the private area.
_SIGNS = {
    "ﬀ": "ff",
    "ﬁ": "fi",
    "ﬂ": "fl",
    "ﬃ": "ffi",
    "ﬄ": "ffl",
    "\uf0b7": "•",
    "\uf0a7": "▪",
    "\uf02d": "-",
    "\uf0be": "-",
    "\uf02b": "+",
    "\uf0d8": "➢",
    "\uf076": "❖",
    "\uf0fc": "✓",
    "\uf0fe": "☒",
    "\uf0a8": "☐",
    "\uf06f": "☐",
    "\uf071": "❑",
    "\uf0e0": "→",
    "\uf0e8": "→",
    "\uf0b3": "≥",
    "\uf0a3": "≤",
    "\uf0b1": "±",
    "\uf0b0": "°",
    "\uf0b4": "×",
}
_SIGN = re.compile("[" + "".join(_SIGNS) + "]")
_ODD = re.compile(r"[^\x20-\x7e\u00a1-\u00ac\u00ae-\u0233\u1ea0-\u1ef9\u2010-\u2026]")


def clean_line(text: str) -> str:
    """`text` in NFC, with one kind of space and Đ, without signs that print nothing; no line break stays.

    `clean_line(" Ðảng\\u00a0ủy\\t xã ")` is `"Đảng ủy xã"`. Cleaning twice is cleaning once.
    """
    if _ODD.search(text):
        text = _UNSEEN.sub("", _SIGN.sub(lambda match: _SIGNS[match[0]], text))
    return " ".join(nfc(text).split())
