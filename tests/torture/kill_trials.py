"""D1, D2, D9: real processes that write, killed at random moments and at every point by name."""

import multiprocessing
import os
import signal
import time
from collections import Counter
from importlib import import_module
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from multiprocessing.synchronize import Event
from pathlib import Path
from statistics import median

from tqdm import tqdm  # type: ignore[import-untyped]

from corpus.errors import IndexBusy
from tests.torture import homes, plants
from tests.torture.disks import Counting, HookedDisk, kill_process
from tests.torture.homes import Told, faults_of_answers, left_over
from tests.torture.scenarios import Ingest, Scenario, scenarios
from tests.torture.trials import Effort, Trial, empty_folder, timed

tqdm.get_lock()  # made here once, and not in every process, which takes it to its grave

_LONGEST_SECONDS = 60.0  # a process that lives longer hangs
_OVERTIME = 1.3  # kills come as late as this share of what a whole run takes
_LIBRARY_POINTS = ("library before insert", "library before commit", "library after commit")


def _processes() -> multiprocessing.context.ForkServerContext:
    """Processes that are forked from one which has imported everything, and has no threads."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.torture.kill_trials"])
    return context


def _write(
    told: Connection, scenario: int, root: Path, at: int, plant: plants.Plant | None
) -> None:
    """What a process does: the scenario, dying at a point if it is told which."""
    plants.plant_for_good(plant)
    counting = Counting(kill_process if at else None, at=at)
    _hook_library(counting)
    scenarios()[scenario].act(
        root, HookedDisk(counting), lambda kind, name: told.send((kind, name))
    )
    told.send(("points", "\n".join(counting.points)))


def _hook_library(counting: Counting) -> None:
    """Let the library's own transaction have points as well."""
    library = import_module("corpus.library")
    insert, add = library.insert_report, library.Library.add

    def insert_report(*args: object, **named: object) -> None:
        counting(_LIBRARY_POINTS[0], Path())
        insert(*args, **named)
        counting(_LIBRARY_POINTS[1], Path())

    def add_report(*args: object, **named: object) -> object:
        added = add(*args, **named)
        counting(_LIBRARY_POINTS[2], Path())
        return added

    library.insert_report, library.Library.add = insert_report, add_report  # type: ignore[attr-defined]


class _Writer:
    """A process that plays a scenario, and what it was heard to acknowledge."""

    def __init__(
        self, scenario: int, root: Path, *, at: int = 0, plant: plants.Plant | None = None
    ) -> None:
        self.told = Told()
        self.points: list[str] = []
        self._hear, say = multiprocessing.Pipe(duplex=False)
        self._process: BaseProcess = _processes().Process(
            target=_write, args=(say, scenario, root, at, plant)
        )
        self._process.start()
        say.close()

    def kill_after(self, seconds: float) -> int | None:
        """Let it live so long, at most; how it ended."""
        self._process.join(seconds)
        self._process.kill()
        return self.end()

    def end(self) -> int | None:
        """Wait for its end, hear what it said, and give how it ended."""
        self._process.join(_LONGEST_SECONDS)
        while True:
            try:
                kind, name = self._hear.recv()
            except (EOFError, OSError):
                break
            if kind == "points":
                self.points = name.split("\n")
            else:
                self.told.receive(kind, name)
        self._hear.close()
        code = self._process.exitcode
        self._process.close()
        return code


def kill_at_random(effort: Effort, *, plant: plants.Plant | None = None) -> Trial:
    """Kill a process that adds and indexes at a random moment; then look, and go on."""
    what = "SIGKILL at a random moment of adding and indexing"
    with timed(Trial(goal="D1", what=what, effort=effort)) as trial:
        ingest, chance = Ingest(), trial.chance
        restarts, ended = list[float](), Counter[str]()
        whole_seconds = median(_whole_run(0) for _ in range(5))
        for number in range(effort.random_kills):
            with empty_folder() as folder:
                ingest.prepare(root := folder / "root")
                writer = _Writer(0, root, plant=plant)
                code = writer.kill_after(chance.uniform(0, _OVERTIME * whole_seconds))
                faults = [] if code in (0, -signal.SIGKILL) else [f"it ended by itself: {code}"]
                ended.update([_moment(code, writer.told)])
                faults += ingest.faults(root, writer.told) + faults_of_answers(root / "home")
                started = time.monotonic()
                faults += ingest.again(root)
                restarts.append(time.monotonic() - started)
                trial.count(faults, where=f"killed at random, run {number}")
        trial.notes.update(ended, **{"longest-recovery-seconds": max(restarts)})
    return trial


