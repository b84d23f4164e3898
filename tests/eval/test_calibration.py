"""Fitting the confidence model: what is held out, which threshold is chosen, what is written."""

import tomllib
from collections.abc import Sequence
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from eval.calibration import (
    FEATURES,
    UNANSWERABLE,
    Example,
    evaluate_fit,
    examples_of,
    fit,
    hold_out,
    threshold_of,
    write_fit,
)
from eval.questions import JudgedQuestion, Target
from service import Assistant, Features, JudgementsUnreadable


def example(
    cosine: float, *, is_answerable: bool, report: str = "a", name: str = "s", scoped: bool = False
) -> Example:
    values = dict.fromkeys(FEATURES, 0.0) | {"sentence_cosine": cosine}
    return Example(
        features=Features(**values),
        is_answerable=is_answerable,
        set_name=name,
        report_id=report,
        is_scoped=scoped,
    )


def two_reports(flipped: str = "") -> list[Example]:
    """Great cosines answer and small ones do not; the other way round in the flipped report."""
    return [
        example(place / 10, is_answerable=(place > 4) is (report != flipped), report=report)
        for report in ("a", "b", "c")
        for place in range(10)
    ]


def test_a_fit_tells_answerable_from_unanswerable() -> None:
    examples = two_reports()

    fitted = fit(examples, hold_out(examples))

    assert fitted.weights["sentence_cosine"] > 0
    assert (fitted.answerable, fitted.unanswerable) == (15, 15)


def test_confidences_are_on_average_the_stated_share_of_answerable_questions() -> None:
    examples = two_reports()
    fitted = fit(examples, hold_out(examples))

    values = np.array([e.features.sentence_cosine for e in examples])
    logits = fitted.intercept + fitted.weights["sentence_cosine"] * values
    shares = [1 - UNANSWERABLE if e.is_answerable else UNANSWERABLE for e in examples]

    mean = np.average(1 / (1 + np.exp(-logits)), weights=shares)
    assert mean == pytest.approx(1 - UNANSWERABLE, abs=0.01)


def test_a_report_is_judged_by_a_model_that_did_not_see_it() -> None:
    examples = two_reports(flipped="c")

    confidences = dict(zip(map(id, examples), hold_out(examples), strict=True))

    # a and b say that a great cosine answers; had the model seen c, it would waver there
    flipped = [e for e in examples if e.report_id == "c"]
    assert confidences[id(flipped[-1])] > 0.9 > confidences[id(flipped[0])]


@pytest.mark.parametrize("kinds", [(True, True), (False, False)])
def test_examples_of_one_kind_are_refused(kinds: Sequence[bool]) -> None:
    examples = [example(0.5, is_answerable=kind, report=str(kind)) for kind in kinds]

    with pytest.raises(JudgementsUnreadable, match="answerable and unanswerable"):
        hold_out(examples)


def test_the_threshold_answers_nine_tenths_of_every_set() -> None:
    easy = [example(0.5, is_answerable=True, name="easy") for _ in range(10)]
    hard = [example(0.5, is_answerable=True, name="hard") for _ in range(10)]
    confidences = [0.9] * 10 + [0.1, 0.456, *[0.8] * 8]

    # one of ten may be refused: the second least of "hard", cut to hundredths
    assert threshold_of(easy + hard, confidences) == 0.45


def test_the_threshold_heeds_neither_unanswerable_nor_scoped_questions() -> None:
    examples = [
        example(0.5, is_answerable=True),
        example(0.5, is_answerable=False),
        example(0.5, is_answerable=True, scoped=True),
    ]

    assert threshold_of(examples, [0.7, 0.1, 0.2]) == 0.7


def test_what_a_fit_is_worth_is_told_of_each_set_and_scope(assistant: Assistant) -> None:
    examples = [*two_reports(), example(0.9, is_answerable=True, scoped=True)]
    confidences = hold_out(examples)
    fitted = fit(examples, confidences)

    evaluation = evaluate_fit(examples, confidences, fitted, files={}, receipt=assistant.receipt)

    assert list(evaluation.groups) == ["s", "s, within its reports"]
    assert evaluation.measures["AUROC"].value == 1.0
    assert evaluation.measures["AUROC"].count == 30
    assert evaluation.groups["s, within its reports"]["refused-unanswerable"].value is None


def test_near_misses_are_judged_and_never_fitted_on(assistant: Assistant) -> None:
    examples = two_reports()
    misses = [replace(each, is_answerable=False, is_near_miss=True) for each in examples]

    confidences = hold_out([*examples, *misses])
    fitted = fit([*examples, *misses], confidences)
    evaluation = evaluate_fit(
        [*examples, *misses], confidences, fitted, files={}, receipt=assistant.receipt
    )

    assert confidences[: len(examples)] == hold_out(examples)
    assert fitted == fit(examples, hold_out(examples))
    assert evaluation.groups["s, answers taken away"]["refused-unanswerable"].count == len(misses)
    assert "ECE" not in evaluation.groups["s, answers taken away"]


def test_a_question_with_its_answer_is_measured_without_it_too(assistant: Assistant) -> None:
    question = JudgedQuestion(
        question_id="1",
        question="How many Purple Notices were published?",
        targets=(Target(report="report", numbers=("26",)),),
        answers=("58 Purple Notices",),
    )

    _, _, miss = examples_of(assistant, [("s", question)])

    assert miss.is_near_miss
    assert not miss.is_answerable


def test_a_question_is_measured_in_both_scopes_and_a_lookup_in_none(assistant: Assistant) -> None:
    report_id = assistant.reports()[0].report_id

    def question(numbers: tuple[str, ...], kind: str) -> JudgedQuestion:
        return JudgedQuestion(
            question_id=kind,
            question="How many Purple Notices?",
            targets=(Target(report="report", numbers=numbers),),
            type=kind,
        )

    asked = [("s", question(("26",), "number")), ("s", question(("26",), "lookup"))]
    found = tuple(examples_of(assistant, asked))

    assert [each.is_scoped for each in found] == [False, True]
    assert {each.report_id for each in found} == {report_id}


def test_a_fit_is_written_as_the_service_reads_it(tmp_path: Path) -> None:
    examples = two_reports()
    fitted = fit(examples, hold_out(examples))

    write_fit(tmp_path / "fit.toml", fitted, command="rapporteur eval fit-confidence s.jsonl")

    written = tomllib.loads((tmp_path / "fit.toml").read_text(encoding="utf-8"))
    shipped = tomllib.loads((files("service") / "confidence.toml").read_text(encoding="utf-8"))
    assert written["weights"] == fitted.weights
    assert written["min_confidence"] == fitted.min_confidence
    assert (written.keys(), written["weights"].keys()) == (
        shipped.keys(),
        shipped["weights"].keys(),
    )
