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
from corpus.library import corpus_digest
from corpus.records import Report
from index.assembly import Assembled, Assembly, GivenReports, ReportSource
from index.earlier import Earlier
from index.embeddings import Progress
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
    SealedFile,
    generation_name,
    read_manifest,
    seal_all,
    verify_files,
)
from index.resuming_encoder import UNFINISHED_FOLDER, resuming_in
from index.settings import IndexSettings

_STAGING_PREFIX = "staging-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """A generation that was published: its name, what it counts, and windows encoded for it.

    ``taken_over`` of the encoded windows were encoded by a run that was interrupted, and
    ``forward_seconds`` is the time spent in the model for the others.
    """

    name: str
    counts: Mapping[str, int]
    encoded: int
    taken_over: int = 0
    forward_seconds: float = 0.0

    @property
    def windows(self) -> int:
        """How many windows it has."""
        return self.counts["windows"]


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

    Raises:
        IndexBusy: another process is indexing here.
        IndexUnwritable: the disk refused; what was published before stays.
    """
    source = GivenReports(reports)
    return index_source(source, encoder, home, settings=settings, progress=progress, disk=disk)


def index_source(
    source: ReportSource,
    encoder: PassageEncoder,
    home: Path,
    *,
    settings: IndexSettings,
    progress: Progress = lambda done, total: None,
    disk: Disk | None = None,
) -> Publication:
    """Index the reports of a source, of which only those are read that are not yet published.

    Reports and windows that the published generation has, and windows that an interrupted run has
    encoded, are taken over. ``progress`` is told how many windows are encoded, and how many there
    are to encode so far.

    Raises:
        IndexBusy: another process is indexing here.
        IndexUnwritable: the disk refused; what was published before stays.
    """
    disk, root = disk or Disk(), home / GENERATIONS_FOLDER
    with _staging_in(root, disk) as staging:
        reports = len(source.digests())
        earlier = _earlier(home, encoder, settings=settings, reports=reports)
        resuming = resuming_in(home / UNFINISHED_FOLDER, encoder, settings=settings, disk=disk)
        assembly = Assembly(source, resuming, settings=settings, earlier=earlier)
        assembled = assembly.write(staging, disk, progress=progress)
        with told_as_unwritable(root):
            link_export(encoder, home, settings=settings, staging=staging, disk=disk)
            content = Manifest(
                corpus_sha256=corpus_digest([(e.report_id, e.sha256) for e in assembled.entries]),
                encoder=encoder.identity,
                settings=settings.model_dump(mode="json"),
                counts=assembled.counts,
                search=assembled.search,
                files=_seals(staging, assembled, earlier),
            ).to_bytes()
            name = _publish(staging, content, disk=disk)
    with suppress(OSError):  # published already; the next build forgets it
        resuming.forget()
    return Publication(
        name=name,
        counts=assembled.counts,
        encoded=assembled.encoded,
        taken_over=resuming.taken_over,
        forward_seconds=resuming.forward_seconds,
    )


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


def _earlier(
    home: Path, encoder: PassageEncoder, *, settings: IndexSettings, reports: int
) -> Earlier | None:
    """What can be taken over from the published generation; None unless it is whole."""
    try:
        manifest = verify_generation(home)
    except (IndexMissing, IndexDamaged):
        return None
    folder = current_folder(home)
    return Earlier.read(folder, manifest, encoder=encoder, settings=settings, reports=reports)


def _seals(staging: Path, assembled: Assembled, earlier: Earlier | None) -> dict[str, SealedFile]:
    """The seal of each file; volumes that were taken over were just compared with theirs."""
    known = {} if earlier is None else earlier.manifest.files
    kept = {file for file in known if file.startswith(tuple(f"{n}-" for n in assembled.kept))}
    paths = sorted(path for path in staging.iterdir() if path.name not in kept)
    names = [path.name for path in paths]
    fresh = dict(zip(names, seal_all(paths), strict=True))
    return {**{file: known[file] for file in kept}, **fresh}


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
