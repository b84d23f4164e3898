"""Spelling variants: words of the vocabulary that look like a word of the query.

Two words are as alike as their runs of four letters, ends marked, are the same: Dice's
coefficient ``2 |A ∩ B| / (|A| + |B|)``. It sees through misspelling (narcotcs), through endings
that the stemmer leaves (organisational, organization) and through parts of compounds. Numbers,
symbols and short words have no variants: a year is never nearly right.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

_LETTERS = 4  # of a run; of three, every second word looks like another
_LEAST_LIKENESS = 0.5  # half of the letters; measured against .65 and .8 (eval/RESULTS.md)


@dataclass(frozen=True, slots=True)
class Variant:
    """A word of the vocabulary, by its column, and how alike it is, 1 for the word itself."""

    column: int
    likeness: float


class SpellingVariants:
    """The words of a vocabulary by their runs of letters, in compressed sparse columns.

    ``indices[indptr[g]:indptr[g + 1]]`` are the columns of the words that hold run ``g``.
    """

    def __init__(
        self,
        runs: Mapping[str, int],
        indices: npt.NDArray[np.generic],
        indptr: npt.NDArray[np.generic],
        *,
        words: int,
    ) -> None:
        self._runs = runs
        self._indices = indices
        self._indptr = indptr
        self._sizes = np.bincount(np.asarray(indices), minlength=words)  # (words,)

    def of(self, word: str) -> tuple[Variant, ...]:
        """The words at least half alike, in the order of the vocabulary, the word itself too."""
        own = _runs_of(word)
        known = [self._runs[run] for run in own if run in self._runs]
        if not known:
            return ()
        holders = [self._indices[self._indptr[run] : self._indptr[run + 1]] for run in known]
        shared = np.bincount(np.concatenate(holders), minlength=len(self._sizes))
        # A word has all the runs that it shares, so that fewer are never half of both words'.
        near = np.flatnonzero(shared >= len(own) * _LEAST_LIKENESS / (2 - _LEAST_LIKENESS))
        likeness = 2 * shared[near] / (self._sizes[near] + len(own))
        is_like = likeness >= _LEAST_LIKENESS
        pairs = zip(near[is_like].tolist(), likeness[is_like].tolist(), strict=True)
        return tuple(Variant(column, like) for column, like in pairs)


def build_variants(words: Sequence[str]) -> tuple[str, dict[str, npt.NDArray[np.generic]]]:
    """The runs of letters of a vocabulary as JSON, and their columns as ``indices``, ``indptr``."""
    holders: dict[str, list[int]] = {}
    for column, word in enumerate(words):
        for run in _runs_of(word):
            holders.setdefault(run, []).append(column)
    runs = sorted(holders)
    columns = [column for run in runs for column in holders[run]]
    ends = np.cumsum([0, *(len(holders[run]) for run in runs)])
    arrays: dict[str, npt.NDArray[np.generic]] = {
        "indices": np.array(columns, dtype=np.int32),
        "indptr": ends.astype(np.int64),
    }
    return json.dumps(runs, ensure_ascii=False), arrays


def _runs_of(word: str) -> frozenset[str]:
    """The runs of a word that can have variants; none for any other."""
    return (
        frozenset(_slices(f"#{word}#")) if word.isalpha() and len(word) >= _LETTERS else frozenset()
    )


def _slices(marked: str) -> Iterator[str]:
    return (marked[i : i + _LETTERS] for i in range(len(marked) - _LETTERS + 1))
