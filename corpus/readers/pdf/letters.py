"""Letters on a page to words, by pdfium; everything later works on words and ruling lines.

pdfium invents blanks and line ends and keeps blanks that a writer's kerning has closed, so that
only the distance between two letters says whether a word ends there. All positions are points
from the top left corner of the page as it is shown.
"""

import ctypes
import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2.raw as pdfium

from corpus.readers.pdf.page import Bar, Page, Rule, Word

Boxes = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Places = npt.NDArray[np.int64]

_TYPED_GAP = 0.035  # of the height: the least advance of a blank that the file has typed
_BARE_GAP = 0.152  # of the height: the least distance that parts words without a blank
_KERNED_GAP, _SURE_GAP = 0.07, 0.17  # of the height: between them a blank may be kerning
_MAX_OBJECTS = 20_000  # of a page; maps and charts have more, tables do not
_MIN_SIZE = 3.0  # points; smaller letters are hidden marks of the printer
_THIN = 2.5  # points; a thicker stroke rules no table
_MIN_STROKE = 9.0  # points: what rules a cell of one line
_BLANKS = (10, 13, 32, 160)
_LETTERS = {  # what pdfium tells otherwise than it is printed
    2: "-",  # a hyphen at the end of a line
    **dict.fromkeys((0, 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)), "\ufffd"),
    **dict.fromkeys(map(ord, "\uf0b7\uf0a7\uf0fc\uf0d8\uf0a8\uf076\uf0e0\uf0be"), "•"),  # Wingdings
}
_ITALIC_FLAG = 1 << 6  # ISO 32000-1, table 123


@dataclass(frozen=True, slots=True)
class _Frame:
    """From the coordinates of a file's page to those of the page as it is read.

    ``turns`` counts quarter turns clockwise; ``left``, ``bottom`` and the sizes are those of the
    page's crop box.
    """

    left: float
    bottom: float
    width: float
    height: float
    turns: int

    def place(self, x: Any, y: Any) -> tuple[Any, Any]:
        """Points of the file, measured from the top left corner of the page as it is read."""
        x, y = x - self.left, y - self.bottom
        match self.turns:
            case 1:
                return y, x
            case 2:
                return self.width - x, y
            case 3:
                return self.height - y, self.width - x
        return x, self.height - y

    def boxes(self, found: Boxes) -> Boxes:
        """Rectangles of the file as (left, top, right, bottom) of the page as it is read."""
        x1, y1 = self.place(found[:, 0], found[:, 1])
        x2, y2 = self.place(found[:, 2], found[:, 3])
        corners = (np.minimum(x1, x2), np.minimum(y1, y2), np.maximum(x1, x2), np.maximum(y1, y2))
        return np.stack(corners, axis=1)

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the page as it is read."""
        return (self.height, self.width) if self.turns % 2 else (self.width, self.height)


def read_page(page: Any, number: int) -> Page:
    """Read one page of pypdfium2; words written in another direction than most are left out."""
    text_page = page.get_textpage()
    try:
        shown = page.get_rotation() // 90
        left, bottom, right, top = page.get_cropbox()
        turns = _turns(text_page.raw, text_page.count_chars(), shown)
        frame = _Frame(left, bottom, right - left, top - bottom, turns)
        words = tuple(_words(text_page.raw, text_page.count_chars(), frame))
    finally:
        text_page.close()
    width, height = frame.size
    strokes = _strokes(page, frame)
    return Page(
        number=number,
        width=width,
        height=height,
        turns=(turns - shown) % 4,
        words=words,
        rules=tuple(Rule(x1, x2, y1) for x1, y1, x2, y2 in strokes if _is_thin(y1, y2, x1, x2)),
        bars=tuple(Bar(x1, y1, y2) for x1, y1, x2, y2 in strokes if _is_thin(x1, x2, y1, y2)),
        is_picture=not words and _has_picture(page),
    )


def _turns(text_page: Any, count: int, shown: int) -> int:
    """The quarter turns clockwise that make most of a page's letters upright, else ``shown``."""
    quarters: Counter[int] = Counter()
    matrix = pdfium.FS_MATRIX()
    for place in range(0, count, 23):
        is_letter = pdfium.FPDFText_GetUnicode(text_page, place) > 32
        if is_letter and pdfium.FPDFText_GetMatrix(text_page, place, matrix):
            quarters[_quarter_of(matrix)] += 1
    return quarters.most_common(1)[0][0] if quarters else shown


def _quarter_of(matrix: Any) -> int:
    """How many quarter turns counter-clockwise a letter is written."""
    return round(math.atan2(matrix.b, matrix.a) / (math.pi / 2)) % 4


def _words(text_page: Any, count: int, frame: _Frame) -> Iterator[Word]:
    """The words of a page, in the file's order."""
    codes = [pdfium.FPDFText_GetUnicode(text_page, place) for place in range(count)]
    told = "".join(map(chr, codes)).translate(_LETTERS)
    boxes = _boxes(text_page, count, frame)
    places = np.array([place for place, code in enumerate(codes) if code not in _BLANKS], np.int64)
    if not len(places):
        return
    opens, glued, doubtful = _openings(boxes, places)
    letters = _Letters(text_page, frame)
    starts = np.flatnonzero(opens)
    ends = np.append(starts[1:], len(places))
    rights = np.maximum.reduceat(boxes[places, 2], starts)
    for start, end, right in zip(starts.tolist(), ends.tolist(), rights.tolist(), strict=True):
        first = int(places[start])
        text = "".join([told[place] for place in places[start:end].tolist()])
        left, top, _, bottom = boxes[first].tolist()
        word = letters.word(first, text, (left, top, right, bottom))
        if word is not None:
            word.is_glued = bool(glued[start])
            word.is_doubtful = bool(doubtful[start])
            yield word


