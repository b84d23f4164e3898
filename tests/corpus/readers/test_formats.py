"""One report says the same in every format."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from corpus.reading import read_report
from corpus.records import Note, Paragraph, Table

pytestmark = pytest.mark.office

FORMATS = ("html", "docx", "office_html", "pdf")


def _said(paragraphs: tuple[Paragraph, ...]) -> list[tuple[object, ...]]:
    return [(p.number, p.text, p.items, p.notes, p.sections) for p in paragraphs]


def _noted(notes: tuple[Note, ...]) -> list[tuple[str, str]]:
    return [(note.mark, note.text) for note in notes]


def _rows(tables: tuple[Table, ...]) -> list[tuple[tuple[str, ...], ...]]:
    return [table.rows for table in tables]


@pytest.mark.parametrize("name", FORMATS)
def test_the_bundled_report_says_the_same(office_files: Mapping[str, Path], name: str) -> None:
    expected = read_report(office_files["markdown"])

    found = read_report(office_files[name])

    assert len(found.paragraphs) == 32
    assert _said(found.paragraphs) == _said(expected.paragraphs)
    assert _noted(found.notes) == _noted(expected.notes)
    assert found.doubts == expected.doubts


@pytest.mark.parametrize("name", FORMATS)
def test_a_report_with_notes_says_the_same(noted_files: Mapping[str, Path], name: str) -> None:
    expected = read_report(noted_files["markdown"])

    found = read_report(noted_files[name])

    assert [p.notes for p in expected.paragraphs] == [("1",), ("2",), ("3", "4"), ()]
    assert _said(found.paragraphs) == _said(expected.paragraphs)
    assert _noted(found.notes) == _noted(expected.notes)
    assert _rows(found.tables) == _rows(expected.tables)
