"""Every file effect of publishing a generation, and no other code may have one.

Publishing goes through a ``Disk``, so that a test can fail, kill or replay any single effect.
A file is durable only after its own fsync and that of the folder which names it (Pillai et al.,
"All File Systems Are Not Created Equal", OSDI 2014).
"""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from corpus.errors import IndexBusy, IndexUnwritable


class Disk:
    """The real file system."""

    def make_folder(self, path: Path) -> None:
        """Create a folder and the missing ones above it, durably; one that exists is left alone."""
        if path.is_dir():
            return
        self.make_folder(path.parent)
        path.mkdir()
        self.sync_folder(path.parent)

    def write(self, path: Path, content: bytes | memoryview) -> None:
        """Write a new file and force it to the disk."""
        with path.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())

    def link(self, source: Path, path: Path) -> None:
        """Give a durable file a second name; where the disk has no links, copy it."""
        try:
            os.link(source, path)
        except OSError:
            self.write(path, source.read_bytes())

    def rename(self, source: Path, path: Path) -> None:
        """Rename atomically, replacing a file of the new name."""
        source.replace(path)

    def sync_folder(self, path: Path) -> None:
        """Force the names in a folder to the disk."""
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

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


@contextmanager
def told_as_unwritable(folder: Path) -> Iterator[None]:
    """Turn a refusal of the disk into the error that a user can read."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise IndexUnwritable(f"cannot write the index in {folder}: {reason}") from error
