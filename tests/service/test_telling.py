from collections.abc import Callable
from dataclasses import replace

from rich.cells import cell_len
from rich.console import Console

from corpus.relations import RelationKind
from service import (
    Answer,
    Change,
    Column,
    Cover,
    Note,
    Paragraph,
    Passage,
    QuotedRow,
    RelatedReport,
    Report,
    Restatement,
    Scope,
)
from service.telling import change_text, scope_text, show_answer, show_opened, shown_passages

MakePassage = Callable[..., Passage]
MakeAnswer = Callable[..., Answer]
MakeConsole = Callable[..., Console]
Written = Callable[[Console], str]


def told(console: Console, answer: Answer, written: Written, *, is_numbered: bool = True) -> str:
    show_answer(console, answer, is_numbered=is_numbered)
    return written(console)


def restatement(number: int) -> Restatement:
    return Restatement(
        report_id=f"s-2025-{number}",
        symbol=f"S/2025/{number}",
        number="1",
        address="1",
        citation=f"S/2025/{number}, para. 1",
        url=f"/r/s-2025-{number}/1",
    )


def test_a_pipe_gets_plain_unbroken_lines(
    passage_of: MakePassage, answer_of: MakeAnswer, console_of: MakeConsole, written: Written
) -> None:
    text = "Opium prices rose. " * 30

    lines = told(console_of(), answer_of(passage_of(text, "Opium")), written).splitlines()

    assert lines == ["", "1  S/2025/1, para. 1", text]


def test_a_row_of_a_table_stands_under_its_citation_and_head(
    passage_of: MakePassage, answer_of: MakeAnswer, console_of: MakeConsole, written: Written
) -> None:
    row = QuotedRow(
        title="Growth", head=("", "2025"), cells=("Brazil", "1.8"), page=4, citation="E/1, table"
    )
    passage = replace(passage_of("Trade fell."), rows=(row,))

    lines = told(console_of(), answer_of(passage), written).splitlines()

    assert lines[2:] == ["E/1, table", "Growth", "2025", "Brazil | 1.8"]


def test_a_terminal_marks_the_quote(
    passage_of: MakePassage, answer_of: MakeAnswer, console_of: MakeConsole, written: Written
) -> None:
    passage = passage_of("Opium rose. Rain fell.", "Rain fell.")

    assert "\x1b[7mRain fell.\x1b[0m" in told(console_of(80), answer_of(passage), written)


def test_what_follows_the_answer_of_a_conversation_is_told_by_its_quotes(
    passage_of: MakePassage, answer_of: MakeAnswer, console_of: MakeConsole, written: Written
) -> None:
    text = "Opium rose. Rain fell. Snow too.\nHail."
    answer = answer_of(
        passage_of(text), passage_of(text, "Opium rose.", "Snow too."), passage_of(text)
    )

    numbered = told(console_of(), answer, written)
    whole = told(console_of(), answer, written, is_numbered=False)

    assert "2  S/2025/1, para. 1\nOpium rose. […] Snow too.\n\n3  S/2025/1, para. 1\n" in numbered
    assert numbered.endswith("Opium rose. Rain fell. Snow too.\n")
    assert whole.count(text) == 3


def test_what_does_not_answer_is_not_marked(
    passage_of: MakePassage, answer_of: MakeAnswer, console_of: MakeConsole, written: Written
) -> None:
    answer = answer_of(passage_of("Opium rose. Rain.", "Rain."), answered=False, message="Sorry.")

    output = told(console_of(80), answer, written)

    assert "Not in these reports.\x1b[0m Sorry.\nNearest paragraphs:\n" in output
    assert "\x1b[7m" not in output


def test_square_brackets_of_a_report_are_words(
    passage_of: MakePassage, answer_of: MakeAnswer, console_of: MakeConsole, written: Written
) -> None:
    text = "[bold]The[/bold] text [/] says :smile:"

    assert text in told(console_of(), answer_of(passage_of(text)), written)


def test_what_was_searched_is_told_where_it_differs(
    passage_of: MakePassage, answer_of: MakeAnswer, console_of: MakeConsole, written: Written
) -> None:
    answer = answer_of(query="Who in 2025?", scope=Scope(year=2025), inferred=("year",))

    output = told(console_of(), answer, written)

    assert output == (
        "Searched for: Who in 2025?\nSearched only in: year 2025 (read from the question)\n"
    )


def test_a_question_whose_words_were_searched_for_is_not_told_again(
    answer_of: MakeAnswer, console_of: MakeConsole, written: Written
) -> None:
    answer = answer_of(question="“opium prices”", query="opium prices")

    assert told(console_of(), answer, written) == ""


def test_a_scope_is_told_by_its_fields() -> None:
    assert scope_text(Scope(report_id="a", organ="B")) == "report a, organ B"


