from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from corpus.records import Report
from index.fusion import convex_fusion, reciprocal_rank_fusion
from index.generation import Generation
from index.ranking import Mask
from index.retriever import Retrieved, Retriever
from index.settings import Fusion, Retrieval, RetrievalSettings

TEXTS = ("Cocaine seized in Vienna.", "Cocaine.", "Heroin seized.", "Nothing of the kind.")

RetrieverOf = Callable[..., Retriever]


@pytest.fixture
def generation(
    home: Path,
    build: Callable[..., str],
    open_home: Callable[[Path], Generation],
    report_of: Callable[..., Report],
) -> Generation:
    build(home, report_of(*TEXTS, heading=""))
    return open_home(home)


def _search(
    generation: Generation,
    query: str,
    *,
    retrieval: Retrieval = Retrieval.HYBRID,
    depth: int = 9,
    candidates: int = 200,
    allowed: Mask | None = None,
) -> Retrieved:
    settings = RetrievalSettings(retrieval=retrieval, candidates=candidates)
    retriever = Retriever(generation, settings)
    return retriever.search(retriever.read(query), depth=depth, allowed=allowed)


def test_a_query_is_read_for_both_rankers(generation: Generation) -> None:
    query = Retriever(generation, RetrievalSettings()).read("the Seizures of cocaine")

    assert (query.text, query.tokens) == ("the Seizures of cocaine", ("seizur", "cocain"))
    assert query.vector.tolist() == generation.encoder.encode(query.text).tolist()


def test_a_query_beside_another_sums_words_and_vectors_by_their_shares(
    generation: Generation,
) -> None:
    retriever = Retriever(generation, RetrievalSettings())
    own, other = retriever.read("cocaine cocaine"), retriever.read("heroin cocaine")

    both = own.beside([(other, 0.25)], own=0.5)

    summed = 0.5 * own.vector + 0.25 * other.vector
    assert (both.text, both.tokens) == (own.text, own.tokens)
    assert both.weights == {"cocain": 1.25, "heroin": 0.25}
    assert np.allclose(both.vector, summed / np.linalg.norm(summed))


def test_what_stands_beside_a_query_counts_in_the_ranking(generation: Generation) -> None:
    retriever = Retriever(generation, RetrievalSettings(retrieval=Retrieval.LEXICAL))
    own, other = retriever.read("seized"), retriever.read("heroin")

    alone = retriever.search(own, depth=9).ranking
    beside = retriever.search(own.beside([(other, 0.1)], own=0.9), depth=9).ranking

    assert (alone.rows[0], beside.rows[0]) == (2, 2)
    assert beside.scores[0] > beside.scores[1]


def test_the_paragraphs_nearest_to_a_query_are_one_without_words(generation: Generation) -> None:
    retriever = Retriever(generation, RetrievalSettings())

    near = retriever.nearest(retriever.read("heroin seized"), count=10)

    assert near is not None
    assert (near.text, near.tokens, near.weights) == ("", (), {})
    assert np.allclose(near.vector, generation.dense.embedding_of(2))


def test_the_lexical_ranker_alone_ranks_what_shares_a_word(generation: Generation) -> None:
    retrieved = _search(generation, "heroin seized", retrieval=Retrieval.LEXICAL)

    assert retrieved.ranking.rows.tolist() == [2, 0]
    assert retrieved.ranking.scores.tolist() == retrieved.lexical.tolist()


