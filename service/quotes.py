"""Quotes: slices of a paragraph's text, and how they are pasted with their citation."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Protocol

from corpus.records import Item
from service.answer import Passage

Span = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotedTable:
    """Rows of one table that a passage quotes, under its title and its head."""

    title: str | None
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    citation: str


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
    """What a passage quotes of its text, in order of print."""
    return quotes_of(passage, _spans_of(passage))


def told(passage: Passage) -> tuple[str, ...]:
    """What a passage says: its quotes, else all its words; none where it quotes but tables."""
    return highlighted(passage) or (() if passage.rows else (passage.text,))


def quoted_tables(passage: Passage) -> tuple[QuotedTable, ...]:
    """The rows that a passage quotes, those of one table together under one head."""
    groups = groupby(passage.rows, key=lambda row: (row.title, row.head, row.citation))
    return tuple(
        QuotedTable(title=title, head=head, rows=tuple(r.cells for r in rows), citation=citation)
        for (title, head, citation), rows in groups
    )


def cells_text(cells: Sequence[str]) -> str:
    """The cells of a row on one line, those without words left out."""
    return " | ".join(cell for cell in cells if cell)


def table_text(table: QuotedTable) -> str:
    """The quoted rows of a table as they are pasted: a line each, cells parted by tabs.

    So a spreadsheet and a word processor make cells of them again.
    """
    lines = ["\t".join(cells) for cells in (table.head, *table.rows) if cells]
    return "\n".join([*filter(None, [table.title]), *lines, f"({table.citation})"])


def quotation_text(quotable: Quotable, spans: Sequence[Span], *, citation: str) -> str:
    """Quotes as they are pasted into a text, with their citation: “… […] …” (E/2025/28, para. 4).

    Without spans, the whole text is quoted.
    """
    quotes = " […] ".join(quotes_of(quotable, spans) or (quotable.text,))
    return f"“{quotes}” ({citation})"


def quotation_of(passage: Passage) -> str:
    """All that a passage quotes, as it is pasted: its words, then the rows of tables.

    A passage without quotes is quoted whole.
    """
    words = told(passage)
    quotation = quotation_text(passage, _spans_of(passage), citation=passage.citation)
    return "\n\n".join([*([quotation] if words else []), *map(table_text, quoted_tables(passage))])


def citations_of(passage: Passage) -> str:
    """The citations of all that a passage quotes: that of its words, and those of tables."""
    own = [passage.citation] if told(passage) else []
    return "; ".join(dict.fromkeys([*own, *(table.citation for table in quoted_tables(passage))]))


def _spans_of(passage: Passage) -> list[Span]:
    return [(each.start, each.end) for each in passage.highlights]
