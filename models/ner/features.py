"""What the CRF sees of a token: its form, its neighbours, and whether word lists know it.

The same function serves training and use, so that a model can't be asked in other words than it was
taught. Features are strings; a token has some twenty.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

__all__ = ["TOKEN", "features"]

TOKEN = re.compile(r"\d+(?:[.,/:]\d+)*|[^\W\d_]+|\S")
"""A figure with its separators, a run of letters, or one sign."""

_RUNS = re.compile(r"(.)\1+")


@lru_cache(maxsize=50_000)
def _form(token: str) -> tuple[str, str, bool]:
    """Lower case, shape, and whether the token begins with a capital: `Trãi` gives (`trãi`, `Xx`, True)."""
    shape = "".join(
        "d" if sign.isdigit() else "X" if sign.isupper() else "x" if sign.islower() else sign for sign in token
    )
    return token.lower(), _RUNS.sub(r"\1", shape), token[0].isupper()


@lru_cache(maxsize=50_000)
def _own(token: str) -> tuple[str, ...]:
    lower, shape, _ = _form(token)
    return (f"w={lower}", f"s={shape}", f"p={lower[:2]}", f"e={lower[-2:]}", f"n={min(len(token), 8)}")


def features(tokens: Sequence[str]) -> list[list[str]]:
    """The features of each token of one paragraph, in order."""
    forms = [_form(token) for token in tokens]
    lowers = ["<2", "<1", *(lower for lower, _, _ in forms), ">1", ">2"]
    shapes = ["<", "<", *(shape for _, shape, _ in forms), ">", ">"]
    run_starts = _capital_runs(forms)
    rows = []
    for i, token in enumerate(tokens):
        j = i + 2
        trigger = run_starts[i]
        before = lowers[trigger + 1]
        rows.append([
            *_own(token),
            f"-1={lowers[j - 1]}", f"-2={lowers[j - 2]}", f"+1={lowers[j + 1]}", f"+2={lowers[j + 2]}",
            f"-1s={shapes[j - 1]}", f"+1s={shapes[j + 1]}", f"-1+0s={shapes[j - 1]}|{shapes[j]}",
            f"0+1s={shapes[j]}|{shapes[j + 1]}", f"-2-1={lowers[j - 2]}|{lowers[j - 1]}", f"-1+0={lowers[j - 1]}|{lowers[j]}",
            # the word before the run of capitals that the token is in: `đường` for both of `Nguyễn Trãi`
            f"r={before}", f"r2={lowers[trigger]}|{before}", f"ri={min(i - trigger, 4)}",
        ])  # fmt: skip
    return rows


def _capital_runs(forms: Sequence[tuple[str, str, bool]]) -> list[int]:
    """For each token the index at which its run of capitalised words and figures begins."""
    starts: list[int] = []
    start = 0
    for i, (lower, _, capital) in enumerate(forms):
        if not (capital or lower[0].isdigit()) or i == 0:
            start = i
        elif not (forms[i - 1][2] or forms[i - 1][0][0].isdigit()):
            start = i
        starts.append(start)
    return starts
