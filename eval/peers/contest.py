"""One contest: every system that is installed indexes and answers the same texts and queries.

The texts are those of a BEIR folder, as they are for everybody: the title, then the text. All
systems read the same model from the same folder, one after the other on the same machine, each
with its own defaults otherwise; figures of different runs are not to be compared.
"""

import json
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from eval.datasets import Benchmark, Run
from eval.evaluation import Manifest, hashes_of
from eval.latency import percentile
from eval.measures import estimates_of, measure
from eval.peers.clients import ask_at_once
from eval.peers.contenders import Contender
from eval.peers.programs import (
    Answering,
    Indexed,
    in_process,
    index,
    over_http,
    peak_mebibytes,
    processor_seconds,
)
from eval.peers.protocol import CORPUS_FILE, CUTOFF
from eval.significance import Estimate
from service import IndexSettings, RapporteurError, model_folder

NDCG = f"nDCG@{CUTOFF}"
WARMING = 20  # queries before the clock counts
RANKS = (50, 95, 99)
IN_PROCESS = "in process"

Measures = Mapping[str, Estimate]
Start = Callable[[], AbstractContextManager[Answering]]
Standing = Mapping[str, Measures]
"""The measures of each system and way of asking it; Rapporteur over HTTP comes first."""
Tracked = Callable[[Sequence[Any], str], Iterable[Any]]
"""Go through things with a label, such as a progress bar's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How much is measured: clients at once, requests of them together, and cold starts."""

    clients: tuple[int, ...] = (8, 64)
    requests: int = 600
    starts: int = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Contest:
    """What all systems are given: texts and queries, the model's folder, and a folder each."""

    benchmark: Benchmark
    model: Path
    plan: Plan
    tracked: Tracked = lambda queries, label: queries

    def measure(self, contender: Contender, folder: Path) -> Mapping[str, Measures]:
        """Let a system index once, then answer over HTTP, if it has a server, and in process.

        The measures are by the name of the system and the way in which it is asked.

        Raises:
            RapporteurError: it failed.
        """
        write_corpus(self.benchmark, folder)
        indexed = index(contender, folder, self.model)
        costs = _indexing_measures(indexed, texts=len(self.benchmark.reports))
        starts: dict[str, Start] = {
            name: partial(over_http, server_of, folder, name=name, first=self.first)
            for name, server_of in contender.servers.items()
        }
        starts[f"{contender.name} {IN_PROCESS}"] = partial(
            in_process, contender, folder, model=self.model, first=self.first
        )
        return {name: {**costs, **self._answer(name, start)} for name, start in starts.items()}

    @property
    def warming(self) -> int:
        """How many queries are asked before the clock counts."""
        return min(WARMING, len(self.benchmark.queries))

    @property
    def first(self) -> str:
        """The query that a system is started with."""
        return next(iter(self.benchmark.queries.values()))

    def _answer(self, name: str, start: Start) -> Measures:
        """Start a system some times, and measure what it does the last time."""
        seconds = []
        for _ in range(self.plan.starts - 1):
            with start() as answering:
                seconds.append(answering.first_answer_seconds)
        with start() as answering:
            seconds.append(answering.first_answer_seconds)
            spent = processor_seconds(answering.process_id)
            run, milliseconds = self._ask_one_by_one(name, answering)
            spent = processor_seconds(answering.process_id) - spent
            rushes = self._ask_at_once(name, answering)
            memory = peak_mebibytes(answering.process_id)
        values = measure(self.benchmark.qrels, run, names=(NDCG,))
        return {
            "cold-start-seconds": _single(statistics.median(seconds)),
            **{f"p{rank}-ms": percentile(milliseconds, rank) for rank in RANKS},
            "processor-ms/answer": _single(spent / (len(run) + self.warming) * 1000),
            **rushes,
            "answering-peak-MiB": _single(memory),
            **estimates_of(values),
        }

    def _ask_one_by_one(self, name: str, answering: Answering) -> tuple[Run, Sequence[float]]:
        queries = self.benchmark.queries
        for query in islice(queries.values(), self.warming):
            answering.ask(query)
        run, milliseconds = dict[str, Mapping[str, float]](), []
        for query_id in self.tracked(tuple(queries), f"Asking {name}"):
            started = time.perf_counter()
            ids = answering.ask(queries[query_id])
            milliseconds.append((time.perf_counter() - started) * 1000)
            run[query_id] = {text_id: float(-rank) for rank, text_id in enumerate(ids)}
        return run, milliseconds

    def _ask_at_once(self, name: str, answering: Answering) -> Measures:
        if answering.server is None:
            return {}
        queries, requests = tuple(self.benchmark.queries.values()), self.plan.requests
        measures: dict[str, Estimate] = {}
        for clients in self.tracked(self.plan.clients, f"Rushing {name}"):
            rush = ask_at_once(answering.server, queries, clients=clients, requests=requests)
            measures |= {
                f"p{rank}-ms of {clients}": percentile(rush.milliseconds, rank) for rank in RANKS
            }
            measures[f"answers/s of {clients}"] = _single(requests / rush.seconds)
        return measures


