"""The library's file: its tables, what a row says, and how an older format becomes this one.

Format 1 had no header beside a report, and no record of the file that it was read from.
"""

import hashlib
import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from corpus.errors import LibraryUnavailable
from corpus.fsops import Disk
from corpus.reading import READER_VERSION
from corpus.records import Cover, Header, Report, header_json, report_json, report_of
from corpus.symbols import symbol_key

FORMAT = 2
_SCHEMA = """
CREATE TABLE IF NOT EXISTS originals (
    sha256 TEXT PRIMARY KEY,
    source BLOB NOT NULL
) STRICT;
CREATE TABLE reports (
    report_id     TEXT PRIMARY KEY,
    original      TEXT NOT NULL REFERENCES originals (sha256),
    source_name   TEXT NOT NULL,
    path          TEXT NOT NULL,    -- where the file was, '' where that is not known
    symbol        TEXT NOT NULL,    -- the key of the symbol, '' without one
    reading       TEXT NOT NULL,    -- what the report was read with, apart from its file
    header        TEXT NOT NULL,
    header_sha256 TEXT NOT NULL,
    sha256        TEXT NOT NULL,
    report        TEXT NOT NULL     -- the last, so that listing headers reads no page of it
) STRICT;
CREATE INDEX reports_by_original ON reports (original);
CREATE INDEX reports_by_symbol ON reports (symbol);
CREATE INDEX reports_by_name ON reports (source_name)
"""
_INSERT = """
INSERT INTO reports VALUES (:report_id, :original, :source_name, :path, :symbol, :reading,
                            :header, :header_sha256, :sha256, :report)
"""
REPORT_COLUMNS = "report_id, report, sha256"
HEADER_COLUMNS = "report_id, header, header_sha256"
_OWN_FIELDS = tuple(field.name for field in fields(Header) if field.name != "cover")


def open_file(path: Path, *, read_only: bool, disk: Disk) -> sqlite3.Connection:
    """Open the library's file, made or brought to this format where need be.

    Raises:
        LibraryUnavailable: the folder cannot be made, or the format is of a later version.
        sqlite3.Error: it is no library, or it cannot be read or written.
    """
    if read_only and not _has_content(path):
        return _empty()
    if not read_only:
        _make_folder(path.parent, disk)
    mode = _mode(path, read_only=read_only)
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}", uri=True, isolation_level=None
    )
    try:
        _prepare(connection, path, read_only=read_only, disk=disk)
    except BaseException:
        connection.close()
        raise
    if read_only and not _has_tables(connection):  # whoever began to make them has died
        connection.close()
        return _empty()
    return connection


def insert_report(
    connection: sqlite3.Connection, report: Report, *, place: str, reading: str
) -> None:
    """Write the row of a report whose original is there."""
    header = _json(_header_json(report))
    text = text_of(report)
    row = {
        "report_id": report.report_id,
        "original": report.source_sha256,
        "source_name": report.source_name,
        "path": place,
        "symbol": symbol_key(report.cover.symbol or ""),
        "reading": reading,
        "header": header,
        "header_sha256": sha256_of(header),
        "sha256": sha256_of(text),
        "report": text,
    }
    connection.execute(_INSERT, row)


def read_row(path: Path, row: Sequence[str]) -> Report:
    """Read the report in a row of ``REPORT_COLUMNS``."""
    return report_of(_verified(path, *row))


def read_header(path: Path, row: Sequence[str]) -> Header:
    """Read the header in a row of ``HEADER_COLUMNS``."""
    value = _verified(path, *row)
    own = {name: value.pop(name) for name in _OWN_FIELDS}
    return Header(cover=Cover(**value), **own)


def reading_of(told: Cover) -> str:
    """What a report is read with, apart from its file: the reader and the sidecar."""
    return _json({"reader": READER_VERSION, "told": asdict(told)})


def text_of(report: Report) -> str:
    """A report as the library keeps it, and as its digest is taken."""
    return _json(report_json(report))


def sha256_of(text: str) -> str:
    """The SHA-256 of a text in UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()


def damage(path: Path, report_id: str) -> LibraryUnavailable:
    """The error that what is kept of a report is not what was written."""
    advice = "restore it from a copy, or delete it and add the reports again"
    return LibraryUnavailable(f"library {path} is damaged at {report_id}; {advice}")


def _header_json(report: Report) -> Mapping[str, Any]:
    counts = {"paragraphs": len(report.paragraphs), "warnings": len(report.doubts)}
    return {**header_json(report), **counts}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _verified(path: Path, report_id: str, text: str, sha256: str) -> dict[str, Any]:
    """What a text that is kept as JSON says, once it is compared with its digest."""
    if sha256_of(str(text)) != sha256:
        raise damage(path, report_id)
    value: dict[str, Any] = json.loads(text)
    return value


def _has_content(path: Path) -> bool:
    """Whether there is a library; a file of no bytes is one that nothing was added to yet."""
    return path.exists() and path.stat().st_size > 0


def _has_tables(connection: sqlite3.Connection) -> bool:
    return connection.execute("SELECT 1 FROM sqlite_schema").fetchone() is not None


def _empty() -> sqlite3.Connection:
    """A library that nothing was added to."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    _make_tables(connection)
    connection.execute("PRAGMA query_only = ON")
    return connection


def _mode(path: Path, *, read_only: bool) -> str:
    """How SQLite opens the file: a journal that a crash left can only be undone by writing."""
    if not read_only:
        return "rwc"
    return "rw" if path.with_name(f"{path.name}-journal").exists() else "ro"


def _make_folder(folder: Path, disk: Disk) -> None:
    try:
        disk.make_folder(folder)
    except OSError as error:
        reason = f"cannot make the folder {folder}: {error.strerror}"
        raise LibraryUnavailable(reason) from error


def _prepare(connection: sqlite3.Connection, path: Path, *, read_only: bool, disk: Disk) -> None:
    (found,) = connection.execute("PRAGMA user_version").fetchone()
    if found not in (0, 1, FORMAT):
        raise LibraryUnavailable(
            f"library {path} has format {found}; this version reads format {FORMAT}"
        )
    if read_only:
        if found == 1:
            open_file(path, read_only=False, disk=disk).close()
        connection.execute("PRAGMA query_only = ON")
        return
    connection.execute("PRAGMA journal_mode = DELETE")
    connection.execute("PRAGMA synchronous = EXTRA")
    connection.execute("PRAGMA foreign_keys = ON")
    if found != FORMAT:
        _bring_to_format(connection, path)


def _bring_to_format(connection: sqlite3.Connection, path: Path) -> None:
    """Make the tables, or those of format 1 into these, whole or not at all."""
    with connection:
        connection.execute("BEGIN IMMEDIATE")
        (found,) = connection.execute("PRAGMA user_version").fetchone()
        if found == 0:
            _make_tables(connection)
        elif found == 1:
            connection.execute("ALTER TABLE reports RENAME TO reports_of_format_1")
            _make_tables(connection)
            _convert_reports(connection, path)


def _make_tables(connection: sqlite3.Connection) -> None:
    for statement in _SCHEMA.split(";"):
        connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {FORMAT}")


def _convert_reports(connection: sqlite3.Connection, path: Path) -> None:
    """Take over the reports of format 1, which knew no boxes; adding them reads them anew."""
    rows = connection.execute(f"SELECT {REPORT_COLUMNS} FROM reports_of_format_1")
    for row in rows:
        value = _verified(path, *row)
        for paragraph in value["paragraphs"]:
            paragraph.setdefault("boxes", [])
        insert_report(connection, report_of(value), place="", reading="")
    connection.execute("DROP TABLE reports_of_format_1")
