"""Quotes: slices of a paragraph's text, and how they are pasted with their citation."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from corpus.records import Item
from service.answer import Passage

Span = tuple[int, int]


class Quotable(Protocol):
    """Words with items in them: a paragraph, or a passage of one."""

    @property
    def text(self) -> str:
        """The words."""
        ...

    @property
    def items(self) -> tuple[Item, ...]:
        """The items, in order of print."""
        ...


def united_spans(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same characters in the fewest spans, in order of print."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return tuple(joined)


def quoted_spans(quotable: Quotable, spans: Sequence[Span]) -> tuple[Span, ...]:
    """Unite spans that only a line break and the mark of an item part: nothing is left out.

    Where a mark stands within one of them, each that begins an item begins with its mark.
    """
    marks = {item.start: item.label for item in quotable.items}
    joined: list[Span] = []
    for start, end in united_spans(spans):
        between = quotable.text[joined[-1][1] : start] if joined else ""
        mark = marks.get(start - len(between.lstrip()), "")
        if joined and between.strip() == mark:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    if not any(start < mark < end for start, end in joined for mark in marks):
        return tuple(joined)
    return tuple((_with_mark(quotable.text, start, marks), end) for start, end in joined)


def _with_mark(text: str, start: int, marks: Mapping[int, str]) -> int:
    """Where the mark begins that stands right before a place, else the place itself."""
    begins = (mark for mark in marks if mark < start)
    last = max(begins, default=start)
    return last if text[last:start].strip() == marks.get(last) else start


def quotes_of(quotable: Quotable, spans: Sequence[Span]) -> tuple[str, ...]:
    """The words at ``spans``, with nothing left out between those of one quote."""
    return tuple(quotable.text[start:end] for start, end in quoted_spans(quotable, spans))


def highlighted(passage: Passage) -> tuple[str, ...]:
    """What a passage quotes, in order of print."""
    return quotes_of(passage, [(each.start, each.end) for each in passage.highlights])


def quotation_text(quotable: Quotable, spans: Sequence[Span], *, citation: str) -> str:
    """Quotes as they are pasted into a text, with their citation: “… […] …” (E/2025/28, para. 4).

    Without spans, the whole text is quoted.
    """
    quotes = " […] ".join(quotes_of(quotable, spans) or (quotable.text,))
    return f"“{quotes}” ({citation})"
