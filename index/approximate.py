"""Approximate search over many window embeddings: inverted lists, then exact scores.

Windows are parted into lists by their nearest centroid. A query looks into the lists whose
centroids are nearest, compares itself with windows kept in memory at eight bits a component, and
scores the best of them exactly from their stored vectors (FAISS: Jégou, Douze and Schmid, "Product
quantization for nearest neighbor search", TPAMI 2011, for the lists). How many lists are looked
into is chosen when the lists are made, by the recall that is measured then.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import faiss
import numpy as np
import numpy.typing as npt

from index.arrays import StackedFiles, load_array, npy_bytes
from index.dense import StoredWindows, WindowRows, selector_of
from index.ranking import NOTHING_RANKED, Mask, Ranking, Rows, Vectors, best_of_groups

LEAST_WINDOWS = 1 << 16  # exact search of fewer takes at most 8 ms (eval/RESULTS.md)
MANY_WINDOWS = 1 << 20  # whose codes would take over 400 MB at a byte for each component
_MORE_REFINED = 50  # paragraphs that are scored exactly beside the coding's, whatever is asked for
_BLOCK = 1 << 14  # windows read at once when the lists are filled
_SAMPLE = 39  # windows a list that centroids are trained on; the least that FAISS advises
_ROUNDS = 10  # of k-means
_SEED = 1948
_PROBES = (4, 8, 16, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024)
# Of sentences of the corpus, near which windows lie. Questions stand further off: where sentences
# find .997 of their exact rankings, questions find .981 (180,000 paragraphs, eval/RESULTS.md).
_LEAST_RECALL = 0.996
QUERIES = 300  # sentences that recall is measured with
_DEPTH = 100
_ROUNDING = 1e-6  # by which two ways to compute a cosine differ


@dataclass(frozen=True, slots=True, kw_only=True)
class Coding:
    """How lists hold the components of windows, and how far their scores are to be trusted.

    ``fetched`` windows are taken from the lists for each paragraph asked for, and ``refined``
    paragraphs, the most promising, are scored exactly for each.
    """

    quantizer: int
    fetched: int
    refined: float


_EIGHT_BITS = Coding(quantizer=faiss.ScalarQuantizer.QT_8bit, fetched=4, refined=1.5)
# Half the memory, the same recall, and a half more time (eval/RESULTS.md).
_FOUR_BITS = Coding(quantizer=faiss.ScalarQuantizer.QT_4bit, fetched=5, refined=2.5)


@dataclass(frozen=True, slots=True, kw_only=True)
class InvertedLists:
    """What approximate search is made of beside the vectors.

    ``centroids`` has shape ``(lists, d)``, ``ranges`` the least value and the spread of each
    component, ``(2, d)``, and ``assigned[w]`` is the list of window ``w``.
    """

    centroids: Vectors
    ranges: Vectors
    assigned: npt.NDArray[np.int32]

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Map the lists of a generation whose every byte was verified."""
        return cls(**{name: load_array(folder, f"lists_{name}") for name in cls.__slots__})

    def files(self) -> Iterator[tuple[str, memoryview]]:
        """Their files, by name."""
        return ((f"lists_{name}.npy", npy_bytes(getattr(self, name))) for name in self.__slots__)

    def index_of(self, blocks: StackedFiles) -> faiss.IndexIVFScalarQuantizer:
        """The lists filled with all windows."""
        index = _empty_index(self.centroids, self.ranges, coding_of(len(self.assigned)))
        counts = np.bincount(self.assigned, minlength=len(self.centroids))
        for number, count in enumerate(counts.tolist()):  # or lists grow with room to spare
            for size in (count, 0):
                index.invlists.resize(number, size)  # type: ignore[union-attr]  # never None
        for first, vectors in blocks.blocks(_BLOCK):
            count = len(vectors)
            ids = np.arange(first, first + count, dtype=np.int64)
            assigned = self.assigned[first : first + count].astype(np.int64)
            pointers = [faiss.swig_ptr(array) for array in (vectors, ids, assigned)]
            index.add_core(count, *pointers)
        return index


@dataclass(frozen=True, slots=True, kw_only=True)
class Probing:
    """How many lists a query looks into, and the share of the exact ranking that it found."""

    probes: int
    recall: float