def test_the_lexical_ranker_alone_asks_for_no_dense_ranking(
    generation: Generation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(type(generation.dense), "search")

    retrieved = _search(generation, "heroin seized", retrieval=Retrieval.LEXICAL)

    assert len(retrieved.cosines) == 2


def test_the_dense_ranker_alone_ranks_every_paragraph(generation: Generation) -> None:
    retrieved = _search(generation, "cocaine", retrieval=Retrieval.DENSE)

    assert sorted(retrieved.ranking.rows.tolist()) == [0, 1, 2, 3]
    assert retrieved.ranking.rows[0] == 1
    assert retrieved.ranking.scores.tolist() == retrieved.cosines.tolist()


def test_the_hybrid_fuses_the_scores_of_both(generation: Generation) -> None:
    retriever = Retriever(generation, RetrievalSettings(fusion=Fusion.CONVEX))

    retrieved = retriever.search(retriever.read("cocaine seized"), depth=9)

    fused = convex_fusion(retrieved.cosines, retrieved.lexical, dense_weight=0.76)
    assert retrieved.ranking.scores.tolist() == pytest.approx(fused.tolist())


def test_the_weighted_sum_adds_the_phrases_of_the_query(generation: Generation) -> None:
    with_phrases, without = (
        Retriever(generation, RetrievalSettings(phrase_weight=weight, support_weight=0))
        for weight in (0.5, 0)
    )
    query = without.read("heroin seized")

    gained = dict(with_phrases.search(query, depth=9).ranking)
    plain = dict(without.search(query, depth=9).ranking)

    assert {row: gained[row] - plain[row] for row in plain} == pytest.approx(
        {0: 0, 1: 0, 2: 0.5, 3: 0}
    )


def test_a_report_with_more_evidence_supports_its_paragraphs(
    home: Path,
    build: Callable[..., str],
    open_home: Callable[[Path], Generation],
    report_of: Callable[..., Report],
) -> None:
    build(home, report_of("Cocaine."), report_of("Cocaine.", "Cocaine here.", report_id="s"))
    retriever = Retriever(open_home(home), RetrievalSettings())

    ranking = retriever.search(retriever.read("cocaine"), depth=3).ranking

    assert ranking.rows.tolist()[0] == 1


def test_the_hybrid_fuses_the_ranks_of_both_where_it_is_told_to(generation: Generation) -> None:
    retriever = Retriever(generation, RetrievalSettings(fusion=Fusion.RRF))
    query = retriever.read("cocaine seized")
    lexical, _ = generation.lexical.search(query.tokens, 200)
    dense = generation.dense.search(query.vector, 200)

    ranking = retriever.search(query, depth=9).ranking

    fused = reciprocal_rank_fusion([lexical, dense], np.arange(4))
    assert dict(ranking) == dict(enumerate(fused.tolist()))
    assert ranking.scores.tolist() == sorted(fused.tolist(), reverse=True)


def test_a_row_that_only_one_ranker_proposes_has_the_scores_of_both(
    generation: Generation,
) -> None:
    few = _search(generation, "cocaine seized", depth=1, candidates=1)
    many = _search(generation, "cocaine seized")

    place = many.ranking.rows.tolist().index(few.ranking.rows[0])
    assert few.cosines[0] == pytest.approx(many.cosines[place])
    assert few.lexical[0] == many.lexical[place]


@pytest.mark.parametrize("retrieval", Retrieval)
def test_a_depth_keeps_the_best(generation: Generation, retrieval: Retrieval) -> None:
    whole = _search(generation, "cocaine seized", retrieval=retrieval)

    best = _search(generation, "cocaine seized", retrieval=retrieval, depth=2)

    assert best.ranking.rows.tolist() == whole.ranking.rows[:2].tolist()


@pytest.mark.parametrize("retrieval", Retrieval)
def test_only_allowed_rows_are_ranked(generation: Generation, retrieval: Retrieval) -> None:
    allowed = np.array([False, True, False, True])

    retrieved = _search(generation, "cocaine seized", retrieval=retrieval, allowed=allowed)

    assert set(retrieved.ranking.rows.tolist()) <= {1, 3}
    assert retrieved.ranking.rows[0] == 1


@pytest.mark.parametrize("retrieval", Retrieval)
def test_a_mask_that_allows_nothing_ranks_nothing(
    generation: Generation, retrieval: Retrieval
) -> None:
    retrieved = _search(generation, "cocaine", retrieval=retrieval, allowed=np.zeros(4, np.bool_))

    assert [len(retrieved.ranking), len(retrieved.cosines), len(retrieved.lexical)] == [0, 0, 0]


def test_words_that_the_corpus_lacks_rank_nothing_lexically(generation: Generation) -> None:
    retrieved = _search(generation, "opium?", retrieval=Retrieval.LEXICAL)

    assert list(retrieved.ranking) == []


def test_equal_paragraphs_keep_corpus_order(
    tmp_path: Path,
    build: Callable[..., str],
    open_home: Callable[[Path], Generation],
    report_of: Callable[..., Report],
) -> None:
    build(tmp_path, report_of(*["The Council takes note."] * 30))

    retrieved = _search(open_home(tmp_path), "Council note", depth=30)

    assert retrieved.ranking.rows.tolist() == list(range(30))


@pytest.mark.parametrize("retrieval", Retrieval)
def test_a_corpus_without_paragraphs_ranks_nothing(
    tmp_path: Path,
    build: Callable[..., str],
    open_home: Callable[[Path], Generation],
    retrieval: Retrieval,
) -> None:
    build(tmp_path)

    assert list(_search(open_home(tmp_path), "cocaine", retrieval=retrieval).ranking) == []


def test_the_same_query_gives_the_same_ranking(generation: Generation) -> None:
    found = [list(_search(generation, "cocaine seized").ranking) for _ in range(2)]

    assert found[0] == found[1]


def test_the_best_sentence_lifts_a_paragraph_that_says_other_things_too(
    home: Path,
    build: Callable[..., str],
    open_home: Callable[[Path], Generation],
    report_of: Callable[..., Report],
) -> None:
    mixed = "Cocaine was seized. Officers trained abroad for years. Vienna hosted all of them."
    build(home, report_of("Cocaine was here or there and elsewhere.", mixed, heading=""))
    generation = open_home(home)
    query = "Cocaine was seized."

    with_sentences, without = (
        Retriever(generation, RetrievalSettings(sentence_weight=w, dense_weight=1, phrase_weight=0))
        for w in (1, 0)
    )
    lifted = dict(with_sentences.search(with_sentences.read(query), depth=2).ranking)
    plain = dict(without.search(without.read(query), depth=2).ranking)

    assert lifted[1] - lifted[0] > plain[1] - plain[0]
