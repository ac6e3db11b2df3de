"""Charts that hold up in print: SVG, PNG, or one HTML file, made without a browser or a network.

Colours are of Okabe and Ito's set, which the colour-blind tell apart, and every series has a shape and a dash of its
own besides. A thin bin is hollow; where the archive holds nothing there is hatching and no point. Each chart says below
itself of which archive, of when and of which filters it is.
"""

import textwrap
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from pipeline.errors import InputError, MissingPartError
from pipeline.research.answer import Answer
from pipeline.research.bins import By
from pipeline.research.trends import THIN, Point, Trends
from pipeline.rows import days_of

try:
    import altair as alt
    import vl_convert
except ImportError as missing:
    raise MissingPartError("altair", 'pip install "trichyeu[research]"') from missing

__all__ = ["Chart", "coverage_chart", "lag_chart", "save", "svg", "targets_chart", "top_chart", "trends_chart"]

Chart = alt.VConcatChart
COLOURS = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000"]
SHAPES = ["circle", "square", "triangle-up", "diamond", "triangle-down", "cross", "triangle-right"]
DASHES = [[1, 0], [6, 3], [2, 2], [8, 3, 2, 3], [4, 1], [1, 3], [10, 4]]
FONT = "Arimo, Liberation Sans, Arial, DejaVu Sans, sans-serif"
WIDTH = 640
_GREY = "#595959"
_APART: dict[str, Any] = {
    "labelOverlap": True,
    "labelFlush": False,
    "labelSeparation": 5,
}  # flush ones run into their neighbours
_TICKS = {"month": "%m/%Y", "quarter": "Q%q/%Y", "year": "%Y"}
_HOLLOW: dict[str, Any] = {"filled": False, "fill": "white", "strokeWidth": 1.6, "opacity": 1}


def _of(rows: Sequence[dict[str, Any]]) -> alt.Chart:
    return alt.Chart(alt.InlineData(values=[*rows]))


def _finished(panels: Sequence[Any], title: str, caption: str, notes: Sequence[str]) -> Chart:
    """The panels one below another, the title above, and below what the reader must know."""
    first = panels[0].properties(title=alt.TitleParams(title, anchor="start", frame="bounds", fontSize=15, offset=12))
    lines = [line for part in (caption, *notes) for line in textwrap.wrap(part, 115)]
    below = alt.TitleParams(
        lines, orient="bottom", anchor="start", fontSize=10, fontWeight="normal", color=_GREY, offset=14, lineHeight=14
    )
    whole: Chart = alt.vconcat(first, *panels[1:], spacing=16).properties(title=below, background="white", padding=12)
    finished: Chart = (
        whole.resolve_scale(color="independent", shape="independent", strokeDash="independent")
        .configure(font=FONT)
        .configure_axis(titleFontWeight="normal", titleFontSize=11, labelFontSize=10, gridColor="#e6e6e6")
        .configure_legend(labelLimit=500, labelFontSize=11, symbolSize=70, orient="top", columns=1, title=None)
        .configure_view(stroke="#bfbfbf")
    )
    return finished


def _colour(names: Sequence[str], *, legend: bool) -> alt.Color:
    if len(names) > len(COLOURS):
        raise InputError(f"{len(names)} lines cannot be told apart in one chart; ask for at most {len(COLOURS)}")
    scale = alt.Scale(domain=[*names], range=COLOURS[: len(names)])
    return alt.Color("line:N", scale=scale, legend=alt.Legend(symbolOpacity=1, symbolStrokeWidth=1) if legend else None)


def _shape(names: Sequence[str], *, legend: bool) -> alt.Shape:
    scale = alt.Scale(domain=[*names], range=SHAPES[: len(names)])
    return alt.Shape("line:N", scale=scale, legend=alt.Legend(symbolOpacity=1, symbolStrokeWidth=1) if legend else None)


def _dash(names: Sequence[str]) -> alt.StrokeDash:
    return alt.StrokeDash("line:N", scale=alt.Scale(domain=[*names], range=DASHES[: len(names)]), legend=None)


