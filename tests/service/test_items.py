"""Items named: the slices that parts of a citation mean, and what is told of missing ones."""

import pytest

from corpus.records import Item, Paragraph
from corpus.references import read_references
from service.items import items_named, missing_items

TEXT = "Stem:\n(a) one;\n(b) two."
LISTED = Paragraph(
    address="3",
    component="body",
    number="3",
    text=TEXT,
    items=(
        Item(label="(a)", level=1, start=6, end=14),
        Item(label="(b)", level=1, start=15, end=23),
    ),
)


@pytest.mark.parametrize(
    ("text", "quotes", "missing"),
    [
        ("para. 3", [TEXT], ""),
        ("para. 3 (b)", ["(b) two."], ""),
        ("para. 3 (a) and (b)", ["(a) one;", "(b) two."], ""),
        ("para. 3 (a)–(b)", [TEXT[6:]], ""),
        ("para. 3 (c)", [], "para. 3 has the parts (a), (b)."),
        ("para. 3 (b) and (zz)", ["(b) two."], "para. 3 has the parts (a), (b)."),
        ("para. 3 (b) and (b)", ["(b) two."], ""),
    ],
)
def test_items_that_are_named_are_slices(text: str, quotes: list[str], missing: str) -> None:
    (reference,) = read_references(text)

    named = items_named(reference.parts, LISTED)

    assert [each.quote for each in named] == quotes
    assert missing_items(reference.parts, LISTED) == missing
