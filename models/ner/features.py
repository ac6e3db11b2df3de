"""What the CRF sees of a token: its form, its neighbours, and the words before its run of capitals.

One function serves training and use, so that a model can't be asked in other words than it was taught.
Features are strings; a token has fifteen. Texts are in folded form (`pipeline.vietnamese.spelling.fold`).
"""

import re
from collections.abc import Sequence
from functools import lru_cache

__all__ = ["TOKEN", "features"]

TOKEN = re.compile(r"\d+(?:[.,/:]\d+)*|[^\W\d_]+|\S")
"""A figure with its separators, a run of letters, or one sign."""

_REPEATS = re.compile(r"(.)\1+")


@lru_cache(maxsize=20_000)
def _forms(token: str) -> tuple[str, str, bool, tuple[str, ...]]:
    """Lower case, shape, whether it may go on a name, and its own features: `Trãi` gives `trãi`, `Xx`, True."""
    lower = token.lower()
    shape = _REPEATS.sub(
        r"\1",
        "".join("d" if s.isdigit() else "X" if s.isupper() else "x" if s.islower() else s for s in token),
    )
    return lower, shape, shape[0] in "dX", (f"w={lower}", f"s={shape}", f"p={lower[:2]}", f"n={min(len(token), 8)}")


def features(tokens: Sequence[str]) -> list[list[str]]:
    """The features of each token of one paragraph, in order."""
    forms = [_forms(token) for token in tokens]
    lowers = ["<2", "<1", *(form[0] for form in forms), ">1", ">2"]
    shapes = ["<2", "<1", *(form[1] for form in forms), ">1", ">2"]
    rows = []
    run, goes_on = 0, False
    for i, (lower, shape, name_like, own) in enumerate(forms):
        if not (name_like and goes_on):
            run = i
        goes_on = name_like
        before, after = lowers[i + 1], lowers[i + 3]
        trigger = lowers[run + 1]
        rows.append([
            *own,
            "-1=" + before, "-2=" + lowers[i], "+1=" + after, "+2=" + lowers[i + 4],
            "-1s=" + shapes[i + 1] + shape, "+1s=" + shape + shapes[i + 3],
            "-2-1=" + lowers[i] + " " + before, "-1+0=" + before + " " + lower,
            # the words before the run of capitals that the token is in: `đường` for both of `Nguyễn Trãi`
            "r=" + trigger, "r2=" + lowers[run] + " " + trigger, f"ri={min(i - run, 4)}",
        ])  # fmt: skip
    return rows
