"""Which reports have what a citation names: told as if all of them were opened."""

from pathlib import Path

import pytest

from corpus.records import Cover, Note, Paragraph, Report, Table
from corpus.references import read_references
from index.passages import PassageTable
from service.holding import reports_with
from service.pinpoint import find_paragraphs
from tests.index.tables import table_of


def paragraph(address: str, number: str | None, component: str, *sections: str) -> Paragraph:
    return Paragraph(
        address=address, component=component, number=number, text=address, sections=sections
    )


REPORTS = (
    Report(
        report_id="a",
        cover=Cover(title="Introduction"),
        paragraphs=(
            paragraph("summary.u1", None, "body", "Summary"),
            paragraph("summary.u2", None, "body", "Summary"),
            paragraph("1", "01", "body", "I. Sources", "A. Springs"),
            paragraph("2", "2", "body", "I. Sources", "B. Mouths"),
        ),
        notes=(Note(mark="1", text="See.", address="2"),),
    ),
    Report(
        report_id="b",
        cover=Cover(),
        paragraphs=(
            paragraph("summary.u1", None, "body", "Summary"),
            paragraph("4-bis", "4 bis", "body", "II. Ends"),
            paragraph("annex-i.1", "1", "annex I"),
        ),
        tables=(Table(title="Table 1. Floods", rows=(), address="4-bis"),),
    ),
    Report(
        report_id="c",
        cover=Cover(),
        paragraphs=(
            paragraph("5", "5", "body", "Conclusions"),
            paragraph("annex-i-decision-1.u1", None, "annex I, decision 1"),
        ),
    ),
)


@pytest.fixture
def passages(tmp_path: Path) -> PassageTable:
    return table_of(tmp_path, *REPORTS)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("para. 1", ["a"]),
        ("paras. 2–999999999999", ["a", "c"]),
        ("para. 4 bis", ["b"]),
        ("para. 9", []),
        ("annex I", ["b", "c"]),
        ("annex I, para. 1", ["b"]),
        ("Summary", ["a", "b"]),
        ("summary, para. 2", ["a"]),
        ("summary, second paragraph", ["a"]),
        ("section I.B", ["a"]),
        ("section I, para. 2", ["a"]),
        ("conclusions, para. 5", ["c"]),
        ("footnote 1", ["a"]),
        ("table 1", ["b"]),
        ("A/80/1, Introduction, para. 2", ["a"]),
    ],
)
def test_the_same_reports_are_found_as_if_all_were_opened(
    passages: PassageTable, text: str, expected: list[str]
) -> None:
    (reference,) = read_references(text)

    found = [report.report_id for report in reports_with(reference, REPORTS, passages)]

    opened = [report.report_id for report in REPORTS if find_paragraphs(reference, report)[0]]
    assert found == opened == expected
