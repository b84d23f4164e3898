from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from eval.datasets import Benchmark
from eval.runs import (
    Plan,
    homes_of,
    manifest_of,
    read_benchmarks,
    run_queries,
    trial_of,
)
from eval.systems import read_systems
from service import Assistant, Cover, Paragraph, Report, SettingsError

WORDS = {"1": "The sea is deep.", "2": "The sky is high.", "3": "The sea and the sky meet."}


def text(report_id: str, words: str) -> Report:
    paragraph = Paragraph(address="1", component="body", number="1", text=words)
    return Report(report_id=report_id, cover=Cover(), paragraphs=(paragraph,))


def benchmark_of(folder: Path, queries: dict[str, str]) -> Benchmark:
    files = (folder / "corpus.jsonl",)
    files[0].write_bytes(b"")
    return Benchmark(
        name="seas",
        split="test",
        files=files,
        reports=tuple(text(*entry) for entry in WORDS.items()),
        text_ids={(text_id, "1"): text_id for text_id in WORDS},
        queries=queries,
        qrels={query_id: {"1": 1} for query_id in queries},
        empty_texts=0,
    )


@pytest.fixture(scope="module")
def seas(make_assistant: Callable[..., Assistant]) -> Assistant:
    return make_assistant(*(text(*entry) for entry in WORDS.items()))


def test_a_run_ranks_texts_in_the_order_of_the_search(tmp_path: Path, seas: Assistant) -> None:
    benchmark = benchmark_of(tmp_path, {"q": "deep sea"})

    outcome = run_queries(seas, benchmark, query_ids=benchmark.queries, depth=2)

    hits = seas.search("deep sea", depth=2)
    assert list(outcome.run["q"].items()) == [(hit.report_id, hit.score) for hit in hits]
    assert list(outcome.run["q"]) == ["1", "3"]


def test_a_query_that_is_one_of_the_texts_does_not_find_itself(
    tmp_path: Path, seas: Assistant
) -> None:
    benchmark = benchmark_of(tmp_path, {"1": "the sea  is deep."})

    outcome = run_queries(seas, benchmark, query_ids=benchmark.queries, depth=2)

    assert outcome.self_hits == 1
    assert set(outcome.run["1"]) == {"2", "3"}


def test_an_equal_id_alone_is_chance(tmp_path: Path, seas: Assistant) -> None:
    benchmark = benchmark_of(tmp_path, {"1": "deep sea"})

    outcome = run_queries(seas, benchmark, query_ids=benchmark.queries, depth=2)

    assert outcome.self_hits == 0
    assert list(outcome.run["1"]) == ["1", "3"]


def test_a_trial_says_what_was_run_and_what_came_of_every_query(
    tmp_path: Path, seas: Assistant
) -> None:
    benchmark = benchmark_of(tmp_path, {"q": "deep sea"})
    outcome = run_queries(seas, benchmark, query_ids=benchmark.queries, depth=2)
    plan = Plan(measures=["RR@10"], depth=2, is_kept=True)
    [system] = read_systems(["rrf"])

    manifest = manifest_of(benchmark, outcome, plan=plan, receipt=seas.receipt, system=system)
    trial = trial_of(benchmark, outcome, manifest, set_name="seas", measures=plan.measures)

    told = trial.evaluation
    assert told["measures"] == {"RR@10": {"value": 1.0, "low": 1.0, "high": 1.0, "count": 1}}
    assert trial.lines == ({"id": "q", "measures": {"RR@10": 1.0}},)
    assert (trial.run, trial.qrels) == (outcome.run, benchmark.qrels)
    manifest_told = told["manifest"]
    assert (manifest_told["dataset"], manifest_told["split"]) == ("seas", "test")
    assert manifest_told["settings"]["self_hits_dropped"] == 0
    assert manifest_told["settings"]["fusion"] == "rrf"
    assert manifest_told["generation"] == seas.receipt.generation
    assert manifest_told["command"] == (
        f"rapporteur eval beir {tmp_path} --split test --depth 2 --measure RR@10 --system rrf"
    )


def write_benchmark(folder: Path) -> Path:
    (folder / "qrels").mkdir(parents=True)
    (folder / "corpus.jsonl").write_text('{"_id": "a", "text": "sea", "metadata": {"doc": "d"}}\n')
    (folder / "queries.jsonl").write_text('{"_id": "q", "text": "sea"}\n')
    for split in ("test", "dev"):
        (folder / "qrels" / f"{split}.tsv").write_text("query-id\tcorpus-id\tscore\nq\ta\t1\n")
    return folder


def test_a_folder_may_name_its_split(tmp_path: Path) -> None:
    seas, skies = (str(write_benchmark(tmp_path / name)) for name in ("seas", "skies"))

    benchmarks = read_benchmarks([f"{seas}:dev", skies, seas], split="test", report_field="doc")

    assert [(name, b.split) for name, b in benchmarks.items()] == [
        ("seas-dev", "dev"), ("skies", "test"), ("seas-test", "test")
    ]  # fmt: skip
    assert benchmarks["skies"].text_ids == {("d", "1"): "a"}


def test_the_splits_of_a_benchmark_share_an_index(tmp_path: Path) -> None:
    folder = str(write_benchmark(tmp_path / "seas"))
    both = read_benchmarks([f"{folder}:dev", folder], split="test")
    one = read_benchmarks([folder], split="test")

    assert homes_of(both, tmp_path) == dict.fromkeys(("seas-dev", "seas-test"), tmp_path / "seas")
    assert homes_of(one, tmp_path) == {"seas": tmp_path}


def test_a_set_is_measured_once(tmp_path: Path) -> None:
    folder = str(write_benchmark(tmp_path / "seas"))

    with pytest.raises(SettingsError, match='set "seas-dev" comes twice'):
        read_benchmarks([f"{folder}:dev", f"{folder}:dev"], split="test")


def test_hits_are_told_by_the_ids_of_their_texts(
    tmp_path: Path, make_assistant: Callable[..., Assistant]
) -> None:
    words = tuple(WORDS.items())
    paragraphs = tuple(
        Paragraph(address=str(place), component="body", number=str(place), text=text)
        for place, (_, text) in enumerate(words, start=1)
    )
    report = Report(report_id="waters", cover=Cover(), paragraphs=paragraphs)
    ids = {("waters", str(place)): text_id for place, (text_id, _) in enumerate(words, start=1)}
    benchmark = replace(
        benchmark_of(tmp_path, {"3": "the sea and the sky meet.", "q": "deep sea"}),
        reports=(report,),
        text_ids=ids,
    )

    outcome = run_queries(make_assistant(report), benchmark, query_ids=benchmark.queries, depth=2)

    assert list(outcome.run["q"]) == ["1", "3"]
    assert set(outcome.run["3"]) == {"1", "2"}
    assert outcome.self_hits == 1