def _boxes(text_page: Any, count: int, frame: _Frame) -> Boxes:
    """The boxes of all letters and blanks as (left, top, right, bottom), shape ``(n, 4)``."""
    found = (pdfium.FS_RECTF * count)()
    for place, rectangle in enumerate(found):
        pdfium.FPDFText_GetLooseCharBox(text_page, place, rectangle)
    rectangles = np.frombuffer(found, dtype=np.float32).reshape(-1, 4)  # left, top, right, bottom
    return frame.boxes(rectangles.astype(np.float64))


def _openings(boxes: Boxes, places: Places) -> tuple[Flags, Flags, Flags]:
    """Which letters open a word, which of those are glued to the word before, which may be.

    A blank that the file typed counts by how far the next letter stands from its start, for
    slanted letters lean over it.
    """
    left, top, right, bottom = boxes[places].T
    height = bottom - top
    blank = boxes[np.minimum(places[:-1] + 1, len(boxes) - 1)]
    has_blank = np.diff(places) > 1
    is_typed = has_blank & (blank[:, 2] - blank[:, 0] > 0)
    gap = left[1:] - right[:-1]
    advance = np.where(is_typed, left[1:] - blank[:, 0], gap)
    is_near = advance < np.where(is_typed, _TYPED_GAP, _BARE_GAP) * height[:-1]
    is_near &= gap > -height[:-1]
    fall = np.abs(np.diff(bottom))
    is_level = fall < 0.04 * height[:-1] + 0.3
    is_level &= np.abs(np.diff(height)) < 0.08 * height[:-1]
    is_doubtful = has_blank & ~is_typed & is_level & (gap < _SURE_GAP * height[:-1])
    is_doubtful &= gap > _KERNED_GAP * height[:-1]
    opens = np.concatenate([[True], ~(is_near & is_level) | is_doubtful])
    glued = np.concatenate([[False], is_near & (fall < height[:-1])])
    return opens, glued & opens, np.concatenate([[False], is_doubtful])


@dataclass(slots=True)
class _Letters:
    """Opens words at letters, with the style that pdfium tells of them."""

    text_page: Any
    frame: _Frame
    _matrix: Any = None
    _flags: Any = None
    _name: Any = None

    def __post_init__(self) -> None:
        self._matrix = pdfium.FS_MATRIX()
        self._flags = ctypes.c_int()
        self._name = ctypes.create_string_buffer(128)

    def word(self, place: int, text: str, box: tuple[float, float, float, float]) -> Word | None:
        """The word that begins with a letter; None where it is hidden or written sideways."""
        left, top, right, bottom = map(float, box)
        size = float(pdfium.FPDFText_GetFontSize(self.text_page, place))
        if pdfium.FPDFText_GetMatrix(self.text_page, place, self._matrix):
            size *= math.hypot(self._matrix.c, self._matrix.d)
            if _quarter_of(self._matrix) != self.frame.turns:
                return None
        if size < _MIN_SIZE or not right > left - 1 or not math.isfinite(right + bottom):
            return None
        x, y = ctypes.c_double(), ctypes.c_double()
        pdfium.FPDFText_GetCharOrigin(self.text_page, place, x, y)
        name = self._font(place)
        if "barcode" in name.lower():
            return None
        return Word(
            text="◦" if text == "o" and "courier" in name.lower() else text,
            left=left,
            top=top,
            right=right,
            bottom=bottom,
            baseline=self.frame.place(x.value, y.value)[1],
            size=size,
            is_bold=_is_bold(name) or pdfium.FPDFText_GetFontWeight(self.text_page, place) >= 700,
            is_italic=bool(self._flags.value & _ITALIC_FLAG) or _is_slanted(name),
        )

    def _font(self, place: int) -> str:
        length = pdfium.FPDFText_GetFontInfo(
            self.text_page, place, self._name, len(self._name), self._flags
        )
        return self._name.value.decode("utf-8", "replace") if 0 < length <= 128 else ""


def _is_bold(font: str) -> bool:
    return "bold" in font.lower() or "black" in font.lower()


def _is_slanted(font: str) -> bool:
    return "italic" in font.lower() or "oblique" in font.lower()


def _has_picture(page: Any) -> bool:
    kinds = (
        pdfium.FPDFPageObj_GetType(pdfium.FPDFPage_GetObject(page.raw, place))
        for place in range(min(pdfium.FPDFPage_CountObjects(page.raw), _MAX_OBJECTS))
    )
    return pdfium.FPDF_PAGEOBJ_IMAGE in kinds


def _strokes(page: Any, frame: _Frame) -> list[tuple[float, float, float, float]]:
    """The boxes of the lines and shapes drawn on a page, as (left, top, right, bottom)."""
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    found = []
    for place in range(min(pdfium.FPDFPage_CountObjects(page.raw), _MAX_OBJECTS)):
        shape = pdfium.FPDFPage_GetObject(page.raw, place)
        if pdfium.FPDFPageObj_GetType(shape) != pdfium.FPDF_PAGEOBJ_PATH:
            continue
        if pdfium.FPDFPageObj_GetBounds(shape, left, bottom, right, top):
            found.append((left.value, top.value, right.value, bottom.value))
    boxes = frame.boxes(np.array(found, dtype=np.float64).reshape(-1, 4))
    return [(x1, y1, x2, y2) for x1, y1, x2, y2 in boxes.tolist()]


def _is_thin(from_across: float, to_across: float, start: float, end: float) -> bool:
    """Whether a shape is a line: thin across, and long enough to rule something."""
    return to_across - from_across <= _THIN and end - start >= _MIN_STROKE
