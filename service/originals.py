"""The files that reports came from, and their pages as pictures; nothing is ever written.

A file is told from a later version of it by its digest: what is shown beside a paragraph is the
file that the paragraph was read from, or none.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from corpus.errors import UnknownReport
from corpus.isolation import Workers
from corpus.library import Library
from corpus.records import Report
from corpus.sandbox import Limits

_DRAWING = Limits(read_seconds=5.0)  # a reader waits for it; a page of scans takes one second


class DrawPage(Protocol):
    """Draws a page of a PDF file as PNG, out of reach of what the file may do to its parser."""

    def __call__(self, name: str, source: bytes, *, page: int, scale: float) -> bytes:
        """Draw a page; at scale 1 a point is a pixel, and pages count from 1.

        Raises:
            UnknownAddress: the file has no such page.
            UnreadableReport: it cannot be drawn.
        """
        ...


class Originals:
    """The original files of one home's library."""

    def __init__(self, home: Path, draw_page: DrawPage) -> None:
        self._home = home
        self._draw_page = draw_page

    def read(self, report: Report) -> bytes:
        """Read the file that a report was read from.

        Raises:
            UnknownReport: the library does not have it, or has another version by now.
            LibraryUnavailable: the library cannot be read.
        """
        source = Library(self._home, read_only=True).original(report.report_id)
        if hashlib.sha256(source).hexdigest() != report.source_sha256:
            raise UnknownReport(f"the library has another file of {report.name} by now")
        return source

    def draw(self, report: Report, page: int, *, scale: float) -> bytes:
        """Draw a page of the file that a report was read from, as ``DrawPage`` does."""
        return self._draw_page(report.source_name, self.read(report), page=page, scale=scale)


@contextmanager
def open_originals(home: Path) -> Iterator[Originals]:
    """The originals of a home, with a process of its own that draws their pages."""
    with Workers(limits=_DRAWING) as workers:
        yield Originals(home, workers.draw_page)
