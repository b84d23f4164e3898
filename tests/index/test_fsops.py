import errno
import os
from pathlib import Path

import pytest

from corpus.errors import IndexBusy, IndexUnwritable
from index.fsops import Disk, told_as_unwritable


def test_a_written_file_has_its_bytes(tmp_path: Path) -> None:
    Disk().write(tmp_path / "file", b"bytes")

    assert (tmp_path / "file").read_bytes() == b"bytes"


def test_a_written_file_is_forced_to_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    forced: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda fd: forced.append(os.fstat(fd).st_ino))

    Disk().write(tmp_path / "file", b"bytes")

    assert forced == [(tmp_path / "file").stat().st_ino]


def test_a_file_that_exists_is_never_written_over(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"old")

    with pytest.raises(FileExistsError):
        Disk().write(tmp_path / "file", b"new")

    assert (tmp_path / "file").read_bytes() == b"old"


def test_a_folder_that_exists_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"old")

    Disk().make_folder(tmp_path)

    assert (tmp_path / "file").exists()


def test_a_synced_folder_is_forced_to_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    forced: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda fd: forced.append(os.fstat(fd).st_ino))

    Disk().sync_folder(tmp_path)

    assert forced == [tmp_path.stat().st_ino]


def test_a_linked_file_is_the_same_file(tmp_path: Path) -> None:
    Disk().write(tmp_path / "one", b"bytes")

    Disk().link(tmp_path / "one", tmp_path / "two")

    assert (tmp_path / "two").samefile(tmp_path / "one")


def test_where_the_disk_has_no_links_the_file_is_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(source: Path, path: Path) -> None:
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", refuse)
    Disk().write(tmp_path / "one", b"bytes")

    Disk().link(tmp_path / "one", tmp_path / "two")

    assert (tmp_path / "two").read_bytes() == b"bytes"
    assert not (tmp_path / "two").samefile(tmp_path / "one")


def test_renaming_replaces_a_file(tmp_path: Path) -> None:
    for name in ("old", "new"):
        Disk().write(tmp_path / name, name.encode())

    Disk().rename(tmp_path / "new", tmp_path / "old")

    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("old", b"new")]


def test_removing_takes_files_and_whole_folders_and_what_is_gone_already(tmp_path: Path) -> None:
    (tmp_path / "folder" / "deep").mkdir(parents=True)
    (tmp_path / "file").write_bytes(b"")

    for name in ("folder", "file", "absent"):
        Disk().remove(tmp_path / name)

    assert list(tmp_path.iterdir()) == []


def test_a_second_writer_is_told_to_wait(tmp_path: Path) -> None:
    with (
        Disk().lock(tmp_path / "lock"),
        pytest.raises(IndexBusy, match="another process is indexing"),
        Disk().lock(tmp_path / "lock"),
    ):
        pass


def test_a_lock_is_free_again_after_its_block(tmp_path: Path) -> None:
    for _ in range(2):
        with Disk().lock(tmp_path / "lock"):
            is_held = True

    assert is_held


def test_a_refusal_of_the_disk_is_told_in_words(tmp_path: Path) -> None:
    with (
        pytest.raises(IndexUnwritable, match=r"cannot write the index in .*: No space left"),
        told_as_unwritable(tmp_path),
    ):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_other_errors_are_told_as_they_are(tmp_path: Path) -> None:
    with pytest.raises(IndexBusy), told_as_unwritable(tmp_path):
        raise IndexBusy("busy")
