"""Covers of supplements to the Official Records."""

from collections.abc import Callable

import pytest

from corpus.blocks import Block
from corpus.cover import read_cover
from corpus.cover.front_page import lines_of
from corpus.cover.supplement import read_supplement
from corpus.records import Cover

Place = Callable[..., Block]


def test_a_whole_supplement_by_hand(place: Place) -> None:
    front = [
        place(519, 41, "A/86/44", plain=True),
        place(123, 138, "United Nations", 20),
        place(123, 197, "Report of the Committee\non Rivers", 28),
        place(123, 300, "Eightieth session", 20),
        place(123, 322, "(8–26 July 2030) Eighty-first session", 20),
        place(123, 344, "(7 April–2 May 2031)", 20),
        place(123, 430, "General Assembly", 20),
        place(123, 452, "Official Records", 14),
        place(123, 468, "Eighty-sixth Session", 14),
        place(123, 484, "Supplement No. 44", 14),
        place(123, 672, "ISSN 0000-0000 [25 June 2031]", page=4, plain=True),
    ]

    assert read_cover(front) == Cover(
        symbol="A/86/44",
        title="Report of the Committee on Rivers: Eightieth session (8–26 July 2030), "
        "Eighty-first session (7 April–2 May 2031)",
        organ="General Assembly",
        session="Eighty-sixth Session",
        date="2031-06-25",
        language="en",
    )


@pytest.mark.parametrize("printed", ["E/2031/22 E/C.40/2031/3", "E/2031/22-E/C.40/2031/3"])
def test_a_subtitle_tells_the_session_that_is_reported_on(place: Place, printed: str) -> None:
    lines = lines_of(
        [
            place(441, 41, printed, plain=True),
            place(123, 197, "Commission on Rivers", 28),
            place(123, 272, "Report on the fifth and sixth sessions (7–11 April 2031)", 20),
            place(123, 374, "Economic and Social Council", 20),
            place(123, 396, "Official Records, 2031", 14),
        ]
    )

    page = read_supplement(lines)

    assert page is not None
    assert (page.symbol, page.session) == ("E/2031/22-E/C.40/2031/3", "Fifth and sixth sessions")


def test_a_page_without_official_records_is_no_supplement(place: Place) -> None:
    assert read_supplement(lines_of([place(123, 48, "Rivers", 14)])) is None