def _name(point: Point) -> str:
    return " · ".join(part for part in (point.series, point.group) if part)


def _trend_rows(trends: Trends, names: Sequence[str]) -> list[dict[str, Any]]:
    """A row for each point that is drawn; series stand a little apart within a bin, so that none hides another."""
    rows = []
    for point in trends.points:
        length = point.end + timedelta(days=1) - point.start
        aside = 0.5 + (names.index(_name(point)) - (len(names) - 1) / 2) * 0.1
        nothing_yet = point.state == "before" and not point.citing
        rows.append(
            {
                "line": _name(point),
                "at": f"{point.start + length * aside}",
                "bin": point.name,
                "citing": None if nothing_yet else point.citing,
                "share": None if nothing_yet else point.share,
                "low": None if nothing_yet else point.low,
                "high": point.high,
                "mentions": point.mentions,
                "documents": point.documents,
                "state": point.state,
            }
        )
    return rows


def trends_chart(trends: Trends) -> Chart:
    """Documents that cite, their share with its 95 % interval, and below how many documents there are at all."""
    if not trends.points:
        raise InputError("nothing to draw: no document of the archive is of this period and these filters")
    names = list(dict.fromkeys(map(_name, trends.points)))
    rows = _trend_rows(trends, names)
    drawn = [row for row in rows if row["citing"] is not None]
    first, last = min(p.start for p in trends.points), max(p.end for p in trends.points) + timedelta(days=1)
    scale = alt.Scale(domain=[f"{first}", f"{last}"], type="utc")
    held = Counter[date]()
    for point in {(p.start, p.group): p for p in trends.points}.values():
        held[point.start] += point.documents
    empty = [p for p in {p.start: p for p in trends.points}.values() if not held[p.start]]
    share = alt.Tooltip("share:Q", format=".1%")
    tooltip = ["line:N", "bin:N", "citing:Q", "mentions:Q", "documents:Q", share, "state:N"]

    def time(field: str = "at", title: str | None = None) -> alt.X:
        axis = alt.Axis(format=_TICKS[trends.by], labelAngle=0, title=title, tickCount=8, **_APART)
        return alt.X(f"{field}:T", axis=axis, scale=scale)

    def panel(y: alt.Y, *, legend: bool, whiskers: bool) -> Any:
        colour, shape = _colour(names, legend=legend), _shape(names, legend=legend)
        solid = _of([row for row in drawn if row["state"] != "thin"]).mark_point(filled=True, size=42, opacity=1)
        hollow = _of([row for row in drawn if row["state"] == "thin"]).mark_point(size=46, **_HOLLOW)
        layers = [_hatched(empty).encode(time())] if empty else []
        if whiskers:
            rule = _of(drawn).mark_rule(opacity=0.45, clip=True)
            layers.append(rule.encode(time(), y=alt.Y("low:Q"), y2="high:Q", color=_colour(names, legend=False)))
        # one document more or less swings the share of a thin bin: no line leads there
        joined = [{**row, "share": None} if row["state"] == "thin" else row for row in rows]
        line = _of(joined).mark_line(strokeWidth=1.6)
        layers.append(line.encode(time(), y, color=colour, strokeDash=_dash(names)))
        layers += [marks.encode(time(), y, color=colour, shape=shape, tooltip=tooltip) for marks in (solid, hollow)]
        return alt.layer(*layers).properties(width=WIDTH, height=150)

    counts = alt.Y("citing:Q", axis=alt.Axis(title="documents that cite", format="d", tickMinStep=1, tickCount=5))
    whole = "of the group" if trends.split else "of documents"
    top = max([*(row["high"] for row in drawn if row["state"] == "counted"), *(row["share"] for row in drawn), 0.01])
    shares = alt.Y(
        "share:Q",
        axis=alt.Axis(title=f"share {whole} (95 % int.)", format="%", tickCount=5),
        scale=alt.Scale(domain=[0, min(1.0, top * 1.05)]),
    )
    sizes = [
        {"start": f"{p.start}", "end": f"{p.end + timedelta(days=1)}", "documents": held[p.start], "bin": p.name,
         "thin": held[p.start] < trends.thin, "zero": 0}
        for p in {p.start: p for p in trends.points}.values()
    ]  # fmt: skip
    bars = (
        _of(sizes)
        .mark_bar(stroke=_GREY, strokeWidth=0.8)
        .encode(
            time("start", f"{trends.by} of the citing document"),
            alt.X2("end:T"),
            alt.Y("documents:Q", axis=alt.Axis(title="documents held", format="d", tickCount=3)),
            alt.Y2("zero:Q"),
            fill=alt.condition("datum.thin", alt.value("white"), alt.value("#bdbdbd")),
            tooltip=["bin:N", "documents:Q"],
        )
        .properties(width=WIDTH, height=60)
    )
    panels = [panel(counts, legend=True, whiskers=False), panel(shares, legend=False, whiskers=True), bars]
    return _finished(panels, "Citations over time", trends.caption, _trend_notes(trends))


