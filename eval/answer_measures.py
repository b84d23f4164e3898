"""Measures over judged answers: finding, quoting, citing, and knowing when to abstain.

Every measure names the questions that it is over. Where there are none it has no value, which
is neither 0 nor 1. ``paras`` empty makes a question unanswerable, whatever its type.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TypeAlias

from eval.confidence_areas import risk_coverage_area, roc_area
from eval.evaluation import Evaluation, Manifest, hashes_of
from eval.judging import LIMIT, SHOWN, JudgedAnswer
from eval.significance import Estimate, mean_of, ratio_of
from service import Receipt

COLUMNS = (
    "success@1",
    "success@3",
    "RR@10",
    "quote-hit",
    "answered-success@1",
    "abstention-recall",
)

Judged: TypeAlias = Sequence[JudgedAnswer]


def evaluate_answers(judged: Judged, *, file: Path, receipt: Receipt) -> Evaluation:
    """Every measure, over all questions of a file and over each type of them."""
    manifest = Manifest(
        dataset=file.stem,
        files=hashes_of([file]),
        questions=len(judged),
        settings={"limit": LIMIT, "shown": SHOWN},
        receipt=receipt,
    )
    return Evaluation(
        measures=measure_answers(judged),
        manifest=manifest,
        grouping="types",
        groups=measure_types(judged),
    )


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


def success(judged: Judged, *, cutoff: int) -> Estimate:
    """Answerable questions with a right passage among the first ``cutoff``, answered or not."""
    return mean_of([one.succeeds(cutoff) for one in _answerable(judged)])


def answered_success(judged: Judged) -> Estimate:
    """``success@1`` where an abstention is a failure."""
    return mean_of([one.answer.answered and one.succeeds(1) for one in _answerable(judged)])


def reciprocal_rank(judged: Judged) -> Estimate:
    """Mean of 1 / rank of the first right passage within ten, else 0; answerable questions."""
    return mean_of([_reciprocal_rank(one) for one in _answerable(judged)])


def quote_hit(judged: Judged) -> Estimate:
    """Answerable questions whose every answer substring lies in a highlight shown.

    Highlights of all passages shown, right or not, answered or not; over the questions that
    list answer substrings.
    """
    return mean_of([one.quotes(one.shown) for one in _quotable(judged)])


def quote_hit_first(judged: Judged) -> Estimate:
    """``quote-hit`` by the first passage alone; over questions that list one paragraph."""
    return mean_of(
        [
            one.quotes(one.answer.passages[:1])
            for one in _quotable(judged)
            if len(one.question.targets[0].numbers) == 1
        ]
    )


def citation_precision(judged: Judged) -> Estimate:
    """The share of right passages among all that answers cite: ``Σ right / Σ cited``.

    A passage is cited when it is shown in an answer that is no abstention. Answers to
    unanswerable questions count: all that they cite is wrong. Judgements name the paragraphs
    that answer, so a passage that only helps counts as wrong.
    """
    answered = [one for one in judged if one.answer.answered]
    right = [sum(one.is_right[: len(one.shown)]) for one in answered]
    return ratio_of(right, [len(one.shown) for one in answered])


def first_citation_precision(judged: Judged) -> Estimate:
    """The share of answers, to any question, whose first passage is right."""
    return mean_of([one.succeeds(1) for one in judged if one.answer.answered])


def lookup_success(judged: Judged) -> Estimate:
    """Answerable questions of type "lookup" that open the listed paragraphs and no other."""
    return mean_of(
        [one.opens_exactly for one in _answerable(judged) if one.question.type == "lookup"]
    )


def quotation_success(judged: Judged) -> Estimate:
    """Answerable questions of type "quotation" that are answered with a right first passage."""
    return mean_of(
        [
            one.answer.answered and one.succeeds(1)
            for one in _answerable(judged)
            if one.question.type == "quotation"
        ]
    )


def abstention_precision(judged: Judged) -> Estimate:
    """The share of abstentions that met an unanswerable question."""
    return mean_of([not one.question.is_answerable for one in judged if not one.answer.answered])


def abstention_recall(judged: Judged) -> Estimate:
    """The share of unanswerable questions that met an abstention."""
    return mean_of([not one.answer.answered for one in judged if not one.question.is_answerable])


def refused_answerable(judged: Judged) -> Estimate:
    """The share of answerable questions that met an abstention; less is better."""
    return mean_of([not one.answer.answered for one in _answerable(judged)])


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


MEASURES: Mapping[str, Callable[[Judged], Estimate]] = {
    "success@1": partial(success, cutoff=1),
    "success@3": partial(success, cutoff=3),
    "RR@10": reciprocal_rank,
    "answered-success@1": answered_success,
    "quote-hit": quote_hit,
    "quote-hit@1": quote_hit_first,
    "citation-precision": citation_precision,
    "citation-precision@1": first_citation_precision,
    "lookup-success": lookup_success,
    "quotation-success": quotation_success,
    "abstention-precision": abstention_precision,
    "abstention-recall": abstention_recall,
    "refused-answerable": refused_answerable,
    "AUROC": confidence_auroc,
    "AURC": confidence_aurc,
}


def _answerable(judged: Judged) -> Judged:
    return [one for one in judged if one.question.is_answerable]


def _quotable(judged: Judged) -> Judged:
    return [one for one in _answerable(judged) if one.question.answers]


def _reciprocal_rank(one: JudgedAnswer) -> float:
    return 0.0 if one.first_right is None else 1 / one.first_right
