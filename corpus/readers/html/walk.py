"""A walk over the tree of an HTML page: where a block ends, what stands in it, what it cites."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree
from lxml.etree import _Element

from corpus.blocks import Block, BlockKind, tidy, tidy_lines
from corpus.numbering import BULLET_LABEL
from corpus.readers.grid import Grid
from corpus.readers.html.lists import ListCount, whole_number
from corpus.readers.html.notes import PageNotes
from corpus.readers.html.page import word_chars
from corpus.readers.labels import part_block, place_label
from corpus.readers.layout import Layout

HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_LISTS = frozenset("ol ul menu dir".split())
_TABLE_PARTS = frozenset("table tr td th caption".split())
BLOCKS = (
    HEADINGS
    | _LISTS
    | _TABLE_PARTS
    | frozenset(
        """
        address article aside blockquote body center dd details div dl dt fieldset
        figcaption figure footer form header hgroup hr html legend li main nav p pre section
        summary tbody tfoot thead
        """.split()
    )
)
_BOLD = frozenset({"b", "strong"})
_ITALIC = frozenset({"i", "em"})
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_ITALIC_STYLE = re.compile(r"font-style\s*:\s*(?:italic|oblique)", re.IGNORECASE)
BLANKS = re.compile(r"[ \t\r\n\f]+")


@dataclass(slots=True)
class _Text:
    """The text since the last break, the notes it cites, and whether all of it stands out."""

    pieces: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    is_bold: bool = True
    is_italic: bool = True


@dataclass(slots=True)
class _OpenTable:
    """A table that is being read; ``cell`` has the lines of its open cell, None between cells."""

    grid: Grid = field(default_factory=Grid)
    notes: list[str] = field(default_factory=list)
    caption: str = ""
    cell: list[str] | None = None

    def take(self, text: str, notes: Iterable[str]) -> None:
        """Add text, with the notes that it cites, to the open cell."""
        self.notes.extend(notes)
        if self.cell is not None:
            self.cell.append(text)

    def end_cell(self, element: _Element) -> None:
        """End the open cell or caption."""
        text = tidy("\n".join(self.cell or ()))
        self.cell = None
        if element.tag == "caption":
            self.caption = text
            return
        columns, rows = whole_number(element.get("colspan")), whole_number(element.get("rowspan"))
        self.grid.add_cell(text, columns=columns or 1, rows=rows or 1)


@dataclass(slots=True)
class Walk:
    """The place in the tree: the open lists and tables, and the text that no break has ended.

    A table that sets the page is open as None: its cells are blocks like any others.
    """

    page_notes: PageNotes
    page_chars: int
    layout: Layout = field(default_factory=Layout)
    lists: list[ListCount] = field(default_factory=list)
    tables: list[_OpenTable | None] = field(default_factory=list)
    note_marks: list[str] = field(default_factory=list)
    aspects: Counter[str] = field(default_factory=Counter)
    text: _Text = field(default_factory=_Text)
    label: str = ""

    def blocks(self, root: _Element) -> Iterator[Block]:
        """Yield the blocks of a tree, without recursion: trees are deep where pages are broken."""
        events = etree.iterwalk(root, events=("start", "end"))
        for event, element in events:
            mark = self.page_notes.references.get(element)
            if event == "start" and mark is not None:
                self.text.notes.append(mark)
                events.skip_subtree()
            elif event == "start":
                yield from self._enter(element)
                self._add(element.text)
            else:
                if mark is None:
                    yield from self._leave(element)
                self._add(element.tail)
        yield from self._end_block()

    def _enter(self, element: _Element) -> Iterator[Block]:
        if element.tag == "br":
            self.text.pieces.append("\n")
        if element.tag in BLOCKS:
            yield from self._end_block()
        self.aspects.update(_aspects(element))
        if element.tag in _LISTS:
            self.lists.append(ListCount.of(element))
        elif element.tag == "li":
            self.label = self.lists[-1].count(element) if self.lists else BULLET_LABEL
        elif element.tag in _TABLE_PARTS:
            self._enter_table(element)
        if (mark := self.page_notes.bodies.get(element)) is not None:
            yield from self._end_note() if self.note_marks else self._end_block()
            self.note_marks.append(mark)
            self.label = ""

    def _leave(self, element: _Element) -> Iterator[Block]:
        if element in self.page_notes.bodies:
            yield from self._end_note()
            self.note_marks.pop()
        if element.tag in BLOCKS:
            yield from self._end_block()
        self.aspects.subtract(_aspects(element))
        if element.tag in _LISTS:
            self.lists.pop()
        elif element.tag == "li":
            self.label = ""
        elif element.tag in _TABLE_PARTS:
            yield from self._leave_table(element)

    def _add(self, text: str | None) -> None:
        if not text:
            return
        self.text.pieces.append(text if self.aspects["pre"] else BLANKS.sub(" ", text))
        if text.strip():
            self.text.is_bold &= self.aspects["bold"] > 0
            self.text.is_italic &= self.aspects["italic"] > 0

    def _end_block(self) -> Iterator[Block]:
        """End the text so far: in a note a line, in a cell a part of it, elsewhere a block."""
        text = tidy_lines("".join(self.text.pieces))
        if self.note_marks:
            self.text.pieces.append("\n")
        elif text:
            ended, label = self.text, self.label
            self.text, self.label = _Text(), ""
            if (table := self._table_around()) is not None:
                table.take(f"{label} {text}".lstrip(), ended.notes)
            else:
                yield from map(self.layout.see, part_block(self._block(ended, label, text)))

    def _block(self, ended: _Text, label: str, text: str) -> Block:
        is_heading = self.aspects["heading"] > 0
        mark, text = place_label(label, text, is_heading=is_heading)
        return Block(
            kind=BlockKind.HEADING if is_heading else BlockKind.TEXT,
            text=text,
            mark=mark,
            depth=len(self.lists),
            is_bold=ended.is_bold,
            is_italic=ended.is_italic,
            notes=tuple(ended.notes),
        )

    def _end_note(self) -> Iterator[Block]:
        text = tidy_lines("".join(self.text.pieces))
        if text:
            yield Block(kind=BlockKind.NOTE, text=text, mark=self.note_marks[-1])
        self.text = _Text()

    def _table_around(self) -> _OpenTable | None:
        """The nearest table with an open cell or caption, which the text belongs to."""
        tables = (table for table in reversed(self.tables) if table is not None)
        return next((table for table in tables if table.cell is not None), None)

    def _enter_table(self, element: _Element) -> None:
        if element.tag == "table":
            self.tables.append(None if self._sets_page(element) else _OpenTable())
        elif self.tables and (table := self.tables[-1]) is not None:
            if element.tag == "tr":
                table.grid.add_row()
            elif table.cell is None:
                table.cell = []

    def _leave_table(self, element: _Element) -> Iterator[Block]:
        table = self.tables[-1] if self.tables else None
        if element.tag == "table":
            self.tables.pop()
        if table is None or element.tag == "tr":
            return
        if element.tag == "table":
            yield from self._end_table(table)
        else:
            table.end_cell(element)

    def _end_table(self, table: _OpenTable) -> Iterator[Block]:
        rows = table.grid.rows
        if (around := self._table_around()) is not None:
            cells = (cell for row in rows for cell in row)
            around.take("\n".join(filter(None, [table.caption, *cells])), table.notes)
        elif rows or table.caption:
            yield Block(
                kind=BlockKind.TABLE, text=table.caption, rows=rows, notes=tuple(table.notes)
            )

    def _sets_page(self, table: _Element) -> bool:
        """Whether a table lays out the page: it says so, holds headings, or most of the words."""
        if table.get("role") in ("presentation", "none"):
            return True
        if next(table.iter("caption", "th", "thead"), None) is not None:
            return False
        if next(table.iter(*HEADINGS), None) is not None:
            return True
        rows = [row.xpath("./td") for row in table.xpath("./tr | ./*/tr")]
        cells = ("".join(cell.itertext()) for row in rows for cell in row)
        if any(2 * word_chars(cell) > self.page_chars for cell in cells):
            return True
        return self.layout.is_set_by([len(row) for row in rows])


def _aspects(element: _Element) -> Iterator[str]:
    """What holds for all text inside an element."""
    style = str(element.get("style", ""))
    if element.tag in HEADINGS:
        yield "heading"
    if element.tag == "pre":
        yield "pre"
    if element.tag in _BOLD or _BOLD_STYLE.search(style):
        yield "bold"
    if element.tag in _ITALIC or _ITALIC_STYLE.search(style):
        yield "italic"
