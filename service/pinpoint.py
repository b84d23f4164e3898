"""Pinpoints followed: the paragraphs of a report that a citation names, or what exists instead.

A whole section, annex or summary opens all that is in it; a table or a note opens the paragraph
that it follows or that cites it.
"""

import re
from collections.abc import Mapping, Sequence

from corpus.addresses import component_key
from corpus.catalogue import gettext, msgid
from corpus.numbering import number_key
from corpus.records import BODY, Paragraph, Report, Table, known_paragraphs
from corpus.references import Reference
from corpus.sentences import Sentence
from service.citation import heading_labels, section_of
from service.missing import missing_note, missing_numbers, missing_place, missing_table

_PRINTED = msgid("“%(caption)s” is printed after this paragraph or within it.")
_PRINTED_ON_PAGE = msgid(
    "“%(caption)s” is printed on page %(page)s, after this paragraph or within it."
)
_ORDINAL_ADDRESS = r"u{}(?:_\d+)?$"  # how addresses count paragraphs without a number


def find_paragraphs(reference: Reference, report: Report) -> tuple[tuple[Paragraph, ...], str]:
    """The paragraphs of a report that a citation names, in the order of naming.

    The second value says in one sentence what does not exist, or what hangs from the paragraph;
    it is "" when there is nothing to say.
    """
    if reference.note is not None:
        return _citing_note(reference.note, reference.component, report)
    if reference.table is not None and reference.is_whole and reference.component is None:
        return _with_table(reference.table, report)
    within = _within(reference, report)
    if reference.table is not None and reference.is_whole:
        within = tuple(each for each in within if lines_of(reference, each, report))
    if not within:
        own = _in_component(reference.component or BODY, report)
        return (), missing_place(reference, own, report)
    if reference.ordinal is not None:
        return _unnumbered(reference, within, report)
    if reference.ranges:
        return _numbered(reference, within, report)
    return within, ""


def lines_of(
    reference: Reference, paragraph: Paragraph, report: Report
) -> tuple[tuple[int, Sentence], ...]:
    """The rows, without the head, of the table after a paragraph that a citation names.

    Each is the place of its table in the report and a slice of the table's text.
    """
    wanted = (reference.table or "").casefold()
    return tuple(
        (place, Sentence(match.start(), match.end()))
        for place, table in enumerate(report.tables)
        if table.address == paragraph.address and wanted in (table.label, "table")
        for match in list(re.finditer(r"[^\n]+", table.text))[table.head_lines :]
    )


def nearest_paragraphs(reference: Reference, report: Report) -> tuple[Paragraph, ...]:
    """The two paragraphs nearest in number to the first that does not exist, in their order."""
    within = _within(reference, report) or _in_component(reference.component or BODY, report)
    numbered = [paragraph for paragraph in within if paragraph.number]
    wanted = _value(reference.ranges[0][0]) if reference.ranges else 1
    places = sorted(
        range(len(numbered)), key=lambda i: abs(_value(str(numbered[i].number)) - wanted)
    )
    return tuple(numbered[place] for place in sorted(places[:2]))


def _within(reference: Reference, report: Report) -> tuple[Paragraph, ...]:
    """The paragraphs of the component and section that a citation names, in order of print."""
    own = _in_component(reference.component or BODY, report)
    section = reference.section
    if section is None or section == report.cover.title:
        return own
    return tuple(paragraph for paragraph in own if _is_under(section, paragraph))


def _in_component(component: str, report: Report) -> tuple[Paragraph, ...]:
    """The paragraphs of a component; of those inside it, when it has none itself."""
    named = component_key(component)
    keyed = [(component_key(p.component), p) for p in report.paragraphs]
    own = [p for key, p in keyed if key == named]
    return tuple(own or [p for key, p in keyed if key.startswith(f"{named}, ")])


def _is_under(section: str, paragraph: Paragraph) -> bool:
    """Whether a section, a path of labels or a title, is among those above a paragraph."""
    titles = [part for heading in paragraph.sections for part in _titles_of(heading)]
    if section.casefold() in titles:
        return True
    return f"{'.'.join(heading_labels(paragraph))}.".startswith(f"{section}.")


def _titles_of(heading: str) -> tuple[str, str]:
    """A heading with and without what may be its label: "iv. conclusions", "conclusions"."""
    title = heading.casefold()
    return title, title.partition(". ")[2]


