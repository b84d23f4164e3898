"""The cells of a table: columns where hardly a word stands, rows where rules or space part them."""

from collections.abc import Sequence
from itertools import pairwise

from corpus.readers.pdf.lines import Row, text_of
from corpus.readers.pdf.page import Word

_FEW_ROWS = 4
_LEAST_BLANK = (9.0, 5.0)  # points between columns, in tables of few rows and of more
_MOST_CROSSING = 0.08  # of the rows: headings over two columns
_MAX_WIDTH = 20_000.0  # points; a wider table is none that anybody prints
_TIGHT = 0.35  # of the size: the space between the lines of one cell
_LOOSE = 0.6  # of the size: the space between the rows of a table that has space between them

Cells = tuple[tuple[str, ...], ...]


def cells_of(rows: Sequence[Row], levels: Sequence[float]) -> Cells:
    """The cells of a table's rows, row by row; ``levels`` are the heights of its rules."""
    words = [[word for line in row for word in line.words] for row in rows]
    edges = _regular_edges(rows) or _blank_edges(words)
    is_spaced = _is_spaced(words, levels)
    table: list[list[str]] = []
    for place, row in enumerate(words):
        cells = _parted(row, edges)
        if table and _goes_on(words[place - 1], row, cells, levels=levels, is_spaced=is_spaced):
            table[-1] = [f"{a} {b}".strip() for a, b in zip(table[-1], cells, strict=True)]
        else:
            table.append(cells)
    return tuple(map(tuple, table))


def _regular_edges(rows: Sequence[Row]) -> list[float]:
    """The middles between columns where every row has as many lines, as between bars."""
    if len({len(row) for row in rows}) != 1:
        return []
    columns = list(zip(*rows, strict=True))
    rights = [max(line.right for line in column) for column in columns[:-1]]
    lefts = [min(line.left for line in column) for column in columns[1:]]
    edges = [(right + left) / 2 for right, left in zip(rights, lefts, strict=True)]
    is_clear = all(right < left for right, left in zip(rights, lefts, strict=True))
    return edges if is_clear else []


def _blank_edges(rows: Sequence[Sequence[Word]]) -> list[float]:
    """The middles of the stretches that hardly a row has a word in, from left to right."""
    parted = [row for row in rows if len(row) > 1]
    if not parted:
        return []
    most = int(_MOST_CROSSING * len(parted))
    left = min(word.left for row in parted for word in row)
    right = max(word.right for row in parted for word in row)
    if right - left > _MAX_WIDTH:
        return []
    counts = [0] * (int(right - left) + 2)
    for row in parted:
        covered = {x for w in row for x in range(int(w.left - left), int(w.right - left) + 1)}
        for x in covered:
            counts[x] += 1
    blanks = [x for x, count in enumerate(counts) if count <= most]
    runs: list[list[int]] = []
    for x in blanks:
        if runs and x == runs[-1][-1] + 1:
            runs[-1].append(x)
        else:
            runs.append([x])
    least = _LEAST_BLANK[len(parted) >= _FEW_ROWS]
    inside = [run for run in runs if len(run) >= least and run[-1] < right - left]
    return [left + (run[0] + run[-1]) / 2 for run in inside]


def _parted(words: Sequence[Word], edges: Sequence[float]) -> list[str]:
    """The words of a row by columns, each by where its middle stands."""
    columns: list[list[Word]] = [[] for _ in range(len(edges) + 1)]
    for word in words:
        columns[sum(edge < (word.left + word.right) / 2 for edge in edges)].append(word)
    return [text_of(column).strip() for column in columns]


def _is_spaced(rows: Sequence[Sequence[Word]], levels: Sequence[float]) -> bool:
    """Whether space parts the rows of a table, and not the lines of their cells."""
    pairs = [(before, row) for before, row in pairwise(rows) if not _ruled(before, row, levels)]
    spaces = [_space(before, row) for before, row in pairs]
    return bool(spaces) and max(spaces) > _LOOSE and min(spaces) < _TIGHT


def _goes_on(
    before: Sequence[Word],
    row: Sequence[Word],
    cells: Sequence[str],
    *,
    levels: Sequence[float],
    is_spaced: bool,
) -> bool:
    """Whether a row goes on with the cells of the one above it."""
    if _ruled(before, row, levels):
        return False
    return not cells[0] or (is_spaced and _space(before, row) < _TIGHT)


def _ruled(before: Sequence[Word], row: Sequence[Word], levels: Sequence[float]) -> bool:
    bottom, top = max(word.bottom for word in before), min(word.top for word in row)
    return any(bottom - 2 < level < top + 2 for level in levels)


def _space(before: Sequence[Word], row: Sequence[Word]) -> float:
    """The space between two rows, of the size of the lower one's letters."""
    top, bottom = min(word.top for word in row), max(word.bottom for word in before)
    return (top - bottom) / row[0].size
