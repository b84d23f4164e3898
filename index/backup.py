"""A backup: a copy of everything that a home keeps for good, sealed with a digest of every file.

It is laid out as a home is, as a folder or as one tar file, with ``backup.json`` beside it. The
library is copied by SQLite's online backup (https://sqlite.org/backup.html), so that neither a
server nor ``rapporteur add`` needs to stop.
"""

import hashlib
import json
import sqlite3
import tarfile
import uuid
from collections.abc import Iterable, Mapping
from contextlib import closing, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path, PurePosixPath

from corpus.errors import BackupDamaged, BackupUnavailable, IndexMissing, LibraryUnavailable
from corpus.fsops import Disk
from corpus.integrity import check_library, verify_library
from corpus.library import LIBRARY_FILE, Library
from corpus.storage import open_file
from index.generation import CURRENT_FILE, GENERATIONS_FOLDER, current_folder
from index.manifest import MANIFEST_FILE, SealedFile, read_manifest, seal, verify_files

BACKUP_FILE = "backup.json"
FORMAT = 1
TAR_SUFFIX = ".tar"


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupManifest:
    """What a backup holds; ``files`` are named by their path in it, with "/" between folders.

    ``generation`` is None where nothing was indexed; ``created`` is UTC in ISO 8601.
    """

    created: str
    version: str
    reports: int
    corpus_sha256: str
    generation: str | None
    is_in_step: bool
    files: Mapping[str, SealedFile]
    format: int = FORMAT

    @property
    def size_bytes(self) -> int:
        """The size of all files together."""
        return sum(sealed.size_bytes for sealed in self.files.values())

    def to_bytes(self) -> bytes:
        """The manifest as it is written, with its own digest in it."""
        told = asdict(self)
        return _json({**told, "sha256": hashlib.sha256(_json(told)).hexdigest()})


def read_backup_manifest(content: bytes) -> BackupManifest:
    """Read a manifest, of which every byte must be as it was written.

    Raises:
        BackupDamaged: it is altered, or of a format that this version does not read.
    """
    try:
        value = json.loads(content)
        found = value["format"]
        if found != FORMAT:
            raise BackupDamaged(f"backup has format {found}; this version reads format {FORMAT}")
        value.pop("sha256")
        files = {name: SealedFile(**sealed) for name, sealed in value.pop("files").items()}
        _refuse_foreign(files)
        manifest = BackupManifest(files=files, **value)
        is_whole = manifest.to_bytes() == content
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BackupDamaged(f"{BACKUP_FILE} is no manifest of a backup") from error
    if not is_whole:
        raise BackupDamaged(f"{BACKUP_FILE} of the backup is damaged")
    return manifest


def is_private(name: str) -> bool:
    """Whether a file of a home is its owner's alone: what readers said, and what was typed."""
    return "/" not in name and name not in (LIBRARY_FILE, BACKUP_FILE)


def back_up(home: Path, target: Path, *, disk: Disk | None = None) -> BackupManifest:
    """Copy a home to a new folder, or to a new file where ``target`` ends in ".tar".

    Everything is verified as it is copied; ``target`` appears whole or not at all.

    Raises:
        BackupUnavailable: there is nothing to back up, ``target`` exists, or the disk refused.
        LibraryUnavailable, IndexDamaged: what would be copied is damaged.
    """
    disk, target = disk or Disk(), target.absolute()
    if target.exists():
        raise BackupUnavailable(f"{target} exists already; name a file or folder that does not")
    staging = Staging(target, disk)
    try:
        folder = staging.make()
        manifest = _copy_home(home, folder, disk=disk)
        disk.write(folder / BACKUP_FILE, manifest.to_bytes())
        disk.sync_folder(folder)
        if target.suffix == TAR_SUFFIX:
            folder = _packed(folder, manifest, disk=disk)
        disk.rename(folder, target)
        disk.sync_folder(target.parent)
    except OSError as error:
        raise BackupUnavailable(f"cannot back up to {target}: {error.strerror or error}") from error
    finally:
        staging.clear()
    return manifest


