"""The first page of a report as United Nations covers are set, read by where things stand.

The banner names the organ and, beside it, a column tells distribution, date and language. Below,
at the left margin, stand the body, its session and the agenda item, in two columns where two
organs share a report; then, farther in or larger, the title. The cover of a supplement to the
Official Records has the title on top and the organ below it.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile

from corpus.blocks import Block, BlockKind, tidy_lines
from corpus.facts import (
    MASTHEADS,
    PRINCIPAL_ORGANS,
    is_fact,
    is_meeting,
    read_session,
    split_item,
)
from corpus.records import Box
from corpus.symbols import find_symbols, read_symbol

_DISTRIBUTION = re.compile(r"dist(?:r|\.|ribution)", re.IGNORECASE)
_OFFICIAL_RECORDS = re.compile(
    r"official records|documents officiels|documentos oficiales|официальные отчеты",
    re.IGNORECASE,
)
_CONTENTS = re.compile(r"contents|table of contents|table des matières|índice", re.IGNORECASE)
_BARE_LABEL = re.compile(r"[IVXLC]+\.(?:\s[IVXLC]+\.)*|\W+")  # what an empty list leaves: IV. V.
_STARS = re.compile(r"\s*\*+\s*$")
_ORDINAL_MEETING = re.compile(  # Third Meeting of States Parties to the Treaty
    r"(?P<session>[A-Z][\w-]+(?:st|nd|rd|th)\s(?:Review\s|Special\s)?(?:Meeting|Conference))\sof\b"
)
_REPORT_ON_SESSION = re.compile(
    r"report\son\sthe\s(?:work\sof\sits\s)?(?P<session>[\w\s-]+?\ssessions?)\b", re.IGNORECASE
)
_SYMBOL_START = re.compile(r"\s+(?=[A-Z]{1,10}/)")  # E/2025/22 E/C.12/2024/3
_SAME_ROW = 4.0  # points
_SHIFT = 10.0  # points: more than the margins of one column differ
_NEXT = 0.62  # of the size: the widest gap between two lines of one title
_TITLE_SIZE = 1.3  # of the agenda's size: a title at the margin
_LETTER = 0.5  # of the size: the width of most letters


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of the first page, or some that the file sets as one."""

    text: str
    box: Box
    size: float
    stands_out: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontPage:
    """What the places of a first page tell; ``imprint`` is the column of distribution and date."""

    symbol: str | None = None
    imprint: str = ""
    organ: str | None = None
    session: str | None = None
    agenda_item: str | None = None
    titles: tuple[str, ...] = ()


def read_front_page(front: Sequence[Block]) -> FrontPage | None:
    """Read the first page of a report; None when it is not set as a cover."""
    lines = _lines(front)
    records = next((line for line in lines if _OFFICIAL_RECORDS.match(line.text)), None)
    if records is not None:
        return _read_supplement(lines, records)
    distribution = next((line for line in lines if _DISTRIBUTION.match(line.text)), None)
    return None if distribution is None else _read_cover(lines, distribution)


def _lines(front: Sequence[Block]) -> list[Line]:
    """The lines of the first page from top to bottom, those of one row from left to right."""
    first = min((block.page for block in front if block.page is not None), default=None)
    found = []
    for block in front:
        if block.page != first or not block.boxes or block.kind is BlockKind.TABLE:
            continue
        stands_out = block.is_bold or block.kind is BlockKind.HEADING
        for text in _parts(block):
            if _BARE_LABEL.fullmatch(text):
                continue
            line = Line(
                text=_STARS.sub("", text),
                box=block.boxes[0],
                size=block.size or 0.0,
                stands_out=stands_out,
            )
            found.append(line)
    return sorted(found, key=lambda line: (line.box.top, line.box.left))


def _parts(block: Block) -> list[str]:
    """The lines of a block where one of them is a fact, else its whole text."""
    lines = tidy_lines(block.text).splitlines()
    kept = [line for line in lines if not _CONTENTS.fullmatch(line)]
    return kept if any(is_fact(line) for line in lines) else [" ".join(kept)] if kept else []


# The cover of a report.


