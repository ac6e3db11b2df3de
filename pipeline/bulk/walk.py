"""Which files a call means: folders, globs, files, and lists of them on standard input."""

import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from glob import iglob
from pathlib import Path

from pipeline.errors import InputError, Reason

__all__ = ["Found", "appearing", "expand", "is_left_behind", "listed", "look_at", "walk"]

_LEFT_BEHIND = ("~$*", "._*", "Thumbs.db", "desktop.ini", "*.tmp", "*.part", "*.crdownload")


@dataclass(frozen=True, slots=True)
class Found:
    """A file, its size and time; or why it cannot be looked at."""

    path: Path
    bytes: int | None
    mtime_ns: int | None
    problem: Reason | None = None


def look_at(path: Path) -> Found:
    """The size and time of a file now."""
    try:
        state = path.stat()
    except FileNotFoundError:
        return Found(path, None, None, Reason.NOT_FOUND)
    except PermissionError:
        return Found(path, None, None, Reason.NO_PERMISSION)
    except (OSError, ValueError):
        return Found(path, None, None, Reason.NOT_A_FILE)
    problem = None if path.is_file() else Reason.NO_PERMISSION if path.is_dir() else Reason.NOT_A_FILE
    return Found(path, state.st_size, state.st_mtime_ns, problem)  # a folder comes here only where it is closed


def is_left_behind(path: Path) -> bool:
    """What programs leave beside documents: `~$notice.docx`, `Thumbs.db`, a half-loaded `notice.pdf.part`."""
    return any(fnmatch(path.name, pattern) for pattern in _LEFT_BEHIND)


def listed(content: bytes) -> list[Path]:
    """The paths of a list, one a line, or with a zero byte after each as `find -print0` writes them."""
    lines = content.split(b"\0") if b"\0" in content else content.splitlines()
    return [Path(os.fsdecode(line)) for line in lines if line.strip()]


def _absolute(path: Path) -> Path:
    """From the root, without `..`; a link stays what it is called."""
    return Path(os.path.abspath(path))  # noqa: PTH100  # `resolve` follows links


def expand(paths: Sequence[Path]) -> list[Path]:
    """The folders and files that are meant, absolute, each once: globs are opened, what lies in another left out."""
    opened: dict[Path, None] = {}
    for path in paths:
        if not path.exists() and any(sign in str(path) for sign in "*?["):
            matches = sorted(iglob(str(path), recursive=True))  # noqa: PTH207  # an absolute pattern too
            if not matches:
                raise InputError(f"{path}: no file matches")
            opened.update((_absolute(Path(match)), None) for match in matches)
        else:
            opened[_absolute(path)] = None
    folders = {path for path in opened if path.is_dir()}
    return [path for path in opened if not any(parent in folders for parent in path.parents)]


def _below(folder: Path, avoid: Path | None) -> Iterator[Path]:
    """The files in a folder, in the order of names. Hidden ones, and folders behind a link, are passed over."""
    try:
        with os.scandir(folder) as entries:
            found = sorted(
                (entry.name, entry.is_dir(follow_symlinks=False), Path(entry.path).is_dir())
                for entry in entries
                if not entry.name.startswith(".")
            )
    except OSError:
        yield folder  # and the ledger says why
        return
    for name, is_folder, leads_to_folder in found:
        path = folder / name
        if is_folder and path != avoid:
            yield from _below(path, avoid)
        elif not leads_to_folder:
            yield path


def walk(paths: Sequence[Path], only: str | None = None, avoid: Path | None = None) -> Iterator[Path]:
    """Every file meant by `paths` (as `expand` gives them) whose name matches `only`; nothing below `avoid`."""
    for path in paths:
        for file in _below(path, avoid) if path.is_dir() else (path,):
            if only is None or fnmatch(file.name, only):
                yield file


def appearing(folders: Sequence[Path], seconds: float, avoid: Path | None = None) -> Iterator[list[Path]]:
    """The folders, and then, every so many seconds, the files in them that are new or changed; for ever."""
    places, seen = expand(folders), dict[Path, Found]()
    while True:
        there = {path: look_at(path) for path in walk(places, avoid=avoid)}
        changed = [path for path, found in there.items() if seen.get(path) != found]
        if changed:
            yield changed if seen else places
        seen = there
        time.sleep(seconds)
