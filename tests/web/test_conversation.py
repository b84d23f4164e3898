from dataclasses import replace

import pytest

from service import (
    Answer,
    AnswerKind,
    Assistant,
    Column,
    Facet,
    Report,
    Scope,
)
from web.conversation import (
    Place,
    announcement_of,
    facet_groups,
    scope_filters,
    searched_text,
    turn_view,
)
from web.schemas import AskForm

QUESTION = "Where did INTERPOL investigative support teams find cocaine?"


@pytest.fixture
def answer(assistant: Assistant) -> Answer:
    return assistant.ask(QUESTION)


@pytest.fixture
def place(bundled_report: Report) -> Place:
    headers = {bundled_report.report_id: bundled_report}
    return Place(headers=headers, base_url="https://reports.example")


def test_a_chosen_filter_is_removed_by_leaving_it_out(answer: Answer) -> None:
    turn = AskForm(question=QUESTION, within="organ=Commission&year=2021")
    told = replace(answer, scope=Scope(organ="Commission", year=2021))

    by_organ, by_year = scope_filters(told, turn, headers={})

    assert (by_organ.label, by_organ.within, by_organ.is_read) == ("organ", "year=2021", False)
    assert by_year.within == "organ=Commission"


def test_a_filter_that_was_read_is_removed_by_leaving_its_field_open(answer: Answer) -> None:
    turn = AskForm(question=QUESTION, within="organ=Commission&open_fields=symbol")
    told = replace(answer, scope=Scope(organ="Commission", year=2021), inferred=("year",))

    by_organ, by_year = scope_filters(told, turn, headers={})

    assert by_year.is_read
    assert by_year.within == "organ=Commission&open_fields=symbol&open_fields=year"
    assert by_organ.within == "open_fields=symbol"


def test_a_report_in_a_filter_has_its_name(answer: Answer, bundled_report: Report) -> None:
    report_id = bundled_report.report_id
    told = replace(answer, scope=Scope(report_id=report_id))

    (by_report,) = scope_filters(
        told, AskForm(report_id=report_id), headers={report_id: bundled_report}
    )

    assert by_report.value == bundled_report.name


def test_a_facet_asks_again_with_its_value_and_what_was_chosen(answer: Answer) -> None:
    facets = (
        Facet(field="year", value="2021", label="2021", count=3),
        Facet(field="organ", value="A", label="Assembly", count=2),
        Facet(field="year", value="2020", label="2020", count=1),
    )
    turn = AskForm(question=QUESTION, within="session=X&open_fields=year")

    organs, years = facet_groups(replace(answer, facets=facets), turn)

    assert [value.within for value in years.values] == [
        "session=X&year=2021",
        "session=X&year=2020",
    ]
    assert (organs.label, organs.values[0].label, organs.values[0].count) == (
        "organ",
        "Assembly",
        2,
    )
    assert organs.values[0].within == "organ=A&session=X&open_fields=year"


@pytest.mark.parametrize(
    ("kind", "question", "query", "told"),
    [
        (AnswerKind.ANSWER, "and CSTO?", "What did CSTO do?", "What did CSTO do?"),
        (AnswerKind.ANSWER, "opium in 2021", "opium", "opium"),
        (AnswerKind.ANSWER, "opium", "opium", ""),
        (AnswerKind.QUOTATION, "“opium”", "opium", ""),
        (AnswerKind.LOOKUP, "and para. 4?", "S/2025/1, para. 4", "S/2025/1, para. 4"),
    ],
)
def test_a_query_is_told_where_it_is_not_the_question(
    answer: Answer, kind: AnswerKind, question: str, query: str, told: str
) -> None:
    assert searched_text(replace(answer, kind=kind, question=question, query=query)) == told


def test_an_answer_is_announced_with_its_quotation(answer: Answer) -> None:
    assert announcement_of(answer, "“Words” (S/2025/1, para. 4)") == (
        "The reports say: “Words” (S/2025/1, para. 4)"
    )


def test_a_long_quotation_is_announced_by_its_citation(answer: Answer) -> None:
    assert announcement_of(answer, "word " * 100) == (
        f"The reports say: {answer.passages[0].citation}"
    )


def test_silence_is_announced_with_its_reason(assistant: Assistant) -> None:
    assert announcement_of(assistant.ask("para. 99"), "") == (
        "Not in these reports. para. 99: this report has paragraphs 1 to 32."
    )


def test_a_comparison_is_shown_side_by_side_and_each_side_cited(
    answer: Answer, place: Place
) -> None:
    silent = Column(
        label="CSTO", query="csto?", answered=False, confidence=0.1, passages=answer.passages[1:2]
    )
    told = Column(
        label="INTERPOL", query="x?", answered=True, confidence=0.9, passages=answer.passages
    )
    compared = replace(answer, columns=(told, silent))

    view = turn_view(AskForm(question=QUESTION), compared, place=place, is_newest=True).answer

    assert view is not None
    assert (view.first, view.others) == ((), ())
    assert [column.label for column in view.columns] == ["INTERPOL", "CSTO"]
    assert [column.verdict for column in view.columns] == ["", "Not in these reports"]
    assert view.columns[0].passages[0].quotes
    assert view.columns[1].passages[0].quotes == ()
    assert all(passage.citation for column in view.columns for passage in column.passages)
    assert view.announcement == "The reports say, side by side: INTERPOL and CSTO."


def test_ids_of_a_conversation_are_unique(answer: Answer, place: Place) -> None:
    turns = [
        turn_view(turn, answer, place=place, is_newest=True)
        for turn in (AskForm(question="a?"), AskForm(question="a?", history=["a?"]))
    ]

    anchors = [p.anchor for t in turns if t.answer for p in (*t.answer.first, *t.answer.others)]
    assert len(set(anchors)) == len(anchors) > 2


def test_a_link_holds_the_conversation_in_its_fragment(answer: Answer, place: Place) -> None:
    view = turn_view(
        AskForm(question="b?", history=["a?"]), answer, place=place, is_newest=True
    ).answer

    assert view is not None
    address, _, fragment = view.link.partition("#")
    assert address == "https://reports.example/ask"
    assert fragment == "question=b%3F&within=&history=a%3F"


def test_a_passage_offers_its_report_unless_that_is_all_there_is(
    answer: Answer, place: Place, bundled_report: Report
) -> None:
    report_id = bundled_report.report_id
    narrow = replace(answer, scope=Scope(report_id=report_id))
    views = [
        turn_view(AskForm(question=QUESTION), each, place=place, is_newest=True).answer
        for each in (answer, narrow)
    ]

    offered = [view.first[0].within for view in views if view is not None]
    assert offered == [f"report_id={report_id}", ""]
