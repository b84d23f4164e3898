"""Look-ups: which report is meant, and what is asked of it besides."""

import pytest

from corpus.records import Cover, Paragraph, Report
from corpus.references import Reference, read_references
from service.lookup import ReportNames, described_by, is_framed, topic_of


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


def candidates(text: str, *reports: Report) -> tuple[Report, ...]:
    return ReportNames(reports).candidates(reference(text), reports)


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
    assert candidates(text, DRUGS, FORESTS) == (meant,)


def test_a_report_that_nothing_describes_is_not_guessed() -> None:
    assert candidates("para. 1 of the whaling report", DRUGS, FORESTS) == ()


def test_a_lone_report_is_meant_without_being_named() -> None:
    assert candidates("para. 1", DRUGS) == (DRUGS,)


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


@pytest.mark.parametrize(
    ("text", "quotation", "meant"),
    [
        ("“Forests”, para. 1", None, (FORESTS,)),
        ("“published a handbook” in para. 1", "published a handbook", (DRUGS, FORESTS)),
        ("para. 1: “Forests”, “oaks grew”", "oaks grew", (FORESTS,)),
        ("“Forests” (1 May 2021), para. 1", None, ()),
    ],
)
def test_quoted_words_that_are_no_title_are_a_quotation(
    text: str, quotation: str | None, meant: tuple[Report, ...]
) -> None:
    names = ReportNames((DRUGS, FORESTS))

    assert names.quotation_beside(reference(text)) == quotation
    assert candidates(text, DRUGS, FORESTS) == meant


def test_the_first_line_of_a_title_is_quoted_as_a_title() -> None:
    abyei = report("Situation in Abyei: Report of the Secretary-General", symbol="S/2025/269")

    assert candidates("“Situation in Abyei”, para. 1", DRUGS, abyei) == (abyei,)


UNTITLED = Report(report_id="ran", cover=Cover(), paragraphs=(), source_name="ran.txt")
YEARLY = Report(report_id="rivers-2025", cover=Cover(), paragraphs=(), source_name="a.txt")


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("para. 4 of the Iran report", None),
        ("para. 4: who ran it?", None),
        ("ran, para. 4", UNTITLED),
        ("para. 4 of ran.txt", UNTITLED),
        ("para. 4 of tehran.txt", None),
        ("para. 4 of rivers-2025 please", YEARLY),
        ("para. 4 of drivers-2025", None),
    ],
)
def test_a_name_is_whole_words_and_an_id_is_no_word_of_a_question(
    question: str, named: Report | None
) -> None:
    reports = (DRUGS, UNTITLED, YEARLY)

    assert ReportNames(reports).named(question, reports)[0] == named


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("para. 1", False),
        ("What about para. 1?", False),
        ("what does para. 1 say about forests?", False),
        ("“oaks grew”, para. 1", False),
        ("“Forests”, para. 1", True),
        ("para. 1 of the forests report", True),
        ("A/80/1, para. 1", True),
    ],
)
def test_a_report_is_described_beside_the_citation(text: str, expected: bool) -> None:
    assert ReportNames((DRUGS, FORESTS)).is_described(reference(text)) is expected
