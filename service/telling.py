"""How an answer is told on a terminal, or as plain lines down a pipe.

Words of reports are printed unchanged and, down a pipe, unbroken; a quote is marked by reversed
colours where there are any.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from itertools import zip_longest

from rich.box import SIMPLE_HEAD
from rich.console import Console, Group, RenderableType
from rich.table import Table as Grid
from rich.text import Text

from corpus.catalogue import gettext
from corpus.records import Report
from service.answer import Answer, AnswerKind, Change, Column, Passage, Receipt
from service.quotes import QuotedTable, cells_text, highlighted, quoted_tables
from service.scope import Scope, scope_label

QUOTE_STYLE = "reverse"

_MAX_WHOLE_CHARS = 900  # a longer paragraph is shown by its quoted lines
_MIN_COLUMN_WIDTH = 30  # of a comparison, in columns of the terminal; a narrower one is a list
_NOTHING = Text("Not in these reports.")
_MAX_LISTED = 3  # places that say the same and are told without being asked for


def shown_passages(answer: Answer) -> tuple[Passage, ...]:
    """The passages that are shown, in order: those of a comparison column by column."""
    if not answer.columns:
        return answer.passages
    return tuple(passage for column in answer.columns for passage in column.passages)


def show_answer(console: Console, answer: Answer, *, is_numbered: bool = False) -> None:
    """Print an answer; ``is_numbered`` gives its passages the numbers they can be opened by.

    Of numbered passages, those that only follow the one that answers are told by their quotes.
    """
    _show_understanding(console, answer)
    if answer.is_reply:
        console.print(answer.message)
    elif not answer.answered:
        console.print(Text.assemble(("Not in these reports.", "bold"), f" {answer.message}"))
        if answer.passages:
            console.print("Nearest paragraphs:")
    elif answer.message:
        console.print(answer.message)
    sides = _sides_of(console, answer, is_numbered=is_numbered)
    if answer.columns and _fits(console, answer.columns):
        console.print()
        console.print(_comparison(answer.columns, sides))
        return
    for column, side in zip_longest(answer.columns, sides):
        if column is not None:
            console.print(Text(f"\n{column.label}:", style="bold underline"))
        for told in side:
            console.print(Group(Text(), *told))


def show_opened(console: Console, passage: Passage, report: Report) -> None:
    """Print a passage whole under its headings, between the paragraphs before and after it."""
    paragraph = report.paragraph(passage.address)
    place = report.paragraphs.index(paragraph)
    console.print(Text.assemble((passage.citation, "bold")))
    if paragraph.sections:
        console.print(Text(" › ".join(paragraph.sections), style="italic"))
    for other in report.paragraphs[max(0, place - 1) : place + 2]:
        console.print()
        number = f"{other.number}. " if other.number else "¶ "
        if other is paragraph:
            words = marked_text(passage, has_colours=console.color_system is not None)
            console.print(Text.assemble(("▸ ", "bold"), (number, "bold"), words))
        else:
            console.print(Text(f"{number}{other.text}", style="dim"))
    for note in report.notes:
        if note.address == paragraph.address:
            console.print(Text(f"\nNote {note.mark}: {note.text}"))


def is_completed(answer: Answer) -> bool:
    """Whether other words were searched for than those that were typed."""
    return bool(answer.query) and _words_of(answer.query) != _words_of(answer.question)


def scope_text(scope: Scope, *, inferred: Sequence[str] = ()) -> str:
    """The fields of a scope: ``year 2025, organ Security Council (read from the question)``."""
    fields = {name: value for name, value in asdict(scope).items() if value is not None}
    return ", ".join(
        f"{scope_label(name)} {value}"
        + (f" ({gettext('read from the question')})" if name in inferred else "")
        for name, value in fields.items()
    )


def change_text(change: Change) -> str:
    """Where a quotation differs from what is printed, in one line."""
    if not change.quote:
        return gettext("Typed “%(typed)s”, not printed", typed=change.typed)
    if not change.typed:
        return gettext("Printed “%(printed)s”, not typed", printed=change.quote)
    return gettext(
        "Typed “%(typed)s”, printed “%(printed)s”", typed=change.typed, printed=change.quote
    )


def marked_text(passage: Passage, *, has_colours: bool = True) -> Text:
    """A passage's words with its quotes marked, without colours »thus«.

    A quote of the whole sets nothing apart and is not marked.
    """
    marked, end = Text(), 0
    for highlight in sorted(passage.highlights, key=lambda each: each.start):
        if highlight.quote != passage.text:
            start = max(end, highlight.start)
            quote = passage.text[start : highlight.end]
            marked.append(passage.text[end:start])
            marked.append(quote, QUOTE_STYLE) if has_colours else marked.append(f"»{quote}«")
            end = highlight.end
    return marked.append(passage.text[end:])


def receipt_facts(receipt: Receipt) -> tuple[tuple[str, str], ...]:
    """What the parts of a receipt are called, each with its value."""
    return (
        (gettext("Generation"), receipt.generation),
        (gettext("Corpus SHA-256"), receipt.corpus_sha256),
        (gettext("Encoder"), receipt.encoder),
        (gettext("Settings SHA-256"), receipt.settings_sha256),
        (gettext("Version"), receipt.version),
    )


def _words_of(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def _show_understanding(console: Console, answer: Answer) -> None:
    """What was searched for, where, where this is not what was typed."""
    if is_completed(answer):
        console.print(Text(f"Searched for: {answer.query}", style="dim"))
    if not answer.scope.is_open:
        told = scope_text(answer.scope, inferred=answer.inferred)
        console.print(Text(f"Searched only in: {told}", style="dim"))


def _sides_of(
    console: Console, answer: Answer, *, is_numbered: bool
) -> list[list[list[RenderableType]]]:
    """What is told of each passage, of each side of a comparison; else there is one side."""
    told: list[list[list[RenderableType]]] = []
    number = 0
    sides = [(c.passages, c.answered) for c in answer.columns] or [
        (answer.passages, answer.answered)
    ]
    for passages, is_marked in sides:
        side: list[list[RenderableType]] = []
        for place, passage in enumerate(passages):
            number += 1
            follows = is_numbered and place > 0 and answer.kind is AnswerKind.ANSWER
            words = _short_lines(passage) if follows else _excerpt(passage, is_marked=is_marked)
            head = _head_lines(passage, number if is_numbered else None)
            side.append([*head, *_tables(console, passage), *words])
        told.append(side or [[_NOTHING]] if answer.columns else side)
    return told


def _comparison(
    columns: Sequence[Column], sides: Sequence[Sequence[Sequence[RenderableType]]]
) -> RenderableType:
    """The sides of a comparison beside each other."""
    grid = Grid(box=None, expand=True, padding=(0, 2, 0, 0), header_style="bold underline")
    for column in columns:
        grid.add_column(Text(column.label), ratio=1, overflow="fold")
    parted = [[part for lines in side for part in (Text(), *lines)][1:] for side in sides]
    grid.add_row(*(Group(*told) for told in parted))
    return grid


def _fits(console: Console, columns: Sequence[Column]) -> bool:
    return console.is_terminal and console.width >= _MIN_COLUMN_WIDTH * len(columns)


def _head_lines(passage: Passage, number: int | None) -> Iterator[Text]:
    """The citation, and what is to be known of it before its words are read."""
    mark = "" if number is None else f"{number}  "
    yield Text.assemble((mark, "dim"), (passage.citation, "bold"))
    for related in passage.relations:
        yield Text(f"{related.kind.value} {related.symbol}", style="italic")
    if passage.also:
        yield Text(_also_text(passage, number=number), style="italic")
    for change in passage.changes:
        yield Text(change_text(change), style="italic")


def _also_text(passage: Passage, *, number: int | None) -> str:
    """The places that say the same: all where none can be asked for, else the first few."""
    told = passage.also if number is None else passage.also[:_MAX_LISTED]
    places = "; ".join(each.citation for each in told)
    more = len(passage.also) - len(told)
    return f"Also said in {places}" + (f"; {more} more by :also {number}" if more else "")


def _short_lines(passage: Passage) -> list[Text]:
    """What a passage quotes; without quotes, its first line."""
    quotes = highlighted(passage) or (() if passage.rows else (passage.text.partition("\n")[0],))
    return [Text(" […] ".join(quotes))]


def _tables(console: Console, passage: Passage) -> Iterator[RenderableType]:
    for table in quoted_tables(passage):
        if table.citation != passage.citation:
            yield Text(table.citation, style="bold")
        yield from _table(console, table)


def _table(console: Console, table: QuotedTable) -> Iterator[RenderableType]:
    """The quoted rows of a table under its title and its head, which is told once.

    Down a pipe, and where a table has no columns to set, a line a row.
    """
    if table.title:
        yield Text(table.title, style="dim")
    width = max(map(len, (table.head, *table.rows)))
    if not console.is_terminal or width < 2:
        yield from (Text(told, style="dim") for told in [cells_text(table.head)] if told)
        yield from (Text(cells_text(cells), style=QUOTE_STYLE) for cells in table.rows)
        return
    grid = Grid(box=SIMPLE_HEAD, show_header=bool(table.head), header_style="dim", pad_edge=False)
    for _, name in zip_longest(range(width), table.head, fillvalue=""):
        grid.add_column(Text(str(name)), overflow="fold")
    for cells in table.rows:
        grid.add_row(*map(Text, cells))
    yield grid


def _excerpt(passage: Passage, *, is_marked: bool) -> list[Text]:
    """The lines of a long paragraph that are quoted, its opening, and dots for the rest."""
    if passage.rows and not passage.highlights:
        return []
    text = marked_text(passage) if is_marked else Text(passage.text)
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
