"""Arrays as files in NumPy's format: mapped, or read in ranges as if several were one."""

import io
import os
import weakref
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from corpus.errors import IndexDamaged
from index.ranking import Rows, Vectors, rows_of_ranges

# Arrays of so many bytes together are held: a read takes a fifth of its time (eval/RESULTS.md),
# and the vectors of a library of 10,000 paragraphs are below it.
_HELD_BYTES = 1 << 26
_CUT = 'a file of the index was cut; run "rapporteur index"'
_SIGN_AND_REST = np.int32(0x8FFFE000 - (1 << 32))  # not the copies of the sign between them


def npy_bytes(array: npt.NDArray[np.generic]) -> memoryview:
    """An array in NumPy's file format."""
    buffer = io.BytesIO()
    np.save(buffer, array, allow_pickle=False)
    return buffer.getbuffer()


def load_array(folder: Path, name: str) -> npt.NDArray[Any]:
    """Map an array of a generation whose every byte was verified."""
    mapped = np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False)
    return np.asarray(mapped)  # the same memory, without np.memmap's slow slices


def single_of(halves: npt.NDArray[np.float16]) -> Vectors:
    """Finite numbers of half precision in single precision, exactly; six times NumPy's speed.

    The bits of exponent and fraction keep their places below the sign, which moves by 13 (IEEE
    754); the exponents' bias, 15 of half precision and 127 of single, differs by 112.
    """
    bits = halves.view(np.int16).astype(np.int32)
    bits <<= 13
    bits &= _SIGN_AND_REST
    singles = bits.view(np.float32)
    singles *= np.float32(2.0**112)
    return singles


class StackedFiles:
    """The rows of several files as if they were one array, read where they are asked for.

    What is read this way is not mapped, so that questions leave no resident memory behind: each
    needs some hundred rows of the vectors of a large corpus, far apart.
    """

    def __init__(
        self,
        paths: Sequence[Path],
        *,
        shape: Sequence[int],
        dtype: np.dtype[Any],
        rows: Rows,
        held_bytes: int = 0,
    ) -> None:
        """Open files that end with ``rows[i]`` rows of a ``shape`` each, whatever comes before.

        Rows that have at most ``held_bytes`` together are held in memory.
        """
        self._files = [os.open(path, os.O_RDONLY) for path in paths]
        weakref.finalize(self, _close, self._files)
        self._shape, self._dtype = tuple(shape), dtype
        self._row_bytes = int(np.prod(self._shape, dtype=np.int64)) * dtype.itemsize
        sizes = [os.fstat(file).st_size for file in self._files]
        self._starts = np.array(sizes, dtype=np.int64) - rows * self._row_bytes
        self._firsts = np.concatenate(([0], np.cumsum(rows)))
        is_small = len(self) * self._row_bytes <= held_bytes
        filled = rows > 0
        self._held = self._read(self._firsts[:-1][filled], rows[filled]) if is_small else None

    @classmethod
    def of_arrays(cls, paths: Sequence[Path], *, held_bytes: int = _HELD_BYTES) -> Self:
        """Open arrays in NumPy's format whose rows are alike; small ones are held in memory."""
        arrays = [np.load(path, mmap_mode="r", allow_pickle=False) for path in paths]
        shape, dtype = (
            (arrays[0].shape[1:], arrays[0].dtype) if arrays else ((0,), np.dtype(np.float32))
        )
        rows = np.array([len(array) for array in arrays], dtype=np.int64)
        return cls(paths, shape=shape, dtype=dtype, rows=rows, held_bytes=held_bytes)

    @classmethod
    def of_bytes(cls, paths: Sequence[Path]) -> Self:
        """Open files whose rows are bytes."""
        rows = np.array([path.stat().st_size for path in paths], dtype=np.int64)
        return cls(paths, shape=(), dtype=np.dtype(np.uint8), rows=rows)

    def __len__(self) -> int:
        return int(self._firsts[-1])

    def read(self, firsts: Rows, counts: Rows) -> npt.NDArray[Any]:
        """Read several ranges of rows, one after the other: ``counts[i]`` from ``firsts[i]``.

        A range lies within one file.

        Raises:
            IndexDamaged: a file was cut after it was opened.
        """
        if self._held is None:
            return self._read(firsts, counts)
        return self._held.take(rows_of_ranges(firsts, counts), axis=0)

    def bytes_of(self, first: int, count: int) -> bytes:
        """One range of rows within one file as bytes, which are always read from there.

        Raises:
            IndexDamaged: a file was cut after it was opened.
        """
        file = int(np.searchsorted(self._firsts, first, side="right")) - 1
        size = count * self._row_bytes
        start = int(self._starts[file]) + (first - int(self._firsts[file])) * self._row_bytes
        content = os.pread(self._files[file], size, start)
        if len(content) != size:
            raise IndexDamaged(_CUT)
        return content

    def _read(self, firsts: Rows, counts: Rows) -> npt.NDArray[Any]:
        rows = np.empty((int(counts.sum()), *self._shape), dtype=self._dtype)
        target = rows.reshape(-1).view(np.uint8).data
        firsts, counts = firsts[counts > 0], counts[counts > 0]  # an empty one can lie at the end
        files = np.searchsorted(self._firsts, firsts, side="right") - 1
        starts = self._starts[files] + (firsts - self._firsts[files]) * self._row_bytes
        place = 0
        told = _joined(files, starts, counts * self._row_bytes)
        for file, start, size in zip(*told, strict=True):
            part = target[place : place + size]
            if os.preadv(self._files[file], [part], start) != size:
                raise IndexDamaged(_CUT)
            place += size
        return rows

    def blocks(self, rows: int) -> Iterator[tuple[int, npt.NDArray[Any]]]:
        """All rows in blocks of at most this many, each with the place of its first row."""
        for first, end in zip(self._firsts[:-1].tolist(), self._firsts[1:].tolist(), strict=True):
            for start in range(first, end, rows):
                count = min(rows, end - start)
                yield start, self.read(np.array([start]), np.array([count]))


def _joined(files: Rows, starts: Rows, sizes: Rows) -> tuple[list[int], list[int], list[int]]:
    """Ranges of files, in order, those made one that follow each other without a gap."""
    is_first = np.ones(len(files), dtype=np.bool_)
    is_first[1:] = (starts[1:] != (starts + sizes)[:-1]) | (files[1:] != files[:-1])
    runs = np.flatnonzero(is_first)
    lengths = np.add.reduceat(sizes, runs) if len(runs) else sizes
    return files[runs].tolist(), starts[runs].tolist(), lengths.tolist()


def _close(files: Sequence[int]) -> None:
    for file in files:
        os.close(file)
