"""An encoder for more windows than there is time to encode: most of its vectors are perturbed.

The first windows are encoded for real. Every other one gets the vector of one of those, in turn,
with Gaussian noise added: windows that follow one another stay near one another, as those of a
report are. Such vectors tell how search grows, and nothing of how well it answers.
"""

import time
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from service import PassageEncoder, WindowEmbeddings, WindowText

NOISE = 0.5  # the length of the noise; a perturbed vector has a cosine of .89 to its own
SEED = 1948
_BATCH = 1 << 13

Vectors = npt.NDArray[np.float32]


class PerturbingEncoder:
    """Encodes the first ``real_windows`` windows that it meets, and perturbs after that.

    A window that was encoded once keeps its vector.
    """

    def __init__(self, encoder: PassageEncoder, *, real_windows: int) -> None:
        self.identity = f"{encoder.identity}-perturbed"
        self.max_pieces = encoder.max_pieces
        self.piece_starts = encoder.piece_starts
        self.export: Callable[..., None] = encoder.export
        self._encoder = encoder
        self._left = real_windows
        self._seconds = 0.0
        self._known: dict[WindowText, tuple[int, int]] = {}  # places of window and first sentence
        self._windows = _Pool()
        self._sentences = _Pool()

    def encode(
        self, windows: Sequence[WindowText], *, progress: Callable[[int], None]
    ) -> WindowEmbeddings:
        """Embed windows, those that are left to encode for real."""
        fresh = [window for window in dict.fromkeys(windows) if window not in self._known]
        self._learn(fresh[: self._left])
        progress(len(windows))
        places = [self._known.get(window, (-1, -1)) for window in windows]
        sentences = [
            first + nth if first >= 0 else -1
            for (_, first), window in zip(places, windows, strict=True)
            for nth in range(len(window.spans))
        ]
        return WindowEmbeddings(
            self._windows.vectors([place for place, _ in places]),
            self._sentences.vectors(sentences).astype(np.float16),
        )

    def encode_really(self, windows: int) -> None:
        """Encode so many of the next windows."""
        self._left = windows

    def take_seconds(self) -> float:
        """The seconds that encoding took since this was last asked."""
        seconds, self._seconds = self._seconds, 0.0
        return seconds

    def _learn(self, windows: Sequence[WindowText]) -> None:
        """Encode windows, and keep their vectors."""
        if not windows:
            return
        started = time.perf_counter()
        encoded = self._encoder.encode(windows, progress=lambda done: None)
        self._seconds += time.perf_counter() - started
        self._left -= len(windows)
        place, first = len(self._windows), len(self._sentences)
        for window in windows:
            self._known[window] = (place, first)
            place, first = place + 1, first + len(window.spans)
        self._windows.extend(encoded.windows)
        self._sentences.extend(encoded.sentences.astype(np.float32))


class _Pool:
    """Real vectors, and as many others as are asked for, each near one of them in turn."""

    def __init__(self) -> None:
        self._real: Vectors = np.empty((0, 0), np.float32)  # with room for more
        self._count = 0
        self._turn = 0
        self._noise = np.random.default_rng(SEED)

    def __len__(self) -> int:
        return self._count

    def extend(self, vectors: Vectors) -> None:
        """Add real vectors."""
        count, dimension = self._count + len(vectors), vectors.shape[1]
        if count > len(self._real) or not self._count:
            roomy = np.empty((2 * count, dimension), np.float32)
            roomy[: self._count] = self._real[: self._count].reshape(-1, dimension)
            self._real = roomy
        self._real[self._count : count] = vectors
        self._count = count

    def vectors(self, places: Sequence[int]) -> Vectors:
        """The real vectors at some places, a perturbed one for each place that is -1."""
        asked = np.array(places, dtype=np.int64)
        is_perturbed = asked < 0
        count = int(is_perturbed.sum())
        asked[is_perturbed] = (self._turn + np.arange(count)) % max(len(self), 1)
        self._turn += count
        made = self._real[asked]
        for start in range(0, len(made), _BATCH):
            block, own = made[start : start + _BATCH], is_perturbed[start : start + _BATCH]
            noise = self._noise.standard_normal((int(own.sum()), made.shape[1]), dtype=np.float32)
            noisy = block[own] + noise * np.float32(NOISE / made.shape[1] ** 0.5)
            block[own] = noisy / np.linalg.norm(noisy, axis=1, keepdims=True)
        return made
