"""Targets and results: quantities to be reached, kept or not exceeded, and figures reported as achieved.

Figures come from `quantities`; the words around each, then its heading, then the type of the document decide what
it is (`rules/targets.toml`). Documents that rule for everyone (laws, decrees, regulations) set almost no targets:
in them only a figure that is called an aim counts.

`reader` knows the document, `statements` divides a paragraph, `judging` says what each figure is (by `cues` and
`headings`), `times` which period it has.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from pipeline.document import Span
from pipeline.extract.captioned_figures import find_captioned_figures
from pipeline.extract.evidence import evidence
from pipeline.extract.flat_tables import find_flat_figures
from pipeline.extract.indicators import name_indicators
from pipeline.extract.quantities import SparedSpans, amount_of, find_quantities
from pipeline.extract.target_tables import TableFigure, find_table_figures
from pipeline.extract.targets.cues import Verdict, any_rule, rules_of
from pipeline.extract.targets.headings import kind_above, said_above
from pipeline.extract.targets.judging import comparator_of, verdicts_of
from pipeline.extract.targets.reader import Reader, reader_of
from pipeline.extract.targets.statements import statements_of
from pipeline.extract.targets.times import (
    Scope,
    annex_titles,
    column_period,
    period_above,
    period_and_kind,
    periods_in,
    scope_of,
)
from pipeline.extract.unit_captions import find_captions
from pipeline.notice import Notice
from pipeline.records import Target
from pipeline.vietnamese.periods import Period

__all__ = ["find_targets"]

_PROSE = 40  # code points: a shorter cell of a table is no sentence
_DIGIT = re.compile("[0-9]")
_CARRIED = frozenset(["aim", "done"])  # what these say of one sentence they say of the next


def _target(
    notice: Notice,
    quote: Span,
    source: str,
    *,
    indicator: str,
    value: float,
    value_max: float | None,
    unit: str,
    comparator: str,
    period: Period | None,
    kind: str,
) -> Target:
    mark = evidence(notice, quote, source)
    return Target(
        indicator=indicator,
        value=value,
        value_max=value_max,
        unit=" ".join(unit.split()),
        comparator=comparator,  # type: ignore[arg-type]
        period=" ".join(period.span.of(notice.document.text).split()) if period else None,
        kind=kind,  # type: ignore[arg-type]
        quote=" ".join(mark.text.split()),
        amount=amount_of(value, value_max, unit),
        period_start=period.start if period else None,
        period_end=period.end if period else None,
        evidence=mark,
    )


def _table_targets(reader: Reader, figures: tuple[TableFigure, ...]) -> Iterator[Target]:
    """The targets and results of tables; what a column leaves open the heading or the type of the document says."""
    notice = reader.notice
    places, titles = annex_titles(reader) if figures else ([], [])
    for found in figures:
        paragraph = notice.paragraph_at(found.quote.start)
        above = kind_above(reader, paragraph, found.quote)
        kind = found.kind or reader.kind or (above.kind if above else None)
        if kind is None:
            continue
        named = (column_period(notice.flow, span, reader.today) for span in (found.column, found.group) if span)
        period = next((period for period in named if period), None)
        if period is None and (above_it := bisect_left(places, found.quote.start)):
            period = titles[above_it - 1]
        yield _target(
            notice,
            found.quote,
            "rule:table",
            indicator=found.indicator,
            value=found.value,
            value_max=found.value_max,
            unit=found.unit,
            comparator=found.comparator,
            period=period or period_above(reader, paragraph, found.quote.start),
            kind=kind,
        )


def _paragraph_targets(reader: Reader, paragraph: Span) -> Iterator[Target]:
    notice = reader.notice
    flow = notice.flow
    quantities = list(find_quantities(flow, paragraph.start, paragraph.end, reader.spared))
    if not quantities:
        return
    periods: list[Period] | None = None
    scope: Scope | None = None
    said: Verdict | None = None
    earlier = ""
    above = partial(said_above, reader, paragraph)
    units: set[str] = set()
    first = 0
    for statement in statements_of(flow, paragraph):
        last = first
        while last < len(quantities) and quantities[last].span.end <= statement.end:
            last += 1
        inside, first = quantities[first:last], last
        begins = flow[statement.start - 1] != ";" or statement.start == paragraph.start
        if begins and said and said.source == "aim" and reader.kind == "result":
            said = None  # a report comes back from what is aimed at to what was done
        if not inside:
            units = set()
            continue
        if said and said.firm != (firm := not begins and said.kind == "result"):
            said = replace(said, firm=firm)
        verdicts, units = verdicts_of(reader, paragraph, statement, inside, said, set() if begins else units)
        said = next((verdict for verdict in reversed(verdicts) if verdict and verdict.source in _CARRIED), said)
        if not any(verdicts):
            continue
        if periods is None:
            periods = periods_in(reader, Span(statement.start, paragraph.end))
        scope = scope_of(paragraph, statement, periods, scope, begins=begins)
        names = name_indicators(
            flow, paragraph, statement, inside, any_rule("measure"), any_rule("governor"), earlier, above
        )
        earlier = names[-1].text
        ends = [*(quantity.figure.start for quantity in inside[1:]), statement.end]
        free = quantities[first].figure.start if first < len(quantities) else paragraph.end
        for quantity, verdict, named, following in zip(inside, verdicts, names, ends, strict=True):
            if verdict is None:
                continue
            period, kind = period_and_kind(reader, scope, quantity, verdict, following, max(following, free))
            yield _target(
                notice,
                named.quote,
                f"rule:{verdict.source}",
                indicator=named.text,
                value=quantity.value,
                value_max=quantity.value_max,
                unit=quantity.unit,
                comparator=comparator_of(flow, statement, quantity),
                period=period,
                kind=kind,
            )


def find_targets(notice: Notice, cited: tuple[Span, ...]) -> tuple[Target, ...]:
    """The targets and results of a notice, in the order of the text. Figures inside `cited` are numbers and dates."""
    captions = find_captions(notice)
    flat = tuple(find_flat_figures(notice, captions))
    rows = tuple(dict.fromkeys(figure.quote for figure in flat))
    in_rows = SparedSpans(rows)
    reader = reader_of(notice, SparedSpans((*rows, *(span for span in cited if not in_rows.overlap(span)))))
    if reader.normative:
        aims = next(rule.pattern for rule in rules_of("target") if rule.name == "aim")
        paragraphs = tuple(dict.fromkeys(notice.paragraph_at(aim.start()) for aim in aims.finditer(notice.flow)))
        return tuple(target for paragraph in paragraphs for target in _paragraph_targets(reader, paragraph))
    in_cells = {line.span.start for line in notice.document.lines if line.cell is not None}
    prose = [
        target
        for paragraph in notice.paragraphs
        if _DIGIT.search(notice.flow, paragraph.start, paragraph.end)
        and (paragraph.start not in in_cells or paragraph.end - paragraph.start >= _PROSE)
        for target in _paragraph_targets(reader, paragraph)
    ]
    captioned = (
        figure for figure in find_captioned_figures(notice, captions) if not reader.spared.overlap(figure.quote)
    )
    tables = (*find_table_figures(notice, captions), *flat, *captioned)
    return tuple(sorted([*prose, *_table_targets(reader, tables)], key=lambda target: target.evidence.start))
