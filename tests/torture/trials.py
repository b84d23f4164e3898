"""What a trial finds: how often something was tried, what failed, and by which seed."""

import random
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from tests.torture.homes import FAST_MEMORY


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How much is tried; ``every`` n-th of what can be enumerated, ``seed`` for what is drawn.

    ``only`` is how the names of the scenarios begin that are played; ``stops`` ends a trial at
    its first failure.
    """

    random_kills: int
    every: int
    samples: int
    flips_every: int
    swaps: int
    answers: int  # that are given during all swaps together
    races: int
    questions: int
    is_full: bool = False
    seed: int = 1948
    only: str = ""
    stops: bool = False


QUICK = Effort(
    random_kills=10, every=29, samples=0, flips_every=97, swaps=10, answers=200, races=3,
    questions=20,
)  # fmt: skip
FULL = Effort(
    random_kills=500, every=1, samples=20, flips_every=1, swaps=200, answers=50_000, races=100,
    questions=1000, is_full=True,
)  # fmt: skip
# Enough to find a planted defect, and no more.
HUNT = replace(QUICK, every=3, random_kills=100, flips_every=13, stops=True)


class Failed(Exception):
    """A trial that stops has found a failure."""


@dataclass(slots=True, kw_only=True)
class Trial:
    """A goal that is tried: its number in the list of goals, what it is, and what came of it."""

    goal: str
    what: str
    effort: Effort
    runs: int = 0
    failures: list[str] = field(default_factory=list)
    seconds: float = 0.0
    notes: dict[str, float] = field(default_factory=dict)

    def count(self, faults: list[str], *, where: str) -> None:
        """Count one run, which fails once however much is wrong."""
        self.runs += 1
        if faults:
            self.failures.append(f"{where}: {'; '.join(faults)}")
            if self.effort.stops:
                raise Failed(self.failures[-1])

    @property
    def chance(self) -> random.Random:
        """Random numbers that are the same for the same seed."""
        return random.Random(f"{self.goal} {self.effort.seed}")


Goal = Callable[[Effort], Trial]


@contextmanager
def timed(trial: Trial) -> Iterator[Trial]:
    """Measure how long a trial takes."""
    started = time.monotonic()
    try:
        yield trial
    except Failed:
        pass  # it stands among the failures
    finally:
        trial.seconds = time.monotonic() - started


@contextmanager
def empty_folder() -> Iterator[Path]:
    """A folder to try something in: in memory where there is such a file system."""
    parent = FAST_MEMORY if FAST_MEMORY.is_dir() else None
    folder = Path(tempfile.mkdtemp(dir=parent))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
