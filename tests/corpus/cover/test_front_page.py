from collections.abc import Callable

from corpus.blocks import Block
from corpus.cover.front_page import groups_of, lines_of

Place = Callable[..., Block]


def _texts(*blocks: Block) -> list[str]:
    return [line.text for line in lines_of(blocks)]


def test_lines_stand_from_top_to_bottom_and_from_left_to_right(place: Place) -> None:
    blocks = place(60, 215, "Rivers"), place(300, 43, "A/86/7"), place(60, 43, "United Nations")

    assert _texts(*blocks) == ["United Nations", "A/86/7", "Rivers"]


def test_only_the_first_page_is_the_cover(place: Place) -> None:
    assert _texts(place(60, 43, "Rivers"), place(60, 43, "Lakes", page=2)) == ["Rivers"]


def test_a_block_is_one_line_unless_it_tells_facts(place: Place) -> None:
    blocks = place(60, 43, "State of\nthe rivers"), place(60, 90, "Sixth session\nA/86/7*")

    assert _texts(*blocks) == ["State of the rivers", "Sixth session", "A/86/7"]


def test_what_an_empty_list_leaves_is_no_line(place: Place) -> None:
    assert _texts(place(43, 74, "II. III.", 11, plain=True)) == []


def test_lines_of_one_size_that_stand_close_are_a_group(place: Place) -> None:
    lines = lines_of(
        [place(60, 43, "State of"), place(60, 55, "the rivers"), place(60, 67, "Report", 12),
         place(60, 120, "of 2031", 12)]
    )  # fmt: skip

    groups = [[line.text for line in group] for group in groups_of(lines)]

    assert groups == [["State of", "the rivers"], ["Report"], ["of 2031"]]
