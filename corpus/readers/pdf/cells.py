"""The cells of a table: columns where hardly a word stands, rows where rules or space part them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.readers.pdf.lines import Row, text_of
from corpus.readers.pdf.page import Word
from corpus.readers.pdf.ruling import Ruling, Span

_FEW_ROWS = 4
_LEAST_BLANK = (9.0, 5.0)  # points between columns, in tables of few rows and of more
_MOST_CROSSING = 0.08  # of the rows: headings over two columns
_MAX_WIDTH = 20_000.0  # points; a wider table is none that anybody prints
_TIGHT = 0.35  # of the size: the space between the lines of one cell
_LOOSE = 0.6  # of the size: the space between the rows of a table that has space between them
_BLANK = 0.5  # of the size: what parts two words of one text at most
_INSIDE = 3.0  # points from the left end of a rule: inside the cell below it

Cells = tuple[tuple[str, ...], ...]


def cells_of(rows: Sequence[Row], ruling: Ruling) -> Cells:
    """The cells of a table's rows, row by row; a text that spans columns is in the first."""
    words = [[word for line in row for word in line.words] for row in rows]
    if not words:
        return ()
    grid = _grid_of(rows, words, ruling)
    table: list[list[str]] = []
    heads = 0
    for place, row in enumerate(words):
        cells = grid.parted(row)
        if table and grid.goes_on(words[place - 1], row, cells, above=table):
            table[-1] = [f"{a} {b}".strip() for a, b in zip(table[-1], cells, strict=True)]
        else:
            table.append(cells)
            heads += grid.is_head(row)
    _lift(table[:heads], grid.lone)
    return tuple(tuple(row) for row in table if any(row))


@dataclass(frozen=True, slots=True)
class _Grid:
    """Where the columns of a table part, and what its rules tell of the cells of its head.

    ``lone`` are the columns that no text of the head spans with others.
    """

    edges: Sequence[float]
    ruling: Ruling
    is_spaced: bool
    head_end: float = 0.0
    lone: Sequence[int] = ()

    def is_head(self, row: Sequence[Word]) -> bool:
        """Whether a row stands above the rule that parts all columns."""
        return max(word.bottom for word in row) < self.head_end

    def parted(self, row: Sequence[Word]) -> list[str]:
        """The words of a row by columns: those of a run where it begins, or where its cell does."""
        pieces = self.ruling.above(min(w.bottom for w in row)) if self.is_head(row) else ()
        columns: list[list[Word]] = [[] for _ in range(len(self.edges) + 1)]
        for run in _runs(row, self.edges, is_strict=self._is_in_cells(row)):
            left, right = run[0].left, run[-1].right
            held = [piece for piece in pieces if piece[0] < (left + right) / 2 < piece[1]]
            start = held[0][0] + _INSIDE if held else (left + min(right, run[0].right)) / 2
            columns[sum(edge < start for edge in self.edges)] += run
        return [text_of(column).strip() for column in columns]

    def goes_on(
        self,
        before: Sequence[Word],
        row: Sequence[Word],
        cells: Sequence[str],
        *,
        above: Sequence[Sequence[str]],
    ) -> bool:
        """Whether a row goes on with the cells of the one above it, the last of ``above``."""
        if _ruled(before, row, self.ruling.heights):
            return False
        if not cells[0] or self.is_head(row):
            return True
        space = _space(before, row)
        if len(above) == 1 and not above[0][0] and not self._spans(before):
            return space < _LOOSE  # the upper line of names of columns
        return self.is_spaced and space < _TIGHT

    def _is_in_cells(self, row: Sequence[Word]) -> bool:
        """Whether every word of a row below the head stands in a ruled cell."""
        crossed = (word.left < edge < word.right for word in row for edge in self.edges)
        return bool(self.head_end) and not self.is_head(row) and not any(crossed)

    def _spans(self, row: Sequence[Word]) -> bool:
        """Whether a text of a row stands over two columns."""
        return any(
            run[0].left < edge < run[-1].right
            for run in _runs(row, self.edges)
            for edge in self.edges
        )


def _grid_of(rows: Sequence[Row], words: Sequence[Sequence[Word]], ruling: Ruling) -> _Grid:
    """The columns as rules tell them, else as the words stand."""
    columns, is_spaced = ruling.columns(rows), _is_spaced(words, ruling.heights)
    if not columns:
        return _Grid(_regular_edges(rows) or _blank_edges(words), ruling, is_spaced)
    edges = [(one[1] + other[0]) / 2 for one, other in pairwise(columns)]
    pieces = ruling.above(min(word.bottom for word in words[0]))
    spans = [[i for i, own in enumerate(columns) if _is_in(own, piece)] for piece in pieces]
    lone = [span[0] for span in spans if len(span) == 1]
    return _Grid(edges, ruling, is_spaced, ruling.head_end(columns), lone)


def _is_in(column: Span, piece: Span) -> bool:
    return piece[0] < (column[0] + column[1]) / 2 < piece[1]


def _lift(head: Sequence[list[str]], columns: Sequence[int]) -> None:
    """Put what a head tells of some columns into its first row, as of a cell that spans rows."""
    for column in columns:
        told = " ".join(row[column] for row in head if row[column])
        for place, row in enumerate(head):
            row[column] = "" if place else told


def _runs(
    words: Sequence[Word], edges: Sequence[float], *, is_strict: bool = False
) -> Iterator[list[Word]]:
    """The words that stand together: parted at an edge, but not where only a blank is there.

    ``is_strict`` parts them by a blank too, where the edge runs through it.
    """
    run: list[Word] = []
    for word in words:
        if run:
            before = run[-1]
            gap = word.left - before.right
            middles = (before.left + before.right) / 2, (word.left + word.right) / 2
            parting = [edge for edge in edges if middles[0] < edge < middles[1]]
            is_between = any(before.right <= edge <= word.left for edge in parting)
            if parting and (gap > _BLANK * word.size or (is_strict and is_between)):
                yield run
                run = []
        run.append(word)
    if run:
        yield run


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


def _is_spaced(rows: Sequence[Sequence[Word]], levels: Sequence[float]) -> bool:
    """Whether space parts the rows of a table, and not the lines of their cells."""
    pairs = [(before, row) for before, row in pairwise(rows) if not _ruled(before, row, levels)]
    spaces = [_space(before, row) for before, row in pairs]
    return bool(spaces) and max(spaces) > _LOOSE and min(spaces) < _TIGHT


def _ruled(before: Sequence[Word], row: Sequence[Word], levels: Sequence[float]) -> bool:
    bottom, top = max(word.bottom for word in before), min(word.top for word in row)
    return any(bottom - 2 < level < top + 2 for level in levels)


def _space(before: Sequence[Word], row: Sequence[Word]) -> float:
    """The space between two rows, of the size of the lower one's letters."""
    top, bottom = min(word.top for word in row), max(word.bottom for word in before)
    return (top - bottom) / row[0].size
