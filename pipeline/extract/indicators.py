"""What a figure measures, in the text's own words: a short noun phrase around the figure.

What is measured stands before a verb of measure (`Tổng thu ngân sách đạt 5 tỷ đồng`), before a colon (`Đã cấp: 5
giấy phép`), or after the figure (`100% cán bộ được tập huấn`, `duy trì 10 tuyến đường kiểu mẫu`); a figure that has
none of its own takes that of the figure before it (`..., bằng 82 % kế hoạch`).
"""

import re
from dataclasses import dataclass
from functools import cache

from pipeline.document import Span
from pipeline.extract.quantities import Quantity
from pipeline.rules import gazetteer
from pipeline.vietnamese.periods import find_periods

__all__ = ["Indicator", "name_indicator"]

_MAX_WORDS = 14
_SEPARATOR = re.compile(r"[,;:()]|\s(?:và|với|trong đó)(?=\s)|\s-\s")
_BULLET = r"[-+*•·.…,;:()\"/ ]+|(?:[a-zđ]|\d{1,2}(?:\.\d{1,2})*)[.)]\s|[IVX]+[.-]\s"
_PLAN = re.compile(r"\s?(?:so với )?(?:chỉ tiêu|kế hoạch|dự toán|KH)(?: (?:năm|giao|được giao|đề ra|tỉnh giao|vốn))*")
_ABOUT = re.compile(r"^\s?về ([^,.;:()]+)")


@dataclass(frozen=True, slots=True)
class Indicator:
    """The words, and the span of the text that a reader must see with them: the quote."""

    text: str
    quote: Span


@cache
def _edges() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Patterns of what stands before a name, after it, and what ends the modifiers of a unit."""
    words = {key: "|".join(sorted(phrases, key=len, reverse=True)) for key, phrases in gazetteer("indicators").items()}
    return (
        re.compile(rf"(?:{_BULLET}|(?:{words['leading']})(?=[\s,:]|$))+", re.IGNORECASE),
        re.compile(rf"(?:[-,;:( ]+|\s(?:{words['trailing']}))+$"),
        re.compile(rf"[,.;:()]|\s(?:{words['closing']})(?=\s)|$"),
    )


def _tidy(text: str) -> str:
    """The phrase alone: no bullet, no linking word, no period at its ends, white space made one space."""
    text = " ".join(text.split())
    for period in sorted(find_periods(text), key=lambda found: -found.span.start):
        text = text[: period.span.start] + " " + text[period.span.end :]
    leading, trailing, _ = _edges()
    text = " ".join(text.split())
    if match := leading.match(text):
        text = text[match.end() :]
    return " ".join(trailing.sub("", " " + text).split())


def _last_phrase(text: str) -> str:
    """What follows the last comma, with what precedes it while it is too short to name anything."""
    parts = text.split(", ")
    phrase = parts.pop()
    while parts and len(_tidy(phrase).split()) < 3:
        phrase = f"{parts.pop()}, {phrase}"
    return phrase


def _words(text: str) -> int:
    return len(text.split())


def _after(flow: str, at: int, limit: int) -> tuple[str, int]:
    """The modifiers that follow a unit, and where they end."""
    match = _edges()[2].search(flow, at, min(limit, at + 120))
    end = match.start() if match else min(limit, at + 120)
    words = flow[at:end].split()
    if len(words) > _MAX_WORDS:
        words = words[:_MAX_WORDS]
        end = at + len(flow[at:end]) - len(flow[at:end].lstrip()) + len(" ".join(words))
    return " ".join(words), end


def name_indicator(
    flow: str, statement: Span, quantity: Quantity, previous: tuple[Quantity, str] | None, measure: re.Pattern[str]
) -> Indicator:
    """The indicator of `quantity` in its `statement`. `previous` is the figure before it there, with its indicator."""
    left = previous[0].span.end if previous else statement.start
    lead = flow[left : quantity.figure.start]
    if previous:
        cut = _SEPARATOR.search(lead)
        left += cut.end() if cut else 0
        lead = lead[cut.end() :] if cut else lead
    opened = lead.rfind("(")
    in_brackets = opened >= 0 and ")" not in lead[opened:]
    outer = ""
    if in_brackets:
        outer, lead = lead[:opened], lead[opened + 1 :]
    elif opened >= 0:
        lead = re.sub(r"\([^()]*\)", " ", lead)
    after, after_end = _after(flow, quantity.span.end, statement.end)
    end = quantity.span.end
    text = ""
    label = lead.rstrip()
    if label.endswith(":"):
        text = _tidy(_last_phrase(label[:-1]))
        if (
            text
            and quantity.kind == "count"
            and quantity.unit.lower() not in text.lower()
            and quantity.unit not in gazetteer("indicators")["generic"]
        ):
            text = f"{quantity.unit} {text}"
    else:
        if ": " in lead:
            _, _, rest = lead.rpartition(": ")
            lead = rest if _words(_tidy(rest)) >= 1 else lead
        verb = measure.search(lead)
        subject = _tidy(_last_phrase(lead[: verb.start()])) if verb else ""
        if subject:
            text = subject
        elif quantity.kind in ("count", "unknown"):
            task = "" if verb else _tidy(_last_phrase(lead))
            if _words(task) > 3:
                text = task if quantity.unit.lower() in task.lower() else f"{task} {quantity.unit}"
            else:
                text, end = _tidy(f"{task} {quantity.unit} {after}"), after_end
        elif verb and (about := _ABOUT.match(flow[quantity.span.end : statement.end])):
            text, end = _tidy(about[1]), quantity.span.end + about.end()
        elif quantity.kind == "share" and after and not verb and not _PLAN.match(after):
            text, end = _tidy(f"{_tidy(_last_phrase(lead))} {after}"), after_end
        elif not verb:
            text = _tidy(_last_phrase(lead))
    if not text and in_brackets:
        text = _tidy(_last_phrase(outer))
    if not text and previous:
        text = previous[1]
        if _PLAN.match(after):
            text, end = f"{text} so với {_PLAN.match(after)[0].strip()}".replace("so với so với", "so với"), after_end  # type: ignore[index]
    if not text:
        text, end = (
            _tidy(f"{quantity.unit} {after}") if quantity.kind in ("count", "unknown") else _tidy(after),
            after_end,
        )
    start = left + len(flow[left : quantity.figure.start]) - len(flow[left : quantity.figure.start].lstrip(" ,;:.-+*"))
    return Indicator(" ".join(text.split()[:_MAX_WORDS]) or quantity.unit, Span(start, max(end, quantity.span.end)))