def _moment(code: int | None, told: Told) -> str:
    """When a process was killed: with nothing acknowledged, amid its work, or not at all."""
    if code == 0:
        return "ended-before"
    return "killed-amid" if told.reports else "killed-at-the-beginning"


def kill_at_points(effort: Effort, *, plant: plants.Plant | None = None) -> Trial:
    """Kill a process at every point that has a name, in every scenario."""
    what = "SIGKILL at every named point"
    with timed(Trial(goal="D2", what=what, effort=effort)) as trial:
        names: Counter[str] = Counter()
        for place, scenario in enumerate(scenarios()):
            if not scenario.name.startswith(effort.only):
                continue
            points = _points_of(place)
            for at in range(1, len(points) + 1, effort.every):
                names[points[at - 1]] += 1
                faults = _kill_at(place, scenario, at=at, plant=plant)
                trial.count(faults, where=f"{scenario.name}, killed {points[at - 1]}")
        trial.notes["named-points"] = len(names)
    return trial


def _kill_at(place: int, scenario: Scenario, *, at: int, plant: plants.Plant | None) -> list[str]:
    with empty_folder() as folder:
        scenario.prepare(root := folder / "root")
        writer = _Writer(place, root, at=at, plant=plant)
        if writer.end() != -signal.SIGKILL:
            return ["it was not killed"]
        return scenario.faults(root, writer.told) + scenario.again(root)


def _points_of(place: int) -> list[str]:
    with empty_folder() as folder:
        scenarios()[place].prepare(root := folder / "root")
        writer = _Writer(place, root)
        writer.end()
        return writer.points


def _whole_run(place: int) -> float:
    """The seconds of a process that nobody kills."""
    with empty_folder() as folder:
        scenarios()[place].prepare(root := folder / "root")
        started = time.monotonic()
        _Writer(place, root).end()
        return time.monotonic() - started


def race(effort: Effort, *, plant: plants.Plant | None = None) -> Trial:
    """Let two processes index one library; the second is told, the lock dies with its holder."""
    what = "two writers: the second is told, and may write once the first is killed"
    with timed(Trial(goal="D9", what=what, effort=effort)) as trial:
        for number in range(effort.races):
            with empty_folder() as folder:
                home = folder / "home"
                for report in (1, 2):
                    homes.add(home, report)
                faults = _race(home, plant=plant)
                told = Told(generations=[homes.expected().names[1]])
                faults += homes.faults_of_index(home, told) + left_over(home)
                trial.count(faults, where=f"race {number}")
    return trial


def _race(home: Path, *, plant: plants.Plant | None) -> list[str]:
    """One process holds the lock in the midst of its work; another tries, then the first dies."""
    context = _processes()
    is_writing, may_end = context.Event(), context.Event()
    holder = context.Process(target=_hold, args=(home, is_writing, may_end, plant))
    holder.start()
    try:
        if not is_writing.wait(_LONGEST_SECONDS):
            return ["the first writer did not begin"]
        with plants.planted(plant):
            faults = [] if _is_refused(home) else ["two processes wrote at the same time"]
    finally:
        os.kill(holder.pid or 0, signal.SIGKILL)
        holder.join(_LONGEST_SECONDS)
    homes.index(home)
    return faults


def _is_refused(home: Path) -> bool:
    try:
        homes.index(home)
    except IndexBusy:
        return True
    return False


def _hold(home: Path, is_writing: Event, may_end: Event, plant: plants.Plant | None) -> None:
    """Index, and stop within the first file until told to go on."""
    plants.plant_for_good(plant)

    def stop(point: str, path: Path) -> None:
        if point == "unsynced new_file" and not is_writing.is_set():
            is_writing.set()
            may_end.wait(_LONGEST_SECONDS)

    homes.index(home, disk=HookedDisk(stop))
