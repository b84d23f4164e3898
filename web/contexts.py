"""What each page is given: one dataclass a page, and every template variable a field of it.

Everything here is ready to print: templates choose and repeat, and compute nothing.
"""

from dataclasses import dataclass

from web.typesetting import Group


@dataclass(frozen=True, slots=True, kw_only=True)
class HiddenField:
    """A form field that the reader does not see."""

    name: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One value of a scope field, and how it is called on the page."""

    value: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeField:
    """A scope field that a reader may choose from."""

    name: str
    label: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeFilter:
    """A scope field in force; the same question with ``remaining`` is asked without it."""

    label: str
    value: str
    remaining: tuple[HiddenField, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionForm:
    """The question box, and what the conversation carries along."""

    label: str
    hint: str
    question: str
    max_chars: int
    is_focused: bool
    carried: tuple[HiddenField, ...]
    scope_fields: tuple[ScopeField, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteLink:
    """The mark of a note, and the id of the note on the page; "" when the report has none."""

    mark: str
    anchor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Something that the cover says."""

    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CitationLine:
    """The words of a citation in print, with those that stay on one line apart."""

    start: str
    unbroken: str
    end: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationView:
    """What a report is to another, which is named by its symbol: "Revised by"."""

    words: str
    symbol: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RestatementView:
    """Another place that says what a passage says."""

    citation: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageView:
    """A passage: its excerpt, and the whole paragraph where the excerpt leaves something out.

    ``quotation`` is what is copied, the quotes with their citation; "" where nothing answers.
    ``anchor`` is the id of the passage on its page; ``place`` is where it stands in the report,
    outermost first; ``length`` is that of the whole paragraph. ``relations`` name what has
    changed the report since. ``also`` are the other places that say the same, and
    ``more`` those past a handful, which open under ``more_label``.
    """

    anchor: str
    number: str
    citation: str
    citation_line: CitationLine
    quotation: str
    place: tuple[str, ...]
    language: str
    excerpt: tuple[Group, ...]
    whole: tuple[Group, ...]
    length: str
    url: str
    relations: tuple[RelationView, ...]
    also: tuple[RestatementView, ...]
    more: tuple[RestatementView, ...]
    more_label: str


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
class PageContext:
    """What ``base.html`` needs; ``twin_url`` is the same in JSON, "" where there is none."""

    page_title: str
    section: str
    twin_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskContext(PageContext):
    """The page that asks; ``notice`` says why a question could not be asked, else ""."""

    form: QuestionForm
    notice: str
    examples: tuple[str, ...]
    reports: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerContext(PageContext):
    """The page that answers, with the conversation so far.

    ``first`` are the passages shown at full size; ``others`` follow under ``others_title``.
    """

    question: str
    understood: str
    conversation: tuple[str, ...]
    filters: tuple[ScopeFilter, ...]
    is_answered: bool
    verdict: str
    message: str
    confidence: str
    first: tuple[PassageView, ...]
    others_title: str
    others: tuple[PassageView, ...]
    receipt: tuple[Fact, ...]
    form: QuestionForm


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


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorContext(PageContext):
    """A page that could not be shown."""

    status: int
    heading: str
    detail: str
