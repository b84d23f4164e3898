"""The command ``rapporteur``: mounts each package's commands; no logic of its own."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

import corpus.commands
import eval.commands
import index.commands
import service.commands
import web.commands
from corpus.commands import JsonOption, print_settings
from corpus.errors import RapporteurError
from corpus.settings import CorpusSettings, refuse_unknown_settings
from index.settings import IndexSettings, RetrievalSettings
from service.settings import ChatSettings, ServiceSettings
from web.settings import WebSettings

PACKAGES = (corpus, index, service, web, eval)
SETTINGS = (
    CorpusSettings,
    IndexSettings,
    RetrievalSettings,
    ServiceSettings,
    ChatSettings,
    WebSettings,
)

app = typer.Typer(
    help="Answers questions over official reports with the paragraphs that answer them.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)


@app.callback()
def _before(
    ctx: typer.Context,
    home: Annotated[
        Path | None,
        typer.Option(help="Folder of the library and the index; else RAPPORTEUR_HOME."),
    ] = None,
) -> None:
    refuse_unknown_settings(os.environ, SETTINGS)
    ctx.obj = home


@app.command()
def settings(as_json: JsonOption = False) -> None:
    """List every setting, with its default."""
    print_settings(SETTINGS, as_json=as_json)


for package in PACKAGES:
    package.commands.mount(app)


def main() -> None:
    """Run the program; an error of ours is one sentence on stderr and exit status 1."""
    try:
        app()
    except RapporteurError as error:
        sys.stderr.write(f"rapporteur: {error}\n")
        sys.exit(1)


if __name__ == "__main__":
    main()
