"""The pieces that the lines of a letterhead and a signature block are made of.

Two columns often share a line: `ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM`. A row is one column's
piece of one line, so that the parts can be told by what they say and not by the order they come in.
"""

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from pipeline.document import Line, Span
from pipeline.rules import Rule, any_of, gazetteer, load_rules

__all__ = ["MARKS", "Row", "begins_like_a_body", "folded_key", "header_rule", "may_be_cut", "rows_of", "signature_rows"]

_UPPER = gazetteer("fragments")["fragments"]["UPPER"][1:-1]  # the letters, without the brackets of the class
_LOWER = gazetteer("fragments")["fragments"]["LOWER"][1:-1]
# One letter may be misread or mistyped: `CỘNG HÕA`, `CỌNG HÒA`.
_MOTTO = (
    r"(?i:c\wng h\w{1,2} x\w h\wi ch\w ngh\wa(?: vi\wt(?: nam)?)?)|Đ\wNG C\wNG S\wN VI\wT NAM|"
    r"(?i:\wộc l\wp\s?[-.–]\s?t\w do\s?[-.–]\s?h\wnh ph\wc)|"
    # at the right of the Youth Union's letterhead, where others print the state's motto
    r"(?<=[A-ZÀ-Ỹ] )(?<!BCH )(?<!HÀNH )(?<!VỤ )ĐOÀN (?:TNCS|THANH NIÊN CỘNG SẢN) HỒ CHÍ MINH(?=\s*$)"
)
_CUT = re.compile(
    rf"(?P<motto>{_MOTTO})|(?P<rule>[-_=*~]{{3,}}|(?<!\S)-\s?[o0:*]\s?-(?!\S))|"
    rf"(?<=[{_UPPER}\d/-])(?<!\s-)\s(?P<date>(?:TP\.?\s?)?[{_UPPER}][{_LOWER}]+(?:\s[{_UPPER}][{_LOWER}]+){{0,4}}\s?,\s?ngày.*$)"
)
_MOTTO_ENDS = ("NAM", "VIỆT NAM")
_MAY_BE_CUT = re.compile(r"t nam|ghĩa|chí minh|ộc l|, ?ngày|--|__|==|\*\*|~~|-[o0:*]-|- [o0*] -")
_SIGNED = r"(?:[(\[]?(?:[Đđ]ã ký|ĐÃ KÝ)[)\]]?\s+)?"
_NAME = re.compile(rf"(?:^|(?<=\s)){_SIGNED}(?:[{_UPPER}][{_LOWER}]+)(?:\s[{_UPPER}][{_LOWER}]+){{1,5}}$")
_SMALL_THEN_CAPITALS = re.compile(rf"(?<=[{_LOWER}\d)])[.;,:]?\s+(?=[{_UPPER}]{{2,}}[\s,./{_UPPER}-]*$)")
_TWO_CAPITALS = re.compile(rf"[{_UPPER}][{_UPPER}/]")  # in every position and every `TM.`, `T/M`
MARKS = "#*_\\ "  # what Markdown puts around a line


@dataclass(frozen=True, slots=True)
class Row:
    """One column's piece of a line, folded; `line` is the line's index, `start` and `end` its offsets."""

    text: str
    start: int
    end: int
    line: int
    kind: str = "text"  # "motto", "rule", "date" or "text"

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


def _row(flow: str, start: int, end: int, line: int, kind: str = "text") -> Row | None:
    piece = flow[start:end]
    stripped = piece.strip(MARKS if kind != "rule" else " ")
    if not stripped:
        return None
    start += piece.index(stripped)
    return Row(stripped, start, start + len(stripped), line, kind)


def may_be_cut(text: str) -> bool:
    """Whether a line may hold a motto, a rule or a place with its date: spares their pattern on lines of the body."""
    return _MAY_BE_CUT.search(text.lower()) is not None


