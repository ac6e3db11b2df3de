"""How well generated notices are read when they come as scans, against the text they were made from.

    python benchmarks/generated_scans.py [COUNT] [--formats scan-200-pdf,two-up-pdf] [--processes N] [--errors]

Every paragraph of the notice is aligned with the whole text that was read, free at both ends, since
letterhead and signature come in another order there; every lost, added or wrong character in it counts
one. Dashes, quotation marks and tone placement are folded; white space is one space. A figure is a word with
a digit in a citation or a target; wrong and unflagged is one that was read differently by no word of doubt:
confidence below 0.6, an alternative, or a repair. How many of the figures that were read right carry such a word of
doubt too says whether anyone will heed it.
"""

import argparse
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.generator import Notice, generate
from corpus.render import render
from pipeline.document import Document, Span
from pipeline.ingest import read
from pipeline.vietnamese.spelling import fold, nfc

FORMATS = ("scan-200-pdf", "upside-down-pdf", "two-up-pdf", "scan-tiff", "mixed-pdf", "garbled-pdf")
FIGURES = ("citation", "target", "result")
SURE = 0.6  # the confidence from which on nobody looks at a word again


@dataclass
class Tally:
    """What was counted on one file."""

    name: str
    characters: int = 0
    errors: int = 0
    figures: int = 0
    flagged: int = 0
    doubted: int = 0  # read right, and marked as doubtful all the same
    unflagged: list[str] = field(default_factory=list)
    differences: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Words:
    """The words of a text, folded, and where each stands in it; a hyphen ends one, since a line may break there."""

    folded: tuple[str, ...]
    spans: tuple[Span, ...]

    @staticmethod
    def of(text: str, start: int, end: int) -> "Words":
        found = [Span(m.start(), m.end()) for m in re.finditer(r"[^\s-]+-*|-+", text[start:end])]
        spans = tuple(Span(start + s.start, start + s.end) for s in found)
        return Words(tuple(plain(span.of(text)) for span in spans), spans)


def plain(text: str) -> str:
    """`text` as a reader of paper sees it: `–` is `-`, `uỷ` is `ủy`, `…` is `...`."""
    return fold(nfc(text)).replace("…", "...")


def _ends(want: str, have: NDArray[np.int32]) -> NDArray[np.int64]:
    """The least number of edits that make `want` out of a stretch of `have`, for each place where it may end."""
    places = np.arange(len(have) + 1)
    before = np.zeros(len(have) + 1, dtype=np.int64)
    for row, sign in enumerate(want, 1):
        now = np.empty_like(before)
        now[0] = row
        now[1:] = np.minimum(before[1:] + 1, before[:-1] + (have != ord(sign)))
        before = np.minimum.accumulate(now - places) + places
    return before


def stretch(want: str, have: str) -> tuple[int, int, int]:
    """Where in `have` the text nearest to `want` begins and ends, and how many edits lie between the two."""
    at = have.find(want)
    if at >= 0:
        return at, at + len(want), 0
    signs = np.array([ord(sign) for sign in have], dtype=np.int32)
    costs = _ends(want, signs)
    end = int(costs.argmin())
    first = max(0, end - 2 * len(want))
    backwards = _ends(want[::-1], signs[first:end][::-1])
    length = int(np.flatnonzero(backwards == backwards.min())[0])
    return end - length, end, int(costs[end])


def is_doubtful(document: Document, spans: Sequence[Span]) -> bool:
    """Whether a reader is told to look at one of `spans` again."""
    return any(
        (word.confidence < SURE or word.alternatives) and any(word.span.overlaps(span) for span in spans)
        for word in document.words
    ) or any(repair.span.overlaps(span) for repair in document.repairs for span in spans)


