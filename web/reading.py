"""A report as the reader shows it: cover, outline, numbered paragraphs, tables and notes."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, takewhile
from urllib.parse import quote

from service import (
    CitationForms,
    Doubt,
    Note,
    Paragraph,
    Report,
    Table,
    citation_forms,
    paragraph_url,
    printed_date,
    report_url,
)
from web.contexts import Fact
from web.originals import original_url
from web.passages import citation_line, printed_number, quotation_text
from web.reader_contexts import (
    CitationView,
    Facsimile,
    HeadingView,
    NoteLink,
    NoteView,
    ParagraphView,
    Part,
    ReportView,
    TableView,
)
from web.spans import Span
from web.typesetting import typeset

_MAX_HEADING_LEVEL = 6  # HTML has no deeper heading
_LANGUAGES = {
    "ar": "Arabic", "en": "English", "es": "Spanish", "fr": "French", "ru": "Russian",
    "zh": "Chinese",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """The paragraph that a reader opens, what is marked of it, and how it is printed."""

    paragraph: Paragraph
    base_url: str
    spans: tuple[Span, ...] = ()
    facsimiles: tuple[Facsimile, ...] = ()


def paragraph_name(paragraph: Paragraph) -> str:
    """What a paragraph is called on the page: ``Paragraph 26``, ``Annex II, paragraph 4``."""
    number = f"paragraph {paragraph.number}" if paragraph.number else "paragraph without a number"
    name = number if paragraph.component == "body" else f"{paragraph.component}, {number}"
    return name[0].upper() + name[1:]


def anchor_of(paragraph: Paragraph) -> str:
    """The id of a paragraph on its report's page."""
    return f"p-{paragraph.address}"


def report_view(report: Report) -> ReportView:
    """A report as the library lists it."""
    return ReportView(
        title=report.cover.title or report.name,
        symbol=report.cover.symbol or "",
        details=cover_details(report),
        url=report_url(report.report_id),
    )


def cover_details(report: Report) -> tuple[str, ...]:
    """What tells a report from others besides its symbol and title."""
    cover = report.cover
    details = (cover.organ, cover.session, printed_date(cover.date), cover.nature)
    return tuple(detail for detail in details if detail)


def cover_facts(report: Report) -> tuple[Fact, ...]:
    """What the cover prints, and how long the report is; what it does not print is left out."""
    cover = report.cover
    facts = (
        ("Symbol", cover.symbol),
        ("Organ", cover.organ),
        ("Session", cover.session),
        ("Agenda", cover.agenda_item),
        ("Date", printed_date(cover.date)),
        ("Distribution", cover.distribution),
        ("Language", _LANGUAGES.get(cover.language or "", cover.language)),
        ("Kind", cover.nature),
        ("Source", cover.source),
        ("Length", _length(report)),
    )
    return tuple(Fact(label=label, value=value) for label, value in facts if value)


