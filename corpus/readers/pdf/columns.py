"""Text in two columns, put into the order in which it is read."""

from collections.abc import Sequence

from corpus.readers.pdf.lines import Line, Row

_LEAST_ROWS = 8  # with both columns filled; a shorter stretch is a table or a cover
_LEAST_SHARE = 0.3  # of the width: what a line of a column fills on the average
_LEAST_GUTTER = 8.0  # points


def in_reading_order(rows: Sequence[Row], *, width: float) -> list[Row]:
    """The rows with those in two columns parted, the left column before the right."""
    gutter = _gutter(rows, width)
    if gutter is None:
        return list(rows)
    ordered: list[Row] = []
    left: list[Row] = []
    right: list[Row] = []
    for row in rows:
        if any(line.left < gutter < line.right for line in row):
            ordered += [*left, *right, row]
            left, right = [], []
            continue
        sides = ([x for x in row if x.right <= gutter], [x for x in row if x.left >= gutter])
        left += [sides[0]] if sides[0] else []
        right += [sides[1]] if sides[1] else []
    return [*ordered, *left, *right]


def _gutter(rows: Sequence[Row], width: float) -> float | None:
    """The middle of the blank stretch between two columns; None where there is one column."""
    pairs = [row for row in rows if len(row) == 2]
    if len(pairs) < _LEAST_ROWS or len(pairs) < 0.4 * len(rows):
        return None
    start = _upper_share([row[0].right for row in pairs], 0.9)
    end = _upper_share([-row[1].left for row in pairs], 0.9)
    filled = [sum(_length(row[side]) for row in pairs) / len(pairs) for side in (0, 1)]
    if -end - start < _LEAST_GUTTER or min(filled) < _LEAST_SHARE * width:
        return None
    return (start - end) / 2


def _upper_share(values: Sequence[float], share: float) -> float:
    return sorted(values)[min(int(share * len(values)), len(values) - 1)]


def _length(line: Line) -> float:
    return line.right - line.left
