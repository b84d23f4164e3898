"""The commands that measure the product itself: reading, citing, scope, what readers said.

What they need is imported inside them, so that the other commands start without it.
"""

from pathlib import Path
from typing import Annotated

import typer

from eval.options import (
    IndexOption,
    JsonOption,
    SplitOption,
    home_of,
    kept_or_temporary,
    to_be_a_folder,
)


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


def conversations(
    ctx: typer.Context,
    paths: Annotated[
        list[Path],
        typer.Argument(metavar="PATH...", help="Question sets, or folders in BEIR's form."),
    ],
    by: Annotated[
        str | None, typer.Option(help="Field of a turn that parts a set, each part by itself.")
    ] = None,
    split: SplitOption = "test",
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Ask follow-ups alone, after their conversation, and as rewritten by hand."""
    from eval.comparison import compare_trials
    from eval.following import COLUMNS, follow_all
    from eval.tables import print_trials, tracked

    with kept_or_temporary(index) as folder:
        trials = tuple(follow_all(paths, split=split, by=by, home=home_of(ctx), folder=folder))
    told = [pair for trial in trials for pair in trial.measures.items()]
    measured = {name for name, each in told if each.value is not None}
    columns = [name for name in COLUMNS if name in measured]
    comparisons = compare_trials(trials, names=tracked(columns, "Comparing"))
    print_trials(trials, comparisons, columns=columns, as_json=as_json)


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
