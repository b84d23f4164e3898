"""What indexing takes beside the model's own passes."""

from pathlib import Path

import pytest

from eval.indexing import IndexingTimes, manifest_of, measures_of, time_indexing
from eval.scale import reports_of_size
from service import PassageEncoder, Report


def test_the_same_windows_pass_twice(fake_encoder: PassageEncoder, bundled_report: Report) -> None:
    paragraphs = len(bundled_report.paragraphs)

    times = time_indexing(reports_of_size([bundled_report], paragraphs), fake_encoder)

    assert times.windows >= paragraphs
    assert times.indexing > times.model_meanwhile == times.model_alone == 0


def test_rates_and_shares_are_medians_of_the_rounds() -> None:
    rounds = [
        IndexingTimes(windows=100, indexing=5.0, model_meanwhile=4.5, model_alone=4.0),
        IndexingTimes(windows=100, indexing=4.0, model_meanwhile=3.0, model_alone=4.0),
        IndexingTimes(windows=100, indexing=10.0, model_meanwhile=9.9, model_alone=9.0),
    ]

    measures = measures_of(rounds)

    assert {name: each.value for name, each in measures.items()} == pytest.approx(
        {
            "windows-indexed/s": 20,
            "windows-by-the-model-alone/s": 25,
            "by-the-model-alone": 10 / 9,
            "outside-the-model": 0.1,
        }
    )
    assert {each.count for each in measures.values()} == {3}


def test_the_manifest_tells_how_it_was_indexed(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus.jsonl"
    corpus.write_text("{}\n")

    manifest = manifest_of(corpus, paragraphs=7, rounds=2)

    assert (manifest.settings["paragraphs"], manifest.settings["rounds"]) == (7, 2)
    assert manifest.settings["precision"] == "auto"
