"""`python -m corpus`: write generated documents with their gold, in any format.

python -m corpus out --count 300 --seed 7 --split test
python -m corpus out --count 40 --formats docx,pdf,scan --knobs none
"""

import json
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from os import cpu_count
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter
from rich.console import Console
from rich.progress import Progress

from corpus.generator.knobs import KNOBS
from corpus.generator.series import document
from corpus.render import FORMATS, render
from corpus.sampling import write_samples

app = App(name="corpus", help="Write generated notices with exact gold.")


def _knobs(names: str) -> tuple[str, ...] | None:
    """`mixed` draws them by chance, `none` turns none, else a list: `lines,tones`."""
    if names == "mixed":
        return None
    chosen = tuple(name.strip() for name in names.split(",") if name.strip() not in ("", "none"))
    unknown = [name for name in chosen if name not in KNOBS]
    if unknown:
        raise SystemExit(f"no knob {', '.join(unknown)}; there are: {', '.join(KNOBS)}")
    return chosen


def write_one(index: int, out: Path, seed: int, split: str, formats: tuple[str, ...], knobs: str) -> str:
    """Write document `index` and its gold; rendered formats take the text without knobs."""
    notice = document(seed, index, split, _knobs(knobs) if formats == ("txt",) else ())
    gold = json.dumps(notice.as_json(), ensure_ascii=False, indent=1)
    (out / "gold" / f"{notice.id}.json").write_text(gold + "\n", "utf-8")
    for name in formats:
        render(notice, name, out)
    return notice.id


@app.default
def corpus(
    out: Path,
    *,
    count: int = 100,
    seed: int = 1,
    start: int = 0,
    split: str = "train",
    formats: Annotated[str, Parameter(help="comma-separated; see the corpus README")] = "txt",
    knobs: Annotated[str, Parameter(help="mixed, none, or a list; for text only")] = "mixed",
    processes: int | None = None,
) -> None:
    """Write COUNT documents into OUT and their gold into OUT/gold."""
    chosen = tuple(formats.split(","))
    unknown = [name for name in chosen if name not in FORMATS]
    if unknown:
        raise SystemExit(f"no format {', '.join(unknown)}; there are: {', '.join(FORMATS)}")
    _knobs(knobs)
    (out / "gold").mkdir(parents=True, exist_ok=True)
    work = partial(write_one, out=out, seed=seed, split=split, formats=chosen, knobs=knobs)
    with (
        Progress(console=Console(stderr=True)) as progress,
        ProcessPoolExecutor(processes or cpu_count()) as pool,
    ):
        task = progress.add_task("documents", total=count)
        for _ in pool.map(work, range(start, start + count), chunksize=20 if chosen == ("txt",) else 1):
            progress.advance(task)


@app.command
def samples() -> None:
    """Write the samples of corpus/samples again."""
    write_samples()


if __name__ == "__main__":
    app()