def _read_cover(lines: Sequence[Line], distribution: Line) -> FrontPage:
    edge = distribution.box.left - _SHIFT
    left = [line for line in lines if line.box.left < edge and read_symbol(line.text) is None]
    banner = _banner(left, above=distribution.box.top + _SHIFT)
    floor = max((line.box.bottom for line in banner), default=distribution.box.bottom)
    below = [
        line for line in left if line.box.top >= floor - 1 and line.box.top > distribution.box.top
    ]
    top = below[0].box.top if below else float("inf")
    beside = [line for line in lines if line.box.left >= edge and line.box.top < top]
    imprint = "\n".join(line.text for line in beside if line.box.top >= distribution.box.top - 1)
    fields = [line for line in lines if line.box.top >= top]
    columns, titles = _part_columns(fields, banner)
    return FrontPage(
        symbol=_symbol([line for line in lines if line.box.top < top], imprint),
        imprint=imprint,
        organ=_organ(banner, columns),
        session=", ".join(_sessions(banner, columns)) or None,
        agenda_item="; ".join(item for each in columns if (item := _agenda_item(each))) or None,
        titles=tuple(_joined(titles)),
    )


def _symbol(head: Sequence[Line], imprint: str) -> str | None:
    printed = [symbol for line in head if (symbol := read_symbol(line.text))]
    return next(iter([*printed, *(mention.symbol for mention in find_symbols(imprint))]), None)


def _banner(left: Sequence[Line], *, above: float) -> list[Line]:
    """The lines of the organ's name: the first that stand together and are no masthead."""
    groups = _groups(line for line in left if line.stands_out)
    for group in groups:
        if group[0].box.top <= above and not _is_masthead(group):
            return group
    return []


def _is_masthead(group: Sequence[Line]) -> bool:
    return " ".join(line.text for line in group).casefold() in MASTHEADS


def _organ(banner: Sequence[Line], columns: Sequence[Sequence[Line]]) -> str | None:
    """The banner, else the body at the top of the margin."""
    if banner:
        names = [line.text for line in banner]
        is_several = all(name.casefold() in PRINCIPAL_ORGANS for name in names)
        return (", " if is_several else " ").join(names)
    own = takewhile(lambda line: not is_fact(line.text), columns[0] if columns else ())
    return " ".join(line.text for line in own) or None


def _sessions(banner: Sequence[Line], columns: Sequence[Sequence[Line]]) -> list[str]:
    found = [_first(column, read_session) for column in columns]
    if any(found):
        return [session for session in found if session]
    name = _ORDINAL_MEETING.match(_organ(banner, columns) or "")
    return [name["session"]] if name else []


def _first(lines: Iterable[Line], read: Callable[[str], str | None]) -> str | None:
    return next((told for line in lines if (told := read(line.text)) is not None), None)


def _part_columns(
    fields: Sequence[Line], banner: Sequence[Line]
) -> tuple[list[list[Line]], list[Line]]:
    """Part what stands below the banner into the columns at the margin and the title."""
    if not fields:
        return [], []
    margin = min(line.box.left for line in fields)
    inner = banner[0].box.left if banner else margin + 2 * _SHIFT
    start = [line for line in fields if line.box.left < margin + _SHIFT]
    if margin > inner - _SHIFT and not any(_is_placed(line) for line in start):
        return [], _title(fields)
    second = _second_column(fields, margin)
    place = next((i for i, line in enumerate(fields) if _is_title(line, margin, second)), None)
    if place is None:
        place = 1 + max((i for i, line in enumerate(fields) if is_fact(line.text)), default=-1)
        return [list(fields[:place])], list(fields[place:])
    edge = float("inf") if second is None else second - _SHIFT
    first = [line for line in fields[:place] if line.box.left < edge]
    other = [line for line in fields[:place] if line.box.left >= edge]
    return [column for column in (first, other) if column], _title(fields[place:])


def _is_placed(line: Line) -> bool:
    """Whether a line tells what stands at the margin only."""
    return bool(read_session(line.text) or split_item(line.text) or is_meeting(line.text))


def _second_column(fields: Sequence[Line], margin: float) -> float | None:
    """Where a second column begins, beside the first line at the margin."""
    first = fields[0]
    beside = [line.box.left for line in fields if abs(line.box.top - first.box.top) < _SAME_ROW]
    return next((left for left in sorted(beside) if left > margin + 10 * _SHIFT), None)


