"""The road of a citation: what is opened for it, and what is said where nothing is."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from corpus.addresses import slug
from corpus.records import Cover, Item, Note, Paragraph, Report, Table
from service import Answer, AnswerKind, Assistant, Scope, quotation_text

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


def untitled(name: str, *paragraphs: Paragraph) -> Report:
    return Report(
        report_id=slug(name.partition(".")[0]),
        cover=Cover(),
        paragraphs=paragraphs,
        source_name=name,
    )


SAVANNAHS = report(
    "A/80/46",
    paragraph(1, "Grass grew."),
    paragraph(2, "Herds fed."),
    title="Savannahs of the East",
)
NAMELESS = untitled("ran.txt", paragraph(1, "Sand blew."), paragraph(2, "Winds rose."))


@pytest.fixture(scope="module")
def four(make_assistant: MakeAssistant) -> Assistant:
    return make_assistant(RIVERS, FORESTS, SAVANNAHS, NAMELESS)


@pytest.mark.parametrize(
    ("history", "question", "place"),
    [
        (["A/80/44, para. 1", "para. 2"], "para. 3", "A/80/44 3"),
        (["https://undocs.org/en/A/80/44 para. 1"], "What about para. 2?", "A/80/44 2"),
        (["/r/a-80-44/1"], "and para. 2?", "A/80/44 2"),
        (["para. 1 of the rivers report"], "and para. 2?", "A/80/44 2"),
        (["ran.txt, para. 1"], "What about para. 2?", "None 2"),
        (["A/80/44, para. 1"], "ran.txt, para. 2", "None 2"),
        (["A/80/44, para. 1"], "“Savannahs of the East”, para. 2", "A/80/46 2"),
        (["A/80/44, para. 1"], "para. 2 of the savannahs report", "A/80/46 2"),
        (["A/80/44, para. 1"], "https://undocs.org/en/A/80/46 para. 2", "A/80/46 2"),
        (["A/80/44, para. 1"], "A/80/46, para. 2", "A/80/46 2"),
        (["A/80/44, para. 1"], "what does para. 2 say about savannahs?", "A/80/44 2"),
    ],
)
def test_a_citation_is_of_the_report_it_names_else_of_the_one_cited_before(
    four: Assistant, history: list[str], question: str, place: str
) -> None:
    assert opened(four.ask(question, history=history)) == [place]


def test_a_question_between_citations_ends_what_is_meant(four: Assistant) -> None:
    answer = four.ask("para. 2", history=["A/80/44, para. 1", "Where do herds feed?"])

    assert answer.message.startswith("Several reports have such a paragraph")


def test_of_many_citations_the_first_ten_are_read_and_told(two: Assistant) -> None:
    answer = two.ask("; ".join(f"A/80/44, para. {number % 4}" for number in range(12)))

    assert opened(answer) == ["A/80/44 1", "A/80/44 2", "A/80/44 3"]
    assert answer.message.endswith("Only the first 10 of 12 citations are read.")


def test_a_paragraph_that_is_cited_twice_is_shown_once(two: Assistant) -> None:
    assert opened(two.ask("A/80/44, para. 2 and A/80/44, para. 2")) == ["A/80/44 2"]


def test_every_report_is_looked_into(make_assistant: MakeAssistant) -> None:
    """Only the last of 120 reports has paragraph 9; only the first and the last have 7."""
    held = {0: (1, 7), 119: (1, 7, 9)}
    many = (
        untitled(f"r{place}.txt", *(paragraph(n, f"Text {n}.") for n in held.get(place, (1,))))
        for place in range(120)
    )
    assistant = make_assistant(*many)

    last, several = assistant.ask("para. 9"), assistant.ask("para. 7")

    assert [passage.report_id for passage in last.passages] == ["r119"]
    assert several.message == (
        "Several reports have such a paragraph; name one, such as r0.txt; r119.txt."
    )


LISTED = replace(
    paragraph(1, "Seen:\n(a) oaks;\n(b) pines."),
    items=(
        Item(label="(a)", level=1, start=6, end=15),
        Item(label="(b)", level=1, start=16, end=26),
    ),
)


@pytest.mark.parametrize(
    ("question", "quotes", "message"),
    [
        ("A/80/47, para. 1 (b) and (zz)", [["(b) pines."]],
         "para. 1 has the parts (a), (b)."),
        ("A/80/47, paras. 1–2 (a)", [["(a) oaks;"]],
         "para. 2 has no lettered or bulleted parts."),
    ],
)  # fmt: skip
def test_what_is_missing_takes_nothing_away(
    make_assistant: MakeAssistant, question: str, quotes: list[list[str]], message: str
) -> None:
    answer = make_assistant(report("A/80/47", LISTED, paragraph(2, "Ash."))).ask(question)

    assert (answer.kind, answer.message) == (AnswerKind.LOOKUP, message)
    assert [[h.quote for h in passage.highlights] for passage in answer.passages] == quotes


@pytest.mark.parametrize(
    "question",
    ["A/80/45/Rev.1, para. 1", "A/80/45/Rev.1", "/r/a-80-45-rev-1/1", "“Forests”, para. 1"],
)
def test_a_report_outside_the_scope_is_told_as_such(two: Assistant, question: str) -> None:
    answer = two.ask(question, scope=Scope(report_id="a-80-44"))

    assert answer.message == (
        "A/80/45/Rev.1 is in the library, but outside this scope; remove the filter to open it."
    )


def version(language: str, *texts: str) -> Report:
    own = report("A/80/7", *(paragraph(n, text) for n, text in enumerate(texts, 1)), title=language)
    cover = replace(own.cover, language=language)
    return replace(own, report_id=f"a-80-7-{language}", cover=cover)


@pytest.mark.parametrize(
    ("question", "languages", "message"),
    [
        ("A/80/7, para. 1", ["en"],
         "A/80/7 is shown in English; the library has it in French too."),
        ("A/80/7, para. 1 in French", ["fr"],
         "A/80/7 is shown in French; the library has it in English too."),
        ("https://undocs.org/fr/A/80/7, para. 1", ["fr"],
         "A/80/7 is shown in French; the library has it in English too."),
        ("A/80/7 ¶ 1", ["en", "fr"], "A/80/7 is shown in English and French."),
        ("A/80/7", ["en", "fr"], "A/80/7 is shown in English and French."),
        ("A/80/7 (français)", ["fr"],
         "A/80/7 is shown in French; the library has it in English too."),
    ],
)  # fmt: skip
def test_a_report_in_two_languages_is_shown_in_the_one_that_is_meant(
    make_assistant: MakeAssistant, question: str, languages: list[str], message: str
) -> None:
    assistant = make_assistant(version("en", "Oaks."), version("fr", "Chênes."))

    answer = assistant.ask(question)

    assert (answer.kind, answer.message) == (AnswerKind.LOOKUP, message)
    assert [passage.report_id[-2:] for passage in answer.passages] == languages


@pytest.mark.parametrize(
    ("question", "quotes", "message"),
    [
        ("para. 2: “Floods fell.”", ["Floods fell."], ""),
        ("“Droughts of rivers” in para. 2", ["Droughts of rivers"], ""),
        ("What does para. 2 mean by “Droughts”?", ["Droughts"], ""),
        ("“Oaks grew in every wood” in para. 2", ["Floods fell. Droughts of rivers rose."],
         "The words in quotation marks do not stand there."),
    ],
)  # fmt: skip
def test_quoted_words_beside_a_citation_are_marked(
    make_assistant: MakeAssistant, question: str, quotes: list[str], message: str
) -> None:
    answer = make_assistant(RIVERS).ask(question)

    assert (answer.kind, answer.message) == (AnswerKind.LOOKUP, message)
    assert [h.quote for h in answer.passages[0].highlights] == quotes


@pytest.mark.parametrize("quotes", [("One", "three “of", "four."), ("two “three", "four")])
def test_a_copied_quotation_with_words_left_out_is_no_misquotation(
    make_assistant: MakeAssistant, quotes: tuple[str, ...]
) -> None:
    said = paragraph(1, "One, two “three “of” them” and then four.")
    spans = [(said.text.index(quote), said.text.index(quote) + len(quote)) for quote in quotes]
    assistant = make_assistant(report("A/80/48", said))

    answer = assistant.ask(quotation_text(said, spans, citation="A/80/48, para. 1"))

    assert (answer.kind, answer.message) == (AnswerKind.LOOKUP, "")
    assert [h.quote for h in answer.passages[0].highlights] == list(quotes)
    assert answer.passages[0].changes == ()


def test_a_part_of_a_quotation_that_is_not_there_is_a_change(two: Assistant) -> None:
    (passage,) = two.ask("“Floods fell. […] Penguins swam.” (A/80/44, para. 2)").passages

    assert [h.quote for h in passage.highlights] == ["Floods fell."]
    assert [(change.quote, change.typed) for change in passage.changes] == [("", "Penguins swam.")]
