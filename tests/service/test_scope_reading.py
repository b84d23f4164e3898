"""Scopes read: which words of a question name a field, and which rows are then searched."""

from collections.abc import Callable

import pytest

from corpus.records import Cover, Paragraph, Report, Section
from service import Assistant, Scope
from service.scope_reading import ScopeReader, section_named, years_named


def report(report_id: str, *texts: str, component: str = "body", **cover: str) -> Report:
    return Report(
        report_id=report_id,
        cover=Cover(**cover),
        paragraphs=tuple(
            Paragraph(address=str(n), component=component, number=str(n), text=text)
            for n, text in enumerate(texts, 1)
        ),
    )


TORTURE = report(
    "cat", "Women were heard.", "Visits in 2019 to prisons.",
    symbol="A/80/44", organ="General Assembly", session="Eightieth session", date="2025-06-25",
    title="Report of the Committee against Torture: Seventy-ninth session (15 April 2024)",
)  # fmt: skip
DRUGS = report(
    "drugs", "Seizures of cocaine rose.", "In 2019 and women.", "Of 2019.",
    symbol="E/2021/28", organ="Commission on Narcotic Drugs", session="Sixty-fourth session",
    date="2021-04-07", title="Seizures of drugs",
)  # fmt: skip
OTHER = report(
    "other", "The Committee against Torture was thanked by women.", "Women and peace.",
    "Women work.", symbol="S/2025/1", organ="Security Council", date="2025-01-01", title="Peace",
)  # fmt: skip


@pytest.fixture(scope="module")
def library(make_assistant: Callable[..., Assistant]) -> Assistant:
    return make_assistant(TORTURE, DRUGS, OTHER)


@pytest.mark.parametrize(
    ("question", "scope"),
    [
        ("What did the Committee against Torture say on women?",
         Scope(organ="Committee against Torture")),
        ("women in the report of CAT", Scope(organ="Committee against Torture")),
        ("what does a/80/44 say about women?", Scope(symbol="a/80/44")),
        ("women at the 64th session", Scope(session="Sixty-fourth session")),
        ("women at the seventy-ninth session", Scope(session="Seventy-ninth session")),
        ("seizures of cocaine in 2021", Scope(year=2021)),
    ],
)  # fmt: skip
def test_what_a_question_names_is_searched_and_told(
    library: Assistant, question: str, scope: Scope
) -> None:
    answer = library.ask(question)

    fields = [name for name in Scope.__slots__ if getattr(scope, name) is not None]
    told = {name: str(getattr(answer.scope, name)).upper() for name in answer.inferred}
    assert told == {name: str(getattr(scope, name)).upper() for name in fields}


@pytest.mark.parametrize(
    "question",
    [
        "women at the 64th session",
        "seizures of cocaine in 2021",
        "women in the report “Seizures of drugs”",
        "para. 2 of the Committee against Torture report",
    ],
)
def test_a_prepared_assistant_answers_as_others_do(
    library: Assistant, make_assistant: Callable[..., Assistant], question: str
) -> None:
    prepared = make_assistant(TORTURE, DRUGS, OTHER)
    prepared.prepare(rest=lambda seconds: None)

    assert prepared.ask(question) == library.ask(question)
    assert prepared.suggest("sei") == library.suggest("sei")


def test_a_filter_keeps_reports_that_bear_the_name_and_paragraphs_that_speak_of_it(
    library: Assistant,
) -> None:
    answer = library.ask("What did the Committee against Torture say on women?", limit=10)

    found = {(passage.report_id, passage.address) for passage in answer.passages}
    assert found == {("cat", "1"), ("cat", "2"), ("other", "1")}


def test_a_report_that_keeps_speaking_of_a_year_is_of_that_year_too(library: Assistant) -> None:
    answer = library.ask("seizures of cocaine in 2019", limit=10)

    assert answer.inferred == ("year",)
    assert {p.report_id for p in answer.passages} == {"drugs", "cat"}
    assert ("drugs", "1") in {(p.report_id, p.address) for p in answer.passages}


@pytest.mark.parametrize("question", ["seizures of cocaine in 2028", "women in the 59th session"])
def test_what_no_report_bears_is_no_filter(library: Assistant, question: str) -> None:
    answer = library.ask(question)

    assert (answer.scope, answer.inferred) == (Scope(), ())


def test_a_year_that_leaves_only_worse_paragraphs_is_no_filter(library: Assistant) -> None:
    answer = library.ask("the Committee against Torture was thanked by women, work in 2019")

    assert "year" not in answer.inferred


