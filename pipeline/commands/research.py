"""`trichyeu research ...`: citations over time, and other questions to a whole archive.

Every question takes the same filters, and prints a table, CSV or JSON; its notes go to standard error with CSV.
"""

import sys
from contextlib import AbstractContextManager
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import App, Parameter, validators
from rich import box
from rich.table import Table
from rich.text import Text

from pipeline.commands import ExitCode, output
from pipeline.errors import InputError

if TYPE_CHECKING:  # DuckDB and pyarrow are loaded by the commands that use them
    from pipeline.research.answer import Answer
    from pipeline.research.filters import Condition, Filters
    from pipeline.research.holdings import Holdings
    from pipeline.research.named import Named

__all__ = ["app"]

app = App(name="research")
_ONE_OR_MORE, _NONE_OR_MORE = validators.Number(gte=1), validators.Number(gte=0)
Source = Annotated[
    str, Parameter(help="a folder of records, an archive's folder, or Parquet files that `research export` wrote")
]
Documents = Annotated[
    tuple[str, ...],
    Parameter(
        help="cited documents: 68-NQ/TW, with its date where the number has several: 18-NQ/TW:2022; a law's name"
    ),
]
Form = Annotated[Literal["table", "csv", "json"], Parameter(name="--format", help="how to print")]
ListThem = Annotated[
    bool, Parameter(name="--list", negative="", help="the documents behind the numbers, with page and quote")
]
ChartTo = Annotated[Path | None, Parameter(name="--chart", help="draw to this file: .svg, .png or .html")]
By = Annotated[Literal["month", "quarter", "year"], Parameter(help="the bins of time")]
Cited = Annotated[str | None, Parameter(name="--cited-type", help="only citations of this type: `nghị quyết`")]
CitedLevel = Annotated[
    Literal["central", "province", "district", "commune", "any"],
    Parameter(name="--cited-level", help="only citations of documents of this level"),
]


@Parameter(name="*", negative="", show_default=False)
@dataclass(frozen=True)
class Choice:
    """What a question is limited to; several values of one option are alternatives."""

    period: Annotated[str | None, Parameter(help="date of the citing document: 2025, 2024-07..2025-06, 2025-07..")] = (
        None
    )
    type: Annotated[tuple[str, ...], Parameter(help="type of the citing document: `báo cáo`")] = ()
    level: Annotated[
        tuple[Literal["central", "province", "district", "commune"], ...], Parameter(help="its level")
    ] = ()
    place: Annotated[
        tuple[str, ...], Parameter(help="its province, of then or of today, or the place it is dated at")
    ] = ()
    issuer: Annotated[tuple[str, ...], Parameter(help="words of its issuer: `xã Minh Lộc`")] = ()
    relation: Annotated[tuple[str, ...], Parameter(help="how it cites: `căn cứ`, `thực hiện`, ...")] = ()
    status: Annotated[
        tuple[Literal["resolved", "ambiguous", "unmatched", "conflict"], ...], Parameter(help="status of the citation")
    ] = ()
    confident: Annotated[bool, Parameter(negative="", help="no finds of which OCR is unsure")] = False

    def filters(self) -> "Filters":
        """The same, as the questions take it."""
        from pipeline.research.filters import Filters, Period, parse_period

        given = {field.name: getattr(self, field.name) for field in fields(self)}
        period, doc_type = given.pop("period"), given.pop("type")
        return Filters(period=parse_period(period) if period else Period(), doc_type=doc_type, **given)


def _open(source: str) -> "AbstractContextManager[Holdings]":
    from pipeline.research.holdings import open_holdings

    return open_holdings(source)


def _shown(value: Any) -> str:
    if value is None:
        return "-"
    if isinstance(value, float):
        return f"{value:,.4g}" if abs(value) < 10_000 else f"{value:,.0f}"
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)


def _table(answer: "Answer") -> Table:
    table = Table(box=box.SIMPLE, pad_edge=False, title=None)
    for at, column in enumerate(answer.columns):
        numeric = any(isinstance(row[at], int | float) for row in answer.rows)
        table.add_column(column, justify="right" if numeric else "left", overflow="fold")
    for row in answer.rows:
        table.add_row(*(Text(_shown(value)) for value in row))
    return table


def _print(answer: "Answer", form: str) -> ExitCode:
    if form == "json":
        print(answer.as_json())
    elif form == "csv":
        print(answer.as_csv(), end="")
        for note in (answer.caption, *answer.notes):
            print(note, file=sys.stderr)
    else:
        console = output()
        console.print(Text(answer.title, style="bold"), Text(f"  {answer.caption}"), sep="")
        console.print(_table(answer) if answer.rows else Text("nothing"))
        for note in answer.notes:
            console.print(Text(note))
    return ExitCode.ALL_READ


def _drawn(chart: Any, path: Path) -> None:
    from pipeline.research.charts import save

    save(chart, path)
    print(f"drawn to {path}", file=sys.stderr)


