"""Rows of tables: quoted where they say more than the paragraph that they follow."""

from collections.abc import Callable
from dataclasses import replace

from corpus.records import Cover, Paragraph, Report, Table
from service import Assistant, Passage

MakeAssistant = Callable[..., Assistant]

PARAGRAPH = Paragraph(
    address="8",
    component="body",
    number="8",
    text="Growth slowed in most regions. Trade tensions rose.",
)
GROWTH = Table(
    title="Table 2. Growth of world output",
    rows=(("", "2024", "2025"), ("Brazil", "3.4", "1.8"), ("Chile", "2.6", "2.2")),
    page=4,
    address="8",
)
REPORT = Report(
    report_id="r", cover=Cover(symbol="E/2025/65"), paragraphs=(PARAGRAPH,), tables=(GROWTH,)
)


def first_of(assistant: Assistant, question: str) -> Passage:
    return assistant.ask(question).passages[0]


def test_a_row_that_answers_is_quoted_under_its_head_with_its_citation(
    make_assistant: MakeAssistant,
) -> None:
    (row,) = first_of(make_assistant(REPORT), "growth in Brazil").rows

    assert (row.title, row.head, row.cells) == (GROWTH.title, GROWTH.rows[0], GROWTH.rows[1])
    assert (row.page, row.citation) == (4, "E/2025/65, para. 8, table 2")


def test_a_table_without_a_number_is_cited_as_the_table(make_assistant: MakeAssistant) -> None:
    report = replace(REPORT, tables=(replace(GROWTH, title="Growth"),))

    (row,) = first_of(make_assistant(report), "growth in Brazil").rows

    assert row.citation == "E/2025/65, para. 8, table"


def test_what_the_paragraph_says_itself_needs_no_row(make_assistant: MakeAssistant) -> None:
    assert first_of(make_assistant(REPORT), "where did trade tensions rise").rows == ()


def test_the_citation_of_a_row_opens_the_paragraph(make_assistant: MakeAssistant) -> None:
    answer = make_assistant(REPORT).ask("E/2025/65, para. 8, table 2")

    assert (answer.kind, [p.address for p in answer.passages]) == ("lookup", ["8"])


def test_what_only_a_table_was_asked_for_is_cited_as_the_table(
    make_assistant: MakeAssistant,
) -> None:
    passage = first_of(make_assistant(REPORT), "E/2025/65, para. 8, table 2")

    assert passage.citation == "E/2025/65, para. 8, table 2"
    assert [row.cells for row in passage.rows] == list(GROWTH.rows[1:])


def test_a_head_of_several_lines_is_told_over_each_column(make_assistant: MakeAssistant) -> None:
    rows = (("", "Annual change", ""), *GROWTH.rows)
    report = replace(REPORT, tables=(replace(GROWTH, rows=rows),))

    (row,) = first_of(make_assistant(report), "growth in Brazil").rows
    assert row.head == ("", "Annual change 2024", "Annual change 2025")


def test_a_table_that_is_all_of_an_annex_is_opened_by_its_citation(
    make_assistant: MakeAssistant,
) -> None:
    title = replace(
        PARAGRAPH, address="annex.u0", component="annex", number=None, text="Growth of output"
    )
    table = replace(GROWTH, title="Growth of output", address="annex.u0")
    report = replace(REPORT, paragraphs=(PARAGRAPH, title), tables=(table,))
    assistant = make_assistant(report)

    passage = first_of(assistant, "E/2025/65, annex, table")
    assert (passage.citation, len(passage.rows)) == ("E/2025/65, annex, table", 2)
    assert first_of(assistant, "E/2025/65, annex").address == "annex.u0"
