"""Word files to blocks, by python-docx and lxml.

A Word file stores neither the numbers of its automatic lists nor the marks of its notes, and a
number may come from a paragraph's style: they are counted here as Word counts them. Headers and
footers are left out, and a file has no pages.
"""

from collections.abc import Iterator

from corpus.blocks import Transcript
from corpus.readers.docx.archive import check_archive
from corpus.readers.docx.package import Parts, W, open_parts
from corpus.readers.docx.walk import Walk
from corpus.records import Doubt


def read_docx(source: bytes) -> Transcript:
    """Read a Word report; notes come last, in the order in which the text cites them.

    Raises:
        UnreadableReport: it is no Word file, or one that could exhaust the machine.
    """
    check_archive(source)
    parts = open_parts(source)
    walk = Walk.over(parts)
    body = parts.document.find(f"{W}body")
    blocks = (*walk.blocks(body), *walk.note_blocks())
    return Transcript(blocks=blocks, doubts=tuple(_doubts(parts)))


def _doubts(parts: Parts) -> Iterator[Doubt]:
    for _ in parts.document.iter(f"{W}altChunk"):
        told = "a part of the file that is kept in another format was left out"
        yield Doubt(code="lost-text", message=told)
