"""How much a question leans: by how rare its words are, and by whether it points back."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.leaning import MOST, announces_subject, leaning, names_in, points_back

RARITY = {"seiz": 2.0, "heroin": 4.0, "cocain": 4.0, "border": 4.0, "vessel": 4.0}
ABSENT = 8.0


def idf(token: str) -> float:
    return RARITY.get(token, ABSENT)


@pytest.mark.parametrize(
    ("question", "share"),
    [
        ("how much?", 0.4),  # no word of its own
        ("how much was seized?", 0.4 / 1.25),  # 2 of 8
        ("how much heroin was seized?", 0.4 / 1.75),  # 6 of 8
        ("how much grotjak was seized?", 0.4 / 1.25),  # a word that no report has tells nothing
        ("how much of it was seized?", 0.48),  # half as much again
        ("how much of it?", 0.5),  # the most
        ("heroin, cocaine, borders, vessels and more heroin and more seized", 0.4 / 3.25),
    ],
)
def test_a_question_leans_the_more_the_fewer_rare_words_it_has(question: str, share: float) -> None:
    assert math.isclose(leaning(question, idf=idf), share)


@pytest.mark.parametrize(
    "question",
    [
        "how much did INTERPOL seize?",
        "Different topic: how much of it was seized?",
        "Leave that. How much was seized?",
        "is there anything on seizures?",
    ],
)
def test_a_question_that_names_or_announces_its_subject_stands_alone(question: str) -> None:
    assert leaning(question, idf=idf) == 0


def test_a_question_of_many_rare_words_stands_alone() -> None:
    words = [f"{letter}word" for letter in "abcdefghi"]

    assert leaning(" ".join(words), idf=lambda token: 6.0 if token else 8.0) == 0


@given(st.text(max_size=60))
def test_no_question_leans_more_than_half(question: str) -> None:
    assert 0 <= leaning(question, idf=idf) <= MOST


@pytest.mark.parametrize(
    "question", ["who ran it?", "what happened there?", "and Brazil", "the second one?"]
)
def test_pronouns_and_beginnings_point_back(question: str) -> None:
    assert points_back(question)


@pytest.mark.parametrize(
    "question",
    [
        "are there any webinars?",
        "is there a vaccine?",
        "which border was crossed?",
        "the vessels that were seized",
    ],
)
def test_there_is_and_a_relative_that_do_not_point_back(question: str) -> None:
    assert not points_back(question)


def test_a_new_subject_is_announced_in_several_ways() -> None:
    told = ("On another matter, who?", "Something else: who?", "Forget that. Who?", "By the way")

    assert all(map(announces_subject, told))
    assert not announces_subject("How long do they leave?")


def test_names_are_acronyms_and_capitals_within_a_sentence() -> None:
    found = names_in("Where did the CSTO meet in Côte d’Ivoire or UN-Women?")

    assert found == ["CSTO", "Côte d’Ivoire", "UN-Women"]
