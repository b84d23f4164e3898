"""The library: every report that was added, durable before it is acknowledged.

One SQLite file holds the parsed reports and their original files, so that one transaction adds
a report whole or not at all. ``journal_mode=DELETE`` and ``synchronous=EXTRA``: no sidecar
files, and a commit survives a power loss (https://sqlite.org/pragma.html#pragma_synchronous).
The index is derived from it and can always be built again.
"""

import hashlib
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from corpus.errors import LibraryUnavailable, UnknownReport
from corpus.fsops import Disk
from corpus.records import Cover, Header, Report
from corpus.storage import (
    HEADER_COLUMNS,
    REPORT_COLUMNS,
    damage,
    insert_report,
    open_file,
    read_header,
    read_row,
    reading_of,
    sha256_of,
    text_of,
)
from corpus.symbols import symbol_key, symbol_parts

LIBRARY_FILE = "library.sqlite"


class Outcome(StrEnum):
    """What adding a report did."""

    ADDED = "added"
    UNCHANGED = "unchanged"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class Addition:
    """The report as the library keeps it, and what became of it."""

    report: Report
    outcome: Outcome


class Library:
    """The reports of one home. Corpus order is the order of report ids.

    Whatever it reads is compared with its digest, for SQLite notices few altered bytes; any
    method may raise ``LibraryUnavailable``.
    """

    def __init__(self, home: Path, *, read_only: bool = False, disk: Disk | None = None) -> None:
        self.path = home / LIBRARY_FILE
        self._read_only = read_only
        self._disk = disk or Disk()

    def add(
        self, report: Report, source: bytes, *, path: Path | None = None, told: Cover | None = None
    ) -> Addition:
        """Add a report with the bytes of its file, replacing an earlier version of it.

        The same symbol in the same language is the same report. Without a symbol it is the same
        file name with the same bytes, or with the same title at the same ``path``: a file that
        was corrected where it is, while "2024/report.txt" and "2025/report.txt" are two. A
        report's id never changes. ``told`` is the sidecar that the report was read with.

        Raises:
            LibraryUnavailable: the library cannot be written; nothing was added.
        """
        place = _place_of(path)
        with self._connection(writes=True) as connection:
            earlier = self._earlier(connection, report, place=place)
            if earlier is None:
                kept = replace(report, report_id=_free_id(connection, report.report_id))
                outcome = Outcome.ADDED
            else:
                kept = replace(report, report_id=earlier)
                is_equal = _take_out(connection, earlier) == report_digest(kept)
                outcome = Outcome.UNCHANGED if is_equal else Outcome.REPLACED
            connection.execute(
                "INSERT OR IGNORE INTO originals VALUES (?, ?)", (kept.source_sha256, source)
            )
            insert_report(connection, kept, place=place, reading=reading_of(told or Cover()))
            return Addition(kept, outcome)

    def find(self, path: Path, source: bytes, *, told: Cover) -> Header | None:
        """Find the report that reading this file again would give; None where it must be read.

        It must be read when its bytes or its sidecar are others, or the reader is newer.
        """
        sha256 = hashlib.sha256(source).hexdigest()
        with self._connection() as connection:
            rows = connection.execute(
                f"""SELECT {HEADER_COLUMNS} FROM reports
                    WHERE original = ? AND source_name = ? AND reading = ?""",
                (sha256, path.name, reading_of(told)),
            )
            return next((read_header(self.path, row) for row in rows), None)

    def remove(self, report_id: str) -> None:
        """Remove a report and its original.

        Raises:
            UnknownReport: there is no such report.
            LibraryUnavailable: the library cannot be written; nothing was removed.
        """
        with self._connection(writes=True) as connection:
            self._require(connection, report_id)
            _take_out(connection, report_id)

    def reports(self) -> Iterator[Report]:
        """Read all reports, in corpus order; none when there is no library yet."""
        with self._connection() as connection:
            for row in connection.execute(
                f"SELECT {REPORT_COLUMNS} FROM reports ORDER BY report_id"
            ):
                yield read_row(self.path, row)

    def headers(self) -> Iterator[Header]:
        """Read the headers of all reports, in corpus order, and none of their words."""
        with self._connection() as connection:
            for row in connection.execute(
                f"SELECT {HEADER_COLUMNS} FROM reports ORDER BY report_id"
            ):
                yield read_header(self.path, row)

    def report(self, name: str) -> Report:
        """Read the report with this id, symbol or file name.

        Raises:
            UnknownReport: there is none; the message names those there are.
        """
        headers = list(self.headers())
        found = next((header.report_id for header in headers if is_called(header, name)), None)
        if found is None:
            raise UnknownReport(_unknown(name, [header.report_id for header in headers]))
        with self._connection() as connection:
            self._require(connection, found)
            query = f"SELECT {REPORT_COLUMNS} FROM reports WHERE report_id = ?"
            return read_row(self.path, connection.execute(query, (found,)).fetchone())

    def original(self, report_id: str) -> bytes:
        """Read the file that a report came from.

        Raises:
            UnknownReport: there is no such report.
            LibraryUnavailable: the file is not what was added.
        """
        with self._connection() as connection:
            self._require(connection, report_id)
            query = """SELECT source, original FROM reports
                       LEFT JOIN originals ON original = originals.sha256 WHERE report_id = ?"""
            source, sha256 = connection.execute(query, (report_id,)).fetchone() or (None, "")
            if not isinstance(source, bytes) or hashlib.sha256(source).hexdigest() != sha256:
                raise damage(self.path, report_id)
            return source

    def read(self, report_ids: Sequence[str]) -> Iterator[Report]:
        """Read some reports, in corpus order.

        Raises:
            UnknownReport: one of them is not there.
        """
        with self._connection() as connection:
            query = f"SELECT {REPORT_COLUMNS} FROM reports WHERE report_id = ?"
            for report_id in sorted(report_ids):
                self._require(connection, report_id)
                yield read_row(self.path, connection.execute(query, (report_id,)).fetchone())

    def digests(self) -> tuple[tuple[str, str], ...]:
        """The id and the SHA-256 of every report, in corpus order."""
        with self._connection() as connection:
            rows = connection.execute("SELECT report_id, sha256 FROM reports ORDER BY report_id")
            return tuple((report_id, sha256) for report_id, sha256 in rows)

    def digest(self) -> str:
        """The SHA-256 of all reports in corpus order: equal digests, equal corpora."""
        return corpus_digest(self.digests())

    def _earlier(self, connection: sqlite3.Connection, report: Report, *, place: str) -> str | None:
        """The id of the earlier version of a report, if there is one."""
        key = symbol_key(report.cover.symbol or "")
        rows = connection.execute(
            f"""SELECT path, {HEADER_COLUMNS} FROM reports
                WHERE (symbol = :key AND symbol <> '')
                   OR (source_name = :name AND symbol = '' AND :key = '')
                   OR (original = :sha256 AND path = :place)
                ORDER BY report_id""",
            {
                "key": key,
                "name": report.source_name,
                "sha256": report.source_sha256,
                "place": place,
            },
        )
        for kept_place, *row in rows:
            kept = read_header(self.path, row)
            if _is_same_report(kept, report, places=(kept_place, place)):
                return kept.report_id
        return None

    def _require(self, connection: sqlite3.Connection, report_id: str) -> None:
        query = "SELECT 1 FROM reports WHERE report_id = ?"
        if connection.execute(query, (report_id,)).fetchone() is None:
            known = [str(row[0]) for row in connection.execute("SELECT report_id FROM reports")]
            raise UnknownReport(_unknown(report_id, known))

    @contextmanager
    def _connection(self, *, writes: bool = False) -> Iterator[sqlite3.Connection]:
        """A transaction: committed when the block ends, rolled back when it raises.

        One that writes takes the lock before it reads, so that what it decides stays true.
        """
        try:
            opened = open_file(self.path, read_only=self._read_only, disk=self._disk)
            with closing(opened) as connection, connection:
                connection.execute("BEGIN IMMEDIATE" if writes else "BEGIN")
                yield connection
        except (sqlite3.Error, UnicodeDecodeError) as error:  # a damaged name in SQLite's message
            raise LibraryUnavailable(f"library {self.path} cannot be used: {error}") from error


