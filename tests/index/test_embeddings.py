from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from corpus.errors import EncoderUnavailable
from corpus.fsops import Disk
from index.arrays import npy_bytes
from index.embeddings import EmbeddedWindows, embed_windows
from index.encoder import WindowEmbeddings, WindowText

ONE = WindowText("One. Two.", ((0, 4), (5, 9)))
TWO = WindowText("Two. Three.", ((5, 11),))
BARE = WindowText("Four", ())


class CountingEncoder:
    """Embeds the n-th window that it is ever given as (n, n), and each of its sentences so too."""

    identity = "counting"
    max_pieces = 9

    def __init__(self) -> None:
        self.texts: list[WindowText] = []

    def piece_starts(self, texts: Sequence[str]) -> list[list[int]]:
        return [[] for text in texts]

    def encode(
        self, windows: Sequence[WindowText], *, progress: Callable[[int], None]
    ) -> WindowEmbeddings:
        numbers = np.arange(len(windows)) + len(self.texts)
        self.texts += windows
        progress(len(windows))
        sentences = np.repeat(numbers, [len(window.spans) for window in windows])
        return WindowEmbeddings(
            _twice(numbers).astype(np.float32), _twice(sentences).astype(np.float16)
        )

    def export(self, folder: Path, disk: Disk) -> None: ...


def _twice(numbers: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    return np.stack([numbers, numbers], axis=1)


@pytest.fixture
def encoder() -> CountingEncoder:
    return CountingEncoder()


def _embed(
    encoder: CountingEncoder, *texts: WindowText, known: EmbeddedWindows | None = None
) -> EmbeddedWindows:
    pools = () if known is None else (known,)
    return embed_windows(texts, encoder, known=pools, progress=lambda done, total: None)[0]


def _numbers(embedded: EmbeddedWindows) -> tuple[list[float], list[float]]:
    return embedded.window_vectors[:, 0].tolist(), embedded.sentence_vectors[:, 0].tolist()


def test_vectors_are_in_the_order_of_their_windows(encoder: CountingEncoder) -> None:
    assert _numbers(_embed(encoder, TWO, BARE, ONE)) == ([0, 1, 2], [0, 2, 2])


def test_only_what_is_not_known_is_encoded(encoder: CountingEncoder) -> None:
    known = _embed(encoder, ONE, TWO)

    embedded = _embed(encoder, BARE, TWO, known=known)

    assert encoder.texts == [ONE, TWO, BARE]
    assert _numbers(embedded) == ([2, 1], [1])


def test_when_all_is_known_the_encoder_is_not_asked(encoder: CountingEncoder) -> None:
    known = _embed(encoder, ONE, TWO)

    again = _embed(encoder, ONE, TWO, known=known)

    assert encoder.texts == [ONE, TWO]
    assert all((again.arrays()[name] == known.arrays()[name]).all() for name in known.arrays())


def test_a_text_that_comes_twice_is_encoded_once(encoder: CountingEncoder) -> None:
    embedded = _embed(encoder, ONE, TWO, ONE)

    assert encoder.texts == [ONE, TWO]
    assert _numbers(embedded) == ([0, 1, 0], [0, 0, 1, 0, 0])


@pytest.mark.parametrize(
    "other",
    [WindowText("One. Two!", ONE.spans), WindowText("One. Two.", ((5, 9),))],
    ids=["words", "sentences"],
)
def test_a_window_with_other_words_or_other_sentences_is_another(
    encoder: CountingEncoder, other: WindowText
) -> None:
    known = _embed(encoder, ONE)

    _embed(encoder, other, known=known)

    assert encoder.texts == [ONE, other]


def test_what_is_told_is_the_windows_that_are_encoded(encoder: CountingEncoder) -> None:
    told: list[tuple[int, int]] = []
    known = _embed(encoder, ONE)

    _, encoded = embed_windows(
        [ONE, TWO, TWO],
        encoder,
        known=[known],
        progress=lambda done, total: told.append((done, total)),
    )

    assert (told, encoded) == ([(0, 1), (1, 1)], 1)


def test_of_no_windows_the_arrays_have_their_shapes(encoder: CountingEncoder) -> None:
    arrays = _embed(encoder).arrays()

    assert {name: array.shape for name, array in arrays.items()} == {
        "window_digests": (0, 16),
        "window_vectors": (0, 2),
        "window_sentences": (0,),
        "sentence_vectors": (0, 2),
    }


def test_saved_windows_are_loaded_the_same(tmp_path: Path, encoder: CountingEncoder) -> None:
    saved = _embed(encoder, ONE, TWO).arrays()
    for name, array in saved.items():
        (tmp_path / f"v-{name}.npy").write_bytes(npy_bytes(array))

    loaded = EmbeddedWindows.load(tmp_path, "v").arrays()

    assert all((loaded[name] == array).all() for name, array in saved.items())


def test_what_is_known_may_lie_in_several_places(encoder: CountingEncoder) -> None:
    known = [_embed(encoder, ONE), _embed(encoder, TWO)]

    embedded, encoded = embed_windows(
        [TWO, ONE], encoder, known=known, progress=lambda done, total: None
    )

    assert (_numbers(embedded), encoded) == (([1, 0], [1, 0, 0]), 0)


def test_those_among_the_known_that_are_asked_for_keep_their_sentences(
    encoder: CountingEncoder,
) -> None:
    known = _embed(encoder, ONE, TWO, BARE)
    digests = known.digests()

    assert _numbers(known.among([digests[2], digests[1], b"0" * 16])) == ([1, 2], [1])


def test_a_vector_that_is_no_direction_is_refused(encoder: CountingEncoder) -> None:
    vectors = np.array([[np.nan, 1.0]], dtype=np.float32)
    nothing = np.empty((0, 2), dtype=np.float16)

    with pytest.raises(EncoderUnavailable, match="gave a vector that is no direction"):
        EmbeddedWindows.of({b"0" * 16: BARE}, WindowEmbeddings(vectors, nothing))
