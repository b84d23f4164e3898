"""What a backup holds, and what is refused as none."""

import json
import shutil
import subprocess
import tarfile
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from corpus.errors import BackupDamaged, BackupUnavailable, IndexDamaged, LibraryUnavailable
from corpus.library import Library
from corpus.records import Report
from index.backup import BackupManifest, back_up, read_backup_manifest
from index.manifest import SealedFile
from index.verification import verify_home

pytestmark = pytest.mark.usefixtures("no_fsync")  # tests/torture tests what is forced

Build = Callable[..., str]
MANIFEST = BackupManifest(
    created="2026-01-01T00:00:00+00:00",
    version="1",
    reports=1,
    corpus_sha256="c",
    generation=None,
    is_in_step=False,
    files={"library.sqlite": SealedFile(size_bytes=1, sha256="f")},
)


@pytest.fixture
def published(home: Path, build: Build, first: Report) -> str:
    """The generation of a home with one report and what a reader said."""
    Library(home).add(replace(first, source_sha256=sha256(b"").hexdigest()), b"")
    (home / "feedback.jsonl").write_bytes(b"{}\n")
    return build(home, *Library(home).reports())


def test_a_folder_is_laid_out_as_a_home_and_verifies_as_one(
    home: Path, published: str, tmp_path: Path
) -> None:
    manifest = back_up(home, tmp_path / "backup")

    assert verify_home(tmp_path / "backup").faults == ()
    assert (manifest.reports, manifest.generation, manifest.is_in_step) == (1, published, True)
    assert {"library.sqlite", "feedback.jsonl", "generations/CURRENT"} <= set(manifest.files)


def test_a_file_holds_what_a_folder_does_the_manifest_first(
    home: Path, published: str, tmp_path: Path
) -> None:
    manifest = back_up(home, tmp_path / "backup.tar")

    with tarfile.open(tmp_path / "backup.tar") as tar:
        assert tar.getnames() == ["backup.json", *manifest.files]


def test_what_readers_said_stays_the_owners_alone(
    home: Path, published: str, tmp_path: Path
) -> None:
    for name in ("backup", "backup.tar"):
        back_up(home, tmp_path / name)

    modes = [(tmp_path / name).stat().st_mode for name in ("backup/feedback.jsonl", "backup.tar")]
    assert [mode & 0o077 for mode in modes] == [0, 0]


def test_nothing_lies_beside_a_backup(home: Path, published: str, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    (folder / ".backup.tar.staging-left").mkdir()

    back_up(home, folder / "backup.tar")

    assert [path.name for path in folder.iterdir()] == ["backup.tar"]


def test_a_report_that_is_being_added_is_not_in_it_and_what_was_acknowledged_is(
    home: Path, published: str, second: Report, tmp_path: Path
) -> None:
    adding = Library(home)
    with adding._connection(writes=True):
        manifest = back_up(home, tmp_path / "backup")
    adding.add(second, b"")

    assert manifest.reports == 1


def test_a_library_that_was_not_indexed_is_backed_up(
    home: Path, first: Report, tmp_path: Path
) -> None:
    Library(home).add(replace(first, source_sha256=sha256(b"").hexdigest()), b"")

    manifest = back_up(home, tmp_path / "backup")

    assert (manifest.generation, list(manifest.files)) == (None, ["library.sqlite"])


def test_an_index_of_an_earlier_library_is_told_as_out_of_step(
    home: Path, published: str, second: Report, tmp_path: Path
) -> None:
    Library(home).add(replace(second, source_sha256=sha256(b"").hexdigest()), b"")

    assert not back_up(home, tmp_path / "backup").is_in_step


def test_a_home_with_nothing_is_refused(home: Path, tmp_path: Path) -> None:
    with pytest.raises(BackupUnavailable, match="has no reports and no index to back up"):
        back_up(home, tmp_path / "backup")

    assert not (tmp_path / "backup").exists()


def test_what_exists_is_never_written_over(home: Path, published: str, tmp_path: Path) -> None:
    (tmp_path / "backup").write_bytes(b"mine")

    with pytest.raises(BackupUnavailable, match="exists already"):
        back_up(home, tmp_path / "backup")

    assert (tmp_path / "backup").read_bytes() == b"mine"


def test_a_folder_that_is_none_is_told(home: Path, published: str, tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(BackupUnavailable, match="cannot back up to"):
        back_up(home, tmp_path / "file" / "backup")


def test_a_damaged_home_is_not_backed_up(home: Path, published: str, tmp_path: Path) -> None:
    shutil.copytree(home, tmp_path / "other")
    library, file = home / "library.sqlite", f"generations/{published}/words_offsets.npy"
    library.write_bytes(library.read_bytes().replace(b"officers", b"officerz"))
    (tmp_path / "other" / file).write_bytes(b"")

    with pytest.raises(LibraryUnavailable):
        back_up(home, tmp_path / "backup")
    with pytest.raises(IndexDamaged):
        back_up(tmp_path / "other", tmp_path / "backup")

    assert not (tmp_path / "backup").exists()


def test_a_manifest_is_read_back_the_same() -> None:
    assert read_backup_manifest(MANIFEST.to_bytes()) == MANIFEST


def test_every_altered_byte_of_a_manifest_is_refused() -> None:
    content = MANIFEST.to_bytes()

    for place in range(len(content)):
        altered = bytearray(content)
        altered[place] ^= 1
        with pytest.raises(BackupDamaged):
            read_backup_manifest(bytes(altered))


def test_a_later_format_is_told_with_what_this_version_reads() -> None:
    later = replace(MANIFEST, format=2).to_bytes()

    with pytest.raises(BackupDamaged, match="has format 2; this version reads format 1"):
        read_backup_manifest(later)


@pytest.mark.parametrize("content", [b"", b"[]", b"null", b"[" * 100_000, b'{"format": 1}'])
def test_what_is_no_manifest_is_refused(content: bytes) -> None:
    with pytest.raises(BackupDamaged):
        read_backup_manifest(content)


@pytest.mark.parametrize("name", ["../library.sqlite", "/etc/passwd", "a/../../b", "a//b", "./a"])
def test_a_name_that_leads_elsewhere_is_refused(name: str) -> None:
    files = {name: SealedFile(size_bytes=1, sha256="f")}

    with pytest.raises(BackupDamaged, match="outside of the backup"):
        read_backup_manifest(replace(MANIFEST, files=files).to_bytes())


def test_standard_tools_can_compare_a_backup_with_its_manifest(
    home: Path, published: str, tmp_path: Path
) -> None:
    back_up(home, tmp_path / "backup")
    files = json.loads((tmp_path / "backup" / "backup.json").read_bytes())["files"]
    sums = "".join(f"{sealed['sha256']}  {name}\n" for name, sealed in files.items())

    done = subprocess.run(
        ["sha256sum", "--check", "--strict"], input=sums.encode(), cwd=tmp_path / "backup"
    )

    assert done.returncode == 0
