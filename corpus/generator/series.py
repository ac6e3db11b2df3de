"""Many documents, on one core or all: what comes out does not depend on how many work."""

from collections.abc import Iterator

from corpus.generator.knobs import apply_knobs, draw_knobs
from corpus.generator.notice import Notice, generate

__all__ = ["document", "documents"]


def document(seed: int, index: int, split: str = "train", knobs: tuple[str, ...] | None = ()) -> Notice:
    """Document `index` of a series with `knobs` turned on it; `None` draws them by chance."""
    notice = generate(seed, index, split)
    chosen = draw_knobs(seed, index, split) if knobs is None else knobs
    return apply_knobs(notice, chosen, seed) if chosen else notice


def documents(seed: int, count: int, split: str = "train", knobs: tuple[str, ...] | None = ()) -> Iterator[Notice]:
    """The first `count` documents of a series."""
    return (document(seed, index, split, knobs) for index in range(count))
