"""The parts of a Word file, and how its XML tells values and switches.

Opened by python-docx, which resolves relationships; the parts that it does not know are parsed
here, with a parser that follows no entity and no address.
"""

import zipfile
import zlib
from dataclasses import dataclass
from io import BytesIO

from docx.exceptions import PythonDocxError
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import OpcError
from docx.opc.part import Part
from docx.package import Package
from lxml import etree
from lxml.etree import _Element

from corpus.errors import UnreadableReport

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

_ON = frozenset({"1", "true", "on"})
_OFF = frozenset({"0", "false", "off", "none"})
_DAMAGE = (
    PythonDocxError, OpcError, etree.LxmlError, zipfile.BadZipFile, zlib.error,
    KeyError, ValueError, TypeError, AttributeError, IndexError,
)  # fmt: skip # what python-docx raises for a package that is not as it should be


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The roots of the parts that are read; None for a part that the file lacks."""

    document: _Element
    styles: _Element | None
    numbering: _Element | None
    settings: _Element | None
    footnotes: _Element | None
    endnotes: _Element | None


def open_parts(source: bytes) -> Parts:
    """Open a Word file that ``check_archive`` has passed.

    Raises:
        UnreadableReport: its parts do not make a Word file.
    """
    try:
        main = Package.open(BytesIO(source)).main_document_part
        document = _root(main)
        others = {
            name: _related_root(main, f"{RELATIONSHIP_TYPE.STYLES.rpartition('/')[0]}/{name}")
            for name in ("styles", "numbering", "settings", "footnotes", "endnotes")
        }
    except _DAMAGE as error:
        raise UnreadableReport("is not a whole Word file: its parts cannot be read") from error
    if document.tag != f"{W}document" or document.find(f"{W}body") is None:
        raise UnreadableReport("is no Word file: its main part is no text in Word's own markup")
    return Parts(document=document, **others)


def child_value(element: _Element | None, name: str) -> str | None:
    """The value of the child ``name``; None without such a child or value."""
    child = None if element is None else element.find(W + name)
    value = None if child is None else child.get(f"{W}val")
    return None if value is None else str(value)


def child_number(element: _Element | None, name: str) -> int | None:
    """The whole number that the child ``name`` tells."""
    return whole_number(child_value(element, name))


def whole_number(value: str | None) -> int | None:
    """A whole number of at most nine digits; None for any other value."""
    is_number = value is not None and value.removeprefix("-").isdecimal() and len(value) < 10
    return int(value) if is_number and value is not None else None


def is_on(element: _Element | None, name: str) -> bool | None:
    """Whether the switch ``name`` is on; None when the element does not say."""
    child = None if element is None else element.find(W + name)
    return None if child is None else child.get(f"{W}val", "1") not in _OFF


def has_set(element: _Element, attribute: str) -> bool:
    """Whether a switch among the attributes of an element is on; one that is not told is off."""
    return element.get(W + attribute) in _ON


def first_told(*values: int | None, default: int) -> int:
    """The first value that is told."""
    return next((value for value in values if value is not None), default)


def left_indent(properties: _Element | None) -> int | None:
    """The indent of a paragraph's text, in twentieths of a point."""
    indent = None if properties is None else properties.find(f"{W}ind")
    if indent is None:
        return None
    return whole_number(indent.get(f"{W}left", indent.get(f"{W}start")))


def _related_root(main: Part, reltype: str) -> _Element | None:
    try:
        return _root(main.part_related_by(reltype))
    except KeyError:
        return None


def _root(part: Part) -> _Element:
    """The root of a part, parsed already where python-docx knows the part."""
    element = getattr(part, "element", None)
    if element is not None:
        return element
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    return etree.fromstring(part.blob, parser)
