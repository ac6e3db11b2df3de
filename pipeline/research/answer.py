"""An answer: rows with their columns, and what the reader must know to read them right."""

import csv
import io
import json
from dataclasses import dataclass
from datetime import date
from typing import Any

__all__ = ["Answer"]


@dataclass(frozen=True)
class Answer:
    """`caption` says of which archive, when, and what of it; `notes` say what is counted apart."""

    title: str
    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    notes: tuple[str, ...] = ()

    def as_csv(self) -> str:
        """Rows with a line of names; nulls are empty. Title, caption and notes are in `as_json`."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(self.columns)
        writer.writerows(self.rows)
        return out.getvalue()

    def as_json(self) -> str:
        """All of it; each row an object."""
        content = {
            "title": self.title,
            "caption": self.caption,
            "notes": self.notes,
            "rows": [dict(zip(self.columns, row, strict=True)) for row in self.rows],
        }
        return json.dumps(content, ensure_ascii=False, indent=1, default=date.isoformat)

    def column(self, name: str) -> list[Any]:
        """One column's values."""
        at = self.columns.index(name)
        return [row[at] for row in self.rows]
