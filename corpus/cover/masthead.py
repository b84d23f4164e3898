"""The cover under the masthead "United Nations", read by where its lines stand.

A banner names the organ and, beside it, a column tells distribution, date and languages. Below,
at the left margin, stand the body, its session and the agenda item, in two columns where two
organs share a report; then, farther in or larger, the title.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import takewhile

from corpus.cover.facts import (
    PRINCIPAL_ORGANS,
    find_first,
    is_fact,
    is_imprint,
    is_meeting,
    read_session,
    split_item,
)
from corpus.cover.front_page import FrontPage, Line, groups_of, is_masthead, text_of
from corpus.symbols import find_symbols, read_symbol

_DISTRIBUTION = re.compile(r"dist(?:r|\.|ribution)", re.IGNORECASE)
_ORDINAL_MEETING = re.compile(  # Third Meeting of States Parties to the Treaty
    r"(?P<session>[A-Z][\w-]+(?:st|nd|rd|th)\s(?:Review\s|Special\s)?(?:Meeting|Conference))\sof\b"
)
_SAME_ROW = 4.0  # points: the tops of the lines of one row differ by less
_SHIFT = 10.0  # points: more than the margins of one column differ
_COLUMN = 100.0  # points: the least width of a column
_TITLE_SIZE = 1.3  # of the smallest size: a title at the margin
_LETTER = 0.5  # of the size: the width of most letters
_SINGLE = 1.6  # of the size: two lines are higher


def read_masthead_cover(lines: Sequence[Line]) -> FrontPage | None:
    """Read a cover; None where no column tells distribution, date or language."""
    first = _imprint_start(lines)
    if first is None:
        return None
    edge = first.box.left - _SHIFT
    left = [line for line in lines if line.box.left < edge and read_symbol(line.text) is None]
    banner = _banner(left, above=first.box.top + _SHIFT)
    floor = max([first.box.top + 1, *(line.box.bottom - 1 for line in banner)])
    top = min((line.box.top for line in left if line.box.top >= floor), default=float("inf"))
    head = [line for line in lines if line.box.top < top]
    beside = [line for line in head if line.box.left >= edge]
    imprint = "\n".join(each.text for each in beside if each.box.top >= first.box.top - 1)
    columns, titles = _part_columns([line for line in lines if line.box.top >= top], banner)
    organ = _organ(banner, columns)
    return FrontPage(
        symbol=_symbol(head, imprint),
        imprint=imprint,
        organ=organ,
        session=", ".join(_sessions(columns, organ or "")) or None,
        agenda_item="; ".join(filter(None, map(_agenda_item, columns))) or None,
        titles=tuple(_joined(titles)),
    )


def _imprint_start(lines: Sequence[Line]) -> Line | None:
    """The distribution, else the first date or language that stands beside the margin."""
    margin = min((line.box.left for line in lines), default=0.0)
    beside = [line for line in lines if line.box.left > margin + _COLUMN and is_imprint(line.text)]
    told = [line for line in lines if _DISTRIBUTION.match(line.text)]
    return next(iter([*told, *beside]), None)


def _symbol(head: Sequence[Line], imprint: str) -> str | None:
    """The symbol beside the masthead, else the one of the imprint."""
    found = find_first((line.text for line in head), read_symbol)
    return found or next((mention.symbol for mention in find_symbols(imprint)), None)


def _banner(left: Sequence[Line], *, above: float) -> list[Line]:
    """The lines of the organ's name: the first that stand together and are no masthead."""
    for group in groups_of(line for line in left if line.stands_out):
        if group[0].box.top <= above and not is_masthead(group):
            return group
    return []


def _organ(banner: Sequence[Line], columns: Sequence[Sequence[Line]]) -> str | None:
    """The banner, else the body at the top of the margin."""
    if not banner:
        own = takewhile(lambda line: not is_fact(line.text), columns[0] if columns else ())
        return text_of(own) or None
    is_several = all(line.text.casefold() in PRINCIPAL_ORGANS for line in banner)
    return ", ".join(line.text for line in banner) if is_several else text_of(banner)