def _trend_notes(trends: Trends) -> list[str]:
    """The notes as a chart shows them: what is hollow and what is hatched, in place of `thin` and `empty`."""
    drawn = {"thin": "Hollow", "empty": "Hatched", "before": None, "low, high": None}
    notes = []
    for note in trends.notes:
        state, _, words = note.partition(": ")
        mark = drawn.get(state, "")
        if mark == "":
            notes.append(note)
        elif mark:
            notes.append(f"{mark}: {words}")
    return notes


def _hatched(empty: Sequence[Point]) -> alt.Chart:
    """Thin lines over bins of which nothing is held: Vega has no patterns."""
    strokes = [
        {"at": f"{point.start + (point.end - point.start) * step / 5}"} for point in empty for step in range(1, 5)
    ]
    hatching: alt.Chart = _of(strokes).mark_rule(color="#bdbdbd", strokeDash=[3, 3])
    return hatching


def _named_rows(answer: Answer) -> list[dict[str, Any]]:
    return [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]


def top_chart(answer: Answer) -> Chart:
    """The most cited documents as bars, with their counts of the other period as hollow marks."""
    rows = _named_rows(answer)
    if not rows:
        raise InputError("nothing to draw: no citation is of this period and these filters")
    y = alt.Y("document:N", sort=[row["document"] for row in rows], axis=alt.Axis(title=None, labelLimit=330))
    x = alt.X("citing:Q", axis=alt.Axis(title="documents that cite", format="d", tickMinStep=1))
    data = _of(rows)
    bars = data.mark_bar(color="#56B4E9", height={"band": 0.6}).encode(x, y)
    layers = [bars, data.mark_text(align="left", dx=5, fontSize=10).encode(x, y, text="citing:Q")]
    notes = [f"drawn: the {len(rows)} most cited", *answer.notes]
    if "citing_before" in answer.columns:
        before = data.mark_point(shape="diamond", size=60, stroke=COLOURS[1], **_HOLLOW)
        layers.insert(1, before.encode(alt.X("citing_before:Q"), y))
        notes.insert(0, "Diamond: how many cited it in the other period.")
    chart = alt.layer(*layers).properties(width=WIDTH - 260, height=20 * len(rows) + 10)
    return _finished([chart], answer.title, answer.caption, notes)


