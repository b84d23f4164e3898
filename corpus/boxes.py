"""Where words stand: the boxes of lines joined to those of a block, and these to a paragraph's."""

from collections.abc import Iterable

from corpus.records import Box


def join_boxes(boxes: Iterable[Box]) -> tuple[Box, ...]:
    """One box for each page and column that the boxes, in reading order, run through."""
    joined: list[Box] = []
    for box in boxes:
        if joined and joined[-1].page == box.page and box.bottom > joined[-1].top:
            joined[-1] = _around(joined[-1], box)
        else:
            joined.append(box)
    return tuple(joined)


def _around(one: Box, other: Box) -> Box:
    return Box(
        page=one.page,
        left=min(one.left, other.left),
        top=min(one.top, other.top),
        right=max(one.right, other.right),
        bottom=max(one.bottom, other.bottom),
    )
