"""The commands that measure: ``rapporteur eval ...``.

What they need is imported inside them, so that the other commands start without it.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer


def _in_a_folder(path: Path | None) -> Path | None:
    """Refuse a file that could not be written, before the long work that it is to keep."""
    if path is not None and (path.is_dir() or not path.parent.is_dir()):
        raise typer.BadParameter(f"{path} cannot be written: no such folder, or it is one")
    return path


JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]
MeasureOption = Annotated[
    list[str] | None,
    typer.Option("--measure", "-m", help='A measure such as "nDCG@10"; may be repeated.'),
]
QrelsArgument = Annotated[Path, typer.Argument(help="Qrels in TREC's or BEIR's form.")]
RunArgument = Annotated[Path, typer.Argument(help="A run in TREC's form.")]
SplitOption = Annotated[str, typer.Option(help="The qrels to judge by.")]
DepthOption = Annotated[int, typer.Option(min=1, help="Texts ranked for each query.")]
IndexOption = Annotated[
    Path | None, typer.Option(help="Keep the index in this folder, for the next time.")
]
RunOutOption = Annotated[
    Path | None,
    typer.Option(help="Write the run here, in TREC's form.", callback=_in_a_folder),
]
PerQuestionOption = Annotated[
    Path | None,
    typer.Option(
        help="Write each question's judgement here, as JSON Lines.", callback=_in_a_folder
    ),
]


def mount(app: typer.Typer) -> None:
    """Add this package's commands to the program, as the group "eval"."""
    group = typer.Typer(help="Measure answers, retrieval, reading and speed.", no_args_is_help=True)
    for command in (
        questions,
        beir,
        trec,
        compare,
        structure,
        citations,
        reading_speed,
        latency,
        fit_confidence,
    ):
        group.command()(command)
    app.add_typer(group, name="eval")


def questions(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="Judged questions, as JSON Lines.")],
    per_question: PerQuestionOption = None,
    as_json: JsonOption = False,
) -> None:
    """Ask the library judged questions: finding, quoting, citing, abstaining."""
    from eval.answer_measures import COLUMNS, evaluate_answers
    from eval.judging import absent_reports, ask_all, write_judged
    from eval.questions import read_questions
    from eval.tables import print_evaluation, tracked, warn
    from service import open_assistant

    asked = read_questions(file)
    assistant = open_assistant(_home_of(ctx))
    absent = absent_reports(asked, assistant.reports())
    if absent:
        warn(f"not in the library, so that questions about them fail: {', '.join(absent)}")
    judged = tuple(ask_all(assistant, tracked(asked, "Asking")))
    if per_question is not None:
        write_judged(per_question, judged)
    evaluation = evaluate_answers(judged, file=file, receipt=assistant.receipt)
    print_evaluation(evaluation, as_json=as_json, columns=COLUMNS)


def beir(
    folder: Annotated[Path, typer.Argument(help="Holds corpus.jsonl, queries.jsonl and qrels/.")],
    split: SplitOption = "test",
    depth: DepthOption = 100,
    index: IndexOption = None,
    run_out: RunOutOption = None,
    measures: MeasureOption = None,
    as_json: JsonOption = False,
) -> None:
    """Index and search a benchmark in BEIR's form."""
    from eval.datasets import read_beir, write_trec_run
    from eval.measures import STANDARD
    from eval.runs import evaluate_benchmark, run_queries
    from eval.tables import encoding_bar, print_evaluation, tracked
    from service import build_assistant

    benchmark = read_beir(folder, split=split)
    with _kept_or_temporary(index) as home:
        with encoding_bar() as progress:
            assistant = build_assistant(benchmark.reports, home, progress=progress)
        query_ids = tracked(tuple(benchmark.queries), "Searching")
        outcome = run_queries(assistant, benchmark, query_ids=query_ids, depth=depth)
    if run_out is not None:
        write_trec_run(run_out, outcome.run, tag="rapporteur")
    evaluation = evaluate_benchmark(
        benchmark, outcome, names=measures or STANDARD, depth=depth, receipt=assistant.receipt
    )
    print_evaluation(evaluation, as_json=as_json)


def trec(
    qrels: QrelsArgument,
    run: RunArgument,
    measures: MeasureOption = None,
    as_json: JsonOption = False,
) -> None:
    """Measure a run, whoever made it; equal scores are ordered as trec_eval orders them."""
    from eval.datasets import read_qrels, read_trec_run
    from eval.evaluation import Evaluation, Manifest, hashes_of
    from eval.measures import STANDARD, estimates_of, measure
    from eval.tables import print_evaluation

    judged = read_qrels(qrels)
    values = measure(judged, read_trec_run(run), names=measures or STANDARD)
    manifest = Manifest(dataset=qrels.stem, files=hashes_of([qrels, run]), questions=len(judged))
    print_evaluation(Evaluation(measures=estimates_of(values), manifest=manifest), as_json=as_json)


