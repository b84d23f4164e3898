"""How long an answer takes: one client, then many, against the real server.

The baselines, measured in the same run, are the same assistant asked within this process, stage
by stage, and the floor of it all: the bare encoding of the same questions.
"""

import http.client
import os
import statistics
import subprocess
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from eval.evaluation import Evaluation, Manifest, evaluation_json, hashes_of, repeating_command
from eval.load import Load, load_server
from eval.questions import read_questions
from eval.server import Asking, connected, last_line, memory_of, post, program, serving
from eval.significance import Estimate, Numbers, Rows, bootstrap
from eval.systems import BUILT_IN, DEFAULT
from eval.trials import Trial
from service import Assistant, IndexMissing, RapporteurError, Stage

RANKS = (50, 90, 99)
WARMING = 50  # requests before the clock counts: caches, thread pools, first allocations
OPENING_WORDS = 12  # of a paragraph, asked as a question where no questions are given
OPENINGS = 50
STAGES = ("served-ms", "called-ms", "searched-ms", "encoded-ms")
_LOAD_RANKS = (50, 99)


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """Milliseconds of each turn, by how far the question went.

    ``served`` is over HTTP, ``called`` asked of the assistant in this process, ``searched`` only
    encoded and ranked, ``encoded`` no more than that: what one has more than the next is HTTP
    and JSON, then evidence, confidence and citations, then ranking.
    """

    served: Sequence[float]
    called: Sequence[float]
    searched: Sequence[float]
    encoded: Sequence[float]


class StageTimes:
    """The milliseconds of each stage of each question; told as the assistant's ``watch``."""

    def __init__(self) -> None:
        self._turns: list[dict[Stage, float]] = []

    def begin(self) -> None:
        """Begin with the next question."""
        self._turns.append({})

    def watch(self, stage: Stage, seconds: float) -> None:
        """Count a stage, which a comparison goes through several times."""
        if self._turns:
            turn = self._turns[-1]
            turn[stage] = turn.get(stage, 0.0) + seconds * 1000

    def measures(self, called: Sequence[float]) -> Mapping[str, Estimate]:
        """Percentiles of each stage, over the questions that go through it, the last timed ones.

        ``called`` are the milliseconds of whole questions: what no stage has is "other".
        """
        turns = self._turns[-len(called) :]
        stages = [stage for stage in Stage if any(stage in turn for turn in turns)]
        times = {stage.value: [t[stage] for t in turns if stage in t] for stage in stages}
        times["other"] = [w - sum(t.values()) for w, t in zip(called, turns, strict=True)]
        return {
            f"stage-{name}-p{rank}-ms": percentile(found, rank)
            for name, found in times.items()
            for rank in _LOAD_RANKS
        }


def time_serving(
    home: Path, askings: Sequence[Asking], *, requests: Iterable[int], clients: Sequence[int] = ()
) -> tuple[Sequence[float], Mapping[str, Estimate]]:
    """Time each of ``requests`` in milliseconds, cycling through the questions.

    Then as many by each number of ``clients`` at once. Also the seconds to the first answer, and
    the server's memory in MiB. The server is warmed first, and stopped at the end.

    Raises:
        RapporteurError: the server does not start, or refuses a question.
    """
    with serving(home, askings[0]) as server, connected(server.port) as connection:

        def request(asking: Asking) -> None:
            status = post(connection, asking)
            if status != http.client.OK:
                raise RapporteurError(f"the server answered a question with status {status}")

        milliseconds = _warm_milliseconds(request, askings, turns=requests)
        loads = [
            load_server(server.port, askings, clients=count, requests=len(milliseconds))
            for count in clients
        ]
        memory = memory_of(server.process_id)
    return milliseconds, {
        **{name: value for load in loads for name, value in load_measures(load).items()},
        "first-answer-seconds": _single(server.first_answer_seconds),
        **{name: _single(mebibytes) for name, mebibytes in memory.items()},
    }


def time_calling(
    assistant: Assistant,
    askings: Sequence[Asking],
    *,
    calls: Iterable[int],
    stages: StageTimes | None = None,
) -> Sequence[float]:
    """Time the assistant within this process: what a server can at best come near to."""

    def call(asking: Asking) -> None:
        if stages is not None:
            stages.begin()
        assistant.ask(asking.question, history=asking.history)

    return _warm_milliseconds(call, askings, turns=calls)


def time_searching(
    assistant: Assistant, askings: Sequence[Asking], *, searches: Iterable[int]
) -> Sequence[float]:
    """Time encoding and ranking alone, of each question as it stands."""

    def search(asking: Asking) -> None:
        assistant.search(asking.question)

    return _warm_milliseconds(search, askings, turns=searches)


def time_encoding(
    assistant: Assistant, askings: Sequence[Asking], *, encodings: Iterable[int]
) -> Sequence[float]:
    """Time the bare encoder, the floor of every question."""

    def encode(asking: Asking) -> None:
        assistant.embedding_of(asking.question)

    return _warm_milliseconds(encode, askings, turns=encodings)


