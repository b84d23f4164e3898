"""One report file, from its path to a ``Report``.

Only ``parse_report`` parses, and only ``corpus.worker`` calls it: a file is a stranger's.
"""

import hashlib
import stat
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

from corpus.blocks import Transcript
from corpus.errors import SourceUnavailable, UnreadableReport
from corpus.isolation import Workers
from corpus.readers import transcribe
from corpus.records import Cover, Doubt, Report
from corpus.sidecar import read_sidecar
from corpus.structure import read_structure

_MAX_LOST_SHARE = 0.3  # of 82 reports read for this, none loses more than 0.11: cover, contents
_MIN_LETTERS = 2000  # of a file: the cover of a shorter one weighs more than what is lost
READER_VERSION = 3  # raise it when a reader or the structure is read otherwise: files are read anew


def read_source(path: Path, *, max_bytes: int) -> bytes:
    """Read the bytes of a report file.

    Raises:
        SourceUnavailable: there is no such file, it is no regular file, or it cannot be opened.
        UnreadableReport: it is larger than ``max_bytes``.
    """
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise SourceUnavailable(f"{path} is a folder; name a report file")
        if not stat.S_ISREG(status.st_mode):
            raise SourceUnavailable(f"{path} is no regular file")
        if status.st_size > max_bytes:
            raise UnreadableReport(
                f"{path.name} has {status.st_size:,} bytes; at most {max_bytes:,} are read"
            )
        return path.read_bytes()
    except OSError as error:
        raise SourceUnavailable(f"cannot open {path}: {error.strerror}") from error


def read_report(path: Path, *, workers: Workers | None = None) -> Report:
    """Read a report file, its sidecar included, in a process apart.

    Without ``workers`` a process is started for this one file, with the usual limits.

    Raises:
        SourceUnavailable: the file cannot be opened.
        UnreadableReport: it is no report that we can read; the message says why.
    """
    with nullcontext(workers) if workers else Workers() as reading:
        source, told = read_source(path, max_bytes=reading.limits.file_bytes), read_sidecar(path)
        return reading.read_report(path.name, source, told=told)


def parse_report(name: str, source: bytes, *, told: Cover | None = None) -> Report:
    """Read a report from the bytes of its file, in this process.

    Raises:
        UnreadableReport: it is no report that we can read; the message says why.
    """
    transcript = transcribe(name, source)
    report = read_structure(
        transcript,
        source_name=name,
        source_sha256=hashlib.sha256(source).hexdigest(),
        told=told,
    )
    lost = _lost_share(transcript, report)
    if lost < _MAX_LOST_SHARE:
        return report
    message = f"{lost:.0%} of the file's letters are in no paragraph, note or table"
    return replace(report, doubts=(*report.doubts, Doubt(code="text-lost", message=message)))


def _lost_share(transcript: Transcript, report: Report) -> float:
    """How much of what the reader found is not in the report; 0 for a file of a few lines."""
    found = sum(len(block.text) + _letters(block.rows) for block in transcript.blocks)
    kept = sum(len(paragraph.text) for paragraph in report.paragraphs)
    kept += sum(len(note.text) for note in report.notes)
    kept += sum(len(section.title) for section in report.sections)
    kept += sum(_letters(table.rows) for table in report.tables)
    return 0.0 if found < _MIN_LETTERS else 1 - kept / found


def _letters(rows: Sequence[Sequence[str]]) -> int:
    return sum(len(cell) for row in rows for cell in row)
