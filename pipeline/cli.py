"""The command `trichyeu`: parse the words of the call, call one function, print.

Exit codes are part of the interface; see `ExitCode`.
"""

import dataclasses
import errno
import gc
import json
import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import App, CycloptsError, Parameter
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from pipeline import __version__
from pipeline.commands import ExitCode, output
from pipeline.errors import InputError, MissingPartError, ReadError, Reason, TrichyeuError

if TYPE_CHECKING:  # the stages are imported by the commands that run them, so that `--help` starts at once
    from pipeline.document import Document
    from pipeline.records import Evidence, Record

__all__ = ["ExitCode", "app", "main"]


EPILOGUE = "Exit codes: 0 all was read, 1 some files failed, 2 a wrong call, 3 a part is missing, 130 interrupted."

app = App(
    name="trichyeu",
    version=__version__,
    help="Read Vietnamese directive documents into validated records.",
    help_epilogue=EPILOGUE,
    help_format="plaintext",
)
STDIN = Path("-")
_PLACE = (*(errno.ENOENT, errno.EACCES, errno.EPERM, errno.ENOTDIR, errno.EISDIR), *(errno.EROFS, errno.ENOSPC))
"""The errors of a place in the file system that the caller named, or that is full."""
Kind = Literal["citations", "targets", "roads", "projects"]


def _files(paths: Sequence[Path]) -> dict[Path, Path]:
    """Each file with the path that its record has below `--out`, without the ending.

    Folders are walked in the order of names, hidden files passed over. A file named twice is one.
    """
    found: dict[Path, Path] = {}
    for path in paths:
        if path.is_dir():
            for file in sorted(path.rglob("*")):
                below = file.relative_to(path)
                if file.is_file() and not any(part.startswith(".") for part in below.parts):
                    found.setdefault(file, below)
        else:
            found.setdefault(path, Path("stdin" if path == STDIN else path.name))
    return found


def _record_paths(files: dict[Path, Path]) -> dict[Path, Path]:
    """`a.pdf` gives `a.json`; where `a.pdf` and `a.docx` meet, `a.pdf.json` and `a.docx.json`."""
    stems = Counter(below.with_suffix("") for below in files.values())
    return {
        file: below.with_name(f"{below.name}.json") if stems[below.with_suffix("")] > 1 else below.with_suffix(".json")
        for file, below in files.items()
    }


