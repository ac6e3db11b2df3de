"""The collector's pause: it ends with its block, also by an error, and leaves a collector that was off alone."""

import gc
from collections.abc import Iterator

import pytest

from pipeline.collector import collector_paused


@pytest.fixture(autouse=True)
def _collector_on() -> Iterator[None]:
    yield
    gc.enable()


def test_the_collector_stands_still_inside_and_runs_afterwards() -> None:
    with collector_paused():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_an_error_ends_the_pause() -> None:
    with pytest.raises(ValueError, match="slip"), collector_paused():
        raise ValueError("slip")
    assert gc.isenabled()


def test_a_collector_that_was_off_stays_off() -> None:
    gc.disable()
    with collector_paused():
        pass
    assert not gc.isenabled()


def test_what_was_built_inside_is_old_afterwards() -> None:
    with collector_paused():
        built = [[] for _ in range(10)]
    old = {id(held) for held in gc.get_objects(generation=2)}
    assert all(id(held) in old for held in built)


@pytest.fixture
def frozen(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[object]]:
    """An object that this process has frozen."""
    monkeypatch.setattr("pipeline.collector._frozen", False)
    held: list[object] = []
    gc.freeze()
    yield held
    gc.unfreeze()


def test_what_a_process_has_frozen_stays_frozen(frozen: list[object]) -> None:
    with collector_paused():
        pass
    assert not any(held is frozen for held in gc.get_objects())


@pytest.mark.usefixtures("frozen")
def test_what_is_frozen_is_counted_once_and_not_at_every_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    counts: list[int] = []
    count = gc.get_freeze_count

    def counted() -> int:
        counts.append(count())
        return counts[-1]

    monkeypatch.setattr(gc, "get_freeze_count", counted)
    for _ in range(5):
        with collector_paused():
            pass
    assert len(counts) == 1
