"""The road of a quotation: where its words are looked for, and what is told of it."""

from collections.abc import Callable

import pytest

from corpus.records import Cover, Paragraph, Report
from service import AnswerKind, Assistant, Scope

TEXTS = ("Toolmarks were left on drugs.", "The springs rose early in the year.")


def report(report_id: str, symbol: str | None) -> Report:
    return Report(
        report_id=report_id,
        cover=Cover(symbol=symbol, title=f"Study {report_id}"),
        paragraphs=tuple(
            Paragraph(address=str(n), component="body", number=str(n), text=text)
            for n, text in enumerate(TEXTS, 1)
        ),
        source_name=f"{report_id}.txt",
    )


@pytest.fixture(scope="module")
def three(make_assistant: Callable[..., Assistant]) -> Assistant:
    return make_assistant(report("one", "A/80/1"), report("two", "A/80/2"), report("three", None))


@pytest.mark.parametrize(
    ("question", "scope"),
    [
        ("“springs rose early” A/80/2", Scope(symbol="A/80/2")),
        ("Where does A/80/2 say “springs rose early”?", Scope(symbol="A/80/2")),
        ("“springs rose early” (https://undocs.org/en/A/80/2)", Scope(symbol="A/80/2")),
        ("“springs rose early” three.txt", Scope(report_id="three")),
        ("“springs rose early”", Scope()),
    ],
)
def test_a_report_beside_a_quotation_is_where_it_is_looked_for(
    three: Assistant, question: str, scope: Scope
) -> None:
    answer = three.ask(question)

    named = [name for name in ("symbol", "report_id") if getattr(scope, name)]
    assert (answer.kind, answer.query) == (AnswerKind.QUOTATION, "springs rose early")
    assert (answer.scope, answer.inferred) == (scope, tuple(named))


def test_a_symbol_that_no_report_has_is_told(three: Assistant) -> None:
    answer = three.ask("“springs rose early” A/99/1")

    assert answer.kind is AnswerKind.ABSTENTION
    assert answer.message == "No report with the symbol A/99/1 is in the library."


def test_words_that_stand_nowhere_in_the_scope_are_told_as_such(three: Assistant) -> None:
    answer = three.ask("“penguins swam around” A/80/2")

    assert answer.message == "These words stand in no paragraph within this scope."


@pytest.mark.parametrize("words", ["toolmarks", "marks were", "TOOLMARK", "early"])
def test_a_quotation_of_a_word_or_two_may_be_cut_off_within_one(
    three: Assistant, words: str
) -> None:
    assert three.ask(f"“{words}”").kind is AnswerKind.QUOTATION


def test_a_quotation_may_leave_words_out(three: Assistant) -> None:
    answer = three.ask("“The springs […] in the year”")

    assert answer.kind is AnswerKind.QUOTATION
    assert [h.quote for h in answer.passages[0].highlights] == ["The springs", "in the year"]
