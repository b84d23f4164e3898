"""What a question means after others: what it leans on, and its other readings."""

import pytest

from service.conversation import Asked, understand

PANDEMIC = "How did CARICC respond to the pandemic?"
BOTH = "How did CARICC and CSTO respond to the pandemic?"


def asked(question: str, *history: str) -> Asked:
    return understand(question, history, idf=lambda token: 2.0 if token else 8.0)


def test_a_first_question_is_as_it_was_typed_without_courtesy() -> None:
    assert asked("Hello, who took part in it?") == Asked(words="who took part in it?")


def test_a_question_that_points_back_leans_on_the_two_before_it() -> None:
    told = asked("who took part in it?", "What is the OSCE?", PANDEMIC, "where was it?")

    assert told.earlier == (PANDEMIC, "where was it?")
    assert told.query == f"who took part in it? ({PANDEMIC} where was it?)"
    assert told.leaning == 0.4 / 1.5 * 1.5  # two words of a quarter each, and it points back


def test_only_a_question_that_leans_far_is_asked_of_the_same_reports() -> None:
    far, near = (
        asked("who took part in it?", PANDEMIC),
        asked("old boats sold dear twice", PANDEMIC),
    )

    assert (far.scoped, near.scoped) == (far.query, "old boats sold dear twice")
    assert near.earlier == (PANDEMIC,)


def test_a_change_of_subject_inherits_nothing() -> None:
    question = "What did INTERPOL find in Ecuador?"

    assert asked(question, PANDEMIC) == Asked(words=question)


def test_what_was_said_before_a_new_subject_is_forgotten() -> None:
    told = asked("who took part in it?", PANDEMIC, "On another matter, what is a notice?")

    assert told.earlier == ("On another matter, what is a notice?",)


def test_thanks_in_between_are_passed_over() -> None:
    told = asked("and CSTO?", PANDEMIC, "thanks", "That's great!")

    assert told.words == "How did CSTO respond to the pandemic?"


def test_a_completed_question_with_a_name_leans_on_nothing() -> None:
    told = asked("and CSTO?", PANDEMIC)

    assert (told.query, told.leaning) == ("How did CSTO respond to the pandemic?", 0)


def test_an_earlier_follow_up_is_meant_as_it_was_completed() -> None:
    told = asked("who took part in it?", PANDEMIC, "and CSTO?")

    assert told.earlier == (PANDEMIC, "How did CSTO respond to the pandemic?")


@pytest.mark.parametrize(
    ("question", "reading"),
    [
        ("how large is its database?", "how large is CSTO’s database?"),
        ("who works for it?", "who works for CSTO?"),
        ("how large is that organization?", "how large is CSTO?"),
        ("who met there?", "who met in CSTO?"),
    ],
)
def test_the_other_name_that_a_pronoun_can_stand_for_is_offered(
    question: str, reading: str
) -> None:
    assert asked(question, BOTH).readings == (reading,)


def test_names_of_the_question_before_the_last_are_offered_too() -> None:
    told = asked("how large is its database?", "What is the CSTO?", PANDEMIC)

    assert told.readings == ("how large is CSTO’s database?",)


@pytest.mark.parametrize(
    ("question", "history"),
    [
        ("how large is its database?", PANDEMIC),  # one name
        ("how large is the database?", BOTH),  # no pronoun
        ("are there any rules?", BOTH),
        ("who met there?", "What was done in March in Vienna?"),  # a month is no place
    ],
)
def test_what_is_not_ambiguous_has_no_other_reading(question: str, history: str) -> None:
    assert asked(question, history).readings == ()


def test_a_name_put_in_for_either_of_two_is_ambiguous() -> None:
    told = asked("and OSCE?", BOTH)

    assert told.words == "How did OSCE and CSTO respond to the pandemic?"
    assert told.readings == ("How did CARICC and OSCE respond to the pandemic?",)
