from types import SimpleNamespace

import pytest

from index import pacing
from index.pacing import paced


def _rests(monkeypatch: pytest.MonkeyPatch, seconds: list[float], *, portion: float) -> list[float]:
    """The rests among things that take so many seconds each."""
    now = 0.0
    monkeypatch.setattr(pacing, "time", SimpleNamespace(perf_counter=lambda: now))
    rests: list[float] = []
    for each in paced(seconds, rest=rests.append, portion_seconds=portion):
        now += each
    return rests


def test_all_things_come_in_order() -> None:
    assert list(paced("abc")) == ["a", "b", "c"]


def test_a_rest_is_nineteen_times_as_long_as_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _rests(monkeypatch, [2, 3], portion=1) == pytest.approx([38, 57])


def test_short_things_share_a_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _rests(monkeypatch, [1, 1, 2, 1], portion=3) == pytest.approx([4 * 19])


def test_making_a_thing_counts_as_work(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0
    monkeypatch.setattr(pacing, "time", SimpleNamespace(perf_counter=lambda: now))
    rests: list[float] = []

    def make() -> str:
        nonlocal now
        now += 2
        return "a"

    list(paced((make() for _ in range(1)), rest=rests.append))

    assert rests == pytest.approx([2 * 19])
