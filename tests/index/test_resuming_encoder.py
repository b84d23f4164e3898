"""What an interrupted run leaves, and what the next one makes of it."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from corpus.fsops import Disk
from corpus.records import Report
from index import resuming_encoder
from index.encoder import PassageEncoder, WindowEmbeddings, WindowText
from index.publishing import Publication, build_generation
from index.resuming_encoder import PORTION, UNFINISHED_FOLDER, ResumingEncoder
from index.settings import IndexSettings, Precision

ReportOf = Callable[..., Report]
WINDOWS = tuple(
    WindowText(f"{number} {'drugs ' * (number % 70)}.", ((0, 2),) * (number % 3))
    for number in range(3 * PORTION + 9)
)


class BatchEncoder:
    """Interrupts itself before its ``interrupted``-th portion; vectors tell portion and place."""

    identity = "batch@1"
    max_pieces = 256

    def __init__(self, encoder: PassageEncoder, *, interrupted: int = 0) -> None:
        self._interrupted = interrupted
        self._encode = encoder.encode
        self.piece_starts = encoder.piece_starts
        self.export = encoder.export
        self.portions: list[Sequence[WindowText]] = []

    def encode(
        self, windows: Sequence[WindowText], *, progress: Callable[[int], None]
    ) -> WindowEmbeddings:
        if len(self.portions) + 1 == self._interrupted:
            raise KeyboardInterrupt
        self.portions.append(windows)
        embeddings = self._encode(windows, progress=progress)
        embeddings.windows[:, 0] = range(len(windows))  # bits that hang on the whole portion
        return embeddings


def _resuming(encoder: PassageEncoder, folder: Path, *, key: str = "key") -> ResumingEncoder:
    return ResumingEncoder(encoder, folder, key=key, disk=Disk())


def _encode(encoder: ResumingEncoder) -> WindowEmbeddings:
    return encoder.encode(WINDOWS, progress=lambda done: None)


def _interrupt(encoder: PassageEncoder, folder: Path, *, before: int) -> None:
    with pytest.raises(KeyboardInterrupt):
        _encode(_resuming(BatchEncoder(encoder, interrupted=before), folder))


def test_vectors_are_in_the_order_of_the_windows(
    tmp_path: Path, fake_encoder: PassageEncoder
) -> None:
    plain = fake_encoder.encode(WINDOWS, progress=lambda done: None)

    embeddings = _encode(_resuming(fake_encoder, tmp_path / "kept"))

    assert np.array_equal(embeddings.windows, plain.windows)
    assert np.array_equal(embeddings.sentences, plain.sentences)


@pytest.mark.parametrize("before", [2, 3, 4])
def test_finished_portions_are_taken_over_and_the_vectors_are_those_of_one_run(
    tmp_path: Path, fake_encoder: PassageEncoder, before: int
) -> None:
    whole = _encode(_resuming(BatchEncoder(fake_encoder), tmp_path / "whole"))
    _interrupt(fake_encoder, tmp_path / "kept", before=before)
    again = BatchEncoder(fake_encoder)

    resuming = _resuming(again, tmp_path / "kept")
    embeddings = _encode(resuming)

    assert len(again.portions) == 4 - (before - 1)
    assert resuming.taken_over == len(WINDOWS) - sum(map(len, again.portions))
    assert np.array_equal(embeddings.windows, whole.windows)
    assert np.array_equal(embeddings.sentences, whole.sentences)


def test_what_is_taken_over_is_told_at_once(tmp_path: Path, fake_encoder: PassageEncoder) -> None:
    _interrupt(fake_encoder, tmp_path / "kept", before=2)
    told: list[int] = []

    _resuming(fake_encoder, tmp_path / "kept").encode(WINDOWS, progress=told.append)

    assert told[0] == PORTION
    assert sum(told) == len(WINDOWS)


def test_an_interruption_between_two_interruptions_loses_nothing(
    tmp_path: Path, fake_encoder: PassageEncoder
) -> None:
    _interrupt(fake_encoder, tmp_path / "kept", before=2)
    _interrupt(fake_encoder, tmp_path / "kept", before=2)
    last = BatchEncoder(fake_encoder)

    _encode(_resuming(last, tmp_path / "kept"))

    assert len(last.portions) == 2


@pytest.mark.parametrize(
    "damage", [lambda b: b[:-1], lambda b: b[:99] + b"?" + b[100:]], ids=["cut", "changed"]
)
def test_a_damaged_portion_is_encoded_again(
    tmp_path: Path, fake_encoder: PassageEncoder, damage: Callable[[bytes], bytes]
) -> None:
    _interrupt(fake_encoder, tmp_path / "kept", before=2)
    [path] = (tmp_path / "kept").iterdir()
    path.write_bytes(damage(path.read_bytes()))

    resuming = _resuming(fake_encoder, tmp_path / "kept")
    _encode(resuming)

    assert resuming.taken_over == 0


def test_a_portion_that_is_damaged_after_it_was_found_is_encoded_again(
    tmp_path: Path, fake_encoder: PassageEncoder
) -> None:
    _interrupt(fake_encoder, tmp_path / "kept", before=2)
    resuming = _resuming(fake_encoder, tmp_path / "kept")
    [path] = (tmp_path / "kept").iterdir()
    path.write_bytes(b"")

    embeddings = _encode(resuming)

    whole = _encode(_resuming(fake_encoder, tmp_path / "whole"))
    assert resuming.taken_over == 0
    assert np.array_equal(embeddings.windows, whole.windows)


def test_portions_of_other_settings_are_ignored(
    tmp_path: Path, fake_encoder: PassageEncoder
) -> None:
    _interrupt(fake_encoder, tmp_path / "kept", before=2)

    resuming = _resuming(fake_encoder, tmp_path / "kept", key="another")
    _encode(resuming)

    assert resuming.taken_over == 0


def test_what_others_keep_in_the_folder_stays(tmp_path: Path, fake_encoder: PassageEncoder) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "thesis.docx").write_bytes(b"years of work")
    _encode(_resuming(fake_encoder, tmp_path, key="another"))
    kept = set(tmp_path.iterdir())

    _encode(_resuming(fake_encoder, tmp_path))

    assert kept < set(tmp_path.iterdir())


def test_long_and_short_windows_come_by_turns(tmp_path: Path, fake_encoder: PassageEncoder) -> None:
    encoder = BatchEncoder(fake_encoder)

    _encode(_resuming(encoder, tmp_path / "kept"))

    longest = [max(len(window.text) for window in portion) for portion in encoder.portions]
    assert longest == [max(longest), min(longest), *sorted(longest)[1:-1][::-1]]


def _build(
    reports: Sequence[Report], encoder: PassageEncoder, home: Path, **changed: object
) -> Publication:
    settings = IndexSettings(**changed)  # type: ignore[arg-type]
    return build_generation(reports, encoder, home, settings=settings)


@pytest.fixture
def reports(report_of: ReportOf) -> Sequence[Report]:
    texts = [f"Report {number} tells of drugs." for number in range(PORTION + 5)]
    return (report_of(*texts), report_of("Heroin.", report_id="s"))


def _interrupt_build(reports: Sequence[Report], encoder: PassageEncoder, home: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        _build(reports, BatchEncoder(encoder, interrupted=2), home)


def test_an_interrupted_build_goes_on_and_publishes_what_one_run_would(
    home: Path, tmp_path: Path, fake_encoder: PassageEncoder, reports: Sequence[Report]
) -> None:
    _interrupt_build(reports, fake_encoder, home)

    published = _build(reports, BatchEncoder(fake_encoder), home)

    whole = _build(reports, BatchEncoder(fake_encoder), tmp_path / "whole")
    assert published.name == whole.name
    assert (published.taken_over, whole.taken_over) == (PORTION, 0)
    assert published.encoded == whole.encoded


def test_what_is_published_is_kept_no_longer(
    home: Path, fake_encoder: PassageEncoder, reports: Sequence[Report]
) -> None:
    _interrupt_build(reports, fake_encoder, home)
    assert any((home / UNFINISHED_FOLDER).iterdir())

    _build(reports, BatchEncoder(fake_encoder), home)

    assert not (home / UNFINISHED_FOLDER).exists()


def test_another_precision_takes_nothing_over(
    home: Path, fake_encoder: PassageEncoder, reports: Sequence[Report]
) -> None:
    _interrupt_build(reports, fake_encoder, home)

    published = _build(reports, BatchEncoder(fake_encoder), home, precision=Precision.FLOAT32)

    assert published.taken_over == 0


@pytest.mark.model
def test_portions_change_no_bit_of_the_real_encoders_vectors(
    tmp_path: Path, torch_encoder: PassageEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a portion is a whole number of batches, every batch stays what it was."""
    monkeypatch.setattr(resuming_encoder, "PORTION", 64)
    windows = [WindowText(f"{'Opium. ' * (number % 9)}{number}", ()) for number in range(150)]
    whole = torch_encoder.encode(windows, progress=lambda done: None)

    resuming = _resuming(torch_encoder, tmp_path / "kept")
    embeddings = resuming.encode(windows, progress=lambda done: None)

    assert np.array_equal(embeddings.windows, whole.windows)
    assert resuming.forward_seconds > 0
