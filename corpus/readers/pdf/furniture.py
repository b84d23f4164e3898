"""What every page repeats: running heads, page numbers, job numbers. It is no part of a report.

A line is furniture when the same line, its digits aside, stands at the same height of other
pages; what is printed once stays, whatever it looks like, and so does the last line of a text.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

from corpus.readers.pdf.lines import NOTE_RULE, Line, Row
from corpus.readers.pdf.page import Page

_BAND = 0.14  # of the page's height, at its top and at its bottom
_SAME_HEIGHT = 8.0  # points
_NEXT = 1.7  # of the body's size: the farthest that two lines of one text stand apart
_JOB_NUMBER = re.compile(
    r"""
    (?:[A-Z]{1,3}\.)?\d{2}-\d{5,6}[A-Z]?\b.*    # 25-00041 (E) 220125   GE.25-06162 (E)
  | please\ recycle.* | \*\d{7}\*          # Please recycle   *2500041*
    """,
    re.VERBOSE | re.IGNORECASE,
)
_NUMBERS = re.compile(r"\d+|^[ivxlc]+$")


def without_furniture(pages: Sequence[tuple[Page, list[Row]]], *, body: float) -> list[list[Row]]:
    """The rows of each page that are no furniture; larger lines than ``body`` are titles."""
    heights: dict[tuple[str, str], dict[int, float]] = defaultdict(dict)
    for page, rows in pages:
        for line, band in _banded(page, rows, body):
            heights[_key(line, band)].setdefault(page.number, _height(line, page, band))
    wanted = 2 if len(pages) < 5 else 3

    def is_usual(line: Line, page: Page, band: str) -> bool:
        height = _height(line, page, band)
        others = heights[_key(line, band)].values()
        return sum(abs(height - other) < _SAME_HEIGHT for other in others) >= wanted

    return [_kept(page, rows, is_usual, body=body) for page, rows in pages]


def _kept(
    page: Page, rows: Sequence[Row], is_usual: Callable[[Line, Page, str], bool], *, body: float
) -> list[Row]:
    banded = list(_banded(page, rows, body))
    usual = {id(line) for line, band in banded if is_usual(line, page, band)}
    furniture = usual - _ends_of_text(rows, usual, body=body)
    if page.number == 1:  # a cover prints its symbol where the other pages repeat it
        furniture -= {id(line) for line, band in banded if band == "head"}
    furniture |= {id(x) for x, band in banded if band == "foot" and _JOB_NUMBER.fullmatch(x.text)}
    kept = ([line for line in row if id(line) not in furniture] for row in rows)
    return [row for row in kept if row]


def _ends_of_text(rows: Sequence[Row], usual: set[int], *, body: float) -> set[int]:
    """The lines that look usual, and go on with the text right above them."""
    ends: set[int] = set()
    for above, row in pairwise(rows[:-1]):
        is_near = row[0].baseline - above[0].baseline < _NEXT * body
        if is_near and (id(above[0]) not in usual or id(above[0]) in ends):
            ends |= {id(line) for line in row}
    return ends


def _banded(page: Page, rows: Iterable[Row], body: float) -> Iterable[tuple[Line, str]]:
    """The lines near the edges of a page that can be furniture, each with its edge."""
    for row in rows:
        for line in row:
            is_title = line.is_bold and line.size > 1.15 * body
            if is_title or 0 in line.raised or NOTE_RULE.fullmatch(line.text):
                continue
            if line.bottom < _BAND * page.height:
                yield line, "head"
            elif line.top > (1 - _BAND) * page.height:
                yield line, "foot"


def _height(line: Line, page: Page, band: str) -> float:
    """How far a line stands from its edge, so that pages of two sizes agree."""
    return line.baseline if band == "head" else page.height - line.baseline


def _key(line: Line, band: str) -> tuple[str, str]:
    return band, _NUMBERS.sub("#", line.text.lower())
