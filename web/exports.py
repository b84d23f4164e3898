"""A conversation to take along: what is printed, and what is saved for a word processor.

Both say every citation in full. The report's words are set as text, never as markup.
"""

from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING

from service import Answer, Column, Passage, change_text, gettext, is_completed, told
from web.contexts import Fact, PrintedGroup, PrintedPassage, PrintedTurn, QuotedTableView
from web.conversation import scope_values
from web.passages import (
    confidence_text,
    others_title_of,
    quoted_table_views,
    receipt_views,
    verdict_of,
)
from web.relations import relation_views

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

MARKDOWN_TYPE = "text/markdown"
DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_LEFT_OUT = " […] "


def printed_turns(answers: Sequence[Answer], *, base_url: str) -> tuple[PrintedTurn, ...]:
    """The conversation as it is printed, oldest turn first."""
    return tuple(_printed_turn(answer, base_url=base_url) for answer in answers)


def docx_of(answers: Sequence[Answer], *, base_url: str) -> bytes:
    """The conversation as a Word file."""
    from docx import Document  # no answer waits for its import
    from docx.shared import Pt

    paper = Document()
    paper.styles["Normal"].font.size = Pt(11)
    paper.add_heading(gettext("Questions and cited answers"), level=0)
    for turn in printed_turns(answers, base_url=base_url):
        _add_turn(paper, turn)
    for fact in receipt_of(answers):
        paper.add_paragraph(f"{fact.label}: {fact.value}")
    file = BytesIO()
    paper.save(file)
    return file.getvalue()


def receipt_of(answers: Sequence[Answer]) -> tuple[Fact, ...]:
    """The receipt of the newest answer, which the others share: all are asked at once."""
    return receipt_views(answers[-1]) if answers else ()


def _printed_turn(answer: Answer, *, base_url: str) -> PrintedTurn:
    groups = [
        PrintedGroup(
            title=_column_title(column),
            passages=_printed(column.passages, base_url, is_answer=column.answered),
        )
        for column in answer.columns
    ]
    if not answer.columns:
        title = "" if answer.answered or not answer.passages else others_title_of(answer)
        passages = _printed(answer.passages, base_url, is_answer=answer.answered)
        groups = [PrintedGroup(title=title, passages=passages)]
    return PrintedTurn(
        question=answer.question,
        understanding=_understanding(answer),
        verdict=verdict_of(answer),
        message=answer.message,
        groups=tuple(groups),
    )


def _column_title(column: Column) -> str:
    if column.answered:
        return column.label
    return gettext("%(side)s: not in these reports", side=column.label)


def _understanding(answer: Answer) -> tuple[str, ...]:
    """What was searched for and where, where this is not what was typed; and how sure it is."""
    scope = ", ".join(f"{label} {value}" for _, label, value in scope_values(answer.scope))
    told = (
        gettext("Searched for: %(query)s", query=answer.query) if is_completed(answer) else "",
        gettext("Searched only in: %(scope)s", scope=scope) if scope else "",
        confidence_text(answer),
    )
    return tuple(each for each in told if each)


def _printed(
    passages: Sequence[Passage], base_url: str, *, is_answer: bool
) -> tuple[PrintedPassage, ...]:
    return tuple(_printed_passage(each, base_url, is_answer=is_answer) for each in passages)


def _printed_passage(passage: Passage, base_url: str, *, is_answer: bool) -> PrintedPassage:
    url = passage.url if is_answer else passage.url.partition("?")[0]
    related = [f"{each.words} {each.symbol}" for each in relation_views(passage.relations)]
    also = "; ".join(each.citation for each in passage.also)
    return PrintedPassage(
        quotation=_LEFT_OUT.join(told(passage)),
        citation=passage.citation,
        url=f"{base_url}{url}",
        notes=(
            *map(change_text, passage.changes),
            *related,
            *([gettext("Also said in %(places)s", places=also)] if also else []),
        ),
        tables=quoted_table_views(passage),
    )


def _add_turn(paper: "WordDocument", turn: PrintedTurn) -> None:
    paper.add_heading(turn.question, level=1)
    for line in turn.understanding:
        paper.add_paragraph(line)
    paper.add_paragraph().add_run(turn.verdict).bold = True
    if turn.message:
        paper.add_paragraph(turn.message)
    for group in turn.groups:
        if group.title:
            paper.add_heading(group.title, level=2)
        for passage in group.passages:
            _add_passage(paper, passage)


def _add_passage(paper: "WordDocument", passage: PrintedPassage) -> None:
    for table in passage.tables:
        _add_table(paper, table)
    if passage.quotation:
        paper.add_paragraph(f"“{passage.quotation}”", style="Quote")
    cited = paper.add_paragraph()
    cited.add_run(passage.citation).bold = True
    cited.add_run(f"\n{passage.url}")
    for note in passage.notes:
        paper.add_paragraph(note)


def _add_table(paper: "WordDocument", table: QuotedTableView) -> None:
    """The rows under their head; where one is shorter, its last cells are empty."""
    if table.title:
        paper.add_paragraph(table.title)
    lines = [line for line in (table.head, *table.rows) if line]
    grid = paper.add_table(rows=len(lines), cols=max(map(len, lines)), style="Table Grid")
    for row, cells in zip(grid.rows, lines, strict=True):
        for cell, text in zip(row.cells, cells, strict=False):
            cell.text = text
    paper.add_paragraph(table.citation)
