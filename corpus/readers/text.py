"""Plain text to blocks: blank lines and new labels part blocks, form feeds part pages.

Lines inside a block are taken as wrapped. A line that begins with a label opens a block of its
own only where the line before it had ended: "…in 2020 and" goes on with "2021. By then".
"""

import re
from collections.abc import Iterator

from corpus.blocks import Block, BlockKind, tidy_lines
from corpus.numbering import read_heading, split_mark
from corpus.readers.lines import ENDS_SENTENCE

_MAX_HEADING_CHARS = 120
_WIDE_BLANK = re.compile(r"\S+(?:\t| {2,})\S")  # "24.  President": a label set off by a tab
_COLUMNS = re.compile(r"[ \t]{4,}")  # "United Nations          A/80/123": two facts on a line


def read_text(text: str) -> tuple[Block, ...]:
    """Read a plain-text report; pages count from 1 when the text has form feeds."""
    pages = text.split("\f")
    if len(pages) == 1:
        return tuple(_page_blocks(text, page=None))
    return tuple(
        block for page, content in enumerate(pages, 1) for block in _page_blocks(content, page=page)
    )


def _page_blocks(text: str, *, page: int | None) -> Iterator[Block]:
    lines: list[str] = []
    for line in [*text.splitlines(), ""]:
        if lines and (not tidy_lines(line) or _opens_block(line.strip(), lines[-1].strip())):
            yield _block(lines, page=page)
            lines = []
        if tidy_lines(line):  # a line of zero-width characters is a blank line
            lines.append(line)


def _opens_block(line: str, previous: str) -> bool:
    mark, _ = split_mark(line)
    has_ended = bool(ENDS_SENTENCE.search(previous))
    if mark is None:
        is_after_heading = read_heading(previous).label is not None
        return read_heading(line).label is not None and (has_ended or is_after_heading)
    has_wide_blank = _WIDE_BLANK.match(line) is not None
    return has_ended or has_wide_blank or len(previous) <= _MAX_HEADING_CHARS // 3


def _block(lines: list[str], *, page: int | None) -> Block:
    indent = len(lines[0]) - len(lines[0].lstrip())
    text = tidy_lines("\n".join(_COLUMNS.sub("\n", line.strip()) for line in lines))
    return Block(kind=BlockKind.TEXT, text=text, depth=min(indent // 2, 8), page=page)
