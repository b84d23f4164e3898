import pytest

from corpus.errors import QuestionError
from corpus.records import Cover, Report
from service.scope import Scope
from service.scope_terms import narrow, opened_by, values_of


def report(symbol: str, organ: str | None, date: str | None) -> Report:
    cover = Cover(symbol=symbol, organ=organ, date=date)
    return Report(report_id=symbol.lower().replace("/", "-"), cover=cover, paragraphs=())


REPORTS = (
    report("S/2025/1", "Security Council", "2025-02-01"),
    report("E/2024/2", "Economic and Social Council", "2024-03-01"),
    report("A/1", None, None),
)


@pytest.mark.parametrize(
    ("terms", "scope"),
    [
        ("year=2025", Scope(year=2025)),
        ("organ=Security Council year=2025", Scope(organ="Security Council", year=2025)),
        ("YEAR = 2025  organ='security council'", Scope(organ="security council", year=2025)),
        ("organ=social", Scope(organ="Economic and Social Council")),
        ("symbol=e/2024/2", Scope(symbol="e/2024/2")),
        ("report=a-1", Scope(report_id="a-1")),
        ("section=Annex II", Scope(section="Annex II")),
    ],
)
def test_terms_are_read(terms: str, scope: Scope) -> None:
    assert narrow(Scope(), terms, REPORTS) == scope


def test_terms_without_a_value_open_their_fields() -> None:
    assert opened_by("year= organ=Security Council REPORT=") == {"year", "report_id"}


def test_terms_are_put_into_the_scope_that_is_there() -> None:
    scope = narrow(Scope(year=2025), "organ=Security Council", REPORTS)

    assert scope == Scope(year=2025, organ="Security Council")


def test_a_term_without_a_value_opens_its_field() -> None:
    assert narrow(Scope(year=2025, organ="x"), "organ=", REPORTS) == Scope(year=2025)


@pytest.mark.parametrize(
    ("terms", "complaint"),
    [
        ("2025", "a scope is typed as year=2025; its fields are report, symbol, organ, session"),
        ("yeer=2025", "a scope has no yeer; its fields are report,"),
        ("year=soon", "no report has soon as its year; the nearest are 2025, 2024"),
        ("year=2019", "no report has 2019 as its year; the nearest are 2025, 2024"),
        ("organ=Council", "2 have Council in their organ; they are Economic and Social Council, S"),
        ("session=70", "no report has 70 as its session; the nearest are none"),
        ("year=2024 organ=Security", "no report has all of these; the scope is as it was"),
    ],
)
def test_a_refusal_says_what_there_is(terms: str, complaint: str) -> None:
    with pytest.raises(QuestionError) as refused:
        narrow(Scope(), terms, REPORTS)

    assert str(refused.value).startswith(complaint)


def test_values_are_those_of_the_covers() -> None:
    assert values_of("year", REPORTS) == ("2024", "2025")
    assert values_of("report", REPORTS) == ("a-1", "e-2024-2", "s-2025-1")
    assert values_of("section", REPORTS) == ()
