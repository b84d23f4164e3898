"""Measures of retrieval by ir-measures, under the names of the literature: ``nDCG@10``, ``R@100``.

ir-measures computes each measure by the provider that knows it, and providers order equal scores
differently. Here the order is settled first: a provider sees strictly decreasing scores.
"""

import re
from collections.abc import Mapping, Sequence
from types import ModuleType
from typing import Any, TypeAlias

from eval.datasets import Qrels, Run
from eval.significance import Estimate, mean_of
from service import RapporteurError, SettingsError

STANDARD = ("nDCG@10", "R@100", "RR@10", "AP@100", "P@5", "Success@1")

_NAME = re.compile(
    r"""
    ( nDCG                                # nDCG@10
    | (R | RR | AP | P | Success)         # R@100
      (\(rel=[1-9]\d{0,3}\))? )            # P(rel=2)@5: relevance 2 and above is relevant
    @ [1-9]\d{0,4}                        # trec_eval ends the process at a cutoff of 0
    """,
    re.VERBOSE,
)

Values: TypeAlias = Mapping[str, Mapping[str, float]]
"""Measure name to query id to value."""


def check_names(names: Sequence[str]) -> tuple[str, ...]:
    """The names, each once, when all are measures.

    Raises:
        SettingsError: a name is none of nDCG, R, RR, AP, P, Success with a cutoff.
    """
    for name in names:
        _refuse_unknown(name)
    return tuple(dict.fromkeys(names))


def measure(qrels: Qrels, run: Run, *, names: Sequence[str] = STANDARD) -> Values:
    """Compute each measure for each query of ``qrels``, in their order.

    ``run`` is taken in its own order, best first; its scores are not looked at. A query that
    the run does not answer has the measure's value for an empty ranking, 0; a query of the run
    without qrels is not measured.

    Raises:
        SettingsError: a name is none of nDCG, R, RR, AP, P, Success with a cutoff.
        RapporteurError: ir-measures is not installed.
    """
    library = _ir_measures()
    measures = {_parsed(library, name): name for name in names}
    values: dict[str, dict[str, float]] = {name: dict.fromkeys(qrels, 0.0) for name in names}
    if not qrels:
        return values
    ranked = {query_id: _ranks(scores) for query_id, scores in run.items() if query_id in qrels}
    plain_qrels = {query_id: dict(judged) for query_id, judged in qrels.items()}
    for metric in library.iter_calc(list(measures), plain_qrels, ranked):
        values[measures[metric.measure]][metric.query_id] = float(metric.value)
    return values


def estimates_of(values: Values) -> Mapping[str, Estimate]:
    """The mean of each measure over the queries, with its interval."""
    return {name: mean_of(list(of_queries.values())) for name, of_queries in values.items()}


def _ir_measures() -> ModuleType:
    try:
        import ir_measures
    except ImportError as error:
        raise RapporteurError(
            'ir-measures is not installed; run "pip install rapporteur[eval]"'
        ) from error
    return ir_measures


def _parsed(library: ModuleType, name: str) -> Any:
    _refuse_unknown(name)
    return library.parse_measure(name)


def _refuse_unknown(name: str) -> None:
    if _NAME.fullmatch(name) is None:
        known = ", ".join(STANDARD)
        raise SettingsError(f'"{name}" is no measure known here; names are such as {known}')


def _ranks(scores: Mapping[str, float]) -> dict[str, float]:
    return {text_id: float(-rank) for rank, text_id in enumerate(scores)}
