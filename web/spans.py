"""Slices of a paragraph's text that a link marks."""

from collections.abc import Iterable

from service import Span, marked_spans, united_spans


def spans_of(marks: str, text: str) -> tuple[Span, ...]:
    """Read ``12-40,55-80`` as slices of a text; a link with anything else marks nothing."""
    return partial_spans(marked_spans(marks, text), text)


def partial_spans(spans: Iterable[Span], text: str) -> tuple[Span, ...]:
    """Unite spans in order of print; a span over the whole text sets nothing apart."""
    united = united_spans(spans)
    return () if united == ((0, len(text)),) else united
