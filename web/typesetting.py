"""A paragraph's text as it is set on a page: lines, list items, and marked slices.

Markup is never made here: a page gets plain strings, and the strings of a line joined are
exactly that line of the text. An excerpt leaves parts out and says so with a gap.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from service import Item

Span = tuple[int, int]

MAX_SPANS = 50  # more marks than any answer has; a longer list in a link is not read
_MAX_LINE_CHARS = 600  # a longer line of an excerpt is cut around what is marked in it
_MARGIN_CHARS = 180  # about two printed lines on either side of a mark
_MAX_STEM_CHARS = 280
_SENTENCE_START = re.compile(r"""(?<=[.!?])["”’)]*\s+(?=["“‘(]*[A-Z])""")  # "…drugs. In"


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A run of characters; ``anchor`` is the id of the first mark; a gap has no text."""

    text: str
    is_marked: bool = False
    is_gap: bool = False
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
    text: str, items: Sequence[Item], spans: Sequence[Span], *, anchor: str = ""
) -> tuple[Group, ...]:
    """Set the whole text; ``anchor`` becomes the id of the first mark."""
    return _typeset(text, items, spans, kept=((0, len(text)),), anchor=anchor)


def typeset_excerpt(
    text: str,
    items: Sequence[Item],
    spans: Sequence[Span],
    *,
    max_chars: int,
    is_marked: bool = True,
) -> tuple[Group, ...]:
    """Set the lines that hold the spans, and those that lead to them; marked unless told not to.

    Without spans it is the beginning of the text, of at most ``max_chars`` characters.
    """
    if not spans:
        return _typeset(text, items, (), kept=((0, _word_end(text, max_chars)),))
    kept = [_surroundings(text, span) for span in spans]
    kept += [stem for span in spans for stem in _stems(text, items, span)]
    return _typeset(text, items, spans if is_marked else (), kept=_united(kept))


def spans_of(mark: str, *, length: int) -> tuple[Span, ...]:
    """Read ``12-40,55-80`` as slices of a text; a link with other marks marks nothing."""
    if not re.fullmatch(r"\d{1,7}-\d{1,7}(,\d{1,7}-\d{1,7})*", mark, re.ASCII):
        return ()
    ends = [tuple(map(int, part.split("-"))) for part in mark.split(",")]
    spans = [(start, end) for start, end in ends if start < end <= length]
    return partial_spans(spans, length=length) if len(ends) == len(spans) <= MAX_SPANS else ()


def partial_spans(spans: Iterable[Span], *, length: int) -> tuple[Span, ...]:
    """Unite spans in order of print; a span over the whole text sets nothing apart."""
    united = _united(spans)
    return () if united == ((0, length),) else united


def quoted_spans(text: str, items: Sequence[Item], spans: Sequence[Span]) -> tuple[Span, ...]:
    """Unite spans that only a line break and the mark of an item part: nothing is left out."""
    marks = {item.start: item.label for item in items}
    joined: list[Span] = []
    for start, end in _united(spans):
        between = text[joined[-1][1] : start] if joined else ""
        mark = marks.get(start - len(between.lstrip("\n")), "")
        if joined and between.strip() == mark:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return tuple(joined)


def _united(spans: Iterable[Span]) -> tuple[Span, ...]:
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return tuple(joined)


def _typeset(
    text: str,
    items: Sequence[Item],
    spans: Sequence[Span],
    *,
    kept: Sequence[Span],
    anchor: str = "",
) -> tuple[Group, ...]:
    lines: list[Line] = []
    for start, end in _line_spans(text):
        segments = _segments(text, (start, end), spans, kept=kept, anchor=anchor)
        if lines and segments == (_GAP,):
            lines.append(_with_gap(lines.pop()))
        else:
            lines.append(_line(text, items, start, segments))
        if any(segment.anchor for segment in segments):
            anchor = ""
    return _groups(lines)


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