def test_many_places_that_say_the_same_are_told_by_the_first(
    passage_of: MakePassage, answer_of: MakeAnswer, console_of: MakeConsole, written: Written
) -> None:
    answer = answer_of(passage_of("Opium.", also=tuple(map(restatement, range(2, 7)))))

    numbered = told(console_of(), answer, written)
    whole = told(console_of(), answer, written, is_numbered=False)

    assert "S/2025/4, para. 1; 2 more by :also 1\n" in numbered
    assert "S/2025/6, para. 1\n" in whole


def test_a_passage_tells_what_revises_its_report_and_where_a_quotation_differs(
    passage_of: MakePassage, answer_of: MakeAnswer, console_of: MakeConsole, written: Written
) -> None:
    rev = RelatedReport(
        kind=RelationKind.REVISED, symbol="S/2025/1/Rev.1", report_id="rev", url="/r/rev"
    )
    change = Change(start=0, end=5, quote="Opium", typed="opiates")

    output = told(
        console_of(), answer_of(passage_of("Opium.", relations=(rev,), changes=(change,))), written
    )

    assert "\nrevised by S/2025/1/Rev.1\nTyped “opiates”, printed “Opium”\nOpium.\n" in output


def test_a_change_tells_which_side_lacks_words() -> None:
    added = Change(start=0, end=0, quote="", typed="very")
    missed = Change(start=0, end=5, quote="Opium", typed="")

    assert change_text(added) == "Typed “very”, not printed"
    assert change_text(missed) == "Printed “Opium”, not typed"


def comparison(passage_of: MakePassage, answer_of: MakeAnswer) -> Answer:
    def side(label: str, *passages: Passage) -> Column:
        return Column(
            label=label, query=label, answered=bool(passages), confidence=0.5, passages=passages
        )

    opium = passage_of("Opium prices rose sharply in the north.", number="3")
    arabic = passage_of("ارتفعت أسعار الأفيون ارتفاعا حادا", number="4")
    chinese = passage_of("鸦片价格在北方急剧上涨" * 4, number="5")
    return answer_of(opium, columns=(side("2023", opium, arabic), side("2024", chinese), side("K")))


def test_the_passages_of_a_comparison_are_numbered_through(
    passage_of: MakePassage, answer_of: MakeAnswer
) -> None:
    shown = shown_passages(comparison(passage_of, answer_of))

    assert [passage.number for passage in shown] == ["3", "4", "5"]


def test_a_comparison_stands_in_columns_that_no_script_breaks(
    passage_of: MakePassage, answer_of: MakeAnswer, console_of: MakeConsole, written: Written
) -> None:
    lines = told(
        console_of(99, has_colours=False), comparison(passage_of, answer_of), written
    ).splitlines()

    heads = next(line for line in lines if "2023" in line)
    assert [heads.index(label) for label in ("2023", "2024", "K")] == [0, 33, 66]
    chinese = next(line for line in lines if "鸦片" in line)
    assert cell_len(chinese[: chinese.index("鸦片")]) == 33
    assert max(cell_len(line) for line in lines) <= 99


def test_a_narrow_terminal_and_a_pipe_get_one_side_under_the_other(
    passage_of: MakePassage, answer_of: MakeAnswer, console_of: MakeConsole, written: Written
) -> None:
    output = told(console_of(), comparison(passage_of, answer_of), written)

    assert output.index("\n2023:\n") < output.index("\n1  S/2025/1, para. 3\n")
    assert output.index("\n2024:\n") < output.index("\n3  S/2025/1, para. 5\n")
    assert output.endswith("\nK:\n\nNot in these reports.\n")


def report() -> Report:
    texts = ("Rain fell.", "Opium rose. Prices fell.", "Snow fell.")
    return Report(
        report_id="s-2025-1",
        cover=Cover(symbol="S/2025/1"),
        paragraphs=tuple(
            Paragraph(
                address=str(n), component="body", number=str(n), text=text, sections=("I. A", "B")
            )
            for n, text in enumerate(texts, 1)
        ),
        notes=(Note(mark="7", text="See there.", address="2"), Note(mark="8", text="No.")),
    )


def test_an_opened_passage_stands_between_its_neighbours(
    passage_of: MakePassage, console_of: MakeConsole, written: Written
) -> None:
    console = console_of()

    show_opened(console, passage_of(report().paragraphs[1].text, number="2"), report())

    assert written(console) == (
        "S/2025/1, para. 2\nI. A › B\n\n1. Rain fell.\n\n▸ 2. Opium rose. Prices fell.\n\n"
        "3. Snow fell.\n\nNote 7: See there.\n"
    )


def test_without_colours_quotes_are_marked_by_signs(
    passage_of: MakePassage, console_of: MakeConsole, written: Written
) -> None:
    console, text = console_of(), report().paragraphs[1].text

    show_opened(console, passage_of(text, "Prices fell.", number="2"), report())

    assert "▸ 2. Opium rose. »Prices fell.«\n" in written(console)


def test_the_first_paragraph_has_one_neighbour(
    passage_of: MakePassage, console_of: MakeConsole, written: Written
) -> None:
    console = console_of()

    show_opened(console, passage_of("Rain fell."), report())

    assert written(console).endswith("\n▸ 1. Rain fell.\n\n2. Opium rose. Prices fell.\n")
