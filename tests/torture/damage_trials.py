"""D6: every byte, every file, every name of a small home is altered, and no alteration passes."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from corpus.errors import IndexDamaged, RapporteurError
from corpus.integrity import check_library
from corpus.library import Library
from index.backup import back_up
from index.restoring import restore_backup
from tests.torture import homes
from tests.torture.trials import Effort, Trial, empty_folder, timed

Altered = Callable[[bytes], bytes]


def flip_index(effort: Effort) -> Trial:
    """Flip one bit of every byte of a generation; opening must refuse it by the file's name."""
    what = "one bit flipped in every byte of a generation, its manifest and CURRENT included"
    with timed(Trial(goal="D6", what=what, effort=effort)) as trial, empty_folder() as folder:
        home, chance = _indexed(folder), trial.chance
        for path in _files(home / "generations"):
            for place in range(0, path.stat().st_size, effort.flips_every):
                with _flipped(path, place, 1 << chance.randrange(8)):
                    trial.count(_accepted(home, path.name), where=f"{path.name}, byte {place}")
    return trial


def alter_index(effort: Effort) -> Trial:
    """Shorten, lengthen, empty, blank, remove, add and swap the files of a generation."""
    what = "files of a generation cut, grown, blanked, removed, added, swapped, replaced"
    with timed(Trial(goal="D6", what=what, effort=effort)) as trial, empty_folder() as folder:
        home = _indexed(folder)
        generation = next(path.parent for path in _files(home) if path.name == "manifest.json")
        other = _indexed(folder / "other", reports=2)
        foreign = next(path.parent for path in _files(other) if path.name == "manifest.json")
        for path in _files(generation):
            for name, alter in _alterations(path, foreign).items():
                original = path.read_bytes()
                altered = alter(original)
                if altered == original:
                    continue
                path.write_bytes(altered)
                trial.count(_accepted(home, path.name), where=f"{path.name} {name}")
                path.write_bytes(original)
            hidden = path.rename(folder / "hidden")
            trial.count(_accepted(home, path.name), where=f"{path.name} removed")
            hidden.rename(path)
        (generation / "foreign.npy").touch()
        trial.count(_accepted(home, "foreign.npy"), where="a file added")
    return trial


def flip_library(effort: Effort) -> Trial:
    """Flip one bit of bytes of a library: it is told, or no report and no original is another."""
    what = "one bit flipped in every eighth byte of a library: told, or nothing read is altered"
    with timed(Trial(goal="D6", what=what, effort=effort)) as trial, empty_folder() as folder:
        home, chance = folder / "home", trial.chance
        homes.add(home, 1)
        right = _read(home)
        path = home / "library.sqlite"
        for place in range(0, path.stat().st_size, 8 * effort.flips_every):
            with _flipped(path, place, 1 << chance.randrange(8)):
                trial.count(_altered(home, right), where=f"library, byte {place}")
    return trial


def flip_backup(effort: Effort) -> Trial:
    """Flip one bit of bytes of a backup file: it is refused, or what is restored is the same."""
    what = "one bit flipped in every 64th byte of a backup: refused, or the same home is restored"
    with timed(Trial(goal="D6", what=what, effort=effort)) as trial, empty_folder() as folder:
        home, chance = _indexed(folder), trial.chance
        (home / "feedback.jsonl").write_bytes(b'{"said": 1}\n' * 8)
        backup, restored = folder / "backup.tar", folder / "restored"
        back_up(home, backup)
        restore_backup(backup, restored)
        right = _contents(restored)
        for place in range(0, backup.stat().st_size, 64 * effort.flips_every):
            with _flipped(backup, place, 1 << chance.randrange(8)):
                shutil.rmtree(restored, ignore_errors=True)
                faults = []
                try:
                    restore_backup(backup, restored)
                    faults = [] if _contents(restored) == right else ["another home was restored"]
                except RapporteurError:
                    faults = ["half a home was restored"] if restored.exists() else []
                trial.count(faults, where=f"backup, byte {place}")
    return trial


class _flipped:  # noqa: N801  # reads as what holds in its block
    """One bit of a file, flipped in place while the block runs."""

    def __init__(self, path: Path, place: int, mask: int) -> None:
        self._path, self._place, self._mask = path, place, mask

    def __enter__(self) -> None:
        self._flip()

    def __exit__(self, *error: object) -> None:
        self._flip()

    def _flip(self) -> None:
        with self._path.open("r+b") as file:
            byte = os.pread(file.fileno(), 1, self._place)[0]
            os.pwrite(file.fileno(), bytes([byte ^ self._mask]), self._place)


def _indexed(folder: Path, *, reports: int = 1) -> Path:
    home = folder / "home"
    for number in range(1, reports + 1):
        homes.add(home, number)
    homes.index(home)
    return home


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.name != "lock")


def _accepted(home: Path, name: str) -> list[str]:
    """What is wrong with how an altered generation is refused: not at all, or not by its file."""
    try:
        homes.open_home(home)
    except IndexDamaged as error:
        is_named = name in str(error) or name == "CURRENT"
        return [] if is_named else [f"refused without the name of the file: {error}"]
    except Exception as error:
        return [f"an error that nobody can read: {error!r}"]
    return ["opened as if it were whole"]


def _alterations(path: Path, foreign: Path) -> dict[str, Altered]:
    other = foreign / path.name
    neighbour = max(path.parent.iterdir(), key=lambda each: (each != path, each.name))
    return {
        "cut by a byte": lambda content: content[:-1],
        "cut to half": lambda content: content[: len(content) // 2],
        "grown by a byte": lambda content: content + b"\0",
        "emptied": lambda content: b"",
        "blanked": lambda content: bytes(len(content)),
        "taken from another": lambda content: other.read_bytes() if other.exists() else content,
        "swapped with its neighbour": lambda content: neighbour.read_bytes(),
    }


def _read(home: Path) -> list[object]:
    """All that can be read of a library."""
    library = Library(home, read_only=True)
    reports = list(library.reports())
    return [*reports, *(library.original(report.report_id) for report in reports)]


def _altered(home: Path, right: list[object]) -> list[str]:
    if check_library(home).faults:
        return []
    try:
        return [] if _read(home) == right else ["what is read is altered, and nothing tells it"]
    except RapporteurError:
        return ["reading tells what checking does not"]


def _contents(home: Path) -> list[tuple[str, bytes]]:
    return [(path.relative_to(home).as_posix(), path.read_bytes()) for path in _files(home)]
