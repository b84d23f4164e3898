"""Follow-ups measured: every turn asked alone, after its conversation, and as rewritten by hand.

The three ways are systems on the same set, so that what the conversation is worth is a paired
difference. A turn that the qrels of a benchmark do not judge has no answer among its texts: the
confidence in what is found for it is set against that of the judged ones.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from eval.asking import trial_of as question_trial
from eval.confidence_areas import roc_area
from eval.confidence_curves import refused_at_answered
from eval.conversations import ALONE, CONVERSATION, WAYS, Turn, read_turns
from eval.datasets import Benchmark
from eval.evaluation import Evaluation, Manifest, evaluation_json, hashes_of
from eval.judging import LIMIT, SHOWN, judge, reports_by_name
from eval.measures import STANDARD, estimates_of, measure
from eval.questions import JudgedQuestion, read_questions
from eval.runs import BenchmarkRun, Plan, homes_of, manifest_of, read_benchmarks, run_turns
from eval.significance import Estimate
from eval.systems import DEFAULT, System
from eval.tables import encoding_bar, tracked
from eval.trials import Trial
from service import Assistant, build_assistant, open_assistant

COLUMNS = (
    "nDCG@10",
    "R@100",
    "success@1",
    "success@3",
    "answered-success@1",
    "abstention-recall",
    "AUROC",
    "refused-at-90",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """The turns of a benchmark asked in one way: their rankings, and how sure each answer is.

    ``confidences`` are of every turn, and empty where the qrels judge all.
    """

    way: str
    outcome: BenchmarkRun
    confidences: Mapping[str, float]


def follow_all(
    paths: Sequence[Path], *, split: str, by: str | None, home: Path, folder: Path
) -> Iterator[Trial]:
    """Ask the follow-ups of each path: of a question set in the library, which is in ``home``.

    A folder in BEIR's form is indexed in ``folder``, several in folders of their names.
    """
    benchmarks = read_benchmarks([str(path) for path in paths if path.is_dir()], split=split)
    homes = homes_of(benchmarks, folder)
    plan = Plan(measures=STANDARD, depth=100)
    for name, benchmark in benchmarks.items():
        with encoding_bar() as progress:
            assistant = build_assistant(benchmark.reports, homes[name], progress=progress)
        yield from follow_benchmark(benchmark, assistant, plan=plan, by=by)
    for file in (path for path in paths if not path.is_dir()):
        yield from follow_questions(file, read_questions(file), open_assistant(home), by=by)


def follow_benchmark(
    benchmark: Benchmark, assistant: Assistant, *, plan: Plan, by: str | None = None
) -> Iterator[Trial]:
    """Try every way on a benchmark; with ``by``, on each group of its turns by itself."""
    turns = read_turns(benchmark.files[1], by=by)
    ways = WAYS if any(turn.rewrite for turn in turns.values()) else (ALONE, CONVERSATION)
    asked = [_ask(benchmark, turns, assistant, way=way, depth=plan.depth) for way in ways]
    for group in dict.fromkeys(turn.group for turn in turns.values()):
        members = {turn_id for turn_id, turn in turns.items() if turn.group == group}
        for asking in asked:
            manifest = manifest_of(
                benchmark,
                asking.outcome,
                plan=plan,
                receipt=assistant.receipt,
                system=System(name=DEFAULT),
            )
            trial = _benchmark_trial(benchmark, asking, members, plan=plan, manifest=manifest)
            yield replace(trial, set_name=_set_name(benchmark.name, group))


def follow_questions(
    file: Path, questions: Sequence[JudgedQuestion], assistant: Assistant, *, by: str | None = None
) -> Iterator[Trial]:
    """Ask the questions of a set that have a conversation, alone and after it."""
    turns, reports = read_turns(file, by=by), reports_by_name(assistant.reports())
    following = [question for question in questions if question.history]
    for group in dict.fromkeys(turns[question.question_id].group for question in following):
        members = [q for q in following if turns[q.question_id].group == group]
        for way in (ALONE, CONVERSATION):
            judged = []
            for question in tracked(members, f"Asking {file.stem} {way}"):
                words, history = turns[question.question_id].asked(way)
                answer = assistant.ask(words, history=history, limit=LIMIT)
                judged.append(judge(question, answer, reports=reports))
            manifest = Manifest(
                dataset=file.stem,
                files=hashes_of([file]),
                questions=len(judged),
                settings={"limit": LIMIT, "shown": SHOWN, "asked": way},
                receipt=assistant.receipt,
            )
            trial = question_trial(judged, manifest, set_name=_set_name(file.stem, group))
            yield replace(trial, system=way)


def _ask(
    benchmark: Benchmark, turns: Mapping[str, Turn], assistant: Assistant, *, way: str, depth: int
) -> Asking:
    asked = {turn_id: turn.asked(way) for turn_id, turn in turns.items()}
    judged = tracked(tuple(benchmark.queries), f"Searching {benchmark.name} {way}")
    outcome = run_turns(assistant, benchmark, {each: asked[each] for each in judged}, depth=depth)
    if turns.keys() == benchmark.qrels.keys():
        return Asking(way=way, outcome=outcome, confidences={})
    every = tracked(tuple(asked.items()), f"Asking {benchmark.name} {way}")
    confidences = {
        turn_id: assistant.ask(words, history=history).confidence
        for turn_id, (words, history) in every
    }
    return Asking(way=way, outcome=outcome, confidences=confidences)


def _benchmark_trial(
    benchmark: Benchmark, asking: Asking, members: set[str], *, plan: Plan, manifest: Manifest
) -> Trial:
    """The measures of a group: of its judged turns, and of its unjudged ones beside all judged."""
    qrels = {turn_id: judged for turn_id, judged in benchmark.qrels.items() if turn_id in members}
    values = measure(qrels, asking.outcome.run, names=plan.measures)
    silent = [turn_id for turn_id in asking.confidences if turn_id in members - qrels.keys()]
    estimates = {
        **(estimates_of(values) if qrels else {}),
        **(_silence(asking, tuple(benchmark.qrels), silent) if silent else {}),
    }
    manifest = replace(
        manifest,
        questions=len(qrels) + len(silent),
        settings={**manifest.settings, "asked": asking.way},
    )
    return Trial(
        set_name=benchmark.name,
        system=asking.way,
        evaluation=evaluation_json(Evaluation(measures=estimates, manifest=manifest)),
        lines=tuple(
            {"id": turn_id, "measures": {name: values[name][turn_id] for name in plan.measures}}
            for turn_id in qrels
        ),
        run=asking.outcome.run,
        qrels=qrels,
    )


def _silence(
    asking: Asking, judged: Sequence[str], silent: Sequence[str]
) -> Mapping[str, Estimate]:
    """How confidence tells turns that have an answer from those that have none."""
    confidences = [asking.confidences[turn_id] for turn_id in (*judged, *silent)]
    is_answerable = [True] * len(judged) + [False] * len(silent)
    return {
        "AUROC": roc_area(confidences, is_answerable),
        "refused-at-90": refused_at_answered(confidences, is_answerable),
    }


def _set_name(name: str, group: str | None) -> str:
    return name if group is None else f"{name}/{group}"
