"""Approximate search over many window embeddings, in three steps, each of fewer and more exactly.

First all windows by codes: each two components are held as the nearest of 16 pairs, in four bits
(Jégou, Douze and Schmid, "Product quantization for nearest neighbor search", TPAMI 2011), whose
products with a query stand in tables that fit the registers of a processor (André, Kermarrec and Le
Scouarnec, "Cache locality is not enough", VLDB 2015; FAISS calls it fast scan). Then those that
seem nearest, by components held singly. Then the paragraphs of the best, by their stored vectors.
How many windows the first step brings is chosen when the codes are made, by the recall that is
measured then.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import faiss
import numpy as np
import numpy.typing as npt

from corpus.errors import IndexStale
from index.arrays import StackedFiles, load_array, npy_bytes
from index.dense import StoredWindows, WindowRows, selector_of
from index.ranking import NOTHING_RANKED, Mask, Ranking, Rows, Vectors, best_of_groups

LEAST_WINDOWS = 1 << 14  # exact search of fewer takes at most .5 ms (eval/RESULTS.md)
MANY_WINDOWS = 1 << 20  # whose components would take over 400 MB at a byte each
QUERIES = 300  # sentences that recall is measured with
Codes = npt.NDArray[np.uint8]

_BITS = 4  # of the code of a part, which FAISS's fast scan has
_WIDTH = 2  # components of a part
_SAMPLE = 20_000  # windows that ranges are of; FAISS trains on some, 256 for each pair
_BLOCK = 1 << 14  # windows read at once
_MORE_LEFT = 50  # windows that the second step leaves beside one a paragraph, at least
_FETCHED = (4, 6, 8, 12, 16, 24, 32, 48, 64)  # of the first step, for each paragraph asked for
# Of sentences of the corpus; questions find as much of theirs (eval/RESULTS.md).
_LEAST_RECALL = 0.996
_DEPTH = 100
_ROUNDING = 1e-6  # by which two ways to compute a cosine differ


@dataclass(frozen=True, slots=True, kw_only=True)
class Coding:
    """How the second step holds components, and how many windows it leaves for each paragraph."""

    quantizer: int
    left: float


_EIGHT_BITS = Coding(quantizer=faiss.ScalarQuantizer.QT_8bit, left=1.5)
_FOUR_BITS = Coding(quantizer=faiss.ScalarQuantizer.QT_4bit, left=2.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuantizedWindows:
    """Windows in short: what stands for their parts, and which of these each part is nearest to.

    ``centroids`` has shape ``(parts, 16, d / parts)``, and ``codes`` ``(n, ceil(parts / 2))``: two
    parts a byte, the first in its lower half. ``ranges`` are the least value and the spread of each
    component, ``(2, d)``.
    """

    centroids: Vectors
    codes: Codes
    ranges: Vectors

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Map the codes of a generation whose every byte was verified."""
        return cls(**{name: load_array(folder, f"quantized_{name}") for name in cls.__slots__})

    def files(self) -> Iterator[tuple[str, memoryview]]:
        """Their files, by name."""
        names = self.__slots__
        return ((f"quantized_{name}.npy", npy_bytes(getattr(self, name))) for name in names)

    def index(self, windows: StackedFiles) -> faiss.IndexRefine:
        """The first two steps, over all windows."""
        return faiss.IndexRefine(self._first(), self._second(windows))

    def _first(self) -> faiss.IndexIVFPQFastScan:
        """The codes in one inverted list, since FAISS masks nothing outside of lists."""
        parts, _, width = self.centroids.shape
        origin = faiss.IndexFlatIP(parts * width)
        origin.add(np.zeros((1, parts * width), dtype=np.float32))
        plain = faiss.IndexIVFPQ(origin, parts * width, 1, parts, _BITS, faiss.METRIC_INNER_PRODUCT)
        plain.by_residual = False
        plain.pq = _quantizer(self.centroids)
        plain.is_trained = True
        ids, codes = np.arange(len(self.codes)), np.ascontiguousarray(self.codes)
        pointers = [faiss.swig_ptr(array) for array in (ids, codes)]
        plain.invlists.add_entries(0, len(ids), *pointers)  # type: ignore[union-attr]  # never None
        plain.ntotal = len(ids)
        index = faiss.IndexIVFPQFastScan(plain)  # has its own, and keeps the others to debug
        index.orig_invlists = None
        plain.replace_invlists(None, True)  # type: ignore[arg-type]  # frees them
        return index

    def _second(self, windows: StackedFiles) -> faiss.IndexScalarQuantizer:
        """The components of all windows."""
        index = faiss.IndexScalarQuantizer(
            self.ranges.shape[1], coding_of(len(windows)).quantizer, faiss.METRIC_INNER_PRODUCT
        )
        faiss.copy_array_to_vector(np.ascontiguousarray(self.ranges).reshape(-1), index.sq.trained)
        index.is_trained = True
        for size in (len(windows) * index.code_size, 0):  # or it grows with room to spare
            index.codes.resize(size)
        for _, block in windows.blocks(_BLOCK):
            index.add(block)
        return index


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetching:
    """How many windows the first step brings for each paragraph asked for, and the recall then.

    Recall is the share of the exact ranking that is found.
    """

    fetched: int
    recall: float


