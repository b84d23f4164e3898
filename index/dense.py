"""Exact search over window embeddings, by FAISS; a paragraph scores as its best window.

FAISS pads short results with row -1; the padding never leaves this module.
"""

from typing import Protocol

import faiss
import numpy as np
import numpy.typing as npt

from index.arrays import StackedFiles
from index.layout import Spans
from index.ranking import NOTHING_RANKED, Mask, Ranking, Rows, Scores, Vectors, best_of_groups

WindowRows = npt.NDArray[np.int32]

# Half precision is wrong by 2⁻¹¹ of each component at most, so that a product of unit vectors is
# by no more (Cauchy and Schwarz); the rest is for the sum in single precision.
_ROUNDING = 2**-11 + 2**-15
_BLOCK = 1 << 14  # windows read at once
# Windows that are fetched at first for each paragraph asked for; more where paragraphs have more.
_LEAST_FETCHED = 2.0


class DenseIndex(Protocol):
    """Ranks paragraphs by the cosine between a query and their windows."""

    def search(self, query: Vectors, depth: int, *, allowed: Mask | None = None) -> Ranking:
        """Rank the paragraphs for one query embedding, shape ``(d,)``, unit norm.

        The scores are those that ``scores_of`` gives, to the bit.
        """
        ...

    def scores_of(self, query: Vectors, rows: Rows) -> Scores:
        """The score of each of ``rows``, in their order."""
        ...

    def embedding_of(self, row: int) -> Vectors:
        """The embedding of a whole paragraph, shape ``(d,)``, unit norm."""
        ...


class StoredWindows:
    """The window embeddings of all paragraphs, read from their files where they are asked for.

    ``spans`` are the windows of each row among all that are stored.
    """

    def __init__(self, vectors: StackedFiles, spans: Spans) -> None:
        self._vectors = vectors
        self._spans = spans

    def scores_of(self, query: Vectors, rows: Rows) -> Scores:
        """The cosine of each paragraph's best window; every paragraph has one at least."""
        firsts, counts = self._spans.of(rows)
        products = cosines(query, self._vectors.read(firsts, counts))
        return np.maximum.reduceat(products, np.cumsum(counts) - counts)

    def embedding_of(self, row: int) -> Vectors:
        """The mean of a paragraph's windows, as long as each of them."""
        mean: Vectors = self._vectors.read(*self._spans.of(np.array([row]))).mean(axis=0)
        return mean / np.linalg.norm(mean)


class FlatIndex:
    """The exact index: every window is compared with the query, the nearest of them exactly.

    The rest is told apart from them in half precision, which reads half the memory.
    ``window_rows[i]`` is the paragraph of window ``i`` as they are stored.
    """

    def __init__(
        self, vectors: StackedFiles, window_rows: WindowRows, *, stored: StoredWindows
    ) -> None:
        self._vectors = vectors
        self._window_rows = window_rows
        self._index: faiss.IndexScalarQuantizer | None = None
        self.scores_of = stored.scores_of
        self.embedding_of = stored.embedding_of
        rows = len(np.unique(window_rows))
        self._fetched = max(_LEAST_FETCHED, len(window_rows) / max(rows, 1))
        for _, block in vectors.blocks(_BLOCK):
            if self._index is None:
                self._index = faiss.IndexScalarQuantizer(
                    block.shape[1], faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT
                )
            self._index.add(block)

    def search(self, query: Vectors, depth: int, *, allowed: Mask | None = None) -> Ranking:
        """Rank the paragraphs whose row is ``allowed``, all by default.

        Windows are fetched until ``depth`` paragraphs are known and no window that was left out
        can tie with the last of them, by however much half precision has misjudged it.
        """
        # A second thread costs more than it saves, and OpenMP keeps the number for each thread.
        faiss.omp_set_num_threads(1)
        count = len(self._window_rows)
        wanted = min(int(self._fetched * depth), count)
        filtered = self._filter(allowed)
        while self._index is not None and wanted:
            rough, found = self._index.search(query[None, :], wanted, params=filtered)
            is_found = found[0] >= 0
            windows, fetched = found[0][is_found], int(is_found.sum())
            windows = windows[self._may_be_best(windows, rough[0][is_found])]
            scores = cosines(query, self._vectors.read(windows, np.ones_like(windows)))
            rows, best = best_of_groups(self._window_rows[windows].astype(np.int64), scores)
            ranking = Ranking.of(rows, best, depth=depth)
            is_full = len(ranking) == depth and rough[0][-1] + _ROUNDING < ranking.scores[-1]
            if is_full or fetched < wanted or wanted == count:
                return ranking
            wanted = min(2 * wanted, count)
        return NOTHING_RANKED

    def _may_be_best(self, windows: Rows, rough: Scores) -> Mask:
        """Which windows, best first, can be the best of their paragraph."""
        _, firsts, groups = np.unique(
            self._window_rows[windows], return_index=True, return_inverse=True
        )
        may_be: Mask = rough >= rough[firsts][groups] - 2 * _ROUNDING
        return may_be

    def _filter(self, allowed: Mask | None) -> faiss.SearchParameters | None:
        if allowed is None:
            return None
        selector = selector_of(allowed[self._window_rows])
        return faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]  # stubs lack it


def cosines(query: Vectors, vectors: Vectors) -> Scores:
    """The inner products of a query with some vectors.

    Unlike a matrix product, einsum rounds every row alike: equal paragraphs tie exactly.
    """
    products: Scores = np.einsum("wd,d->w", vectors, query)
    return products


def selector_of(is_allowed: Mask | None) -> faiss.IDSelector | None:
    """A mask as FAISS reads it."""
    if is_allowed is None:
        return None
    bits = np.packbits(is_allowed, bitorder="little")
    return faiss.IDSelectorBitmap(bits)  # type: ignore[call-arg,arg-type]  # as the class wraps it
