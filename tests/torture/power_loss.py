"""A model of a disk that forgets what was not forced to it, and every state that it may crash in.

A file keeps the bytes of its last fsync, or those written since, or none; a folder keeps any
subset of the changes of names since its own fsync, where one rename is one change. What the disk
has is observed, not assumed: the real tree is read after every effect and at every ``os.fsync``,
so that an effect by another way is seen as well. SQLite forces its own files and their folder by
itself before it commits (https://sqlite.org/pragma.html#pragma_synchronous), which is not tested.
"""

import os
import random
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path

from corpus.library import LIBRARY_FILE

_ALL_SUBSETS = 4  # pending changes of which every subset is tried; of more, a choice
Names = dict[str, int]  # what a folder names, by the number of the inode
State = Mapping[str, bytes | None]  # every path with its content; None is a folder


@dataclass(slots=True)
class _File:
    content: bytes = b""
    synced: bytes | None = None  # None: never forced


@dataclass(slots=True)
class _Folder:
    names: Names = field(default_factory=dict)
    synced: Names = field(default_factory=dict)
    changes: list[Mapping[str, int | None]] = field(default_factory=list)


class DiskModel:
    """What is in a real folder, and what of it a crash would leave."""

    def __init__(self, root: Path, graveyard: Path) -> None:
        self._root = root
        self._graveyard = graveyard
        self._files: dict[int, _File] = {}
        self._folders: dict[int, _Folder] = {}
        self._held: list[int] = []
        self.is_paused = False  # while a state is judged, which forces files of its own
        self.changes = 0  # how often something was seen to be another
        graveyard.mkdir()
        self.observe()
        self.settle()

    def close(self) -> None:
        """Let go of the folders that were held, so that no inode was used again."""
        for descriptor in self._held:
            os.close(descriptor)

    def settle(self) -> None:
        """Count all that is there as forced to the disk."""
        for file in self._files.values():
            file.synced = file.content
        for folder in self._folders.values():
            folder.synced, folder.changes = dict(folder.names), []

    def observe(self) -> None:
        """Read the real tree; what differs from the last time has happened in one effect."""
        self._observe_folder(self._root)

    def force(self, number: int) -> None:
        """An inode was forced to the disk."""
        self.changes += 1
        if number in self._files:
            self._files[number].synced = self._files[number].content
        if number in self._folders:
            folder = self._folders[number]
            folder.synced, folder.changes = dict(folder.names), []

    def force_library(self) -> None:
        """SQLite has forced its file and the folder that names it."""
        for path in self._root.rglob(LIBRARY_FILE):
            self.force(path.stat().st_ino)
            self.force(path.parent.stat().st_ino)

    def states(self, chance: random.Random, *, samples: int) -> Iterator[State]:
        """The states that a crash now may leave; of many, those most likely to tell, and some."""
        pending = [
            (number, place)
            for number, folder in self._folders.items()
            for place in range(len(folder.changes))
        ] + [(number, -1) for number, file in self._files.items() if file.content != file.synced]
        for chosen in _choices(len(pending), chance, samples=samples):
            kept = {pending[place] for place in chosen}
            state: dict[str, bytes | None] = {}
            self._walk(self._root.stat().st_ino, "", kept, state)
            yield state

    def least(self) -> State:
        """The state in which only what was forced to the disk is left."""
        state: dict[str, bytes | None] = {}
        self._walk(self._root.stat().st_ino, "", set(), state)
        return state

    def _walk(
        self, number: int, path: str, kept: set[tuple[int, int]], state: dict[str, bytes | None]
    ) -> None:
        if number in self._files:
            file = self._files[number]
            is_new = (number, -1) in kept
            state[path] = file.content if is_new else file.synced or b""
            return
        folder = self._folders[number]
        state[path] = None
        names = dict(folder.synced)
        for place, change in enumerate(folder.changes):
            if (number, place) in kept:
                for name, target in change.items():
                    names.pop(name, None)
                    if target is not None:
                        names[name] = target
        for name, target in names.items():
            self._walk(target, f"{path}/{name}" if path else name, kept, state)

    def _observe_folder(self, path: Path) -> int:
        number = path.stat().st_ino
        if number not in self._folders:
            self._folders[number] = _Folder()
            self._held.append(os.open(path, os.O_RDONLY))
        folder = self._folders[number]
        found: Names = {}
        for entry in sorted(os.scandir(path), key=lambda entry: entry.name):
            is_folder = entry.is_dir(follow_symlinks=False)
            observe = self._observe_folder if is_folder else self._observe_file
            found[entry.name] = observe(Path(entry.path))
        change: dict[str, int | None] = {
            name: found.get(name)
            for name in folder.names.keys() | found.keys()
            if folder.names.get(name) != found.get(name)
        }
        if change:
            self.changes += 1
            folder.changes.append(change)
            folder.names = found
        return number

    def _observe_file(self, path: Path) -> int:
        number = path.stat().st_ino
        if number not in self._files:
            self._files[number] = _File()
            os.link(path, self._graveyard / str(number))  # its number is never used again
        content = path.read_bytes()
        if content != self._files[number].content:
            self.changes += 1
            self._files[number].content = content
        return number


def _choices(count: int, chance: random.Random, *, samples: int) -> Iterator[tuple[int, ...]]:
    """Which of so many changes a crash keeps: all subsets of few; of many, a choice.

    None, all, and all but every single one; with ``samples`` also every beginning, every single
    one, and so many at random.
    """
    places = tuple(range(count))
    if count <= _ALL_SUBSETS:
        for size in range(count + 1):
            yield from combinations(places, size)
        return
    yield from ((), places)
    for place in places:
        yield tuple(other for other in places if other != place)
        if samples:
            yield places[:place]
            yield (place,)
    for _ in range(samples):
        yield tuple(place for place in places if chance.random() < 0.5)


@contextmanager
def observed(model: DiskModel, after: Callable[[], None]) -> Iterator[None]:
    """Observe every ``os.fsync`` while the block runs; ``after`` is called around each."""
    real = os.fsync

    def fsync(descriptor: int) -> None:
        if model.is_paused:
            real(descriptor)
            return
        model.observe()
        after()
        real(descriptor)
        model.force(os.fstat(descriptor).st_ino)
        after()

    os.fsync = fsync  # type: ignore[assignment]
    try:
        yield
    finally:
        os.fsync = real


def write_state(state: State, folder: Path) -> None:
    """Make a state real."""
    for path, content in state.items():  # folders come before what is in them
        if content is None:
            (folder / path).mkdir(exist_ok=True)
        else:
            (folder / path).write_bytes(content)