class ApproximateIndex:
    """Ranks by their exact scores the paragraphs whose windows seem nearest in short.

    ``fetched`` is how many windows the first step brings for each paragraph asked for.
    """

    def __init__(
        self,
        index: faiss.IndexRefine,
        window_rows: WindowRows,
        *,
        fetched: int,
        stored: StoredWindows,
    ) -> None:
        self._index = index
        self._window_rows = window_rows
        self._left = coding_of(len(window_rows)).left
        self._factor = fetched / self._left
        self.scores_of = stored.scores_of
        self.embedding_of = stored.embedding_of

    def search(self, query: Vectors, depth: int, *, allowed: Mask | None = None) -> Ranking:
        """Rank the paragraphs whose row is ``allowed``, all by default."""
        filtered = selector_of(None if allowed is None else allowed[self._window_rows])
        wanted = max(int(self._left * depth), depth + _MORE_LEFT)
        while True:
            windows = self._nearest(query, wanted, filtered)
            rows = np.unique(self._window_rows[windows]).astype(np.int64)
            if len(rows) >= depth or len(windows) < wanted:
                break
            wanted *= 2
        if not len(rows):
            return NOTHING_RANKED
        return Ranking.of(rows, self.scores_of(query, rows), depth=depth)

    def _nearest(self, query: Vectors, wanted: int, filtered: faiss.IDSelector | None) -> Rows:
        """The windows that seem nearest, at most as many as wanted."""
        faiss.omp_set_num_threads(1)  # one question, one thread: there are others
        wanted = min(wanted, len(self._window_rows))
        factor = max(1.0, min(self._factor, len(self._window_rows) / wanted))
        asked = faiss.IndexRefineSearchParameters(  # type: ignore[call-arg]  # stubs lack the fields
            k_factor=factor,
            base_index_params=faiss.SearchParametersIVF(  # type: ignore[call-arg]
                nprobe=1, sel=filtered
            ),
        )
        _, windows = self._index.search(query[None, :], wanted, params=asked)
        found: Rows = windows[0][windows[0] >= 0]
        return found


def refuse_lists(search: Mapping[str, float]) -> None:
    """Check that codes are what many windows are searched by; ``search`` is that of a manifest.

    Raises:
        IndexStale: an earlier version made inverted lists.
    """
    if search and "fetched" not in search:
        raise IndexStale('index was made for another way to search; run "rapporteur index"')


def is_as_made_now(search: Mapping[str, float], *, windows: int) -> bool:
    """Whether so many windows are searched as an index of this version would be."""
    return ("fetched" in search) == (windows >= LEAST_WINDOWS)


def coding_of(windows: int) -> Coding:
    """How the components of so many windows are held: a byte for each, of many half a byte."""
    return _EIGHT_BITS if windows < MANY_WINDOWS else _FOUR_BITS


def train_quantizer(windows: StackedFiles) -> tuple[Vectors, Vectors]:
    """Find centroids and the ranges of components in evenly spread windows; always the same."""
    faiss.omp_set_num_threads(1)
    places = np.linspace(0, len(windows) - 1, min(_SAMPLE, len(windows))).astype(np.int64)
    sample = windows.read(places, np.ones_like(places))
    dimension = sample.shape[1]
    parts = dimension // _WIDTH if dimension % _WIDTH == 0 else dimension
    quantizer = faiss.ProductQuantizer(dimension, parts, _BITS)
    quantizer.train(sample)
    centroids: Vectors = faiss.vector_to_array(quantizer.centroids)
    least = sample.min(axis=0)
    ranges = np.stack([least, sample.max(axis=0) - least])
    return centroids.reshape(parts, 1 << _BITS, dimension // parts), ranges


def code_windows(centroids: Vectors, windows: StackedFiles) -> Codes:
    """The codes of windows, shape ``(n, ceil(parts / 2))``."""
    quantizer = _quantizer(centroids)
    codes = [quantizer.compute_codes(block) for _, block in windows.blocks(_BLOCK)]
    return np.concatenate([np.empty((0, quantizer.code_size), np.uint8), *codes])


def choose_fetched(
    quantized: QuantizedWindows,
    windows: StackedFiles,
    *,
    stored: StoredWindows,
    window_rows: WindowRows,
    queries: Vectors,
) -> Fetching:
    """Bring the fewest windows with which queries find .996 of their exact rankings of 100.

    Where no choice brings enough, the most are brought, and the recall tells how little it is.
    """
    index, exact = quantized.index(windows), _exact_rankings(windows, window_rows, queries)
    for fetched in _FETCHED:
        approximate = ApproximateIndex(index, window_rows, fetched=fetched, stored=stored)
        found = (approximate.search(query, _DEPTH) for query in queries)
        recall = float(np.mean([_share_of(*pair) for pair in zip(exact, found, strict=True)]))
        if recall >= _LEAST_RECALL:
            break
    return Fetching(fetched=fetched, recall=round(recall, 4))


def _quantizer(centroids: Vectors) -> faiss.ProductQuantizer:
    parts, _, width = centroids.shape
    quantizer = faiss.ProductQuantizer(parts * width, parts, _BITS)
    faiss.copy_array_to_vector(np.ascontiguousarray(centroids).reshape(-1), quantizer.centroids)
    return quantizer


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
