"""Evidence: exact sentences, whole lists, no more than what answers."""

import numpy as np

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


def test_quotes_stand_in_order_of_print() -> None:
    assert quotes(LISTED, 0.1, 0.8, 0.9, 0.1) == ["Ecuador;", "Brazil."]


def test_of_equal_scores_the_earlier_sentence_is_best() -> None:
    evidence = select_evidence(LISTED, scored(LISTED, 0.1, 0.5, 0.5, 0.1), ServiceSettings())

    assert evidence.best_start == LIST.index("Ecuador")


def test_a_paragraph_without_sentences_has_no_evidence() -> None:
    assert select_evidence(LISTED, [], ServiceSettings()).highlights == ()


def test_neighbouring_sentences_of_a_line_make_one_quote() -> None:
    text = "One. Two. Three.\nFour."

    joined = highlights_of(text, [Sentence(5, 9), Sentence(0, 4), Sentence(17, 22)])

    assert [h.quote for h in joined] == ["One. Two.", "Four."]


def test_a_word_that_every_sentence_has_tells_none_apart() -> None:
    text = "INTERPOL opened. INTERPOL closed in 2021."
    paragraph = Paragraph(address="1", component="body", number="1", text=text)
    query = Query("INTERPOL 2021", tuple(tokenize("INTERPOL 2021")), np.zeros(2, np.float32))

    first, second = score_sentences(
        query,
        paragraph,
        split_sentences(text),
        np.zeros((2, 2), np.float32),
        idf=lambda token: 1.0,
        vector_weight=0.5,
    )

    assert first.score < 0.5 < second.score