def _cited(level: str, doc_type: str | None) -> "Condition":
    from pipeline.research.filters import Condition

    condition = Condition() if level == "any" else Condition("cited_level = ?", (level,))
    return condition & Condition("doc_type = ?", (doc_type,)) if doc_type else condition


def _series(holdings: "Holdings", documents: tuple[str, ...], level: str, doc_type: str | None) -> "list[Named]":
    """The named documents, or all of a level and type as one."""
    from pipeline.research.named import CENTRAL, Named, found

    if documents:
        return found(holdings, documents)
    if level == "central" and not doc_type:
        return [CENTRAL]
    label = " ".join(part for part in ("" if level == "any" else level, doc_type or "documents") if part)
    return [Named(label, _cited(level, doc_type))]


@app.command(name="trends")
def trends_command(
    source: Source,
    /,
    *documents: Annotated[str, Parameter(help="as for cited-by; none: all central documents together")],
    by: By = "month",
    split: Annotated[
        Literal["level", "doc_type", "issuer", "province", "province_now"] | None,
        Parameter(help="a line for each of these of the citing document; its share is of that group"),
    ] = None,
    thin: Annotated[int, Parameter(help="mark bins with fewer documents", validator=_NONE_OR_MORE)] = 10,
    cited_level: CitedLevel = "central",
    cited_type: Cited = None,
    choice: Choice = Choice(),
    list_them: ListThem = False,
    form: Form = "table",
    chart: ChartTo = None,
) -> ExitCode:
    """How often documents are cited, month by month: citing documents, mentions, and their share.

    A number may be that of several documents: each has its own line, and citations that leave open which one they mean
    have another. Bins of which the archive holds nothing are marked, as are documents that have no bin.
    """
    from pipeline.research.trends import trends, trends_list

    with _open(source) as holdings:
        filters, series = choice.filters(), _series(holdings, documents, cited_level, cited_type)
        if list_them:
            return _print(trends_list(holdings, series, filters, by), form)
        found = trends(holdings, series, filters, by, split, thin)
    if chart:
        from pipeline.research.charts import trends_chart

        _drawn(trends_chart(found), chart)
        return ExitCode.ALL_READ
    return _print(found.answer(), form)


@app.command(name="top")
def top_command(
    source: Source,
    /,
    *,
    against: Annotated[str | None, Parameter(help="compare ranks with this other period")] = None,
    limit: Annotated[int, Parameter(help="how many", validator=_ONE_OR_MORE)] = 20,
    cited_level: CitedLevel = "any",
    cited_type: Cited = None,
    choice: Choice = Choice(),
    list_them: ListThem = False,
    form: Form = "table",
    chart: ChartTo = None,
) -> ExitCode:
    """The most cited documents; with --against also how ranks changed, what is new and what is gone."""
    from pipeline.research.filters import parse_period
    from pipeline.research.top import ranked, top
    from pipeline.research.trends import trends_list

    with _open(source) as holdings:
        other, filters = parse_period(against) if against else None, choice.filters()
        answer = top(holdings, filters, _cited(cited_level, cited_type), other, limit)
        if list_them:
            return _print(trends_list(holdings, ranked(answer), filters, "year"), form)
    if chart:
        from pipeline.research.charts import top_chart

        _drawn(top_chart(answer), chart)
        return ExitCode.ALL_READ
    return _print(answer, form)


@app.command(name="cited-by")
def cited_by_command(
    source: Source,
    documents: Documents,
    /,
    *,
    limit: Annotated[int, Parameter(help="the latest so many; 0 for all", validator=_NONE_OR_MORE)] = 50,
    choice: Choice = Choice(),
    form: Form = "table",
) -> ExitCode:
    """The documents that cite a document, with relation, number of mentions, page and quote."""
    from pipeline.research.cited import cited_by

    with _open(source) as holdings:
        return _print(cited_by(holdings, documents, choice.filters(), limit), form)


@app.command(name="cites")
def cites_command(
    source: Source,
    document: Annotated[str, Parameter(help="a document of the archive: its record's id, file name, or number")],
    /,
    *,
    choice: Choice = Choice(),
    form: Form = "table",
) -> ExitCode:
    """What a document of the archive cites, in reading order."""
    from pipeline.research.cited import cites

    with _open(source) as holdings:
        return _print(cites(holdings, document, choice.filters()), form)


@app.command(name="lag")
def lag_command(
    source: Source,
    documents: Documents,
    /,
    *,
    choice: Choice = Choice(),
    form: Form = "table",
    chart: ChartTo = None,
) -> ExitCode:
    """Days from a document's date to its first citation at each level: how it travels down."""
    from pipeline.research.lag import lag

    with _open(source) as holdings:
        answer = lag(holdings, documents, choice.filters())
    if chart:
        from pipeline.research.charts import lag_chart

        _drawn(lag_chart(answer), chart)
        return ExitCode.ALL_READ
    return _print(answer, form)


