"""The commands that measure: ``rapporteur eval ...``.

What they need is imported inside them, so that the other commands start without it.
"""

from pathlib import Path
from typing import Annotated

import typer

from eval import product_commands as product
from eval import speed_commands as speed
from eval.options import (
    BaselinesOption,
    DepthOption,
    IndexOption,
    JsonOption,
    KeepOption,
    MeasureOption,
    PerQuestionOption,
    QrelsArgument,
    ReportFieldOption,
    RunArgument,
    RunOutOption,
    SplitOption,
    SystemOption,
    home_of,
    in_a_folder,
    kept_or_temporary,
    to_be_a_folder,
)
from eval.peers.commands import bench


def mount(app: typer.Typer) -> None:
    """Add this package's commands to the program, as the group "eval"."""
    group = typer.Typer(help="Measure answers, retrieval, reading and speed.", no_args_is_help=True)
    for command in (
        questions,
        beir,
        trec,
        compare,
        export,
        report,
        product.structure,
        product.citations,
        product.quotations,
        product.scope,
        product.conversations,
        product.feedback,
        speed.reading_speed,
        speed.indexing,
        speed.latency,
        speed.paint,
        speed.scale,
        bench,
        fit_confidence,
        misspell,
    ):
        group.command()(command)
    app.add_typer(group, name="eval")


def questions(
    ctx: typer.Context,
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="Judged questions, as JSON Lines.")
    ],
    system: SystemOption = None,
    baselines: BaselinesOption = False,
    keep: KeepOption = None,
    per_question: PerQuestionOption = None,
    as_json: JsonOption = False,
) -> None:
    """Ask the library judged questions: finding, quoting, citing, abstaining."""
    from eval.answer_measures import COLUMNS
    from eval.answer_values import VALUES
    from eval.asking import arguments_of, try_questions
    from eval.comparison import compare_trials
    from eval.kept import keep_all, write_lines
    from eval.systems import read_systems
    from eval.tables import print_trials, tracked
    from eval.trials import refuse_several, set_names
    from service import open_assistant

    systems = read_systems(system or (), baselines=baselines)
    refuse_several(per_question, option="--per-question", trials=len(files) * len(systems))
    names = set_names([(file.stem, str(file)) for file in files])
    home = home_of(ctx)
    trials = keep_all(
        try_questions(
            dict(zip(names, files, strict=True)),
            systems,
            open_system=lambda s: open_assistant(home, settings=s.service, retrieval=s.retrieval),
            commands=arguments_of(names, files) if keep else {},
        ),
        keep,
    )
    if per_question is not None:
        write_lines(per_question, trials[0])
    comparisons = compare_trials(trials, names=tracked(tuple(VALUES), "Comparing"))
    print_trials(trials, comparisons, columns=COLUMNS, as_json=as_json)


def beir(
    folders: Annotated[
        list[str],
        typer.Argument(
            metavar="FOLDER[:SPLIT]...", help="Each holds corpus.jsonl, queries.jsonl and qrels/."
        ),
    ],
    split: SplitOption = "test",
    depth: DepthOption = 100,
    index: IndexOption = None,
    report_field: ReportFieldOption = None,
    system: SystemOption = None,
    baselines: BaselinesOption = False,
    keep: KeepOption = None,
    run_out: RunOutOption = None,
    measures: MeasureOption = None,
    as_json: JsonOption = False,
) -> None:
    """Index and search benchmarks in BEIR's form, by one system or several."""
    from eval.comparison import compare_trials
    from eval.datasets import write_trec_run
    from eval.kept import keep_all
    from eval.measures import STANDARD, check_names
    from eval.runs import Plan, homes_of, read_benchmarks, try_benchmarks
    from eval.systems import read_systems
    from eval.tables import print_trials, tracked
    from eval.trials import refuse_several

    systems = read_systems(system or (), baselines=baselines)
    refuse_several(run_out, option="--run-out", trials=len(folders) * len(systems))
    plan = Plan(measures=check_names(measures or STANDARD), depth=depth, is_kept=keep is not None)
    benchmarks = read_benchmarks(folders, split=split, report_field=report_field)
    with kept_or_temporary(index) as home:
        homes = homes_of(benchmarks, home)
        trials = keep_all(try_benchmarks(benchmarks, systems, homes=homes, plan=plan), keep)
    if run_out is not None and trials[0].run is not None:
        write_trec_run(run_out, trials[0].run, tag="rapporteur")
    comparisons = compare_trials(trials, names=tracked(plan.measures, "Comparing"))
    print_trials(trials, comparisons, columns=plan.measures, as_json=as_json)


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
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar="[QRELS] A B", help="Two kept trials; or two runs in TREC's form and qrels."
        ),
    ],
    qrels: Annotated[Path | None, typer.Option(help="Qrels that two runs are measured by.")] = None,
    measures: MeasureOption = None,
    as_json: JsonOption = False,
) -> None:
    """Compare two runs or kept trials: second minus first, by a paired randomisation test."""
    from eval.comparing import compare_files, compare_kept
    from eval.tables import print_comparisons

    judged_by = [*([] if qrels is None else [qrels]), *paths]
    if len(judged_by) == 3:
        comparisons, manifest = compare_files(*judged_by, names=measures)
    elif len(judged_by) == 2 and all(path.is_dir() for path in judged_by):
        comparisons, manifest = compare_kept(*judged_by, names=measures)
    else:
        raise typer.BadParameter("give two kept folders, or qrels and two runs")
    print_comparisons(comparisons, manifest, as_json=as_json)


