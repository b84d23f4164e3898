"""How a generation comes to be: built aside, sealed, named, and only then made current.

Building writes into a staging folder, seals it with a manifest, renames it to its own name and
then swaps ``CURRENT``: a writer that dies at any moment leaves what was published before.
"""

import json
import uuid
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from corpus.errors import IndexDamaged
from corpus.library import corpus_digest, report_digest
from corpus.records import Paragraph, Report
from index.encoder import PassageEncoder, WindowText
from index.fsops import Disk, told_as_unwritable
from index.generation import CURRENT_FILE, GENERATIONS_FOLDER
from index.lexical import (
    build_postings,
    vocabulary_json,
)
from index.manifest import (
    MANIFEST_FILE,
    Manifest,
    generation_name,
    read_manifest,
    seal,
    verify_files,
)
from index.passages import npy_bytes, passage_files
from index.ranking import Rows
from index.settings import IndexSettings
from index.tokens import tokenize
from index.windows import Window, cut_windows

_SEALS_FILE = "seals.json"
_STAGING_PREFIX = "staging-"
_SPECIAL_PIECES = 2  # the encoder's own marks of a text's start and end

Progress = Callable[[int, int], None]


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
    root = home / GENERATIONS_FOLDER
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
