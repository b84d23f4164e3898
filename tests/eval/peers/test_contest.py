import json
from pathlib import Path

import pytest

from eval.datasets import Benchmark
from eval.evaluation import manifest_json
from eval.peers.contenders import Contender
from eval.peers.contest import (
    Contest,
    Plan,
    cut_benchmark,
    hold,
    manifest_of,
    shared_model,
    write_corpus,
)
from eval.peers.protocol import read_texts
from service import RapporteurError

PLAN = Plan(clients=(2,), requests=6, starts=2)


def _contest(benchmark: Benchmark) -> Contest:
    return Contest(benchmark=benchmark, model=Path("model"), plan=PLAN)


def test_a_system_indexes_once_and_answers_in_both_ways(small: Contender, seas: Benchmark) -> None:
    standing = hold(_contest(seas), [small])

    served, called = standing["small"], standing["small in process"]
    assert called.keys() <= served.keys()
    assert served["texts-indexed/s"] == called["texts-indexed/s"]
    assert served["answers/s of 2"].value is not None
    assert called["processor-ms/answer"].value is not None
    assert (called["p99-ms"].value or 0) >= (called["p50-ms"].value or 0) > 0


def test_what_is_found_is_measured_by_the_qrels(small: Contender, seas: Benchmark) -> None:
    standing = hold(_contest(seas), [small])

    # The server always finds 1 before 2: query b finds its text at rank 2, worth 1 / log2(3).
    assert standing["small"]["nDCG@10"].value == pytest.approx((1 + 0.6309) / 2, abs=1e-4)
    assert standing["small in process"]["nDCG@10"].value == 1


def test_judged_texts_are_kept_before_others(seas: Benchmark) -> None:
    cut = cut_benchmark(seas, texts=1, queries=1)

    assert [report.report_id for report in cut.reports] == ["1"]
    assert [*cut.queries, *cut.qrels] == ["a", "a"]


def test_nothing_is_cut_unless_it_is_asked_for(seas: Benchmark) -> None:
    assert cut_benchmark(seas, texts=None, queries=None) == seas


def test_the_texts_that_are_written_are_those_of_the_benchmark(
    seas: Benchmark, tmp_path: Path
) -> None:
    write_corpus(seas, tmp_path)

    assert read_texts(tmp_path) == {r.report_id: r.paragraphs[0].text for r in seas.reports}


def test_the_manifest_tells_who_was_left_out(seas: Benchmark) -> None:
    told = manifest_json(manifest_of(_contest(seas), {"small": {"pytest": "9"}, "other": None}))

    assert json.loads(json.dumps(told))["settings"]["versions"] == {
        "small": {"pytest": "9"},
        "other": None,
    }
    assert told["settings"]["texts"] == 3


def test_a_model_that_is_no_folder_cannot_be_shared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAPPORTEUR_ENCODER", "someone/some-model")

    with pytest.raises(RapporteurError, match="some-model is no folder"):
        shared_model()
