"""How a backup becomes a home again: copied aside, verified to the byte, and only then put there.

The folder of the home is put in place by one rename, or exchanged with the one that is there by
one: whatever happens meanwhile, the home is what it was or what the backup says.
"""

import tarfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path, PurePosixPath
from typing import IO

from corpus.counting import count_text
from corpus.errors import (
    BackupDamaged,
    BackupUnavailable,
    HomeOccupied,
    IndexDamaged,
    LibraryUnavailable,
)
from corpus.fsops import Disk
from corpus.integrity import check_library, verify_library
from index.backup import (
    BACKUP_FILE,
    BackupManifest,
    Staging,
    is_private,
    read_backup_manifest,
)
from index.generation import GENERATIONS_FOLDER, verify_generation
from index.manifest import seal

_MAX_MANIFEST_BYTES = 2**20


def restore_backup(
    backup: Path, home: Path, *, replaces: bool = False, disk: Disk | None = None
) -> BackupManifest:
    """Make a home of a backup, which is verified before anything of the home is touched.

    A home that has reports is replaced only where ``replaces`` says so.

    Raises:
        HomeOccupied: the home has reports, or a library that cannot be read.
        BackupUnavailable: the backup cannot be read, or the disk refused.
        BackupDamaged: it is not what was sealed.
        IndexBusy: another process is indexing in the home.
    """
    disk, home = disk or Disk(), home.absolute()
    if not replaces:
        _refuse_occupied(home)
    staging = Staging(home, disk)
    try:
        folder = staging.make()
        manifest = _copy_backup(backup, folder, disk=disk)
        _verify(folder, manifest)
        _put_in_place(folder, home, disk=disk)
    except (OSError, tarfile.TarError) as error:
        reason = getattr(error, "strerror", None) or error
        raise BackupUnavailable(f"cannot restore {backup} to {home}: {reason}") from error
    finally:
        staging.clear()
    return manifest


def _refuse_occupied(home: Path) -> None:
    found = check_library(home)
    if found.reports or found.faults:
        held = count_text(found.reports, "report") if found.reports else "a damaged library"
        raise HomeOccupied(f"{home} has {held}; to have it replaced, say --replace")


def _copy_backup(backup: Path, folder: Path, *, disk: Disk) -> BackupManifest:
    """Copy the files of a backup, and no others; durable on return."""
    with _members(backup) as members:
        name, file = next(members, ("", None))
        if name != BACKUP_FILE or file is None:
            raise BackupDamaged(f"{backup} has no {BACKUP_FILE} where a backup has it")
        manifest = read_backup_manifest(file.read(_MAX_MANIFEST_BYTES))
        for name, file in members:
            if name not in manifest.files or file is None:
                raise BackupDamaged(f"{name} of the backup does not belong there")
            path = folder / name
            disk.make_folder(path.parent)
            disk.fill(path, file, is_private=is_private(name))
            if seal(path) != manifest.files[name]:
                raise BackupDamaged(f"{name} of the backup is damaged")
    for path in [folder, *folder.rglob("*")]:
        if path.is_dir():
            disk.sync_folder(path)
    return manifest


@contextmanager
def _members(backup: Path) -> Iterator[Iterator[tuple[str, IO[bytes] | None]]]:
    """The name and the open file of each member, the manifest first; None is no plain file."""
    with ExitStack() as held:
        if backup.is_dir():
            yield _files_of_folder(backup)
            return
        tar = held.enter_context(tarfile.open(backup, "r:"))
        yield ((each.name, tar.extractfile(each) if each.isfile() else None) for each in tar)


def _files_of_folder(backup: Path) -> Iterator[tuple[str, IO[bytes] | None]]:
    names = sorted(
        path.relative_to(backup).as_posix() for path in backup.rglob("*") if not path.is_dir()
    )
    for name in sorted(names, key=lambda name: name != BACKUP_FILE):
        with (backup / name).open("rb") as file:
            yield name, file


def _verify(folder: Path, manifest: BackupManifest) -> None:
    """Check that a copy is whole, and that what it holds can be used."""
    for name in manifest.files:
        if not (folder / PurePosixPath(name)).is_file():
            raise BackupDamaged(f"{name} of the backup is missing")
    try:
        verify_library(folder)
        if manifest.generation is not None:
            verify_generation(folder)
    except (LibraryUnavailable, IndexDamaged) as error:
        raise BackupDamaged(f"what the backup holds cannot be used: {error}") from error


def _put_in_place(folder: Path, home: Path, *, disk: Disk) -> None:
    """Give the folder the name of the home, and that of the home to it. Durable on return."""
    if not home.exists():
        disk.rename(folder, home)
        disk.sync_folder(home.parent)
        return
    with ExitStack() as held:
        root = home / GENERATIONS_FOLDER
        if root.is_dir():  # nobody shall publish into what is removed
            held.enter_context(disk.lock(root / "lock"))
        disk.exchange(folder, home)
        disk.sync_folder(home.parent)
