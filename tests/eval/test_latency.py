import sys
from pathlib import Path

import pytest

from eval.latency import (
    askings_of,
    manifest_of,
    measure_calling,
    measure_cold,
    percentile,
)
from eval.server import Asking
from service import Assistant, RapporteurError


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


def test_calls_are_timed_in_milliseconds(assistant: Assistant) -> None:
    measures = measure_calling(assistant, [Asking(question="purple notices")], calls=range(5))

    [estimate] = measures.values()
    assert estimate.count == 5
    assert estimate.value is not None
    assert 0 < estimate.value < 1000


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
