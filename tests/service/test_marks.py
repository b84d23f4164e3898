"""Marks of a link: slices of a text, united, or none."""

import pytest

from service.marks import highlights_at, marked_spans

TEXT = "One two three."


def test_marks_are_slices_in_order_of_print() -> None:
    assert [each.quote for each in highlights_at("8-13,0-3", TEXT)] == ["One", "three"]


def test_marks_that_overlap_are_one() -> None:
    assert marked_spans("0-4,2-6", TEXT) == ((0, 6),)


def test_a_mark_over_everything_is_one() -> None:
    assert marked_spans("0-14", TEXT) == ((0, 14),)


@pytest.mark.parametrize(
    "marks",
    ["", "3", "a-b", "3-1", "3-3", "0-99", "-1-3", "0-3,", "0-3;8-13", "٠-٣", "3-4", "9" * 99],
)
def test_a_list_with_other_marks_marks_nothing(marks: str) -> None:
    assert marked_spans(marks, TEXT) == ()


def test_more_marks_than_any_answer_has_are_not_read() -> None:
    assert marked_spans(",".join(["0-3"] * 51), TEXT) == ()
