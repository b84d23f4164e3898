"""Near misses: which paragraphs are taken away, and when that makes none."""

import pytest

from eval.judging import reports_by_name
from eval.near_misses import Placed, answering_places, placed_paragraphs
from eval.questions import JudgedQuestion, Target
from service import Assistant

PLACED = (
    Placed(place=("r", "1"), number="1", text="in 2020 there were 58 notices."),
    Placed(place=("r", "2"), number="2", text="there were many."),
    Placed(place=("s", "1"), number="1", text="nothing of the kind."),
)
NAMES = {"r": frozenset("r"), "s": frozenset("s")}


def question(*numbers: str, answer: str) -> JudgedQuestion:
    return JudgedQuestion(
        question_id="1",
        question="How many?",
        targets=(Target(report="r", numbers=numbers),),
        answers=(answer,) if answer else (),
    )


@pytest.mark.parametrize(
    ("asked", "taken"),
    [
        (question("1", answer="58  Notices"), {("r", "1")}),
        (question("1", "2", answer="58 notices"), {("r", "1"), ("r", "2")}),
        (question("2", answer="58 notices"), set()),  # it stands in paragraph 1 as well
        (question("1", answer=""), set()),
        (question(answer="58 notices"), set()),
    ],
)
def test_what_is_taken_away(asked: JudgedQuestion, taken: set[tuple[str, str]]) -> None:
    assert answering_places(asked, PLACED, NAMES) == taken


def test_every_paragraph_of_the_library_has_its_place(assistant: Assistant) -> None:
    placed = placed_paragraphs(assistant)
    (report_id,) = reports_by_name(assistant.reports())["report"]

    assert len(placed) == len(assistant.report(report_id).paragraphs)
    assert next(each for each in placed if each.number == "26").place == (report_id, "26")
