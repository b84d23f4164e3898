"""The lines of a report's first page with their places, and what a cover can tell by them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.blocks import Block, BlockKind, tidy_lines
from corpus.cover.facts import is_fact, read_masthead, without_stars
from corpus.records import Box

_CONTENTS = re.compile(r"contents|table of contents|table des matières|índice", re.IGNORECASE)
_BARE_LABEL = re.compile(r"[IVXLC]+\.(?:\s[IVXLC]+\.)*|\W+")  # what an empty list leaves: IV. V.
_TITLE_GAP = 0.62  # of the size: the widest gap between two lines of one title
_SAME_SIZE = 0.5  # points: what rounding leaves between letters of one size


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of the first page, or some that the file sets as one."""

    text: str
    box: Box
    size: float
    stands_out: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontPage:
    """What a cover tells; ``imprint`` are its lines with distribution, date and languages."""

    symbol: str | None = None
    imprint: str = ""
    organ: str | None = None
    session: str | None = None
    agenda_item: str | None = None
    titles: tuple[str, ...] = ()


def lines_of(front: Sequence[Block]) -> list[Line]:
    """The lines of the first page from top to bottom, those of one row from left to right."""
    first = min((block.page for block in front if block.page is not None), default=None)
    found = [
        Line(
            text=without_stars(text),
            box=block.boxes[0],
            size=block.size or 0.0,
            stands_out=block.stands_out,
        )
        for block in front
        if block.page == first and block.boxes and block.kind is not BlockKind.TABLE
        for text in _parts(block)
        if not _BARE_LABEL.fullmatch(text)
    ]
    return sorted(found, key=lambda line: (line.box.top, line.box.left))


def groups_of(lines: Iterable[Line]) -> list[list[Line]]:
    """Lines of one size that stand close below each other."""
    groups: list[list[Line]] = []
    for line in lines:
        if groups and _is_next(groups[-1][-1], line):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def text_of(lines: Iterable[Line]) -> str:
    """The words of lines as one."""
    return " ".join(line.text for line in lines)


def is_masthead(lines: Sequence[Line]) -> bool:
    """Whether lines are what every cover begins with: "United Nations"."""
    return read_masthead(text_of(lines)) is not None


def _parts(block: Block) -> list[str]:
    """The lines of a block where one of them is a fact, else its whole text."""
    lines = tidy_lines(block.text).splitlines()
    kept = [line for line in lines if not _CONTENTS.fullmatch(line)]
    return kept if any(map(is_fact, kept)) or not kept else [" ".join(kept)]


def _is_next(before: Line, line: Line) -> bool:
    is_near = line.box.top - before.box.bottom < _TITLE_GAP * line.size
    return is_near and abs(line.size - before.size) < _SAME_SIZE
