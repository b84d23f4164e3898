"""The lines of all pages to blocks: where a paragraph, an item or a heading begins.

Pages and columns are one stream here, so that a paragraph that runs over a page stays one block.
A line opens a block for what can be seen: more space above it, a label with a tab, other letters,
another indent. Whether the label counts a paragraph is for ``corpus.structure`` to say.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from statistics import median

from corpus.blocks import Block, BlockKind, tidy_lines
from corpus.boxes import join_boxes
from corpus.numbering import Mark, paragraph_number, split_mark
from corpus.readers.lines import ENDS_SENTENCE
from corpus.readers.pdf.letters import Word
from corpus.readers.pdf.lines import Line, text_of
from corpus.records import Box

_MORE_SPACE = 1.28  # of the usual distance between lines
_USUAL_LEADING = 1.2  # of the size, where too few lines tell it
_FEW_LINES = 4
_INDENT = 0.8  # of the size: the least shift that is meant
_LARGER = 1.08  # of the body's size: letters of a title
_MAX_ITALIC_CHARS = 240
_ROOM = 0.12  # of the right margin: more than a title's own indent
_MAX_FACTS = 6  # lines in a row on a cover; more are prose
_BROKEN_ADDRESS = re.compile(r"(?:https?://|www\.)\S*[/=?&_%#-]$")
_CONTENTS = re.compile(r"(?:table of )?contents", re.IGNORECASE)
_DASHES = frozenset("–—-*")


@dataclass(frozen=True, slots=True)
class Measure:
    """What is usual in a report: the size of its letters, its left margin, its line distances."""

    body: float
    margins: tuple[float, float]
    leadings: dict[float, float]
    rights: dict[int, float]

    def margin(self, page: int) -> float:
        """The left margin of a page; left and right pages of a book may differ."""
        return self.margins[page % 2]

    def leading(self, size: float) -> float:
        """The usual distance of two lines of a size within a paragraph."""
        return self.leadings.get(round(size), _USUAL_LEADING * size)

    def is_full(self, line: Line, following: Line | None = None) -> bool:
        """Whether a line runs from margin to margin, so that a sentence may go on behind it.

        Where margins are ragged, one that had no room for the next word is full as well.
        """
        right = self.rights.get(line.page, 0.0)
        is_wide = line.right - line.left > 0.4 * (right - self.margin(line.page))
        word = following.words[0].right - following.words[0].left if following else 0.0
        return is_wide and line.right > right - max(3.5 * line.size, word + 0.25 * line.size)


def measure_lines(lines: Sequence[Line], *, body: float) -> Measure:
    """Measure what is usual in the lines of a report."""
    lefts: tuple[Counter[int], Counter[int]] = (Counter(), Counter())
    distances: dict[int, Counter[float]] = defaultdict(Counter)
    rights: dict[int, list[float]] = defaultdict(list)
    for before, line in zip([None, *lines], lines, strict=False):
        rights[line.page].append(line.right)
        if abs(line.size - body) < 0.6:
            lefts[line.page % 2][round(line.left)] += 1
        if before is not None and before.page == line.page and before.size == line.size:
            distance = line.baseline - before.baseline
            if 0.9 * line.size < distance < 2.6 * line.size:
                distances[round(line.size)][round(distance * 2) / 2] += 1
    leadings = {
        float(size): max(counts, key=lambda each: (counts[each], -each))
        for size, counts in distances.items()
        if sum(counts.values()) >= _FEW_LINES
    }
    edges = {page: sorted(found)[int(0.8 * len(found))] for page, found in rights.items()}
    usual = median(edges.values()) if edges else 0.0  # a page of names has no full line
    edges = {page: max(edge, usual) for page, edge in edges.items()}
    even, odd = (float(found.most_common(1)[0][0]) if found else 0.0 for found in lefts)
    margins = (even or odd, odd or even)
    return Measure(body=body, margins=margins, leadings=leadings, rights=edges)


@dataclass(slots=True)
class Flow:
    """Collects lines into blocks.

    ``marks`` are those of the report's notes, ``starred`` the pages that have a note with stars,
    ``vocabulary`` the report's words in lower case.
    """

    measure: Measure
    marks: Collection[str]
    starred: Collection[int]
    vocabulary: Collection[str]
    _lines: list[Line] = field(default_factory=list)

    def add(self, line: Line) -> Block | None:
        """Take the next line; return the block that it ends, if it does."""
        ended = self._block(self._lines) if self._lines and self._opens(line) else None
        self._lines = [line] if ended else [*self._lines, line]
        return ended

    def close(self) -> tuple[Block, ...]:
        """The block that is open, if one is."""
        return (self._block(self._lines),) if self._lines else ()

    def _opens(self, line: Line) -> bool:
        before = self._lines[-1]
        is_same_column = before.page == line.page and line.baseline > before.baseline
        mark, _ = split_mark(text_of(line.level))
        if abs(line.size - before.size) > 0.6 or before.has_page_column:
            return True
        if _CONTENTS.fullmatch(line.text) or _CONTENTS.fullmatch(before.text):
            return True
        if self._stands_beside(before, line):
            return True
        if before.page == 1 != line.page and not self.measure.is_full(before):
            return True  # what a cover ends with is no beginning of the next page
        if is_same_column and self._has_space(before, line):
            return True
        has_ended = self._has_ended(before, line)
        if mark is not None and self._is_label(mark, line, has_ended=has_ended):
            return True
        if line.is_bold != before.is_bold and has_ended:
            return True
        if line.is_italic != before.is_italic and has_ended and self._is_short_italic(before, line):
            return True
        if line.is_bold and before.is_bold and self._has_room(before, line):
            return True
        return self._is_shifted(line, is_same_column=is_same_column, has_ended=has_ended)

    def _is_short_italic(self, *lines: Line) -> bool:
        return any(line.is_italic and not self.measure.is_full(line) for line in lines)

    def _has_ended(self, before: Line, line: Line) -> bool:
        """Whether a sentence ends with a line, by its last words or its length."""
        ends = ENDS_SENTENCE.search(text_of(before.level))
        return bool(ends) or not self.measure.is_full(before, line)

    def _stands_beside(self, before: Line, line: Line) -> bool:
        """Whether two lines of a cover stand in two columns, one row or nearly so."""
        is_level = line.page == 1 == before.page and line.baseline > before.baseline - line.size
        is_apart = line.right < before.left or line.left > before.right
        return is_level and is_apart and not before.text.endswith((". .", "..."))

    def _has_space(self, before: Line, line: Line) -> bool:
        distance = line.baseline - before.baseline
        return distance > _MORE_SPACE * self.measure.leading(line.size)

    def _has_room(self, before: Line, line: Line) -> bool:
        """Whether a title could have gone on in its line, so that the next one is another."""
        if before.text.endswith(":") or line.text[0].islower():
            return False
        right = self.measure.rights.get(line.page, 0.0)
        word = line.words[0].right - line.words[0].left
        return before.right + word + _ROOM * right < right

    def _is_label(self, mark: Mark, line: Line, *, has_ended: bool) -> bool:
        """Whether a mark at the start of a line is a label there, and no word of a sentence."""
        first = line.level[0].text
        if first in _DASHES and not line.has_tab:
            return False
        if mark.is_bullet:
            return True
        before = self._lines[-1]
        is_indented = abs(line.left - before.left) > _INDENT * line.size
        is_first = line.page != before.page and paragraph_number(mark) is not None
        stands_out = line.has_tab or is_indented or is_first or not self.measure.is_full(before)
        return stands_out and (has_ended or (line.has_tab and (is_indented or is_first)))

    def _is_shifted(self, line: Line, *, is_same_column: bool, has_ended: bool) -> bool:
        """Whether the indent of a line says that another block begins."""
        before = self._lines[-1]
        shift = line.left - before.left
        if not is_same_column:
            is_indented = line.left - self.measure.margin(line.page) > _INDENT * line.size
            is_short = not self.measure.is_full(before)
            ends = bool(ENDS_SENTENCE.search(text_of(before.level)))
            return ends and (
                is_short or (is_indented and len(self._lines) > 1 and shift > line.size)
            )
        if abs(shift) <= _INDENT * line.size or self._is_centred(before, line):
            return False
        if len(self._lines) == 1:
            is_hanging = before.has_tab or split_mark(before.text)[0] is not None
            return shift > 0 and has_ended and not is_hanging
        return has_ended

    def _is_centred(self, before: Line, line: Line) -> bool:
        middle = (line.left + line.right) / 2 - (before.left + before.right) / 2
        return abs(middle) < line.size

    def _block(self, lines: Sequence[Line]) -> Block:
        first = lines[0]
        text = tidy_lines(self._text(lines))
        notes = tuple(mark for line in lines for mark in self._notes(line))
        is_bold = all(line.is_bold for line in lines)
        is_italic = all(line.is_italic for line in lines)
        size = max(line.size for line in lines)
        is_heading = self._is_title(text, size=size, is_bold=is_bold, is_italic=is_italic)
        return Block(
            kind=BlockKind.HEADING if is_heading else BlockKind.TEXT,
            text=text,
            depth=self._depth(first),
            is_bold=is_bold,
            is_italic=is_italic,
            size=size,
            page=first.page,
            boxes=boxes_of(lines),
            notes=notes,
        )

    def _depth(self, first: Line) -> int:
        """How many steps of indent a line stands from the margin."""
        indent = first.left - self.measure.margin(first.page)
        return max(0, round(indent / (2 * self.measure.body)))

    def _is_title(self, text: str, *, size: float, is_bold: bool, is_italic: bool) -> bool:
        if is_bold or size > _LARGER * self.measure.body:
            return True
        return is_italic and len(text) <= _MAX_ITALIC_CHARS and not re.search(r"[.;,:]$", text)

    def _notes(self, line: Line) -> Iterator[str]:
        for place, word in enumerate(line.words):
            if place in line.raised and self._is_note(word.text):
                yield from marks_of(word.text)
            elif stars := self._stars(line, word):
                yield stars

    def _is_note(self, raised: str) -> bool:
        marks = marks_of(raised)
        return bool(marks) and all(mark in self.marks for mark in marks)

    def _stars(self, line: Line, word: Word) -> str:
        """The stars that a word ends with, where a note of its page has them: "annex).*"."""
        stars = re.search(r"(?<=[\w.,;:)”’])\*{1,4}$", word.text)
        return stars[0] if stars and line.page in self.starred else ""

    def _text(self, lines: Sequence[Line]) -> str:
        """The words of a block; a cover's line that ends early is a line of its own."""
        parts: list[list[str]] = [[]]
        for before, line in zip([None, *lines], lines, strict=False):
            is_cover = line.page == 1 and len(lines) <= _MAX_FACTS
            if is_cover and before is not None and self._has_room(before, line):
                parts.append([])
            parts[-1].append(self._line_text(line))
        return "\n".join(join_lines(part, self.vocabulary) for part in parts)

    def _line_text(self, line: Line) -> str:
        """The words of a line without the marks of notes."""
        kept = []
        for place, word in enumerate(line.words):
            if place not in line.raised or not self._is_note(word.text):
                stars = self._stars(line, word)
                kept.append(replace(word, text=word.text[: -len(stars)]) if stars else word)
        return text_of(kept)


