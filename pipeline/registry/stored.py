"""Records as `trichyeu extract --out` keeps them: one JSON file each, in a folder."""

import json
from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from pipeline.errors import InputError
from pipeline.records import Record

__all__ = ["record_files", "stored_record", "stored_records"]


def record_files(folder: Path) -> list[Path]:
    """The JSON files below `folder` in the order of names, hidden ones passed over."""
    if not folder.is_dir():
        raise InputError(f"{folder}: no folder; name the one that `trichyeu extract --out` wrote")
    paths = sorted(folder.rglob("*.json"))
    return [path for path in paths if not any(part.startswith(".") for part in path.relative_to(folder).parts)]


def stored_record(path: Path) -> Record | None:
    """The record in one file, `None` for JSON that is no record."""
    try:
        text = path.read_text("utf-8")
        content = json.loads(text)
    except OSError as failure:
        raise InputError(f"{path}: cannot be read: {failure.strerror}") from failure
    except ValueError as mistake:  # of JSON or of UTF-8
        raise InputError(f"{path}: not JSON: {mistake}; extract the document again") from mistake
    if not isinstance(content, dict) or not str(content.get("schema", "")).startswith("trichyeu.record/"):
        return None
    try:
        return Record.model_validate_json(text)
    except ValidationError as mistake:
        first = mistake.errors()[0]
        place = ".".join(map(str, first["loc"])) or "the record"
        raise InputError(f"{path}: {place}: {first['msg']}; extract the document again") from mistake


def stored_records(folder: Path) -> Iterator[tuple[Path, Record]]:
    """Each record below `folder` with its file, in the order of names. JSON that is no record is passed over."""
    found = False
    for path in record_files(folder):
        if record := stored_record(path):
            found = True
            yield path, record
    if not found:
        raise InputError(f"{folder}: no records here; name the folder that `trichyeu extract --out` wrote")
