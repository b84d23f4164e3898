"""HTML to blocks, by lxml.

Only lxml's tree is used, never html5lib, whose time grows without bound on hostile nesting. What
the tree lost is found by counting the file's characters apart from it, and then the text is read
without a tree: poorer, and whole.
"""

from collections.abc import Iterator

from corpus.blocks import Block, BlockKind, Transcript, tidy, tidy_lines
from corpus.errors import UnreadableReport
from corpus.readers.html.encoding import decode_page
from corpus.readers.html.notes import find_notes
from corpus.readers.html.page import Page, parse_page, prune, word_chars
from corpus.readers.html.scan import Piece, scan
from corpus.readers.html.walk import BLANKS, BLOCKS, HEADINGS, Walk
from corpus.readers.labels import part_block
from corpus.records import Doubt

_MAX_TAGS = 500_000  # a thousand pages have some 100,000
_MAX_BARE_CHARS = 1000  # of a tag: lxml takes seconds over thousands of attributes
_MAX_LOST_SHARE = 0.01  # of the letters and figures; lists and tables are not worth more


def read_html(source: bytes) -> Transcript:
    """Read an HTML report; a text that no tree could hold is read without lists and tables.

    Raises:
        UnreadableReport: it is no text, or it has too many tags.
    """
    markup = decode_page(source)
    if (tags := markup.count("<")) > _MAX_TAGS:
        raise UnreadableReport(f"has {tags:,} tags; at most {_MAX_TAGS:,} are read")
    printed, bare_chars = 0, 0
    for piece in scan(markup):
        printed += word_chars(piece.text)
        bare_chars = max(bare_chars, piece.bare_chars)
    if bare_chars <= _MAX_BARE_CHARS:
        page = parse_page(markup)
        lost = printed - word_chars("".join(page.root.itertext()))
        if lost <= _MAX_LOST_SHARE * printed:
            doubts = tuple(_doubts(markup, lost=lost))
            return Transcript(blocks=tuple(_page_blocks(page)), doubts=doubts)
    told = "its tags are too deep or too long for a tree: lists, notes and tables were lost"
    doubts = (*_doubts(markup, lost=0), Doubt(code="lost-structure", message=told))
    return Transcript(blocks=tuple(_plain_blocks(markup)), doubts=doubts)


def _doubts(markup: str, *, lost: int) -> Iterator[Doubt]:
    if "\ufffd" in markup:
        told = "some bytes are no characters of the encoding that the file is in"
        yield Doubt(code="lost-characters", message=told)
    if lost > 0:
        told = f"broken tags hide {lost} letters or figures"
        yield Doubt(code="lost-text", message=told)


def _page_blocks(page: Page) -> Iterator[Block]:
    notes = find_notes(page.root)
    prune(page.root, notes.bodies)
    title = tidy(page.title)
    if title and next(page.root.iter(*HEADINGS), None) is None:
        yield Block(kind=BlockKind.HEADING, text=title)
    yield from Walk(notes, word_chars("".join(page.root.itertext()))).blocks(page.root)


def _plain_blocks(markup: str) -> Iterator[Block]:
    """Read a page from its tags alone: every tag of a block ends the text before it."""
    kind, pieces = BlockKind.TEXT, [""]
    for piece in (*scan(markup), Piece(name="p")):
        name = piece.name.removeprefix("/")
        if name not in BLOCKS:
            pieces.append("\n" if name == "br" else BLANKS.sub(" ", piece.text))
            continue
        if text := tidy_lines("".join(pieces)):
            yield from part_block(Block(kind=kind, text=text))
        kind = BlockKind.HEADING if piece.name in HEADINGS else BlockKind.TEXT
        pieces = []
