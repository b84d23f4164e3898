import json
import math
from collections.abc import Sequence
from pathlib import Path

import bm25s
import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.arrays import npy_bytes
from index.lexical import Bm25Index, Matching, score_postings, vocabulary_json, vocabulary_of
from index.variants import SpellingVariants, build_variants
from index.words import CountedWords, count_words

K1, B = 0.9, 0.4
TOKENS = st.sampled_from(["drug", "vienna", "2020", "cote", "報告"])
CORPORA = st.lists(st.lists(TOKENS, max_size=8), min_size=1, max_size=8)
QUERIES = st.lists(TOKENS | st.just("absent"), max_size=5)


def _index(
    corpus: Sequence[Sequence[str]], contexts: Sequence[Sequence[str]] | None = None
) -> Bm25Index:
    words = count_words(corpus, corpus, contexts or [[] for _ in corpus])
    runs, arrays = build_variants(words.vocabulary)
    return Bm25Index(
        vocabulary_of(vocabulary_json(words.vocabulary)),
        _postings(words),
        paragraphs=len(corpus),
        context={"indptr": words.contexts.indptr, "indices": words.contexts.rows},
        variants=SpellingVariants(vocabulary_of(runs), **arrays, words=len(words.vocabulary)),
    )


def _postings(words: CountedWords) -> dict[str, npt.NDArray[np.generic]]:
    scores = score_postings(words, k1=K1, b=B)
    return {"indptr": words.paragraphs.indptr, "indices": words.paragraphs.rows, "data": scores}


def _idf(corpus: Sequence[Sequence[str]], token: str) -> float:
    count = sum(token in paragraph for paragraph in corpus)
    return math.log(1 + (len(corpus) - count + 0.5) / (count + 0.5))


def _bm25(corpus: Sequence[Sequence[str]], query: Sequence[str]) -> list[float]:
    """Lucene's BM25 as its formula is printed, summed over the query's tokens."""
    average = sum(map(len, corpus)) / len(corpus)
    scores = []
    for paragraph in corpus:
        score = 0.0
        for token in query:
            count = paragraph.count(token)
            norm = K1 * (1 - B + B * len(paragraph) / average) if count else 1
            score += _idf(corpus, token) * count / (count + norm)
        scores.append(score)
    return scores


@given(CORPORA, QUERIES)
def test_scores_are_those_of_lucenes_formula(corpus: list[list[str]], query: list[str]) -> None:
    _, scores = _index(corpus).search(query, 10)

    assert scores.tolist() == pytest.approx(_bm25(corpus, query), abs=1e-5)


@given(CORPORA, QUERIES, st.integers(1, 10))
def test_the_ranking_has_the_rows_that_share_a_token(
    corpus: list[list[str]], query: list[str], depth: int
) -> None:
    ranking, scores = _index(corpus).search(query, depth)

    sharing = [row for row, paragraph in enumerate(corpus) if set(paragraph) & set(query)]
    order = sorted(sharing, key=lambda row: (-scores[row], row))
    assert ranking.rows.tolist() == order[:depth]


def test_ties_keep_corpus_order() -> None:
    ranking, _ = _index([["drug"], ["x"], ["drug"], ["drug"]]).search(["drug"], 2)

    assert ranking.rows.tolist() == [0, 2]


def test_a_repeated_token_counts_twice() -> None:
    index = _index([["drug"], ["x"]])

    once, twice = (index.search(query, 1)[1][0] for query in (["drug"], ["drug", "drug"]))

    assert twice == pytest.approx(2 * once)


def test_a_token_counts_as_much_as_its_weight() -> None:
    index = _index([["drug"], ["drug", "x"]])

    plain, weighed = (index.search(query, 2)[1] for query in (["drug"], {"drug": 0.25}))

    assert weighed == pytest.approx(0.25 * plain)
    assert index.greatest({"drug": 0.25}) == pytest.approx(0.25 * index.greatest(["drug"]))


def test_only_allowed_rows_are_ranked() -> None:
    ranking, _ = _index([["drug"], ["drug"]]).search(["drug"], 9, allowed=np.array([False, True]))

    assert ranking.rows.tolist() == [1]


def test_scores_of_all_rows_are_told_though_some_are_not_allowed() -> None:
    _, scores = _index([["drug"], ["drug"]]).search(["drug"], 9, allowed=np.array([False, True]))

    assert scores[0] == scores[1] > 0


@pytest.mark.parametrize("query", [[], ["absent"], ["absent", "unknown"]])
def test_a_query_without_known_tokens_ranks_nothing(query: list[str]) -> None:
    ranking, scores = _index([["drug"], ["x"]]).search(query, 9)

    assert (len(ranking), scores.tolist()) == (0, [0.0, 0.0])


@pytest.mark.parametrize("corpus", [[], [[]], [[], []]])
def test_a_corpus_without_words_ranks_nothing(corpus: list[list[str]]) -> None:
    ranking, scores = _index(corpus).search(["drug"], 9)

    assert (len(ranking), len(scores)) == (0, len(corpus))