def _is_title(line: Line, margin: float, second: float | None) -> bool:
    if not line.stands_out or is_fact(line.text):
        return False
    if second is not None and line.box.left > second - _SHIFT:
        return False
    return line.box.left > margin + _SHIFT or line.size > _TITLE_SIZE * 10


def _title(lines: Sequence[Line]) -> list[Line]:
    return [line for line in lines if line.stands_out]


def _agenda_item(column: Sequence[Line]) -> str | None:
    """The agenda item of a column with its title, which stands out below it."""
    for place, line in enumerate(column):
        if parts := split_item(line.text):
            below = [each for each in column[place + 1 :] if each.stands_out]
            below = [each for each in below if not _is_placed(each)]
            item, title = parts
            return ": ".join([item, *([title] if title else []), *_headings(below)])
    return None


def _headings(lines: Sequence[Line]) -> list[str]:
    """The lines of a narrow column as headings: a line with room for more is a whole one."""
    widest = max((line.box.right for line in lines), default=0.0)
    headings: list[str] = []
    for before, line in zip([None, *lines], lines, strict=False):
        if before is not None and not _has_room(before, line, widest):
            headings[-1] = f"{headings[-1]} {line.text}"
        else:
            headings.append(line.text)
    return headings


def _has_room(before: Line, line: Line, widest: float) -> bool:
    """Whether the first word of a line would have stood in the single line before it."""
    is_single = before.box.bottom - before.box.top < 1.6 * before.size
    word = _LETTER * line.size * (1 + len(line.text.split()[0]))
    is_open = before.text.endswith((":", ",")) or line.text[0].islower()
    return is_single and not is_open and before.box.right + word < widest


def _joined(lines: Iterable[Line]) -> list[str]:
    """Titles and subtitles; what stands in parentheses goes with what it stands below."""
    titles: list[str] = []
    for group in _groups(lines):
        text = " ".join(line.text for line in group)
        if text.startswith("(") and titles:
            titles[-1] = f"{titles[-1]} {text}"
        else:
            titles.append(text)
    return titles


def _groups(lines: Iterable[Line]) -> list[list[Line]]:
    """Lines of one size that stand close below each other."""
    groups: list[list[Line]] = []
    for line in lines:
        if groups and _is_next(groups[-1][-1], line):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _is_next(before: Line, line: Line) -> bool:
    is_near = line.box.top - before.box.bottom < _NEXT * line.size
    return is_near and abs(line.size - before.size) < 0.5


# The cover of a supplement to the Official Records.


def _read_supplement(lines: Sequence[Line], records: Line) -> FrontPage:
    above = [line for line in lines if line.box.top < records.box.top]
    below = [line for line in lines if line.box.top > records.box.top]
    printed = (text for line in above for text in _SYMBOL_START.split(line.text))
    symbols = [symbol for text in printed if (symbol := read_symbol(text)) is not None]
    groups = [g for g in _groups(line for line in above if line.stands_out) if not _is_masthead(g)]
    *titled, organ = [[line.text for line in group] for group in groups] or [[]]
    titles = [" ".join(group) for group in titled]
    session = _first(below, read_session) or _session_of(titles[1:])
    return FrontPage(
        symbol="-".join(symbols) or None,
        organ=" ".join(organ) or None,
        session=session,
        titles=tuple([*titles[:1], *([_listed(titles[1:])] if titles[1:] else [])]),
    )


def _session_of(subtitles: Sequence[str]) -> str | None:
    """The session that a subtitle tells: "Report on the tenth session" gives "Tenth session"."""
    for subtitle in subtitles:
        if match := _REPORT_ON_SESSION.match(subtitle):
            return f"{match['session'][0].upper()}{match['session'][1:]}"
    return next(filter(None, map(read_session, subtitles)), None)


def _listed(subtitles: Sequence[str]) -> str:
    """Sessions as a list: "Tenth session (May), Eleventh session (July)"."""
    return re.sub(r"\)\s+(?=\w)", "), ", " ".join(subtitles))
