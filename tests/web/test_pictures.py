"""What is drawn, what is kept, and what is not drawn again."""

from typing import Any

import pytest

from service import UnknownAddress, UnknownReport, UnreadableReport
from web.pictures import Pictures, picture_of


def _png_header(width: int, height: int) -> bytes:
    sizes = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    return b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + sizes


def test_a_picture_has_the_size_of_its_page_in_points() -> None:
    picture = picture_of(_png_header(1190, 1684))

    assert (picture.width, picture.height) == (595, 842)


@pytest.mark.parametrize(
    "drawn",
    [
        b"",
        b"%PDF-1.4",
        b"GIF89a" + bytes(40),
        _png_header(0, 9),
        _png_header(9, 0),
        _png_header(4000, 4000),
    ],
    ids=["empty", "short", "other", "no-width", "no-height", "large"],
)
def test_what_is_no_picture_of_a_page_is_refused(drawn: bytes) -> None:
    with pytest.raises(UnreadableReport):
        picture_of(drawn)


def test_a_page_is_drawn_once(originals: Any, printed: Any) -> None:
    pictures = Pictures(originals, max_bytes=2**20)

    first, again = (pictures.page(printed, 1) for _ in range(2))

    assert first is again
    assert originals.drawn == [1]


def test_pictures_asked_for_longest_ago_make_room(originals: Any, printed: Any) -> None:
    size_bytes = len(originals.draw(printed, 1, scale=2.0))
    pictures = Pictures(originals, max_bytes=2 * size_bytes)
    originals.drawn.clear()

    for page in (1, 2, 1, 3, 1, 2):
        pictures.page(printed, page)

    assert originals.drawn == [1, 2, 3, 2]


def test_a_picture_larger_than_all_room_is_still_shown(originals: Any, printed: Any) -> None:
    pictures = Pictures(originals, max_bytes=1)

    assert [pictures.page(printed, 1).width for _ in range(2)] == [100, 100]
    assert originals.drawn == [1, 1]


def test_a_page_that_cannot_be_drawn_is_tried_again_after_a_minute(
    originals: Any, printed: Any
) -> None:
    times = iter([0.0, 59.0, 60.0, 60.0])  # drawn, asked again twice, and drawn again
    pictures = Pictures(originals, max_bytes=2**20, clock_seconds=lambda: next(times))

    for drawn in ([8], [8], [8, 8]):
        with pytest.raises(UnreadableReport, match="page 8 cannot be drawn"):
            pictures.page(printed, 8)

        assert originals.drawn == drawn


def test_a_page_that_is_none_is_told(originals: Any, printed: Any) -> None:
    with pytest.raises(UnknownAddress):
        Pictures(originals, max_bytes=2**20).page(printed, 9)


def test_a_file_that_is_gone_is_told(originals: Any, gone: Any) -> None:
    with pytest.raises(UnknownReport):
        Pictures(originals, max_bytes=2**20).page(gone, 1)
