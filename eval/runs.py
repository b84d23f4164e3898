"""Run a benchmark through the product's own retrieval.

The ranking measured is the ranking shown: hits are taken in the order that ``Assistant.search``
gives them, equal scores included.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from eval.datasets import Benchmark, Run
from eval.evaluation import Evaluation, Manifest, hashes_of
from eval.measures import estimates_of, measure
from service import Assistant, Paragraph, Receipt


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
    texts = dict(_texts_of(benchmark))
    run: dict[str, Mapping[str, float]] = {}
    self_hits = 0
    for query_id in query_ids:
        words = benchmark.queries[query_id]
        twin = query_id if _holds(texts.get(query_id), words) else None
        hits = assistant.search(words, depth=depth if twin is None else depth + 1)
        found = {benchmark.text_ids[hit.report_id, hit.address]: hit.score for hit in hits}
        others = [(text_id, score) for text_id, score in found.items() if text_id != twin]
        self_hits += len(found) - len(others)
        run[query_id] = dict(others[:depth])
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
            **({} if benchmark.report_field is None else {"report_field": benchmark.report_field}),
        },
        receipt=receipt,
    )
    values = measure(benchmark.qrels, outcome.run, names=names)
    return Evaluation(measures=estimates_of(values), manifest=manifest)


def _texts_of(benchmark: Benchmark) -> Iterator[tuple[str, Paragraph]]:
    for report in benchmark.reports:
        for paragraph in report.paragraphs:
            yield benchmark.text_ids[report.report_id, paragraph.address], paragraph


def _holds(paragraph: Paragraph | None, words: str) -> bool:
    if paragraph is None:
        return False
    return _plain(words) in _plain(" ".join((*paragraph.sections, paragraph.text)))


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
