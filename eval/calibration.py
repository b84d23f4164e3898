"""Fit the confidence model: the weights of ``service/confidence.toml``, and what they are worth.

Examples are judged questions, each asked of the whole library and of its own report. Logistic
regression with an L2 penalty. Answerable and unanswerable questions are weighed to stated
shares, so that a confidence is a probability for a reader whose questions are answerable that
often. What a fit is worth is measured on confidences held out: that of a question comes from a
model that saw no question about its report.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from eval.confidence_areas import roc_area
from eval.confidence_curves import ANSWERED, calibration_error, refused_at_answered
from eval.evaluation import Evaluation, Manifest
from eval.judging import ids_of, reports_by_name
from eval.near_misses import answering_places, placed_paragraphs
from eval.questions import EXACT_TYPES, JudgedQuestion
from eval.significance import Estimate, mean_of
from service import Assistant, Features, JudgementsUnreadable, Receipt, Scope

FEATURES = tuple(field.name for field in fields(Features))
UNANSWERABLE = 0.1  # share of a reader's questions; that of both development sets
_PENALTY = 0.05  # on the sum of squared weights; keeps a rare feature from running away

Matrix = npt.NDArray[np.float64]
Marks = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """What was measured of a question, and whether its passages can answer it.

    ``report_id`` is the report that the question is about; ``is_scoped`` when it was asked of
    that report alone, ``is_near_miss`` when of a library without the paragraphs that answer.
    """

    features: Features
    is_answerable: bool
    set_name: str
    report_id: str
    is_scoped: bool = False
    is_near_miss: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """A fitted model, the numbers that it was fitted on, and the threshold that goes with it."""

    intercept: float
    weights: dict[str, float]
    answerable: int
    unanswerable: int
    min_confidence: float


def examples_of(
    assistant: Assistant, asked: Iterable[tuple[str, JudgedQuestion]]
) -> Iterator[Example]:
    """Measure each question that takes the road of retrieval, in both scopes and as a near miss.

    ``asked`` are the questions, each after the name of its set.
    """
    names, placed = reports_by_name(assistant.reports()), placed_paragraphs(assistant)
    for set_name, question in asked:
        if question.type in EXACT_TYPES:
            continue
        report_id = _report_of(assistant, question, names)
        measure = partial(assistant.features, question.question, history=question.history)
        example = partial(Example, set_name=set_name, report_id=report_id)
        kind = question.is_answerable
        if features := measure():
            yield example(features=features, is_answerable=kind)
        if features := measure(scope=Scope(report_id=report_id)):
            yield example(features=features, is_answerable=kind, is_scoped=True)
        without = answering_places(question, placed, names)
        if without and (features := measure(without=without)):
            yield example(features=features, is_answerable=False, is_near_miss=True)


def fit(examples: Sequence[Example], held_out: Sequence[float]) -> Fit:
    """Fit the model on all examples but near misses; the same examples give the same numbers.

    ``held_out`` are their confidences from ``hold_out``, which choose the threshold.

    Raises:
        JudgementsUnreadable: the examples are all answerable, or all unanswerable.
    """
    known = [example for example in examples if not example.is_near_miss]
    is_answerable = _marks(known)
    solution = _solve(_values(known), is_answerable)
    return Fit(
        intercept=round(float(solution[0]), 3),
        weights={n: round(float(w), 3) for n, w in zip(FEATURES, solution[1:], strict=True)},
        answerable=int(is_answerable.sum()),
        unanswerable=int((~is_answerable).sum()),
        min_confidence=threshold_of(examples, held_out),
    )


def hold_out(examples: Sequence[Example]) -> tuple[float, ...]:
    """The confidence in each example by a model fitted on those about other reports.

    Near misses are judged and never fitted on.

    Raises:
        JudgementsUnreadable: without one of the reports the examples are all of one kind.
    """
    values, is_answerable = _values(examples), _marks(examples)
    reports = np.array([example.report_id for example in examples])
    is_known = np.array([not example.is_near_miss for example in examples])
    confidences = np.empty(len(examples))
    for report_id in np.unique(reports):
        own = reports == report_id
        others = is_known & ~own
        solution = _solve(values[others], is_answerable[others])
        confidences[own] = 1 / (1 + np.exp(-(solution[0] + values[own] @ solution[1:])))
    return tuple(confidences.tolist())


def threshold_of(
    examples: Sequence[Example], confidences: Sequence[float], *, answered: float = ANSWERED
) -> float:
    """The greatest confidence, in hundredths, with which every set answers its share.

    The share is of the answerable questions that are asked of the whole library.
    """
    reached = []
    for name in dict.fromkeys(example.set_name for example in examples):
        found = sorted(
            confidence
            for example, confidence in zip(examples, confidences, strict=True)
            if example.set_name == name and example.is_answerable and not example.is_scoped
        )
        if found:
            reached.append(found[math.floor((1 - answered) * len(found) + 1e-9)])
    return math.floor(min(reached, default=0.0) * 100) / 100


def evaluate_fit(
    examples: Sequence[Example],
    confidences: Sequence[float],
    fitted: Fit,
    *,
    files: Mapping[str, str],
    receipt: Receipt,
) -> Evaluation:
    """What held-out confidences are worth: over all sets, over each, and in two other lights.

    Those are each set within its reports, and its near misses against its answerable questions,
    which have no calibration error: a reader asks few of them.
    """
    pairs = tuple(zip(examples, confidences, strict=True))
    plain = [pair for pair in pairs if not pair[0].is_scoped and not pair[0].is_near_miss]
    groups = {}
    for name in dict.fromkeys(example.set_name for example in examples):
        own = [pair for pair in pairs if pair[0].set_name == name]
        scoped = [pair for pair in own if pair[0].is_scoped]
        misses = [pair for pair in own if pair[0].is_near_miss]
        groups[name] = [pair for pair in plain if pair[0].set_name == name]
        groups[f"{name}, within its reports"] = scoped
        answerable = [pair for pair in groups[name] if pair[0].is_answerable]
        groups[f"{name}, answers taken away"] = [*answerable, *misses] if misses else []
    return Evaluation(
        measures=_measures(plain, fitted.min_confidence),
        manifest=Manifest(
            dataset="confidence",
            files=files,
            questions=len(plain),
            settings={"unanswerable_share": UNANSWERABLE, "fit": asdict(fitted)},
            receipt=receipt,
        ),
        grouping="files",
        groups={
            name: _measures(group, fitted.min_confidence) for name, group in groups.items() if group
        },
    )


def write_fit(path: Path, fitted: Fit, *, command: str) -> None:
    """Write a fit in the form of ``service/confidence.toml``."""
    lines = [
        "# The confidence model: 1 / (1 + exp(-(intercept + sum of weight times feature))).",
        f"# Fitted on {fitted.answerable} answerable and {fitted.unanswerable} other examples,",
        f"# weighed as if {UNANSWERABLE:.0%} of all questions could not be answered, by",
        f"#   {command}",
        "# min_confidence is the greatest with which, held out, every set of these answers nine",
        "# tenths of its answerable questions.",
        f"min_confidence = {fitted.min_confidence}",
        f"intercept = {fitted.intercept}",
        "",
        "[weights]",
        *(f"{name} = {weight}" for name, weight in fitted.weights.items()),
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _measures(
    group: Sequence[tuple[Example, float]], min_confidence: float
) -> Mapping[str, Estimate]:
    confidences = [confidence for _, confidence in group]
    is_answerable = [example.is_answerable for example, _ in group]
    is_natural = not any(example.is_near_miss for example, _ in group)
    refused: dict[bool, list[float]] = {True: [], False: []}
    for example, confidence in group:
        refused[example.is_answerable].append(float(confidence < min_confidence))
    return {
        "AUROC": roc_area(confidences, is_answerable),
        "refused-at-90": refused_at_answered(confidences, is_answerable),
        **({"ECE": calibration_error(confidences, is_answerable)} if is_natural else {}),
        "refused-unanswerable": mean_of(refused[False]),
        "refused-answerable": mean_of(refused[True]),
    }


def _values(examples: Sequence[Example]) -> Matrix:
    return np.array([[asdict(e.features)[name] for name in FEATURES] for e in examples])  # (n, f)


def _marks(examples: Sequence[Example]) -> Marks:
    return np.array([example.is_answerable for example in examples], dtype=np.bool_)


def _solve(values: Matrix, is_answerable: Marks) -> Matrix:
    """The intercept, then the weights, that minimise the penalised negative log likelihood."""
    if not is_answerable.size or is_answerable.all() or not is_answerable.any():
        raise JudgementsUnreadable(
            "fitting needs answerable and unanswerable questions about more than one report"
        )
    share = is_answerable.mean()
    weights = np.where(is_answerable, (1 - UNANSWERABLE) / share, UNANSWERABLE / (1 - share))
    signs = np.where(is_answerable, 1.0, -1.0)

    def loss(solution: Matrix) -> tuple[float, Matrix]:
        margins = signs * (solution[0] + values @ solution[1:])
        slopes = -signs * weights / (1 + np.exp(np.clip(margins, -50, 50)))
        gradient = np.concatenate(([slopes.sum()], values.T @ slopes))
        gradient[1:] += 2 * _PENALTY * solution[1:]
        penalty = _PENALTY * float(solution[1:] @ solution[1:])
        return float(weights @ np.logaddexp(0, -margins)) + penalty, gradient

    found = minimize(loss, np.zeros(values.shape[1] + 1), jac=True, method="L-BFGS-B")
    solution: Matrix = found.x
    return solution


def _report_of(
    assistant: Assistant, question: JudgedQuestion, names: Mapping[str, frozenset[str]]
) -> str:
    """The report that a question is about: the judged one, else the nearest one."""
    named = question.targets[0].report
    judged = ids_of(named, names) if named and question.is_answerable else frozenset[str]()
    if judged:
        return min(judged)
    nearest = assistant.search(question.question, depth=1)
    return nearest[0].report_id if nearest else assistant.reports()[0].report_id
