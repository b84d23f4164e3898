"""The commands that ask."""

import sys
from typing import Annotated

import typer
from rich.console import Console

from corpus.commands import JsonOption, err, home_of, print_json

console = Console(highlight=False, soft_wrap=True, markup=False, emoji=False)


def mount(app: typer.Typer) -> None:
    """Add this package's commands to the program."""
    for command in (ask, chat):
        app.command()(command)


def ask(
    ctx: typer.Context,
    question: Annotated[str, typer.Argument(help='A question, a citation, or words in "quotes".')],
    limit: Annotated[int, typer.Option(min=1, max=50, help="Most passages to show.")] = 5,
    as_json: JsonOption = False,
) -> None:
    """Answer one question with cited passages."""
    from service.answer import answer_json
    from service.opening import open_assistant
    from service.telling import show_answer

    answer = open_assistant(home_of(ctx)).ask(question, limit=limit)
    if as_json:
        print_json(answer_json(answer))
        return
    show_answer(console, answer)


def chat(
    ctx: typer.Context,
    base_url: Annotated[
        str,
        typer.Option(envvar="RAPPORTEUR_BASE_URL", help="Address that readers use, in permalinks."),
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print one answer a line.")] = False,
) -> None:
    """Ask one question after another; follow-ups are understood, ":help" tells the rest."""
    from service.chat import GREETING, Chat, converse
    from service.opening import open_assistant
    from service.prompting import HISTORY_NAME, typed_lines
    from service.settings import ChatSettings

    home = home_of(ctx)
    conversation = Chat(
        open_assistant(home),
        console=Console(
            highlight=False, markup=False, emoji=False, soft_wrap=not sys.stdout.isatty()
        ),
        aside=err,
        base_url=base_url.rstrip("/"),
        as_json=as_json,
    )
    history = home / HISTORY_NAME if ChatSettings().keep_chat_history else None
    if sys.stdin.isatty():
        err.print(GREETING)
    converse(conversation, typed_lines(conversation.reports, history=history), aside=err)
