"""`trichyeu search`: documents of an archive by their words and by what is known of them."""

import dataclasses
import json
import sys
from typing import Annotated, Literal

from cyclopts import Parameter
from rich.table import Table
from rich.text import Text

from pipeline.archive.filters import Filter
from pipeline.archive.search import ALL, Found, Hit
from pipeline.commands import ExitCode, output
from pipeline.commands.archive import Where

__all__ = ["Asked", "search_command"]

Asked = Annotated[Filter, Parameter(name="*")]


def _words(hit: Hit) -> Text:
    """The snippet on one line, what was asked for in bold."""
    snippet = hit.snippet
    if snippet is None:
        return Text("")
    text = Text(snippet.text)
    for start, end in snippet.marks:
        text.stylize("bold", start - snippet.start, end - snippet.start)
    lines = text.split("\n")
    return Text(" ").join(line for line in lines if line.plain.strip())


def _table(found: Found) -> Table:
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column()
    table.add_column(overflow="fold")
    for hit in found.hits:
        known = (hit.doc_type, hit.number, hit.date, hit.issuer)
        head = Text("  ".join(word or "-" for word in known), style="bold cyan")
        if hit.corrected:
            head.append(f"  (corrected by a person: {', '.join(hit.corrected)})", style="yellow")
        table.add_row("", head)
        if hit.title:
            table.add_row("", Text(" ".join(hit.title.split())))
        where = f"page {hit.snippet.page}" if hit.snippet and hit.snippet.page else ""
        table.add_row("", Text("  ".join(filter(None, (hit.document, hit.name, where, hit.match))), style="dim"))
        if hit.snippet:
            table.add_row("", _words(hit))
        table.add_row("", "")
    return table


def search_command(
    archive: Where,
    query: Annotated[
        str, Parameter(help='words, with or without accents; "in quotation marks" those that stand together')
    ] = "",
    /,
    *,
    asked: Asked = ALL,
    limit: Annotated[int, Parameter(help="documents a page")] = 20,
    after: Annotated[str | None, Parameter(help="the cursor that the page before ended with")] = None,
    format: Annotated[Literal["table", "json"], Parameter(help="json: one object with hits and after")] = "table",  # noqa: A002
) -> ExitCode:
    """Find documents: by words, exact matches first, then other accents; by what is known of them; or by both."""
    from pipeline.archive import open_archive
    from pipeline.archive.search import search

    with open_archive(archive) as opened, opened.reading() as connection:
        found = search(connection, query, asked, limit, after)
    if format == "json":
        print(json.dumps(dataclasses.asdict(found), ensure_ascii=False, indent=1))
        return ExitCode.ALL_READ
    if found.hits:
        output().print(_table(found))
    else:
        print("nothing found", file=sys.stderr)
    if found.after:
        print(f"more: the same call with --after {found.after}", file=sys.stderr)
    return ExitCode.ALL_READ
