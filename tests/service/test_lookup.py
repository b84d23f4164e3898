"""Look-ups: which report is meant, and which of its paragraphs."""

from dataclasses import replace

import pytest

from corpus.records import Cover, Item, Paragraph, Report
from corpus.references import Reference, read_reference
from service.lookup import (
    candidate_reports,
    described_by,
    find_paragraphs,
    nearest_paragraphs,
    span_of,
    topic_of,
)


def reference(text: str) -> Reference:
    found = read_reference(text)
    assert found is not None
    return found


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


def numbers(text: str, of: Report = DRUGS) -> list[str | None]:
    return [p.number for p in find_paragraphs(reference(text), of)[0]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("paras. 1-2", ["1", "2"]),
        ("paras. 2 and 1", ["2", "1"]),
        ("para. 4 bis", ["4 bis"]),
        ("annex I, para. 1", ["1"]),
        ("para. 9", []),
    ],
)
def test_paragraphs_are_found_by_their_printed_numbers(text: str, expected: list[str]) -> None:
    assert numbers(text) == expected


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("para. 9", "para. 9: this report has paragraphs 1 to 2 and 4 bis."),
        ("paras. 2-9", "paras. 3–9: this report has paragraphs 1 to 2 and 4 bis."),
        ("annex I, para. 7", "annex I, para. 7: its annex I has paragraphs 1 to 1."),
        ("annex V, para. 1", "annex V, para. 1: this report has no annex V."),
        ("para. 1", ""),
    ],
)
def test_what_does_not_exist_is_said(text: str, missing: str) -> None:
    assert find_paragraphs(reference(text), DRUGS)[1] == missing


@pytest.mark.parametrize(("text", "near"), [("para. 9", ["2", "4 bis"]), ("para. 0", ["1", "2"])])
def test_the_nearest_paragraphs_are_nearest_in_number(text: str, near: list[str]) -> None:
    assert [p.number for p in nearest_paragraphs(reference(text), DRUGS)] == near


def test_an_item_that_is_named_is_the_span() -> None:
    text = "Stem:\n(a) one;\n(b) two."
    items = (
        Item(label="(a)", level=1, start=6, end=14),
        Item(label="(b)", level=1, start=15, end=23),
    )
    paragraph = Paragraph(address="3", component="body", number="3", text=text, items=items)

    spans = [
        span_of(reference(text), paragraph) for text in ("para. 3 (b)", "para. 3", "para. 3 (c)")
    ]

    assert [span and span.quote for span in spans] == ["(b) two.", text, None]


def test_the_topic_is_what_is_asked_besides() -> None:
    asked = reference("what does para. 2 of the 2021 IGO report say about cocaine in Ecuador?")

    told = Paragraph(address="2", component="body", number="2", text="Cocaine was seized.")
    other = Paragraph(address="2", component="body", number="2", text="Nothing else.")

    assert (topic_of(asked, DRUGS, told), topic_of(asked, DRUGS, other)) == ("cocaine Ecuador", "")


def test_an_annex_without_numbers_is_told_as_such() -> None:
    listed = Paragraph(address="annex.u1", component="annex", number=None, text="A list.")
    with_list = replace(DRUGS, paragraphs=(*DRUGS.paragraphs, listed))

    found, told = find_paragraphs(reference("annex, para. 3"), with_list)

    assert (found, told) == (
        (), "annex, para. 3: the paragraphs of its annex have no numbers.",
    )  # fmt: skip
