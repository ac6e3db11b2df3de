"""Files and folders that appear whole or not at all: written under another name, then renamed."""

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pipeline.errors import InputError

__all__ = ["MARK", "whole_file", "whole_folder"]

MARK = "export.json"
"""The file in each exported folder that says what it is."""


def _beside(path: Path) -> Path:
    """The name that it is written under: hidden, in the same folder, of this process."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as failure:
        raise InputError(f"{path}: cannot be written: {failure.strerror}; name another place") from failure
    return path.with_name(f".{path.name}.{os.getpid()}.part")


def _settled(path: Path) -> None:
    """Have the disk hold what was written to a file or a folder."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """The name to write under; at the end it becomes `path`, and nothing is left where the body fails."""
    if path.is_dir():
        raise InputError(f"{path}: a folder, but this format is one file; name a file")
    part = _beside(path)
    try:
        part.touch()
    except OSError as failure:
        raise InputError(f"{path}: cannot be written: {failure.strerror}; name another place") from failure
    try:
        yield part
        _settled(part)
        part.replace(path)
        _settled(path.parent)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def whole_folder(path: Path, mark: Mapping[str, Any]) -> Iterator[Path]:
    """The folder to write into; at the end it takes the place of `path`, which may be an older export.

    `mark` is written into it as `export.json`. A folder with anything else in it is not touched.
    """
    if path.exists() and not path.is_dir():
        raise InputError(f"{path}: a file, but this format is a folder; name a folder")
    if path.exists() and any(path.iterdir()) and not (path / MARK).is_file():
        raise InputError(f"{path}: holds files that are no export; name a folder of its own")
    part = _beside(path)
    old = path.with_name(f".{path.name}.{os.getpid()}.old")
    try:
        part.mkdir()
    except OSError as failure:
        raise InputError(f"{path}: cannot be written: {failure.strerror}; name another place") from failure
    try:
        yield part
        (part / MARK).write_text(json.dumps(mark, ensure_ascii=False, indent=1) + "\n", "utf-8")
        for file in sorted(part.rglob("*")):
            _settled(file)
        if path.exists():
            path.rename(old)
        part.rename(path)
        _settled(path.parent)
    finally:
        shutil.rmtree(part, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)
