"""What the pages of the library and of the reader are given, as ``web.contexts`` has it."""

from dataclasses import dataclass

from web.contexts import CitationLine, Fact, PageContext, RelationView
from web.typesetting import Group


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteLink:
    """The mark of a note, and the id of the note on the page; "" when the report has none."""

    mark: str
    anchor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CitationView:
    """A paragraph's citation in every form, with links that save them."""

    note: str
    line: CitationLine
    quotation: str
    permalink: str
    bibtex: str
    ris: str
    csl_json: str
    bibtex_url: str
    ris_url: str
    csl_url: str


@dataclass(frozen=True, slots=True)
class MarkedBox:
    """A rectangle of a page, in points from its top left corner."""

    left: str
    top: str
    width: str
    height: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Facsimile:
    """The part of a page, as printed, where a paragraph stands, with its boxes marked.

    ``view`` is that part in the form of SVG's viewBox, in points; ``width`` and ``height`` are
    those of the whole page. ``notice`` says why there is no picture, else "". ``anchor`` is the
    id of the caption.
    """

    anchor: str
    caption: str
    picture_url: str
    original_url: str
    notice: str = ""
    view: str = ""
    width: str = ""
    height: str = ""
    boxes: tuple[MarkedBox, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ParagraphView:
    """A paragraph in the reader.

    ``anchor`` is its id, which a marked target gives to its first mark instead (``has_mark``),
    so that a link opens where the quote stands. The target is the one that has a ``citation``.
    ``page_url`` opens the original file at the page; "" where that cannot be.
    """

    anchor: str
    number: str
    name: str
    url: str
    groups: tuple[Group, ...]
    notes_label: str
    notes: tuple[NoteLink, ...]
    page: int | None
    page_url: str
    has_mark: bool
    citation: CitationView | None
    facsimiles: tuple[Facsimile, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadingView:
    """A heading in the reader; ``level`` is that of HTML, 2 or more."""

    text: str
    anchor: str
    level: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The headings that stand together, and the paragraphs that follow them."""

    headings: tuple[HeadingView, ...]
    paragraphs: tuple[ParagraphView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteView:
    """A note at the end of the reader."""

    anchor: str
    mark: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TableView:
    """A table at the end of the reader; its first row is set as its head."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportView:
    """A report in the list of the library."""

    title: str
    symbol: str
    details: tuple[str, ...]
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportsContext(PageContext):
    """The library."""

    reports: tuple[ReportView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportContext(PageContext):
    """The reader; ``opened`` names the target paragraph, "" when the report is opened as such.

    ``target_anchor`` is the id where the target stands; ``original_url`` is where the file is
    that the report was read from, "" where files are not shown, and ``original_name`` its name.
    """

    title: str
    symbol: str
    language: str
    url: str
    original_url: str
    original_name: str
    opened: str
    target_anchor: str
    details: tuple[str, ...]
    relations: tuple[RelationView, ...]
    facts: tuple[Fact, ...]
    doubts: tuple[str, ...]
    outline: tuple[HeadingView, ...]
    parts: tuple[Part, ...]
    tables: tuple[TableView, ...]
    notes: tuple[NoteView, ...]
