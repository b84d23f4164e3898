"""A page of a PDF file as a picture, and pictures as PNG files."""

import struct
import zlib
from math import sqrt

import pypdfium2 as pdfium

from corpus.counting import count_text
from corpus.errors import UnknownAddress, UnreadableReport

_MAX_PIXELS = 16_000_000  # an A4 page at 360 dots an inch; a larger page is drawn smaller
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_RGB = 2  # the colour type: ISO/IEC 15948, 11.2.2
_UNFILTERED = b"\0"  # the filter before each row: clause 9


def draw_page(source: bytes, page: int, *, scale: float) -> bytes:
    """Draw a page of a PDF file as PNG; at scale 1 a point is a pixel, and pages count from 1.

    Raises:
        UnknownAddress: the file has no such page.
        UnreadableReport: it is no PDF file, or the page has no size.
    """
    try:
        pages = pdfium.PdfDocument(source)
        if not 1 <= page <= len(pages):
            raise UnknownAddress(
                f"there is no page {page}; the file has {count_text(len(pages), 'page')}"
            )
        drawn = pages[page - 1]
        width, height = drawn.get_size()
        fitting = sqrt(_MAX_PIXELS / max(1.0, width * height))
        picture = drawn.render(scale=min(scale, fitting), rev_byteorder=True)
    except (pdfium.PdfiumError, ValueError) as error:
        raise UnreadableReport(f"page {page} cannot be drawn: {error}") from error
    pixels = memoryview(picture.buffer).cast("B")
    return png_of(pixels, width=picture.width, height=picture.height, stride=picture.stride)


def png_of(pixels: memoryview, *, width: int, height: int, stride: int) -> bytes:
    """The PNG file of a picture of three bytes a pixel, ``stride`` bytes from row to row."""
    row_bytes = 3 * width
    starts = range(0, height * stride, stride)
    rows = b"".join(_UNFILTERED + pixels[start : start + row_bytes] for start in starts)
    header = struct.pack(">IIBBBBB", width, height, 8, _RGB, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return _SIGNATURE + b"".join(_part(name, content) for name, content in parts)


def _part(name: bytes, content: bytes) -> bytes:
    checksum = zlib.crc32(name + content)
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", checksum)
