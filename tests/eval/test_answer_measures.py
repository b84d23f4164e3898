from collections.abc import Callable
from dataclasses import replace

import pytest

from eval.answer_measures import COLUMNS, MEASURES, measure_answers
from eval.judging import JudgedAnswer, judge
from eval.questions import JudgedQuestion, Target
from service import Answer, Passage

JudgedOf = Callable[..., JudgedAnswer]


@pytest.fixture
def four(judged_of: JudgedOf) -> list[JudgedAnswer]:
    """Right first; right third, but abstained; answered though unanswerable; abstained rightly."""
    return [
        judged_of(["1"], ["1", "2"], confidence=0.9),
        judged_of(["3"], ["1", "2", "3"], answered=False, confidence=0.3),
        judged_of([], ["1", "2"], confidence=0.6),
        judged_of([], ["1"], answered=False, confidence=0.1),
    ]


def test_success_is_over_answerable_questions_answered_or_not(four: list[JudgedAnswer]) -> None:
    assert MEASURES["success@1"](four).value == 1 / 2
    assert MEASURES["success@3"](four).value == 1.0
    assert MEASURES["success@1"](four).count == 2


def test_reciprocal_rank_by_hand(four: list[JudgedAnswer]) -> None:
    assert MEASURES["RR@10"](four).value == pytest.approx((1 + 1 / 3) / 2)


def test_an_abstention_is_a_failure_only_of_answered_success(judged_of: JudgedOf) -> None:
    judged = [judged_of(["1"], ["1"], answered=False)]

    assert (MEASURES["success@1"](judged).value, MEASURES["answered-success@1"](judged).value) == (
        1.0,
        0.0,
    )


def test_citation_precision_is_over_all_passages_of_all_answers(four: list[JudgedAnswer]) -> None:
    assert MEASURES["citation-precision"](four).value == 1 / 4
    assert MEASURES["citation-precision@1"](four).value == 1 / 2


def test_citation_precision_counts_what_is_shown(judged_of: JudgedOf) -> None:
    judged = [judged_of(["1", "6"], ["1", "2", "3", "4", "5", "6"])]

    assert MEASURES["citation-precision"](judged).value == 1 / 5


def test_abstention_by_hand(four: list[JudgedAnswer], judged_of: JudgedOf) -> None:
    five = [*four, judged_of(["1"], ["1"])]

    assert MEASURES["abstention-precision"](five).value == 1 / 2
    assert MEASURES["abstention-recall"](five).value == 1 / 2
    assert MEASURES["refused-answerable"](five).value == pytest.approx(1 / 3)


def test_confidence_by_hand(four: list[JudgedAnswer]) -> None:
    # answerable .9 and .3 against .6 and .1: three pairs of four; risks 0, 1/2, 2/3, 3/4
    assert MEASURES["AUROC"](four).value == 3 / 4
    assert MEASURES["AURC"](four).value == pytest.approx((0 + 1 / 2 + 2 / 3 + 3 / 4) / 4)


def test_refusals_and_calibration_by_hand(four: list[JudgedAnswer]) -> None:
    # both answerable ones are answered at .3, where .6 is answered too and .1 refused
    assert MEASURES["refused-at-90"](four).value == 1 / 2
    # of .9, .6, .3, .1 the first and third are answerable, right first or not
    assert MEASURES["ECE"](four).value == pytest.approx((0.1 + 0.6 + 0.7 + 0.1) / 4)


def test_look_ups_and_quotations_are_told_apart(judged_of: JudgedOf) -> None:
    judged = [
        judged_of(["1", "2"], ["1", "2"], kind="lookup"),
        judged_of(["1", "2"], ["1"], kind="lookup"),
        judged_of(["1"], ["1", "9"], kind="quotation"),
        judged_of(["1"], ["1"], kind="quotation", answered=False),
        judged_of(["1"], ["1"], kind="quotation"),
        judged_of(["1"], ["9"]),
    ]

    assert (MEASURES["lookup-success"](judged).value, MEASURES["lookup-success"](judged).count) == (
        1 / 2,
        2,
    )
    assert MEASURES["quotation-success"](judged).value == pytest.approx(2 / 3)


def test_quote_hits_by_hand(
    passage_of: Callable[..., Passage], answer_of: Callable[..., Answer]
) -> None:
    one = Target(report=None, numbers=("1",))
    two = Target(report=None, numbers=("1", "2"))
    asked = JudgedQuestion(question_id="1", question="Why?", targets=(one,), answers=("sea",))
    passages = [passage_of("1", "No words."), passage_of("2", "The sea.", quote="The sea")]
    judged = [
        judge(asked, answer_of(*passages), reports={}),
        judge(asked, answer_of(*reversed(passages)), reports={}),
        judge(replace(asked, targets=(two,)), answer_of(*passages), reports={}),
        judge(replace(asked, answers=()), answer_of(*passages), reports={}),
    ]

    assert (MEASURES["quote-hit"](judged).value, MEASURES["quote-hit"](judged).count) == (1.0, 3)
    assert (MEASURES["quote-hit@1"](judged).value, MEASURES["quote-hit@1"](judged).count) == (
        1 / 2,
        2,
    )


def test_where_there_is_nothing_to_measure_there_is_no_value(judged_of: JudgedOf) -> None:
    unanswerable = measure_answers([judged_of([], ["1"])])
    nothing = measure_answers([])

    has_value = {name for name, estimate in unanswerable.items() if estimate.value is not None}
    assert has_value == {
        "citation-precision",
        "citation-precision@1",
        "abstention-recall",
        "AURC",
        "ECE",
    }
    assert {estimate.value for estimate in nothing.values()} == {None}


def test_the_table_of_types_shows_measures_that_exist() -> None:
    assert set(COLUMNS) <= set(MEASURES)
