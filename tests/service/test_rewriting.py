"""Follow-ups made to stand alone, and questions that already do left as they are."""

import pytest

from service.rewriting import completed_turns, rewrite, rewritings


@pytest.mark.parametrize(
    "question",
    [
        "And on another matter, which mission had UNODC material put into Serbian?",
        "How many Purple Notices did INTERPOL publish on new psychoactive substances?",
        "how large is its database?",
        "and does CSTO?",
    ],
)
def test_a_question_that_puts_nothing_in_is_left_as_it_is(question: str) -> None:
    assert rewrite(question, ["What is the CSTO?"]) == question


def test_without_history_nothing_is_put_in() -> None:
    assert rewrite("and in Africa?", []) == "and in Africa?"


def test_what_was_asked_for_already_is_not_put_in() -> None:
    assert rewrite("and CSTO?", ["What is the CSTO?"]) == "and CSTO?"


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
        (["What did the OSCE do?"], "and the CSTO?", "What did the CSTO do?"),
        (["how many drugs were seized?"], "and Brazil?", "how many drugs were seized for Brazil?"),
    ],
)
def test_something_else_is_put_in_its_place(
    history: list[str], question: str, completed: str
) -> None:
    assert rewrite(question, history) == completed


def test_a_name_goes_into_the_latest_question_that_has_one() -> None:
    assert rewrite("and CSTO?", [PANDEMIC, "who came?"]) == "How did CSTO respond to the pandemic?"


def test_what_can_give_way_twice_is_read_in_both_ways() -> None:
    found = rewritings("and in 2019?", ["How many came in 2020 or 2021?"])

    assert found == ("How many came in 2019 or 2021?", "How many came in 2020 or 2019?")


def test_a_name_within_a_longer_one_gives_way_last() -> None:
    found = rewritings("what about UNICEF?", ["How many UN Volunteers served with UNDP?"])

    assert found[0] == "How many UN Volunteers served with UNICEF?"


def test_a_whole_name_gives_way() -> None:
    history = ["When is the election in Côte d'Ivoire?"]

    assert rewrite("and in Guinea-Bissau?", history) == "When is the election in Guinea-Bissau?"


def test_a_citation_is_no_follow_up() -> None:
    assert rewrite("para. 12", ["Where did INTERPOL find cocaine?"]) == "para. 12"


def test_a_long_conversation_is_completed_turn_by_turn() -> None:
    """Each turn once cost as much as all before it together."""
    history = ["How did CSTO respond in 2000?", *(f"and in {year}?" for year in range(2001, 2090))]

    assert completed_turns(history)[-1] == "How did CSTO respond in 2089?"
    assert rewrite("and in 2019?", history) == "How did CSTO respond in 2019?"
