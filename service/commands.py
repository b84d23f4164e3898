"""The commands that ask."""

import sys
from typing import Annotated

import typer
from rich.console import Console

from corpus.commands import JsonOption, err, home_of, print_json

console = Console(highlight=False, soft_wrap=True, markup=False, emoji=False)


def _scope_fields(names: list[str] | None) -> list[str] | None:
    """Refuse a name that is no field of a scope."""
    from service.scope import Scope

    for name in names or ():
        if name not in Scope.__slots__:
            raise typer.BadParameter(f"{name} is none of {', '.join(Scope.__slots__)}")
    return names


def mount(app: typer.Typer) -> None:
    """Add this package's commands to the program."""
    for command in (ask, chat):
        app.command()(command)


def ask(
    ctx: typer.Context,
    question: Annotated[str, typer.Argument(help='A question, a citation, or words in "quotes".')],
    limit: Annotated[int, typer.Option(min=1, max=50, help="Most passages to show.")] = 5,
    report: Annotated[str | None, typer.Option(help="Ask this report: id, symbol or file.")] = None,
    organ: Annotated[str | None, typer.Option(help="Ask the reports of this organ.")] = None,
    session: Annotated[str | None, typer.Option(help="Ask the reports of this session.")] = None,
    year: Annotated[int | None, typer.Option(help="Ask the reports of this year.")] = None,
    section: Annotated[str | None, typer.Option(help="Ask the sections with this heading.")] = None,
    open_fields: Annotated[
        list[str] | None,
        typer.Option(
            "--open",
            metavar="FIELD",
            help="A field that the question must not narrow: symbol, organ, session, year or "
            "section; may be repeated.",
            callback=_scope_fields,
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Answer one question with cited passages."""
    from service.answer import answer_json
    from service.opening import open_assistant
    from service.scope import Scope
    from service.telling import show_answer

    scope = Scope(report_id=report, organ=organ, session=session, year=year, section=section)
    assistant = open_assistant(home_of(ctx))
    answer = assistant.ask(question, scope=scope, limit=limit, open_fields=open_fields or ())
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
