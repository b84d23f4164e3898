"""The road of a citation: what is opened for it, and what is said where nothing is."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from corpus.addresses import slug
from corpus.records import Cover, Note, Paragraph, Report, Table
from service import Answer, AnswerKind, Assistant, Scope

MakeAssistant = Callable[..., Assistant]


def report(symbol: str, *paragraphs: Paragraph, title: str = "Rivers") -> Report:
    return Report(
        report_id=slug(symbol),
        cover=Cover(symbol=symbol, title=title, date="2025-05-01"),
        paragraphs=paragraphs,
        notes=(Note(mark="1", text="See E/2025/28.", address="2"),),
        tables=(Table(title="Table 1. Floods", rows=(("Year",), ("2019",)), page=1, address="2"),),
    )


def paragraph(number: int, text: str, *sections: str) -> Paragraph:
    return Paragraph(
        address=str(number), component="body", number=str(number), text=text, sections=sections
    )


RIVERS = report(
    "A/80/44",
    paragraph(1, "Springs rose.", "I. Sources"),
    paragraph(2, "Floods fell. Droughts of rivers rose.", "I. Sources"),
    paragraph(3, "Deltas grew.", "II. Mouths"),
    replace(paragraph(0, "All flows.", "Summary"), address="summary.u1", number=None),
)
FORESTS = report("A/80/45/Rev.1", paragraph(1, "Oaks grew."), title="Forests")


@pytest.fixture(scope="module")
def two(make_assistant: MakeAssistant) -> Assistant:
    return make_assistant(RIVERS, FORESTS)


def opened(answer: Answer) -> list[str]:
    return [f"{passage.symbol} {passage.address}" for passage in answer.passages]


@pytest.mark.parametrize(
    ("question", "places"),
    [
        ("A/80/44, para. 2 and A/80/45/Rev.1, para. 1", ["A/80/44 2", "A/80/45/Rev.1 1"]),
        ("para. 3 of the rivers report and para. 1 of A/80/44", ["A/80/44 3", "A/80/44 1"]),
        ("section I of A/80/44", ["A/80/44 1", "A/80/44 2"]),
        ("show me the summary of A/80/44", ["A/80/44 summary.u1"]),
        ("A/80/44, footnote 1", ["A/80/44 2"]),
        ("A/80/44, table 1", ["A/80/44 2"]),
        ("https://undocs.org/en/A/80/44, para. 3", ["A/80/44 3"]),
        ("https://undocs.org/A/80/45/Rev.1", ["A/80/45/Rev.1 1"]),
        ("/r/a-80-44/3", ["A/80/44 3"]),
        ("http://127.0.0.1:8000/r/a-80-45-rev-1", ["A/80/45/Rev.1 1"]),
        ("please open the report A/80/45/Rev.1", ["A/80/45/Rev.1 1"]),
    ],
)
def test_what_is_named_is_opened(two: Assistant, question: str, places: list[str]) -> None:
    answer = two.ask(question)

    assert (answer.kind, opened(answer)) == (AnswerKind.LOOKUP, places)


def test_a_huge_range_opens_what_exists_and_says_so(two: Assistant) -> None:
    answer = two.ask("A/80/44, paras. 1–100000")

    assert opened(answer) == ["A/80/44 1", "A/80/44 2", "A/80/44 3"]
    assert answer.message == "paras. 4–100000: this report has paragraphs 1 to 3."


def test_what_does_not_exist_of_several_is_told_beside_what_does(two: Assistant) -> None:
    answer = two.ask("A/80/44, para. 9 and A/80/45/Rev.1, para. 1")

    assert (answer.kind, opened(answer)) == (AnswerKind.LOOKUP, ["A/80/45/Rev.1 1"])
    assert answer.message == "para. 9: this report has paragraphs 1 to 3."


def test_of_several_symbols_the_missing_one_is_told(two: Assistant) -> None:
    answer = two.ask("A/80/44, para. 3 and E/2030/1, para. 1")

    assert opened(answer) == ["A/80/44 3"]
    assert answer.message == "No report with the symbol E/2030/1 is in the library."


def test_a_pasted_sentence_that_names_another_report_is_found_where_it_stands(
    make_assistant: MakeAssistant,
) -> None:
    text = "Oaks grew in all of the forests that are described in A/80/44, in every year."
    assistant = make_assistant(RIVERS, report("A/80/46", paragraph(1, text)))

    answer = assistant.ask(text)

    assert (answer.kind, opened(answer)) == (AnswerKind.QUOTATION, ["A/80/46 1"])
    assert (answer.scope, answer.inferred) == (Scope(), ())


def test_only_as_many_paragraphs_as_allowed_are_opened(make_assistant: MakeAssistant) -> None:
    many = report("A/80/1", *(paragraph(n, f"Text {n}.", "I. All") for n in range(1, 60)))

    answer = make_assistant(many).ask("section I of A/80/1")

    assert len(answer.passages) == 50
    assert answer.message == "Only the first 50 of 59 paragraphs are shown."


def test_what_is_said_about_something_is_highlighted(two: Assistant) -> None:
    answer = two.ask("what does para. 2 of A/80/44 say about rivers?")

    assert [h.quote for h in answer.passages[0].highlights] == ["Droughts of rivers rose."]


def test_a_table_is_shown_by_its_rows(two: Assistant) -> None:
    (passage,) = two.ask("table 1 of A/80/44").passages

    assert [row.cells for row in passage.rows] == [("2019",)]


def test_marks_of_a_link_are_highlighted(two: Assistant) -> None:
    (passage,) = two.ask("/r/a-80-44/2?mark=0-12#p-2").passages

    assert [h.quote for h in passage.highlights] == ["Floods fell."]


@pytest.mark.parametrize(
    ("question", "message"),
    [
        ("A/80/", "Reports whose symbol begins with A/80/: A/80/44; A/80/45/Rev.1."),
        ("2025", "Reports of 2025: A/80/44; A/80/45/Rev.1."),
        ("A/80/4", "No report with the symbol A/80/4 is in the library. "
         "Symbols that begin so: A/80/44; A/80/45/Rev.1."),
        ("/r/unknown/1", "No report with the id unknown is in the library."),
        ("/r/a-80-44/9", "A/80/44 has no paragraph with the address 9."),
        ("section V of A/80/44", "section V: this report has no section V; "
         "it has section I, section II."),
    ],
)  # fmt: skip
def test_what_is_not_there_is_told(two: Assistant, question: str, message: str) -> None:
    answer = two.ask(question)

    assert (answer.kind, answer.message) == (AnswerKind.ABSTENTION, message)


@pytest.mark.parametrize(
    "question",
    [
        "what does section I of A/80/44 say about droughts",
        "introduction of A/80/44",
        "which annex has the droughts",
        "1987",
    ],
)
def test_a_question_about_a_section_is_searched(two: Assistant, question: str) -> None:
    answer = two.ask(question)

    assert answer.kind is not AnswerKind.LOOKUP
    assert "this report has no" not in answer.message


def test_a_section_needs_no_report_where_there_is_only_one(make_assistant: MakeAssistant) -> None:
    assert opened(make_assistant(RIVERS).ask("section II")) == ["A/80/44 3"]


def test_a_scope_leaves_the_beginnings_of_other_symbols_out(two: Assistant) -> None:
    answer = two.ask("A/80/", scope=Scope(symbol="A/80/44"))

    assert answer.message == "Reports whose symbol begins with A/80/: A/80/44."
