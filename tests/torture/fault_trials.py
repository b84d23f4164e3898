"""D4, D5: the disk refuses every effect in turn, for every reason, and every fsync; or is full."""

import errno
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from corpus.errors import RapporteurError
from corpus.fsops import Disk
from tests.torture.disks import Counting, HookedDisk, raising
from tests.torture.homes import Told
from tests.torture.scenarios import Ingest, Scenario, scenarios
from tests.torture.trials import Effort, Trial, empty_folder, timed

_REASONS = (errno.ENOSPC, errno.EIO, errno.EDQUOT, errno.EMFILE, errno.EROFS)
_SMALLEST_KIB, _STEP_KIB, _LARGEST_KIB = 16, 16, 2_048  # of real disks that are full


def refuse_effects(effort: Effort) -> Trial:
    """Refuse the first effect, the second, ... until all pass; then do it again."""
    names = ", ".join(errno.errorcode[number] for number in _REASONS)
    what = f"every effect refused in turn, by turns with {names}"
    with timed(Trial(goal="D4", what=what, effort=effort)) as trial:
        for scenario in scenarios(effort.only):
            at = 1
            while (faults := _refuse(scenario, at=at, error=_refusal(at))) is not None:
                trial.count(faults, where=f"{scenario.name}, {_refusal(at)} at effect {at}")
                at += effort.every
    return trial


def _refusal(at: int) -> OSError:
    """The reasons take turns."""
    number = _REASONS[at % len(_REASONS)]
    return OSError(number, os.strerror(number))


def _refuse(scenario: Scenario, *, at: int, error: OSError) -> list[str] | None:
    """What is wrong after one refusal; None where there is no such effect any more."""
    counting = Counting(raising(error), at=at)
    with empty_folder() as folder:
        scenario.prepare(root := folder / "root")
        faults = _play(scenario, root, HookedDisk(counting))
        if len(counting.points) < at:
            return None
        is_late = counting.points[at - 1].startswith("after")  # what has passed may be ignored
        if faults is None:
            faults = (
                [] if is_late or _is_optional(counting.points[at - 1]) else _swallowed(scenario)
            )
        return faults + scenario.again(root)


def _swallowed(scenario: Scenario) -> list[str]:
    return [f"{scenario.name} passed though the disk refused"]


def _is_optional(point: str) -> bool:
    """Whether an effect only clears up, or has another way: it may be refused and do no harm."""
    return point.startswith(("before remove", "before link", "unsynced"))


def _play(scenario: Scenario, root: Path, disk: Disk) -> list[str] | None:
    """What is wrong after a scenario was refused; None where it went to its end."""
    told = Told()
    is_refused, faults = _was_refused(scenario, root, disk, told)
    faults += scenario.faults(root, told)
    return faults if is_refused or faults else None


def _was_refused(scenario: Scenario, root: Path, disk: Disk, told: Told) -> tuple[bool, list[str]]:
    """Whether an error ended a scenario, and what is wrong with that error."""
    try:
        scenario.act(root, disk, told.receive)
    except RapporteurError:
        return True, []
    except Exception as error:
        return True, [f"an error that nobody can read: {error!r}"]
    return False, []


def refuse_fsync(effort: Effort) -> Trial:
    """Let one fsync fail: what it should have forced to the disk is never acknowledged."""
    what = "every fsync failed in turn: never acknowledged, never tried again"
    with timed(Trial(goal="D5", what=what, effort=effort)) as trial:
        for scenario in scenarios(effort.only):
            at = 1
            while (faults := _fail_fsync(scenario, at=at)) is not None:
                trial.count(faults, where=f"{scenario.name}, fsync {at}")
                at += effort.every
    return trial


def _fail_fsync(scenario: Scenario, *, at: int) -> list[str] | None:
    told = Told()
    with empty_folder() as folder:
        scenario.prepare(root := folder / "root")
        with _failing_fsync(at) as forced:
            is_refused, faults = _was_refused(scenario, root, Disk(), told)
        if len(forced) < at:
            return None
        if not is_refused:
            faults += _swallowed(scenario)
        if forced[at - 1] in forced[at:]:
            faults += ["the same file was forced again"]
        return faults + scenario.faults(root, told) + scenario.again(root)


@contextmanager
def _failing_fsync(at: int) -> Iterator[list[int]]:
    """Fail one fsync; gives the inodes that were forced, the failed one included."""
    real = os.fsync
    forced: list[int] = []

    def fsync(descriptor: int) -> None:
        forced.append(os.fstat(descriptor).st_ino)
        if len(forced) == at:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        real(descriptor)

    os.fsync = fsync  # type: ignore[assignment]
    try:
        yield forced
    finally:
        os.fsync = real


def fill_disks(effort: Effort) -> Trial:
    """Add and index on real disks of every size up to one that has room, SQLite included."""
    what = "real disks (tmpfs) of 16 KiB to 2 MiB, filled by adding and indexing"
    with timed(Trial(goal="D4", what=what, effort=effort)) as trial:
        step = _STEP_KIB if effort.is_full else 8 * _STEP_KIB
        for size in range(_SMALLEST_KIB, _LARGEST_KIB, step):
            with empty_folder() as folder, _mounted(folder / "disk", size_kib=size) as disk:
                ingest = Ingest()
                faults = _play(ingest, disk, Disk())
                trial.count(faults or [], where=f"a disk of {size} KiB")
                if faults is None:
                    return trial
        trial.count(["no disk had room"], where="the largest")
    return trial


@contextmanager
def _mounted(folder: Path, *, size_kib: int) -> Iterator[Path]:
    folder.mkdir()
    options = ("-t", "tmpfs", "-o", f"size={size_kib}k", "rapporteur-torture", str(folder))
    subprocess.run(("mount", *options), check=True)
    try:
        yield folder
    finally:
        subprocess.run(("umount", str(folder)), check=True)
