"""What a restored home is, and that nothing is touched unless the backup is whole."""

import errno
import os
import shutil
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from corpus.errors import BackupDamaged, BackupUnavailable, HomeOccupied, IndexBusy
from corpus.fsops import Disk
from corpus.library import Library
from corpus.records import Report
from index.backup import BackupManifest, back_up
from index.manifest import SealedFile
from index.restoring import restore_backup
from index.verification import verify_home

pytestmark = pytest.mark.usefixtures("no_fsync")  # tests/torture tests what is forced

Build = Callable[..., str]


def _add(home: Path, report: Report) -> None:
    Library(home).add(replace(report, source_sha256=sha256(b"").hexdigest()), b"")


@pytest.fixture
def kept(tmp_path: Path, build: Build, first: Report) -> Path:
    """A home with one report, indexed, and what a reader said."""
    home = tmp_path / "kept"
    _add(home, first)
    (home / "feedback.jsonl").write_bytes(b"{}\n")
    build(home, *Library(home).reports())
    return home


@pytest.fixture(params=["backup", "backup.tar"])
def backup(request: pytest.FixtureRequest, kept: Path, tmp_path: Path) -> Path:
    """A backup of it, as a folder and as a file."""
    path = tmp_path / str(request.param)
    back_up(kept, path)
    return path


def _content(home: Path) -> Mapping[str, object]:
    """What a home keeps: the rows of its library, and the bytes of all else but lock and cache."""
    derived = {"lock", "backup.json", "library.sqlite"}
    content: dict[str, object] = {
        path.relative_to(home).as_posix(): path.read_bytes()
        for path in home.rglob("*")
        if path.is_file() and path.name not in derived and "encoders" not in path.parts
    }
    with closing(sqlite3.connect(home / "library.sqlite")) as connection:
        content["library.sqlite"] = list(connection.iterdump())
    return content


def _hidden(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.name.startswith(".")]


def test_a_restored_home_is_what_was_backed_up(home: Path, kept: Path, backup: Path) -> None:
    restore_backup(backup, home)

    assert _content(home) == _content(kept)
    assert verify_home(home).faults == ()
    assert _hidden(home.parent) == []


def test_what_readers_said_stays_the_owners_alone(home: Path, backup: Path) -> None:
    restore_backup(backup, home)

    assert (home / "feedback.jsonl").stat().st_mode & 0o077 == 0


def test_a_home_with_reports_is_not_replaced_unasked(
    home: Path, backup: Path, second: Report
) -> None:
    _add(home, second)

    with pytest.raises(HomeOccupied, match="has 1 report; to have it replaced, say --replace"):
        restore_backup(backup, home)

    assert [header.report_id for header in Library(home).headers()] == ["s"]


def test_a_library_that_cannot_be_read_is_not_replaced_unasked(home: Path, backup: Path) -> None:
    home.mkdir()
    (home / "library.sqlite").write_bytes(b"no library")

    with pytest.raises(HomeOccupied, match="has a damaged library"):
        restore_backup(backup, home)


def test_a_home_without_reports_is_replaced(home: Path, kept: Path, backup: Path) -> None:
    home.mkdir()
    (home / "stray").touch()

    restore_backup(backup, home)

    assert _content(home) == _content(kept)


def test_a_home_is_replaced_when_asked(
    home: Path, kept: Path, backup: Path, build: Build, second: Report
) -> None:
    _add(home, second)
    build(home, *Library(home).reports())

    restore_backup(backup, home, replaces=True)

    assert _content(home) == _content(kept)


def test_a_home_that_is_being_indexed_is_left_alone(
    home: Path, backup: Path, build: Build, second: Report
) -> None:
    build(home, second)

    with Disk().lock(home / "generations" / "lock"), pytest.raises(IndexBusy):
        restore_backup(backup, home, replaces=True)

    assert verify_home(home).faults == ()


def test_the_next_generation_is_built_in_a_restored_home(
    home: Path, backup: Path, build: Build, second: Report
) -> None:
    restore_backup(backup, home)
    _add(home, second)

    build(home, *Library(home).reports())

    assert verify_home(home).faults == ()


def _damages(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("damage", ["flip", "shorten", "remove", "add"])
def test_a_damaged_folder_is_refused_and_the_home_untouched(
    home: Path, kept: Path, tmp_path: Path, second: Report, damage: str
) -> None:
    backup = tmp_path / "backup"
    back_up(kept, backup)
    _add(home, second)
    before = _content(home)

    for place in range(len(_damages(backup))):
        broken = tmp_path / "broken"
        shutil.copytree(backup, broken)
        path = _damages(broken)[place]
        content = path.read_bytes()
        if damage == "flip":
            path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
        elif damage == "shorten":
            path.write_bytes(content[:-1])
        elif damage == "remove":
            path.unlink()
        else:
            path.with_name("foreign").touch()
        with pytest.raises(BackupDamaged):
            restore_backup(broken, home, replaces=True)
        shutil.rmtree(broken)

    assert _content(home) == before
    assert _hidden(home.parent) == []


def test_a_shortened_file_is_refused(home: Path, kept: Path, tmp_path: Path) -> None:
    backup = tmp_path / "backup.tar"
    back_up(kept, backup)
    content = backup.read_bytes()

    for size in range(0, len(content) - 10_240, 1_024):  # tar pads its end to 10,240 bytes
        backup.write_bytes(content[:size])
        with pytest.raises((BackupDamaged, BackupUnavailable)):
            restore_backup(backup, home)

    assert not home.exists()


def test_a_library_that_was_damaged_before_it_was_sealed_is_refused(
    home: Path, tmp_path: Path
) -> None:
    """Its digest is that of the manifest; what it holds is not what was added."""
    backup = tmp_path / "backup"
    backup.mkdir()
    (backup / "library.sqlite").write_bytes(b"no library")
    sealed = SealedFile(size_bytes=10, sha256=sha256(b"no library").hexdigest())
    manifest = BackupManifest(
        created="", version="", reports=1, corpus_sha256="", generation=None, is_in_step=False,
        files={"library.sqlite": sealed},
    )  # fmt: skip
    (backup / "backup.json").write_bytes(manifest.to_bytes())

    with pytest.raises(BackupDamaged, match="what the backup holds cannot be used"):
        restore_backup(backup, home)


@pytest.mark.parametrize("kind", ["folder", "file", "absent"])
def test_what_is_no_backup_is_refused(home: Path, tmp_path: Path, kind: str) -> None:
    path = tmp_path / "backup"
    if kind == "folder":
        path.mkdir()
    elif kind == "file":
        path.write_bytes(b"no tar")

    with pytest.raises((BackupDamaged, BackupUnavailable)):
        restore_backup(path, home)


class FullDisk(Disk):
    """Has no room for the ``failing``-th file."""

    def __init__(self, failing: int) -> None:
        self._left = failing

    def fill(self, path: Path, source: object, *, is_private: bool = False) -> None:
        self._left -= 1
        if self._left == 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        super().fill(path, source, is_private=is_private)  # type: ignore[arg-type]


def test_a_full_disk_leaves_the_home_as_it_was(home: Path, backup: Path, second: Report) -> None:
    _add(home, second)
    before = _content(home)

    for failing in (1, 5):
        with pytest.raises(BackupUnavailable, match="No space left"):
            restore_backup(backup, home, replaces=True, disk=FullDisk(failing))

    assert _content(home) == before
    assert _hidden(home.parent) == []
