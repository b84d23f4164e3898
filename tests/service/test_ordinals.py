"""The first, second or last: an item of the list that was quoted, or a passage that was shown."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from corpus.records import Item
from service import Answer, Highlight, Passage
from service.ordinals import meant_by_place, names_place

MakePassage = Callable[..., Passage]
MakeAnswer = Callable[..., Answer]

TEXT = "Teams went to:\n• Ecuador by sea;\n• Brazil by air.\nThen home."


@pytest.fixture
def answer(passage_of: MakePassage, answer_of: MakeAnswer) -> Answer:
    listed = replace(
        passage_of(TEXT),
        items=(
            Item(label="•", level=1, start=15, end=32),
            Item(label="•", level=1, start=33, end=49),
        ),
        highlights=(Highlight(start=0, end=49, quote=TEXT[:49]),),
    )
    return answer_of(listed, passage_of("Opium rose. Rain fell.", "Rain fell."))


def test_the_second_one_is_an_item_and_may_be_a_passage(answer: Answer) -> None:
    asked = meant_by_place("how far was the second one?", answer)

    assert asked is not None
    assert asked.query == "how far was the second one? (Brazil by air.)"
    assert asked.readings == ("how far was Rain fell?",)


def test_the_last_one_is_the_last(answer: Answer) -> None:
    asked = meant_by_place("and the last one?", answer)

    assert asked is not None
    assert asked.earlier == ("Brazil by air.",)


def test_without_a_list_it_is_a_passage(passage_of: MakePassage, answer_of: MakeAnswer) -> None:
    shown = answer_of(passage_of("Opium rose."), passage_of("Rain fell. Snow too.", "Snow too."))

    asked = meant_by_place("when was the second passage written?", shown)

    assert asked is not None
    assert (asked.earlier, asked.readings) == (("Snow too.",), ())


def test_a_passage_is_no_item(answer: Answer) -> None:
    asked = meant_by_place("how far was the second passage?", answer)

    assert asked is not None
    assert (asked.earlier, asked.readings) == (("Rain fell.",), ())


def test_a_place_beyond_what_was_shown_means_nothing(answer: Answer) -> None:
    assert meant_by_place("and the fifth one?", answer) is None


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("how much in the first one?", True),
        ("the second item?", True),
        ("what is the second largest sector?", False),
        ("the first paragraph of the annex", False),
        ("the second session", False),
    ],
)
def test_a_place_is_named_with_one_or_a_thing_shown(question: str, names: bool) -> None:
    assert names_place(question) is names
