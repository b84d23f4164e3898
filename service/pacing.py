"""Work beside questions, which nobody waits for and which lets them go first."""

import time
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

Item = TypeVar("Item")

_BUSY_SHARE = 0.25  # of one processor, and of the interpreter
_PORTION_SECONDS = 0.001


def paced(items: Iterable[Item], *, rest: Callable[[float], object] = time.sleep) -> Iterator[Item]:
    """The items in order, with rests between them: a quarter of the time is work.

    ``rest`` is given the seconds to wait after each portion.
    """
    started = time.perf_counter()
    for item in items:
        yield item
        busy = time.perf_counter() - started
        if busy >= _PORTION_SECONDS:
            rest(busy * (1 / _BUSY_SHARE - 1))
            started = time.perf_counter()
