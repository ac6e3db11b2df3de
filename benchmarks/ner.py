"""What the names model costs a page, and how many pages a second are extracted with it.

    python benchmarks/ner.py

Pages are of 2,500 characters, of generated notices set aside for testing. Time is processor time on one core.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1])]

from models.ner import find_names  # noqa: E402  (run as a script, the project is not on the path)
from models.ner.ablation import generated  # noqa: E402
from pipeline.extract import extract  # noqa: E402
from pipeline.extract.ner import with_model  # noqa: E402
from pipeline.notice import Notice  # noqa: E402

PAGE = 2_500
DOCUMENTS = 40


def milliseconds_a_page(notices: list[Notice], work: Callable[[Notice], object]) -> float:
    pages = sum(len(notice.flow) for notice in notices) / PAGE
    started = time.process_time()
    for notice in notices:
        work(notice)
    return 1000 * (time.process_time() - started) / pages


def main() -> None:
    notices = [notice for notice, _, _ in generated(DOCUMENTS)]
    for notice in notices:  # rules are compiled and weights loaded on first use
        with_model(notice, extract(notice))
    rules = milliseconds_a_page(notices, extract)
    model = milliseconds_a_page(notices, lambda notice: find_names(notice.flow))
    both = milliseconds_a_page(notices, lambda notice: with_model(notice, extract(notice)))
    print(f"model alone: {model:.1f} ms a page")
    print(f"extraction without the model: {1000 / rules:.0f} pages a second")
    print(f"extraction with the model: {1000 / both:.0f} pages a second")


if __name__ == "__main__":
    main()
