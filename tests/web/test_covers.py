from dataclasses import replace

import pytest

from service import Cover, Doubt, Paragraph, Report
from web.covers import cover_details, cover_facts, doubt_texts, title_of

REPORT = Report(
    report_id="e-2025-28",
    cover=Cover(symbol="E/2025/28", date="2025-06-10"),
    paragraphs=(Paragraph(address="1", component="body", number="1", text="Words."),),
)


@pytest.mark.parametrize(
    ("paragraphs", "pages", "told"),
    [(1, None, "1 paragraph"), (1, 1, "1 page, 1 paragraph"), (2, 3, "3 pages, 2 paragraphs")],
)
def test_a_length_of_one_is_singular(paragraphs: int, pages: int | None, told: str) -> None:
    report = replace(REPORT, paragraphs=REPORT.paragraphs * paragraphs, pages=pages)

    assert cover_facts(report)[-1].value == told


def test_the_cover_invents_nothing() -> None:
    labels = [fact.label for fact in cover_facts(REPORT)]

    assert labels == ["Symbol", "Date", "Length"]
    assert cover_details(REPORT) == ("10 June 2025",)


def test_a_report_without_a_title_is_headed_by_its_symbol() -> None:
    assert title_of(REPORT) == "E/2025/28"


def test_a_doubt_is_told_with_its_page_where_there_is_one() -> None:
    doubts = (Doubt(code="a", message="One", page=3), Doubt(code="b", message="Two"))

    assert doubt_texts(doubts) == ("One (page 3)", "Two")
