"""What is usual in a report: the size of its letters, its margins, the distances of its lines."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from corpus.readers.pdf.lines import Line

_USUAL_LEADING = 1.2  # of the size, where too few lines tell it
_FEW_LINES = 4
_COMMON = 0.12  # of the distances of a size: what is rarer is an exception
_NEAR_MARGIN = 3.5  # of the size: how far a full line may end from the margin
_FULL_SHARE = 0.4  # of the measure: the least that a full line takes
_RIGHT_SHARE = 0.8  # of a page's lines end at its right margin or before


@dataclass(frozen=True, slots=True)
class Measure:
    """What is usual in a report.

    ``body`` is the size of most letters in points, ``margins`` the left margins of even and of
    odd pages, ``leadings`` the line distance for each size, ``rights`` the right margin of each
    page.
    """

    body: float
    margins: tuple[float, float]
    leadings: Mapping[int, float]
    rights: Mapping[int, float]

    def margin(self, page: int) -> float:
        """The left margin of a page; left and right pages of a book may differ."""
        return self.margins[page % 2]

    def right(self, page: int) -> float:
        """The right margin of a page."""
        return self.rights.get(page, 0.0)

    def leading(self, size: float) -> float:
        """The usual distance of two lines of a size within a paragraph."""
        return self.leadings.get(round(size), _USUAL_LEADING * size)

    def is_full(self, line: Line, following: Line | None = None) -> bool:
        """Whether a line runs from margin to margin, so that a sentence may go on behind it.

        Where margins are ragged, one that had no room for the next word is full as well.
        """
        right = self.right(line.page)
        is_wide = line.right - line.left > _FULL_SHARE * (right - self.margin(line.page))
        word = following.words[0].width + 0.25 * line.size if following else 0.0
        return is_wide and line.right > right - max(_NEAR_MARGIN * line.size, word)


def measure_lines(lines: Sequence[Line], *, body: float) -> Measure:
    """Measure what is usual in the lines of a report, whose letters mostly have a size."""
    lefts: tuple[Counter[int], Counter[int]] = (Counter(), Counter())
    for line in lines:
        if abs(line.size - body) < 0.6:
            lefts[line.page % 2][round(line.left)] += 1
    even, odd = (float(found.most_common(1)[0][0]) if found else 0.0 for found in lefts)
    return Measure(
        body=body,
        margins=(even or odd, odd or even),
        leadings=_leadings(lines),
        rights=_rights(lines),
    )


def _leadings(lines: Sequence[Line]) -> Mapping[int, float]:
    """The least distance of two lines that is no exception, for each size with enough lines.

    The commonest would be that of two paragraphs where most have a single line.
    """
    distances: dict[int, Counter[float]] = defaultdict(Counter)
    for before, line in pairwise(lines):
        distance = line.baseline - before.baseline
        is_run = before.page == line.page and before.size == line.size
        if is_run and 0.9 * line.size < distance < 2.6 * line.size:
            distances[round(line.size)][round(distance * 2) / 2] += 1
    return {
        size: min(each for each, count in counts.items() if count >= _COMMON * counts.total())
        for size, counts in distances.items()
        if counts.total() >= _FEW_LINES
    }


def _rights(lines: Sequence[Line]) -> Mapping[int, float]:
    """The right margin of each page; a page of names, which has no full line, takes the usual."""
    ends: dict[int, list[float]] = defaultdict(list)
    for line in lines:
        ends[line.page].append(line.right)
    edges = {page: sorted(found)[int(_RIGHT_SHARE * len(found))] for page, found in ends.items()}
    usual = median(edges.values()) if edges else 0.0
    return {page: max(edge, usual) for page, edge in edges.items()}
