import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.blocks import Block, BlockKind
from corpus.numbering import letter_value, roman_value
from corpus.readers.labels import letters_label, part_block, place_label, roman_numeral


@given(st.integers(1, 3999))
def test_a_roman_numeral_is_read_back(value: int) -> None:
    assert roman_value(roman_numeral(value)) == value


@given(st.integers(1, 52))
def test_letters_are_read_back(value: int) -> None:
    assert letter_value(letters_label(value)) == value


@pytest.mark.parametrize("value", [0, -1, 10**9])
def test_what_has_no_letters_is_told_in_digits(value: int) -> None:
    assert (roman_numeral(value), letters_label(value)) == (str(value), str(value))


@pytest.mark.parametrize(
    ("label", "is_heading", "expected"),
    [("12.", False, ("12.", "x")), ("(a)", False, ("(a)", "x")), ("•", False, ("•", "x")),
     ("12.", True, ("", "12. x")), ("IV.", False, ("", "IV. x")), ("3.1", False, ("", "3.1 x")),
     ("", False, ("", "x"))],
)  # fmt: skip
def test_only_a_list_mark_stands_apart(
    label: str, *, is_heading: bool, expected: tuple[str, str]
) -> None:
    assert place_label(label, "x", is_heading=is_heading) == expected


def test_a_label_without_words_is_nothing() -> None:
    assert place_label("12.", "", is_heading=False) == ("", "")


def test_only_the_first_part_of_a_block_keeps_its_mark_and_notes() -> None:
    block = Block(kind=BlockKind.TEXT, text="One;\n(b) two", mark="(a)", notes=("1",))

    assert [(b.mark, b.text, b.notes) for b in part_block(block)] == [
        ("(a)", "One;", ("1",)),
        ("", "(b) two", ()),
    ]
