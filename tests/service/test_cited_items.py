"""What a citation covers: every quote, by the innermost items that hold them all."""

from itertools import combinations

import pytest

from corpus.records import Item, Paragraph, Report
from corpus.references import read_references
from service.cited_items import items_text
from service.items import items_named

TEXT = "In these:\n• Asia:\n• China\n• Japan\n• Africa\n• Europe\n• Oceania"
BULLETS = (
    Item(label="•", level=1, start=10, end=33),
    Item(label="•", level=2, start=18, end=25),
    Item(label="•", level=2, start=26, end=33),
    Item(label="•", level=1, start=34, end=42),
    Item(label="•", level=1, start=43, end=51),
    Item(label="•", level=1, start=52, end=61),
)
PARAGRAPH = Paragraph(address="1", component="body", number="1", text=TEXT, items=BULLETS)


def spans(*words: str) -> list[tuple[int, int]]:
    return [(TEXT.index(word), TEXT.index(word) + len(word)) for word in words]


@pytest.mark.parametrize(
    ("quoted", "told"),
    [
        (["Japan"], ", first bullet point, second sub-bullet point"),
        (["China", "Japan"], ", first bullet point, first and second sub-bullet points"),
        (["China\n• Japan"], ", first bullet point, first and second sub-bullet points"),
        (["Japan", "Africa"], ""),
        (["Asia:", "Japan"], ", first bullet point"),
        (["Africa", "Oceania"], ", second and fourth bullet points"),
        (["Africa", "Europe", "Oceania"], ", second to fourth bullet points"),
        (["In these:", "Africa"], ""),
        (["these:\n• Asia:\n• China"], ""),
    ],
)
def test_a_citation_covers_all_quotes(quoted: list[str], told: str) -> None:
    assert items_text(PARAGRAPH, spans(*quoted)) == told


def test_letters_side_by_side_are_listed() -> None:
    text = "(a) One\n(b) Two\n(c) Three\n(d) Four"
    items = tuple(
        Item(label=f"({letter})", level=1, start=start, end=end)
        for letter, start, end in (("a", 0, 7), ("b", 8, 15), ("c", 16, 25), ("d", 26, 34))
    )
    lettered = Paragraph(address="1", component="body", number="1", text=text, items=items)

    assert items_text(lettered, [(4, 7), (20, 25)]) == " (a) and (c)"
    assert items_text(lettered, [(4, 7), (12, 25), (30, 34)]) == " (a)–(d)"


def test_the_citation_of_any_two_items_is_read_back_to_both(bundled_report: Report) -> None:
    for paragraph in bundled_report.paragraphs:
        for pair in combinations(paragraph.items, 2):
            quoted = [(item.start, item.end) for item in pair]
            (reference,) = read_references(f"para. 1{items_text(paragraph, quoted)}")

            named = items_named(reference.parts, paragraph)
            for start, end in quoted:
                assert any(each.start <= start and end <= each.end for each in named)
