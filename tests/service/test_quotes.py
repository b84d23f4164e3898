"""Quotes: united in order of print, nothing left out without a sign, pasted with their citation."""

from corpus.records import Item, Paragraph
from service.quotes import quotation_text, quoted_spans, united_spans

TEXT = "One two three."


def words(text: str, *items: Item) -> Paragraph:
    return Paragraph(address="1", component="body", number="1", text=text, items=items)


def test_spans_are_united_in_order_of_print() -> None:
    assert united_spans([(5, 9), (0, 2), (1, 3), (9, 10)]) == ((0, 3), (5, 10))


def test_quotes_that_only_an_item_mark_parts_are_one_quotation() -> None:
    text = "In these:\n• Ecuador\n• Brazil\nElsewhere"
    items = (
        Item(label="•", level=1, start=10, end=19),
        Item(label="•", level=1, start=20, end=28),
    )

    spans = quoted_spans(words(text, *items), ((0, 9), (12, 19), (22, 28)))

    assert spans == ((0, 28),)


def test_quotes_with_words_between_them_stay_two() -> None:
    assert quoted_spans(words(TEXT), ((0, 3), (8, 13))) == ((0, 3), (8, 13))


def test_quotes_of_neighbouring_lines_are_one_quotation() -> None:
    assert quoted_spans(words("One.\nTwo."), ((0, 4), (5, 9))) == ((0, 9),)


def test_a_quoted_list_is_copied_as_one_quotation() -> None:
    text = "In these:\n• Ecuador\n• Brazil"
    items = tuple(
        Item(label="•", level=1, start=start, end=end) for start, end in ((10, 19), (20, 28))
    )

    assert (
        quotation_text(words(text, *items), ((0, 9), (12, 19), (22, 28)), citation="para. 1")
        == "“In these:\n• Ecuador\n• Brazil” (para. 1)"
    )


def test_words_left_out_between_quotes_are_told() -> None:
    copied = quotation_text(words("One two three."), ((0, 3), (8, 14)), citation="para. 1")

    assert copied == "“One […] three.” (para. 1)"


def test_every_item_of_a_quoted_list_has_its_mark() -> None:
    text = "In these:\n• Ecuador\n• Brazil\nElsewhere\n• Chad"
    items = tuple(
        Item(label="•", level=1, start=start, end=end)
        for start, end in ((10, 19), (20, 28), (39, 45))
    )

    copied = quotation_text(words(text, *items), ((12, 19), (22, 28), (41, 45)), citation="para. 1")
    assert copied == "“• Ecuador\n• Brazil […] • Chad” (para. 1)"


def test_a_quoted_item_alone_has_no_mark() -> None:
    text = "In these:\n• Ecuador\n• Brazil"
    items = (Item(label="•", level=1, start=10, end=19), Item(label="•", level=1, start=20, end=28))

    assert quoted_spans(words(text, *items), ((12, 19),)) == ((12, 19),)
