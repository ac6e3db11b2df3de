"""Archives made of rows, for questions whose answers are counted by hand."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pipeline.parquet import updating
from pipeline.rows import TABLES, Row, days_of

__all__ = ["Tables", "citation_row", "document_rows", "put"]

Tables = dict[str, list[Row]]


def citation_row(cited: str | None, number: str = "68-NQ/TW", **of: Any) -> Row:
    """A citation of `cited`; `None` is one of this number that leaves open which document is meant."""
    row = {
        **dict.fromkeys(TABLES["citations"]), "cited": cited, "number": number, "doc_type": "nghị quyết",
        "number_key": number.lower().replace("-", "").replace("/", ""), "cited_level": "central", "repeats": 1,
        "mentions": 1, "status": "resolved" if cited else "ambiguous", "relation": "căn cứ", "page": 1,
        "text": f"Nghị quyết số {number}",
    }  # fmt: skip
    return {**row, **of}


def document_rows(
    name: str, date: str | None = "2025-03-04", cites: Sequence[Row] = (), targets: Sequence[Row] = (), **of: Any
) -> Tables:
    """The rows of a record with these finds; what is not given is null."""
    first, last = days_of(date)
    document = {**dict.fromkeys(TABLES["documents"]), "document": name, "identity": name, "name": f"{name}.pdf"}
    document |= {"date": date, "date_from": first, "date_to": last, "doc_type": "báo cáo", "reader": "text", **of}

    def placed(rows: Sequence[Row], table: str) -> list[Row]:
        return [{**dict.fromkeys(TABLES[table]), **row, "document": name, "ordinal": i} for i, row in enumerate(rows)]

    finds = {"citations": placed(cites, "citations"), "targets": placed(targets, "targets")}
    return {**{table: [] for table in TABLES}, "documents": [document], **finds}


def put(folder: Path, *records: Tables, drop: tuple[str, ...] = ()) -> None:
    """Bring a folder of Parquet files up to date with these rows."""
    with updating(folder, "records") as update:
        for record in records:
            update.put(record)
        update.drop(drop)
