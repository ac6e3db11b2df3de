r"""Paths as text. A file's name on Linux is bytes, and old archives have names in no known encoding.

A path is kept as it reads in UTF-8, a byte that does not as `\xe2`, a backslash as two, so that what is kept
leads back to the file.
"""

import os
import re
from pathlib import Path

__all__ = ["path_of", "stored_path"]

_ESCAPE = re.compile(r"\\(?:x([0-9a-f]{2})|(\\))")


def stored_path(path: Path | str) -> str:
    r"""`stored_path("/in/b\udce1o.doc")`, whose name has the byte E1, is `/in/b\xe1o.doc`."""
    raw = str(path).replace("\\", "\\\\").encode("utf-8", "surrogateescape")
    return raw.decode("utf-8", "backslashreplace")


def path_of(stored: str) -> Path:
    """The path that `stored_path` made this of."""
    if "\\" not in stored:
        return Path(stored)
    pieces, at = [], 0
    for escape in _ESCAPE.finditer(stored):
        pieces += [os.fsencode(stored[at : escape.start()]), bytes.fromhex(escape[1]) if escape[1] else b"\\"]
        at = escape.end()
    return Path(os.fsdecode(b"".join((*pieces, os.fsencode(stored[at:])))))
