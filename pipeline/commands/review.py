"""`trichyeu review ...`: what people put right in an archive's records, and what waits for them."""

import getpass
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from cyclopts import App, Parameter
from rich import box
from rich.table import Table
from rich.text import Text

from pipeline.commands import ExitCode, output
from pipeline.commands.archive import Where
from pipeline.errors import InputError

__all__ = ["app"]

app = App(name="review")
Document = Annotated[str, Parameter(help="the document's id, as search prints it")]
Who = Annotated[str | None, Parameter(help="who says so; by default the user's login name")]
Shape = Annotated[Literal["table", "json"], Parameter(name="--format")]
_LONGEST = 60  # characters of a value in a table


def _shown(value: Any) -> Text:
    if value is None:
        return Text("-", style="dim")
    if isinstance(value, dict) and ("mentions" in value or "evidence" in value):  # a whole find, by its words
        value = (value.get("mentions") or [value["evidence"]])[0]["text"]
    text = " ".join((value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)).split())
    return Text(text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…")


def _print(rows: Sequence[Sequence[Any]], *columns: str) -> None:
    table = Table(*columns, box=box.SIMPLE, pad_edge=False)
    for row in rows:
        table.add_row(*(cell if isinstance(cell, Text) else Text(str(cell)) for cell in row))
    output().print(table)


def _json(content: Any) -> None:
    print(json.dumps(content, ensure_ascii=False, indent=1, default=datetime.isoformat))


def _who(name: str | None) -> str:
    return name or getpass.getuser()


@app.command(name="list")
def list_command(
    archive: Where,
    /,
    *,
    corrections: Annotated[bool, Parameter(help="the valid corrections instead of the open questions")] = False,
    everything: Annotated[
        bool, Parameter(name="--all", help="also answered questions, and corrections not valid any more")
    ] = False,
    shape: Shape = "table",
) -> ExitCode:
    """Print the questions that wait: where a new reading says neither what the machine said before nor the person."""
    from pipeline.archive import open_archive
    from pipeline.archive.review import conflicts, corrections_of

    with open_archive(archive) as opened, opened.reading() as connection:
        if corrections:
            put_right = corrections_of(connection, ended=everything)
        else:
            questions = conflicts(connection, decided=everything)
    if corrections:
        if shape == "json":
            _json([asdict(each) for each in put_right])
        else:
            rows = [
                (c.correction, c.document, c.path, _shown(c.machine), _shown(c.person), c.who, f"{c.at:%Y-%m-%d}",
                 c.state)
                for c in put_right
            ]  # fmt: skip
            _print(rows, "no", "document", "field", "machine", "person", "who", "when", "state")
    elif shape == "json":
        _json([asdict(each) for each in questions])
    elif questions:
        told = [
            (q.conflict, q.document, q.path, _shown(q.before), _shown(q.person), _shown(q.after), q.who, q.state)
            for q in questions
        ]
        _print(told, "no", "document", "field", "machine before", "person", "machine now", "who", "state")
    else:
        print("no question is open", file=sys.stderr)
    return ExitCode.ALL_READ


@app.command(name="show")
def show_command(archive: Where, document: Document, /, *, shape: Shape = "table") -> ExitCode:
    """Print a document's fields with the paths that `correct` takes, its corrections and its questions."""
    from pipeline.archive import open_archive
    from pipeline.archive.review import conflicts, corrections_of, values

    with open_archive(archive) as opened, opened.reading() as connection:
        fields = values(connection, document)
        put_right = corrections_of(connection, document, ended=True)
        questions = conflicts(connection, document, decided=True)
    if shape == "json":
        _json(
            {
                "document": document,
                "fields": [{"path": path, "value": value} for path, value in fields],
                "corrections": [asdict(each) for each in put_right],
                "conflicts": [asdict(each) for each in questions],
            }
        )
        return ExitCode.ALL_READ
    by_person = {each.path: each for each in put_right if each.state == "valid"}
    rows = [
        (path, _shown(value), f"{by_person[path].who}, {by_person[path].at:%Y-%m-%d}" if path in by_person else "")
        for path, value in fields
    ]
    _print(rows, "field", "value", "corrected by")
    if put_right:
        told = [
            (c.correction, c.path, _shown(c.machine), _shown(c.person), c.who, f"{c.at:%Y-%m-%d %H:%M}", c.state,
             c.note or "")
            for c in put_right
        ]  # fmt: skip
        _print(told, "correction", "field", "machine", "person", "who", "when", "state", "note")
    if questions:
        asked = [(q.conflict, q.path, _shown(q.before), _shown(q.person), _shown(q.after), q.state) for q in questions]
        _print(asked, "question", "field", "machine before", "person", "machine now", "state")
    return ExitCode.ALL_READ


@app.command(name="correct")
def correct_command(
    archive: Where,
    document: Document,
    path: Annotated[str, Parameter(help="the field, as `review show` prints it: header.number, roads[An Đà].kind")],
    value: Annotated[str | None, Parameter(help="the right value; of a whole find its JSON")] = None,
    /,
    *,
    nothing: Annotated[bool, Parameter(help="the right value is null; of a whole find: it is none")] = False,
    who: Who = None,
    note: Annotated[str | None, Parameter(help="why")] = None,
) -> ExitCode:
    """Put a field right. The machine's value stays beside it, and a new reading does not undo it."""
    from pipeline.archive import open_archive
    from pipeline.archive.corrections import correct
    from pipeline.archive.review import value_of

    if (value is None) != nothing:
        raise InputError(f"{path}: give either the right value or --nothing")
    right = None if value is None else value_of(path, value)
    with open_archive(archive) as opened, opened.writing() as connection:
        correct(connection, document, path, right, _who(who), datetime.now(UTC), note)
    print(f"{document}: {path} is {json.dumps(right, ensure_ascii=False)}", file=sys.stderr)
    return ExitCode.ALL_READ


@app.command(name="withdraw")
def withdraw_command(
    archive: Where, correction: Annotated[int, Parameter(help="its number, as `review show` prints it")], /
) -> ExitCode:
    """Take a correction back: the machine's value is valid again."""
    from pipeline.archive import open_archive
    from pipeline.archive.corrections import withdraw

    with open_archive(archive) as opened, opened.writing() as connection:
        withdraw(connection, correction, datetime.now(UTC))
    print(f"correction {correction} is withdrawn", file=sys.stderr)
    return ExitCode.ALL_READ


@app.command(name="accept")
def accept_command(
    archive: Where,
    conflict: Annotated[int, Parameter(help="the question's number, as `review list` prints it")],
    value: Annotated[
        Literal["person", "machine"], Parameter(help="whose value is right: the machine's is its new one")
    ],
    /,
    *,
    who: Who = None,
) -> ExitCode:
    """Answer a question: accept the person's value, which stays, or the machine's new one in its place."""
    from pipeline.archive import open_archive
    from pipeline.archive.corrections import decide

    with open_archive(archive) as opened, opened.writing() as connection:
        decide(connection, conflict, value, _who(who), datetime.now(UTC))
    print(f"question {conflict}: the {value}'s value is right", file=sys.stderr)
    return ExitCode.ALL_READ
