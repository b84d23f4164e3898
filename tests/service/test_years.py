"""Years asked for against years told."""

import pytest

from corpus.records import Item, Paragraph
from service.years import tells_other_years, years_of


def paragraph(
    text: str, *, items: tuple[Item, ...] = (), sections: tuple[str, ...] = ()
) -> Paragraph:
    return Paragraph(
        address="1", component="body", number="1", text=text, items=items, sections=sections
    )


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("58 notices in 2020", {2020}),
        ("the Strategic Plan, 2022–2025", {2022, 2023, 2024, 2025}),
        ("the biennium 2024-25", {2024, 2025}),
        ("from 2019 to 2021", {2019, 2020, 2021}),
        ("12,020 people, A/80/2020x", set()),
        ("2025–2023", {2023, 2025}),
    ],
)
def test_years_are_read(text: str, years: set[int]) -> None:
    assert years_of(text) == years


@pytest.mark.parametrize(
    ("question", "quote", "is_other"),
    [
        ("How many notices in 2019?", "58 notices were published in 2020.", True),
        ("How many notices in 2020?", "58 notices were published in 2020.", False),
        ("How many notices?", "58 notices were published in 2020.", False),
        ("How many notices in 2019?", "58 notices were published.", False),
        ("How many volunteers in 2024?", "14,631 volunteers, 14 per cent more than in 2023", False),
        ("How many in 2024?", "under the Strategic Plan, 2022–2025", False),
        ("How many in 2024?", "twelve meetings since 2019, the last in 2021", False),
    ],
)
def test_a_quote_of_another_year_is_told(question: str, quote: str, is_other: bool) -> None:
    assert tells_other_years(question, paragraph(quote), [quote]) is is_other


def test_the_year_of_another_item_is_not_that_of_a_quote() -> None:
    text = "Notices: (a) in 2019, red ones; (b) in 2020, 58 purple ones"
    items = (
        Item(label="a", level=1, start=9, end=30),
        Item(label="b", level=1, start=31, end=len(text)),
    )
    quote = "58 purple ones"
    listed = paragraph(text, items=items)

    assert tells_other_years("How many in 2019?", listed, ["in 2020, " + quote])
    assert not tells_other_years("How many in 2019?", paragraph(text), ["in 2020, " + quote])


def test_a_heading_tells_the_year_of_what_stands_below() -> None:
    quote = "It fell by half against the figure in 2020."

    assert not tells_other_years(
        "What happened in 2021?", paragraph(quote, sections=("Activities in 2021",)), [quote]
    )
