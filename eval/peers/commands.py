"""The command that measures Rapporteur beside other systems.

What it needs is imported inside it, so that the other commands start without it.
"""

from pathlib import Path
from typing import Annotated

import typer

from eval.options import JsonOption, to_be_a_folder


def bench(
    folder: Annotated[str, typer.Argument(metavar="FOLDER[:SPLIT]", help="A BEIR folder.")],
    python: Annotated[
        Path | None,
        typer.Option(help="An interpreter that has the other systems; else our own."),
    ] = None,
    texts: Annotated[
        int | None, typer.Option(min=1, help="Only so many texts, judged ones before others.")
    ] = None,
    queries: Annotated[int | None, typer.Option(min=1, help="Only the first queries.")] = None,
    requests: Annotated[int, typer.Option(min=1, help="Requests of all clients together.")] = 600,
    starts: Annotated[int, typer.Option(min=1, help="Cold starts of each system.")] = 3,
    out: Annotated[
        Path | None,
        typer.Option(help="Write Markdown and a plot into this folder.", callback=to_be_a_folder),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Index and search a benchmark beside txtai, Haystack and a plain script."""
    from eval.evaluation import Evaluation
    from eval.peers import contest, standing
    from eval.peers.contenders import OURS, contenders_of
    from eval.runs import read_benchmarks
    from eval.tables import print_grid, print_json, tracked, warn

    [whole] = read_benchmarks([folder], split="test").values()
    held = contest.Contest(
        benchmark=contest.cut_benchmark(whole, texts=texts, queries=queries),
        model=contest.shared_model(),
        plan=contest.Plan(requests=requests, starts=starts),
        tracked=tracked,
    )
    contenders = contenders_of(python)
    versions = {each.name: each.versions() for each in contenders}
    for each in contenders:
        if versions[each.name] is None:
            warn(f"{each.name} is left out: {', '.join(each.packages)} are not all installed")
    stands = contest.hold(held, [each for each in contenders if versions[each.name] is not None])
    manifest = contest.manifest_of(held, versions)
    if out is not None:
        for path in standing.write_standing(stands, out):
            typer.echo(f"written: {path}", err=True)
    if as_json:
        evaluation = Evaluation(measures=stands[OURS], manifest=manifest)
        print_json(standing.standing_json(stands, evaluation))
        return
    print_grid(standing.standing_grid(stands))
