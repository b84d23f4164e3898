"""PDF to blocks, by pdfium: letters, lines, columns, tables, notes, and the flow of the text.

pdfium is not safe to use from several threads, and is C++ that reads hostile bytes: only a worker
process reads PDF (``corpus.worker``).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import pypdfium2

from corpus.blocks import Block, BlockKind, Transcript, tidy
from corpus.errors import NoTextLayer, UnreadableReport
from corpus.numbering import paragraph_number, split_mark
from corpus.readers.pdf.blanks import settle_blanks
from corpus.readers.pdf.columns import in_reading_order
from corpus.readers.pdf.flow import Flow, boxes_of
from corpus.readers.pdf.furniture import without_furniture
from corpus.readers.pdf.letters import read_page
from corpus.readers.pdf.lines import Line, Row, body_size, is_ornament, joined, rows_of, text_of
from corpus.readers.pdf.measure import measure_lines
from corpus.readers.pdf.notes import FootNote, split_notes
from corpus.readers.pdf.page import Page
from corpus.readers.pdf.tables import FoundTable, find_tables
from corpus.readers.pdf.wording import Wording, join_lines, marks_of, words_known
from corpus.records import Doubt

_MAX_PAGES = 3000


def read_pdf(source: bytes) -> Transcript:
    """Read a PDF report with a text layer.

    Raises:
        UnreadableReport: it is no PDF, is locked, has too many pages, or has no text layer.
    """
    pages = _read_pages(source)
    if not any(page.words for page in pages):
        raise NoTextLayer("has no text layer; it is a scan")
    printed = [(page, rows_of(page.words, page.number, page.bars)) for page in pages]
    body = body_size(rows for _, rows in printed)
    rows = without_furniture(printed, body=body)
    sheets = [_sheet(page, found, body=body) for page, found in zip(pages, rows, strict=True)]
    turned = {page.number: page for page in pages if page.turns}
    return Transcript(
        blocks=tuple(_as_shown(block, turned) for block in _blocks(sheets, body=body)),
        pages=len(pages),
        doubts=tuple(_doubts(pages)),
    )


def _as_shown(block: Block, turned: Mapping[int, Page]) -> Block:
    """A block with its boxes where pages show them; they were read upright."""
    if not any(box.page in turned for box in block.boxes):
        return block
    boxes = (turned[b.page].as_shown(b) if b.page in turned else b for b in block.boxes)
    return replace(block, boxes=tuple(boxes))


def _read_pages(source: bytes) -> list[Page]:
    try:
        with pypdfium2.PdfDocument(source) as file:
            count = len(file)
            if not 0 < count <= _MAX_PAGES:
                raise UnreadableReport(f"declares {count} pages; 1 to {_MAX_PAGES} are read")
            return settle_blanks([read_page(file[n - 1], n) for n in range(1, count + 1)])
    except pypdfium2.PdfiumError as error:
        raise UnreadableReport(f"is no readable PDF: {error}") from error


def _doubts(pages: Sequence[Page]) -> Iterator[Doubt]:
    for page in pages:
        if page.is_picture:
            told = f"page {page.number} is a picture without words; what it shows was not read"
            yield Doubt(code="page-without-text", message=told, page=page.number)
        letters = sum(len(word.text) for word in page.words)
        unknown = sum(word.text.count("\ufffd") for word in page.words)
        if unknown > 0.02 * letters:
            told = f"{unknown} of {letters} letters of page {page.number} cannot be told"
            yield Doubt(code="unknown-letters", message=told, page=page.number)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A page without its furniture: its text in reading order, its tables, its notes.

    ``cover_end`` is the place of the first row that is not of the cover.
    """

    rows: list[Row]
    tables: list[FoundTable]
    notes: list[FootNote]
    cover_end: int

    @property
    def lines(self) -> Iterator[tuple[Line | None, FoundTable | None]]:
        """The lines and tables, in order; what stands apart on the cover is not joined."""
        starts = {table.start: table for table in self.tables}
        place = 0
        while place < len(self.rows):
            if table := starts.get(place):
                yield None, table
                place = table.end
            else:
                row = self.rows[place]
                is_cover = place < self.cover_end
                yield from ((line, None) for line in (row if is_cover else [joined(row)]))
                place += 1


def _sheet(page: Page, rows: Sequence[Row], *, body: float) -> _Sheet:
    told = [row for row in rows if not is_ornament(row)]
    text, notes = split_notes(told, page.rules, body=body, width=page.width)
    ordered = in_reading_order(text, page.rules, width=page.width)
    cover_end = _cover_end(ordered) if page.number == 1 else 0
    tables = find_tables(ordered, page.rules, body=body, start=cover_end)
    return _Sheet(ordered, tables, notes, cover_end)


def _cover_end(rows: Sequence[Row]) -> int:
    """The place of the first numbered paragraph on the first page; all of it without one."""
    marks = ((place, split_mark(joined(row).text)[0]) for place, row in enumerate(rows))
    numbered = (place for place, mark in marks if mark is not None and paragraph_number(mark))
    return next(numbered, len(rows))


def _blocks(sheets: Sequence[_Sheet], *, body: float) -> Iterator[Block]:
    lines = [line for sheet in sheets for line, _ in sheet.lines if line is not None]
    words = words_known(lines)
    marks = {mark for sheet in sheets for note in sheet.notes for mark in marks_of(note.mark)}
    starred = {n.lines[0].page for s in sheets for n in s.notes if n.lines and "*" in n.mark}
    flow = Flow(measure_lines(lines, body=body), Wording(marks, starred, words))
    waiting: list[Block] = []  # tables within a block of text, which goes on behind them
    for line, table in (part for sheet in sheets for part in sheet.lines):
        if table is not None:
            waiting.append(_table_block(table))
        elif line is not None and (ended := flow.add(line)) is not None:
            yield from (ended, *waiting)
            waiting.clear()
    yield from (*flow.close(), *waiting)
    yield from _note_blocks(sheets, words)


def _table_block(table: FoundTable) -> Block:
    return Block(
        kind=BlockKind.TABLE,
        text=tidy(table.caption),
        rows=table.cells,
        page=table.lines[0].page,
        boxes=boxes_of(table.lines),
    )


def _note_blocks(sheets: Sequence[_Sheet], words: frozenset[str]) -> Iterator[Block]:
    """The notes of all pages; one that runs over a page is one block."""
    notes: list[FootNote] = []
    for note in (note for sheet in sheets for note in sheet.notes):
        if note.mark or not notes:
            notes.append(note)
        else:
            notes[-1] = FootNote(notes[-1].mark, notes[-1].lines + note.lines)
    for note in notes:
        text = tidy(join_lines([text_of(line.words) for line in note.lines], words))
        if text:
            page, boxes = note.lines[0].page, boxes_of(note.lines)
            yield Block(kind=BlockKind.NOTE, text=text, mark=note.mark, page=page, boxes=boxes)
