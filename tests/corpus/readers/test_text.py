import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.readers.text import read_text

LONG = "The seizures of 2020 were reported by all of the member countries in 2020 and"


def _texts(text: str) -> list[str]:
    return [block.text for block in read_text(text)]


def test_blank_lines_part_blocks() -> None:
    assert _texts("one\ntwo\n \n\nthree") == ["one\ntwo", "three"]


@pytest.mark.parametrize("mark", ["2.", "(b)", "ii.", "•", "–"])
def test_a_mark_parts_blocks_where_the_line_before_had_ended(mark: str) -> None:
    assert _texts(f"{LONG} ended.\n{mark} More.") == [f"{LONG} ended.", f"{mark} More."]


@pytest.mark.parametrize("ending", [";", ":", ", and;", "; and", "; or", ".”", ")"])
def test_a_line_ends_with_more_than_a_full_stop(ending: str) -> None:
    assert len(_texts(f"{LONG}{ending}\n(b) more")) == 2


def test_a_number_that_continues_a_sentence_opens_no_block() -> None:
    assert _texts(f"{LONG}\n2021. By then it was.") == [f"{LONG}\n2021. By then it was."]


def test_a_mark_parts_blocks_after_a_short_line() -> None:
    assert _texts("Africa\n1. One.") == ["Africa", "1. One."]


def test_a_heading_label_parts_blocks_where_the_line_before_had_ended() -> None:
    assert _texts("1. One.\nIV. INTERPOL\n2. Two.") == ["1. One.", "IV. INTERPOL", "2. Two."]


def test_form_feeds_part_pages_counted_from_1() -> None:
    assert [(b.text, b.page) for b in read_text("one\f\ftwo\nthree")] == [
        ("one", 1),
        ("two\nthree", 3),
    ]


def test_without_form_feeds_there_are_no_pages() -> None:
    assert [block.page for block in read_text("one")] == [None]


def test_an_indent_is_a_depth() -> None:
    assert [block.depth for block in read_text("one\n\n  two\n\n     three")] == [0, 1, 2]


@given(st.text(alphabet=st.sampled_from("ab1 .(i)•;:\n\f\t–IV")) | st.text())
def test_no_letter_or_figure_is_lost_or_moved(text: str) -> None:
    blocks = read_text(text)

    read = " ".join(block.text for block in blocks)
    assert re.findall(r"[a-z0-9]", read) == re.findall(r"[a-z0-9]", text)


def test_a_line_of_invisible_characters_is_blank() -> None:
    assert _texts("one\n\u200b\ufeff\ntwo\n\n\u200b") == ["one", "two"]
