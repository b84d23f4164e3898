"""The styles of a Word file, each with what it takes from the style that it is based on."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml.etree import _Element

from corpus.readers.docx.package import W, child_number, child_value, has_set, is_on, left_indent

_BODY_LEVEL = 9  # the outline level that Word calls body text
_HEADING_NAME = re.compile(r"heading\s?[1-9]|title", re.IGNORECASE)
_CONTENTS_NAME = re.compile(r"toc\s?[1-9]|table of figures", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How letters look; None where nothing is told."""

    is_bold: bool | None = None
    is_italic: bool | None = None
    is_hidden: bool | None = None
    is_raised: bool | None = None
    size: float | None = None

    def over(self, other: "Look") -> "Look":
        """This look, completed with another where it tells nothing."""
        return Look(
            is_bold=other.is_bold if self.is_bold is None else self.is_bold,
            is_italic=other.is_italic if self.is_italic is None else self.is_italic,
            is_hidden=other.is_hidden if self.is_hidden is None else self.is_hidden,
            is_raised=other.is_raised if self.is_raised is None else self.is_raised,
            size=other.size if self.size is None else self.size,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """A style with all that it inherits; ``list_id`` and ``list_level`` as in a paragraph."""

    style_id: str | None = None
    name: str = ""
    outline_level: int | None = None
    list_id: str | None = None
    list_level: int | None = None
    indent: int | None = None
    has_leader: bool = False
    look: Look = field(default_factory=Look)

    @property
    def is_contents(self) -> bool:
        """Whether Word writes tables of contents in it."""
        return bool(_CONTENTS_NAME.fullmatch(self.name))

    @property
    def is_caption(self) -> bool:
        """Whether Word writes the captions of tables in it."""
        return self.name.lower() == "caption"


class Styles:
    """The styles of a file by their ids; an unknown id is the default style of paragraphs."""

    def __init__(self, root: _Element | None) -> None:
        elements = [] if root is None else root.findall(f"{W}style")
        self._elements = {str(element.get(f"{W}styleId")): element for element in elements}
        self._default = next((s for s in self._elements if self._is_default(s)), None)
        self._known: dict[str | None, Style] = {}
        defaults = None if root is None else root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        self.default_look = look_of(defaults)

    def of_paragraph(self, paragraph: _Element) -> Style:
        """The style of a paragraph, the default one when it names none that is known."""
        style_id = child_value(paragraph.find(f"{W}pPr"), "pStyle")
        return self.style(style_id if style_id in self._elements else self._default)

    def style(self, style_id: str | None) -> Style:
        """The style named ``style_id``; one that tells nothing for an unknown id."""
        if style_id not in self._known:
            self._known[style_id] = self._resolve(style_id)
        return self._known[style_id]

    def _is_default(self, style_id: str) -> bool:
        element = self._elements[style_id]
        return has_set(element, "default") and element.get(f"{W}type") == "paragraph"

    def _resolve(self, style_id: str | None) -> Style:
        """Read a style and its bases, nearest first: what is told first holds."""
        name, outline, list_id, level, indent = "", None, None, None, None
        has_leader, look = False, Look()
        for element in self._chain(style_id):
            properties = element.find(f"{W}pPr")
            numbering = None if properties is None else properties.find(f"{W}numPr")
            name = name or (child_value(element, "name") or "")
            outline = child_number(properties, "outlineLvl") if outline is None else outline
            list_id = child_value(numbering, "numId") if list_id is None else list_id
            level = child_number(numbering, "ilvl") if level is None else level
            indent = left_indent(properties) if indent is None else indent
            has_leader = has_leader or draws_leader(properties)
            look = look.over(look_of(element.find(f"{W}rPr")))
        return Style(
            style_id=style_id,
            name=name,
            outline_level=outline,
            list_id=list_id,
            list_level=level,
            indent=indent,
            has_leader=has_leader,
            look=look,
        )

    def _chain(self, style_id: str | None) -> Iterator[_Element]:
        seen: set[str] = set()
        while style_id in self._elements and style_id not in seen:
            seen.add(style_id)
            yield self._elements[style_id]
            style_id = child_value(self._elements[style_id], "basedOn")


def look_of(properties: _Element | None) -> Look:
    """The look that run properties tell; ``w:sz`` counts half points."""
    half_points = child_number(properties, "sz")
    place = child_value(properties, "vertAlign")
    return Look(
        is_bold=is_on(properties, "b"),
        is_italic=is_on(properties, "i"),
        is_hidden=is_on(properties, "vanish"),
        is_raised=None if place is None else place == "superscript",
        size=None if half_points is None else half_points / 2,
    )


def is_outlined(properties: _Element | None, style: Style) -> bool:
    """Whether a paragraph is a heading: by its own outline level, its style's, or its name."""
    own = child_number(properties, "outlineLvl")
    level = style.outline_level if own is None else own
    return bool(_HEADING_NAME.fullmatch(style.name)) if level is None else level < _BODY_LEVEL


def draws_leader(properties: _Element | None) -> bool:
    """Whether a tab of a paragraph is drawn as dots, as in a table of contents."""
    tabs = [] if properties is None else properties.findall(f"{W}tabs/{W}tab")
    return any(tab.get(f"{W}leader") in ("dot", "middleDot") for tab in tabs)
