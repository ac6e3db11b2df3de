"""What code made a reading or a record: a digest of its source, so that an archive knows which records are old.

A number that people raise by hand is forgotten; a digest is not. Own rows of the registry count as code.
"""

import os
from functools import cache
from hashlib import sha256
from pathlib import Path

import pipeline

__all__ = ["EXTRACTION", "READING", "extraction_digest", "reading_digest"]

READING = ("document.py", "ingest", "rules", "vietnamese")
EXTRACTION = (
    *("collector.py", "document.py", "extract", "notice.py", "offices.py", "records.py", "registry", "rows.py"),
    *("rules", "segment", "vietnamese"),
)
"""The parts of `pipeline` that a record depends on, once the text is there."""


def _digest(parts: tuple[str, ...], more: bytes = b"") -> str:
    root, digest = Path(pipeline.__file__).parent, sha256(more)
    for part in parts:
        path = root / part
        for file in [path] if path.is_file() else sorted(path.rglob("*")):
            if file.suffix in (".py", ".toml"):
                digest.update(str(file.relative_to(root)).encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:16]


@cache
def reading_digest() -> str:
    """Of what turns bytes into a Document."""
    return _digest(READING)


@cache
def extraction_digest() -> str:
    """Of what turns a Document into a record, with the registry's rows of the caller's own."""
    own = os.environ.get("TRICHYEU_REGISTRY")
    return _digest(EXTRACTION, Path(own).read_bytes() if own else b"")
