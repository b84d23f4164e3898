from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.errors import UnknownReport
from corpus.records import Report
from index.passages import PassageTable, passage_lines
from tests.index.tables import table_of

ReportOf = Callable[..., Report]


@pytest.fixture
def table(tmp_path: Path, report_of: ReportOf) -> PassageTable:
    """Three reports with two, no and one paragraph."""
    return table_of(
        tmp_path / "table",
        report_of("One.", "Two.", report_id="a"),
        report_of(report_id="b"),
        report_of("Three: “Côte”\u2028\u0085報告\n\\n.", report_id="c"),
    )


def test_a_report_comes_back_whole(tmp_path: Path, bundled_report: Report) -> None:
    table = table_of(tmp_path, bundled_report)

    assert table.report(bundled_report.report_id) == bundled_report


def test_every_report_comes_back_whole(table: PassageTable, report_of: ReportOf) -> None:
    assert [table.report(report_id) for report_id in "abc"] == [
        report_of("One.", "Two.", report_id="a"),
        report_of(report_id="b"),
        report_of("Three: “Côte”\u2028\u0085報告\n\\n.", report_id="c"),
    ]


def test_rows_count_paragraphs_through_all_reports(table: PassageTable) -> None:
    assert [list(table.rows_of(report_id)) for report_id in "abc"] == [[0, 1], [], [2]]
    assert len(table) == 3


def test_a_row_gives_its_paragraph(table: PassageTable) -> None:
    assert [table.paragraph(row).text.split()[0] for row in range(3)] == ["One.", "Two.", "Three:"]


def test_a_row_gives_its_address(table: PassageTable) -> None:
    assert [table.address(row) for row in range(3)] == ["1", "2", "1"]


def test_a_row_gives_its_report_without_the_paragraphs(table: PassageTable) -> None:
    headers = [table.header_at(row) for row in range(3)]

    assert [(header.report_id, header.paragraphs) for header in headers] == [
        ("a", ()),
        ("a", ()),
        ("c", ()),
    ]


def test_headers_are_in_corpus_order(table: PassageTable) -> None:
    assert [header.report_id for header in table.headers] == ["a", "b", "c"]


def test_an_empty_table_has_no_rows(tmp_path: Path) -> None:
    table = table_of(tmp_path)

    assert (len(table), table.headers) == (0, ())


def test_an_unknown_report_is_told(table: PassageTable) -> None:
    for ask in (table.report, table.rows_of):
        with pytest.raises(UnknownReport, match='no report is called "d" in this index'):
            ask("d")


def test_equal_reports_make_equal_lines(bundled_report: Report) -> None:
    assert passage_lines([bundled_report]) == passage_lines([replace(bundled_report)])


def test_reports_stored_in_another_order_are_in_corpus_order(
    tmp_path: Path, report_of: ReportOf
) -> None:
    table = table_of(tmp_path, report_of("Two.", report_id="b"), report_of("One.", report_id="a"))

    assert [header.report_id for header in table.headers] == ["a", "b"]
    assert [table.paragraph(row).text for row in range(2)] == ["One.", "Two."]


def test_rows_with_letters_are_told_whatever_their_case(table: PassageTable) -> None:
    assert list(table.rows_with(["TWO"], range(3))) == [1]
    assert list(table.rows_with(["t"], range(1, 3))) == [1, 2]
    assert list(table.rows_with(["t", "w"], range(3))) == [1]
    assert list(table.rows_with([], range(3))) == [0, 1, 2]


def test_rows_with_letters_are_told_of_many_paragraphs_in_several_volumes(
    tmp_path: Path, report_of: ReportOf
) -> None:
    texts = [f"Case {number} of {'opium' if number % 7 else 'Coca'}." for number in range(1200)]
    table = table_of(
        tmp_path, report_of(*texts[:700], report_id="a"), report_of(*texts[700:], report_id="b")
    )

    assert list(table.rows_with(["coca"], range(1200))) == list(range(0, 1200, 7))
    assert list(table.rows_with(["opium", "999"], range(1200))) == [999]
