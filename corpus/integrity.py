"""Whether a library is what was written to it: its pages, every report and every original.

SQLite keeps no checksums of its pages, so its own check notices few altered bytes; every text and
every original is compared with the digest that was kept beside it.
"""

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import LibraryUnavailable
from corpus.fsops import Disk
from corpus.library import LIBRARY_FILE
from corpus.records import header_of
from corpus.storage import HEADER_COLUMNS, REPORT_COLUMNS, open_file, read_header, read_row
from corpus.symbols import symbol_key

_MAX_PAGES_TOLD = 20  # of SQLite's own complaints; one bad page can make thousands


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryCheck:
    """What was found of a library; it is whole when there are no faults, each one a sentence."""

    reports: int
    original_bytes: int
    faults: tuple[str, ...]


NO_LIBRARY = LibraryCheck(reports=0, original_bytes=0, faults=())


def check_library(home: Path) -> LibraryCheck:
    """Read everything that a library keeps, and compare it with its digests."""
    path = home / LIBRARY_FILE
    if not path.exists():
        return NO_LIBRARY
    faults, counts = list[str](), (0, 0)
    try:
        with closing(open_file(path, read_only=True, disk=Disk())) as connection:
            connection.execute("BEGIN")  # all that follows is of one moment
            counts = _counts(connection)
            for check in (_faults_of_pages, _faults_of_originals, _faults_of_reports):
                faults += check(connection, path)
    except (sqlite3.Error, UnicodeDecodeError, LibraryUnavailable) as error:
        told = str(error)
        is_told = isinstance(error, LibraryUnavailable)
        faults.append(told if is_told else f"library {path} cannot be read: {told}")
    return LibraryCheck(reports=counts[0], original_bytes=counts[1], faults=tuple(faults))


def verify_library(home: Path) -> None:
    """Refuse a library that is not what was written to it.

    Raises:
        LibraryUnavailable: it is damaged; the message tells the first fault.
    """
    for fault in check_library(home).faults:
        raise LibraryUnavailable(fault)


def _counts(connection: sqlite3.Connection) -> tuple[int, int]:
    query = """SELECT (SELECT count(*) FROM reports),
                      (SELECT coalesce(sum(length(source)), 0) FROM originals)"""
    reports, original_bytes = connection.execute(query).fetchone()
    return reports, original_bytes


def _faults_of_pages(connection: sqlite3.Connection, path: Path) -> Iterator[str]:
    for (told,) in connection.execute(f"PRAGMA integrity_check({_MAX_PAGES_TOLD})"):
        if told != "ok":
            yield f"library {path} is damaged: {told}"
    for row in connection.execute("PRAGMA foreign_key_check(reports)"):
        yield f"library {path} is damaged: row {row[1]} of its reports has no original"


def _faults_of_originals(connection: sqlite3.Connection, path: Path) -> Iterator[str]:
    for sha256, source in connection.execute("SELECT sha256, source FROM originals"):
        if not isinstance(source, bytes) or hashlib.sha256(source).hexdigest() != sha256:
            yield f"library {path} is damaged at the original file {sha256}"
    query = "SELECT sha256 FROM originals EXCEPT SELECT original FROM reports"
    for (sha256,) in connection.execute(query):
        yield f"library {path} has an original file of no report, {sha256}"


def _faults_of_reports(connection: sqlite3.Connection, path: Path) -> Iterator[str]:
    """Each report is read as a reader would, and compared with what is kept beside it."""
    columns = f"{REPORT_COLUMNS}, {HEADER_COLUMNS}, original, source_name, symbol"
    for row in connection.execute(f"SELECT {columns} FROM reports ORDER BY report_id"):
        try:
            report, header = read_row(path, row[:3]), read_header(path, row[3:6])
        except (LibraryUnavailable, ValueError, KeyError, TypeError) as error:
            yield str(error) if isinstance(error, LibraryUnavailable) else _unlike(path, row[0])
            continue
        kept = (row[0], *row[6:])
        found = (
            report.report_id,
            report.source_sha256,
            report.source_name,
            symbol_key(report.cover.symbol or ""),
        )
        if header != header_of(report) or kept != found:
            yield _unlike(path, row[0])


def _unlike(path: Path, report_id: object) -> str:
    return f"library {path} is damaged at {report_id}: its row is not that of its report"
