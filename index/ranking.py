"""Rankings: rows of the corpus in order, best first, as every ranker returns them.

A row is the position of a paragraph in corpus order. Greater scores are better; equal scores
keep corpus order, so that a ranking is a total order and the same query gives the same bytes.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

Rows = npt.NDArray[np.int64]
Scores = npt.NDArray[np.float32]
Vectors = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]

_GROUP = 64  # rows of which only the best is compared with others


@dataclass(frozen=True, slots=True)
class Ranking:
    """``rows[i]`` is the paragraph at rank ``i + 1`` and ``scores[i]`` its score."""

    rows: Rows  # (n,)
    scores: Scores  # (n,)

    @classmethod
    def of(cls, rows: Rows, scores: Scores, *, depth: int) -> Self:
        """Order rows by score, ties by row, and keep the first ``depth``.

        Raises:
            ValueError: ``depth`` is below 1.
        """
        if depth < 1:
            raise ValueError(f"depth is {depth}; it must be at least 1")
        if len(rows) > depth:  # sorting all that shares a frequent word would take most of a search
            least = np.partition(scores, len(scores) - depth)[len(scores) - depth]
            rows, scores = rows[scores >= least], scores[scores >= least]
        order = np.lexsort((rows, -scores))[:depth]
        return cls(rows[order], scores[order])

    @classmethod
    def of_all(cls, scores: Scores, *, depth: int) -> Self:
        """Order all rows that have a score above 0, ``scores[row]``, and keep the first ``depth``.

        Raises:
            ValueError: ``depth`` is below 1.
        """
        least = _least_of_best(scores, depth)
        rows = np.flatnonzero(scores >= least if least > 0 else scores > 0)
        return cls.of(rows, scores[rows], depth=depth)

    def __iter__(self) -> Iterator[tuple[int, float]]:
        """The rows and their scores, best first."""
        return zip(self.rows.tolist(), self.scores.tolist(), strict=True)

    def __len__(self) -> int:
        return len(self.rows)


def _least_of_best(scores: Scores, depth: int) -> np.float32:
    """A score that at least ``depth`` rows reach, and few others; 0 of few rows.

    Of rows in groups, the best of ``depth`` groups are ``depth`` rows; ordering the groups takes
    less than ordering all that share a frequent word.
    """
    groups = len(scores) // _GROUP
    if not 1 <= depth <= groups:
        return np.float32(0)
    best = scores[: groups * _GROUP].reshape(_GROUP, groups).max(axis=0)
    return np.float32(np.partition(best, groups - depth)[groups - depth])


NOTHING_RANKED = Ranking(np.empty(0, np.int64), np.empty(0, np.float32))


def best_of_groups(groups: Rows, scores: Scores) -> tuple[Rows, Scores]:
    """The greatest score of each group, groups in ascending order."""
    found, inverse = np.unique(groups, return_inverse=True)
    best = np.full(len(found), -np.inf, dtype=np.float32)
    np.maximum.at(best, inverse, scores)
    return found, best


def rows_of_ranges(firsts: Rows, counts: Rows) -> Rows:
    """The rows of several ranges, one after the other: ``counts[i]`` rows from ``firsts[i]``."""
    places = np.cumsum(counts) - counts
    rows: Rows = np.repeat(firsts - places, counts) + np.arange(counts.sum())
    return rows
