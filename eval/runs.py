"""Run a benchmark through the product's own retrieval.

The ranking measured is the ranking shown: hits are taken in the order that ``Assistant.search``
gives them, equal scores included.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from eval.datasets import Benchmark, Run
from eval.evaluation import Evaluation, Manifest, hashes_of
from eval.measures import estimates_of, measure
from service import Assistant, Receipt, Report


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchmarkRun:
    """The rankings of a benchmark's queries; ``self_hits`` counts the hits left out of them."""

    run: Run
    self_hits: int


def run_queries(
    assistant: Assistant, benchmark: Benchmark, *, query_ids: Iterable[str], depth: int
) -> BenchmarkRun:
    """Rank the ``depth`` best texts for each query.

    A self-hit, the query itself found among the texts, is left out of its ranking: a text of
    the query's id that holds the query's words. An equal id alone is chance: Cranfield counts
    both queries and texts from 1.
    """
    texts = {report.report_id: report for report in benchmark.reports}
    run: dict[str, Mapping[str, float]] = {}
    self_hits = 0
    for query_id in query_ids:
        words = benchmark.queries[query_id]
        twin = query_id if _holds(texts.get(query_id), words) else None
        hits = assistant.search(words, depth=depth if twin is None else depth + 1)
        others = [hit for hit in hits if hit.report_id != twin]
        self_hits += len(hits) - len(others)
        run[query_id] = {hit.report_id: hit.score for hit in others[:depth]}
    return BenchmarkRun(run=run, self_hits=self_hits)


def evaluate_benchmark(
    benchmark: Benchmark,
    outcome: BenchmarkRun,
    *,
    names: Sequence[str],
    depth: int,
    receipt: Receipt,
) -> Evaluation:
    """The measures of a benchmark run, and what it was run on."""
    manifest = Manifest(
        dataset=benchmark.name,
        split=benchmark.split,
        files=hashes_of(benchmark.files),
        questions=len(benchmark.queries),
        settings={
            "depth": depth,
            "self_hits_dropped": outcome.self_hits,
            "empty_texts_skipped": benchmark.empty_texts,
        },
        receipt=receipt,
    )
    values = measure(benchmark.qrels, outcome.run, names=names)
    return Evaluation(measures=estimates_of(values), manifest=manifest)


def _holds(report: Report | None, words: str) -> bool:
    if report is None:
        return False
    return _plain(words) in _plain(f"{report.cover.title or ''} {report.paragraphs[0].text}")


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
