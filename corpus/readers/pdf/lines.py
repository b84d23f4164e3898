"""Words to lines: what stands on one baseline, with raised note marks told from other words.

A row is everything on one baseline; a wide gap parts a row into lines, so that the cells of a
table and the halves of a cover are lines of their own, while a label and its words are one.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from statistics import median

from corpus.numbering import split_mark
from corpus.readers.pdf.page import Bar, Word

_WIDE_GAP = 1.25  # of the size: more than most justified lines stretch a blank
_EVEN = 2.2  # times the usual blank of a row: a justified line stretches all of them alike
_LABEL_GAP = 6.0  # of the size: the farthest that a label's words stand from it
_HEADING_LABEL = re.compile(r"[IVXLC]+\.?|[A-Z]\.?|\d{1,2}(?:\.\d{1,2})*\.?|[A-Z][a-z]+ [IVX]+\.?")
_PAGES = re.compile(r"\d{1,4}(?:\s?[–-]\s?\d{1,4})?")
_RAISED_MARK = re.compile(
    r"""
    \d{1,3}(?:\s?[,–-]\s?\d{1,3})*,?     # 13   36,37
  | [a-z]{1,2} | \*+ | [†‡§#]            # a   *   †
    """,
    re.VERBOSE,
)


NOTE_RULE = re.compile(r"[_–—-]{5,}")


@dataclass(frozen=True)
class Line:
    """The words of one line of print, from left to right, at least one."""

    page: int
    words: tuple[Word, ...]
    raised: frozenset[int] = frozenset()

    @cached_property
    def left(self) -> float:
        """The left edge."""
        return self.words[0].left

    @cached_property
    def right(self) -> float:
        """The right edge."""
        return max(word.right for word in self.words)

    @cached_property
    def top(self) -> float:
        """The upper edge of its level words."""
        return min(word.top for word in self.level)

    @cached_property
    def bottom(self) -> float:
        """The lower edge of its level words."""
        return max(word.bottom for word in self.level)

    @cached_property
    def level(self) -> tuple[Word, ...]:
        """The words that are not raised; all of them when every one is."""
        kept = tuple(w for place, w in enumerate(self.words) if place not in self.raised)
        return kept or self.words

    @cached_property
    def baseline(self) -> float:
        """Where its level words stand."""
        return self.level[0].baseline

    @cached_property
    def size(self) -> float:
        """The size of most of its letters, in points."""
        sizes: dict[float, int] = {}
        for word in self.level:
            size = round(word.size, 1)
            letters = len(word.text) - word.text.count(".")  # leaders of contents are set smaller
            sizes[size] = sizes.get(size, 0) + letters
        return max(sizes, key=lambda size: (sizes[size], size))

    @cached_property
    def is_bold(self) -> bool:
        """Whether all of it is bold, its label aside."""
        return all(word.is_bold for word in self._telling)

    @cached_property
    def is_italic(self) -> bool:
        """Whether all of it is slanted, its label aside."""
        return all(word.is_italic for word in self._telling)

    @property
    def _telling(self) -> tuple[Word, ...]:
        """The words whose style tells that of the line: those with letters, after a label."""
        words = [word for word in self.level if any(c.isalpha() for c in word.text)]
        return tuple(words[1:] if len(words) > 1 and self.has_tab else words) or self.level

    @cached_property
    def has_tab(self) -> bool:
        """Whether a gap wider than a blank parts the first word from the next."""
        return len(self.level) > 1 and self.level[1].left - self.level[0].right > 0.7 * self.size

    @cached_property
    def has_page_column(self) -> bool:
        """Whether a number stands apart at its end, as in the lines of contents."""
        for place in range(len(self.words) - 1, max(len(self.words) - 4, 0), -1):
            if self.words[place].left - self.words[place - 1].right > _WIDE_GAP * self.size:
                return _PAGES.fullmatch(text_of(self.words[place:]).strip()) is not None
        return False

    @cached_property
    def text(self) -> str:
        """All words, the raised ones included."""
        return text_of(self.words)

    @cached_property
    def fill(self) -> float:
        """The width of its words alone."""
        return sum(word.right - word.left for word in self.words)


Row = list[Line]


def text_of(words: Sequence[Word]) -> str:
    """The words with a blank between them, save before a word that is glued to another."""
    pieces = [word.text if word.is_glued or not place else f" {word.text}"
              for place, word in enumerate(words)]  # fmt: skip
    return "".join(pieces)


def rows_of(words: Sequence[Word], page: int, bars: Sequence[Bar] = ()) -> list[Row]:
    """The rows of a page from top to bottom, each as its lines from left to right."""
    clusters = _clusters(words)
    rows = [_parted(cluster, page, bars) for cluster in clusters]
    return sorted((row for row in rows if row), key=lambda row: (row[0].baseline, row[0].left))


def _clusters(words: Sequence[Word]) -> list[list[Word]]:
    """The words of each baseline; raised words join the baseline that they hang over."""
    clusters: list[list[Word]] = []
    for word in sorted(words, key=lambda word: word.baseline):
        if clusters and word.baseline - clusters[-1][-1].baseline <= 0.16 * word.size:
            clusters[-1].append(word)
        else:
            clusters.append([word])
    for upper, lower in pairwise(clusters):
        rise = lower[0].baseline - upper[0].baseline
        if rise > 0.8 * max(word.size for word in lower):
            continue
        hanging = [word for word in upper if _hangs_over(word, lower)]
        if hanging:
            upper[:] = [word for word in upper if word not in hanging]
            lower.extend(hanging)
    return [cluster for cluster in clusters if cluster]


def _hangs_over(word: Word, lower: Sequence[Word]) -> bool:
    """Whether a small word is raised over a neighbour on the baseline below it."""
    for other in lower:
        rise = (other.baseline - word.baseline) / other.size
        is_smaller = word.size < 0.85 * other.size or _is_high_number(word, rise)
        is_near = word.left - other.right < 1.2 * other.size
        is_near &= other.left - word.right < _LABEL_GAP * other.size / 2  # a note's mark hangs
        if is_smaller and 0.1 < rise < 0.75 and is_near:
            return True
    return False


def _is_high_number(word: Word, rise: float) -> bool:
    """Whether a number stands so high over its line that no smaller letters need to tell it."""
    return rise > 0.3 and word.text.isdigit() and len(word.text) < 4


def _parted(cluster: list[Word], page: int, bars: Sequence[Bar]) -> Row:
    """The lines of a row: parted at bars, and at wide gaps save behind a label."""
    middle = (cluster[0].top + cluster[0].bottom) / 2
    edges = [bar.left for bar in bars if bar.top < middle < bar.bottom]
    cluster.sort(key=lambda word: (word.left, word.right))
    gaps = [after.left - before.right for before, after in pairwise(cluster) if not after.is_glued]
    even = _EVEN * median(gaps) if len(gaps) > 2 else 0.0
    runs: list[list[Word]] = [[cluster[0]]]
    for word in cluster[1:]:
        gap = word.left - max(each.right for each in runs[-1])
        size = min(word.size, runs[-1][-1].size)
        limit = (_LABEL_GAP if _is_label(text_of(runs[-1])) else _WIDE_GAP) * size
        is_barred = any(runs[-1][-1].right - 1 < edge < word.left + 1 for edge in edges)
        if gap > max(limit, even) or is_barred:
            runs.append([word])
        else:
            runs[-1].append(word)
    return [line_of(run, page) for run in runs]


def _is_label(text: str) -> bool:
    if _HEADING_LABEL.fullmatch(text):
        return True
    mark, words = split_mark(f"{text} ")
    return mark is not None and not words


def line_of(words: Sequence[Word], page: int) -> Line:
    """The line that words from left to right make, with its raised marks told from the rest."""
    ordered = list(words)
    for place, word in enumerate(ordered):
        word.is_glued = word.is_glued and place > 0
    base = median(word.baseline for word in ordered for _ in word.text)
    size = max((w.size for w in ordered if abs(w.baseline - base) < 1), default=ordered[0].size)
    raised = frozenset(
        place for place, word in enumerate(ordered) if _is_raised(word, base=base, size=size)
    )
    return Line(page, tuple(ordered), raised)


def _is_raised(word: Word, *, base: float, size: float) -> bool:
    """Whether a word is a note mark over the baseline of its line."""
    rise = (base - word.baseline) / size
    is_high = (word.size < 0.85 * size and rise > 0.1) or _is_high_number(word, rise)
    return is_high and _RAISED_MARK.fullmatch(word.text) is not None


def joined(row: Row) -> Line:
    """The lines of a row as one."""
    return (
        row[0] if len(row) == 1 else line_of([w for line in row for w in line.words], row[0].page)
    )


def is_ornament(row: Row) -> bool:
    """Whether a row is but a rule or stars that part or end a text; a note's rule is none."""
    text = "".join(line.text for line in row)
    has_letters = any(letter.isalnum() for letter in text)
    return not has_letters and len(text) > 2 and not NOTE_RULE.fullmatch(text)


def body_size(pages: Iterable[Iterable[Row]]) -> float:
    """The size in which most letters of a report are set, in points."""
    letters: Counter[float] = Counter()
    for rows in pages:
        for row in rows:
            for line in row:
                letters[line.size] += len(line.text)
    return letters.most_common(1)[0][0] if letters else 10.0
