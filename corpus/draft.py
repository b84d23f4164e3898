"""A paragraph while it is being read: its words so far, its items, and which of them are open.

Items nest by their marks, (a) > (i) > a. > i., or by the depth of the list that holds them. A
run of plain text closes the open items without ending the list: its next mark continues it, and
opens again the items that the list lies in.
"""

from dataclasses import dataclass, field
from itertools import takewhile

from corpus.blocks import Block
from corpus.numbering import Mark, Reading
from corpus.records import Box, Item


@dataclass(slots=True)
class _Level:
    """The last item at one level; ``is_listed`` when its mark came from a list of the file."""

    item: "_OpenItem"
    reading: Reading
    depth: int
    is_listed: bool


@dataclass(slots=True)
class _OpenItem:
    label: str
    level: int
    start: int
    end: int


@dataclass(slots=True)
class Draft:
    """A paragraph in the making; ``text`` and ``items`` are those of the paragraph."""

    text: str
    base_depth: int
    notes: list[str] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    _items: list[_OpenItem] = field(default_factory=list)
    _levels: list[_Level] = field(default_factory=list)
    _open: list[_OpenItem] = field(default_factory=list)

    @property
    def items(self) -> tuple[Item, ...]:
        """The items so far, in order of print."""
        return tuple(
            Item(label=i.label, level=i.level, start=i.start, end=i.end) for i in self._items
        )

    def take_marks(self, block: Block) -> None:
        """Take what a block has besides its words: the notes it cites and where it stands."""
        self.notes.extend(block.notes)
        self.boxes.extend(block.boxes)

    def add_text(self, words: str, *, depth: int) -> None:
        """Append plain text: to the open item whose depth it shares, else to the paragraph."""
        self._open = list(takewhile(lambda item: self._holds(item, depth), self._open))
        self._append(words)

    def add_item(self, mark: Mark, words: str, *, depth: int, is_listed: bool) -> None:
        """Append an item at the level that its mark and its depth ask for."""
        place, reading = self._place(mark, depth=depth)
        start = len(self.text) + 1 if self.text else 0
        item = _OpenItem(mark.label, place + 1, start, start)
        self._items.append(item)
        self._levels = [*self._levels[:place], _Level(item, reading, depth, is_listed)]
        self._open = [level.item for level in self._levels]
        self._append(f"{mark.label} {words}".rstrip())

    def continues_list(self, mark: Mark) -> bool:
        """Whether a mark is the next of an item list of this paragraph."""
        return any(
            _is_next(level.reading, reading) for level in self._levels for reading in mark.readings
        )

    def _append(self, words: str) -> None:
        self.text = f"{self.text}\n{words}" if self.text else words
        for item in self._open:
            item.end = len(self.text)

    def _place(self, mark: Mark, *, depth: int) -> tuple[int, Reading]:
        """The index of the level where the mark belongs, and the reading that fits there."""
        for place in reversed(range(len(self._levels))):
            level = self._levels[place]
            for reading in mark.readings:
                if _is_next(level.reading, reading) and (
                    not mark.is_bullet or depth == level.depth
                ):
                    return place, reading
        reading = min(mark.readings, key=lambda reading: reading.ordinal)
        if mark.is_bullet:
            return sum(
                level.depth < depth or not _is_bullet(level) for level in self._nesting()
            ), reading
        return len(self._nesting()), reading

    def _nesting(self) -> list[_Level]:
        """The levels that a new list would lie under: none once plain text has closed them."""
        return self._levels[: self._open[-1].level] if self._open else []

    def _holds(self, item: _OpenItem, depth: int) -> bool:
        """Whether plain text at ``depth`` belongs to an open item."""
        level = self._levels[item.level - 1]
        return depth >= level.depth and depth > (0 if level.is_listed else self.base_depth)


def _is_bullet(level: _Level) -> bool:
    return level.reading.ordinal == 0


def _is_next(last: Reading, reading: Reading) -> bool:
    step = 0 if reading.ordinal == 0 else 1
    return reading.dress == last.dress and reading.ordinal == last.ordinal + step
