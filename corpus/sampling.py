"""The small set of samples that lies in the repository: made again by `python -m corpus samples`."""

import json
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

from corpus.generator.notice import Notice
from corpus.generator.series import document
from corpus.render import render

__all__ = ["GOLD", "SAMPLES", "sample_notice", "sample_rows", "write_samples"]

FOLDER = Path(__file__).parent
SAMPLES, GOLD = FOLDER / "samples", FOLDER / "gold"


def sample_rows() -> list[dict[str, Any]]:
    """The rows of `samples.toml`."""
    rows: list[dict[str, Any]] = tomllib.loads((FOLDER / "samples.toml").read_text("utf-8"))["sample"]
    return rows


def sample_notice(row: dict[str, Any]) -> Notice:
    """The document of one row, under its own id."""
    notice = document(row["seed"], row["index"], row.get("split", "train"), tuple(row.get("knobs", ())))
    return replace(notice, id=row["id"], gold={**notice.gold, "id": row["id"]})


def write_samples(folder: Path = SAMPLES, gold_folder: Path = GOLD) -> None:
    """Write every generated sample and its gold; those written by hand are left alone."""
    gold_folder.mkdir(parents=True, exist_ok=True)
    for row in sample_rows():
        notice = sample_notice(row)
        render(notice, row["format"], folder)
        gold = json.dumps(notice.as_json(), ensure_ascii=False, indent=1)
        (gold_folder / f"{notice.id}.json").write_text(gold + "\n", "utf-8")
