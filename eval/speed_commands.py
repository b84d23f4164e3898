"""The commands that measure speed and growth: of reading, indexing, answering and painting.

What they need is imported inside them, so that the other commands start without it.
"""

from pathlib import Path
from typing import Annotated

import typer

from eval.options import (
    ClientsOption,
    JsonOption,
    KeepOption,
    ReportFieldOption,
    home_of,
    kept_or_temporary,
    to_be_a_folder,
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


def indexing(
    corpus: Annotated[Path, typer.Argument(help="Texts in BEIR's form: corpus.jsonl.")],
    report_field: ReportFieldOption = None,
    paragraphs: Annotated[
        int, typer.Option(min=1, help="Paragraphs that are indexed, the first of the corpus.")
    ] = 1000,
    rounds: Annotated[int, typer.Option(min=1, help="Times that each side is timed.")] = 3,
    as_json: JsonOption = False,
) -> None:
    """Time indexing beside the model's own passes over the same windows."""
    from eval import indexing as timing
    from eval.evaluation import Evaluation
    from eval.scale import reports_of_size
    from eval.tables import print_evaluation, tracked
    from eval.texts import read_texts
    from service import load_encoder

    reports = read_texts(corpus, report_field=report_field).reports
    source, encoder = reports_of_size(reports, paragraphs), load_encoder()
    turns = tracked(range(rounds + 1), "Indexing")
    _, *taken = (timing.time_indexing(source, encoder) for _ in turns)  # the first warms up
    manifest = timing.manifest_of(corpus, paragraphs=source.paragraphs, rounds=rounds)
    print_evaluation(
        Evaluation(measures=timing.measures_of(taken), manifest=manifest), as_json=as_json
    )


def latency(
    ctx: typer.Context,
    questions: Annotated[
        Path | None, typer.Option(help="A question set; else the openings of paragraphs are asked.")
    ] = None,
    requests: Annotated[int, typer.Option(min=1, help="Requests that are timed.")] = 1000,
    clients: ClientsOption = None,
    cold: Annotated[
        int, typer.Option(min=0, help='Fresh processes of "rapporteur ask" that are timed too.')
    ] = 0,
    keep: KeepOption = None,
    as_json: JsonOption = False,
) -> None:
    """Time the server, asked by one client and by many, and the assistant without it."""
    from eval import latency as timing
    from eval.evaluation import Evaluation
    from eval.kept import keep_all
    from eval.tables import print_evaluation, tracked
    from service import open_assistant

    home, turns, stages = home_of(ctx), range(requests), timing.StageTimes()
    assistant = open_assistant(home, watch=stages.watch)
    askings = timing.askings_of(assistant, questions)
    served, others = timing.time_serving(
        home, askings, requests=tracked(turns, "Asking"), clients=clients or ()
    )
    called = timing.time_calling(assistant, askings, calls=tracked(turns, "Calling"), stages=stages)
    staged = stages.measures(called)
    times = timing.Times(
        served=served,
        called=called,
        searched=timing.time_searching(assistant, askings, searches=tracked(turns, "Searching")),
        encoded=timing.time_encoding(assistant, askings, encodings=tracked(turns, "Encoding")),
    )
    measures = {**timing.measures_of(times), **staged, **others}
    if cold:
        measures |= timing.measure_cold(home, askings[0], starts=tracked(range(cold), "Starting"))
    manifest = timing.manifest_of(
        assistant,
        askings,
        file=questions,
        requests=requests,
        cold=cold,
        clients=clients or (),
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


def scale(
    corpus: Annotated[Path, typer.Argument(help="Texts in BEIR's form: corpus.jsonl.")],
    out: Annotated[Path, typer.Option(help="The folder that is written.", callback=to_be_a_folder)],
    size: Annotated[
        list[int] | None, typer.Option(min=1, help="Paragraphs of a library; may be repeated.")
    ] = None,
    report_field: ReportFieldOption = None,
    real: Annotated[
        int, typer.Option(min=1, help="Windows that are encoded; others have perturbed vectors.")
    ] = 20_000,
    requests: Annotated[int, typer.Option(min=1, help="Questions that are timed.")] = 500,
    clients: ClientsOption = None,
    encoded: Annotated[
        Path | None,
        typer.Option(
            help="Keep in this folder what is encoded, for the next time or the rest.",
            callback=to_be_a_folder,
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Measure how time, memory and recall grow with the library: a table, a plot, and JSON."""
    from eval import scale as growing
    from eval.perturbing import PerturbingEncoder
    from eval.tables import print_groups, tracked
    from eval.texts import read_texts
    from service import load_encoder

    reports = read_texts(corpus, report_field=report_field).reports
    encoder = PerturbingEncoder(load_encoder(kept=encoded), real_windows=real)
    many = tuple(clients or ())
    options = {"report-field": report_field, "real": real, "requests": requests, "clients": many}
    growths = []
    for paragraphs in sorted(size or [10_000, 100_000]):
        with kept_or_temporary(None) as home:
            growths.append(
                growing.measure_growth(
                    growing.reports_of_size(reports, paragraphs),
                    encoder,
                    home,
                    askings=growing.askings_from(reports, growing.QUESTIONS),
                    requests=requests,
                    clients=many,
                    tracked=tracked,
                )
            )
        evaluation = growing.evaluation_of(growths, corpus, options=options)
        growing.write_growth(evaluation, out)
    print_groups(evaluation, as_json=as_json)
