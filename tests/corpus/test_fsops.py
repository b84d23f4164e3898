import errno
import io
import os
from pathlib import Path

import pytest

from corpus.errors import IndexBusy, IndexUnwritable
from corpus.fsops import Disk, told_as_unwritable


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


def test_a_folder_within_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(NotADirectoryError, match="Not a directory"):
        Disk().make_folder(tmp_path / "file" / "folder")


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


def test_what_is_appended_follows_what_was_there_and_is_for_the_owner_alone(
    tmp_path: Path,
) -> None:
    for line in (b"one\n", b"two\n"):
        Disk().append(tmp_path / "file", line)

    assert (tmp_path / "file").read_bytes() == b"one\ntwo\n"
    assert (tmp_path / "file").stat().st_mode & 0o077 == 0


def test_a_file_and_its_name_are_forced_to_the_disk_when_it_is_begun_by_appending(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    forced: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda fd: forced.append(os.fstat(fd).st_ino))

    Disk().append(tmp_path / "file", b"bytes")

    assert forced == [(tmp_path / "file").stat().st_ino, tmp_path.stat().st_ino]


def test_a_part_of_what_is_appended_is_a_refusal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "write", lambda fd, content: len(content) - 1)

    with pytest.raises(OSError, match="No space left"):
        Disk().append(tmp_path / "file", b"bytes")


@pytest.mark.parametrize(("is_private", "hidden"), [(True, 0o077), (False, 0)])
def test_a_file_is_filled_and_private_where_it_shall_be(
    tmp_path: Path, is_private: bool, hidden: int
) -> None:
    Disk().fill(tmp_path / "file", io.BytesIO(b"bytes"), is_private=is_private)

    assert (tmp_path / "file").read_bytes() == b"bytes"
    assert (tmp_path / "file").stat().st_mode & hidden == 0


def test_the_name_of_a_folder_that_exists_is_forced_to_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever made it may have died before it could."""
    forced: list[int] = []
    (tmp_path / "folder").mkdir()
    monkeypatch.setattr(os, "fsync", lambda fd: forced.append(os.fstat(fd).st_ino))

    Disk().make_folder(tmp_path / "folder")

    assert forced == [tmp_path.stat().st_ino]


def test_two_folders_are_exchanged(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / name).touch()

    Disk().exchange(tmp_path / "one", tmp_path / "two")

    assert [path.name for path in (tmp_path / "one").iterdir()] == ["two"]


def test_an_exchange_with_nothing_is_refused(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()

    with pytest.raises(FileNotFoundError):
        Disk().exchange(tmp_path / "one", tmp_path / "absent")


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
