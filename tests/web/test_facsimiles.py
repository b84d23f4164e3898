"""Where a paragraph is shown as printed, and what is said where it cannot be."""

import re
from dataclasses import replace
from typing import Any

import pytest
from fastapi.testclient import TestClient

from service import Box, Report
from web.facsimiles import facsimiles_of
from web.pictures import Pictures


@pytest.fixture
def pictures(originals: Any) -> Pictures:
    return Pictures(originals, max_bytes=2**20)


def _boxed(report: Report, *boxes: Box) -> Any:
    return replace(report.paragraphs[0], boxes=boxes)


def test_a_cutting_shows_the_box_and_two_lines_around_it(
    printed: Report, pictures: Pictures
) -> None:
    (shown,) = facsimiles_of(printed, printed.paragraphs[0], pictures=pictures)

    assert shown.caption == "Page 1 of S/2025/71, as printed"
    assert (shown.width, shown.height) == ("100.0", "200.0")
    (box,) = shown.boxes
    assert (box.left, box.top, box.width, box.height) == ("30.0", "50.0", "40.0", "10.0")
    assert shown.view == "6.0 26.0 88.0 58.0"


def test_a_title_is_too_long_for_a_caption(printed: Report, pictures: Pictures) -> None:
    untold = replace(printed, cover=replace(printed.cover, symbol=None))

    (shown,) = facsimiles_of(untold, untold.paragraphs[0], pictures=pictures)

    assert shown.caption == "Page 1 of the report, as printed"


def test_a_paragraph_over_two_pages_is_shown_on_both(printed: Report, pictures: Pictures) -> None:
    shown = facsimiles_of(printed, printed.paragraphs[1], pictures=pictures)

    assert [each.picture_url for each in shown] == [
        "/r/printed/pages/1.png",
        "/r/printed/pages/2.png",
    ]
    assert [len(each.boxes) for each in shown] == [1, 2]


def test_a_cutting_and_its_boxes_end_where_the_page_ends(
    printed: Report, pictures: Pictures
) -> None:
    outside = Box(page=2, left=-9, top=190, right=900, bottom=900)

    (shown,) = facsimiles_of(printed, _boxed(printed, outside), pictures=pictures)

    (box,) = shown.boxes
    assert (box.left, box.top, box.width, box.height) == ("0.0", "190.0", "100.0", "10.0")
    assert shown.view == "0.0 166.0 100.0 34.0"


@pytest.mark.parametrize(
    "box",
    [
        Box(page=1, left=200, top=0, right=300, bottom=9),
        Box(page=1, left=50, top=9, right=40, bottom=20),
        Box(page=1, left=float("nan"), top=0, right=9, bottom=9),
    ],
    ids=["off the page", "reversed", "no number"],
)
def test_a_box_that_is_nowhere_on_the_page_is_not_marked(
    printed: Report, pictures: Pictures, box: Box
) -> None:
    (shown,) = facsimiles_of(printed, _boxed(printed, box), pictures=pictures)

    assert (shown.view, shown.boxes) == ("0.0 0.0 100.0 200.0", ())


def test_of_many_pages_the_first_four_are_shown(
    printed: Report, pictures: Pictures, originals: Any
) -> None:
    boxes = [Box(page=page, left=0, top=0, right=9, bottom=9) for page in range(7, 0, -1)]

    facsimiles_of(printed, _boxed(printed, *boxes), pictures=pictures)

    assert originals.drawn == [1, 2, 3, 4]


def test_a_file_without_pages_and_a_paragraph_without_boxes_are_not_shown(
    printed: Report, pictures: Pictures, originals: Any
) -> None:
    markdown = replace(printed, source_name="report.md")

    assert facsimiles_of(markdown, markdown.paragraphs[0], pictures=pictures) == ()
    assert facsimiles_of(printed, printed.paragraphs[3], pictures=pictures) == ()
    assert originals.drawn == []


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/r/gone/1", "Page 1 cannot be shown: the library does not have the file"),
        ("/r/printed/3", "Page 8 cannot be shown: it cannot be drawn from the file"),
    ],
)
def test_where_a_page_cannot_be_drawn_the_text_stays(
    printed_client: TestClient, path: str, told: str
) -> None:
    response = printed_client.get(path)

    assert response.status_code == 200
    assert told in response.text
    assert "tells of seizures" in response.text
    assert "<svg" not in response.text


def test_only_the_opened_paragraph_is_shown_as_printed(
    printed_client: TestClient, originals: Any
) -> None:
    whole, opened = (printed_client.get(path).text for path in ("/r/printed", "/r/printed/1"))

    assert "<svg" not in whole
    assert re.findall(r'<image href="([^"]+)"', opened) == ["/r/printed/pages/1.png"]
    assert originals.drawn == [1]


def test_page_numbers_lead_to_the_page_of_a_pdf_alone(printed_client: TestClient) -> None:
    pdf, markup = (printed_client.get(path).text for path in ("/r/printed", "/r/marked-up"))

    links = re.findall(r'<p class="page"><a href="([^"]+)"', pdf)
    assert links == [f"/r/printed/original#page={page}" for page in (1, 1, 8)]
    assert '<p class="page">page 1</p>' in markup
    assert 'href="/r/marked-up/original"' in markup
