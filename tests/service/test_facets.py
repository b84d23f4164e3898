"""Facets: counted by hand."""

from collections.abc import Callable

import pytest

from corpus.records import Cover, Paragraph, Report
from service import Assistant, Facet, Scope


def report(report_id: str, count: int, **cover: str) -> Report:
    paragraphs = tuple(
        Paragraph(address=str(n), component="body", number=str(n), text=f"Seizures {n}.")
        for n in range(1, count + 1)
    )
    return Report(report_id=report_id, cover=Cover(**cover), paragraphs=paragraphs)


@pytest.fixture(scope="module")
def library(make_assistant: Callable[..., Assistant]) -> Assistant:
    return make_assistant(
        report("a", 1, symbol="E/2021/1", organ="Council", session="Third Session",
               date="2021-01-02"),
        report("b", 3, title="b", organ="Council", session="Third session", date="2020-01-02"),
        report("c", 2, title="No date"),
    )  # fmt: skip


def test_values_are_counted_over_what_was_retrieved(library: Assistant) -> None:
    facets = library.ask("seizures").facets

    assert set(facets) == {
        Facet(field="report_id", value="b", label="b", count=3),
        Facet(field="report_id", value="c", label="No date", count=2),
        Facet(field="report_id", value="a", label="E/2021/1", count=1),
        Facet(field="year", value="2020", label="2020", count=3),
        Facet(field="year", value="2021", label="2021", count=1),
    }


def test_the_most_frequent_value_comes_first(library: Assistant) -> None:
    facets = library.ask("seizures").facets

    assert [f.value for f in facets if f.field == "report_id"] == ["b", "c", "a"]


def test_a_facet_asked_for_leaves_as_many_as_it_told(library: Assistant) -> None:
    for facet in library.ask("seizures").facets:
        scope = Scope(report_id=facet.value) if facet.field == "report_id" else Scope(
            year=int(facet.value)
        )  # fmt: skip
        assert len(library.ask("seizures", scope=scope, limit=9).passages) == facet.count


def test_a_field_with_one_value_is_no_facet(library: Assistant) -> None:
    facets = library.ask("seizures", scope=Scope(report_id="b")).facets

    assert facets == ()


def test_few_values_of_a_field_are_told(make_assistant: Callable[..., Assistant]) -> None:
    many = make_assistant(*(report(f"r{n}", 1) for n in range(9)))

    assert len(many.ask("seizures").facets) == 6


def test_a_look_up_has_no_facets(library: Assistant) -> None:
    assert library.ask("E/2021/1, para. 1").facets == ()