def export(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="Judged questions, as JSON Lines.")],
    out: Annotated[Path, typer.Option(help="The folder that is written.", callback=to_be_a_folder)],
) -> None:
    """Write the library and a question set as a benchmark, for other systems to be judged on."""
    from eval.exporting import export_questions
    from eval.tables import warn
    from service import count_text, open_assistant

    told = export_questions(open_assistant(home_of(ctx)), file, out)
    if told.unmatched:
        warn(f"no paragraph of the library is meant by: {', '.join(told.unmatched)}")
    typer.echo(
        f"written: {out} ({count_text(told.texts, 'text')}, "
        f"{count_text(told.queries, 'question')}, {told.judged:,} answerable, "
        f"{count_text(told.qrels, 'qrel')})"
    )


def report(
    kept: Annotated[
        list[Path],
        typer.Argument(metavar="KEPT...", help='Folders that "--keep" of other commands wrote.'),
    ],
    out: Annotated[Path, typer.Option(help="The folder that is written.", callback=to_be_a_folder)],
) -> None:
    """Write kept trials as a page with plots, and as Markdown."""
    from eval.kept import read_kept
    from eval.tables import tracked
    from service import RapporteurError

    try:
        from eval.reporting import report_of, write_report
    except ImportError as error:
        if error.name != "matplotlib":
            raise
        raise RapporteurError(
            'matplotlib is not installed; run "pip install rapporteur[eval]"'
        ) from error

    trials = [trial for folder in kept for trial in read_kept(folder)]
    pages = write_report(report_of(trials, tracked=tracked), out)
    typer.echo(f"written: {', '.join(map(str, pages))}")


def misspell(
    file: Annotated[Path, typer.Argument(help="Judged questions, as JSON Lines.")],
    out: Annotated[Path, typer.Option(help="Where they are written.", callback=in_a_folder)],
    words: Annotated[int, typer.Option(min=1, help="Words misspelt in each question.")] = 2,
) -> None:
    """Write a question set with some words of each question misspelt."""
    from eval.misspelling import misspell_set
    from eval.questions import read_questions
    from service import count_text

    count = len(read_questions(file))
    changed = misspell_set(file, out, words=words)
    typer.echo(f"misspelt: {changed:,} of {count_text(count, 'question')}")


def fit_confidence(
    ctx: typer.Context,
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="Judged questions of development.")
    ],
    out: Annotated[
        Path, typer.Option(help="Where the model is written.", callback=in_a_folder)
    ] = Path("confidence.toml"),
    as_json: JsonOption = False,
) -> None:
    """Fit the confidence model on judged questions over the library, and measure it held out."""
    from eval import calibration
    from eval.evaluation import hashes_of
    from eval.questions import read_questions
    from eval.tables import print_groups, tracked
    from eval.trials import set_names
    from service import open_assistant

    assistant = open_assistant(home_of(ctx))
    names = set_names([(file.stem, str(file)) for file in files])
    sets = zip(names, files, strict=True)
    asked = [(name, question) for name, file in sets for question in read_questions(file)]
    examples = tuple(calibration.examples_of(assistant, tracked(asked, "Measuring")))
    held_out = calibration.hold_out(examples)
    fitted = calibration.fit(examples, held_out)
    told = " ".join(file.name for file in files)
    calibration.write_fit(out, fitted, command=f"rapporteur eval fit-confidence {told}")
    evaluation = calibration.evaluate_fit(
        examples, held_out, fitted, files=hashes_of(files), receipt=assistant.receipt
    )
    print_groups(evaluation, as_json=as_json)
    if not as_json:
        typer.echo(
            f"\nwritten: {out} ({fitted.answerable} answerable, {fitted.unanswerable} not; "
            f"min_confidence {fitted.min_confidence})"
        )
