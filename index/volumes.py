"""Volumes: what is made of reports by themselves, sealed once and shared by generations.

A report's lines, windows and vectors depend on no other report, so a generation keeps them in
volumes of thousands of paragraphs, and the next one takes over every volume whose reports are all
as they were. Adding a report writes a small volume, and what depends on the whole corpus.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from index.arrays import StackedFiles, load_array, npy_bytes
from index.embeddings import EmbeddedWindows
from index.ranking import Rows, rows_of_ranges

# A smaller volume is written anew with what is added, so that a small library has only one; of
# UN paragraphs, which have 2.3 windows and 3.6 sentences each, 16,384 take about 115 MB.
LEAST_ROWS = 1 << 14
MOST_ROWS = 1 << 15  # of a volume that a build writes, save where one report has more
WINDOWS, SENTENCES, BYTES = range(3)  # columns of ``row_sizes``
_ENTRIES = "-entries.json"
_ARRAYS = ("row_sizes", "sentence_spans")


@dataclass(frozen=True, slots=True)
class Entry:
    """A report in a volume: its id, the digest of its content, and how many paragraphs it has."""

    report_id: str
    sha256: str
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Volume:
    """Reports with their paragraphs, windows and sentences, each in order of print.

    ``headers`` and ``paragraphs`` are lines of JSON; ``row_sizes[i]`` counts the windows,
    sentences and bytes of paragraph ``i``; ``sentence_spans`` are (part, start, end), as
    ``index.windows`` cuts them.
    """

    entries: tuple[Entry, ...]
    headers: tuple[bytes, ...]
    paragraphs: npt.NDArray[np.uint8]
    row_sizes: npt.NDArray[np.int32]  # (n, 3)
    sentence_spans: npt.NDArray[np.int32]  # (s, 3)
    embedded: EmbeddedWindows

    @classmethod
    def load(cls, folder: Path, name: str) -> Self:
        """Map a volume of a generation whose every byte was verified."""
        headers = (folder / f"{name}-reports.jsonl").read_bytes()
        return cls(
            entries=read_entries(folder, name),
            headers=tuple(headers.splitlines(keepends=True)),
            paragraphs=np.fromfile(folder / f"{name}-paragraphs.jsonl", np.uint8),
            embedded=EmbeddedWindows.load(folder, name),
            **{array: load_array(folder, f"{name}-{array}") for array in _ARRAYS},
        )

    @property
    def name(self) -> str:
        """What its files are called by: the digest of its reports."""
        return f"volume-{hashlib.sha256(self._entries_json()).hexdigest()[:16]}"

    def files(self) -> Iterator[tuple[str, bytes | memoryview]]:
        """Its files, by name."""
        name = self.name
        yield f"{name}{_ENTRIES}", self._entries_json()
        yield f"{name}-reports.jsonl", b"".join(self.headers)
        yield f"{name}-paragraphs.jsonl", self.paragraphs.data
        own = {array: getattr(self, array) for array in _ARRAYS}
        for array, values in {**own, **self.embedded.arrays()}.items():
            yield f"{name}-{array}.npy", npy_bytes(values)

    def chosen(self, places: Sequence[int]) -> Self:
        """The reports at some places, in that order."""
        counts = np.array([entry.rows for entry in self.entries], dtype=np.int64)
        chosen = np.array(places, dtype=np.int64)
        rows = rows_of_ranges(firsts_of(counts)[chosen], counts[chosen])
        sizes = self.row_sizes.astype(np.int64)
        firsts = firsts_of(sizes)[rows]
        windows = rows_of_ranges(firsts[:, WINDOWS], sizes[rows, WINDOWS])
        sentences = rows_of_ranges(firsts[:, SENTENCES], sizes[rows, SENTENCES])
        letters = rows_of_ranges(firsts[:, BYTES], sizes[rows, BYTES])
        return type(self)(
            entries=tuple(self.entries[place] for place in places),
            headers=tuple(self.headers[place] for place in places),
            paragraphs=self.paragraphs[letters],
            row_sizes=self.row_sizes[rows],
            sentence_spans=self.sentence_spans[sentences],
            embedded=self.embedded.taken(windows, sentences),
        )

    @classmethod
    def joined(cls, parts: Sequence["Volume"]) -> "Volume":
        """All reports of several volumes, one at least, in the order of their ids."""
        joined = Volume(
            entries=tuple(entry for part in parts for entry in part.entries),
            headers=tuple(line for part in parts for line in part.headers),
            paragraphs=np.concatenate([part.paragraphs for part in parts]),
            row_sizes=np.concatenate([part.row_sizes for part in parts]),
            sentence_spans=np.concatenate([part.sentence_spans for part in parts]),
            embedded=EmbeddedWindows.of_all([part.embedded for part in parts]),
        )
        ids = [entry.report_id for entry in joined.entries]
        order = sorted(range(len(ids)), key=ids.__getitem__)
        return joined if order == list(range(len(ids))) else joined.chosen(order)

    def _entries_json(self) -> bytes:
        rows = [[entry.report_id, entry.sha256, entry.rows] for entry in self.entries]
        return json.dumps(rows, ensure_ascii=False).encode()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Which volumes stay, by name; which reports of others are copied; which ids are made anew."""

    kept: tuple[str, ...]
    copied: Mapping[str, tuple[int, ...]]
    made: tuple[str, ...]