def compare(
    qrels: QrelsArgument,
    first: RunArgument,
    second: RunArgument,
    measures: MeasureOption = None,
    as_json: JsonOption = False,
) -> None:
    """Compare two runs: second minus first, with a paired randomisation test."""
    from eval.comparison import compare_runs
    from eval.datasets import read_qrels, read_trec_run
    from eval.evaluation import Manifest, hashes_of
    from eval.measures import STANDARD
    from eval.tables import print_comparisons

    judged = read_qrels(qrels)
    runs = read_trec_run(first), read_trec_run(second)
    comparisons = compare_runs(judged, runs, names=measures or STANDARD)
    files = hashes_of([qrels, first, second])
    manifest = Manifest(dataset=qrels.stem, files=files, questions=len(judged))
    print_comparisons(comparisons, manifest, as_json=as_json)


def structure(
    gold: Annotated[Path, typer.Argument(help="A gold file, or a folder with one a report.")],
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Report files.")],
    mistakes: Annotated[bool, typer.Option("--mistakes", help="Print what is not right.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Compare how report files are read with gold structure."""
    from eval.structure import COLUMNS, check_files, evaluate_structure, mistakes_of
    from eval.tables import print_evaluation, print_lines, tracked

    checks = check_files(gold, tracked(files, "Reading"))
    evaluation = evaluate_structure(checks, gold)
    if mistakes and not as_json:
        print_lines(mistakes_of(checks))
    print_evaluation(evaluation, as_json=as_json, columns=COLUMNS)


def citations(
    ctx: typer.Context,
    mistakes: Annotated[bool, typer.Option("--mistakes", help="Print what is not right.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Ask for every paragraph of the library by its own citation."""
    from eval.citations import check_citations, citation_rates
    from eval.evaluation import Evaluation, Manifest
    from eval.tables import print_evaluation, print_lines, tracked
    from service import open_assistant

    assistant = open_assistant(_home_of(ctx))
    ids = [report.report_id for report in assistant.reports()]
    checks = tuple(check_citations(assistant, tracked(ids, "Asking")))
    if mistakes and not as_json:
        wrong = (check for check in checks if not check.is_right)
        print_lines(f"{each.citation}: opened {each.opened}" for each in wrong)
    manifest = Manifest(
        dataset="citations", files={}, questions=len(checks), receipt=assistant.receipt
    )
    print_evaluation(
        Evaluation(measures=citation_rates(checks), manifest=manifest), as_json=as_json
    )


def latency(
    ctx: typer.Context,
    questions: Annotated[
        Path | None, typer.Option(help="A question set; else the openings of paragraphs are asked.")
    ] = None,
    requests: Annotated[int, typer.Option(min=1, help="Requests that are timed.")] = 1000,
    cold: Annotated[
        int, typer.Option(min=0, help='Fresh processes of "rapporteur ask" that are timed too.')
    ] = 0,
    as_json: JsonOption = False,
) -> None:
    """Time the server, asked one question at a time, and the assistant without it."""
    from eval import latency as timing
    from eval.evaluation import Evaluation
    from eval.tables import print_evaluation, tracked
    from service import open_assistant

    home = _home_of(ctx)
    assistant = open_assistant(home)
    askings = timing.askings_of(assistant, questions)
    measures = dict(
        timing.measure_serving(home, askings, requests=tracked(range(requests), "Asking"))
    )
    measures |= timing.measure_calling(
        assistant, askings, calls=tracked(range(requests), "Calling")
    )
    if cold:
        measures |= timing.measure_cold(home, askings[0], starts=tracked(range(cold), "Starting"))
    manifest = timing.manifest_of(assistant, askings, file=questions, requests=requests, cold=cold)
    print_evaluation(Evaluation(measures=measures, manifest=manifest), as_json=as_json)


def reading_speed(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="PDF reports.")],
    as_json: JsonOption = False,
) -> None:
    """Time the way from PDF files to a library, and what others read of the same files."""
    from eval import reading_speed as reading
    from eval.evaluation import Evaluation
    from eval.tables import print_evaluation, tracked

    with _kept_or_temporary(None) as home:
        measures = dict(
            reading.measure_adding(files, home, tracked=lambda some: tracked(some, "Adding"))
        )
    measures |= reading.measure_baselines(tracked(files, "Reading"))
    manifest = reading.manifest_of(files)
    print_evaluation(Evaluation(measures=measures, manifest=manifest), as_json=as_json)


def fit_confidence(
    ctx: typer.Context,
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="Judged questions of development.")
    ],
    out: Annotated[
        Path, typer.Option(help="Where the model is written.", callback=_in_a_folder)
    ] = Path("confidence.toml"),
) -> None:
    """Fit the confidence model on judged questions over the library."""
    from eval.calibration import examples_of, fit, write_fit
    from eval.questions import read_questions
    from eval.tables import tracked
    from service import open_assistant

    assistant = open_assistant(_home_of(ctx))
    asked = [question for file in files for question in read_questions(file)]
    fitted = fit(tuple(examples_of(assistant, tracked(asked, "Measuring"))))
    names = " ".join(file.name for file in files)
    write_fit(out, fitted, command=f"rapporteur eval fit-confidence {names}")
    typer.echo(f"written: {out} ({fitted.answerable} answerable, {fitted.unanswerable} not)")


def _home_of(ctx: typer.Context) -> Path:
    from service import CorpusSettings

    return CorpusSettings.at(ctx.obj).home


@contextmanager
def _kept_or_temporary(folder: Path | None) -> Iterator[Path]:
    if folder is not None:
        yield folder
        return
    with tempfile.TemporaryDirectory() as temporary:
        yield Path(temporary)
