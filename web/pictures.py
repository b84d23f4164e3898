"""Pictures of pages, each drawn once and kept in memory while there is room."""

import struct
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

from service import Originals, Report, UnreadableReport

SCALE = 2.0  # pixels a point: sharp at the width of the reader's column on a fine screen
# A page of more than a square metre would be drawn at a scale of its own, and marked wrongly.
_MAX_PIXELS = 12_000_000
_HEADER = struct.Struct(">8s4x4sII")  # ISO/IEC 15948, 11.2.2: signature, IHDR, width, height
_SIGNATURE = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A page as PNG; its size is that of the page, in points."""

    png: bytes
    width: float
    height: float


class Pictures:
    """Draws pages of originals; safe to share between threads.

    At most ``max_bytes`` of pictures are kept, those asked for last; so are refusals, for a page
    that cannot be drawn may take its whole time to fail.
    """

    def __init__(self, originals: Originals, *, max_bytes: int) -> None:
        self._originals = originals
        self._max_bytes = max_bytes
        self._kept: OrderedDict[tuple[str, int], Picture | UnreadableReport] = OrderedDict()
        self._kept_bytes = 0
        self._turn = Lock()

    def page(self, report: Report, page: int) -> Picture:
        """Draw a page of the file that a report was read from; pages count from 1.

        Raises:
            UnknownReport: the library does not have the file.
            UnknownAddress: the file has no such page.
            UnreadableReport: the page cannot be drawn.
            LibraryUnavailable: the library cannot be read.
        """
        key = (report.source_sha256, page)
        with self._turn:
            kept = self._kept.get(key)
            if kept is not None:
                self._kept.move_to_end(key)
        if kept is None:
            kept = self._draw(report, page)
            self._keep(key, kept)
        if isinstance(kept, UnreadableReport):
            raise UnreadableReport(str(kept))
        return kept

    def _draw(self, report: Report, page: int) -> Picture | UnreadableReport:
        try:
            return picture_of(self._originals.draw(report, page, scale=SCALE))
        except UnreadableReport as error:
            return error.with_traceback(None)

    def _keep(self, key: tuple[str, int], drawn: Picture | UnreadableReport) -> None:
        with self._turn:
            if key in self._kept:  # another thread was faster
                return
            self._kept[key] = drawn
            self._kept_bytes += _size_bytes(drawn)
            while self._kept_bytes > self._max_bytes:
                _, oldest = self._kept.popitem(last=False)
                self._kept_bytes -= _size_bytes(oldest)


def picture_of(png: bytes) -> Picture:
    """Measure a drawn page.

    Raises:
        UnreadableReport: it is no PNG file, or larger than any page.
    """
    if len(png) < _HEADER.size:
        raise UnreadableReport("what was drawn is no PNG file")
    signature, kind, width, height = _HEADER.unpack_from(png)
    if signature != _SIGNATURE or kind != b"IHDR":
        raise UnreadableReport("what was drawn is no PNG file")
    if not 0 < width * height <= _MAX_PIXELS:
        raise UnreadableReport(f"the page has {width} by {height} pixels")
    return Picture(png=png, width=width / SCALE, height=height / SCALE)


def _size_bytes(drawn: Picture | UnreadableReport) -> int:
    """The memory that is counted: a refusal takes about a kilobyte."""
    return len(drawn.png) if isinstance(drawn, Picture) else 1024
