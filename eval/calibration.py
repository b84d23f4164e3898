"""Fit the confidence model: the weights of ``service/confidence.toml``.

Examples are judged questions, and each answerable one a second time with its paragraphs left
out of the search: what is retrieved then is a realistic near miss. Logistic regression with an
L2 penalty; answerable and unanswerable questions weigh the same in sum, so that a confidence of
0.5 means "as likely as not" to a reader who expects nothing.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from eval.judging import reports_by_name
from eval.questions import JudgedQuestion
from service import Assistant, Features, JudgementsUnreadable

FEATURES = tuple(field.name for field in fields(Features))
REMOVED_WEIGHT = 0.15  # of an example made by removal, against one that was judged
_PENALTY = 0.05  # on the sum of squared weights; keeps a rare feature from running away
_SPOKEN = ("lookup", "lookup-missing", "quotation")  # roads on which nothing is estimated

Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """What was measured of a question, and whether its passages can answer it."""

    features: Features
    is_answerable: bool
    weight: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """A fitted model and the numbers that it was fitted on."""

    intercept: float
    weights: dict[str, float]
    answerable: int
    unanswerable: int
    removed: int


def examples_of(assistant: Assistant, questions: Iterable[JudgedQuestion]) -> Iterator[Example]:
    """Measure each question that takes the road of retrieval, with and without its paragraphs."""
    for question in questions:
        if question.type in _SPOKEN:
            continue
        features = assistant.features(question.question, history=question.history)
        if features is not None:
            yield Example(features=features, is_answerable=question.is_answerable)
        removed = _judged_paragraphs(assistant, question)
        if removed:
            features = assistant.features(
                question.question, history=question.history, without=removed
            )
            if features is not None:
                yield Example(features=features, is_answerable=False, weight=REMOVED_WEIGHT)


def fit(examples: Sequence[Example]) -> Fit:
    """Fit the model; the same examples give the same numbers.

    Raises:
        JudgementsUnreadable: the examples are all answerable, or all unanswerable.
    """
    is_answerable = np.array([example.is_answerable for example in examples])
    if is_answerable.all() or not is_answerable.any():
        raise JudgementsUnreadable("fitting needs answerable and unanswerable questions")
    values = np.array([[asdict(e.features)[name] for name in FEATURES] for e in examples])
    weights = np.array([example.weight for example in examples])
    for group in (is_answerable, ~is_answerable):
        weights[group] /= 2 * weights[group].sum()
    solution = _solve(values, is_answerable, weights * len(examples))
    removed = sum(example.weight == REMOVED_WEIGHT for example in examples)
    return Fit(
        intercept=round(float(solution[0]), 3),
        weights={n: round(float(w), 3) for n, w in zip(FEATURES, solution[1:], strict=True)},
        answerable=int(is_answerable.sum()),
        unanswerable=int((~is_answerable).sum()) - removed,
        removed=removed,
    )


def write_fit(path: Path, fitted: Fit, *, command: str) -> None:
    """Write a fit in the form of ``service/confidence.toml``."""
    lines = [
        "# The confidence model: 1 / (1 + exp(-(intercept + sum of weight times feature))).",
        f"# Fitted on {fitted.answerable} answerable and {fitted.unanswerable} unanswerable",
        f"# questions, and {fitted.removed} with their paragraphs left out, by",
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


def _judged_paragraphs(
    assistant: Assistant, question: JudgedQuestion
) -> frozenset[tuple[str, str]]:
    """The report ids and addresses of all paragraphs that are judged to answer."""
    names = reports_by_name(assistant.reports())
    return frozenset(
        (report_id, paragraph.address)
        for target in question.targets
        if target.report is not None
        for report_id in names.get(target.report, ())
        for paragraph in assistant.report(report_id).paragraphs
        if paragraph.number in target.numbers
    )
