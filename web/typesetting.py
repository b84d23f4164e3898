"""A paragraph's text as it is set on a page: lines, list items, and marked slices.

Markup is never made here: a page gets plain strings, and the strings of a line joined are
exactly that line of the text. What is left out of an excerpt is told by a gap.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from service import Change, Item, Quotable, Span
from web.excerpts import line_spans


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A run of characters; ``anchor`` is the id of the first mark; a gap has no text.

    ``is_changed`` where a quotation has other words; ``typed`` are those, which stand before the
    text, or alone where the paragraph has no words in their place.
    """

    text: str
    is_marked: bool = False
    is_gap: bool = False
    is_changed: bool = False
    typed: str = ""
    anchor: str = ""


_GAP = Segment(text="", is_gap=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of a paragraph; ``level`` is 0 outside items; ``label`` has its blank after it."""

    level: int
    label: str
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Neighbouring lines that are one list, or one line of running text."""

    is_list: bool
    lines: tuple[Line, ...]


def typeset(
    quotable: Quotable,
    spans: Sequence[Span],
    *,
    kept: Sequence[Span] | None = None,
    changes: Sequence[Change] = (),
    anchor: str = "",
) -> tuple[Group, ...]:
    """Set words with ``spans`` marked, ``anchor`` being the id of the first mark.

    Only the ``kept`` parts are set, with gaps for the others; None keeps the whole. ``changes``
    are set where they are.
    """
    lines: list[Line] = []
    kept = ((0, len(quotable.text)),) if kept is None else kept
    for line in line_spans(quotable.text):
        segments = _segments(quotable.text, line, spans=spans, kept=kept, changes=changes)
        if lines and segments == (_GAP,):
            lines.append(_with_gap(lines.pop()))
        else:
            lines.append(_line(segments, quotable.items, start=line[0]))
    return _groups(_anchored(lines, anchor))


def _anchored(lines: Sequence[Line], anchor: str) -> Iterator[Line]:
    """The lines, the first mark among them with its anchor."""
    for line in lines:
        marked = next((i for i, segment in enumerate(line.segments) if segment.is_marked), None)
        if marked is None or not anchor:
            yield line
            continue
        segments = list(line.segments)
        segments[marked] = replace(segments[marked], anchor=anchor)
        yield replace(line, segments=tuple(segments))
        anchor = ""


def _with_gap(line: Line) -> Line:
    """The line with a gap at its end, for lines left out after it."""
    is_told = line.segments[-1:] == (_GAP,)
    return line if is_told else replace(line, segments=(*line.segments, _GAP))


def _groups(lines: Iterable[Line]) -> tuple[Group, ...]:
    groups: list[Group] = []
    for is_list, members in groupby(lines, key=lambda line: line.level > 0):
        if is_list:
            groups.append(Group(is_list=True, lines=tuple(members)))
        else:
            groups.extend(Group(is_list=False, lines=(line,)) for line in members)
    return tuple(groups)


def _line(segments: tuple[Segment, ...], items: Sequence[Item], *, start: int) -> Line:
    """Part the label of an item from the words of the line that opens it."""
    level = max((item.level for item in items if item.start <= start < item.end), default=0)
    label = next((item.label for item in items if item.start == start), "")
    first = segments[0] if segments else _GAP
    if not label or not first.text.startswith(f"{label} "):
        return Line(level=0 if segments == (_GAP,) else level, label="", segments=segments)
    rest = replace(first, text=first.text[len(label) + 1 :])
    return Line(level=level, label=f"{label} ", segments=(rest, *segments[1:]))


def _segments(
    text: str,
    line: Span,
    *,
    spans: Sequence[Span],
    kept: Sequence[Span],
    changes: Sequence[Change],
) -> tuple[Segment, ...]:
    """Cut a line where a mark, a kept part or a change begins or ends."""
    start, end = line
    changed = [(change.start, change.end) for change in changes]
    cuts = {start, end, *(cut for span in (*spans, *kept, *changed) for cut in span)}
    edges = sorted(cut for cut in cuts if start <= cut <= end)
    segments: list[Segment] = []
    for left, right in pairwise(edges):
        if _covers(kept, (left, right)):
            plain = Segment(text=text[left:right], is_marked=_covers(spans, (left, right)))
            before = _unprinted(changes, left) if left == start else []
            segments += [*before, _with_change(plain, left, changes), *_unprinted(changes, right)]
        elif segments[-1:] != [_GAP]:
            segments.append(_GAP)
    return tuple(segments)


def _unprinted(changes: Sequence[Change], place: int) -> list[Segment]:
    """The typed words that the paragraph does not have at a place."""
    missing = (change for change in changes if not change.quote and change.start == place)
    return [Segment(text="", typed=change.typed) for change in missing]


def _with_change(segment: Segment, start: int, changes: Sequence[Change]) -> Segment:
    """The segment, and what was typed in its place where it begins a change."""
    for change in changes:
        if change.start <= start < change.end:
            typed = change.typed if change.start == start else ""
            return replace(segment, is_changed=True, typed=typed)
    return segment


def _covers(spans: Sequence[Span], part: Span) -> bool:
    return any(start <= part[0] and part[1] <= end for start, end in spans)
