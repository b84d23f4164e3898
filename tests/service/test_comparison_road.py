"""Comparisons answered: a column for each side, and the first of each leads the passages."""

from collections.abc import Callable

import pytest

from corpus.records import Cover, Paragraph, Report
from service import Answer, AnswerKind, Assistant


def report(report_id: str, *texts: str, **cover: str) -> Report:
    paragraphs = tuple(
        Paragraph(address=str(n), component="body", number=str(n), text=text)
        for n, text in enumerate(texts, 1)
    )
    return Report(report_id=report_id, cover=Cover(**cover), paragraphs=paragraphs)


CARICC = "The response of CARICC to the pandemic was online training."
CSTO = "The response of CSTO to the pandemic was a common guideline."
ALPHA = report("alpha", CARICC, CSTO, "Weather was mild.", symbol="A/80/44", date="2023-01-02")
BETA = report("beta", "Women and peace were heard.", "Boats sailed.", symbol="E/2025/28",
              date="2024-01-02")  # fmt: skip


@pytest.fixture(scope="module")
def library(make_assistant: Callable[..., Assistant]) -> Assistant:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RAPPORTEUR_MIN_CONFIDENCE", "0.02")
        return make_assistant(ALPHA, BETA)


def columns(answer: Answer) -> dict[str, list[tuple[str, str]]]:
    return {
        column.label: [(each.report_id, each.address) for each in column.passages]
        for column in answer.columns
    }


def test_each_organization_is_answered_by_itself(library: Assistant) -> None:
    answer = library.ask("How did CARICC’s and CSTO’s response to the pandemic differ?")

    firsts = {label: found[0] for label, found in columns(answer).items()}
    assert firsts == {"CARICC": ("alpha", "1"), "CSTO": ("alpha", "2")}
    assert [passage.address for passage in answer.passages[:2]] == ["1", "2"]
    assert [passage.rank for passage in answer.passages] == [*range(1, len(answer.passages) + 1)]


def test_each_report_is_searched_alone(library: Assistant) -> None:
    answer = library.ask("Compare A/80/44 and E/2025/28 on women and training")

    found = columns(answer)
    assert {report_id for report_id, _ in found["A/80/44"]} == {"alpha"}
    assert {report_id for report_id, _ in found["E/2025/28"]} == {"beta"}


def test_a_question_that_compares_nothing_has_no_columns(library: Assistant) -> None:
    assert library.ask("What was the response of CARICC and CSTO?").columns == ()


def test_every_passage_comes_once_and_no_more_than_asked_for(library: Assistant) -> None:
    answer = library.ask("Compare CARICC and CSTO on the pandemic", limit=2)

    places = [(passage.report_id, passage.address) for passage in answer.passages]
    assert len(places) == len(set(places)) == 2


def test_a_side_without_an_answer_is_told_as_such(make_assistant: Callable[..., Assistant]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RAPPORTEUR_MIN_CONFIDENCE", "0.5")
        strict = make_assistant(ALPHA, BETA)

    answer = strict.ask("Compare A/80/44 and E/2025/28 on the response of CARICC to the pandemic")

    assert [(column.label, column.answered) for column in answer.columns] == [
        ("A/80/44", True), ("E/2025/28", False),
    ]  # fmt: skip
    assert answer.columns[1].passages == ()
    assert answer.kind is AnswerKind.ANSWER
    assert answer.confidence == answer.columns[0].confidence


def test_where_no_side_is_answered_neither_is_the_question(
    make_assistant: Callable[..., Assistant],
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RAPPORTEUR_MIN_CONFIDENCE", "1")
        silent = make_assistant(ALPHA, BETA)

    answer = silent.ask("Compare CARICC and CSTO on the pandemic")

    assert (answer.kind, answer.columns) == (AnswerKind.ABSTENTION, ())
