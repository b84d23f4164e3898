"""How a generation comes to be: built aside, sealed, named, and only then made current.

Building writes into a staging folder, seals it with a manifest, renames it to its own name and
then swaps ``CURRENT``: a writer that dies at any moment leaves what was published before.
"""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import IndexDamaged, IndexMissing
from corpus.fsops import Disk, told_as_unwritable
from corpus.library import corpus_digest, report_digest
from corpus.records import Report
from index.contents import contents_of
from index.embeddings import EmbeddedWindows, Progress
from index.encoder import PassageEncoder
from index.exports import link_export
from index.generation import (
    CURRENT_FILE,
    GENERATIONS_FOLDER,
    current_folder,
    verify_generation,
)
from index.manifest import (
    MANIFEST_FILE,
    Manifest,
    generation_name,
    read_manifest,
    seal,
    verify_files,
)
from index.settings import IndexSettings

_STAGING_PREFIX = "staging-"
# Beside the encoder itself, what a vector depends on that the words of its window do not tell.
_ENCODING_SETTINGS = ("precision", "window_pieces", "context_pieces")


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """A generation that was published: its name, its windows, and those encoded for it."""

    name: str
    windows: int
    encoded: int


def build_generation(
    reports: Sequence[Report],
    encoder: PassageEncoder,
    home: Path,
    *,
    settings: IndexSettings,
    progress: Progress = lambda done, total: None,
    disk: Disk | None = None,
) -> Publication:
    """Index reports, in corpus order, and publish the generation.

    Windows that the published generation has are taken over from it. ``progress`` is told how
    many others are encoded, and how many there are.

    Raises:
        IndexBusy: another process is indexing here.
        IndexUnwritable: the disk refused; what was published before stays.
    """
    disk, root = disk or Disk(), home / GENERATIONS_FOLDER
    with _staging_in(root, disk) as staging:
        known = _known_windows(home, encoder, settings=settings)
        contents = contents_of(reports, encoder, settings=settings, known=known, progress=progress)
        counts = contents.counts
        with told_as_unwritable(root):
            for name, content in contents.files.items():
                disk.write(staging / name, content)
            link_export(encoder, home, staging=staging, disk=disk)
            manifest = _manifest(staging, reports, encoder, settings=settings, counts=counts)
            name = _publish(staging, manifest, disk=disk)
    return Publication(name=name, windows=counts["windows"], encoded=contents.encoded)


@contextmanager
def _staging_in(root: Path, disk: Disk) -> Iterator[Path]:
    """An empty folder to build in, while no other process builds."""
    with ExitStack() as held:
        with told_as_unwritable(root):
            disk.make_folder(root)
            held.enter_context(disk.lock(root / "lock"))
            _remove_staging(root, disk)
            staging = _unused(root)
            disk.make_folder(staging)
        yield staging


def _unused(root: Path) -> Path:
    """A name that no folder has, and that the next build removes."""
    return root / f"{_STAGING_PREFIX}{uuid.uuid4().hex}"


def _known_windows(
    home: Path, encoder: PassageEncoder, *, settings: IndexSettings
) -> EmbeddedWindows | None:
    """The windows of the published generation; None unless it is whole and was encoded alike."""
    try:
        manifest = verify_generation(home)
    except (IndexMissing, IndexDamaged):
        return None
    asked = settings.model_dump(mode="json")
    is_alike = all(manifest.settings.get(name) == asked[name] for name in _ENCODING_SETTINGS)
    if manifest.encoder != encoder.identity or not is_alike:
        return None
    return EmbeddedWindows.load(current_folder(home))


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


def _publish(staging: Path, manifest: bytes, *, disk: Disk) -> str:
    """Seal the staging folder, give it its name, and make it current; durable on return."""
    root = staging.parent
    name = generation_name(manifest)
    disk.write(staging / MANIFEST_FILE, manifest)
    disk.sync_folder(staging)
    if not _is_sound(root / name):
        if (root / name).exists():
            disk.rename(root / name, _unused(root))
        disk.rename(staging, root / name)
    disk.sync_folder(root)  # one that was there may be of a writer that died before it could
    previous = _named_by_current(root)
    fresh = root / f"{CURRENT_FILE}.fresh"
    disk.remove(fresh)
    disk.write(fresh, f"{name}\n".encode())
    disk.rename(fresh, root / CURRENT_FILE)
    disk.sync_folder(root)
    with suppress(OSError):  # published already; the next build removes what is left
        _remove_staging(root, disk)
        if name != previous:  # published again, it is not the one before itself
            _prune(root, {name, previous}, disk=disk)
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


def _prune(root: Path, kept: set[str], *, disk: Disk) -> None:
    """Remove all generations but the current and the one before it."""
    for folder in root.iterdir():
        if folder.is_dir() and folder.name not in kept:
            disk.remove(folder)


def _remove_staging(root: Path, disk: Disk) -> None:
    """Remove what a writer that died, or that published the same again, has left."""
    for folder in root.glob(f"{_STAGING_PREFIX}*"):
        disk.remove(folder)
