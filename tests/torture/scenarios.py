"""What is done to a home while the disk fails, and what must be true of it whenever it stops.

``act`` tells what it has acknowledged; ``faults`` is asked of what is found afterwards, be it in
the middle of ``act``; ``again`` is what a user does next, which must succeed on a sound disk.
"""

import json
import shutil
from abc import ABC, abstractmethod
from collections.abc import Callable
from pathlib import Path

from corpus.errors import RapporteurError
from corpus.fsops import Disk
from corpus.library import Library
from index.backup import back_up
from index.generation import current_generation
from index.restoring import restore_backup
from service import Feedback, Verdict, feedback_path, keep_feedback
from tests.torture.homes import (
    REPORTS,
    Told,
    add,
    answers,
    expected,
    faults_of_index,
    faults_of_library,
    index,
    left_over,
)

Tell = Callable[[str, str], None]


class Scenario(ABC):
    """Something that writes; ``root`` is a folder of its own, with the home in it."""

    name: str

    def prepare(self, root: Path) -> None:
        """Make what is there before."""
        root.mkdir(exist_ok=True)

    @abstractmethod
    def act(self, root: Path, disk: Disk, tell: Tell) -> None:
        """Write, and tell what is acknowledged."""

    @abstractmethod
    def faults(self, root: Path, told: Told) -> list[str]:
        """What is wrong with what is there, each in a sentence."""

    def again(self, root: Path) -> list[str]:
        """Do it again, and tell what is wrong then, or left over."""
        told = Told()
        self.act(root, Disk(), told.receive)
        return self.faults(root, told) + left_over(root)


class Ingest(Scenario):
    """Reports are added one by one, and indexed after each."""

    name = "add and index"

    def act(self, root: Path, disk: Disk, tell: Tell) -> None:
        for number in range(1, REPORTS + 1):
            tell("reports", add(root / "home", number, disk=disk))
            tell("generations", index(root / "home", disk=disk))

    def faults(self, root: Path, told: Told) -> list[str]:
        home = root / "home"
        return faults_of_library(home, told) + faults_of_index(home, told)


class Rebuild(Scenario):
    """A damaged generation is built again, under its own name."""

    name = "index a damaged index"

    def prepare(self, root: Path) -> None:
        super().prepare(root)
        add(root / "home", 1)
        name = index(root / "home")
        [file] = (root / "home" / "generations" / name).glob("*window_vectors.npy")
        content = file.read_bytes()
        file.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))

    def act(self, root: Path, disk: Disk, tell: Tell) -> None:
        tell("generations", index(root / "home", disk=disk))

    def faults(self, root: Path, told: Told) -> list[str]:
        home = root / "home"
        faults = faults_of_library(home, Told(reports=["report-1"]))
        if told.generations:
            return faults + faults_of_index(home, told)
        try:  # damaged as before, which is told, or whole
            found = answers(home)
        except RapporteurError:
            return faults
        is_right = found == expected().answers[expected().names[0]]
        return faults if is_right else [*faults, "a damaged index answers"]


class BackUp(Scenario):
    """A home is backed up."""

    def __init__(self, target: str) -> None:
        self.name = f"back up to {target}"
        self._target = target

    def prepare(self, root: Path) -> None:
        super().prepare(root)
        add(root / "home", 1)
        index(root / "home")

    def act(self, root: Path, disk: Disk, tell: Tell) -> None:
        back_up(root / "home", root / self._target, disk=disk)
        tell("others", self._target)

    def faults(self, root: Path, told: Told) -> list[str]:
        faults = _unlike_home(root / "home", reports=1)
        if not (root / self._target).exists():
            return [*faults, "the backup was acknowledged and is lost"] if told.others else faults
        with_copy = root / "restored"
        try:
            restore_backup(root / self._target, with_copy)
            return faults + _unlike_home(with_copy, reports=1)
        except RapporteurError as error:
            return [*faults, str(error)]
        finally:
            shutil.rmtree(with_copy, ignore_errors=True)

    def again(self, root: Path) -> list[str]:
        target = root / self._target
        if target.is_dir():
            shutil.rmtree(target)
        target.unlink(missing_ok=True)
        return super().again(root)


class Restore(Scenario):
    """A backup is restored, over a home that has other reports or where there is none."""

    def __init__(self, *, replaces: bool) -> None:
        self.name = "restore over a home" if replaces else "restore"
        self._replaces = replaces

    def prepare(self, root: Path) -> None:
        super().prepare(root)
        for number in (1, 2):
            add(root / "source", number)
        index(root / "source")
        back_up(root / "source", root / "backup")
        shutil.rmtree(root / "source")
        if self._replaces:
            add(root / "home", 1)
            index(root / "home")

    def act(self, root: Path, disk: Disk, tell: Tell) -> None:
        restore_backup(root / "backup", root / "home", replaces=True, disk=disk)
        tell("others", "restored")

    def faults(self, root: Path, told: Told) -> list[str]:
        new = _unlike_home(root / "home", reports=2)
        if told.others or not new:
            return new
        if not self._replaces:
            return ["half a home"] if (root / "home").exists() else []
        return _unlike_home(root / "home", reports=1)


class Say(Scenario):
    """Readers say what they think of answers."""

    name = "keep feedback"
    _LINES = 4

    def prepare(self, root: Path) -> None:
        (root / "home").mkdir(parents=True)

    def act(self, root: Path, disk: Disk, tell: Tell) -> None:
        for number in range(self._LINES):
            keep_feedback(root / "home", _feedback(number), disk=disk)
            tell("others", f"question {number}")

    def faults(self, root: Path, told: Told) -> list[str]:
        path = feedback_path(root / "home")
        lines = path.read_text("utf-8").split("\n")[:-1] if path.exists() else []
        try:
            kept = [json.loads(line)["question"] for line in lines]
        except ValueError:
            return ["a line of feedback is broken"]
        return [f"{each} was acknowledged and is lost" for each in told.others if each not in kept]


def scenarios(beginning: str = "") -> tuple[Scenario, ...]:
    """Everything that has durable effects, of which the name begins so."""
    every = (
        Ingest(),
        Rebuild(),
        BackUp("backup"),
        BackUp("backup.tar"),
        Restore(replaces=False),
        Restore(replaces=True),
        Say(),
    )
    return tuple(scenario for scenario in every if scenario.name.startswith(beginning))


def _unlike_home(home: Path, *, reports: int) -> list[str]:
    """What is wrong with a home that should have the first reports, indexed."""
    told = Told(
        reports=[f"report-{number}" for number in range(1, reports + 1)],
        generations=[expected().names[reports - 1]],
    )
    faults = faults_of_library(home, told) + faults_of_index(home, told)
    if faults:
        return faults
    is_right = current_generation(home) == expected().names[reports - 1]
    held = sum(1 for _ in Library(home, read_only=True).headers())
    return [] if is_right and held == reports else ["the home is another"]


def _feedback(number: int) -> Feedback:
    return Feedback(
        verdict=Verdict.USEFUL,
        question=f"question {number}",
        history=(),
        query=f"question {number}",
        answered=True,
        shown=(),
        generation="",
    )
