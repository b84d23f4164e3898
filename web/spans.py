"""Slices of a paragraph's text: what a link marks, and what a quotation holds."""

import re
from collections.abc import Iterable, Sequence
from typing import Protocol

from service import Item

Span = tuple[int, int]


class Wording(Protocol):
    """Words with items in them: a paragraph, or a passage of one."""

    @property
    def text(self) -> str:
        """The words."""
        ...

    @property
    def items(self) -> tuple[Item, ...]:
        """The items, in order of print."""
        ...


_MAX_SPANS = 50  # more marks than any answer has; a longer list in a link is not read
_MARK = re.compile(r"\d{1,7}-\d{1,7}(?:,\d{1,7}-\d{1,7})*", re.ASCII)  # 12-40,55-80


def spans_of(mark: str, text: str) -> tuple[Span, ...]:
    """Read ``12-40,55-80`` as slices of a text; a link with anything else marks nothing."""
    if not _MARK.fullmatch(mark):
        return ()
    ends = [part.split("-") for part in mark.split(",")[: _MAX_SPANS + 1]]
    spans = [(int(start), int(end)) for start, end in ends]
    is_whole = len(spans) <= _MAX_SPANS and all(text[start:end].strip() for start, end in spans)
    if not is_whole or max(end for _, end in spans) > len(text):
        return ()
    return partial_spans(spans, text)


def partial_spans(spans: Iterable[Span], text: str) -> tuple[Span, ...]:
    """Unite spans in order of print; a span over the whole text sets nothing apart."""
    united = united_spans(spans)
    return () if united == ((0, len(text)),) else united


def united_spans(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same characters in the fewest spans, in order of print."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return tuple(joined)


def quoted_spans(wording: Wording, spans: Sequence[Span]) -> tuple[Span, ...]:
    """Unite spans that only a line break and the mark of an item part: nothing is left out."""
    marks = {item.start: item.label for item in wording.items}
    joined: list[Span] = []
    for start, end in united_spans(spans):
        between = wording.text[joined[-1][1] : start] if joined else ""
        mark = marks.get(start - len(between.lstrip()), "")
        if joined and between.strip() == mark:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return tuple(joined)