def marks_of(raised: str) -> list[str]:
    """The marks of a raised word: "36,37" has two, "3–5" three."""
    marks: list[str] = []
    for part in re.split(r"[,\s]+", raised):
        ends = re.fullmatch(r"(\d{1,3})[–-](\d{1,3})", part)
        if ends and int(ends[1]) < int(ends[2]) < int(ends[1]) + 20:
            marks += map(str, range(int(ends[1]), int(ends[2]) + 1))
        elif part:
            marks.append(part)
    return marks


def join_lines(lines: Sequence[str], vocabulary: Collection[str]) -> str:
    """Join lines with a blank; a hyphen at a line's end stays unless only the whole word is known.

    "develop-" and "ment" are one word where ``vocabulary``, the report's own words in lower case,
    has "development" and not "develop-ment"; "long-" and "term" keep their hyphen.
    """
    joined = ""
    for line in lines:
        broken = re.search(r"(\w+)[-\u00ad]$", joined)
        if _BROKEN_ADDRESS.search(joined):
            joined += line
            continue
        if broken is None or not line or not line[0].isalnum():
            joined = f"{joined} {line}" if joined else line
            continue
        rest = re.match(r"\w+(?:-\w+)*", line)
        tail = rest[0] if rest else ""
        whole, hyphened = f"{broken[1]}{tail}".lower(), f"{broken[1]}-{tail}".lower()
        is_split = joined.endswith("\u00ad") or (whole in vocabulary and hyphened not in vocabulary)
        joined = (joined[:-1] if is_split else joined) + line
    return joined


def words_known(lines: Sequence[Line]) -> frozenset[str]:
    """The words of a report in lower case, those with hyphens inside lines included."""
    return frozenset(
        match.lower() for line in lines for match in re.findall(r"\w+(?:-\w+)*", line.text)
    )


def boxes_of(lines: Sequence[Line]) -> tuple[Box, ...]:
    """One box for each page and column that lines run through."""
    return join_boxes(
        Box(
            page=line.page,
            left=round(line.left, 1),
            top=round(line.top, 1),
            right=round(line.right, 1),
            bottom=round(line.bottom, 1),
        )
        for line in lines
    )
