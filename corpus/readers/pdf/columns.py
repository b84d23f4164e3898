"""Text in two columns, put into the order in which it is read.

Columns are told by the gutter, a stretch of the page that hardly a word crosses from top to
bottom; the lines of two columns need not stand on the same baselines.
"""

from collections.abc import Sequence
from itertools import pairwise
from math import ceil

from corpus.readers.pdf.lines import Row, joined, line_of
from corpus.readers.pdf.page import Rule
from corpus.readers.pdf.ruling import read_ruling

_LEAST_LINES = 8  # of each column; a shorter stretch is a table or a cover
_LEAST_SHARE = 0.22  # of the width: what a line of a column fills on the average
_MOST_CROSSING = 0.2  # of the rows: titles over both columns
_MIDDLE = (0.35, 0.65)  # of the width: where a gutter stands
_STEPS = 90  # a place every two points of an A4 page
_LEAST_GUTTER = 0.7  # of the size: more than the blank of a justified line
_MOST_DOTS = 2  # words that are but dots; more are the leader of a line of contents
_PIECED = 8.0  # points between two pieces of the rule of one table
_MOST_RULES = 2  # across the gutter; more rule a table


def in_reading_order(rows: Sequence[Row], rules: Sequence[Rule], *, width: float) -> list[Row]:
    """The rows with those in two columns parted, the left column before the right."""
    gutter = _gutter(rows, width)
    if gutter is None or _rules_across(gutter, rules) > _MOST_RULES:
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


def _rules_across(gutter: float, rules: Sequence[Rule]) -> int:
    """How many rules run over a gutter, or go on behind it with the next piece."""
    levels = (pieces for _, pieces in read_ruling(rules).levels)
    return sum(
        any(left < gutter < right for left, right in pieces)
        or any(a[1] <= gutter <= b[0] <= a[1] + _PIECED for a, b in pairwise(pieces))
        for pieces in levels
    )


def _gutter(rows: Sequence[Row], width: float) -> float | None:
    """Where the fewest rows cross the middle of a page; None where there is one column."""
    if len(rows) < _LEAST_LINES:
        return None
    first, last = (share * width for share in _MIDDLE)
    step = (last - first) / _STEPS
    free = [0] * (_STEPS + 1)
    for row in rows:
        for start, end in _free_stretches(row, first, last):
            for place in range(ceil((start - first) / step), int((end - first) / step) + 1):
                free[place] += 1
    most = max(free)
    best = [place for place, count in enumerate(free) if count == most]
    gutter = first + best[len(best) // 2] * step
    is_clear = len(rows) - most <= _MOST_CROSSING * len(rows)
    return gutter if is_clear and _are_columns(rows, gutter, width) else None


def _free_stretches(row: Row, first: float, last: float) -> list[tuple[float, float]]:
    """Where a gutter could run through a row, between two places of the page."""
    words = [word for line in row for word in line.words]
    if sum(word.text.strip(".") == "" for word in words) > _MOST_DOTS:
        return []
    stretches, start = [], first
    for word in words:
        if word.left > start and (start == first or word.left - start >= _LEAST_GUTTER * word.size):
            stretches.append((start, min(word.left, last)))
        start = max(start, word.right)
    if start < last:
        stretches.append((start, last))
    return [(start, end) for start, end in stretches if start < end]


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
    return not any(start <= place <= end for start, end in _free_stretches(row, 0.0, place + 1e6))


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
