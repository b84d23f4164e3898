from collections.abc import Callable

from corpus.records import Cover, Paragraph, Report
from service import Assistant, warm_up


def report_of(report_id: str, *texts: str) -> Report:
    return Report(
        report_id=report_id,
        cover=Cover(title=report_id),
        paragraphs=tuple(
            Paragraph(address=str(number), component="body", number=str(number), text=text)
            for number, text in enumerate(texts, 1)
        ),
    )


def test_four_openings_are_asked_of_one_report(
    bundled_report: Report, make_assistant: Callable[..., Assistant]
) -> None:
    assert warm_up(make_assistant(bundled_report)) == 4


def test_openings_are_spread_over_many_reports(make_assistant: Callable[..., Assistant]) -> None:
    reports = [report_of(f"report-{i:02}", f"Paragraph {i} tells.") for i in range(20)]

    assert warm_up(make_assistant(*reports)) == 4


def test_what_cannot_be_asked_is_passed_over(make_assistant: Callable[..., Assistant]) -> None:
    assistant = make_assistant(report_of("dots", "• • •", "A sentence of words."))

    assert warm_up(assistant) == 1
