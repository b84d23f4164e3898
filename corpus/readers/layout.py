"""Which tables set a page instead of telling figures: covers and summaries are laid out as such."""

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.blocks import Block, BlockKind, tidy
from corpus.numbering import paragraph_number, read_heading, split_mark

_MAX_COVER_ROWS = 4  # symbol, organ and distribution, session, date: a cover needs no more


@dataclass(slots=True)
class Layout:
    """How far a file was read: whether it has said anything, and whether its body has begun."""

    has_text: bool = False
    has_begun: bool = False

    def see(self, block: Block) -> Block:
        """Take note of a block, which is given back: a number or a chapter begins the body."""
        mark, _ = split_mark(tidy(block.text))
        is_number = mark is not None and paragraph_number(mark) is not None
        is_heading = block.kind is BlockKind.HEADING
        is_chapter = is_heading and read_heading(tidy(block.text)).label is not None
        self.has_text = True
        self.has_begun = self.has_begun or bool(block.mark) or is_number or is_chapter
        return block

    def is_set_by(self, widths: Sequence[int]) -> bool:
        """Whether a table whose rows have so many cells sets the cover.

        It does when it opens the file, and when it is a box or a strip before the body.
        """
        if self.has_begun:
            return False
        is_strip = len(widths) == 1 or all(width == 1 for width in widths)
        return is_strip or (not self.has_text and len(widths) <= _MAX_COVER_ROWS)
