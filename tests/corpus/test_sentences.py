import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.numbering import split_mark
from corpus.records import Report
from corpus.sentences import split_sentences

PIECES = "Drug drugs No. U.N. (b) • 1. 3.5 \n . ? ! … “ ” ) I. a. The".split(" ")
TEXTS = st.lists(st.sampled_from([*PIECES, " "])).map(" ".join) | st.text()


def _sentences(text: str) -> list[str]:
    return [text[s.start : s.end] for s in split_sentences(text)]


def test_sentences_by_hand() -> None:
    text = "It began. Did it end? Yes! “It did.” (Later.) Then 22 States met."

    assert _sentences(text) == [
        "It began.",
        "Did it end?",
        "Yes!",
        "“It did.”",
        "(Later.)",
        "Then 22 States met.",
    ]


@pytest.mark.parametrize(
    "text",
    ["See para. 3 and No. 5 of it.", "The U.N. Office met.", "I. N. Zubov came.", "Mr. Zubov came.",
     "New routes, trends, etc. The rest.", "It rose by 3.5 tons.", "See fig. 2, sect. IV.",
     "It rose … and fell."],
)  # fmt: skip
def test_an_abbreviation_ends_no_sentence(text: str) -> None:
    assert _sentences(text) == [text]


def test_a_line_ends_a_sentence_without_a_full_stop() -> None:
    assert _sentences("It has:\n• Cocaine in seaport\n• Heroin") == [
        "It has:",
        "Cocaine in seaport",
        "Heroin",
    ]


@pytest.mark.parametrize("mark", ["(a)", "(iv)", "a.", "3.", "•"])
def test_an_item_mark_belongs_to_no_sentence(mark: str) -> None:
    assert _sentences(f"{mark} One. Two.") == ["One.", "Two."]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "(a)", "•\n1."])
def test_what_has_no_words_has_no_sentences(text: str) -> None:
    assert _sentences(text) == []


def test_every_word_of_the_bundled_report_is_in_a_sentence(bundled_report: Report) -> None:
    for paragraph in bundled_report.paragraphs:
        quoted = " ".join(_sentences(paragraph.text))

        assert re.findall(r"\w+", quoted) == re.findall(r"\w+", paragraph.text)


@given(TEXTS)
def test_sentences_are_in_order_disjoint_and_within_the_text(text: str) -> None:
    sentences = split_sentences(text)

    places = [place for sentence in sentences for place in (sentence.start, sentence.end)]
    assert places == sorted(places)
    assert all(sentence.start < sentence.end for sentence in sentences)
    assert all(0 <= place <= len(text) for place in places)


@given(TEXTS)
def test_every_word_character_that_is_no_item_mark_is_in_a_sentence(text: str) -> None:
    words = "\n".join(split_mark(line)[1] for line in text.split("\n"))

    assert re.findall(r"\w", "".join(_sentences(text))) == re.findall(r"\w", words)
