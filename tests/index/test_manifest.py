import hashlib
import json
from pathlib import Path

import pytest

from corpus.errors import IndexDamaged
from index.manifest import (
    MANIFEST_FILE,
    Manifest,
    SealedFile,
    generation_name,
    read_manifest,
    seal,
    verify_files,
)


def _manifest(**files: SealedFile) -> Manifest:
    return Manifest(
        corpus_sha256="c",
        encoder="e@1",
        settings={"b": 0.4, "a": "x"},
        counts={"n": 2},
        files=files,
    )


def _sealed_folder(parent: Path, content: bytes) -> Path:
    folder = parent / generation_name(content)
    folder.mkdir()
    (folder / MANIFEST_FILE).write_bytes(content)
    return folder


def test_a_seal_is_the_size_and_the_sha_256(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"bytes")

    assert seal(tmp_path / "file") == SealedFile(
        size_bytes=5, sha256=hashlib.sha256(b"bytes").hexdigest()
    )


def test_a_file_that_cannot_be_read_has_no_seal(tmp_path: Path) -> None:
    with pytest.raises(IndexDamaged, match="absent of the index cannot be read: No such file"):
        seal(tmp_path / "absent")


def test_a_written_manifest_is_read_back_the_same(tmp_path: Path) -> None:
    manifest = _manifest(a=SealedFile(size_bytes=1, sha256="f"))

    folder = _sealed_folder(tmp_path, manifest.to_bytes())

    assert read_manifest(folder) == manifest


def test_equal_manifests_have_equal_bytes_whatever_the_order_they_were_made_in() -> None:
    one, two = SealedFile(size_bytes=1, sha256="f"), SealedFile(size_bytes=2, sha256="0")

    assert _manifest(a=one, b=two).to_bytes() == _manifest(b=two, a=one).to_bytes()


def test_a_manifest_in_another_generations_folder_is_refused(tmp_path: Path) -> None:
    folder = _sealed_folder(tmp_path, _manifest().to_bytes())
    (folder / MANIFEST_FILE).write_bytes(_manifest().to_bytes() + b" ")

    with pytest.raises(IndexDamaged, match=f"{MANIFEST_FILE} is not that of generation"):
        read_manifest(folder)


@pytest.mark.parametrize("found", [4, 6])
def test_another_format_is_refused(tmp_path: Path, found: int) -> None:
    content = json.dumps({"format": found, "files": {}}).encode()

    with pytest.raises(IndexDamaged, match=f"format {found}, this version reads 5; run .rapport"):
        read_manifest(_sealed_folder(tmp_path, content))


def test_a_missing_manifest_is_told(tmp_path: Path) -> None:
    with pytest.raises(IndexDamaged, match=f"{MANIFEST_FILE} of the index cannot be read"):
        read_manifest(tmp_path)


def test_a_folder_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(IndexDamaged, match="generation gone of the index cannot be read: No such"):
        verify_files(tmp_path / "gone", _manifest())


def test_unaltered_files_pass(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"a")

    verify_files(tmp_path, _manifest(a=seal(tmp_path / "a")))


@pytest.mark.parametrize(
    ("content", "told"),
    [(b"b", "a of the index is damaged"), (b"", "a of the index is damaged"),
     (b"aa", "a of the index is damaged"), (None, "a of the index is missing")],
)  # fmt: skip
def test_an_altered_file_is_told_by_its_name(
    tmp_path: Path, content: bytes | None, told: str
) -> None:
    (tmp_path / "a").write_bytes(b"a")
    manifest = _manifest(a=seal(tmp_path / "a"))
    (tmp_path / "a").unlink()
    if content is not None:
        (tmp_path / "a").write_bytes(content)

    with pytest.raises(IndexDamaged, match=told):
        verify_files(tmp_path, manifest)


def test_a_file_that_the_manifest_does_not_know_is_told_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "b").write_bytes(b"")

    with pytest.raises(IndexDamaged, match="b of the index does not belong there"):
        verify_files(tmp_path, _manifest())
