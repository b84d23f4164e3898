"""Text in two columns, put into the order in which it is read.

Columns are told by the gutter, a stretch of the page that hardly a word crosses from top to
bottom; the lines of two columns need not stand on the same baselines.
"""

from collections.abc import Sequence

from corpus.readers.pdf.letters import Rule
from corpus.readers.pdf.lines import Row, joined, line_of

_LEAST_LINES = 8  # of each column; a shorter stretch is a table or a cover
_LEAST_SHARE = 0.22  # of the width: what a line of a column fills on the average
_MOST_CROSSING = 0.2  # of the rows: titles over both columns
_MIDDLE = (0.35, 0.65)  # of the width: where a gutter stands
_STEPS = 90  # a place every two points of an A4 page
_LEAST_GUTTER = 0.7  # of the size: more than the blank of a justified line
_MOST_DOTS = 2  # words that are but dots; more are the leader of a line of contents
_MOST_RULES = 2  # across the gutter; more rule a table


def in_reading_order(rows: Sequence[Row], rules: Sequence[Rule], *, width: float) -> list[Row]:
    """The rows with those in two columns parted, the left column before the right."""
    gutter = _gutter(rows, width)
    if gutter is None or sum(rule.left < gutter < rule.right for rule in rules) > _MOST_RULES:
        return list(rows)
    ordered: list[Row] = []
    left: list[Row] = []
    right: list[Row] = []
    for row in rows:
        sides = _sides(row, gutter)
        if sides is None:
            ordered += [*left, *right, row]
            left, right = [], []
            continue
        left += [sides[0]] if sides[0] else []
        right += [sides[1]] if sides[1] else []
    return [*ordered, *left, *right]


def _gutter(rows: Sequence[Row], width: float) -> float | None:
    """Where the fewest rows cross the middle of a page; None where there is one column."""
    if len(rows) < _LEAST_LINES:
        return None
    first, last = (share * width for share in _MIDDLE)
    places = [first + (last - first) * step / _STEPS for step in range(_STEPS + 1)]
    crossing = {place: sum(_crosses(row, place) for row in rows) for place in places}
    least = min(crossing.values())
    best = [place for place in places if crossing[place] == least]
    gutter = best[len(best) // 2]
    is_clear = least <= _MOST_CROSSING * len(rows)
    return gutter if is_clear and _are_columns(rows, gutter, width) else None


def _are_columns(rows: Sequence[Row], gutter: float, width: float) -> bool:
    """Whether running text stands on both sides, and not the cells of a table."""
    parted = [sides for row in rows if (sides := _sides(row, gutter)) is not None]
    for side in (0, 1):
        lines = [joined(sides[side]) for sides in parted if sides[side]]
        filled = sum(line.right - line.left for line in lines)
        if len(lines) < _LEAST_LINES or filled < _LEAST_SHARE * width * len(lines):
            return False
    return True


def _crosses(row: Row, place: float) -> bool:
    """Whether a word, or the blank between two words, runs over a place; leaders do."""
    words = [word for line in row for word in line.words]
    before = max((word.right for word in words if word.left < place), default=0.0)
    after = min((word.left for word in words if word.left >= place), default=place + before)
    is_leader = sum(word.text.strip(".") == "" for word in words) > _MOST_DOTS
    return before > place or is_leader or after - before < _LEAST_GUTTER * words[0].size


def _sides(row: Row, gutter: float) -> tuple[Row, Row] | None:
    """What a row has left and right of the gutter; None where a word crosses it."""
    if _crosses(row, gutter):
        return None
    sides: tuple[Row, Row] = ([], [])
    for line in row:
        for side in (0, 1):
            words = [word for word in line.words if (word.left > gutter) == bool(side)]
            if words:
                sides[side].append(line_of(words, line.page))
    return sides
