import sqlite3
from contextlib import closing
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from corpus.errors import LibraryUnavailable
from corpus.integrity import LibraryCheck, check_library, verify_library
from corpus.library import Library
from corpus.records import Report

SOURCE = b"1. One."


@pytest.fixture
def library(home: Path, bundled_report: Report) -> Path:
    """The file of a library with one report."""
    report = replace(bundled_report, source_sha256=sha256(SOURCE).hexdigest())
    Library(home).add(report, SOURCE)
    return home / "library.sqlite"


def _execute(path: Path, statement: str, *values: object) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(statement, values)


def test_a_home_without_a_library_has_nothing_wrong(home: Path) -> None:
    assert check_library(home) == LibraryCheck(reports=0, original_bytes=0, faults=())


def test_a_whole_library_is_told_by_what_it_holds(home: Path, library: Path) -> None:
    assert check_library(home) == LibraryCheck(reports=1, original_bytes=len(SOURCE), faults=())


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE originals SET source = x'00'", "at the original file"),
        ("UPDATE reports SET report = replace(report, 'OSCE', 'OSCF')", "damaged at report"),
        ("UPDATE reports SET header = replace(header, '2021', '2022')", "damaged at report"),
        ("UPDATE reports SET source_name = 'other.md'", "its row is not that of its report"),
        ("UPDATE reports SET symbol = 'E/2025/1'", "its row is not that of its report"),
        ("UPDATE reports SET report_id = 'other'", "its row is not that of its report"),
        ("DELETE FROM originals", "has no original"),
        ("DELETE FROM reports", "has an original file of no report"),
    ],
)  # fmt: skip
def test_whatever_was_altered_is_told(home: Path, library: Path, statement: str, told: str) -> None:
    _execute(library, statement)

    faults = check_library(home).faults

    assert [told in fault for fault in faults].count(True) == 1
    with pytest.raises(LibraryUnavailable):
        verify_library(home)


def test_a_report_of_other_words_under_their_own_digest_is_told(home: Path, library: Path) -> None:
    altered = "{}"
    digest = sha256(altered.encode()).hexdigest()
    _execute(library, "UPDATE reports SET report = ?, sha256 = ?", altered, digest)

    assert "its row is not that of its report" in check_library(home).faults[0]


def test_a_page_that_sqlite_cannot_read_is_told(home: Path, library: Path) -> None:
    content = library.read_bytes()
    library.write_bytes(content[: len(content) // 2])

    assert check_library(home).faults


@pytest.mark.parametrize("content", [b"no database at all" * 99, b"SQLite format 3\0"])
def test_a_file_that_is_no_library_is_told(home: Path, content: bytes) -> None:
    home.mkdir()
    (home / "library.sqlite").write_bytes(content)

    assert "cannot be read" in check_library(home).faults[0]


def test_a_later_format_is_told_with_what_this_version_reads(home: Path, library: Path) -> None:
    _execute(library, "PRAGMA user_version = 9")

    assert "has format 9; this version reads format 2" in check_library(home).faults[0]


def test_checking_writes_nothing(home: Path, library: Path) -> None:
    before = library.read_bytes()

    check_library(home)

    assert (library.read_bytes(), list(home.iterdir())) == (before, [library])
