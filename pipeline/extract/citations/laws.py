"""Laws, codes and ordinances cited by name: `Luật Đất đai năm 2013`, `Bộ luật Lao động`.

Where a law's name ends is known from a list of names, and guessed from the words for a law that is
not in it: `Luật Quản lý, sử dụng vũ khí, vật liệu nổ và công cụ hỗ trợ về vật liệu nổ` has a comma,
an `và` and a `về`, of which only the last ends the name.
"""

import re
from dataclasses import replace
from functools import cache

from pipeline.document import Span
from pipeline.extract.citations.mention import Mention, written
from pipeline.extract.citations.scan import Finds, of_kind
from pipeline.notice import Notice
from pipeline.rules import gazetteer
from pipeline.vietnamese.dates import DATE, parse_date
from pipeline.vietnamese.spelling import bare

__all__ = ["LAW_DATE", "LAW_TYPES", "find_laws", "known_end"]

LAW_TYPES = ("luật", "bộ luật", "pháp lệnh")
LAW_DATE = re.compile(
    rf"(?:\s+(?:đã\s+)?được\s+Quốc\s+hội[^.;\n]{{0,90}}?thông\s+qua)?\s*,?\s*\(?(?:ban\s+hành\s+)?(?P<date>{DATE}|năm\s+(?:19|20)\d\d(?!\d)|(?:19|20)\d\d(?![\d/-]|\.\d))\)?"
)
_WORD = re.compile(r"\w(?:[\w/&.-]*\w)?")
_AMENDING = re.compile(
    r"(?:[Ss]ửa\s+đổi(?:,?\s+(?:và\s+)?bổ\s+sung)?|[Bb]ổ\s+sung)(?:\s+(?:một\s+số\s+)?điều\s+của)?\s+(?:các\s+)?"
    r"(?=(?:[Ll]uật|[Bb]ộ\s+luật|[Pp]háp\s+lệnh)\s)"
)
_AMENDING_SEVERAL = re.compile(
    r"[Ss]ửa\s+đổi(?:,?\s+(?:và\s+)?bổ\s+sung)?(?:\s+một\s+số\s+điều\s+của)?\s+\d{1,2}\s+[Ll]uật(?!\w)"
    r"(?:\s+(?:có\s+)?liên\s+quan\s+đến(?:,?\s+(?!(?:số|ngày|năm|và|theo|quy\s+định)(?!\w))[^\W\d_]+){1,6})?"
)
_NUMBERED = re.compile(r"\s*,?\s*[Ss]ố\s*\d")
_LAW = re.compile(r"(?:[Bb]ộ\s+luật|[Ll]uật|[Pp]háp\s+lệnh)\s+")
_OF_A_BILL = re.compile(r"[Dd]ự\s+(?:án|thảo)\s+\Z")
_NEXT_LAW = re.compile(r"\s*(?:,\s*và|,|\svà)\s+(?=(?:[Ll]uật|[Bb]ộ\s+luật|[Pp]háp\s+lệnh)\s)")
_CLOSING = re.compile(r",\s[a-zà-ỹđ][^;.:\n\d()A-ZĐ]{2,50}?\svà\s(?!các|những|văn|quy|nghị)[a-zà-ỹđ]")


def _plain(words: str) -> str:
    return " ".join(words.lower().replace(",", " ").replace('"', " ").split())


@cache
def _known() -> tuple[frozenset[str], int]:
    """The known names in normal form, and the number of words of the longest."""
    names = frozenset(_plain(name) for name in gazetteer("laws")["names"]["laws"])
    return names, max(len(name.split()) for name in names)


@cache
def _stops() -> tuple[frozenset[str], frozenset[str]]:
    tables = gazetteer("citations")["tables"]
    return frozenset(tables["law_stops"]), frozenset(tables["after_law"])


@cache
def _known_bare() -> frozenset[str]:
    """The known names of two words and more without tones and marks, as OCR and typists confuse them."""
    return frozenset(bare(name) for name in _known()[0] if " " in name)


def known_end(flow: str, start: int, *, by_ocr: bool = False) -> int | None:
    """Where the longest known name that begins at `start` ends, `None` where none does.

    A name of four words and more may have other tones and marks (`Phòng, chồng khủng bồ`), in what was read `by_ocr`
    one of two.
    """
    names, longest = _known()
    words: list[str] = []
    end, at = None, start
    for _ in range(longest):
        word = _WORD.match(flow, at)
        if not word:
            break
        words.append(_plain(word[0]))
        name = " ".join(words)
        if name in names or (len(words) >= (2 if by_ocr else 4) and bare(name) in _known_bare()):
            end = word.end()
        at = word.end() + (flow[word.end() : word.end() + 1] == ",")
        if flow[at : at + 1] not in (" ", "\n"):  # a heading is often set in several lines
            break
        at += 1
    return end


