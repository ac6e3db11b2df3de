"""What the CRF sees of a token: its form, its neighbours, and the words before its run of capitals.

`features` says what they are, and training uses it; decoding uses `KnownFeatures`, which gives those of them that
the model has weights for, and a test holds that. Features are strings; a token has fifteen. Texts are in folded
form (`pipeline.vietnamese.spelling.fold`).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

__all__ = ["TOKEN", "KnownFeatures", "features"]

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


@dataclass(frozen=True, slots=True)
class _Token:
    """A token's forms, and the known features that it gives itself and its neighbours, each none or one."""

    lower: str
    shape: str
    name_like: bool
    own: tuple[bytes, ...]
    before: tuple[bytes, ...]  # of the token after it: `-1=`
    two_before: tuple[bytes, ...]
    after: tuple[bytes, ...]  # of the token before it: `+1=`
    two_after: tuple[bytes, ...]
    trigger: tuple[bytes, ...]


class KnownFeatures:
    """The features that a model has weights for: the others, a third of all, cost the CRF time and change nothing.

    `attributes` are the model's; what `features` gives beside them the model passes over. A token costs look-ups by
    its words, so what was found out about a word is kept (20,000 words).
    """

    def __init__(self, attributes: Iterable[str]) -> None:
        self._known = {name: (name.encode(),) for name in attributes}
        self._pairs: dict[str, dict[str, dict[str, tuple[bytes, ...]]]] = {"-2-1": {}, "-1+0": {}, "r2": {}}
        for name, feature in self._known.items():
            kind, _, words = name.partition("=")
            if kind in self._pairs:
                first, _, second = words.partition(" ")
                self._pairs[kind].setdefault(first, {})[second] = feature
        self._steps = [self._known.get(f"ri={step}", ()) for step in range(5)]
        self._token = lru_cache(maxsize=20_000)(self._of_token)
        self._shapes = lru_cache(maxsize=20_000)(self._of_shapes)
        self._margins = [self._of_forms(place, place, name_like=False, own=()) for place in ("<2", "<1", ">1", ">2")]

    def _of_forms(self, lower: str, shape: str, *, name_like: bool, own: tuple[str, ...]) -> _Token:
        known = self._known
        beside = (known.get(f"{place}={lower}", ()) for place in ("-1", "-2", "+1", "+2", "r"))
        return _Token(lower, shape, name_like, tuple(known[name][0] for name in own if name in known), *beside)

    def _of_token(self, token: str) -> _Token:
        lower, shape, name_like, own = _forms(token)
        return self._of_forms(lower, shape, name_like=name_like, own=own)

    def _of_shapes(self, before: str, shape: str, after: str) -> tuple[bytes, ...]:
        return self._known.get(f"-1s={before}{shape}", ()) + self._known.get(f"+1s={shape}{after}", ())

    def rows(self, tokens: Sequence[str]) -> list[tuple[bytes, ...]]:
        """The known ones among `features(tokens)`, in UTF-8 and in that order."""
        token = self._token
        around = [*self._margins[:2], *(token(word) for word in tokens), *self._margins[2:]]
        before_pairs, own_pairs, trigger_pairs = self._pairs.values()
        rows = []
        run, goes_on = 0, False
        shifted = zip(around, around[1:], around[2:], around[3:], around[4:], strict=False)
        for i, (two_before, before, here, after, two_after) in enumerate(shifted):
            if not (here.name_like and goes_on):
                run = i
            goes_on = here.name_like
            lower, trigger = before.lower, around[run + 1]
            row = here.own + before.before + two_before.two_before + after.after + two_after.two_after
            row += self._shapes(before.shape, here.shape, after.shape)
            if pairs := before_pairs.get(two_before.lower):
                row += pairs.get(lower, ())
            if pairs := own_pairs.get(lower):
                row += pairs.get(here.lower, ())
            row += trigger.trigger
            if pairs := trigger_pairs.get(around[run].lower):
                row += pairs.get(trigger.lower, ())
            rows.append(row + self._steps[min(i - run, 4)])
        return rows
