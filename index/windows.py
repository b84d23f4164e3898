"""Paragraphs and tables cut into windows that the encoder can read whole.

A window is a run of sentences of one paragraph, encoded behind its context: the headings above
the paragraph, and the line that introduces the list when the window begins inside one. Windows
of a paragraph overlap by a sentence, so that a thought on the border is whole in one of them.
A table belongs to the paragraph that it follows; its rows are the sentences of its windows.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.records import Paragraph, Table
from corpus.sentences import Sentence, split_sentences

OWN_TEXT = -1  # the part that is the paragraph's own text; tables count from 0 in their report

_ROW = re.compile(r"^.+$", re.MULTILINE)
_MAX_OVERLAP = 0.25  # of the window: a longer sentence is not repeated


@dataclass(frozen=True, slots=True)
class Window:
    """A window of the paragraph at ``row``: its sentences, and the context it is read with.

    The first ``repeated`` sentences are those that the window before it ends with. Sentences are
    slices of the paragraph's text, or of the text of the table that ``part`` names.
    """

    row: int
    context: str
    sentences: tuple[Sentence, ...]
    repeated: int = 0
    part: int = OWN_TEXT

    @property
    def new_sentences(self) -> tuple[Sentence, ...]:
        """The sentences that no window before it holds."""
        return self.sentences[self.repeated :]

    @property
    def start(self) -> int:
        """Where the window begins in its text."""
        return self.sentences[0].start

    @property
    def end(self) -> int:
        """Where the window ends in its text."""
        return self.sentences[-1].end


def cut_windows(
    row: int, paragraph: Paragraph, *, title: str = "", pieces: Sequence[int], budget: int
) -> Iterator[Window]:
    """Cut a paragraph; ``pieces[i]`` word pieces begin at character ``i`` of its text.

    ``budget`` is the most word pieces of a window without its context; a sentence that is
    longer by itself is cut at word pieces. A paragraph always has one window at least.
    """
    sentences = split_sentences(paragraph.text) or (Sentence(0, len(paragraph.text)),)
    for run, repeated in _cut(sentences, pieces=pieces, budget=budget):
        context = context_of(paragraph, run[0].start, title=title)
        yield Window(row, context, run, repeated=repeated)


def cut_table(
    row: int, table: Table, *, part: int, pieces: Sequence[int], budget: int
) -> Iterator[Window]:
    """Cut a table that follows the paragraph at ``row``, as ``cut_windows`` cuts a paragraph.

    Its context is its title and its head. Rows without a letter say nothing by themselves, and
    what is left of a chart says nothing at all.
    """
    if table.is_chart:
        return
    lines = [
        Sentence(*line.span())
        for line in list(_ROW.finditer(table.text))[table.head_lines :]
        if any(map(str.isalpha, line[0]))
    ]
    for run, repeated in _cut(lines, pieces=pieces, budget=budget):
        yield Window(row, table.above, run, repeated=repeated, part=part)


def _cut(
    sentences: Sequence[Sentence], *, pieces: Sequence[int], budget: int
) -> Iterator[tuple[tuple[Sentence, ...], int]]:
    """The runs of sentences that fit the budget, each with how many of it are repeated."""
    parts = [part for each in sentences for part in _cut_sentence(each, pieces, budget)]
    sizes = [sum(pieces[part.start : part.end]) for part in parts]
    before = 0
    for first, last in _runs(sizes, budget):
        yield tuple(parts[first:last]), before - first
        before = last


def context_of(paragraph: Paragraph, start: int, *, title: str = "") -> str:
    """What a reader needs to know before reading the paragraph from ``start``.

    The title of its report, the heading above it and the stem of its list, each said once.
    """
    heading = paragraph.sections[-1] if paragraph.sections else ""
    parts = ("" if heading.startswith(title) else title, heading, stem_of(paragraph, start))
    return "\n".join(part for part in parts if part)


def stem_of(paragraph: Paragraph, start: int) -> str:
    """The line that introduces the list in which ``start`` stands; "" outside any list.

    It is the last line before ``start`` that ends with a colon, else the opening sentence.
    """
    if start == 0 or not any(item.start <= start for item in paragraph.items):
        return ""
    before = split_sentences(paragraph.text[:start])
    stems = [s for s in before if paragraph.text[s.start : s.end].endswith(":")]
    chosen = (stems or before)[-1 if stems else 0] if before else None
    return paragraph.text[chosen.start : chosen.end] if chosen else ""


def _cut_sentence(sentence: Sentence, pieces: Sequence[int], budget: int) -> Iterator[Sentence]:
    start, used = sentence.start, 0
    for place in range(sentence.start, sentence.end):
        if used + pieces[place] > budget:
            yield Sentence(start, place)
            start, used = place, 0
        used += pieces[place]
    yield Sentence(start, sentence.end)


def _runs(sizes: Sequence[int], budget: int) -> Iterator[tuple[int, int]]:
    """The greedy runs of sentences that fit the budget, as half-open ranges."""
    first = 0
    while first < len(sizes):
        last, used = first, 0
        while last < len(sizes) and (last == first or used + sizes[last] <= budget):
            used += sizes[last]
            last += 1
        yield first, last
        repeats = last < len(sizes) and last - first > 1
        first = last - 1 if repeats and sizes[last - 1] <= _MAX_OVERLAP * budget else last
