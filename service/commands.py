"""The commands that ask."""

from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.text import Text

from corpus.commands import JsonOption, err, home_of, print_json

if TYPE_CHECKING:
    from service.answer import Answer, Passage, QuotedRow

console = Console(highlight=False, soft_wrap=True)

_MAX_WHOLE_CHARS = 900  # a longer paragraph is shown by its quoted lines


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

    answer = open_assistant(home_of(ctx)).ask(question, limit=limit)
    if as_json:
        print_json(answer_json(answer))
        return
    show_answer(answer)


def chat(ctx: typer.Context) -> None:
    """Ask one question after another; follow-ups are understood."""
    from corpus.errors import QuestionError
    from service.opening import open_assistant

    assistant = open_assistant(home_of(ctx))
    err.print("Ask a question, or cite a paragraph; an empty line ends.")
    history: list[str] = []
    while True:
        try:
            question = console.input("\n[bold]› [/bold]").strip()
        except (EOFError, KeyboardInterrupt):
            return
        if not question:
            return
        try:
            show_answer(assistant.ask(question, history=history))
            history.append(question)
        except QuestionError as error:
            err.print(str(error))


def show_answer(answer: "Answer") -> None:
    """Print an answer for a reader at a terminal."""
    if answer.query not in (answer.question, ""):
        console.print(f"[dim]searched for: {escape(answer.query)}[/dim]")
    if not answer.answered:
        console.print("[bold]Not in these reports.[/bold]", escape(answer.message))
        if answer.passages:
            console.print("Nearest paragraphs:")
    elif answer.message:
        console.print(escape(answer.message))
    for passage in answer.passages:
        _show_passage(passage)


def _show_passage(passage: "Passage") -> None:
    console.print()
    console.print(Text(passage.citation, style="bold"))
    for related in passage.relations:
        console.print(Text(f"{related.kind.value} {related.symbol}", style="italic"))
    if passage.also:
        places = "; ".join(each.citation for each in passage.also)
        console.print(Text(f"Also said in {places}", style="italic"))
    text = Text(passage.text)
    for highlight in passage.highlights:
        text.stylize("reverse", highlight.start, highlight.end)
    for line in _excerpt(text, passage):
        console.print(line)
    for row in passage.rows:
        _show_row(row)


def _show_row(row: "QuotedRow") -> None:
    console.print(Text(row.citation, style="bold"))
    for above in (row.title or "", " | ".join(row.head)):
        console.print(Text(above, style="dim"))
    console.print(Text(" | ".join(row.cells), style="reverse"))


def _excerpt(text: Text, passage: "Passage") -> list[Text]:
    """The lines of a long paragraph that are quoted, its opening, and dots for the rest."""
    lines, kept, start = text.split("\n"), [], 0
    for place, line in enumerate(lines):
        end = start + len(line)
        is_quoted = any(h.start < end and h.end > start for h in passage.highlights)
        if is_quoted or place == 0 or len(passage.text) <= _MAX_WHOLE_CHARS:
            kept.append(line)
        elif kept[-1].plain != "…":
            kept.append(Text("…"))
        start = end + 1
    return kept
