"""Answer types: what a question expects, and whether a text tells it anew."""

import pytest

from index.tokens import tokenize
from service.answer_types import AnswerType, expected_types, is_keyword_search, tells_value

NUMBER, DATE, NAME = AnswerType.NUMBER, AnswerType.DATE, AnswerType.NAME


@pytest.mark.parametrize(
    ("question", "kinds"),
    [("How many Purple Notices in 2020?", {NUMBER}), ("HOW FAR is it over budget", {NUMBER}),
     ("share of incidents caused by the authorities", {NUMBER}), ("When did it meet?", {DATE}),
     ("In which year was it?", {DATE, NAME}), ("How soon must a State report?", {NUMBER, DATE}),
     ("who chairs the mechanism", {NAME}), ("Which country pioneered it?", {NAME}),
     ("How did CARICC respond?", set()), ("How have they responded?", set()),
     ("What is the fund redirected towards?", set()), ("What is the total cost method?", set())],
)  # fmt: skip
def test_a_question_expects(question: str, kinds: set[AnswerType]) -> None:
    assert expected_types(question) == kinds


@pytest.mark.parametrize(
    ("text", "kind"),
    [("58 Purple Notices", NUMBER), ("some 2,081 reports.", NUMBER), ("over Five States", NUMBER),
     ("on 3 May", DATE), ("since 1976", DATE), ("within two years", DATE),
     ("chaired by Germany", NAME), ("held in (Geneva)", NAME)],
)  # fmt: skip
def test_a_value_is_told(text: str, kind: AnswerType) -> None:
    assert tells_value(text, {kind}, known=())


@pytest.mark.parametrize(
    ("text", "kind"),
    [("see A/79/7 and A/C.5", NUMBER), ("no number at all", NUMBER), ("it may be so", DATE),
     ("Germany chaired it", NAME)],
)  # fmt: skip
def test_no_value_is_told(text: str, kind: AnswerType) -> None:
    assert not tells_value(text, {kind}, known=())


def test_what_the_question_holds_is_no_answer() -> None:
    known = tokenize("How many notices did INTERPOL publish in 2020?")

    assert not tells_value("In 2020, the notices of INTERPOL", {NUMBER, NAME}, known=known)
    assert tells_value("In 2020, 58 notices", {NUMBER, NAME}, known=known)


def test_without_a_type_nothing_is_told() -> None:
    assert not tells_value("58 notices by Germany", (), known=())


@pytest.mark.parametrize(
    "text", ["helicopter", "Relief database", "CENCOMM", "cocaine Brazil 2020"]
)
def test_a_few_words_are_a_search(text: str) -> None:
    assert is_keyword_search(text)


@pytest.mark.parametrize(
    "text",
    ["", "helicopter?", "who leads INTERPOL", "the of", "cocaine heroin opium Brazil Ecuador",
     "list seizures"],
)  # fmt: skip
def test_a_question_or_a_wish_is_no_search(text: str) -> None:
    assert not is_keyword_search(text)
