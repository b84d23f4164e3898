"""What a report is made of: the words that every other package speaks.

All positions count characters of ``Paragraph.text``; a quote is always a slice of it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from corpus.catalogue import ngettext, range_text, series_text
from corpus.errors import UnknownAddress
from corpus.table_heads import head_lines, head_of

BODY = "body"

_TABLE_LABEL = re.compile(r"(?:table|figure|box|chart|map)\s+\w+", re.IGNORECASE)

_OWN_FIELDS = ("report_id", "pages", "source_name", "source_sha256")  # not of the cover


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A lettered, numbered or bulleted part of a paragraph.

    ``text[start:end]`` is the item as printed: its mark, its words and the items inside it.
    ``level`` is 1 for the items that stand directly under the paragraph.
    """

    label: str
    level: int
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A rectangle on a page as it is shown, in points from the top left corner of that page."""

    page: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading: the printed label (None where none is printed), its title and its depth."""

    label: str | None
    title: str
    level: int
    page: int | None = None

    @property
    def heading(self) -> str:
        """The heading as a reader sees it: ``IV. INTERPOL``, ``Annex II``."""
        if self.label is None:
            return self.title
        told = self.title.lower().rstrip(".:")  # a label without a title stands in its place
        is_told = told in (self.label.lower(), f"chapter {self.label.lower()}")
        return self.title if is_told else f"{self.label}. {self.title}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """The unit that is cited.

    ``number`` is the printed number, None where the report prints none.
    ``address`` is unique in its report and is what follows ``/r/{report_id}/`` in a permalink.
    ``sections`` are the headings above it, outermost first.
    ``notes`` are the marks of the notes that it cites, in order.
    ``boxes`` are where it stands on its pages, one for each column it runs through; empty where
    the file has no pages.
    """

    address: str
    component: str
    number: str | None
    text: str
    page: int | None = None
    sections: tuple[str, ...] = ()
    items: tuple[Item, ...] = ()
    notes: tuple[str, ...] = ()
    boxes: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A footnote: its mark and its words; ``address`` is that of the paragraph that cites it."""

    mark: str
    text: str
    page: int | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table, row by row as printed, its head first; ``title`` is its caption.

    ``address`` is that of the paragraph that it follows, None where there is none before it.
    """

    title: str | None
    rows: tuple[tuple[str, ...], ...]
    page: int | None = None
    address: str | None = None

    @property
    def text(self) -> str:
        """A line a row: its cells, parted by blanks."""
        return "\n".join(" ".join(" ".join(row).split()) for row in self.rows)

    @property
    def head_lines(self) -> int:
        """How many of its rows are its head."""
        return head_lines(self.rows)

    @property
    def head(self) -> tuple[str, ...]:
        """What stands over each of its columns; () where it has no head."""
        return head_of(self.rows)

    @property
    def above(self) -> str:
        """What stands over its rows: its title and its head, a line each."""
        head = " ".join(" ".join(self.head).split())
        return "\n".join(part for part in (self.title, head) if part)

    @property
    def label(self) -> str:
        """What its title calls it: ``table 2``, ``figure II``; "" where it tells no such label."""
        match = _TABLE_LABEL.match(self.title or "")
        return " ".join(match[0].split()).casefold() if match else ""

    @property
    def is_chart(self) -> bool:
        """Whether it is what a file left of a picture: the numbers along its axes."""
        return self.title is not None and self.title.casefold().startswith("figure")


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Something in the file that a reader should check; the contract's word is warning."""

    code: str
    message: str
    page: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """What the front of a report prints; None where it prints nothing.

    ``date`` is ISO 8601, ``language`` an ISO 639-1 code. ``nature`` and ``source`` are never
    printed as such: they come from the file's sidecar (see ``corpus.sidecar``).
    """

    symbol: str | None = None
    title: str | None = None
    organ: str | None = None
    session: str | None = None
    agenda_item: str | None = None
    date: str | None = None
    distribution: str | None = None
    language: str | None = None
    nature: str | None = None
    source: str | None = None

    @property
    def year(self) -> int | None:
        """The year of ``date``."""
        return None if self.date is None else int(self.date[:4])


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A report: its cover, its paragraphs in order of print, and what hangs from them."""

    report_id: str
    cover: Cover
    paragraphs: tuple[Paragraph, ...]
    sections: tuple[Section, ...] = ()
    notes: tuple[Note, ...] = ()
    tables: tuple[Table, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    pages: int | None = None
    source_name: str = ""
    source_sha256: str = ""

    @property
    def name(self) -> str:
        """What people call it: its symbol, else its title, else the name of its file."""
        return self.cover.symbol or self.cover.title or self.source_name

    def paragraph(self, address: str) -> Paragraph:
        """The paragraph at ``address``.

        Raises:
            UnknownAddress: there is none; the message says which there are.
        """
        for paragraph in self.paragraphs:
            if paragraph.address == address:
                return paragraph
        told = known_paragraphs(self)
        raise UnknownAddress(f"{self.report_id} has no paragraph {address}; it has {told}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """A report without its words: its cover, where it came from, and how much there is of it."""

    report_id: str
    cover: Cover
    pages: int | None
    source_name: str
    source_sha256: str
    paragraphs: int
    warnings: int


def header_of(report: Report) -> Header:
    """The header of a report."""
    return Header(
        report_id=report.report_id,
        cover=report.cover,
        pages=report.pages,
        source_name=report.source_name,
        source_sha256=report.source_sha256,
        paragraphs=len(report.paragraphs),
        warnings=len(report.doubts),
    )


def known_paragraphs(report: Report) -> str:
    """Which numbered paragraphs the body of a report has: "paragraphs 1 to 3 and 5 to 7"."""
    numbers = [p.number for p in report.paragraphs if p.component == BODY and p.number]
    if not numbers:
        return ngettext(
            "%(num)s paragraph without a number",
            "%(num)s paragraphs without numbers",
            len(report.paragraphs),
        )
    runs: list[list[str]] = []
    for number in numbers:
        follows = runs and number.isdigit() and runs[-1][-1].isdigit()
        if follows and int(number) <= int(runs[-1][-1]) + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    told = [run[0] if len(run) == 1 else range_text(run[0], run[-1]) for run in runs]
    listed = series_text(told)
    return ngettext("paragraph %(numbers)s", "paragraphs %(numbers)s", len(numbers), numbers=listed)


def header_json(report: Report | Header) -> dict[str, Any]:
    """The ``report`` object of the contract: the cover and where the report came from."""
    return {
        "report_id": report.report_id,
        **asdict(report.cover),
        "pages": report.pages,
        "source_name": report.source_name,
        "source_sha256": report.source_sha256,
    }


def report_json(report: Report) -> dict[str, Any]:
    """The whole report in the form of the contract of ``rapporteur parse --json``."""
    return {
        "report": header_json(report),
        "sections": [asdict(section) for section in report.sections],
        "paragraphs": [asdict(paragraph) for paragraph in report.paragraphs],
        "notes": [asdict(note) for note in report.notes],
        "tables": [asdict(table) for table in report.tables],
        "warnings": [asdict(doubt) for doubt in report.doubts],
    }


def paragraph_of(value: Mapping[str, Any]) -> Paragraph:
    """Read back a paragraph of ``report_json``."""
    items = tuple(Item(**item) for item in value["items"])
    sections, notes = tuple(value["sections"]), tuple(value["notes"])
    boxes = tuple(Box(**box) for box in value["boxes"])
    own = {"items": items, "sections": sections, "notes": notes, "boxes": boxes}
    return Paragraph(**{**value, **own})


def report_of(value: Mapping[str, Any]) -> Report:
    """Read back what ``report_json`` wrote: ``report_of(report_json(r)) == r``."""
    header = dict(value["report"])
    own = {name: header.pop(name) for name in _OWN_FIELDS}
    return Report(
        cover=Cover(**header),
        paragraphs=tuple(paragraph_of(paragraph) for paragraph in value["paragraphs"]),
        sections=tuple(Section(**section) for section in value["sections"]),
        notes=tuple(Note(**note) for note in value["notes"]),
        tables=tuple(_table_of(table) for table in value["tables"]),
        doubts=tuple(Doubt(**doubt) for doubt in value["warnings"]),
        **own,
    )


def _table_of(value: Mapping[str, Any]) -> Table:
    rows: Sequence[Sequence[str]] = value["rows"]
    return Table(**{**value, "rows": tuple(map(tuple, rows))})
