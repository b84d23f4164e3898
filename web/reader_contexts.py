"""What the pages of the library and of the reader are given, as ``web.contexts`` has it."""

from dataclasses import dataclass

from web.contexts import CitationLine, Fact, PageContext, RelationView, RestatementView
from web.typesetting import Group


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Where one can go from here; ``label`` says it without the words around it."""

    words: str
    label: str
    url: str


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
class ParallelView:
    """A paragraph of another report that speaks of the same, and how it begins."""

    citation: str
    url: str
    beginning: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedView:
    """What stands under the paragraph that a reader opened, and under no other.

    ``also`` are the other places that say the same, ``more`` those past a handful, which open
    under ``more_label``; ``related`` speak of the same in other words.
    """

    citation: CitationView
    facsimiles: tuple[Facsimile, ...]
    earlier: Link | None
    later: Link | None
    also: tuple[RestatementView, ...]
    more: tuple[RestatementView, ...]
    more_label: str
    related: tuple[ParallelView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedNote:
    """A note where it is cited."""

    mark: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TableView:
    """A table under its head, () where it has none. ``label`` names it where it has no title.

    ``is_wide`` where it does not fit a phone and is moved sideways.
    """

    label: str
    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    is_wide: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ParagraphView:
    """A paragraph in the reader, and the tables that follow it.

    ``anchor`` is its id, which a marked target gives to its first mark instead (``has_mark``),
    so that a link opens where the quote stands. ``notes_label`` names all notes that it cites,
    ``notes`` are those of which the report has the words. ``page_url`` opens the original file
    at the page; "" where that cannot be.
    """

    anchor: str
    number: str
    name: str
    url: str
    groups: tuple[Group, ...]
    notes_label: str
    notes: tuple[CitedNote, ...]
    page: int | None
    page_url: str
    has_mark: bool
    tables: tuple[TableView, ...]
    opened: OpenedView | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadingView:
    """A heading in the reader; ``level`` is that of HTML, 2 or more."""

    text: str
    anchor: str
    level: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """The headings that stand together, and the paragraphs that follow them."""

    headings: tuple[HeadingView, ...]
    paragraphs: tuple[ParagraphView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlineEntry:
    """A heading in the contents; the current one is the one that the page opens at."""

    text: str
    url: str
    level: int
    is_current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlinePart:
    """The headings of a part of a report; ``label`` is "" where the report has one part."""

    label: str
    url: str
    is_current: bool
    entries: tuple[OutlineEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteView:
    """A note at the end of the page; ``back_url`` leads to the first that cites it, or is ""."""

    anchor: str
    mark: str
    text: str
    back_url: str
    back_label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportView:
    """A report in the list of the library."""

    title: str
    symbol: str
    language: str
    details: tuple[str, ...]
    url: str
    relations: tuple[RelationView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportGroup:
    """The reports of a year on a page of the list."""

    title: str
    anchor: str
    reports: tuple[ReportView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListChoice:
    """A value that the list can be narrowed to, with the number of reports it would leave."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ListField:
    """What the list can be narrowed by."""

    name: str
    label: str
    choices: tuple[ListChoice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportsContext(PageContext):
    """The library.

    ``has_form`` where there is more than one report to look through; ``text`` is what was looked
    for. ``count`` tells how many were found; ``place`` which page of the list this is, "" where
    there is one.
    """

    is_empty: bool
    has_form: bool
    text: str
    fields: tuple[ListField, ...]
    is_narrowed: bool
    count: str
    groups: tuple[ReportGroup, ...]
    place: str
    earlier: Link | None
    later: Link | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportContext(PageContext):
    """The reader; ``opened`` names the target paragraph, "" when the report is opened as such.

    ``target_anchor`` is the id where the target stands; ``original_url`` is where the file is
    that the report was read from, "" where files are not shown, and ``original_name`` its name.
    ``changes`` are the relations by which the report is no longer as printed, ``relations`` the
    others. ``tables`` are those that follow no paragraph of this part.
    """

    report_id: str
    title: str
    symbol: str
    language: str
    direction: str
    url: str
    original_url: str
    original_name: str
    opened: str
    target_anchor: str
    details: tuple[str, ...]
    changes: tuple[RelationView, ...]
    relations: tuple[RelationView, ...]
    facts: tuple[Fact, ...]
    doubts: tuple[str, ...]
    max_chars: int
    place: str
    outline: tuple[OutlinePart, ...]
    stretches: tuple[Stretch, ...]
    tables: tuple[TableView, ...]
    notes: tuple[NoteView, ...]
    earlier: Link | None
    later: Link | None
