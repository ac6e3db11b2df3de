"""How fast segmenting and extracting run, and whether the cost stays linear in the text.

    python benchmarks/extract.py [FILE ...]

Takes generated notices by default, the bodies of several under the letterhead of the first: 16 thousand characters. In
the longer texts the same body stands again and again, so that only the length differs. Two texts take turns, so that
nothing kept from the last text helps with the next. Prints characters per CPU-second by stage, each rate as a ratio of
the one at 16 thousand (a longer text may be quicker: a name that comes again is no new find), and beside them the rate
at which the word tokenizer of underthesea, where it is installed, goes over the same text.

Time goes with what is found more than with characters, so that is printed too: generated notices hold some 120 pieces
of evidence in 10,000 characters, decrees a quarter of that. Name real documents to measure with those.
"""

import importlib.util
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from pipeline.extract import extract
from pipeline.ingest import read, read_bytes
from pipeline.segment import segment

BLOCK = 16_000  # characters of the text that is repeated
REPEATS = (1, 10, 81)  # up to 1.3 million characters
SECONDS = 2.0  # of CPU for each figure at the least: enough to be steady within a few per cent


def sample_parts(files: list[Path]) -> tuple[str, str, str]:
    """Letterhead, body and signature block: of the first of the files given, or of notices of the project's own
    generator, with the bodies of all of them put end to end to some 16 thousand characters."""
    if files:
        notices = [segment(read(file)) for file in files]
    else:
        from corpus import generate_texts

        notices = [segment(read_bytes("text.txt", text.encode())) for text in generate_texts(seed=1, count=24)]
    first = notices[0]
    bodies = [notice.body.of(notice.document.text) for notice in notices]
    # A regulation among them would make one of the whole, in which no figure is looked at.
    body = "\n".join(body for body in bodies if "Điều 1" not in body)
    cut = body.find("\n", BLOCK)
    text = first.document.text
    return text[: first.body.start], body[:cut] if cut > 0 else body, text[first.body.end :]


def rate(stage: Callable[[Any], object], turns: Sequence[Any], characters: int) -> float:
    """Characters per CPU-second, the best of at least three runs; the stage is given one of `turns` after the other."""
    best, spent, runs = float("inf"), 0.0, 0
    while spent < SECONDS or runs < 3:
        given = turns[runs % len(turns)]
        start = time.process_time()
        stage(given)
        took = time.process_time() - start
        best, spent, runs = min(best, took), spent + took, runs + 1
    return characters / best


def main() -> None:
    head, body, tail = sample_parts([Path(word) for word in sys.argv[1:]])
    print(f"{'characters':>12} {'segment':>12} {'extract':>12} {'both':>12} {'of 16 k':>9}")
    first = pieces = 0.0
    for repeats in REPEATS:
        texts = (head + "\n".join([body] * repeats) + end + tail for end in ("", "\nHết."))
        documents = [read_bytes("text.txt", text.encode()) for text in texts]
        notices = [segment(document) for document in documents]
        count = len(documents[0].text)
        by_segment = rate(segment, documents, count)
        by_extract = rate(extract, notices, count)
        both = 1 / (1 / by_segment + 1 / by_extract)
        if not first:
            pieces = 10_000 * len(extract(notices[0]).evidence()) / count
            first = both
        print(f"{count:>12,} {by_segment:>12,.0f} {by_extract:>12,.0f} {both:>12,.0f} {both / first:>9.2f}")
    print(f"{pieces:.0f} pieces of evidence in 10,000 characters")
    if importlib.util.find_spec("underthesea"):
        from underthesea import word_tokenize

        peer = rate(word_tokenize, [body], len(body))
        print(f"underthesea's word_tokenize on {len(body):,} characters: {peer:,.0f} a second")
        print(f"both stages run {first / peer:.0f} times that")


if __name__ == "__main__":
    main()
