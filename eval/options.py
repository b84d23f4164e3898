"""The arguments and options that several commands of measuring share."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer


def in_a_folder(path: Path | None) -> Path | None:
    """Refuse a file that could not be written, before the long work that it is to keep."""
    if path is not None and (path.is_dir() or not path.parent.is_dir()):
        raise typer.BadParameter(f"{path} cannot be written: no such folder, or it is one")
    return path


def to_be_a_folder(path: Path | None) -> Path | None:
    """Refuse a folder that could not be made, before the long work that it is to keep."""
    if path is not None and not path.is_dir() and (path.exists() or not path.parent.is_dir()):
        raise typer.BadParameter(f"{path} cannot be made: no such folder, or it is a file")
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
    Path | None,
    typer.Option(help="Keep the index in this folder, for the next time; of several sets, in it."),
]
RunOutOption = Annotated[
    Path | None,
    typer.Option(help="Write the run here, in TREC's form.", callback=in_a_folder),
]
PerQuestionOption = Annotated[
    Path | None,
    typer.Option(help="Write each question's judgement here, as JSON Lines.", callback=in_a_folder),
]
SystemOption = Annotated[
    list[str] | None,
    typer.Option(
        "--system",
        "-s",
        help="default, bm25, dense, rrf, convex, or NAME:key=value,key=value; may be repeated.",
    ),
]
BaselinesOption = Annotated[
    bool, typer.Option("--baselines", help="Measure the built-in baselines too.")
]
ReportFieldOption = Annotated[
    str | None,
    typer.Option(help="Metadata that names the report of a text; its texts are paragraphs then."),
]
KeepOption = Annotated[
    Path | None,
    typer.Option(
        help="Keep measures, runs and every query below this folder.", callback=to_be_a_folder
    ),
]

ClientsOption = Annotated[
    list[int] | None,
    typer.Option(min=2, help="As many requests by so many clients at once too; repeatable."),
]


@contextmanager
def kept_or_temporary(folder: Path | None) -> Iterator[Path]:
    """The folder, or one that is removed at the end."""
    if folder is not None:
        yield folder
        return
    with tempfile.TemporaryDirectory() as temporary:
        yield Path(temporary)


def home_of(ctx: typer.Context) -> Path:
    """The home that the program was given, or that of the settings."""
    from service import CorpusSettings

    return CorpusSettings.at(ctx.obj).home
