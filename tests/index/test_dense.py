from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.arrays import StackedFiles, npy_bytes
from index.dense import FlatIndex, StoredWindows
from index.layout import Spans
from index.ranking import Mask, Vectors

# Whole numbers make inner products exact, and few of them make ties common.
VECTORS = st.lists(st.lists(st.integers(-2, 2), min_size=3, max_size=3), min_size=1, max_size=40)
COUNTS = st.lists(st.integers(1, 3), min_size=40, max_size=40)


def _vectors(rows: Sequence[Sequence[float]]) -> Vectors:
    return np.array(rows, dtype=np.float32)


def _window_rows(counts: Sequence[int], windows: int) -> list[int]:
    return [row for row, count in enumerate(counts) for _ in range(count)][:windows]


def _index(vectors: Sequence[Sequence[float]], rows: Sequence[int], *, parts: int = 1) -> FlatIndex:
    """An index over vectors in order of their rows, stored in some files."""
    array = _vectors(vectors).reshape(len(vectors), -1 if len(vectors) else 3)
    counts = np.bincount(np.array(rows, dtype=np.int64)).astype(np.int32)
    firsts = (np.cumsum(counts) - counts).astype(np.int64)
    with TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{part}.npy" for part in range(parts)]
        for path, part in zip(paths, _parts(array, counts, parts), strict=True):
            path.write_bytes(npy_bytes(part))
        files = StackedFiles.of_arrays(paths)
    stored = StoredWindows(files, Spans(firsts, counts))
    return FlatIndex(files, np.array(rows, dtype=np.int32), stored=stored)


def _parts(array: Vectors, counts: npt.NDArray[np.int32], parts: int) -> list[Vectors]:
    """Vectors in parts, those of a paragraph together."""
    ends = np.concatenate(([0], np.cumsum(counts)))
    cuts = ends[[len(counts) * part // parts for part in range(1, parts)]]
    return np.split(array, cuts)


def _brute_force(
    vectors: Sequence[Sequence[float]], rows: Sequence[int], allowed: Mask | None = None
) -> dict[int, float]:
    """The best inner product of each allowed paragraph with the query (1, 2, 3)."""
    scores: dict[int, float] = {}
    for vector, row in zip(vectors, rows, strict=True):
        if allowed is None or allowed[row]:
            score = float(np.dot(vector, [1, 2, 3]))
            scores[row] = max(score, scores.get(row, score))
    return scores


def _in_order(scores: dict[int, float], depth: int) -> list[tuple[int, float]]:
    return sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))[:depth]


QUERY = _vectors([[1, 2, 3]])[0]


@given(VECTORS, COUNTS, st.integers(1, 50), st.integers(1, 4))
def test_rankings_are_those_of_brute_force_to_the_last_tie_in_any_parts(
    vectors: list[list[float]], counts: list[int], depth: int, parts: int
) -> None:
    rows = _window_rows(counts, len(vectors))

    ranking = _index(vectors, rows, parts=parts).search(QUERY, depth)

    assert list(ranking) == _in_order(_brute_force(vectors, rows), depth)


MASKS = st.lists(st.booleans(), min_size=40, max_size=40)


@given(VECTORS, COUNTS, MASKS, st.integers(1, 50), st.integers(1, 4))
def test_masked_rankings_are_those_of_brute_force_over_the_allowed(
    vectors: list[list[float]], counts: list[int], mask: list[bool], depth: int, parts: int
) -> None:
    rows, allowed = _window_rows(counts, len(vectors)), np.array(mask)

    ranking = _index(vectors, rows, parts=parts).search(QUERY, depth, allowed=allowed)

    assert list(ranking) == _in_order(_brute_force(vectors, rows, allowed), depth)


@pytest.mark.parametrize("depth", [1, 25, 57, 100, 150, 900])
def test_ties_among_many_windows_are_in_corpus_order_at_any_depth(depth: int) -> None:
    random = np.random.default_rng(0)
    vectors, rows = random.integers(-2, 3, size=(5000, 3)).tolist(), range(5000)

    ranking = _index(vectors, rows).search(QUERY, depth)

    assert list(ranking) == _in_order(_brute_force(vectors, rows), depth)


def test_equal_vectors_score_alike_in_any_place() -> None:
    vectors = np.random.default_rng(5).normal(size=(1, 384)).astype(np.float32).repeat(31, axis=0)
    index = _index(vectors.tolist(), range(31))

    scores = index.scores_of(vectors[0] / 3, np.arange(31))

    assert len(set(scores.tolist())) == 1


def test_a_paragraph_scores_as_its_best_window() -> None:
    index = _index([[1, 0, 0], [0, 0, 1], [0, 1, 0]], [0, 0, 1])

    assert list(index.search(QUERY, 2)) == [(0, 3.0), (1, 2.0)]


def test_many_windows_of_one_paragraph_hide_no_other() -> None:
    index = _index([[0, 0, 1]] * 9 + [[1, 0, 0]], [0] * 9 + [1])

    assert list(index.search(QUERY, 2)) == [(0, 3.0), (1, 1.0)]


def test_a_depth_greater_than_the_corpus_gives_no_padding() -> None:
    assert list(_index([[1, 0, 0]], [0]).search(QUERY, 1000)) == [(0, 1.0)]


def test_an_empty_corpus_gives_an_empty_ranking() -> None:
    index = _index(np.empty((0, 3)).tolist(), [])

    assert list(index.search(QUERY, 5)) == []


def test_a_mask_that_allows_nothing_gives_an_empty_ranking() -> None:
    index = _index([[1, 0, 0]], [0])

    assert list(index.search(QUERY, 5, allowed=np.array([False]))) == []


@given(VECTORS, COUNTS, st.data())
def test_scores_of_rows_are_those_of_brute_force_in_their_order(
    vectors: list[list[float]], counts: list[int], data: st.DataObject
) -> None:
    rows = _window_rows(counts, len(vectors))
    asked = data.draw(st.lists(st.sampled_from(rows), min_size=1))

    scores = _index(vectors, rows).scores_of(QUERY, np.array(asked))

    expected = _brute_force(vectors, rows)
    assert scores.tolist() == [expected[row] for row in asked]


def test_the_embedding_of_a_paragraph_is_the_direction_between_its_windows() -> None:
    index = _index([[1, 0, 0], [0, 1, 0], [0, 0, 1]], [0, 0, 1])

    assert index.embedding_of(0).tolist() == pytest.approx([0.5**0.5, 0.5**0.5, 0])
    assert index.embedding_of(1).tolist() == [0, 0, 1]


@given(st.lists(st.integers(-40, 40), min_size=1, max_size=60), COUNTS, st.integers(1, 20))
def test_windows_that_half_precision_cannot_tell_apart_are_ranked_exactly(
    steps: list[int], counts: list[int], depth: int
) -> None:
    vectors = [[0.3 + step * 1e-6, 0.4, 0.5] for step in steps]  # halves of .3 are 2.4e-4 apart
    rows = _window_rows(counts * 2, len(vectors))

    index = _index(vectors, rows)
    ranking = index.search(QUERY, depth)

    everything = np.arange(rows[-1] + 1, dtype=np.int64)
    exact = dict(zip(everything.tolist(), index.scores_of(QUERY, everything).tolist(), strict=True))
    assert list(ranking) == _in_order(exact, depth)
