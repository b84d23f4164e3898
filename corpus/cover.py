"""What the front of a report prints: symbol, organ, session, agenda item, title, date.

Where a file tells the places of its lines, places tell what a line is; elsewhere it is the order
of the lines. A symbol in a footnote of the cover is another document's symbol, so notes never
reach this module; a field that is not printed stays None.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from corpus.blocks import Block, BlockKind, tidy
from corpus.facts import (
    JOINED_MASTHEAD,
    MASTHEADS,
    PRINCIPAL_ORGANS,
    find_date,
    find_distribution,
    find_language,
    is_fact,
    is_imprint,
    read_end_date,
    read_session,
    split_item,
)
from corpus.front_page import FrontPage, lines_of
from corpus.masthead import read_masthead_cover
from corpus.records import Cover
from corpus.supplement import read_supplement
from corpus.symbols import read_symbol

_SUBTITLE = re.compile(r"(?:report|note|letter|communication)s?\s+(?:of|by|from|prepared)\b", re.I)
_STARS = re.compile(r"\s*\*+\s*$")


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the front; ``stands_out`` when its block is a heading or all bold."""

    text: str
    stands_out: bool


def read_cover(front: Sequence[Block]) -> Cover:
    """Read the blocks before the first section; contents and notes are to be left out."""
    lines = list(_lines(front))
    placed = lines_of(front)
    page = read_supplement(placed) or read_masthead_cover(placed) or _read_lines(lines)
    return Cover(
        symbol=page.symbol,
        title=": ".join(page.titles) or None,
        organ=page.organ,
        session=page.session,
        agenda_item=page.agenda_item,
        date=find_date(page.imprint) or _first(lines, read_end_date),
        distribution=find_distribution(page.imprint),
        language=find_language(page.imprint) or _language_of(lines),
    )


def _language_of(lines: Sequence[_Line]) -> str | None:
    """The language of the masthead, where the cover tells no other."""
    return _first(lines, lambda text: MASTHEADS.get(text.casefold()))


def _read_lines(lines: Sequence[_Line]) -> FrontPage:
    """Read a front by the order of its lines."""
    agenda_item, titles = _agenda_and_titles(lines)
    return FrontPage(
        symbol=_first(lines, read_symbol),
        imprint="\n".join(line.text for line in lines if is_imprint(line.text)),
        organ=_organ(lines),
        session=_first(lines, read_session),
        agenda_item=agenda_item,
        titles=tuple(titles),
    )


def _lines(front: Sequence[Block]) -> Iterator[_Line]:
    for block in front:
        if block.kind is BlockKind.TABLE:
            continue
        stands_out = block.is_bold or block.kind is BlockKind.HEADING
        text = JOINED_MASTHEAD.sub("\n", block.text)  # "United Nations A/77/123"
        whole = [tidy(text)] if _is_wrapped(block) else text.splitlines()
        for line in whole:
            if text := _STARS.sub("", line):
                yield _Line(text, stands_out)


def _is_wrapped(block: Block) -> bool:
    """Whether a block is one long line broken at the margin, and not a list of facts."""
    lines = block.text.splitlines()
    return bool(lines) and len(lines[0]) > 60 and not any(is_fact(line) for line in lines)


def _first(lines: Sequence[_Line], read: Callable[[str], str | None]) -> str | None:
    return next((value for line in lines if (value := read(line.text)) is not None), None)


def _organ(lines: Sequence[_Line]) -> str | None:
    """The principal organs of the banner, else the body above the session."""
    names = [line.text for line in lines]
    place = next((i for i, name in enumerate(names) if _is_principal(name)), len(names))
    return ", ".join(takewhile(_is_principal, names[place:])) or _body(lines)


def _is_principal(name: str) -> bool:
    return name.casefold() in PRINCIPAL_ORGANS


def _body(lines: Sequence[_Line]) -> str | None:
    """The nearest line above the session that tells nothing else."""
    place = next((i for i, line in enumerate(lines) if read_session(line.text)), 0)
    return next((t for line in reversed(lines[:place]) if not is_fact(t := line.text)), None)


def _agenda_and_titles(lines: Sequence[_Line]) -> tuple[str | None, list[str]]:
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


def _titles(lines: Sequence[_Line], body: str | None) -> list[str]:
    """The lines that tell no other field: those that stand out, where any does."""
    open_lines = [line for line in lines if not is_fact(line.text) and line.text != body]
    standing_out = [line for line in open_lines if line.stands_out]
    return [line.text for line in standing_out or open_lines]
