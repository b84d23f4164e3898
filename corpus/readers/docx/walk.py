"""A walk over the markup of a Word file: paragraphs, tables and notes, in the order of reading."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from lxml.etree import _Element

from corpus.blocks import Block, BlockKind, tidy, tidy_lines
from corpus.numbering import split_mark
from corpus.readers.docx.flow import TABLE, flow, rows_of
from corpus.readers.docx.nesting import Nesting
from corpus.readers.docx.notes import Notes
from corpus.readers.docx.numbering import Numbering
from corpus.readers.docx.package import (
    Parts,
    W,
    child_number,
    child_value,
    first_told,
    left_indent,
)
from corpus.readers.docx.styles import Style, Styles, draws_leader, is_outlined
from corpus.readers.docx.words import Words, WordsReader
from corpus.readers.grid import Grid
from corpus.readers.labels import part_block, place_label
from corpus.readers.layout import Layout

# A tab drawn as dots before a page number, told as ``corpus.front`` knows the lines of contents.
_TAB_TO_PAGE = re.compile(r"\s*\t\s*(?=\d+\s*$)")
_LEADER = " . . . . . "


@dataclass(slots=True)
class Walk:
    """The place in the file: what its lists have counted, and how far it was read."""

    styles: Styles
    numbering: Numbering
    notes: Notes
    reader: WordsReader
    layout: Layout = field(default_factory=Layout)
    nesting: Nesting = field(default_factory=Nesting)

    @classmethod
    def over(cls, parts: Parts) -> "Walk":
        """A walk at the start of a file."""
        styles, notes = Styles(parts.styles), Notes(parts)
        return cls(styles, Numbering(parts.numbering, styles), notes, WordsReader(styles, notes))

    def blocks(self, parent: _Element) -> Iterator[Block]:
        """Yield the blocks of a body, a cell, a note or a text box, in order."""
        caption: Block | None = None
        for elements in flow(parent):
            if elements[0].tag == TABLE:
                yield from self._table(elements[0], caption)
                caption = None
                continue
            if caption is not None:
                yield caption
            blocks = list(self._paragraph(elements))
            is_caption = len(blocks) == 1 and self._style(elements[-1]).is_caption
            caption = blocks.pop() if is_caption else None
            yield from blocks
        if caption is not None:
            yield caption

    def note_blocks(self) -> Iterator[Block]:
        """Yield the notes that the text cites."""
        for mark, body in self.notes:
            text = "\n".join(_printed(block) for block in self.blocks(body))
            if next(body.iter(f"{W}footnoteRef", f"{W}endnoteRef"), None) is None:
                text = text.removeprefix(mark).lstrip()  # typed, where Word counts no mark
            if text:
                yield Block(kind=BlockKind.NOTE, text=text, mark=mark)

    def _paragraph(self, paragraphs: Sequence[_Element]) -> Iterator[Block]:
        """Yield the block of a paragraph and of those that run on into it, then its boxes."""
        words = Words()
        for paragraph in paragraphs:
            self.reader.read(paragraph, words)
        properties, style = paragraphs[-1].find(f"{W}pPr"), self._style(paragraphs[-1])
        label, depth = self._count(properties, style)
        text = words.text
        if style.has_leader or draws_leader(properties):
            text = _TAB_TO_PAGE.sub(_LEADER, text)
        is_heading = is_outlined(properties, style)
        if is_heading or (not label and split_mark(text.strip())[0] is not None):
            self.nesting.end()  # a typed label: the lists above it are over
            depth = 0
        mark, text = place_label(label, tidy_lines(text), is_heading=is_heading)
        if text and not style.is_contents:
            block = Block(
                kind=BlockKind.HEADING if is_heading else BlockKind.TEXT,
                text=text,
                mark=mark,
                depth=depth,
                is_bold=words.is_bold,
                is_italic=words.is_italic,
                size=words.size,
                notes=tuple(words.notes),
            )
            yield from map(self.layout.see, part_block(block))
        for box in words.boxes:
            yield from self.blocks(box)

    def _style(self, paragraph: _Element) -> Style:
        return self.styles.of_paragraph(paragraph)

    def _count(self, properties: _Element | None, style: Style) -> tuple[str, int]:
        """Count a paragraph in its list: the label that it shows, and its depth."""
        own = None if properties is None else properties.find(f"{W}numPr")
        own_list = child_value(own, "numId")
        list_id = style.list_id if own_list is None else own_list
        level = self.numbering.level(list_id, told=child_number(own, "ilvl"), style=style)
        if list_id is None or level is None:
            indent = first_told(left_indent(properties), style.indent, default=0)
            return "", self.nesting.depth_of_text(indent)
        of_list = self.numbering.indent(list_id, level)
        told = (of_list, style.indent) if own_list is not None else (style.indent, of_list)
        indent = first_told(left_indent(properties), *told, default=0)
        depth = self.nesting.enter(list_id, level, indent=indent)
        return self.numbering.count(list_id, level), depth

    def _table(self, table: _Element, caption: Block | None) -> Iterator[Block]:
        """Yield a table with its caption, or the blocks of its cells if it sets the cover."""
        rows = rows_of(table)
        if self.layout.is_set_by([len(cells) for _, cells in rows]):
            yield from filter(None, [caption])
            for cell in (cell for _, cells in rows for cell in cells):
                yield from self.blocks(cell)
            return
        grid, notes = Grid(), list(caption.notes if caption else ())
        for row, cells in rows:
            grid.add_row()
            if before := child_number(row.find(f"{W}trPr"), "gridBefore"):
                grid.add_cell("", columns=before)
            for cell in cells:
                blocks = list(self.blocks(cell))
                notes.extend(note for block in blocks for note in block.notes)
                span = child_number(cell.find(f"{W}tcPr"), "gridSpan") or 1
                grid.add_cell(tidy("\n".join(map(_printed, blocks))), columns=span)
        caption = caption or Block(kind=BlockKind.TEXT, text="")
        if grid.rows or caption.text:
            yield replace(caption, kind=BlockKind.TABLE, notes=tuple(notes), rows=grid.rows)


def _printed(block: Block) -> str:
    """A block on its own lines: its mark and its words, or the cells of a table in a cell."""
    cells = [cell for row in block.rows for cell in row]
    return "\n".join(filter(None, [f"{block.mark} {block.text}".strip(), *cells]))
