"""Follow-ups made to stand alone, and questions that already do left as they are."""

import pytest

from service.rewriting import leans_on_history, rewrite


@pytest.mark.parametrize(
    ("history", "question", "subject"),
    [
        (["What is the CSTO?"], "when did it adopt its new strategy?", "CSTO"),
        (["How many countries are in the INTERPOL File?"], "and how many notices?", "INTERPOL"),
        (["Tell me about the Almaty course.", "who ran it?"], "how many came?", "Almaty"),
        (["who prevents drug abuse there?"], "and where?", "prevents drug abuse"),
    ],
)
def test_a_follow_up_gets_the_subject_before_it(
    history: list[str], question: str, subject: str
) -> None:
    assert subject in rewrite(question, history)


@pytest.mark.parametrize(
    "question",
    [
        "And on another matter, which mission had UNODC material put into Serbian?",
        "How many Purple Notices did INTERPOL publish on new psychoactive substances?",
    ],
)
def test_a_question_that_stands_alone_is_left_as_it_is(question: str) -> None:
    assert rewrite(question, ["What is the CSTO?"]) == question


def test_without_history_nothing_is_added() -> None:
    assert rewrite("and in Africa?", []) == "and in Africa?"


def test_what_the_question_says_is_not_said_twice() -> None:
    assert rewrite("and does CSTO?", ["What is the CSTO?"]) == "and does CSTO?"


def test_a_question_with_a_name_of_its_own_does_not_lean() -> None:
    assert not leans_on_history("how big is the database of CARICC")
