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


PANDEMIC = "How did CARICC respond to the pandemic?"
NOTICES = "How many Purple Notices did INTERPOL publish in 2020?"


@pytest.mark.parametrize(
    ("history", "question", "completed"),
    [
        ([PANDEMIC], "and CSTO?", "How did CSTO respond to the pandemic?"),
        ([PANDEMIC], "What about the OSCE?", "How did the OSCE respond to the pandemic?"),
        ([PANDEMIC, "and CSTO?"], "and OSCE?", "How did OSCE respond to the pandemic?"),
        ([NOTICES], "and CSTO?", "How many Purple Notices did CSTO publish in 2020?"),
        ([NOTICES], "and in 2019?", "How many Purple Notices did INTERPOL publish in 2019?"),
        ([PANDEMIC], "and in 2019?", "How did CARICC respond to the pandemic in 2019?"),
        ([PANDEMIC], "and in Africa?", "How did CARICC respond to the pandemic in Africa?"),
        (["who was trained in Almaty?"], "and in Moscow?", "who was trained in Moscow?"),
        (["how many drugs were seized?"], "and Brazil?", "how many drugs were seized for Brazil?"),
    ],
)
def test_something_else_is_put_in_its_place(
    history: list[str], question: str, completed: str
) -> None:
    assert rewrite(question, history) == completed


def test_a_question_with_a_name_of_its_own_does_not_lean() -> None:
    assert not leans_on_history("how big is the database of CARICC")


def test_a_question_of_a_word_gets_all_the_words_before_it() -> None:
    completed = rewrite("into what language?", ["What did OSCE Serbia translate?"])

    assert completed == "into what language? (OSCE Serbia translate)"


def test_a_citation_is_no_follow_up() -> None:
    assert rewrite("para. 12", ["Where did INTERPOL find cocaine?"]) == "para. 12"


def test_a_citation_without_a_report_is_of_the_one_cited_before() -> None:
    history = ["A/80/44, para. 20", "para. 21"]

    assert rewrite("para. 22", history) == "A/80/44, para. 22"


def test_a_citation_with_a_symbol_stays_as_it_is() -> None:
    assert rewrite("E/2025/28, para. 3", ["A/80/44, para. 20"]) == "E/2025/28, para. 3"
