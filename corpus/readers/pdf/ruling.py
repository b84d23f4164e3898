"""What the rules of a table tell of its cells: where columns part, and what a head spans.

Many tables rule every cell by itself, so that the pieces of a rule are the cells below it. The
rule in most pieces tells the columns; one above it in fewer pieces tells which of them a name
in the head spans.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.readers.pdf.lines import Row
from corpus.readers.pdf.page import Rule

_LEVEL = 2.0  # points: rules no farther apart are one
_SLACK = 2.0  # points: what a word may stand out of its cell
_REACH = 14.0  # points: how far the words of a table stand out of its rules
_MOST_PARTED = 0.05  # of the words: those that stand out of their cells

Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Ruling:
    """The rules of a page or of a table of it: at each height, its pieces from left to right."""

    levels: tuple[tuple[float, tuple[Span, ...]], ...]

    @property
    def heights(self) -> list[float]:
        """The heights at which rules run, from top to bottom."""
        return [height for height, _ in self.levels]

    def between(self, top: float, bottom: float) -> "Ruling":
        """The rules that run between two heights."""
        return Ruling(tuple(level for level in self.levels if top < level[0] < bottom))

    def columns(self, rows: Sequence[Row]) -> tuple[Span, ...]:
        """The pieces of the rule in most pieces of those that run over the width of some rows.

        () where there is none, or where its pieces part words of rows in columns below it.
        """
        lines = [line for row in rows for line in row]
        left, right = min(line.left for line in lines), max(line.right for line in lines)
        whole = [level for level in self.levels if _covers(level[1], left, right)]
        height, columns = max(whole, key=lambda level: len(level[1]), default=(0.0, ()))
        edges = [piece[0] for piece in columns[1:]]
        below = [line for row in rows if len(row) > 1 for line in row if line.top > height]
        words = [word for line in below for word in line.words]
        parted = sum(
            any(w.left + _SLACK < edge < w.right - _SLACK for edge in edges) for w in words
        )
        return columns if edges and parted <= _MOST_PARTED * len(words) else ()

    def head_end(self, columns: Sequence[Span]) -> float:
        """The height of the first rule in the pieces that are the columns; 0 where none is."""
        return next((level for level, own in self.levels if len(own) == len(columns)), 0.0)

    def above(self, height: float) -> tuple[Span, ...]:
        """The pieces of the nearest rule above a height; () where there is none."""
        return next((own for level, own in reversed(self.levels) if level < height), ())


def read_ruling(rules: Sequence[Rule]) -> Ruling:
    """The rules of a page by their heights, those drawn twice once."""
    levels: list[tuple[float, list[Span]]] = []
    for rule in sorted(rules, key=lambda rule: rule.top):
        if not levels or rule.top - levels[-1][0] > _LEVEL:
            levels.append((rule.top, []))
        levels[-1][1].append((rule.left, rule.right))
    return Ruling(tuple((height, _once(pieces)) for height, pieces in levels))


def _once(pieces: Sequence[Span]) -> tuple[Span, ...]:
    """Pieces in order, those that share more than their ends as one."""
    joined: list[Span] = []
    for left, right in sorted(pieces):
        if joined and left < joined[-1][1] - _LEVEL:
            joined[-1] = (joined[-1][0], max(joined[-1][1], right))
        else:
            joined.append((left, right))
    return tuple(joined)


def _covers(pieces: Sequence[Span], left: float, right: float) -> bool:
    return pieces[0][0] < left + _REACH and right - _REACH < pieces[-1][1]
