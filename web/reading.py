"""A report as the reader shows it, part by part: numbered paragraphs under their headings."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from service import Paragraph, Report, Table, gettext, report_url
from web.notes import Notes, notes_label
from web.opened import Target, opened_view
from web.originals import original_url
from web.outlines import headings_of, outline_of, runs_of
from web.parts import part_name, part_with, part_words, parts_of
from web.passages import printed_number
from web.places import anchor_of, paragraph_name, permalink_of
from web.reader_contexts import Link, NoteView, OutlinePart, ParagraphView, Stretch, TableView
from web.typesetting import typeset

_PHONE_CHARS = 38  # of a table's row that a phone shows beside each other


class Reading:
    """A report laid out for the reader; its parts count from 0.

    Where the original ``has_pages`` that a browser opens, paragraphs have links to theirs.
    """

    def __init__(self, report: Report, *, has_pages: bool = False) -> None:
        self.report = report
        self.parts = parts_of(report)
        self._has_pages = has_pages
        self._notes = Notes(report)
        self._runs = runs_of(report)
        self._tables = _tables_by_address(report)

    def part_of(self, paragraph: Paragraph) -> int:
        """The part that has a paragraph."""
        return part_with(self.parts, self.report.paragraphs.index(paragraph))

    def stretches(self, part: int, *, target: Target | None = None) -> tuple[Stretch, ...]:
        """The paragraphs of a part under their headings, in order of print.

        A part that begins within a section begins with the headings of that section.
        """
        return tuple(self._stretches(self.parts[part], target))

    def outline(self, part: int, *, target: Target | None = None) -> tuple[OutlinePart, ...]:
        """The contents, open at the target, else at the beginning of a part."""
        place = self.parts[part].start
        if target is not None:
            place = self.report.paragraphs.index(target.paragraph)
        return outline_of(self.report, self._runs, self.parts, place=place)

    def notes(self, part: int) -> tuple[NoteView, ...]:
        """The notes that a part cites; the last part has those that nothing cites as well."""
        paragraphs = self.report.paragraphs
        uncited = self._notes.uncited(paragraphs) if self._is_last(part) else ()
        return self._notes.views(self._paragraphs(self.parts[part]), uncited=uncited)

    def tables(self, part: int) -> tuple[TableView, ...]:
        """The tables that follow no paragraph; they stand at the end of the last part."""
        return tuple(self._tables[""]) if self._is_last(part) else ()

    def place(self, part: int) -> str:
        """Which part of how many: "Part 2 of 5: paragraphs 55 to 110"; "" where there is one."""
        if len(self.parts) == 1:
            return ""
        place = {"part": part + 1, "parts": len(self.parts)}
        held = part_words(self.report, self.parts[part])
        if not held:
            return gettext("Part %(part)s of %(parts)s", **place)
        return gettext("Part %(part)s of %(parts)s: %(held)s", **place, held=held)

    def link(self, part: int, *, label: str) -> Link | None:
        """The way to a part; None where there is none."""
        if part not in range(len(self.parts)):
            return None
        words = part_name(self.report, self.parts[part], number=part)
        url = f"{report_url(self.report.report_id)}?part={part + 1}"
        return Link(words=words, label=f"{label}: {words}", url=url)

    def _is_last(self, part: int) -> bool:
        return part == len(self.parts) - 1

    def _paragraphs(self, places: range) -> tuple[Paragraph, ...]:
        return self.report.paragraphs[places.start : places.stop]

    def _stretches(self, part: range, target: Target | None) -> Iterator[Stretch]:
        for run in self._runs:
            places = _shared(run.places, part)
            if not places:
                continue
            paragraphs = self._paragraphs(places)
            yield Stretch(
                headings=headings_of(run, paragraphs[0], is_first=places.start == part.start),
                paragraphs=tuple(self._paragraph_view(each, target) for each in paragraphs),
            )

    def _paragraph_view(self, paragraph: Paragraph, target: Target | None) -> ParagraphView:
        """A paragraph, and what is shown of it as the ``target``."""
        report, anchor = self.report, anchor_of(paragraph)
        opened = target if target is not None and target.paragraph is paragraph else None
        spans = () if opened is None else opened.spans
        has_link = self._has_pages and paragraph.page is not None
        return ParagraphView(
            anchor=anchor,
            number=printed_number(paragraph.number),
            name=paragraph_name(paragraph),
            url=permalink_of(report, paragraph),
            groups=typeset(paragraph, spans, anchor=anchor),
            notes_label=notes_label(paragraph),
            notes=self._notes.cited(paragraph),
            page=paragraph.page,
            page_url=f"{original_url(report)}#page={paragraph.page}" if has_link else "",
            has_mark=bool(spans),
            tables=tuple(self._tables.get(paragraph.address, ())),
            opened=None if opened is None else opened_view(report, opened),
        )


def table_views(tables: Sequence[Table]) -> tuple[TableView, ...]:
    """The tables that have rows, in order of print."""
    return tuple(_table_view(table) for table in tables if table.rows)


def _table_view(table: Table) -> TableView:
    widths = [
        max(map(_longest_word, column), default=0) for column in zip(*table.rows, strict=False)
    ]
    return TableView(
        label=table.title or gettext("Table"),
        title=table.title or "",
        head=table.head,
        rows=table.rows[table.head_lines :],
        is_wide=sum(widths) > _PHONE_CHARS,
    )


def _longest_word(cell: str) -> int:
    return max(map(len, cell.split()), default=0) + 2


def _tables_by_address(report: Report) -> dict[str, list[TableView]]:
    """The tables by the paragraphs that they follow; "" has those that follow none."""
    addresses = {paragraph.address for paragraph in report.paragraphs}
    found: dict[str, list[TableView]] = defaultdict(list)
    for table in report.tables:
        address = table.address if table.address in addresses else None
        found[address or ""].extend(table_views([table]))
    return found


def _shared(one: range, other: range) -> range:
    return range(max(one.start, other.start), min(one.stop, other.stop))
