from collections.abc import Callable
from dataclasses import replace

from service import Assistant, Cover, Paragraph, Report, Section
from web.question_box import examples_of, follow_up_form, opening_form, scope_fields_of
from web.schemas import AskForm

MakeAssistant = Callable[..., Assistant]


def titled(report: Report, *titles: str) -> Report:
    sections = tuple(Section(label=None, title=title, level=1) for title in titles)
    return replace(report, sections=sections)


def test_examples_come_from_the_report(assistant: Assistant) -> None:
    assert examples_of(assistant) == (
        "What does the report say about Collective Security Treaty Organization (CSTO)?",
        "What does the report say about INTERPOL?",
        "What does the report say about "
        "Organisation for Security and Co-operation in Europe (OSCE)?",
        "para. 17",
    )


def test_sections_that_every_report_has_are_no_example(
    bundled_report: Report, make_assistant: MakeAssistant
) -> None:
    plain = titled(
        bundled_report, "Introduction", "Summary", "Conclusions and recommendations", "Annex II"
    )

    assert examples_of(make_assistant(plain)) == ("para. 17",)


def test_a_citation_example_names_the_symbol(
    bundled_report: Report, make_assistant: MakeAssistant
) -> None:
    report = replace(bundled_report, cover=Cover(symbol="E/2025/28"), sections=())

    assert examples_of(make_assistant(report)) == ("E/2025/28, para. 17",)


def test_a_report_without_numbers_invites_no_citation(
    bundled_report: Report, make_assistant: MakeAssistant
) -> None:
    unnumbered = Paragraph(address="u1", component="body", number=None, text="Words.")
    report = replace(bundled_report, paragraphs=(unnumbered,), sections=())

    assert examples_of(make_assistant(report)) == ()


def reports_of(count: int) -> list[Report]:
    told = Paragraph(address="1", component="body", number="1", text="Opium prices rose.")
    return [
        titled(
            Report(report_id=f"r-{n}", cover=Cover(symbol=f"S/{n}"), paragraphs=(told,)),
            f"Opium in {n}",
            f"Other {n}",
        )
        for n in range(count)
    ]


def test_several_reports_are_asked_about_one_by_one_and_by_name(
    make_assistant: MakeAssistant,
) -> None:
    assistant = make_assistant(*reports_of(9))

    *about, cited = examples_of(assistant)

    named = {question.split()[2] for question in about}
    assert len(named) == 3
    assert all(f"What does {name} say about Opium in {name[2:]}?" in about for name in named)
    assert cited.endswith(", para. 1")
    assert examples_of(assistant) == (*about, cited)


def test_reports_in_other_languages_invite_no_english_question(
    make_assistant: MakeAssistant,
) -> None:
    (report,) = reports_of(1)
    french = replace(report, cover=Cover(symbol="S/1", language="fr"))

    assert examples_of(make_assistant(french)) == ()


def test_one_report_needs_no_scope(bundled_report: Report) -> None:
    assert opening_form((bundled_report,), max_chars=2000).scope_fields == ()


def test_scope_offers_what_tells_the_reports_apart(bundled_report: Report) -> None:
    other = replace(
        bundled_report,
        report_id="other",
        cover=Cover(symbol="E/2025/28", organ=bundled_report.cover.organ, date="2025-01-01"),
    )

    fields = scope_fields_of((bundled_report, other))

    assert {field.name: len(field.choices) for field in fields} == {"report_id": 2, "year": 2}


def test_a_follow_up_leaves_the_scope_as_it_is() -> None:
    form = follow_up_form(AskForm(), max_chars=2000)

    assert (form.scope_fields, form.is_focused) == ((), False)
