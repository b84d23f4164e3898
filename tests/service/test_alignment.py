"""Alignments: where words stand best in a text, and where the two differ."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.alignment import align, count_absent, words_of

TEXT = "Opium fell. The Centre trained 1,200 officers in 2019 – in Osh. Others did not."


def changes(typed: str, text: str = TEXT) -> list[tuple[str, str]]:
    found = align(typed, text)
    assert found is not None
    return [(change.quote, change.typed) for change in found.changes]


def place(typed: str, text: str = TEXT) -> str:
    found = align(typed, text)
    assert found is not None
    return text[found.start : found.end]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("the centre trained 1200 officers in 2019 - in osh", []),
        ("The Centre trained 1,200 experts in 2019 in Osh.", [("officers", "experts")]),
        ("The Centre trained officers in 2019 in Osh.", [("1,200", "")]),
        ("The Centre has trained 1,200 officers in 2019 in Osh.", [("", "has")]),
        ("The Cen- tre trained 1,200 officers in 2019 in Osh.", []),
        ("The Centre trained 12,00 offi cers in 2018 in Osh.", [("2019", "2018")]),
        ("Indeed The Centre trained 1,200 officers", [("", "Indeed")]),
        ("The Centre trained 1,200 officers in 2019 in Bishkek.", [("Osh", "Bishkek")]),
    ],
)
def test_what_differs_by_hand(typed: str, expected: list[tuple[str, str]]) -> None:
    assert changes(typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("The Centre trained 1,200 officers in 2019 – in Osh", TEXT[12:63]),
        ("This centre trained 1200 officers in 2019 in Osh", TEXT[12:63]),
        ("trained 1,200 women in 2019", "trained 1,200 officers in 2019"),
    ],
)
def test_the_place_is_a_slice_by_hand(typed: str, expected: str) -> None:
    assert place(typed) == expected


def test_a_mark_of_an_item_is_no_difference() -> None:
    assert changes("to train officers; to lend dogs", "to train officers;\n(b) to lend dogs") == []


@pytest.mark.parametrize(
    ("typed", "text"), [("fell by 5", "fell by −5"), ("fell by 5%", "fell by 5"), ("3.5", "35")]
)
def test_a_sign_or_a_decimal_point_makes_another_number(typed: str, text: str) -> None:
    found = align(typed, text)

    assert found is None or found.changes


def test_likeness_by_hand() -> None:
    found = align("one two three four", "zero one two 3 four five")

    assert found is not None
    assert found.likeness == 2 * 3 / (4 + 4)


def test_words_that_share_nothing_have_no_place() -> None:
    assert align("penguins", TEXT) is None
    assert align("?", TEXT) is None


WORDS = st.lists(st.sampled_from("the drug police of 5 seized, – (a) Osh.".split()), min_size=1)


@given(typed=WORDS.map(" ".join), text=WORDS.map(" ".join))
def test_changes_are_slices_in_order_and_turn_the_place_into_what_was_typed(
    typed: str, text: str
) -> None:
    found = align(typed, text)
    if found is None:
        return

    kept, start = "", found.start
    for change in found.changes:
        assert text[change.start : change.end] == change.quote
        assert start <= change.start <= change.end <= found.end
        kept += f"{text[start : change.start]} {change.typed} "
        start = change.end
    kept += text[start : found.end]
    keys, wanted = ([word.key for word in words_of(t) if word.key != "a"] for t in (kept, typed))
    assert keys == wanted


@given(text=WORDS.map(" ".join))
def test_a_text_aligned_with_itself_is_found_whole(text: str) -> None:
    found = align(text, text)

    if words_of(text):
        assert found is not None
        assert (found.likeness, found.changes) == (1.0, ())


@given(typed=WORDS.map(" ".join), text=WORDS.map(" ".join))
def test_no_alignment_has_fewer_differences_than_words_are_absent(typed: str, text: str) -> None:
    found = align(typed, text)

    absent = count_absent(words_of(typed), text)

    assert found is None or absent <= found.distance


def test_numbers_are_never_told_to_be_absent_since_their_separators_may_differ() -> None:
    assert count_absent(words_of("1200 officers −5 in Bishkek"), TEXT) == 1
