"""Measures over judged answers: finding, quoting, citing, and knowing when to abstain.

Every measure names the questions that it is over. Where there are none it has no value, which
is neither 0 nor 1. ``paras`` empty makes a question unanswerable, whatever its type.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TypeAlias

from eval.answer_values import VALUES, Value
from eval.confidence_areas import risk_coverage_area, roc_area
from eval.confidence_curves import calibration_error, refused_at_answered
from eval.judging import JudgedAnswer
from eval.significance import Estimate, mean_of, ratio_of

COLUMNS = (
    "success@1",
    "success@3",
    "nDCG@10",
    "quote-hit",
    "highlight-F1",
    "answered-success@1",
    "abstention-recall",
)

Judged: TypeAlias = Sequence[JudgedAnswer]


def measure_answers(judged: Judged) -> Mapping[str, Estimate]:
    """Every measure of this module, by name."""
    return {name: estimate(judged) for name, estimate in MEASURES.items()}


def measure_types(judged: Judged) -> Mapping[str, Mapping[str, Estimate]]:
    """The measures of each type of question, types in order of first appearance."""
    types = dict.fromkeys(one.question.type for one in judged)
    return {
        kind: measure_answers([one for one in judged if one.question.type == kind])
        for kind in types
    }


def mean_value(judged: Judged, *, of: Value) -> Estimate:
    """The mean of a value over the questions that have it."""
    return mean_of([value for one in judged if (value := of(one)) is not None])


def citation_precision(judged: Judged) -> Estimate:
    """The share of right passages among all that answers cite: ``Σ right / Σ cited``.

    A passage is cited when it is shown in an answer that is no abstention. Answers to
    unanswerable questions count: all that they cite is wrong. Judgements name the paragraphs
    that answer, so a passage that only helps counts as wrong.
    """
    answered = [one for one in judged if one.answer.answered]
    right = [sum(one.is_right[: len(one.shown)]) for one in answered]
    return ratio_of(right, [len(one.shown) for one in answered])


def confidence_auroc(judged: Judged) -> Estimate:
    """The area under the ROC of confidence: answerable against unanswerable questions."""
    confidences = [one.answer.confidence for one in judged]
    return roc_area(confidences, [one.question.is_answerable for one in judged])


def confidence_aurc(judged: Judged) -> Estimate:
    """The area under the risk-coverage curve of confidence, over all questions.

    Wrong: the first passage is not right, as it never is on an unanswerable question.
    """
    confidences = [one.answer.confidence for one in judged]
    return risk_coverage_area(confidences, [not one.succeeds(1) for one in judged])


def confidence_refusal(judged: Judged) -> Estimate:
    """The share of the unanswerable refused where nine tenths of the answerable are answered.

    The threshold is taken from these questions; the one of the settings has no part in it.
    """
    confidences = [one.answer.confidence for one in judged]
    return refused_at_answered(confidences, [one.question.is_answerable for one in judged])


def confidence_error(judged: Judged) -> Estimate:
    """The expected calibration error of confidence, over all questions; less is better.

    Right is a question that is answerable, whether or not its first passage is right. Questions
    are not weighted, so that the prior is the share of answerable questions in this set: a
    confidence fitted for another share (the model that ships is fitted for nine in ten) is off
    by that much where nothing else decides.
    """
    confidences = [one.answer.confidence for one in judged]
    return calibration_error(confidences, [one.question.is_answerable for one in judged])


MEASURES: Mapping[str, Callable[[Judged], Estimate]] = {
    **{name: partial(mean_value, of=value) for name, value in VALUES.items()},
    "citation-precision": citation_precision,
    "AUROC": confidence_auroc,
    "AURC": confidence_aurc,
    "refused-at-90": confidence_refusal,
    "ECE": confidence_error,
}
