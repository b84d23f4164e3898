"""Exact search over window embeddings, by FAISS; a paragraph scores as its best window.

FAISS pads short results with row -1; the padding never leaves this module.
"""

from collections.abc import Callable, Sequence
from typing import Protocol, cast

import faiss
import numpy as np
import numpy.typing as npt

from index.arrays import StackedFiles
from index.layout import Spans
from index.ranking import Mask, Ranking, Rows, Scores, Vectors, best_of_groups

WindowRows = npt.NDArray[np.int32]


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
        vectors = self._vectors.read(firsts, counts)
        # Unlike a matrix product, einsum rounds every row alike: equal paragraphs tie exactly.
        cosines = np.einsum("wd,d->w", vectors, query)
        return np.maximum.reduceat(cosines, np.cumsum(counts) - counts)

    def embedding_of(self, row: int) -> Vectors:
        """The mean of a paragraph's windows, as long as each of them."""
        mean: Vectors = self._vectors.read(*self._spans.of(np.array([row]))).mean(axis=0)
        return mean / np.linalg.norm(mean)


class FlatIndex:
    """The exact index: every window is compared with the query.

    ``parts`` together have shape ``(windows, d)`` with unit rows; ``window_rows[i]`` is the
    paragraph of window ``i``.
    """

    def __init__(
        self, parts: Sequence[Vectors], window_rows: WindowRows, *, stored: StoredWindows
    ) -> None:
        self._parts = [np.ascontiguousarray(part) for part in parts]  # no copy of what is mapped
        self._window_rows = window_rows
        self._stored = stored
        self.scores_of = stored.scores_of
        self.embedding_of = stored.embedding_of

    def search(self, query: Vectors, depth: int, *, allowed: Mask | None = None) -> Ranking:
        """Rank the paragraphs whose row is ``allowed``, all by default.

        Windows are fetched until ``depth`` paragraphs are known and no window that was left out
        can tie with the last of them.
        """
        is_allowed = None if allowed is None else allowed[self._window_rows]
        wanted = 2 * depth
        while True:
            windows, scores, left_out = self._nearest(query, wanted, is_allowed)
            rows, best = best_of_groups(self._window_rows[windows].astype(np.int64), scores)
            ranking = Ranking.of(rows, best, depth=depth)
            is_full = len(ranking) == depth and left_out < ranking.scores[-1]
            if is_full or left_out == -np.inf:
                return ranking
            wanted *= 2

    def _nearest(
        self, query: Vectors, wanted: int, is_allowed: Mask | None
    ) -> tuple[Rows, Scores, float]:
        """The nearest windows of each part, their scores, and the most that any other can have."""
        found, first, left_out = [(_NONE, _NONE.astype(np.float32))], 0, -np.inf
        for part in self._parts:
            own = None if is_allowed is None else is_allowed[first : first + len(part)]
            scores, windows = _nearest_in(part, query, min(wanted, len(part)), own)
            is_hit = windows >= 0
            found.append((windows[is_hit] + first, scores[is_hit]))
            if wanted < len(part) and is_hit.all():
                left_out = max(left_out, float(scores[-1]))
            first += len(part)
        windows, scores = (np.concatenate(each) for each in zip(*found, strict=True))
        return windows, scores, left_out


_NONE: Rows = np.empty(0, dtype=np.int64)


def _nearest_in(
    part: Vectors, query: Vectors, wanted: int, is_allowed: Mask | None
) -> tuple[Scores, Rows]:
    """The greatest inner products of a query with rows of a part, padded with row -1."""
    # A second thread costs more than it saves, and OpenMP keeps the number for each thread.
    faiss.omp_set_num_threads(1)
    query = np.ascontiguousarray(query, dtype=np.float32)
    scores, rows = np.empty(wanted, dtype=np.float32), np.empty(wanted, dtype=np.int64)
    if wanted:
        count, dimension = part.shape
        arrays = [faiss.swig_ptr(array) for array in (query, part)]
        ends = [faiss.swig_ptr(array) for array in (scores, rows)]
        selector = selector_of(is_allowed)
        search = cast("Callable[..., None]", faiss.knn_inner_product)  # stubs lack the selector
        search(*arrays, dimension, 1, count, wanted, *ends, selector)
    return scores, rows


def selector_of(is_allowed: Mask | None) -> faiss.IDSelector | None:
    """A mask as FAISS reads it."""
    if is_allowed is None:
        return None
    bits = np.packbits(is_allowed, bitorder="little")
    return faiss.IDSelectorBitmap(bits)  # type: ignore[call-arg,arg-type]  # as the class wraps it
