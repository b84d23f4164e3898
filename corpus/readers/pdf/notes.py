"""Footnotes: what stands below the short rule at the foot of a page, parted by its raised marks."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.readers.pdf.lines import NOTE_RULE, Line, Row, joined
from corpus.readers.pdf.page import Rule

_STARS = re.compile(r"\*+|[†‡]")
_NUMBER = re.compile(r"\d{1,3}")
_SHORT = 0.45  # of the page's width: the longest rule that parts notes from the text
_SMALL = 0.96  # of the body's size: notes are set smaller, though some by half a point only


@dataclass(frozen=True, slots=True)
class FootNote:
    """A note's mark and its lines; a mark of "" goes on with the last note of an earlier page."""

    mark: str
    lines: tuple[Line, ...]


def split_notes(
    rows: Sequence[Row], rules: Sequence[Rule], *, body: float, width: float
) -> tuple[list[Row], list[FootNote]]:
    """Part the rows of a page from its footnotes; ``body`` is the size of the report's letters."""
    place = _typed_rule(rows)
    if place is not None:
        return list(rows[:place]), _notes_of(rows[place + 1 :])
    start = _below_short_rule(rows, rules, body=body, width=width)
    if start is None:
        start = _first_small_mark(rows, body=body)
    if start is None:
        return list(rows), []
    return list(rows[:start]), _notes_of(rows[start:])


def _typed_rule(rows: Sequence[Row]) -> int | None:
    """The last row that is nothing but underscores."""
    for place in reversed(range(len(rows))):
        if len(rows[place]) == 1 and NOTE_RULE.fullmatch(rows[place][0].text):
            return place
    return None


def _below_short_rule(
    rows: Sequence[Row], rules: Sequence[Rule], *, body: float, width: float
) -> int | None:
    """The first row below a short rule under which nothing but notes stand."""
    for rule in sorted(rules, key=lambda rule: rule.top):
        start = next((i for i, row in enumerate(rows) if row[0].baseline > rule.top), None)
        is_short = rule.right - rule.left < _SHORT * width
        is_alone = sum(abs(other.top - rule.top) < 2 for other in rules) == 1
        if start is None or not is_short:
            continue
        if not _is_note_start(rows[start]) and not _goes_on_first(rows[start:], body):
            continue
        is_list = all(len(row) == 1 for row in rows[start:]) and is_alone
        is_marked = _raised_number(rows[start]) or (is_list and _plain_mark(rows[start]))
        if is_marked or all(x[0].size <= _SMALL * body or _mark_of(x) for x in rows[start:]):
            return start
    return None


def _goes_on_first(rows: Sequence[Row], body: float) -> bool:
    """Whether the end of a note of the page before stands above the page's own first note."""
    is_small = all(row[0].size <= _SMALL * body for row in rows)
    return is_small and any(_raised_number(row) for row in rows)


def _first_small_mark(rows: Sequence[Row], *, body: float) -> int | None:
    """The first row of the small lines that end a page which opens with a raised number."""
    start = len(rows)
    while start and all(line.size < _SMALL * body for line in rows[start - 1]):
        start -= 1
    return next((i for i in range(start, len(rows)) if _raised_number(rows[i])), None)


def _raised_number(row: Row) -> bool:
    line = row[0]
    return 0 in line.raised and bool(_NUMBER.fullmatch(line.words[0].text))


def _is_note_start(row: Row) -> bool:
    return bool(_mark_of(row)) or bool(_NUMBER.fullmatch(row[0].words[0].text))


def _mark_of(row: Row) -> str:
    """The mark that a row begins with: a raised word, or stars."""
    line = row[0]
    first = line.words[0].text
    if 0 in line.raised:
        return first.rstrip(",")
    return first if _STARS.fullmatch(first) and len(line.words) + len(row) > 2 else ""


def _notes_of(rows: Sequence[Row]) -> list[FootNote]:
    has_marks = any(_mark_of(row) for row in rows)
    notes: list[tuple[str, list[Line]]] = []
    for row in rows:
        mark = _mark_of(row) if has_marks else _plain_mark(row)
        line = joined(row)
        if mark:
            notes.append((mark, [Line(line.page, line.words[1:])] if line.words[1:] else []))
        elif notes:
            notes[-1][1].append(line)
        else:
            notes.append(("", [line]))
    return [FootNote(mark, tuple(lines)) for mark, lines in notes]


def _plain_mark(row: Row) -> str:
    """A number that no raising tells from a quantity: only where a tab parts it from the words."""
    first = row[0].words[0].text
    is_apart = row[0].has_tab or len(row) > 1
    return first if _NUMBER.fullmatch(first) and is_apart else ""
