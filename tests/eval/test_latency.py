import sys
from pathlib import Path

import pytest

from eval.evaluation import Evaluation
from eval.latency import (
    StageTimes,
    Times,
    askings_of,
    load_measures,
    manifest_of,
    measure_cold,
    measures_of,
    percentile,
    time_calling,
    time_encoding,
    time_searching,
    trial_of,
)
from eval.load import Load
from eval.server import Asking
from service import Assistant, RapporteurError, Stage


def test_percentiles_by_hand() -> None:
    values = [float(number) for number in range(1, 102)]

    assert [percentile(values, rank).value for rank in (50, 90, 99)] == [51, 91, 100]


def test_openings_are_asked_where_no_questions_are_given(assistant: Assistant) -> None:
    askings = askings_of(assistant, None)

    assert len(askings) == 32
    assert askings[0].question.startswith("Intergovernmental organizations active in the field")
    assert {len(asking.question.split()) for asking in askings} == {12}


def test_questions_are_asked_with_their_history(tmp_path: Path, assistant: Assistant) -> None:
    file = tmp_path / "set.jsonl"
    file.write_text('{"id": "1", "turns": ["What?", "Who?"], "paras": []}')

    askings = askings_of(assistant, file)

    assert askings == (Asking(question="Who?", history=("What?",)),)


def test_calls_and_searches_are_timed_in_milliseconds(assistant: Assistant) -> None:
    askings = [Asking(question="purple notices")]

    called = time_calling(assistant, askings, calls=range(5))
    searched = time_searching(assistant, askings, searches=range(5))
    encoded = time_encoding(assistant, askings, encodings=range(5))

    assert len(called) == len(searched) == len(encoded) == 5
    assert all(0 < milliseconds < 1000 for milliseconds in (*called, *searched, *encoded))


def test_a_stage_that_comes_twice_counts_as_one() -> None:
    stages = StageTimes()
    for seconds in (9.0, 0.002, 0.004):  # the first question was no timed one
        stages.begin()
        stages.watch(Stage.ENCODE, seconds)
        stages.watch(Stage.ENCODE, 0.001)

    measures = stages.measures([4.0, 8.0])

    assert measures["stage-encode-p50-ms"].value == pytest.approx(4)
    assert measures["stage-other-p50-ms"].value == pytest.approx(2)
    assert {name.split("-")[1] for name in measures} == {"encode", "other"}


def test_a_load_is_told_by_its_clients() -> None:
    measures = load_measures(Load(8, [float(number) for number in range(1, 102)], 2.0, 3))

    assert {name: estimate.value for name, estimate in measures.items()} == {
        "clients-8-p50-ms": 51,
        "clients-8-p99-ms": 100,
        "clients-8-per-second": 50.5,
        "clients-8-errors": 3,
    }


def test_times_become_percentiles_and_a_line_a_turn(assistant: Assistant) -> None:
    times = Times(served=[3.0, 4.0, 5.0], called=[2.0] * 3, searched=[1.0] * 3, encoded=[0.5] * 3)
    manifest = manifest_of(
        assistant, askings_of(assistant, None), file=None, requests=3, cold=0, is_kept=True
    )

    trial = trial_of(times, Evaluation(measures=measures_of(times), manifest=manifest))

    medians = [trial.measures[name].value for name in ("p50-ms", "in-process-p50-ms")]
    assert (medians, trial.measures["search-p50-ms"].value) == ([4.0, 2.0], 1.0)
    assert list(trial.values("served-ms").items()) == [("1", 3.0), ("2", 4.0), ("3", 5.0)]
    assert trial.measures["floor-ratio"].value == 8
    assert (trial.set_name, trial.system) == ("latency-openings", "default")
    assert trial.manifest["command"] == "rapporteur eval latency --requests 3 --cold 0"


def test_fresh_processes_are_timed_best_and_median(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("eval.latency.program", lambda home: (sys.executable, "-c", ""))

    measures = measure_cold(home, Asking(question="-Why?"), starts=range(3))

    best, median = measures["cold-best-seconds"].value, measures["cold-median-seconds"].value
    assert best is not None
    assert median is not None
    assert 0 < best <= median


def test_a_command_that_fails_is_told_in_its_own_words(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = "import sys; sys.exit('rapporteur: no index')"
    monkeypatch.setattr("eval.latency.program", lambda home: (sys.executable, "-c", code))

    with pytest.raises(RapporteurError, match='"rapporteur ask" failed: no index'):
        measure_cold(home, Asking(question="Why?"), starts=range(1))


def test_a_manifest_says_how_often_was_asked(assistant: Assistant) -> None:
    askings = askings_of(assistant, None)

    manifest = manifest_of(assistant, askings, file=None, requests=7, cold=2)

    assert manifest.questions == 32
    assert (manifest.settings["requests"], manifest.settings["cold"]) == (7, 2)