def lag_chart(answer: Answer) -> Chart:
    """Days to the first citation (filled) and to the middle one (hollow) at each level."""
    rows = _named_rows(answer)
    if not any(row["days"] is not None for row in rows):
        raise InputError("nothing to draw: no document with a full date cites it")
    names = list(dict.fromkeys(row["cited"] for row in rows))
    shown = [
        {"line": row["cited"], "at": f"{row['level']} · {row['cited']}" if len(names) > 1 else row["level"], **{
            key: row[key] for key in ("days", "median_days", "citing", "documents", "state")
        }}
        for row in rows
    ]  # fmt: skip
    y = alt.Y("at:N", sort=[row["at"] for row in shown], axis=alt.Axis(title=None, labelLimit=330))
    x = alt.X("days:Q", axis=alt.Axis(title="days from the cited document's date", format="d"))
    cited = _of([row for row in shown if row["days"] is not None])
    colour, shape = _colour(names, legend=False), _shape(names, legend=False)
    said = _of([{**row, "days": 0} for row in shown if row["days"] is None])
    layers = [
        cited.mark_rule(opacity=0.5).encode(x, y, x2="median_days:Q", color=colour),
        cited.mark_point(size=70, **_HOLLOW).encode(alt.X("median_days:Q"), y, color=colour, shape=shape),
        cited.mark_point(filled=True, size=60, opacity=1).encode(x, y, color=colour, shape=shape),
        said.mark_text(align="left", dx=4, fontSize=10, color=_GREY).encode(x, y, text="state:N"),
    ]
    notes = ["Filled: the first citation; hollow: the middle one.", *answer.notes]
    if at_most := [row for row in shown if row["state"].startswith("at most")]:
        layers.append(_of(at_most).mark_text(align="right", dx=-7, fontSize=12).encode(x, y, text=alt.value("≤")))
        notes.append(
            "≤: at most so many days; what the archive has of this level begins later than the cited document."
        )
    chart = alt.layer(*layers).properties(width=WIDTH - 260, height=24 * len(rows) + 10)
    return _finished([chart], answer.title, answer.caption, notes)


_SCALED = {"VND": (1e9, "billion VND (tỷ đồng)"), "m2": (1e4, "ha"), "m": (1e3, "km")}
"""Base units that are drawn in larger ones."""


def targets_chart(answer: Answer) -> Chart:
    """One panel a unit: each figure as a mark at the end of its period, with a line over the whole of it."""
    rows = [{**row, "end": row["to"] or days_of(row["document_date"])[1] or row["from"]} for row in _named_rows(answer)]
    rows = [{**row, "line": row["office"] or "not known"} for row in rows if row["end"]]
    if not rows:
        raise InputError("nothing to draw: no figure has a period or a date")
    offices = Counter(row["line"] for row in rows)
    names = [name for name, _ in offices.most_common(len(COLOURS))]
    notes = ["Filled: a result; hollow: a plan. The line of each covers its period.", *answer.notes]
    if len(offices) > len(names):
        notes.append(f"{len(offices) - len(names)} more offices are not drawn; --issuer chooses")
    days = [day for row in rows for day in (row["from"], row["end"]) if day]
    scale = alt.Scale(domain=[f"{min(days)}", f"{max(days) + timedelta(days=20)}"], type="utc")
    panels = []
    for at, (unit, _) in enumerate(Counter(row["unit"] for row in rows).most_common(3)):
        factor, title = _SCALED.get(unit, (1, unit))
        shown = [
            {"line": row["line"], "from": f"{row['from'] or row['end']}", "end": f"{row['end']}", "kind": kind,
             "value": row[kind] / factor, "indicator": row["indicator"], "period": row["period"]}
            for row in rows
            for kind in ("plan", "result")
            if row["unit"] == unit and row["line"] in names and row[kind] is not None
        ]  # fmt: skip
        colour, shape = _colour(names, legend=at == 0), _shape(names, legend=at == 0)
        x = alt.X("end:T", axis=alt.Axis(title="end of the period", format="%m/%Y", **_APART), scale=scale)
        y = alt.Y("value:Q", axis=alt.Axis(title=title, tickCount=5))
        tooltip = ["line:N", "indicator:N", "kind:N", "period:N", "value:Q"]
        extents = _of(shown).mark_rule(opacity=0.5).encode(alt.X("from:T", scale=scale), y, x2="end:T", color=colour)
        plans = _of([row for row in shown if row["kind"] == "plan"]).mark_point(size=60, **_HOLLOW)
        results = _of([row for row in shown if row["kind"] == "result"]).mark_point(filled=True, size=50, opacity=1)
        marks = [of.encode(x, y, color=colour, shape=shape, tooltip=tooltip) for of in (plans, results)]
        panels.append(alt.layer(extents, *marks).properties(width=WIDTH, height=150))
    return _finished(panels, answer.title, answer.caption, notes)


