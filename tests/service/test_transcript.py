from collections.abc import Callable
from dataclasses import replace

from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from service import Answer, AnswerKind, Change, Column, Passage, QuotedRow, Restatement, Scope
from service.quotes import citations_of, quotation_of
from service.transcript import escaped, transcript_of

MakePassage = Callable[..., Passage]
MakeAnswer = Callable[..., Answer]


def test_a_conversation_is_told_with_every_citation(
    passage_of: MakePassage, answer_of: MakeAnswer
) -> None:
    other = Restatement(
        report_id="b", symbol="B/1", number="4", address="4", citation="B/1, para. 4", url="/r/b/4"
    )
    opium = passage_of("Opium rose. Rain fell.", "Rain fell.", also=(other,))
    silent = answer_of(
        kind=AnswerKind.ABSTENTION, answered=False, message="None.", query="What then?"
    )

    told = transcript_of([answer_of(opium, scope=Scope(year=2025)), silent], base_url="https://x")

    assert told == (
        "# Questions and cited answers\n\n## 1. Who?\n\nSearched only in: year 2025\n\n"
        "> Rain fell.\n\n— [S/2025/1, para. 1](<https://x/r/s-2025-1/1>)\n\n"
        "Also said in [B/1, para. 4](<https://x/r/b/4>)\n\n"
        "## 2. Who?\n\nSearched for: What then?\n\n**Not in these reports.** None.\n\n"
        "---\n\nReceipt: Generation g, Corpus SHA-256 c, Encoder e, Settings SHA-256 s, "
        "Version 0\n"
    )


def test_a_quotation_that_differs_and_a_comparison_are_told(
    passage_of: MakePassage, answer_of: MakeAnswer
) -> None:
    change = Change(start=0, end=5, quote="Opium", typed="opiates")
    passage = passage_of("Opium.", changes=(change,))
    column = Column(label="2024", query="", answered=False, confidence=0, passages=())
    answer = answer_of(
        passage,
        columns=(replace(column, label="2023", answered=True, passages=(passage,)), column),
    )

    told = transcript_of([answer])

    assert "### 2023\n\n> Opium.\n\n— S/2025/1, para. 1\n\nTyped “opiates”, printed" in told
    assert "### 2024\n\nNot in these reports.\n" in told


def test_quotes_that_only_blanks_part_are_one_quotation(passage_of: MakePassage) -> None:
    passage = passage_of("One. Two. Three. Four.", "One.", "Two.", "Four.")

    assert quotation_of(passage) == "“One. Two. […] Four.” (S/2025/1, para. 1)"


def test_a_passage_without_quotes_is_quoted_whole(passage_of: MakePassage) -> None:
    assert quotation_of(passage_of("One. Two.")) == "“One. Two.” (S/2025/1, para. 1)"


@example("    - one\n\t1. two")
@given(st.lists(st.text("ab1.)-+=*_`#<>[]|~\\&!$ "), min_size=1).map("\n".join))
def test_escaped_words_read_as_they_are_printed(text: str) -> None:
    tokens = MarkdownIt("commonmark").enable("table").parse(escaped(text))

    shown = [
        child.content if child.type == "text" else "\n"
        for token in tokens
        for child in token.children or ()
    ]
    assert {t.type for t in tokens} <= {"paragraph_open", "inline", "paragraph_close"}
    assert "".join("".join(shown).split()) == "".join(text.split())


def test_rows_of_one_table_are_pasted_under_one_head_with_their_citation(
    passage_of: MakePassage,
) -> None:
    rows = tuple(
        QuotedRow(title="Growth", head=("", "2025"), cells=cells, page=4, citation="E/1, table")
        for cells in (("Brazil", "1.8"), ("Chile", "2.2"))
    )
    passage = replace(passage_of("Trade fell."), rows=rows)

    assert quotation_of(passage) == "Growth\n\t2025\nBrazil\t1.8\nChile\t2.2\n(E/1, table)"
    assert citations_of(passage) == "E/1, table"


def test_what_is_copied_covers_quotes_and_rows(passage_of: MakePassage) -> None:
    row = QuotedRow(title=None, head=(), cells=("Brazil", "1.8"), page=4, citation="E/1, table")
    passage = replace(passage_of("Trade fell.", "Trade"), rows=(row,))

    assert quotation_of(passage) == f"“Trade” ({passage.citation})\n\nBrazil\t1.8\n(E/1, table)"
    assert citations_of(passage) == f"{passage.citation}; E/1, table"
