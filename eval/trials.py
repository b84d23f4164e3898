"""Trials: one system on one judged set, with what it did on every query.

A trial is what is compared, printed, kept and drawn; one that was kept is read back as it was.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.datasets import Qrels, Run
from eval.significance import Estimate
from service import SettingsError

JsonObject = Mapping[str, Any]

LESS_IS_BETTER = frozenset({"wrong-report@1", "refused-answerable", "AURC", "ECE"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A system on a set: its evaluation in the contract's form, and every query of it.

    ``lines`` has an object a query, in the order of the set, with its "id" and its "measures"; a
    measure that says nothing of a query is absent there. ``run`` and ``qrels`` are those of a
    benchmark; a question set has none.
    """

    set_name: str
    system: str
    evaluation: JsonObject
    lines: Sequence[JsonObject]
    run: Run | None = None
    qrels: Qrels | None = None

    @property
    def measures(self) -> Mapping[str, Estimate]:
        """The measures over all queries."""
        return _estimates(self.evaluation["measures"])

    @property
    def types(self) -> Mapping[str, Mapping[str, Estimate]]:
        """The measures of each type of question; none for a benchmark."""
        return {name: _estimates(told) for name, told in self.evaluation.get("types", {}).items()}

    @property
    def manifest(self) -> JsonObject:
        """What was measured, and how."""
        manifest: JsonObject = self.evaluation["manifest"]
        return manifest

    def values(self, measure: str) -> Mapping[str, float]:
        """A measure of each query that it says something of."""
        return {
            line["id"]: line["measures"][measure]
            for line in self.lines
            if measure in line.get("measures", {})
        }


def best_value(values: Iterable[float | None], measure: str) -> float | None:
    """The best of the values of a measure: the greatest, or the least where less is better."""
    told = [value for value in values if value is not None]
    if not told:
        return None
    return min(told) if measure in LESS_IS_BETTER else max(told)


def is_gain(difference: float, measure: str) -> bool:
    """Whether a difference of a measure is for the better."""
    return difference < 0 if measure in LESS_IS_BETTER else difference > 0


def set_names(sets: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """A name for each set, given its name and split: the split joins in where a name repeats.

    Raises:
        SettingsError: a set comes twice.
    """
    names = [name for name, _ in sets]
    told = [name if names.count(name) == 1 else f"{name}-{split}" for name, split in sets]
    twice = next((name for name in told if told.count(name) > 1), None)
    if twice is not None:
        raise SettingsError(f'set "{twice}" comes twice; every set is measured once')
    return tuple(told)


def refuse_several(path: Path | None, *, option: str, trials: int) -> None:
    """Check that an option that writes one file is given for one trial.

    Raises:
        SettingsError: there are several.
    """
    if path is not None and trials > 1:
        raise SettingsError(f"{option} is of one set and system, not of {trials}; take --keep")


def _estimates(told: Mapping[str, JsonObject]) -> Mapping[str, Estimate]:
    return {name: Estimate(**each) for name, each in told.items()}
