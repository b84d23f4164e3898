import struct
import zlib

import pytest

from corpus.drawing import draw_page, png_of
from corpus.errors import UnknownAddress, UnreadableReport

# One empty page of 200 by 100 points.
PDF = b"""%PDF-1.4
1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj
2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1>> endobj
3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 200 100]>> endobj
trailer <</Root 1 0 R>>
"""


def _size_of(png: bytes) -> tuple[int, int]:
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def test_a_picture_is_its_size_and_its_rows() -> None:
    pixels = bytes(range(6)) + b"--" + bytes(range(6, 12)) + b"--"

    png = png_of(memoryview(pixels), width=2, height=2, stride=8)

    start = png.index(b"IDAT")
    (size,) = struct.unpack(">I", png[start - 4 : start])
    rows = zlib.decompress(png[start + 4 : start + 4 + size])
    assert (png[:8], _size_of(png)) == (b"\x89PNG\r\n\x1a\n", (2, 2))
    assert rows == b"\0" + bytes(range(6)) + b"\0" + bytes(range(6, 12))


@pytest.mark.parametrize(("scale", "size"), [(1.0, (200, 100)), (2.0, (400, 200))])
def test_a_point_is_scale_pixels(scale: float, size: tuple[int, int]) -> None:
    assert _size_of(draw_page(PDF, 1, scale=scale)) == size


def test_a_page_that_is_too_large_is_drawn_smaller() -> None:
    width, height = _size_of(draw_page(PDF.replace(b"200 100", b"14400 14400"), 1, scale=2.0))

    assert width * height <= 16_010_000


@pytest.mark.parametrize("page", [-1, 0, 2])
def test_a_page_that_does_not_exist_is_told(page: int) -> None:
    with pytest.raises(UnknownAddress, match=f"there is no page {page}; the file has 1 page$"):
        draw_page(PDF, page, scale=1.0)


@pytest.mark.parametrize("source", [b"", b"%PDF-1.4", b"<html>", PDF[:40]])
def test_what_is_no_pdf_is_refused(source: bytes) -> None:
    with pytest.raises(UnreadableReport, match="page 1 cannot be drawn: Failed to load"):
        draw_page(source, 1, scale=1.0)
