"""How long an answer takes: one client, one question at a time, against the real server.

The baseline, measured in the same run, is the same assistant asked within this process.
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
from eval.questions import read_questions
from eval.server import Asking, connected, last_line, memory_of, post, program, serving
from eval.significance import Estimate, Numbers, Rows, bootstrap
from eval.systems import BUILT_IN, DEFAULT
from eval.trials import Trial
from service import Assistant, IndexMissing, RapporteurError

RANKS = (50, 90, 99)
WARMING = 50  # requests before the clock counts: caches, thread pools, first allocations
OPENING_WORDS = 12  # of a paragraph, asked as a question where no questions are given
OPENINGS = 50
STAGES = ("served-ms", "called-ms", "searched-ms")


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """Milliseconds of each turn, by how far the question went.

    ``served`` is over HTTP, ``called`` asked of the assistant in this process, ``searched`` only
    encoded and ranked: what one has more than the next is HTTP and JSON, then evidence,
    confidence and citations.
    """

    served: Sequence[float]
    called: Sequence[float]
    searched: Sequence[float]


def time_serving(
    home: Path, askings: Sequence[Asking], *, requests: Iterable[int]
) -> tuple[Sequence[float], Mapping[str, Estimate]]:
    """Time each of ``requests`` in milliseconds, cycling through the questions.

    Also the seconds to the first answer, and the server's memory in MiB. The server is warmed
    first, and stopped at the end.

    Raises:
        RapporteurError: the server does not start, or refuses a question.
    """
    with serving(home, askings[0]) as server, connected(server.port) as connection:

        def request(asking: Asking) -> None:
            status = post(connection, asking)
            if status != http.client.OK:
                raise RapporteurError(f"the server answered a question with status {status}")

        milliseconds = _warm_milliseconds(request, askings, turns=requests)
        memory = memory_of(server.process_id)
    return milliseconds, {
        "first-answer-seconds": _single(server.first_answer_seconds),
        **{name: _single(mebibytes) for name, mebibytes in memory.items()},
    }


def time_calling(
    assistant: Assistant, askings: Sequence[Asking], *, calls: Iterable[int]
) -> Sequence[float]:
    """Time the assistant within this process: what a server can at best come near to."""

    def call(asking: Asking) -> None:
        assistant.ask(asking.question, history=asking.history)

    return _warm_milliseconds(call, askings, turns=calls)


def time_searching(
    assistant: Assistant, askings: Sequence[Asking], *, searches: Iterable[int]
) -> Sequence[float]:
    """Time encoding and ranking alone, of each question as it stands."""

    def search(asking: Asking) -> None:
        assistant.search(asking.question)

    return _warm_milliseconds(search, askings, turns=searches)


def measures_of(times: Times) -> Mapping[str, Estimate]:
    """Percentiles of what was timed; intervals are over requests."""
    return {
        **{f"p{rank}-ms": percentile(times.served, rank) for rank in RANKS},
        "in-process-p50-ms": percentile(times.called, 50),
        "search-p50-ms": percentile(times.searched, 50),
    }


def trial_of(times: Times, evaluation: Evaluation) -> Trial:
    """What was timed, turn by turn."""
    asked = evaluation.manifest.dataset if evaluation.manifest.files else "openings"
    turns = zip(times.served, times.called, times.searched, strict=True)
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
    is_kept: bool = False,
) -> Manifest:
    """What was timed: the questions, how often, and on how many processors."""
    given = [] if file is None else ["--questions", str(file)]
    arguments = ["latency", *given, "--requests", str(requests), "--cold", str(cold)]
    return Manifest(
        dataset="openings of paragraphs" if file is None else file.stem,
        files={} if file is None else hashes_of([file]),
        questions=len(askings),
        settings={
            "requests": requests,
            "warming": WARMING,
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
