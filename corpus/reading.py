"""One report file, from its path to a ``Report``.

Only ``parse_report`` parses, and only ``corpus.worker`` calls it: a file is a stranger's.
"""

import hashlib
import stat
from contextlib import nullcontext
from pathlib import Path

from corpus.errors import SourceUnavailable, UnreadableReport
from corpus.isolation import Workers
from corpus.readers import transcribe
from corpus.records import Cover, Report
from corpus.sidecar import read_sidecar
from corpus.structure import read_structure

READER_VERSION = 2  # raise it when a reader or the structure is read otherwise: files are read anew


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


def read_report(
    path: Path, *, max_bytes: int = 64 * 2**20, workers: Workers | None = None
) -> Report:
    """Read a report file, its sidecar included, in a process apart.

    Without ``workers`` a process is started for this one file.

    Raises:
        SourceUnavailable: the file cannot be opened.
        UnreadableReport: it is no report that we can read; the message says why.
    """
    source, told = read_source(path, max_bytes=max_bytes), read_sidecar(path)
    with nullcontext(workers) if workers else Workers() as reading:
        return reading.read_report(path.name, source, told)


def parse_report(name: str, source: bytes, *, told: Cover | None = None) -> Report:
    """Read a report from the bytes of its file, in this process.

    Raises:
        UnreadableReport: it is no report that we can read; the message says why.
    """
    return read_structure(
        transcribe(name, source),
        source_name=name,
        source_sha256=hashlib.sha256(source).hexdigest(),
        told=told,
    )
