"""Misquotations: which questions are pasted sentences, and where nearly the same is said."""

import pytest

from service import AnswerKind, Assistant
from service.misquotation import pasted_parts, pasted_words, without_number

SENTENCE = (
    "Develops regional and global programmes to build capacity and support police in countering"
)


@pytest.mark.parametrize(
    "question",
    [
        "The Centre trained officers of six States in 2019.",
        "The Centre trained officers of six States in 2019",
        "trained officers of six States at its centre in 2019.",
        "the officers whom the centre trained in 2019 and 2020 and sent to Osh",
    ],
)
def test_a_pasted_sentence_has_the_shape_of_one(question: str) -> None:
    assert pasted_words(question) == question


@pytest.mark.parametrize(
    "question",
    [
        "number of officers trained by the centre in 2019",
        "Did the Centre train officers of six States in 2019?",
        "List the officers of six States that the Centre trained.",
        "The Centre trained officers.",
        "“Training of the officers of six States” (conference room paper, 7 April 2021), para. 5",
        "A/80/44, annex, “Training of the officers of six States at the centre”, first paragraph",
    ],
)
def test_what_asks_or_cites_or_is_short_is_no_pasted_sentence(question: str) -> None:
    assert pasted_words(question) is None


@pytest.mark.parametrize(
    ("words", "expected"),
    [("26. The Centre", "The Centre"), ("(4) The Centre", "The Centre"), ("26.5 tons", "26.5 tons"),
     ("1948. the year", "1948. the year")],
)  # fmt: skip
def test_a_printed_number_is_no_part_of_what_was_pasted(words: str, expected: str) -> None:
    assert without_number(words) == expected


@pytest.mark.parametrize(
    "question",
    [
        "The seventh meeting of the CARICC Council was held in Almaty on 8 October 2020.",
        "“INTERPOL purple notices on drugs were published in 2020”",
    ],
)
def test_what_no_report_says_is_not_taken_for_a_quotation(
    assistant: Assistant, question: str
) -> None:
    assert assistant.ask(question).kind is not AnswerKind.QUOTATION


def test_paragraphs_pasted_with_their_numbers_are_parted() -> None:
    assert pasted_parts("26. One fell in 2019. 27. Two rose by 2. 5 more.") == (
        "One fell in 2019.", "Two rose by 2. 5 more.",
    )  # fmt: skip


def first_sentence(assistant: Assistant, address: str) -> str:
    (report,) = assistant.reports()
    return assistant.report(report.report_id).paragraph(address).text.split(". ")[0]


@pytest.mark.parametrize("marks", ["{}.", "“{}”", "31. {}."])
def test_a_changed_sentence_is_found_with_what_differs(assistant: Assistant, marks: str) -> None:
    sentence = first_sentence(assistant, "31")
    words = sentence.split()
    typed = " ".join([*words[:4], "indeed", *words[4:7], "penguins", *words[8:]])

    answer = assistant.ask(marks.format(typed))

    (passage,) = answer.passages
    assert (answer.kind, answer.answered, passage.number) == (AnswerKind.QUOTATION, True, "31")
    assert [(c.quote, c.typed) for c in passage.changes] == [("", "indeed"), (words[7], "penguins")]
    assert passage.highlights[0].quote.rstrip(".") == sentence
    assert answer.message.startswith("These words stand nowhere exactly so")
    assert answer.confidence < 1


def test_a_sentence_pasted_to_the_letter_has_no_changes(assistant: Assistant) -> None:
    answer = assistant.ask(f"{first_sentence(assistant, '31')}.")

    assert answer.kind is AnswerKind.QUOTATION
    assert (answer.passages[0].changes, answer.message, answer.confidence) == ((), "", 1.0)


def test_a_pasted_sentence_that_cites_is_no_citation(assistant: Assistant) -> None:
    """It names paragraph 3 of something else: what was pasted is found, nothing is opened."""
    sentence = f"{first_sentence(assistant, '31')}, as asked for in paragraph 3 of it."

    answer = assistant.ask(sentence)

    assert (answer.kind, answer.passages[0].number) == (AnswerKind.QUOTATION, "31")


def test_several_paragraphs_are_found_each_in_its_place(assistant: Assistant) -> None:
    (report,) = assistant.reports()
    texts = [assistant.report(report.report_id).paragraph(n).text for n in ("30", "31")]

    answer = assistant.ask(f"30. {texts[0]} 31. {texts[1]}"[:1900])

    assert answer.kind is AnswerKind.QUOTATION
    assert [passage.number for passage in answer.passages] == ["30", "31"]


def test_a_quotation_with_its_citation_is_marked_and_compared(assistant: Assistant) -> None:
    sentence = first_sentence(assistant, "31")
    words = sentence.split()
    typed = " ".join([*words[:7], "penguins", *words[8:]])

    citation = assistant.ask("para. 31").passages[0].citation

    right, wrong = (assistant.ask(f"“{text}” ({citation})") for text in (sentence, typed))

    assert [h.quote.rstrip(".") for h in right.passages[0].highlights] == [sentence]
    assert (right.kind, right.message) == (AnswerKind.LOOKUP, "")
    assert [(c.quote, c.typed) for c in wrong.passages[0].changes] == [(words[7], "penguins")]
    assert wrong.message == "The paragraph differs from the words in quotation marks."
