"""Evidence: exact sentences, whole lists, no more than what answers."""

from collections import Counter

import numpy as np
import pytest

from corpus.records import Item, Paragraph
from corpus.sentences import Sentence, split_sentences
from index.retriever import Query
from index.tokens import tokenize
from service.evidence import (
    ScoredSentence,
    highlights_of,
    score_sentences,
    select_evidence,
)
from service.settings import ServiceSettings

LIST = "Teams went to:\n• Ecuador;\n• Brazil.\nThen they left."
LISTED = Paragraph(
    address="1",
    component="body",
    number="1",
    text=LIST,
    items=(
        Item(label="•", level=1, start=15, end=25),
        Item(label="•", level=1, start=26, end=35),
    ),
)


def scored(paragraph: Paragraph, *scores: float) -> list[ScoredSentence]:
    sentences = split_sentences(paragraph.text)
    return [ScoredSentence(s, score) for s, score in zip(sentences, scores, strict=True)]


def quotes(paragraph: Paragraph, *scores: float) -> list[str]:
    evidence = select_evidence(paragraph, scored(paragraph, *scores), ServiceSettings())
    return [highlight.quote for highlight in evidence.highlights]


def test_only_the_best_sentence_is_quoted_when_the_rest_is_far_behind() -> None:
    assert quotes(LISTED, 0.1, 0.2, 0.9, 0.1) == ["Brazil."]


def test_a_quoted_stem_brings_its_whole_list() -> None:
    assert quotes(LISTED, 0.9, 0.1, 0.1, 0.1) == ["Teams went to:", "Ecuador;", "Brazil."]


def test_a_stem_that_is_only_nearly_as_good_is_not_quoted() -> None:
    assert quotes(LISTED, 0.85, 0.1, 0.9, 0.1) == ["Brazil."]


def test_quotes_stand_in_order_of_print() -> None:
    assert quotes(LISTED, 0.1, 0.85, 0.9, 0.1) == ["Ecuador;", "Brazil."]


def test_a_sentence_within_the_margin_is_quoted_too() -> None:
    margin = ServiceSettings().quote_margin

    assert quotes(LISTED, 0.1, 0.9 - margin / 2, 0.9, 0.1) == ["Ecuador;", "Brazil."]
    assert quotes(LISTED, 0.1, 0.9 - margin * 2, 0.9, 0.1) == ["Brazil."]


def test_of_equal_scores_the_earlier_sentence_is_best() -> None:
    evidence = select_evidence(LISTED, scored(LISTED, 0.1, 0.5, 0.5, 0.1), ServiceSettings())

    assert evidence.best_start == LIST.index("Ecuador")


def test_a_paragraph_without_sentences_has_no_evidence() -> None:
    assert select_evidence(LISTED, [], ServiceSettings()).highlights == ()


def test_neighbouring_sentences_of_a_line_make_one_quote() -> None:
    text = "One. Two. Three.\nFour."

    joined = highlights_of(text, [Sentence(5, 9), Sentence(0, 4), Sentence(17, 22)])

    assert [h.quote for h in joined] == ["One. Two.", "Four."]


def scores(question: str, text: str, *, cut: int | None = None) -> list[float]:
    """Score sentences by their words and answer type; ``cut`` is where a window cut one."""
    paragraph = Paragraph(address="1", component="body", number="1", text=text)
    sentences = split_sentences(text)
    if cut is not None:
        sentences = (Sentence(0, cut), Sentence(cut, len(text)))
    found = score_sentences(
        Query(
            question,
            tuple(tokenize(question)),
            np.zeros(2, np.float32),
            Counter(tokenize(question)),
        ),
        paragraph,
        (sentences, np.ones((len(sentences), 2), np.float32)),
        idf=lambda token: 1.0,
        settings=ServiceSettings(),
    )
    return [each.score for each in found]


def test_a_word_that_every_sentence_has_tells_none_apart() -> None:
    first, second = scores("INTERPOL 2021", "INTERPOL opened. INTERPOL closed in 2021.")

    assert first < 0.5 < second


def test_a_sentence_with_the_number_asked_for_goes_before_one_with_the_same_words() -> None:
    first, second = scores("How many opened in 2021?", "Few opened in 2021. In 2021, 58 opened.")

    assert second - first == pytest.approx(ServiceSettings().answer_type_weight)


def test_a_question_without_a_type_prefers_no_number() -> None:
    first, second = scores("What opened in 2021?", "Few opened in 2021. In 2021, 58 opened.")

    assert first == second


def test_a_stem_tells_what_its_list_tells() -> None:
    query = Query("where did they meet", ("meet",), np.zeros(2, np.float32), {"meet": 1})

    stem, *items, _ = score_sentences(
        query,
        LISTED,
        (split_sentences(LIST), np.zeros((4, 2), np.float32)),
        idf=lambda token: 1.0,
        settings=ServiceSettings(),
    )

    assert [stem.score, items[0].score] == [ServiceSettings().answer_type_weight, 0]


def test_a_sentence_that_a_window_cut_is_whole_again() -> None:
    text = "Teams went to Ecuador and Brazil"

    assert len(scores("Ecuador Brazil", text, cut=text.index("and"))) == 1


def test_the_vector_of_a_whole_sentence_is_the_mean_of_its_parts_by_length() -> None:
    text = "abc d"
    paragraph = Paragraph(address="1", component="body", number="1", text=text)

    (whole,) = score_sentences(
        Query("xyz", ("xyz",), np.array([1, 0], np.float32), {"xyz": 1}),
        paragraph,
        ((Sentence(0, 4), Sentence(4, 5)), np.eye(2, dtype=np.float32)),
        idf=lambda token: 1.0,
        settings=ServiceSettings(),
    )

    assert whole.sentence == Sentence(0, 5)
    assert whole.score == pytest.approx(4 / 17**0.5)  # (4, 1) of unit norm, along (1, 0)


def test_of_very_many_sentences_the_nearest_in_meaning_are_scored() -> None:
    text = " ".join(f"Number {number} is told." for number in range(300))
    paragraph = Paragraph(address="1", component="body", number="1", text=text)
    sentences = split_sentences(text)
    vectors = np.zeros((300, 2), np.float32)
    vectors[200:, 0] = 1

    found = score_sentences(
        Query("what is told", ("told",), np.array([1, 0], np.float32), {"told": 1}),
        paragraph,
        (sentences, vectors),
        idf=lambda token: 1.0,
        settings=ServiceSettings(),
    )

    assert [each.sentence for each in found] == list(sentences[200:])
