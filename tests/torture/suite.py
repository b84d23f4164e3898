"""The whole suite: every goal with its trials, and the hunt for planted defects."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial

from tests.torture.damage_trials import alter_index, flip_backup, flip_index, flip_library
from tests.torture.fault_trials import fill_disks, refuse_effects, refuse_fsync
from tests.torture.homes import expected
from tests.torture.kill_trials import kill_at_points, kill_at_random, race
from tests.torture.plants import PLANTS, Plant, planted
from tests.torture.power_trials import lose_power, lose_power_after_kill
from tests.torture.sameness_trials import ask_again, build_again, read_formats
from tests.torture.server_trials import scrub_server, swap_under_load
from tests.torture.trials import HUNT, Effort, Goal, Trial

TRIALS: Mapping[str, Goal] = {
    goal.__name__: goal
    for goal in (
        kill_at_random,
        kill_at_points,
        lose_power,
        lose_power_after_kill,
        refuse_effects,
        fill_disks,
        refuse_fsync,
        flip_index,
        alter_index,
        flip_library,
        flip_backup,
        scrub_server,
        swap_under_load,
        race,
        build_again,
        ask_again,
        read_formats,
    )
}
_IN_PROCESSES = {"kill_at_random": kill_at_random, "kill_at_points": kill_at_points, "race": race}


@dataclass(frozen=True, slots=True, kw_only=True)
class Hunt:
    """A planted defect, and by what it was found; None where it was not."""

    plant: Plant
    found: str | None


def hunt(plant: Plant) -> Hunt:
    """Plant a defect, and try what must find it until something fails.

    Raises:
        ValueError: the line that the plant alters is not there.
    """
    expected()  # made by sound code
    plant.code()
    effort = replace(HUNT, only=plant.only)
    trial = TRIALS[plant.trial]
    if plant.trial in _IN_PROCESSES:
        trial = partial(_IN_PROCESSES[plant.trial], plant=plant)
    try:
        with planted(None if plant.trial in _IN_PROCESSES else plant):
            failures: Sequence[str] = trial(effort).failures
    except Exception as error:  # a defect may break a trial as well as fail it
        failures = [repr(error)]
    return Hunt(plant=plant, found=failures[0] if failures else None)


def markdown(trials: Sequence[Trial], hunts: Sequence[Hunt]) -> str:
    """The table of the durability, and that of the planted defects."""
    lines = ["| goal | what was tried | runs | failures | seconds |", "|---|---|---|---|---|"]
    lines += [
        f"| {trial.goal} | {_what(trial)} | {trial.runs:,} | {len(trial.failures)} "
        f"| {trial.seconds:.0f} |"
        for trial in trials
    ]
    found = sum(each.found is not None for each in hunts)
    lines += ["", f"Planted defects found: {found} of {len(hunts)}.", ""]
    lines += ["| planted defect | where | found by |", "|---|---|---|"]
    for each in hunts:
        by = each.plant.trial if each.found else "**nothing**"
        lines.append(f"| {each.plant.what} | `{each.plant.place}` | {by} |")
    return "\n".join(lines) + "\n"


def as_json(trials: Sequence[Trial], hunts: Sequence[Hunt]) -> dict[str, object]:
    """The same as data, with every failure."""
    return {
        "trials": [asdict(trial) for trial in trials],
        "plants": [{**asdict(each.plant), "found": each.found} for each in hunts],
    }


def play(
    effort: Effort, *, names: Sequence[str], tell: Callable[[str], None]
) -> tuple[list[Trial], list[Hunt]]:
    """Run trials and, with "plants" among the names, the hunt; tell what came of each."""
    trials: list[Trial] = []
    for name, goal in TRIALS.items():
        if name in names:
            trials.append(goal(effort))
            tell(
                f"{trials[-1].goal} {name}: {trials[-1].runs:,}, {len(trials[-1].failures)} failed"
            )
    hunts: list[Hunt] = []
    for plant in PLANTS if "plants" in names else ():
        hunts.append(hunt(plant))
        tell(f"{'found' if hunts[-1].found else 'NOT FOUND'}: {plant.what}")
    return trials, hunts


def _what(trial: Trial) -> str:
    notes = "".join(
        f"; {name.replace('-', ' ')} {value:.3g}" for name, value in trial.notes.items()
    )
    return trial.what + notes
