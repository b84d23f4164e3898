"""Slices of a paragraph's text that a link marks."""

import re
from collections.abc import Iterable

from service import Span, united_spans

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
