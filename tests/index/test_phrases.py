import itertools
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.arrays import StackedFiles
from index.phrases import WordOrder
from index.words import count_words

TOKENS = st.sampled_from(["a", "b", "c"])
CORPORA = st.lists(st.lists(TOKENS, max_size=6), min_size=1, max_size=5)


def _order(corpus: Sequence[Sequence[str]]) -> WordOrder:
    words = count_words(corpus, corpus, [[] for _ in corpus])
    vocabulary = {word: column for column, word in enumerate(words.vocabulary)}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "columns.npy"
        np.save(path, words.order)
        return WordOrder(vocabulary, StackedFiles.of_arrays([path], held_bytes=0), words.offsets)


def _shares(corpus: Sequence[Sequence[str]], query: Sequence[str]) -> list[float]:
    order = _order(corpus)
    rarities = {"a": 1.0, "b": 2.0, "c": 4.0, "z": 8.0}
    shares: list[float] = order.phrase_shares(
        query, np.arange(len(corpus)), idf=rarities.__getitem__
    ).tolist()
    return shares


def test_a_pair_weighs_as_much_as_its_words_are_rare() -> None:
    shares = _shares([["a", "b"], ["b", "c"], ["a", "b", "c"], ["b", "a"]], ["a", "b", "c"])

    # a b weighs 1 + 2, b c weighs 2 + 4
    assert shares == pytest.approx([3 / 9, 6 / 9, 1, 0])


def test_the_end_of_a_paragraph_and_the_next_are_no_neighbours() -> None:
    assert _shares([["a"], ["b"]], ["a", "b"]) == [0, 0]


def test_a_phrase_that_comes_twice_counts_once() -> None:
    assert _shares([["a", "b", "a", "b"]], ["a", "b"]) == [1]


@pytest.mark.parametrize("query", [[], ["a"], ["z", "z"], ["a", "z"]])
def test_a_query_without_known_phrases_has_no_shares(query: list[str]) -> None:
    assert _shares([["a", "b"], []], query) == [0, 0]


def test_rows_are_told_in_the_order_they_are_asked() -> None:
    corpus = [["a", "b"], ["c"], ["b", "a"]]
    order = _order(corpus)

    shares = order.phrase_shares(["a", "b"], np.array([2, 0]), idf=lambda token: 1.0)

    assert shares.tolist() == [0, 1]


@given(CORPORA, st.lists(TOKENS | st.just("z"), max_size=5))
def test_shares_are_those_counted_by_hand(corpus: list[list[str]], query: list[str]) -> None:
    rarities = {"a": 1.0, "b": 2.0, "c": 4.0, "z": 8.0}
    pairs = set(itertools.pairwise(query))
    total = sum(rarities[one] + rarities[two] for one, two in pairs) or 1.0

    shares = _shares(corpus, query)

    for paragraph, share in zip(corpus, shares, strict=True):
        held = pairs & set(itertools.pairwise(paragraph))
        expected = sum(rarities[one] + rarities[two] for one, two in held) / total
        assert share == pytest.approx(expected)
