"""Where the front of a report ends: what is cover, what is contents, what is a note of either.

The front is cut before anything is read: the cover's lines have no order to trust, and a table
of contents repeats every label that the body is about to count.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise

from corpus.blocks import Block, BlockKind, tidy, tidy_lines
from corpus.cover.facts import is_fact, read_end_date
from corpus.numbering import Mark, paragraph_number, read_heading, split_mark
from corpus.outline import OPENING_TITLES
from corpus.records import Note

UNFINISHED = re.compile(r"[.;:,!?]$")  # what a sentence ends with, and a heading does not

_MIN_PROSE_CHARS = 240  # a longer text on the front is prose, not a fact of the cover
_MIN_SENTENCE_CHARS = 80  # of prose that ends as a sentence does
_MAX_UNLED = 6  # entries of contents in a row that tell no page
_CONTENTS_TITLES = frozenset({"contents", "table of contents"})
_LEADER = re.compile(r"(?:\.\s?){8}")
_ENDS_WITH_PAGE = re.compile(r"(?:^|[^\W\d]\S*\s+)\d{1,3}(?:\s?[–-]\s?\d{1,3})?$")  # Aims 7–9
_CONTENTS_WORDS = frozenset(
    {"contents", "table", "of", "page", "chapter", "section", "paragraphs", "paragraph"}
)
_NOTICE = re.compile(  # what a publication prints about itself
    r"symbols of united nations documents|issn\b|isbn\b", re.IGNORECASE
)
_STAR_NOTE = re.compile(r"(?P<mark>\*+)\s+(?P<text>\S.*)", re.DOTALL)


def split_front(blocks: Sequence[Block]) -> tuple[list[Block], list[Note], list[Block]]:
    """Part a report's blocks into its cover, the notes of the cover, and the rest.

    Tables of contents are in none of the three; once the body has begun nothing is left out.
    """
    listed = _listed_entries(blocks)
    end = _contents_end(blocks, listed)
    body_page = blocks[end].page if end < len(blocks) else None
    entries = _contents_entries(blocks[:end], body_page) | listed
    content = [block for place, block in enumerate(blocks) if place not in entries]
    place = _front_end(content)
    cover, notes = _part_notes(content[:place])
    dates = [block for block in blocks[:end] if read_end_date(tidy(block.text))]
    rest = [b for b in content[place:] if b not in dates or _is_prose(b, tidy(b.text))]
    return [*cover, *(block for block in dates if block not in cover)], notes, rest


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


def _listed_entries(blocks: Sequence[Block]) -> set[int]:
    """The places of the blocks below "Contents" on its page, down to the last that tells a page.

    They may tell it without a leader: "I. Introduction 3". A page that has nothing else is listed
    to its end, and its list may go on over the page.
    """
    for title, block in enumerate(blocks):
        if tidy(block.text).lower() in _CONTENTS_TITLES:
            return set(range(title + 1, _list_end(blocks, title)))
        if _has_number(block):
            break
    return set()


def _list_end(blocks: Sequence[Block], title: int) -> int:
    """The place behind the last entry of the contents below a title."""
    page, last = blocks[title].page, title
    for place in range(title + 1, len(blocks)):
        entry = blocks[place]
        tells_page = _tells_page(tidy(entry.text))
        if entry.page != page:
            if not (tells_page or _is_contents(entry)) or last == title:
                return place if last > title else title + 1
            page, last = entry.page, place
        elif tells_page or entry.kind is BlockKind.TABLE:
            last = place
        elif _is_prose(entry, tidy(entry.text)) or place - last > _MAX_UNLED:
            break
    return last + 1


def _tells_page(text: str) -> bool:
    ends_with_page = len(text) < _MIN_PROSE_CHARS and _ENDS_WITH_PAGE.search(text)
    return bool(ends_with_page or _LEADER.search(text))


def _contents_end(blocks: Sequence[Block], listed: Collection[int]) -> int:
    """The place of the first numbered paragraph, else of the first block of the body.

    Contents may stand below a summary, which is body already.
    """
    own = [
        (place, block)
        for place, block in enumerate(blocks)
        if place not in listed and not _is_contents(block)
    ]
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


def _can_be_entry(block: Block) -> bool:
    is_line = block.kind in (BlockKind.TEXT, BlockKind.HEADING)
    is_short = len(block.text) < _MIN_PROSE_CHARS
    return is_line and is_short and not _STAR_NOTE.fullmatch(tidy(block.text))


def _is_contents(block: Block) -> bool:
    text = tidy(block.text)
    is_title = bool(text) and set(text.lower().split()) <= _CONTENTS_WORDS
    return is_title or _has_page_leader(text)


def _has_page_leader(text: str) -> bool:
    """Whether a line ends as those of contents do: "I. Introduction . . . . . 1–4 3"."""
    words = text.rstrip("0123456789–- ")
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
    if _is_prose(block, text):
        return True
    heading = read_heading(text)
    is_heading = block.kind is BlockKind.HEADING or not UNFINISHED.search(text)
    return is_heading and not block.mark and heading.label in ("I", "A", "1")


def _is_prose(block: Block, text: str) -> bool:
    """Whether a block is running text, and no note, notice or long title of the cover."""
    if block.is_bold or _STAR_NOTE.fullmatch(text) or _NOTICE.match(text):
        return False
    is_sentence = block.kind is BlockKind.TEXT and text.endswith((".", ":")) and bool(block.boxes)
    return len(text) > (_MIN_SENTENCE_CHARS if is_sentence else _MIN_PROSE_CHARS)


def _heading_before(blocks: Sequence[Block], place: int) -> int:
    """Move back over an unlabelled heading that belongs to the body, sparing the title."""
    previous = place - 1
    if previous <= 0 or blocks[previous].kind is not BlockKind.HEADING:
        return place
    has_title = any(_looks_like_title(block) for block in blocks[:previous])
    is_title = _is_on_cover(blocks[previous], blocks) and not blocks[previous].is_italic
    return previous if has_title and not is_title else place


def _is_on_cover(block: Block, blocks: Sequence[Block]) -> bool:
    """Whether a block is printed on the first page, where titles stand above the text."""
    return bool(block.boxes) and block.page == blocks[0].page


def _looks_like_title(block: Block) -> bool:
    """Whether a block looks like a title, and does not tell a symbol, an organ or a date."""
    lines = tidy_lines(block.text).splitlines()
    return block.stands_out and not all(is_fact(line) for line in lines)
