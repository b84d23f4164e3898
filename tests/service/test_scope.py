"""Scopes: which reports and rows they let through."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from corpus.records import Cover, Paragraph, Report
from service import Assistant
from service.scope import Scope, reports_in

REPORT = Report(
    report_id="e-2025-28",
    cover=Cover(
        symbol="E/2025/28", organ="Commission on Narcotic Drugs", session="Sixty-eighth session",
        date="2025-01-02",
    ),
    paragraphs=(),
    source_name="E_2025_28.md",
)  # fmt: skip


@pytest.mark.parametrize(
    "scope",
    [
        Scope(),
        Scope(report_id="e-2025-28"),
        Scope(report_id="E_2025_28.md"),
        Scope(symbol="e/2025/28"),
        Scope(organ="commission on narcotic drugs", year=2025),
        Scope(session="Sixty-eighth session"),
    ],
)
def test_a_report_is_in_every_scope_that_names_it(scope: Scope) -> None:
    assert reports_in(scope, (REPORT,)) == (REPORT,)


@pytest.mark.parametrize("scope", [Scope(year=2024), Scope(symbol="E/2025/2"), Scope(organ="CND")])
def test_a_report_is_in_no_scope_that_names_another(scope: Scope) -> None:
    assert reports_in(scope, (REPORT,)) == ()


def test_an_organ_that_no_cover_prints_as_its_own_is_one_that_covers_name() -> None:
    titled = replace(REPORT, cover=Cover(organ="Council", title="Report of the Board of Peace"))
    joint = replace(REPORT, cover=Cover(organ="Council, Board of Peace"))

    found = reports_in(Scope(organ="board of peace"), (REPORT, titled, joint))

    assert found == (titled, joint)
    assert reports_in(Scope(organ="council"), (REPORT, titled, joint)) == (titled,)


def test_several_organs_are_parted_by_semicolons() -> None:
    titled = replace(REPORT, cover=Cover(title="Report of the Board of Peace"))
    other = replace(REPORT, cover=Cover(title="Report of the Fund for Peace"))

    scope = Scope(organ="Board of Peace; Fund for Peace")

    assert reports_in(scope, (REPORT, titled, other)) == (titled, other)


def test_a_section_narrows_to_the_paragraphs_under_it(
    make_assistant: Callable[..., Assistant],
) -> None:
    paragraphs = tuple(
        Paragraph(address=n, component="body", number=n, text="Drugs.", sections=(section,))
        for n, section in (("1", "I. Africa"), ("2", "II. Asia"))
    )
    assistant = make_assistant(Report(report_id="r", cover=Cover(), paragraphs=paragraphs))

    hits = assistant.search("drugs", scope=Scope(section="asia"))

    assert [hit.address for hit in hits] == ["2"]
