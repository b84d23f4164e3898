"""The footnotes and endnotes of a Word file, with the marks that a reader of it sees.

The file stores no marks: footnotes count 1, 2, 3 and endnotes i, ii, iii in the order in which
the text cites them, unless its settings or a section say otherwise. A file has no pages, so notes
that count anew on each page go on counting here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from lxml.etree import _Element

from corpus.readers.docx.flow import DELETED
from corpus.readers.docx.numbering import counted
from corpus.readers.docx.package import Parts, W, child_number, child_value, first_told, has_set


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kind:
    """What tells footnotes from endnotes in the file."""

    note: str
    reference: str
    properties: str
    number_format: str


_KINDS = (
    _Kind(
        note=f"{W}footnote",
        reference=f"{W}footnoteReference",
        properties=f"{W}footnotePr",
        number_format="decimal",
    ),
    _Kind(
        note=f"{W}endnote",
        reference=f"{W}endnoteReference",
        properties=f"{W}endnotePr",
        number_format="lowerRoman",
    ),
)
REFERENCES = frozenset(kind.reference for kind in _KINDS)


class Notes:
    """The notes that the text cites, in the order of their first citing, and their marks."""

    def __init__(self, parts: Parts) -> None:
        self._marks: dict[tuple[str, str], str] = {}
        self._bodies: list[tuple[str, _Element]] = []
        roots = (parts.footnotes, parts.endnotes)
        for kind, root in zip(_KINDS, roots, strict=True):
            own = [] if root is None else root.findall(kind.note)
            bodies = {str(note.get(f"{W}id")): note for note in own if _is_note(note)}
            for note_id, mark in _count(kind, parts):
                if note_id in bodies:
                    self._marks[kind.reference, note_id] = mark
                    self._bodies.append((mark, bodies.pop(note_id)))

    def mark(self, reference: _Element) -> str:
        """The mark of the note that a reference cites; "" when there is no such note."""
        return self._marks.get((str(reference.tag), str(reference.get(f"{W}id"))), "")

    def is_mark(self, text: str) -> bool:
        """Whether a text is the mark of a note."""
        return any(text == mark for mark, _ in self._bodies)

    def __iter__(self) -> Iterator[tuple[str, _Element]]:
        """The mark and the body of each note."""
        return iter(self._bodies)


def custom_mark(reference: _Element) -> str:
    """The mark that the writer typed after a reference, in its own run; "" when it is counted."""
    if not has_set(reference, "customMarkFollows"):
        return ""
    texts = takewhile(lambda element: element.tag == f"{W}t", reference.itersiblings())
    return "".join(text.text or "" for text in texts).strip()


def _is_note(note: _Element) -> bool:
    """Whether a note is one, and not the line that parts notes from the text."""
    return note.get(f"{W}type") in (None, "normal")


def _count(kind: _Kind, parts: Parts) -> Iterator[tuple[str, str]]:
    """The id and the mark of each note, counted through the sections of the file."""
    told = None if parts.settings is None else parts.settings.find(kind.properties)
    value: int | None = None
    for references, section in _sections(kind, parts.document):
        own = None if section is None else section.find(kind.properties)
        number_format = child_value(own, "numFmt") or child_value(told, "numFmt")
        starts = (child_number(part, "numStart") for part in (own, told))
        start = first_told(*starts, default=1)
        restart = child_value(own, "numRestart") or child_value(told, "numRestart")
        if value is None or restart == "eachSect":
            value = start
        for reference in references:
            mark = custom_mark(reference)
            yield (
                str(reference.get(f"{W}id")),
                mark or counted(value, number_format or kind.number_format),
            )
            value += 0 if mark else 1


def _sections(kind: _Kind, document: _Element) -> Iterator[tuple[list[_Element], _Element | None]]:
    """The references of each section, with the properties that its last paragraph tells."""
    references: list[_Element] = []
    section = None
    for element in document.iter(f"{W}p", kind.reference):
        if element.tag == kind.reference:
            if not any(parent.tag in DELETED for parent in element.iterancestors()):
                references.append(element)
            continue
        if section is not None:
            yield references, section
            references = []
        section = element.find(f"{W}pPr/{W}sectPr")
    yield references, document.find(f"{W}body/{W}sectPr") if section is None else section
