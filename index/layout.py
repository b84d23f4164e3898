"""Where the paragraphs of a corpus lie in the volumes of its generation.

A row is the position of a paragraph in corpus order, which is the order of report ids. Volumes
hold whole reports in any order; what they store is counted through them, one after the other.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt

from index.arrays import load_array
from index.ranking import Rows, rows_of_ranges
from index.volumes import BYTES, SENTENCES, WINDOWS, Entry, firsts_of, read_entries


class Spans:
    """Where the windows, sentences or bytes of each row begin among all, and how many it has."""

    def __init__(self, firsts: Rows, counts: npt.NDArray[np.int32]) -> None:
        self._firsts = firsts  # (n,)
        self._counts = counts  # (n,)

    def of_one(self, row: int) -> tuple[int, int]:
        """The beginning and count of one row."""
        return int(self._firsts[row]), int(self._counts[row])

    def of(self, rows: Rows) -> tuple[Rows, Rows]:
        """The beginnings and counts of some rows."""
        return self._firsts[rows], self._counts[rows].astype(np.int64)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The rows of a corpus by where they are stored.

    ``entries[i]`` is the ``i``-th report, ``places[i]`` its place among those stored, and
    ``window_rows[w]`` the row of the window that is stored as the ``w``-th.
    """

    entries: tuple[Entry, ...]
    places: Rows
    windows: Spans
    sentences: Spans
    texts: Spans
    window_rows: npt.NDArray[np.int32]

    @classmethod
    def read(cls, folder: Path, volumes: Sequence[str]) -> Self:
        """Lay out the volumes of a generation, in the order of their names."""
        entries = [each for name in volumes for each in read_entries(folder, name)]
        sizes = [load_array(folder, f"{name}-row_sizes") for name in volumes]
        return cls.of(entries, np.concatenate([np.empty((0, 3), np.int32), *sizes]))

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return sum(entry.rows for entry in self.entries)

    @property
    def rows_of(self) -> dict[str, range]:
        """The rows of each report, by its id."""
        ends = itertools.accumulate(entry.rows for entry in self.entries)
        return {
            entry.report_id: range(end - entry.rows, end)
            for entry, end in zip(self.entries, ends, strict=True)
        }

    @classmethod
    def of(cls, entries: Sequence[Entry], row_sizes: npt.NDArray[np.int32]) -> Self:
        """Lay out reports, given as they are stored; ``row_sizes`` as in a volume, ``(n, 3)``."""
        ids = [entry.report_id for entry in entries]
        order = np.array(sorted(range(len(ids)), key=ids.__getitem__), dtype=np.int64)
        stored_rows = np.array([entry.rows for entry in entries], dtype=np.int64)
        rows = rows_of_ranges(firsts_of(stored_rows)[order], stored_rows[order])
        sizes = row_sizes.astype(np.int64)
        firsts = firsts_of(sizes)
        corpus_rows = np.empty(len(rows), dtype=np.int32)
        corpus_rows[rows] = np.arange(len(rows))
        windows, sentences, texts = (
            Spans(firsts[rows, column], row_sizes[rows, column])
            for column in (WINDOWS, SENTENCES, BYTES)
        )
        return cls(
            entries=tuple(entries[place] for place in order.tolist()),
            places=order,
            windows=windows,
            sentences=sentences,
            texts=texts,
            window_rows=np.repeat(corpus_rows, sizes[:, WINDOWS]),
        )
