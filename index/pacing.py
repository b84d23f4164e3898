"""Work beside questions, which nobody waits for and which lets them go first."""

import time
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

Item = TypeVar("Item")
Rest = Callable[[float], object]
"""Waits so many seconds; what it raises ends the work."""

_BUSY_SHARE = 0.05  # of one processor, and of the interpreter


def paced(items: Iterable[Item], *, rest: Rest = time.sleep) -> Iterator[Item]:
    """The items in order, with a rest after each: a twentieth of the time is work.

    Making an item counts as work too.
    """
    started = time.perf_counter()
    for item in items:
        yield item
        rest((time.perf_counter() - started) * (1 / _BUSY_SHARE - 1))
        started = time.perf_counter()
