from collections.abc import Callable, Sequence

import numpy as np
import pytest

from eval.perturbing import PerturbingEncoder
from service import PassageEncoder, WindowEmbeddings, WindowText

TEXTS = [WindowText(f"Word{number} seized.", ((0, 5), (6, 13))) for number in range(300)]


def _encode(encoder: PerturbingEncoder, windows: Sequence[WindowText]) -> WindowEmbeddings:
    return encoder.encode(windows, progress=lambda done: None)


def _norms(vectors: np.ndarray) -> np.ndarray:
    return np.asarray(np.linalg.norm(vectors.astype(np.float32), axis=1))


@pytest.fixture
def encoder(fake_encoder: PassageEncoder) -> PerturbingEncoder:
    return PerturbingEncoder(fake_encoder, real_windows=20)


def test_the_first_windows_are_encoded_for_real(
    encoder: PerturbingEncoder, fake_encoder: PassageEncoder
) -> None:
    embedded = _encode(encoder, TEXTS)

    real = fake_encoder.encode(TEXTS[:20], progress=lambda done: None)
    assert (embedded.windows[:20] == real.windows).all()
    assert (embedded.sentences[:40] == real.sentences).all()


def test_other_windows_are_near_the_real_ones_in_turn(encoder: PerturbingEncoder) -> None:
    embedded = _encode(encoder, TEXTS)

    real, others = embedded.windows[:20], embedded.windows[20:]
    turns = real[np.arange(len(others)) % 20]
    cosines = np.einsum("wd,wd->w", others, turns)
    assert len(others) == 280
    assert cosines.mean() == pytest.approx(1 / (1 + 0.5**2) ** 0.5, abs=0.01)


def test_all_vectors_have_unit_norm(encoder: PerturbingEncoder) -> None:
    embedded = _encode(encoder, TEXTS)

    assert _norms(embedded.windows) == pytest.approx(np.ones(300), abs=1e-5)
    assert _norms(embedded.sentences) == pytest.approx(np.ones(600), abs=2e-3)
    assert embedded.sentences.dtype == np.float16


def test_a_window_that_was_encoded_keeps_its_vector(encoder: PerturbingEncoder) -> None:
    first = _encode(encoder, TEXTS[:20])

    again = _encode(encoder, TEXTS[30:40] + TEXTS[:20])

    assert (again.windows[10:] == first.windows).all()


def test_more_can_be_encoded_for_real(
    encoder: PerturbingEncoder, fake_encoder: PassageEncoder
) -> None:
    _encode(encoder, TEXTS[:50])
    encoder.encode_really(5)

    embedded = _encode(encoder, TEXTS[100:105])

    real = fake_encoder.encode(TEXTS[100:105], progress=lambda done: None)
    assert (embedded.windows == real.windows).all()


def test_the_time_of_encoding_is_told_once(encoder: PerturbingEncoder) -> None:
    _encode(encoder, TEXTS[:20])

    assert encoder.take_seconds() > 0
    assert encoder.take_seconds() == 0


def test_progress_is_told_of_all_windows(encoder: PerturbingEncoder) -> None:
    told: list[int] = []
    note: Callable[[int], None] = told.append

    encoder.encode(TEXTS, progress=note)

    assert sum(told) == 300
