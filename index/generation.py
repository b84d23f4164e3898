"""A generation: one immutable folder with everything that answering needs.

Building writes into a staging folder, seals it with a manifest, renames it to its own name and
only then swaps ``CURRENT``: at every moment ``CURRENT`` names a whole generation or none.
Opening compares every byte with the manifest before anything is parsed.
"""

import json
import uuid
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from corpus.errors import IndexDamaged, IndexMissing
from corpus.library import corpus_digest, report_digest
from corpus.records import Paragraph, Report
from corpus.sentences import Sentence
from index.dense import DenseIndex, FlatIndex
from index.encoder import PassageEncoder, QueryEncoder, WindowText
from index.fsops import Disk, told_as_unwritable
from index.lexical import (
    Bm25Index,
    LexicalIndex,
    build_postings,
    vocabulary_json,
    vocabulary_of,
)
from index.manifest import (
    MANIFEST_FILE,
    Manifest,
    generation_name,
    read_manifest,
    seal,
    verify_files,
)
from index.onnx_encoder import OnnxEncoder
from index.passages import PassageTable, npy_bytes, passage_files
from index.ranking import Rows, Vectors
from index.settings import IndexSettings
from index.tokens import tokenize
from index.windows import Window, cut_windows

CURRENT_FILE = "CURRENT"
_GENERATIONS_FOLDER = "generations"
_SEALS_FILE = "seals.json"
_STAGING_PREFIX = "staging-"
_POSTINGS = ("data", "indices", "indptr")
_SPECIAL_PIECES = 2  # the encoder's own marks of a text's start and end

Progress = Callable[[int, int], None]
OpenEncoder = Callable[[Path], QueryEncoder]


@dataclass(frozen=True, slots=True)
class SentenceTable:
    """All sentences of the corpus: ``spans[i]`` is (row, start, end), ``vectors[i]`` unit norm."""

    spans: npt.NDArray[np.int32]  # (s, 3), rows ascending
    vectors: npt.NDArray[np.float16]  # (s, d)

    def of_row(self, row: int) -> tuple[tuple[Sentence, ...], Vectors]:
        """The sentences of a paragraph in order, and their vectors."""
        first, last = np.searchsorted(self.spans[:, 0], [row, row + 1])
        spans = self.spans[first:last]
        sentences = tuple(Sentence(int(start), int(end)) for _, start, end in spans)
        return sentences, self.vectors[first:last].astype(np.float32)


@dataclass(frozen=True, slots=True, kw_only=True)
class Generation:
    """An open generation; nothing in it ever changes."""

    name: str
    manifest: Manifest
    passages: PassageTable
    dense: DenseIndex
    lexical: LexicalIndex
    sentences: SentenceTable
    encoder: QueryEncoder

    @classmethod
    def open(cls, folder: Path, open_encoder: OpenEncoder) -> Self:
        """Verify every byte in a folder, then open it.

        Raises:
            IndexDamaged: something is not as its manifest says.
        """
        manifest = read_manifest(folder)
        verify_files(folder, manifest)
        postings = {name: _load(folder, f"lexical_{name}") for name in _POSTINGS}
        vocabulary = vocabulary_of((folder / "vocabulary.json").read_text(encoding="utf-8"))
        passages = PassageTable(folder)
        return cls(
            name=folder.name,
            manifest=manifest,
            passages=passages,
            dense=FlatIndex(_load(folder, "window_vectors"), _load(folder, "window_rows")),
            lexical=Bm25Index(vocabulary, postings, paragraphs=len(passages)),
            sentences=SentenceTable(
                _load(folder, "sentence_spans"), _load(folder, "sentence_vectors")
            ),
            encoder=open_encoder(folder),
        )


def open_current(home: Path, open_encoder: OpenEncoder) -> Generation:
    """Open the published generation of a home.

    Raises:
        IndexMissing: none was published.
        IndexDamaged: it is not as its manifest says.
    """
    return Generation.open(_current_folder(home), open_encoder)


def current_generation(home: Path) -> str | None:
    """The name of the published generation; None when nothing was published.

    Raises:
        IndexDamaged: ``CURRENT`` holds no name.
    """
    try:
        content = (home / _GENERATIONS_FOLDER / CURRENT_FILE).read_text(encoding="ascii")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise IndexDamaged(f"{CURRENT_FILE} of the index cannot be read: {error}") from error
    name = content.strip()
    if len(name) != len(generation_name(b"")) or not name.isalnum():
        raise IndexDamaged(f'{CURRENT_FILE} names no generation; run "rapporteur index"')
    return name


def _current_folder(home: Path) -> Path:
    name = current_generation(home)
    if name is None:
        raise IndexMissing(f'{home} has no index; run "rapporteur add PATH", "rapporteur index"')
    folder = home / _GENERATIONS_FOLDER / name
    if not folder.is_dir():
        raise IndexDamaged(f'generation {name} of the index is missing; run "rapporteur index"')
    return folder


