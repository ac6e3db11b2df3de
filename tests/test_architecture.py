"""The arrows of the design: no module imports from a later stage, and the flow is three functions."""

import ast
from pathlib import Path

import pytest

import pipeline
from pipeline.bulk.digests import EXTRACTION, READING

ROOT = Path(pipeline.__file__).parent

# What each part may import besides itself. A part that is not listed here fails the test.
ALLOWED = {
    "errors": set(),
    "document": set(),
    "collector": set(),
    "spelling": set(),  # of `vietnamese`, apart because rules are written in its folded form
    "workers": set(),
    "rules": {"errors", "spelling"},
    "vietnamese": {"document", "errors", "rules", "spelling"},
    "ingest": {"collector", "errors", "document", "spelling", "vietnamese", "rules", "workers"},
    "notice": {"document"},
    "segment": {"collector", "errors", "document", "spelling", "vietnamese", "rules", "notice"},
    "records": set(),
    "extract": {"collector", "errors", "document", "spelling", "vietnamese", "rules", "notice", "records"},
    "registry": {"errors", "extract", "records"},
    "offices": {"extract", "records", "rules", "spelling"},
    "rows": {"extract", "offices", "records"},
    "parquet": {"errors", "rows"},
    "archive": {"errors", "document", "extract", "spelling", "records", "registry", "rows", "vietnamese"},
    "evaluate": {"errors", "spelling", "vietnamese"},
    "doctor": {"errors", "ingest"},
    "display": {"doctor", "errors", "evaluate", "records"},
    "bulk": {"archive", "collector", "document", "errors", "extract", "ingest", "segment", "workers"},
    "research": {"archive", "errors", "extract", "parquet", "records", "registry", "rows", "spelling"},
    "shapes": {"errors", "records"},
    "exports": {"archive", "errors", "parquet", "rows", "shapes"},
    "commands": {"archive", "bulk", "errors", "exports", "research", "shapes", "workers"},
    "__main__": {"cli"},
    "cli": {
        "archive",
        "commands",
        "display",
        "doctor",
        "document",
        "errors",
        "evaluate",
        "extract",
        "ingest",
        "records",
        "registry",
        "segment",
        "workers",
    },
}


def _part(module: str) -> str:
    if module == "pipeline.vietnamese.spelling":
        return "spelling"
    return module.split(".")[1] if "." in module else ""


def _imports(path: Path) -> set[str]:
    """The parts of `pipeline` that a file imports, wherever in the file it does."""
    parts = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            parts |= {_part(alias.name) for alias in node.names if alias.name.startswith("pipeline.")}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative imports hide the arrow"
            if node.module == "pipeline":
                parts |= {alias.name for alias in node.names}
            elif (node.module or "").startswith("pipeline."):
                parts.add(_part(node.module or ""))
    return parts - {"__version__", ""}


@pytest.mark.parametrize("path", sorted(ROOT.rglob("*.py")), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_module_imports_from_a_later_stage(path: Path) -> None:
    part = _part(".".join(("pipeline", *path.relative_to(ROOT).with_suffix("").parts)))
    if part == "__init__":
        assert not _imports(path)
        return
    assert part in ALLOWED, f"{part} is new: say in this test what it may import"
    assert _imports(path) <= ALLOWED[part] | {part}


def test_the_digest_of_extraction_covers_what_extraction_imports() -> None:
    below, parts = {"segment", "extract", "registry", "rows"}, set[str]()
    while below > parts:
        parts = below
        below = parts.union(*(ALLOWED[part] for part in parts))
    assert {part.removesuffix(".py") for part in EXTRACTION} == below - {"errors", "spelling"}  # spelling: vietnamese
    assert all((ROOT / part).exists() for part in (*EXTRACTION, *READING))


def test_the_allowed_arrows_have_no_circle() -> None:
    done: set[str] = set()
    while len(done) < len(ALLOWED):
        ready = {part for part, below in ALLOWED.items() if part not in done and below <= done}
        assert ready, f"a circle among {set(ALLOWED) - done}"
        done |= ready
