"""A generation put together: reports that were made before are taken over, others are made.

All that depends on one report alone lies in volumes; what depends on the whole corpus, which is
how words are numbered and how rare they are, is computed from what is known in numbers.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

import numpy as np

from corpus.fsops import Disk, told_as_unwritable
from corpus.library import report_digest
from corpus.records import Report
from index.approximate import (
    LEAST_WINDOWS,
    QUERIES,
    Codes,
    QuantizedWindows,
    choose_fetched,
    code_windows,
    train_quantizer,
)
from index.arrays import StackedFiles, npy_bytes
from index.contents import contents_of
from index.dense import StoredWindows
from index.earlier import Earlier
from index.embeddings import Progress
from index.encoder import PassageEncoder
from index.layout import Layout
from index.lexical import score_postings, vocabulary_json
from index.ranking import Vectors
from index.settings import IndexSettings
from index.variants import build_variants
from index.volumes import (
    LEAST_ROWS,
    MOST_ROWS,
    Entry,
    Plan,
    Volume,
    parted,
    plan_volumes,
    stack_of,
)
from index.words import CountedWords, unite_words


class ReportSource(Protocol):
    """Where reports are read from, when they are needed."""

    def digests(self) -> Sequence[tuple[str, str]]:
        """The id and the digest of every report, in the order of ids."""
        ...

    def read(self, report_ids: Sequence[str]) -> Iterator[Report]:
        """Read some reports, in the order of ids."""
        ...


class GivenReports:
    """Reports that are in memory."""

    def __init__(self, reports: Sequence[Report]) -> None:
        self._reports = {each.report_id: each for each in sorted(reports, key=_id_of)}

    def digests(self) -> Sequence[tuple[str, str]]:
        """The id and the digest of every report, in the order of ids."""
        return [(name, report_digest(report)) for name, report in self._reports.items()]

    def read(self, report_ids: Sequence[str]) -> Iterator[Report]:
        """Some of the reports, in the order of ids."""
        return (self._reports[report_id] for report_id in sorted(report_ids))


@dataclass(frozen=True, slots=True, kw_only=True)
class Assembled:
    """What was written: of which reports, what it counts, and how it is searched.

    ``kept`` are the names of the volumes that were taken over; ``encoded`` windows were embedded
    anew.
    """

    entries: Sequence[Entry]
    counts: Mapping[str, int]
    search: Mapping[str, float]
    kept: Sequence[str]
    encoded: int


@dataclass(slots=True, kw_only=True)
class _Made:
    """What was made anew so far: words with the ids of their reports, and windows encoded."""

    words: list[tuple[CountedWords, Sequence[str]]]
    encoded: int = 0


class Assembly:
    """Puts one generation together in a folder, all of whose files a disk writes."""

    def __init__(
        self,
        source: ReportSource,
        encoder: PassageEncoder,
        *,
        settings: IndexSettings,
        earlier: Earlier | None,
    ) -> None:
        self._wanted = dict(source.digests())
        self._source = source
        self._encoder = encoder
        self._settings = settings
        self._earlier = earlier

    def write(self, folder: Path, disk: Disk, *, progress: Progress) -> Assembled:
        """Write all files of the generation, save those of the encoder and the manifest."""
        earlier = {} if self._earlier is None else self._earlier.entries
        plan = plan_volumes(self._wanted, earlier, least_rows=LEAST_ROWS)
        for name in plan.kept:
            self._link(name, folder, disk)
        made = _Made(words=[])
        names = list(plan.kept)
        for volume in _written(self._pieces(plan, made, progress=progress)):
            _write(volume.files(), folder, disk)
            names.append(volume.name)
        names.sort()
        layout = Layout.read(folder, names)
        _write(_word_files(self._words(made, layout), self._settings), folder, disk)
        counts, search = self._finished(names, layout, folder=folder, disk=disk, kept=plan.kept)
        return Assembled(
            entries=layout.entries,
            counts=counts,
            search=search,
            kept=plan.kept,
            encoded=made.encoded,
        )

    def _link(self, volume: str, folder: Path, disk: Disk) -> None:
        """Give the generation its own names for a volume of the earlier one."""
        if self._earlier is None:
            return
        for file in self._earlier.manifest.files:
            if file.startswith(f"{volume}-"):
                with told_as_unwritable(folder.parent):
                    disk.link(self._earlier.folder / file, folder / file)

    def _pieces(self, plan: Plan, made: _Made, *, progress: Progress) -> Iterator[Volume]:
        """What must be written: reports copied from other volumes, then those made anew."""
        if self._earlier is not None:
            for name, places in plan.copied.items():
                yield Volume.load(self._earlier.folder, name).chosen(places)
        known = () if self._earlier is None else self._earlier.known
        has_titles = len(self._wanted) > 1  # the only report's tells none of its paragraphs apart
        update = {} if has_titles else {"title_words": 0}
        settings = self._settings.model_copy(update=update)
        for reports in _batches(self._source.read(plan.made)):
            told = partial(_told, progress, before=made.encoded)
            contents = contents_of(
                reports, self._encoder, settings=settings, known=known, progress=told
            )
            made.words.append((contents.words, [report.report_id for report in reports]))
            made.encoded += contents.encoded
            yield contents.volume

    def _words(self, made: _Made, layout: Layout) -> CountedWords:
        """The words of all paragraphs."""
        rows_of = layout.rows_of
        parts = [
            (words, np.array([row for each in ids for row in rows_of[each]], dtype=np.int64))
            for words, ids in made.words
        ]
        if self._earlier is not None and self._earlier.entries:
            anew = {report_id for _, ids in made.words for report_id in ids}
            kept = {name: rows for name, rows in rows_of.items() if name not in anew}
            parts.append(self._earlier.words(kept))
        return unite_words(parts, rows=layout.rows)

    def _finished(
        self, names: Sequence[str], layout: Layout, *, folder: Path, disk: Disk, kept: Sequence[str]
    ) -> tuple[Mapping[str, int], Mapping[str, float]]:
        """Count what there is, and write the codes by which many windows are searched."""
        windows = stack_of(folder, names, "window_vectors")
        sentences = stack_of(folder, names, "sentence_vectors")
        counts = {
            "reports": len(layout.entries),
            "paragraphs": layout.rows,
            "windows": len(windows),
            "sentences": len(sentences),
        }
        if len(windows) < LEAST_WINDOWS:
            return counts, {}
        quantized, is_trained = self._quantized(names, windows, folder=folder, kept=kept)
        _write(quantized.files(), folder, disk)
        if self._earlier is not None and not is_trained:
            return counts, self._earlier.manifest.search
        fetching = choose_fetched(
            quantized,
            windows,
            stored=StoredWindows(windows, layout.windows),
            window_rows=layout.window_rows,
            queries=_spread(sentences, QUERIES),
        )
        return counts, {**asdict(fetching), "trained": len(windows)}

    def _quantized(
        self, names: Sequence[str], windows: StackedFiles, *, folder: Path, kept: Sequence[str]
    ) -> tuple[QuantizedWindows, bool]:
        """All windows in short, and whether their centroids are new.

        Centroids are kept until a corpus has half or twice the windows that they were trained for.
        """
        known = None if self._earlier is None else self._earlier.quantized(len(windows))
        if known is None:
            centroids, ranges = train_quantizer(windows)
            coded = {}
        else:
            centroids, ranges, coded = known.centroids, known.ranges, self._coded(known)
        codes = [
            coded[name]
            if name in kept and name in coded
            else code_windows(centroids, stack_of(folder, [name], "window_vectors"))
            for name in names
        ]
        quantized = QuantizedWindows(
            centroids=centroids, codes=np.concatenate(codes), ranges=ranges
        )
        return quantized, known is None

    def _coded(self, quantized: QuantizedWindows) -> dict[str, Codes]:
        """The codes of the windows of each earlier volume."""
        if self._earlier is None:
            return {}
        names = sorted(self._earlier.entries)
        sizes = [len(known.window_digests) for known in self._earlier.known]
        parts = np.split(quantized.codes, np.cumsum(sizes)[:-1])
        return dict(zip(names, parts, strict=True))


def _write(files: Iterable[tuple[str, bytes | memoryview]], folder: Path, disk: Disk) -> None:
    for name, content in files:
        with told_as_unwritable(folder.parent):
            disk.write(folder / name, content)


def _batches(reports: Iterator[Report]) -> Iterator[list[Report]]:
    """Reports together as long as their paragraphs fit one volume."""
    batch: list[Report] = []
    rows = 0
    for report in reports:
        if batch and rows + len(report.paragraphs) > MOST_ROWS:
            yield batch
            batch, rows = [], 0
        batch.append(report)
        rows += len(report.paragraphs)
    if batch:
        yield batch


def _written(pieces: Iterator[Volume]) -> Iterator[Volume]:
    """The volumes that hold some pieces, none of them small but the last."""
    waiting: list[Volume] = []
    for piece in pieces:
        waiting.append(piece)
        if sum(len(each.row_sizes) for each in waiting) >= MOST_ROWS:
            yield from parted(Volume.joined(waiting), most_rows=MOST_ROWS)
            waiting = []
    if waiting:
        yield from parted(Volume.joined(waiting), most_rows=MOST_ROWS)


def _told(progress: Progress, done: int, total: int, *, before: int) -> None:
    """Tell progress through all batches so far."""
    progress(before + done, before + total)


def _word_files(
    words: CountedWords, settings: IndexSettings
) -> Iterator[tuple[str, bytes | memoryview]]:
    """The files of the lexical side of a generation."""
    runs, variants = build_variants(words.vocabulary)
    scores = score_postings(words, k1=settings.bm25_k1, b=settings.bm25_b)
    arrays = {**words.arrays(), "lexical_data": scores}
    arrays |= {f"variant_{name}": array for name, array in variants.items()}
    yield "vocabulary.json", vocabulary_json(words.vocabulary).encode()
    yield "variant_runs.json", runs.encode()
    for name, array in arrays.items():
        yield f"{name}.npy", npy_bytes(array)


def _spread(vectors: StackedFiles, count: int) -> Vectors:
    """Some vectors, evenly spread over all."""
    places = np.linspace(0, len(vectors) - 1, count).astype(np.int64)
    return vectors.read(places, np.ones_like(places)).astype(np.float32)


def _id_of(report: Report) -> str:
    return report.report_id
