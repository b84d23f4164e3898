"""The commands that measure: ``rapporteur eval ...``.

What they need is imported inside them, so that the other commands start without it.
"""

from pathlib import Path
from typing import Annotated

import typer

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
        structure,
        citations,
        quotations,
        scope,
        reading_speed,
        latency,
        paint,
        feedback,
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

    assistant = open_assistant(home_of(ctx))
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


def quotations(
    ctx: typer.Context,
    sentences: Annotated[int, typer.Option(min=1, help="Sentences that are drawn.")] = 500,
    mistakes: Annotated[bool, typer.Option("--mistakes", help="Print what is not right.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Ask for sentences of the library with up to three words changed, quoted and pasted."""
    from eval import misquoting
    from eval.evaluation import Evaluation, Manifest
    from eval.tables import print_groups, print_lines, tracked
    from service import open_assistant

    assistant = open_assistant(home_of(ctx))
    drawn = misquoting.draw_sentences(assistant, count=sentences)
    askings = tuple(misquoting.askings_of(drawn))
    checks = tuple(misquoting.check_quotations(assistant, tracked(askings, "Asking")))
    if mistakes and not as_json:
        wrong = (check.asking for check in checks if not check.is_first)
        print_lines(f"{each.sentence.place}: {each.question}" for each in wrong)
    manifest = Manifest(
        dataset="quotations", files={}, questions=len(checks), receipt=assistant.receipt
    )
    evaluation = Evaluation(
        measures=misquoting.quotation_rates(checks),
        manifest=manifest,
        grouping="changes",
        groups=misquoting.rates_by_changes(checks),
    )
    print_groups(evaluation, as_json=as_json)


def scope(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="Judged questions, as JSON Lines.")],
    organs: Annotated[
        Path | None,
        typer.Option(help="Names of organs, one a line; else those in the covers' field."),
    ] = None,
    mistakes: Annotated[bool, typer.Option("--mistakes", help="Print what is not right.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Compare the filters that are read from questions with what the questions name."""
    from eval.evaluation import Evaluation, Manifest, hashes_of
    from eval.judging import ask_all
    from eval.questions import read_questions
    from eval.scopes import check_scopes, mistakes_of, read_organs, scope_measures
    from eval.tables import print_groups, print_lines, tracked
    from service import open_assistant

    assistant = open_assistant(home_of(ctx))
    asked = read_questions(file)
    names = read_organs(organs, assistant.reports())
    checks = check_scopes(ask_all(assistant, tracked(asked, "Asking")), names)
    if mistakes and not as_json:
        print_lines(mistakes_of(checks))
    groups = scope_measures(checks)
    files = hashes_of([file] if organs is None else [file, organs])
    manifest = Manifest(
        dataset=file.stem, files=files, questions=len(checks), receipt=assistant.receipt
    )
    evaluation = Evaluation(
        measures=groups["any"], manifest=manifest, grouping="fields", groups=groups
    )
    print_groups(evaluation, as_json=as_json)


def latency(
    ctx: typer.Context,
    questions: Annotated[
        Path | None, typer.Option(help="A question set; else the openings of paragraphs are asked.")
    ] = None,
    requests: Annotated[int, typer.Option(min=1, help="Requests that are timed.")] = 1000,
    cold: Annotated[
        int, typer.Option(min=0, help='Fresh processes of "rapporteur ask" that are timed too.')
    ] = 0,
    keep: KeepOption = None,
    as_json: JsonOption = False,
) -> None:
    """Time the server, asked one question at a time, and the assistant without it."""
    from eval import latency as timing
    from eval.evaluation import Evaluation
    from eval.kept import keep_all
    from eval.tables import print_evaluation, tracked
    from service import open_assistant

    home = home_of(ctx)
    assistant = open_assistant(home)
    askings = timing.askings_of(assistant, questions)
    turns = range(requests)
    served, others = timing.time_serving(home, askings, requests=tracked(turns, "Asking"))
    called = timing.time_calling(assistant, askings, calls=tracked(turns, "Calling"))
    searched = timing.time_searching(assistant, askings, searches=tracked(turns, "Searching"))
    times = timing.Times(served=served, called=called, searched=searched)
    measures = {**timing.measures_of(times), **others}
    if cold:
        measures |= timing.measure_cold(home, askings[0], starts=tracked(range(cold), "Starting"))
    manifest = timing.manifest_of(
        assistant,
        askings,
        file=questions,
        requests=requests,
        cold=cold,
        is_kept=keep is not None,
    )
    evaluation = Evaluation(measures=measures, manifest=manifest)
    keep_all([timing.trial_of(times, evaluation)], keep)
    print_evaluation(evaluation, as_json=as_json)


def paint(
    ctx: typer.Context,
    questions: Annotated[
        Path | None, typer.Option(help="A question set; else the openings of paragraphs are asked.")
    ] = None,
    pages: Annotated[int, typer.Option(min=1, help="Pages on which two questions are asked.")] = 50,
    browser: Annotated[Path, typer.Option(help="The browser, a Chromium.")] = Path(
        "/usr/bin/chromium"
    ),
    as_json: JsonOption = False,
) -> None:
    """Time a browser from the key that asks until the answer is painted."""
    from eval import painting
    from eval.evaluation import Evaluation
    from eval.latency import askings_of
    from eval.tables import print_evaluation, tracked
    from service import open_assistant

    home = home_of(ctx)
    assistant = open_assistant(home)
    askings = askings_of(assistant, questions)
    times = painting.time_painting(
        home, askings, pages=tracked(range(pages), "Asking"), browser=browser
    )
    manifest = painting.manifest_of(assistant, askings, file=questions, pages=pages)
    evaluation = Evaluation(measures=painting.measures_of(times), manifest=manifest)
    print_evaluation(evaluation, as_json=as_json)


def feedback(
    ctx: typer.Context,
    out: Annotated[Path, typer.Option(help="The folder that is written.", callback=to_be_a_folder)],
) -> None:
    """Write what readers said of answers as qrels, queries and a question set."""
    from eval.feedback import export_feedback, read_feedback
    from service import feedback_path

    told = export_feedback(read_feedback(feedback_path(home_of(ctx))), out)
    typer.echo(
        f"written: {out} ({told.said:,} verdicts on {told.queries:,} questions, "
        f"{told.qrels:,} qrels, {told.questions:,} questions with known paragraphs)"
    )


def reading_speed(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="PDF reports.")],
    as_json: JsonOption = False,
) -> None:
    """Time the way from PDF files to a library, and what others read of the same files."""
    from eval import reading_speed as reading
    from eval.evaluation import Evaluation
    from eval.tables import print_evaluation, tracked

    with kept_or_temporary(None) as home:
        measures = dict(
            reading.measure_adding(files, home, tracked=lambda some: tracked(some, "Adding"))
        )
    measures |= reading.measure_baselines(tracked(files, "Reading"))
    manifest = reading.manifest_of(files)
    print_evaluation(Evaluation(measures=measures, manifest=manifest), as_json=as_json)


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
