"""How the product grows: the same measures at several sizes, and the exponents of their growth.

A library of each size is indexed in a home of its own, asked over HTTP one question at a time,
then given one report more. Sizes beyond the paragraphs that are given repeat them under other
titles, and most vectors are perturbed from real ones (``eval.perturbing``).
"""

import json
import os
import shlex
import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from eval.evaluation import Evaluation, Manifest, evaluation_json, hashes_of
from eval.latency import RANKS, percentile, time_serving
from eval.perturbing import NOISE, PerturbingEncoder
from eval.plots import GROWTH, draw_curves
from eval.server import Asking
from eval.significance import Estimate, bootstrap
from service import (
    IndexSettings,
    Report,
    RetrievalSettings,
    current_generation,
    index_source,
    open_assistant,
    report_digest,
)

DEPTH = 100  # of the ranking whose recall is measured
ADDED = 100  # paragraphs of the report that is added
QUESTIONS = 200
_WORDS = 7  # of a paragraph, asked as a question; of more, a quotation is sought
_QUERY_SIDE = ("encoder.onnx", "encoder.weights", "tokenizer.json")  # the same for every size
FITTED = ("build-seconds", "megabytes", "memory-MiB", "first-answer-seconds", "p50-ms")

Tracked = Callable[[Sequence[int], str], Iterable[int]]


class GrowingReports:
    """Reports in the order of their ids, whose digests are computed once."""

    def __init__(self, reports: Sequence[Report]) -> None:
        self._reports = {each.report_id: each for each in reports}
        self._digests = {each.report_id: report_digest(each) for each in reports}

    @property
    def paragraphs(self) -> int:
        """How many paragraphs they have."""
        return sum(len(report.paragraphs) for report in self._reports.values())

    def add(self, report: Report) -> None:
        """Add a report."""
        self._reports[report.report_id] = report
        self._digests[report.report_id] = report_digest(report)

    def digests(self) -> Sequence[tuple[str, str]]:
        """The id and the digest of every report, in the order of ids."""
        return sorted(self._digests.items())

    def read(self, report_ids: Sequence[str]) -> Iterator[Report]:
        """Some reports, in the order of ids."""
        return (self._reports[report_id] for report_id in sorted(report_ids))


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    """What was measured at one size, in paragraphs."""

    paragraphs: int
    windows: int
    measures: Mapping[str, Estimate]


def reports_of_size(reports: Sequence[Report], paragraphs: int) -> GrowingReports:
    """The first reports that have so many paragraphs together, repeated under other titles."""
    chosen: list[Report] = []
    left, copy = paragraphs, 0
    while left > 0:
        for report in reports:
            cut = report.paragraphs[:left]
            chosen.append(replace(_copy_of(report, copy), paragraphs=cut))
            left -= len(cut)
            if left <= 0:
                break
        copy += 1
    return GrowingReports(chosen)


