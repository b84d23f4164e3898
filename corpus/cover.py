"""What the front of a report prints: symbol, organ, session, agenda item, title, date.

Every field is read from a line of its own. A symbol in a footnote of the cover is another
document's symbol, so notes never reach this module; a field that is not printed stays None.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from corpus.blocks import Block, BlockKind, tidy
from corpus.records import Cover
from corpus.symbols import is_symbol

_MONTHS = (
    "january february march april may june july august september october november december"
).split()
_LANGUAGES = {
    "arabic": "ar",
    "chinese": "zh",
    "english": "en",
    "french": "fr",
    "russian": "ru",
    "spanish": "es",
}

_DATE = re.compile(r"(\d{1,2})\s+([A-Za-z]+)\s+(\d{4})")
_LANGUAGE = re.compile(r"(?:original\s*:\s*)?([a-z]+)(?:\s+only)?", re.IGNORECASE)
_DISTRIBUTION = re.compile(r"distr(?:ibution|\.)?\s*:\s*(\w+)", re.IGNORECASE)
_SESSION = re.compile(
    r"""
    (?:\w+\s+)?[\w-]+\s+(?:special\s+|regular\s+|substantive\s+|organizational\s+)?session
        (?:\s+(?:of\s+)?\d{4})?                        # Sixty-fourth session   Annual session 2025
  | \d{4}\s+(?:substantive\s+)?session                 # 2025 session
    """,
    re.VERBOSE | re.IGNORECASE,
)
_ITEM = re.compile(
    r"""
    (?:agenda\s+)?items?\s+\d+.*\b(?:agenda|list)\b.*       # Item 6 of the provisional agenda
  | agenda\s+items?\s+\d+.*                                  # Agenda item 5 (b)
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_MASTHEAD = frozenset({"united nations", "nations unies", "naciones unidas"})
_JOINED_MASTHEAD = re.compile(r"(?<=united nations)\s+(?=[A-Z]+[-/])", re.I)
_PRINCIPAL_ORGANS = frozenset(  # Charter of the United Nations, Article 7; the Council of 60/251
    {
        "general assembly",
        "security council",
        "economic and social council",
        "trusteeship council",
        "human rights council",
    }
)
_SUBTITLE = re.compile(r"(?:report|note|letter|communication)s?\s+(?:of|by|from|prepared)\b", re.I)
_PLACE = re.compile(r"[A-Z][\w .'’-]+,\s+\d{1,2}\b.*\d{4}")
_STARS = re.compile(r"\s*\*+\s*$")


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the front; ``stands_out`` when its block is a heading or all bold."""

    text: str
    stands_out: bool


def read_cover(front: Sequence[Block]) -> Cover:
    """Read the blocks before the first section; contents and notes are to be left out."""
    lines = list(_lines(front))
    agenda_item, titles = _agenda_and_titles(lines)
    session = _first(lines, lambda text: text if _is_session(text) else None)
    return Cover(
        symbol=_first(lines, lambda text: text if is_symbol(text) else None),
        title=": ".join(titles) or None,
        organ=_organ(lines),
        session=session,
        agenda_item=agenda_item,
        date=_first(lines, read_date),
        distribution=_first(lines, _distribution),
        language=_first(lines, _language),
    )


def read_date(text: str) -> str | None:
    """Read a line that is one full date, as ISO 8601: "7 April 2021" gives "2021-04-07"."""
    match = _DATE.fullmatch(text)
    if match is None or match[2].lower() not in _MONTHS:
        return None
    try:
        return date(int(match[3]), _MONTHS.index(match[2].lower()) + 1, int(match[1])).isoformat()
    except ValueError:
        return None


def _lines(front: Sequence[Block]) -> Iterator[_Line]:
    for block in front:
        if block.kind is BlockKind.TABLE:
            continue
        stands_out = block.is_bold or block.kind is BlockKind.HEADING
        text = _JOINED_MASTHEAD.sub("\n", block.text)  # "United Nations A/77/123"
        whole = [tidy(text)] if _is_wrapped(block) else text.splitlines()
        for line in whole:
            if text := _STARS.sub("", line):
                yield _Line(text, stands_out)


def _is_wrapped(block: Block) -> bool:
    """Whether a block is one long line broken at the margin, and not a list of facts."""
    first = block.text.splitlines()[0]
    return len(first) > 60 and not any(is_fact(line) for line in block.text.splitlines())


def _first(lines: Sequence[_Line], read: Callable[[str], str | None]) -> str | None:
    return next((value for line in lines if (value := read(line.text)) is not None), None)


def _is_session(text: str) -> bool:
    return _SESSION.fullmatch(text) is not None


def _distribution(text: str) -> str | None:
    match = _DISTRIBUTION.fullmatch(text)
    return match[1] if match else None


def _language(text: str) -> str | None:
    match = _LANGUAGE.fullmatch(text)
    return _LANGUAGES.get(match[1].lower()) if match else None


def is_fact(text: str) -> bool:
    """Whether a line tells one of the fields that have a form of their own."""
    readers = (read_date, _language, _distribution, _PLACE.fullmatch, _ITEM.fullmatch)
    is_known = text.casefold() in _MASTHEAD | _PRINCIPAL_ORGANS
    symbol = _JOINED_MASTHEAD.split(text)[-1]
    return is_known or is_symbol(symbol) or _is_session(text) or any(r(text) for r in readers)


def _organ(lines: Sequence[_Line]) -> str | None:
    """The nearest line above the session that tells nothing else, else a principal organ's."""
    place = next((i for i, line in enumerate(lines) if _is_session(line.text)), 0)
    principal = [line.text for line in lines if line.text.casefold() in _PRINCIPAL_ORGANS]
    above = [t for line in lines[:place] if not is_fact(t := line.text) or t in principal]
    return next(iter([*reversed(above), *principal]), None)


def _agenda_and_titles(lines: Sequence[_Line]) -> tuple[str | None, list[str]]:
    """The agenda item with its title, and the lines of the report's own title.

    Titles stand below "Item 6 of the provisional agenda" where that is printed, and the first of
    several is the agenda item's own; one title with its subtitle ("Report of the Secretary-
    General") is the report's.
    """
    organ = _organ(lines)
    place = next((i for i, line in enumerate(lines) if _ITEM.fullmatch(line.text)), None)
    if place is None:
        return None, _titles(lines, organ)
    item, below = lines[place].text, _titles(lines[place + 1 :], organ)
    if sum(_SUBTITLE.match(title) is None for title in below) < 2 and len(below) < 3:
        return item, below or _titles(lines, organ)
    return f"{item}: {below[0]}", below[1:]


def _titles(lines: Sequence[_Line], organ: str | None) -> list[str]:
    """The lines that tell no other field: those that stand out, where any does."""
    open_lines = [line for line in lines if not is_fact(line.text) and line.text != organ]
    standing_out = [line for line in open_lines if line.stands_out]
    return [line.text for line in standing_out or open_lines]
