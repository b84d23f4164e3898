"""Work beside questions, which nobody waits for and which lets them go first."""

import time
from collections.abc import Callable, Iterable, Iterator
from typing import Protocol, TypeVar

_Thing = TypeVar("_Thing")
Rest = Callable[[float], object]
"""Waits so many seconds; what it raises ends the work."""

_BUSY_SHARE = 0.05  # of one processor, and of the interpreter
# A rest after each of many small things would disturb questions more often than it spares them.
_PORTION_SECONDS = 0.001


class Pace(Protocol):
    """Goes through things as fast as one wants; ``iter`` does without a rest."""

    def __call__(self, things: Iterable[_Thing], /) -> Iterator[_Thing]:
        """The things in order."""
        ...


def paced(
    things: Iterable[_Thing],
    /,
    *,
    rest: Rest = time.sleep,
    portion_seconds: float = _PORTION_SECONDS,
) -> Iterator[_Thing]:
    """The things in order, with a rest after each portion: a twentieth of the time is work.

    A portion is so many things as took that long; making them counts as work too.
    """
    started = time.perf_counter()
    for thing in things:
        yield thing
        busy = time.perf_counter() - started
        if busy >= portion_seconds:
            rest(busy * (1 / _BUSY_SHARE - 1))
            started = time.perf_counter()
