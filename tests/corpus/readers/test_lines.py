"""Lines that begin a block of their own."""

from corpus.readers.lines import split_at_marks


def test_a_label_after_a_finished_line_begins_a_block() -> None:
    lines = ["(a) Notes the report;", "(b) Requests the", "Secretary-General to act."]

    assert split_at_marks(lines) == [lines[:1], lines[1:]]


def test_a_label_after_an_unfinished_line_goes_on() -> None:
    lines = ["It rose in 2020 and", "2021. By then it fell."]

    assert split_at_marks(lines) == [lines]


def test_no_lines_are_no_blocks() -> None:
    assert split_at_marks([]) == []
