"""Question sets put to systems: what each answered, measured and told question by question."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from eval.answer_measures import measure_answers, measure_types
from eval.answer_values import values_of
from eval.evaluation import (
    Evaluation,
    Manifest,
    evaluation_json,
    hashes_of,
    repeating_command,
)
from eval.judging import (
    LIMIT,
    SHOWN,
    JudgedAnswer,
    absent_reports,
    ask_all,
    judged_json,
    unmatched_questions,
)
from eval.questions import JudgedQuestion, read_questions
from eval.systems import System
from eval.tables import tracked, warn
from eval.trials import Trial
from service import Assistant


def try_questions(
    files: Mapping[str, Path],
    systems: Sequence[System],
    *,
    open_system: Callable[[System], Assistant],
    commands: Mapping[str, Sequence[str]],
) -> Iterator[Trial]:
    """Put every question set to every system.

    ``files`` are by the name of the set; ``commands`` has the arguments that repeat each, where
    the trials are kept. Told on stderr, once a set: reports that the library lacks, and
    questions of whose judged paragraphs it has none.
    """
    assistants = {system.name: open_system(system) for system in systems}
    for name, file in files.items():
        asked = read_questions(file)
        for place, system in enumerate(systems):
            assistant = assistants[system.name]
            if place == 0:
                _tell_unmeetable(asked, assistant)
            label = f"Asking {name} of {system.name}"
            judged = tuple(ask_all(assistant, tracked(asked, label)))
            arguments = commands.get(name)
            manifest = Manifest(
                dataset=file.stem,
                files=hashes_of([file]),
                questions=len(judged),
                settings={"limit": LIMIT, "shown": SHOWN},
                receipt=assistant.receipt,
                system=system,
                command="" if arguments is None else repeating_command(arguments, system),
            )
            yield trial_of(judged, manifest, set_name=name)


def _tell_unmeetable(asked: Sequence[JudgedQuestion], assistant: Assistant) -> None:
    """Tell which questions no answer can meet, since the library lacks what they are judged by."""
    if absent := absent_reports(asked, assistant.reports()):
        warn(f"not in the library, so that questions about them fail: {', '.join(absent)}")
    if unmatched := unmatched_questions(asked, assistant):
        told = ", ".join(unmatched)
        warn(f"no judged paragraph is in its report, so that these fail: {told}")


def arguments_of(names: Sequence[str], files: Sequence[Path]) -> Mapping[str, Sequence[str]]:
    """What repeats the trials of each set, after "rapporteur eval", but for their system."""
    return {name: ("questions", str(file)) for name, file in zip(names, files, strict=True)}


def trial_of(judged: Sequence[JudgedAnswer], manifest: Manifest, *, set_name: str) -> Trial:
    """Every measure, over all questions of a set, over each type of them, and of each."""
    evaluation = Evaluation(
        measures=measure_answers(judged),
        manifest=manifest,
        grouping="types",
        groups=measure_types(judged),
    )
    values = values_of(judged)
    return Trial(
        set_name=set_name,
        system=manifest.system.name,
        evaluation=evaluation_json(evaluation),
        lines=tuple(
            {
                **judged_json(one),
                "measures": {
                    name: of_question[one.question.question_id]
                    for name, of_question in values.items()
                    if one.question.question_id in of_question
                },
            }
            for one in judged
        ),
    )
