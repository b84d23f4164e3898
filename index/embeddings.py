"""The embeddings of a corpus's windows: taken over where they are known, encoded where not.

The published generation is the only cache. It knows a window by the digest of all that the
encoder was given, the words and the sentences to embed: equal digests have equal vectors.
"""

import hashlib
import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt

from corpus.errors import EncoderUnavailable
from index.arrays import load_array
from index.encoder import PassageEncoder, WindowEmbeddings, WindowText
from index.ranking import Rows, Vectors, rows_of_ranges

_DIGEST_BYTES = 16  # of SHA-256; two of a billion windows share one with a chance below 1e-20

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbeddedWindows:
    """Windows with their vectors and those of their sentences, all in the order of the windows.

    ``window_sentences[i]`` of the sentence vectors belong to window ``i``.
    """

    window_digests: npt.NDArray[np.uint8]  # (w, 16)
    window_vectors: Vectors  # (w, d)
    window_sentences: Rows  # (w,)
    sentence_vectors: npt.NDArray[np.float16]  # (s, d)

    @classmethod
    def load(cls, folder: Path, volume: str) -> Self:
        """Map the windows of a volume whose every byte was verified."""
        names = cls.__slots__
        return cls(**{name: load_array(folder, f"{volume}-{name}") for name in names})

    @classmethod
    def of(cls, texts: Mapping[bytes, WindowText], embeddings: WindowEmbeddings) -> Self:
        """Windows by their digests, with the vectors that an encoder gave them, in their order.

        Raises:
            EncoderUnavailable: a vector has a component that is no finite number.
        """
        if not (np.isfinite(embeddings.windows).all() and np.isfinite(embeddings.sentences).all()):
            raise EncoderUnavailable("the encoder gave a vector that is no direction")
        digests = np.frombuffer(b"".join(texts), dtype=np.uint8)
        return cls(
            window_digests=digests.reshape(-1, _DIGEST_BYTES),
            window_vectors=embeddings.windows,
            window_sentences=np.array([len(t.spans) for t in texts.values()], dtype=np.int64),
            sentence_vectors=embeddings.sentences,
        )

    @classmethod
    def of_all(cls, parts: Sequence[Self]) -> Self:
        """The windows of all parts, one of them at least, one part after the other."""
        names = cls.__slots__
        return cls(**{name: np.concatenate([getattr(p, name) for p in parts]) for name in names})

    def arrays(self) -> dict[str, npt.NDArray[np.generic]]:
        """The arrays by the names under which ``load`` finds them."""
        return {name: getattr(self, name) for name in self.__slots__}

    def digests(self) -> list[bytes]:
        """The digest of each window."""
        return [digest.tobytes() for digest in self.window_digests]

    def taken(self, windows: Rows, sentences: Rows) -> Self:
        """Some windows, and the sentences that are theirs."""
        return type(self)(
            window_digests=self.window_digests[windows],
            window_vectors=self.window_vectors[windows],
            window_sentences=self.window_sentences[windows],
            sentence_vectors=self.sentence_vectors[sentences],
        )

    def among(self, digests: Collection[bytes]) -> Self:
        """Those of the windows that have one of these digests, in their order."""
        keys = np.array([digest[:8] for digest in digests], dtype="S8").view(np.uint64)
        own = np.ascontiguousarray(self.window_digests[:, :8]).view(np.uint64)[:, 0]
        windows = np.flatnonzero(np.isin(own, keys))  # eight bytes tell almost all of them apart
        firsts = np.cumsum(self.window_sentences) - self.window_sentences
        counts = self.window_sentences[windows]
        return self.taken(windows, rows_of_ranges(firsts[windows], counts))

    def chosen(self, digests: Sequence[bytes]) -> Self:
        """The windows with these digests, in their order, each as often as it is named."""
        places = {digest: place for place, digest in enumerate(self.digests())}
        windows = np.array([places[digest] for digest in digests], dtype=np.int64)
        counts = self.window_sentences[windows]
        firsts = np.cumsum(self.window_sentences) - self.window_sentences
        sentences = rows_of_ranges(firsts[windows], counts)
        return self.taken(windows, sentences)


def embed_windows(
    texts: Sequence[WindowText],
    encoder: PassageEncoder,
    *,
    known: Sequence[EmbeddedWindows],
    progress: Progress,
) -> tuple[EmbeddedWindows, int]:
    """Embed windows, in their order, and tell how many of them had to be encoded.

    What is ``known`` is taken over bit by bit, and a text that comes twice is encoded once.
    ``progress`` is told how many windows are encoded, and how many there are to encode.
    """
    digests = [window_digest(text) for text in texts]
    pools = [each.among(set(digests)) for each in known]
    held = {digest for pool in pools for digest in pool.digests()}
    unknown = {
        digest: text for digest, text in zip(digests, texts, strict=True) if digest not in held
    }
    progress(0, len(unknown))
    if unknown or not pools:
        pools.append(_encode(unknown, encoder, progress=progress))
    return EmbeddedWindows.of_all(pools).chosen(digests), len(unknown)


def _encode(
    texts: Mapping[bytes, WindowText], encoder: PassageEncoder, *, progress: Progress
) -> EmbeddedWindows:
    done = 0

    def advance(encoded: int) -> None:
        nonlocal done
        done += encoded
        progress(done, len(texts))

    return EmbeddedWindows.of(texts, encoder.encode(list(texts.values()), progress=advance))


def window_digest(text: WindowText) -> bytes:
    """What a window is known by."""
    return hashlib.sha256(json.dumps(asdict(text)).encode()).digest()[:_DIGEST_BYTES]