class ApproximateIndex:
    """Ranks the paragraphs that inverted lists propose by their exact scores."""

    def __init__(
        self,
        index: faiss.IndexIVFScalarQuantizer,
        window_rows: WindowRows,
        *,
        probes: int,
        stored: StoredWindows,
    ) -> None:
        self._index = index
        self._window_rows = window_rows
        self._probes = probes
        self._coding = coding_of(index.ntotal)
        self.scores_of = stored.scores_of
        self.embedding_of = stored.embedding_of

    def search(self, query: Vectors, depth: int, *, allowed: Mask | None = None) -> Ranking:
        """Rank the paragraphs whose row is ``allowed``, all by default.

        The fewer are allowed, the more lists are looked into, in the end all of them.
        """
        is_allowed = None if allowed is None else allowed[self._window_rows]
        wanted = self._coding.fetched * depth
        while True:
            windows = self._nearest(query, wanted, is_allowed)
            found, firsts = np.unique(self._window_rows[windows], return_index=True)
            if len(found) >= depth or len(windows) < wanted:
                break
            wanted *= 2
        if not len(found):
            return NOTHING_RANKED
        refined = max(int(self._coding.refined * depth), depth + _MORE_REFINED)
        promising = np.argsort(firsts)[:refined]
        rows = np.sort(found[promising]).astype(np.int64)
        return Ranking.of(rows, self.scores_of(query, rows), depth=depth)

    def _nearest(self, query: Vectors, wanted: int, is_allowed: Mask | None) -> Rows:
        """The windows that seem nearest, the nearest first, at most as many as wanted."""
        faiss.omp_set_num_threads(1)  # one question, one thread: there are others
        share = 1.0 if is_allowed is None else float(is_allowed.mean())
        probes = self._index.nlist if share == 0 else min(self._index.nlist, self._probes / share)
        asked = faiss.SearchParametersIVF(  # type: ignore[call-arg]  # stubs lack the fields
            nprobe=int(probes), sel=selector_of(is_allowed)
        )
        _, windows = self._index.search(query[None, :], wanted, params=asked)
        found: Rows = windows[0][windows[0] >= 0]
        return found


def train_lists(windows: StackedFiles) -> tuple[Vectors, Vectors]:
    """Find centroids and the ranges of components in evenly spread windows; always the same."""
    faiss.omp_set_num_threads(1)
    lists = lists_for(len(windows))
    places = np.linspace(0, len(windows) - 1, lists * _SAMPLE).astype(np.int64)
    sample = windows.read(places, np.ones_like(places))
    means = faiss.Kmeans(sample.shape[1], lists, niter=_ROUNDS, seed=_SEED, spherical=True)
    means.train(sample)
    least = sample.min(axis=0)
    centroids: Vectors = np.asarray(means.centroids)
    return centroids, np.stack([least, sample.max(axis=0) - least])


def coding_of(windows: int) -> Coding:
    """How so many windows are held: a byte for each component, of many half a byte."""
    return _EIGHT_BITS if windows < MANY_WINDOWS else _FOUR_BITS


def lists_for(windows: int) -> int:
    """How many lists so many windows are parted into: the power of two from 2 to 4 √windows."""
    return 1 << (int(4 * windows**0.5).bit_length() - 1)


def assign_lists(centroids: Vectors, windows: StackedFiles) -> npt.NDArray[np.int32]:
    """The nearest centroid of each window."""
    quantizer = faiss.IndexFlatIP(centroids.shape[1])
    quantizer.add(np.ascontiguousarray(centroids))
    nearest = [quantizer.search(block, 1)[1][:, 0] for _, block in windows.blocks(_BLOCK)]
    return np.concatenate([np.empty(0, np.int64), *nearest]).astype(np.int32)


def choose_probes(
    lists: InvertedLists,
    windows: StackedFiles,
    *,
    stored: StoredWindows,
    window_rows: WindowRows,
    queries: Vectors,
) -> Probing:
    """Look into the fewest lists with which queries find .996 of their exact rankings of 100."""
    index, exact = lists.index_of(windows), _exact_rankings(windows, window_rows, queries)
    for probes in _PROBES:
        approximate = ApproximateIndex(index, window_rows, probes=probes, stored=stored)
        found = (approximate.search(query, _DEPTH) for query in queries)
        recall = float(np.mean([_share_of(*pair) for pair in zip(exact, found, strict=True)]))
        if recall >= _LEAST_RECALL:
            break
    return Probing(probes=probes, recall=round(recall, 4))


def _exact_rankings(
    windows: StackedFiles, window_rows: WindowRows, queries: Vectors
) -> list[Ranking]:
    """The exact ranking of each query."""
    scores, places = [], []
    for first, block in windows.blocks(_BLOCK):
        flat = faiss.IndexFlatIP(block.shape[1])
        flat.add(block)
        best, found = flat.search(queries, min(len(block), 4 * _DEPTH))
        scores.append(best)
        places.append(window_rows[found + first].astype(np.int64))
    pairs = zip(np.concatenate(scores, axis=1), np.concatenate(places, axis=1), strict=True)
    return [Ranking.of(*best_of_groups(rows, own), depth=_DEPTH) for own, rows in pairs]


def _share_of(exact: Ranking, found: Ranking) -> float:
    """The share of an exact ranking that was found; of equal scores any is as good."""
    least = exact.scores[-1] - _ROUNDING
    return min(1.0, float((found.scores >= least).sum()) / len(exact))


def _empty_index(
    centroids: Vectors, ranges: Vectors, coding: Coding
) -> faiss.IndexIVFScalarQuantizer:
    lists, dimension = centroids.shape
    quantizer = faiss.IndexFlatIP(dimension)
    quantizer.add(np.ascontiguousarray(centroids))
    index = faiss.IndexIVFScalarQuantizer(
        quantizer,
        dimension,
        lists,
        coding.quantizer,
        faiss.METRIC_INNER_PRODUCT,
        False,
    )
    faiss.copy_array_to_vector(np.ascontiguousarray(ranges).reshape(-1), index.sq.trained)
    index.is_trained = True
    return index
