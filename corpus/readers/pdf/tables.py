"""Tables and figures: rows whose words stand in columns between rules, or are set small.

A table is found by its rules and its columns together: lines in columns without a rule are a
list of names, and rules around full lines are a box of text.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.readers.pdf.cells import cells_of
from corpus.readers.pdf.lines import Line, Row, joined
from corpus.readers.pdf.page import Rule
from corpus.readers.pdf.ruling import Ruling, read_ruling

_SMALL = 0.94  # of the body's size
_NEAR_RULE = 14.0  # points: how far the outer rules of a table stand from its words
_MAX_GAP = 4.5  # of the body's size, between two rows that no rule parts
_WRAPPED_GAP = 0.9  # of the body's size: the lines of a cell stand no farther apart
_NARROW = 0.6  # of the table's width
_FULL_LINE = 25.0  # of the body's size: the words of a full line, set together
_LEADER = re.compile(r"\.{4,}|(?:\. ){4,}|…{2,}")
_CAPTION = re.compile(r"(?:table|figure|chart|map|graph|diagram)\b\s*[\dIVXLC]*\b.{0,200}", re.I)
_BARE_CAPTION = re.compile(
    r"(?:table|figure|chart|map|graph|diagram)\s+(?:\d{1,3}|[IVXLC]+)(?:\s*[.:–—-].{0,200})?", re.I
)
_UNIT = re.compile(r"\(.{3,60}\)")  # "(in millions of United States dollars)"
_SOURCE = re.compile(
    r"(?:sources?|notes?|abbreviations?|[a-z]|\*+)\s*[:.]?\s*\S.*", re.IGNORECASE | re.DOTALL
)
_MAX_CAPTION_LINES = 5


@dataclass(frozen=True, slots=True)
class FoundTable:
    """A table of a page: which rows it takes, its caption among them, and its cells."""

    start: int
    end: int
    caption: str
    cells: tuple[tuple[str, ...], ...]
    lines: tuple[Line, ...]


def find_tables(
    rows: Sequence[Row], rules: Sequence[Rule], *, body: float, start: int = 0
) -> list[FoundTable]:
    """The tables and figures from a row on, from top to bottom; they share no row."""
    ruling = read_ruling(rules)
    levels = ruling.heights
    found: list[FoundTable] = []
    place = start
    while place < len(rows):
        end = _table_end(rows, place, levels, body=body)
        if end is None and (below := _bare_caption_end(rows, place)) is not None:
            end = _table_end(rows, below, levels, body=body) if below < len(rows) else None
            end = _notes_end(rows, end or below, body=body)
            found.append(_table(rows, place, below, end, ruling))
            place = end
            continue
        if end is None:
            place += 1
            continue
        floor = found[-1].end if found else start
        first = _caption_start(rows, place, floor=floor, body=body)
        end = _notes_end(rows, end, body=body)
        found.append(_table(rows, first, place, end, ruling))
        place = end
    return found


def is_columnar(row: Row) -> bool:
    """Whether a row has words in two columns, and is no line of contents."""
    return len(row) > 1 and not any(_LEADER.search(line.text) for line in row)


def _table_end(
    rows: Sequence[Row], start: int, levels: Sequence[float], *, body: float
) -> int | None:
    """Where the table ends that begins at a row; None where none begins."""
    if not (is_columnar(rows[start]) or _is_small(rows[start], body)):
        return None
    end = start
    while end < len(rows) and _continues(rows, start, end, levels, body=body):
        end += 1
    region = rows[start:end]
    columnar = sum(map(is_columnar, region))
    ruled = _between(levels, _top(region[0]) - _NEAR_RULE, _bottom(region[-1]) + _NEAR_RULE)
    is_small = all(_is_small(row, body) for row in region)
    is_grid = max(map(len, region)) >= 3
    if columnar >= 2 and (len(ruled) >= 2 or is_small or is_grid):
        return end
    is_title = all(line.is_bold for row in region for line in row)
    is_figure = is_small and len(region) > 1 and not is_title
    return end if is_figure and not _is_prose(region, body=body) else None


def _between(levels: Sequence[float], top: float, bottom: float) -> list[float]:
    """The rules that run between two heights."""
    return [level for level in levels if top < level < bottom]


def _continues(
    rows: Sequence[Row], start: int, place: int, levels: Sequence[float], *, body: float
) -> bool:
    """Whether a row belongs to the table that begins at ``start``."""
    row, before = rows[place], rows[place - 1]
    gap = _top(row) - _bottom(before) if place > start else 0.0
    if gap > _MAX_GAP * body and not _between(levels, _bottom(before), _top(row)):
        return False
    if is_columnar(row) or _is_small(row, body):
        return True
    following = rows[place + 1] if place + 1 < len(rows) else None
    is_between = following is not None and (
        is_columnar(following) or bool(_between(levels, _bottom(row), _top(following)))
    )
    is_wrapped = place > start and gap < _WRAPPED_GAP * body
    return (is_wrapped or is_between) and not row[0].has_tab and _is_narrow(rows, start, place)


def _is_narrow(rows: Sequence[Row], start: int, place: int) -> bool:
    """Whether a line fills a cell and not the whole width of a table."""
    lines = [line for row in rows[start : place + 1] for line in row]
    width = max(line.right for line in lines) - min(line.left for line in lines)
    line = rows[place][0]
    return line.right - line.left < _NARROW * width


def _is_small(row: Row, body: float) -> bool:
    return all(line.size <= _SMALL * body for line in row)


def _is_prose(rows: Sequence[Row], *, body: float) -> bool:
    """Whether small lines are running text: two or more, most of them full."""
    single = [row[0] for row in rows if len(row) == 1]
    if len(single) < len(rows) or _SOURCE.match(single[0].text) is not None:
        return False
    full = sum(line.fill > _FULL_LINE * body for line in single)
    return len(single) >= 2 and full >= len(single) / 2


def _caption_start(rows: Sequence[Row], start: int, *, floor: int, body: float) -> int:
    """The first row of the caption that stands above a table; ``start`` when there is none."""
    lowest = max(floor, start - _MAX_CAPTION_LINES)
    for place in range(start - 1, lowest - 1, -1):
        line = joined(rows[place])
        if _CAPTION.fullmatch(line.text) and (
            line.is_bold or line.is_italic or len(line.text) < 90
        ):
            return place
        is_near = _top(rows[place + 1]) - _bottom(rows[place]) < 2.2 * body
        is_title = line.is_bold or line.is_italic or line.text.startswith("(")
        if not is_near or not is_title:
            break
    title = start if _UNIT.fullmatch(joined(rows[start]).text) else start - 1
    if title < floor or not _UNIT.fullmatch(joined(rows[title]).text):
        return start
    while title > lowest and _is_table_title(joined(rows[title - 1]), body):
        title -= 1
    return title


def _is_table_title(line: Line, body: float) -> bool:
    """Whether a line is bold and no larger than the text: a larger one is a heading."""
    return line.is_bold and not line.has_tab and line.size < 1.08 * body


def _bare_caption_end(rows: Sequence[Row], place: int) -> int | None:
    """Where a caption ends that begins at a row: "Figure II", and the title in bold below it."""
    if not _BARE_CAPTION.fullmatch(joined(rows[place]).text):
        return None
    end = place + 1
    while end < len(rows) and end - place < _MAX_CAPTION_LINES and _is_caption_line(rows, end):
        end += 1
    return end


def _is_caption_line(rows: Sequence[Row], place: int) -> bool:
    line = joined(rows[place])
    is_near = _top(rows[place]) - _bottom(rows[place - 1]) < 0.8 * line.size
    is_title = line.is_bold or line.is_italic or line.text.startswith("(")
    return is_near and is_title and not line.has_tab


def _notes_end(rows: Sequence[Row], end: int, *, body: float) -> int:
    """Where the small lines end that stand below a table."""
    while end < len(rows) and _is_small(rows[end], body):
        end += 1
    return end


def _table(rows: Sequence[Row], start: int, first: int, end: int, ruling: Ruling) -> FoundTable:
    caption = " ".join(joined(row).text for row in rows[start:first])
    if (
        not caption
        and first < end
        and _CAPTION.fullmatch(joined(rows[first]).text)
        and len(rows[first]) == 1
    ):
        caption, first = joined(rows[first]).text, min(first + 1, end)
    lines = tuple(line for row in rows[start:end] for line in row)
    around = lines[0].top - _NEAR_RULE, lines[-1].bottom + _NEAR_RULE
    cells = cells_of(rows[first:end], ruling.between(*around))
    return FoundTable(start, end, caption, cells, lines)


def _top(row: Row) -> float:
    return min(line.top for line in row)


def _bottom(row: Row) -> float:
    return max(line.bottom for line in row)
