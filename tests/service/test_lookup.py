"""Look-ups: which report is meant, and what is asked of it besides."""

import pytest

from corpus.records import Cover, Paragraph, Report
from corpus.references import Reference, read_references
from service.lookup import candidate_reports, described_by, is_framed, topic_of


def reference(text: str) -> Reference:
    return read_references(text)[0]


def report(title: str, *, symbol: str | None = None, year: int = 2021) -> Report:
    texts = [("body", "1"), ("body", "2"), ("body", "4 bis"), ("annex I", "1")]
    return Report(
        report_id=title.lower(),
        cover=Cover(title=title, symbol=symbol, date=f"{year}-01-01"),
        paragraphs=tuple(
            Paragraph(
                address=f"{component}.{number}", component=component, number=number, text=title
            )
            for component, number in texts
        ),
    )


DRUGS = report("Reports by intergovernmental organizations on drugs")
FORESTS = report("Forests", symbol="E/2025/42-E/CN.18/2025/7", year=2025)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("E/2025/42, para. 1", FORESTS),
        ("e/cn.18/2025/7 para 1", FORESTS),
        ("para. 1 of the 2021 IGO report", DRUGS),
        ("paragraph 2 of the forests report", FORESTS),
        ("what does the 2025 report say in para. 2", FORESTS),
    ],
)
def test_a_report_is_meant_by_symbol_or_description(text: str, meant: Report) -> None:
    assert candidate_reports(reference(text), (DRUGS, FORESTS)) == (meant,)


def test_a_report_that_nothing_describes_is_not_guessed() -> None:
    assert candidate_reports(reference("para. 1 of the whaling report"), (DRUGS, FORESTS)) == ()


def test_a_lone_report_is_meant_without_being_named() -> None:
    assert candidate_reports(reference("para. 1"), (DRUGS,)) == (DRUGS,)


def test_initials_of_the_title_describe_a_report() -> None:
    assert "igo" in described_by(DRUGS)


def test_the_topic_is_what_is_asked_besides() -> None:
    asked = reference("what does para. 2 of the 2021 IGO report say about cocaine in Ecuador?")

    told = Paragraph(address="2", component="body", number="2", text="Cocaine was seized.")
    other = Paragraph(address="2", component="body", number="2", text="Nothing else.")

    assert (topic_of(asked, DRUGS, told), topic_of(asked, DRUGS, other)) == ("cocaine Ecuador", "")


def test_what_is_said_about_is_the_topic_whatever_the_report_is_called() -> None:
    told = Paragraph(address="2", component="body", number="2", text="Drug seizures rose.")

    asked = reference("what does para. 2 of the 2021 IGO report say about drugs?")

    assert topic_of(asked, DRUGS, told) == "drugs"


@pytest.mark.parametrize(
    ("text", "expected"), [("please show me the report", True), ("the budget of", False)]
)
def test_words_that_only_ask_to_be_shown_something_are_a_frame(text: str, expected: bool) -> None:
    assert is_framed(text) is expected