def plan_volumes(
    wanted: Mapping[str, str], earlier: Mapping[str, Sequence[Entry]], *, least_rows: int
) -> Plan:
    """Plan the volumes of reports, given as digests by id, beside those published ``earlier``.

    A volume stays when it is not small and all its reports are as they were.
    """
    kept, copied, held = [], {}, set[str]()
    for name, entries in earlier.items():
        alive = [
            place for place, each in enumerate(entries) if wanted.get(each.report_id) == each.sha256
        ]
        held.update(entries[place].report_id for place in alive)
        is_small = sum(entry.rows for entry in entries) < least_rows
        if len(alive) == len(entries) and not is_small:
            kept.append(name)
        elif alive:
            copied[name] = tuple(alive)
    made = tuple(report_id for report_id in wanted if report_id not in held)
    return Plan(kept=tuple(kept), copied=copied, made=made)


def volume_names(files: Iterable[str]) -> tuple[str, ...]:
    """The names of the volumes of a generation, in their order, by the names of its files."""
    return tuple(sorted(file.removesuffix(_ENTRIES) for file in files if file.endswith(_ENTRIES)))


def parted(volume: Volume, *, most_rows: int) -> Iterator[Volume]:
    """Part a volume that is too large, at the ends of reports."""
    ends = np.cumsum([entry.rows for entry in volume.entries])
    parts = -(-int(ends[-1]) // most_rows) if len(ends) else 1
    if parts <= 1:
        yield volume
        return
    part_of = (ends - 1) * parts // ends[-1]
    for part in np.unique(part_of):
        yield volume.chosen(np.flatnonzero(part_of == part).tolist())


def stack_of(folder: Path, names: Sequence[str], array: str) -> StackedFiles:
    """One array of several volumes, in their order."""
    return StackedFiles.of_arrays([folder / f"{name}-{array}.npy" for name in names])


def read_entries(folder: Path, name: str) -> tuple[Entry, ...]:
    """Read which reports a volume holds."""
    rows: Iterable[Sequence[Any]] = json.loads((folder / f"{name}{_ENTRIES}").read_bytes())
    return tuple(Entry(*row) for row in rows)


def firsts_of(sizes: Rows) -> Rows:
    """Where each of some things begins that lie one after the other, by their sizes."""
    firsts: Rows = np.cumsum(sizes, axis=0) - sizes
    return firsts