_DEEPEST = 3  # laws that amend laws that amend others


def _guessed_end(flow: str, start: int) -> int | None:
    """Where the name of a law that is in no list ends: before a verb, a number or a date.

    A comma belongs to the name when a lower-case word follows and the list closes with `và`.
    """
    stops, after_law = _stops()
    end, at = None, start
    for _ in range(18):
        word = _WORD.match(flow, at)
        if not word or word[0].lower() in stops or word[0][0].isdigit():
            break
        at = word.end() + 1
        if word[0].lower() == "và":
            after = _WORD.match(flow, at)
            if not after or after[0].lower() in after_law or after[0][0].isdigit():
                break
            continue
        end = word.end()
        if flow[end : end + 1] == "," and _CLOSING.match(flow, end):
            at = end + 2
        elif flow[end : end + 1] != " ":
            break
    return end


def _name_end(flow: str, start: int, capital: bool, by_ocr: bool, depth: int = 0) -> int | None:
    """Where the name that begins at `start`, after the type word, ends; a law that amends others names them.

    At `_DEEPEST` no name is looked for inside a name: a text may say `Luật sửa đổi Luật sửa đổi` without end.
    """
    if several := _AMENDING_SEVERAL.match(flow, start):
        # `Luật sửa đổi, bổ sung 07 Luật (Luật A; Luật B)`; one with its number is found by it
        return None if _NUMBERED.match(flow, several.end()) else several.end()
    amending = _AMENDING.match(flow, start)
    if not amending or depth == _DEEPEST:
        known = known_end(flow, start, by_ocr=by_ocr)
        guess = capital and flow[start : start + 1].isupper() and flow[start - 1] != "\n"
        return known if known or not guess else _guessed_end(flow, start)
    at, end = amending.end(), None
    while inner := _LAW.match(flow, at):
        end = _name_end(flow, inner.end(), True, by_ocr, depth + 1)
        further = _NEXT_LAW.match(flow, end) if end else None
        if not further:
            break
        at = further.end()
    return end


def _is_bill(flow: str, start: int, end: int) -> bool:
    """Whether the words around a law's name say that it is yet to be made."""
    before, after = of_kind("bill")
    return bool(before.pattern.search(flow, max(0, start - 40), start) or after.pattern.match(flow, end))


def find_laws(notice: Notice, finds: Finds) -> tuple[list[Mention], list[Mention]]:
    """All mentions of laws by name, and those inside the names of laws that amend them; both in order.

    A bill that amends others cites those, and is no law in another place that gives no date either.
    """
    flow, by_ocr = notice.flow, bool(notice.document.words)
    found: list[Mention] = []
    inside: list[Mention] = []
    bills: set[str] = set()
    covered, bill, amends, amending_bill = 0, False, False, False
    for rule, match in finds.get("law", ()):
        start = match.start()
        within = start < covered
        end = _name_end(flow, match.end(), match["type"][0].isupper(), by_ocr)
        if not end or (within and not amends):
            continue
        doc_type = " ".join(match["type"].lower().split())
        mention = Mention(Span(start, end), rule.name, doc_type, name=written(notice, Span(start, end)))
        if within:
            (found if amending_bill else inside).append(mention)
            continue
        listed = bill and flow[covered:start].strip() in (",", "và")
        covered, bill = end, listed or _is_bill(flow, start, end)
        amends = _AMENDING.match(flow, match.end()) is not None
        when = LAW_DATE.match(flow, end)
        date = None
        if when:
            date = parse_date(when["date"], partial=True) or (when["date"] if when["date"].isdigit() else None)
        amending_bill = bill and amends and not date
        if bill and not date and (flow[start].isupper() or _OF_A_BILL.search(flow, max(0, start - 12), start)):
            if amends:
                bills.add(_plain(mention.name or ""))
            continue  # a law that is yet to be made
        span = Span(start, when.end() if when and date else end)
        found.append(replace(mention, span=span, date=date))
    dated = {_plain(mention.name or "") for mention in found if mention.date}
    return [m for m in found if m.date or _plain(m.name or "") not in bills - dated], inside
