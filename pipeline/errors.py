"""What can go wrong, as one short tree.

    TrichyeuError
    ├── ReadError      a file cannot be read; its reason is one of `Reason`
    ├── MissingPartError    a program or a package that this job needs is not installed
    ├── RuleError      a rule file is wrong
    └── InputError     an argument, a record or a gold file is not what it should be

Every message says what, where and what to do next:
`notice.pdf, page 3: no text layer; run again with --ocr`.
"""

from enum import StrEnum

__all__ = ["InputError", "MissingPartError", "ReadError", "Reason", "RuleError", "TrichyeuError", "name_in_text"]


def name_in_text(name: str) -> str:
    r"""A file's name for records and messages: a byte that is no UTF-8 as `\xf4`.

    On Linux a name is bytes, and old archives have names in no known encoding. A name in UTF-8 stays as it is.
    """
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


class Reason(StrEnum):
    """Why a file could not be read: the closed list that ledgers and tables count by."""

    NOT_FOUND = "not found"
    NOT_A_FILE = "not a file"
    NO_PERMISSION = "no permission"
    EMPTY = "empty"
    UNKNOWN_FORMAT = "unknown format"
    UNKNOWN_ENCODING = "unknown encoding"
    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"
    NO_TEXT = "no text"
    TOO_LARGE = "too large"
    TOO_SLOW = "too slow"
    OUT_OF_MEMORY = "out of memory"
    CRASHED = "crashed"
    MISSING_PART = "missing part"


class TrichyeuError(Exception):
    """The root of the tree: catch this to catch all that the program itself reports."""


class ReadError(TrichyeuError):
    """A file that cannot be read.

    `ReadError("a.pdf", Reason.ENCRYPTED, "asks for a password; save a copy without one", page=3)`
    prints as `a.pdf, page 3: encrypted: asks for a password; save a copy without one`.
    """

    def __init__(self, name: str, reason: Reason, advice: str, page: int | None = None) -> None:
        name = name_in_text(name)
        place = name if page is None else f"{name}, page {page}"
        super().__init__(f"{place}: {reason}: {advice}")
        self.name = name
        self.reason = reason
        self.advice = advice
        self.page = page

    def __reduce__(self) -> tuple[type, tuple[str, Reason, str, int | None]]:
        return type(self), (self.name, self.reason, self.advice, self.page)


class MissingPartError(TrichyeuError):
    """A part is not installed: `MissingPartError("LibreOffice", "apt-get install libreoffice-writer")`."""

    def __init__(self, part: str, remedy: str) -> None:
        super().__init__(f"{part} is not installed; get it with: {remedy}")
        self.part = part
        self.remedy = remedy

    def __reduce__(self) -> tuple[type, tuple[str, str]]:
        return type(self), (self.part, self.remedy)


class RuleError(TrichyeuError):
    """A rule file is wrong; the message names the file, the rule and the mistake."""


class InputError(TrichyeuError):
    """An argument, a record or a gold file is not what it should be."""