def is_called(report: Report | Header, name: str) -> bool:
    """Whether a report goes by a name: its id, its symbol in any spelling, or its file name."""
    if name in (report.report_id, report.source_name):
        return True
    return symbol_key(name) in symbol_keys(report)


def symbol_keys(report: Report | Header) -> tuple[str, ...]:
    """The keys of a report's symbol; a double symbol has one for each of its halves as well."""
    symbol = report.cover.symbol
    if symbol is None:
        return ()
    return tuple(dict.fromkeys(symbol_key(name) for name in (symbol, *symbol_parts(symbol))))


def report_digest(report: Report) -> str:
    """The SHA-256 of a report's whole content."""
    return sha256_of(text_of(report))


def corpus_digest(digests: Sequence[tuple[str, str]]) -> str:
    """The SHA-256 over report ids and report digests, given in corpus order."""
    return sha256_of("".join(f"{report_id} {digest}\n" for report_id, digest in digests))


def _place_of(path: Path | None) -> str:
    return "" if path is None else str(path.resolve())


def _is_same_report(kept: Header, added: Report, *, places: tuple[str, str]) -> bool:
    """Whether the report to add is a version of one that is kept; see ``Library.add``."""
    is_same_place = places[0] == places[1] != ""
    is_same_text = kept.source_sha256 == added.source_sha256
    if is_same_text and is_same_place:  # a newer reader may find a symbol that was not found
        return True
    if kept.cover.symbol or added.cover.symbol:
        is_same_symbol = symbol_keys(kept)[:1] == symbol_keys(added)[:1]
        return is_same_symbol and not _speak_differently(kept.cover, added.cover)
    is_same_title = kept.cover.title == added.cover.title
    is_same_name = kept.source_name == added.source_name
    return is_same_name and (is_same_text or (is_same_title and (is_same_place or "" in places)))


def _speak_differently(one: Cover, other: Cover) -> bool:
    return None not in (one.language, other.language) and one.language != other.language


def _free_id(connection: sqlite3.Connection, report_id: str) -> str:
    """The id, with a number after it where it is taken: "report", "report-2", "report-3"."""
    free, copies = report_id, 1
    while connection.execute("SELECT 1 FROM reports WHERE report_id = ?", (free,)).fetchone():
        copies += 1
        free = f"{report_id}-{copies}"
    return free


def _take_out(connection: sqlite3.Connection, report_id: str) -> str:
    """Delete a report and the original that no other report needs; its digest."""
    query = "SELECT sha256, original FROM reports WHERE report_id = ?"
    sha256, original = connection.execute(query, (report_id,)).fetchone()
    connection.execute("DELETE FROM reports WHERE report_id = ?", (report_id,))
    connection.execute(
        """DELETE FROM originals WHERE sha256 = :original
           AND NOT EXISTS (SELECT 1 FROM reports WHERE original = :original)""",
        {"original": original},
    )
    return str(sha256)


def _unknown(name: str, known: list[str]) -> str:
    if not known:
        return f'no report is called "{name}"; the library is empty, run "rapporteur add PATH"'
    shown = ", ".join(known[:5]) + (f" and {len(known) - 5} more" if len(known) > 5 else "")
    return f'no report is called "{name}"; the library has {shown}'
