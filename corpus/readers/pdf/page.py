"""What stands on a page: words, and the rules and bars that are drawn on it.

All positions are points from the top left corner of the page as it is read.
"""

from dataclasses import dataclass

from corpus.records import Box


@dataclass(slots=True)
class Word:
    """Letters without a blank between them, of one size and on one baseline.

    ``is_glued`` when no blank parts it from the word before: "2025" and a raised "13".
    ``is_doubtful`` when pdfium sees a blank before it that kerning can have made as well.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    baseline: float
    size: float
    is_bold: bool
    is_italic: bool
    is_glued: bool = False
    is_doubtful: bool = False

    @property
    def width(self) -> float:
        """From its left edge to its right one."""
        return self.right - self.left


@dataclass(frozen=True, slots=True)
class Rule:
    """A ruled horizontal line of a page."""

    left: float
    right: float
    top: float


@dataclass(frozen=True, slots=True)
class Bar:
    """A ruled vertical line of a page."""

    left: float
    top: float
    bottom: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What stands on a page: its words in the file's order, and its rules and bars.

    ``turns`` are the quarter turns, clockwise, from the page as it is shown to the page as it is
    read, which make sideways writing upright; positions are those of the page as it is read.
    ``is_picture`` when a picture is all that there is.
    """

    number: int
    width: float
    height: float
    turns: int
    words: tuple[Word, ...]
    rules: tuple[Rule, ...]
    bars: tuple[Bar, ...] = ()
    is_picture: bool = False

    def as_shown(self, box: Box) -> Box:
        """A box of the page as it is read, on the page as it is shown."""
        (x1, y1), (x2, y2) = self._shown(box.left, box.top), self._shown(box.right, box.bottom)
        edges = (min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))
        left, top, right, bottom = (round(edge, 1) for edge in edges)
        return Box(page=box.page, left=left, top=top, right=right, bottom=bottom)

    def _shown(self, x: float, y: float) -> tuple[float, float]:
        match self.turns:
            case 1:
                return y, self.width - x
            case 2:
                return self.width - x, self.height - y
            case 3:
                return self.height - y, x
        return x, y