@app.command(name="network")
def network_command(
    source: Source,
    out: Annotated[Path, Parameter(help="the file to write: .graphml, .json or .csv")],
    /,
    *,
    kind: Annotated[
        Literal["citation", "cocitation"],
        Parameter(help="citation: from the citing to the cited; cocitation: cited by the same documents"),
    ] = "citation",
    limit: Annotated[int, Parameter(help="only the so many most cited documents", validator=_ONE_OR_MORE)] = 200,
    min_weight: Annotated[
        int, Parameter(help="of cocitation, only pairs that so many documents cite", validator=_ONE_OR_MORE)
    ] = 2,
    cited_level: CitedLevel = "any",
    cited_type: Cited = None,
    choice: Choice = Choice(),
) -> ExitCode:
    """Write a graph for graph tools."""
    from pipeline.research.network import citation_network, cocitation_network, write_network
    from pipeline.research.trends import caption

    with _open(source) as holdings:
        filters, cited = choice.filters(), _cited(cited_level, cited_type)
        words = caption(holdings, filters, f"{kind} of the {limit} most cited documents")
        if kind == "citation":
            network = citation_network(holdings, filters, cited, limit, words)
        else:
            network = cocitation_network(holdings, filters, cited, limit, min_weight, words)
    for path in write_network(network, out):
        print(f"{path}: {len(network.nodes)} nodes, {len(network.edges)} edges", file=sys.stderr)
    return ExitCode.ALL_READ


@app.command(name="targets")
def targets_command(
    source: Source,
    indicator: Annotated[str, Parameter(help="words of it: `thu ngân sách`")],
    /,
    *,
    choice: Choice = Choice(),
    list_them: ListThem = False,
    form: Form = "table",
    chart: ChartTo = None,
) -> ExitCode:
    """One indicator over time, office by office: plan beside result."""
    from pipeline.research.targets import targets, targets_list

    with _open(source) as holdings:
        if list_them:
            return _print(targets_list(holdings, indicator, choice.filters()), form)
        answer = targets(holdings, indicator, choice.filters())
    if chart:
        from pipeline.research.charts import targets_chart

        _drawn(targets_chart(answer), chart)
        return ExitCode.ALL_READ
    return _print(answer, form)


@app.command(name="coverage")
def coverage_command(
    source: Source,
    /,
    *,
    by: By = "year",
    choice: Choice = Choice(),
    form: Form = "table",
    chart: ChartTo = None,
) -> ExitCode:
    """What the archive holds, by time, type, level, province and reader, and how much of it is known exactly."""
    from pipeline.research.coverage import coverage

    with _open(source) as holdings:
        answer = coverage(holdings, choice.filters(), by)
    if chart:
        from pipeline.research.charts import coverage_chart

        _drawn(coverage_chart(answer, by), chart)
        return ExitCode.ALL_READ
    return _print(answer, form)


@app.command(name="report")
def report_command(
    source: Source,
    out: Annotated[Path, Parameter(help="the HTML file to write")],
    /,
    *documents: Annotated[str, Parameter(help="cited documents to follow; none: the three most cited central ones")],
    by: By = "quarter",
    choice: Choice = Choice(),
) -> ExitCode:
    """Write one HTML file with charts, tables, and for every number the documents and quotes behind it."""
    from pipeline.research.report import report

    if out.suffix.lower() not in (".html", ".htm"):
        raise InputError(f"{out}: end the name in .html")
    with _open(source) as holdings:
        html = report(holdings, documents, choice.filters(), by)
    out.write_text(html, "utf-8")
    print(f"written to {out}", file=sys.stderr)
    return ExitCode.ALL_READ


@app.command(name="export")
def export_command(
    source: Annotated[str, Parameter(help="a folder of records, or an archive: its folder or postgresql:// URL")],
    out: Annotated[Path, Parameter(help="the folder of Parquet files to write, or to bring up to date")],
    /,
) -> ExitCode:
    """Write an archive as Parquet files, a year a folder; run again, it takes only what is new or changed."""
    from pipeline.research.sources import refresh

    manifest = refresh(source, out)
    files = sum(map(len, manifest.files.values()))
    print(f"{out}: {manifest.documents} documents in {files} files, as of {manifest.written}", file=sys.stderr)
    return ExitCode.ALL_READ


@app.command(name="sql")
def sql_command(
    source: Source,
    query: Annotated[
        str | None, Parameter(help="what to ask, in DuckDB's SQL; none: the views and their columns")
    ] = None,
    /,
    *,
    form: Form = "table",
) -> ExitCode:
    """Ask in SQL. Without a query the views are printed, with their columns."""
    from pipeline.research.sql import ask, views

    with _open(source) as holdings:
        return _print(ask(holdings, query) if query else views(holdings), form)
