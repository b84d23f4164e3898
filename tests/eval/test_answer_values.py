import math
from collections.abc import Callable, Sequence
from dataclasses import replace

import ir_measures
import pytest

from eval.answer_values import (
    VALUES,
    discounted_gain,
    highlight_overlap,
    values_of,
    wrong_report,
)
from eval.judging import JudgedAnswer, judge
from eval.questions import JudgedQuestion, Target
from service import Answer, Passage, Restatement

PassageOf = Callable[..., Passage]
AnswerOf = Callable[..., Answer]
REPORTS = {name: frozenset({name}) for name in "rst"}


def question(
    *targets: tuple[str | None, Sequence[str]], answers: Sequence[str] = ()
) -> JudgedQuestion:
    return JudgedQuestion(
        question_id="1",
        question="Why?",
        targets=tuple(Target(report=name, numbers=tuple(numbers)) for name, numbers in targets),
        answers=tuple(answers),
    )


@pytest.fixture
def judged_as(passage_of: PassageOf, answer_of: AnswerOf) -> Callable[..., JudgedAnswer]:
    """Judges found passages, each "report.number", by a question."""

    def judged(asked: JudgedQuestion, *found: str) -> JudgedAnswer:
        passages = [passage_of(each[2:], report=each[0]) for each in found]
        return judge(asked, answer_of(*passages), reports=REPORTS)

    return judged


JudgedAs = Callable[..., JudgedAnswer]


def test_gain_is_discounted_by_rank(judged_as: JudgedAs) -> None:
    one = judged_as(question(("r", ["1", "2"])), "r.9", "r.1", "s.2")

    ideal = 1 + 1 / math.log2(3)
    assert discounted_gain(one) == pytest.approx((1 / math.log2(3)) / ideal)


def test_a_restated_fact_is_relevant_in_every_report(judged_as: JudgedAs) -> None:
    asked = question(("r", ["1"]), ("s", ["7"]))

    assert discounted_gain(judged_as(asked, "s.7", "r.1")) == 1.0
    assert discounted_gain(judged_as(asked, "s.7")) == pytest.approx(1 / (1 + 1 / math.log2(3)))


def test_a_judged_paragraph_gains_once(judged_as: JudgedAs) -> None:
    one = judged_as(question(("r", ["1"])), "r.1", "r.1")

    assert discounted_gain(one) == 1.0


def test_paragraphs_that_one_passage_is_cited_for_are_wanted_once(
    passage_of: PassageOf, answer_of: AnswerOf
) -> None:
    place = Restatement(report_id="s", symbol=None, number="7", address="7", citation="", url="")
    both = replace(passage_of("1", report="r"), also=(place,))
    asked = question(("r", ["1"]), ("s", ["7"]), ("t", ["3"]))

    one = judge(asked, answer_of(both, passage_of("9", report="r")), reports=REPORTS)

    assert discounted_gain(one) == pytest.approx(1 / (1 + 1 / math.log2(3)))


@pytest.mark.parametrize("found", [["r.3", "r.1"], ["r.9", "r.2", "r.8", "r.1"], ["r.9"]])
def test_gain_is_that_of_ir_measures(judged_as: JudgedAs, found: list[str]) -> None:
    one = judged_as(question(("r", ["1", "2", "3"])), *found)
    qrels = {"1": {"r.1": 1, "r.2": 1, "r.3": 1}}
    run = {"1": {text_id: float(-rank) for rank, text_id in enumerate(found)}}

    [oracle] = ir_measures.iter_calc([ir_measures.nDCG @ 10], qrels, run)

    assert discounted_gain(one) == pytest.approx(oracle.value)


def test_a_wrong_report_is_one_that_no_target_names(judged_as: JudgedAs) -> None:
    asked = question(("r", ["1"]), ("s", ["7"]))

    assert [wrong_report(judged_as(asked, *found)) for found in (["s.9"], ["t.1"], [])] == [0, 1, 0]


def test_wrong_reports_are_counted_where_reports_are_named(judged_as: JudgedAs) -> None:
    nameless, unanswerable = question((None, ["1"])), question(("r", []))

    assert [wrong_report(judged_as(asked, "t.1")) for asked in (nameless, unanswerable)] == [
        None,
        None,
    ]


TEXT = "Seas rise. Ships\nsank in May. Ships sank."


@pytest.mark.parametrize(
    ("quote", "answers", "precision", "recall"),
    [
        ("Ships\nsank in May.", ["Ships sank in May"], 1.0, 1.0),
        ("Seas rise. Ships\nsank in May.", ["sank in May"], 1 / 2, 1.0),
        ("sank in May.", ["sank in May"], 1.0, 1.0),
        ("Seas", ["sank in May"], 0.0, 0.0),
        ("", ["Seas rise"], 0.0, 0.0),
        ("Seas rise.", ["Seas", "in May"], 1.0, 2 / 5),
    ],
)
def test_highlights_against_the_sentences_that_hold_the_answer(
    passage_of: PassageOf,
    answer_of: AnswerOf,
    quote: str,
    answers: list[str],
    precision: float,
    recall: float,
) -> None:
    # a line ends a sentence: "Ships" and "sank in May." are two
    found = [passage_of("9", report="r"), passage_of("1", TEXT, quote=quote, report="r")]
    one = judge(question(("r", ["1"]), answers=answers), answer_of(*found), reports=REPORTS)

    overlap = highlight_overlap(one)

    assert overlap is not None
    assert (overlap.precision, overlap.recall) == pytest.approx((precision, recall))
    assert VALUES["highlight-F1"](one) == pytest.approx(
        0 if not precision else 2 * precision * recall / (precision + recall)
    )


@pytest.mark.parametrize(
    ("found", "answers"), [(["r.9"], ["Paragraph"]), (["r.1"], ["absent"]), (["r.1"], [])]
)
def test_highlights_are_not_judged_where_nothing_says_what_they_should_be(
    judged_as: JudgedAs, found: list[str], answers: list[str]
) -> None:
    assert highlight_overlap(judged_as(question(("r", ["1"]), answers=answers), *found)) is None


def test_values_are_told_by_question_where_there_are_some(judged_as: JudgedAs) -> None:
    values = values_of([judged_as(question(("r", ["1"])), "r.2", "r.1")])

    assert values["RR@10"] == {"1": 0.5}
    assert values["abstention-recall"] == {}
    assert values.keys() == VALUES.keys()