def load_measures(load: Load) -> Mapping[str, Estimate]:
    """Percentiles, rate and errors, by names that tell the number of clients."""
    prefix = f"clients-{load.clients}"
    return {
        **{f"{prefix}-p{rank}-ms": percentile(load.milliseconds, rank) for rank in _LOAD_RANKS},
        f"{prefix}-per-second": _single(load.answers_per_second),
        f"{prefix}-errors": _single(load.errors),
    }


def measures_of(times: Times) -> Mapping[str, Estimate]:
    """Percentiles of what was timed; intervals are over requests.

    ``floor-ratio``: how many bare encodings the median of a question over HTTP takes.
    """
    return {
        **{f"p{rank}-ms": percentile(times.served, rank) for rank in RANKS},
        "in-process-p50-ms": percentile(times.called, 50),
        "in-process-p99-ms": percentile(times.called, 99),
        "search-p50-ms": percentile(times.searched, 50),
        "encoding-p50-ms": percentile(times.encoded, 50),
        "floor-ratio": _single(statistics.median(times.served) / statistics.median(times.encoded)),
    }


def trial_of(times: Times, evaluation: Evaluation) -> Trial:
    """What was timed, turn by turn."""
    asked = evaluation.manifest.dataset if evaluation.manifest.files else "openings"
    turns = zip(times.served, times.called, times.searched, times.encoded, strict=True)
    return Trial(
        set_name=f"latency-{asked}",
        system=DEFAULT,
        evaluation=evaluation_json(evaluation),
        lines=tuple(
            {"id": str(turn), "measures": dict(zip(STAGES, each, strict=True))}
            for turn, each in enumerate(turns, start=1)
        ),
    )


def measure_cold(home: Path, asking: Asking, *, starts: Iterable[int]) -> Mapping[str, Estimate]:
    """Time "rapporteur ask" as a fresh process, once for each of ``starts``; seconds.

    Raises:
        RapporteurError: the command failed.
    """
    command = [*program(home), "ask", "--", asking.question]
    seconds = []
    for _ in starts:
        started = time.perf_counter()
        ended = subprocess.run(command, capture_output=True, check=False)
        seconds.append(time.perf_counter() - started)
        if ended.returncode != 0:
            raise RapporteurError(f'"rapporteur ask" failed: {last_line(ended.stderr)}')
    return {
        "cold-best-seconds": _single(min(seconds)),
        "cold-median-seconds": _single(statistics.median(seconds)),
    }


def askings_of(assistant: Assistant, file: Path | None) -> tuple[Asking, ...]:
    """The questions of a set; without one, the openings of paragraphs, evenly spread, at most 50.

    Raises:
        IndexMissing: neither gives a question.
    """
    if file is not None:
        return tuple(
            Asking(question=judged.question, history=judged.history)
            for judged in read_questions(file)
        )
    paragraphs = [p for r in assistant.reports() for p in assistant.report(r.report_id).paragraphs]
    worded = [p.text for p in paragraphs if any(map(str.isalnum, p.text))]
    if not worded:
        raise IndexMissing("the index has no words to ask about; add reports, then index them")
    step = -(-len(worded) // OPENINGS)
    return tuple(Asking(question=_opening(text)) for text in worded[::step])


def manifest_of(
    assistant: Assistant,
    askings: Sequence[Asking],
    *,
    file: Path | None,
    requests: int,
    cold: int,
    clients: Sequence[int] = (),
    is_kept: bool = False,
) -> Manifest:
    """What was timed: the questions, how often, and on how many processors."""
    given = [] if file is None else ["--questions", str(file)]
    many = [part for count in clients for part in ("--clients", str(count))]
    arguments = ["latency", *given, "--requests", str(requests), *many, "--cold", str(cold)]
    return Manifest(
        dataset="openings of paragraphs" if file is None else file.stem,
        files={} if file is None else hashes_of([file]),
        questions=len(askings),
        settings={
            "requests": requests,
            "warming": WARMING,
            "clients": [1, *clients],
            "cold": cold,
            "processors": os.cpu_count(),
        },
        receipt=assistant.receipt,
        command=repeating_command(arguments, BUILT_IN[DEFAULT]) if is_kept else "",
    )


def percentile(values: Sequence[float], rank: int) -> Estimate:
    """A percentile with its interval, interpolated linearly between neighbours."""
    numbers = np.asarray(values, dtype=np.float64)

    def statistic(rows: Rows) -> Numbers:
        return np.asarray(np.percentile(numbers[rows], rank, axis=-1))

    return bootstrap(statistic, len(numbers))


def _warm_milliseconds(
    ask: Callable[[Asking], None], askings: Sequence[Asking], *, turns: Iterable[int]
) -> Sequence[float]:
    _milliseconds(ask, askings, turns=range(WARMING))
    return _milliseconds(ask, askings, turns=turns)


def _milliseconds(
    ask: Callable[[Asking], None], askings: Sequence[Asking], *, turns: Iterable[int]
) -> Sequence[float]:
    milliseconds = []
    for turn in turns:
        asking = askings[turn % len(askings)]
        started = time.perf_counter()
        ask(asking)
        milliseconds.append((time.perf_counter() - started) * 1000)
    return milliseconds


def _opening(text: str) -> str:
    return " ".join(text.split()[:OPENING_WORDS])


def _single(value: float) -> Estimate:
    return Estimate(value=value, count=1)
