"""D3: whatever the power takes at any moment, what was acknowledged is there, and whole."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.torture.disks import Counting, HookedDisk, Killed, raising
from tests.torture.homes import Told
from tests.torture.power_loss import DiskModel, State, observed, write_state
from tests.torture.scenarios import Scenario, scenarios
from tests.torture.trials import Effort, Trial, empty_folder, timed


class _Watch:
    """Looks at every state that a crash may leave, once."""

    def __init__(self, scenario: Scenario, trial: Trial, model: DiskModel, *, samples: int) -> None:
        self.told = Told()
        self._scenario = scenario
        self._trial = trial
        self._model = model
        self._samples = samples
        self._chance: random.Random = trial.chance
        self._seen: set[int] = set()
        self._looked: tuple[object, ...] = ()

    def look(self) -> None:
        """Judge the states that a crash may leave now, if anything has changed."""
        now = (self._model.changes, self.told.key)
        if now == self._looked:
            return
        self._looked = now
        for state in self._model.states(self._chance, samples=self._samples):
            self.judge(state)

    def see(self, point: str, path: Path) -> None:
        self._model.observe()
        self.look()

    def judge(self, state: State) -> None:
        key = hash((frozenset(state.items()), self.told.key))
        if key in self._seen:
            return
        self._seen.add(key)
        with empty_folder() as folder:
            write_state(state, folder)
            self._model.is_paused = True
            faults = self._scenario.faults(folder, self.told)
            self._model.is_paused = False
        self._trial.count(faults, where=f"power lost, {self._scenario.name}")

    def tell(self, kind: str, name: str) -> None:
        self._model.observe()
        if kind == "reports":
            self._model.force_library()
        self.told.receive(kind, name)
        self.look()


def lose_power(effort: Effort) -> Trial:
    """Crash at every effect and every fsync, with all that may be left of what is not forced."""
    what = "power lost at every effect: states enumerated"
    with timed(Trial(goal="D3", what=what, effort=effort)) as trial:
        for scenario in scenarios(effort.only):
            with (
                _watched(scenario, trial, samples=effort.samples) as (root, watch, model),
                observed(model, watch.look),
            ):
                scenario.act(root, HookedDisk(watch.see), watch.tell)
    return trial


def lose_power_after_kill(effort: Effort) -> Trial:
    """Kill at an effect, do it again, and lose the power when that is acknowledged."""
    what = "killed at an effect, done again, then power lost"
    with timed(Trial(goal="D3", what=what, effort=effort)) as trial:
        for scenario in scenarios(effort.only):
            if scenario.name.startswith("back up"):
                continue  # the same would be refused, since it exists
            at = 1
            while _dies(scenario, trial, at=at, effort=effort):
                at += 1 if effort.stops else 3 * effort.every
    return trial


def _dies(scenario: Scenario, trial: Trial, *, at: int, effort: Effort) -> bool:
    """Whether there is an effect to die at."""
    with _watched(scenario, trial, samples=0) as (root, watch, model):
        watch.look = lambda: None  # type: ignore[method-assign]  # only what is told at the end
        with observed(model, lambda: None):
            try:
                disk = HookedDisk(Counting(raising(Killed()), at=at))
                scenario.act(root, disk, watch.tell)
            except Killed:
                scenario.act(root, HookedDisk(lambda point, path: None), watch.tell)
                model.observe()
                watch.judge(model.least())
                return True
        return False


@contextmanager
def _watched(
    scenario: Scenario, trial: Trial, *, samples: int
) -> Iterator[tuple[Path, _Watch, DiskModel]]:
    with empty_folder() as folder:
        root = folder / "root"
        scenario.prepare(root)
        model = DiskModel(root, folder / "graveyard")
        try:
            yield root, _Watch(scenario, trial, model, samples=samples), model
        finally:
            model.close()
