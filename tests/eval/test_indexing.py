"""What indexing takes beside the model's own passes."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from eval.indexing import IndexingTimes, manifest_of, measures_of, time_indexing
from eval.scale import reports_of_size
from service import PassageEncoder, Report, WindowEmbeddings, WindowText


class CountingEncoder:
    """An encoder that keeps what it embeds, and tells a second for each window."""

    def __init__(self, encoder: PassageEncoder) -> None:
        self.identity = encoder.identity
        self.max_pieces = encoder.max_pieces
        self.piece_starts = encoder.piece_starts
        self.export = encoder.export
        self.embedded: list[WindowText] = []
        self._encoder = encoder

    def encode(
        self, windows: Sequence[WindowText], *, progress: Callable[[int], None]
    ) -> WindowEmbeddings:
        self.embedded += windows
        embeddings = self._encoder.encode(windows, progress=progress)
        return replace(embeddings, forward_seconds=float(len(windows)))


def test_the_same_windows_pass_twice(fake_encoder: PassageEncoder, bundled_report: Report) -> None:
    paragraphs, encoder = len(bundled_report.paragraphs), CountingEncoder(fake_encoder)

    times = time_indexing(reports_of_size([bundled_report], paragraphs), encoder)

    assert times.windows == times.model_seconds >= paragraphs
    assert times.indexing_seconds > 0
    indexed, alone = encoder.embedded[: times.windows], encoder.embedded[times.windows :]
    assert sorted(each.text for each in indexed) == sorted(each.text for each in alone)


def test_rates_and_shares_are_medians_of_the_rounds() -> None:
    rounds = [
        IndexingTimes(windows=100, indexing_seconds=5.0, model_seconds=4.0),
        IndexingTimes(windows=100, indexing_seconds=4.0, model_seconds=3.6),
        IndexingTimes(windows=100, indexing_seconds=10.0, model_seconds=5.0),
    ]

    measures = measures_of(rounds)

    assert {name: each.value for name, each in measures.items()} == pytest.approx(
        {"windows-indexed/s": 20, "windows-by-the-model/s": 25, "outside-the-model": 0.2}
    )
    assert {each.count for each in measures.values()} == {3}


def test_the_manifest_tells_how_it_was_indexed(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus.jsonl"
    corpus.write_text("{}\n")

    manifest = manifest_of(corpus, paragraphs=7, rounds=2)

    assert (manifest.settings["paragraphs"], manifest.settings["rounds"]) == (7, 2)
    assert manifest.settings["precision"] == "auto"
