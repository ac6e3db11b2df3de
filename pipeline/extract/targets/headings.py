"""What the headings above a figure, the line above its list and the type of its document make of it."""

import re

from pipeline.document import Span
from pipeline.extract.targets.cues import CLOSED_BRACKETS, Verdict, rules_of
from pipeline.extract.targets.reader import Heading, Reader

__all__ = ["LONGEST_TITLE", "kind_above", "said_above"]

LONGEST_TITLE = 160  # code points before the colon of a heading that goes on in its own paragraph
_AIMS = re.compile(r"chỉ tiêu|mục tiêu")


_TELLS = re.compile(
    r"(?:điều \d+)?\W*(?:[\w.]{1,5}[.)/-]\s*)?kết quả(?! giao)"
)  # `Điều 3. Kết quả năm 2030 làm cơ sở giao kế hoạch`


def _heading_kind(text: str) -> Heading | None:
    """What a heading makes of the figures below it."""
    text = CLOSED_BRACKETS.sub(" ", text[:160].lower())
    rules = rules_of("heading")
    if rules[0].pattern.search(text) and not _TELLS.match(text):
        return Heading("target", sure=True)
    found = [(match.start(), rule.name, rule) for rule in rules[1:] if (match := rule.pattern.search(text))]
    if not found:
        return None
    _, _, rule = min(found)
    sure = not rule.options.get("unsure") or any(found_rule.name == "time to come" for _, _, found_rule in found)
    return Heading(rule.options["kind"], sure, aims=_AIMS.search(text) is not None)


def kind_above(reader: Reader, paragraph: Span, figure: Span) -> Verdict | None:
    """What the line above the list, the headings, or else the type of the document make of a figure."""
    flow = reader.notice.flow
    lead = reader.lead(paragraph)
    unsure: Heading | None = None
    for span in (*((lead,) if lead else ()), *reader.headings(paragraph.start)):
        if figure in span:  # a numbered paragraph that is its own heading: what it says before a colon
            colon = flow.find(":", span.start, min(figure.start, span.start + LONGEST_TITLE))
            if colon < 0:
                continue
            span = Span(span.start, colon)
        if span not in reader.kinds:
            reader.kinds[span] = _heading_kind(span.of(flow))
        if heading := reader.kinds[span]:
            if heading.sure or heading.kind == "result":
                return Verdict(heading.kind, "heading", bool(unsure and unsure.aims) or heading.aims)
            unsure = unsure or heading
    if unsure:
        return Verdict(unsure.kind, "heading", unsure.aims)
    if reader.kind == "target" and paragraph.end <= reader.preamble:
        return Verdict("result", "preamble")
    return Verdict(reader.kind, "document type") if reader.kind else None


def said_above(reader: Reader, paragraph: Span) -> str:
    """What the title and the headings above a paragraph say, in small letters."""
    flow, title = reader.notice.flow, reader.notice.header.title
    spans = [span for span in reader.headings(paragraph.start) if not span.start <= paragraph.start < span.end]
    return " . ".join(span.of(flow).lower() for span in (*spans, *((title.span,) if title else ())))
