"""One HTML file with charts, tables, and behind each number the documents and words that make it up."""

import base64
from collections.abc import Sequence
from html import escape
from typing import Any

from pipeline.errors import InputError
from pipeline.research.answer import Answer
from pipeline.research.bins import By
from pipeline.research.charts import Chart, coverage_chart, lag_chart, svg, top_chart, trends_chart
from pipeline.research.coverage import coverage
from pipeline.research.filters import Filters
from pipeline.research.holdings import Holdings
from pipeline.research.lag import lag
from pipeline.research.named import CENTRAL, Named, found
from pipeline.research.top import top
from pipeline.research.trends import Trends, trends, trends_list

__all__ = ["report"]

_LISTED = 2_000
_SHORT, _LONG = 12, 30  # characters of a cell
_STYLE = """
body { font: 15px/1.5 "Arimo", "Liberation Sans", Arial, sans-serif; color: #1a1a1a; background: #fff;
  max-width: 62rem; margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 1.7rem; margin-bottom: .2rem } h2 { margin-top: 2.6rem; border-bottom: 1px solid #ccc }
figure { margin: 1rem 0 } figure img { max-width: 100%; height: auto }
table { border-collapse: collapse; font-size: .86rem; margin: .8rem 0 } caption { text-align: left; color: #595959 }
th, td { padding: .18rem .6rem .18rem 0; text-align: left; vertical-align: top }
th { border-bottom: 1px solid #888; white-space: nowrap } td.n, th.n { text-align: right; white-space: nowrap }
tr:target td, td:target { background: #fff3bf } tbody tr:hover td { background: #f5f5f5 }
td { max-width: 24rem } td.s { white-space: nowrap } td.w { min-width: 11rem }
.note { color: #595959; font-size: .9rem } .thin { color: #595959; font-style: italic } details { margin: .6rem 0 }
nav a { margin-right: 1.2rem } a { color: #00558c } .wide { overflow-x: auto } q { quotes: none }
@media print { nav { display: none } details::details-content { content-visibility: visible; display: block }
  body { max-width: none } .wide { overflow: visible } table { font-size: .7rem } }
"""


def _figure(chart: Chart, words: str) -> str:
    """A chart as a picture of its own, so that names within one drawing cannot meet those of another."""
    data = base64.b64encode(svg(chart).encode()).decode()
    return f'<figure><img alt="{escape(words)}" src="data:image/svg+xml;base64,{data}"></figure>'


def _shown(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:.4g}"
    return f"{value:,}" if isinstance(value, int) else escape(str(value))


def _kind(column: Sequence[Any]) -> str:
    """The class of a column's cells: numbers, short words that stay on a line, or sentences that want room."""
    if any(isinstance(value, int | float) for value in column):
        return ' class="n"'
    longest = max((len(str(value)) for value in column), default=0)
    return ' class="s"' if longest <= _SHORT else ' class="w"' if longest > _LONG else ""


def _table(answer: Answer, links: dict[int, dict[int, str]] | None = None, ids: dict[int, str] | None = None) -> str:
    """A table; `links` give addresses by row and column, `ids` names of rows that others point to."""
    classes = [_kind([row[at] for row in answer.rows]) for at in range(len(answer.columns))]
    head = "".join(
        f"<th{kind}>{escape(name.replace('_', ' '))}</th>" for name, kind in zip(answer.columns, classes, strict=True)
    )
    body = []
    for at, row in enumerate(answer.rows):
        cells = []
        for column, (value, kind) in enumerate(zip(row, classes, strict=True)):
            address = (links or {}).get(at, {}).get(column)
            text = f'<a href="{address}">{_shown(value)}</a>' if address else _shown(value)
            cells.append(f"<td{kind}>{text}</td>")
        name = (ids or {}).get(at)
        body.append(f"<tr{f' id={chr(34)}{name}{chr(34)}' if name else ''}>{''.join(cells)}</tr>")
    caption = f"<caption>{escape(answer.caption)}</caption>"
    return (
        f'<div class="wide"><table>{caption}<thead><tr>{head}</tr></thead><tbody>{"".join(body)}</tbody></table></div>'
    )


def _notes(notes: Sequence[str]) -> str:
    return "".join(f'<p class="note">{escape(note)}</p>' for note in notes)


def _within(summary: str, content: str) -> str:
    return f"<details><summary>{escape(summary)}</summary>{content}</details>"


