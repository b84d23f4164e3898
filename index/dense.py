"""Exact search over window embeddings, by FAISS; a paragraph scores as its best window.

FAISS pads short results with row -1; the padding never leaves this module.
"""

from typing import Protocol

import faiss
import numpy as np

from index.ranking import Mask, Ranking, Rows, Scores, Vectors, best_of_groups, rows_of_ranges

# Half precision is wrong by 2⁻¹¹ of each component at most, so that a product of unit vectors is
# by no more (Cauchy and Schwarz); the rest is for the sum in single precision.
_ROUNDING = 2**-11 + 2**-15


class DenseIndex(Protocol):
    """Ranks paragraphs by the cosine between a query and their windows."""

    def search(self, query: Vectors, depth: int, *, allowed: Mask | None = None) -> Ranking:
        """Rank the paragraphs for one query embedding, shape ``(d,)``, unit norm."""
        ...

    def scores_of(self, query: Vectors, rows: Rows) -> Scores:
        """The score of each of ``rows``, in their order."""
        ...

    def embedding_of(self, row: int) -> Vectors:
        """The embedding of a whole paragraph, shape ``(d,)``, unit norm."""
        ...


class FlatIndex:
    """The exact index: every window is compared with the query, the nearest of them exactly.

    The rest is told apart from them in half precision, which reads half the memory. ``vectors``
    has shape ``(windows, d)`` with unit rows; ``window_rows[i]`` is the paragraph of
    window ``i``, ascending.
    """

    def __init__(self, vectors: Vectors, window_rows: Rows) -> None:
        self._vectors = vectors
        self._window_rows = window_rows
        self._index = faiss.IndexScalarQuantizer(
            vectors.shape[1], faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT
        )
        self._index.add(np.ascontiguousarray(vectors))
        counts = np.bincount(window_rows) if len(window_rows) else np.zeros(1, dtype=np.int64)
        self._first_window = np.concatenate(([0], np.cumsum(counts)))

    def search(self, query: Vectors, depth: int, *, allowed: Mask | None = None) -> Ranking:
        """Rank the paragraphs whose row is ``allowed``, all by default.

        Windows are fetched until ``depth`` paragraphs are known and no window that was left out
        can tie with the last of them, by however much half precision has misjudged it.
        """
        # A second thread costs more than it saves, and OpenMP keeps the number for each thread.
        faiss.omp_set_num_threads(1)
        count = len(self._window_rows)
        wanted = min(2 * depth, count)
        filtered = self._filter(allowed)
        while wanted:
            rough, found = self._index.search(query[None, :], wanted, params=filtered)
            windows = found[0][found[0] >= 0]
            scores = self._cosines(query, windows)
            rows, best = best_of_groups(self._window_rows[windows], scores)
            ranking = Ranking.of(rows, best, depth=depth)
            is_full = len(ranking) == depth and rough[0][-1] + _ROUNDING < ranking.scores[-1]
            if is_full or len(windows) < wanted or wanted == count:
                return ranking
            wanted = min(2 * wanted, count)
        return Ranking(np.empty(0, np.int64), np.empty(0, np.float32))

    def scores_of(self, query: Vectors, rows: Rows) -> Scores:
        """The cosine of each paragraph's best window; every paragraph has one at least."""
        firsts = self._first_window[rows]
        counts = self._first_window[rows + 1] - firsts
        windows = rows_of_ranges(firsts, counts)
        return np.maximum.reduceat(self._cosines(query, windows), np.cumsum(counts) - counts)

    def embedding_of(self, row: int) -> Vectors:
        """The mean of a paragraph's windows, as long as each of them."""
        first, last = self._first_window[row : row + 2]
        mean: Vectors = self._vectors[first:last].mean(axis=0)
        return mean / np.linalg.norm(mean)

    def _cosines(self, query: Vectors, windows: Rows) -> Scores:
        """The exact scores of some windows.

        Unlike a matrix product, einsum rounds every row alike: equal paragraphs tie exactly.
        """
        cosines: Scores = np.einsum("wd,d->w", self._vectors[windows], query)
        return cosines

    def _filter(self, allowed: Mask | None) -> faiss.SearchParameters | None:
        if allowed is None:
            return None
        windows = np.flatnonzero(allowed[self._window_rows])
        selector = faiss.IDSelectorBatch(windows)
        return faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]  # stubs lack it
