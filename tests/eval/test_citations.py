from collections.abc import Callable
from dataclasses import replace

from corpus.records import Report
from eval.citations import CitationCheck, check_citations, citation_rates
from service import Assistant


def test_every_citation_of_the_bundled_report_opens_its_paragraph(assistant: Assistant) -> None:
    ids = [report.report_id for report in assistant.reports()]

    checks = tuple(check_citations(assistant, ids))

    assert [check for check in checks if not check.is_right] == []
    assert len(checks) == 32


def test_a_number_printed_twice_is_told_by_the_second_one(
    bundled_report: Report, make_assistant: Callable[..., Assistant]
) -> None:
    first, *others = bundled_report.paragraphs
    twice = replace(bundled_report, paragraphs=(first, replace(first, address="1_2"), *others))

    checks = check_citations(make_assistant(twice), [twice.report_id])

    assert [check.address for check in checks if not check.is_right] == ["1_2"]


def test_the_rate_is_the_share_of_right_ones() -> None:
    checks = [
        CitationCheck(report_id="r", citation="para. 1", address="1", opened=opened)
        for opened in ("1", None)
    ]

    rate = citation_rates(checks)["citations-opened"]

    assert (rate.value, rate.count) == (0.5, 2)
