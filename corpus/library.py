"""The library: every report that was added, durable before it is acknowledged.

One SQLite file holds the parsed reports and their original files, so that one transaction adds
a report whole or not at all. ``journal_mode=DELETE`` and ``synchronous=EXTRA``: no sidecar
files, and a commit survives a power loss (https://sqlite.org/pragma.html#pragma_synchronous).
The index is derived from it and can always be built again.
"""

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from corpus.errors import LibraryUnavailable, UnknownReport
from corpus.records import Report, report_json, report_of
from corpus.symbols import symbol_key, symbol_parts

_FORMAT = 1
_SCHEMA = """
CREATE TABLE IF NOT EXISTS originals (
    sha256 TEXT PRIMARY KEY,
    source BLOB NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS reports (
    report_id   TEXT PRIMARY KEY,
    original    TEXT NOT NULL REFERENCES originals (sha256),
    report      TEXT NOT NULL,
    sha256      TEXT NOT NULL
) STRICT;
"""


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

    def __init__(self, home: Path, *, read_only: bool = False) -> None:
        self.path = home / "library.sqlite"
        self._read_only = read_only

    def add(self, report: Report, source: bytes) -> Addition:
        """Add a report with the bytes of its file, replacing an earlier version of it.

        The same symbol, or without one the same file name with the same title or the same bytes,
        is the same report; its id never changes. Identical text under another name stays a
        report of its own.

        Raises:
            LibraryUnavailable: the library cannot be written; nothing was added.
        """
        with self._connection(writes=True) as connection:
            report_id, outcome = self._place(connection, report)
            kept = replace(report, report_id=report_id)
            if outcome is Outcome.REPLACED:
                connection.execute("DELETE FROM reports WHERE report_id = ?", (report_id,))
            if outcome is not Outcome.UNCHANGED:
                self._write(connection, kept, source)
            return Addition(kept, outcome)

    def remove(self, report_id: str) -> None:
        """Remove a report and its original.

        Raises:
            UnknownReport: there is no such report.
            LibraryUnavailable: the library cannot be written; nothing was removed.
        """
        with self._connection(writes=True) as connection:
            self._require(connection, report_id)
            connection.execute("DELETE FROM reports WHERE report_id = ?", (report_id,))
            _drop_orphans(connection)

    def reports(self) -> Iterator[Report]:
        """Read all reports, in corpus order; none when there is no library yet."""
        with self._connection() as connection:
            yield from self._kept(connection)

    def report(self, name: str) -> Report:
        """Read the report with this id, symbol or file name.

        Raises:
            UnknownReport: there is none; the message names those there are.
        """
        for report in self.reports():
            if is_called(report, name):
                return report
        raise UnknownReport(_unknown(name, [report.report_id for report in self.reports()]))

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
                raise self._damaged(report_id)
            return source

    def digest(self) -> str:
        """The SHA-256 of all reports in corpus order: equal digests, equal corpora."""
        with self._connection() as connection:
            rows = connection.execute("SELECT report_id, sha256 FROM reports ORDER BY report_id")
            return corpus_digest([(report_id, sha256) for report_id, sha256 in rows])

    def _place(self, connection: sqlite3.Connection, report: Report) -> tuple[str, Outcome]:
        """The id under which a report belongs, and what adding it there will do."""
        for kept in self._kept(connection):
            if _is_same_report(kept, report):
                is_equal = kept == replace(report, report_id=kept.report_id)
                return kept.report_id, Outcome.UNCHANGED if is_equal else Outcome.REPLACED
        taken = {row[0] for row in connection.execute("SELECT report_id FROM reports")}
        report_id, copies = report.report_id, 1
        while report_id in taken:
            copies += 1
            report_id = f"{report.report_id}-{copies}"
        return report_id, Outcome.ADDED

    def _kept(self, connection: sqlite3.Connection) -> Iterator[Report]:
        """All reports, in corpus order, each compared with its digest."""
        rows = connection.execute(
            "SELECT report_id, report, sha256 FROM reports ORDER BY report_id"
        )
        for report_id, text, sha256 in rows:
            if hashlib.sha256(str(text).encode()).hexdigest() != sha256:
                raise self._damaged(report_id)
            yield report_of(json.loads(text))

    def _damaged(self, report_id: str) -> LibraryUnavailable:
        advice = "restore it from a copy, or delete it and add the reports again"
        return LibraryUnavailable(f"library {self.path} is damaged at {report_id}; {advice}")

    def _write(self, connection: sqlite3.Connection, report: Report, source: bytes) -> None:
        connection.execute(
            "INSERT OR IGNORE INTO originals VALUES (?, ?)", (report.source_sha256, source)
        )
        connection.execute(
            "INSERT INTO reports VALUES (?, ?, ?, ?)",
            (report.report_id, report.source_sha256, _text_of(report), report_digest(report)),
        )
        _drop_orphans(connection)

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
            with closing(self._open()) as connection, connection:
                connection.execute("BEGIN IMMEDIATE" if writes else "BEGIN")
                yield connection
        except (sqlite3.Error, UnicodeDecodeError) as error:  # a damaged name in SQLite's message
            raise LibraryUnavailable(f"library {self.path} cannot be used: {error}") from error

    def _open(self) -> sqlite3.Connection:
        if self._read_only and not self._has_content():
            connection = sqlite3.connect(":memory:")
            connection.executescript(f"{_SCHEMA} PRAGMA query_only = ON;")
            return connection
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            reason = f"cannot make the folder {self.path.parent}: {error.strerror}"
            raise LibraryUnavailable(reason) from error
        connection = sqlite3.connect(
            f"{self.path.absolute().as_uri()}?mode={self._mode()}", uri=True
        )
        try:
            self._prepare(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _has_content(self) -> bool:
        """Whether there is a library; a file of no bytes is one that nothing was added to yet."""
        return self.path.exists() and self.path.stat().st_size > 0

    def _mode(self) -> str:
        """How SQLite opens the file: a journal that a crash left can only be undone by writing."""
        if not self._read_only:
            return "rwc"
        return "rw" if self.path.with_name(f"{self.path.name}-journal").exists() else "ro"

    def _prepare(self, connection: sqlite3.Connection) -> None:
        (found,) = connection.execute("PRAGMA user_version").fetchone()
        if found not in (0, _FORMAT):
            raise LibraryUnavailable(
                f"library {self.path} has format {found}; this version reads format {_FORMAT}"
            )
        if self._read_only:
            connection.execute("PRAGMA query_only = ON")
            return
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("PRAGMA synchronous = EXTRA")
        connection.execute("PRAGMA foreign_keys = ON")
        if found != _FORMAT:
            connection.executescript(
                f"BEGIN IMMEDIATE; {_SCHEMA} PRAGMA user_version = {_FORMAT}; COMMIT;"
            )


def is_called(report: Report, name: str) -> bool:
    """Whether a report goes by a name: its id, its symbol in any spelling, or its file name."""
    if name in (report.report_id, report.source_name):
        return True
    return symbol_key(name) in symbol_keys(report)


def symbol_keys(report: Report) -> tuple[str, ...]:
    """The keys of a report's symbol; a double symbol has one for each of its halves as well."""
    symbol = report.cover.symbol
    if symbol is None:
        return ()
    return tuple(dict.fromkeys(symbol_key(name) for name in (symbol, *symbol_parts(symbol))))


def report_digest(report: Report) -> str:
    """The SHA-256 of a report's whole content."""
    return hashlib.sha256(_text_of(report).encode()).hexdigest()


def corpus_digest(digests: list[tuple[str, str]]) -> str:
    """The SHA-256 over report ids and report digests, given in corpus order."""
    lines = "".join(f"{report_id} {digest}\n" for report_id, digest in digests)
    return hashlib.sha256(lines.encode()).hexdigest()


def _text_of(report: Report) -> str:
    return json.dumps(report_json(report), ensure_ascii=False, separators=(",", ":"))


def _is_same_report(kept: Report, added: Report) -> bool:
    if kept.cover.symbol or added.cover.symbol:
        return kept.cover.symbol == added.cover.symbol
    is_same_text = kept.source_sha256 == added.source_sha256
    is_same_title = kept.cover.title == added.cover.title
    return kept.source_name == added.source_name and (is_same_text or is_same_title)


def _drop_orphans(connection: sqlite3.Connection) -> None:
    connection.execute("DELETE FROM originals WHERE sha256 NOT IN (SELECT original FROM reports)")


def _unknown(name: str, known: list[str]) -> str:
    if not known:
        return f'no report is called "{name}"; the library is empty, run "rapporteur add PATH"'
    shown = ", ".join(known[:5]) + (f" and {len(known) - 5} more" if len(known) > 5 else "")
    return f'no report is called "{name}"; the library has {shown}'