def rows_of(flow: str, lines: Iterable[tuple[int, Line]]) -> Iterator[Row]:
    """The rows of some lines (with their indices): mottos, rules and place-dates are cut off from the rest."""
    kind = "text"
    for index, line in lines:
        start, end = line.span.start, line.span.end
        at = start
        if end - start < 220 and may_be_cut(flow[start:end]):
            for match in _CUT.finditer(flow, start, end):
                kind = match.lastgroup or "text"
                head = _row(flow, at, match.start(kind), index)
                if head:
                    yield head
                piece = _row(flow, match.start(kind), match.end(kind), index, kind)
                if piece:
                    yield piece
                at = match.end(kind)
        rest = _row(flow, at, end, index)
        if rest and rest.text in _MOTTO_ENDS and kind == "motto":  # wrapped in a narrow column
            rest = replace(rest, kind="motto")
        kind = rest.kind if rest else kind
        if rest:
            yield rest


@cache
def header_rule(name: str) -> Rule:
    """A rule of `header.toml` by its name."""
    return next(rule for rule in load_rules("header") if rule.name == name)


def folded_key(text: str) -> str:
    """Small letters, single spaces, no signs around: `"QUYẾT ĐỊNH :"` gives `"quyết định"`."""
    return " ".join(text.lower().split()).strip(" .,;:*\"'()-/#")


@cache
def _bodies() -> re.Pattern[str]:
    return re.compile(any_of(gazetteer("header")["bodies"]) + r"(?!\w)")


def begins_like_a_body(text: str) -> bool:
    """Whether a line begins with a word that names of bodies begin with: `"SỞ Y TẾ"`, not `"TỈNH LÀO CAI"`."""
    return _bodies().match(folded_key(text)) is not None


@cache
def _positions() -> re.Pattern[str]:
    words = any_of(position.upper() for position in gazetteer("header")["positions"])
    return re.compile(rf"(?<!\w)(?<!ĐOÀN )(?<!BAN )(?:Q(?:UYỀN|\.)\s?)?{words}(?!\w)")


@cache
def _authority_prefix() -> re.Pattern[str]:
    return re.compile(r"(?<!\S)(?:TM|T/M|KT|K/T|TL|T/L|TUQ|T/UQ|TƯQ)(?:\s?[./]\s?|\s)(?=[A-ZĐỦ])")


def signature_rows(flow: str, lines: Iterable[tuple[int, Line]]) -> Iterator[Row]:
    """Rows with the two columns of a signature block told apart.

    `Nơi nhận: TL. CHỦ TỊCH` gives two rows, `TM. CHÍNH PHỦ THỦ TƯỚNG Lê Văn Nam` three.
    """
    for row in rows_of(flow, lines):
        if row.kind != "text":
            continue
        if len(row.text) > 200:
            yield row
            continue
        cuts = _cuts(row.text)
        for a, b in itertools.pairwise(cuts):
            piece = _row(flow, row.start + a, row.start + b, row.line)
            if piece:
                yield piece


def _cuts(text: str) -> list[int]:
    """Where the parts of a line of a signature block begin, and its end."""
    recipients = header_rule("recipients").pattern.match(text)
    begin = recipients.end() if recipients else 0
    if not _TWO_CAPITALS.search(text) or not (_positions().search(text) or _authority_prefix().search(text)):
        return [*sorted({0, begin}), len(text)]
    cuts = {0, begin, *(match.start() for match in _authority_prefix().finditer(text, begin))}
    small = _SMALL_THEN_CAPITALS.search(text, begin)
    if small and (_positions().search(text, small.end()) or _authority_prefix().match(text, small.end())):
        cuts.add(small.end())
    parts = [*sorted(cuts), len(text)]
    for start, end in itertools.pairwise(parts):
        cuts.update(_cuts_at_positions(text, start, end))
    return [*sorted(cuts), len(text)]


def _cuts_at_positions(text: str, start: int, end: int) -> Iterator[int]:
    """Before a position that follows a body or another position, and before the name after them."""
    prefix = _authority_prefix().match(text, start, end)
    last = start
    for match in _positions().finditer(text, start, end):
        between = text[last : match.start()].strip()
        follows_body = prefix is not None and match.start() > prefix.end() and last == start
        follows_position = last > start and not between.endswith((",", "-"))
        if (follows_body and not between.endswith((",", "-"))) or follows_position:
            yield match.start()
        last = match.end()
    name = _NAME.search(text, last, end)
    if last > start and name and not text[last : name.start()].strip(" .,-()").islower():
        yield name.start()
