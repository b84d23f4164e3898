"""Two rankers or answerers on the same queries: by how much they differ, and how surely."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

import numpy as np

from eval.datasets import Qrels, Run
from eval.measures import STANDARD, Values, measure
from eval.significance import Estimate, holm, mean_of, paired_randomisation
from eval.systems import is_baseline
from eval.trials import Trial, best_value

SIGNIFICANT = 0.05  # p after Holm's correction below which a difference is starred


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A measure of two systems over the same queries.

    ``difference`` is second minus first, with the interval of the paired differences; ``p`` is
    of the paired randomisation test, ``p_holm`` the same adjusted for all that is compared.
    """

    first: float | None
    second: float | None
    difference: Estimate
    p: float
    p_holm: float

    @property
    def is_significant(self) -> bool:
        """Whether the difference is more than chance, after the correction."""
        return self.p_holm < SIGNIFICANT


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemComparison:
    """A system against a reference on one set; ``comparison`` is the system minus it.

    ``is_best`` tells the reference with the best value of this measure on this set, the first
    named of equals.
    """

    measure: str
    set_name: str
    system: str
    reference: str
    is_best: bool
    comparison: Comparison


def compare_runs(
    qrels: Qrels, runs: tuple[Run, Run], *, names: Sequence[str] = STANDARD
) -> Mapping[str, Comparison]:
    """Compare two runs, the first and the second, by each measure over all queries of ``qrels``."""
    first, second = (measure(qrels, run, names=names) for run in runs)
    return compare_values(first, second, names=names)


def compare_values(
    first: Values, second: Values, *, names: Sequence[str]
) -> Mapping[str, Comparison]:
    """Compare by each measure, over the queries of which both have a value of it.

    p values are adjusted for the number of measures.
    """
    compared = [_compare(first[name], second[name]) for name in names]
    adjusted = holm([each.p for each in compared])
    return {
        name: replace(each, p_holm=p_holm)
        for name, each, p_holm in zip(names, compared, adjusted, strict=True)
    }


def compare_trials(
    trials: Sequence[Trial], *, names: Iterable[str]
) -> tuple[SystemComparison, ...]:
    """Compare systems with references, on every set and by each measure.

    The references are the built-in baselines; where there are none, or nothing else, the first
    system. For each measure the p values are adjusted for all sets, systems and references.
    """
    compared: list[SystemComparison] = []
    for name in names:
        family = list(_family(trials, name))
        adjusted = holm([each.comparison.p for each in family])
        compared.extend(
            replace(each, comparison=replace(each.comparison, p_holm=p_holm))
            for each, p_holm in zip(family, adjusted, strict=True)
        )
    return tuple(compared)


def comparison_json(comparison: Comparison) -> dict[str, float | int | None]:
    """A comparison in the form of a measure: ``value``, ``low`` and ``high`` of the difference."""
    return {
        "value": comparison.difference.value,
        "low": comparison.difference.low,
        "high": comparison.difference.high,
        "count": comparison.difference.count,
        "first": comparison.first,
        "second": comparison.second,
        "p": comparison.p,
        "p_holm": comparison.p_holm,
    }


def system_comparison_json(each: SystemComparison) -> dict[str, Any]:
    """A comparison of systems: what was compared, then the comparison; "first" is the reference."""
    return {
        "measure": each.measure,
        "set": each.set_name,
        "system": each.system,
        "reference": each.reference,
        "is_best_reference": each.is_best,
        **comparison_json(each.comparison),
    }


def _compare(first: Mapping[str, float], second: Mapping[str, float]) -> Comparison:
    shared = [query_id for query_id in first if query_id in second]
    before, after = ([values[query_id] for query_id in shared] for values in (first, second))
    p = paired_randomisation(before, after)
    return Comparison(
        first=_mean(before),
        second=_mean(after),
        difference=mean_of([b - a for a, b in zip(before, after, strict=True)]),
        p=p,
        p_holm=p,
    )


def _family(trials: Sequence[Trial], name: str) -> Iterator[SystemComparison]:
    for set_name, of_set in groupby(trials, key=lambda trial: trial.set_name):
        measured = [trial for trial in of_set if trial.values(name)]
        references = _references(measured)
        values = {trial.system: trial.measures[name].value for trial in references}
        best = best_value(values.values(), name)
        leader = next((told for told, value in values.items() if value == best), None)
        told = {reference.system for reference in references}
        for trial in measured:
            for reference in () if trial.system in told else references:
                if not is_paired(reference, trial, name):
                    continue
                yield SystemComparison(
                    measure=name,
                    set_name=set_name,
                    system=trial.system,
                    reference=reference.system,
                    is_best=reference.system == leader,
                    comparison=_compare(reference.values(name), trial.values(name)),
                )


def is_paired(first: Trial, second: Trial, measure: str) -> bool:
    """Whether a measure is over the same questions in both, so that they can be compared.

    One over what a system answered, such as the precision of its abstentions, seldom is.
    """
    values = first.values(measure)
    return bool(values) and values.keys() == second.values(measure).keys()


def _references(trials: Sequence[Trial]) -> Sequence[Trial]:
    baselines = [trial for trial in trials if is_baseline(trial.system)]
    is_apart = 0 < len(baselines) < len(trials)
    return baselines if is_apart else trials[:1]


def _mean(values: Sequence[float]) -> float | None:
    return float(np.mean(values)) if values else None
