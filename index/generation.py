"""A generation: one immutable folder with everything that answering needs.

Opening compares every byte with the manifest before anything is parsed. ``index.publishing``
makes generations; at every moment ``CURRENT`` names a whole one or none.
"""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from corpus.errors import IndexDamaged, IndexMissing
from corpus.sentences import Sentence
from index.approximate import ApproximateIndex, QuantizedWindows, refuse_lists
from index.arrays import StackedFiles, load_array, single_of
from index.dense import DenseIndex, FlatIndex, StoredWindows
from index.encoder import QueryEncoder
from index.layout import Layout, Spans
from index.lexical import Bm25Index, LexicalIndex, vocabulary_of
from index.manifest import (
    MANIFEST_FILE,
    Manifest,
    generation_name,
    read_manifest,
    verify_files,
)
from index.onnx_encoder import OnnxEncoder
from index.passages import PassageTable
from index.phrases import WordOrder
from index.ranking import Rows, Scores, Vectors
from index.variants import SpellingVariants
from index.volumes import stack_of, volume_names
from index.windows import OWN_TEXT

CURRENT_FILE = "CURRENT"
GENERATIONS_FOLDER = "generations"

_KNOWN_ROWS = 2**8  # whose sentences one question asks for several times, of some 6 kB each

OpenEncoder = Callable[[Path], QueryEncoder]


@dataclass(frozen=True, slots=True, kw_only=True)
class Swap:
    """A generation that was made current, and the file's number and time that tell one swap."""

    name: str
    mark: tuple[int, int]


class SentenceTable:
    """All sentences of the corpus, and all rows of its tables, each with a vector of unit norm.

    Each is stored as (part, start, end), as ``index.windows`` cuts them. Every row has a sentence
    of its own text, and those stand before the rows of its tables.
    """

    def __init__(self, stored: StackedFiles, vectors: StackedFiles, spans: Spans) -> None:
        self._vectors = vectors  # (s, d)
        self._spans = spans
        # It holds no reference to this table, which so ends, and closes its files, when it is
        # dropped, whenever garbage is next looked for.
        self._hanging = lru_cache(maxsize=_KNOWN_ROWS)(partial(_hanging, stored, vectors, spans))

    def of_row(self, row: int) -> tuple[tuple[Sentence, ...], Vectors]:
        """The sentences of a paragraph's own text in order, and their vectors."""
        parts, sentences, vectors = self._hanging(row)
        count = int(np.searchsorted(parts != OWN_TEXT, True))
        return sentences[:count], vectors[:count]

    def lines_of_tables(self, row: int) -> tuple[tuple[tuple[int, Sentence], ...], Vectors]:
        """The rows of the tables that follow a paragraph, each with its table, and their vectors.

        A table is named by its place in the report, and its rows are slices of its text.
        """
        parts, sentences, vectors = self._hanging(row)
        first = int(np.searchsorted(parts != OWN_TEXT, True))
        lines = zip(parts[first:].tolist(), sentences[first:], strict=True)
        return tuple(lines), vectors[first:]

    def best_cosines(self, query: Vectors, rows: Rows) -> Scores:
        """The cosine of the best sentence or table row of each of ``rows``, in their order."""
        firsts, counts = self._spans.of(rows)
        vectors = single_of(self._vectors.read(firsts, counts))
        cosines = np.einsum("sd,d->s", vectors, query)  # rounds every row alike: ties stay exact
        best: Scores = np.maximum.reduceat(cosines, np.cumsum(counts) - counts)
        return best


def _hanging(
    stored: StackedFiles, vectors: StackedFiles, spans: Spans, row: int
) -> tuple[npt.NDArray[np.int32], tuple[Sentence, ...], Vectors]:
    """The parts, the slices and the vectors of what hangs on a row, sentences first."""
    firsts, counts = spans.of(np.array([row]))
    found = stored.read(firsts, counts)
    sentences = tuple(Sentence(start, end) for start, end in found[:, 1:].tolist())
    own = single_of(vectors.read(firsts, counts))
    own.flags.writeable = False
    return found[:, 0], sentences, own


@dataclass(frozen=True, slots=True, kw_only=True)
class Generation:
    """An open generation; nothing in it ever changes but what it remembers of its files."""

    name: str
    manifest: Manifest
    passages: PassageTable
    dense: DenseIndex
    lexical: LexicalIndex
    word_order: WordOrder
    sentences: SentenceTable
    encoder: QueryEncoder

    @classmethod
    def open(cls, folder: Path, open_encoder: OpenEncoder, *, is_exact: bool = False) -> Self:
        """Verify every byte in a folder, then open it; ``is_exact`` for no approximate search.

        Raises:
            IndexDamaged: something is not as its manifest says.
            IndexStale: an earlier version made it that searched otherwise.
        """
        manifest = read_manifest(folder)
        verify_files(folder, manifest)
        with ThreadPoolExecutor(max_workers=1) as beside:
            encoder = beside.submit(open_encoder, folder)
            names = volume_names(manifest.files)
            layout = Layout.read(folder, names)
            vocabulary = vocabulary_of((folder / "vocabulary.json").read_text(encoding="utf-8"))
            return cls(
                name=folder.name,
                manifest=manifest,
                passages=_passages(folder, names, layout),
                dense=_dense(folder, names, layout, search={} if is_exact else manifest.search),
                lexical=_lexical(folder, vocabulary, paragraphs=manifest.counts["paragraphs"]),
                word_order=WordOrder(
                    vocabulary,
                    StackedFiles.of_arrays([folder / "words_columns.npy"]),
                    load_array(folder, "words_offsets"),
                ),
                sentences=SentenceTable(
                    stack_of(folder, names, "sentence_spans"),
                    stack_of(folder, names, "sentence_vectors"),
                    layout.sentences,
                ),
                encoder=encoder.result(),
            )


