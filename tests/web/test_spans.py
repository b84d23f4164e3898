import pytest

from service import Item, Paragraph
from web.spans import partial_spans, quoted_spans, spans_of, united_spans

TEXT = "One two three."


def wording(text: str, *items: Item) -> Paragraph:
    return Paragraph(address="1", component="body", number="1", text=text, items=items)


def test_marks_of_a_link_are_slices() -> None:
    assert spans_of("0-3,8-13", TEXT) == ((0, 3), (8, 13))


def test_marks_that_touch_are_one() -> None:
    assert spans_of("3-7,0-3", TEXT) == ((0, 7),)


@pytest.mark.parametrize(
    "mark",
    ["", "3", "a-b", "3-1", "3-3", "0-99", "-1-3", "0-3,", "0-3;8-13", "٠-٣", "3-4", "9" * 99],
)
def test_a_link_with_other_marks_marks_nothing(mark: str) -> None:
    assert spans_of(mark, TEXT) == ()


def test_more_marks_than_any_answer_has_are_not_read() -> None:
    assert spans_of(",".join(["0-3"] * 51), TEXT) == ()


def test_a_mark_over_everything_sets_nothing_apart() -> None:
    assert partial_spans([(0, 7), (7, 14)], TEXT) == ()


def test_spans_are_united_in_order_of_print() -> None:
    assert united_spans([(5, 9), (0, 2), (1, 3), (9, 10)]) == ((0, 3), (5, 10))


def test_quotes_that_only_an_item_mark_parts_are_one_quotation() -> None:
    text = "In these:\n• Ecuador\n• Brazil\nElsewhere"
    items = (
        Item(label="•", level=1, start=10, end=19),
        Item(label="•", level=1, start=20, end=28),
    )

    spans = quoted_spans(wording(text, *items), ((0, 9), (12, 19), (22, 28)))

    assert spans == ((0, 28),)


def test_quotes_with_words_between_them_stay_two() -> None:
    assert quoted_spans(wording(TEXT), ((0, 3), (8, 13))) == ((0, 3), (8, 13))


def test_quotes_of_neighbouring_lines_are_one_quotation() -> None:
    assert quoted_spans(wording("One.\nTwo."), ((0, 4), (5, 9))) == ((0, 9),)