def _tick(name: str) -> str:
    """A bin's name as the axes of trends have it: `2025-Q3` is `Q3/2025`, `2025-09` is `09/2025`."""
    return "/".join(reversed(name.split("-")))


def coverage_chart(answer: Answer, by: By) -> Chart:
    """How many documents there are bin by bin, and what share of them and of their citations is told exactly."""
    rows = [{**row, "at": _tick(row["value"])} for row in _named_rows(answer) if row["part"] == by]
    if not rows:
        raise InputError("nothing to draw: no document has a date")
    years = [row["at"] for row in rows if row["value"].endswith(("-Q1", "-01")) or by == "year"]
    named = years if len(years) > 2 else [row["at"] for row in rows]
    labels = alt.Axis(title=by, labelAngle=0, values=named[:: -(-len(named) // 8)])
    x = alt.X("at:N", sort=None, axis=labels, scale=alt.Scale(domain=[row["at"] for row in rows]))
    sizes = [{"at": row["at"], "documents": row["documents"], "thin": row["documents"] < THIN} for row in rows]
    fill = alt.condition("datum.thin", alt.value("white"), alt.value("#bdbdbd"))
    held = _of(sizes).mark_bar(stroke=_GREY, strokeWidth=0.8)
    y = alt.Y("documents:Q", axis=alt.Axis(title="documents held", format="d"))
    lines = {"told": "citations that tell which document they mean", "to_the_day": "documents dated to the day"}
    names = [*lines.values()]
    shares = [
        {"at": row["at"], "line": name, "share": row[key], "thin": row["documents"] < THIN}
        for row in rows
        for key, name in lines.items()
    ]
    share = alt.Y("share:Q", axis=alt.Axis(title="share", format="%"), scale=alt.Scale(domain=[0, 1]))
    line = _of([{**row, "share": None} if row["thin"] else row for row in shares]).mark_line(strokeWidth=1.6)
    layers = [line.encode(x, share, color=_colour(names, legend=True), strokeDash=_dash(names))]
    for thin, look in ((False, {"filled": True, "size": 40, "opacity": 1}), (True, {"size": 34, **_HOLLOW})):
        points = _of([row for row in shares if row["share"] is not None and row["thin"] is thin]).mark_point(**look)
        layers.append(points.encode(x, share, color=_colour(names, legend=True), shape=_shape(names, legend=True)))
    panels = [
        held.encode(x, y, fill=fill).properties(width=WIDTH, height=140),
        alt.layer(*layers).properties(width=WIDTH, height=110),
    ]
    notes = [*answer.notes]
    if any(row["thin"] for row in sizes):
        notes.append(f"Hollow: fewer than {THIN} documents")
    return _finished(panels, answer.title, answer.caption, notes)


def _vega_lite() -> str:
    return ".".join(alt.SCHEMA_VERSION.lstrip("v").split(".")[:2])


def svg(chart: Chart) -> str:
    """The chart as SVG, its text as text."""
    return str(vl_convert.vegalite_to_svg(chart.to_dict(), vl_version=_vega_lite()))


def save(chart: Chart, path: Path) -> None:
    """Write the chart in the form that the file's ending names; HTML has all its scripts within."""
    form = path.suffix.lower()
    if form == ".svg":
        path.write_text(svg(chart), "utf-8")
    elif form == ".png":
        path.write_bytes(vl_convert.vegalite_to_png(chart.to_dict(), vl_version=_vega_lite(), scale=2))
    elif form == ".html":
        path.write_text(vl_convert.vegalite_to_html(chart.to_dict(), vl_version=_vega_lite(), bundle=True), "utf-8")
    else:
        raise InputError(f"--chart {path}: end the name in .svg, .png or .html")
