"""Where the front of a report ends: what is cover, what is contents, what is a note of either.

The front is cut before anything is read: the cover's lines have no order to trust, and a table
of contents repeats every label that the body is about to count.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from corpus.blocks import Block, BlockKind, tidy, tidy_lines
from corpus.cover import is_fact
from corpus.numbering import Mark, paragraph_number, read_heading, split_mark
from corpus.outline import OPENING_TITLES
from corpus.records import Note

UNFINISHED = re.compile(r"[.;:,!?]$")  # what a sentence ends with, and a heading does not

_MIN_PROSE_CHARS = 240  # a longer text on the front is prose, not a fact of the cover
_ENDS_WITH_PAGE = re.compile(r"[^\W\d]\S*\s+\d{1,3}(?:\s?[–-]\s?\d{1,3})?$")
_MAX_UNLED = 6  # entries of contents in a row that tell no page
_CONTENTS_WORDS = frozenset(
    {"contents", "table", "of", "page", "chapter", "section", "paragraphs", "paragraph"}
)
_STAR_NOTE = re.compile(r"(?P<mark>\*+)\s+(?P<text>\S.*)", re.DOTALL)


def split_front(blocks: Sequence[Block]) -> tuple[list[Block], list[Note], list[Block]]:
    """Part a report's blocks into its cover, the notes of the cover, and the rest.

    Tables of contents are in none of the three; once the body has begun nothing is left out.
    """
    end = _contents_end(blocks)
    body_page = blocks[end].page if end < len(blocks) else None
    entries = _contents_entries(blocks[:end], body_page)
    content = [block for place, block in enumerate(blocks) if place not in entries]
    place = _front_end(content)
    cover, notes = _part_notes(content[:place])
    return cover, notes, content[place:]


def read_mark(block: Block) -> tuple[Mark | None, str]:
    """The mark of a block, from its list or typed into its text, and the words after it."""
    text = tidy(block.text)
    if not block.mark:
        return split_mark(text)
    mark, _ = split_mark(f"{block.mark} ")
    return mark, text


def is_opening_title(block: Block) -> bool:
    """Whether a block is a title that opens a report whatever its markup: "Summary"."""
    return tidy(block.text).lower() in OPENING_TITLES


def _contents_end(blocks: Sequence[Block]) -> int:
    """The place of the first numbered paragraph, else of the first block of the body.

    Contents may stand below a summary, which is body already.
    """
    own = [(i, block) for i, block in enumerate(blocks) if not _is_contents(block)]
    numbered = (place for place, block in own if _has_number(block))
    first = (place for place, block in own if is_opening_title(block) or _begins_body(block))
    return next(numbered, next(first, len(blocks)))


def _contents_entries(front: Sequence[Block], body_page: int | None) -> set[int]:
    """The places of the blocks of contents, those of their entries without a leader included.

    ``body_page`` is where the body begins: a heading there is its own, and no entry.
    """
    entries = {place for place, block in enumerate(front) if _is_contents(block)}
    entries |= {
        place
        for place, (before, block) in enumerate(pairwise(front), 1)
        if _is_table_of_contents(block, before)
    }
    led = [place for place in entries if _has_page_leader(tidy(front[place].text))]
    led += _entries_below_title(front)
    entries |= set(led)
    for place, following in pairwise(sorted(led)):
        if following - place <= _MAX_UNLED:
            entries |= {i for i in range(place, following) if _can_be_entry(front[i])}
    last_page = front[max(led)].page if led else None
    for place in range(max(led, default=-1) + 1, len(front)):
        block = front[place]
        is_own = block.kind is BlockKind.HEADING and block.page == body_page
        is_entry = _can_be_entry(block) and not is_own
        if last_page is None or block.page != last_page or not is_entry:
            break
        entries.add(place)
    return entries


def _entries_below_title(front: Sequence[Block]) -> list[int]:
    """The places of short lines that end with a page, below the title of the contents."""
    titles = (place for place, block in enumerate(front) if _is_contents(block))
    start = next(titles, len(front))
    return [
        place
        for place in range(start, len(front))
        if _can_be_entry(front[place]) and _ENDS_WITH_PAGE.search(tidy(front[place].text))
    ]


def _can_be_entry(block: Block) -> bool:
    is_line = block.kind in (BlockKind.TEXT, BlockKind.HEADING)
    is_short = len(block.text) < _MIN_PROSE_CHARS
    return is_line and is_short and not _STAR_NOTE.fullmatch(tidy(block.text))


def _is_contents(block: Block) -> bool:
    text = tidy(block.text)
    is_title = bool(text) and set(text.lower().split()) <= _CONTENTS_WORDS
    return is_title or _has_page_leader(text)


def _has_page_leader(text: str) -> bool:
    """Whether a line ends as those of contents do: "I. Introduction . . . . . 3"."""
    words = text.rstrip("0123456789")
    return words != text and "".join(words.split()).endswith(("...", "…"))


def _has_number(block: Block) -> bool:
    mark, _ = read_mark(block)
    return mark is not None and paragraph_number(mark) is not None


def _is_table_of_contents(block: Block, before: Block | None) -> bool:
    return block.kind is BlockKind.TABLE and before is not None and _is_contents(before)


def _part_notes(front: Iterable[Block]) -> tuple[list[Block], list[Note]]:
    """Part the notes of the cover, which begin with stars, from its other blocks."""
    kept, notes = [], []
    for block in front:
        match = _STAR_NOTE.fullmatch(tidy(block.text))
        if match is not None:
            notes.append(Note(mark=match["mark"], text=match["text"], page=block.page))
        elif block.kind is BlockKind.NOTE:
            notes.append(Note(mark=block.mark, text=tidy(block.text), page=block.page))
        else:
            kept.append(block)
    return kept, notes


def _front_end(blocks: Sequence[Block]) -> int:
    """The place of the first block after the front: a first label, a first number, or prose."""
    for place, block in enumerate(blocks):
        if is_opening_title(block):
            return place
        if _begins_body(block):
            return _heading_before(blocks, place)
    first = next((i for i, b in enumerate(blocks) if b.kind is BlockKind.HEADING), -1)
    return first + 1


def _begins_body(block: Block) -> bool:
    text = tidy(block.text)
    if _has_number(block):
        return True
    is_prose = len(text) > _MIN_PROSE_CHARS and not block.is_bold
    if is_prose and not _STAR_NOTE.fullmatch(text):
        return True
    heading = read_heading(text)
    is_heading = block.kind is BlockKind.HEADING or not UNFINISHED.search(text)
    return is_heading and not block.mark and heading.label in ("I", "A", "1")


def _heading_before(blocks: Sequence[Block], place: int) -> int:
    """Move back over an unlabelled heading that belongs to the body, sparing the title."""
    previous = place - 1
    is_heading = previous > 0 and blocks[previous].kind is BlockKind.HEADING
    has_title = any(_stands_out(block) for block in blocks[: max(previous, 0)])
    return previous if is_heading and has_title else place


def _stands_out(block: Block) -> bool:
    """Whether a block looks like a title, and does not tell a symbol, an organ or a date."""
    lines = tidy_lines(block.text).splitlines()
    is_marked = block.kind is BlockKind.HEADING or block.is_bold
    return is_marked and not all(is_fact(line) for line in lines)
