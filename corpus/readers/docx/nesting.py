"""How deep the lists of a Word file nest, which its levels alone do not tell.

The bullets of two depths are often two lists that both count at their first level ("List Bullet",
"List Bullet 2") and differ by their indents; so does a paragraph that goes on inside an item.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class _Open:
    list_id: str
    level: int
    indent: int

    def ends_before(self, other: "_Open") -> bool:
        """Whether this item ends where the other begins."""
        if self.list_id == other.list_id:
            return self.level >= other.level
        return self.indent >= other.indent


@dataclass(slots=True)
class Nesting:
    """The items that are open, outermost first; indents in twentieths of a point."""

    _open: list[_Open] = field(default_factory=list)

    def enter(self, list_id: str, level: int, *, indent: int) -> int:
        """Open an item, and give its depth from 1."""
        item = _Open(list_id, level, indent)
        while self._open and self._open[-1].ends_before(item):
            self._open.pop()
        self._open.append(item)
        return len(self._open)

    def depth_of_text(self, indent: int) -> int:
        """The depth of a paragraph without a label: how many items its indent reaches."""
        if indent <= 0:
            return 0
        return sum(item.indent <= indent for item in self._open)

    def end(self) -> None:
        """End all lists, as a heading does."""
        self._open.clear()
