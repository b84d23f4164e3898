"""Which rows of a table are its head, and the head as one row: a name for each column.

A head runs down to the first row that has a label and a value; years, units and names that span
columns stand above it. A text that spans columns stands in the first of them, as in
``corpus.readers.grid``, and is told again over each column that it spans.
"""

import re
from collections.abc import Sequence

_MAX_LINES = 5  # of a head; a longer run of rows without values is a table of words
_LETTERS = re.compile(r"[^\W\d_]{2}")
_UNIT = re.compile(r"\(.*\)", re.DOTALL)  # (Thousands of Swiss francs)
_YEAR = re.compile(
    r"""
    (?:19|20)\d\d (?: \s?[-–/]\s? (?:(?:19|20)\d\d | \d\d) )? [a-z*]{0,2}   # 2025b   2010–2019
    """,
    re.VERBOSE,
)
_FIGURE = re.compile(
    r"""
    [-+−–]?\(?[$€£]?\d[\d.,]*%?\)?[a-z*]{0,2}     # 4,512.2   (7.0)   -0.4   86d   66%
  | [-–—−] | \.{2,3} | … | % | n/?a               # what stands for none
    """,
    re.VERBOSE | re.IGNORECASE,
)

Row = Sequence[str]


def head_lines(rows: Sequence[Row]) -> int:
    """How many rows are the head; 0 where the first has a label and a value already."""
    if not rows or _has_value(rows[0]):
        return 0
    lines = 1
    while lines < min(len(rows), _MAX_LINES) and _goes_on(rows[lines - 1 : lines + 2]):
        lines += 1
    return lines if lines < len(rows) else 1


def head_of(rows: Sequence[Row]) -> tuple[str, ...]:
    """The head as one row: what stands over each column, from the top down; () without a head."""
    lines = rows[: head_lines(rows)]
    width = max(map(len, lines), default=0)
    padded = [[*row, *[""] * (width - len(row))] for row in lines]
    told = [_told_again(row, padded[place + 1 :]) for place, row in enumerate(padded)]
    return tuple(" ".join(filter(None, column)) for column in zip(*told, strict=True))


def _goes_on(rows: Sequence[Row]) -> bool:
    """Whether the second of three rows goes on with the head that the first ends so far."""
    above, row, *following = rows
    told = [cell for cell in row if cell]
    if _has_value(row) or not told:
        return False
    if all(map(_UNIT.fullmatch, told)) or (len(told) > 1 and all(map(_is_years, told))):
        return True
    if len(told) == 1 and row[0] and len(row) > 1:  # the name of a group of rows
        return False
    if not row[0] or all(map(_UNIT.fullmatch, filter(None, above))):
        return True
    has_room = any(above[1:]) and not all(above[1:])
    return has_room and (not above[0] or any(map(_has_value, following)))


def _has_value(row: Row) -> bool:
    """Whether a row tells a figure, a year aside, of something that it names."""
    figures = [cell for cell in row if _is_figures(cell) and not _is_years(cell)]
    is_told = any(re.search(r"\d", cell) for cell in figures)
    return is_told and any(_LETTERS.search(cell) and cell not in figures for cell in row)


def _is_figures(cell: str) -> bool:
    return bool(cell) and all(map(_FIGURE.fullmatch, cell.split()))


def _is_years(cell: str) -> bool:
    return bool(cell) and all(map(_YEAR.fullmatch, cell.split()))


def _told_again(row: Row, below: Sequence[Row]) -> list[str]:
    """A row of a head with its texts over every column that they span, the first column aside."""
    told = list(row)
    for place in range(2, len(row)):
        if not told[place] and any(line[place] for line in below):
            told[place] = told[place - 1]
    return told
