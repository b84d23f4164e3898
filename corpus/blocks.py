"""A report file as a transcript of blocks: the one form that every reader produces.

A reader says what the file marks; it never decides what a block means in the report. That a
heading's depth or a list's nesting may lie is known to ``corpus.structure``, not to readers.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from corpus.records import Box, Doubt

_INVISIBLE = re.compile(
    r"""
      [\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]    # control characters that part no words
    | [\u00ad\u200b-\u200f\u2060\ufeff]           # soft hyphen, zero widths, byte order mark
    | [\ufffe\uffff]                              # no characters; XML cannot hold them
    | [\u202a-\u202e\u2066-\u2069]                # overrides of the writing direction
    """,
    re.VERBOSE,
)


class BlockKind(StrEnum):
    """What the file says that a block is."""

    TEXT = "text"
    HEADING = "heading"
    NOTE = "note"
    TABLE = "table"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One run of text between two breaks, in reading order.

    ``mark`` is the list mark or note mark that the file carries apart from the text ("12.",
    "(a)", "•"); a mark that is typed into the text stays there until the structure is read.
    ``depth`` counts the lists that the block stands in, 0 outside any list.
    ``notes`` are the marks of the notes that the text cites, taken out of the text.
    ``size`` is the height of its letters in points, and ``boxes`` where its lines stand; a file
    without pages has neither. The text of a table is its caption.
    """

    kind: BlockKind
    text: str
    mark: str = ""
    depth: int = 0
    is_bold: bool = False
    is_italic: bool = False
    size: float | None = None
    page: int | None = None
    boxes: tuple[Box, ...] = ()
    notes: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def stands_out(self) -> bool:
        """Whether the file sets it apart: as a heading, or all of it in bold letters."""
        return self.is_bold or self.kind is BlockKind.HEADING


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """What a reader found in a file: its blocks, its number of pages, and what is doubtful."""

    blocks: tuple[Block, ...]
    pages: int | None = None
    doubts: tuple[Doubt, ...] = ()


def tidy_lines(text: str) -> str:
    """Normalise to Unicode NFC, drop invisible characters, and keep only single blanks.

    Line breaks stay, one for each run of them; no other character is changed.
    """
    visible = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    lines = (" ".join(line.split()) for line in visible.splitlines())
    return "\n".join(line for line in lines if line)


def tidy(text: str) -> str:
    """The text of ``tidy_lines`` on one line."""
    return tidy_lines(text).replace("\n", " ")