def test_what_the_caller_asks_for_is_never_overridden(library: Assistant) -> None:
    asked = Scope(organ="Security Council")

    answer = library.ask("What did the Committee against Torture say on women?", scope=asked)

    assert (answer.scope, answer.inferred) == (asked, ())
    assert {passage.report_id for passage in answer.passages} == {"other"}


def test_nothing_is_read_beside_a_report_that_is_asked_for(library: Assistant) -> None:
    answer = library.ask("women and CAT in 2021", scope=Scope(report_id="other"))

    assert answer.inferred == ()


def test_an_open_field_is_not_narrowed(library: Assistant) -> None:
    answer = library.ask("What did CAT say on women?", open_fields=("organ",), limit=10)

    assert (answer.scope, answer.inferred) == (Scope(), ())
    assert "drugs" in {passage.report_id for passage in answer.passages}


def test_an_open_field_must_be_a_field_of_a_scope(library: Assistant) -> None:
    with pytest.raises(ValueError, match="volume"):
        library.ask("women", open_fields=("volume",))


def test_a_citation_tells_its_symbol(library: Assistant) -> None:
    answer = library.ask("A/80/44, para. 2")

    assert (answer.scope, answer.inferred) == (Scope(symbol="A/80/44"), ("symbol",))
    assert [passage.address for passage in answer.passages] == ["2"]


def test_a_symbol_that_nothing_tells_of_is_missed(library: Assistant) -> None:
    answer = library.ask("What does A/99/1 say about women?")

    assert not answer.answered
    assert answer.message == "No report with the symbol A/99/1 is in the library."
    assert answer.passages


def test_a_symbol_that_a_paragraph_tells_of_can_be_asked_about(
    make_assistant: Callable[..., Assistant],
) -> None:
    telling = report("telling", "Women are the subject of A/99/1.", symbol="S/2025/2")

    answer = make_assistant(telling, OTHER).ask("What does A/99/1 say about women?")

    assert "A/99/1" not in answer.message


def test_a_quotation_is_sought_in_the_report_that_is_named(library: Assistant) -> None:
    answer = library.ask('where does A/80/44 say "were heard"?')

    assert answer.inferred == ("symbol",)
    assert {passage.report_id for passage in answer.passages} == {"cat"}


def test_a_filter_that_leaves_nothing_out_is_none(make_assistant: Callable[..., Assistant]) -> None:
    alone = make_assistant(TORTURE)

    answer = alone.ask("What did CAT say on women in 2025?")

    assert answer.inferred == ()


@pytest.mark.parametrize(
    ("question", "fields"),
    [
        ("women in “2021” and 'CAT'", {"organ"}),
        ("women, resolution 2334 (2016)", set()),
        ("the 2030 Agenda on women", set()),
        ("what do A/80/44 and E/2021/28 say", set()),
        ("between 2019 and 2021", set()),
        ("the strategy for 2020-2025", set()),
        ("What does A/80/44 say of CAT in 2021?", {"symbol"}),
        ("A/99/1 on women", set()),
        ("what does the report on seizures of drugs say", {"report_id"}),
        ("how “Seizures of drugs” counts women", {"report_id"}),
        ("seizures of drugs", set()),
        ("the report on peace", set()),
    ],
)
def test_only_one_plain_value_names_a_field(question: str, fields: set[str]) -> None:
    named = ScopeReader((TORTURE, DRUGS, OTHER)).fields_named(question)

    assert {each.field for each in named} == fields


def test_both_ends_of_a_range_are_years() -> None:
    assert years_named("2020-2025, in 2024/25 and 1999") == (2020, 2025, 2024, 1999)


@pytest.mark.parametrize(
    ("question", "section"),
    [
        ("what is said in chapter IV?", "IV. Visits"),
        ("women in section 2", None),
        ("what does the summary say", "Summary"),
        ("in annex II on fees", "annex ii"),
        ("a summary of visits", None),
        ("in the summary of visits", None),
    ],
)
def test_a_section_is_read_by_its_label_or_title(question: str, section: str | None) -> None:
    sections = (
        Section(label=None, title="Summary", level=1),
        Section(label="IV", title="Visits", level=1),
    )
    header = Report(report_id="r", cover=Cover(), paragraphs=(), sections=sections)

    assert section_named(question, header) == section


def test_an_annex_is_searched_alone(make_assistant: Callable[..., Assistant]) -> None:
    paragraphs = tuple(
        Paragraph(address=part, component=part, number="1", text="Fees of delegates.")
        for part in ("body", "annex I")
    )
    fees = Report(report_id="fees", cover=Cover(symbol="A/1/2"), paragraphs=paragraphs)

    answer = make_assistant(fees, OTHER).ask("What does A/1/2 say of fees in the annex?")

    assert answer.inferred == ("symbol", "section")
    assert [passage.address for passage in answer.passages] == ["annex I"]
