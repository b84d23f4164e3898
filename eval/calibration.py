"""Fit the confidence model: the weights of ``service/confidence.toml``.

Examples are judged questions, each asked of the whole library and of its own report. Logistic
regression with an L2 penalty; answerable and unanswerable questions weigh the same in sum, so
that a confidence of 0.5 means "as likely as not" to a reader who expects nothing.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from eval.judging import ids_of, reports_by_name
from eval.questions import JudgedQuestion
from service import Assistant, Features, JudgementsUnreadable, Scope

FEATURES = tuple(field.name for field in fields(Features))
_PENALTY = 0.05  # on the sum of squared weights; keeps a rare feature from running away
_SPOKEN = ("lookup", "lookup-missing", "quotation")  # roads on which nothing is estimated

Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """What was measured of a question, and whether its passages can answer it."""

    features: Features
    is_answerable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """A fitted model and the numbers that it was fitted on."""

    intercept: float
    weights: dict[str, float]
    answerable: int
    unanswerable: int


def examples_of(assistant: Assistant, questions: Iterable[JudgedQuestion]) -> Iterator[Example]:
    """Measure each question that takes the road of retrieval, in both of its scopes."""
    for question in questions:
        if question.type in _SPOKEN:
            continue
        for scope in (Scope(), Scope(report_id=_report_of(assistant, question))):
            features = assistant.features(question.question, history=question.history, scope=scope)
            if features is not None:
                yield Example(features=features, is_answerable=question.is_answerable)


def fit(examples: Sequence[Example]) -> Fit:
    """Fit the model; the same examples give the same numbers.

    Raises:
        JudgementsUnreadable: the examples are all answerable, or all unanswerable.
    """
    is_answerable = np.array([example.is_answerable for example in examples])
    if is_answerable.all() or not is_answerable.any():
        raise JudgementsUnreadable("fitting needs answerable and unanswerable questions")
    values = np.array([[asdict(e.features)[name] for name in FEATURES] for e in examples])
    weights = np.where(is_answerable, 0.5 / is_answerable.mean(), 0.5 / (~is_answerable).mean())
    solution = _solve(values, is_answerable, weights)
    return Fit(
        intercept=round(float(solution[0]), 3),
        weights={n: round(float(w), 3) for n, w in zip(FEATURES, solution[1:], strict=True)},
        answerable=int(is_answerable.sum()),
        unanswerable=int((~is_answerable).sum()),
    )


def write_fit(path: Path, fitted: Fit, *, command: str) -> None:
    """Write a fit in the form of ``service/confidence.toml``."""
    lines = [
        "# The confidence model: 1 / (1 + exp(-(intercept + sum of weight times feature))).",
        f"# Fitted on {fitted.answerable} answerable and {fitted.unanswerable} other examples by",
        f"#   {command}",
        f"intercept = {fitted.intercept}",
        "",
        "[weights]",
        *(f"{name} = {weight}" for name, weight in fitted.weights.items()),
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _solve(
    values: Matrix, is_answerable: npt.NDArray[np.bool_], weights: Matrix
) -> npt.NDArray[np.float64]:
    """The intercept, then the weights, that minimise the penalised negative log likelihood."""
    signs = np.where(is_answerable, 1.0, -1.0)

    def loss(solution: Matrix) -> tuple[float, Matrix]:
        margins = signs * (solution[0] + values @ solution[1:])
        slopes = -signs * weights / (1 + np.exp(np.clip(margins, -50, 50)))
        gradient = np.concatenate(([slopes.sum()], values.T @ slopes))
        gradient[1:] += 2 * _PENALTY * solution[1:]
        penalty = _PENALTY * float(solution[1:] @ solution[1:])
        return float(weights @ np.logaddexp(0, -margins)) + penalty, gradient

    found = minimize(loss, np.zeros(values.shape[1] + 1), jac=True, method="L-BFGS-B")
    solution: npt.NDArray[np.float64] = found.x
    return solution


def _report_of(assistant: Assistant, question: JudgedQuestion) -> str:
    """The report that a question is about: the judged one, else the nearest one."""
    names = reports_by_name(assistant.reports())
    named = question.targets[0].report
    judged = ids_of(named, names) if named and question.is_answerable else frozenset[str]()
    return min(judged) if judged else assistant.search(question.question, depth=1)[0].report_id
