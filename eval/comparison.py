"""Two runs, measure by measure: by how much the second differs from the first, and how surely."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eval.datasets import Qrels, Run
from eval.measures import STANDARD, measure
from eval.significance import Estimate, holm, mean_of, paired_randomisation


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A measure of two runs over the same queries.

    ``difference`` is second minus first, with the interval of the paired differences; ``p`` is
    of the paired randomisation test, ``p_holm`` the same adjusted for the measures compared.
    """

    first: float | None
    second: float | None
    difference: Estimate
    p: float
    p_holm: float


def compare_runs(
    qrels: Qrels, runs: tuple[Run, Run], *, names: Sequence[str] = STANDARD
) -> Mapping[str, Comparison]:
    """Compare two runs, the first and the second, by each measure over all queries of ``qrels``."""
    both = [measure(qrels, run, names=names) for run in runs]
    values = {name: [list(each[name].values()) for each in both] for name in names}
    p_values = [paired_randomisation(*values[name]) for name in names]
    return {
        name: Comparison(
            first=mean_of(values[name][0]).value,
            second=mean_of(values[name][1]).value,
            difference=mean_of([b - a for a, b in zip(*values[name], strict=True)]),
            p=p,
            p_holm=p_holm,
        )
        for name, p, p_holm in zip(names, p_values, holm(p_values), strict=True)
    }


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
