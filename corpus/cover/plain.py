"""A plain front, where nothing but the order of its lines tells what they are."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from corpus.blocks import Block, BlockKind, tidy
from corpus.cover.facts import (
    JOINED_MASTHEAD,
    PRINCIPAL_ORGANS,
    find_first,
    is_fact,
    is_imprint,
    read_session,
    split_item,
    without_stars,
)
from corpus.cover.front_page import FrontPage
from corpus.symbols import read_symbol

_SUBTITLE = re.compile(r"(?:report|note|letter|communication)s?\s+(?:of|by|from|prepared)\b", re.I)
_MIN_WRAPPED_CHARS = 60  # of a first line: a shorter one ends where its writer ended it


@dataclass(frozen=True, slots=True)
class PlainLine:
    """A line of the front; ``stands_out`` when its block does."""

    text: str
    stands_out: bool


def plain_lines(front: Sequence[Block]) -> list[PlainLine]:
    """The lines of the front in their order, without its tables."""
    return list(_lines(front))


def read_plain_cover(lines: Sequence[PlainLine]) -> FrontPage:
    """Read a front by the order of its lines."""
    agenda_item, titles = _agenda_and_titles(lines)
    texts = [line.text for line in lines]
    return FrontPage(
        symbol=find_first(texts, read_symbol),
        imprint="\n".join(filter(is_imprint, texts)),
        organ=_organ(lines),
        session=find_first(texts, read_session),
        agenda_item=agenda_item,
        titles=tuple(titles),
    )


def _lines(front: Sequence[Block]) -> Iterator[PlainLine]:
    for block in front:
        if block.kind is BlockKind.TABLE:
            continue
        text = JOINED_MASTHEAD.sub("\n", block.text)  # "United Nations A/77/123"
        whole = [tidy(text)] if _is_wrapped(block) else text.splitlines()
        for line in whole:
            if text := without_stars(line):
                yield PlainLine(text, block.stands_out)


def _is_wrapped(block: Block) -> bool:
    """Whether a block is one long line broken at the margin, and not a list of facts."""
    lines = block.text.splitlines()
    return (
        bool(lines)
        and len(lines[0]) > _MIN_WRAPPED_CHARS
        and not any(is_fact(line) for line in lines)
    )


def _organ(lines: Sequence[PlainLine]) -> str | None:
    """The principal organs of the banner, else the body above the session."""
    names = [line.text for line in lines]
    place = next((i for i, name in enumerate(names) if _is_principal(name)), len(names))
    return ", ".join(takewhile(_is_principal, names[place:])) or _body(lines)


def _is_principal(name: str) -> bool:
    return name.casefold() in PRINCIPAL_ORGANS


def _body(lines: Sequence[PlainLine]) -> str | None:
    """The nearest line above the session that tells nothing else."""
    place = next((i for i, line in enumerate(lines) if read_session(line.text)), 0)
    return next((t for line in reversed(lines[:place]) if not is_fact(t := line.text)), None)


def _agenda_and_titles(lines: Sequence[PlainLine]) -> tuple[str | None, list[str]]:
    """The agenda item with its title, and the lines of the report's own title.

    Titles stand below "Item 6 of the provisional agenda" where that is printed, and the first of
    several is the agenda item's own; one title with its subtitle ("Report of the Secretary-
    General") is the report's.
    """
    body = _body(lines)
    place = next((i for i, line in enumerate(lines) if split_item(line.text)), None)
    if place is None:
        return None, _titles(lines, body)
    item, below = lines[place].text, _titles(lines[place + 1 :], body)
    if sum(_SUBTITLE.match(title) is None for title in below) < 2 and len(below) < 3:
        return item, below or _titles(lines, body)
    return f"{item}: {below[0]}", below[1:]


def _titles(lines: Sequence[PlainLine], body: str | None) -> list[str]:
    """The lines that tell no other field: those that stand out, where any does."""
    open_lines = [line for line in lines if not is_fact(line.text) and line.text != body]
    standing_out = [line for line in open_lines if line.stands_out]
    return [line.text for line in standing_out or open_lines]