def onnx_opener(*, threads: int) -> OpenEncoder:
    """How a real generation opens its query encoder."""
    return lambda folder: OnnxEncoder(folder, threads=threads)


def build_generation(
    reports: Sequence[Report],
    encoder: PassageEncoder,
    home: Path,
    *,
    settings: IndexSettings,
    progress: Progress = lambda done, total: None,
    disk: Disk | None = None,
) -> str:
    """Index reports, in corpus order, and publish the generation; returns its name.

    ``progress`` is told how many windows are encoded, and how many there are.

    Raises:
        IndexBusy: another process is indexing here.
        IndexUnwritable: the disk refused; what was published before stays.
    """
    disk = disk or Disk()
    root = home / _GENERATIONS_FOLDER
    staging = root / f"{_STAGING_PREFIX}{uuid.uuid4().hex}"
    with ExitStack() as held:
        with told_as_unwritable(root):
            disk.make_folder(root)
            held.enter_context(disk.lock(root / "lock"))
            _remove_staging(root, disk)
            disk.make_folder(staging)
        files, counts = _content(reports, encoder, settings=settings, progress=progress)
        with told_as_unwritable(root):
            for name, content in files.items():
                disk.write(staging / name, content)
            _link_encoder(encoder, home, staging, disk)
            manifest = _manifest(staging, reports, encoder, settings=settings, counts=counts)
            return _publish(staging, manifest, disk)


def verify_generation(home: Path) -> Manifest:
    """Compare every byte of the published generation with its manifest.

    Raises:
        IndexMissing, IndexDamaged: as for ``open_current``.
    """
    folder = _current_folder(home)
    manifest = read_manifest(folder)
    verify_files(folder, manifest)
    return manifest


def _content(
    reports: Sequence[Report],
    encoder: PassageEncoder,
    *,
    settings: IndexSettings,
    progress: Progress,
) -> tuple[dict[str, bytes], dict[str, int]]:
    """The files of a generation, save the encoder's, and what they count."""
    paragraphs = [paragraph for report in reports for paragraph in report.paragraphs]
    windows = _windows(paragraphs, encoder, settings)
    done = 0

    def advance(encoded: int) -> None:
        nonlocal done
        done += encoded
        progress(done, len(windows))

    progress(0, len(windows))
    texts = [_window_text(window, paragraphs[window.row]) for window in windows]
    embeddings = encoder.encode(texts, progress=advance)
    spans, kept = _sentence_spans(windows)
    tokens = [tokenize(lexical_text(paragraph)) for paragraph in paragraphs]
    vocabulary, postings = build_postings(tokens, k1=settings.bm25_k1, b=settings.bm25_b)
    arrays: dict[str, npt.NDArray[np.generic]] = {
        "window_vectors": embeddings.windows,
        "window_rows": np.array([window.row for window in windows], dtype=np.int64),
        "sentence_spans": spans,
        "sentence_vectors": embeddings.sentences[kept],
        **{f"lexical_{name}": array for name, array in postings.items()},
    }
    counts = {
        "reports": len(reports),
        "paragraphs": len(paragraphs),
        "windows": len(windows),
        "sentences": len(spans),
    }
    files = {f"{name}.npy": npy_bytes(array) for name, array in arrays.items()}
    files["vocabulary.json"] = vocabulary_json(vocabulary).encode()
    return {**passage_files(reports), **files}, counts


def lexical_text(paragraph: Paragraph) -> str:
    """What the lexical index reads of a paragraph: its words and the heading above it."""
    return "\n".join([*paragraph.sections[-1:], paragraph.text])


def _windows(
    paragraphs: Sequence[Paragraph], encoder: PassageEncoder, settings: IndexSettings
) -> list[Window]:
    """Cut all paragraphs, each within what its own context leaves of the encoder's input."""
    starts = encoder.piece_starts([paragraph.text for paragraph in paragraphs])
    budget = encoder.max_pieces - settings.context_pieces - _SPECIAL_PIECES
    windows: list[Window] = []
    for row, paragraph in enumerate(paragraphs):
        pieces = np.bincount(starts[row], minlength=len(paragraph.text) + 1).tolist()
        windows += cut_windows(row, paragraph, pieces=pieces, budget=budget)
    return _with_short_contexts(windows, encoder, pieces=settings.context_pieces)


def _with_short_contexts(
    windows: Sequence[Window], encoder: PassageEncoder, *, pieces: int
) -> list[Window]:
    """The windows with no context longer than its share of the encoder's input."""
    contexts = list(dict.fromkeys(window.context for window in windows))
    starts = dict(zip(contexts, encoder.piece_starts(contexts), strict=True))
    short = {
        context: context[: places[pieces]].rstrip() if len(places) > pieces else context
        for context, places in starts.items()
    }
    return [replace(window, context=short[window.context]) for window in windows]


