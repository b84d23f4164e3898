"""Exact search over window embeddings, by FAISS; a paragraph scores as its best window.

FAISS pads short results with row -1; the padding never leaves this module.
"""

from typing import Protocol

import faiss
import numpy as np

from index.ranking import Mask, Ranking, Rows, Scores, Vectors, best_of_groups, rows_of_ranges


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
    """The exact index: every window is compared with the query.

    ``vectors`` has shape ``(windows, d)`` with unit rows; ``window_rows[i]`` is the paragraph of
    window ``i``, ascending.
    """

    def __init__(self, vectors: Vectors, window_rows: Rows) -> None:
        self._vectors = vectors
        self._window_rows = window_rows
        self._index = faiss.IndexFlatIP(vectors.shape[1])
        self._index.add(np.ascontiguousarray(vectors))
        counts = np.bincount(window_rows) if len(window_rows) else np.zeros(1, dtype=np.int64)
        self._first_window = np.concatenate(([0], np.cumsum(counts)))

    def search(self, query: Vectors, depth: int, *, allowed: Mask | None = None) -> Ranking:
        """Rank the paragraphs whose row is ``allowed``, all by default.

        Windows are fetched until ``depth`` paragraphs are known and no window that was left out
        can tie with the last of them.
        """
        # A second thread costs more than it saves, and OpenMP keeps the number for each thread.
        faiss.omp_set_num_threads(1)
        count = len(self._window_rows)
        wanted = min(2 * depth, count)
        filtered = self._filter(allowed)
        while wanted:
            scores, windows = self._index.search(query[None, :], wanted, params=filtered)
            is_hit = windows[0] >= 0
            rows, best = best_of_groups(self._window_rows[windows[0][is_hit]], scores[0][is_hit])
            ranking = Ranking.of(rows, best, depth=depth)
            is_full = len(ranking) == depth and scores[0][-1] < ranking.scores[-1]
            if is_full or not is_hit.all() or wanted == count:
                return ranking
            wanted = min(2 * wanted, count)
        return Ranking(np.empty(0, np.int64), np.empty(0, np.float32))

    def scores_of(self, query: Vectors, rows: Rows) -> Scores:
        """The cosine of each paragraph's best window; every paragraph has one at least."""
        firsts = self._first_window[rows]
        counts = self._first_window[rows + 1] - firsts
        windows = rows_of_ranges(firsts, counts)
        # Unlike a matrix product, einsum rounds every row alike: equal paragraphs tie exactly.
        cosines = np.einsum("wd,d->w", self._vectors[windows], query)
        return np.maximum.reduceat(cosines, np.cumsum(counts) - counts)

    def embedding_of(self, row: int) -> Vectors:
        """The mean of a paragraph's windows, as long as each of them."""
        first, last = self._first_window[row : row + 2]
        mean: Vectors = self._vectors[first:last].mean(axis=0)
        return mean / np.linalg.norm(mean)

    def _filter(self, allowed: Mask | None) -> faiss.SearchParameters | None:
        if allowed is None:
            return None
        windows = np.flatnonzero(allowed[self._window_rows])
        selector = faiss.IDSelectorBatch(windows)
        return faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]  # stubs lack it
