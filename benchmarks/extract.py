"""How fast segmenting and extracting run, and whether the cost stays linear in the text.

    python benchmarks/extract.py [FILE ...]

Takes generated notices by default, put end to end to texts of 16 thousand to 1.3 million characters. Prints
characters per CPU-second by stage, each rate as a ratio of the one at 16 thousand, and beside them the rate at
which underthesea's word tokenizer, where it is installed, goes over the same text.
"""

import importlib.util
import sys
import time
from collections.abc import Callable
from pathlib import Path

from pipeline.document import Document
from pipeline.extract import extract
from pipeline.ingest import read, read_bytes
from pipeline.segment import segment

SIZES = (16_000, 160_000, 1_300_000)
SECONDS = 2.0  # of CPU for each figure at the least: enough to be steady within a few per cent


def sample_text(files: list[Path]) -> str:
    """One long text: the files given, or notices of the project's own generator."""
    if files:
        return "\n".join(read(file).text for file in files)
    from corpus import generate_texts

    return "\n".join(generate_texts(seed=1, count=400))


def rate(stage: Callable[[], object], characters: int) -> float:
    """Characters per CPU-second, the best of at least three runs."""
    best, spent, runs = float("inf"), 0.0, 0
    while spent < SECONDS or runs < 3:
        start = time.process_time()
        stage()
        took = time.process_time() - start
        best, spent, runs = min(best, took), spent + took, runs + 1
    return characters / best


def main() -> None:
    text = sample_text([Path(word) for word in sys.argv[1:]])
    print(f"{'characters':>12} {'segment':>12} {'extract':>12} {'both':>12} {'of 16 k':>9}")
    first = 0.0
    for size in SIZES:
        whole = (text * (size // len(text) + 1))[:size]
        document: Document = read_bytes("text.txt", whole.encode())
        count = len(document.text)
        notice = segment(document)
        by_segment = rate(lambda document=document: segment(document), count)  # type: ignore[misc]
        by_extract = rate(lambda notice=notice: extract(notice), count)  # type: ignore[misc]
        both = 1 / (1 / by_segment + 1 / by_extract)
        first = first or both
        print(f"{count:>12,} {by_segment:>12,.0f} {by_extract:>12,.0f} {both:>12,.0f} {both / first:>9.2f}")
    if importlib.util.find_spec("underthesea"):
        from underthesea import word_tokenize

        part = text[:16_000]
        peer = rate(lambda: word_tokenize(part), len(part))
        print(f"underthesea's word_tokenize on 16,000 characters: {peer:,.0f} a second")
        print(f"both stages run {first / peer:.0f} times that")


if __name__ == "__main__":
    main()
