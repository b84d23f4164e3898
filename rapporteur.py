"""The command ``rapporteur``: mounts each package's commands; no logic of its own."""

import sys
from pathlib import Path
from typing import Annotated

import typer

import corpus.commands
import index.commands
from corpus.errors import RapporteurError

app = typer.Typer(
    help="Answers questions over official reports with the paragraphs that answer them.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)


@app.callback()
def _home(
    ctx: typer.Context,
    home: Annotated[
        Path | None,
        typer.Option(help="Folder of the library and the index; else RAPPORTEUR_HOME."),
    ] = None,
) -> None:
    ctx.obj = home


for package in (corpus.commands, index.commands):
    package.mount(app)


def main() -> None:
    """Run the program; an error of ours is one sentence on stderr and exit status 1."""
    try:
        app()
    except RapporteurError as error:
        print(f"rapporteur: {error}", file=sys.stderr)  # noqa: T201
        sys.exit(1)


if __name__ == "__main__":
    main()
