import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import UnknownReport
from corpus.records import Report
from index.passages import PassageTable, npy_bytes, passage_files

ReportOf = Callable[..., Report]


def _table(folder: Path, *reports: Report) -> PassageTable:
    folder.mkdir(exist_ok=True)
    for name, content in passage_files(reports).items():
        (folder / name).write_bytes(content)
    return PassageTable(folder)


@pytest.fixture
def table(tmp_path: Path, report_of: ReportOf) -> PassageTable:
    """Three reports with two, no and one paragraph."""
    return _table(
        tmp_path / "table",
        report_of("One.", "Two.", report_id="a"),
        report_of(report_id="b"),
        report_of("Three: “Côte”\u2028\u0085報告\n\\n.", report_id="c"),
    )


def test_a_report_comes_back_whole(tmp_path: Path, bundled_report: Report) -> None:
    table = _table(tmp_path, bundled_report)

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
    table = _table(tmp_path)

    assert (len(table), table.headers) == (0, ())


def test_an_unknown_report_is_told(table: PassageTable) -> None:
    for ask in (table.report, table.rows_of):
        with pytest.raises(UnknownReport, match='no report is called "d" in this index'):
            ask("d")


def test_equal_reports_make_equal_files(bundled_report: Report) -> None:
    assert passage_files([bundled_report]) == passage_files([replace(bundled_report)])


def test_arrays_come_back_in_numpys_format() -> None:
    array = np.array([[1, 2], [3, 4]], dtype=np.int32)

    read = np.load(io.BytesIO(npy_bytes(array)), allow_pickle=False)

    assert (read.dtype, read.tolist()) == (array.dtype, array.tolist())


def test_rows_with_letters_are_told_whatever_their_case(table: PassageTable) -> None:
    assert list(table.rows_with("TWO", range(3))) == [1]
    assert list(table.rows_with("t", range(1, 3))) == [1, 2]
    assert list(table.rows_with("", range(3))) == [0, 1, 2]