def _passages(folder: Path, names: Sequence[str], layout: Layout) -> PassageTable:
    headers = [
        line
        for name in names
        for line in (folder / f"{name}-reports.jsonl").read_bytes().splitlines()
    ]
    texts = StackedFiles.of_bytes([folder / f"{name}-paragraphs.jsonl" for name in names])
    return PassageTable(headers, texts, layout)


def _dense(
    folder: Path, names: Sequence[str], layout: Layout, *, search: Mapping[str, float]
) -> DenseIndex:
    """The exact index of few windows, the approximate one of many."""
    vectors = stack_of(folder, names, "window_vectors")
    stored = StoredWindows(vectors, layout.windows)
    refuse_lists(search)
    if not search:
        return FlatIndex(vectors, layout.window_rows, stored=stored)
    return ApproximateIndex(
        QuantizedWindows.load(folder).index(vectors),
        layout.window_rows,
        fetched=int(search["fetched"]),
        stored=stored,
    )


def _lexical(folder: Path, vocabulary: Mapping[str, int], *, paragraphs: int) -> LexicalIndex:
    runs = vocabulary_of((folder / "variant_runs.json").read_text(encoding="utf-8"))
    variants = SpellingVariants(runs, **_arrays(folder, "variant"), words=len(vocabulary))
    return Bm25Index(
        vocabulary,
        _arrays(folder, "lexical", "data", "indices", "indptr"),
        paragraphs=paragraphs,
        context=_arrays(folder, "context"),
        variants=variants,
    )


def open_current(home: Path, open_encoder: OpenEncoder, *, is_exact: bool = False) -> Generation:
    """Open the published generation of a home; ``is_exact`` for no approximate search.

    Raises:
        IndexMissing: none was published.
        IndexDamaged: it is not as its manifest says.
        IndexStale: an earlier version made it, and this one searches otherwise.
    """
    return Generation.open(current_folder(home), open_encoder, is_exact=is_exact)


def current_generation(home: Path) -> str | None:
    """The name of the published generation; None when nothing was published.

    Raises:
        IndexDamaged: ``CURRENT`` holds no name.
    """
    try:
        content = (home / GENERATIONS_FOLDER / CURRENT_FILE).read_text(encoding="ascii")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise IndexDamaged(f"{CURRENT_FILE} of the index cannot be read: {error}") from error
    name = content.removesuffix("\n")
    if len(name) != len(generation_name(b"")) or not name.isalnum():
        raise IndexDamaged(f'{CURRENT_FILE} names no generation; run "rapporteur index"')
    return name


def current_swap(home: Path) -> Swap | None:
    """What ``CURRENT`` names, and which time it was swapped; None when nothing was published.

    Publishing the same generation again, as after damage, is another swap.

    Raises:
        IndexDamaged: ``CURRENT`` holds no name.
    """
    name = current_generation(home)
    if name is None:
        return None
    try:
        status = (home / GENERATIONS_FOLDER / CURRENT_FILE).stat()
    except OSError as error:
        raise IndexDamaged(f"{CURRENT_FILE} of the index cannot be read: {error}") from error
    return Swap(name=name, mark=(status.st_ino, status.st_mtime_ns))


def sealed_at(home: Path, name: str) -> float | None:
    """When a generation was sealed, in seconds since 1970; None when it is there no more."""
    try:
        return (home / GENERATIONS_FOLDER / name / MANIFEST_FILE).stat().st_mtime
    except FileNotFoundError:
        return None


def current_folder(home: Path) -> Path:
    """The folder of the published generation, which is not yet verified.

    Raises:
        IndexMissing, IndexDamaged: none was published, or its folder is gone.
    """
    name = current_generation(home)
    if name is None:
        raise IndexMissing(f'{home} has no index; run "rapporteur add PATH", "rapporteur index"')
    folder = home / GENERATIONS_FOLDER / name
    if not folder.is_dir():
        raise IndexDamaged(f'generation {name} of the index is missing; run "rapporteur index"')
    return folder


def onnx_opener(*, threads: int) -> OpenEncoder:
    """How a real generation opens its query encoder."""
    return lambda folder: OnnxEncoder(folder, threads=threads)


def verify_generation(home: Path) -> Manifest:
    """Compare every byte of the published generation with its manifest.

    Raises:
        IndexMissing, IndexDamaged: as for ``open_current``.
    """
    folder = current_folder(home)
    manifest = read_manifest(folder)
    verify_files(folder, manifest)
    return manifest


def _arrays(folder: Path, part: str, *names: str) -> dict[str, npt.NDArray[Any]]:
    """The arrays of one part of a generation, by name."""
    return {name: load_array(folder, f"{part}_{name}") for name in names or ("indices", "indptr")}
