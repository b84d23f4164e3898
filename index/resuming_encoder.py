"""An encoder whose finished work outlives an interruption.

Windows are encoded in portions, and each is on the disk before the next begins. Who is
interrupted and starts again takes over all finished portions, and gets the same vectors, bit by
bit, as if nothing had happened: the portions that are left are cut as they were.
"""

import hashlib
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from corpus.fsops import Disk, told_as_unwritable
from index.embeddings import EmbeddedWindows, window_digest
from index.encoder import PassageEncoder, WindowEmbeddings, WindowText
from index.settings import ENCODING_SETTINGS, IndexSettings

# Windows: five seconds on two cores, which is the most that is encoded twice; whole batches.
PORTION = 512
UNFINISHED_FOLDER = "unfinished"
_SUFFIX = ".npz"


class ResumingEncoder:
    """An encoder that keeps what it has encoded in a folder, until ``forget`` is called.

    ``key`` names all that a vector depends on beside its window: portions of another key are
    ignored, as are files that are not as they were written. ``taken_over`` counts the windows
    that an interrupted run had encoded, and ``forward_seconds`` the time of the model alone.

    Raises:
        IndexUnwritable: the folder cannot be read.
    """

    def __init__(self, encoder: PassageEncoder, folder: Path, *, key: str, disk: Disk) -> None:
        self._encoder = encoder
        self._folder = folder
        self._key = hashlib.sha256(key.encode()).hexdigest()[:16]
        self._disk = disk
        self.identity = encoder.identity
        self.max_pieces = encoder.max_pieces
        self.piece_starts = encoder.piece_starts
        self.export = encoder.export
        self.taken_over = 0
        self.forward_seconds = 0.0
        with told_as_unwritable(folder):
            self._kept = dict(self._read_kept())

    def encode(
        self, windows: Sequence[WindowText], *, progress: Callable[[int], None]
    ) -> WindowEmbeddings:
        """Embed windows; what an interrupted run has left is told as progress at once."""
        digests = [window_digest(window) for window in windows]
        texts = dict(zip(digests, windows, strict=True))
        kept = {self._kept[digest] for digest in texts if digest in self._kept}
        parts = [portion for path in sorted(kept) if (portion := _read(path)) is not None]
        held = {digest for part in parts for digest in part.digests()} & texts.keys()
        self.taken_over += len(held)
        progress(len(held))
        missing = {digest: text for digest, text in texts.items() if digest not in held}
        parts += (self._encode(portion, progress) for portion in self._portions(missing))
        if not parts:
            return self._encoder.encode((), progress=progress)
        chosen = EmbeddedWindows.of_all(parts).chosen(digests)
        return WindowEmbeddings(chosen.window_vectors, chosen.sentence_vectors)

    def forget(self) -> None:
        """Remove what is kept: a generation that has it is published."""
        self._disk.remove(self._folder)

    def _portions(self, texts: Mapping[bytes, WindowText]) -> Iterator[Mapping[bytes, WindowText]]:
        """Windows of like length together, so that little is padded; long and short ones by turns.

        By turns, so that the pace of those done tells the time that the others will take.
        """
        starts = self.piece_starts([text.text for text in texts.values()])
        lengths = {digest: len(each) for digest, each in zip(texts, starts, strict=True)}
        by_length = sorted(texts, key=lambda digest: -lengths[digest])
        cut = [by_length[first : first + PORTION] for first in range(0, len(by_length), PORTION)]
        turns = [portion for pair in zip(cut, reversed(cut), strict=True) for portion in pair]
        for portion in turns[: len(cut)]:
            yield {digest: texts[digest] for digest in portion}

    def _encode(
        self, texts: Mapping[bytes, WindowText], progress: Callable[[int], None]
    ) -> EmbeddedWindows:
        embeddings = self._encoder.encode(tuple(texts.values()), progress=progress)
        self.forward_seconds += embeddings.forward_seconds
        portion = EmbeddedWindows.of(texts, embeddings)
        with told_as_unwritable(self._folder):
            self._keep(portion)
        return portion

    def _keep(self, portion: EmbeddedWindows) -> None:
        """Write a portion under the digest of its bytes, by which a damaged one is known."""
        written = io.BytesIO()
        np.savez(written, **portion.arrays())  # type: ignore[arg-type]
        content = written.getvalue()
        path = self._folder / f"{self._key}-{_sha256(content)}{_SUFFIX}"
        self._disk.make_folder(self._folder)
        self._disk.remove(path)  # damaged since it was found, or it would not be encoded again
        self._disk.write(path, content)
        self._disk.sync_folder(self._folder)

    def _read_kept(self) -> Iterator[tuple[bytes, Path]]:
        """Where each window is that is kept; portions that are not as they were are removed."""
        for path in sorted(self._folder.glob(f"{self._key}-*{_SUFFIX}")):
            portion = _read(path)
            if portion is None:
                self._disk.remove(path)
                continue
            for digest in portion.digests():
                yield digest, path


def resuming_in(
    folder: Path, encoder: PassageEncoder, *, settings: IndexSettings, disk: Disk
) -> ResumingEncoder:
    """An encoder that keeps in a folder what it encodes as the settings ask."""
    told = settings.model_dump(mode="json")
    key = json.dumps([encoder.identity, *(told[name] for name in ENCODING_SETTINGS)])
    return ResumingEncoder(encoder, folder, key=key, disk=disk)


def _read(path: Path) -> EmbeddedWindows | None:
    """The portion in a file; None where its bytes are not those that were written."""
    content = path.read_bytes()
    if path.stem.rpartition("-")[2] != _sha256(content):
        return None
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        return EmbeddedWindows(**arrays)


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
