"""The body that issued a document, as it is written beside the citation."""

import re
from functools import cache

from pipeline.document import Span
from pipeline.rules import load_rules

__all__ = ["issuer_at", "issuer_before", "term_at"]

_TERM = re.compile(r"[\s,]*\(?\s*(kh[óo]a\s+[IVX]{1,5})(?!\w)\s*\)?")
_CLAUSE_START = re.compile(r"[;:\n(]|\.\s|,\s(?=đồng thời)")
# What stands between an issuer and the type word when the issuer comes first.
_AT = re.compile(r"(?:\s*\([^()]{0,60}\))?(?P<verb>[^.;:\n]{0,80}?)\s*\(?\s*tại\s+(?:các\s+|những\s+)?\Z")
_HAS = re.compile(
    r"(?:\s*\([^()]{0,60}\))?\s+(?:(?:đã|mới|vừa)\s+)?(?:ký\s+|tổ\s+chức\s+[^.;:\n]{1,30}\s+và\s+)?"
    r"(?:(?:có|ban\s+hành|xây\s+dựng\s+xong|thông\s+qua|ra|ký|cấp)\s+(?:các\s+|những\s+)?"
    r"|ban\s+hành\s+[^.;:\n()]{3,80}?,?\s+trong\s+đó\s+có\s+)\Z"
)
_HAS_VERB = re.compile(r"(?:có|hành|xong|qua|ra|ký|cấp)\s+(?:các\s+|những\s+)?\(?\Z")
_SAID = re.compile(
    r"(?:(?:có|đã)\s+)?(?:chỉ\s+đạo|phê\s+duyệt|đề\s+nghị|báo\s+cáo|trình|ban\s+hành|cho\s+ý\s+kiến|thông\s+báo|yêu\s+cầu|giao|"
    r"thẩm\s+định|thẩm\s+tra|kiến\s+nghị|kết\s+luận|có\s+ý\s+kiến|đồng\s+ý|thống\s+nhất|chấp\s+thuận|đề\s+xuất|xin\s+ý\s+kiến|trả\s+lời)"
)
_OTHER_CLAUSE = re.compile(
    r"(?:và\s+(?:yêu\s+cầu|chỉ\s+đạo|đề\s+nghị)|thực\s+hiện|quy\s+định|được|nêu|theo|trong|thuộc)(?!\w)"
)
_PASSIVE = re.compile(
    r"(?:được|do|bởi|của|[Tt]heo|(?:kế\s+hoạch|chỉ\s+tiêu|dự\s+toán|nhiệm\s+vụ)(?:\s+vốn|\s+năm)?)\s+\Z"
)
# Bodies before a bracket: `theo báo cáo của Sở Y tế (Báo cáo số 5)`, `sau khi nghe UBND tỉnh báo cáo (Báo cáo số 5)`.
_WORD_OF = re.compile(
    r"(?:báo\s+cáo|ý\s+kiến|đề\s+nghị|kiến\s+nghị|đề\s+xuất|giải\s+trình|tham\s+mưu|chỉ\s+đạo)\s+của\s+\Z"
)
_HEARD = re.compile(r"(?:nghe|theo)\s+\Z")
_SPOKE = re.compile(r"\s+(?:báo\s+cáo|trình|đề\s+nghị|kiến\s+nghị|đề\s+xuất|giải\s+trình|trình\s+bày)\s*\Z")


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(rule.pattern for rule in load_rules("issuers"))


@cache
def _any_issuer() -> re.Pattern[str]:
    """All issuer rules as one pattern, to look for the first of them in a clause."""
    sources = (rule.pattern.pattern.replace("?P<issuer>", "?:") for rule in load_rules("issuers"))
    return re.compile(rf"(?<!\w)(?:{'|'.join(sources)})")


def issuer_at(flow: str, start: int) -> Span | None:
    """The issuer that begins at `start`: at "Bộ Chính trị về" it is the span of "Bộ Chính trị"."""
    for pattern in _patterns():
        match = pattern.match(flow, start)
        if match:
            return Span(*match.span())
    return None


def term_at(flow: str, start: int) -> tuple[str, int] | None:
    """The term of congress written at `start` and where it ends: `("khóa XII", 9)` at " khóa XII"."""
    match = _TERM.match(flow, start)
    return (" ".join(match[1].split()), match.end()) if match else None


def _before_bracket(flow: str, end: int) -> Span | None:
    """The issuer whose word the bracket at `end` documents."""
    floor = max(0, end - 120)
    for match in _any_issuer().finditer(flow, floor, end):
        rest = flow[match.end() : end]
        owned = not rest.strip() and _WORD_OF.search(flow, max(floor, match.start() - 30), match.start())
        if owned or (_SPOKE.match(rest) and _HEARD.search(flow, max(floor, match.start() - 8), match.start())):
            return Span(*match.span())
    return None


def issuer_before(flow: str, start: int) -> Span | None:
    """The issuer that the words before a citation name, the citation's type word being at `start`.

    "Công ty Hà An tại | Văn bản số 5", "được UBND tỉnh phê duyệt tại | Quyết định số 9", "theo báo cáo của Sở Y tế (|
    Báo cáo số 5" and "Sở Tư pháp đã có | Công văn số 3" name it; of two bodies named together it is the first.
    """
    before = flow[max(0, start - 30) : start]
    if before.endswith("("):
        return _before_bracket(flow, start - 1)
    at = before.rstrip(" (").endswith(("tại", "tại các", "tại những"))
    if not at and not _HAS_VERB.search(before):
        return None
    window = flow[max(0, start - 260) : start]
    offset = start - len(window)
    clause = 0
    for boundary in _CLAUSE_START.finditer(window):
        if boundary[0] != "(" or not window[boundary.end() :].lstrip().startswith("tại"):
            clause = boundary.end() if boundary[0] != "(" or ")" not in window[boundary.end() :] else clause
    found = list(_any_issuer().finditer(window, clause))
    if not at:
        return next((Span(m.start() + offset, m.end() + offset) for m in found if _HAS.match(window, m.end())), None)
    best = None
    for match in found:
        rest = _AT.match(window, match.end())
        if not rest:
            continue
        verb = rest["verb"].strip(" ,\n")
        subject = not window[clause : match.start()].strip(' -+*"0123456789.,)') and (not verb or _SAID.match(verb))
        subject = subject or verb.startswith("đã ")
        passive = _PASSIVE.search(window, max(0, match.start() - 16), match.start())
        # "ý kiến của UBND tỉnh về việc ... tại", not "quy định của Chính phủ thực hiện theo hướng dẫn tại"
        owned = passive and passive[0].startswith("của") and _OTHER_CLAUSE.match(verb)
        if subject or (passive and not owned):
            # "..., ý kiến của UBND tỉnh tại": nearer than a body before, unless the two are named together
            nearer = (
                best
                and not verb
                and passive
                and flow[best.end() + offset : match.start() + offset].strip() not in (",", "và")
            )
            best = match if nearer or not best else best
    return Span(best.start() + offset, best.end() + offset) if best else None
