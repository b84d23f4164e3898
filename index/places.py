"""The place table: where each paragraph stands, by row, without reading its words.

A column keeps each distinct value once, so that a question about all rows is asked of a few
values: most paragraphs of a library share their component, their sections and their numbers.
"""

import json
import re
from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

import numpy as np
import numpy.typing as npt

from index.ranking import Mask

_TEXT = rb'"[^"\\]*(?:\\.[^"\\]*)*"'
_PLACE = re.compile(  # in a line of the passage table, whose fields keep their order
    rb'"component":(?P<component>%(text)s),"number":(?P<number>null|%(text)s),"text":%(text)s,'
    rb'"page":(?:null|\d+),"sections":(?P<sections>\[.*?\]),"items":' % {b"text": _TEXT}
)

_Value = TypeVar("_Value")


class Column(Generic[_Value]):
    """A value for each row: ``values[places[row]]``."""

    def __init__(self, cells: Iterable[bytes], value_of: Callable[[bytes], _Value]) -> None:
        known: dict[bytes, int] = {}
        places = [known.setdefault(cell, len(known)) for cell in cells]
        self._places: npt.NDArray[np.int32] = np.array(places, dtype=np.int32)
        self._values = tuple(value_of(cell) for cell in known)

    def rows_where(self, holds: Callable[[_Value], bool]) -> Mask:
        """The rows whose value meets a condition, which is asked once of each distinct value."""
        met = np.array([holds(value) for value in self._values], dtype=np.bool_)
        mask: Mask = met[self._places]
        return mask


class PlaceTable:
    """The component, the printed number and the headings above each paragraph, by row."""

    def __init__(self, blocks: Iterable[bytes]) -> None:
        """``blocks`` have whole lines of the passage table, in order of rows."""
        found = [
            match.group("component", "number", "sections")
            for block in blocks
            for match in _PLACE.finditer(block)
        ]
        components, numbers, sections = zip(*found, strict=True) if found else ((), (), ())
        self.components: Column[str] = Column(components, json.loads)
        self.numbers: Column[str | None] = Column(numbers, json.loads)
        self.sections: Column[tuple[str, ...]] = Column(sections, _headings)


def _headings(cell: bytes) -> tuple[str, ...]:
    return tuple(json.loads(cell))
