"""Every durable file effect outside SQLite, and no other code may have one.

The library's folder, generations, backups and what readers say go through a ``Disk``, so that a
test can fail, kill or replay any single effect. A file is durable only after its own fsync and
that of the folder which names it (Pillai et al., "All File Systems Are Not Created Equal",
OSDI 2014).
"""

import ctypes
import errno
import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from corpus.errors import IndexBusy, IndexUnwritable

_OWNER_ONLY = 0o600
_HERE, _EXCHANGE = -100, 2  # AT_FDCWD and RENAME_EXCHANGE of renameat2(2), which os does not have


class Disk:
    """The real file system."""

    def make_folder(self, path: Path) -> None:
        """Create a folder and the missing ones above it, durably.

        The name of one that exists is made durable too: whoever made it may have died before.
        """
        if path.is_dir():
            self._sync_name(path)
            return
        self.make_folder(path.parent)
        try:
            path.mkdir()
        except FileExistsError:  # another process was faster, or a file has the name
            if not path.is_dir():
                raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), path) from None
        self.sync_folder(path.parent)

    @contextmanager
    def new_file(self, path: Path, *, is_private: bool = False) -> Iterator[IO[bytes]]:
        """A new file to write, forced to the disk when the block ends."""
        with open(path, "xb", opener=_open_for_owner if is_private else None) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())

    def write(self, path: Path, content: bytes | memoryview) -> None:
        """Write a new file and force it to the disk."""
        with self.new_file(path) as file:
            file.write(content)

    def fill(self, path: Path, source: IO[bytes], *, is_private: bool = False) -> None:
        """Write a new file with all that is left of another, and force it to the disk."""
        with self.new_file(path, is_private=is_private) as file:
            shutil.copyfileobj(source, file)

    def append(self, path: Path, content: bytes) -> None:
        """Append to a file that only its owner reads, in one write, and force it to the disk.

        Raises:
            OSError: the disk refused, or took a part only.
        """
        is_new = not path.exists()
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, _OWNER_ONLY)
        try:
            if os.write(descriptor, content) < len(content):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        if is_new:
            self.sync_folder(path.parent)

    def link(self, source: Path, path: Path) -> None:
        """Give a durable file a second name; where the disk has no links, copy it."""
        try:
            os.link(source, path)
        except OSError:
            with source.open("rb") as file:
                self.fill(path, file)

    def rename(self, source: Path, path: Path) -> None:
        """Rename atomically, replacing a file of the new name."""
        source.replace(path)

    def exchange(self, one: Path, other: Path) -> None:
        """Let two folders of one disk change their names with each other, atomically."""
        names = os.fsencode(one), os.fsencode(other)
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.renameat2(_HERE, names[0], _HERE, names[1], _EXCHANGE) != 0:
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number), str(other))

    def sync_file(self, path: Path) -> None:
        """Force a file that another program has written to the disk."""
        _sync(path)

    def sync_folder(self, path: Path) -> None:
        """Force the names in a folder to the disk."""
        _sync(path)

    def remove(self, path: Path) -> None:
        """Remove a file or a folder with all that is in it; what is gone already is fine."""
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)

    @contextmanager
    def lock(self, path: Path) -> Iterator[None]:
        """Hold the writer's lock while the block runs; the kernel frees it if we die.

        Raises:
            IndexBusy: another process holds it.
        """
        with path.open("ab") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise IndexBusy(f"another process is indexing in {path.parent}; wait") from error
            yield

    def _sync_name(self, path: Path) -> None:
        if os.access(path.parent, os.R_OK):  # where we may not look, we made no folder
            self.sync_folder(path.parent)


def _open_for_owner(path: str, flags: int) -> int:
    return os.open(path, flags, _OWNER_ONLY)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def told_as_unwritable(folder: Path) -> Iterator[None]:
    """Turn a refusal of the disk into the error that a user can read."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise IndexUnwritable(f"cannot write the index in {folder}: {reason}") from error
