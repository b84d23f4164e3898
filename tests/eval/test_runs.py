from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from eval.datasets import Benchmark
from eval.evaluation import evaluation_json
from eval.runs import evaluate_benchmark, run_queries
from service import Assistant, Cover, Paragraph, Report

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


def test_an_evaluation_says_what_was_run(tmp_path: Path, seas: Assistant) -> None:
    benchmark = benchmark_of(tmp_path, {"q": "deep sea"})
    outcome = run_queries(seas, benchmark, query_ids=benchmark.queries, depth=2)

    value = evaluation_json(
        evaluate_benchmark(benchmark, outcome, names=["RR@10"], depth=2, receipt=seas.receipt)
    )

    assert value["measures"] == {"RR@10": {"value": 1.0, "low": 1.0, "high": 1.0, "count": 1}}
    manifest = value["manifest"]
    assert (manifest["dataset"], manifest["split"], manifest["questions"]) == ("seas", "test", 1)
    assert manifest["settings"]["self_hits_dropped"] == 0
    assert manifest["settings"]["retrieval"] == "hybrid"
    assert manifest["generation"] == seas.receipt.generation


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
