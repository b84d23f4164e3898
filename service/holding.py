"""Which reports have what a citation names, told from where their paragraphs stand.

The place table leaves out the reports that cannot have it; only the others are opened.
"""

from collections.abc import Iterator, Sequence

import numpy as np

from corpus.addresses import component_key
from corpus.numbering import number_key
from corpus.records import BODY, Report
from corpus.references import Reference
from index.passages import PassageTable
from index.places import PlaceTable
from index.ranking import Mask
from service.pinpoint import find_paragraphs


def reports_with(
    reference: Reference, candidates: Sequence[Report], passages: PassageTable
) -> Iterator[Report]:
    """Those candidates, in their order and opened, that have what a citation names."""
    for candidate in _likely(reference, candidates, passages):
        report = passages.report(candidate.report_id)
        if find_paragraphs(reference, report)[0]:
            yield report


def _likely(
    reference: Reference, candidates: Sequence[Report], passages: PassageTable
) -> Iterator[Report]:
    """The candidates that can have what a citation names."""
    if reference.note is not None:
        yield from (r for r in candidates if any(n.mark == reference.note for n in r.notes))
        return
    if reference.table is not None and reference.is_whole and reference.component is None:
        label = reference.table.casefold()
        yield from (r for r in candidates if any(table.label == label for table in r.tables))
        return
    numbered, counted = _rows_named(reference, passages.places)
    least = _least_count(reference)
    for report in candidates:
        rows = passages.rows_of(report.report_id)
        own = slice(rows.start, rows.stop)
        is_titled = reference.section == report.cover.title  # a report's title is no section
        if is_titled or numbered[own].any() or np.count_nonzero(counted[own]) >= least:
            yield report


def _rows_named(reference: Reference, places: PlaceTable) -> tuple[Mask, Mask]:
    """The rows that a citation can name by their numbers, and those that it can count.

    Paragraphs without a number are counted in their section.
    """
    named = component_key(reference.component or BODY)
    within = places.components.rows_where(
        lambda own: f"{component_key(own)}, ".startswith(f"{named}, ")
    )
    if (section := reference.section) is not None:
        within &= places.sections.rows_where(lambda own: _may_be_under(section, own))
    if reference.is_whole:
        return within, np.zeros_like(within)
    ranges = [(number_key(first), number_key(last)) for first, last in reference.ranges]
    numbered = within & places.numbers.rows_where(lambda own: _is_named(own, ranges))
    is_counted = reference.ordinal is not None or reference.section is not None
    unnumbered = places.numbers.rows_where(lambda own: own is None)
    return numbered, within & unnumbered if is_counted else np.zeros_like(within)


def _least_count(reference: Reference) -> int:
    """How many paragraphs a section has at least that has the one which is counted."""
    counts = [int(end) for ends in reference.ranges for end in ends if end.isdecimal()]
    return max(reference.ordinal or min(counts, default=1), 1)


def _is_named(number: str | None, ranges: Sequence[tuple[str, str]]) -> bool:
    """Whether a printed number is an end of ranges, whose ends are keys, or lies between them."""
    if number is None:
        return False
    key = number_key(number)
    for first, last in ranges:
        if key in (first, last):
            return True
        if key.isdecimal() and first.isdecimal() and last.isdecimal():
            low, high = sorted((int(first), int(last)))
            if low <= int(key) <= high:
                return True
    return False


def _may_be_under(section: str, headings: Sequence[str]) -> bool:
    """Whether headings have the title of a section, or the last label of its path."""
    labels = tuple(f"{label}. ".casefold() for label in (section, section.rpartition(".")[2]))
    name = section.casefold()
    return any(
        heading == name or heading.endswith(f". {name}") or heading.startswith(labels)
        for heading in map(str.casefold, headings)
    )
