"""`trichyeu export`: an archive's records in the formats that others work with."""

import sys
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from pipeline.archive.search import ALL
from pipeline.commands import ExitCode
from pipeline.commands.archive import Where
from pipeline.commands.search import Asked
from pipeline.exports import Format

__all__ = ["export_command"]


def export_command(
    archive: Where,
    /,
    *,
    format: Annotated[  # noqa: A002  # the option's name
        Format,
        Parameter(
            help="ndjson, json: records; csv, xlsx, parquet: tables; labelstudio, docbin: finds as spans, to annotate"
        ),
    ],
    out: Annotated[
        Path, Parameter(help="the file; for csv, parquet and docbin the folder. It appears when it is whole")
    ],
    query: Annotated[str, Parameter(help="only documents with these words, as in search")] = "",
    asked: Asked = ALL,
    schema: Annotated[str | None, Parameter(help="an older shape of the record: 1.0")] = None,
) -> ExitCode:
    """Write records, or the tables made of them, with what people corrected; all of them or those of a filter."""
    from pipeline.archive import open_archive
    from pipeline.exports import export

    with open_archive(archive) as opened:
        written = export(opened, format, out, asked, query, schema)
    for note in written.notes:
        print(note, file=sys.stderr)
    print(f"{out}: {written.documents} documents, up to change {written.change}", file=sys.stderr)
    return ExitCode.ALL_READ
