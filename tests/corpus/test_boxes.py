from corpus.boxes import join_boxes
from corpus.records import Box


def _box(page: int, left: float, top: float, right: float, bottom: float) -> Box:
    return Box(page=page, left=left, top=top, right=right, bottom=bottom)


def test_lines_below_each_other_share_a_box() -> None:
    lines = [_box(1, 100, 90, 480, 102), _box(1, 90, 102, 300, 114)]

    assert join_boxes(lines) == (_box(1, 90, 90, 480, 114),)


def test_another_page_and_another_column_have_their_own() -> None:
    lines = [_box(1, 60, 700, 290, 712), _box(1, 310, 80, 540, 92), _box(2, 60, 80, 290, 92)]

    assert join_boxes(lines) == tuple(lines)


def test_no_boxes_join_to_none() -> None:
    assert join_boxes([]) == ()