def hold(contest: Contest, contenders: Sequence[Contender]) -> Standing:
    """Let one system after the other index, answer, and leave nothing.

    Raises:
        RapporteurError: one of them failed.
    """
    standing: dict[str, Measures] = {}
    for contender in contest.tracked(contenders, "Measuring"):
        with tempfile.TemporaryDirectory() as folder:
            standing |= contest.measure(contender, Path(folder))
    return standing


def shared_model() -> Path:
    """The folder of the model that the settings name, which all systems read.

    Raises:
        RapporteurError: it lies in no folder.
    """
    name = IndexSettings().encoder
    folder = model_folder(name)
    if folder is None:
        raise RapporteurError(f"encoder {name} is no folder, which every system could read")
    return folder


def manifest_of(contest: Contest, versions: Mapping[str, Mapping[str, str] | None]) -> Manifest:
    """What was measured; ``versions`` of each system's packages, None where it is left out."""
    benchmark, plan = contest.benchmark, contest.plan
    return Manifest(
        dataset=benchmark.name,
        split=benchmark.split,
        files=hashes_of(benchmark.files),
        questions=len(benchmark.queries),
        settings={
            "texts": len(benchmark.reports),
            "cutoff": CUTOFF,
            "warming": WARMING,
            **asdict(plan),
            "processors": os.cpu_count(),
            "versions": versions,
        },
    )


def cut_benchmark(benchmark: Benchmark, *, texts: int | None, queries: int | None) -> Benchmark:
    """The benchmark with its first queries, and with fewer texts: judged ones before others.

    A smaller corpus is an easier one: its nDCG is no figure of the whole set.
    """
    asked = dict(islice(benchmark.queries.items(), queries))
    qrels = {query_id: benchmark.qrels[query_id] for query_id in asked}
    judged = {text_id for of_query in qrels.values() for text_id in of_query}
    by_need = sorted(benchmark.reports, key=lambda report: report.report_id not in judged)
    kept = {report.report_id for report in by_need[:texts]}
    reports = tuple(report for report in benchmark.reports if report.report_id in kept)
    return replace(benchmark, reports=reports, queries=asked, qrels=qrels)


def write_corpus(benchmark: Benchmark, folder: Path) -> None:
    """Write the texts of a benchmark whose reports are its texts, in BEIR's form."""
    with (folder / CORPUS_FILE).open("w", encoding="utf-8") as file:
        for report in benchmark.reports:
            [paragraph] = report.paragraphs
            title = report.cover.title or ""
            text = {"_id": report.report_id, "title": title, "text": paragraph.text}
            file.write(json.dumps(text, ensure_ascii=False) + "\n")


def _indexing_measures(indexed: Indexed, *, texts: int) -> Measures:
    return {
        "texts-indexed/s": _single(texts / indexed.seconds),
        "indexing-processor-ms/text": _single(indexed.processor_seconds / texts * 1000),
        "indexing-peak-MiB": _single(indexed.peak_mebibytes),
        "index-bytes/text": _single(indexed.size_bytes / texts),
    }


def _single(value: float) -> Estimate:
    return Estimate(value=value, count=1)
