"""The lines of all pages to blocks: where a paragraph, an item or a heading begins.

Pages and columns are one stream here, so that a paragraph that runs over a page stays one block.
A line opens a block for what can be seen: more space above it, a label with a tab, other letters,
another indent. Whether the label counts a paragraph is for ``corpus.structure`` to say.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.blocks import Block, BlockKind, tidy_lines
from corpus.boxes import join_boxes
from corpus.numbering import Mark, paragraph_number, split_mark
from corpus.readers.lines import ENDS_SENTENCE
from corpus.readers.pdf.lines import Line, text_of
from corpus.readers.pdf.measure import Measure
from corpus.readers.pdf.wording import Wording
from corpus.records import Box

_MORE_SPACE = 1.28  # of the usual distance between lines
_OTHER_SIZE = 0.6  # points between letters that are not of one size
_INDENT = 0.8  # of the size: the least shift that is meant
_LARGER = 1.08  # of the body's size: letters of a title
_MAX_ITALIC_CHARS = 240
_ROOM = 0.12  # of the right margin: more than a title's own indent
_ASIDE = 0.65  # of the right margin: beyond it stand dates and signatures, and no titles
_MAX_FACTS = 6  # lines in a row on a cover; more are prose
_CONTENTS = re.compile(r"(?:table of )?contents", re.IGNORECASE)
_GOES_ON = re.compile(r"[a-zà-ÿ]|\d{1,2} \w+ \d{4}\b")  # "the Commission"   "31 December 2024"
_DASHES = frozenset("–—-*")


@dataclass(slots=True)
class Flow:
    """Collects lines into blocks."""

    measure: Measure
    wording: Wording
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
        return self._is_set_apart(before, line) or self._begins_anew(before, line)

    def _is_set_apart(self, before: Line, line: Line) -> bool:
        """Whether their size, their place or the space between them alone part two lines."""
        if abs(line.size - before.size) > _OTHER_SIZE or before.has_page_column:
            return True
        if _CONTENTS.fullmatch(line.text) or _CONTENTS.fullmatch(before.text):
            return True
        leaves_cover = before.page == 1 != line.page and not self.measure.is_full(before)
        has_space = _is_below(before, line) and self._has_space(before, line)
        return leaves_cover or has_space or self._stands_beside(before, line)

    def _begins_anew(self, before: Line, line: Line) -> bool:
        """Whether a label, another style or an indent begins a block where a sentence can end."""
        ends = ENDS_SENTENCE.search(text_of(before.level))
        has_ended = bool(ends) or not self.measure.is_full(before, line)
        mark, _ = split_mark(text_of(line.level))
        if mark is not None and self._is_label(mark, line, has_ended=has_ended):
            return True
        if has_ended and self._changes_style(before, line):
            return True
        if line.is_bold and before.is_bold and self._has_room(before, line):
            return True
        if not _is_below(before, line):
            return bool(ends) and self._begins_page(before, line)
        return has_ended and self._is_shifted(before, line)

    def _changes_style(self, before: Line, line: Line) -> bool:
        """Whether bold letters begin or end, or slanted ones that fill no line."""
        if line.is_bold != before.is_bold:
            return True
        slanted = line if line.is_italic else before
        return line.is_italic != before.is_italic and not self.measure.is_full(slanted)

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
        if before.text.endswith(":") or _GOES_ON.match(line.text):
            return False
        right = self.measure.right(line.page)
        return before.right + line.words[0].width + _ROOM * right < right

    def _is_label(self, mark: Mark, line: Line, *, has_ended: bool) -> bool:
        """Whether a mark at the start of a line is a label there, and no word of a sentence."""
        if line.level[0].text in _DASHES and not line.has_tab:
            return False
        if mark.is_bullet:
            return True
        before = self._lines[-1]
        is_indented = abs(line.left - before.left) > _INDENT * line.size
        is_first = line.page != before.page and paragraph_number(mark) is not None
        stands_out = line.has_tab or is_indented or is_first or not self.measure.is_full(before)
        return stands_out and (has_ended or (line.has_tab and (is_indented or is_first)))

    def _begins_page(self, before: Line, line: Line) -> bool:
        """Whether a page or a column begins with a block, behind a sentence that has ended."""
        if not self.measure.is_full(before):
            return True
        indent = line.left - self.measure.margin(line.page)
        is_indented = min(indent, line.left - before.left) > _INDENT * line.size
        return is_indented and len(self._lines) > 1

    def _is_shifted(self, before: Line, line: Line) -> bool:
        """Whether the indent of a line says that another block begins."""
        shift = line.left - before.left
        if abs(shift) <= _INDENT * line.size or _is_centred(before, line):
            return False
        if len(self._lines) > 1:
            return True
        is_hanging = before.has_tab or split_mark(before.text)[0] is not None
        return shift > 0 and not is_hanging

    def _block(self, lines: Sequence[Line]) -> Block:
        text = tidy_lines(self._text(lines))
        is_bold = all(line.is_bold for line in lines)
        is_italic = all(line.is_italic for line in lines)
        size = max(line.size for line in lines)
        is_large = size > _LARGER * self.measure.body
        is_aside = lines[0].left > _ASIDE * self.measure.right(lines[0].page)
        is_title = is_bold or is_large or (is_italic and not is_aside and _can_be_title(text))
        return Block(
            kind=BlockKind.HEADING if is_title else BlockKind.TEXT,
            text=text,
            depth=self._depth(lines[0]),
            is_bold=is_bold,
            is_italic=is_italic,
            size=size,
            page=lines[0].page,
            boxes=boxes_of(lines),
            notes=tuple(mark for line in lines for mark in self.wording.notes(line)),
        )

    def _depth(self, first: Line) -> int:
        """How many steps of indent a line stands from the margin."""
        indent = first.left - self.measure.margin(first.page)
        return max(0, round(indent / (2 * self.measure.body)))

    def _text(self, lines: Sequence[Line]) -> str:
        """The words of a block; a cover's line that ends early is a line of its own."""
        parts: list[list[Line]] = [[]]
        for before, line in zip([None, *lines], lines, strict=False):
            is_cover = line.page == 1 and len(lines) <= _MAX_FACTS
            if is_cover and before is not None and self._has_room(before, line):
                parts.append([])
            parts[-1].append(line)
        return "\n".join(map(self.wording.text, parts))


def _is_below(before: Line, line: Line) -> bool:
    """Whether a line follows another in its column."""
    return before.page == line.page and line.baseline > before.baseline


def _is_centred(before: Line, line: Line) -> bool:
    middle = (line.left + line.right) / 2 - (before.left + before.right) / 2
    return abs(middle) < line.size


def _can_be_title(text: str) -> bool:
    return len(text) <= _MAX_ITALIC_CHARS and not text.endswith((".", ";", ",", ":"))


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
