"""The records of an answer hold what they promise."""

import pytest

from service.answer import Highlight, Passage


def passage(*highlights: Highlight) -> Passage:
    return Passage(
        rank=1,
        score=1.0,
        report_id="r",
        symbol=None,
        title=None,
        component="body",
        number="1",
        address="1",
        sections=(),
        page=None,
        text="Ten opium seizures.",
        items=(),
        highlights=highlights,
        citation="r, para. 1",
        url="/r/r/1",
    )


def test_a_highlight_is_a_slice_of_the_text() -> None:
    shown = passage(Highlight(start=4, end=9, quote="opium"))

    assert shown.highlights[0].quote == "opium"


def test_a_highlight_that_is_no_slice_is_refused() -> None:
    with pytest.raises(ValueError, match="no slice"):
        passage(Highlight(start=4, end=9, quote="Opium"))