def _refuse_foreign(names: Iterable[str]) -> None:
    """Check that no name leads out of the folder that it is put into."""
    for name in names:
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts or str(path) != name:
            raise BackupDamaged(f"{BACKUP_FILE} names a file outside of the backup")


class Staging:
    """A folder beside a target, hidden, in which what shall take its name is made."""

    def __init__(self, target: Path, disk: Disk) -> None:
        self._parent = target.parent
        self._prefix = f".{target.name}.staging-"
        self._disk = disk

    def make(self) -> Path:
        """Make an empty one, and remove those that a process that died has left."""
        self.clear()
        folder = self._parent / f"{self._prefix}{uuid.uuid4().hex}"
        self._disk.make_folder(folder)
        return folder

    def clear(self) -> None:
        """Remove all there are; what cannot be removed now is when the next one is made."""
        with suppress(OSError):
            for left in self._parent.glob(f"{self._prefix}*"):
                self._disk.remove(left)


def _copy_home(home: Path, folder: Path, *, disk: Disk) -> BackupManifest:
    """Copy what a home keeps into a folder; durable on return, save the folder's own names."""
    generation = _copy_generation(home, folder, disk=disk)
    if (home / LIBRARY_FILE).exists():
        _copy_library(home, folder, disk=disk)
    for path in sorted(home.glob("*")):
        if path.is_file() and not path.name.startswith(LIBRARY_FILE):
            with path.open("rb") as file:
                disk.fill(folder / path.name, file, is_private=True)
    files = {
        _name(path, folder): seal(path) for path in sorted(folder.rglob("*")) if path.is_file()
    }
    if not files:
        raise BackupUnavailable(f"{home} has no reports and no index to back up")
    digest = Library(folder, read_only=True).digest()
    return BackupManifest(
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        version=version("rapporteur"),
        reports=check_library(folder).reports,
        corpus_sha256=digest,
        generation=None if generation is None else generation[0],
        is_in_step=generation is not None and generation[1] == digest,
        files=files,
    )


def _copy_library(home: Path, folder: Path, *, disk: Disk) -> None:
    path = folder / LIBRARY_FILE
    try:
        source = open_file(home / LIBRARY_FILE, read_only=True, disk=disk)
        with closing(source), closing(sqlite3.connect(path)) as copy:
            source.backup(copy)
    except sqlite3.Error as error:
        raise LibraryUnavailable(f"library of {home} cannot be copied: {error}") from error
    disk.sync_file(path)
    verify_library(folder)


def _copy_generation(home: Path, folder: Path, *, disk: Disk) -> tuple[str, str] | None:
    """Copy the published generation, verified; its name and the digest of its corpus."""
    try:
        published = current_folder(home)
    except IndexMissing:
        return None
    root = folder / GENERATIONS_FOLDER
    copied = root / published.name
    disk.make_folder(copied)
    for name in (MANIFEST_FILE, *read_manifest(published).files):
        with (published / name).open("rb") as file:
            disk.fill(copied / name, file)
    disk.sync_folder(copied)
    manifest = read_manifest(copied)
    verify_files(copied, manifest)
    disk.write(root / CURRENT_FILE, f"{published.name}\n".encode())
    disk.sync_folder(root)
    return published.name, manifest.corpus_sha256


def _packed(folder: Path, manifest: BackupManifest, *, disk: Disk) -> Path:
    """A tar file of a backup's folder, beside it and durable; the manifest is its first member."""
    path = folder.with_name(f"{folder.name}{TAR_SUFFIX}")
    with (
        disk.new_file(path, is_private=True) as file,
        tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as tar,
    ):
        for name in (BACKUP_FILE, *manifest.files):
            tar.add(folder / name, name, recursive=False)
    return path


def _name(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix()


def _json(value: object) -> bytes:
    return json.dumps(value, indent=2, sort_keys=True, ensure_ascii=False).encode()