def count_text(number: int, noun: str) -> str:
    """How many there are: ``1 report``, ``1,204 reports``."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def parts_of(
    report: Report, *, target: Target | None = None, has_pages: bool = False
) -> tuple[Part, ...]:
    """The paragraphs under their headings, in order of print.

    Where the original ``has_pages`` that a browser opens, paragraphs have links to theirs.
    """
    parts: list[Part] = []
    above: tuple[str, ...] = ()
    for sections, members in groupby(report.paragraphs, key=lambda each: each.sections):
        views = tuple(
            _paragraph_view(
                report,
                each,
                target=target if target is not None and each is target.paragraph else None,
                has_pages=has_pages,
            )
            for each in members
        )
        parts.append(
            Part(headings=_new_headings(above, sections, place=len(parts)), paragraphs=views)
        )
        above = sections
    return tuple(parts)


def note_views(notes: Sequence[Note]) -> tuple[NoteView, ...]:
    """The notes, in order of print; their ids count, because marks repeat."""
    return tuple(
        NoteView(anchor=f"note-{place}", mark=note.mark, text=note.text)
        for place, note in enumerate(notes, 1)
    )


def table_views(tables: Sequence[Table]) -> tuple[TableView, ...]:
    """The tables that have rows, in order of print."""
    return tuple(
        TableView(title=table.title or "", head=table.rows[0], rows=table.rows[1:])
        for table in tables
        if table.rows
    )


def doubt_texts(doubts: Sequence[Doubt]) -> tuple[str, ...]:
    """What a reader should check, each with its page."""
    return tuple(
        doubt.message if doubt.page is None else f"{doubt.message} (page {doubt.page})"
        for doubt in doubts
    )


def _length(report: Report) -> str:
    paragraphs = count_text(len(report.paragraphs), "paragraph")
    if report.pages is None:
        return paragraphs
    return f"{count_text(report.pages, 'page')}, {paragraphs}"


def _new_headings(
    above: Sequence[str], headings: Sequence[str], *, place: int
) -> tuple[HeadingView, ...]:
    """The headings from the first that differs from those above; ``place`` makes ids unique."""
    pairs = zip(above, headings, strict=False)
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    return tuple(
        HeadingView(
            text=heading,
            anchor=f"s-{place + 1}-{depth + 1}",
            level=min(depth + 2, _MAX_HEADING_LEVEL),
        )
        for depth, heading in enumerate(headings)
        if depth >= shared
    )


def _paragraph_view(
    report: Report, paragraph: Paragraph, *, target: Target | None, has_pages: bool
) -> ParagraphView:
    """A paragraph, and what is shown of it as the ``target``."""
    anchor = anchor_of(paragraph)
    spans = () if target is None else target.spans
    has_link = has_pages and paragraph.page is not None
    return ParagraphView(
        anchor=anchor,
        number=printed_number(paragraph.number),
        name=paragraph_name(paragraph),
        url=f"{paragraph_url(report.report_id, paragraph.address)}#{quote(anchor)}",
        groups=typeset(paragraph, spans, anchor=anchor),
        notes_label="Note" if len(paragraph.notes) == 1 else "Notes",
        notes=_note_links(report.notes, paragraph.notes),
        page=paragraph.page,
        page_url=f"{original_url(report)}#page={paragraph.page}" if has_link else "",
        has_mark=bool(spans),
        citation=None if target is None else _citation_view(report, target),
        facsimiles=() if target is None else target.facsimiles,
    )


def _note_links(notes: Sequence[Note], marks: Sequence[str]) -> tuple[NoteLink, ...]:
    """Links from marks to notes; of notes with the same mark, the first."""
    places = {note.mark: place for place, note in reversed(list(enumerate(notes, 1)))}
    return tuple(
        NoteLink(mark=mark, anchor=f"note-{places[mark]}" if mark in places else "")
        for mark in marks
    )


def _citation_view(report: Report, target: Target) -> CitationView:
    paragraph, spans = target.paragraph, target.spans
    forms = forms_of(report, paragraph, spans=spans, base_url=target.base_url)
    path = paragraph_url(report.report_id, paragraph.address)
    return CitationView(
        note=forms.note,
        line=citation_line(forms.note),
        quotation=quotation_text(paragraph, spans, citation=forms.note),
        permalink=forms.permalink,
        bibtex=forms.bibtex,
        ris=forms.ris,
        csl_json=forms.csl_json,
        bibtex_url=f"{path}.bib",
        ris_url=f"{path}.ris",
        csl_url=f"{path}.csl.json",
    )


def forms_of(
    report: Report, paragraph: Paragraph, *, base_url: str, spans: Sequence[Span] = ()
) -> CitationForms:
    """The citation of a paragraph, naming the item that holds its first marked slice."""
    start = spans[0][0] if spans else None
    return citation_forms(report, paragraph, start=start, base_url=base_url)
