"""Pictures of pages, each drawn once and kept in memory while there is room."""

import struct
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from service import Originals, Report, UnreadableReport

SCALE = 2.0  # pixels a point: sharp at the width of the reader's column on a fine screen
# An A2 page has 8 million; a larger one may be drawn at a scale of its own, and be marked wrongly.
_MAX_PIXELS = 12_000_000
_REFUSAL_SECONDS = 60.0
_HEADER = struct.Struct(">8s4x4sII")  # ISO/IEC 15948, 11.2.2: signature, IHDR, width, height
_SIGNATURE = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A page as PNG; its size is that of the page, in points."""

    png: bytes
    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Refusal:
    """Why a page cannot be drawn, and until when nobody tries again."""

    reason: str
    until_seconds: float


class Pictures:
    """Draws pages of originals; safe to share between threads.

    At most ``max_bytes`` of pictures are kept, those asked for last. A page that cannot be drawn
    is not tried again for a minute: it may take all its time to fail.
    """

    def __init__(
        self,
        originals: Originals,
        *,
        max_bytes: int,
        clock_seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self._originals = originals
        self._max_bytes = max_bytes
        self._clock_seconds = clock_seconds
        self._kept: OrderedDict[tuple[str, int], Picture | _Refusal] = OrderedDict()
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
        drawn = self._find(key)
        if drawn is None:
            drawn = self._draw(report, page)
            self._keep(key, drawn)
        if isinstance(drawn, _Refusal):
            raise UnreadableReport(drawn.reason)
        return drawn

    def _find(self, key: tuple[str, int]) -> Picture | _Refusal | None:
        with self._turn:
            found = self._kept.get(key)
            if isinstance(found, _Refusal) and found.until_seconds <= self._clock_seconds():
                return None
            if found is not None:
                self._kept.move_to_end(key)
            return found

    def _draw(self, report: Report, page: int) -> Picture | _Refusal:
        try:
            return picture_of(self._originals.draw(report, page, scale=SCALE))
        except UnreadableReport as error:
            until_seconds = self._clock_seconds() + _REFUSAL_SECONDS
            return _Refusal(reason=str(error), until_seconds=until_seconds)

    def _keep(self, key: tuple[str, int], drawn: Picture | _Refusal) -> None:
        with self._turn:
            if key in self._kept:  # drawn by another thread meanwhile, or refused before
                self._kept_bytes -= _size_bytes(self._kept.pop(key))
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


def _size_bytes(drawn: Picture | _Refusal) -> int:
    return len(drawn.png) if isinstance(drawn, Picture) else len(drawn.reason)