def _write(path: Path, text: str) -> None:
    """Whole or not at all: a reader of the folder never sees half a record."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    part.write_text(text, "utf-8")
    part.replace(path)


@dataclass(frozen=True)
class Extracted:
    """What a worker gives back of one document: its record as JSON, and its row of the summary."""

    json: str
    row: tuple[str, ...]


def _record_of(document: "Document") -> "Record":
    from pipeline.extract import extract
    from pipeline.segment import segment

    return extract(segment(document))


def _extracted(document: "Document", indent: int | None) -> Extracted:
    """In a worker: all that is to be done with one document."""
    from pipeline.display import summary_row

    record = _record_of(document)
    return Extracted(record.model_dump_json(indent=indent), summary_row(record))


def _document(path: Path) -> "Document":
    from pipeline.ingest import read, read_bytes

    return read_bytes("stdin", sys.stdin.buffer.read()) if path == STDIN else read(path)


def _outcomes(
    files: dict[Path, Path], indent: int | None, jobs: int | None
) -> Iterator[tuple[Path, str, Extracted | ReadError]]:
    """Every document in the files, each read in a worker process, with its file and its name."""
    from pipeline.ingest.isolated import map_files
    from pipeline.workers import cores

    if STDIN in files:
        try:
            yield STDIN, "stdin", _extracted(_document(STDIN), indent)
        except ReadError as failure:
            yield STDIN, "stdin", failure
    on_disk = [file for file in files if file != STDIN]
    if on_disk:
        yield from map_files(on_disk, partial(_extracted, indent=indent), workers=jobs or cores())


@app.command(name="extract")
def extract_command(
    files: Annotated[list[Path], Parameter(help="files, folders, archives, or - for one document on standard input")],
    /,
    *,
    out: Annotated[Path | None, Parameter(help="write one <stem>.json a document into this folder")] = None,
    format: Annotated[  # noqa: A002  # the option's name
        Literal["json", "ndjson", "table"],
        Parameter(help="json: indented records, one after another; ndjson: one a line; table: a summary"),
    ] = "json",
    jobs: Annotated[
        int | None, Parameter(help="worker processes; with --out as many as there are cores, else 1")
    ] = None,
) -> ExitCode:
    """Read documents and print or write their records.

    Each file is read in a worker process, with limits on time and memory. A file that cannot be read is
    reported with its reason, and the rest go on. Printed records come in the order of the files.
    """
    from pipeline.display import summary

    if os.environ.get("TRICHYEU_REGISTRY"):  # a mistake in it is the caller's, and is not to be told of each document
        from pipeline.registry import known_documents

        known_documents()
    found = _files(files)
    if not found:
        raise InputError(f"{', '.join(map(str, files))}: no files here; name a file or a folder that holds some")
    if jobs is not None and jobs < 1:
        raise InputError(f"--jobs {jobs}: give 1 or more")
    paths = _record_paths(found)
    rows: list[tuple[str, ...]] = []
    failures: list[ReadError] = []
    errors = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=errors, disable=not sys.stderr.isatty(), transient=True) as progress:
        task = progress.add_task("reading", total=len(found))
        done: set[Path] = set()
        outcomes = _outcomes(found, None if format == "ndjson" else 1, jobs or (None if out else 1))
        for file, name, outcome in outcomes:
            done.add(file)
            progress.update(task, completed=len(done))
            if isinstance(outcome, ReadError):
                failures.append(outcome)
                errors.print(str(outcome), style="red", markup=False, highlight=False, soft_wrap=True)
                continue
            if out:
                path = paths[file] if "/" not in name else found[file].parent / f"{name}.json"
                _write(out / path, outcome.json + "\n")
            if format == "table":
                rows.append(outcome.row)
            elif not out:
                print(outcome.json, flush=True)
    if format == "table":
        output().print(summary(sorted(rows)))
    if any(failure.reason == Reason.MISSING_PART for failure in failures):
        return ExitCode.PART_MISSING
    return ExitCode.SOME_FAILED if failures else ExitCode.ALL_READ


@app.command
def show(file: Annotated[Path, Parameter(help="a file, or - for standard input")], /) -> ExitCode:
    """Print a document with what was found in it: header, outline, and the text with the finds marked."""
    from pipeline.display import record_page

    output().print(record_page(_record_of(_document(file))))
    return ExitCode.ALL_READ


def _sentence(record: "Record", proof: "Evidence") -> str:
    from pipeline.document import Span
    from pipeline.segment.sentences import sentence_at

    paragraph = next((Span(a, b) for a, b in record.paragraphs if a <= proof.start < b), Span(proof.start, proof.end))
    return sentence_at(record.text, paragraph, proof.start).of(record.text)


@app.command
def explain(
    file: Annotated[Path, Parameter(help="a file, or - for standard input")],
    /,
    *,
    at: Annotated[int | None, Parameter(help="only finds whose words hold this offset of the text")] = None,
    kind: Annotated[Kind | None, Parameter(help="only finds of this kind")] = None,
    sentences: Annotated[bool, Parameter(help="print the whole sentence that each find stands in")] = False,
) -> ExitCode:
    """Print for each find its words, its place, and the rule that made it.

    `rule:street` beside a road is the row named `street` of `pipeline/rules/roads.toml`: each kind has its file. What
    makes a figure a target may also be the `heading` above it (a row of that role in `targets.toml`), the `document
    type`, or that it is `part of a whole`; units are in `units.toml`, what is measured ends by `indicators.toml`.
    """
    from pipeline.display import explanation, finds

    record = _record_of(_document(file))
    if at is not None and not 0 <= at < len(record.text):
        raise InputError(f"--at {at}: {file} has offsets 0 to {len(record.text) - 1}")
    rows = [
        (found, name, evidence)
        for found, name, evidence in finds(record)
        if (kind is None or found == kind) and (at is None or evidence.start <= at < evidence.end)
    ]
    if rows:
        output().print(explanation(rows, [_sentence(record, proof) for *_, proof in rows] if sentences else None))
    elif at is not None:
        line = record.text[record.text.rfind("\n", 0, at) + 1 :].partition("\n")[0]
        print(f"no rule found anything at offset {at}; that is in the line: {line}")
    else:
        print(f"no rule found {kind or 'anything'} in {file}")
    return ExitCode.ALL_READ


@app.command
def evaluate(
    gold: Annotated[Path, Parameter(help="the folder of gold annotations, one JSON file a document")],
    records: Annotated[Path, Parameter(help="the folder of records, named alike")],
    /,
    *,
    against: Annotated[Path | None, Parameter(help="an older folder of records: print finds gained and lost")] = None,
    errors: Annotated[bool, Parameter(help="print every miss (-), false find (+) and wrong value (!)")] = False,
    as_json: Annotated[bool, Parameter(name="--json", help="print the figures as JSON")] = False,
) -> ExitCode:
    """Score records against gold: by kind, by field, and by source of the find."""
    from pipeline import evaluate as evaluation
    from pipeline.display import changes_table, figures, mistakes_table

    result = evaluation.evaluate(gold, records)
    changes = evaluation.compare(gold, records, against) if against else []
    if as_json:
        shown = result.as_json()
        if against:
            shown["changes"] = [dataclasses.asdict(change) for change in changes]
        print(json.dumps(shown, ensure_ascii=False, indent=1))
        return ExitCode.ALL_READ
    console = output()
    console.print(figures(result))
    if errors:
        console.print(mistakes_table(result.mistakes))
    if against:
        console.print(changes_table(changes) if changes else f"no find was gained or lost against {against}")
    return ExitCode.ALL_READ


@app.command(name="read")
def read_command(
    file: Annotated[Path, Parameter(help="a file, or - for standard input")],
    /,
    *,
    layout: Annotated[bool, Parameter(help="print lines, pages, boxes, words and repairs as JSON instead")] = False,
    image: Annotated[Path | None, Parameter(help="write a PNG of one page with its lines, and OCR confidence")] = None,
    page: Annotated[int, Parameter(help="the page that --image draws, from 1")] = 1,
) -> ExitCode:
    """Print the text of a document as all later stages see it."""
    from pipeline.ingest import load, read_bytes
    from pipeline.ingest.picture import render_layout

    data = sys.stdin.buffer.read() if file == STDIN else load(file)
    document = read_bytes("stdin" if file == STDIN else file.name, data)
    if image:
        image.write_bytes(render_layout(document, data, page))
        print(f"page {page} of {document.source.name} drawn to {image}", file=sys.stderr)
    elif layout:
        print(json.dumps(dataclasses.asdict(document), ensure_ascii=False, indent=1))
    else:
        print(document.text)
    return ExitCode.ALL_READ


@app.command
def schema() -> ExitCode:
    """Print the JSON Schema of the record."""
    from pipeline.records import Record

    print(json.dumps(Record.model_json_schema(mode="serialization"), ensure_ascii=False, indent=1))
    return ExitCode.ALL_READ


registry = App(name="registry", help="Known documents: propose rows that records attest, resolve records anew.")
app.command(registry)
Own = Annotated[Path | None, Parameter(name="--registry", help="rows of your own; else the file in TRICHYEU_REGISTRY")]


def _records_of(source: str) -> "Iterator[Record]":
    """The records in a folder, or those that are valid in an archive."""
    from pipeline.archive.store import is_archive, open_archive

    if not is_archive(source):
        from pipeline.registry import stored_records

        yield from (record for _, record in stored_records(Path(source)))
        return
    from pipeline.archive.contents import choose, records
    from pipeline.archive.filters import Filter
    from pipeline.records import Record

    with open_archive(source) as archive, archive.reading() as connection:
        for _, kept in records(connection, choose(connection, Filter())):
            yield Record.model_validate_json(kept)


@registry.command(name="propose")
def propose_command(
    records: Annotated[str, Parameter(help="the folder of records, or an archive")],
    /,
    *,
    min_witnesses: Annotated[int, Parameter(help="only documents that so many records attest")] = 1,
    own: Own = None,
) -> ExitCode:
    """Print the documents that records attest and the registry lacks, as rows to review.

    Rows that are right go into a file of your own, as they are.
    """
    from pipeline.registry import as_toml, known_documents, propose

    proposals = propose(_records_of(records), known_documents(own), min_witnesses)
    print(as_toml(proposals), end="")
    print(f"{len(proposals)} documents to review", file=sys.stderr)
    return ExitCode.ALL_READ


@registry.command(name="resolve")
def resolve_command(
    records: Annotated[Path, Parameter(help="the folder of records")],
    /,
    *,
    own: Own = None,
    out: Annotated[Path | None, Parameter(help="write changed records into this folder, not over the old ones")] = None,
) -> ExitCode:
    """Ask anew which known document each citation of stored records means, and write the records that change."""
    from pipeline.registry import known_documents, resolved_again, stored_records

    known, count, changed = known_documents(own), 0, 0
    moves: Counter[str] = Counter()
    for path, record in stored_records(records):
        new = resolved_again(record, known)
        count += 1
        moves.update(
            f"{before.status} -> {after.status}"
            for before, after in zip(record.citations, new.citations, strict=True)
            if before.status != after.status
        )
        if new != record:
            changed += 1
            _write((out or records) / path.relative_to(records), new.model_dump_json(indent=1) + "\n")
    print(f"{count} records, {changed} changed; {moves.total()} citations changed status")
    for move, times in sorted(moves.items()):
        print(f"  {move}: {times}")
    return ExitCode.ALL_READ


@app.command
def doctor() -> ExitCode:
    """Say what is installed, what is missing, and how to get it."""
    from pipeline.display import parts_table
    from pipeline.doctor import examine

    parts = examine()
    output().print(parts_table(parts))
    return ExitCode.ALL_READ if all(part.found or part.optional for part in parts) else ExitCode.PART_MISSING


app.command(
    "pipeline.commands.importing:import_command",
    name="import",
    help="""Put documents into an archive.

