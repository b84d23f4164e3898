"""The automatic numbers of a Word file, counted as Word counts them.

A paragraph names a list (``w:num``), which takes its levels from an abstract one: lists of one
abstract list go on counting together, unless a list says where it starts. A level counts anew
when a level above it has counted (ECMA-376 part 1, section 17.9).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml.etree import _Element

from corpus.numbering import BULLET_LABEL, ordinal_digits, ordinal_word
from corpus.readers.docx.package import (
    W,
    child_number,
    child_value,
    is_on,
    left_indent,
    whole_number,
)
from corpus.readers.docx.styles import Style, Styles
from corpus.readers.labels import letters_label, roman_numeral

_LEVELS = 9
_NO_LIST = "0"  # the list of paragraphs that take themselves out of their style's list
_COUNTER = re.compile(r"%([1-9])")
_STARS = "*†‡§"  # what Word calls the Chicago Manual of Style, doubled past the fourth


def counted(value: int, number_format: str) -> str:
    """A number in one of Word's formats; decimal for those that official reports do not use."""
    match number_format:
        case "lowerRoman" | "upperRoman":
            label = roman_numeral(value)
        case "lowerLetter" | "upperLetter":
            label = letters_label(value)
        case "ordinal":
            label = ordinal_digits(value)
        case "ordinalText" if value > 0:
            label = ordinal_word(value).capitalize()
        case "decimalZero":
            label = f"{value:02d}"
        case "chicago" if value > 0:
            rounds, place = divmod(value - 1, len(_STARS))
            label = _STARS[place] * min(rounds + 1, 9)
        case "none":
            label = ""
        case _:
            label = str(value)
    return label.upper() if number_format.startswith("upper") else label


@dataclass(frozen=True, slots=True, kw_only=True)
class _Level:
    """How one level of a list counts; ``text`` shows the numbers of its levels as %1 to %9."""

    start: int = 1
    number_format: str = "decimal"
    text: str = ""
    restart: int | None = None
    is_legal: bool = False
    style_id: str | None = None
    indent: int | None = None


@dataclass(slots=True)
class _List:
    """A list: its levels, where it starts anew, and the abstract list that it counts with."""

    abstract_id: str
    levels: dict[int, _Level]
    starts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """The lists of a file and how far each has counted."""

    def __init__(self, root: _Element | None, styles: Styles) -> None:
        self._styles = styles
        abstracts = [] if root is None else root.findall(f"{W}abstractNum")
        self._abstracts = {str(a.get(f"{W}abstractNumId")): a for a in abstracts}
        lists = [] if root is None else root.findall(f"{W}num")
        self._elements = {str(element.get(f"{W}numId")): element for element in lists}
        self._lists: dict[str, _List | None] = {}
        self._counts: dict[str, dict[int, int]] = {}

    def level(self, list_id: str | None, *, told: int | None, style: Style) -> int | None:
        """The level, from 0, that a paragraph counts at; None when it stands in no list.

        That is the level it tells itself, else the one tied to its style, else its style's.
        """
        counting = None if list_id is None else self._list(list_id)
        if counting is None:
            return None
        tied = (place for place, own in counting.levels.items() if own.style_id == style.style_id)
        if told is None:
            told = next(tied, style.list_level) if style.style_id else None
        return min(max(told or 0, 0), _LEVELS - 1)

    def indent(self, list_id: str, level: int) -> int | None:
        """The indent that a level of a list gives to its paragraphs."""
        counting = self._list(list_id)
        return None if counting is None else counting.levels.get(level, _Level()).indent

    def count(self, list_id: str, level: int) -> str:
        """Count one paragraph, and give the label that it shows; "" when it shows none."""
        counting = self._list(list_id)
        if counting is None:
            return ""
        counts = self._counts.setdefault(counting.abstract_id, {})
        self._advance(counting, counts, level)
        own = counting.levels.get(level, _Level())
        if own.number_format == "bullet":
            return BULLET_LABEL
        return _COUNTER.sub(
            lambda match: _shown(counting, counts, place=int(match[1]) - 1, is_legal=own.is_legal),
            own.text,
        ).strip()

    def _advance(self, counting: _List, counts: dict[int, int], level: int) -> None:
        own = counting.levels.get(level, _Level())
        if level in counting.starts:  # a list starts anew once, where it is first used
            counts[level] = counting.starts.pop(level)
        else:
            counts[level] = counts.get(level, own.start - 1) + 1
        for deeper in [place for place in counts if place > level]:
            restart = counting.levels.get(deeper, _Level()).restart
            if restart is None or level < restart:
                del counts[deeper]

    def _list(self, list_id: str) -> _List | None:
        if list_id not in self._lists:
            element = self._elements.get(list_id)
            is_list = element is not None and list_id != _NO_LIST
            self._lists[list_id] = self._read_list(element) if is_list else None
        return self._lists[list_id]

    def _read_list(self, element: _Element) -> _List:
        abstract_id = self._abstract_id(element)
        abstract = self._abstracts.get(abstract_id)
        levels, starts = {} if abstract is None else _levels(abstract), {}
        for override in element.findall(f"{W}lvlOverride"):
            place = whole_number(override.get(f"{W}ilvl")) or 0
            levels.update(_levels(override))
            start = child_number(override, "startOverride")
            if start is not None:
                starts[place] = start
        return _List(abstract_id, levels, starts)

    def _abstract_id(self, element: _Element) -> str:
        """The abstract list of a list, found through the style that it may name instead."""
        seen: set[str] = set()
        abstract_id = child_value(element, "abstractNumId") or ""
        while abstract_id not in seen:
            seen.add(abstract_id)
            linked = child_value(self._abstracts.get(abstract_id), "numStyleLink")
            target = self._elements.get(self._styles.style(linked).list_id or "")
            if linked is None or target is None:
                break
            abstract_id = child_value(target, "abstractNumId") or abstract_id
        return abstract_id


def _levels(parent: _Element) -> dict[int, _Level]:
    return {
        whole_number(element.get(f"{W}ilvl")) or 0: _read_level(element)
        for element in parent.findall(f"{W}lvl")
    }


def _read_level(element: _Element) -> _Level:
    start = child_number(element, "start")
    return _Level(
        start=0 if start is None else start,  # section 17.9.25: without one it starts at 0
        number_format=child_value(element, "numFmt") or "decimal",
        text=child_value(element, "lvlText") or "",
        restart=child_number(element, "lvlRestart"),
        is_legal=bool(is_on(element, "isLgl")),
        style_id=child_value(element, "pStyle"),
        indent=left_indent(element.find(f"{W}pPr")),
    )


def _shown(counting: _List, counts: Mapping[int, int], *, place: int, is_legal: bool) -> str:
    """The number of a level, which may not have counted yet; in figures where that is legal."""
    level = counting.levels.get(place, _Level())
    number_format = "decimal" if is_legal else level.number_format
    return counted(counts.get(place, level.start), number_format)