def _counts(part: str, answer: Answer, listed: Answer, by: By) -> str:
    """The table of a trend, each count a link to the first of its documents in the list below it."""
    first: dict[tuple[str, str], int] = {}
    for at, row in enumerate(listed.rows):
        first.setdefault((row[0], row[1] or ""), at)
    citing = answer.columns.index("citing")
    time = answer.columns.index(by)
    links: dict[int, dict[int, str]] = {}
    for at, row in enumerate(answer.rows):
        where = first.get((row[0], row[time]))
        if row[citing] and where is not None:
            links[at] = {citing: f"#{part}-{where}"}
    ids = {at: f"{part}-{at}" for at in first.values()}
    return _table(answer, links) + _within(f"The {len(listed.rows):,} documents that cite", _table(listed, ids=ids))


def _followed(holdings: Holdings, documents: Sequence[str], filters: Filters) -> list[Named]:
    if documents:
        return found(holdings, documents)
    best = top(holdings, filters, CENTRAL.condition, limit=3)
    names = [cited for cited in best.column("cited") if cited.split(":")[1][:1].isdigit()]
    return [one for one in found(holdings, names) if one.told]


def _trend(holdings: Holdings, part: str, series: Sequence[Named], filters: Filters, by: By) -> str:
    shown: Trends = trends(holdings, series, filters, by)
    if not shown.points:
        return _notes(shown.notes)
    listed = trends_list(holdings, series, filters, by)
    if len(listed.rows) > _LISTED:
        words = f"{listed.caption}; the latest {_LISTED:,} of {len(listed.rows):,}"
        listed = Answer(listed.title, words, listed.columns, listed.rows[-_LISTED:])
    chart = _figure(trends_chart(shown), f"Citations over time: {', '.join(one.label for one in series)}")
    return chart + _within("The numbers, and the documents behind them", _counts(part, shown.answer(), listed, by))


def report(
    holdings: Holdings, documents: Sequence[str] = (), filters: Filters | None = None, by: By = "quarter"
) -> str:
    """The report as HTML that needs nothing beside itself: no script, no font, no address outside."""
    filters = filters or Filters()
    held = coverage(holdings, filters, by)
    if not held.rows[0][2]:
        raise InputError(f"{holdings.label}: no document is of this period and these filters; nothing to report")
    most = top(holdings, filters, CENTRAL.condition)
    series = _followed(holdings, documents, filters)
    parts = [
        ("held", "What the archive holds", _held(held, by)),
        (
            "central",
            "Central documents together",
            _trend(holdings, "c", [CENTRAL], filters, by),
        ),
        ("top", "The most cited central documents", _top(most)),
    ]
    if series:
        followed = _trend(holdings, "f", series, filters, by)
        parts.append(("followed", "Followed: " + ", ".join(one.label for one in series), followed))
        travel = lag(holdings, tuple(one.cited for one in series if one.cited), filters)
        body = _table(travel)
        if any(days is not None for days in travel.column("days")):
            body = _figure(lag_chart(travel), "Days from a document to its first citation at each level") + body
        else:
            body += _notes(travel.notes)
        parts.append(("lag", "How they travel down", body))
    index = "".join(f'<a href="#{name}">{escape(title)}</a>' for name, title, _ in parts)
    sections = "".join(f'<section id="{name}"><h2>{escape(title)}</h2>{body}</section>' for name, title, body in parts)
    title = f"Citations in {escape(holdings.label)}"
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head><body>'
        f'<h1>{title}</h1><p class="note">{escape(held.caption)}</p><nav>{index}</nav>'
        f"{_READING}{sections}</body></html>\n"
    )


def _held(held: Answer, by: By) -> str:
    if not any(part == by for part in held.column("part")):
        return _table(held) + _notes(held.notes)
    return _figure(coverage_chart(held, by), "Documents held over time") + _within("The numbers", _table(held))


def _top(most: Answer) -> str:
    if not most.rows:
        return _notes(("No citation of a central document is of this period and these filters.",))
    return _figure(top_chart(most), "The most cited central documents") + _within("The numbers", _table(most))


_READING = """<p class="note">A document counts once however many copies of it the archive has, and once however often
it cites. A bin is a time of the citing document. Hollow marks are bins of few documents, hatching a time of which the
archive holds nothing. A number alone does not tell which document is meant; where the words leave it open, the citation
is counted apart. Every number of a followed document leads to the documents behind it, with page and quote.</p>"""