def askings_from(reports: Sequence[Report], count: int) -> tuple[Asking, ...]:
    """The openings of paragraphs that have words, evenly spread."""
    openings = [
        " ".join(paragraph.text.split()[:_WORDS])
        for report in reports
        for paragraph in report.paragraphs
        if any(map(str.isalpha, paragraph.text))
    ]
    step = -(-len(openings) // count)
    return tuple(Asking(question=opening) for opening in openings[::step])


def measure_growth(
    source: GrowingReports,
    encoder: PerturbingEncoder,
    home: Path,
    *,
    askings: Sequence[Asking],
    requests: int,
    clients: Sequence[int],
    tracked: Tracked,
) -> Growth:
    """Index reports in an empty home, ask, then add a report of 100 paragraphs."""
    started = time.perf_counter()
    published = index_source(source, encoder, home, settings=IndexSettings())
    seconds = time.perf_counter() - started - encoder.take_seconds()
    label = f"Asking {source.paragraphs:,} paragraphs"
    times, others = time_serving(
        home, askings, requests=tracked(range(requests), label), clients=clients
    )
    return Growth(
        paragraphs=source.paragraphs,
        windows=published.windows,
        measures={
            "build-seconds": _single(seconds),
            "megabytes": _single(_bytes_of(home) / 1e6),
            **{f"p{rank}-ms": percentile(times, rank) for rank in RANKS},
            **others,
            f"recall@{DEPTH}": _recall(home, askings),
            "added-seconds": _single(_seconds_to_add(source, encoder, home)),
        },
    )


def exponents(growths: Sequence[Growth]) -> Mapping[str, float]:
    """The exponent of each measure's growth: the slope of its logarithm over that of the size."""
    sizes = np.log([growth.paragraphs for growth in growths])
    fitted = {}
    for name in FITTED:
        values = [growth.measures[name].value for growth in growths if name in growth.measures]
        if len(values) == len(growths) > 1 and None not in values:
            slope, _ = np.polyfit(sizes, np.log(np.array(values, dtype=np.float64)), 1)
            fitted[name] = round(float(slope), 2)
    return fitted


def evaluation_of(
    growths: Sequence[Growth], corpus: Path, *, options: Mapping[str, object]
) -> Evaluation:
    """The exponents of growth, and the measures of each size.

    ``options`` are those of the command beside its sizes; several values of one are a tuple.
    """
    fitted = {
        f"exponent of {name}": Estimate(value=value, count=len(growths))
        for name, value in exponents(growths).items()
    }
    given = {"size": tuple(growth.paragraphs for growth in growths), **options}
    words = [word for name, value in given.items() for word in _option_words(name, value)]
    return Evaluation(
        measures=fitted,
        manifest=Manifest(
            dataset=corpus.stem,
            files=hashes_of([corpus]),
            questions=QUESTIONS,
            settings={"noise": NOISE, "processors": os.cpu_count(), **options},
            command=shlex.join(["rapporteur", "eval", "scale", str(corpus), *words]),
        ),
        grouping="paragraphs",
        groups={str(growth.paragraphs): growth.measures for growth in growths},
    )


def write_growth(evaluation: Evaluation, out: Path) -> None:
    """Write the evaluation as JSON, and a plot of what its exponents are fitted to."""
    out.mkdir(exist_ok=True)
    told = json.dumps(evaluation_json(evaluation), indent=2)
    (out / "scale.json").write_text(f"{told}\n", encoding="utf-8")
    curves = {
        name: tuple(
            (float(size), measures[name].value or 0.0)
            for size, measures in evaluation.groups.items()
        )
        for name in FITTED
    }
    fitted = ", ".join(f"{name} {each.value}" for name, each in evaluation.measures.items())
    plot = draw_curves(
        "scale", curves, frame=GROWTH, title="Growth with the library", description=fitted
    )
    (out / "scale.svg").write_text(plot.alone, encoding="utf-8")


def _copy_of(report: Report, copy: int) -> Report:
    """A report under another id and title; 0 is the report itself."""
    if copy == 0:
        return report
    title = f"Copy {copy}: {report.cover.title or ''}".strip()
    return replace(
        report,
        report_id=f"{report.report_id}-copy-{copy}",
        cover=replace(report.cover, title=title),
    )


def _bytes_of(home: Path) -> int:
    """The size of the published generation, without the query side of its encoder."""
    folder = home / "generations" / str(current_generation(home))
    return sum(path.stat().st_size for path in folder.iterdir() if path.name not in _QUERY_SIDE)


def _recall(home: Path, askings: Sequence[Asking]) -> Estimate:
    """The share of the exact dense ranking that the product's own has, over the questions."""
    dense = {"retrieval": "dense"}
    asked = open_assistant(home, retrieval=RetrievalSettings.model_validate(dense))
    told = RetrievalSettings.model_validate({**dense, "exact_search": True})
    exact = open_assistant(home, retrieval=told)
    shares = []
    for asking in askings:
        found, wanted = (
            {(hit.report_id, hit.address) for hit in each.search(asking.question, depth=DEPTH)}
            for each in (asked, exact)
        )
        shares.append(len(found & wanted) / max(len(wanted), 1))
    values = np.array(shares)
    return bootstrap(lambda rows: values[rows].mean(axis=-1), len(values))


def _seconds_to_add(source: GrowingReports, encoder: PerturbingEncoder, home: Path) -> float:
    """From a report of 100 paragraphs until a question is answered with it; it is encoded anew."""
    given = [each for report_id, _ in source.digests() for each in source.read([report_id])]
    paragraphs = [paragraph for report in given for paragraph in report.paragraphs][:ADDED]
    numbered = tuple(
        replace(paragraph, address=str(number), number=str(number))
        for number, paragraph in enumerate(paragraphs, 1)
    )
    title = f"The report that is added, {uuid.uuid4()}"  # nobody has encoded it before
    cover = replace(given[0].cover, title=title)
    report = replace(given[0], report_id="added", cover=cover, paragraphs=numbered)
    source.add(report)
    started = time.perf_counter()
    encoder.encode_really(10 * ADDED)
    index_source(source, encoder, home, settings=IndexSettings())
    assistant = open_assistant(home)
    assistant.ask("What does the report that is added say?")
    return time.perf_counter() - started


def _option_words(name: str, value: object) -> Iterator[str]:
    """An option as it is typed, once for each of its values."""
    values = value if isinstance(value, tuple) else () if value is None else (value,)
    return (word for each in values for word in (f"--{name}", str(each)))


def _single(value: float) -> Estimate:
    return Estimate(value=value, count=1)
