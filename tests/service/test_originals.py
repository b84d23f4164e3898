"""The files that reports came from: read as they were added, or not at all."""

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.library import Library
from corpus.records import Report
from service import LibraryUnavailable, Originals, UnknownReport, UnreadableReport, open_originals

SOURCE = b"%PDF-1.4"


class Drawing:
    """Draws nothing, and notes what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, bytes, int, float]] = []

    def __call__(self, name: str, source: bytes, *, page: int, scale: float) -> bytes:
        self.asked.append((name, source, page, scale))
        return b"drawn"


@pytest.fixture
def drawing() -> Drawing:
    return Drawing()


@pytest.fixture
def kept(home: Path, bundled_report: Report) -> Report:
    """A report that the library keeps with its file."""
    return _add(home, bundled_report, SOURCE)


def _add(home: Path, report: Report, source: bytes) -> Report:
    digest = hashlib.sha256(source).hexdigest()
    return Library(home).add(replace(report, source_sha256=digest), source).report


def test_a_file_is_read_as_it_was_added(home: Path, kept: Report, drawing: Drawing) -> None:
    assert Originals(home, drawing).read(kept) == SOURCE


def test_a_page_is_drawn_from_the_file_of_the_report(
    home: Path, kept: Report, drawing: Drawing
) -> None:
    drawn = Originals(home, drawing).draw(kept, 5, scale=2.0)

    assert drawn == b"drawn"
    assert drawing.asked == [(kept.source_name, SOURCE, 5, 2.0)]


def test_a_report_that_was_removed_has_no_file(home: Path, kept: Report, drawing: Drawing) -> None:
    Library(home).remove(kept.report_id)

    with pytest.raises(UnknownReport):
        Originals(home, drawing).read(kept)


def test_the_file_of_a_later_version_is_not_that_of_the_report(
    home: Path, kept: Report, drawing: Drawing
) -> None:
    _add(home, replace(kept, pages=9), b"another")

    with pytest.raises(UnknownReport, match="the library has another file of "):
        Originals(home, drawing).draw(kept, 1, scale=1.0)
    assert drawing.asked == []


def test_nothing_is_written_where_there_is_no_library(
    home: Path, bundled_report: Report, drawing: Drawing
) -> None:
    with pytest.raises(UnknownReport):
        Originals(home, drawing).read(bundled_report)

    assert not home.exists()


def test_a_library_that_cannot_be_read_is_told(home: Path, kept: Report, drawing: Drawing) -> None:
    (home / "library.sqlite").write_bytes(b"no library at all")

    with pytest.raises(LibraryUnavailable):
        Originals(home, drawing).read(kept)


def test_a_file_that_is_no_pdf_is_refused_by_the_process_that_draws(
    home: Path, kept: Report
) -> None:
    with open_originals(home) as originals, pytest.raises(UnreadableReport):
        originals.draw(kept, 1, scale=1.0)