def _sessions(columns: Sequence[Sequence[Line]], organ: str) -> list[str]:
    """The session of each column, else the one that the organ's own name tells."""
    found = [session for column in columns if (session := _session(column))]
    name = _ORDINAL_MEETING.match(organ)
    return found or ([name["session"]] if name else [])


def _session(column: Iterable[Line]) -> str | None:
    return find_first((line.text for line in column), read_session)


def _part_columns(
    fields: Sequence[Line], banner: Sequence[Line]
) -> tuple[list[list[Line]], list[Line]]:
    """Part what stands below the banner into the columns at the margin and the title."""
    if not fields:
        return [], []
    margin = min(line.box.left for line in fields)
    at_margin = [line for line in fields if line.box.left < margin + _SHIFT]
    is_title_page = banner and margin > banner[0].box.left - _SHIFT
    if is_title_page and not any(map(_is_placed, at_margin)):
        return [], _title(fields)
    second = _second_column(fields, margin)
    small = min(line.size for line in fields)
    for place, line in enumerate(fields):
        is_inner = margin + _SHIFT < line.box.left < second or line.size > _TITLE_SIZE * small
        if is_inner and line.stands_out and not is_fact(line.text):
            return _columns(fields[:place], second), _title(fields[place:])
    place = 1 + max((i for i, line in enumerate(fields) if is_fact(line.text)), default=-1)
    return _columns(fields[:place], second), list(fields[place:])


def _is_placed(line: Line) -> bool:
    """Whether a line tells what stands at the margin; a title has its dates in parentheses."""
    text = line.text
    is_dated = is_meeting(text) and not text.startswith("(")
    return is_dated or bool(read_session(text) or split_item(text))


def _second_column(fields: Sequence[Line], margin: float) -> float:
    """Where a second column begins, beside the first line at the margin; else beyond the page."""
    row = [line for line in fields if line.box.top - fields[0].box.top < _SAME_ROW]
    beside = [line.box.left for line in row if line.box.left > margin + _COLUMN]
    return min(beside, default=float("inf")) - _SHIFT


def _columns(lines: Sequence[Line], second: float) -> list[list[Line]]:
    first = [line for line in lines if line.box.left < second]
    other = [line for line in lines if line.box.left >= second]
    return [column for column in (first, other) if column]


def _title(lines: Sequence[Line]) -> list[Line]:
    return [line for line in lines if line.stands_out]


def _agenda_item(column: Sequence[Line]) -> str | None:
    """The agenda item of a column with its title, which stands out below it."""
    for place, line in enumerate(column):
        if parts := split_item(line.text):
            below = [each for each in column[place + 1 :] if each.stands_out]
            titles = _headings([each for each in below if not _is_placed(each)])
            return ": ".join(filter(None, [*parts, *titles]))
    return None


def _headings(lines: Sequence[Line]) -> list[str]:
    """The lines of a narrow column as headings: a line with room for more is a whole one."""
    widest = max((line.box.right for line in lines), default=0.0)
    headings: list[str] = []
    for before, line in zip([None, *lines], lines, strict=False):
        if before is not None and not _has_room(before, line, widest=widest):
            headings[-1] = f"{headings[-1]} {line.text}"
        else:
            headings.append(line.text)
    return headings


def _has_room(before: Line, line: Line, *, widest: float) -> bool:
    """Whether the first word of a line would have stood in the single line before it."""
    is_single = before.box.bottom - before.box.top < _SINGLE * before.size
    word = _LETTER * line.size * (1 + len(line.text.split()[0]))
    goes_on = before.text.endswith((":", ",")) or line.text[0].islower()
    return is_single and not goes_on and before.box.right + word < widest


def _joined(lines: Iterable[Line]) -> list[str]:
    """Titles and subtitles; what stands in parentheses goes with what it stands below."""
    titles: list[str] = []
    for text in map(text_of, groups_of(lines)):
        if text.startswith("(") and titles:
            titles[-1] = f"{titles[-1]} {text}"
        else:
            titles.append(text)
    return titles