Files that are in it and have not changed are passed over, so the same call goes on after a stop, a crash or a kill,
and takes in what is new. What cannot be read has a reason; `trichyeu status` lists it. Records made by other rules
are extracted again from their stored text. On a terminal it shows how it goes, in a pipe it prints JSON lines.""",
)
app.command(
    "pipeline.commands.importing:watch", name="watch", help="Import what is in folders, and what appears in them."
)
app.command(
    "pipeline.commands.importing:status",
    name="status",
    help="Print how an archive stands, what failed and why; also while a run goes on.",
)
app.command("pipeline.commands.archive:app", name="archive", help="The upkeep of an archive.")
app.command(
    "pipeline.commands.search:search_command", name="search", help="Find documents of an archive, exact matches first."
)
app.command(
    "pipeline.commands.research:app", name="research", help="Citations over time, and other questions to an archive."
)
app.command(
    "pipeline.commands.export:export_command",
    name="export",
    help="Write an archive's records as JSON, CSV, Excel, Parquet or for annotation.",
)
app.command(
    "pipeline.commands.changes:changes_command", name="changes", help="Print what changed in an archive since a cursor."
)
app.command(
    "pipeline.commands.review:app", name="review", help="Put fields of records right, and answer what waits for review."
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command with these words (of the process's own call by default); returns the exit code."""
    try:
        words = sys.argv[1:] if arguments is None else arguments
        # A lone dash would be taken for an option; behind `./` it is a word, and still the path "-".
        words = ["./-" if word == "-" else word for word in words]
        return int(app(words, exit_on_error=False, result_action="return_value") or ExitCode.ALL_READ)
    except CycloptsError:  # printed by cyclopts, with the usage
        return ExitCode.USAGE
    except ReadError as failure:
        print(failure, file=sys.stderr)
        return ExitCode.PART_MISSING if failure.reason == Reason.MISSING_PART else ExitCode.SOME_FAILED
    except MissingPartError as failure:
        print(failure, file=sys.stderr)
        return ExitCode.PART_MISSING
    except TrichyeuError as failure:
        print(failure, file=sys.stderr)
        return ExitCode.USAGE
    except BrokenPipeError:  # the reader of our output went away, as `head` does
        sys.stdout = None  # nothing more can be flushed into the pipe
        return ExitCode.ALL_READ
    except OSError as failure:
        if failure.errno not in _PLACE:
            raise
        where = failure.filename or "the disk"
        print(f"{where}: cannot be read or written: {os.strerror(failure.errno)}", file=sys.stderr)
        return ExitCode.USAGE


def run() -> None:
    """The entry point of the installed command."""
    code = main()
    gc.freeze()  # or Python, before it ends, goes over all that was loaded in search of cycles: 0.3 to 0.7 s
    sys.exit(code)