@given(CORPORA)
def test_idf_is_lucenes_and_greatest_for_a_token_that_the_corpus_lacks(
    corpus: list[list[str]],
) -> None:
    index = _index(corpus)

    for token in {token for paragraph in corpus for token in paragraph}:
        assert index.idf(token) == pytest.approx(_idf(corpus, token))
        assert index.idf("absent") > index.idf(token) > 0


@given(CORPORA)
def test_rows_with_a_token_are_told_in_order(corpus: list[list[str]]) -> None:
    index = _index(corpus)

    for token in ("drug", "absent"):
        rows = [row for row, paragraph in enumerate(corpus) if token in paragraph]
        assert index.rows_with(token).tolist() == rows


@given(CORPORA)
def test_the_score_of_every_posting_is_that_of_bm25s_to_the_bit(corpus: list[list[str]]) -> None:
    words = count_words(corpus, corpus, [[] for _ in corpus])
    columns = {word: column for column, word in enumerate(words.vocabulary)}
    oracle = bm25s.BM25(k1=K1, b=B, method="lucene", dtype="float32", int_dtype="int32")

    postings = _postings(words)

    if columns:
        tokens = [[columns[token] for token in paragraph] for paragraph in corpus]
        oracle.index((tokens, columns), create_empty_token=False, show_progress=False)
        for name, array in postings.items():
            assert array.tolist() == np.asarray(oracle.scores[name]).tolist()


def test_an_index_is_read_from_files_the_same(tmp_path: Path) -> None:
    corpus = [["drug", "vienna"], ["cote", "drug", "drug"]]
    words = count_words(corpus, corpus, [[], []])
    for name, array in _postings(words).items():
        (tmp_path / f"{name}.npy").write_bytes(npy_bytes(array))
    index = Bm25Index(
        vocabulary_of(vocabulary_json(words.vocabulary)),
        {name: np.load(tmp_path / f"{name}.npy", mmap_mode="r") for name in _postings(words)},
        paragraphs=2,
        context={"indptr": words.contexts.indptr, "indices": words.contexts.rows},
        variants=SpellingVariants({}, np.empty(0, np.int32), np.zeros(1), words=3),
    )

    assert list(index.search(["drug"], 10)[0]) == list(_index(corpus).search(["drug"], 10)[0])


def test_the_vocabulary_is_written_as_json() -> None:
    assert json.loads(vocabulary_json(("cote", "drug"))) == ["cote", "drug"]


CONTEXT = Matching(context_weight=0.5)
VARIANTS = Matching(variants=True)


def test_a_word_that_stands_in_the_context_alone_scores_its_share_of_the_most() -> None:
    index = _index([["drug"], ["drug"]], [["vienna"], []])

    _, scores = index.search(["vienna"], 9, matching=CONTEXT)

    assert scores.tolist() == pytest.approx([0.5 * index.idf("vienna"), 0.0])


def test_a_word_of_the_paragraph_is_worth_its_own_score_though_it_is_in_the_context_too() -> None:
    index = _index([["drug"] * 9, ["x"]], [["drug"], ["drug"]])

    _, plain = index.search(["drug"], 9)
    _, scores = index.search(["drug"], 9, matching=CONTEXT)

    assert plain[0] > 0.5 * index.idf("drug")
    assert scores.tolist() == pytest.approx([plain[0], 0.5 * index.idf("drug")])


def test_a_variant_counts_by_the_cube_of_its_likeness_and_the_rarity_of_the_word_asked() -> None:
    index = _index([["organization"], ["organizational"], ["x"], ["x"]])

    _, scores = index.search(["organization"], 9, matching=VARIANTS)

    # 11 and 13 runs of four letters, 10 of them the same; both words are in one paragraph
    likeness = 2 * 10 / (11 + 13)
    assert scores[1] == pytest.approx(scores[0] * likeness**3)


def test_a_misspelt_word_is_taken_for_the_most_alike() -> None:
    index = _index([["narcotics"], ["psychotropic"]])

    _, right = index.search(["narcotics"], 9)
    _, misspelt = index.search(["narcotcis"], 9, matching=VARIANTS)

    assert misspelt.tolist() == pytest.approx(right.tolist())


def test_a_number_is_never_nearly_right() -> None:
    ranking, _ = _index([["20201"], ["x"]]).search(["20202"], 9, matching=VARIANTS)

    assert len(ranking) == 0


@given(CORPORA, QUERIES)
def test_no_paragraph_scores_the_greatest_value(corpus: list[list[str]], query: list[str]) -> None:
    index = _index(corpus, corpus[::-1])

    _, scores = index.search(query, 9, matching=Matching(variants=True, context_weight=1.0))

    assert scores.max(initial=0) <= index.greatest(query) + 1e-5
