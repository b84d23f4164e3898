"""Work beside questions, which nobody waits for and which lets them go first."""

import time
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

Item = TypeVar("Item")
Rest = Callable[[float], object]
"""Waits so many seconds; what it raises ends the work."""

_BUSY_SHARE = 0.05  # of one processor, and of the interpreter
# A rest after each of many small items would disturb questions more often than it spares them.
_PORTION_SECONDS = 0.001


def paced(
    items: Iterable[Item], *, rest: Rest = time.sleep, portion_seconds: float = _PORTION_SECONDS
) -> Iterator[Item]:
    """The items in order, with a rest after each portion: a twentieth of the time is work.

    A portion is so many items as took that long; making them counts as work too.
    """
    started = time.perf_counter()
    for item in items:
        yield item
        busy = time.perf_counter() - started
        if busy >= portion_seconds:
            rest(busy * (1 / _BUSY_SHARE - 1))
            started = time.perf_counter()
