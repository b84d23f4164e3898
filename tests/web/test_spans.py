import pytest

from web.spans import partial_spans, spans_of

TEXT = "One two three."


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