def _numbered(
    reference: Reference, within: Sequence[Paragraph], report: Report
) -> tuple[tuple[Paragraph, ...], str]:
    """Paragraphs by their numbers; in a section without numbers, by their place in it."""
    held: dict[str, list[Paragraph]] = {}
    is_numbered = any(paragraph.number for paragraph in within)
    for place, paragraph in enumerate(within, 1):
        number = str(place) if reference.section and not is_numbered else paragraph.number
        if number:
            held.setdefault(number_key(number), []).append(paragraph)
    ranges = [(number_key(first), number_key(last)) for first, last in reference.ranges]
    wanted = [number for ends in ranges for number in _between(*ends, held)]
    missing = [number for ends in ranges for number in _missing_ends(*ends, held)]
    paragraphs = tuple(p for number in dict.fromkeys(wanted) for p in held[number])
    return paragraphs, missing_numbers(reference, missing, list(held), report) if missing else ""


def _between(first: str, last: str, held: Mapping[str, object]) -> list[str]:
    """The held numbers from first to last, ascending; a "bis" number stands for itself."""
    if first == last or not (first.isdecimal() and last.isdecimal()):
        return [number for number in dict.fromkeys((first, last)) if number in held]
    low, high = sorted((int(first), int(last)))
    numbers = [number for number in held if number.isdecimal() and low <= int(number) <= high]
    return sorted(numbers, key=int)


def _missing_ends(first: str, last: str, held: Mapping[str, object]) -> list[str]:
    """The first and the last number of a range that is not held; none when all are."""
    if first == last or not (first.isdecimal() and last.isdecimal()):
        return [number for number in dict.fromkeys((first, last)) if number not in held]
    low, high = sorted((int(first), int(last)))
    lowest = next((n for n in range(low, high + 1) if str(n) not in held), None)
    highest = next((n for n in range(high, low - 1, -1) if str(n) not in held), None)
    return [] if lowest is None else [str(lowest), str(highest)]


def _unnumbered(
    reference: Reference, within: Sequence[Paragraph], report: Report
) -> tuple[tuple[Paragraph, ...], str]:
    """The paragraph without a number that has this place in its section."""
    section = None if reference.section == report.cover.title else reference.section
    counted = re.compile(_ORDINAL_ADDRESS.format(reference.ordinal))
    for paragraph in within:
        is_counted = paragraph.number is None and counted.search(paragraph.address)
        if is_counted and (section_of(paragraph) or "").casefold() == (section or "").casefold():
            return (paragraph,), ""
    return (), gettext(
        "no paragraph without a number stands there; this report has %(known)s.",
        known=known_paragraphs(report),
    )


def _citing_note(
    mark: str, component: str | None, report: Report
) -> tuple[tuple[Paragraph, ...], str]:
    """The paragraphs that cite a note, with its words as what there is to say."""
    notes = [note for note in report.notes if note.mark == mark]
    if not notes:
        marks = dict.fromkeys(note.mark for note in report.notes)
        return (), missing_note(mark, list(marks))
    addresses = {note.address for note in notes}
    citing = tuple(
        p for p in report.paragraphs if p.address in addresses and component in (None, p.component)
    )
    return citing, " ".join(
        gettext("Footnote %(mark)s: “%(words)s”", mark=mark, words=note.text) for note in notes
    )


def _with_table(label: str, report: Report) -> tuple[tuple[Paragraph, ...], str]:
    """The paragraph that a table or figure follows, with its caption as what there is to say."""
    kind = label.split()[0].lower()
    labels = {table.label: table for table in report.tables}
    table = labels.get(label.casefold())
    if table is None:
        numbers = [each.split()[1] for each in labels if each.split()[:1] == [kind]]
        return (), missing_table(label, numbers)
    before = [p for p in report.paragraphs if _is_before(p, table)]
    caption = " ".join((table.title or "").split())
    told = _PRINTED if table.page is None else _PRINTED_ON_PAGE
    return tuple(before[-1:]), gettext(told, caption=caption, page=table.page)


def _is_before(paragraph: Paragraph, table: Table) -> bool:
    if table.address is not None:
        return paragraph.address == table.address
    return None not in (paragraph.page, table.page) and (paragraph.page or 0) <= (table.page or 0)


def _value(number: str) -> int:
    match = re.match(r"\d+", number)
    return int(match[0]) if match else 0