def _window_text(window: Window, paragraph: Paragraph) -> WindowText:
    prefix = f"{window.context}\n" if window.context else ""
    shift = len(prefix) - window.start
    spans = tuple((s.start + shift, s.end + shift) for s in window.sentences)
    return WindowText(prefix + paragraph.text[window.start : window.end], spans)


def _sentence_spans(windows: Sequence[Window]) -> tuple[npt.NDArray[np.int32], Rows]:
    """The span of every sentence once, and which of the encoded sentences those are."""
    spans = [(w.row, s.start, s.end) for w in windows for s in w.sentences]
    first_places = {span: place for place, span in reversed(list(enumerate(spans)))}
    kept = sorted(first_places.items())
    return (
        np.array([span for span, _ in kept], dtype=np.int32).reshape(-1, 3),
        np.array([place for _, place in kept], dtype=np.int64),
    )


def _link_encoder(encoder: PassageEncoder, home: Path, staging: Path, disk: Disk) -> None:
    """Give the generation its own names for the exported encoder, exporting it once per model."""
    cache = home / "encoders"
    folder = cache / encoder.identity
    if not _is_whole(folder):
        disk.make_folder(cache)
        disk.remove(folder)
        disk.make_folder(folder)
        encoder.export(folder, disk)
        disk.write(folder / _SEALS_FILE, json.dumps(_seals(folder), indent=2).encode())
        disk.sync_folder(folder)
        disk.sync_folder(cache)
    for name in json.loads((folder / _SEALS_FILE).read_bytes()):
        disk.link(folder / name, staging / name)


def _is_whole(folder: Path) -> bool:
    """Whether a cached export is there and unaltered."""
    try:
        sealed = json.loads((folder / _SEALS_FILE).read_bytes())
        return bool(sealed) and sealed == _seals(folder)
    except (OSError, ValueError, RecursionError, IndexDamaged):
        return False


def _seals(folder: Path) -> dict[str, str]:
    """The SHA-256 of each file of an export, by name."""
    paths = sorted(path for path in folder.iterdir() if path.name != _SEALS_FILE)
    return {path.name: seal(path).sha256 for path in paths}


def _manifest(
    staging: Path,
    reports: Sequence[Report],
    encoder: PassageEncoder,
    *,
    settings: IndexSettings,
    counts: Mapping[str, int],
) -> bytes:
    digests = [(report.report_id, report_digest(report)) for report in reports]
    return Manifest(
        corpus_sha256=corpus_digest(digests),
        encoder=encoder.identity,
        settings=settings.model_dump(mode="json"),
        counts=counts,
        files={path.name: seal(path) for path in sorted(staging.iterdir())},
    ).to_bytes()


def _publish(staging: Path, manifest: bytes, disk: Disk) -> str:
    """Seal the staging folder, give it its name, and make it current; durable on return."""
    root = staging.parent
    name = generation_name(manifest)
    disk.write(staging / MANIFEST_FILE, manifest)
    disk.sync_folder(staging)
    if not _is_sound(root / name):
        if (root / name).exists():
            disk.rename(root / name, root / f"{_STAGING_PREFIX}{uuid.uuid4().hex}")
        disk.rename(staging, root / name)
        disk.sync_folder(root)
    previous = _named_by_current(root)
    fresh = root / f"{CURRENT_FILE}.fresh"
    disk.remove(fresh)
    disk.write(fresh, f"{name}\n".encode())
    disk.rename(fresh, root / CURRENT_FILE)
    disk.sync_folder(root)
    with suppress(OSError):  # published already; the next build removes what is left
        _remove_staging(root, disk)
        if name != previous:  # published again, it is not the one before itself
            _prune(root, {name, previous}, disk)
    return name


def _is_sound(folder: Path) -> bool:
    """Whether a generation is there already, whole."""
    try:
        verify_files(folder, read_manifest(folder))
    except IndexDamaged:
        return False
    return True


def _named_by_current(root: Path) -> str:
    """What ``CURRENT`` holds, be it a name or not; "" when there is none."""
    path = root / CURRENT_FILE
    return path.read_bytes().decode(errors="replace").strip() if path.exists() else ""


def _prune(root: Path, kept: set[str], disk: Disk) -> None:
    """Remove all generations but the current and the one before it."""
    for folder in root.iterdir():
        if folder.is_dir() and folder.name not in kept:
            disk.remove(folder)


def _remove_staging(root: Path, disk: Disk) -> None:
    """Remove what a writer that died, or that published the same again, has left."""
    for folder in root.glob(f"{_STAGING_PREFIX}*"):
        disk.remove(folder)


def _load(folder: Path, name: str) -> npt.NDArray[Any]:
    array: npt.NDArray[Any] = np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False)
    return array
