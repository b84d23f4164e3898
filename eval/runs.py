"""Run a benchmark through the product's own retrieval.

The ranking measured is the ranking shown: hits are taken in the order that ``Assistant.search``
gives them, equal scores included.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.datasets import Benchmark, Run, read_beir
from eval.evaluation import (
    Evaluation,
    Manifest,
    evaluation_json,
    hashes_of,
    repeating_command,
)
from eval.measures import estimates_of, measure
from eval.systems import System
from eval.tables import encoding_bar, tracked
from eval.trials import Trial, set_names
from service import Assistant, Paragraph, Receipt, build_assistant


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How benchmarks are run; the manifest of what is kept tells the command that repeats it."""

    measures: Sequence[str]
    depth: int
    is_kept: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchmarkRun:
    """The rankings of a benchmark's queries; ``self_hits`` counts the hits left out of them."""

    run: Run
    self_hits: int


def run_queries(
    assistant: Assistant, benchmark: Benchmark, *, query_ids: Iterable[str], depth: int
) -> BenchmarkRun:
    """Rank the ``depth`` best texts for each query; none has a conversation before it."""
    asked = {query_id: (benchmark.queries[query_id], ()) for query_id in query_ids}
    return run_turns(assistant, benchmark, asked, depth=depth)


def run_turns(
    assistant: Assistant,
    benchmark: Benchmark,
    asked: Mapping[str, tuple[str, Sequence[str]]],
    *,
    depth: int,
) -> BenchmarkRun:
    """Rank the ``depth`` best texts for each query, given its words and the questions before it.

    A self-hit, the query itself found among the texts, is left out of its ranking: a text of
    the query's id that holds the query's words. An equal id alone is chance: Cranfield counts
    both queries and texts from 1.
    """
    texts = dict(_texts_of(benchmark))
    run: dict[str, Mapping[str, float]] = {}
    self_hits = 0
    for query_id, (words, history) in asked.items():
        twin = query_id if _holds(texts.get(query_id), words) else None
        hits = assistant.search(words, history=history, depth=depth if twin is None else depth + 1)
        found = {benchmark.text_ids[hit.report_id, hit.address]: hit.score for hit in hits}
        others = [(text_id, score) for text_id, score in found.items() if text_id != twin]
        self_hits += len(found) - len(others)
        run[query_id] = dict(others[:depth])
    return BenchmarkRun(run=run, self_hits=self_hits)


def read_benchmarks(
    folders: Sequence[str], *, split: str, report_field: str | None = None
) -> Mapping[str, Benchmark]:
    """Read each ``FOLDER`` or ``FOLDER:SPLIT``, by the name of the set.

    Raises:
        SourceUnavailable: a file or a split is missing.
        JudgementsUnreadable: a file is not in its form.
        SettingsError: a set comes twice, or has no texts with the report field.
    """
    places = [_folder_and_split(told, split) for told in folders]
    names = set_names([(folder.resolve().name, own) for folder, own in places])
    return {
        name: read_beir(folder, split=own, report_field=report_field)
        for name, (folder, own) in zip(names, places, strict=True)
    }


def homes_of(benchmarks: Mapping[str, Benchmark], home: Path) -> Mapping[str, Path]:
    """Where each set is indexed: one in ``home`` itself, several in folders of their names.

    The splits of a benchmark share its index.
    """
    if len(benchmarks) == 1:
        return dict.fromkeys(benchmarks, home)
    return {name: home / benchmark.name for name, benchmark in benchmarks.items()}


def try_benchmarks(
    benchmarks: Mapping[str, Benchmark],
    systems: Sequence[System],
    *,
    homes: Mapping[str, Path],
    plan: Plan,
) -> Iterator[Trial]:
    """Try every system on every benchmark, over the one index that its home holds or is given.

    ``benchmarks`` and ``homes`` are by the name of the set.
    """
    for name, benchmark in benchmarks.items():
        for system in systems:
            with encoding_bar() as progress:
                assistant = build_assistant(
                    benchmark.reports,
                    homes[name],
                    settings=system.service,
                    retrieval=system.retrieval,
                    progress=progress,
                )
            label = f"Searching {name} by {system.name}"
            outcome = run_queries(
                assistant,
                benchmark,
                query_ids=tracked(tuple(benchmark.queries), label),
                depth=plan.depth,
            )
            manifest = manifest_of(
                benchmark, outcome, plan=plan, receipt=assistant.receipt, system=system
            )
            yield trial_of(benchmark, outcome, manifest, set_name=name, measures=plan.measures)


def manifest_of(
    benchmark: Benchmark,
    outcome: BenchmarkRun,
    *,
    plan: Plan,
    receipt: Receipt,
    system: System,
) -> Manifest:
    """What was run on what."""
    return Manifest(
        dataset=benchmark.name,
        split=benchmark.split,
        files=hashes_of(benchmark.files),
        questions=len(benchmark.queries),
        settings={
            "depth": plan.depth,
            "self_hits_dropped": outcome.self_hits,
            "empty_texts_skipped": benchmark.empty_texts,
            **({} if benchmark.report_field is None else {"report_field": benchmark.report_field}),
        },
        receipt=receipt,
        system=system,
        command=repeating_command(_arguments(benchmark, plan), system) if plan.is_kept else "",
    )


def trial_of(
    benchmark: Benchmark,
    outcome: BenchmarkRun,
    manifest: Manifest,
    *,
    set_name: str,
    measures: Sequence[str],
) -> Trial:
    """The measures of a benchmark run, over all queries and of each."""
    values = measure(benchmark.qrels, outcome.run, names=measures)
    return Trial(
        set_name=set_name,
        system=manifest.system.name,
        evaluation=evaluation_json(Evaluation(measures=estimates_of(values), manifest=manifest)),
        lines=tuple(
            {"id": query_id, "measures": {name: values[name][query_id] for name in measures}}
            for query_id in benchmark.qrels
        ),
        run=outcome.run,
        qrels=benchmark.qrels,
    )


def _folder_and_split(told: str, split: str) -> tuple[Path, str]:
    folder, colon, own = told.rpartition(":")
    is_split = bool(colon) and not Path(told).is_dir()
    return (Path(folder), own) if is_split else (Path(told), split)


def _arguments(benchmark: Benchmark, plan: Plan) -> Sequence[str]:
    """What repeats a trial, after "rapporteur eval", but for its system."""
    field = benchmark.report_field
    return (
        "beir",
        str(benchmark.files[0].parent),
        "--split",
        benchmark.split,
        "--depth",
        str(plan.depth),
        *([] if field is None else ["--report-field", field]),
        *(part for name in plan.measures for part in ("--measure", name)),
    )


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
