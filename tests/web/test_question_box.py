from dataclasses import replace

from service import Cover, Report, Section
from web.question_box import examples_of, follow_up_form, opening_form, scope_fields_of


def test_examples_come_from_the_report(bundled_report: Report) -> None:
    assert examples_of(bundled_report) == (
        "What does the report say about Collective Security Treaty Organization (CSTO)?",
        "What does the report say about INTERPOL?",
        "para. 17",
    )


def test_sections_that_every_report_has_are_no_example(bundled_report: Report) -> None:
    titles = ("Introduction", "Summary", "Conclusions and recommendations", "Annex II")
    sections = tuple(Section(label=None, title=title, level=1) for title in titles)

    examples = examples_of(replace(bundled_report, sections=sections))

    assert examples == ("para. 17",)


def test_a_citation_example_names_the_symbol(bundled_report: Report) -> None:
    report = replace(bundled_report, cover=Cover(symbol="E/2025/28"), sections=())

    assert examples_of(report) == ("E/2025/28, para. 17",)


def test_a_report_without_numbers_invites_no_citation(bundled_report: Report) -> None:
    assert examples_of(replace(bundled_report, paragraphs=(), sections=())) == ()


def test_one_report_needs_no_scope(bundled_report: Report) -> None:
    assert opening_form("", (bundled_report,), max_chars=2000).scope_fields == ()


def test_scope_offers_what_tells_the_reports_apart(bundled_report: Report) -> None:
    other = replace(
        bundled_report,
        report_id="other",
        cover=Cover(symbol="E/2025/28", organ=bundled_report.cover.organ, date="2025-01-01"),
    )

    fields = scope_fields_of((bundled_report, other))

    assert {field.name: len(field.choices) for field in fields} == {"report_id": 2, "year": 2}


def test_a_follow_up_leaves_the_scope_as_it_is() -> None:
    form = follow_up_form((), max_chars=2000)

    assert (form.scope_fields, form.is_focused) == ((), False)