def compare(notice: Notice, document: Document, name: str) -> Tally:
    """The errors in what was read."""
    tally = Tally(name)
    have = Words.of(document.text, 0, len(document.text))
    text = " ".join(have.folded)
    starts = np.cumsum([0, *(len(word) + 1 for word in have.folded)])
    figures = [Span(mark.start, mark.end) for mark in notice.marks if mark.kind in FIGURES]
    for block in notice.blocks:
        want = Words.of(notice.text, block.start, block.end)
        paragraph = " ".join(want.folded)
        if block.role == "rule" or not re.search(r"\w", paragraph):
            continue
        begin, end, edits = stretch(paragraph, text)
        tally.characters += len(paragraph)
        tally.errors += edits
        counted = [
            any(char.isdigit() for char in word) and any(span.overlaps(figure) for figure in figures)
            for word, span in zip(want.folded, want.spans, strict=True)
        ]
        tally.figures += sum(counted)
        first = int(np.searchsorted(starts, begin, "right")) - 1
        last = int(np.searchsorted(starts, end - 1, "right"))
        near = have.folded[first:last]
        for what, a, b, c, d in SequenceMatcher(None, want.folded, near, autojunk=False).get_opcodes():
            if what == "equal":
                spans = have.spans[first + c : first + d]
                tally.doubted += sum(n and is_doubtful(document, [s]) for n, s in zip(counted[a:b], spans, strict=True))
                continue
            said = f"{' '.join(want.folded[a:b])} -> {' '.join(near[c:d])}"
            tally.differences.append(f"{said}    [{block.role}]")
            wrong = sum(counted[a:b])
            if not wrong:
                continue
            if is_doubtful(document, have.spans[first + c : first + d]):
                tally.flagged += wrong
            else:
                tally.unflagged.append(f"{said}    [{paragraph[:80]}]")
    return tally


def measure(seed: int, index: int, kind: str) -> Tally:
    """Make a notice, print and scan it, read it, compare."""
    notice = generate(seed, index, "test")
    with tempfile.TemporaryDirectory() as folder:
        document = read(render(notice, kind, Path(folder)))
    return compare(notice, document, f"{index} {kind}")


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", nargs="?", type=int, default=30)
    parser.add_argument("--start", type=int, default=0)
    parser.add_argument("--seed", type=int, default=4)
    parser.add_argument("--formats", default=",".join(FORMATS))
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--errors", action="store_true", help="print every difference")
    chosen = parser.parse_args(arguments)
    kinds = chosen.formats.split(",")
    jobs = [
        (chosen.seed, index, kinds[index % len(kinds)]) for index in range(chosen.start, chosen.start + chosen.count)
    ]
    tallies: list[Tally] = []
    with ProcessPoolExecutor(chosen.processes) as pool:
        for tally in pool.map(measure, *zip(*jobs, strict=True)):
            tallies.append(tally)
            rate = 100 * tally.errors / tally.characters
            print(
                f"{tally.name}: {tally.errors} of {tally.characters} characters ({rate:.2f} %), "
                f"{tally.figures} figures, {tally.flagged} wrong and flagged, {len(tally.unflagged)} wrong and not, "
                f"{tally.doubted} right and flagged",
                flush=True,
            )
            for row in tally.differences if chosen.errors else ():
                print(f"    {row}", flush=True)
            for row in tally.unflagged:
                print(f"  ! {row}", flush=True)
    totals: dict[str, Counter[str]] = {}
    for tally in tallies:
        for kind in (tally.name.split()[1], "all"):
            totals.setdefault(kind, Counter()).update(
                characters=tally.characters,
                errors=tally.errors,
                figures=tally.figures,
                flagged=tally.flagged,
                doubted=tally.doubted,
                unflagged=len(tally.unflagged),
            )
    for kind, total in sorted(totals.items(), key=lambda item: item[0] == "all"):
        print(
            f"{kind:16} {100 * total['errors'] / total['characters']:.2f} % of {total['characters']:,} characters, "
            f"{total['figures']} figures: {total['flagged']} wrong and flagged, {total['unflagged']} wrong and not, "
            f"{total['doubted']} right and flagged"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
