"""Tables as CSV files and as sheets of an Excel workbook."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from pipeline.errors import MissingPartError

__all__ = ["EXCEL_ROWS", "Sheet", "write_csv", "write_xlsx"]

EXCEL_ROWS = 1_048_576  # of a sheet, its head too
_EXCEL_CELL = 32_767  # characters
_EXCEL_EPOCH = date(1900, 3, 1)  # before it, Excel counts a day that never was
_WIDTHS: Mapping[type, int] = {str: 24, int: 10, float: 16, date: 12, datetime: 18}
Cell = Any


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table to be written: its columns with their types, and its rows, which are gone through once."""

    name: str
    columns: Mapping[str, type]
    rows: Iterable[Mapping[str, Cell]]


def _csv_cell(value: Cell) -> Cell:
    return value.isoformat() if isinstance(value, date) else value  # a datetime is a date


def write_csv(folder: Path, sheets: Iterable[Sheet]) -> dict[str, int]:
    """One file a table, UTF-8, with a head; null is empty. The rows of each.

    Text stays as it is, also where a spreadsheet would take it for a formula: for Excel there is XLSX.
    """
    counts: dict[str, int] = {}
    for sheet in sheets:
        counts[sheet.name] = 0
        with (folder / f"{sheet.name}.csv").open("w", encoding="utf-8", newline="") as file:
            out = csv.writer(file, lineterminator="\n")
            out.writerow(sheet.columns)
            for row in sheet.rows:
                out.writerow([_csv_cell(row[name]) for name in sheet.columns])
                counts[sheet.name] += 1
    return counts


@dataclass(slots=True)
class _Notes:
    """What did not fit, to be told."""

    cut: dict[str, int] = field(default_factory=dict)
    split: dict[str, int] = field(default_factory=dict)

    def sentences(self) -> list[str]:
        told = [
            f"{name}: {count} cells were longer than Excel's {_EXCEL_CELL:,} characters and are cut, marked by […]; "
            "ndjson, csv and parquet have them whole"
            for name, count in self.cut.items()
        ]
        return told + [
            f"{name}: more rows than a sheet of Excel holds; they go on in {count - 1} further sheets"
            for name, count in self.split.items()
        ]


class _Writer:
    """One workbook while it is written, row after row, so that no sheet is ever in memory."""

    def __init__(self, path: Path, rows_a_sheet: int) -> None:
        try:
            import xlsxwriter
        except ImportError as missing:
            raise MissingPartError("xlsxwriter", "pip install 'trichyeu[exports]'") from missing
        self.book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
        self.book.set_properties({"created": datetime(2000, 1, 1, tzinfo=UTC), "comments": "made by trichyeu"})
        self.head = self.book.add_format({"bold": True})
        self.day = self.book.add_format({"num_format": "yyyy-mm-dd"})
        self.moment = self.book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        self.rows_a_sheet = rows_a_sheet
        self.notes = _Notes()

    def _new_page(self, sheet: Sheet, number: int) -> Any:
        page = self.book.add_worksheet(sheet.name if number == 1 else f"{sheet.name} {number}")
        page.freeze_panes(1, 1)
        page.autofilter(0, 0, self.rows_a_sheet - 1, len(sheet.columns) - 1)
        for at, (name, kind) in enumerate(sheet.columns.items()):
            page.set_column(at, at, _WIDTHS[kind])
            page.write_string(0, at, name, self.head)
        return page

    def _cell(self, page: Any, place: tuple[int, int], value: Cell, sheet: Sheet) -> None:
        """One cell by its own type; text is never a formula, a number or a link, whatever it looks like."""
        match value:
            case None:
                return
            case datetime():
                page.write_datetime(*place, value.astimezone(UTC).replace(tzinfo=None), self.moment)
            case date() if value >= _EXCEL_EPOCH:
                page.write_datetime(*place, value, self.day)
            case date():
                page.write_string(*place, value.isoformat())
            case int() | float():
                page.write_number(*place, value)
            case _:
                if len(value) > _EXCEL_CELL:
                    self.notes.cut[sheet.name] = self.notes.cut.get(sheet.name, 0) + 1
                    value = value[: _EXCEL_CELL - 3] + "[…]"
                page.write_string(*place, value)

    def write(self, sheet: Sheet) -> int:
        """A table, on as many sheets as it needs; its rows."""
        number, total, count = 1, 0, 0
        page = self._new_page(sheet, number)
        for row in sheet.rows:
            if count == self.rows_a_sheet - 1:
                number, count = number + 1, 0
                page = self._new_page(sheet, number)
                self.notes.split[sheet.name] = number
            count, total = count + 1, total + 1
            for at, name in enumerate(sheet.columns):
                self._cell(page, (count, at), row[name], sheet)
        return total


def write_xlsx(path: Path, sheets: Iterable[Sheet], rows_a_sheet: int = EXCEL_ROWS) -> tuple[dict[str, int], list[str]]:
    """One sheet a table, amounts as numbers and dates as dates. The rows of each, and what did not fit."""
    writer = _Writer(path, rows_a_sheet)
    try:
        counts = {sheet.name: writer.write(sheet) for sheet in sheets}
    finally:
        writer.book.close()
    return counts, writer.notes.sentences()