def _line(text: str, items: Sequence[Item], start: int, segments: tuple[Segment, ...]) -> Line:
    """Part the label of an item from the words of the line that opens it."""
    level = max((item.level for item in items if item.start <= start < item.end), default=0)
    label = next((item.label for item in items if item.start == start), "")
    first = segments[0] if segments else _GAP
    if not label or not first.text.startswith(f"{label} "):
        return Line(level=0 if segments == (_GAP,) else level, label="", segments=segments)
    rest = replace(first, text=first.text[len(label) + 1 :])
    return Line(level=level, label=f"{label} ", segments=(rest, *segments[1:]))


def _segments(
    text: str, line: Span, spans: Sequence[Span], *, kept: Sequence[Span], anchor: str
) -> tuple[Segment, ...]:
    """Cut a line where a mark or a kept part begins or ends."""
    start, end = line
    cuts = {start, end, *(cut for span in (*spans, *kept) for cut in span)}
    edges = sorted(cut for cut in cuts if start <= cut <= end)
    segments: list[Segment] = []
    for left, right in pairwise(edges):
        is_kept, is_marked = _covers(kept, left, right), _covers(spans, left, right)
        if is_kept:
            own_anchor, anchor = (anchor, "") if is_marked else ("", anchor)
            segments.append(Segment(text=text[left:right], is_marked=is_marked, anchor=own_anchor))
        elif segments[-1:] != [_GAP]:
            segments.append(_GAP)
    return tuple(segments)


def _covers(spans: Sequence[Span], left: int, right: int) -> bool:
    return any(start <= left and right <= end for start, end in spans)


def _line_spans(text: str) -> list[Span]:
    spans, start = [], 0
    for line in text.split("\n"):
        spans.append((start, start + len(line)))
        start += len(line) + 1
    return spans


def _surroundings(text: str, span: Span) -> Span:
    """The lines that hold a span, cut at words or sentences where they are long."""
    start = text.rfind("\n", 0, span[0]) + 1
    end = text.find("\n", span[1])
    end = len(text) if end < 0 else end
    if end - start <= _MAX_LINE_CHARS:
        return start, end
    return _words_before(text, start, span[0]), span[1] + _word_end(
        text[span[1] : end], _MARGIN_CHARS
    )


def _stems(text: str, items: Sequence[Item], span: Span) -> list[Span]:
    """What leads to a span inside items: the open items above it and the words before the list."""
    path = [item for item in items if item.start <= span[0] < item.end]
    if not path:
        return []
    parents = [_line_at(text, item.start) for item in path[:-1]]
    before = [line for line in _line_spans(text) if line[1] <= path[0].start]
    plain = [line for line in before if not any(i.start <= line[0] < i.end for i in items)]
    leading = [line for line in plain if text[line[0] : line[1]].rstrip().endswith(":")]
    stems = [_last_sentence(text, line) for line in (leading or plain[:1])[-1:]]
    return [*stems, *parents]


def _line_at(text: str, start: int) -> Span:
    end = text.find("\n", start)
    return start, len(text) if end < 0 else end


def _last_sentence(text: str, line: Span) -> Span:
    start, end = line
    starts = [start + match.end() for match in _SENTENCE_START.finditer(text[start:end])]
    start = starts[-1] if starts else start
    return (
        (start, end) if end - start <= _MAX_STEM_CHARS else (_words_before(text, start, end), end)
    )


def _words_before(text: str, start: int, end: int) -> int:
    """Where to begin so that at most a margin of whole words stands before ``end``."""
    if end - start <= _MARGIN_CHARS:
        return start
    begin = end - _MARGIN_CHARS
    sentence = _SENTENCE_START.search(text, begin, end)
    blank = text.find(" ", begin, end)
    return sentence.end() if sentence else blank + 1 if blank >= 0 else begin


def _word_end(text: str, max_chars: int) -> int:
    """Where to stop so that at most ``max_chars`` characters, in whole words, are kept."""
    if len(text) <= max_chars:
        return len(text)
    blank = text.rfind(" ", 0, max_chars)
    return blank if blank > 0 else max_chars
