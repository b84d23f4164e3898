"""Disks that a test can stop at any effect, by a name that says which."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from corpus.fsops import Disk

Hook = Callable[[str, Path], None]


class HookedDisk(Disk):
    """The real disk, which tells a hook before and after every effect, as "before rename"."""

    def __init__(self, hook: Hook) -> None:
        self._hook = hook

    def make_folder(self, path: Path) -> None:
        with self._told("make_folder", path):
            super().make_folder(path)

    @contextmanager
    def new_file(self, path: Path, *, is_private: bool = False) -> Iterator[IO[bytes]]:
        with (
            self._told("new_file", path),
            super().new_file(path, is_private=is_private) as file,
        ):
            yield file
            self._hook("unsynced new_file", path)

    def append(self, path: Path, content: bytes) -> None:
        with self._told("append", path):
            super().append(path, content)

    def link(self, source: Path, path: Path) -> None:
        with self._told("link", path):
            super().link(source, path)

    def rename(self, source: Path, path: Path) -> None:
        with self._told("rename", path):
            super().rename(source, path)

    def exchange(self, one: Path, other: Path) -> None:
        with self._told("exchange", other):
            super().exchange(one, other)

    def sync_file(self, path: Path) -> None:
        with self._told("sync_file", path):
            super().sync_file(path)

    def sync_folder(self, path: Path) -> None:
        with self._told("sync_folder", path):
            super().sync_folder(path)

    def remove(self, path: Path) -> None:
        with self._told("remove", path):
            super().remove(path)

    @contextmanager
    def lock(self, path: Path) -> Iterator[None]:
        self._hook("before lock", path)
        with super().lock(path):
            self._hook("after lock", path)
            yield

    @contextmanager
    def _told(self, effect: str, path: Path) -> Iterator[None]:
        self._hook(f"before {effect}", path)
        yield
        self._hook(f"after {effect}", path)


class Counting:
    """A hook that counts the points, notes their names, and acts at one of them."""

    def __init__(self, act: Callable[[], None] | None = None, *, at: int = 0) -> None:
        self.points: list[str] = []
        self._act = act
        self._at = at

    def __call__(self, point: str, path: Path) -> None:
        self.points.append(f"{point} {_kind(path)}")
        if self._act is not None and len(self.points) == self._at:
            self._act()


class Killed(BaseException):
    """The process died here: nobody hears of it, and nothing is cleared up."""


def kill_process() -> None:
    """Die at once, as by a loss of power that spares what the kernel holds."""
    os.kill(os.getpid(), signal.SIGKILL)


def raising(error: BaseException) -> Callable[[], None]:
    """An act that raises."""

    def act() -> None:
        raise error

    return act


def _kind(path: Path) -> str:
    """The name of a file, without what differs from run to run."""
    name = path.name
    if len(name) == 32 and name.isalnum():
        return "GENERATION"
    for prefix in ("staging-", ".staging-"):
        if prefix in name:
            return "STAGING"
    return name
