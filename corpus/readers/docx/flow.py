"""The paragraphs and tables of a Word file in the order of reading, with all changes accepted.

Content controls, insertions and custom markup are looked through; a paragraph whose end was
deleted runs on into the next; deleted rows and tables of contents that Word keeps are left out.
"""

from collections.abc import Iterator

from lxml.etree import _Element

from corpus.readers.docx.package import W

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
PARAGRAPH, TABLE = f"{W}p", f"{W}tbl"
DELETED = frozenset({f"{W}del", f"{W}moveFrom"})
_CONTENTS = "Table of Contents"  # the gallery that Word keeps its tables of contents in


def flow(parent: _Element) -> Iterator[tuple[_Element, ...]]:
    """Yield each table by itself, and each paragraph after those that run on into it."""
    joined: list[_Element] = []
    for element in _within(parent, PARAGRAPH, TABLE):
        if element.tag == PARAGRAPH:
            joined.append(element)
            if _is_deleted(element.find(f"{W}pPr/{W}rPr")):
                continue
        if joined:
            yield tuple(joined)
            joined = []
        if element.tag == TABLE:
            yield (element,)
    if joined:
        yield tuple(joined)


def rows_of(table: _Element) -> list[tuple[_Element, list[_Element]]]:
    """The rows of a table that were not deleted, each with its cells."""
    rows = [row for row in _within(table, f"{W}tr") if not _is_deleted(row.find(f"{W}trPr"))]
    return [(row, list(_within(row, f"{W}tc"))) for row in rows]


def first_branch(element: _Element) -> _Element:
    """Of several forms of one content, the one meant for readers that know most."""
    return next(iter(element), element)


def _within(parent: _Element, *tags: str) -> Iterator[_Element]:
    """Yield the nearest elements of the wanted tags below ``parent``."""
    for child in parent:
        if child.tag in tags:
            yield child
        elif child.tag == f"{MC}AlternateContent":
            yield from _within(first_branch(child), *tags)
        elif child.tag not in DELETED and not _is_contents(child):
            yield from _within(child, *tags)


def _is_deleted(properties: _Element | None) -> bool:
    """Whether a paragraph's end, or a row, was deleted or moved away."""
    return properties is not None and any(child.tag in DELETED for child in properties)


def _is_contents(element: _Element) -> bool:
    gallery = element.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
    return gallery is not None and gallery.get(f"{W}val") == _CONTENTS
