"""Trials: one system on one judged set, with what it did on every query.

A trial is what is compared, kept, printed and drawn. ``values`` holds each measure of each
query; a query of which a measure says nothing is absent from it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eval.datasets import Qrels, Run
from eval.evaluation import Evaluation
from eval.measures import Values
from service import SettingsError


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A system on a set: its evaluation, and every query of it.

    ``lines`` has an object a query, in the order of the set. ``run`` and ``qrels`` are those of
    a benchmark; a question set has none.
    """

    set_name: str
    system: str
    evaluation: Evaluation
    values: Values
    lines: Sequence[Mapping[str, Any]]
    run: Run | None = None
    qrels: Qrels | None = None


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
