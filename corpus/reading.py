"""One report file, from its path to a ``Report``."""

import hashlib
import stat
from pathlib import Path

from corpus.errors import SourceUnavailable, UnreadableReport
from corpus.readers import transcribe
from corpus.records import Report
from corpus.sidecar import read_sidecar
from corpus.structure import read_structure


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


def read_report(path: Path, *, max_bytes: int = 64 * 2**20) -> Report:
    """Read a report file, its sidecar included.

    Raises:
        SourceUnavailable: the file cannot be opened.
        UnreadableReport: it is no report that we can read; the message says why.
    """
    return parse_report(path, read_source(path, max_bytes=max_bytes))


def parse_report(path: Path, source: bytes) -> Report:
    """Read a report from bytes already read from ``path``."""
    return read_structure(
        transcribe(path.name, source),
        source_name=path.name,
        source_sha256=hashlib.sha256(source).hexdigest(),
        told=read_sidecar(path),
    )
